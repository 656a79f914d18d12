/* The line that says when, and by whom: dates as the bylines of many languages write them. */
#include "article/page/page.h"

#include <string.h>
#include <utf8proc.h>

enum {
    MAX_LINE = 160,  /* bytes; a longer paragraph is text in which a date occurs */
    MAX_FOLDED = 512 /* room for it in lower case */
};

/* The beginnings of month names; where one begins another, the longer comes first. */
static const struct {
    struct nd_str name;
    int month;
} months[] = {
    {ND_STR_INIT("jan"), 1},   {ND_STR_INIT("ene"), 1},    {ND_STR_INIT("gen"), 1},
    {ND_STR_INIT("jän"), 1},   {ND_STR_INIT("янв"), 1},    {ND_STR_INIT("sty"), 1},
    {ND_STR_INIT("oca"), 1},   {ND_STR_INIT("tammi"), 1},  {ND_STR_INIT("feb"), 2},
    {ND_STR_INIT("fév"), 2},   {ND_STR_INIT("fev"), 2},    {ND_STR_INIT("фев"), 2},
    {ND_STR_INIT("lut"), 2},   {ND_STR_INIT("şub"), 2},    {ND_STR_INIT("helmi"), 2},
    {ND_STR_INIT("mär"), 3},   {ND_STR_INIT("mar"), 3},    {ND_STR_INIT("maa"), 3},
    {ND_STR_INIT("mrt"), 3},   {ND_STR_INIT("мар"), 3},    {ND_STR_INIT("apr"), 4},
    {ND_STR_INIT("avr"), 4},   {ND_STR_INIT("abr"), 4},    {ND_STR_INIT("апр"), 4},
    {ND_STR_INIT("kwi"), 4},   {ND_STR_INIT("nis"), 4},    {ND_STR_INIT("huhti"), 4},
    {ND_STR_INIT("may"), 5},   {ND_STR_INIT("mai"), 5},    {ND_STR_INIT("mag"), 5},
    {ND_STR_INIT("mei"), 5},   {ND_STR_INIT("maj"), 5},    {ND_STR_INIT("мая"), 5},
    {ND_STR_INIT("май"), 5},   {ND_STR_INIT("touko"), 5},  {ND_STR_INIT("jun"), 6},
    {ND_STR_INIT("juin"), 6},  {ND_STR_INIT("giu"), 6},    {ND_STR_INIT("июн"), 6},
    {ND_STR_INIT("cze"), 6},   {ND_STR_INIT("haz"), 6},    {ND_STR_INIT("kesä"), 6},
    {ND_STR_INIT("jul"), 7},   {ND_STR_INIT("juil"), 7},   {ND_STR_INIT("lug"), 7},
    {ND_STR_INIT("июл"), 7},   {ND_STR_INIT("lip"), 7},    {ND_STR_INIT("tem"), 7},
    {ND_STR_INIT("heinä"), 7}, {ND_STR_INIT("aug"), 8},    {ND_STR_INIT("aoû"), 8},
    {ND_STR_INIT("ago"), 8},   {ND_STR_INIT("авг"), 8},    {ND_STR_INIT("sie"), 8},
    {ND_STR_INIT("ağu"), 8},   {ND_STR_INIT("elo"), 8},    {ND_STR_INIT("sep"), 9},
    {ND_STR_INIT("set"), 9},   {ND_STR_INIT("сен"), 9},    {ND_STR_INIT("wrz"), 9},
    {ND_STR_INIT("eyl"), 9},   {ND_STR_INIT("syys"), 9},   {ND_STR_INIT("oct"), 10},
    {ND_STR_INIT("okt"), 10},  {ND_STR_INIT("ott"), 10},   {ND_STR_INIT("out"), 10},
    {ND_STR_INIT("окт"), 10},  {ND_STR_INIT("paź"), 10},   {ND_STR_INIT("eki"), 10},
    {ND_STR_INIT("loka"), 10}, {ND_STR_INIT("nov"), 11},   {ND_STR_INIT("ноя"), 11},
    {ND_STR_INIT("lis"), 11},  {ND_STR_INIT("kas"), 11},   {ND_STR_INIT("marras"), 11},
    {ND_STR_INIT("dec"), 12},  {ND_STR_INIT("dez"), 12},   {ND_STR_INIT("déc"), 12},
    {ND_STR_INIT("dic"), 12},  {ND_STR_INIT("дек"), 12},   {ND_STR_INIT("gru"), 12},
    {ND_STR_INIT("ara"), 12},  {ND_STR_INIT("joulu"), 12},
};

static struct nd_str lower(struct nd_str s, char out[MAX_FOLDED]) {
    size_t length = 0;

