#include "ingest/parts.h"

#include "newsdex/alloc.h"
#include "newsdex/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

enum { HASHED_AT_ONCE = 256 * 1024 };

static enum nd_parts_kind kind_of(struct nd_container *container) {
    if (nd_container_is_single(container))
        return ND_PARTS_SINGLE;
    return nd_container_has_articles(container, nd_article_is_item) ? ND_PARTS_MANY : ND_PARTS_NONE;
}

static enum nd_parts_kind find_in_bytes(struct nd_str bytes, bool is_whole) {
    struct nd_container *container = NULL;
    struct nd_error err = ND_ERROR_INIT;
    enum nd_parts_kind found = ND_PARTS_NONE;

    if (nd_container_open_bytes(bytes, is_whole, ND_MAX_FILE, &container, &err) == ND_OK)
        found = kind_of(container);
    nd_container_close(container);
    return found;
}

enum nd_parts_kind nd_parts_find(struct nd_str bytes, bool is_whole) {
    /* what is packed may be a database */
    size_t length = is_whole && nd_container_is_packed(bytes) ? bytes.len : 4 * ND_CONTAINER_HEAD;
    struct nd_str head = nd_str_slice(bytes, 0, length);
    bool is_all = head.len == bytes.len;
    enum nd_parts_kind found;

    if (nd_container_is_database(bytes))
        return is_whole ? find_in_bytes(bytes, true) : ND_PARTS_MANY;
    found = find_in_bytes(head, is_whole && is_all);

    /* some are told for sure from the whole of a file alone */
    return found == ND_PARTS_MANY && is_whole && !is_all ? find_in_bytes(bytes, true) : found;
}

/* The same of a file that stays where it is. */
static enum nd_parts_kind find_in_file(int fd) {
    struct nd_container *container = NULL;
    struct nd_error err = ND_ERROR_INIT;
    enum nd_parts_kind found = ND_PARTS_NONE;

    if (nd_container_open(fd, ND_MAX_FILE, &container, &err) == ND_OK)
        found = kind_of(container);
    nd_container_close(container);
    return found;
}

bool nd_parts_are_in(struct nd_str bytes, bool is_whole) {
    return nd_parts_find(bytes, is_whole) == ND_PARTS_MANY;
}

/* The beginning of what the file says, unpacked. */
static enum nd_status read_head(int fd, struct nd_str bytes, struct nd_buf *head, struct nd_error *err) {
    enum nd_status status = nd_container_unpack(fd, bytes, ND_CONTAINER_HEAD, head, NULL, err);

    if (status == ND_TOO_BIG)
        status = ND_OK;
    if (fd >= 0 && lseek(fd, 0, SEEK_SET) != 0)
        return nd_error_set(err, ND_IO, "%s", strerror(errno));
    return status;
}

/* True when what is written in which encoding is found out record by record. */
static bool reads_bytes(struct nd_str head) {
    struct nd_container *container = NULL;
    struct nd_error err = ND_ERROR_INIT;
    bool reads = nd_container_open_bytes(head, false, ND_MAX_FILE, &container, &err) == ND_OK &&
                 nd_container_reads_bytes(container);

    nd_container_close(container);
    return reads;
}

static bool has_more_than_ascii(struct nd_str text) {
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] > 0x7f)
            return true;
    return false;
}

/* What could not be decoded is no text, or may be one the next time. */
static enum nd_status not_decoded(enum nd_status status, struct nd_error *err) {
    return status == ND_IO ? nd_error_set(err, ND_IO, "not decoded now; the next ingest tries again")
                           : nd_error_set(err, ND_BAD_INPUT, "binary data, not text");
}

/* Finds what the file is written in; one whose bytes are no signs is decoded as a whole. */
static enum nd_status find_encoding(struct nd_parts *parts, struct nd_str bytes, struct nd_buf *head,
                                    struct nd_problems *problems, struct nd_error *err) {
    struct nd_problems found; /* for which each record tells its own, unless there are none */
    struct nd_str encoding;
    enum nd_status status;

    nd_problems_init(&found, problems->arena);
    status = nd_source_decode_in_place(head, &encoding, &found);
    if (status != ND_OK) {
        for (const struct nd_problem *p = found.first; p != NULL; p = p->next)
            nd_problems_add(problems, p->code, p->line, p->column, "%.*s", (int)p->message.len,
                            p->message.ptr);
        return not_decoded(status, err);
    }
    if (nd_str_eq(encoding, ND_STR("UTF-8"))) {
        parts->is_utf8 = has_more_than_ascii(nd_buf_str(head));
        return ND_OK;
    }
    if (!nd_source_is_of_the_whole(encoding)) {
        nd_buf_add(&parts->encoding, encoding);
        return ND_OK;
    }
    nd_buf_add(&parts->wide, encoding);
    status = nd_container_unpack(parts->fd, bytes, parts->max_size, &parts->text, problems, err);
    if (status != ND_OK)
        return status;
    status = nd_source_decode_in_place(&parts->text, &encoding, problems);
    return status == ND_OK ? ND_OK : not_decoded(status, err);
}

