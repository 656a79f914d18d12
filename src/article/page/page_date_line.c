/* What one line or paragraph says of days, wherever it stands. */
#include "article/page/page_date_line.h"

#include "article/page/page.h"

#include <string.h>

enum {
    MAX_WORDS = 2,  /* before a date in a line that neither begins with a label nor as bylines do */
    MAX_SHORT = 60, /* bytes of a line with a year of two digits, */
    MAX_BEFORE = 5  /* and words before it */
};

bool nd_date_line_is_alone(struct nd_str line) {
    struct nd_date_reading reading;

    return line.len < 40 && nd_date_read(line, &reading) && !reading.has_rest && reading.date.day > 0 &&
           nd_dateline_find(line, &reading.date);
}

bool nd_date_line_is_amid_words(struct nd_str line) {
    struct nd_date_reading reading;
    struct nd_str where;
    size_t words = 0;

    if (!nd_date_read_first(line, true, &reading, &where))
        return false;
    for (const char *c = line.ptr; c < where.ptr; c++)
        words += (c == line.ptr || c[-1] == ' ') && (nd_char_is_alpha(*c) || (unsigned char)*c >= 0xC3);
    return words > MAX_WORDS;
}

bool nd_date_line_begins(struct nd_str text, struct nd_date *date) {
    enum { HEAD = 60 };
    static const struct nd_str signs[] = {ND_STR_INIT("–"), ND_STR_INIT("—"), ND_STR_INIT("- "),
                                          ND_STR_INIT(":"), ND_STR_INIT("|"), ND_STR_INIT(")")};
    bool is_in_brackets = nd_str_starts(text, ND_STR("(")) || nd_str_starts(text, ND_STR("["));
    struct nd_str head = nd_str_slice(text, 0, nd_utf8_floor(text, HEAD)), where, rest;
    struct nd_date_reading reading;

    if (text.len <= HEAD || !nd_date_read_first(head, true, &reading, &where) ||
        where.ptr != text.ptr + is_in_brackets)
        return false;
    *date = reading.date;
    rest = nd_str_trim(nd_str_skip(text, (size_t)(where.ptr + where.len - text.ptr)));
    if (is_in_brackets)
        return nd_str_starts(rest, ND_STR(")")) || nd_str_starts(rest, ND_STR("]"));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (nd_str_starts(rest, signs[i]))
            return true;
    return false;
}

/* "v. 2.11.22", "Version 2.11.22", "Версия 2.11.22" */
static bool is_of_version(struct nd_str before) {
    size_t blank = nd_str_rfind_char(before, ' ');
    struct nd_str word = blank == SIZE_MAX ? before : nd_str_skip(before, blank + 1);

    return nd_str_starts_nocase(word, ND_STR("v.")) || nd_str_starts_nocase(word, ND_STR("vers")) ||
           nd_str_starts(word, ND_STR("Верс")) || nd_str_starts(word, ND_STR("верс"));
}

struct nd_str nd_date_line_short(struct nd_str line, bool is_dated) {
    struct nd_date_reading reading;
    struct nd_str rest, before;
    size_t at = 0, words = 0;

    line = nd_str_trim(line);
    while (at < line.len && !nd_char_is_digit(line.ptr[at])) {
        words += line.ptr[at] == ' ';
        at++;
    }
    before = nd_str_trim(nd_str_slice(line, 0, at));
    rest = nd_str_skip(line, at);
    if (line.len > MAX_SHORT || rest.len == 0 || words > MAX_BEFORE || is_of_version(before) ||
        (at > 0 && !nd_char_is_blank(line.ptr[at - 1]) && line.ptr[at - 1] != '(') ||
        !nd_date_read(rest, &reading) || reading.has_rest || reading.date.day == 0)
        return ND_STR_NONE;
    if (nd_str_starts(before, ND_STR("(")))
        before = nd_str_trim(nd_str_skip(before, 1));
    if (before.len == 0 || is_dated)
        return rest;
    return nd_str_ends(before, ND_STR(",")) && nd_dateline_is_place(nd_str_slice(before, 0, before.len - 1))
               ? rest
               : ND_STR_NONE;
}

bool nd_date_line_has_long_year(struct nd_str line) {
    size_t digits = 0;

    for (size_t i = 0; i < line.len && digits < 4; i++)
        digits = nd_char_is_digit(line.ptr[i]) ? digits + 1 : 0;
    return digits == 4;
}

bool nd_date_line_read_short(struct nd_str where, struct nd_str language, struct nd_date_reading *reading) {
    static const struct nd_str year_first[] = {ND_STR_INIT("zh"), ND_STR_INIT("ja"), ND_STR_INIT("ko"),
                                               ND_STR_INIT("hu"), ND_STR_INIT("lt"), ND_STR_INIT("mn")};
    enum { FIRST_THAI = 1943 /* as what "43" is read, which is 2543 there and 2000 here */ };
    char whole[2 + MAX_SHORT] = "20";
    bool is_year_first = false;

    for (size_t i = 0; i < sizeof year_first / sizeof *year_first; i++)
        is_year_first = is_year_first || nd_str_starts(language, year_first[i]);
    memcpy(whole + 2, where.ptr, where.len);
    if (!nd_date_read(is_year_first ? nd_str_of(whole, where.len + 2) : where, reading) ||
        reading->has_rest || reading->date.day == 0)
        return false;
    if (nd_str_starts(language, ND_STR("th")) && reading->date.year >= FIRST_THAI &&
        reading->date.year < 2000)
        reading->date.year += 2000 - FIRST_THAI; /* "67" is 2567, which is 2024 */
    reading->date.has_time = false;              /* the zone of a page is not known */
    return true;
}

bool nd_date_line_says(struct nd_str before, bool (*is)(struct nd_str)) {
    enum { CLOSE = 48 }; /* bytes */
    size_t at = before.len > CLOSE ? before.len - CLOSE : 0;

    for (; at < before.len; at++)
        if ((at == 0 || nd_char_is_blank(before.ptr[at - 1]) || (unsigned char)before.ptr[at - 1] >= 0x80) &&
            is(nd_str_skip(before, at)))
            return true;
    return false;
}
