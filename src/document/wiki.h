/* Light markups that are not markdown, as markdown. Private to the document stage. */
#ifndef DOCUMENT_WIKI_H
#define DOCUMENT_WIKI_H

#include "newsdex/document.h"

enum nd_wiki { ND_WIKI_NONE, ND_WIKI_TEXTILE, ND_WIKI_DOKUWIKI, ND_WIKI_TIDDLYWIKI };

/* What text is written in, where lines of it say so that mean nothing elsewhere: Textile or DokuWiki. */
enum nd_wiki nd_wiki_detect(struct nd_str text);

/* Writes text, line for line, into out. */
void nd_wiki_to_markdown(enum nd_wiki wiki, struct nd_str text, struct nd_buf *out);

#endif
