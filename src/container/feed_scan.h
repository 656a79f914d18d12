/*
 * XML as a row of tags, found without understanding what they enclose: for cutting records out of files that
 * need not be well-formed. Comments, instructions, declarations and CDATA are passed over. What is opened and
 * never closed, a quote, a comment, CDATA, ends where it can be seen to, so that it spoils one record only.
 * Works on bytes of every encoding that has ASCII in it. Private to the container stage.
 */
#ifndef CONTAINER_FEED_SCAN_H
#define CONTAINER_FEED_SCAN_H

#include "newsdex/arena.h"

enum nd_feed_tag_kind { ND_FEED_START, ND_FEED_EMPTY, ND_FEED_END };

struct nd_feed_tag {
    enum nd_feed_tag_kind kind;
    struct nd_str name;  /* with its prefix */
    struct nd_str inner; /* what stands behind the name: attributes */
    size_t from, to;     /* in the text */
};

struct nd_feed_scan {
    struct nd_str text;
    size_t at;
    bool is_end;          /* nothing follows text */
    struct nd_str record; /* the name of elements that are not inside of others; may be absent */
    /* there is none of these in the rest, so that nobody looks again */
    bool has_no_comment_end, has_no_instruction_end, has_no_data_end, has_no_declaration_end;
};

/* The next tag. ND_END: there is none; ND_TOO_BIG: not in text, which goes on. */
enum nd_status nd_feed_scan_next(struct nd_feed_scan *scan, struct nd_feed_tag *tag);
/* What stands behind the prefix of a name. */
struct nd_str nd_feed_scan_local(struct nd_str name);
/* The next attribute of *inner, which is moved behind it; value as written. False when there is none. */
bool nd_feed_scan_attribute(struct nd_str *inner, struct nd_str *name, struct nd_str *value);
/*
 * The text between two tags: CDATA as it is, references elsewhere replaced, tags left in. For what is no XML.
 */
struct nd_str nd_feed_scan_text(struct nd_str written, struct nd_arena *arena);

#endif
