/*
 * Dates as people and programs write them: ISO 8601 in its forms, RFC 5322 and its ancestors, JavaScript's,
 * Unix time, the months of ninety languages by name, years of Japan, Taiwan, Thailand and Iran. Nothing is
 * guessed: what may be two days is said to be.
 */
#include "base/date_words.h"

#include <string.h>

struct reader {
    struct nd_date_tokens tokens;
    size_t at;
    bool in_text; /* only what cannot be anything else */
};

struct month {
    int number, other; /* other: 0, or what the name is elsewhere */
    bool is_persian, is_thai;
};

static const struct nd_date_token *peek(const struct reader *r, size_t ahead) {
    size_t at = r->at + ahead;

    return &r->tokens.list[at < r->tokens.count ? at : r->tokens.count];
}

/* Passes over signs and words of these kinds. */
static void skip(struct reader *r, const char *signs, unsigned kinds) {
    while (nd_date_is_sign(peek(r, 0), signs) || nd_date_has_kind(peek(r, 0), kinds))
        r->at++;
}

/* Names of up to three words: كانون الثاني; twice: نيسان/أبريل. Hebrew has "in" before them: במרץ. */
static bool take_month(struct reader *r, struct month *month) {
    enum { WORDS = 3, LONGEST = 96 };
    char name[LONGEST];
    size_t length = 0, taken = 0;

    *month = (struct month){0};
    for (size_t words = 0; words < WORDS; words++) {
        const struct nd_date_token *token = peek(r, words);
        struct nd_date_meaning meaning;
        struct nd_str word = token->text;
        if (token->type != ND_DATE_WORD || length + word.len + 1 > sizeof name)
            break;
        if (words == 0 && nd_str_starts(word, ND_STR("ב")) && nd_date_meaning_of(word).months[0] == 0)
            word = nd_str_skip(word, 2);
        if (words > 0)
            name[length++] = '_';
        memcpy(name + length, word.ptr, word.len);
        length += word.len;
        meaning = nd_date_meaning_of(nd_str_of(name, length));
        if (meaning.months[0] == 0)
            continue;
        taken = words + 1;
        *month = (struct month){meaning.months[0], meaning.months[1], (meaning.kinds & ND_WORD_PERSIAN) != 0,
                                (unsigned char)name[0] == 0xE0 && (unsigned char)name[1] >= 0xB8};
    }
    r->at += taken;
    if (taken > 0 && nd_date_is_sign(peek(r, 0), "."))
        r->at++;
    if (taken > 0 && nd_date_is_sign(peek(r, 0), "/") && peek(r, 1)->type == ND_DATE_WORD &&
        peek(r, 1)->meaning.months[0] == month->number)
        r->at += 2;
    return taken > 0;
}

/* RFC 5322, section 4.3: two digits below 50 are of this century. */
static int full_year(const struct nd_date_token *token) {
    return (int)(token->digits > 2 ? token->value : token->value + (token->value < 50 ? 2000 : 1900));
}

static bool is_two_digit_year(const struct reader *r, const struct nd_date_token *token) {
    const struct nd_date_token *next = token + 1;

    return !r->in_text && nd_date_is_number(token, 2, 2) && !nd_date_is_sign(next, ":") &&
           !nd_date_has_kind(next, ND_WORD_HOUR);
}

static bool take_year(struct reader *r, int *year) {
    size_t before = r->at;

    skip(r, ",.-/'", ND_WORD_LINK | ND_WORD_YEAR);
    if (nd_date_is_number(peek(r, 0), 4, 4) || is_two_digit_year(r, peek(r, 0))) {
        *year = full_year(peek(r, 0));
        r->at++;
        return true;
    }
    r->at = before;
    return false;
}

/* The year behind the time: "Mar  5 10:11:12 2024", ANSI C's asctime(); "… 10:11:12 +0100 2024", Twitter's;
 * "… 10:11:12 2024 +0100", Git's. What is left is the time. */
static bool take_late_year(struct reader *r, int *year) {
    enum { MOST_AHEAD = 9 };
    size_t ahead = 1, zone;

    if (r->in_text || !nd_date_is_number(peek(r, 0), 1, 2) || !nd_date_is_sign(peek(r, 1), ":"))
        return false;
    while (ahead < MOST_AHEAD && (!nd_date_is_number(peek(r, ahead), 4, 4) ||
                                  nd_date_is_sign(peek(r, ahead - 1), "+-"))) /* a zone */
        ahead++;
    zone = nd_date_is_sign(peek(r, ahead + 1), "+-") && nd_date_is_number(peek(r, ahead + 2), 4, 4) ? 2 : 0;
    if (ahead == MOST_AHEAD || peek(r, ahead + zone + 1)->type != ND_DATE_END)
        return false;
    *year = (int)peek(r, ahead)->value;
    for (size_t at = r->at + ahead; at + 1 < r->tokens.count; at++)
        r->tokens.list[at] = r->tokens.list[at + 1];
    r->tokens.count--;
    r->tokens.list[r->tokens.count].type = ND_DATE_END;
    return true;
}

