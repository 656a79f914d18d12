/*
 * Place, day, agency and reporter before a text. Every piece of a head must be one of these, and one must be
 * a day or an agency that is known: a sentence may begin with a name and a dash as well.
 */
#include "article/page/agency_head.h"

#include "article/page/agency_names.h"
#include "article/page/page.h"
#include "newsdex/utf8.h"

#include <string.h>

enum {
    MAX_HEAD = 140,  /* bytes */
    MAX_AGENCY = 40, /* bytes of what stands in brackets */
    MAX_WIDE = 120,  /* bytes of a head of Chinese, Japanese or Korean */
    MAX_PLACES = 3,
    MAX_TITLE = 150 /* bytes of a title in brackets */
};

/* What may end a head. */
static const struct nd_str ends[] = {
    ND_STR_INIT(" - "), ND_STR_INIT(" – "), ND_STR_INIT(" — "),  ND_STR_INIT(" -- "),
    ND_STR_INIT("--"),  ND_STR_INIT("—"),   ND_STR_INIT(".- "),  ND_STR_INIT(".– "),
    ND_STR_INIT("/. "), ND_STR_INIT(": "),  ND_STR_INIT("/ - "), ND_STR_INIT(" | "),
    ND_STR_INIT(") "),  ND_STR_INIT(")- "), ND_STR_INIT(")-"),   ND_STR_INIT("\n")};

static bool is_year(struct nd_str s) {
    return s.len == 4 && (s.ptr[0] == '1' || s.ptr[0] == '2') && nd_char_is_digit(s.ptr[1]) &&
           nd_char_is_digit(s.ptr[2]) && nd_char_is_digit(s.ptr[3]);
}

static bool has_year(struct nd_str s) {
    size_t digits = 0;

    for (size_t i = 0; i < s.len; i++)
        if ((digits = nd_char_is_digit(s.ptr[i]) ? digits + 1 : 0) == 4)
            return true;
    return false;
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

/* "05.03.2024 Gdynia", "العقبة 5 آذار": a day and a place without a comma. */
static bool is_day_and_place(struct nd_str s) {
    struct nd_buf masked = {0};
    struct nd_str place, sign = ND_STR("…");
    bool is_both = has_digit(s) && s.len < ND_DATE_TEXT_MAX && nd_date_mask(s, &masked);

    place = nd_buf_str(&masked);
    if (nd_str_starts(place, sign))
        place = nd_str_skip(place, sign.len);
    else if (nd_str_ends(place, sign))
        place = nd_str_slice(place, 0, place.len - sign.len);
    is_both = is_both && nd_dateline_is_place(nd_str_trim(place));
    nd_buf_free(&masked);
    return is_both;
}

/* The next piece of a head, up to a comma, a bracket or the point of an abbreviation; *head moves behind it.
 */
static struct nd_str take_piece(struct nd_str *head) {
    static const char between[] = ",.-|\xE2\x80\x93\xE2\x80\x94 ";
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
               !nd_str_starts(nd_str_skip(*head, end), ND_STR(" | ")) &&
               !(head->ptr[end] == '.' && (end + 1 == head->len || head->ptr[end + 1] == ' ')))
            end++;
    }
    piece = nd_str_slice(*head, 0, end);
    *head = nd_str_skip(*head, end);
    return piece;
}

/* sign ends head: a bracket alone ends only one that has all three, a line one in brackets or strokes. */
static bool is_head(struct nd_str head, char sign, struct nd_str *house, struct nd_str *day) {
    size_t places = 0;
    bool has_day = false, has_agency = false, has_wire = false; /* in brackets, known or not */
    bool is_joined = false;
    struct nd_str piece;

    *house = *day = ND_STR_NONE;
    while ((piece = take_piece(&head)).len > 0) {
        bool is_bracket = piece.ptr[0] == '(' || piece.ptr[0] == '/';
        size_t length;
        piece = nd_str_trim(piece);
        if (is_bracket && piece.len > 2)
            piece = nd_str_trim(nd_str_slice(piece, 1, piece.len - 1));
        length = nd_agency_name_length(piece);
        if (length > 0 && house->len == 0 &&
            (is_bracket || (length == piece.len && (has_day || sign == '|'))))
            *house = nd_str_slice(piece, 0, length);
        if (is_day(piece) || (has_day && is_year(piece))) {
            *day = has_day || has_year(piece) ? ND_STR_NONE : piece;
            has_day = true;
        } else if (length > 0)
            has_agency = true;
        else if (is_bracket && piece.len <= MAX_AGENCY)
            has_wire = true;
        else if (is_day_and_place(piece))
            has_day = is_joined = ++places > 0;
        else if (!is_bracket && ++places <= MAX_PLACES && nd_dateline_is_place(piece))
            continue;
        else
            return false;
    }
    if (house->len == 0 ? is_joined : places == 0)
        return house->len > 0 && sign != ')' && sign != '|' && sign != '\n';
    if (sign == ')' || sign == '|' || sign == '\n')
        return places > 0 && house->len > 0 && (has_day || sign != ')');
    return places > 0 && (has_day ? places <= MAX_PLACES : has_agency && !has_wire);
}

