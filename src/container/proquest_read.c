/* An article of ProQuest: its title, fields with labels, the text behind one of them, and fields again. */
#include "container/proquest.h"

#include "newsdex/date.h"

enum { MAX_LABEL = 60, MAX_ALIASES = 24, CLUSTER = 4 };

static const struct {
    struct nd_str text;
    const char *meaning;
} names[] = {
    {ND_STR_INIT("Author"), "author"},
    {ND_STR_INIT("Auteur"), "author"},
    {ND_STR_INIT("Autor"), "author"},
    {ND_STR_INIT("Verfasser"), "author"},
    {ND_STR_INIT("Full text"), "text"},
    {ND_STR_INIT("Texte intégral"), "text"},
    {ND_STR_INIT("Volltext"), "text"},
    {ND_STR_INIT("Texto completo"), "text"},
    {ND_STR_INIT("Abstract"), "excerpt"},
    {ND_STR_INIT("Résumé"), "excerpt"},
    {ND_STR_INIT("Zusammenfassung"), "excerpt"},
    {ND_STR_INIT("Resumen"), "excerpt"},
    {ND_STR_INIT("Subject"), "press subjects"},
    {ND_STR_INIT("Sujet"), "press subjects"},
    {ND_STR_INIT("Thema"), "press subjects"},
    {ND_STR_INIT("Fachgebiet"), "press subjects"},
    {ND_STR_INIT("Materia"), "press subjects"},
    {ND_STR_INIT("Location"), "press places"},
    {ND_STR_INIT("Lieu"), "press places"},
    {ND_STR_INIT("Ort"), "press places"},
    {ND_STR_INIT("Lugar"), "press places"},
    {ND_STR_INIT("People"), "press people"},
    {ND_STR_INIT("Personnes"), "press people"},
    {ND_STR_INIT("Person"), "press people"},
    {ND_STR_INIT("Personas"), "press people"},
    {ND_STR_INIT("Identifier / keyword"), "keywords"},
    {ND_STR_INIT("Identificateur / mot-clé"), "keywords"},
    {ND_STR_INIT("Bezeichner/Schlüsselwort"), "keywords"},
    {ND_STR_INIT("Identificador / palabra clave"), "keywords"},
    {ND_STR_INIT("Title"), "title"},
    {ND_STR_INIT("Titre"), "title"},
    {ND_STR_INIT("Titel"), "title"},
    {ND_STR_INIT("Título"), "title"},
    {ND_STR_INIT("Publication title"), "source"},
    {ND_STR_INIT("Titre de la publication"), "source"},
    {ND_STR_INIT("Titel der Publikation"), "source"},
    {ND_STR_INIT("Publikationstitel"), "source"},
    {ND_STR_INIT("Título de publicación"), "source"},
    {ND_STR_INIT("Publication date"), "date"},
    {ND_STR_INIT("Date de publication"), "date"},
    {ND_STR_INIT("Publikationsdatum"), "date"},
    {ND_STR_INIT("Fecha de publicación"), "date"},
    {ND_STR_INIT("Section"), "section"},
    {ND_STR_INIT("Rubrique"), "section"},
    {ND_STR_INIT("Rubrik"), "section"},
    {ND_STR_INIT("Sección"), "section"},
    {ND_STR_INIT("Language of publication"), "language"},
    {ND_STR_INIT("Langue de publication"), "language"},
    {ND_STR_INIT("Sprache der Publikation"), "language"},
    {ND_STR_INIT("Publikationssprache"), "language"},
    {ND_STR_INIT("Idioma de la publicación"), "language"},
    {ND_STR_INIT("Document URL"), "url"},
    {ND_STR_INIT("URL du document"), "url"},
    {ND_STR_INIT("Dokument-URL"), "url"},
    {ND_STR_INIT("URL del documento"), "url"},
    {ND_STR_INIT("ProQuest document ID"), "document number"},
    {ND_STR_INIT("ID du document ProQuest"), "document number"},
    {ND_STR_INIT("ProQuest-Dokument-ID"), "document number"},
    {ND_STR_INIT("ID del documento de ProQuest"), "document number"},
    {ND_STR_INIT("Publisher"), "publishing house"},
    {ND_STR_INIT("Éditeur"), "publishing house"},
    {ND_STR_INIT("Herausgeber"), "publishing house"},
    {ND_STR_INIT("Editorial"), "publishing house"},
    {ND_STR_INIT("Publication info"), "imprint"},
    {ND_STR_INIT("Informations de publication"), "imprint"},
    {ND_STR_INIT("Información de publicación"), "imprint"},
    {ND_STR_INIT("Company / organization"), NULL},
    {ND_STR_INIT("Société / organisation"), NULL},
    {ND_STR_INIT("Empresa / organización"), NULL},
    {ND_STR_INIT("Links"), NULL},
    {ND_STR_INIT("Liens"), NULL},
    {ND_STR_INIT("Enlaces"), NULL},
    {ND_STR_INIT("Credit"), NULL},
    {ND_STR_INIT("Dateline"), NULL},
    {ND_STR_INIT("Column"), NULL},
    {ND_STR_INIT("Edition"), NULL},
    {ND_STR_INIT("Series"), NULL},
    {ND_STR_INIT("Pages"), NULL},
    {ND_STR_INIT("Páginas"), NULL},
    {ND_STR_INIT("Seiten"), NULL},
    {ND_STR_INIT("First page"), NULL},
    {ND_STR_INIT("Start page"), NULL},
    {ND_STR_INIT("Number of pages"), NULL},
    {ND_STR_INIT("Volume"), NULL},
    {ND_STR_INIT("Issue"), NULL},
    {ND_STR_INIT("Publication year"), NULL},
    {ND_STR_INIT("Année de publication"), NULL},
    {ND_STR_INIT("Erscheinungsjahr"), NULL},
    {ND_STR_INIT("Año de publicación"), NULL},
    {ND_STR_INIT("Publication subject"), NULL},
    {ND_STR_INIT("Place of publication"), NULL},
    {ND_STR_INIT("Country of publication"), NULL},
    {ND_STR_INIT("ISSN"), NULL},
    {ND_STR_INIT("CODEN"), NULL},
    {ND_STR_INIT("Business indexing term"), NULL},
    {ND_STR_INIT("Classification"), NULL},
    {ND_STR_INIT("Source type"), NULL},
    {ND_STR_INIT("Source attribution"), NULL},
    {ND_STR_INIT("Type de source"), NULL},
    {ND_STR_INIT("Quellentyp"), NULL},
    {ND_STR_INIT("Tipo de fuente"), NULL},
    {ND_STR_INIT("Document type"), NULL},
    {ND_STR_INIT("Type de document"), NULL},
    {ND_STR_INIT("Dokumententyp"), NULL},
    {ND_STR_INIT("Tipo de documento"), NULL},
    {ND_STR_INIT("Document feature"), NULL},
    {ND_STR_INIT("Copyright"), NULL},
    {ND_STR_INIT("Last updated"), NULL},
    {ND_STR_INIT("Dernière mise à jour"), NULL},
    {ND_STR_INIT("Zuletzt aktualisiert"), NULL},
    {ND_STR_INIT("Última actualización"), NULL},
    {ND_STR_INIT("Database"), NULL},
    {ND_STR_INIT("Base de données"), NULL},
    {ND_STR_INIT("Datenbank"), NULL},
    {ND_STR_INIT("Base de datos"), NULL},
};

