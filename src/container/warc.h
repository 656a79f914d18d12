/*
 * Records of what a crawler has saved: WARC 0.17 to 1.1 (ISO 28500) and its forerunner ARC 1.0, 1.1. Private
 * to the container stage.
 */
#ifndef CONTAINER_WARC_H
#define CONTAINER_WARC_H

#include "container/format.h"

/* The line or lines above the content. */
struct nd_warc_head {
    struct nd_str type, uri, date, id, content_type; /* as written; or absent */
    uint64_t length;                                 /* of the content, as the head has it */
    bool has_length;
    size_t size; /* of the head, with the blank line behind it */
};

/*
 * Reads the head that text begins with. ND_NOT_FOUND: there is none; ND_TOO_BIG: more bytes are needed, which
 * there may be unless is_end.
 */
enum nd_status nd_warc_head(struct nd_str text, bool is_arc, bool is_end, struct nd_warc_head *head);
/* Where behind text's first byte a head begins a line; SIZE_MAX when none does. */
size_t nd_warc_find_head(struct nd_str text, bool is_arc);

/* What a record is to us. */
enum nd_warc_kind {
    ND_WARC_PAGE,      /* an article may be in it */
    ND_WARC_UNDECIDED, /* not before more of the content is there */
    ND_WARC_REQUEST,
    ND_WARC_METADATA,
    ND_WARC_REVISIT,
    ND_WARC_INFO,
    ND_WARC_DNS,
    ND_WARC_STATUS,     /* an answer that is no page: moved, not found */
    ND_WARC_OTHER_TYPE, /* a picture, a script */
    ND_WARC_KINDS
};

/* An answer of a server (RFC 9112), or the content alone. */
struct nd_warc_page {
    struct nd_str type, charset, coding; /* of the content; absent when the server does not say */
    struct nd_str payload;               /* as it was sent */
};

/* Takes the content apart as far as it is there; is_whole: that is all. */
enum nd_warc_kind nd_warc_judge(const struct nd_warc_head *head, struct nd_str content, bool is_arc,
                                bool is_whole, struct nd_warc_page *page);
/* The text of a page, decoded; false when it cannot be had, which a problem says. */
bool nd_warc_decode(const struct nd_warc_page *page, size_t max, uint32_t line, struct nd_arena *arena,
                    struct nd_problems *problems, struct nd_item *item);

#endif
