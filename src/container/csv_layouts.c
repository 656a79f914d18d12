/*
 * Tables without names of their columns whose publishers say what they are: known by what all rows have in
 * which column.
 */
#include "container/csv.h"

#include <string.h>

enum { MOST = 14 };

/*
 * What a cell is: I a word with a digit, J a number and ".json", V a verdict, w a word, n a number or
 * nothing, p a polarity, [ a list or nothing, u an address or nothing, t more than one word, * anything.
 */
static const struct layout {
    const char *cells;
    struct {
        const char *name, *meaning; /* NULL: what the name says */
    } columns[MOST];
} layouts[] = {
    /* MIND: Microsoft News Dataset, news.tsv */
    {"Iwwt*u[[",
     {{"id", NULL},
      {"category", "topics"},
      {"subcategory", "categories"},
      {"title", NULL},
      {"abstract", "body"},
      {"url", NULL},
      {"title_entities", ""},
      {"abstract_entities", ""}}},
    /* LIAR: statements and how true they are */
    {"JVt*w***nnnnn*",
     {{"id", NULL},
      {"label", ""},
      {"statement", "body"},
      {"subjects", "topics"},
      {"speaker", ""},
      {"speaker_job", ""},
      {"state", ""},
      {"party", ""},
      {"barely_true_counts", ""},
      {"false_counts", ""},
      {"half_true_counts", ""},
      {"mostly_true_counts", ""},
      {"pants_on_fire_counts", ""},
      {"context", ""}}},
    /* Sentiment140: posts of Twitter */
    {"pntwwt",
     {{"polarity", ""}, {"id", NULL}, {"date", NULL}, {"query", ""}, {"user", "authors"}, {"text", NULL}}},
};

static bool is_verdict(struct nd_str cell) {
    static const char *const verdicts[] = {"true",        "mostly-true", "half-true",
                                           "barely-true", "false",       "pants-fire"};

    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++)
        if (nd_str_eq_nocase(cell, nd_str_from(verdicts[i])))
            return true;
    return false;
}

static bool is_number(struct nd_str cell) {
    for (size_t i = 0; i < cell.len; i++)
        if (!nd_char_is_digit(cell.ptr[i]) && cell.ptr[i] != '.')
            return false;
    return true;
}

static bool is_cell(struct nd_str cell, char kind) {
    bool is_word = cell.len > 0 && nd_str_find_char(cell, ' ') == SIZE_MAX;

    switch (kind) {
    case 'I':
        return is_word && nd_char_is_alpha(cell.ptr[0]) && nd_char_is_digit(cell.ptr[cell.len - 1]);
    case 'J':
        return nd_str_ends(cell, ND_STR(".json")) && is_number(nd_str_slice(cell, 0, cell.len - 5));
    case 'V':
        return is_verdict(cell);
    case 'w':
        return is_word;
    case 'n':
        return is_number(cell);
    case 'p':
        return cell.len == 1 && nd_char_is_one_of(cell.ptr[0], "024");
    case '[':
        return cell.len == 0 || cell.ptr[0] == '[';
    case 'u':
        return cell.len == 0 || nd_str_starts(cell, ND_STR("http"));
    case 't':
        return nd_csv_is_worded(cell);
    default:
        return true;
    }
}

/* A row in ten may be damaged, and of few one. */
static bool are_rows_of(const struct layout *layout, const struct nd_str *cells, size_t rows, size_t count) {
    size_t alike = 0;

    for (size_t row = 0; row < rows; row++) {
        size_t i = 0;
        while (i < count && is_cell(nd_str_trim(cells[row * count + i]), layout->cells[i]))
            i++;
        alike += i == count;
    }
    return alike > 0 && (alike * 10 >= rows * 9 || alike + 1 == rows);
}

static const struct layout *find_layout(const struct nd_str *cells, size_t rows, size_t count) {
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (strlen(layouts[i].cells) == count && are_rows_of(&layouts[i], cells, rows, count))
            return &layouts[i];
    return NULL;
}

bool nd_csv_has_layout(const struct nd_str *cells, size_t rows, size_t count) {
    return find_layout(cells, rows, count) != NULL;
}

/* Exports known by columns of theirs: what others of these mean. */
static const struct {
    const char *signs[2];
    struct {
        const char *name, *meaning;
    } columns[9];
} exports[] = {
    {{"PT", "SO"}, /* Web of Science, between tabs */
     {{"TI", "title"},
      {"AB", "abstract"},
      {"SO", "provider"},
      {"AF", "authors"},
      {"AU", "authors"},
      {"PY", "date"},
      {"DE", "keywords"},
      {"LA", "language"}}},
    {{"Item Type", "Abstract Note"}, /* Zotero */
     {{"Publication Title", "provider"}, {"Manual Tags", "tags"}, {"Automatic Tags", "tags"}}},
    {{"EID", "Author Keywords"}, /* Scopus */
     {{"Author Keywords", "keywords"}, {"Year", "date"}}},
    {{"tweet_id", "name"}, {{"name", "authors"}}},
};

static size_t column_of(const struct nd_str *names, size_t count, const char *name) {
    for (size_t i = 0; name != NULL && i < count; i++)
        if (nd_str_eq(names[i], nd_str_from(name)))
            return i;
    return SIZE_MAX;
}

size_t nd_csv_export(const struct nd_str *names, size_t count, struct nd_item_alias *aliases) {
    size_t used = 0;

    for (size_t i = 0; i < sizeof exports / sizeof *exports && used == 0; i++) {
        if (column_of(names, count, exports[i].signs[0]) == SIZE_MAX ||
            column_of(names, count, exports[i].signs[1]) == SIZE_MAX)
            continue;
        for (size_t k = 0; k < sizeof exports[i].columns / sizeof *exports[i].columns; k++) {
            size_t at = column_of(names, count, exports[i].columns[k].name);
            if (at != SIZE_MAX)
                aliases[used++] =
                    (struct nd_item_alias){names[at], nd_str_from(exports[i].columns[k].meaning)};
        }
    }
    return used;
}

size_t nd_csv_layout(const struct nd_str *cells, size_t rows, size_t count, struct nd_str *names,
                     struct nd_item_alias *aliases) {
    const struct layout *layout = find_layout(cells, rows, count);
    size_t used = 0;

    for (size_t i = 0; layout != NULL && i < count; i++) {
        const char *meaning = layout->columns[i].meaning;
        names[i] = nd_str_from(layout->columns[i].name);
        if (meaning != NULL)
            aliases[used++] = (struct nd_item_alias){names[i], nd_str_from(meaning)};
    }
    return used;
}
