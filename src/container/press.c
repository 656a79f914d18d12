#include "container/press.h"

#include "newsdex/date.h"

#include <string.h>

enum { MAX_REPEATS = 50 };

/* How many fields there are of that name: itself, "NAME 2", "NAME 3". */
static unsigned count_of(const struct nd_value *fields, struct nd_str name) {
    unsigned count = 0;

    for (const struct nd_value *field = fields->first; field != NULL; field = field->next) {
        struct nd_str rest = nd_str_skip(field->key, name.len);
        if (nd_str_starts(field->key, name) &&
            (rest.len == 0 || (rest.len > 1 && rest.ptr[0] == ' ' && nd_char_is_digit(rest.ptr[1]))))
            count++;
    }
    return count;
}

void nd_press_put(struct nd_value *fields, struct nd_str key, struct nd_str text, uint32_t line,
                  struct nd_arena *arena) {
    unsigned count;
    struct nd_value *value;

    text = nd_str_trim(text);
    if (text.len == 0 || fields->count >= ND_PRESS_FIELDS)
        return;
    count = count_of(fields, key);
    if (count > 0)
        key = nd_arena_printf(arena, "%.*s %u", (int)key.len, key.ptr,
                              count + 1 < MAX_REPEATS ? count + 1 : MAX_REPEATS);
    value = nd_value_string(arena, text);
    value->line = line;
    nd_value_put(fields, key, value);
}

static bool is_whole_day(struct nd_str text) {
    struct nd_date_reading reading;

    return nd_date_read(text, &reading) && !reading.has_rest && reading.date.day != 0;
}

/* Short words are names of months and the like in some language; here they are articles ("An Edition"). */
static bool ends_in_short_word(struct nd_str text) {
    size_t begin = text.len;
    struct nd_str word;

    while (begin > 0 && nd_char_is_alpha(text.ptr[begin - 1]))
        begin--;
    word = nd_str_skip(text, begin);
    return word.len > 0 && word.len < 3 && begin > 0 && nd_char_is_blank(text.ptr[begin - 1]) &&
           !nd_str_eq_nocase(word, ND_STR("am")) && !nd_str_eq_nocase(word, ND_STR("pm")) &&
           !nd_str_eq_nocase(word, ND_STR("ut"));
}

/* The longest beginning of text that is a day and nothing else, up to a blank or comma; 0 when there is none.
 */
static size_t day_length(struct nd_str text) {
    size_t best = 0, most = text.len < ND_DATE_TEXT_MAX ? text.len : ND_DATE_TEXT_MAX;

    for (size_t i = 4; i <= most; i++)
        if ((i == text.len || nd_char_is_blank(text.ptr[i]) || text.ptr[i] == ',' || text.ptr[i] == ';') &&
            !nd_char_is_blank(text.ptr[i - 1]) && !ends_in_short_word(nd_str_slice(text, 0, i)) &&
            is_whole_day(nd_str_slice(text, 0, i)))
            best = i;
    return best;
}

static struct nd_str without_signs(struct nd_str text) {
    while ((text = nd_str_trim(text)).len > 0 && (text.ptr[0] == ',' || text.ptr[0] == ';'))
        text = nd_str_skip(text, 1);
    return text;
}

bool nd_press_put_date(struct nd_value *fields, struct nd_str key, struct nd_str text, uint32_t line,
                       struct nd_arena *arena) {
    struct nd_date date;
    size_t length;
    char out[ND_DATE_MAX];

    text = nd_str_trim(text);
    length = day_length(text);
    if (length > 0) {
        nd_press_put(fields, key, nd_str_slice(text, 0, length), line, arena);
        nd_press_put(fields, ND_STR("edition"), without_signs(nd_str_skip(text, length)), line, arena);
        return true;
    }
    if (text.len > ND_DATE_TEXT_MAX || !nd_date_read_in(text, &date))
        return false;
    nd_press_put(fields, key, nd_arena_str(arena, nd_str_of(out, nd_date_format(&date, out))), line, arena);
    nd_press_put(fields, ND_STR("dateline"), text, line, arena);
    return true;
}

/* Where in the paper, which is no section. */
static bool is_place(struct nd_str part) {
    static const struct nd_str words[] = {ND_STR_INIT("pg."),  ND_STR_INIT("page"),    ND_STR_INIT("pages"),
                                          ND_STR_INIT("pp."),  ND_STR_INIT("p."),      ND_STR_INIT("column"),
                                          ND_STR_INIT("col."), ND_STR_INIT("part"),    ND_STR_INIT("section"),
                                          ND_STR_INIT("s."),   ND_STR_INIT("seite"),   ND_STR_INIT("pag."),
                                          ND_STR_INIT("pág."), ND_STR_INIT("version"), ND_STR_INIT("blz."),
                                          ND_STR_INIT("vol."), ND_STR_INIT("no.")};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_starts_nocase(part, words[i]) &&
            (part.len == words[i].len || nd_str_ends(words[i], ND_STR(".")) ||
             nd_char_is_blank(part.ptr[words[i].len]) || part.ptr[words[i].len] == ':'))
            return true;
    return part.len > 0 && nd_char_is_digit(part.ptr[0]);
}