/* Of a descriptor, or of bytes when there is none. */
static enum nd_status open_container(struct nd_parts *parts, struct nd_str bytes,
                                     struct nd_problems *problems, struct nd_error *err) {
    struct nd_buf head = {0};
    enum nd_status status = read_head(parts->fd, bytes, &head, err);

    if (status == ND_OK && !reads_bytes(nd_buf_str(&head)))
        status = find_encoding(parts, bytes, &head, problems, err);
    nd_buf_free(&head);
    if (status != ND_OK)
        return status;
    if (parts->text.len > 0)
        bytes = nd_buf_str(&parts->text);
    return parts->text.len > 0 || parts->fd < 0
               ? nd_container_open_bytes(bytes, true, parts->max_size, &parts->container, err)
               : nd_container_open(parts->fd, parts->max_size, &parts->container, err);
}

enum nd_status nd_parts_open_plain(struct nd_str path, struct nd_str bytes, size_t max_size,
                                   struct nd_problems *problems, struct nd_parts **parts,
                                   struct nd_error *err) {
    struct nd_parts *made = nd_alloc_array(1, sizeof *made);
    struct nd_str note;
    enum nd_status status;

    made->max_size = max_size;
    made->fd = bytes.ptr != NULL ? -1 : open(path.ptr, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    status = bytes.ptr == NULL && made->fd < 0 ? nd_error_system(err, errno)
                                               : open_container(made, bytes, problems, err);
    if (status != ND_OK) {
        nd_parts_close_plain(made);
        return status == ND_NOT_FOUND ? nd_error_set(err, ND_BAD_INPUT, "changed while it was read") : status;
    }
    nd_container_set_judge(made->container, nd_article_is_item);
    note = nd_container_note(made->container);
    if (note.len > 0)
        nd_problems_add(problems, nd_container_is_sure(made->container) ? ND_P_LEFT_OUT : ND_P_COLUMNS, 0, 0,
                        "%.*s", (int)note.len, note.ptr);
    *parts = made;
    return ND_OK;
}

enum nd_status nd_parts_next_plain(struct nd_parts *parts, struct nd_record *record, struct nd_error *err) {
    return nd_container_next(parts->container, record, err);
}

void nd_parts_close_plain(struct nd_parts *parts) {
    if (parts == NULL)
        return;
    nd_container_close(parts->container);
    if (parts->fd >= 0)
        close(parts->fd);
    nd_buf_free(&parts->text);
    nd_buf_free(&parts->encoding);
    nd_buf_free(&parts->wide);
    free(parts);
}

struct nd_str nd_parts_heading(const struct nd_parts *parts) {
    return nd_container_heading(parts->container);
}

struct nd_str nd_parts_encoding(const struct nd_parts *parts) {
    if (parts->wide.len > 0)
        return nd_buf_str(&parts->wide);
    if (nd_container_reads_bytes(parts->container))
        return ND_STR_NONE;
    return parts->encoding.len > 0 ? nd_buf_str(&parts->encoding) : ND_STR("UTF-8");
}

uint64_t nd_parts_window(const struct nd_parts *parts) {
    return nd_container_window(parts->container);
}

bool nd_parts_bytes_at(const struct nd_parts *parts, uint64_t offset, uint64_t length, struct nd_buf *bytes) {
    nd_buf_clear(bytes);
    if (parts->fd < 0 || length > parts->max_size)
        return false;
    nd_buf_reserve(bytes, (size_t)length);
    while (bytes->len < length) {
        ssize_t n = pread(parts->fd, bytes->ptr + bytes->len, (size_t)length - bytes->len,
                          (off_t)(offset + bytes->len));
        if (n <= 0)
            return false;
        bytes->len += (size_t)n;
    }
    return true;
}

bool nd_parts_go_on(struct nd_parts *parts, uint64_t offset, uint32_t line, uint64_t ordinal) {
    return nd_container_go_on(parts->container, offset, line, ordinal);
}

/* Adds a block that begins at offset; at the size that is known the hash is that of a file that has grown, or
 * not. */
static bool hash_block(XXH3_state_t *state, struct nd_str block, uint64_t offset,
                       const struct nd_known_bytes *known) {
    uint64_t until = known == NULL || known->size < offset ? UINT64_MAX : known->size - offset;
    XXH128_canonical_t canonical;
    bool is_like = false;

    if (until < block.len) {
        XXH3_128bits_update(state, block.ptr, (size_t)until);
        XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state));
        is_like = known->size > 0 && memcmp(canonical.digest, known->hash, ND_HASH_SIZE) == 0;
        block = nd_str_skip(block, (size_t)until);
    }
    XXH3_128bits_update(state, block.ptr, block.len);
    return is_like;
}

