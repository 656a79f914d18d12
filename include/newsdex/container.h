/*
 * The container stage: files that hold many articles. It finds out what a file is by looking into it, cuts it
 * into records, one for each article, and turns a record into an item. It knows formats and nothing of news.
 *
 * Cutting is done by one thread, in order, and reads nothing twice; turning records into items is done by any
 * thread, each record for itself. Memory is bounded by the largest record, not by the file.
 * How to add a format: src/README.md.
 */
#ifndef NEWSDEX_CONTAINER_H
#define NEWSDEX_CONTAINER_H

#include "newsdex/converter.h"
#include "newsdex/item.h"

struct nd_container;
struct nd_member; /* of an archive */

/* True when item is an article, and not data: known to the stage behind. */
typedef bool nd_item_judge(const struct nd_item *item);

/* Where a record stands. */
struct nd_record {
    struct nd_str bytes;  /* as they are in the file; valid until the next call */
    uint64_t offset;      /* of bytes in the file, unpacked */
    uint64_t ordinal;     /* from 1 */
    uint32_t line;        /* on which it begins, from 1 */
    bool is_cut;          /* the file ends inside it */
    bool is_too_big;      /* bytes is empty: it is larger than the limit */
    bool is_rest_lost;    /* and nothing that follows it can be told from it */
    struct nd_str remark; /* of the last one: what its end shows to be wrong with the file; or absent */
    bool remark_is_note;  /* it is not wrong, but to be known */
    struct nd_str
        around; /* what holds for it and others of the same list, as its format keeps it; or absent */
    const struct nd_member *member; /* of the archive in which bytes, offset and line are; or NULL */
    uint64_t number;                /* in the member, or the file, from 1 */
    uint64_t seed; /* what it means otherwise than records of the same bytes in other members */
};

/*
 * Opens what can be read from a descriptor, from where it stands, packed or not. max is the size of the
 * largest record. ND_NOT_FOUND: no container of a known format. The descriptor is the caller's.
 */
enum nd_status nd_container_open(int fd, size_t max, struct nd_container **container,
                                 struct nd_error *err) ND_MUST_CHECK;
/* The same for bytes, which must stay; is_whole: they are not only the beginning. */
enum nd_status nd_container_open_bytes(struct nd_str bytes, bool is_whole, size_t max,
                                       struct nd_container **container, struct nd_error *err) ND_MUST_CHECK;
void nd_container_close(struct nd_container *container);

/* How to tell in an archive whether a table or a list is one of articles: to be set before the first record.
 */
void nd_container_set_judge(struct nd_container *container, nd_item_judge *judge);
/* Which members of archives to give as they are, because the caller has them converted: to be set then as
 * well.
 */
void nd_container_set_converters(struct nd_container *container, const struct nd_converters *converters);
/* The member of an archive in which the record is, or absent. */
struct nd_str nd_container_member(const struct nd_record *record);
/* What a record of which no article was made is called: that member, or its number; in arena. */
struct nd_str nd_container_part(const struct nd_record *record, struct nd_arena *arena);
/* The one that is to make a text of the record, or NULL. */
const struct nd_converter *nd_container_converter(const struct nd_record *record);
/* Puts its bytes into bytes, where record has them then: a large one is not copied if that can be. */
void nd_container_take(struct nd_container *container, struct nd_record *record, struct nd_buf *bytes);
/* Half of the first records at least are articles; otherwise it is a file of data, as many are. Goes through
 * them. */
bool nd_container_has_articles(struct nd_container *container, nd_item_judge *judge);

/* See nd_parts_window, nd_parts_go_on (newsdex/ingest.h): of a file opened by its descriptor. */
uint64_t nd_container_window(const struct nd_container *container);
bool nd_container_go_on(struct nd_container *container, uint64_t offset, uint32_t line, uint64_t ordinal);

/* The next record; ND_END behind the last one, ND_IO when reading fails. */
enum nd_status nd_container_next(struct nd_container *container, struct nd_record *record,
                                 struct nd_error *err) ND_MUST_CHECK;
