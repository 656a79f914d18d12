/* The line that says when, and by whom: dates as the bylines of many languages write them. */
#include "article/page/page.h"

#include <string.h>
#include <utf8proc.h>

enum {
    MAX_LINE = 160,  /* bytes; a longer paragraph is text in which a date occurs */
    MAX_HEAD = 120,  /* bytes of a place, a date and an agency at the beginning of a text */
    MAX_PLACE = 60,  /* bytes of the place */
    MAX_AGENCY = 30, /* bytes of what stands between date and text */
    MAX_WORDS = 4,   /* of a place; of these, in small letters: */
    MAX_SMALL = 2,
    SMALL_BYTES = 4, /* of such a word */
    MAX_FOLDED = 512 /* room for it in lower case */
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

/* At most so many bytes, or letters in Greek and the scripts behind it, but those with one for a word. */
static bool is_within(struct nd_str s, size_t most) {
    size_t letters = 0;

    if (s.len <= most || s.len > 3 * most)
        return s.len <= most;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        letters += (c & 0xC0) == 0x80 ? 0 : c >= 0xE2 ? 3 : c >= 0xC2 && c < 0xCD ? 2 : 1;
    }
    return letters <= most;
}

/* Of any script. */
static bool has_digit(struct nd_str s) {
    for (size_t i = 0; i < s.len;) {
        uint32_t c = (unsigned char)s.ptr[i];
        size_t length = c < 0x80 ? 1 : nd_utf8_decode(nd_str_skip(s, i), &c);
        if (c < 0x80 ? nd_char_is_digit((char)c)
                     : utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ND)
            return true;
        i += length;
    }
    return false;
}

/* "Tue Mar  5 10:11:12 CET 2019": its year stands behind its time, as nothing in a sentence does. */
static bool is_whole_date(struct nd_str line, struct nd_date *date) {
    enum { WHOLE = 40 };
    struct nd_date read;

    line = nd_str_trim(line);
    if (line.len == 0 || line.len > WHOLE || !nd_char_is_alpha(line.ptr[0]) || !nd_date_parse(line, &read) ||
        read.year < 1900 || read.year > 2100)
        return false;
    *date = (struct nd_date){.year = read.year, .month = read.month, .day = read.day};
    return true;
}

/* "26 | 01 | 2022", "26 · 01 · 2022": nothing but numbers, and what a style sets between them. */
static bool is_parted_date(struct nd_str line, struct nd_date *date) {
    enum { MOST = 24 };
    static const struct nd_str bars[] = {ND_STR_INIT("|"), ND_STR_INIT("·"), ND_STR_INIT("•")};
    char out[MOST];
    size_t length = 0, signs = 0;

    line = nd_str_trim(line);
    for (size_t i = 0, step; i < line.len && length < MOST; i += step) {
        step = nd_char_is_digit(line.ptr[i]) || line.ptr[i] == ' ' ? 1 : 0;
        if (step == 1 && line.ptr[i] != ' ')
            out[length++] = line.ptr[i];
        for (size_t k = 0; k < sizeof bars / sizeof *bars && step == 0; k++)
            if (nd_str_starts(nd_str_skip(line, i), bars[k])) {
                step = bars[k].len;
                out[length++] = '/';
                signs++;
            }
        if (step == 0)
            return false;
    }
    return signs == 2 && length < MOST && nd_date_read_in(nd_str_of(out, length), date);
}

bool nd_dateline_find(struct nd_str line, struct nd_date *date) {
    return is_within(line, MAX_LINE) && has_digit(line) &&
           (nd_date_read_in(line, date) || is_whole_date(line, date) || is_parted_date(line, date));
}

/* Words a byline begins with. */
static const struct nd_str bylines[] = {
    ND_STR_INIT("by "),    ND_STR_INIT("by: "),   ND_STR_INIT("von "),         ND_STR_INIT("von: "),
    ND_STR_INIT("par "),   ND_STR_INIT("di "),    ND_STR_INIT("por "),         ND_STR_INIT("door "),
    ND_STR_INIT("autor"),  ND_STR_INIT("author"), ND_STR_INIT("written "),     ND_STR_INIT("posted "),
    ND_STR_INIT("text: "), ND_STR_INIT("auteur"), ND_STR_INIT("published by"), ND_STR_INIT("作者"),
    ND_STR_INIT("文／"),
};

