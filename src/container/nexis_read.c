/*
 * An article as LexisNexis prints it: where it appeared, when, its title, fields with labels, the text,
 * fields again. The newer exports put the title first and have "Body" above the text.
 */
#include "container/nexis.h"

#include "newsdex/date.h"

enum { MAX_ALIASES = 24, MAX_HEAD = 60, LONG_PARAGRAPHS = 6 };

struct article {
    const struct nd_press_lines *lines;
    struct nd_arena *arena;
    struct nd_value *fields;
    struct nd_item_alias *aliases;
    size_t alias_count;
    bool is_marked;
};

static bool read_label(const struct article *article, size_t i, struct nd_nexis_label *label) {
    return nd_nexis_label(article->lines->items[i].text, article->is_marked, label);
}

static void add_alias(struct article *article, struct nd_str key, const char *meaning) {
    if (meaning == NULL || article->alias_count == MAX_ALIASES)
        return;
    article->aliases[article->alias_count++] = (struct nd_item_alias){key, nd_str_from(meaning)};
}

static bool is_meant(const struct nd_nexis_label *label, const char *meaning) {
    return label->meaning != NULL && nd_str_eq(nd_str_from(label->meaning), nd_str_from(meaning));
}

static void put_label(struct article *article, const struct nd_nexis_label *label, size_t from, size_t to) {
    struct nd_buf text = {0};
    struct nd_str value;
    uint32_t line = article->lines->items[from].line;

    nd_buf_add(&text, label->value);
    if (from + 1 < to) {
        if (text.len > 0)
            nd_buf_add_char(&text, ' ');
        nd_buf_add(&text, nd_press_joined(article->lines, from + 1, to, article->arena));
    }
    value = nd_arena_take(article->arena, &text);
    if (is_meant(label, "byline") && nd_str_starts(value, ND_STR("Von ")))
        value = nd_str_trim(nd_str_skip(value, 4)); /* by, and no part of the name */
    add_alias(article, label->key, label->meaning);
    if (is_meant(label, "section"))
        nd_press_put_section(article->fields, label->key, value, line, article->arena);
    else if (label->meaning != NULL && nd_str_starts(nd_str_from(label->meaning), ND_STR("press ")))
        nd_press_put_list(article->fields, label->key, value, ';', article->arena);
    else
        nd_press_put(article->fields, label->key, value, line, article->arena);
}

static bool is_label(const struct article *article, size_t i) {
    struct nd_nexis_label label;

    return read_label(article, i, &label);
}

/* The first label above the text, if there is one: labels that stand only below it are none. */
static size_t find_head_label(const struct article *article) {
    size_t at = 0;
    struct nd_nexis_label label;

    while (at < article->lines->count && !read_label(article, at, &label))
        at++;
    return at < article->lines->count && label.place < ND_NEXIS_TAIL ? at : SIZE_MAX;
}

/* A day, or a month: nothing but that, and perhaps an edition behind it. */
static bool is_day(struct nd_str text) {
    struct nd_date_reading reading;
    size_t comma = 0;

    if (text.len > ND_DATE_TEXT_MAX)
        return false;
    for (; comma < text.len && text.ptr[comma] != '\0'; comma++)
        if ((nd_char_is_blank(text.ptr[comma]) || text.ptr[comma] == ',') && comma >= 8 &&
            nd_date_read(nd_str_slice(text, 0, comma), &reading) && !reading.has_rest &&
            reading.date.day != 0)
            return true;
    return nd_date_read(text, &reading) && reading.date.month != 0;
}

static size_t paragraph_begin(const struct nd_press_lines *lines, size_t at, size_t least) {
    while (at > least && !lines->items[at].begins)
        at--;
    return at;
}

static size_t paragraph_end(const struct nd_press_lines *lines, size_t at, size_t most) {
    at++;
    while (at < most && !lines->items[at].begins)
        at++;
    return at < most ? at : most;
}

