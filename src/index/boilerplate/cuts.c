#include "index/boilerplate/cuts.h"

#include "index/fulltext/varint.h"

void nd_cuts_free(struct nd_cuts *cuts) {
    nd_buf_free(&cuts->cuts);
    nd_buf_free(&cuts->body);
    nd_buf_free(&cuts->furniture);
}

static void add_blanks(struct nd_buf *out, struct nd_str blanks) {
    nd_varint_add(out, blanks.len);
    nd_buf_add(out, blanks);
}

static void cut(struct nd_cuts *cuts, struct nd_str passage, size_t kept) {
    struct nd_str text = nd_str_trim(passage);
    size_t before = (size_t)(text.ptr - passage.ptr);

    nd_varint_add(&cuts->cuts, kept);
    add_blanks(&cuts->cuts, nd_str_slice(passage, 0, before));
    nd_varint_add(&cuts->cuts, text.len);
    add_blanks(&cuts->cuts, nd_str_skip(passage, before + text.len));
    if (cuts->furniture.len > 0)
        nd_buf_add_char(&cuts->furniture, '\n');
    nd_buf_add(&cuts->furniture, text);
}

/* Where the last line ends that stays before line i: what is cut at the end takes the blanks before it along.
 */
static size_t end_of(const struct nd_text_lines *lines, size_t i, struct nd_str body) {
    const struct nd_text_line *line = &lines->list[i];

    return (size_t)(line->text.ptr - body.ptr) + line->text.len;
}

void nd_cuts_make(struct nd_cuts *cuts, struct nd_str body, const struct nd_text_lines *lines,
                  const bool *is_cut) {
    size_t at = 0;

    nd_buf_clear(&cuts->cuts);
    nd_buf_clear(&cuts->body);
    nd_buf_clear(&cuts->furniture);
    for (size_t i = 0, to; i < lines->count; i = to) {
        size_t from = lines->list[i].start, end;
        for (to = i; to < lines->count && is_cut[to];)
            to++;
        if (to == i) {
            to++;
            continue;
        }
        if (to == lines->count && i > 0)
            from = end_of(lines, i - 1, body);
        end = to == lines->count ? body.len : lines->list[to].start;
        nd_buf_add(&cuts->body, nd_str_slice(body, at, from));
        cut(cuts, nd_str_slice(body, from, end), from - at);
        at = end;
    }
    nd_buf_add(&cuts->body, nd_str_skip(body, at));
}

static bool take_bytes(const unsigned char **at, const unsigned char *end, struct nd_str *bytes) {
    uint64_t length;

    if (!nd_varint_take(at, end, &length) || length > (uint64_t)(end - *at))
        return false;
    *bytes = nd_str_of((const char *)*at, (size_t)length);
    *at += length;
    return true;
}

/* A passage behind the first begins behind the line end that parts it from the one before. */
static bool take_passage(struct nd_str *furniture, uint64_t length, bool is_first, struct nd_str *passage) {
    if (!is_first && !nd_str_starts(*furniture, ND_STR("\n")))
        return false;
    *furniture = nd_str_skip(*furniture, is_first ? 0 : 1);
    if (length == 0 || length > furniture->len)
        return false;
    *passage = nd_str_slice(*furniture, 0, (size_t)length);
    *furniture = nd_str_skip(*furniture, (size_t)length);
    return true;
}

bool nd_cuts_undo(struct nd_str cuts, struct nd_str body, struct nd_str furniture, struct nd_buf *out) {
    const unsigned char *at = (const unsigned char *)cuts.ptr, *end = at + cuts.len;
    uint64_t kept, length;
    struct nd_str before, passage, behind;

    for (bool is_first = true; at < end; is_first = false) {
        if (!nd_varint_take(&at, end, &kept) || !take_bytes(&at, end, &before) ||
            !nd_varint_take(&at, end, &length) || !take_bytes(&at, end, &behind) || kept > body.len ||
            nd_str_trim(before).len > 0 || nd_str_trim(behind).len > 0 ||
            !take_passage(&furniture, length, is_first, &passage))
            return false;
        nd_buf_add(out, nd_str_slice(body, 0, (size_t)kept));
        nd_buf_add(out, before);
        nd_buf_add(out, passage);
        nd_buf_add(out, behind);
        body = nd_str_skip(body, (size_t)kept);
    }
    nd_buf_add(out, body);
    return cuts.len > 0 && furniture.len == 0;
}