static enum nd_status hash_file(int fd, const struct nd_known_bytes *known, struct nd_parsed *parsed,
                                struct nd_error *err) {
    XXH3_state_t *state = XXH3_createState();
    struct nd_buf block = {0};
    XXH128_canonical_t canonical;
    uint64_t offset = 0;
    ssize_t n = 1;

    if (state == NULL)
        nd_alloc_exhausted();
    nd_buf_reserve(&block, HASHED_AT_ONCE);
    XXH3_128bits_reset(state);
    while (n > 0) {
        do
            n = read(fd, block.ptr, HASHED_AT_ONCE);
        while (n < 0 && errno == EINTR);
        if (n > 0)
            parsed->has_grown |= hash_block(state, nd_str_of(block.ptr, (size_t)n), offset, known);
        offset += n > 0 ? (uint64_t)n : 0;
    }
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state));
    memcpy(parsed->hash, canonical.digest, ND_HASH_SIZE);
    XXH3_freeState(state);
    nd_buf_free(&block);
    return n == 0 && lseek(fd, 0, SEEK_SET) == 0 ? ND_OK : nd_error_set(err, ND_IO, "%s", strerror(errno));
}

enum nd_status nd_parse_large_fd(struct nd_parsed *parsed, int fd, const struct nd_known_bytes *known,
                                 struct nd_error *err) {
    enum nd_status status = ND_OK;

    parsed->is_container = find_in_file(fd) == ND_PARTS_MANY;
    if (lseek(fd, 0, SEEK_SET) != 0)
        status = nd_error_set(err, ND_IO, "%s", strerror(errno));
    else if (parsed->is_container)
        status = hash_file(fd, known, parsed, err);
    parsed->has_hash = status == ND_OK && parsed->is_container;
    return status;
}

enum nd_status nd_parse_large(struct nd_parsed *parsed, struct nd_str path, size_t max_size,
                              const struct nd_known_bytes *known, struct nd_error *err) {
    int fd;
    enum nd_status status = nd_source_open(path.ptr, &fd, err);

    if (status != ND_OK)
        return status;
    status = nd_parse_large_fd(parsed, fd, known, err);
    if (status == ND_OK && !parsed->is_container)
        status = nd_source_read(path.ptr, max_size, &parsed->text, &parsed->stamp, err);
    close(fd);
    return status;
}

struct nd_str nd_parts_context(const struct nd_parts *parts, struct nd_arena *arena) {
    struct nd_str beside = nd_container_context(parts->container), encoding = nd_buf_str(&parts->encoding);

    return nd_arena_printf(arena, "%s\n%.*s\n%.*s", nd_container_format(parts->container), (int)encoding.len,
                           encoding.len > 0 ? encoding.ptr : "", (int)beside.len,
                           beside.len > 0 ? beside.ptr : "");
}

enum nd_status nd_parts_decode(struct nd_buf *text, struct nd_str assumed, uint32_t line,
                               struct nd_str *encoding, struct nd_problems *problems) {
    enum nd_status status = nd_source_decode_piece(text, assumed, encoding, problems);

    for (struct nd_problem *p = problems->first; p != NULL; p = p->next)
        p->line += p->line > 0 && line > 0 ? line - 1 : 0;
    return status;
}

bool nd_parts_item(const struct nd_parts *parts, const struct nd_record *record, struct nd_arena *arena,
                   struct nd_problems *problems, struct nd_item *item) {
    struct nd_str assumed = parts->encoding.len > 0 ? nd_buf_str(&parts->encoding)
                            : parts->is_utf8        ? ND_STR("UTF-8")
                                                    : ND_STR_NONE;
    struct nd_buf text = {0};
    struct nd_str encoding;
    enum nd_status status;

    nd_buf_add(&text, record->bytes);
    status = nd_container_is_of_bytes(parts->container, record)
                 ? ND_OK
                 : nd_parts_decode(&text, assumed, record->line, &encoding, problems);
    return nd_container_read(parts->container, nd_arena_take(arena, &text), record, arena, problems, item) &&
           status == ND_OK;
}
