/*
 * Texts one behind the other in a file nobody gave a format: blocks of fields that begin with the same one
 * ("Title: …", "Date: …", a text, again "Title: …"), and texts between rules ("-----"), each of which begins
 * with a title and a line with a day, or with fields, and texts that are counted ("Dokument 1 von 2"), as
 * press databases write them. What stands between is the text before it: nothing is left out, and a rule
 * within an article cuts nothing.
 */
#include "container/format.h"
#include "container/press.h"

#include "newsdex/date.h"
#include "newsdex/header_names.h"
#include "newsdex/utf8.h"

#include <string.h>

enum {
    LEAST_LABELLED = 2, /* blocks that make a file one of many texts */
    LEAST_RULED = 3,
    LEAST_RULE = 5,  /* signs of a rule */
    HEAD_LINES = 4,  /* of a text, in which its title and day stand */
    MAX_TITLE = 300, /* bytes */
    MAX_DAY = 100,   /* bytes of the line of the day */
    MAX_LABEL = 64,  /* bytes of the name of a field */
    MAX_COUNT = 60,  /* bytes of a line that counts */
    LOOK = 4096      /* bytes behind a line that say whether a text begins there */
};

struct nd_reader {
    char rule;           /* the sign of rules; '\0': blocks begin with a label */
    struct nd_str label; /* the name of the first field of each */
    uint64_t total;      /* how many there are, where they are counted; otherwise 0 */
    size_t found;
    struct nd_arena *arena;
};

/* What stands before a colon, not far from the beginning of the line; absent where there is none. */
static struct nd_str name_of(struct nd_str line) {
    size_t sign, wide;

    if (line.len == 0 || nd_char_is_blank(line.ptr[0]))
        return ND_STR_NONE;
    line = nd_str_slice(line, 0, MAX_LABEL + 1);
    sign = nd_str_find_char(line, ':');
    wide = nd_str_find(nd_str_slice(line, 0, MAX_LABEL), ND_STR("："));
    sign = wide < sign ? wide : sign;
    return sign == SIZE_MAX ? ND_STR_NONE : nd_str_trim(nd_str_slice(line, 0, sign));
}

/* The name of the field a line is; absent when it is none that is known. */
static struct nd_str label_of(struct nd_str line) {
    struct nd_str name = name_of(line);

    return name.len > 0 && nd_header_is_field(name) ? name : ND_STR_NONE;
}

/* "----------", "* * * * *": the sign, or '\0'. */
static char rule_of(struct nd_str line) {
    size_t signs = 0;

    line = nd_str_trim(line);
    if (line.len < LEAST_RULE || nd_str_find_char(ND_STR("-=*_#~"), line.ptr[0]) == SIZE_MAX)
        return '\0';
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] != line.ptr[0] && line.ptr[i] != ' ')
            return '\0';
        signs += line.ptr[i] != ' ';
    }
    return signs >= LEAST_RULE ? line.ptr[0] : '\0';
}

/* Words for the pages of a text, which are counted as well. */
static bool is_of_pages(struct nd_str line) {
    static const struct nd_str words[] = {
        ND_STR_INIT("page"), ND_STR_INIT("seite"),  ND_STR_INIT("página"), ND_STR_INIT("pagina"),
        ND_STR_INIT("pág"),  ND_STR_INIT("strona"), ND_STR_INIT("strana"), ND_STR_INIT("side"),
        ND_STR_INIT("sida"), ND_STR_INIT("sivu"),   ND_STR_INIT("sayfa"),  ND_STR_INIT("oldal"),
        ND_STR_INIT("стр"),  ND_STR_INIT("Стр"),    ND_STR_INIT("σελ"),    ND_STR_INIT("صفحة"),
        ND_STR_INIT("頁"),   ND_STR_INIT("页"),     ND_STR_INIT("ページ"), ND_STR_INIT("쪽"),
        ND_STR_INIT("part"), ND_STR_INIT("teil"),   ND_STR_INIT("slide"),  ND_STR_INIT("sheet"),
        ND_STR_INIT("blatt")};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (size_t at = 0; at + words[i].len <= line.len; at++)
            if (nd_str_starts_nocase(nd_str_skip(line, at), words[i]))
                return true;
    return false;
}

/* "Dokument 1 von 2", "Article 1 / 20", "記事 1/2": a word, and two numbers of which the first is not the
 * larger. */