/* French puts a blank before the colon. In HTML a label is emphasised, words of the text are not. */
bool nd_proquest_label(const struct nd_press_line *line, bool is_html, struct nd_proquest_label *label) {
    size_t colon = nd_str_find_char(nd_str_slice(line->text, 0, MAX_LABEL), ':');
    struct nd_str name = nd_str_trim(nd_str_slice(line->text, 0, colon));

    if (nd_str_ends(name, ND_STR("\xc2\xa0")))
        name = nd_str_trim(nd_str_slice(name, 0, name.len - 2));
    if (colon == SIZE_MAX || !line->begins ||
        (is_html && (line->emphasised.len == 0 || !nd_str_starts(line->text, line->emphasised))))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq_nocase(names[i].text, name)) {
            *label = (struct nd_proquest_label){.key = name,
                                                .value = nd_str_trim(nd_str_skip(line->text, colon + 1)),
                                                .meaning = names[i].meaning};
            label->is_text = label->meaning != NULL && nd_str_eq(nd_str_from(label->meaning), ND_STR("text"));
            return true;
        }
    return false;
}

struct article {
    const struct nd_press_lines *lines;
    struct nd_arena *arena;
    struct nd_value *fields;
    struct nd_item_alias *aliases;
    size_t alias_count;
    struct nd_str number;
    bool has_title, has_day, has_address;
};

