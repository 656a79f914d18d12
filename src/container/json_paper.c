/*
 * Papers as catalogues of research answer with them: works of OpenAlex, results of Europe PMC and HAL,
 * articles of the DOAJ. Who wrote one, where it appeared and when is said there below other names, or in
 * pieces.
 */
#include "container/format.h"

enum { MAX_ALIASES = 12 };

struct paper {
    struct nd_value *map;
    struct nd_arena *arena;
    struct nd_item *item;
    struct nd_item_alias *aliases;
};

/* Of several keys with one meaning the first that is there and filled has it. */
static void mean(struct paper *paper, const char *key, const char *meaning) {
    const struct nd_value *value = nd_value_find(paper->map, key);
    size_t *count = &paper->item->alias_count;

    if (value == NULL || *count == MAX_ALIASES ||
        (nd_value_is_scalar(value) && nd_value_text(value).len == 0))
        return;
    for (size_t i = 0; i < *count; i++)
        if (nd_str_eq(paper->aliases[i].meaning, nd_str_from(meaning)))
            meaning = "";
    paper->aliases[(*count)++] = (struct nd_item_alias){nd_str_from(key), nd_str_from(meaning)};
}

/* What stands deeper, under a key of its own. */
static void put(struct paper *paper, const char *key, struct nd_str text, const char *meaning) {
    if (text.len == 0)
        return;
    nd_value_put(paper->map, nd_str_from(key), nd_value_string(paper->arena, text));
    mean(paper, key, meaning);
}

static void read_openalex(struct paper *paper) {
    const struct nd_value *place = nd_value_find(paper->map, "primary_location");

    put(paper, "appeared in", nd_value_text_of(nd_value_find(place, "source"), "display_name"), "provider");
    put(paper, "address", nd_value_text_of(place, "landing_page_url"), "url");
    mean(paper, "doi", "url");
}

static void read_europe_pmc(struct paper *paper) {
    const struct nd_value *journal = nd_value_find(nd_value_find(paper->map, "journalInfo"), "journal");

    mean(paper, "journalTitle", "provider");
    put(paper, "appeared in", nd_value_text_of(journal, "title"), "provider");
    mean(paper, "source", ""); /* of the record: MED, PMC */
    mean(paper, "firstPublicationDate", "date");
    mean(paper, "pubYear", "date");
}

/* Of the archive HAL. */
static void read_hal(struct paper *paper) {
    mean(paper, "authFullName", "authors");
    mean(paper, "journalTitle", "provider");
    mean(paper, "publicationDate", "date");
    mean(paper, "producedDate", "date");
    mean(paper, "producedDateY", "date");
    mean(paper, "uri", "url");
    mean(paper, "keyword", "topics");
    mean(paper, "label", ""); /* how it is cited */
}

/* "hep-ph cs.CL" are two; the day is that of the first version. */
static void read_arxiv(struct paper *paper) {
    const struct nd_value *versions = nd_value_find(paper->map, "versions");
    struct nd_str rest = nd_value_text_of(paper->map, "categories"), id = nd_value_text_of(paper->map, "id");
    struct nd_value *list = nd_value_new(paper->arena, ND_LIST);

    while (rest.len > 0) {
        struct nd_str word = nd_str_slice(rest, 0, nd_str_find_char(rest, ' '));
        rest = nd_str_trim(nd_str_skip(rest, word.len));
        nd_value_add(list, nd_value_string(paper->arena, word));
    }
    if (list->count > 0)
        nd_value_put(paper->map, ND_STR("subjects of arXiv"), list);
    mean(paper, "subjects of arXiv", "topics");
    mean(paper, "categories", "");
    put(paper, "first version", nd_value_text_of(versions == NULL ? NULL : versions->first, "created"),
        "date");
    mean(paper, "update_date", "");
    if (id.len > 0)
        put(paper, "address",
            nd_arena_printf(paper->arena, "https://arxiv.org/abs/%.*s", (int)id.len, id.ptr), "url");
}

