/*
 * Who wrote it, in the line that says so: "By Ines Calder and Jon Sund", "Von Jana Ohlig, 3. Mai 2021". Fewer
 * names are better than wrong ones: all that is between the mark and a date or sign must look like names.
 */
#include "article/page/byline.h"

#include "article/page/agency_head.h"
#include "article/page/agency_names.h"
#include "article/page/page.h"
#include "article/page/page_date_line.h"
#include "article/page/person.h"

#include <utf8proc.h>

enum { MAX_LINE = 160, MAX_NAMES = 100, MAX_WORDS = 12, LEAST_CAPITALS = 2 };

/* What stands behind names, as marks do before them. */
static const struct nd_str ends[] = {ND_STR_INIT(" 기자"), ND_STR_INIT(" 특파원"), ND_STR_INIT(" 記者"),
                                     ND_STR_INIT(" yazdı"), ND_STR_INIT(" írása")};

/* Behind names: what others did for the article. */
static const struct nd_str behind[] = {
    ND_STR_INIT(" 기자"),     ND_STR_INIT(" 报道"),        ND_STR_INIT(" 報導"),  ND_STR_INIT(" 報道"),
    ND_STR_INIT(" 写真"),     ND_STR_INIT(" 摄影"),        ND_STR_INIT(", foto"), ND_STR_INIT(", photo"),
    ND_STR_INIT(", zdjęcia"), ND_STR_INIT(", fotografie"), ND_STR_INIT(", bild")};

/* Small words inside names, and those that join two of them. */
static const struct nd_str small_words[] = {
    ND_STR_INIT("and"),   ND_STR_INIT("und"), ND_STR_INIT("et"),  ND_STR_INIT("y"),   ND_STR_INIT("e"),
    ND_STR_INIT("og"),    ND_STR_INIT("och"), ND_STR_INIT("en"),  ND_STR_INIT("i"),   ND_STR_INIT("ve"),
    ND_STR_INIT("и"),     ND_STR_INIT("та"),  ND_STR_INIT("&"),   ND_STR_INIT("de"),  ND_STR_INIT("del"),
    ND_STR_INIT("della"), ND_STR_INIT("di"),  ND_STR_INIT("da"),  ND_STR_INIT("dos"), ND_STR_INIT("do"),
    ND_STR_INIT("du"),    ND_STR_INIT("la"),  ND_STR_INIT("le"),  ND_STR_INIT("van"), ND_STR_INIT("der"),
    ND_STR_INIT("den"),   ND_STR_INIT("ter"), ND_STR_INIT("von"), ND_STR_INIT("zu"),  ND_STR_INIT("af"),
    ND_STR_INIT("av"),    ND_STR_INIT("bin"), ND_STR_INIT("al"),  ND_STR_INIT("ibn"), ND_STR_INIT("with"),
};

/* First words of what is written by nobody in particular, or is no name. */
static const struct nd_str others[] = {
    ND_STR_INIT("the"),         ND_STR_INIT("our"),       ND_STR_INIT("a"),         ND_STR_INIT("an"),
    ND_STR_INIT("this"),        ND_STR_INIT("my"),        ND_STR_INIT("staff"),     ND_STR_INIT("der"),
    ND_STR_INIT("die"),         ND_STR_INIT("unserem"),   ND_STR_INIT("unserer"),   ND_STR_INIT("la"),
    ND_STR_INIT("le"),          ND_STR_INIT("notre"),     ND_STR_INIT("nuestro"),   ND_STR_INIT("january"),
    ND_STR_INIT("monday"),      ND_STR_INIT("redaktion"), ND_STR_INIT("follow"),    ND_STR_INIT("view"),
    ND_STR_INIT("see"),         ND_STR_INIT("read"),      ND_STR_INIT("more"),      ND_STR_INIT("all"),
    ND_STR_INIT("alle"),        ND_STR_INIT("mehr"),      ND_STR_INIT("about"),     ND_STR_INIT("über"),
    ND_STR_INIT("zum"),         ND_STR_INIT("photo"),     ND_STR_INIT("foto"),      ND_STR_INIT("bild"),
    ND_STR_INIT("image"),       ND_STR_INIT("posted"),    ND_STR_INIT("published"), ND_STR_INIT("written"),
    ND_STR_INIT("contact"),     ND_STR_INIT("author"),    ND_STR_INIT("authors"),   ND_STR_INIT("autor"),
    ND_STR_INIT("log"),         ND_STR_INIT("sign"),      ND_STR_INIT("by"),        ND_STR_INIT("von"),
    ND_STR_INIT("updated"),     ND_STR_INIT("share"),     ND_STR_INIT("teilen"),    ND_STR_INIT("beitrag"),
    ND_STR_INIT("autoreninfo"), ND_STR_INIT("autorin"),   ND_STR_INIT("foto:"),     ND_STR_INIT("fotos:"),
    ND_STR_INIT("photo:"),      ND_STR_INIT("photos:"),   ND_STR_INIT("bild:"),
};

