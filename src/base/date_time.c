/* Times of day with their zones, from the tokens of a date. */
#include "base/date_words.h"

struct clock {
    const struct nd_date_tokens *tokens;
    size_t at;
    int64_t hour, minute, second;
    int half; /* 1: am, 2: pm, 0: neither was said */
};

static const struct nd_date_token *peek(const struct clock *c, size_t ahead) {
    size_t at = c->at + ahead;

    return &c->tokens->list[at < c->tokens->count ? at : c->tokens->count];
}

/* The names of RFC 5322, section 4.3, and those of tz that mean one offset the world over. */
static const struct {
    char name[8];
    short minutes;
} zones[] = {
    {"z", 0},      {"utc", 0},    {"gmt", 0},    {"ut", 0},     {"edt", -240}, {"est", -300},  {"cdt", -300},
    {"cst", -360}, {"mdt", -360}, {"mst", -420}, {"pdt", -420}, {"pst", -480}, {"akdt", -480}, {"akst", -540},
    {"hst", -600}, {"ast", -240}, {"adt", -180}, {"nst", -210}, {"ndt", -150}, {"brt", -180},  {"art", -180},
    {"clt", -240}, {"wet", 0},    {"west", 60},  {"bst", 60},   {"cet", 60},   {"cest", 120},  {"mez", 60},
    {"mesz", 120}, {"met", 60},   {"mest", 120}, {"eet", 120},  {"eest", 180}, {"msk", 180},   {"мск", 180},
    {"wat", 60},   {"cat", 120},  {"sast", 120}, {"eat", 180},  {"pkt", 300},  {"ict", 420},   {"wib", 420},
    {"wita", 480}, {"wit", 540},  {"hkt", 480},  {"sgt", 480},  {"awst", 480}, {"jst", 540},   {"kst", 540},
    {"acst", 570}, {"aest", 600}, {"aedt", 660}, {"acdt", 630}, {"nzst", 720}, {"nzdt", 780},
};

bool nd_date_zone(struct nd_str name, int *minutes) {
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        size_t length = 0;
        while (length < sizeof zones[i].name && zones[i].name[length] != '\0')
            length++;
        if (nd_str_eq(name, nd_str_of(zones[i].name, length))) {
            *minutes = zones[i].minutes;
            return true;
        }
    }
    return false;
}

/* The first Sunday of a month, or of what follows the day given. */
static int sunday_from(int year, int month, int day) {
    int64_t days = nd_date_to_days(year, month, day);

    return day + (int)((10 - days % 7) % 7); /* 1970-01-04 was one */
}

/* Summer time of the United States by their laws of 1966, 1986 and 2005; to the day. */
static bool is_american_summer(const struct nd_date *date) {
    int year = date->year, of_year = date->month * 100 + date->day;
    int first = year >= 2007   ? 300 + sunday_from(year, 3, 8)
                : year >= 1987 ? 400 + sunday_from(year, 4, 1)
                               : 400 + sunday_from(year, 4, 24);
    int last = year >= 2007 ? 1100 + sunday_from(year, 11, 1) : 1000 + sunday_from(year, 10, 25);

    return year >= 1967 && of_year >= first && of_year < last;
}

/* "ET", "Eastern", "Eastern Time": what clocks show there on that day. Only behind "am" or "pm", as they are
 * written: they are words as well. */
static bool take_american_zone(struct clock *c, const struct nd_date *date, int *minutes) {
    static const struct {
        char name[10];
        short minutes;
    } places[] = {{"et", -300},      {"ct", -360},      {"mt", -420},       {"pt", -480},
                  {"eastern", -300}, {"central", -360}, {"mountain", -420}, {"pacific", -480}};
    bool is_named = c->half != 0 && peek(c, 0)->type == ND_DATE_WORD;

    for (size_t i = 0; i < sizeof places / sizeof *places && is_named; i++) {
        if (!nd_date_is_word(peek(c, 0), places[i].name))
            continue;
        *minutes = places[i].minutes + 60 * is_american_summer(date);
        c->at++;
        if (nd_date_is_word(peek(c, 0), "standard") || nd_date_is_word(peek(c, 0), "daylight")) {
            *minutes = places[i].minutes + 60 * nd_date_is_word(peek(c, 0), "daylight");
            c->at++;
        }
        c->at += nd_date_is_word(peek(c, 0), "time");
        return true;
    }
    return false;
}

/* "+0100", "+01:00", "+1", with *at on the sign. */
static bool take_offset(struct clock *c, int *minutes) {
    const struct nd_date_token *number = peek(c, 1);
    int sign = nd_date_is_sign(peek(c, 0), "-") ? -1 : 1;
    int64_t hours, rest = 0;

    if (!nd_date_is_number(number, 1, 4) || number->is_spaced || number->digits == 3)
        return false;
    hours = number->digits == 4 ? number->value / 100 : number->value;
    rest = number->digits == 4 ? number->value % 100 : 0;
    c->at += 2;
    if (number->digits < 4 && nd_date_is_sign(peek(c, 0), ":")) {
        if (!nd_date_is_number(peek(c, 1), 1, 2) || peek(c, 1)->digits != 2)
            return false;
        rest = peek(c, 1)->value;
        c->at += 2;
    }
    *minutes = sign * (int)(hours * 60 + rest);
    return hours <= 23 && rest <= 59;
}

