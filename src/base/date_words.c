#include "base/date_words.h"

#include "newsdex/utf8.h"

#include <pthread.h>
#include <string.h>
#include <utf8proc.h>

/* What stands in dates beside names, folded; sources are the patterns of the same repository. */
static const struct {
    unsigned kind;
    const char *words;
} others[] = {
    {ND_WORD_LINK,
     "of the de del d den der di da dia do la le el les am an the ngay nam thang thg e en ta ng ika "
     "de_l kuni menesi diena dienos oy tanggal tgl vom on mis y i του της का के م من لـ "},
    {ND_WORD_YEAR, "d թ คศ พศ gada г года год годa гoда р року рік roku rok r k m metu metų g god godine "
                   "года: gada он оны жыл жылы "
                   "ж ko yil yili il ili anul an ad ce nchr 年 년 سنة عام năm год. "},
    {ND_WORD_AT, "at um alle a las ore kell kl klo klokken klockan om u ob v o в у о на u godz saat ura às "
                 "as t την στις σε "
                 "at. lúc luc pada pukul ora hora horas tt w dalle 時 "},
    {ND_WORD_HOUR, "h hs hrs uhr hours hour heures heure hod ч час год uur giờ gio น wib ora hod "},
    {ND_WORD_AM, "am πμ ص sa 上午 午前 오전 凌晨 早上 पूर्वाह्न "},
    {ND_WORD_PM, "pm μμ م ch 下午 午後 오후 晚上 مساء अपराह्न "},
    {ND_WORD_WEEKDAY,
     "星 期 一 二 三 四 五 六 日 天 曜 火 水 木 金 土 月 週 周 礼 拜 요 화 수 목 금 토 월 일 "},
    {ND_WORD_ZONE,
     "a p m utc gmt et est edt ct cst cdt mt mst mdt pt pst pdt eastern central mountain pacific standard "
     "daylight time bst cet cest mez mesz msk мск jst kst ist hkt sgt aest aedt "},
    {ND_WORD_ORDINAL, "st nd rd th er re e eme o a º ª ste de ter ви го е ый й η ου tą an de. -го "},
};

/* Farvardin to Esfand, and the names Afghanistan has for them. */
static const char *const persian[12] = {
    "فروردین حمل ", "اردیبهشت ثور ", "خرداد جوزا ", "تیر سرطان ", "مرداد اسد ", "شهریور سنبله ",
    "مهر میزان ",   "آبان عقرب ",    "آذر قوس ",    "دی جدی ",    "بهمن دلو ",  "اسفند حوت ",
};

enum { SLOTS = 8192, MAX_WORD = 96 };

static struct {
    struct slot {
        const char *name; /* of length bytes, folded, in the pool; NULL: free */
        unsigned short length, kinds;
        unsigned char months[2];
    } slots[SLOTS];
    char pool[64 * 1024];
    size_t used;
} table;
static pthread_once_t table_once = PTHREAD_ONCE_INIT;

/* The sign a character is written as where it is only another form of one: none of it is left of zero. */
static uint32_t plain_form(uint32_t c) {
    static const uint32_t forms[][2] = {
        {0x0131, 'i'},   {0x0142, 'l'},   {0x0111, 'd'},   {0x00F8, 'o'},   {0x2019, '\''},  {0x2018, '\''},
        {0x02BC, '\''},  {0x2212, '-'},   {0x060C, ','},   {0x3001, ','},   {0x104A, ','},   {0x06CC, 0x64A},
        {0x0649, 0x64A}, {0x06A9, 0x643}, {0x0623, 0x627}, {0x0625, 0x627}, {0x0622, 0x627}, {0x06C0, 0x647},
        {0x0654, 0},     {0x05F3, 0},     {0x0970, 0},
    };

    if (c >= 0xFF01 && c <= 0xFF5E)
        return c - 0xFEE0;
    if (c >= 0x2010 && c <= 0x2015)
        return '-';
    if ((c >= 0x0591 && c <= 0x05C7) || (c >= 0x064B && c <= 0x0653) || (c >= 0x0300 && c <= 0x036F))
        return 0;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i][0] == c)
            return forms[i][1];
    return c;
}

/* Decimal digits come in runs of ten that begin with a zero (Unicode, section 4.6). */
static uint32_t ascii_digit(uint32_t c) {
    static const uint32_t zeros[] = {0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6,
                                     0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
                                     0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810};

    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (c >= zeros[i] && c < zeros[i] + 10)
            return '0' + (c - zeros[i]);
    return c;
}