/* Of ASCII, that text begins with. */
static size_t count_capitals(struct nd_str text) {
    size_t count = 0;

    while (count < text.len && text.ptr[count] >= 'A' && text.ptr[count] <= 'Z')
        count++;
    return count;
}

/* "РИА Новости, Анна Петрова. " behind the dash. */
static size_t agency_behind(struct nd_str text, struct nd_agency_words *said) {
    size_t length = nd_agency_name_length(text), end;

    end = length == 0 ? SIZE_MAX : nd_str_find(nd_str_slice(text, 0, MAX_HEAD / 2), ND_STR(". "));
    if (end == SIZE_MAX)
        return 0;
    if (nd_str_starts(nd_str_skip(text, length), ND_STR(",")))
        said->names = nd_str_trim(nd_str_slice(text, length + 1, end));
    else if (end != length)
        return 0;
    said->house = nd_str_slice(text, 0, length);
    return end + 2;
}

/* "AP - ", "Reuters - ": an agency whose name is no word beside it. */
static size_t bare_head(struct nd_str text, struct nd_agency_words *said) {
    enum { LEAST_NAME = 6, MOST_NAME = 24 };
    size_t length = nd_str_find(nd_str_slice(text, 0, MOST_NAME), ND_STR(" - "));
    bool is_name;

    if (length == SIZE_MAX || nd_char_lower(text.ptr[0]) == text.ptr[0] ||
        nd_agency_name_length(text) != length)
        return 0;
    is_name = length >= LEAST_NAME || (length > 2 && length == count_capitals(text)) ||
              nd_str_starts(text, ND_STR("AP"));
    if (!is_name)
        return 0;
    said->house = nd_str_slice(text, 0, length);
    return length + strlen(" - ");
}

/* By its first two bytes; cheap, for most places of most texts. */
static bool may_be_end(char first, char second) {
    switch (first) {
    case ' ':
        return second == '-' || second == '|' || (unsigned char)second == 0xE2;
    case '.':
        return second == '-' || (unsigned char)second == 0xE2;
    case '-':
    case ')':
        return second == '-' || second == ' ';
    case '/':
        return second == '.' || second == ' ';
    case ':':
        return second == ' ';
    default:
        return first == '\n' || (unsigned char)first == 0xE2;
    }
}

static size_t western_head(struct nd_str text, struct nd_agency_words *said) {
    struct nd_str head = nd_str_slice(text, 0, text.len < MAX_HEAD ? text.len : MAX_HEAD);
    struct nd_str house, day;
    size_t length = 0;

    for (size_t at = 1; at + 1 < head.len; at++) {
        struct nd_str rest = nd_str_skip(head, at);
        bool is_line = rest.ptr[0] == '\n';
        if (!may_be_end(rest.ptr[0], rest.ptr[1]))
            continue;
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
            bool is_within = ends[i].ptr[0] == '/' || ends[i].ptr[0] == ')';
            char sign = ends[i].ptr[ends[i].ptr[0] == ' ' && ends[i].len > 1];
            if (!nd_str_starts(rest, ends[i]) ||
                !is_head(nd_str_slice(head, 0, at + is_within), sign, &house, &day))
                continue;
            length = at + ends[i].len;
            said->house = house;
            said->day = day;
        }
        if (is_line)
            break;
    }
    return length == 0 ? 0 : length + agency_behind(nd_str_trim(nd_str_skip(text, length)), said);
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

static bool ends_with_any(struct nd_str s, const struct nd_str *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_ends(s, words[i]))
            return true;
    return false;
}

/* "神戸=田中花子", "ソウル＝共同", "서울=연합뉴스": who stands behind the sign is a reporter, in signs that
 * are no katakana, or an agency. */
