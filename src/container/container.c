#include "container/format.h"
#include "container/unpack.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

/* The first that takes a file wins: the surest signs come first. */
/* clang-format off */
static const struct nd_format *const formats[] = {
    &nd_format_proquest_mail, &nd_format_mail,
    &nd_format_mbox,
    &nd_format_ghost,
    &nd_format_json,
    &nd_format_feed,
    &nd_format_opml, &nd_format_bookmarks,
    &nd_format_reuters,
    &nd_format_trec,
    &nd_format_nexis, &nd_format_europresse, &nd_format_proquest,
    &nd_format_factiva_xml,
    &nd_format_factiva,
    &nd_format_newsml_g2,
    &nd_format_newsml,
    &nd_format_nitf,
    &nd_format_tei,
    &nd_format_trafilatura,
    &nd_format_rcv1,
    &nd_format_iptc7901,
    &nd_format_xml,
    &nd_format_csv,
};
/* clang-format on */

enum { UNPACK_STEP = 256 * 1024 };

struct nd_container {
    const struct nd_format *format;
    struct nd_input *input; /* NULL: the stream is of memory that is not packed */
    struct nd_stream stream;
    struct nd_arena *arena;
    struct nd_reader *reader;
    uint64_t ordinal;
};

static const struct nd_format *find_format(struct nd_str head, bool is_whole) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i]->sniff(head, is_whole))
            return formats[i];
    return NULL;
}

static enum nd_status open_stream(struct nd_container *container, struct nd_container **out,
                                  struct nd_error *err) {
    struct nd_stream *stream = &container->stream;
    enum nd_status status = ND_OK;

    while (nd_stream_rest(stream).len < ND_CONTAINER_HEAD && nd_stream_more(stream))
        ;
    if (stream->is_failed)
        status = nd_error_set(err, ND_IO, "%s", strerror(stream->error));
    else
        container->format = find_format(nd_stream_rest(stream), stream->is_end);
    if (container->format != NULL)
        container->reader = container->format->open(stream, container->arena);
    if (status == ND_OK && container->reader == NULL)
        status = ND_NOT_FOUND;
    if (status != ND_OK) {
        nd_container_close(container);
        return status;
    }
    *out = container;
    return ND_OK;
}

static struct nd_container *new_container(void) {
    struct nd_container *container = nd_alloc_array(1, sizeof *container);

    container->arena = nd_arena_new();
    return container;
}

enum nd_status nd_container_open(int fd, size_t max, struct nd_container **container, struct nd_error *err) {
    struct nd_container *made = new_container();

    made->input = nd_unpack(nd_input_of_fd(fd));
    nd_stream_open(&made->stream, made->input, max);
    return open_stream(made, container, err);
}

enum nd_status nd_container_open_bytes(struct nd_str bytes, bool is_whole, size_t max,
                                       struct nd_container **container, struct nd_error *err) {
    struct nd_container *made = new_container();

    if (nd_unpack_is_packed(bytes)) {
        made->input = nd_unpack(nd_input_of_bytes(bytes, is_whole));
        nd_stream_open(&made->stream, made->input, max);
    } else {
        nd_stream_open_bytes(&made->stream, bytes, is_whole, max);
    }
    return open_stream(made, container, err);
}

bool nd_container_is_packed(struct nd_str bytes) {
    return nd_unpack_is_packed(bytes);
}

/* What ended each input early, from the outside in. */
static void add_faults(const struct nd_input *input, struct nd_problems *problems) {
    if (input == NULL)
        return;
    add_faults(input->from, problems);
    if (input->fault[0] != '\0')
        nd_problems_add(problems, ND_P_PACKED, 0, 0, "%s", input->fault);
}

void nd_container_report(const struct nd_container *container, struct nd_problems *problems) {
    add_faults(container->input, problems);
}

enum nd_status nd_container_unpack(int fd, struct nd_str bytes, size_t max, struct nd_buf *text,
                                   struct nd_problems *problems, struct nd_error *err) {
    struct nd_input *input = fd >= 0 ? nd_input_of_fd(fd) : nd_input_of_bytes(bytes, true);
    struct nd_buf out = {0};
    enum nd_status status = ND_OK;
    ssize_t n = 1;

    input = nd_unpack(input);
    while (n > 0 && out.len <= max) {
        size_t room = max - out.len < UNPACK_STEP ? max - out.len + 1 : UNPACK_STEP;
        n = nd_input_read(input, nd_buf_reserve(&out, room), room);
        out.len += n > 0 ? (size_t)n : 0;
        out.ptr[out.len] = '\0';
    }
    if (n < 0)
        status = nd_error_set(err, ND_IO, "%s", strerror(input->error));
    else if (out.len > max)
        status = nd_error_set(err, ND_TOO_BIG,
                              "larger than %zu bytes, not read (--max-size raises the limit)", max);
    if (problems != NULL)
        add_faults(input, problems);
    nd_input_close(input);
    nd_buf_free(text);
    *text = out;
    return status;
}

