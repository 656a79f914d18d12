#include "newsdex/container.h"

#include "container/member.h"
#include "container/unpack.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { UNPACK_STEP = 256 * 1024 };

struct nd_container {
    struct nd_layer layers[ND_MAX_NESTED + 1]; /* the file itself, and members inside of each other */
    size_t depth;                              /* of the one whose records are taken */
    struct nd_arena *arena;
    struct nd_problems problems; /* of members */
    struct nd_passed_over passed;
    uint64_t ordinal;
    size_t max;
    nd_item_judge *judge;
    const struct nd_converters *converters;
};

static struct nd_container *new_container(size_t max) {
    struct nd_container *container = nd_alloc_array(1, sizeof *container);

    container->arena = nd_arena_new();
    container->max = max;
    nd_problems_init(&container->problems, container->arena);
    return container;
}

static enum nd_status open_stream(struct nd_container *container, struct nd_container **out,
                                  struct nd_error *err) {
    struct nd_layer *file = &container->layers[0];
    enum nd_status status = ND_OK;
    bool is_there = file->archive != NULL || (nd_layer_sniff(file) && nd_layer_begin(file, container->arena));

    if (file->stream.is_failed)
        status = nd_error_system(err, file->stream.error);
    else if (!is_there)
        status = ND_NOT_FOUND;
    if (status == ND_OK)
        *out = container;
    else
        nd_container_close(container);
    return status;
}

static enum nd_status open_input(struct nd_container *made, struct nd_input *input,
                                 struct nd_container **container, struct nd_error *err) {
    struct nd_layer *file = &made->layers[0];

    file->input = nd_unpack(input);
    if (!nd_layer_find_archive(file, &made->passed))
        nd_stream_open(&file->stream, file->input, made->max);
    return open_stream(made, container, err);
}

enum nd_status nd_container_open(int fd, size_t max, struct nd_container **container, struct nd_error *err) {
    return open_input(new_container(max), nd_input_of_fd(fd), container, err);
}

enum nd_status nd_container_open_bytes(struct nd_str bytes, bool is_whole, size_t max,
                                       struct nd_container **container, struct nd_error *err) {
    struct nd_container *made = new_container(max);

    if (nd_container_is_packed(bytes) || nd_database_is(bytes))
        return open_input(made, nd_input_of_bytes(bytes, is_whole), container, err);
    nd_stream_open_bytes(&made->layers[0].stream, bytes, is_whole, max);
    return open_stream(made, container, err);
}

bool nd_container_is_packed(struct nd_str bytes) {
    return nd_unpack_is_packed(bytes) || nd_archive_is(bytes);
}

bool nd_container_is_database(struct nd_str bytes) {
    return nd_database_is(bytes);
}

/* What ended each input early, from the outside in; name is that of a member, or absent. */
static void add_faults(const struct nd_input *input, struct nd_str name, struct nd_problems *problems) {
    if (input == NULL)
        return;
    add_faults(input->from, name, problems);
    if (input->fault[0] != '\0')
        nd_problems_add(problems, ND_P_PACKED, 0, 0, "%.*s%s%s", (int)name.len, name.len > 0 ? name.ptr : "",
                        name.len > 0 ? ": " : "", input->fault);
}

static void report_level(const struct nd_layer *layer, struct nd_problems *problems) {
    struct nd_str name = layer->member == NULL ? ND_STR_NONE : layer->member->name;

    add_faults(layer->input, name, problems);
    if (layer->archive != NULL && nd_archive_fault(layer->archive)[0] != '\0')
        nd_problems_add(problems, ND_P_PACKED, 0, 0, "%.*s%s%s", (int)name.len, name.len > 0 ? name.ptr : "",
                        name.len > 0 ? ": " : "", nd_archive_fault(layer->archive));
    if (layer->is_open)
        nd_problems_add(problems, ND_P_RECORD, layer->stream.line, 0,
                        "%.*s%sthe file ends before what began at its beginning does; more may be missing",
                        (int)name.len, name.len > 0 ? name.ptr : "", name.len > 0 ? ": " : "");
    if (layer->stream.hooks != NULL && layer->stream.hooks->report != NULL)
        layer->stream.hooks->report(layer->reader, problems);
    if (layer->member != NULL && layer->format != NULL && layer->ordinal == 0)
        nd_problems_add(problems, ND_P_RECORD, 0, 0, "%.*s: %s, no article", (int)name.len, name.ptr,
                        layer->stream.none != NULL ? layer->stream.none
                                                   : "a file of many articles in which there is none");
}

void nd_container_report(const struct nd_container *container, struct nd_problems *problems) {
    report_level(&container->layers[0], problems);
    for (const struct nd_problem *p = container->problems.first; p != NULL; p = p->next)
        nd_problems_add(problems, p->code, p->line, p->column, "%.*s", (int)p->message.len, p->message.ptr);
    nd_passed_over_report(&container->passed, problems);
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
        status = nd_error_system(err, input->error);
    else if (out.len > max)
        status = nd_error_set(err, ND_TOO_BIG,
                              "larger than %zu bytes, not read (--max-size raises the limit)", max);
    if (problems != NULL)
        add_faults(input, ND_STR_NONE, problems);
    nd_input_close(input);
    nd_buf_free(text);
    *text = out;
    return status;
}