static bool set(struct nd_date_reading *reading, int year, const struct month *month, int64_t day) {
    struct nd_date *date = &reading->date;

    if (month->is_thai && year > 2400 && year < 2700)
        year -= 543; /* the Buddhist era */
    *date = (struct nd_date){.year = year, .month = month->number, .day = (int)day};
    if (month->is_persian) {
        if (year < 1200 || year > 1500 || day < 1 || day > 31 - (month->number > 6))
            return false;
        nd_date_from_persian(date);
        return true;
    }
    if (month->other != 0 && nd_date_is_real(year, month->other, (int)day))
        reading->other = (struct nd_date){.year = year, .month = month->other, .day = (int)day};
    return nd_date_is_real(year, month->number, (int)day);
}

static bool set_numbers(struct nd_date_reading *reading, int year, int64_t month, int64_t day) {
    reading->date = (struct nd_date){.year = year, .month = (int)month, .day = (int)day};
    return month <= 12 && day <= 31 && nd_date_is_real(year, (int)month, (int)day);
}

/* A month, or a year when month is 0. Text may have such without being a date. */
static bool set_part(const struct reader *r, struct nd_date_reading *reading, int year, int64_t month) {
    reading->date = (struct nd_date){.year = year, .month = (int)month};
    return !r->in_text && month <= 12 && year >= 1000 && year <= 9999;
}

/* "5 March 2024", "5. März 2024", "le 1er mai 2021", "5 tháng 3 năm 2024" */
static bool read_day_first(struct reader *r, struct nd_date_reading *reading) {
    int64_t day = peek(r, 0)->value;
    struct month month = {0};
    bool has_point;
    int year;

    r->at++;
    if (nd_date_has_kind(peek(r, 0), ND_WORD_ORDINAL) && !peek(r, 0)->is_spaced)
        r->at++;
    has_point = nd_date_is_sign(peek(r, 0), ".");
    skip(r, ".-/,", 0);
    if (!take_month(r, &month)) {
        skip(r, ".-/,'", ND_WORD_LINK | ND_WORD_ORDINAL);
        if (nd_date_is_number(peek(r, 0), 1, 2) && (nd_date_is_word(&r->tokens.list[r->at - 1], "thang") ||
                                                    nd_date_is_word(&r->tokens.list[r->at - 1], "thg"))) {
            month.number = (int)peek(r, 0)->value;
            r->at++;
        } else if (!take_month(r, &month)) {
            return false;
        }
    }
    if (!has_point)
        month.other = 0; /* Polish writes none behind the day, Croatian does */
    return (take_year(r, &year) || take_late_year(r, &year)) && set(reading, year, &month, day);
}

/* "March 5, 2024", "Mar-05-2024", "March 2024" */
static bool read_month_first(struct reader *r, struct nd_date_reading *reading) {
    struct month month;
    int64_t day;
    int year;

    if (!take_month(r, &month))
        return false;
    skip(r, ".,-/", ND_WORD_LINK);
    if (!nd_date_is_number(peek(r, 0), 1, 2))
        return take_year(r, &year) && !month.is_persian && month.other == 0 &&
               set_part(r, reading, month.is_thai && year > 2400 ? year - 543 : year, month.number);
    day = peek(r, 0)->value;
    r->at++;
    if (nd_date_has_kind(peek(r, 0), ND_WORD_ORDINAL) && !peek(r, 0)->is_spaced)
        r->at++;
    return (take_year(r, &year) || take_late_year(r, &year)) && set(reading, year, &month, day);
}

/* "2024-W10-2", "2024W102" */
static bool read_week(struct reader *r, struct nd_date_reading *reading, int year) {
    const struct nd_date_token *week = peek(r, 1);

    r->at += 2;
    if (nd_date_is_number(week, 3, 3))
        return nd_date_from_week(year, week->value / 10, week->value % 10, &reading->date);
    if (!nd_date_is_number(week, 2, 2) || !nd_date_is_sign(peek(r, 0), "-") ||
        !nd_date_is_number(peek(r, 1), 1, 1))
        return false;
    r->at += 2;
    return nd_date_from_week(year, week->value, r->tokens.list[r->at - 1].value, &reading->date);
}