/* "title_s", "abstract_txt": the bytes of what Solr has behind names to say what their values are; 0:
 * nothing. */
static size_t suffix_of(struct nd_str key) {
    static const char *const suffixes[] = {"_s",  "_ss", "_t", "_ts", "_txt",   "_dt", "_dts",
                                           "_td", "_i",  "_l", "_b",  "_tdate", "_f",  "_d"};

    if (nd_str_find_char(key, '_') == SIZE_MAX) /* as most are */
        return 0;
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (nd_str_ends(key, nd_str_from(suffixes[i])) && key.len > nd_str_from(suffixes[i]).len)
            return nd_str_from(suffixes[i]).len;
    return 0;
}

/* Names without what Solr has behind them, where most have; and lists of one text that. */
static void settle_suffixes(struct nd_value *map) {
    size_t count = 0;

    for (const struct nd_value *v = map->first; v != NULL; v = v->next)
        count += suffix_of(v->key) > 0;
    if (count < 2 || count * 2 < map->count)
        return;
    for (struct nd_value *v = map->first; v != NULL; v = v->next) {
        struct nd_str name = nd_str_slice(v->key, 0, v->key.len - suffix_of(v->key));
        if (name.len == v->key.len || nd_value_get(map, name) != NULL)
            continue;
        v->key = name;
        if (v->type != ND_LIST || v->count != 1 || v->first->type != ND_STRING)
            continue;
        v->text = v->first->text;
        v->type = ND_STRING;
        v->first = v->last = NULL;
        v->count = 0;
    }
}

/* The address of the text, which is one of several. */
static struct nd_str full_text_of(const struct nd_value *links) {
    for (const struct nd_value *v = links == NULL ? NULL : links->first; v != NULL; v = v->next)
        if (nd_str_eq(nd_value_text_of(v, "type"), ND_STR("fulltext")))
            return nd_value_text_of(v, "url");
    return ND_STR_NONE;
}

/* Out of its "bibjson". */
static void read_doaj(struct paper *paper) {
    const struct nd_value *map = paper->map;
    struct nd_str year = nd_value_text_of(map, "year"), month = nd_value_text_of(map, "month");
    uint64_t number;

    if (nd_str_to_uint(month, &number) && number >= 1 && number <= 12)
        year = nd_arena_printf(paper->arena, "%.*s-%02u", (int)year.len, year.ptr, (unsigned)number);
    put(paper, "appeared", year, "date");
    put(paper, "appeared in", nd_value_text_of(nd_value_find(map, "journal"), "title"), "provider");
    put(paper, "address", full_text_of(nd_value_find(map, "link")), "url");
    mean(paper, "link", "");
    mean(paper, "keywords", "topics");
    mean(paper, "created_date", ""); /* of the record */
    mean(paper, "last_updated", "");
}

bool nd_json_paper(struct nd_value *map, struct nd_arena *arena, struct nd_item *item) {
    static const struct {
        const char *format, *sign, *year;
        void (*read)(struct paper *paper);
    } kinds[] = {{"openalex", "authorships", "publication_year", read_openalex},
                 {"europepmc", "authorString", "pubYear", read_europe_pmc},
                 {"hal", "authFullName", "docid", read_hal},
                 {"arxiv", "authors_parsed", "versions", read_arxiv},
                 {"doaj", "journal", "year", read_doaj}};
    struct paper paper = {map, arena, item, NULL};

    settle_suffixes(map);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct nd_value *sign = nd_value_find(map, kinds[i].sign);
        if (sign == NULL || nd_value_find(map, kinds[i].year) == NULL ||
            (kinds[i].read == read_doaj &&
             (nd_value_find(sign, "title") == NULL || nd_value_find(map, "link") == NULL)))
            continue;
        paper.aliases = nd_arena_alloc(arena, MAX_ALIASES, sizeof *paper.aliases);
        kinds[i].read(&paper);
        item->format = kinds[i].format;
        item->aliases = paper.aliases;
        item->fields = map;
        return true;
    }
    return false;
}