/* Small, without marks, digits as ASCII has them; 0 for what is not written at all. */
static uint32_t fold(uint32_t c) {
    utf8proc_int32_t parts[8];
    int bound = 0;

    if (c < 0x80)
        return (unsigned char)nd_char_lower((char)c);
    c = plain_form(ascii_digit((uint32_t)utf8proc_tolower((utf8proc_int32_t)c)));
    if (c < 0x600 || (c >= 0x1E00 && c < 0x2000)) {
        if (utf8proc_decompose_char((utf8proc_int32_t)c, parts, 8, UTF8PROC_DECOMPOSE, &bound) > 0)
            c = (uint32_t)parts[0];
    }
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_ZS:
        return ' ';
    case UTF8PROC_CATEGORY_CF:
        return 0;
    default:
        return c;
    }
}

static bool is_ideograph(uint32_t c) {
    return (c >= 0x3400 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7A4);
}

static bool is_letter(uint32_t c) {
    utf8proc_category_t category;

    if (c < 0x80)
        return nd_char_is_alpha((char)c);
    category = utf8proc_category((utf8proc_int32_t)c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME) || c == 0xBA || c == 0xAA;
}

static enum nd_date_token_type type_of(uint32_t c) {
    if (c >= '0' && c <= '9')
        return ND_DATE_NUMBER;
    return is_letter(c) ? ND_DATE_WORD : ND_DATE_SIGN;
}

/* Thai and Lao abbreviate with points inside: มี.ค. */
static bool is_inner_point(const struct nd_date_token *token, struct nd_str rest) {
    uint32_t next;

    if (token->type != ND_DATE_WORD || token->text.len < 3 || (unsigned char)token->text.ptr[0] != 0xE0 ||
        rest.len < 2)
        return false;
    nd_utf8_decode(nd_str_skip(rest, 1), &next);
    return next >= 0xE00 && next < 0xF00;
}

static bool goes_on(const struct nd_date_token *token, uint32_t c, uint32_t before) {
    if (token->type != type_of(c) || token->type == ND_DATE_SIGN)
        return false;
    return token->type == ND_DATE_NUMBER || (!is_ideograph(c) && !is_ideograph(before));
}

/* The sign that begins at *at, folded; moves *at behind it. */
static uint32_t take_sign(struct nd_str s, size_t *at) {
    uint32_t c = (unsigned char)s.ptr[*at];

    if (c < 0x80) {
        ++*at;
        return (unsigned char)nd_char_lower((char)c);
    }
    *at += nd_utf8_decode(nd_str_skip(s, *at), &c);
    return fold(c);
}

static size_t append(uint32_t c, char *out) {
    if (c >= 0x80)
        return nd_utf8_encode(c, out);
    *out = (char)c;
    return 1;
}

static void find_meanings(struct nd_date_tokens *tokens) {
    for (size_t i = 0; i < tokens->count; i++)
        if (tokens->list[i].type == ND_DATE_WORD)
            tokens->list[i].meaning = nd_date_meaning_of(tokens->list[i].text);
}

void nd_date_split(struct nd_str s, struct nd_date_tokens *tokens) {
    struct nd_date_token *token = NULL;
    size_t used = 0, at = 0;
    uint32_t before = 0;
    bool is_spaced = false;

    tokens->count = 0;
    tokens->has_other_digits = false;
    while (at < s.len && used + 4 <= ND_DATE_FOLDED) {
        size_t start = at;
        uint32_t c = take_sign(s, &at);
        if (c == 0 || (c == '.' && token != NULL && is_inner_point(token, nd_str_skip(s, start))))
            continue;
        if (c <= ' ') {
            token = NULL;
            is_spaced = true;
            continue;
        }
        if (token == NULL || !goes_on(token, c, before)) {
            if (tokens->count == ND_DATE_TOKENS)
                break;
            token = &tokens->list[tokens->count++];
            *token = (struct nd_date_token){.type = type_of(c), .is_spaced = is_spaced, .start = start};
            token->text.ptr = tokens->folded + used;
        }
        used += append(c, tokens->folded + used);
        token->text.len = (size_t)(tokens->folded + used - token->text.ptr);
        token->end = at;
        tokens->has_other_digits =
            tokens->has_other_digits || (token->type == ND_DATE_NUMBER && at - start > 1);
        if (token->type == ND_DATE_NUMBER && ++token->digits <= 18)
            token->value = token->value * 10 + (c - '0');
        is_spaced = false;
        before = c;
    }
    tokens->list[tokens->count] =
        (struct nd_date_token){.type = ND_DATE_END, .is_spaced = is_spaced, .start = s.len, .end = s.len};
    find_meanings(tokens);
}

/* What stands from token at on begins a time of day, or a date whose month is a name or a number. */
static bool is_time_or_date(const struct nd_date_tokens *tokens, size_t at) {
    const struct nd_date_token *next = &tokens->list[at];

    if (nd_date_is_sign(next, ":"))
        return nd_date_is_number(next + 1, 2, 2);
    if (nd_date_is_sign(next, "./-") && nd_date_is_number(next + 1, 1, 2))
        return nd_date_is_sign(next + 2, "./-");
    next += nd_date_is_sign(next, ".");
    return next->type == ND_DATE_WORD && next->meaning.months[0] != 0;
}