static void add_part(struct nd_buf *to, struct nd_str part) {
    if (to->len > 0)
        nd_buf_add(to, ND_STR("; "));
    nd_buf_add(to, part);
}

void nd_press_put_section(struct nd_value *fields, struct nd_str key, struct nd_str text, uint32_t line,
                          struct nd_arena *arena) {
    struct nd_buf section = {0}, page = {0};

    while (text.len > 0) {
        size_t end = nd_str_find_char(text, ';');
        struct nd_str part = nd_str_trim(nd_str_slice(text, 0, end));
        if (part.len > 0)
            add_part(is_place(part) ? &page : &section, part);
        text = end == SIZE_MAX ? ND_STR_NONE : nd_str_skip(text, end + 1);
    }
    nd_press_put(fields, key, nd_arena_take(arena, &section), line, arena);
    nd_press_put(fields, ND_STR("page"), nd_arena_take(arena, &page), line, arena);
}

/* "ELECTIONS (90%)". */
static struct nd_value *read_member(struct nd_str text, struct nd_arena *arena) {
    size_t open = nd_str_rfind_char(text, '(');
    struct nd_value *map;

    if (open == SIZE_MAX || open == 0 || !nd_str_ends(text, ND_STR("%)")))
        return nd_value_string(arena, text);
    map = nd_value_new(arena, ND_MAP);
    nd_value_put(map, ND_STR("name"), nd_value_string(arena, nd_str_trim_right(nd_str_slice(text, 0, open))));
    nd_value_put(map, ND_STR("relevance"),
                 nd_value_string(arena, nd_str_slice(text, open + 1, text.len - 1)));
    return map;
}

void nd_press_put_list(struct nd_value *fields, struct nd_str key, struct nd_str text, char separator,
                       struct nd_arena *arena) {
    struct nd_value *list = nd_value_new(arena, ND_LIST);

    while (text.len > 0) {
        size_t end = nd_str_find_char(text, separator);
        struct nd_str part = nd_str_trim(nd_str_slice(text, 0, end));
        if (part.len > 0)
            nd_value_add(list, read_member(part, arena));
        text = end == SIZE_MAX ? ND_STR_NONE : nd_str_skip(text, end + 1);
    }
    if (list->count > 0)
        nd_value_put(fields, key, list);
}

void nd_press_put_body(struct nd_value *fields, struct nd_str key, struct nd_str text, uint32_t line,
                       struct nd_arena *arena) {
    struct nd_value *value;

    if (nd_str_trim(text).len == 0)
        return;
    if (nd_detect_markup(text) != ND_HTML)
        text = nd_markup_decode(text, arena);
    value = nd_value_string(arena, text);
    value->line = line;
    nd_value_put(fields, key, value);
}

struct nd_press_place nd_press_place(struct nd_str text, uint32_t first) {
    return (struct nd_press_place){.text = text, .first = first, .line = first};
}

uint32_t nd_press_line(struct nd_press_place *place, const char *at) {
    struct nd_str text = place->text;
    const char *c, *end;
    size_t offset;

    if (at == NULL || at < text.ptr || at > text.ptr + text.len)
        return place->first;
    offset = (size_t)(at - text.ptr);
    c = text.ptr + (offset < place->at ? offset : place->at);
    end = text.ptr + (offset < place->at ? place->at : offset);
    for (; c < end && (c = memchr(c, '\n', (size_t)(end - c))) != NULL; c++)
        place->line += offset < place->at ? -1u : 1u;
    place->at = offset;
    return place->line;
}

bool nd_press_finish(const struct nd_value *fields, const struct nd_item_alias *aliases, size_t alias_count,
                     const struct nd_record *record, struct nd_problems *problems, struct nd_item *item) {
    if (fields->count >= ND_PRESS_FIELDS)
        nd_problems_add(problems, ND_P_RECORD, record->line, 0,
                        "more than %d fields; those beyond are left out", (int)ND_PRESS_FIELDS);
    item->fields = fields;
    item->aliases = aliases;
    item->alias_count = alias_count;
    return fields->count > 0;
}

struct nd_str nd_press_count(size_t found, size_t said, struct nd_arena *arena) {
    if (said == 0 || said == found)
        return ND_STR_NONE;
    return nd_arena_printf(arena, "the file says it has %zu articles, but %zu were found", said, found);
}