static void put(struct article *article, const char *key, size_t from, size_t to) {
    if (from < to)
        nd_press_put(article->fields, nd_str_from(key),
                     nd_press_joined(article->lines, from, to, article->arena),
                     article->lines->items[from].line, article->arena);
}

static void put_day(struct article *article, size_t from, size_t to) {
    struct nd_str text = nd_press_joined(article->lines, from, to, article->arena);
    uint32_t line = article->lines->items[from].line;

    if (!nd_press_put_date(article->fields, ND_STR("date"), text, line, article->arena))
        nd_press_put(article->fields, ND_STR("date"), text, line, article->arena);
}

/* The head of the older exports, up to end or, when no label stands there, the title. Returns what is behind.
 */
static size_t read_marked_head(struct article *article, size_t end, bool has_label) {
    const struct nd_press_lines *lines = article->lines;
    size_t first = 1, day, source, behind;

    for (; first < end && nd_nexis_is_notice(lines->items[first].text); first++)
        put(article, "copyright", first, first + 1);
    for (day = first; day < end && day < first + MAX_HEAD && !is_day(lines->items[day].text);)
        day++;
    if (day == end || day == first + MAX_HEAD) {
        source = paragraph_end(lines, first, end);
        source = source == end ? first : source; /* one paragraph alone is the title */
        behind = source;
    } else {
        source = day;
        behind = paragraph_end(lines, day, end);
        put_day(article, day, behind);
    }
    while (source > first && nd_nexis_is_notice(lines->items[source - 1].text))
        source--;
    if (source > first) {
        size_t above = paragraph_begin(lines, source - 1, first);
        put(article, "source", above, source);
        put(article, "above", first, above);
    }
    if (!has_label)
        end = paragraph_end(lines, behind, end);
    put(article, "title", behind, end);
    return end;
}

/* Title, source, day, one below the other; above them, once, a page about the whole export. */
static size_t read_unmarked_head(struct article *article, size_t end) {
    const struct nd_press_lines *lines = article->lines;
    size_t day = end, source, title;

    while (day > 0 && !is_day(lines->items[day - 1].text))
        day--;
    if (day == 0) {
        title = 0;
        while (title + 1 < end && nd_nexis_is_notice(lines->items[title].text))
            title++;
        day = paragraph_end(lines, title, end);
        put(article, "title", title, day);
        return day;
    }
    day--;
    put_day(article, day, day + 1);
    for (size_t i = day + 1; i < end; i++)
        put(article, nd_nexis_is_notice(lines->items[i].text) ? "copyright" : "edition", i, i + 1);
    if (day == 0)
        return end;
    source = day - 1;
    put(article, "source", source, day);
    if (source == 0)
        return end;
    title = paragraph_begin(lines, source - 1, 0);
    put(article, "title", title, source);
    return end;
}

/* Fields above the text: ends at what is none. Returns where the text begins. */
static size_t read_fields_above(struct article *article, size_t at) {
    struct nd_nexis_label label;

    while (at < article->lines->count && read_label(article, at, &label)) {
        size_t end = at + 1;
        if (label.place == ND_NEXIS_BODY) {
            if (label.value.len == 0)
                return at + 1;
            return at;
        }
        if (label.place != ND_NEXIS_HEAD && label.value.len == 0)
            return at;
        while (end < article->lines->count && !article->lines->items[end].begins && !is_label(article, end))
            end++;
        if (label.value.len == 0 && end == at + 1 && end < article->lines->count) /* it stands below */
            end = paragraph_end(article->lines, end, article->lines->count);
        put_label(article, &label, at, end);
        at = end;
    }
    return at;
}

/* The paragraph before at: where it begins. */
static size_t before(const struct nd_press_lines *lines, size_t at, size_t least) {
    return at > least ? paragraph_begin(lines, at - 1, least) : least;
}