/* Passes over "(CET)", "[Europe/Paris]": the name of a zone whose offset is known. */
static bool skip_comment(struct clock *c) {
    size_t ahead = 1;

    if (!nd_date_is_sign(peek(c, 0), "(["))
        return true;
    while (peek(c, ahead)->type != ND_DATE_END && !nd_date_is_sign(peek(c, ahead), ")]"))
        ahead++;
    if (peek(c, ahead)->type == ND_DATE_END)
        return false;
    c->at += ahead + 1;
    return true;
}

/* What is there may be another thing than a zone; only a word or sign right behind a time has to be one. */
static bool take_zone(struct clock *c, const struct nd_date *date, int *minutes) {
    bool is_open = nd_date_is_sign(peek(c, 0), "(") && peek(c, 1)->type == ND_DATE_WORD;
    size_t before = c->at;
    bool is_american;

    *minutes = 0;
    c->at += is_open;
    is_american = take_american_zone(c, date, minutes);
    if (!is_american && peek(c, 0)->type == ND_DATE_WORD) {
        if (nd_date_zone(peek(c, 0)->text, minutes)) {
            c->at++;
            if (nd_date_is_sign(peek(c, 0), "+-") && !take_offset(c, minutes))
                return false;
        } else if ((peek(c, 0)->meaning.kinds & ND_WORD_WEEKDAY) == 0) {
            c->at = before;
            return false;
        }
    } else if (!is_american && nd_date_is_sign(peek(c, 0), "+-") && !take_offset(c, minutes)) {
        return false;
    }
    if (is_open && nd_date_is_sign(peek(c, 0), ")"))
        c->at++;
    else if (is_open)
        c->at = before;
    return skip_comment(c);
}

/* "am", "p.m.", "下午". */
static void take_half(struct clock *c) {
    const struct nd_date_token *word = peek(c, 0), *pair = peek(c, 1);
    unsigned kinds;

    if (word->type != ND_DATE_WORD)
        return;
    if (word->text.len == 1 && (word->text.ptr[0] == 'a' || word->text.ptr[0] == 'p') &&
        nd_date_is_sign(pair, ".") && nd_str_eq(peek(c, 2)->text, ND_STR("m"))) {
        c->half = word->text.ptr[0] == 'a' ? 1 : 2;
        c->at += nd_date_is_sign(peek(c, 3), ".") ? 4 : 3;
        return;
    }
    kinds = word->meaning.kinds;
    if ((kinds & (ND_WORD_AM | ND_WORD_PM)) == 0 && pair->type == ND_DATE_WORD && !pair->is_spaced) {
        kinds = nd_date_meaning_of(nd_str_of(word->text.ptr, word->text.len + pair->text.len)).kinds;
        c->at += (kinds & (ND_WORD_AM | ND_WORD_PM)) != 0;
    }
    if ((kinds & (ND_WORD_AM | ND_WORD_PM)) == 0)
        return;
    c->half = (kinds & ND_WORD_AM) != 0 ? 1 : 2;
    c->at++;
}

static bool is_text(const struct nd_date_token *token, const char *a, const char *b) {
    return nd_str_eq(token->text, nd_str_from(a)) || nd_str_eq(token->text, nd_str_from(b));
}

/* "時30分", "시 30분" behind an hour. */
static bool take_east_asian(struct clock *c) {
    if (!is_text(peek(c, 0), "時", "시") && !is_text(peek(c, 0), "时", "点"))
        return false;
    c->at++;
    if (nd_date_is_number(peek(c, 0), 1, 2) && is_text(peek(c, 1), "分", "분")) {
        c->minute = peek(c, 0)->value;
        c->at += 2;
    }
    if (nd_date_is_number(peek(c, 0), 1, 2) && is_text(peek(c, 1), "秒", "초")) {
        c->second = peek(c, 0)->value;
        c->at += 2;
    }
    return true;
}

/* The minutes and seconds behind an hour. One digit alone is only believed where hours, minutes and seconds
 * are all there. */
static bool take_minutes(struct clock *c, bool points) {
    const struct nd_date_token *minute = peek(c, 1), *second = peek(c, 3);
    const char *mark = nd_date_is_sign(peek(c, 0), ":") ? ":" : points ? "." : "";

    if (mark[0] == '\0' || !nd_date_is_sign(peek(c, 0), mark) || !nd_date_is_number(minute, 1, 2))
        return false;
    c->minute = minute->value;
    if (!nd_date_is_sign(peek(c, 2), mark) || !nd_date_is_number(second, 1, 2) || second->is_spaced) {
        c->at += 2;
        return minute->digits == 2;
    }
    c->second = second->value;
    c->at += 4;
    if (nd_date_is_sign(peek(c, 0), ".,:") && peek(c, 1)->type == ND_DATE_NUMBER && !peek(c, 1)->is_spaced)
        c->at += 2; /* a fraction */
    return true;
}