/* "2024. március 5.", "2024.03.05.", "2024. 3. 5.": the last point is of the day, as that of the year is. */
static bool ends_with_day(struct nd_str line) {
    enum { YEAR = 4, LONGEST = 24 /* bytes */ };
    struct nd_date date;

    for (size_t at = line.len > LONGEST ? line.len - LONGEST : 0; at + YEAR < line.len; at++)
        if (line.ptr[at + YEAR] == '.' && nd_char_is_digit(line.ptr[at]) && line.ptr[line.len - 1] == '.' &&
            (at == 0 || !nd_char_is_digit(line.ptr[at - 1])) && nd_date_parse(nd_str_skip(line, at), &date))
            return true;
    return false;
}

/* "… at 4:56 p.m." ends with a point and is none of the sentences. */
static bool ends_sentence(struct nd_str line) {
    static const struct nd_str ends[] = {ND_STR_INIT("p.m."),  ND_STR_INIT("a.m."),  ND_STR_INIT("P.M."),
                                         ND_STR_INIT("A.M."),  ND_STR_INIT("p. m."), ND_STR_INIT("a. m."),
                                         ND_STR_INIT("P. M."), ND_STR_INIT("A. M."), ND_STR_INIT("hrs."),
                                         ND_STR_INIT(" h."),   ND_STR_INIT("Uhr."),  ND_STR_INIT(" г."),
                                         ND_STR_INIT(" р."),   ND_STR_INIT(" น.")};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (nd_str_ends(line, ends[i]))
            return false;
    if (line.len > 2 && nd_str_ends(line, ND_STR("h.")) && nd_char_is_digit(line.ptr[line.len - 3]))
        return false;
    return nd_text_ends_sentence(line) && !ends_with_day(line);
}

/* "Megjelent: 2024. március 05.": the date, whose point ends no sentence. */
static struct nd_str behind_label(struct nd_str line) {
    enum { MAX_LABEL = 40 /* bytes */ };
    size_t colon = nd_str_find(line, ND_STR(": "));

    return colon > MAX_LABEL ? ND_STR_NONE : nd_str_skip(line, colon + 2);
}

bool nd_dateline_is(struct nd_str line) {
    struct nd_date date;
    char out[MAX_FOLDED];

    if (!is_within(line, MAX_LINE) || nd_str_find_char(line, '\n') != SIZE_MAX)
        return false;
    if (nd_dateline_find(line, &date))
        return is_within(line, 99) && (!ends_sentence(line) || nd_date_parse(line, &date) ||
                                       nd_date_parse(behind_label(line), &date));
    if (!is_within(line, 59))
        return false;
    line = lower(line, out);
    for (size_t i = 0; i < sizeof bylines / sizeof *bylines; i++)
        if (nd_str_starts(line, bylines[i]))
            return !nd_text_ends_sentence(line);
    return false;
}

