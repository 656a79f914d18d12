/*
 * Place, day, agency and reporter before a text. Every piece of a head must be one of these, and one must be
 * a day or an agency that is known: a sentence may begin with a name and a dash as well.
 */
#include "article/page/agency_head.h"

#include "article/page/page.h"

#include <string.h>

enum {
    MAX_HEAD = 140,  /* bytes */
    MAX_AGENCY = 40, /* bytes of what stands in brackets */
    MAX_WIDE = 120,  /* bytes of a head of Chinese, Japanese or Korean */
    MAX_PLACES = 3,
    MAX_TITLE = 150 /* bytes of a title in brackets */
};

/* Names of agencies; those in ASCII in small letters, for letters of ASCII may be either. */
static const struct nd_str agencies[] = {
    ND_STR_INIT("reuters"),
    ND_STR_INIT("ap"),
    ND_STR_INIT("afp"),
    ND_STR_INIT("dpa"),
    ND_STR_INIT("efe"),
    ND_STR_INIT("ansa"),
    ND_STR_INIT("lusa"),
    ND_STR_INIT("tass"),
    ND_STR_INIT("interfax"),
    ND_STR_INIT("upi"),
    ND_STR_INIT("pti"),
    ND_STR_INIT("ani"),
    ND_STR_INIT("ians"),
    ND_STR_INIT("xinhua"),
    ND_STR_INIT("kyodo"),
    ND_STR_INIT("jiji"),
    ND_STR_INIT("yonhap"),
    ND_STR_INIT("apa"),
    ND_STR_INIT("sda"),
    ND_STR_INIT("ats"),
    ND_STR_INIT("belga"),
    ND_STR_INIT("anp"),
    ND_STR_INIT("tt"),
    ND_STR_INIT("ntb"),
    ND_STR_INIT("ritzau"),
    ND_STR_INIT("stt"),
    ND_STR_INIT("pap"),
    ND_STR_INIT("čtk"),
    ND_STR_INIT("ctk"),
    ND_STR_INIT("mti"),
    ND_STR_INIT("agerpres"),
    ND_STR_INIT("mediafax"),
    ND_STR_INIT("bta"),
    ND_STR_INIT("tanjug"),
    ND_STR_INIT("beta"),
    ND_STR_INIT("hina"),
    ND_STR_INIT("sta"),
    ND_STR_INIT("aa"),
    ND_STR_INIT("anadolu"),
    ND_STR_INIT("bernama"),
    ND_STR_INIT("antara"),
    ND_STR_INIT("wam"),
    ND_STR_INIT("spa"),
    ND_STR_INIT("kuna"),
    ND_STR_INIT("qna"),
    ND_STR_INIT("irna"),
    ND_STR_INIT("isna"),
    ND_STR_INIT("pna"),
    ND_STR_INIT("vna"),
    ND_STR_INIT("aap"),
    ND_STR_INIT("cp"),
    ND_STR_INIT("cns"),
    ND_STR_INIT("ips"),
    ND_STR_INIT("sid"),
    ND_STR_INIT("kna"),
    ND_STR_INIT("epd"),
    ND_STR_INIT("ots"),
    ND_STR_INIT("dts"),
    ND_STR_INIT("rtr"),
    ND_STR_INIT("europa press"),
    ND_STR_INIT("adnkronos"),
    ND_STR_INIT("agi"),
    ND_STR_INIT("bloomberg"),
    ND_STR_INIT("prnewswire"),
    ND_STR_INIT("pr newswire"),
    ND_STR_INIT("business wire"),
    ND_STR_INIT("globe newswire"),
    ND_STR_INIT("globenewswire"),
    ND_STR_INIT("ТАСС"),
    ND_STR_INIT("РИА Новости"),
    ND_STR_INIT("Интерфакс"),
    ND_STR_INIT("Укринформ"),
    ND_STR_INIT("Укрінформ"),
    ND_STR_INIT("УНН"),
    ND_STR_INIT("БЕЛТА"),
    ND_STR_INIT("Рейтер"),
    ND_STR_INIT("رويترز"),
    ND_STR_INIT("أ ف ب"),
    ND_STR_INIT("أ ش أ"),
    ND_STR_INIT("د ب أ"),
    ND_STR_INIT("وام"),
    ND_STR_INIT("واس"),
    ND_STR_INIT("ロイター"),
    ND_STR_INIT("共同"),
    ND_STR_INIT("時事"),
    ND_STR_INIT("연합뉴스"),
    ND_STR_INIT("뉴시스"),
};

