/*
 * HTML tags found in text, without building a tree: for snippets, for inline HTML in
 * markdown, for guessing, for judging a document before it is parsed and for what is too unruly to be parsed.
 * Everything here is linear in what it is given.
 */
#ifndef DOCUMENT_HTML_TAG_H
#define DOCUMENT_HTML_TAG_H

#include "newsdex/str.h"

#include <gumbo.h>

/* What an element means for its readers. */
enum nd_tag_trait {
    ND_TAG_BLOCK = 1,     /* begins and ends on a line of its own */
    ND_TAG_VOID = 2,      /* has no content and no end tag */
    ND_TAG_UNSEEN = 4,    /* its content is not shown */
    ND_TAG_RAW = 8,       /* its content is not markup */
    ND_TAG_STRONG = 16,   /* emphasised text */
    ND_TAG_SCOPE = 32,    /* an end tag does not reach through it */
    ND_TAG_HTML_ONLY = 64 /* a text beginning with it is HTML */
};

struct nd_tag {
    GumboTag id; /* GUMBO_TAG_UNKNOWN: not HTML, or a comment, a declaration, an instruction */
    bool is_end, is_comment;
    struct nd_str name, attributes;     /* as written */
    size_t attribute_count, name_bytes; /* of the attributes; bytes of their names */
};

unsigned nd_tag_traits(GumboTag id);
/*
 * Reads the tag, comment or declaration at the beginning of s (s.ptr[0] is '<'); returns its length, 0 when
 * there is none. A comment without an end reaches to the end of s.
 */
size_t nd_tag_scan(struct nd_str s, struct nd_tag *tag);
/* The same for the first one in s, at *at; 0 when there is none, and then *at is the length of s. */
size_t nd_tag_find(struct nd_str s, struct nd_tag *tag, size_t *at);
/* nd_tag_scan() as a browser does it: nearly everything behind "<a" is a tag, up to the next '>' or the end
 * of s.
 */
size_t nd_tag_scan_strict(struct nd_str s, struct nd_tag *tag);
/*
 * The length of s up to the end tag of an element whose content is skipped or not markup; SIZE_MAX when there
 * is no end tag.
 */
size_t nd_tag_content(struct nd_str s, GumboTag id);
/* The value of an attribute as written, without quotes; ND_STR_NONE when it is absent. */
struct nd_str nd_tag_attribute(const struct nd_tag *tag, struct nd_str name);

#endif
