/* What LexisNexis and Nexis Uni write before fields, in the languages of their pages. */
#include "container/nexis.h"

struct name {
    struct nd_str text;
    const char *meaning;
    enum nd_nexis_place place;
};

#define HEAD(name, meaning)                                                                                  \
    { ND_STR_INIT(name), meaning, ND_NEXIS_HEAD }
#define TAIL(name, meaning)                                                                                  \
    { ND_STR_INIT(name), meaning, ND_NEXIS_TAIL }
#define LONG(name)                                                                                           \
    { ND_STR_INIT(name), NULL, ND_NEXIS_LONG }

/* A meaning that is NULL stays metadata. What was loaded into the database when is no day of publication. */
static const struct name names[] = {
    HEAD("BYLINE", "byline"),
    HEAD("AUTEUR", "byline"),
    HEAD("AUTOR", "byline"),
    HEAD("AUTORE", "byline"),
    HEAD("AUTHOR", "byline"),
    HEAD("SECTION", "section"),
    HEAD("RUBRIQUE", "section"),
    HEAD("RUBRIK", "section"),
    HEAD("RESSORT", "section"),
    HEAD("SECTIE", "section"),
    HEAD("SECCIÓN", "section"),
    HEAD("SECCION", "section"),
    HEAD("SEZIONE", "section"),
    HEAD("SEÇÃO", "section"),
    HEAD("LENGTH", NULL),
    HEAD("LONGUEUR", NULL),
    HEAD("LÄNGE", NULL),
    HEAD("Länge", NULL),
    HEAD("LENGTE", NULL),
    HEAD("LONGITUD", NULL),
    HEAD("EXTENSIÓN", NULL),
    HEAD("LUNGHEZZA", NULL),
    HEAD("COMPRIMENTO", NULL),
    HEAD("HEADLINE", "title"),
    HEAD("TITRE", "title"),
    HEAD("TITEL", "title"),
    HEAD("ÜBERSCHRIFT", "title"),
    HEAD("TITULAR", "title"),
    HEAD("HIGHLIGHT", "excerpt"),
    HEAD("CHAPEAU", "excerpt"),
    HEAD("VORSPANN", "excerpt"),
    HEAD("ENCART", NULL),
    HEAD("SURTITRE", NULL),
    HEAD("DATELINE", NULL),
    HEAD("ORIGINE", NULL),
    HEAD("ORT", NULL),
    HEAD("SERIES", NULL),
    HEAD("SHOW", NULL),
    HEAD("GUESTS", NULL),
    HEAD("ANCHORS", NULL),
    HEAD("REPORTERS", NULL),
    HEAD("EDITION", NULL),
    HEAD("COLUMN", NULL),
    {ND_STR_INIT("BODY"), NULL, ND_NEXIS_BODY},
    {ND_STR_INIT("TEXTE"), NULL, ND_NEXIS_BODY},
    {ND_STR_INIT("CORPS"), NULL, ND_NEXIS_BODY},
    {ND_STR_INIT("TEXT"), NULL, ND_NEXIS_BODY},
    {ND_STR_INIT("TEXTKÖRPER"), NULL, ND_NEXIS_BODY},
    TAIL("LANGUAGE", "language"),
    TAIL("LANGUE", "language"),
    TAIL("SPRACHE", "language"),
    TAIL("TAAL", "language"),
    TAIL("IDIOMA", "language"),
    TAIL("LINGUA", "language"),
    TAIL("SUBJECT", "press subjects"),
    TAIL("SUJET", "press subjects"),
    TAIL("THEMA", "press subjects"),
    TAIL("THEMEN", "press subjects"),
    TAIL("SCHLAGWORT", "press subjects"),
    TAIL("SCHLAGWÖRTER", "press subjects"),
    TAIL("ONDERWERP", "press subjects"),
    TAIL("TEMA", "press subjects"),
    TAIL("MATERIA", "press subjects"),
    TAIL("ARGOMENTO", "press subjects"),
    TAIL("SOGGETTO", "press subjects"),
    TAIL("ASSUNTO", "press subjects"),
    TAIL("ORGANIZATION", "press organisations"),
    TAIL("ORGANISATION", "press organisations"),
    TAIL("ORGANISME", "press organisations"),
    TAIL("COMPANY", "press companies"),
    TAIL("ENTREPRISE", "press companies"),
    TAIL("SOCIÉTÉ", "press companies"),
    TAIL("SOCIETE", "press companies"),
    TAIL("GESELLSCHAFT", "press companies"),
    TAIL("FIRMA", "press companies"),
    TAIL("UNTERNEHMEN", "press companies"),
    TAIL("EMPRESA", "press companies"),
    TAIL("PERSON", "press people"),
    TAIL("PERSONNE", "press people"),
    TAIL("PERSONA", "press people"),
    TAIL("GEOGRAPHIC", "press places"),
    TAIL("LIEU", "press places"),
    TAIL("COUNTRY", "press places"),
    TAIL("PAYS", "press places"),
    TAIL("LAND", "press places"),
    TAIL("CITY", NULL),
    TAIL("VILLE", NULL),
    TAIL("STADT", NULL),
    TAIL("STATE", NULL),
    TAIL("ÉTAT", NULL),
    TAIL("INDUSTRY", "press industries"),
    TAIL("SECTEUR", "press industries"),
    TAIL("ACTIVITÉ", "press industries"),
    TAIL("INDUSTRIE", "press industries"),
    TAIL("BRANCHE", "press industries"),
    TAIL("TICKER", NULL),
    TAIL("TICKER-SYMBOL", NULL),
    TAIL("URL", "url"),
    TAIL("LOAD-DATE", NULL),
    TAIL("DATE-CHARGEMENT", NULL),
    TAIL("DATE-DE-CHARGEMENT", NULL),
    TAIL("DATE DE CHARGEMENT", NULL),
    TAIL("LADEDATUM", NULL),
    TAIL("FECHA-CARGA", NULL),
    TAIL("FECHA DE CARGA", NULL),
    TAIL("UPDATE", NULL),
    TAIL("PUBLICATION-TYPE", NULL),
    TAIL("PUBLICATION TYPE", NULL),
    TAIL("TYPE-PUBLICATION", NULL),
    TAIL("TYPE-DE-PUBLICATION", NULL),
    TAIL("PUBLIKATIONSTYP", NULL),
    TAIL("DOCUMENT-TYPE", NULL),
    TAIL("JOURNAL-CODE", NULL),
    TAIL("JOURNAL CODE", NULL),
    TAIL("CODE-JOURNAL", NULL),
    TAIL("ZEITUNGS-CODE", NULL),
    TAIL("ACC-NO", NULL),
    TAIL("DISTRIBUTION", NULL),
    TAIL("TYPE", NULL),
    TAIL("NAME", NULL),
    TAIL("PRODUCT", NULL),
    TAIL("CORRECTION-DATE", NULL),
    LONG("CORRECTION"),
    LONG("GRAPHIC"),
    LONG("GRAPHIQUE"),
    LONG("GRAFIK"),
    LONG("GRAFIEK"),
    LONG("GRÁFICO"),
    LONG("PHOTO"),
    LONG("NOTES"),
    LONG("NOTE"),
    LONG("CLASSIFICATION"),
};