static bool read_count(struct nd_str line, uint64_t *number, uint64_t *total) {
    size_t numbers = 0, letters = 0;

    line = nd_str_trim(line);
    for (size_t i = 0; i < line.len && line.len <= MAX_COUNT; i++) {
        size_t end = i;
        while (end < line.len && nd_char_is_digit(line.ptr[end]))
            end++;
        if (end > i &&
            (numbers == 2 || !nd_str_to_uint(nd_str_slice(line, i, end), numbers == 0 ? number : total)))
            return false;
        numbers += end > i;
        letters += nd_char_is_alpha(line.ptr[i]) || (unsigned char)line.ptr[i] >= 0x80;
        if (end == i && nd_str_find_char(ND_STR(".:,;-"), line.ptr[i]) != SIZE_MAX)
            return false;
        i = end > i ? end - 1 : i;
    }
    return numbers == 2 && letters >= 4 && *number > 0 && *number <= *total && *total > 1 &&
           !is_of_pages(line);
}

static bool has_day(struct nd_str line) {
    struct nd_date_reading reading;
    struct nd_str where;

    return line.len <= MAX_DAY && (nd_date_read_first(line, true, &reading, &where) ||
                                   nd_date_read_first(line, false, &reading, &where));
}

/* Whether a text begins here: a short line and close below it one with a day, or two fields. */
static bool begins_text(struct nd_str text) {
    struct nd_str line, first = ND_STR_NONE;
    size_t lines = 0, fields = 0;

    text = nd_str_slice(text, 0, LOOK);
    while (lines < HEAD_LINES && nd_str_next_line(&text, &line)) {
        line = nd_str_trim(line);
        if (line.len == 0)
            continue;
        if (rule_of(line) != '\0')
            break;
        fields += label_of(line).len > 0;
        if (++lines == 1) {
            first = line;
            if (line.len > MAX_TITLE || line.ptr[0] == '#')
                return false;
        } else if (has_day(line) && label_of(first).len == 0) {
            return !has_day(first) || lines == 2;
        }
    }
    return fields >= 2;
}

/* Whether a block of fields begins with this line: the label, and another field below it. */
static bool begins_block(struct nd_str label, struct nd_str line, struct nd_str rest) {
    struct nd_str name = label.ptr == NULL ? label_of(line) : name_of(line), below = ND_STR("");

    if (name.len == 0 || (label.ptr != NULL && !nd_str_eq_nocase(name, label)))
        return false;
    rest = nd_str_slice(rest, 0, LOOK);
    (void)nd_str_next_line(&rest, &below);
    below = label_of(below);
    return below.len > 0 && !nd_str_eq_nocase(below, name);
}

/* Of the lines of a head but for its last, of which there may be more. */
static struct nd_str whole_lines(struct nd_str head, bool is_whole) {
    size_t end = is_whole ? head.len : nd_str_rfind_char(head, '\n');

    return nd_str_slice(head, 0, end == SIZE_MAX ? 0 : end);
}

/* The label of the first line that is not blank, where blocks begin with it; absent where they do not. */
static struct nd_str find_label(struct nd_str head) {
    struct nd_str label = ND_STR_NONE, line;
    bool is_gap = true;
    size_t blocks = 0;

    while (nd_str_next_line(&head, &line)) {
        if (nd_str_trim(line).len == 0 || rule_of(line) != '\0') {
            is_gap = true;
            continue;
        }
        if (is_gap && begins_block(label, line, head)) {
            label = label.ptr == NULL ? label_of(line) : label;
            blocks++;
        } else if (label.ptr == NULL) {
            return ND_STR_NONE;
        }
        is_gap = false;
    }
    return blocks >= LEAST_LABELLED ? label : ND_STR_NONE;
}

/* A rule about as long as the line above it underlines it. */
static bool is_underline(struct nd_str line, struct nd_str above) {
    enum { ABOUT = 4 };
    size_t length = nd_utf8_count(nd_str_trim(above));

    line = nd_str_trim(line);
    return length > 0 && line.len <= length + ABOUT && length <= line.len + ABOUT;
}

/* The next line of head that may be a rule, and the one above it; *head moves behind it. */
static bool next_rule(struct nd_str *head, struct nd_str *line, struct nd_str *above) {
    static const bool begins_rule[256] = {
        ['-'] = true, ['='] = true, ['*'] = true, ['_'] = true, ['#'] = true, ['~'] = true};

    *above = ND_STR("");
    while (head->len > 0) {
        bool is_rule = begins_rule[(unsigned char)head->ptr[0]];
        (void)nd_str_next_line(head, line);
        if (is_rule && rule_of(*line) != '\0')
            return true;
        *above = *line;
    }
    return false;
}

/* The sign of the rules that texts stand between, or '\0'. */
static char find_rule(struct nd_str head) {
    struct nd_str whole = head, line, above;
    size_t texts = 0, rules = 0;
    char sign = '\0';

    while (next_rule(&head, &line, &above)) {
        if (is_underline(line, above) || (sign != '\0' && rule_of(line) != sign))
            continue;
        sign = rule_of(line);
        rules += nd_str_trim(head).len > 0;
        texts += begins_text(head);
    }
    texts += texts > 0 && begins_text(whole);
    return texts >= LEAST_RULED && texts * 5 >= rules * 4 ? sign : '\0';
}