bool nd_dateline_is_update(struct nd_str line) {
    static const struct nd_str words[] = {
        ND_STR_INIT("updated"),
        ND_STR_INIT("update:"),
        ND_STR_INIT("last modified"),
        ND_STR_INIT("last updated"),
        ND_STR_INIT("last edited"),
        ND_STR_INIT("modified"),
        ND_STR_INIT("this page was last"),
        ND_STR_INIT("aktualisiert"),
        ND_STR_INIT("zuletzt"),
        ND_STR_INIT("diese seite wurde zuletzt"),
        ND_STR_INIT("geändert"),
        ND_STR_INIT("stand:"),
        ND_STR_INIT("letzte änderung"),
        ND_STR_INIT("letzte aktualisierung"),
        ND_STR_INIT("mis à jour"),
        ND_STR_INIT("mise à jour"),
        ND_STR_INIT("modifié"),
        ND_STR_INIT("dernière modification"),
        ND_STR_INIT("aggiornato"),
        ND_STR_INIT("ultima modifica"),
        ND_STR_INIT("actualizado"),
        ND_STR_INIT("última"),
        ND_STR_INIT("atualizado"),
        ND_STR_INIT("bijgewerkt"),
        ND_STR_INIT("laatst"),
        ND_STR_INIT("uppdaterad"),
        ND_STR_INIT("senast"),
        ND_STR_INIT("oppdatert"),
        ND_STR_INIT("opdateret"),
        ND_STR_INIT("sist"),
        ND_STR_INIT("päivitetty"),
        ND_STR_INIT("обновлено"),
        ND_STR_INIT("aktualizacja"),
        ND_STR_INIT("aktualizováno"),
        ND_STR_INIT("frissítve"),
        ND_STR_INIT("actualizat"),
        ND_STR_INIT("оновлено"),
        ND_STR_INIT("изменено"),
        ND_STR_INIT("ενημερώθηκε"),
        ND_STR_INIT("güncelle"),
        ND_STR_INIT("son güncelle"),
        ND_STR_INIT("cập nhật"),
        ND_STR_INIT("diperbarui"),
        ND_STR_INIT("آخر تحديث"),
        ND_STR_INIT("עודכן"),
        ND_STR_INIT("수정"),
        ND_STR_INIT("更新"),
        ND_STR_INIT("最終更新"),
        ND_STR_INIT("最后更新"),
        ND_STR_INIT("最近更新"),
        ND_STR_INIT("最後更新"),
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_text_may_begin_with(line, words[i]) && nd_text_begins_with(line, words[i]))
            return true;
    return false;
}

bool nd_dateline_is_of_reader(struct nd_str line) {
    static const struct nd_str words[] = {
        ND_STR_INIT("saved"),          ND_STR_INIT("clipped"),      ND_STR_INIT("accessed"),
        ND_STR_INIT("retrieved"),      ND_STR_INIT("archived"),     ND_STR_INIT("captured"),
        ND_STR_INIT("scraped"),        ND_STR_INIT("downloaded"),   ND_STR_INIT("printed"),
        ND_STR_INIT("gespeichert"),    ND_STR_INIT("abgerufen"),    ND_STR_INIT("gesichert"),
        ND_STR_INIT("enregistré"),     ND_STR_INIT("consulté"),     ND_STR_INIT("guardado"),
        ND_STR_INIT("consultado"),     ND_STR_INIT("salvato"),      ND_STR_INIT("salvo em"),
        ND_STR_INIT("opgeslagen"),     ND_STR_INIT("geraadpleegd"), ND_STR_INIT("sparad"),
        ND_STR_INIT("hämtad"),         ND_STR_INIT("zapisano"),     ND_STR_INIT("сохранено"),
        ND_STR_INIT("дата обращения"), ND_STR_INIT("保存"),         ND_STR_INIT("收藏"),
        ND_STR_INIT("剪藏"),           ND_STR_INIT("gedruckt"),     ND_STR_INIT("ausgedruckt"),
        ND_STR_INIT("imprimé"),        ND_STR_INIT("impreso"),      ND_STR_INIT("impresso em"),
        ND_STR_INIT("stampato"),       ND_STR_INIT("afgedrukt"),    ND_STR_INIT("wydrukowano"),
        ND_STR_INIT("vytištěno"),      ND_STR_INIT("utskrivet"),    ND_STR_INIT("распечатано"),
        ND_STR_INIT("印刷日")};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_text_may_begin_with(line, words[i]) && nd_text_begins_with(line, words[i]))
            return true;
    return false;
}