static bool is_in_capitals(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= 'a' && s.ptr[i] <= 'z')
            return false;
    return true;
}

enum { ALONE_MAX = 40 }; /* bytes of a label that has no colon */

/* "Body" and its like stand alone on a line in the newer exports. */
bool nd_nexis_label(struct nd_str line, bool is_capital, struct nd_nexis_label *label) {
    size_t colon = nd_str_find_char(nd_str_slice(line, 0, 40), ':');
    struct nd_str name = nd_str_trim(nd_str_slice(line, 0, colon));

    *label = (struct nd_nexis_label){.key = name, .value = ND_STR("")};
    if (name.len < 2 || (colon == SIZE_MAX && line.len > ALONE_MAX) ||
        (is_capital && (!is_in_capitals(name) || colon == SIZE_MAX)) ||
        (name.ptr[0] >= 'a' && name.ptr[0] <= 'z'))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!nd_str_eq_nocase(names[i].text, name))
            continue;
        if (colon == SIZE_MAX && names[i].place != ND_NEXIS_BODY && names[i].place != ND_NEXIS_LONG)
            return false;
        if (colon != SIZE_MAX)
            label->value = nd_str_trim(nd_str_skip(line, colon + 1));
        label->meaning = names[i].meaning;
        label->place = names[i].place;
        return true;
    }
    return false;
}