static bool is_either(const struct nd_date_token *t, const char *a, const char *b) {
    return nd_date_is_word(t, a) || nd_date_is_word(t, b);
}
/* "年3月5日" behind the year. */
static bool read_east_asian(struct reader *r, struct nd_date_reading *reading, int year) {
    int64_t month, day;

    r->at++;
    if (!nd_date_is_number(peek(r, 0), 1, 2) || !is_either(peek(r, 1), "月", "월"))
        return set_part(r, reading, year, 0);
    month = peek(r, 0)->value;
    r->at += 2;
    if (!nd_date_is_number(peek(r, 0), 1, 2) || nd_date_is_sign(peek(r, 1), ":"))
        return set_part(r, reading, year, month);
    day = peek(r, 0)->value;
    r->at++;
    if (is_either(peek(r, 0), "日", "일") || is_either(peek(r, 0), "号", "號"))
        r->at++;
    return set_numbers(reading, year, month, day);
}

/* "-03-05", "/3/5", ". 3. 5.", "-065", "-W10-2" behind the year. */
static bool read_numbers_behind_year(struct reader *r, struct nd_date_reading *reading, int year) {
    char mark[2] = {peek(r, 0)->text.ptr[0], '\0'};
    bool is_of_iran = year > 1350 && year < 1450 && (mark[0] == '/' || r->tokens.has_other_digits);
    int64_t month;

    r->at++;
    if (nd_date_is_word(peek(r, 0), "w") && mark[0] == '-')
        return read_week(r, reading, year);
    if (mark[0] == '-' && nd_date_is_number(peek(r, 0), 3, 3) && !r->in_text) {
        nd_date_from_days(nd_date_to_days(year, 1, 1) + peek(r, 0)->value - 1, &reading->date);
        r->at++;
        return reading->date.year == year;
    }
    if (!nd_date_is_number(peek(r, 0), 1, 2))
        return mark[0] == '.' && set_part(r, reading, year, 0);
    month = peek(r, 0)->value;
    r->at++;
    if (!nd_date_is_sign(peek(r, 0), mark) || !nd_date_is_number(peek(r, 1), 1, 2)) {
        if (mark[0] == '.' && nd_date_is_sign(peek(r, 0), "."))
            r->at++;
        return month > 0 && r->tokens.list[r->at - 1].digits != 1 && set_part(r, reading, year, month);
    }
    r->at += 2;
    return set(reading, year, &(struct month){(int)month, 0, is_of_iran && month >= 1 && month <= 12, false},
               r->tokens.list[r->at - 1].value);
}

static bool read_year_first(struct reader *r, struct nd_date_reading *reading) {
    int year = (int)peek(r, 0)->value;
    struct month month;
    int64_t day;

    r->at++;
    if (is_either(peek(r, 0), "年", "년"))
        return read_east_asian(r, reading, year);
    if (nd_date_is_word(peek(r, 0), "w") && !peek(r, 0)->is_spaced)
        return read_week(r, reading, year);
    if (nd_date_is_sign(peek(r, 0), "-/.:_") &&
        (nd_date_is_number(peek(r, 1), 1, 3) || nd_date_is_word(peek(r, 1), "w")))
        return read_numbers_behind_year(r, reading, year);
    if (nd_date_is_sign(peek(r, 0), "(") && nd_date_is_sign(peek(r, 2), ")"))
        r->at += 3; /* 2024(e)ko */
    skip(r, ".-/,", ND_WORD_LINK | ND_WORD_YEAR);
    if (nd_date_is_number(peek(r, 0), 1, 2) && !nd_date_is_sign(peek(r, 1), ":")) { /* 2024. gada 5. marts */
        day = peek(r, 0)->value;
        r->at++;
        skip(r, ".-", ND_WORD_LINK);
        return take_month(r, &month) && set(reading, year, &month, day);
    }
    if (!take_month(r, &month))
        return set_part(r, reading, year, 0);
    skip(r, ".-/,", ND_WORD_LINK | ND_WORD_YEAR);
    if (!nd_date_is_number(peek(r, 0), 1, 2))
        return set_part(r, reading, year, month.number);
    day = peek(r, 0)->value;
    r->at++;
    skip(r, "", ND_WORD_ORDINAL);
    return set(reading, year, &month, day);
}

/* Day and month by the numbers alone: points put the day first everywhere, strokes do not; nor do the digits
 * of other scripts leave a doubt. */
static bool set_ordered(struct nd_date_reading *reading, bool is_sure, int year, int64_t first,
                        int64_t second) {
    if (is_sure || first > 12 || first == second)
        return set_numbers(reading, year, second, first);
    if (second > 12)
        return set_numbers(reading, year, first, second);
    if (!set_numbers(reading, year, first, second))
        return false;
    reading->other = reading->date;
    return set_numbers(reading, year, second, first);
}

