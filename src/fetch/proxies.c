#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "fetch/serve.h"

static const char *const variables[] = {
	"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};

static void add_addresses(struct carrier *c, const char *host, const char *port)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	struct addrinfo *first, *at;

	if (getaddrinfo(host, port, &hints, &first) != 0)
		return;
	for (at = first; at; at = at->ai_next) {
		if (c->n_proxies < array_length(c->proxies) &&
		    at->ai_addrlen <= sizeof(c->proxies[0]))
			memcpy(&c->proxies[c->n_proxies++], at->ai_addr,
			       at->ai_addrlen);
	}
	freeaddrinfo(first);
}

void serve_find_proxies(struct carrier *carrier)
{
	for (size_t i = 0; i < array_length(variables); i++) {
		const char *value = getenv(variables[i]);
		char *host = NULL, *port = NULL;
		CURLU *url = curl_url();

		if (url && value && *value &&
		    curl_url_set(url, CURLUPART_URL, value,
				 CURLU_GUESS_SCHEME |
					 CURLU_NON_SUPPORT_SCHEME) ==
			    CURLUE_OK &&
		    curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK) {
			bool has_port = curl_url_get(url, CURLUPART_PORT, &port,
						     0) == CURLUE_OK;

			add_addresses(carrier, host, has_port ? port : "1080");
		}
		curl_free(host);
		curl_free(port);
		curl_url_cleanup(url);
	}
}
