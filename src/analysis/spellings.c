#include "analysis/spellings.h"

enum { MOST_DIGITS = 15, GROUP = 3 };

struct finder {
    const struct nd_query_position *first;
    struct nd_arena *arena;
    struct nd_str *spellings;
    size_t count;
};

static void add(struct finder *finder, struct nd_buf *spelling) {
    if (spelling->len > 0 && finder->count < ND_SPELLINGS)
        finder->spellings[finder->count++] = nd_arena_str(finder->arena, nd_buf_str(spelling));
    nd_buf_free(spelling);
}

static size_t count_digits(struct nd_str s) {
    size_t count = 0;

    while (count < s.len && nd_char_is_digit(s.ptr[count]))
        count++;
    return count;
}

static size_t count_letters(struct nd_str s) {
    size_t count = 0;

    while (count < s.len && !nd_char_is_digit(s.ptr[count]))
        count++;
    return count;
}

static struct nd_str word_of(const struct nd_query_position *position) {
    struct nd_str form = position == NULL ? ND_STR("") : position->forms[0];

    return form.len > 0 && (form.ptr[0] == ND_MARK_ACCENTED || form.ptr[0] == ND_MARK_STEM)
               ? nd_str_skip(form, 1)
               : form;
}

static bool is_number(struct nd_str word) {
    return word.len > 0 && count_digits(word) == word.len;
}

static void add_words(struct nd_buf *out, const struct nd_query_position *position) {
    for (; position != NULL; position = position->next) {
        if (out->len > 0)
            nd_buf_add_char(out, ' ');
        nd_buf_add(out, word_of(position));
    }
}

/* Digits in groups: the last of three, those before it of group. */
static void add_groups(struct nd_buf *out, struct nd_str digits, size_t group) {
    size_t head = digits.len - GROUP;

    for (size_t i = 0; i < head; i++) {
        if (i > 0 && (head - i) % group == 0)
            nd_buf_add_char(out, ' ');
        nd_buf_add_char(out, digits.ptr[i]);
    }
    nd_buf_add_char(out, ' ');
    nd_buf_add(out, nd_str_skip(digits, head));
}

/* The first position behind the groups of a number; the first itself when there are none. */
static const struct nd_query_position *end_of_groups(const struct nd_query_position *first) {
    const struct nd_query_position *p = first->next, *end = first;
    struct nd_str head = word_of(first);
    size_t group = word_of(p).len;

    if (head.len == 0 || head.len > GROUP || head.ptr[0] == '0' || !is_number(head))
        return first;
    for (; p != NULL && is_number(word_of(p)); p = p->next) {
        size_t length = word_of(p).len;
        if (length == GROUP)
            end = p->next;
        if (length != group)
            break;
    }
    return end;
}

/* A number with the words behind it, unless it is written so already. */
static void add_number(struct finder *finder, struct nd_buf *spelling, const struct nd_query_position *rest) {
    struct nd_buf written = {0};

    add_words(spelling, rest);
    add_words(&written, finder->first);
    if (nd_str_eq(nd_buf_str(spelling), nd_buf_str(&written)))
        nd_buf_free(spelling);
    else
        add(finder, spelling);
    nd_buf_free(&written);
}

/* 10000 in groups, 10,000 in one and in other groups, and both with decimals behind. */
static void write_number(struct finder *finder) {
    const struct nd_query_position *rest = finder->first->next;
    struct nd_buf one = {0}, by_three = {0}, by_two = {0};
    struct nd_str digits;

    if (rest != NULL && word_of(finder->first).len <= GROUP)
        rest = end_of_groups(finder->first);
    if (rest == finder->first || (rest != NULL && (rest->next != NULL || !is_number(word_of(rest)))))
        return;
    for (const struct nd_query_position *p = finder->first; p != rest; p = p->next)
        nd_buf_add(&one, word_of(p));
    digits = nd_buf_str(&one);
    if (is_number(digits) && digits.len > GROUP && digits.len <= MOST_DIGITS && digits.ptr[0] != '0') {
        add_groups(&by_three, digits, GROUP);
        if (digits.len > GROUP + 2)
            add_groups(&by_two, digits, 2);
        add_number(finder, &by_three, rest);
        if (by_two.len > 0)
            add_number(finder, &by_two, rest);
        add_number(finder, &one, rest);
    }
    nd_buf_free(&one);
}

static bool is_dotted(struct nd_str text) {
    size_t digits = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (!nd_char_is_digit(text.ptr[i]) && text.ptr[i] != '.')
            return false;
        digits += nd_char_is_digit(text.ptr[i]);
    }
    return digits > 0;
}

/* The number of a version with a v before it, or without. */
static void write_version(struct finder *finder, struct nd_str text) {
    bool has_v = text.len > 1 && nd_char_lower(text.ptr[0]) == 'v';
    struct nd_buf spelling = {0};

    if (finder->first->next == NULL || !is_dotted(nd_str_skip(text, has_v)))
        return;
    if (!has_v)
        nd_buf_add_char(&spelling, 'v');
    nd_buf_add(&spelling, nd_str_skip(word_of(finder->first), has_v));
    add_words(&spelling, finder->first->next);
    add(finder, &spelling);
}

/* A word of letters and digits as two. */
static void divide_word(struct finder *finder) {
    struct nd_str word = word_of(finder->first);
    size_t letters = count_letters(word), digits = count_digits(word), at = letters > 0 ? letters : digits;
    struct nd_buf spelling = {0};
    struct nd_str rest = nd_str_skip(word, at);

    if (finder->first->next != NULL || rest.len == 0 ||
        (letters > 0 ? count_digits(rest) : count_letters(rest)) < rest.len)
        return;
    nd_buf_add(&spelling, nd_str_slice(word, 0, at));
    nd_buf_add_char(&spelling, ' ');
    nd_buf_add(&spelling, rest);
    add(finder, &spelling);
}

static void write_half_spaces(struct finder *finder, struct nd_str text) {
    struct nd_str half_space = ND_STR("\xE2\x80\x8C");
    struct nd_buf spelling = {0};
    size_t at;

    if (nd_str_find(text, half_space) == SIZE_MAX || (unsigned char)text.ptr[0] < 0xD8 ||
        (unsigned char)text.ptr[0] > 0xDB)
        return;
    for (; (at = nd_str_find(text, half_space)) != SIZE_MAX; text = nd_str_skip(text, at + half_space.len)) {
        nd_buf_add(&spelling, nd_str_slice(text, 0, at));
        nd_buf_add_char(&spelling, ' ');
    }
    nd_buf_add(&spelling, text);
    add(finder, &spelling);
}

size_t nd_spellings_find(const struct nd_query_position *first, struct nd_str text, struct nd_arena *arena,
                         struct nd_str spellings[ND_SPELLINGS]) {
    struct finder finder = {first, arena, spellings, 0};

    write_number(&finder);
    write_version(&finder, text);
    divide_word(&finder);
    write_half_spaces(&finder, text);
    return finder.count;
}
