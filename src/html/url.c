#include "html/url.h"

#include <string.h>

#include "base/array.h"
#include "base/utf8.h"

/* The parts of RFC 3986, each without its mark; NULL when it is not there. */
struct parts {
	struct slice scheme, host, path, query, fragment; /* host with port */
};

/* Query parameters that say where a reader came from, not what he reads; a
 * name that ends in '*' stands for all that begin so. */
static const char *const tracking[] = {
	"utm_*",         "fbclid",
	"gclid",         "gclsrc",
	"dclid",         "msclkid",
	"yclid",         "igshid",
	"mc_cid",        "mc_eid",
	"_ga",           "_gl",
	"ns_*",          "at_medium",
	"at_campaign",   "at_custom*",
	"at_link*",      "at_ptr*",
	"at_format",     "at_bbc_team",
	"cmpid",         "icid",
	"ito",           "ncid",
	"ocid",          "smid",
	"smtyp",         "soc_src",
	"soc_trk",       "spm",
	"sr_share",      "taid",
	"trk",           "trkCampaign",
	"wt_mc",         "wt_zmc",
	"xtor",          "__twitter_impression",
	"guccounter",    "guce_*",
	"hsCtaTracking", "_hsenc",
	"_hsmi",         "mkt_tok",
	"vero_id",       "vero_conv",
	"fb_action*",    "fb_source",
	"fb_ref",        "twclid",
	"ttclid",        "wbraid",
	"gbraid",        "srsltid",
	"ref_src",       "ref_url",
	"share_*",       "traffic_source",
};

static bool has_scheme(struct slice s, size_t *len)
{
	size_t i = 0;

	while (i < s.len &&
	       ((s.at[i] | 0x20) >= 'a' && (s.at[i] | 0x20) <= 'z'))
		i++;
	while (i && i < s.len &&
	       (((s.at[i] | 0x20) >= 'a' && (s.at[i] | 0x20) <= 'z') ||
		(s.at[i] >= '0' && s.at[i] <= '9') || strchr("+-.", s.at[i])))
		i++;
	*len = i;
	return i && i < s.len && s.at[i] == ':';
}

static struct slice cut_any(struct slice *rest, const char *marks)
{
	struct slice head = *rest;
	size_t i = 0;

	while (i < rest->len && (!rest->at[i] || !strchr(marks, rest->at[i])))
		i++;
	head.len = i;
	rest->at += i;
	rest->len -= i;
	return head;
}

static struct parts parts_of(struct slice s)
{
	struct parts p = {0};
	size_t len;

	if (has_scheme(s, &len)) {
		p.scheme = (struct slice){s.at, len};
		s.at += len + 1;
		s.len -= len + 1;
	}
	if (s.len >= 2 && s.at[0] == '/' && s.at[1] == '/') {
		s.at += 2;
		s.len -= 2;
		p.host = cut_any(&s, "/?#");
	}
	p.path = cut_any(&s, "?#");
	if (s.len && *s.at == '?') {
		s.at++;
		s.len--;
		p.query = cut_any(&s, "#");
	}
	if (s.len)
		p.fragment = (struct slice){s.at + 1, s.len - 1};
	return p;
}

static bool is_web(struct slice scheme)
{
	return (scheme.len == 4 || scheme.len == 5) &&
	       !strncasecmp(scheme.at, "https", scheme.len);
}

/* Resolve "." and ".." of an absolute path (RFC 3986, 5.2.4). */
static void add_path(struct str *out, struct slice path)
{
	size_t from = out->len;

	while (path.len) {
		struct slice seg;

		path.at++; /* the slash */
		path.len--;
		seg = cut_any(&path, "/");
		if (slice_equals(seg, "..")) {
			while (out->len > from && out->at[--out->len] != '/')
				;
			if (!path.len)
				str_add_char(out, '/');
		} else if (slice_equals(seg, ".")) {
			if (!path.len)
				str_add_char(out, '/');
		} else {
			str_add_char(out, '/');
			str_add(out, seg.at, seg.len);
		}
	}
	if (out->len == from)
		str_add_char(out, '/');
}

static struct slice no_line_ends(struct arena *a, struct slice s)
{
	char *copy = arena_copy(a, s.at, s.len), *to = copy;

	for (size_t i = 0; i < s.len; i++) {
		if (!strchr("\t\r\n", s.at[i]) || !s.at[i])
			*to++ = s.at[i] ? s.at[i] : '_';
	}
	return slice_trim((struct slice){copy, (size_t)(to - copy)});
}

/* What may not stand in an address, as %XX. */
static char *escape(struct arena *a, struct slice s)
{
	static const char hex[] = "0123456789ABCDEF";
	char *out = arena_alloc(a, s.len * 3 + 1), *to = out;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c > 0x20 && c < 0x7F && !strchr("\"<>\\^`{|}", c)) {
			*to++ = (char)c;
			continue;
		}
		*to++ = '%';
		*to++ = hex[c >> 4];
		*to++ = hex[c & 15];
	}
	return out;
}

static void add_joined(struct str *out, const struct parts *base,
		       struct slice path)
{
	struct slice dir = base->path;
	struct str whole = {0};

	while (dir.len && dir.at[dir.len - 1] != '/')
		dir.len--;
	if (!dir.len)
		str_add_char(&whole, '/');
	str_add(&whole, dir.at, dir.len);
	str_add(&whole, path.at, path.len);
	add_path(out, (struct slice){whole.at, whole.len});
	str_free(&whole);
}