static struct nd_str lower(struct nd_str s, struct nd_arena *arena) {
    size_t size = s.len * 2 + 4;

    return nd_text_lower(s, nd_arena_bytes(arena, size), size);
}

static bool is_among(struct nd_str word, const struct nd_str *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_eq(word, words[i]))
            return true;
    return false;
}

#define IS_AMONG(word, words) is_among(word, words, sizeof(words) / sizeof *(words))

static bool begins_large(struct nd_str word) {
    uint32_t c = 0;

    if (word.len > 0)
        nd_utf8_decode(word, &c);
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU ||
           utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LO;
}

/* Up to what ends the names: a digit, a bar, a dash, a bracket, an address. */
static struct nd_str up_to_sign(struct nd_str s) {
    static const struct nd_str signs[] = {ND_STR_INIT("|"),    ND_STR_INIT("·"),      ND_STR_INIT("•"),
                                          ND_STR_INIT(" - "),  ND_STR_INIT("–"),      ND_STR_INIT("—"),
                                          ND_STR_INIT("("),    ND_STR_INIT(" / "),    ND_STR_INIT("\t"),
                                          ND_STR_INIT("  "),   ND_STR_INIT(" @"),     ND_STR_INIT(" in "),
                                          ND_STR_INIT(" IN "), ND_STR_INIT(" from "), ND_STR_INIT(" aus "),
                                          ND_STR_INIT("│"),    ND_STR_INIT("（")};
    size_t end = s.len, colon;

    for (size_t i = 0; i < s.len && i < end; i++)
        if (nd_char_is_digit(s.ptr[i]))
            end = i;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t at = nd_str_find(nd_str_slice(s, 0, end), signs[i]);
        end = at < end ? at : end;
    }
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        size_t at = nd_str_find(nd_str_slice(s, 0, end), behind[i]);
        end = at < end ? at : end;
    }
    colon = nd_str_find(nd_str_slice(s, 0, end), ND_STR("："));
    if (colon == SIZE_MAX)
        colon = nd_str_find(nd_str_slice(s, 0, end), ND_STR(": "));
    if (colon != SIZE_MAX) /* "王小明 编辑：李红", "Ida Kranz Foto: Olle Berg" */
        end = nd_str_rfind_char(nd_str_slice(s, 0, colon), ' ');
    return end == SIZE_MAX ? s : nd_str_trim(nd_str_slice(s, 0, end));
}

/* Up to the first date, whose month may be named before its day: "Ines Calder May 3, 2021". */
static struct nd_str up_to_date(struct nd_str s) {
    struct nd_buf masked = {0};
    size_t end = s.len;

    if (nd_date_mask(s, &masked))
        end = nd_str_find(nd_buf_str(&masked), ND_STR("…"));
    nd_buf_free(&masked);
    return nd_str_trim_right(nd_str_slice(s, 0, end));
}

/* Without the words in front of a date: ", Monday", " on June", " Published". They stand before what was cut.
 */
