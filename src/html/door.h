/* What of libxml2 must be done once; part of html_prepare. */
#ifndef GAZETTE_HTML_DOOR_H
#define GAZETTE_HTML_DOOR_H

void html_door_prepare(void);

#endif