static void read_behind_equals(struct nd_str inner, struct nd_agency_words *said) {
    static const struct nd_str offices[] = {ND_STR_INIT("報"), ND_STR_INIT("聞"), ND_STR_INIT("社"),
                                            ND_STR_INIT("局"), ND_STR_INIT("信"), ND_STR_INIT("員"),
                                            ND_STR_INIT("網"), ND_STR_INIT("部")};
    size_t at = nd_str_find(inner, ND_STR("＝")), narrow = nd_str_find_char(inner, '=');
    struct nd_str who = at != SIZE_MAX       ? nd_str_skip(inner, at + strlen("＝"))
                        : narrow != SIZE_MAX ? nd_str_skip(inner, narrow + 1)
                                             : ND_STR_NONE;
    size_t characters = nd_utf8_count(who);

    said->house = nd_agency_name_at_end(inner);
    if (said->house.len > 0 || characters < 3 || characters > 6)
        return;
    for (size_t i = 0; i < who.len;) {
        uint32_t c;
        i += nd_utf8_decode(nd_str_skip(who, i), &c);
        if (!(c >= 0x3041 && c <= 0x3096) && !(c >= 0x4E00 && c <= 0x9FFF) && c != 0x3005)
            return;
    }
    if (!ends_with_any(who, offices, sizeof offices / sizeof *offices))
        said->names = who;
}

/* "中央社記者陳小明高雄5日電": between the word for a reporter and the day stand names and a place that is
 * known; without such a place, who knows where the name ends. */
static void read_reporter_and_place(struct nd_str inner, struct nd_agency_words *said) {
    static const struct nd_str marks[] = {ND_STR_INIT("記者"), ND_STR_INIT("记者")};
    static const struct nd_str places[] = {
        ND_STR_INIT("台北"),   ND_STR_INIT("臺北"),   ND_STR_INIT("新北"),     ND_STR_INIT("高雄"),
        ND_STR_INIT("台中"),   ND_STR_INIT("臺中"),   ND_STR_INIT("台南"),     ND_STR_INIT("臺南"),
        ND_STR_INIT("桃園"),   ND_STR_INIT("新竹"),   ND_STR_INIT("基隆"),     ND_STR_INIT("嘉義"),
        ND_STR_INIT("彰化"),   ND_STR_INIT("雲林"),   ND_STR_INIT("屏東"),     ND_STR_INIT("花蓮"),
        ND_STR_INIT("台東"),   ND_STR_INIT("臺東"),   ND_STR_INIT("宜蘭"),     ND_STR_INIT("苗栗"),
        ND_STR_INIT("南投"),   ND_STR_INIT("澎湖"),   ND_STR_INIT("金門"),     ND_STR_INIT("香港"),
        ND_STR_INIT("澳門"),   ND_STR_INIT("北京"),   ND_STR_INIT("上海"),     ND_STR_INIT("廣州"),
        ND_STR_INIT("东京"),   ND_STR_INIT("東京"),   ND_STR_INIT("首爾"),     ND_STR_INIT("新加坡"),
        ND_STR_INIT("華盛頓"), ND_STR_INIT("紐約"),   ND_STR_INIT("洛杉磯"),   ND_STR_INIT("倫敦"),
        ND_STR_INIT("巴黎"),   ND_STR_INIT("柏林"),   ND_STR_INIT("布魯塞爾"), ND_STR_INIT("莫斯科"),
        ND_STR_INIT("雪梨"),   ND_STR_INIT("曼谷"),   ND_STR_INIT("馬尼拉"),   ND_STR_INIT("河內"),
        ND_STR_INIT("雅加達"), ND_STR_INIT("吉隆坡"), ND_STR_INIT("日內瓦"),   ND_STR_INIT("羅馬")};
    size_t at = SIZE_MAX, end = 0;
    struct nd_str who;

    for (size_t i = 0; i < sizeof marks / sizeof *marks && at == SIZE_MAX; i++)
        at = nd_str_find(inner, marks[i]);
    if (at == SIZE_MAX)
        return;
    if (nd_str_ends(nd_str_slice(inner, 0, at), ND_STR("社")) && at <= MAX_AGENCY / 2)
        said->house = nd_str_slice(inner, 0, at);
    who = nd_str_skip(inner, at + marks[0].len);
    while (end < who.len && !nd_char_is_digit(who.ptr[end]))
        end++;
    who = end == who.len ? ND_STR_NONE : nd_str_trim(nd_str_slice(who, 0, end));
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (nd_str_ends(who, places[i])) {
            who.len -= places[i].len;
            said->names = nd_utf8_count(who) >= 2 ? who : ND_STR_NONE;
            return;
        }
}