static struct nd_str without_date_words(struct nd_str names, bool is_cut) {
    static const struct nd_str words[] = {
        ND_STR_INIT(" on "),       ND_STR_INIT(" am "),     ND_STR_INIT(" le "),    ND_STR_INIT(" il "),
        ND_STR_INIT(" el "),       ND_STR_INIT(" em "),     ND_STR_INIT(" op "),    ND_STR_INIT(" den "),
        ND_STR_INIT(" Published"), ND_STR_INIT(" Updated"), ND_STR_INIT(" Posted"), ND_STR_INIT(" Stand"),
        ND_STR_INIT(" יום "),      ND_STR_INIT(" يوم "),    ND_STR_INIT(" วัน"),     ND_STR_INIT(" Thứ "),
        ND_STR_INIT(" thứ ")};
    size_t comma = nd_str_rfind_char(names, ',');

    if (is_cut && comma != SIZE_MAX)
        names = nd_str_slice(names, 0, comma);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = nd_str_find(names, words[i]);
        if (is_cut && at != SIZE_MAX && at > 0)
            names = nd_str_slice(names, 0, at);
    }
    if (is_cut && (nd_str_ends(names, ND_STR(" on")) || nd_str_ends(names, ND_STR(" am")) ||
                   nd_str_ends(names, ND_STR(" le")) || nd_str_ends(names, ND_STR(" il")) ||
                   nd_str_ends(names, ND_STR(" el")) || nd_str_ends(names, ND_STR(" em")) ||
                   nd_str_ends(names, ND_STR(" op"))))
        names = nd_str_slice(names, 0, names.len - 3);
    while (names.len > 0 && (names.ptr[names.len - 1] == ',' || names.ptr[names.len - 1] == ' ' ||
                             (is_cut && names.ptr[names.len - 1] == ':')))
        names.len--;
    return names;
}

static bool are_names(struct nd_str s, struct nd_arena *arena) {
    size_t words = 0, capitals = 0;
    bool is_wide = (unsigned char)s.ptr[0] >= 0xE3; /* Chinese and Japanese names have no blanks */

    if (s.len > MAX_NAMES || nd_str_ends(s, ND_STR(".")) || nd_str_ends(s, ND_STR(":")))
        return false;
    while (s.len > 0) {
        size_t end = 0;
        struct nd_str word;
        while (end < s.len && s.ptr[end] != ' ')
            end++;
        word = nd_str_slice(s, 0, end);
        s = nd_str_trim(nd_str_skip(s, end));
        while (word.len > 0 && word.ptr[word.len - 1] == ',')
            word.len--;
        if (words == 0 && IS_AMONG(lower(word, arena), others))
            return false;
        words++;
        if (begins_large(word))
            capitals++;
        else if (!IS_AMONG(word, small_words))
            return false;
    }
    return words <= MAX_WORDS && (capitals >= LEAST_CAPITALS || (is_wide && capitals == 1 && words == 1));
}

/* Without a newspaper in front of a name of two or three syllables: "항구신문 김민수". */
static struct nd_str korean_name(struct nd_str names) {
    enum { SYLLABLE = 3 };

    for (size_t end; (end = nd_str_find_char(names, ' ')) != SIZE_MAX; names = nd_str_skip(names, end + 1))
        if (end == 2 * SYLLABLE || end == 3 * SYLLABLE)
            break;
    return names;
}

/* "김민수 기자", "(서울=연합) 김민수 기자 =": what stands before the mark that a line of names ends in;
 * absent when it has none. */
static struct nd_str before_end(struct nd_str line) {
    size_t head = nd_str_starts(line, ND_STR("(")) ? nd_str_find(line, ND_STR("=")) : SIZE_MAX;
    size_t close = head == SIZE_MAX ? SIZE_MAX : nd_str_find_char(line, ')');

