#include "article/page/credits.h"

#include "article/fields.h"
#include "article/page/byline.h"

enum {
    NEAR_BEGIN = 16, /* blocks */
    NEAR_END = 24,
    MAX_LABEL = 40, /* bytes */
    MAX_BLANKS = 3, /* in a label */
    MAX_LINE = 600  /* bytes of a block of them */
};

/* One after the other, what they say. */
struct credits {
    struct nd_str authors, day;
    const struct nd_block *first; /* of those that stand together */
    size_t count;
    bool is_of_other; /* one is a title: of what the text is about, or cites */
};

/* The sign behind a label, and how many bytes it takes; SIZE_MAX: none. */
static size_t find_colon(struct nd_str s, size_t *length) {
    size_t wide = nd_str_find(s, ND_STR("：")), at = nd_str_find_char(s, ':');

    *length = wide < at ? 3 : 1;
    return wide < at ? wide : at;
}

static bool is_label(struct nd_str s) {
    size_t blanks = 0;

    for (size_t i = 0; i < s.len; i++) {
        blanks += s.ptr[i] == ' ';
        if (nd_char_is_one_of(s.ptr[i], ".,;!?\"(/[") || nd_char_is_digit(s.ptr[i]))
            return false;
    }
    return s.len > 0 && s.len <= MAX_LABEL && blanks <= MAX_BLANKS;
}

/* Where the value ends that s begins with: at the line, or before the next label of a writing that has no
 * blanks in words, "作者：林 译者：李". */
static size_t end_of_value(struct nd_str s) {
    size_t line = nd_str_find_char(s, '\n'), length;

    s = nd_str_slice(s, 0, line);
    for (size_t from = 0; from < s.len;) {
        struct nd_str rest = nd_str_skip(s, from);
        size_t colon = find_colon(rest, &length), blank;
        if (colon == SIZE_MAX)
            break;
        blank = nd_str_rfind_char(nd_str_slice(s, 0, from + colon), ' ');
        if (blank != SIZE_MAX && blank + 1 < from + colon && (unsigned char)s.ptr[blank + 1] >= 0xE3)
            return blank;
        from += colon + length;
    }
    return s.len;
}

/* Takes the next label and its value off text; false: it goes on with something else. */
static bool take(struct nd_str *text, struct nd_str *label, struct nd_str *value) {
    size_t length, colon, end;

    *text = nd_str_trim(*text);
    colon = find_colon(nd_str_slice(*text, 0, MAX_LABEL + 3), &length);
    if (colon == SIZE_MAX || !is_label(*label = nd_str_trim(nd_str_slice(*text, 0, colon))) ||
        nd_str_starts(nd_str_skip(*text, colon), ND_STR("://")))
        return false;
    *text = nd_str_skip(*text, colon + length);
    end = end_of_value(*text);
    *value = nd_str_trim(nd_str_slice(*text, 0, end));
    *text = nd_str_skip(*text, end);
    return true;
}

/* "原文作者", "Original author": whose the text is that was translated. */
static struct nd_str without_original(struct nd_str label) {
    static const struct nd_str words[] = {ND_STR_INIT("原文"), ND_STR_INIT("original "), ND_STR_INIT("原")};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_starts_nocase(label, words[i]))
            return nd_str_skip(label, words[i].len);
    return label;
}

/* The names behind a label; of a writing without blanks not words around a name. */
static struct nd_str names_of(struct nd_record_builder *builder, struct nd_str value) {
    struct nd_str names = nd_byline_names(nd_text_on_one_line(value, builder->arena), true, builder->arena);

    return names.len > 0 && (unsigned char)names.ptr[0] >= 0xE3 && nd_str_find_char(names, ' ') != SIZE_MAX
               ? ND_STR_NONE
               : names;
}

static void note(struct nd_record_builder *builder, struct credits *credits, struct nd_str label,
                 struct nd_str value) {
    struct nd_date_reading reading;

    credits->count++;
    label = without_original(label);
    if (nd_field_has_use(label, nd_field_authors) && credits->authors.ptr == NULL)
        credits->authors = names_of(builder, value);
    else if (nd_field_has_use(label, nd_field_date) && credits->day.ptr == NULL &&
             nd_date_read(value, &reading) && !reading.has_rest)
        credits->day = value;
    else
        credits->is_of_other = credits->is_of_other || nd_field_has_use(label, nd_field_title);
}

/* A block of nothing but labels and values; they are noted. */
static bool read_block(struct nd_record_builder *builder, const struct nd_block *block,
                       struct credits *credits) {
    struct nd_str text = block->text, label, value;

    if ((block->type != ND_LIST_ITEM && block->type != ND_PARAGRAPH && block->type != ND_QUOTE) ||
        block->text.len == 0 || block->text.len > MAX_LINE || !take(&text, &label, &value))
        return false;
    if (credits->first == NULL)
        credits->first = block;
    note(builder, credits, label, value);
    while (nd_str_trim(text).len > 0 && take(&text, &label, &value))
        note(builder, credits, label, value);
    return nd_str_trim(text).len == 0;
}

/* They are those of this text. */
static bool are_sure(const struct credits *credits) {
    return credits->count > 1 && !credits->is_of_other;
}

static void read_above(struct nd_record_builder *builder) {
    const struct nd_block *block = builder->document->blocks.first;
    struct credits credits = {.count = 0};
    struct nd_date_reading reading;

    for (int i = 0; block != NULL && i < NEAR_BEGIN; i++, block = block->next)
        if (!read_block(builder, block, &credits) && (credits.count > 0 || block->type != ND_HEADING) &&
            block->text.len > 0)
            break;
    if (!are_sure(&credits) || credits.authors.ptr == NULL)
        return;
    nd_byline_take(builder, credits.authors);
    if (credits.day.ptr != NULL && nd_date_read(credits.day, &reading)) {
        if (reading.other.year == 0)
            nd_record_set_date(builder, &reading.date, "dateline");
        else
            nd_record_doubt_date(builder, &reading, credits.day, "dateline");
    }
}

/* How many blocks begin with an author, 2 at most: of two each is of something the text is about. */
static int count_authors(const struct nd_blocks *blocks) {
    int count = 0;

    for (const struct nd_block *block = blocks->first; block != NULL && count < 2; block = block->next) {
        struct nd_str text = block->text, label, value;
        count += text.len <= MAX_LINE && take(&text, &label, &value) &&
                 nd_field_has_use(without_original(label), nd_field_authors);
    }
    return count;
}

static void read_below(struct nd_record_builder *builder) {
    const struct nd_blocks *blocks = &builder->document->blocks;
    struct credits credits = {.count = 0};
    size_t i = 0;

    for (const struct nd_block *block = blocks->first; block != NULL; block = block->next, i++) {
        if (i + NEAR_END < blocks->count || (read_block(builder, block, &credits) && block->next != NULL))
            continue;
        if (are_sure(&credits) && credits.authors.ptr != NULL && count_authors(blocks) == 1) {
            builder->credits = credits.first;
            nd_byline_take(builder, credits.authors);
            return;
        }
        credits = (struct credits){.count = 0};
    }
}

void nd_credits_read(struct nd_record_builder *builder) {
    if (builder->document->markup != ND_MARKDOWN || builder->item != NULL)
        return;
    read_above(builder);
    read_below(builder);
}