/* "(서울=연합뉴스) 김민수 기자 = ", "[항구일보 김민수 기자] ", "［東京 5日 ロイター］ - ",
 * "【ロンドン＝山田太郎】". */
static size_t bracketed_head(struct nd_str text, struct nd_agency_words *said) {
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
    said->names = korean_reporter(inner);
    is_head = said->names.ptr != NULL ||
              (nd_str_starts(text, ND_STR("【")) && nd_agency_name_at_end(inner).len > 0) ||
              (nd_str_find_char(inner, '=') != SIZE_MAX && (unsigned char)inner.ptr[0] >= 0xE3) ||
              nd_str_find(inner, ND_STR("＝")) != SIZE_MAX || nd_str_ends(inner, ND_STR("電")) ||
              nd_str_ends(inner, ND_STR("电")) || nd_str_ends(inner, ND_STR("ロイター"));
    if (!is_head)
        return 0;
    if (said->names.ptr == NULL) {
        read_behind_equals(inner, said);
        read_reporter_and_place(inner, said);
    }
    rest = nd_str_slice(text, length, text.len < MAX_WIDE ? text.len : MAX_WIDE);
    equals = nd_str_find_char(rest, '=');
    if (equals != SIZE_MAX && korean_reporter(nd_str_slice(rest, 0, equals)).ptr != NULL) {
        said->names = korean_reporter(nd_str_slice(rest, 0, equals));
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

/* "新华社", of "据新华社"; who calls itself "本报" says no name, and a name that ends as stations do may be
 * that of a town. */
static struct nd_str house_of(struct nd_str name) {
    if (nd_str_starts(name, ND_STR("据")))
        name = nd_str_skip(name, strlen("据"));
    return nd_str_starts(name, ND_STR("本")) || nd_str_ends(name, ND_STR("台")) || name.len < 6 ||
                   name.len > MAX_AGENCY
               ? ND_STR_NONE
               : name;
}

/* "新华社北京3月5日电（记者王小明）", "港口日报讯 ": a newspaper or agency, maybe a place and a day, the word
 * for a message. */
static size_t chinese_head(struct nd_str text, struct nd_agency_words *said) {
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
    reporters = chinese_reporters(nd_str_skip(text, end), &said->names);
    said->house = house_of(nd_str_slice(head, 0, house + strlen("社")));
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

bool nd_agency_head_is_slug(struct nd_str line) {
    enum { MOST_BYTES = 80, MOST_WORD = 24 };
    size_t strokes = 0, word = 0;
    bool is_large = false;

    if (line.len > MOST_BYTES)
        return false;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        bool is_letter = nd_char_is_alpha(c) || (unsigned char)c >= 0x80;
        if (!is_letter && c != '-' && (c != '/' || word == 0))
            return false;
        is_large = is_large || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
        strokes += c == '/';
        word = c == '/' ? 0 : word + 1;
        if (word > MOST_WORD)
            return false;
    }
    return is_large && strokes > 1;
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
    return nd_str_find_char(title, '=') == SIZE_MAX && nd_str_find(title, ND_STR("＝")) == SIZE_MAX &&
                   nd_agency_name_at_end(title).len == 0
               ? title
               : ND_STR_NONE;
}

size_t nd_agency_head(struct nd_str text, struct nd_agency_words *said) {
    struct nd_str title = nd_agency_head_title(text);
    size_t length, before = title.len == 0 ? 0 : (size_t)(title.ptr + title.len - text.ptr);

    *said = (struct nd_agency_words){.names = ND_STR_NONE, .house = ND_STR_NONE};
    if (before > 0)
        before += nd_str_find(nd_str_skip(text, before), ND_STR("】")) + strlen("】");
    text = nd_str_skip(text, before);
    length = bracketed_head(text, said);
    if (length == 0 && text.len > 0 && (unsigned char)text.ptr[0] >= 0xE3)
        length = chinese_head(text, said);
    if (length == 0)
        length = western_head(text, said);
    if (length == 0)
        length = bare_head(text, said);
    while (length > 0 && length < text.len && nd_char_is_blank(text.ptr[length]))
        length++;
    return length > 0 && length < text.len ? before + length : 0;
}
