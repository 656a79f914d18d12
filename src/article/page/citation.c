#include "article/page/citation.h"

#include "article/page/page.h"
#include "article/page/page_date_words.h"
#include "article/record.h"
#include "newsdex/utf8.h"

enum {
    LONGEST = 160,     /* bytes of a line */
    LONGEST_NAME = 60, /* bytes */
    MOST_WORDS = 6,    /* of a name */
    ISSUE_CHARS = 40,  /* of what says which issue or page */
    MOST_DIGITS = 3    /* of the number of a page */
};

/* Without the word and the signs between it and a day. */
static struct nd_str name_before(struct nd_str name) {
    static const struct nd_str words[] = {ND_STR_INIT(" vom"),   ND_STR_INIT(" of"),  ND_STR_INIT(" du"),
                                          ND_STR_INIT(" del"),   ND_STR_INIT(" dal"), ND_STR_INIT(" from"),
                                          ND_STR_INIT(" de"),    ND_STR_INIT(" van"), ND_STR_INIT(" от"),
                                          ND_STR_INIT(" dated"), ND_STR_INIT(" on"),  ND_STR_INIT(" am")};

    name = nd_str_trim(name);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_ends(name, words[i])) {
            name.len -= words[i].len;
            break;
        }
    while (name.len > 0 && nd_str_find_char(ND_STR(" ,;:(-|."), name.ptr[name.len - 1]) != SIZE_MAX)
        name.len--;
    return name;
}

struct nd_str nd_citation_name(struct nd_str text, struct nd_date *date) {
    struct nd_date_reading reading;
    struct nd_str where, name;

    if (text.len > ND_DATE_TEXT_MAX || !nd_date_read_first(text, true, &reading, &where) ||
        where.ptr == text.ptr)
        return ND_STR_NONE;
    name = name_before(nd_str_slice(text, 0, (size_t)(where.ptr - text.ptr)));
    *date = reading.date;
    return name.len > 1 ? name : ND_STR_NONE;
}

static bool begins_issue(struct nd_str line) {
    static const struct nd_str words[] = {
        ND_STR_INIT("page "),   ND_STR_INIT("p. "),      ND_STR_INIT("seite "),  ND_STR_INIT("s. "),
        ND_STR_INIT("página "), ND_STR_INIT("pagina "),  ND_STR_INIT("sida "),   ND_STR_INIT("side "),
        ND_STR_INIT("strona "), ND_STR_INIT("стр. "),    ND_STR_INIT("Стр. "),   ND_STR_INIT("страница "),
        ND_STR_INIT("sayfa "),  ND_STR_INIT("issue "),   ND_STR_INIT("edition"), ND_STR_INIT("édition "),
        ND_STR_INIT("Édition"), ND_STR_INIT("edición "), ND_STR_INIT("edição "), ND_STR_INIT("edizione "),
        ND_STR_INIT("ausgabe"), ND_STR_INIT("nr. "),     ND_STR_INIT("no. "),    ND_STR_INIT("nº "),
        ND_STR_INIT("n° "),     ND_STR_INIT("vol. "),    ND_STR_INIT("第")};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_starts_nocase(line, words[i]))
            return nd_utf8_count(line) <= ISSUE_CHARS;
    return false;
}

bool nd_citation_is_of_issue(struct nd_str line) {
    for (size_t i = 0; i < line.len; i++) {
        bool is_behind = i > 1 && line.ptr[i - 1] == ' ' &&
                         (nd_str_find_char(ND_STR("-|,;"), line.ptr[i - 2]) != SIZE_MAX ||
                          (unsigned char)line.ptr[i - 2] >= 0x80);
        if ((i == 0 || is_behind) && begins_issue(nd_str_skip(line, i)))
            return true;
    }
    return false;
}

/* Without the signs that part it from what stands before. */
static struct nd_str without_signs(struct nd_str text) {
    static const struct nd_str signs[] = {ND_STR_INIT(","), ND_STR_INIT(";"), ND_STR_INIT("|"),
                                          ND_STR_INIT("-"), ND_STR_INIT("/"), ND_STR_INIT("·"),
                                          ND_STR_INIT("•"), ND_STR_INIT("–"), ND_STR_INIT("—"),
                                          ND_STR_INIT(")"), ND_STR_INIT("("), ND_STR_INIT(".")};
    bool is_done = false;

    while (!is_done) {
        is_done = true;
        text = nd_str_trim(text);
        for (size_t i = 0; i < sizeof signs / sizeof *signs && is_done; i++)
            if (nd_str_starts(text, signs[i])) {
                text = nd_str_skip(text, signs[i].len);
                is_done = false;
            }
    }
    return text;
}

/* The length of a page or an issue at the beginning of text; 0 when there is none. */
static size_t page_length(struct nd_str text) {
    static const struct nd_str ends[] = {ND_STR_INIT(" ·"), ND_STR_INIT(" |"), ND_STR_INIT(" /"),
                                         ND_STR_INIT(" -"), ND_STR_INIT(" –"), ND_STR_INIT(" •"),
                                         ND_STR_INIT(" —")};
    struct nd_str page = text;
    size_t digits = 0;

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        page = nd_str_slice(page, 0, nd_str_find(page, ends[i]));
    while (digits < page.len && nd_char_is_digit(page.ptr[digits]))
        digits++;
    return begins_issue(page) || (digits > 0 && digits <= MOST_DIGITS && digits == page.len) ? page.len : 0;
}

