#include "container/member.h"

#include "container/unpack.h"

#include "newsdex/source.h"

enum { MEMBER_HEAD = 4 * ND_CONTAINER_HEAD };

/* The encoding of what begins with head; absent for binary data. */
static struct nd_str encoding_of(struct nd_str head, struct nd_arena *arena) {
    struct nd_problems problems;
    struct nd_buf text = {0};
    struct nd_str encoding = ND_STR_NONE;

    nd_problems_init(&problems, arena);
    if (nd_source_decode(nd_str_slice(head, 0, ND_CONTAINER_HEAD), &text, &encoding, &problems) != ND_OK)
        encoding = ND_STR_NONE;
    nd_buf_free(&text);
    return encoding;
}

static bool has_more_than_ascii(struct nd_str text) {
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] > 0x7f)
            return true;
    return false;
}

/* A table or a list may hold data, and is a text then as any file of data is. */
static bool is_data(const struct nd_layer *layer, struct nd_str head, bool is_whole,
                    const struct nd_member_options *options) {
    struct nd_arena *arena;
    struct nd_layer glimpse = {.format = layer->format};
    bool is;

    if (layer->format->kind != ND_FORMAT_TEXT || options->judge == NULL)
        return false;
    arena = nd_arena_new();
    nd_stream_open_bytes(&glimpse.stream, head, is_whole, options->max);
    is = !nd_layer_begin(&glimpse, arena) || !nd_layer_has_articles(&glimpse, options->judge);
    nd_layer_close(&glimpse);
    nd_arena_free(arena);
    return is;
}

static void report_decoding(const struct nd_problems *found, struct nd_str name,
                            struct nd_problems *problems) {
    for (const struct nd_problem *p = found->first; p != NULL; p = p->next)
        nd_problems_add(problems, p->code, 0, 0, "%.*s: %.*s", (int)name.len, name.ptr, (int)p->message.len,
                        p->message.ptr);
}

/* In wide characters signs are only found when all of it has been decoded. */
static void decode(struct nd_layer *layer, const struct nd_member_options *options) {
    struct nd_problems problems;
    struct nd_str encoding;

    nd_layer_fill(layer, options->max);
    nd_problems_init(&problems, options->arena);
    if (!layer->stream.is_end ||
        nd_source_decode(nd_stream_rest(&layer->stream), &layer->decoded, &encoding, &problems) != ND_OK)
        return;
    report_decoding(&problems, layer->member->name, options->problems);
    layer->member->decoded_from = encoding;
    nd_stream_close(&layer->stream);
    nd_stream_open_bytes(&layer->stream, nd_buf_str(&layer->decoded), true, options->max);
    if (nd_layer_sniff(layer) && is_data(layer, nd_buf_str(&layer->decoded), true, options))
        layer->format = NULL;
    if (layer->format != NULL)
        nd_layer_begin(layer, options->arena);
}

/* What is no article by its content is counted. */
static bool is_left_out(struct nd_str name, struct nd_str head, bool is_text, bool is_whole,
                        struct nd_passed_over *passed) {
    enum nd_kind kind = is_text ? nd_kind_of_text(head, name) : nd_kind_of_binary(head, name);

    if (is_text && is_whole && kind == ND_KIND_NONE)
        kind = nd_kind_of_table(head);
    if (!is_text && kind == ND_KIND_NONE)
        kind = ND_KIND_BINARY;
    if (passed->kinds[kind] == 0)
        passed->converters[kind] = nd_kind_converter(head, name);
    passed->kinds[kind] += kind != ND_KIND_NONE;
    return kind != ND_KIND_NONE;
}

/* What makes records others although their bytes are the same. */
static uint64_t seed_of(const struct nd_layer *layer) {
    const struct nd_member *member = layer->member;

    return nd_str_hash(member->name) + 31 * nd_str_hash(layer->stream.context) +
           961 * (nd_str_hash(member->encoding) + nd_str_hash(member->decoded_from)) +
           923521 * nd_str_hash(member->converter == NULL ? ND_STR_NONE : member->converter->command) +
           (member->format == NULL ? 0 : 29791 * nd_str_hash(nd_str_from(member->format->name)));
}

/* False when there is nothing to read. */
static bool find_format(struct nd_layer *layer, const struct nd_member_options *options) {
    struct nd_stream *stream = &layer->stream;
    struct nd_str head = nd_str_slice(nd_stream_rest(stream), 0, MEMBER_HEAD), encoding;
    bool is_whole = stream->is_end && head.len == nd_stream_rest(stream).len;

    encoding = encoding_of(head, options->arena);
    if (nd_source_is_of_the_whole(encoding)) {
        decode(layer, options);
        return true;
    }
    if (nd_layer_sniff(layer) && is_data(layer, head, is_whole, options))
        layer->format = NULL;
    if (layer->format != NULL && nd_layer_begin(layer, options->arena)) {
        if (!nd_str_eq(encoding, ND_STR("UTF-8")) || has_more_than_ascii(head))
            layer->member->encoding = encoding;
        return true;
    }
    return !is_left_out(layer->member->name, head, encoding.ptr != NULL, is_whole, options->passed);
}

static bool open_stream(struct nd_layer *layer, const struct nd_member_options *options) {
    nd_stream_open(&layer->stream, layer->input, options->max);
    nd_layer_fill(layer, MEMBER_HEAD);
    if (layer->stream.is_end && nd_str_trim(nd_stream_rest(&layer->stream)).len == 0) {
        options->passed->empty += layer->input->fault[0] == '\0';
        return false;
    }
    layer->member->converter = nd_converters_find(options->converters, layer->member->name);
    if (layer->member->converter == NULL && !find_format(layer, options))
        return false;
    layer->member->format = layer->format;
    layer->member->reader = layer->reader;
    layer->member->seed = seed_of(layer);
    return true;
}

bool nd_member_open(struct nd_layer *layer, struct nd_str name, struct nd_input *input,
                    const struct nd_member_options *options) {
    *layer = (struct nd_layer){.input = nd_unpack(input)};
    layer->member = nd_arena_alloc(options->arena, 1, sizeof *layer->member);
    layer->member->name = nd_arena_str(options->arena, name);
    return (nd_converters_find(options->converters, name) == NULL &&
            nd_layer_find_archive(layer, options->passed)) ||
           open_stream(layer, options);
}