/* "5.3.2024", "25/12/2019", "05-03-24", "03/2024" */
static bool read_numbers(struct reader *r, struct nd_date_reading *reading) {
    const struct nd_date_token *first = peek(r, 0), *second = peek(r, 2), *third = peek(r, 4);
    char mark[2] = {'\0', '\0'};

    if (!nd_date_is_sign(peek(r, 1), "./-"))
        return false;
    mark[0] = peek(r, 1)->text.ptr[0];
    if (nd_date_is_number(second, 4, 4) && !nd_date_is_sign(peek(r, 3), mark)) {
        r->at += 3;
        return first->value >= 1 && set_part(r, reading, (int)second->value, first->value);
    }
    if (!nd_date_is_number(second, 1, 2) || !nd_date_is_sign(peek(r, 3), mark) ||
        !nd_date_is_number(third, 2, 4) || third->digits == 3)
        return false;
    r->at += 5;
    if (third->digits == 2 && r->in_text && (mark[0] != '.' || first->digits != 2 || second->is_spaced))
        return false;
    if (mark[0] == '.' && third->digits == 4 && nd_date_is_sign(peek(r, 0), ":") && !peek(r, 0)->is_spaced)
        return set_numbers(reading, 2000 + (int)third->value / 100, second->value, first->value);
    if (third->digits == 2 && first->value > 31)
        return set_numbers(reading, full_year(first), second->value, third->value);
    if (third->digits == 2 && mark[0] == '-' &&
        set_numbers(reading, full_year(first), second->value, third->value)) {
        reading->other = reading->date;
        return set_numbers(reading, full_year(third), second->value, first->value);
    }
    return set_ordered(reading, mark[0] == '.' || r->tokens.has_other_digits, full_year(third), first->value,
                       second->value);
}

/* Seconds, milliseconds, microseconds since 1970. */
static bool read_unix(struct reader *r, struct nd_date_reading *reading) {
    const struct nd_date_token *number = peek(r, 0);
    int64_t unit = number->digits == 10 ? 1 : number->digits == 13 ? 1000 : 1000000;

    r->at++;
    if (nd_date_is_sign(peek(r, 0), ".") && peek(r, 1)->type == ND_DATE_NUMBER)
        r->at += 2;
    return peek(r, 0)->type == ND_DATE_END && nd_date_from_unix(number->value / unit, &reading->date);
}

/* "令和6年3月5日", "民國113年": the year counted from another one; 元 is the first. */
static bool read_era(struct reader *r, struct nd_date_reading *reading) {
    static const struct {
        struct nd_str name;
        int base;
    } eras[] = {{ND_STR_INIT("令和"), 2018}, {ND_STR_INIT("平成"), 1988}, {ND_STR_INIT("昭和"), 1925},
                {ND_STR_INIT("大正"), 1911}, {ND_STR_INIT("明治"), 1867}, {ND_STR_INIT("民國"), 1911},
                {ND_STR_INIT("民国"), 1911}};
    const struct nd_date_token *first = peek(r, 0), *year = peek(r, 2);

    if (peek(r, 1)->type != ND_DATE_WORD || !nd_date_is_word(peek(r, 3), "年") ||
        !(nd_date_is_word(year, "元") || nd_date_is_number(year, 1, 3)))
        return false;
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++)
        if (nd_str_eq(nd_str_of(first->text.ptr, first->text.len + peek(r, 1)->text.len), eras[i].name)) {
            r->at += 3;
            return read_east_asian(r, reading,
                                   eras[i].base + (year->type == ND_DATE_NUMBER ? (int)year->value : 1));
        }
    return false;
}

/* The day from r->at on. */
static bool read_day(struct reader *r, struct nd_date_reading *reading) {
    const struct nd_date_token *token = peek(r, 0);
    size_t start = r->at;

    *reading = (struct nd_date_reading){0};
    if (token->type == ND_DATE_WORD)
        return read_era(r, reading) || (r->at = start, read_month_first(r, reading));
    if (token->type != ND_DATE_NUMBER)
        return false;
    switch (token->digits) {
    case 1:
    case 2:
        if (read_numbers(r, reading))
            return true;
        r->at = start;
        *reading = (struct nd_date_reading){0};
        return read_day_first(r, reading);
    case 4:
        return read_year_first(r, reading);
    case 8:
    case 12:
    case 14:
    case 17:
        r->at++;
        return !r->in_text && nd_date_from_compact(token->value, token->digits, &reading->date);
    case 10:
    case 13:
    case 16:
        return !r->in_text && read_unix(r, reading);
    default:
        return false;
    }
}

