/* libxml2 and uchardet, loaded when the first page is read.
 *
 * Both lean on the C++ library and ICU, whose thousands of symbols the loader
 * binds at every start: 1.6 ms of the 2.8 that `gazette --version` took.
 * Lists and names need neither.  The functions below have the names and, since
 * the libraries' own headers declare them, the types of theirs; each calls the
 * one that was loaded.  Where configure found no name to load a library by,
 * both are linked as any other is.
 */
#include "html/door.h"

#ifdef LATE_XML

#include <dlfcn.h>
#include <libxml/HTMLparser.h>
#include <libxml/catalog.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <uchardet.h>

#include "base/array.h"
#include "base/die.h"

/* of what library, what it returns, name, what it takes, what is handed on */
#define LATE(F)                                                                \
	F(XML, const htmlEntityDesc *, htmlEntityLookup,                       \
	  (const xmlChar *name), (name))                                       \
	F(XML, htmlParserCtxtPtr, htmlCreateMemoryParserCtxt,                  \
	  (const char *text, int len), (text, len))                            \
	F(XML, int, htmlCtxtUseOptions,                                        \
	  (htmlParserCtxtPtr parser, int options), (parser, options))          \
	F(XML, int, htmlParseDocument, (htmlParserCtxtPtr parser), (parser))   \
	F(XML, void, htmlFreeParserCtxt, (htmlParserCtxtPtr parser), (parser)) \
	F(XML, void, xmlCatalogSetDefaults, (xmlCatalogAllow allow), (allow))  \
	F(XML, void, xmlInitParser, (void), ())                                \
	F(XML, void, xmlSetExternalEntityLoader,                               \
	  (xmlExternalEntityLoader loader), (loader))                          \
	F(XML, void, xmlSetStructuredErrorFunc,                                \
	  (void *data, xmlStructuredErrorFunc hear), (data, hear))             \
	F(XML, xmlParserCtxtPtr, xmlCreateMemoryParserCtxt,                    \
	  (const char *text, int len), (text, len))                            \
	F(XML, int, xmlCtxtUseOptions, (xmlParserCtxtPtr parser, int options), \
	  (parser, options))                                                   \
	F(XML, int, xmlSwitchEncoding,                                         \
	  (xmlParserCtxtPtr parser, xmlCharEncoding encoding),                 \
	  (parser, encoding))                                                  \
	F(XML, int, xmlParseDocument, (xmlParserCtxtPtr parser), (parser))     \
	F(XML, void, xmlFreeParserCtxt, (xmlParserCtxtPtr parser), (parser))   \
	F(XML, void, xmlFreeDoc, (xmlDocPtr doc), (doc))                       \
	F(XML, int, xmlStrEqual, (const xmlChar *one, const xmlChar *other),   \
	  (one, other))                                                        \
	F(UCHARDET, uchardet_t, uchardet_new, (void), ())                      \
	F(UCHARDET, void, uchardet_delete, (uchardet_t guess), (guess))        \
	F(UCHARDET, int, uchardet_handle_data,                                 \
	  (uchardet_t guess, const char *bytes, size_t len),                   \
	  (guess, bytes, len))                                                 \
	F(UCHARDET, void, uchardet_data_end, (uchardet_t guess), (guess))      \
	F(UCHARDET, const char *, uchardet_get_charset, (uchardet_t guess),    \
	  (guess))

/* Written by html_late_prepare alone. */
static struct {
#define MEMBER(library, type, name, takes, hands) type(*name) takes;
	LATE(MEMBER)
} late;

#define TRAMPOLINE(library, type, name, takes, hands)                          \
	type name takes                                                        \
	{                                                                      \
		if (!late.name)                                                \
			html_late_prepare();                                   \
		return late.name hands;                                        \
	}
LATE(TRAMPOLINE)

enum { LIBRARY_XML, LIBRARY_UCHARDET };

static void *find(void *library, const char *name)
{
	void *found = dlsym(library, name);

	if (!found)
		die(dlerror());
	return found;
}

void html_late_prepare(void)
{
	static const char *const names[] = {
		[LIBRARY_XML] = LATE_XML,
		[LIBRARY_UCHARDET] = LATE_UCHARDET,
	};
	void *library[array_length(names)];

	for (size_t i = 0; i < array_length(names); i++) {
		library[i] = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
		if (!library[i])
			die(dlerror());
	}
#define FIND(of, type, name, takes, hands)                                     \
	late.name = (type(*) takes)find(library[LIBRARY_##of], #name);
	LATE(FIND)
}

#else

void html_late_prepare(void)
{
}

#endif