/*
 * Reads a record, which must live as long as the item: decoded (source stage), or its bytes as they are where
 * the container reads bytes. False when it is none: a blank
 * line, a number among objects; a problem says so where something was lost.
 */
bool nd_container_read(const struct nd_container *container, struct nd_str text,
                       const struct nd_record *record, struct nd_arena *arena, struct nd_problems *problems,
                       struct nd_item *item);

/* Makes an item of a text that is one JSON object, or one element of XML, and nothing else; false when it is
 * none. */
bool nd_container_read_object(struct nd_str text, struct nd_arena *arena, struct nd_problems *problems,
                              struct nd_item *item);

/* What the file is when it has no records, where its format can say so; or NULL. */
const char *nd_container_none(const struct nd_container *container);
/* "csv", "jsonl" … */
const char *nd_container_format(const struct nd_container *container);
/* True when the file is one article, in a notation of its own: it is then its only record. */
bool nd_container_is_single(const struct nd_container *container);
/* True when it is beyond doubt that the file is what it was taken for. */
bool nd_container_is_sure(const struct nd_container *container);
/* True when records come in encodings of their own, which only reading them finds out. */
bool nd_container_reads_bytes(const struct nd_container *container);
/* What the file says of its records beside them, as the names of columns: where it is another, so are they.
 * Valid until the container is closed. */
struct nd_str nd_container_context(const struct nd_container *container);
/* The same of one record; and what it is written in where it is not, or absent. */
bool nd_container_is_of_bytes(const struct nd_container *container, const struct nd_record *record);
struct nd_str nd_container_encoding(const struct nd_record *record);
/* What the bytes of the record are no longer in, because a member of wide characters is decoded as a whole;
 * or absent. */
struct nd_str nd_container_decoded_from(const struct nd_record *record);
/* The bytes that a record of the file is to be shown behind, to be understood: the names of columns; or
 * absent. Of a member of an archive: while the record is the last one taken. */
struct nd_str nd_container_heading(const struct nd_container *container);
/* What had to be guessed of the whole file, as a sentence; absent when nothing. */
struct nd_str nd_container_note(const struct nd_container *container);

/* What was found to be wrong with the whole file while its records were taken, to be asked behind the last.
 */
void nd_container_report(const struct nd_container *container, struct nd_problems *problems);

/* True when bytes begin as a packed file does, gzip, bzip2, xz, zstd, or as an archive. */
bool nd_container_is_packed(struct nd_str bytes);
/* True when bytes begin as a SQLite database does, of which nothing can be read without the rest. */
bool nd_container_is_database(struct nd_str bytes);
/*
 * What fd gives from where it stands, or, when fd is -1, bytes, which may be those of text itself: unpacked,
 * into text. ND_TOO_BIG: text has max bytes and one more. Problems (may be NULL) say where it ended early.
 */
enum nd_status nd_container_unpack(int fd, struct nd_str bytes, size_t max, struct nd_buf *text,
                                   struct nd_problems *problems, struct nd_error *err) ND_MUST_CHECK;

/*
 * What a file is that holds many articles, or one in a notation of its own, and that no reader is there for:
 * "an RSS feed"; NULL for all else. *count is about how many articles bytes shows, 0 when that cannot be
 * told.
 */
const char *nd_container_recognise(struct nd_str bytes, size_t *count);
/* What a text that was taken for one, of no known kind, begins as: some XML, some JSON; or NULL. */
const char *nd_container_guess(struct nd_str text);

/* What is wanted of the members of an archive: of each, the first so many bytes; 0: nothing. */
struct nd_member_visitor {
    size_t (*wants)(void *context, struct nd_str name);
    void (*take)(void *context, struct nd_str name, struct nd_str bytes); /* both until it returns */
    void *context;
};
/*
 * Goes through the members of an archive that are files, in order: of a descriptor, which is read from where
 * it stands, or of all its bytes when that is -1. What is wrong with it ends the way in silence: reading the
 * records says more. False when it is none.
 */
bool nd_container_visit(int fd, struct nd_str bytes, const struct nd_member_visitor *visitor);

#endif
