#include "newsdex/ingest.h"

#include "ingest/catalogue.h"
#include "ingest/convert.h"
#include "ingest/metadata.h"
#include "ingest/told.h"

#include "newsdex/alloc.h"
#include "newsdex/unnamed_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

enum {
    KEPT_TEXT = 16 * 1024,
    KIND_HEAD = 512,
    LARGE_FILE = 1024 * 1024 /* of which the beginning is looked at before it is read */
};

static void reuse(struct nd_buf *text) {
    if (text->cap > KEPT_TEXT)
        nd_buf_free(text);
    else
        nd_buf_clear(text);
}

void nd_parsed_begin(struct nd_parsed *parsed, struct nd_arena *arena, struct nd_reference_cache *memory) {
    struct nd_buf text = parsed->text;

    reuse(&text);
    *parsed = (struct nd_parsed){.arena = arena, .memory = memory, .text = text, .spool = parsed->spool};
    nd_problems_init(&parsed->problems, arena);
}

void nd_parsed_end(struct nd_parsed *parsed) {
    reuse(&parsed->text);
}

void nd_parsed_fini(struct nd_parsed *parsed) {
    nd_buf_free(&parsed->text);
    if (parsed->spool > 0)
        close(parsed->spool);
    parsed->spool = 0;
}

static void hash_bytes(struct nd_parsed *parsed) {
    XXH128_canonical_t canonical;

    XXH128_canonicalFromHash(&canonical, XXH3_128bits(parsed->text.ptr, parsed->text.len));
    for (size_t i = 0; i < ND_HASH_SIZE; i++)
        parsed->hash[i] = canonical.digest[i];
    parsed->has_hash = true;
}

/* For nd_parsed.has_grown. */
static bool begins_with(struct nd_str text, const struct nd_known_bytes *known) {
    XXH128_canonical_t canonical;

    if (known == NULL || known->size == 0 || known->size >= text.len)
        return false;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(text.ptr, (size_t)known->size));
    return memcmp(canonical.digest, known->hash, ND_HASH_SIZE) == 0;
}

static void report_many(struct nd_parsed *parsed, const char *what, size_t count) {
    nd_problems_add(&parsed->problems, ND_P_CONTAINER, 0, 0,
                    "%s: about %zu articles in one file, only read as one", what, count);
}

/*
 * Says what one text was made of that is many; *single is set to what else it is, with a form of its own.
 * False when it is nothing known.
 */
static bool report_unread(struct nd_parsed *parsed, const char **single) {
    size_t count;
    const char *what;

    what = nd_container_recognise(nd_buf_str(&parsed->text), &count);
    if (what != NULL && count > 1)
        report_many(parsed, what, count);
    else
        *single = what;
    return what != NULL;
}

/* Nothing of its form was understood, but, where it says that it is XML, tags that a page may have. */
static bool is_of_text(const struct nd_article *article, struct nd_str text) {
    return article->shape == ND_SHAPE_TEXT ||
           ((article->shape == ND_SHAPE_MARKDOWN || article->shape == ND_SHAPE_HTML) &&
            nd_str_starts(nd_str_trim(text), ND_STR("<?xml")));
}

/* None of its fields is what an article has to be found by: the title is the file's name. */
static bool says_nothing(const struct nd_article *article) {
    bool is_named_by_path = false;

    for (const struct nd_provenance *p = article->provenance; p != NULL; p = p->next)
        is_named_by_path =
            is_named_by_path || (strcmp(p->field, "title") == 0 && nd_str_eq(p->source, ND_STR("path")));
    return is_named_by_path && article->body.len == 0 && article->excerpt.len == 0 &&
           article->original_url.ptr == NULL && article->url.ptr == NULL;
}

/* True when there is nothing left to do: the file holds one article in a notation of its own, which has been
 * read, or many, which the caller takes one by one. */
