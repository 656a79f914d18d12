#include "index/boilerplate/text_lines.h"

#include "newsdex/alloc.h"
#include "newsdex/date.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum {
    SENTENCE_WORDS = 5,
    PARAGRAPH_WORDS = 12,
    VARYING =
        200 /* bytes of a line in which dates and numbers may be any other: in a paragraph they are news */
};

static bool has_digit(struct nd_str text) {
    unsigned found = 0;

    for (size_t i = 0; i < text.len; i++)
        found |= (unsigned char)(text.ptr[i] - '0') < 10;
    return found != 0;
}

static void mask_numbers(struct nd_buf *form, size_t from) {
    size_t to = from;

    for (size_t i = from; i < form->len; i++) {
        bool is_digit = nd_char_is_digit(form->ptr[i]);
        if (is_digit && to > from && form->ptr[to - 1] == '0')
            continue;
        form->ptr[to++] = is_digit ? '0' : form->ptr[i];
    }
    nd_buf_cut(form, to);
}

bool nd_text_line_form(struct nd_str text, bool is_masked, struct nd_buf *out) {
    size_t from = out->len;
    bool has_date = false;

    if (text.len > VARYING)
        nd_buf_add(out, text);
    else
        has_date = nd_date_mask(text, out);
    if (!is_masked || !has_digit(nd_str_skip(nd_buf_str(out), from)))
        return has_date;
    mask_numbers(out, from);
    return true;
}

/* Of the two forms of a line that none is taken for the other, whatever signs it has itself. */
enum form { EXACT, MASKED };

static uint64_t hash(struct nd_str text, enum form form) {
    uint64_t hash = XXH3_64bits_withSeed(text.ptr, text.len, form);

    return hash == 0 ? 1 : hash;
}

static bool begins_with(struct nd_str text, const char *const *signs) {
    for (size_t i = 0; !nd_char_is_alpha(text.ptr[0]) && signs[i] != NULL; i++)
        if (nd_str_starts(text, nd_str_from(signs[i])))
            return true;
    return false;
}

/* What is quoted, drawn, a row of a table or code is the article's own, however often it is there. */
static bool is_counted(struct nd_str raw, struct nd_str text) {
    static const char *const signs[] = {"\"", "'", ">", "|", "“", "„", "«", "»", "‘", "‚", "「",
                                        "『", "`", "{", "}", "<", "├", "│", "└", "$", NULL};
    size_t letters = 0, blanks = 0;

    if (text.len > VARYING)
        return text.len <= ND_LINE_COUNTED && !begins_with(text, signs) && raw.ptr[0] != '\t';
    if (begins_with(text, signs) || raw.ptr[0] == '\t' || nd_str_starts(raw, ND_STR("  ")) ||
        memchr(text.ptr, '\t', text.len) != NULL || nd_str_find(text, ND_STR("{{")) != SIZE_MAX)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        letters += nd_char_is_alpha(text.ptr[i]) || (unsigned char)text.ptr[i] >= 0x80;
        blanks += text.ptr[i] == ' ';
    }
    return letters * 5 >= (text.len - blanks) * 2;
}

static void hash_line(struct nd_text_lines *lines, struct nd_text_line *line) {
    if (line->text.len > VARYING || !has_digit(line->text)) {
        line->exact = hash(line->text, EXACT);
        return;
    }
    nd_buf_clear(&lines->form);
    line->has_date = nd_text_line_form(line->text, false, &lines->form);
    line->exact = hash(nd_buf_str(&lines->form), EXACT);
    /* With another number an address is another one. */
    if (!has_digit(nd_buf_str(&lines->form)) || nd_str_find(line->text, ND_STR("://")) != SIZE_MAX)
        return;
    mask_numbers(&lines->form, 0);
    line->masked = hash(nd_buf_str(&lines->form), MASKED);
}