    if (nd_str_ends(line, ND_STR(" =")))
        line = nd_str_trim(nd_str_slice(line, 0, line.len - 2));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (nd_str_ends(line, ends[i])) {
            line = nd_str_slice(line, 0, line.len - ends[i].len);
            line = close == SIZE_MAX ? line : nd_str_trim(nd_str_skip(line, close + 1));
            return i == 0 ? korean_name(line) : line;
        }
    return ND_STR_NONE;
}

/* "Tuesday 9 March 1999 - By Jean Moreau": goes in both, of which one is the other folded, behind a date and
 * a sign, if there is a mark. */
static void skip_date(struct nd_str *line, struct nd_str *folded) {
    static const struct nd_str signs[] = {ND_STR_INIT(" - "), ND_STR_INIT(" – "), ND_STR_INIT(" — "),
                                          ND_STR_INIT(" | "), ND_STR_INIT(" · "), ND_STR_INIT(" • "),
                                          ND_STR_INIT(", "),  ND_STR_INIT(" ")};
    struct nd_date date;

    if (!nd_dateline_find(*line, &date))
        return;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        struct nd_str rest = *line, rest_folded = *folded;
        size_t at, at_folded;
        while ((at = nd_str_find(rest, signs[i])) != SIZE_MAX &&
               (at_folded = nd_str_find(rest_folded, signs[i])) != SIZE_MAX) {
            rest = nd_str_skip(rest, at + signs[i].len);
            rest_folded = nd_str_skip(rest_folded, at_folded + signs[i].len);
            if (nd_byline_mark(rest_folded) > 0 && !nd_str_starts(rest_folded, ND_STR("di lettura")) &&
                nd_dateline_find(nd_str_slice(*line, 0, line->len - rest.len - signs[i].len), &date)) {
                *line = rest;
                *folded = rest_folded;
                return;
            }
        }
    }
}

/* "Jens Petersen, Kiel", "Jane Roe, Reuters": one word behind a whole name is where or for whom somebody
 * wrote, unless it belongs to the name. */
static struct nd_str without_place(struct nd_str names) {
    static const struct nd_str of_names[] = {ND_STR_INIT("Jr"),  ND_STR_INIT("Sr"), ND_STR_INIT("II"),
                                             ND_STR_INIT("III"), ND_STR_INIT("MD"), ND_STR_INIT("PhD")};
    size_t comma = nd_str_find_char(names, ',');
    struct nd_str name = nd_str_slice(names, 0, comma), rest = nd_str_trim(nd_str_skip(names, comma + 1));

    if (comma != SIZE_MAX && nd_agency_name_length(rest) == rest.len &&
        nd_str_find_char(name, ' ') != SIZE_MAX)
        return name;
    if (comma == SIZE_MAX || rest.len == 0 || nd_str_find_char(rest, ' ') != SIZE_MAX ||
        nd_str_find_char(rest, ',') != SIZE_MAX || nd_str_find_char(name, ' ') == SIZE_MAX ||
        !begins_large(rest) || IS_AMONG(rest, of_names))
        return names;
    return name;
}

/* "Mira Holt mira at site.example", "From: Mira Holt <mira@site.example>": as archives of lists have it. */
static struct nd_str before_address(struct nd_str line, struct nd_arena *arena) {
    struct nd_str name = nd_str_starts(line, ND_STR("From: ")) ? nd_str_skip(line, 6) : line;
    size_t at = nd_str_find_char(name, '@'), end;

    if (at == SIZE_MAX) {
        at = nd_str_find(name, ND_STR(" at "));
        if (at == SIZE_MAX || nd_str_find_char(nd_str_skip(name, at + 4), '.') == SIZE_MAX ||
            nd_str_find_char(nd_str_skip(name, at + 4), ' ') != SIZE_MAX)
            return ND_STR_NONE;
    }
    end = nd_str_rfind_char(nd_str_slice(name, 0, at), ' ');
    name = end == SIZE_MAX ? ND_STR_NONE : nd_str_trim(nd_str_slice(name, 0, end));
    return name.len > 0 && are_names(name, arena) ? name : ND_STR_NONE;
}