static bool take_parts(struct nd_parsed *parsed, struct nd_str path) {
    enum nd_parts_kind kind = nd_parts_find(nd_buf_str(&parsed->text), true);
    const char *what;
    size_t count;

    if (kind == ND_PARTS_MANY && parsed->converter != NULL) {
        nd_problems_add(&parsed->problems, ND_P_CONTAINER, 0, 0,
                        "what the filter makes of it is a file of many articles, only read as one");
        return false;
    }
    parsed->is_container = kind == ND_PARTS_MANY;
    if (kind != ND_PARTS_SINGLE)
        return parsed->is_container;
    what = nd_container_recognise(nd_buf_str(&parsed->text), &count);
    nd_parse_single(parsed, path); /* which may not hold the text any longer */
    if (!parsed->has_article)
        return false;
    if (what != NULL && count > 1)
        report_many(parsed, what, count);
    return true;
}

/* How to get at what is in it, if that is known. */
static struct nd_str advise(struct nd_str path, struct nd_str head, struct nd_arena *arena) {
    const char *converter = nd_kind_converter(head, path);
    size_t dot = nd_str_rfind_char(path, '.');
    struct nd_str ending = nd_str_skip(path, dot == SIZE_MAX ? path.len : dot + 1);

    if (converter == NULL)
        return ND_STR("");
    if (strchr(converter, '{') == NULL || ending.len == 0 || nd_str_find_char(ending, '/') != SIZE_MAX)
        return nd_arena_printf(arena, "; convert it with %s", converter);
    return nd_arena_printf(arena, "; --filter '%.*s=%s' reads it", (int)ending.len, ending.ptr, converter);
}

/* What lies among articles and is none: left out, unless somebody asked for it by its name. */
static void skip(struct nd_parsed *parsed, enum nd_kind kind, struct nd_str path, struct nd_str head) {
    bool is_binary = nd_kind_is_binary(kind);
    struct nd_str advice = is_binary ? advise(path, head, parsed->arena) : ND_STR("");
    enum nd_problem_code code = parsed->is_named               ? (is_binary ? ND_P_BINARY : ND_P_NO_ARTICLE)
                                : nd_kind_is_unconverted(kind) ? ND_P_UNCONVERTED
                                                               : ND_P_SKIPPED;

    nd_problems_init(&parsed->problems, parsed->arena);
    parsed->encoding = ND_STR_NONE;
    parsed->kind = parsed->is_named ? ND_KIND_NONE : kind;
    nd_problems_add(&parsed->problems, code, 0, 0, "%s%s%.*s", nd_kind_article(kind),
                    is_binary ? ", not text" : ", no article", (int)advice.len, advice.ptr);
}

static void report(struct nd_parsed *parsed, enum nd_status status, const struct nd_error *err) {
    enum nd_problem_code code = status == ND_TOO_BIG     ? ND_P_TOO_BIG
                                : status == ND_BAD_INPUT ? ND_P_NOT_A_FILE
                                                         : ND_P_UNREADABLE;

    parsed->reading = status == ND_NOT_FOUND    ? ND_READ_GONE
                      : status == ND_NO_FILES   ? ND_READ_REFUSED
                      : code == ND_P_UNREADABLE ? ND_READ_FAILED
                                                : ND_READ_OK;
    nd_problems_add(&parsed->problems, code, 0, 0, "%s", err->message);
}

/* One text in a packed file is the file. False when there is none. */
static bool unpack(struct nd_parsed *parsed, size_t max_size) {
    struct nd_error err = ND_ERROR_INIT;
    enum nd_status status;

    if (!nd_container_is_packed(nd_buf_str(&parsed->text)))
        return true;
    status =
        nd_container_unpack(-1, nd_buf_str(&parsed->text), max_size, &parsed->text, &parsed->problems, &err);
    if (status != ND_OK)
        report(parsed, status, &err);
    return status == ND_OK;
}

/* Decodes and reads text, whose bytes were hashed. What is found in bytes is looked for in wide characters,
 * too. */
