#!/usr/bin/env python3
"""A news server on 127.0.0.1, good and hostile, for the tests of fetching.

Prints the ports of its listeners on one line: plain, forbidden, moody, then
"crowd-N=PORT" of hosts like the plain one, and with a folder of certificates
"NAME=PORT" for each NAME.pem in it.  Ends
when its standard input closes.

What a path does stands in its function's name below.
"""
import gzip
import http.server
import os
import socket
import socketserver
import ssl
import sys
import threading
import time
import warnings
import zlib

warnings.simplefilter("ignore")  # of protocols that are old on purpose

CROWD = 24  # hosts more, for the hostile
LIFE_S = 120  # whatever happens, it ends then
hits = {"forbidden": 0}


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def say(self, body=b"", status=200, **headers):
        self.send_response(status)
        headers.setdefault("Content_Type", "text/plain; charset=UTF-8")
        headers.setdefault("Content_Length", str(len(body)))
        for name, value in headers.items():
            if value is not None:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def led(self, where, status=302):
        self.say(b"elsewhere", status, Location=where)

    def do_GET(self):
        name = self.path.split("?")[0].strip("/").replace("/", "_") or "ok"
        what = getattr(self, "on_" + name.replace("-", "_").replace(".", "_"),
                       None)
        try:
            if what:
                what()
            else:
                self.say(b"no such thing", 404)
        except OSError:
            self.close_connection = True

    # ---- as it should be ----

    def on_ok(self):
        self.say(b"hello")

    def on_tenth(self):
        time.sleep(0.1)
        self.say(b"hello")

    def on_packed(self):
        self.say(gzip.compress(b"hello" * 10), Content_Encoding="gzip")

    def on_known(self):
        if self.headers["If-None-Match"] == '"v1"' or \
           self.headers["If-Modified-Since"] == "Thu, 21 Mar 2024 09:00:00 GMT":
            self.say(status=304, ETag='"v1"', Content_Length=None)
        else:
            self.say(b"first", ETag='"v1"', Cache_Control="max-age=600",
                     Last_Modified="Thu, 21 Mar 2024 09:00:00 GMT")

    def on_agent(self):
        self.say(self.headers["User-Agent"].encode())

    def on_who(self):
        self.say((self.headers["Authorization"] or "nobody").encode())

    def on_cookie(self):
        if "seen=1" in (self.headers["Cookie"] or ""):
            self.say(b"hello")
        else:
            self.say(b"", 302, Location="/cookie", Set_Cookie="seen=1")

    def on_robots_txt(self):
        self.say(b"User-agent: *\nDisallow: /barred\n")

    def on_barred(self):
        self.say(b"secret")

    def on_story(self):
        self.say(b"<!DOCTYPE html><html><head><title>A bridge for Kolvik"
                 b"</title></head><body><article><h1>A bridge for Kolvik</h1>"
                 b"<p>The mayor of Kolvik, Dagny Morrow, spoke to reporters "
                 b"on Tuesday about the harbour and the new bridge.</p>"
                 b"<p>\xe2\x80\x9cWe will build it,\xe2\x80\x9d Morrow said. "
                 b"The council votes in May.</p></article></body></html>",
                 Content_Type="text/html")

    # ---- feeds ----

    def feed(self, items, title="Kolvik Courier", **headers):
        body = ('<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
                'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
                '<channel><title>%s</title><link>http://127.0.0.1:%d/</link>'
                '%s</channel></rss>' % (title, ports["plain"],
                                        "".join(items))).encode()
        etag = '"%08x"' % zlib.crc32(body)
        if "ETag" in headers and self.headers["If-None-Match"] == etag:
            return self.say(status=304, ETag=etag, Content_Length=None)
        if "ETag" in headers:
            headers["ETag"] = etag
        self.say(body, Content_Type="application/rss+xml", **headers)

    def item(self, n, text, link="/story?%d"):
        day = n % 28 + 1
        return ("<item><title>Harbour news, part %d</title><link>http://"
                "127.0.0.1:%d%s</link><guid>part-%d</guid><pubDate>%s, %02d "
                "Feb 2024 09:00:00 GMT</pubDate>%s</item>"
                % (n, ports["plain"], link % n if "%" in link else link, n,
                   "Wed Thu Fri Sat Sun Mon Tue".split()[day % 7], day, text))

    def whole(self, n):
        return ("<content:encoded><![CDATA[" + "".join(
            "<p>The council of Kolvik met Dagny Morrow for the %d. time, and "
            "in its %d. hour it heard from Lucian Halder, who said that pier "
            "%d would be mended before the storms of the autumn come. The "
            "mayor said that she was content with pier %d.</p>"
            % (n, hour, hour, n) for hour in range(6)) +
            "]]></content:encoded>")

    def on_feed(self):
        self.feed([self.item(n, self.whole(n)) for n in range(3)], ETag=1)

    def on_site(self):
        self.say(b"<html><head><title>Kolvik Courier</title><link "
                 b"rel='alternate' type='application/rss+xml' href='/feed' "
                 b"title='All news'></head><body><p>News.</p></body></html>",
                 Content_Type="text/html")

    def on_two_feeds(self):
        self.say(b"<html><head><link rel='alternate' href='/feed' "
                 b"type='application/rss+xml' title='All news'><link "
                 b"rel='alternate' type='application/atom+xml' "
                 b"href='/growing' title='Growing'></head><body><p>News."
                 b"</p></body></html>", Content_Type="text/html")

    def on_resent(self):
        self.feed([self.item(n, self.whole(n)) for n in range(3)])

    def on_growing(self):
        hits["growing"] = hits.get("growing", 0) + 1
        self.feed([self.item(500 + n, self.whole(500 + n))
                   for n in range(hits["growing"])], title="Growing")

    def on_teasers(self):
        self.feed([self.item(40, "<description>The town wants a bridge..."
                             "</description>"),
                   self.item(41, "<description>What nobody may fetch..."
                             "</description>", "/barred"),
                   self.item(42, "<description>What is not there..."
                             "</description>", "/missing")], title="Teasers")

    def on_inward(self):
        self.feed([self.item(50, "<description>Look here...</description>",
                             "/secret")
                   .replace(str(ports["plain"]), str(ports["forbidden"]))],
                  title="Inward")

    def on_moody_feed(self):
        hits["moody"] = hits.get("moody", 0) + 1
        if hits["moody"] % 2:
            self.say(b"not now", 503)
        else:
            self.feed([self.item(60, self.whole(60))], title="Moody")

    def on_moved_feed(self):
        self.led("/feed", 301)

    def on_large(self):
        count = int(self.path.partition("?")[2] or 500)
        self.feed([self.item(1000 + n, self.whole(1000 + n))
                   for n in range(count)], title="Large")

    # ---- answers that are none ----

    def on_gone(self):
        self.say(b"gone", 410)

    def on_busy(self):
        self.say(b"later", 503, Retry_After="120")

    def on_often(self):
        self.say(b"later", 429, Retry_After="99999999999999")

    def on_empty(self):
        self.say(b"")

    def on_nothing(self):
        self.close_connection = True

    def on_noise(self):
        self.wfile.write(b"\x00\xffnoise\r\n\r\n")
        self.close_connection = True

    def on_pdf(self):
        self.say(b"%PDF-1.4", Content_Type="application/pdf")

    # ---- led on ----

    def on_moved(self):
        self.led("/ok", 301)

    def on_moved_twice(self):
        self.led("/moved", 308)

    def on_wandering(self):
        self.led("/moved", 302)

    def on_loop(self):
        self.led("/loop")

    def on_nowhere(self):
        self.say(b"", 302)

    def on_to_file(self):
        self.led("file:///etc/passwd")

    def on_to_ftp(self):
        self.led("ftp://127.0.0.1/x")

    def on_to_forbidden(self):
        self.led("http://127.0.0.1:%d/ok" % ports["forbidden"])

    def on_to_cloud(self):
        self.led("http://169.254.169.254/latest/")

    def on_to_localhost(self):
        self.led("http://localhost:%d/ok" % ports["forbidden"])

    def on_to_plain(self):
        self.led("http://127.0.0.1:%d/ok" % ports["plain"])

    def on_to_barred(self):
        self.led("/barred")

    # ---- hostile ----

    def on_endless(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(4096):
            self.wfile.write(b"x" * 65536)

    def on_huge(self):
        self.say(b"", Content_Length=str(1 << 40))

    def on_drip(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(30):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(1)

    def on_silent(self):
        time.sleep(30)

    def on_bomb(self):
        c = zlib.compressobj(9, zlib.DEFLATED, 31)
        zeros = bytes(1 << 20)
        packed = b"".join(c.compress(zeros) for _ in range(15)) + c.flush()
        self.say(packed, Content_Encoding="gzip")

    def on_broken_pack(self):
        self.say(gzip.compress(b"hello")[:10] + b"\xff" * 40,
                 Content_Encoding="gzip")

    def on_short(self):
        self.say(b"hello", Content_Length="5000")
        self.close_connection = True

    def on_headers(self):
        self.send_response(200)
        for i in range(100000):
            self.send_header("X-%d" % i, "x" * 1000)
            if i % 100 == 0:
                self.flush_headers()

    # ---- of the tests ----

    def on_hits(self):
        self.say(str(hits["forbidden"]).encode())


class Forbidden(Site):
    """Nothing may come here."""

    def do_GET(self):
        hits["forbidden"] += 1
        self.say(b"secret")


class Moody(Site):
    """Its robots.txt is broken."""

    def on_robots_txt(self):
        self.say(b"broken", 500)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, address):
        pass

    def get_request(self):
        connection, address = super().get_request()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection, address


def listen(site, certificate=None):
    server = Server(("127.0.0.1", 0), site)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if os.path.basename(certificate).startswith("old-protocol"):
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1
        elif os.path.basename(certificate).startswith("weak"):
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True,
                                            do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


ports = {"plain": listen(Site), "forbidden": listen(Forbidden),
         "moody": listen(Moody)}
names = list(ports.values())
names += ["crowd-%d=%d" % (i, listen(Site)) for i in range(CROWD)]
if len(sys.argv) > 1:
    for file in sorted(os.listdir(sys.argv[1])):
        if file.endswith(".pem"):
            port = listen(Site, os.path.join(sys.argv[1], file))
            names.append("%s=%d" % (file[:-4], port))
print(*names, flush=True)
threading.Timer(LIFE_S, os._exit, [1]).start()
sys.stdin.read()
os._exit(0)