/* A name that somebody gave themselves: "surfguard", "Oda L.". */
static bool is_handle(struct nd_str s, struct nd_arena *arena) {
    enum { MAX_HANDLE = 40, MAX_HANDLE_WORDS = 3 };
    size_t words = 1, letters = 0;

    for (size_t i = 0; i < s.len; i++) {
        words += s.ptr[i] == ' ';
        letters += nd_char_is_alpha(s.ptr[i]) || (unsigned char)s.ptr[i] >= 0x80;
    }
    return s.len > 0 && s.len <= MAX_HANDLE && words <= MAX_HANDLE_WORDS && letters > 1 &&
           nd_str_find_char(s, ':') == SIZE_MAX && nd_str_find_char(s, '@') == SIZE_MAX &&
           nd_str_find_char(s, '/') == SIZE_MAX && nd_str_find(s, ND_STR(" by ")) == SIZE_MAX &&
           !IS_AMONG(lower(nd_str_slice(s, 0, nd_str_find_char(s, ' ')), arena), others);
}

/* "by surfguard » Tue Mar 05, 2024 10:11 am", "Beitrag von radler_22 » 21.01.2009": as forums sign. */
static struct nd_str before_arrow(struct nd_str line, struct nd_arena *arena) {
    struct nd_str arrow = ND_STR(" » "), name, when;
    struct nd_date date;
    size_t at = nd_str_find(line, arrow), length;

    if (at == SIZE_MAX)
        return ND_STR_NONE;
    name = nd_str_slice(line, 0, at);
    when = nd_str_skip(line, at + arrow.len);
    if (!nd_dateline_find(when, &date) && !nd_dateline_is_doubtful(when))
        return ND_STR_NONE;
    length = nd_byline_mark(lower(name, arena));
    if (length == 0) { /* behind the word for a post */
        name = nd_str_trim(nd_str_skip(name, nd_str_find_char(name, ' ')));
        length = nd_byline_mark(lower(name, arena));
    }
    name = nd_str_trim(nd_str_skip(name, length));
    return length > 0 && is_handle(name, arena) ? name : ND_STR_NONE;
}

/* "【記者：林曉】", "(written by Jane Roe)" */
static struct nd_str without_brackets(struct nd_str line) {
    static const struct nd_str pairs[][2] = {{ND_STR_INIT("【"), ND_STR_INIT("】")},
                                             {ND_STR_INIT("["), ND_STR_INIT("]")},
                                             {ND_STR_INIT("("), ND_STR_INIT(")")},
                                             {ND_STR_INIT("（"), ND_STR_INIT("）")}};

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (nd_str_starts(line, pairs[i][0]) && nd_str_ends(line, pairs[i][1]))
            return nd_str_trim(nd_str_slice(line, pairs[i][0].len, line.len - pairs[i][1].len));
    return line;
}

/* "海灣日報／ 記者林曉／報導": the two to four characters behind the word for a reporter, up to a stroke. */
static struct nd_str behind_reporter(struct nd_str line) {
    static const struct nd_str words[] = {ND_STR_INIT("記者"), ND_STR_INIT("记者")};
    enum { LEAST = 6, MOST = 12 /* bytes */ };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = nd_str_find(line, words[i]), end;
        struct nd_str rest = at == SIZE_MAX ? ND_STR_NONE : nd_str_trim(nd_str_skip(line, at + words[i].len));
        end = nd_str_find(rest, ND_STR("／"));
        end = end == SIZE_MAX ? nd_str_find_char(rest, '/') : end;
        rest = nd_str_trim(nd_str_slice(rest, 0, end));
        if (end != SIZE_MAX && rest.len >= LEAST && rest.len <= MOST && (unsigned char)rest.ptr[0] >= 0xE3 &&
            nd_str_find_char(rest, ' ') == SIZE_MAX)
            return rest;
    }
    return ND_STR_NONE;
}

