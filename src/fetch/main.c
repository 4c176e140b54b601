/* gazette-fetch: descriptor 0 is a socket to gazette, 1 and 2 its last words.
 * Its arguments: how much at once, to one host, seconds of patience and of
 * all. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/child.h"
#include "base/frame.h"
#include "fetch/serve.h"

static const char *variable(const char *name, const char *other)
{
	const char *value = getenv(name);

	if ((!value || !*value) && other)
		value = getenv(other);
	return value && *value ? value : NULL;
}

static bool prepare(struct serve_settings *s, int argc, char **argv,
		    struct error *err)
{
	if (argc != 5)
		return error_set(err,
				 "gazette-fetch is started by gazette alone");
	*s = (struct serve_settings){
		.at_once = (unsigned)atoi(argv[1]),
		.per_host = (unsigned)atoi(argv[2]),
		.patience_s = (unsigned)atoi(argv[3]),
		.timeout_s = (unsigned)atoi(argv[4]),
		.ca_file = variable("CURL_CA_BUNDLE", "SSL_CERT_FILE"),
		.ca_folder = variable("SSL_CERT_DIR", NULL),
	};
	if (!s->at_once || !s->per_host || !s->patience_s || !s->timeout_s)
		return error_set(err, "gazette-fetch takes four numbers");
	if (!child_begin(err))
		return false;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return error_set(err, "curl cannot start");
	return fence_enter(s, err);
}

int main(int argc, char **argv)
{
	struct serve_settings settings;
	struct error err = {""};
	bool is_good;

	setlocale(LC_CTYPE, "");
	signal(SIGPIPE, SIG_IGN);
	is_good = prepare(&settings, argc, argv, &err) &&
		  fetch_serve(&settings, &err);
	if (!is_good)
		fprintf(stderr, "gazette-fetch: %s\n", err.text);
	curl_global_cleanup();
	return is_good ? 0 : 3;
}