void nd_container_close(struct nd_container *container) {
    if (container == NULL)
        return;
    for (size_t i = container->depth + 1; i-- > 0;)
        nd_layer_close(&container->layers[i]);
    nd_arena_free(container->arena);
    free(container);
}

void nd_container_set_judge(struct nd_container *container, nd_item_judge *judge) {
    container->judge = judge;
}

void nd_container_set_converters(struct nd_container *container, const struct nd_converters *converters) {
    container->converters = converters;
}

struct nd_str nd_container_member(const struct nd_record *record) {
    return record->member == NULL ? ND_STR_NONE : record->member->name;
}

struct nd_str nd_container_part(const struct nd_record *record, struct nd_arena *arena) {
    return record->member == NULL ? nd_arena_printf(arena, "%llu", (unsigned long long)record->ordinal)
                                  : record->member->name;
}

const struct nd_converter *nd_container_converter(const struct nd_record *record) {
    return record->member == NULL ? NULL : record->member->converter;
}

bool nd_container_has_articles(struct nd_container *container, nd_item_judge *judge) {
    return nd_container_is_sure(container) || nd_layer_has_articles(&container->layers[0], judge);
}

uint64_t nd_container_window(const struct nd_container *container) {
    const struct nd_layer *file = &container->layers[0];
    const struct nd_hooks *hooks = file->archive == NULL ? file->stream.hooks : NULL;

    return hooks == NULL || hooks->window == 0 || !nd_stream_can_go_to(&file->stream) ? UINT64_MAX
                                                                                      : hooks->window;
}

bool nd_container_go_on(struct nd_container *container, uint64_t offset, uint32_t line, uint64_t ordinal) {
    struct nd_layer *file = &container->layers[0];

    if (ordinal == 0 || !nd_stream_go_to(&file->stream, offset, line))
        return false;
    file->ordinal = container->ordinal = ordinal - 1;
    return true;
}

/* The member at hand has no more to give. */
static void leave(struct nd_container *container) {
    struct nd_layer *layer = &container->layers[container->depth--];

    report_level(layer, &container->problems);
    nd_layer_close(layer);
}

/* Goes into the next member; ND_END when the archive has none. */
static enum nd_status enter_member(struct nd_container *container, struct nd_error *err) {
    struct nd_archive *archive = container->layers[container->depth].archive;
    struct nd_layer *outer = &container->layers[container->depth], *layer = outer + 1;
    struct nd_member_options options = {container->max,   container->judge,   container->converters,
                                        container->arena, &container->passed, &container->problems};
    struct nd_str name, inner;
    struct nd_input *input;

    if (!nd_archive_next(archive, &inner, &input))
        return nd_archive_error(archive) == 0 ? ND_END : nd_error_system(err, nd_archive_error(archive));
    name = inner;
    if (outer->member != NULL)
        name = nd_arena_printf(container->arena, "%.*s#%.*s", (int)outer->member->name.len,
                               outer->member->name.ptr, (int)inner.len, inner.ptr);
    container->depth++;
    if (!nd_member_open(layer, name, input, &options)) {
        leave(container);
    } else if (layer->archive != NULL && container->depth == ND_MAX_NESTED) {
        container->passed.too_deep++;
        leave(container);
    }
    return ND_OK;
}

/* All of a member is one text. */
static enum nd_status next_text(struct nd_layer *layer, struct nd_record *record, struct nd_error *err) {
    struct nd_stream *stream = &layer->stream;

    if (layer->ordinal++ > 0)
        return ND_END;
    nd_layer_fill(layer, stream->max + 1);
    if (stream->is_failed)
        return nd_error_system(err, stream->error);
    *record = (struct nd_record){.bytes = nd_stream_rest(stream), .ordinal = 1, .line = 1};
    record->is_too_big = record->bytes.len > stream->max;
    if (record->is_too_big)
        record->bytes.len = 0;
    return ND_OK;
}

enum nd_status nd_container_next(struct nd_container *container, struct nd_record *record,
                                 struct nd_error *err) {
    for (;;) {
        struct nd_layer *layer = &container->layers[container->depth];
        enum nd_status status = layer->archive != NULL  ? enter_member(container, err)
                                : layer->format != NULL ? nd_layer_next(layer, record, err)
                                                        : next_text(layer, record, err);
        if (status == ND_END && container->depth > 0) {
            leave(container);
            continue;
        }
        if (status != ND_OK)
            return status;
        if (layer->archive != NULL)
            continue;
        record->number = record->ordinal;
        record->ordinal = ++container->ordinal;
        record->member = layer->member;
        record->seed = (layer->member == NULL ? 0 : layer->member->seed) +
                       (record->around.len == 0 ? 0 : nd_str_hash(record->around));
        return ND_OK;
    }
}