    for (size_t i = 0; i < s.len && length + 4 <= MAX_FOLDED;) {
        uint32_t c;
        i += nd_utf8_decode(nd_str_skip(s, i), &c);
        length +=
            nd_utf8_encode(c == 0xA0 ? ' ' : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c), out + length);
    }
    return nd_str_of(out, length);
}

static bool is_word_byte(char c) {
    return nd_char_is_alpha(c) || (unsigned char)c >= 0x80;
}

/* The month whose name begins the word at offset at; *end is the offset behind the word and its point. */
static int month_at(struct nd_str s, size_t at, size_t *end) {
    int month = 0;
    size_t longest = 0;

    for (size_t i = 0; i < sizeof months / sizeof *months && at < s.len; i++) {
        struct nd_str name = months[i].name;
        if (name.ptr[0] == s.ptr[at] && name.len > longest && nd_str_starts(nd_str_skip(s, at), name)) {
            month = months[i].month;
            longest = name.len;
        }
    }
    *end = at;
    while (*end < s.len && is_word_byte(s.ptr[*end]))
        ++*end;
    if (*end < s.len && s.ptr[*end] == '.')
        ++*end;
    return *end - at > 16 ? 0 : month;
}

/* The number at offset at; *end is the offset behind it, and equals at when there is none. */
static int number_at(struct nd_str s, size_t at, size_t *end) {
    int number = 0;

    for (*end = at; *end < s.len && *end - at < 4 && nd_char_is_digit(s.ptr[*end]); ++*end)
        number = number * 10 + (s.ptr[*end] - '0');
    if (*end < s.len && nd_char_is_digit(s.ptr[*end]))
        *end = at; /* longer than a year: no part of a date */
    return number;
}

static size_t skip_any(struct nd_str s, size_t at, const char *set) {
    while (at < s.len && strchr(set, s.ptr[at]) != NULL)
        at++;
    return at;
}

static size_t skip_word(struct nd_str s, size_t at, const char *word) {
    struct nd_str w = nd_str_from(word);

    return nd_str_starts(nd_str_skip(s, at), w) ? skip_any(s, at + w.len, " ") : at;
}

static bool set_date(struct nd_date *date, int year, int month, int day) {
    if (year < 1900 || year > 2100 || !nd_date_is_real(year, month, day))
        return false;
    *date = (struct nd_date){.year = year, .month = month, .day = day};
    return true;
}

/* A year of four digits at offset at, behind what may stand before one. */
static int year_at(struct nd_str s, size_t at) {
    size_t end;
    int year;

    at = skip_any(s, at, " ,.-/");
    at = skip_word(s, skip_word(s, skip_word(s, at, "de "), "del "), "г");
    year = number_at(s, at, &end);
    return end - at == 4 ? year : 0;
}

/* "31. Januar 2022", "4 de mayo de 2022", "1er mai 2021", behind the day at offset at. */
static bool month_name_follows(struct nd_str s, size_t at, int day, struct nd_date *date) {
    static const char *const ordinals[] = {"st", "nd", "rd", "th", "er", "º", "ª"};
    size_t end;
    int month;

    for (size_t i = 0; i < sizeof ordinals / sizeof *ordinals; i++)
        if (nd_str_starts(nd_str_skip(s, at), nd_str_from(ordinals[i]))) {
            at += strlen(ordinals[i]);
            break;
        }
    at = skip_word(s, skip_word(s, skip_any(s, at, ". -"), "de "), "of ");
    month = month_at(s, at, &end);
    return month > 0 && set_date(date, year_at(s, end), month, day);
}

/* "31.10.2023", "31.10.23", "31/10/2023", "2023-10-31", behind the first number, from at to end. */
static bool numbers_follow(struct nd_str s, size_t at, size_t end, int first, struct nd_date *date) {
    char mark = end < s.len ? s.ptr[end] : '\0';
    size_t second_at = skip_any(s, end + 1, " "), second_end, third_at, third_end;
    int second, third;

    if (mark != '.' && mark != '/' && mark != '-')
        return false;
    second = number_at(s, second_at, &second_end);
    if (second_end == second_at || second_end >= s.len || s.ptr[second_end] != mark)
        return false;
    third_at = skip_any(s, second_end + 1, " ");
    third = number_at(s, third_at, &third_end);
    if (end - at == 4)
        return third_end > third_at && third_end - third_at <= 2 && set_date(date, first, second, third);
    if (mark == '.' && third_end - third_at == 2 && second_at == end + 1 && end - at == 2)
        third += 2000; /* two-digit years: only where points leave no doubt about the order */
    else if (mark == '.' && third_end - third_at == 4 && third_end < s.len && s.ptr[third_end] == ':')
        third = 2000 + third / 100; /* "28.09.1912:44": a time without a space before it */
    else if (third_end - third_at != 4)
        return false;
    if (mark == '/' && first <= 12 && second <= 12 && first != second)
        return false; /* day and month, or month and day: nobody can tell */
    if (mark == '/' && second > 12)
        return set_date(date, third, first, second);
    return set_date(date, third, second, first);
}