/* Words that stand before a date in a sentence. */
static bool is_preposition(struct nd_str word) {
    static const struct nd_str words[] = {
        ND_STR_INIT("on"),   ND_STR_INIT("since"),  ND_STR_INIT("until"),   ND_STR_INIT("by"),
        ND_STR_INIT("from"), ND_STR_INIT("born"),   ND_STR_INIT("after"),   ND_STR_INIT("before"),
        ND_STR_INIT("as"),   ND_STR_INIT("in"),     ND_STR_INIT("am"),      ND_STR_INIT("seit"),
        ND_STR_INIT("bis"),  ND_STR_INIT("vom"),    ND_STR_INIT("ab"),      ND_STR_INIT("le"),
        ND_STR_INIT("du"),   ND_STR_INIT("depuis"), ND_STR_INIT("el"),      ND_STR_INIT("desde"),
        ND_STR_INIT("em"),   ND_STR_INIT("il"),     ND_STR_INIT("dal"),     ND_STR_INIT("op"),
        ND_STR_INIT("den"),  ND_STR_INIT("till"),   ND_STR_INIT("od"),      ND_STR_INIT("do"),
        ND_STR_INIT("с"),    ND_STR_INIT("до"),     ND_STR_INIT("от"),      ND_STR_INIT("event"),
        ND_STR_INIT("date"), ND_STR_INIT("datum"),  ND_STR_INIT("deadline")};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (word.len == words[i].len && nd_text_begins_with(word, words[i]))
            return true;
    return false;
}

/* What is sent out says so, in the place of a place ("Pressemitteilung vom") or above its title. */
static const struct nd_str releases[] = {ND_STR_INIT("Pressemitteilung"),
                                         ND_STR_INIT("Medienmitteilung"),
                                         ND_STR_INIT("Presseinformation"),
                                         ND_STR_INIT("Meldung"),
                                         ND_STR_INIT("Press release"),
                                         ND_STR_INIT("News release"),
                                         ND_STR_INIT("Media release"),
                                         ND_STR_INIT("For immediate release"),
                                         ND_STR_INIT("For release"),
                                         ND_STR_INIT("Strictly embargoed"),
                                         ND_STR_INIT("Embargoed"),
                                         ND_STR_INIT("Embargo"),
                                         ND_STR_INIT("Under embargo"),
                                         ND_STR_INIT("Sous embargo"),
                                         ND_STR_INIT("Bajo embargo"),
                                         ND_STR_INIT("Sotto embargo"),
                                         ND_STR_INIT("Sob embargo"),
                                         ND_STR_INIT("Onder embargo"),
                                         ND_STR_INIT("Sperrfrist"),
                                         ND_STR_INIT("Эмбарго"),
                                         ND_STR_INIT("Communiqué"),
                                         ND_STR_INIT("COMMUNIQUÉ"),
                                         ND_STR_INIT("Nota de prensa"),
                                         ND_STR_INIT("Comunicado"),
                                         ND_STR_INIT("Comunicato"),
                                         ND_STR_INIT("Nota à imprensa"),
                                         ND_STR_INIT("Persbericht"),
                                         ND_STR_INIT("Pressmeddelande"),
                                         ND_STR_INIT("Pressemeddelelse"),
                                         ND_STR_INIT("Pressemelding"),
                                         ND_STR_INIT("Lehdistötiedote"),
                                         ND_STR_INIT("Informacja prasowa"),
                                         ND_STR_INIT("Tisková zpráva"),
                                         ND_STR_INIT("Sajtóközlemény"),
                                         ND_STR_INIT("Comunicat de presă"),
                                         ND_STR_INIT("Δελτίο Τύπου"),
                                         ND_STR_INIT("Basın bülteni"),
                                         ND_STR_INIT("Siaran pers"),
                                         ND_STR_INIT("Thông cáo báo chí"),
                                         ND_STR_INIT("Пресс-релиз"),
                                         ND_STR_INIT("ПРЕСС-РЕЛИЗ"),
                                         ND_STR_INIT("Прес-реліз"),
                                         ND_STR_INIT("بيان صحفي"),
                                         ND_STR_INIT("新闻稿"),
                                         ND_STR_INIT("新聞稿"),
                                         ND_STR_INIT("プレスリリース"),
                                         ND_STR_INIT("보도자료")};

/* Bytes of the word for a release that s begins with, or 0. */
static size_t release_length(struct nd_str s) {
    for (size_t i = 0; i < sizeof releases / sizeof *releases; i++)
        if (nd_text_may_begin_with(s, releases[i]) && nd_text_begins_with(s, releases[i]))
            return releases[i].len;
    return 0;
}