void nd_date_part_years(struct nd_date_tokens *tokens) {
    for (size_t i = 1; i < tokens->count && tokens->count < ND_DATE_TOKENS; i++) {
        struct nd_date_token *year = &tokens->list[i];
        int64_t unit = year->digits == 5 ? 10 : 100;
        if (!nd_date_is_number(year, 5, 6) || year->end - year->start != (size_t)year->digits ||
            year->value / unit < 1900 || year->value / unit > 2100 || !is_time_or_date(tokens, i + 1))
            continue;
        memmove(year + 1, year, (tokens->count + 1 - i) * sizeof *year);
        tokens->count++;
        year[1].value %= unit;
        year[1].digits -= 4;
        year[1].start += 4;
        year[1].text = nd_str_skip(year[1].text, 4);
        year[1].is_spaced = false;
        year->value /= unit;
        year->digits = 4;
        year->end = year->start + 4;
        year->text = nd_str_slice(year->text, 0, 4);
    }
}

static struct slot *slot_of(struct nd_str word) {
    uint32_t hash = 2166136261u; /* FNV-1a */

    for (size_t i = 0; i < word.len; i++)
        hash = (hash ^ (unsigned char)word.ptr[i]) * 16777619u;
    for (size_t at = hash % SLOTS;; at = (at + 1) % SLOTS) {
        struct slot *slot = &table.slots[at];
        if (slot->name == NULL || nd_str_eq(nd_str_of(slot->name, slot->length), word))
            return slot;
    }
}

static struct slot *intern(struct nd_str word) {
    char *to = table.pool + table.used;
    struct slot *slot;
    size_t length = 0;

    for (size_t at = 0; at < word.len && table.used + length + 4 <= sizeof table.pool;) {
        uint32_t c;
        at += nd_utf8_decode(nd_str_skip(word, at), &c);
        c = fold(c);
        length += c == 0 ? 0 : nd_utf8_encode(c, to + length);
    }
    slot = slot_of(nd_str_of(to, length));
    if (slot->name == NULL) {
        slot->name = to;
        slot->length = (unsigned short)length;
        table.used += length;
    }
    return slot;
}

/* Days of the week of several words are known by each of them: none is anything else in a date. */
static size_t end_of_name(struct nd_str names, unsigned kind) {
    for (size_t i = 0; i < names.len; i++)
        if (names.ptr[i] == ' ' || (kind == ND_WORD_WEEKDAY && (names.ptr[i] == '_' || names.ptr[i] == '-')))
            return i;
    return SIZE_MAX;
}

static void add_list(const char *words, unsigned kind, int month) {
    struct nd_str rest = nd_str_from(words);

    for (size_t end; (end = end_of_name(rest, kind)) != SIZE_MAX; rest = nd_str_skip(rest, end + 1)) {
        struct slot *slot;
        if (end == 0)
            continue;
        slot = intern(nd_str_slice(rest, 0, end));
        slot->kinds = (unsigned short)(slot->kinds | kind);
        if (month > 0 && slot->months[0] != 0 && slot->months[0] != month)
            slot->months[1] = (unsigned char)month;
        else if (month > 0)
            slot->months[0] = (unsigned char)month;
    }
}

/* Of names that are two months the later is that of more people: listopad is November but in Croatian. */
static void fill_table(void) {
    for (int month = 12; month >= 1; month--)
        add_list(nd_date_months[month - 1], 0, month);
    for (int month = 1; month <= 12; month++)
        add_list(persian[month - 1], ND_WORD_PERSIAN, month);
    for (size_t i = 0; i < ND_DATE_WEEKDAYS; i++)
        add_list(nd_date_weekdays[i], ND_WORD_WEEKDAY, 0);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        add_list(others[i].words, others[i].kind, 0);
}

struct nd_date_meaning nd_date_meaning_of(struct nd_str word) {
    const struct slot *slot;

    (void)pthread_once(&table_once, fill_table);
    if (word.len == 0 || word.len > MAX_WORD)
        return (struct nd_date_meaning){{0, 0}, 0};
    slot = slot_of(word);
    return (struct nd_date_meaning){{slot->months[0], slot->months[1]}, slot->kinds};
}

bool nd_date_is_sign(const struct nd_date_token *token, const char *set) {
    return token->type == ND_DATE_SIGN && token->text.len == 1 && nd_char_is_one_of(token->text.ptr[0], set);
}

bool nd_date_is_number(const struct nd_date_token *token, int least, int most) {
    return token->type == ND_DATE_NUMBER && token->digits >= least && token->digits <= most;
}

bool nd_date_is_word(const struct nd_date_token *token, const char *text) {
    return token->type == ND_DATE_WORD && nd_str_eq(token->text, nd_str_from(text));
}

bool nd_date_has_kind(const struct nd_date_token *token, unsigned kinds) {
    return token->type == ND_DATE_WORD && (token->meaning.kinds & kinds) != 0;
}