/* One nobody listed: a few words in capitals before a colon, and behind it no sentence. */
bool nd_nexis_is_like_label(struct nd_str line, struct nd_nexis_label *label) {
    size_t colon = nd_str_find_char(nd_str_slice(line, 0, ALONE_MAX), ':'), letters = 0;
    struct nd_str name = nd_str_trim(nd_str_slice(line, 0, colon)), value;

    if (colon == SIZE_MAX || !is_in_capitals(name))
        return false;
    for (size_t i = 0; i < name.len; i++) {
        if (nd_char_is_digit(name.ptr[i]) || name.ptr[i] == ',' || name.ptr[i] == '"')
            return false;
        letters += nd_char_is_alpha(name.ptr[i]);
    }
    value = nd_str_trim(nd_str_skip(line, colon + 1));
    *label = (struct nd_nexis_label){.key = name, .value = value, .place = ND_NEXIS_TAIL};
    return letters > 2 && value.len > 0 && !nd_char_is_one_of(value.ptr[value.len - 1], ".?!,\"'");
}

/* Takes a word, up to a blank, off the beginning of *rest. */
static struct nd_str cut_word(struct nd_str *rest) {
    size_t end = 0;
    struct nd_str word;

    *rest = nd_str_trim(*rest);
    while (end < rest->len && !nd_char_is_blank(rest->ptr[end]))
        end++;
    word = nd_str_slice(*rest, 0, end);
    *rest = nd_str_skip(*rest, end);
    return word;
}

static bool is_document(struct nd_str word) {
    return nd_str_starts_nocase(word, ND_STR("document")) || nd_str_starts_nocase(word, ND_STR("dokument"));
}

static bool is_of(struct nd_str word) {
    static const struct nd_str words[] = {ND_STR_INIT("of"),  ND_STR_INIT("de"), ND_STR_INIT("von"),
                                          ND_STR_INIT("sur"), ND_STR_INIT("di"), ND_STR_INIT("van")};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_eq_nocase(word, words[i]))
            return true;
    return false;
}

static bool read_count(struct nd_str word, size_t *count) {
    uint64_t number;

    if (word.len > 9 || !nd_str_to_uint(word, &number) || number == 0)
        return false;
    *count = (size_t)number;
    return true;
}

bool nd_nexis_mark(struct nd_str text, size_t *number, size_t *total) {
    struct nd_str rest = nd_str_trim(text), word;
    bool is_first;

    if (rest.len > 60)
        return false;
    word = cut_word(&rest);
    is_first = is_document(word);
    if (is_first)
        word = cut_word(&rest);
    return read_count(word, number) && is_of(cut_word(&rest)) && read_count(cut_word(&rest), total) &&
           (is_first || is_document(cut_word(&rest))) && nd_str_trim(rest).len == 0;
}

bool nd_nexis_is_end(struct nd_str line) {
    static const struct nd_str ends[] = {ND_STR_INIT("End of Document"),    ND_STR_INIT("Fin du document"),
                                         ND_STR_INIT("Ende des Dokuments"), ND_STR_INIT("Einde van document"),
                                         ND_STR_INIT("Fin del documento"),  ND_STR_INIT("Fine del documento"),
                                         ND_STR_INIT("Fim do documento")};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (nd_str_eq_nocase(line, ends[i]))
            return true;
    return false;
}

bool nd_nexis_is_notice(struct nd_str line) {
    return nd_str_starts_nocase(line, ND_STR("copyright")) || nd_str_starts(line, ND_STR("©")) ||
           nd_str_starts_nocase(line, ND_STR("(c) ")) || nd_str_starts_nocase(line, ND_STR("all rights ")) ||
           nd_str_starts_nocase(line, ND_STR("tous droits ")) ||
           nd_str_starts_nocase(line, ND_STR("alle rechte ")) ||
           nd_str_starts_nocase(line, ND_STR("todos los derechos "));
}
