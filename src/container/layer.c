#include "container/layer.h"

#include "container/markup.h"

#include <string.h>

enum { LOOKED_AT = 20, PAGE_END = 4096 };

static bool has_tag(struct nd_str text, const char *tag) {
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '<' && nd_str_starts_nocase(nd_str_skip(text, i), nd_str_from(tag)))
            return true;
    return false;
}

/* Who exports pages closes them, and nothing to speak of follows. */
static bool ends_page(struct nd_str text) {
    text = nd_str_skip(text, text.len > PAGE_END ? text.len - PAGE_END : 0);
    return (has_tag(text, "</html") || has_tag(text, "</body")) && !nd_markup_is_torn(text);
}

void nd_layer_fill(struct nd_layer *layer, size_t length) {
    while (nd_stream_rest(&layer->stream).len < length && nd_stream_more(&layer->stream))
        ;
}

bool nd_layer_find_archive(struct nd_layer *layer, struct nd_passed_over *passed) {
    if (layer->input == NULL || !nd_archive_is(nd_input_peek(layer->input, ND_ARCHIVE_HEAD)))
        return false;
    layer->archive = nd_archive_new(layer->input, passed);
    return true;
}

bool nd_layer_sniff(struct nd_layer *layer) {
    nd_layer_fill(layer, ND_CONTAINER_HEAD);
    layer->format = nd_format_find(nd_stream_rest(&layer->stream), layer->stream.is_end);
    return layer->format != NULL;
}

bool nd_layer_begin(struct nd_layer *layer, struct nd_arena *arena) {
    layer->is_page = nd_markup_begins_with(nd_stream_rest(&layer->stream), "html");
    layer->reader = layer->format->open(&layer->stream, arena);
    if (layer->reader == NULL)
        layer->format = NULL;
    return layer->format != NULL;
}

void nd_layer_close(struct nd_layer *layer) {
    nd_archive_free(layer->archive);
    nd_stream_close(&layer->stream);
    nd_input_close(layer->input);
    nd_buf_free(&layer->decoded);
}

/* Fills record from what was found. */
static void place(struct nd_layer *layer, const struct nd_cut *cut, struct nd_record *record) {
    struct nd_stream *stream = &layer->stream;

    nd_stream_take(stream, cut->from);
    *record = (struct nd_record){.bytes = nd_str_slice(nd_stream_rest(stream), 0, cut->length),
                                 .offset = stream->offset + stream->at,
                                 .ordinal = ++layer->ordinal,
                                 .line = stream->line,
                                 .is_cut = cut->is_cut,
                                 .remark = cut->remark,
                                 .remark_is_note = cut->remark_is_note,
                                 .around = cut->around,
                                 .is_too_big = cut->length > stream->max};
    if (record->is_too_big)
        record->bytes.len = 0;
    layer->has_page_end =
        layer->is_page && ends_page(nd_str_slice(nd_stream_rest(stream), 0, cut->taken - cut->from));
    nd_stream_take(stream, cut->taken - cut->from);
}

/* A record of which more waits than any may have: it is told, and passed over as it comes. */
static void place_too_big(struct nd_layer *layer, struct nd_record *record) {
    struct nd_stream *stream = &layer->stream;
    struct nd_str rest = nd_stream_rest(stream);
    size_t before = 0;

    while (before < rest.len && (nd_char_is_blank(rest.ptr[before]) || rest.ptr[before] == ','))
        before++; /* what parts it from the one before, so that its line is right */
    nd_stream_take(stream, before);
    *record = (struct nd_record){.bytes = nd_str_slice(nd_stream_rest(stream), 0, 0),
                                 .offset = stream->offset + stream->at,
                                 .ordinal = ++layer->ordinal,
                                 .line = stream->line,
                                 .is_too_big = true,
                                 .is_rest_lost = stream->hooks == NULL || stream->hooks->pass == NULL};
    layer->is_passing = true;
    layer->pass = (struct nd_pass){0};
}

/* Where a format cannot tell where the record ends, it ends with the file. */
static enum nd_status pass_over(struct nd_layer *layer, struct nd_error *err) {
    struct nd_stream *stream = &layer->stream;
    bool can_tell = stream->hooks != NULL && stream->hooks->pass != NULL;

    while (layer->is_passing) {
        struct nd_str rest = nd_stream_rest(stream);
        size_t length = rest.len;
        layer->pass.needs_more = false;
        if (can_tell)
            length = stream->hooks->pass(layer->reader, rest, &layer->pass);
        layer->is_passing = !can_tell || length == rest.len || layer->pass.needs_more;
        nd_stream_take(stream, length);
        if (!layer->is_passing || nd_stream_more(stream))
            continue;
        if (stream->is_failed)
            return nd_error_system(err, stream->error);
        return ND_END;
    }
    return ND_OK;
}

enum nd_status nd_layer_next(struct nd_layer *layer, struct nd_record *record, struct nd_error *err) {
    struct nd_stream *stream = &layer->stream;
    enum nd_status status;

    nd_stream_forget(stream);
    status = pass_over(layer, err);
    while (status == ND_OK) {
        struct nd_str rest = nd_stream_rest(stream);
        struct nd_cut cut = {0};
        bool is_end = stream->is_end;
        status = layer->format->next(layer->reader, rest, is_end, &cut);
        if (status == ND_OK)
            place(layer, &cut, record);
        if (status == ND_END && !layer->has_cut_record)
            layer->is_open =
                layer->is_open || cut.is_open || (layer->is_page && !layer->has_page_end && !ends_page(rest));
        layer->has_cut_record = layer->has_cut_record || cut.is_cut;
        if (status != ND_TOO_BIG)
            return status;
        status = ND_OK;
        nd_stream_take(stream, cut.taken);
        if (cut.taken > 0 || nd_stream_more(stream))
            continue;
        if (stream->is_failed)
            return nd_error_system(err, stream->error);
        if (is_end || (!stream->is_end && rest.len <= stream->max && layer->ordinal > 0))
            return ND_END; /* the rest of what is only a beginning */
        if (!stream->is_end && rest.len > stream->max) {
            place_too_big(layer, record);
            return ND_OK;
        }
        stream->is_end = true; /* all of it is the beginning of one record */
    }
    return status;
}

bool nd_layer_has_articles(struct nd_layer *layer, nd_item_judge *judge) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_problems problems;
    struct nd_error err = ND_ERROR_INIT;
    struct nd_record record = {0};
    size_t count = 0, readable = 0, articles = 0;

    nd_problems_init(&problems, arena);
    while (count < LOOKED_AT && nd_layer_next(layer, &record, &err) == ND_OK) {
        struct nd_item item = {.format = layer->format->name};
        bool is_read = layer->format->read(layer->reader, record.bytes, &record, arena, &problems, &item);
        count++;
        readable += is_read || item.is_sure;
        articles += is_read ? judge(&item) : item.is_sure;
    }
    nd_arena_free(arena);
    return articles > 0 && articles * 2 >= readable && articles * 8 >= count; /* what is broken is told */
}