bool nd_dateline_is_release(struct nd_str line) {
    static const char small[] = "|de|presse|prensa|stampa|vom|nr|no|n|of|du|del|di|for|immediate|release|"
                                "date|until|till|bis|jusqu|au|a|"
                                "hasta|el|las|la|los|fino|al|alle|le|ore|at|s|tot|om|h|hrs|hours|uhr|uur|gmt|"
                                "utc|bst|cet|est|edt|am|pm|to|on|"
                                "und|to|mez|not|before|horas|heures|do|до|";
    size_t length = release_length(line), from;
    struct nd_buf masked = {0};
    bool is_label = length > 0 && line.len <= MAX_LINE;

    if (is_label && !nd_date_mask(nd_str_skip(line, length), &masked))
        nd_buf_add(&masked, nd_str_skip(line, length));
    for (size_t i = 0; i < masked.len && is_label; i++) {
        char word[16] = "|";
        for (from = i; i < masked.len && nd_char_is_alpha(masked.ptr[i]); i++)
            ;
        if (i == from || i - from + 3 > sizeof word) {
            is_label = i == from;
            continue;
        }
        for (size_t k = from; k < i; k++)
            word[k - from + 1] = nd_char_lower(masked.ptr[k]);
        word[i - from + 1] = '|';
        is_label = strstr(small, word) != NULL;
    }
    nd_buf_free(&masked);
    return is_label;
}

bool nd_dateline_is_place(struct nd_str s) {
    size_t words = 0, small = 0;
    bool is_small = false, is_apart = false;
    struct nd_str all = s;

    if (s.len == 0 || s.len > MAX_PLACE || has_digit(s))
        return false;
    while (s.len > 0) {
        struct nd_str word = nd_str_slice(s, 0, nd_str_find_char(s, ' '));
        uint32_t c = 0;
        utf8proc_category_t category;
        s = nd_str_trim(nd_str_skip(s, word.len));
        nd_utf8_decode(word, &c);
        category = utf8proc_category((utf8proc_int32_t)c);
        is_apart = is_apart && s.len == 0;
        is_small = category != UTF8PROC_CATEGORY_LU && category != UTF8PROC_CATEGORY_LO;
        if (is_small) {
            if (words == 0 || category != UTF8PROC_CATEGORY_LL || word.len > SMALL_BYTES)
                return false;
            small++;
        }
        if (words == 0 && is_preposition(word))
            return false;
        words++;
        is_apart = is_apart || nd_str_ends(word, ND_STR(","));
    }
    return words <= MAX_WORDS && small <= MAX_SMALL && (!is_small || is_apart || release_length(all) > 0);
}

/* What ends the head of a text that says where and when. */
static const struct nd_str dashes[] = {ND_STR_INIT(" - "),  ND_STR_INIT(" – "), ND_STR_INIT(" — "),
                                       ND_STR_INIT(" -- "), ND_STR_INIT("--"),  ND_STR_INIT("—"),
                                       ND_STR_INIT(".- "),  ND_STR_INIT(".– ")};

static struct nd_str without_end(struct nd_str s) {
    for (bool is_cut = true; is_cut;) {
        is_cut = false;
        s = nd_str_trim(s);
        if (s.len > 0 && nd_str_find_char(ND_STR(",.(:/"), s.ptr[s.len - 1]) != SIZE_MAX) {
            s.len--;
            is_cut = true;
        }
        for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
            if (nd_str_ends(s, nd_str_trim(dashes[i]))) {
                s.len -= nd_str_trim(dashes[i]).len;
                is_cut = true;
            }
    }
    return s;
}

/* "LONDON--(BUSINESS WIRE)--", "(Berlin, Germany) —": without the agency behind it, or its own brackets. */
static struct nd_str place_of(struct nd_str s) {
    size_t open;

    s = without_end(s);
    open = nd_str_rfind_char(s, '(');
    if (!nd_str_ends(s, ND_STR(")")) || open == SIZE_MAX)
        return s;
    return open == 0 ? nd_str_slice(s, 1, s.len - 1) : without_end(nd_str_slice(s, 0, open));
}

/* Without a dash, a sentence may begin like it: a comma, a bracket or a dash must part the date from the
 * place. */