static void add_query(struct str *out, struct slice query)
{
	if (!query.at)
		return;
	str_add_char(out, '?');
	str_add(out, query.at, query.len);
}

char *html_url_resolve(struct arena *a, const char *base, struct slice ref)
{
	struct parts r, b = {0};
	struct str out = {0};
	char *result;

	ref = no_line_ends(a, ref);
	if (!ref.len || *ref.at == '#' || ref.len > 1u << 16)
		return NULL;
	r = parts_of(ref);
	if (r.scheme.at && !is_web(r.scheme))
		return NULL;
	if (base)
		b = parts_of(slice_of(base));
	if (!r.scheme.at && !is_web(b.scheme))
		return NULL;
	if (r.scheme.at && !r.host.len)
		return NULL;
	if (!r.scheme.at)
		r.scheme = b.scheme;
	str_add(&out, r.scheme.at, r.scheme.len);
	str_add_text(&out, "://");
	if (r.host.len) {
		str_add(&out, r.host.at, r.host.len);
		if (r.path.len)
			add_path(&out, r.path);
		add_query(&out, r.query);
	} else {
		str_add(&out, b.host.at, b.host.len);
		if (!r.path.len) {
			str_add(&out, b.path.at, b.path.len);
			add_query(&out, r.query.at ? r.query : b.query);
		} else {
			if (*r.path.at == '/')
				add_path(&out, r.path);
			else
				add_joined(&out, &b, r.path);
			add_query(&out, r.query);
		}
	}
	if (r.fragment.len) {
		str_add_char(&out, '#');
		str_add(&out, r.fragment.at, r.fragment.len);
	}
	result = escape(a, (struct slice){out.at, out.len});
	str_free(&out);
	return result;
}

static bool is_tracking(struct slice pair)
{
	struct slice name = pair;

	name = slice_cut(&pair, '=');
	for (size_t i = 0; i < array_length(tracking); i++) {
		size_t len = strlen(tracking[i]);

		if (tracking[i][len - 1] == '*') {
			if (name.len >= len - 1 &&
			    !memcmp(name.at, tracking[i], len - 1))
				return true;
		} else if (slice_equals(name, tracking[i])) {
			return true;
		}
	}
	return false;
}

static void add_wanted(struct str *out, struct slice query)
{
	char mark = '?';

	while (query.at) {
		struct slice pair = slice_cut(&query, '&');

		if (!pair.len || is_tracking(pair))
			continue;
		str_add_char(out, mark);
		str_add(out, pair.at, pair.len);
		mark = '&';
	}
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* %7E is "~", %c3 is "%C3" (RFC 3986, 6.2.2). */
static void even_escapes(struct str *s)
{
	char *to = s->at;

	for (size_t i = 0; i < s->len; i++) {
		int high = -1, low = -1;

		if (s->at[i] == '%' && i + 2 < s->len) {
			high = hex_digit(s->at[i + 1]);
			low = hex_digit(s->at[i + 2]);
		}
		if (high < 0 || low < 0) {
			*to++ = s->at[i];
			continue;
		}
		i += 2;
		if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxy"
			   "z"
			   "0123456789-._~",
			   high * 16 + low) &&
		    high + low) {
			*to++ = (char)(high * 16 + low);
			continue;
		}
		*to++ = '%';
		*to++ = "0123456789ABCDEF"[high];
		*to++ = "0123456789ABCDEF"[low];
	}
	s->len = (size_t)(to - s->at);
	*to = '\0';
}

static void small_letters(char *at, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (at[i] >= 'A' && at[i] <= 'Z')
			at[i] = (char)(at[i] - 'A' + 'a');
	}
}

static struct slice no_default_port(struct slice host, bool is_secure)
{
	const char *port = is_secure ? ":443" : ":80";
	size_t len = strlen(port);

	if (host.len > len && !memcmp(host.at + host.len - len, port, len))
		host.len -= len;
	return host;
}

char *html_url_normal(struct arena *a, const char *url)
{
	struct parts p = parts_of(slice_of(url));
	struct str out = {0};
	struct slice host;
	char *result;

	if (!is_web(p.scheme) || !p.host.len)
		return arena_string(a, url);
	host = no_default_port(p.host, p.scheme.len == 5);
	str_add(&out, p.scheme.at, p.scheme.len);
	str_add_text(&out, "://");
	str_add(&out, host.at, host.len);
	small_letters(out.at, out.len);
	add_path(&out, p.path);
	add_wanted(&out, p.query);
	even_escapes(&out);
	result = escape(a, (struct slice){out.at, out.len});
	str_free(&out);
	return result;
}

struct slice html_url_host(const char *url)
{
	static const char *const fronts[] = {"www.", "m.", "mobile.", "amp."};
	struct slice host = parts_of(slice_of(url)).host;
	const char *user = host.len ? memchr(host.at, '@', host.len) : NULL;

	if (user) {
		host.len -= (size_t)(user + 1 - host.at);
		host.at = user + 1;
	}
	for (size_t i = 0; i < array_length(fronts); i++) {
		size_t len = strlen(fronts[i]);

		if (host.len > len + 3 &&
		    !strncasecmp(host.at, fronts[i], len)) {
			host.at += len;
			host.len -= len;
		}
	}
	return host;
}

bool html_url_same_host(const char *left, const char *right)
{
	struct slice l = html_url_host(left), r = html_url_host(right);

	return l.len && l.len == r.len && !strncasecmp(l.at, r.at, l.len);
}
