#!/bin/sh
# Mail, mailboxes and sfeed's files as articles, by what a user sees of them.
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
command -v python3 >/dev/null || {
	echo "1..0 # SKIP python3 is not there"
	exit 0
}
tab=$(printf '\t')
count() { # QUERY: how many articles match
	"$GAZETTE" list --copies -- "$@" 2>/dev/null | wc -l | tr -d ' '
}

# Python's own writers of mail make what is read here.
python3 - <<'PYTHON'
import mailbox, email.message, email.header, email.utils
from email.charset import Charset, QP
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

def text(n):
    return ("The harbour master of Kolvik, Lucian Halder, said on Monday that "
            "boat number %d had come in before the tide turned, and that the "
            "café at the quay was open again.\n\n"
            "From here on the ferry sails each hour, Ada Brenn told the "
            "council of Ostrel on the same day.\n" % n)

def page(n):
    return ("<html><body><table><tr><td>%s</td></tr><tr><td>"
            "You receive this because you signed up. "
            "<a href='http://l.example/u'>Unsubscribe</a></td></tr></table>"
            % "".join("<p>%s</p>" % p for p in text(n).split("\n\n")))

def letter(n):
    inner = MIMEMultipart("alternative")
    inner.attach(MIMEText("See our page.", "plain"))
    inner.attach(MIMEText(page(n), "html", "utf-8"))
    m = MIMEMultipart("mixed")
    m.attach(inner)
    pdf = MIMEBase("application", "pdf")
    pdf.set_payload("%PDF" * 2000)
    pdf.add_header("Content-Disposition", "attachment", filename="a.html")
    m.attach(pdf)
    m["List-Id"] = '"Ostrel Weekly" <weekly.ostrel.example>'
    m["Archived-At"] = "<http://l.example/issue/%d>" % n
    return m

def plain(n):
    latin = Charset("iso-8859-1")
    latin.body_encoding = QP
    m = email.message.Message()
    m.set_type("text/plain")
    m.set_payload(text(n), latin)
    return m

def finish(m, n):
    m["Subject"] = email.header.Header(
        "Bøat %d is back: what the harbour master of Kolvik has to say "
        "about tides & times" % n, "utf-8")
    m["From"] = email.utils.formataddr(("Brenn, Ada", "ada@ostrel.example"))
    m["Date"] = email.utils.formatdate(1700000000 + n * 86400)
    m["Message-ID"] = "<%d@ostrel.example>" % n
    return m

box = mailbox.mbox("news.mbox")
box.add(finish(letter(1), 1))
box.add(finish(plain(2), 2))
box.flush()
folder = mailbox.Maildir("mail")
folder.add(finish(MIMEText(page(3), "html", "utf-8"), 3))
folder.add_folder("Letters").add(finish(letter(4), 4))
folder.add(finish(plain(2), 2))  # once more

bomb = "Subject: bomb\n"
for i in range(100):
    bomb += ("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i))
open("deep.eml", "w").write("From: x\nDate: y\n" + bomb)
open("wide.eml", "w").write(
    "From: x\nDate: y\nSubject: z\nContent-Type: multipart/mixed; "
    "boundary=b\n\n" + "--b\n\n" * 5000)
open("head.eml", "w").write("From: x\nDate: y\nSubject: " + "z" * 400000)
open("none.eml", "w").write(
    "From: x\nDate: y\nSubject: z\nContent-Type: image/png\n\nabc")
PYTHON

# ---- mailboxes ----
run add news.mbox mail
ok "mail comes in" is "$status" 0
ok "each message by itself" has out "stored${tab}1${tab}news.mbox:1"
ok "one that is there is known" is "$(grep -c ^known out)" 1
ok "all are there" is "$(count)" 4
run show --json 1
ok "the subject is the title" has out '"title":"Bøat 1 is back: what the harbour master of Kolvik has to say about tides & times"'
ok "the list is the source" has out '"source":"Ostrel Weekly"'
ok "nobody wrote what a list sends" has out '"byline":null'
ok "it has the address where it is archived" has out '"url":"http://l.example/issue/1"'
ok "and the message's day" has out '"published":"2023-11-15T'
ok "the part of HTML is its text" has out 'the café at the quay'
ok "what is attached is not" lacks out '%PDF'
run show --plain 1
ok "what a newsletter says of itself is dropped" lacks out 'Unsubscribe'
run show --json 2
ok "a person's letter has him for author" has out '"byline":"Brenn, Ada"'
ok "its text is decoded" has out 'the café at the quay'
ok "a line that begins with From is whole" has out 'From here on the ferry'
ok "names in them are found" is "$(count 'name:"Lucian Halder"')" 4
run reannotate
ok "it can be read again" is "$status" 0
run check
ok "the archive is whole" is "$status" 0

# ---- bombs ----
run add deep.eml wide.eml head.eml none.eml
ok "bombs fail" is "$status" 3
ok "nested ones with a reason" has out "deep.eml${tab}its parts are nested more than 16 deep"
ok "those with many parts" has out "wide.eml${tab}it has more than 1000 parts"
ok "those with a huge head" has out "head.eml${tab}its head is larger than 256 KB"
ok "and what has no text" has out "none.eml${tab}it holds no text"

# ---- sfeed ----
mkdir feeds
printf '1710925200\tThe ferry\thttps://ostrel.example/ferry\t<p>The ferry of Kolvik sails again\\n, said Mira Solen of the harbour office on Wednesday morning.</p>\thtml\tf1\tAda Brenn\t\tships\n1710925300\tA title alone\thttps://ostrel.example/2\t\t\tf2\t\t\t\n' >feeds/Coast
run add feeds
ok "sfeed's files are read" is "$status$(grep -c ^stored out)" 02
run list --json source:Coast
ok "the file's name is the source" lines out 2
ok "times are the items'" has out '"published":"2024-03-20T09:00:00Z"'
ok "so are authors" has out '"byline":"Ada Brenn"'
ok "they are news, unread" is "$(count is:unread)" 2
feed feeds/Coast add --as tsv -
ok "the same comes from a pipe" has out "known"
printf 'x\tno time\t\t\t\t\t\t\t\n' >bad.tsv
run add --as tsv bad.tsv
ok "a line that is none fails" is "$status" 3
done_testing
