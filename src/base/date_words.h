/*
 * The words dates are written with, and the tokens they are read from. Private to the readers of dates.
 */
#ifndef BASE_DATE_WORDS_H
#define BASE_DATE_WORDS_H

#include "newsdex/date.h"

enum { ND_DATE_WEEKDAYS = 3 };

/* Unicode's names, see date_names.c; January first. */
extern const char *const nd_date_months[12];
extern const char *const nd_date_weekdays[ND_DATE_WEEKDAYS]; /* in any order */

/* Words that may stand in or around a date. A word may be of several kinds. */
enum nd_date_word {
    ND_WORD_WEEKDAY = 1,
    ND_WORD_LINK = 2,  /* between the parts of a date: of, de, den */
    ND_WORD_YEAR = 4,  /* the year's own: г, року, 年 */
    ND_WORD_AT = 8,    /* before a time: at, um, à */
    ND_WORD_HOUR = 16, /* behind an hour or a time: h, Uhr */
    ND_WORD_AM = 32,
    ND_WORD_PM = 64,
    ND_WORD_ORDINAL = 128, /* behind a day: st, er */
    ND_WORD_PERSIAN = 256, /* a month of the solar calendar of Iran and Afghanistan */
    ND_WORD_ZONE = 512     /* between a time and the day behind it: ET, GMT, "p.m." */
};

struct nd_date_meaning {
    unsigned char months[2]; /* 1 to 12, or 0: of a name that is two months in two languages the more widely
                                spoken first */
    unsigned short kinds;    /* of enum nd_date_word */
};

enum nd_date_token_type { ND_DATE_END, ND_DATE_NUMBER, ND_DATE_WORD, ND_DATE_SIGN };

struct nd_date_token {
    enum nd_date_token_type type;
    bool is_spaced;                 /* a blank is before it */
    int digits;                     /* of a number */
    struct nd_date_meaning meaning; /* of a word */
    int64_t value;                  /* of a number of at most 18 digits */
    struct nd_str text;             /* folded: small letters without marks, digits of ASCII */
    size_t start, end;              /* in what was read, in bytes */
};

enum { ND_DATE_TOKENS = 48, ND_DATE_FOLDED = 640 };

/* Beyond ND_DATE_TOKENS nothing is looked at. The last token is an ND_DATE_END. */
struct nd_date_tokens {
    struct nd_date_token list[ND_DATE_TOKENS + 1];
    size_t count;
    bool has_other_digits; /* than those of ASCII */
    char folded[ND_DATE_FOLDED];
};

void nd_date_split(struct nd_str s, struct nd_date_tokens *tokens);
/* Parts a year from the digits that stand right behind it where a page shows two things without a blank: "3.
 * April 20223. April 2022", "3 de mayo de 202221:25". */
void nd_date_part_years(struct nd_date_tokens *tokens);

/* What word, folded, means; all zero if nothing. Names of two words are written with '_' between them. */
struct nd_date_meaning nd_date_meaning_of(struct nd_str word);

/* A sign that is one of set. */
bool nd_date_is_sign(const struct nd_date_token *token, const char *set);
/* A number of least to most digits. */
bool nd_date_is_number(const struct nd_date_token *token, int least, int most);
bool nd_date_is_word(const struct nd_date_token *token, const char *text);
/* A word of one of these kinds. */
bool nd_date_has_kind(const struct nd_date_token *token, unsigned kinds);

/* The offset of a named zone in minutes; false when there is no such name. */
bool nd_date_zone(struct nd_str name, int *minutes);

/* The time of day from token *at on, with its zone; moves *at behind it. False, and *at untouched, when there
 * is none that can be read. date->day and month must be known: a zone may move them. */
bool nd_date_read_time(const struct nd_date_tokens *tokens, size_t *at, struct nd_date *date);
/* The same of the day that was read and of the other one that it may be. */
bool nd_date_read_times(const struct nd_date_tokens *tokens, size_t *at, struct nd_date_reading *reading);

/* The commonest spellings at once: 2024-03-05 and 2024-03-05T10:11:12+01:00, all of s. */
bool nd_date_parse_iso(struct nd_str s, struct nd_date *date);

/* A day of a week, 1 to 7, of ISO 8601. */
bool nd_date_from_week(int year, int64_t week, int64_t day, struct nd_date *date);
/* Seconds since 1970; false before 1973 and from 2100 on, where a number is hardly meant so. */
bool nd_date_from_unix(int64_t seconds, struct nd_date *date);
/* 20240305, and with minutes, seconds or milliseconds: 12, 14 or 17 digits. */
bool nd_date_from_compact(int64_t number, int digits, struct nd_date *date);
/* The day of the Gregorian calendar of a day of the solar calendar of Iran. */
void nd_date_from_persian(struct nd_date *date);

#endif