/* The first line below says of which paper and day it is. */
static bool begins_with_day(struct nd_str text) {
    struct nd_str line = ND_STR("");

    while (nd_str_next_line(&text, &line) && nd_str_trim(line).len == 0)
        ;
    return has_day(nd_str_trim(line));
}

/* How many texts are counted, of which the first begins here and most begin as texts do; 0 where none are. */
static uint64_t find_total(struct nd_str head) {
    uint64_t number, total, all = 0;
    size_t counts = 0, texts = 0;
    struct nd_str line;

    while (nd_str_next_line(&head, &line)) {
        bool is_count = read_count(line, &number, &total);
        if (nd_str_trim(line).len == 0 || (counts > 0 && (!is_count || total != all)))
            continue;
        if (!is_count || (counts == 0 && number != 1))
            return 0;
        all = total;
        counts++;
        texts += begins_text(head) || begins_with_day(head);
    }
    return counts > 0 && texts * 3 >= counts * 2 ? all : 0;
}

/* A line between texts and none of them. */
static bool is_border(const struct nd_reader *reader, struct nd_str line) {
    uint64_t number, total;

    return rule_of(line) != '\0' ||
           (reader->total > 0 && read_count(line, &number, &total) && total == reader->total);
}

static struct nd_str without_mark(struct nd_str head) {
    return nd_str_starts(head, ND_STR("\xef\xbb\xbf")) ? nd_str_skip(head, 3) : head;
}

static bool sniff(struct nd_str head, bool is_whole) {
    head = whole_lines(without_mark(head), is_whole);
    return find_total(head) > 0 || find_label(head).ptr != NULL || find_rule(head) != '\0';
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_str rest = nd_stream_rest(stream), head = nd_str_slice(rest, 0, ND_CONTAINER_HEAD);

    nd_stream_take(stream, head.len - without_mark(head).len);
    head = whole_lines(without_mark(head), stream->is_end && rest.len <= ND_CONTAINER_HEAD);
    reader->arena = arena;
    reader->total = find_total(head);
    if (reader->total > 0)
        return reader;
    reader->label = nd_arena_str(arena, find_label(head));
    reader->rule = reader->label.len > 0 ? '\0' : find_rule(head);
    return reader;
}

/* Whether a text begins at line, or behind the rule that it is. */
static bool begins(const struct nd_reader *reader, struct nd_str line, struct nd_str rest,
                   struct nd_str above) {
    if (reader->total > 0)
        return is_border(reader, line);
    if (reader->rule != '\0')
        return rule_of(line) == reader->rule && !is_underline(line, above) && begins_text(rest);
    return (nd_str_trim(above).len == 0 || rule_of(above) != '\0') && begins_block(reader->label, line, rest);
}

static enum nd_status next(struct nd_reader *reader, struct nd_str text, bool is_end, struct nd_cut *cut) {
    struct nd_str rest = text, line, above = ND_STR("");
    size_t from = SIZE_MAX, end = SIZE_MAX;

    for (; end == SIZE_MAX && nd_str_next_line(&rest, &line); above = line) {
        size_t at = (size_t)(line.ptr - text.ptr);
        if (!is_end && rest.len < LOOK)
            return ND_TOO_BIG;
        if (from != SIZE_MAX && begins(reader, line, rest, above))
            end = at;
        else if (from == SIZE_MAX && nd_str_trim(line).len > 0 && !is_border(reader, line))
            from = at;
        while (line.len == 0 && nd_str_starts(rest, ND_STR("\n"))) /* nothing begins with those */
            rest = nd_str_skip(rest, 1);
    }
    if (end == SIZE_MAX && !is_end)
        return ND_TOO_BIG;
    if (from == SIZE_MAX)
        return ND_END;
    cut->from = from;
    cut->length = nd_str_trim_right(nd_str_slice(text, from, end)).len;
    cut->taken = end == SIZE_MAX ? text.len : end;
    reader->found++;
    if (end == SIZE_MAX)
        cut->remark = nd_press_count(reader->found, (size_t)reader->total, reader->arena);
    return ND_OK;
}

/* Without the rules it ends in. */
static struct nd_str without_rules(struct nd_str text) {
    for (;;) {
        size_t last = nd_str_rfind_char(text, '\n');
        if (last == SIZE_MAX || rule_of(nd_str_skip(text, last + 1)) == '\0')
            return text;
        text = nd_str_trim_right(nd_str_slice(text, 0, last));
    }
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    (void)reader;
    (void)record;
    (void)problems;
    item->document = without_rules(text);
    item->fields = nd_value_new(arena, ND_MAP);
    return item->document.len > 0;
}

const struct nd_format nd_format_series = {"text", sniff, open, next, read, NULL, ND_FORMAT_TEXT};