/* "TYPE: Newspaper" is a field, "TYPE: nobody knew which it was." a sentence. */
static bool is_field_below(const struct article *article, size_t at, size_t end) {
    struct nd_nexis_label label;

    if (!read_label(article, at, &label)) /* one more among those that are known */
        return article->is_marked && end == at + 1 && end < article->lines->count &&
               nd_nexis_is_like_label(article->lines->items[at].text, &label);
    if (label.place < ND_NEXIS_TAIL)
        return false;
    return label.place == ND_NEXIS_LONG || label.meaning != NULL ||
           !nd_str_ends(article->lines->items[end - 1].text, ND_STR("."));
}

/*
 * Where the fields below the text begin: upwards from the end, over labels and notices, and over a few
 * paragraphs more when they belong to a label that may have some.
 */
static size_t find_tail(const struct article *article, size_t body) {
    const struct nd_press_lines *lines = article->lines;
    size_t tail = lines->count;

    while (tail > body) {
        size_t at = before(lines, tail, body), up = at;
        struct nd_nexis_label label;
        if (is_field_below(article, at, tail) || nd_nexis_is_notice(lines->items[at].text) ||
            nd_nexis_is_end(lines->items[at].text)) {
            tail = at;
            continue;
        }
        for (int i = 0; i < LONG_PARAGRAPHS && up > body; i++) {
            up = before(lines, up, body);
            if (read_label(article, up, &label) && label.place >= ND_NEXIS_TAIL)
                break; /* the last that is one, whatever it is */
        }
        if (up == at || !read_label(article, up, &label) || label.place != ND_NEXIS_LONG)
            break;
        tail = up;
    }
    return tail;
}

/* Among fields, one nobody listed is one as well. */
static bool read_field(const struct article *article, size_t at, struct nd_nexis_label *label) {
    const struct nd_press_line *line = &article->lines->items[at];

    return read_label(article, at, label) ||
           (article->is_marked && line->begins && nd_nexis_is_like_label(line->text, label));
}

static bool is_field(const struct article *article, size_t at) {
    struct nd_nexis_label label;

    return read_field(article, at, &label);
}

static void read_fields_below(struct article *article, size_t at) {
    const struct nd_press_lines *lines = article->lines;
    struct nd_nexis_label label;

    while (at < lines->count) {
        size_t end = at + 1;
        bool is_notice = nd_nexis_is_notice(lines->items[at].text);
        if (!read_field(article, at, &label)) {
            end = is_notice ? paragraph_end(lines, at, lines->count) : end;
            if (!nd_nexis_is_end(lines->items[at].text))
                put(article, is_notice ? "copyright" : "below", at, end);
            at = end;
            continue;
        }
        while (end < lines->count && !nd_nexis_is_notice(lines->items[end].text) &&
               !nd_nexis_is_end(lines->items[end].text) && !is_field(article, end))
            end++;
        put_label(article, &label, at, end);
        at = end;
    }
}

bool nd_nexis_read(const struct nd_press_lines *lines, bool is_marked, const struct nd_record *record,
                   struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct article article = {.lines = lines,
                              .arena = arena,
                              .fields = nd_value_new(arena, ND_MAP),
                              .aliases = nd_arena_alloc(arena, MAX_ALIASES, sizeof *article.aliases),
                              .is_marked = is_marked};
    size_t label = find_head_label(&article), end = label == SIZE_MAX ? lines->count : label, body, tail;

    body = is_marked ? read_marked_head(&article, end, label != SIZE_MAX) : read_unmarked_head(&article, end);
    body = label != SIZE_MAX ? read_fields_above(&article, label) : body;
    tail = find_tail(&article, body);
    nd_press_put_lines(article.fields, ND_STR("text"), lines, body, tail, arena);
    read_fields_below(&article, tail);
    return nd_press_finish(article.fields, article.aliases, article.alias_count, record, problems, item);
}