struct nd_str nd_byline_find(struct nd_str line, struct nd_arena *arena) {
    struct nd_str folded, names, dated;
    bool has_mark;
    size_t length;

    line = without_brackets(nd_str_trim(line));
    if (line.len == 0 || line.len > MAX_LINE)
        return ND_STR_NONE;
    names = before_arrow(line, arena);
    if (names.ptr == NULL && (nd_str_starts(line, ND_STR("記者")) || nd_str_starts(line, ND_STR("记者"))))
        names = behind_reporter(line);
    if (names.ptr != NULL)
        return names;
    folded = lower(line, arena);
    if (nd_byline_mark(folded) == 0)
        skip_date(&line, &folded);
    length = nd_byline_mark(folded);
    names = length == 0 ? before_address(line, arena) : ND_STR_NONE;
    if (names.ptr != NULL)
        return names;
    line = nd_str_trim(nd_str_skip(line, length));
    has_mark = length > 0 || nd_byline_has_reading_time(folded);
    names = has_mark ? line : before_end(line);
    if (names.len == 0) /* as of most lines */
        return ND_STR_NONE;
    dated = up_to_date(line);
    names = has_mark ? up_to_sign(dated) : names;
    if (names.len == 0)
        return ND_STR_NONE;
    names = without_date_words(names,
                               names.len == dated.len
                                   ? dated.len < line.len
                                   : nd_char_is_digit(dated.ptr[names.len + (dated.ptr[names.len] == ' ')]));
    names = without_place(names);
    return names.len > 0 && are_names(names, arena) ? names : ND_STR_NONE;
}

struct nd_str nd_byline_names(struct nd_str line, bool is_name, struct nd_arena *arena) {
    struct nd_str names = nd_byline_find(line, arena), dated, folded;
    size_t length;

    line = nd_str_trim(line);
    if (names.ptr == NULL && line.len <= MAX_LINE)
        names = behind_reporter(line);
    if (names.ptr != NULL || line.len == 0 || line.len > MAX_LINE)
        return names;
    folded = lower(line, arena);
    length = nd_byline_mark(folded);
    line = nd_str_trim(nd_str_skip(line, length > 0 ? length : nd_byline_label(folded)));
    dated = up_to_date(line);
    names = without_date_words(up_to_sign(dated), dated.len < line.len);
    if (names.len > 0 && are_names(names, arena))
        return names;
    if (is_name && length > 0 && dated.len < line.len && is_handle(names, arena))
        return names; /* "von lupa am 26/10/13" */
    return is_name && dated.len == line.len && is_handle(line, arena) ? line : ND_STR_NONE;
}

struct nd_str nd_byline_find_below(struct nd_str label, struct nd_str line, struct nd_arena *arena) {
    enum { MAX_LABEL = 30 /* bytes */ };
    struct nd_str names, dated;

    if (label.len == 0 || label.len > MAX_LABEL || line.len == 0 || line.len > MAX_LINE ||
        !nd_byline_is_label(lower(label, arena)))
        return ND_STR_NONE;
    dated = up_to_date(nd_str_trim(line));
    names = without_date_words(up_to_sign(dated), dated.len < line.len);
    return names.len > 0 && are_names(names, arena) ? names : ND_STR_NONE;
}

struct nd_str nd_byline_find_signed(struct nd_str line, struct nd_arena *arena) {
    enum { LEAST_LABEL = 4 /* bytes: "Von:" is whom anything is from */ };
    size_t colon = nd_str_find_char(line, ':');
    struct nd_str names;

    if (colon == SIZE_MAX || colon < LEAST_LABEL)
        return ND_STR_NONE;
    names = nd_byline_find_below(nd_str_slice(line, 0, colon + 1), nd_str_skip(line, colon + 1), arena);
    if (names.ptr != NULL)
        return names;
    names = nd_str_skip(line, colon + 1);
    return nd_byline_find_below(nd_str_slice(line, 0, colon + 1),
                                nd_str_slice(names, 0, nd_str_find_char(names, ',')), arena);
}