/* What may end a head. */
static const struct nd_str ends[] = {ND_STR_INIT(" - "),  ND_STR_INIT(" – "), ND_STR_INIT(" — "),
                                     ND_STR_INIT(" -- "), ND_STR_INIT("--"),  ND_STR_INIT("—"),
                                     ND_STR_INIT(".- "),  ND_STR_INIT(".– "), ND_STR_INIT("/. "),
                                     ND_STR_INIT(": "),   ND_STR_INIT("/ - ")};

/* Bytes of the agency s begins with, its whole word, or 0. */
static size_t agency_length(struct nd_str s) {
    for (size_t i = 0; i < sizeof agencies / sizeof *agencies; i++) {
        struct nd_str rest = nd_str_skip(s, agencies[i].len);
        if (nd_str_starts_nocase(s, agencies[i]) && (rest.len == 0 || !nd_char_is_alpha(rest.ptr[0])))
            return agencies[i].len;
    }
    return 0;
}

static bool has_digit(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (nd_char_is_digit(s.ptr[i]) || (unsigned char)s.ptr[i] >= 0xD9) /* of other scripts, too */
            return true;
    return false;
}

static bool is_day(struct nd_str s) {
    struct nd_buf masked = {0};
    bool is_date = has_digit(s) && s.len < ND_DATE_TEXT_MAX && nd_date_mask(s, &masked) &&
                   nd_str_eq(nd_str_trim(nd_buf_str(&masked)), ND_STR("…"));

    nd_buf_free(&masked);
    return is_date;
}

/* The next piece of a head, up to a comma, a bracket or the point of an abbreviation; *head moves behind it.
 */
static struct nd_str take_piece(struct nd_str *head) {
    static const char between[] = ",.-\xE2\x80\x93\xE2\x80\x94 ";
    size_t end = 0;
    struct nd_str piece;
    char close;

    while (head->len > 0 && memchr(between, head->ptr[0], sizeof between - 1) != NULL)
        *head = nd_str_skip(*head, 1);
    if (head->len == 0)
        return ND_STR_NONE;
    close = head->ptr[0] == '(' ? ')' : head->ptr[0] == '/' ? '/' : '\0';
    if (close != '\0') {
        end = nd_str_find_char(nd_str_skip(*head, 1), close);
        end = end == SIZE_MAX ? head->len : end + 2;
    } else {
        while (end < head->len && head->ptr[end] != ',' && head->ptr[end] != '(' &&
               !nd_str_starts(nd_str_skip(*head, end), ND_STR(" - ")) &&
               !(head->ptr[end] == '.' && (end + 1 == head->len || head->ptr[end + 1] == ' ')))
            end++;
    }
    piece = nd_str_slice(*head, 0, end);
    *head = nd_str_skip(*head, end);
    return piece;
}

static bool is_head(struct nd_str head) {
    size_t places = 0;
    bool has_day = false, has_agency = false, has_wire = false; /* in brackets, known or not */
    struct nd_str piece;

    while ((piece = take_piece(&head)).len > 0) {
        bool is_bracket = piece.ptr[0] == '(' || piece.ptr[0] == '/';
        piece = nd_str_trim(piece);
        if (is_bracket && piece.len > 2)
            piece = nd_str_trim(nd_str_slice(piece, 1, piece.len - 1));
        if (is_day(piece))
            has_day = true;
        else if (agency_length(piece) > 0)
            has_agency = true;
        else if (is_bracket && piece.len <= MAX_AGENCY)
            has_wire = true;
        else if (!is_bracket && ++places <= MAX_PLACES && nd_dateline_is_place(piece))
            continue;
        else
            return false;
    }
    return places > 0 && (has_day ? places <= MAX_PLACES : has_agency && !has_wire);
}

/* "РИА Новости, Анна Петрова. " behind the dash. */
static size_t agency_behind(struct nd_str text, struct nd_str *names) {
    size_t length = agency_length(text), end;

    end = length == 0 ? SIZE_MAX : nd_str_find(nd_str_slice(text, 0, MAX_HEAD / 2), ND_STR(". "));
    if (end == SIZE_MAX)
        return 0;
    if (nd_str_starts(nd_str_skip(text, length), ND_STR(",")))
        *names = nd_str_trim(nd_str_slice(text, length + 1, end));
    return nd_str_starts(nd_str_skip(text, length), ND_STR(",")) || end == length ? end + 2 : 0;
}