void nd_container_take(struct nd_container *container, struct nd_record *record, struct nd_buf *bytes) {
    nd_buf_clear(bytes);
    if (nd_stream_give(&container->layers[container->depth].stream, &record->bytes, bytes))
        return;
    nd_buf_add(bytes, record->bytes);
    record->bytes = nd_buf_str(bytes);
}

static const struct nd_format *format_of(const struct nd_container *container,
                                         const struct nd_record *record) {
    return record->member == NULL ? container->layers[0].format : record->member->format;
}

/* A member is known by its name, a record in it by the name and what it is there. */
static struct nd_str part_of(const struct nd_record *record, struct nd_str part, struct nd_arena *arena) {
    struct nd_str name = record->member->name;

    if (part.ptr == NULL)
        return nd_arena_printf(arena, "%.*s#%llu", (int)name.len, name.ptr,
                               (unsigned long long)record->number);
    return nd_arena_printf(arena, "%.*s#%.*s", (int)name.len, name.ptr, (int)part.len, part.ptr);
}

static void name_part(const struct nd_format *format, const struct nd_record *record, struct nd_arena *arena,
                      struct nd_item *item) {
    bool is_single = format == NULL || format->kind == ND_FORMAT_SINGLE;

    if (record->member == NULL) {
        if (item->part.ptr == NULL && !is_single)
            item->part = nd_arena_printf(arena, "%llu", (unsigned long long)record->number);
        return;
    }
    item->part = is_single ? record->member->name : part_of(record, item->part, arena);
    if (is_single || item->is_alone)
        item->file = record->member->name;
    if (is_single && item->key.ptr == NULL)
        item->key = record->member->name;
}

bool nd_container_read(const struct nd_container *container, struct nd_str text,
                       const struct nd_record *record, struct nd_arena *arena, struct nd_problems *problems,
                       struct nd_item *item) {
    const struct nd_format *format = format_of(container, record);
    const struct nd_reader *reader =
        record->member == NULL ? container->layers[0].reader : record->member->reader;

    *item = (struct nd_item){.format = format == NULL ? "file" : format->name};
    if (record->remark.len > 0)
        nd_problems_add(problems, record->remark_is_note ? ND_P_LEFT_OUT : ND_P_RECORD, record->line, 0,
                        "%.*s", (int)record->remark.len, record->remark.ptr);
    if (record->is_too_big)
        nd_problems_add(problems, ND_P_RECORD, record->line, 0,
                        "larger than %zu bytes, left out%s (--max-size raises the limit)", container->max,
                        record->is_rest_lost ? " with all that follows" : "");
    if (record->is_too_big)
        return false;
    if (format == NULL)
        item->document = text;
    else if (!format->read(reader, text, record, arena, problems, item)) {
        if (record->is_cut)
            nd_problems_add(problems, ND_P_RECORD, record->line, 0,
                            "the file ends inside this record, of which nothing could be read");
        return false;
    }
    name_part(format, record, arena, item);
    if (record->is_cut)
        nd_problems_add(problems, ND_P_RECORD, record->line, 0,
                        "the file ends inside this record; what is there was read");
    return true;
}

const char *nd_container_none(const struct nd_container *container) {
    return container->layers[0].stream.none;
}

const char *nd_container_format(const struct nd_container *container) {
    return container->layers[0].archive != NULL ? "archive" : container->layers[0].format->name;
}

bool nd_container_is_single(const struct nd_container *container) {
    return container->layers[0].archive == NULL && container->layers[0].format->kind == ND_FORMAT_SINGLE;
}

bool nd_container_is_sure(const struct nd_container *container) {
    return container->layers[0].archive != NULL || container->layers[0].format->kind != ND_FORMAT_TEXT;
}

static bool is_of_bytes(const struct nd_format *format) {
    return format != NULL && (format->kind == ND_FORMAT_BYTES || format->kind == ND_FORMAT_SINGLE);
}

bool nd_container_reads_bytes(const struct nd_container *container) {
    return container->layers[0].archive != NULL || is_of_bytes(container->layers[0].format);
}

bool nd_container_is_of_bytes(const struct nd_container *container, const struct nd_record *record) {
    return is_of_bytes(format_of(container, record));
}

struct nd_str nd_container_encoding(const struct nd_record *record) {
    return record->member == NULL ? ND_STR_NONE : record->member->encoding;
}

struct nd_str nd_container_decoded_from(const struct nd_record *record) {
    return record->member == NULL ? ND_STR_NONE : record->member->decoded_from;
}

struct nd_str nd_container_heading(const struct nd_container *container) {
    return container->layers[container->depth].stream.heading;
}

struct nd_str nd_container_context(const struct nd_container *container) {
    return container->layers[0].stream.context;
}

struct nd_str nd_container_note(const struct nd_container *container) {
    const struct nd_format *format = container->layers[0].format;

    return format == NULL || format->note == NULL ? ND_STR_NONE : format->note(container->layers[0].reader);
}