/* "2021年3月5日", "2021년 3월 5일", behind the year. */
static bool east_asian_follows(struct nd_str s, size_t end, int year, struct nd_date *date) {
    static const struct nd_str marks[] = {ND_STR_INIT("年"), ND_STR_INIT("月"), ND_STR_INIT("년"),
                                          ND_STR_INIT("월")};
    int month;
    size_t at;

    if (!nd_str_starts(nd_str_skip(s, end), marks[0]) && !nd_str_starts(nd_str_skip(s, end), marks[2]))
        return false;
    at = skip_any(s, end + 3, " ");
    month = number_at(s, at, &end);
    if (!nd_str_starts(nd_str_skip(s, end), marks[1]) && !nd_str_starts(nd_str_skip(s, end), marks[3]))
        return false;
    at = skip_any(s, end + 3, " ");
    return set_date(date, year, month, number_at(s, at, &end));
}

/* "May 3, 2021", "maj 3rd 2021", with the name of the month at offset at. */
static bool month_name_leads(struct nd_str s, size_t at, struct nd_date *date) {
    size_t end, day_end;
    int month = month_at(s, at, &end), day;

    if (month == 0)
        return false;
    at = skip_any(s, end, " ");
    day = number_at(s, at, &day_end);
    if (day_end == at || day_end - at > 2)
        return false;
    end = day_end;
    while (end < s.len && is_word_byte(s.ptr[end]) && end - day_end < 2)
        end++;
    return set_date(date, year_at(s, end), month, day);
}

static bool date_at(struct nd_str s, size_t at, struct nd_date *date) {
    size_t end;
    int first;

    if (!nd_char_is_digit(s.ptr[at]))
        return month_name_leads(s, at, date);
    first = number_at(s, at, &end);
    if (end == at)
        return false;
    return numbers_follow(s, at, end, first, date) ||
           (end - at == 4 && east_asian_follows(s, end, first, date)) ||
           (end - at <= 2 && month_name_follows(s, end, first, date));
}

/* There is no date without one. */
static bool has_digit(struct nd_str line) {
    for (size_t i = 0; i < line.len; i++)
        if (nd_char_is_digit(line.ptr[i]))
            return true;
    return false;
}

bool nd_dateline_find(struct nd_str line, struct nd_date *date) {
    char out[MAX_FOLDED];
    bool in_word = false, in_number = false;

    if (line.len > MAX_LINE || !has_digit(line))
        return false;
    line = lower(line, out);
    for (size_t i = 0; i < line.len; i++) {
        bool is_digit = nd_char_is_digit(line.ptr[i]), is_letter = is_word_byte(line.ptr[i]);
        if (((is_digit && !in_number) || (is_letter && !in_word)) && date_at(line, i, date))
            return true;
        in_number = is_digit;
        in_word = is_letter;
    }
    return false;
}

/* Words a byline begins with. */
static const struct nd_str bylines[] = {
    ND_STR_INIT("by "),    ND_STR_INIT("by: "),   ND_STR_INIT("von "),         ND_STR_INIT("von: "),
    ND_STR_INIT("par "),   ND_STR_INIT("di "),    ND_STR_INIT("por "),         ND_STR_INIT("door "),
    ND_STR_INIT("autor"),  ND_STR_INIT("author"), ND_STR_INIT("written "),     ND_STR_INIT("posted "),
    ND_STR_INIT("text: "), ND_STR_INIT("auteur"), ND_STR_INIT("published by"), ND_STR_INIT("作者"),
    ND_STR_INIT("文／"),
};

bool nd_dateline_is(struct nd_str line) {
    struct nd_date date;
    char out[MAX_FOLDED];

    if (line.len > MAX_LINE || nd_str_find_char(line, '\n') != SIZE_MAX)
        return false;
    if (nd_dateline_find(line, &date))
        return line.len < 100 && !nd_text_ends_sentence(line);
    line = lower(line, out);
    for (size_t i = 0; i < sizeof bylines / sizeof *bylines && line.len < 60; i++)
        if (nd_str_starts(line, bylines[i]))
            return !nd_text_ends_sentence(line);
    return false;
}