/* Few words, of which the first is written large. */
static bool is_name(struct nd_str name) {
    size_t words = 1;

    for (size_t i = 0; i < name.len; i++)
        words += name.ptr[i] == ' ';
    return name.len <= LONGEST_NAME && words <= MOST_WORDS && !(name.ptr[0] >= 'a' && name.ptr[0] <= 'z') &&
           !nd_char_is_digit(name.ptr[0]) && nd_str_find_char(name, ':') == SIZE_MAX &&
           nd_str_find_char(name, '"') == SIZE_MAX;
}

/* Without the signs that part it from what stands behind. */
static struct nd_str before_signs(struct nd_str name) {
    static const struct nd_str wide[] = {ND_STR_INIT("·"), ND_STR_INIT("–"), ND_STR_INIT("•"),
                                         ND_STR_INIT("—")};

    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (nd_str_ends(name, wide[i]))
            name = nd_str_trim(nd_str_slice(name, 0, name.len - wide[i].len));
    return name;
}

/* What stands before the day, and before that of the week: "The Post" of "The Post, Tuesday, 5 March 2024".
 */
static struct nd_str before_day(struct nd_str line, struct nd_str day) {
    struct nd_buf masked = {0};
    size_t end = (size_t)(day.ptr - line.ptr), at = SIZE_MAX;

    if (nd_date_mask(line, &masked))
        at = nd_str_find(nd_buf_str(&masked), ND_STR("…"));
    nd_buf_free(&masked);
    return nd_str_slice(line, 0, at < end ? at : end);
}

/* Newspaper, day and rest of a line; false when it has no day, or nothing before that. */
static bool part_line(struct nd_str line, struct nd_citation *citation) {
    size_t end;

    line = nd_str_trim(line);
    *citation = (struct nd_citation){.rest = ND_STR("")};
    if (line.len > LONGEST || !nd_text_may_have_number(line) || nd_str_find_char(line, '\n') != SIZE_MAX)
        return false;
    citation->is_doubtful = !nd_date_read_first(line, true, &citation->reading, &citation->day);
    if ((citation->is_doubtful && !nd_date_read_first(line, false, &citation->reading, &citation->day)) ||
        citation->day.ptr == line.ptr)
        return false;
    end = (size_t)(citation->day.ptr - line.ptr) + citation->day.len;
    citation->rest = without_signs(nd_str_skip(line, end));
    citation->name = before_signs(name_before(before_day(line, citation->day)));
    return citation->name.len > 1 && is_name(citation->name) && !begins_issue(citation->name);
}

bool nd_citation_read(struct nd_str line, struct nd_citation *citation) {
    size_t length;

    if (!part_line(line, citation))
        return false;
    length = page_length(citation->rest);
    citation->rest = without_signs(nd_str_skip(citation->rest, length));
    return length > 0;
}

/* "The Post", "El Mundo", "BBC", or an agency. */
static bool is_newspaper(struct nd_str name) {
    static const struct nd_str articles[] = {ND_STR_INIT("The "), ND_STR_INIT("Le "),  ND_STR_INIT("La "),
                                             ND_STR_INIT("Les "), ND_STR_INIT("L'"),   ND_STR_INIT("L’"),
                                             ND_STR_INIT("El "),  ND_STR_INIT("Los "), ND_STR_INIT("Il "),
                                             ND_STR_INIT("Lo "),  ND_STR_INIT("Der "), ND_STR_INIT("Die "),
                                             ND_STR_INIT("Das "), ND_STR_INIT("De "),  ND_STR_INIT("Het "),
                                             ND_STR_INIT("O "),   ND_STR_INIT("A "),   ND_STR_INIT("Az ")};

    static const struct nd_str agencies[] = {
        ND_STR_INIT("Reuters"),   ND_STR_INIT("Associated Press"), ND_STR_INIT("Agence France-Presse"),
        ND_STR_INIT("Bloomberg"), ND_STR_INIT("Xinhua"),           ND_STR_INIT("Kyodo"),
        ND_STR_INIT("Interfax"),  ND_STR_INIT("Europa Press")};

    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (nd_str_starts(name, articles[i]))
            return true;
    for (size_t i = 0; i < sizeof agencies / sizeof *agencies; i++)
        if (nd_str_eq(name, agencies[i]))
            return true;
    for (size_t i = 0; i < name.len; i++)
        if ((name.ptr[i] < 'A' || name.ptr[i] > 'Z') && name.ptr[i] != ' ')
            return false;
    return true;
}

bool nd_citation_names_day(struct nd_str line) {
    return nd_dateline_is_update(line) || nd_dateline_is_of_reader(line) || nd_dateline_is_release(line) ||
           nd_page_date_words_publish(line);
}

/* In capitals a town reads as a newspaper does; up to three letters stand for an institution ("BBC News"). */
static bool may_be_place(struct nd_str name) {
    enum { MOST_LETTERS = 3 };

    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] >= 'a' && name.ptr[i] <= 'z')
            return false;
    return nd_str_slice(name, 0, nd_str_find_char(name, ' ')).len > MOST_LETTERS;
}

bool nd_citation_read_bare(struct nd_str line, struct nd_citation *citation) {
    if (!part_line(line, citation) || citation->rest.len > 0 || !is_newspaper(citation->name) ||
        nd_citation_names_day(line))
        return false;
    citation->is_place = may_be_place(citation->name);
    return true;
}