/* "10:30, " before a date; the offset of what follows, or at. */
static size_t behind_time(const struct reader *r) {
    size_t ahead = nd_date_is_sign(peek(r, 3), ":") && nd_date_is_number(peek(r, 4), 2, 2) ? 5 : 3;

    if (!nd_date_is_number(peek(r, 0), 1, 2) || !nd_date_is_sign(peek(r, 1), ":") ||
        !nd_date_is_number(peek(r, 2), 2, 2))
        return r->at;
    while (nd_date_is_sign(peek(r, ahead), ",-|.()") ||
           nd_date_has_kind(peek(r, ahead), ND_WORD_AM | ND_WORD_PM | ND_WORD_LINK | ND_WORD_ZONE))
        ahead++;
    return r->at + ahead;
}

/* What may stand behind a date: brackets closed, the day of the week, a comment. */
static void skip_end(struct reader *r) {
    for (;;) {
        size_t before = r->at, ahead = 1;
        skip(r, ")]>.,\"'", ND_WORD_WEEKDAY | ND_WORD_YEAR);
        while (nd_date_is_sign(peek(r, 0), "(") && peek(r, ahead)->type == ND_DATE_WORD)
            ahead++;
        if (ahead > 1 && nd_date_is_sign(peek(r, ahead), ")"))
            r->at += ahead + 1;
        if (r->at == before)
            return;
    }
}

static bool read_all(struct reader *r, struct nd_date_reading *reading) {
    size_t time = r->at, start = behind_time(r);

    r->at = start;
    skip(r, ",", start != time ? ND_WORD_WEEKDAY | ND_WORD_LINK : 0);
    if (!read_day(r, reading))
        return false;
    if (reading->date.day == 0 || reading->date.has_time) {
        skip_end(r);
        reading->has_rest = peek(r, 0)->type != ND_DATE_END;
        return true;
    }
    if (start != time)
        reading->has_rest = !nd_date_read_times(&r->tokens, &time, reading);
    skip_end(r);
    if (peek(r, 0)->type != ND_DATE_END && !nd_date_read_times(&r->tokens, &r->at, reading))
        reading->has_rest = true;
    skip_end(r);
    reading->has_rest = reading->has_rest || peek(r, 0)->type != ND_DATE_END;
    return true;
}

/* Thai writes "the day of" together with the name of a day. */
static bool is_weekday(const struct nd_date_token *token) {
    return nd_date_has_kind(token, ND_WORD_WEEKDAY) ||
           (token->type == ND_DATE_WORD && nd_str_starts(token->text, ND_STR("วัน")));
}

bool nd_date_read(struct nd_str s, struct nd_date_reading *reading) {
    struct reader r = {.at = 0};
    size_t start;

    *reading = (struct nd_date_reading){0};
    s = nd_str_trim(s);
    if (s.len == 0 || s.len > ND_DATE_TEXT_MAX)
        return false;
    if (nd_date_parse_iso(s, &reading->date))
        return true;
    nd_date_split(s, &r.tokens);
    skip(&r, "[<(\"'", 0);
    start = r.at;
    /* The day of the week may be of several words, or a month in another language: "mar." is Tuesday and
     * March. */
    for (int words = 3; words >= 0; words -= words == 3 ? 2 : 1) {
        r.at = start;
        for (int i = 0; i < words && is_weekday(peek(&r, 0)); i++) {
            r.at++;
            skip(&r, ",.-", ND_WORD_LINK);
        }
        if (words == 0)
            skip(&r, ",.", ND_WORD_LINK);
        if (read_all(&r, reading) && (words == 0 || reading->date.day != 0))
            return true;
    }
    return false;
}

bool nd_date_read_first(struct nd_str line, bool is_certain, struct nd_date_reading *reading,
                        struct nd_str *where) {
    struct reader r = {.in_text = true};

    nd_date_split(line, &r.tokens);
    nd_date_part_years(&r.tokens);
    for (size_t i = 0; i < r.tokens.count; i++) {
        if (r.tokens.list[i].type == ND_DATE_SIGN)
            continue;
        r.at = i;
        *reading = (struct nd_date_reading){0};
        if (read_day(&r, reading) && reading->date.day > 0 && (reading->other.year == 0) == is_certain &&
            reading->date.year >= 1900 && reading->date.year <= 2100) {
            *where = nd_str_slice(line, r.tokens.list[i].start, r.tokens.list[r.at - 1].end);
            return true;
        }
    }
    return false;
}