static void parse_bytes(struct nd_parsed *parsed, struct nd_str path, size_t max_size) {
    enum nd_status status;
    const char *single = NULL;
    bool is_told, is_utf8;
    char head[KIND_HEAD];
    struct nd_str beginning;
    enum nd_kind kind;

    if (take_parts(parsed, path) || !unpack(parsed, max_size))
        return;
    beginning = nd_str_slice(nd_buf_str(&parsed->text), 0, sizeof head);
    if (beginning.len > 0)
        memcpy(head, beginning.ptr, beginning.len);
    is_told = report_unread(parsed, &single);
    status = nd_source_decode_in_place(&parsed->text, &parsed->encoding, &parsed->problems);
    if (status == ND_IO) /* it may be otherwise the next time */
        parsed->has_hash = false;
    kind = status == ND_OK          ? nd_kind_of_text(nd_buf_str(&parsed->text), path)
           : status == ND_BAD_INPUT ? nd_kind_of_binary(nd_str_of(head, beginning.len), path)
                                    : ND_KIND_NONE;
    if (kind != ND_KIND_NONE && !is_told)
        skip(parsed, kind, path, nd_str_of(head, beginning.len));
    if (status != ND_OK || (kind != ND_KIND_NONE && !is_told))
        return;
    if (nd_str_trim(nd_buf_str(&parsed->text)).len == 0) {
        nd_problems_add(&parsed->problems, ND_P_EMPTY, 0, 0, "empty, no article");
        return;
    }
    is_utf8 = nd_str_eq(parsed->encoding, ND_STR("UTF-8"));
    parsed->is_container = false;
    if (!is_utf8 && take_parts(parsed, path))
        return;
    if (!is_told && !is_utf8)
        (void)report_unread(parsed, &single);
    nd_article_read_file(
        nd_buf_str(&parsed->text),
        &(struct nd_article_file){nd_arena_str(parsed->arena, path), parsed->metadata, parsed->is_whole},
        parsed->arena, parsed->memory, &parsed->problems, &parsed->article);
    if (single == NULL && !is_told && is_of_text(&parsed->article, nd_buf_str(&parsed->text)))
        single = nd_container_guess(nd_buf_str(&parsed->text));
    if (!is_told && (single != NULL || says_nothing(&parsed->article)))
        kind = nd_kind_of_unknown(nd_buf_str(&parsed->text));
    if (!is_told && kind == ND_KIND_NONE && parsed->article.shape == ND_SHAPE_TEXT)
        kind = nd_kind_of_table(nd_buf_str(&parsed->text));
    parsed->has_article = kind == ND_KIND_NONE;
    if (kind != ND_KIND_NONE)
        skip(parsed, kind, path, ND_STR_NONE);
    else if (single != NULL)
        nd_told_single(parsed, single);
    else if (!is_told)
        nd_told_table(parsed, path);
}

static void parse_converted(struct nd_parsed *parsed, const struct nd_converter *converter,
                            struct nd_str path, size_t max_size) {
    if (!nd_convert(parsed, converter, path, max_size)) {
        parsed->has_hash = false;
        return;
    }
    parse_bytes(parsed, path, max_size);
    nd_convert_say(parsed);
}

/* What other files say of it; with a max_size of 0 they are not read. */
static enum nd_status look_around(struct nd_parsed *parsed, struct nd_str path, size_t max_size,
                                  struct nd_error *err) {
    enum nd_status status = ND_OK;

    if (parsed->beside.len > 0)
        status = nd_metadata_look(parsed, path, max_size, err);
    if (parsed->others.mtime_ns == 0)
        return status;
    parsed->stamp = nd_file_stamp_with(parsed->stamp, parsed->others);
    return status == ND_OK && max_size > 0 && !parsed->is_told ? nd_catalogue_look(parsed, path, err)
                                                               : status;
}

void nd_parse_file_unless(struct nd_parsed *parsed, struct nd_str path, size_t max_size,
                          const struct nd_known_bytes *known, bool *is_same) {
    const struct nd_converter *converter;
    struct nd_error err = ND_ERROR_INIT;
    enum nd_status status;

    nd_alloc_file(path.ptr);
    converter = nd_converters_find(parsed->converters, path);
    status = nd_source_read(path.ptr, max_size < LARGE_FILE || converter != NULL ? max_size : LARGE_FILE,
                            &parsed->text, &parsed->stamp, &err);
    if (status == ND_TOO_BIG && converter == NULL)
        status = nd_parse_large(parsed, path, max_size, known, &err);
    *is_same = false;
    if (status == ND_OK && !parsed->has_hash)
        hash_bytes(parsed);
    if (status == ND_OK)
        status = look_around(parsed, path, converter == NULL ? max_size : 0, &err);
    if (status != ND_OK) {
        parsed->has_hash = parsed->is_container = false;
        report(parsed, status, &err);
        return;
    }
    *is_same = known != NULL && memcmp(known->hash, parsed->hash, ND_HASH_SIZE) == 0;
    if (!*is_same && parsed->is_told)
        nd_metadata_say(parsed);
    if (*is_same || parsed->is_told || parsed->is_container)
        return;
    parsed->has_grown = parsed->catalogue == NULL && begins_with(nd_buf_str(&parsed->text), known);
    if (converter == NULL)
        parse_bytes(parsed, path, max_size);
    else
        parse_converted(parsed, converter, path, max_size);
}

