/*
 * What readers of XML share whose records are elements of known names, wherever they stand: those of news
 * agencies, libraries, wikis. Private to the container stage.
 */
#ifndef CONTAINER_ELEMENTS_H
#define CONTAINER_ELEMENTS_H

#include "container/feed_scan.h"
#include "container/format.h"
#include "container/xml.h"
#include "container/xml_around.h"

/* The first tag of a text that is one of XML; false when the text does not begin as XML does. */
bool nd_elements_first_tag(struct nd_str head, struct nd_feed_tag *tag);
/* True when a name is, behind its prefix, among names, of which the last is NULL. */
bool nd_elements_is_among(struct nd_str name, const char *const *names);

/* True when it is the root of HTML, of a feed or the like. */
bool nd_elements_is_page(struct nd_str name);
/* True when elements of these names stand below root, the first tag, and root is no page. */
bool nd_elements_has_inside(struct nd_str head, const struct nd_feed_tag *root, const char *const *names);

enum { ND_ELEMENTS_KINDS = 4 };

struct nd_reader {
    const char *const *records; /* local names of the elements that are articles; the last is NULL */
    bool is_nested;             /* they may stand in each other: then the outermost is the record */
    /* Version and identity of the record that begins with tag, for formats that have such; or NULL. */
    bool (*identify)(struct nd_str record, const struct nd_feed_tag *tag, struct nd_str *id,
                     struct nd_str *version);
    const char *const *spare; /* records that are none when there are others; or NULL */
    /* False: the record, which begins with tag, is no article, and was counted; or NULL. Not with identify.
     */
    bool (*take)(struct nd_reader *reader, struct nd_str record, const struct nd_feed_tag *tag);
    size_t left_out[ND_ELEMENTS_KINDS]; /* counted so, by kind */
    struct nd_xml_around *passed; /* what is said between records holds for them; or NULL. Not with take */
    const void *around;           /* what stands around the records, as the format reads it; or NULL */
    struct nd_arena *arena;
    struct nd_str root; /* what stands around them; absent: nothing that was seen */
    bool is_empty;      /* there is no record in the file */
    bool is_glimpse;    /* of a file of which only the beginning is there */
    bool is_looked_through;
    bool *is_left_out; /* records from the first on, */
    size_t count, at;  /* of so many; the next one's number */
    struct nd_str remark;
};

/* Reads as nd_format does: open and next for records of these names. */
struct nd_reader *nd_elements_open(struct nd_stream *stream, const char *const *records,
                                   struct nd_arena *arena);
enum nd_status nd_elements_next(struct nd_reader *reader, struct nd_str rest, bool is_end,
                                struct nd_cut *cut);

#endif
