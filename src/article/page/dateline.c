/* The line that says when, and by whom: dates as the bylines of many languages write them. */
#include "article/page/page.h"

#include <string.h>
#include <utf8proc.h>

enum {
    MAX_LINE = 160,  /* bytes; a longer paragraph is text in which a date occurs */
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

/* There is no date without one. */
static bool has_digit(struct nd_str line) {
    for (size_t i = 0; i < line.len; i++)
        if (nd_char_is_digit(line.ptr[i]))
            return true;
    return false;
}

bool nd_dateline_find(struct nd_str line, struct nd_date *date) {
    return line.len <= MAX_LINE && has_digit(line) && nd_date_read_in(line, date);
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
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_starts_nocase(line, words[i]))
            return true;
    return false;
}