/* Words that begin names and titles in other languages: the text has to be in this one. */
static const struct {
    struct nd_str mark, language;
} bare_marks[] = {{ND_STR_INIT("de "), ND_STR_INIT("ro")},
                  {ND_STR_INIT("per "), ND_STR_INIT("ca")},
                  {ND_STR_INIT("od "), ND_STR_INIT("hr")}};

struct nd_str nd_byline_find_in(struct nd_record_builder *builder, struct nd_str line) {
    struct nd_str names = nd_byline_find(line, builder->arena);

    line = nd_str_trim(line);
    for (size_t i = 0; i < sizeof bare_marks / sizeof *bare_marks && names.ptr == NULL; i++) {
        struct nd_str rest = nd_str_trim(nd_str_skip(line, bare_marks[i].mark.len));
        if (line.len <= MAX_LINE && nd_str_starts_nocase(line, bare_marks[i].mark) && rest.len > 0 &&
            up_to_sign(rest).len == rest.len && are_names(rest, builder->arena) &&
            nd_str_eq(nd_language_detect(builder->document->body), bare_marks[i].language))
            names = rest;
    }
    return names;
}

void nd_byline_read(struct nd_record_builder *builder, struct nd_str line) {
    if (builder->article->authors.count == 0)
        nd_byline_take(builder, nd_byline_find_in(builder, nd_text_on_one_line(line, builder->arena)));
}

void nd_byline_take(struct nd_record_builder *builder, struct nd_str names) {
    if (names.ptr == NULL || builder->article->authors.count > 0)
        return;
    nd_person_add(builder, names);
    if (builder->article->authors.count > 0)
        nd_record_source(builder, "authors", "byline");
}

void nd_byline_read_place(struct nd_record_builder *builder, struct nd_str text) {
    struct nd_date date;
    struct nd_agency_words said;
    size_t length;

    if (builder->article->published_at.ptr != NULL && builder->article->authors.count > 0)
        return;
    length = nd_agency_head(text, &said);
    if (builder->article->published_at.ptr == NULL &&
        (nd_dateline_find_place(text, &date) ||
         (length > 0 && nd_date_read_in(nd_str_slice(text, 0, length), &date))))
        nd_record_set_date(builder, &date, "dateline");
    if (builder->day_without_year.len == 0)
        builder->day_without_year = said.day;
    if (builder->article->authors.count > 0 || said.names.len == 0 || !are_names(said.names, builder->arena))
        return;
    nd_person_add(builder, said.names);
    if (builder->article->authors.count > 0)
        nd_record_source(builder, "authors", "dateline");
}

void nd_byline_read_places(struct nd_record_builder *builder, const struct nd_block *block) {
    enum { MOST = 4 };

    for (int i = 0; i < MOST && block != NULL; block = block->next)
        if (block->type == ND_PARAGRAPH && builder->article->published_at.ptr == NULL) {
            nd_byline_read_place(builder, block->text);
            i++;
        }
}

void nd_byline_read_date(struct nd_record_builder *builder, struct nd_str line, struct nd_date *updated) {
    struct nd_date_reading reading;
    struct nd_str rest = line, where;

    if (line.len > MAX_LINE)
        return;
    while (nd_date_read_first(rest, true, &reading, &where)) {
        struct nd_str before = nd_str_slice(rest, 0, (size_t)(where.ptr - rest.ptr));
        bool is_update = nd_date_line_says(before, nd_dateline_is_update),
             is_other = nd_date_line_says(before, nd_dateline_is_of_reader);
        if (!is_update && !is_other) {
            nd_record_set_date(builder, &reading.date, "dateline");
            return;
        }
        if (updated->year == 0 && !is_other)
            *updated = reading.date;
        rest = nd_str_skip(rest, (size_t)(where.ptr - rest.ptr) + where.len);
    }
    if (updated->year == 0 && nd_date_read_first(line, false, &reading, &where))
        nd_record_doubt_date(builder, &reading, where, "dateline");
}