static size_t western_head(struct nd_str text, struct nd_str *names) {
    static const bool begins_end[256] = {
        [' '] = true, ['-'] = true, ['.'] = true, ['/'] = true, [':'] = true, [0xE2] = true};
    struct nd_str head = nd_str_slice(text, 0, text.len < MAX_HEAD ? text.len : MAX_HEAD);
    size_t length = 0;

    for (size_t at = 1; at + 1 < head.len; at++) {
        struct nd_str rest = nd_str_skip(head, at);
        if (!begins_end[(unsigned char)rest.ptr[0]] || nd_char_is_alpha(rest.ptr[1]))
            continue;
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (nd_str_starts(rest, ends[i]) && is_head(nd_str_slice(head, 0, at + (ends[i].ptr[0] == '/'))))
                length = at + ends[i].len;
    }
    return length == 0 ? 0 : length + agency_behind(nd_str_trim(nd_str_skip(text, length)), names);
}

/* Behind the first of two closing signs, both of Chinese or ASCII; SIZE_MAX where it is too far. */
static size_t find_close(struct nd_str text, struct nd_str close, struct nd_str or_close) {
    struct nd_str head = nd_str_slice(text, 0, text.len < MAX_WIDE ? text.len : MAX_WIDE);
    size_t at = nd_str_find(head, close), other = nd_str_find(head, or_close);

    if (at == SIZE_MAX && other == SIZE_MAX)
        return SIZE_MAX;
    return at < other ? at + close.len : other + or_close.len;
}

/* The word before " 기자", which is who it is. */
static struct nd_str korean_reporter(struct nd_str s) {
    static const struct nd_str jobs[] = {ND_STR_INIT(" 기자"), ND_STR_INIT(" 특파원"),
                                         ND_STR_INIT(" 통신원")};

    s = nd_str_trim(s);
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++)
        if (nd_str_ends(s, jobs[i])) {
            size_t blank;
            s = nd_str_slice(s, 0, s.len - jobs[i].len);
            blank = nd_str_rfind_char(s, ' ');
            blank = blank == SIZE_MAX ? nd_str_rfind_char(s, '=') : blank;
            return nd_str_skip(s, blank == SIZE_MAX ? 0 : blank + 1);
        }
    return ND_STR_NONE;
}

/* "(서울=연합뉴스) 김민수 기자 = ", "[항구일보 김민수 기자] ", "［東京 5日 ロイター］ - ",
 * "【ロンドン＝山田太郎】". */
static size_t bracketed_head(struct nd_str text, struct nd_str *names) {
    static const struct nd_str opens[] = {ND_STR_INIT("("), ND_STR_INIT("["), ND_STR_INIT("［"),
                                          ND_STR_INIT("【"), ND_STR_INIT("（")};
    static const struct nd_str closes[] = {ND_STR_INIT(")"), ND_STR_INIT("]"), ND_STR_INIT("］"),
                                           ND_STR_INIT("】"), ND_STR_INIT("）")};
    struct nd_str inner, rest;
    size_t length = SIZE_MAX, equals, kind = 0;
    bool is_head;

    for (; kind < sizeof opens / sizeof *opens && length == SIZE_MAX; kind++)
        if (nd_str_starts(text, opens[kind]))
            length = find_close(text, closes[kind], closes[kind]);
    if (length == SIZE_MAX)
        return 0;
    kind--;
    inner = nd_str_slice(text, opens[kind].len, length - closes[kind].len);
    *names = korean_reporter(inner);
    is_head = names->ptr != NULL ||
              (nd_str_find_char(inner, '=') != SIZE_MAX && (unsigned char)inner.ptr[0] >= 0xE3) ||
              nd_str_find(inner, ND_STR("＝")) != SIZE_MAX || nd_str_ends(inner, ND_STR("電")) ||
              nd_str_ends(inner, ND_STR("电")) || nd_str_ends(inner, ND_STR("ロイター"));
    if (!is_head)
        return 0;
    rest = nd_str_slice(text, length, text.len < MAX_WIDE ? text.len : MAX_WIDE);
    equals = nd_str_find_char(rest, '=');
    if (equals != SIZE_MAX && korean_reporter(nd_str_slice(rest, 0, equals)).ptr != NULL) {
        *names = korean_reporter(nd_str_slice(rest, 0, equals));
        length += equals + 1;
    } else if (nd_str_starts(nd_str_trim(rest), ND_STR("- "))) {
        length += nd_str_find_char(rest, '-') + 1;
    }
    return length;
}