void nd_container_close(struct nd_container *container) {
    if (container == NULL)
        return;
    nd_stream_close(&container->stream);
    nd_input_close(container->input);
    nd_arena_free(container->arena);
    free(container);
}

/* Fills record from what was found. */
static void place(struct nd_container *container, const struct nd_cut *cut, struct nd_record *record) {
    struct nd_stream *stream = &container->stream;

    nd_stream_take(stream, cut->from);
    *record = (struct nd_record){.bytes = nd_str_slice(nd_stream_rest(stream), 0, cut->length),
                                 .offset = stream->offset + stream->at,
                                 .ordinal = ++container->ordinal,
                                 .line = stream->line,
                                 .is_cut = cut->is_cut,
                                 .remark = cut->remark,
                                 .remark_is_note = cut->remark_is_note,
                                 .is_too_big = cut->length > stream->max};
    if (record->is_too_big)
        record->bytes.len = 0;
    nd_stream_take(stream, cut->taken - cut->from);
}

enum nd_status nd_container_next(struct nd_container *container, struct nd_record *record,
                                 struct nd_error *err) {
    struct nd_stream *stream = &container->stream;

    for (;;) {
        struct nd_str rest = nd_stream_rest(stream);
        struct nd_cut cut = {0};
        bool is_end = stream->is_end;
        enum nd_status status = container->format->next(container->reader, rest, is_end, &cut);
        if (status == ND_OK) {
            place(container, &cut, record);
            return ND_OK;
        }
        if (status == ND_END)
            return ND_END;
        nd_stream_take(stream, cut.taken);
        if (cut.taken > 0 || nd_stream_more(stream))
            continue;
        if (stream->is_failed)
            return nd_error_set(err, ND_IO, "%s", strerror(stream->error));
        if (is_end)
            return ND_END;
        if (stream->is_end)
            continue;
        if (rest.len <= stream->max && container->ordinal > 0) /* the rest of what is only a beginning */
            return ND_END;
        if (rest.len <= stream->max) { /* all of it is the beginning of one record */
            stream->is_end = true;
            continue;
        }
        return nd_error_set(err, ND_TOO_BIG, "line %u: a record larger than %zu bytes; the rest is not read",
                            stream->line, stream->max);
    }
}

bool nd_container_read(const struct nd_container *container, struct nd_str text,
                       const struct nd_record *record, struct nd_arena *arena, struct nd_problems *problems,
                       struct nd_item *item) {
    *item = (struct nd_item){.format = container->format->name};
    if (record->remark.len > 0)
        nd_problems_add(problems, record->remark_is_note ? ND_P_LEFT_OUT : ND_P_RECORD, record->line, 0,
                        "%.*s", (int)record->remark.len, record->remark.ptr);
    if (!container->format->read(container->reader, text, record, arena, problems, item))
        return false;
    if (item->part.ptr == NULL && container->format->kind != ND_FORMAT_SINGLE)
        item->part = nd_arena_printf(arena, "%llu", (unsigned long long)record->ordinal);
    if (record->is_cut)
        nd_problems_add(problems, ND_P_RECORD, record->line, 0,
                        "the file ends inside this record; what is there was read");
    return true;
}

const char *nd_container_format(const struct nd_container *container) {
    return container->format->name;
}

bool nd_container_is_single(const struct nd_container *container) {
    return container->format->kind == ND_FORMAT_SINGLE;
}

bool nd_container_is_sure(const struct nd_container *container) {
    return container->format->kind != ND_FORMAT_TEXT;
}

bool nd_container_reads_bytes(const struct nd_container *container) {
    return container->format->kind == ND_FORMAT_BYTES || container->format->kind == ND_FORMAT_SINGLE;
}

struct nd_str nd_container_context(const struct nd_container *container) {
    return container->stream.context;
}

struct nd_str nd_container_note(const struct nd_container *container) {
    return container->format->note == NULL ? ND_STR_NONE : container->format->note(container->reader);
}