/* 1011, 101112 */
static bool take_basic(struct clock *c) {
    const struct nd_date_token *number = peek(c, 0);
    int64_t value = number->value;

    if (number->type != ND_DATE_NUMBER || (number->digits != 4 && number->digits != 6))
        return false;
    c->second = number->digits == 6 ? value % 100 : 0;
    value = number->digits == 6 ? value / 100 : value;
    c->hour = value / 100;
    c->minute = value % 100;
    c->at++;
    if (nd_date_is_sign(peek(c, 0), ".,") && peek(c, 1)->type == ND_DATE_NUMBER && !peek(c, 1)->is_spaced)
        c->at += 2;
    return true;
}

static bool take_hour(struct clock *c, bool is_named) {
    size_t before = c->at;
    int zone;

    if (!nd_date_is_number(peek(c, 0), 1, 2))
        return false;
    c->hour = peek(c, 0)->value;
    c->at++;
    if (take_minutes(c, true)) {
        /* "10.30" is a time where something says so, else the points may be those of a date. */
        return nd_date_is_sign(&c->tokens->list[before + 1], ":") || is_named ||
               nd_date_has_kind(peek(c, 0), ND_WORD_HOUR) ||
               (peek(c, 0)->type == ND_DATE_WORD && nd_date_zone(peek(c, 0)->text, &zone));
    }
    if (c->at != before + 1)
        return false;
    if (take_east_asian(c))
        return true;
    if (nd_date_has_kind(peek(c, 0), ND_WORD_HOUR)) {
        c->at++;
        if (nd_date_is_number(peek(c, 0), 1, 2) && peek(c, 0)->digits == 2) {
            c->minute = peek(c, 0)->value;
            c->at++;
        }
        return true;
    }
    take_half(c);
    return c->half != 0;
}

static bool is_real(struct clock *c) {
    if (c->half != 0) {
        if (c->hour < 1 || c->hour > 12)
            return false;
        c->hour = c->hour % 12 + (c->half == 2 ? 12 : 0);
    }
    if (c->hour > 24 || c->minute > 59 || c->second > 60)
        return false;
    if (c->second == 60)
        c->second = 59;
    return c->hour < 24 || (c->minute == 0 && c->second == 0);
}

static bool set_utc(const struct clock *c, int offset, struct nd_date *date) {
    struct nd_date utc = *date;
    int64_t minutes =
        nd_date_to_days(date->year, date->month, date->day) * 1440 + c->hour * 60 + c->minute - offset;
    int64_t day = minutes / 1440 - (minutes % 1440 < 0);

    nd_date_from_days(day, &utc);
    utc.has_time = true;
    utc.hour = (int)((minutes - day * 1440) / 60);
    utc.minute = (int)((minutes - day * 1440) % 60);
    utc.second = (int)c->second;
    if (utc.year < 1 || utc.year > 9999)
        return false;
    *date = utc;
    return true;
}

bool nd_date_read_time(const struct nd_date_tokens *tokens, size_t *at, struct nd_date *date) {
    struct clock c = {.tokens = tokens, .at = *at};
    bool is_named = false, is_basic = false;
    int offset;

    while (nd_date_is_sign(peek(&c, 0), ",-|@;") ||
           nd_date_has_kind(peek(&c, 0), ND_WORD_AT | ND_WORD_LINK) ||
           (is_named && nd_date_is_sign(peek(&c, 0), ".")) || /* "kl. 10.11" */
           nd_str_eq(peek(&c, 0)->text, ND_STR("·"))) {
        is_basic = nd_str_eq(peek(&c, 0)->text, ND_STR("t")) || nd_date_is_sign(peek(&c, 0), "-");
        is_named = is_named || peek(&c, 0)->type == ND_DATE_WORD;
        c.at++;
    }
    take_half(&c);
    if (!(is_basic && take_basic(&c)) && !take_hour(&c, is_named))
        return false;
    if (nd_date_has_kind(peek(&c, 0), ND_WORD_HOUR))
        c.at++;
    if (c.half == 0)
        take_half(&c);
    if (!take_zone(&c, date, &offset) || !is_real(&c) || !set_utc(&c, offset, date))
        return false;
    *at = c.at;
    return true;
}

bool nd_date_read_times(const struct nd_date_tokens *tokens, size_t *at, struct nd_date_reading *reading) {
    size_t again = *at;

    return nd_date_read_time(tokens, at, &reading->date) &&
           (reading->other.year == 0 || nd_date_read_time(tokens, &again, &reading->other));
}