void nd_parse_file(struct nd_parsed *parsed, struct nd_str path, size_t max_size) {
    bool is_same;

    nd_parse_file_unless(parsed, path, max_size, NULL, &is_same);
}

struct nd_str nd_parsed_name(const struct nd_parsed *parsed, struct nd_str path) {
    return parsed->spool == 0 ? path : nd_arena_printf(parsed->arena, "/proc/self/fd/%d", parsed->spool);
}

/* Adds what the text has and fd still gives to the file at hand. */
static enum nd_status spool_rest(struct nd_parsed *parsed, int fd, struct nd_error *err) {
    uint64_t size = 0;
    enum nd_status status;

    do {
        if (!nd_unnamed_file_write(parsed->spool, nd_buf_str(&parsed->text), size))
            return nd_error_set(err, ND_IO, "cannot be put aside: %s", strerror(errno));
        size += parsed->text.len;
        status = nd_source_read_fd(fd, LARGE_FILE - 1, &parsed->text, err);
        if (status == ND_TOO_BIG) /* there is more, of which one byte has been read */
            status = ND_OK;
    } while (status == ND_OK && parsed->text.len > 0);
    nd_buf_free(&parsed->text);
    parsed->stamp = (struct nd_file_stamp){size, 0};
    return status;
}

/* Puts what looks like a file of many aside, whose beginning is in text. False when there is no place. */
static bool spool(struct nd_parsed *parsed, int fd, size_t max_size, enum nd_status *status,
                  struct nd_error *err) {
    int file = nd_unnamed_file_open();

    if (file < 0)
        return false;
    parsed->spool = file;
    *status = spool_rest(parsed, fd, err);
    if (*status == ND_OK)
        *status = nd_parse_large_fd(parsed, file, NULL, err);
    if (*status == ND_OK && !parsed->is_container)
        *status = nd_source_read_fd(file, max_size, &parsed->text, err);
    return true;
}

/* Reads the rest of what is no file of many, or cannot be put aside. */
static enum nd_status read_rest(struct nd_parsed *parsed, int fd, size_t max_size, struct nd_error *err) {
    struct nd_buf rest = {0};
    enum nd_status status = nd_source_read_fd(fd, max_size - parsed->text.len, &rest, err);

    nd_buf_add(&parsed->text, nd_buf_str(&rest));
    nd_buf_free(&rest);
    return status;
}

void nd_parse_fd(struct nd_parsed *parsed, int fd, struct nd_str path, size_t max_size) {
    struct nd_error err = ND_ERROR_INIT;
    bool is_large = max_size > LARGE_FILE;
    enum nd_status status;

    nd_alloc_file(path.ptr);
    status = nd_source_read_fd(fd, is_large ? LARGE_FILE : max_size, &parsed->text, &err);
    if (status == ND_TOO_BIG &&
        !(nd_parts_find(nd_buf_str(&parsed->text), false) == ND_PARTS_MANY &&
          spool(parsed, fd, max_size, &status, &err)) &&
        is_large)
        status = read_rest(parsed, fd, max_size, &err);
    if (!parsed->is_container)
        parsed->stamp = (struct nd_file_stamp){parsed->text.len, 0};
    if (status == ND_TOO_BIG)
        status = nd_error_set(&err, ND_TOO_BIG,
                              "larger than %zu bytes, not read (--max-size raises the limit)", max_size);
    if (status != ND_OK) {
        report(parsed, status, &err);
        return;
    }
    if (parsed->is_container)
        return;
    hash_bytes(parsed);
    parse_bytes(parsed, path, max_size);
}