static bool read_label(const struct article *article, size_t at, struct nd_proquest_label *label) {
    return nd_proquest_label(&article->lines->items[at], article->lines->is_html, label);
}

static bool is_label(const struct article *article, size_t at) {
    struct nd_proquest_label label;

    return read_label(article, at, &label);
}

static size_t next_paragraph(const struct nd_press_lines *lines, size_t at) {
    at++;
    while (at < lines->count && !lines->items[at].begins)
        at++;
    return at;
}

static void add_alias(struct article *article, struct nd_str key, const char *meaning) {
    if (meaning != NULL && article->alias_count < MAX_ALIASES)
        article->aliases[article->alias_count++] = (struct nd_item_alias){key, nd_str_from(meaning)};
}

static bool is_meant(const struct nd_proquest_label *label, const char *meaning) {
    return label->meaning != NULL && nd_str_eq(nd_str_from(label->meaning), nd_str_from(meaning));
}

/* "Harbour Times, Late Edition (East Coast); Northport": the paper, which edition, and where it appears. */
static void put_paper(struct article *article, struct nd_str key, struct nd_str value, uint32_t line) {
    size_t end = nd_str_find_char(value, ';'), comma;
    struct nd_str paper = nd_str_slice(value, 0, end);

    comma = nd_str_find_char(paper, ',');
    if (comma != SIZE_MAX && nd_str_find(nd_str_skip(paper, comma), ND_STR("dition")) != SIZE_MAX) {
        nd_press_put(article->fields, ND_STR("edition"), nd_str_skip(paper, comma + 1), line, article->arena);
        paper = nd_str_slice(paper, 0, comma);
    }
    nd_press_put(article->fields, key, paper, line, article->arena);
    if (end != SIZE_MAX)
        nd_press_put(article->fields, ND_STR("place"), nd_str_skip(value, end + 1), line, article->arena);
}

static void put_label(struct article *article, const struct nd_proquest_label *label, size_t from,
                      size_t to) {
    struct nd_buf text = {0};
    uint32_t line = article->lines->items[from].line;
    struct nd_str value;

    nd_buf_add(&text, label->value);
    if (from + 1 < to) {
        nd_buf_add_char(&text, ' ');
        nd_buf_add(&text, nd_press_joined(article->lines, from + 1, to, article->arena));
    }
    value = nd_str_trim(nd_arena_take(article->arena, &text));
    if (nd_str_eq_nocase(value, ND_STR("None available.")))
        return;
    if (!is_meant(label, "url") || !article->has_address) /* a link is written more carefully than shown */
        add_alias(article, label->key, label->meaning);
    if (is_meant(label, "section"))
        nd_press_put_section(article->fields, label->key, value, line, article->arena);
    else if (is_meant(label, "keywords") ||
             (label->meaning != NULL && nd_str_starts(nd_str_from(label->meaning), ND_STR("press "))))
        nd_press_put_list(article->fields, label->key, value, ';', article->arena);
    else if (is_meant(label, "source"))
        put_paper(article, label->key, value, line);
    else
        nd_press_put(article->fields, label->key, value, line, article->arena);
    article->has_day = article->has_day || (is_meant(label, "date") && value.len > 0);
    article->has_title = article->has_title || (is_meant(label, "title") && value.len > 0);
    if (is_meant(label, "document number"))
        article->number = value;
}