/* "（记者 王小明、李红）" at the beginning of text: its length, or 0. */
static size_t chinese_reporters(struct nd_str text, struct nd_str *names) {
    static const struct nd_str marks[] = {ND_STR_INIT("记者"), ND_STR_INIT("記者")};
    bool is_wide = nd_str_starts(text, ND_STR("（"));
    size_t end =
        is_wide || nd_str_starts(text, ND_STR("(")) ? find_close(text, ND_STR("）"), ND_STR(")")) : SIZE_MAX;
    struct nd_str inner;

    if (end == SIZE_MAX)
        return 0;
    inner = nd_str_slice(text, is_wide ? 3 : 1, end - (text.ptr[end - 1] == ')' ? 1 : 3));
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t at = nd_str_find(inner, marks[i]);
        if (at == SIZE_MAX)
            continue;
        *names = nd_str_trim(nd_str_skip(inner, at + marks[i].len));
        return end;
    }
    return 0;
}

/* "新华社北京3月5日电（记者王小明）", "港口日报讯 ": a newspaper or agency, maybe a place and a day, the word
 * for a message. */
static size_t chinese_head(struct nd_str text, struct nd_str *names) {
    static const struct nd_str messages[] = {ND_STR_INIT("电"), ND_STR_INIT("電"), ND_STR_INIT("讯"),
                                             ND_STR_INIT("訊")};
    static const struct nd_str houses[] = {ND_STR_INIT("社"), ND_STR_INIT("报"), ND_STR_INIT("報"),
                                           ND_STR_INIT("网"), ND_STR_INIT("網"), ND_STR_INIT("台")};
    struct nd_str head = nd_str_slice(text, 0, text.len < MAX_WIDE ? text.len : MAX_WIDE);
    size_t end = SIZE_MAX, reporters, house = SIZE_MAX;

    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        size_t at = nd_str_find(head, messages[i]);
        end = at < end ? at : end;
    }
    if (end == SIZE_MAX)
        return 0;
    head = nd_str_slice(head, 0, end);
    for (size_t i = 0; i < sizeof houses / sizeof *houses; i++) {
        size_t at = nd_str_find(head, houses[i]);
        house = at < house ? at : house;
    }
    if (house == SIZE_MAX || house == 0 || nd_str_find(head, ND_STR("。")) != SIZE_MAX ||
        nd_str_find(head, ND_STR("，")) != SIZE_MAX)
        return 0;
    end += strlen("电");
    end += nd_str_starts(nd_str_skip(text, end), ND_STR(" ")) ? 1 : 0;
    reporters = chinese_reporters(nd_str_skip(text, end), names);
    if (reporters > 0)
        return end + reporters;
    if (text.ptr[end - 1] == ' ')
        return end;
    text = nd_str_skip(text, end);
    return nd_str_starts(text, ND_STR("　")) || nd_str_starts(text, ND_STR("：")) ||
                   nd_str_starts(text, ND_STR(":"))
               ? end + (text.ptr[0] == ' ' || text.ptr[0] == ':' ? 1 : 3)
               : 0;
}

struct nd_str nd_agency_head_title(struct nd_str text) {
    struct nd_str title;
    size_t end;

    if (!nd_str_starts(text, ND_STR("【")))
        return ND_STR_NONE;
    end = nd_str_find(nd_str_slice(text, 0, MAX_TITLE), ND_STR("】"));
    if (end == SIZE_MAX || nd_str_trim(nd_str_skip(text, end + 3)).len == 0)
        return ND_STR_NONE;
    title = nd_str_trim(nd_str_slice(text, 3, end));
    return nd_str_find_char(title, '=') == SIZE_MAX && nd_str_find(title, ND_STR("＝")) == SIZE_MAX
               ? title
               : ND_STR_NONE;
}

size_t nd_agency_head(struct nd_str text, struct nd_str *names) {
    struct nd_str title = nd_agency_head_title(text);
    size_t length, before = title.len == 0 ? 0 : (size_t)(title.ptr + title.len - text.ptr);

    *names = ND_STR_NONE;
    if (before > 0)
        before += nd_str_find(nd_str_skip(text, before), ND_STR("】")) + strlen("】");
    text = nd_str_skip(text, before);
    length = bracketed_head(text, names);
    if (length == 0 && text.len > 0 && (unsigned char)text.ptr[0] >= 0xE3)
        length = chinese_head(text, names);
    if (length == 0)
        length = western_head(text, names);
    while (length > 0 && length < text.len && nd_char_is_blank(text.ptr[length]))
        length++;
    return length > 0 && length < text.len ? before + length : 0;
}
