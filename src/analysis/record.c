#include "newsdex/analysis.h"

/*
 * A recorded token: a head byte of flags; unless it has the offsets of the token before it, the distance of
 * its start from the start before (zigzag, since an article comes after its word) and its extent; the length
 * of its text; the text. Numbers are little-endian base 128. The lowest six bits of the head hold the length
 * of a text shorter than 63 bytes.
 */
enum { HEAD_COLOCATED = 0x80, HEAD_SAME_PLACE = 0x40, HEAD_LENGTH = 0x3F };

struct recorder {
    struct nd_buf *buf;
    size_t start, end;
};

/* Writes at most ten bytes. */
static char *put_number(char *at, uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        *at++ = (char)(value | 0x80);
    *at++ = (char)value;
    return at;
}

static uint64_t zigzag(size_t to, size_t from) {
    return to >= from ? (uint64_t)(to - from) << 1 : (uint64_t)(from - to) << 1 | 1;
}

static enum nd_status record_token(void *context, const struct nd_token *token) {
    struct recorder *recorder = context;
    bool is_same = token->start == recorder->start && token->end == recorder->end;
    bool is_short = token->text.len < HEAD_LENGTH;
    char *first = nd_buf_reserve(recorder->buf, 31), *at = first;

    *at++ = (char)((token->is_colocated ? HEAD_COLOCATED : 0) | (is_same ? HEAD_SAME_PLACE : 0) |
                   (is_short ? (int)token->text.len : HEAD_LENGTH));
    if (!is_same) {
        at = put_number(at, zigzag(token->start, recorder->start));
        at = put_number(at, token->end - token->start);
        recorder->start = token->start;
        recorder->end = token->end;
    }
    if (!is_short)
        at = put_number(at, token->text.len);
    recorder->buf->len += (size_t)(at - first);
    nd_buf_add(recorder->buf, token->text);
    return ND_OK;
}

enum nd_status nd_tokens_record(struct nd_analyser *analyser, struct nd_str text, struct nd_buf *buf) {
    struct recorder recorder = {buf, 0, 0};

    return nd_analyse_document(analyser, text, record_token, &recorder);
}

static bool take_number(struct nd_str *rest, uint64_t *value) {
    *value = 0;
    for (unsigned shift = 0; shift < 63 && rest->len > 0; shift += 7) {
        unsigned char byte = (unsigned char)rest->ptr[0];
        rest->ptr++;
        rest->len--;
        *value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return true;
    }
    return false;
}

static bool take_place(struct nd_str *rest, struct nd_token *token) {
    uint64_t distance, extent;

    if (!take_number(rest, &distance) || !take_number(rest, &extent))
        return false;
    if (distance & 1)
        token->start -= (size_t)(distance >> 1);
    else
        token->start += (size_t)(distance >> 1);
    token->end = token->start + (size_t)extent;
    return true;
}

enum nd_status nd_tokens_replay(struct nd_str recorded, nd_token_sink *sink, void *context) {
    struct nd_token token = {ND_STR_NONE, 0, 0, false};
    enum nd_status status = ND_OK;

    while (recorded.len > 0 && status == ND_OK) {
        unsigned char head = (unsigned char)recorded.ptr[0];
        uint64_t length = head & HEAD_LENGTH;
        recorded.ptr++;
        recorded.len--;
        if (!(head & HEAD_SAME_PLACE) && !take_place(&recorded, &token))
            return ND_BAD_INPUT;
        if (length == HEAD_LENGTH && !take_number(&recorded, &length))
            return ND_BAD_INPUT;
        if (length > recorded.len)
            return ND_BAD_INPUT;
        token.text = nd_str_of(recorded.ptr, (size_t)length);
        token.is_colocated = (head & HEAD_COLOCATED) != 0;
        recorded.ptr += length;
        recorded.len -= (size_t)length;
        status = sink(context, &token);
    }
    return status;
}
