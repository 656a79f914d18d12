/*
 * One file: the one that was opened, or a member of an archive in it. It is an archive itself, or cut into
 * records, or a text. Private to the container stage.
 */
#ifndef CONTAINER_LAYER_H
#define CONTAINER_LAYER_H

#include "container/archive.h"
#include "container/format.h"

/* What the records of a member have in common; lives as long as the container. */
struct nd_member {
    struct nd_str name;
    const struct nd_format *format; /* NULL: a text */
    const struct nd_reader *reader;
    struct nd_str encoding;               /* of its records, unless that is their own affair or not seen */
    struct nd_str decoded_from;           /* what all of it was in, when that is wide characters; or absent */
    const struct nd_converter *converter; /* what makes a text of it; NULL: it is read as it is */
    uint64_t seed; /* what its records mean otherwise than those of others, though equal */
};

struct nd_layer {
    struct nd_input *input; /* NULL: memory that is not packed */
    struct nd_stream stream;
    const struct nd_format *format;
    struct nd_reader *reader;
    struct nd_archive *archive;
    struct nd_member *member;   /* NULL: the file itself */
    struct nd_buf decoded;      /* of a member in wide characters */
    uint64_t ordinal;           /* records so far */
    bool has_cut_record;        /* the file ends in the last one, */
    bool is_open;               /* or before what stands around them does, */
    bool is_page, has_page_end; /* which may be a page of HTML */
    bool is_passing;            /* the record at hand is larger than any may be */
    struct nd_pass pass;
};

/* Reads until so much waits, or there is no more. */
void nd_layer_fill(struct nd_layer *layer, size_t length);
/* What the file begins with: an archive, whose members are to be taken, */
bool nd_layer_find_archive(struct nd_layer *layer, struct nd_passed_over *passed);
/* or a format. */
bool nd_layer_sniff(struct nd_layer *layer);
/* Makes it ready for the first record; false when it is none of that format after all. */
bool nd_layer_begin(struct nd_layer *layer, struct nd_arena *arena);
void nd_layer_close(struct nd_layer *layer);
/* The next record of a format; ordinal is that in this layer. As nd_container_next. */
enum nd_status nd_layer_next(struct nd_layer *layer, struct nd_record *record,
                             struct nd_error *err) ND_MUST_CHECK;
/* Half of the first records at least must be articles; otherwise it is a file of data, as many are. Goes
 * through them. */
bool nd_layer_has_articles(struct nd_layer *layer, nd_item_judge *judge);

#endif