static uint32_t count_words(struct nd_str text) {
    uint32_t words = 0, dense = 0;
    bool is_open = false;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool is_of_word = nd_char_is_alpha((char)c) || nd_char_is_digit((char)c) || c >= 0xC3;
        words += is_of_word && !is_open;
        is_open = c != ' ' && (is_open || is_of_word);
        dense += c >= 0xE3 && c <= 0xED;
    }
    return words + dense / 2;
}

static bool ends_sentence(struct nd_str text) {
    static const char *const ends[] = {".", "!", "?", "…", "。", "！", "？", ".”", ".\"", ".)", "।"};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (nd_str_ends(text, nd_str_from(ends[i])))
            return true;
    return false;
}

static void add_line(struct nd_text_lines *lines, struct nd_str body, struct nd_str raw) {
    struct nd_str text = nd_str_trim(raw);
    struct nd_text_line *line;

    if (text.len == 0)
        return;
    lines->list = nd_alloc_grow(lines->list, &lines->capacity, lines->count + 1, sizeof *lines->list);
    line = &lines->list[lines->count++];
    *line = (struct nd_text_line){.text = text, .start = (size_t)(raw.ptr - body.ptr)};
    line->exact = is_counted(raw, text);
}

static int by_exact(const void *a, const void *b) {
    const struct nd_text_line *x = *(struct nd_text_line *const *)a, *y = *(struct nd_text_line *const *)b;

    return x->exact < y->exact ? -1 : x->exact > y->exact;
}

static int by_masked(const void *a, const void *b) {
    const struct nd_text_line *x = *(struct nd_text_line *const *)a, *y = *(struct nd_text_line *const *)b;

    return x->masked < y->masked ? -1 : x->masked > y->masked;
}

/* What comes more than once in a text is how it is written: a refrain, a label, a row. */
static void leave_repeated(struct nd_text_lines *lines, int (*order)(const void *, const void *)) {
    struct nd_text_line **sorted = nd_alloc_array(lines->count + 1, sizeof *sorted);
    size_t count = 0;

    for (size_t i = 0; i < lines->count; i++)
        if (order == by_exact ? lines->list[i].exact != 0 : lines->list[i].masked != 0)
            sorted[count++] = &lines->list[i];
    qsort(sorted, count, sizeof *sorted, order);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && order(&sorted[from], &sorted[to]) == 0;)
            to++;
        for (size_t i = to; i > from && to - from > 1; i--) {
            sorted[i - 1]->masked = 0;
            if (order == by_exact)
                sorted[i - 1]->exact = 0;
        }
    }
    free(sorted);
}

void nd_text_lines_read(struct nd_text_lines *lines, struct nd_str body) {
    lines->count = 0;
    lines->words = 0;
    for (size_t at = 0, end; at < body.len; at = end + 1) {
        const char *found = memchr(body.ptr + at, '\n', body.len - at);
        end = found == NULL ? body.len : (size_t)(found - body.ptr);
        add_line(lines, body, nd_str_slice(body, at, end));
    }
    for (size_t i = 0; i < lines->count; i++) {
        struct nd_text_line *line = &lines->list[i];
        bool is_near = i < ND_LINES_COUNTED || i + ND_LINES_COUNTED >= lines->count;
        if (line->exact != 0 && is_near)
            hash_line(lines, line);
        else
            line->exact = 0;
    }
    leave_repeated(lines, by_exact);
    leave_repeated(lines, by_masked);
}

void nd_text_lines_weigh(struct nd_text_lines *lines) {
    for (size_t i = 0; i < lines->count; i++) {
        struct nd_text_line *line = &lines->list[i];
        line->words = count_words(line->text);
        line->is_sentence =
            line->words >= PARAGRAPH_WORDS || (line->words >= SENTENCE_WORDS && ends_sentence(line->text));
        lines->words += line->words;
    }
}

struct nd_text_lines *nd_text_lines_new(void) {
    return nd_alloc_array(1, sizeof(struct nd_text_lines));
}

void nd_text_lines_free(struct nd_text_lines *lines) {
    if (lines == NULL)
        return;
    free(lines->list);
    nd_buf_free(&lines->form);
    free(lines);
}