/* The link to the article itself, which has a name or stands there alone. */
static bool is_link(const struct article *article, size_t at) {
    struct nd_str text = article->lines->items[at].text;

    return (text.len <= MAX_LABEL && nd_str_find(text, ND_STR("ProQuest")) != SIZE_MAX) ||
           (nd_str_starts(text, ND_STR("http")) && nd_str_find(text, ND_STR("/docview/")) != SIZE_MAX);
}

/* An abstract may have paragraphs; of other fields those behind them are none, nor is what ends a page. */
static size_t put_field(struct article *article, const struct nd_proquest_label *label, size_t at) {
    const struct nd_press_lines *lines = article->lines;
    size_t end = next_paragraph(lines, at), behind;

    if (label->value.len == 0 || is_meant(label, "excerpt"))
        while (end < lines->count && !is_label(article, end) && !is_link(article, end))
            end = next_paragraph(lines, end);
    put_label(article, label, at, end);
    for (behind = end; behind < lines->count && !is_label(article, behind);)
        behind = next_paragraph(lines, behind);
    while (end < behind && is_link(article, end))
        end = next_paragraph(lines, end);
    if (end < behind && (behind < lines->count || !lines->is_html))
        nd_press_put(article->fields, ND_STR("note"), nd_press_joined(lines, end, behind, article->arena),
                     lines->items[end].line, article->arena);
    return behind;
}

/* Fields below the text stand close together: a paragraph of it may look like one, but not several. */
static size_t find_tail(const struct article *article, size_t at) {
    const struct nd_press_lines *lines = article->lines;

    for (; at < lines->count; at = next_paragraph(lines, at)) {
        size_t behind, paragraphs = 0, labels = 0;
        if (!is_label(article, at))
            continue;
        behind = next_paragraph(lines, at);
        if (behind < lines->count && !is_label(article, behind))
            continue;
        behind = at;
        for (; behind < lines->count && paragraphs < CLUSTER; behind = next_paragraph(lines, behind)) {
            labels += is_label(article, behind);
            paragraphs++;
        }
        if (labels == paragraphs || labels + 1 >= CLUSTER)
            return at;
    }
    return lines->count;
}

/* What stands behind the label on its line is the beginning of the text. */
static size_t put_text(struct article *article, const struct nd_proquest_label *label, size_t at) {
    struct nd_press_lines text = *article->lines;
    size_t end = find_tail(article, at + 1), from = at + (label->value.len == 0);

    if (label->value.len > 0) { /* the label goes, the line stays */
        text.items = nd_arena_alloc(article->arena, end, sizeof *text.items);
        for (size_t i = at; i < end; i++)
            text.items[i] = article->lines->items[i];
        text.items[at].raw = text.items[at].text = label->value;
    }
    nd_press_put_lines(article->fields, ND_STR("text"), &text, from, end, article->arena);
    return end;
}

static void read_labels(struct article *article, size_t at) {
    const struct nd_press_lines *lines = article->lines;
    struct nd_proquest_label label;

    while (at < lines->count) {
        size_t end = next_paragraph(lines, at);
        if (!read_label(article, at, &label)) {
            at = end;
            continue;
        }
        if (label.is_text && nd_value_get(article->fields, ND_STR("text")) == NULL) {
            at = put_text(article, &label, at);
            continue;
        }
        at = put_field(article, &label, at);
    }
}