static bool is_set_off(struct nd_str place, char end) {
    static const struct nd_str words[] = {ND_STR_INIT(", den"), ND_STR_INIT(", le"), ND_STR_INIT(", el"),
                                          ND_STR_INIT(", il"), ND_STR_INIT(", dnia")};
    struct nd_str before = nd_str_trim(place);

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (end != ')' && nd_str_ends(before, words[i]))
            return true;
    if (nd_str_ends(before, end == ')' ? ND_STR("(") : ND_STR(",")))
        return true;
    return end == ':' && (nd_str_ends(before, ND_STR("–")) || nd_str_ends(before, ND_STR("—")));
}

/* "/24-7PressRelease/", "(EZ Newswire 7)": digits of a name. */
static bool is_agency(struct nd_str s) {
    s = nd_str_trim(s);
    return s.len <= MAX_AGENCY &&
           (!has_digit(s) || (s.len > 2 && ((s.ptr[0] == '/' && s.ptr[s.len - 1] == '/') ||
                                            (s.ptr[0] == '(' && s.ptr[s.len - 1] == ')'))));
}

/* A place, a day and an agency and nothing else; end is what stands behind it. */
static bool read_head(struct nd_str head, bool has_dash, char end, struct nd_date *date) {
    struct nd_date_reading reading;
    struct nd_str where, before;

    if (!has_digit(head) || nd_dateline_is_update(head) || !nd_date_read_first(head, true, &reading, &where))
        return false;
    before = nd_str_slice(head, 0, (size_t)(where.ptr - head.ptr));
    if ((!has_dash && !is_set_off(before, end)) || !nd_dateline_is_place(place_of(before)) ||
        !is_agency(nd_str_skip(head, before.len + where.len)))
        return false;
    *date = reading.date;
    return true;
}

/* Where the first of the dashes begins at or behind from. */
static size_t find_dash(struct nd_str head, size_t from) {
    size_t first = SIZE_MAX;

    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        size_t at = nd_str_find(nd_str_skip(head, from), dashes[i]);
        first = at < first ? at : first;
    }
    return first == SIZE_MAX ? SIZE_MAX : from + first;
}

/* Where the point behind a year is. */
static size_t behind_year(struct nd_str head) {
    for (size_t at = nd_str_find(head, ND_STR(". ")), digits; at != SIZE_MAX;) {
        struct nd_str rest = nd_str_skip(head, at + 1);
        size_t next = nd_str_find(rest, ND_STR(". "));
        for (digits = 0; digits < at && nd_char_is_digit(head.ptr[at - 1 - digits]); digits++)
            ;
        if (digits == 4)
            return at;
        at = next == SIZE_MAX ? SIZE_MAX : at + 1 + next;
    }
    return SIZE_MAX;
}

bool nd_dateline_find_place(struct nd_str text, struct nd_date *date) {
    struct nd_str head =
        nd_str_slice(text, 0, nd_utf8_floor(text, text.len < MAX_HEAD ? text.len : MAX_HEAD));
    size_t end;

    for (size_t at = find_dash(head, 0); at != SIZE_MAX; at = find_dash(head, at + 1))
        if (read_head(nd_str_slice(head, 0, at), true, head.ptr[at], date))
            return true;
    end = nd_str_find(head, ND_STR(": ")); /* "HAMBURG, 5. März 2019: …", "Hamburg (5.3.2019). …" */
    if (end == SIZE_MAX)
        end = nd_str_find_char(head, ')');
    if (end == SIZE_MAX) /* "Hamburg, 5. März 2019. Die …" */
        end = behind_year(head);
    return end != SIZE_MAX && read_head(nd_str_slice(head, 0, end), false, head.ptr[end], date);
}

bool nd_dateline_is_doubtful(struct nd_str line) {
    struct nd_date_reading reading;
    struct nd_str where;

    return line.len < MAX_LINE / 2 && has_digit(line) && nd_str_find_char(line, '\n') == SIZE_MAX &&
           !nd_text_ends_sentence(line) && nd_date_read_first(line, false, &reading, &where);
}
