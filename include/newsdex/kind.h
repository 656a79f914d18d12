/*
 * What files are that lie among articles and are none: pictures, archives, style sheets, the licence of a
 * site. The content decides; the end of the name only supports what the content makes likely. Part of the
 * source stage.
 */
#ifndef NEWSDEX_KIND_H
#define NEWSDEX_KIND_H

#include "newsdex/str.h"

enum nd_kind {
    ND_KIND_NONE, /* perhaps an article */
    ND_KIND_PICTURE,
    ND_KIND_SOUND,
    ND_KIND_VIDEO,
    ND_KIND_FONT,
    ND_KIND_PDF,
    ND_KIND_OFFICE,
    ND_KIND_BOOK,
    ND_KIND_ARCHIVE, /* of a format that is not read */
    ND_KIND_TABLE,   /* of a format made for programs alone */
    ND_KIND_DATABASE,
    ND_KIND_PROGRAM,
    ND_KIND_BINARY, /* no text, and nothing known */
    ND_KIND_LFS_POINTER,
    ND_KIND_STYLE_SHEET,
    ND_KIND_SCRIPT,
    ND_KIND_SOURCE,
    ND_KIND_TEMPLATE,
    ND_KIND_SETTINGS,
    ND_KIND_ROBOTS,
    ND_KIND_LICENCE,
    ND_KIND_DATA,     /* JSON, XML or a table of no kind that is known, without a sentence in it */
    ND_KIND_METADATA, /* of an article, read with its text, which is another file */
    ND_KINDS
};

/*
 * The kind beyond doubt of bytes that begin like that, or ND_KIND_NONE. A beginning that a text may have as
 * well, such as "BM", is beyond doubt when bytes soon follow that no text has.
 */
enum nd_kind nd_kind_of_bytes(struct nd_str head);
/*
 * The kind of bytes that are no text, by the beginning of them; ND_KIND_NONE when the name is that of a text:
 * then it is a damaged one.
 */
enum nd_kind nd_kind_of_binary(struct nd_str head, struct nd_str path);
/* The kind of a text, decoded or not, or ND_KIND_NONE. Looks at its beginning alone. */
enum nd_kind nd_kind_of_text(struct nd_str text, struct nd_str path);

/* The kind of a text in which no reader found anything: data for programs, when it is JSON or XML and no
 * sentence is in it that somebody may look for; otherwise ND_KIND_NONE. */
enum nd_kind nd_kind_of_unknown(struct nd_str text);
/* The same of a table, when it has names of columns, four at least, a number or an address of mail in each
 * row and no sentence: who opened a letter and when. */
enum nd_kind nd_kind_of_table(struct nd_str text);

/* "picture" or "pictures". */
const char *nd_kind_name(enum nd_kind kind, bool is_many);
/* "a picture". */
const char *nd_kind_article(enum nd_kind kind);
/* True for what may well be articles, in a form that only another program reads. */
bool nd_kind_is_unconverted(enum nd_kind kind);
/*
 * What makes something readable of what begins like that and has such a name: a command for --filter, with {}
 * in it, or the name of a program; or NULL.
 */
const char *nd_kind_converter(struct nd_str head, struct nd_str path);
/* True for what is no text at all. */
bool nd_kind_is_binary(enum nd_kind kind);

#endif