/* Above the labels: the title, and perhaps how the article is cited; in text also its address. */
static size_t read_head(struct article *article) {
    const struct nd_press_lines *lines = article->lines;
    size_t end = 0, title;

    while (end < lines->count && !is_label(article, end))
        end = next_paragraph(lines, end);
    if (end == 0)
        return 0;
    title = next_paragraph(lines, 0);
    nd_press_put(article->fields, ND_STR("title"), nd_press_joined(lines, 0, title, article->arena),
                 lines->items[0].line, article->arena);
    article->has_title = true;
    if (title < end)
        nd_press_put(article->fields, ND_STR("citation"), nd_press_joined(lines, title, end, article->arena),
                     lines->items[title].line, article->arena);
    return end;
}

/* "Los Angeles Times ; Los Angeles, Calif. 08 May 2010: AA.2." has the day where no field has it. */
static void put_day_of(struct article *article, const char *key) {
    struct nd_str text = nd_str_trim(nd_value_text(nd_value_get(article->fields, nd_str_from(key))));
    struct nd_date date;
    char out[ND_DATE_MAX];

    if (article->has_day || text.len == 0 || !nd_date_read_in(text, &date))
        return;
    nd_press_put(article->fields, ND_STR("date"),
                 nd_arena_str(article->arena, nd_str_of(out, nd_date_format(&date, out))), 0, article->arena);
    article->has_day = true;
}

bool nd_proquest_read(const struct nd_press_lines *lines, struct nd_proquest_anchor anchor,
                      const struct nd_record *record, struct nd_arena *arena, struct nd_problems *problems,
                      struct nd_item *item) {
    struct article article = {.lines = lines,
                              .arena = arena,
                              .fields = nd_value_new(arena, ND_MAP),
                              .aliases = nd_arena_alloc(arena, MAX_ALIASES, sizeof *article.aliases),
                              .number = anchor.number,
                              .has_address = anchor.address.len > 0};

    nd_press_put(article.fields, ND_STR("url"), anchor.address, record->line, arena);
    read_labels(&article, read_head(&article));
    put_day_of(&article, "Publication info");
    put_day_of(&article, "citation");
    item->key = article.number.len == 0 ? ND_STR_NONE : article.number;
    return nd_press_finish(article.fields, article.aliases, article.alias_count, record, problems, item);
}

/* Mails break lines in the midst of an address (WHATWG URL, section 4.4: blanks of lines are no part of it).
 */
static struct nd_str without_blanks(struct nd_str address, struct nd_arena *arena) {
    struct nd_buf out = {0};

    for (size_t i = 0; i < address.len; i++)
        if (!nd_char_is_blank(address.ptr[i]))
            nd_buf_add_char(&out, address.ptr[i]);
    return nd_arena_take(arena, &out);
}

bool nd_proquest_read_html(struct nd_str html, const struct nd_record *record, struct nd_arena *arena,
                           struct nd_problems *problems, struct nd_item *item) {
    struct nd_press_lines lines;
    struct nd_markup_tag tag;
    struct nd_proquest_anchor anchor = {0};

    for (size_t at = 0; anchor.address.len == 0 && nd_markup_next(html, at, &tag); at = tag.end) {
        struct nd_str href = nd_markup_attribute(&tag, "href"), name = nd_markup_attribute(&tag, "name");
        if (nd_str_starts(name, ND_STR("DocID_")) && anchor.number.len == 0)
            anchor.number = nd_str_skip(name, nd_str_rfind_char(name, '_') + 1);
        href = nd_markup_decode(without_blanks(href, arena), arena);
        if (nd_str_find(href, ND_STR("/docview/")) != SIZE_MAX)
            anchor.address = href;
    }
    nd_press_lines_of_html(html, record->line, arena, problems, &lines);
    if (lines.count == 0) {
        nd_problems_add(problems, ND_P_RECORD, record->line, 0, "an article without a line, left out");
        return false;
    }
    return nd_proquest_read(&lines, anchor, record, arena, problems, item);
}
