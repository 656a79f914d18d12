#include "source/settings.h"

#include "source/prose.h"

#include "newsdex/date.h"

/* A list of which the members have titles, and days or words besides: "- title: …". */
static bool is_list_of_texts(struct nd_str text) {
    static const char *const words[] = {
        "\n  date:",    "\n  published:", "\n  text:",        "\n  body:", "\n  content:",  "\n  summary:",
        "\n  excerpt:", "\n  abstract:",  "\n  description:", "\n- date:", "\n- published:"};
    static const char *const titles[] = {"\n- title:", "\n  title:", "\n- headline:", "\n  headline:"};

    return nd_str_starts(text, ND_STR("- ")) || nd_str_find(text, ND_STR("\n- ")) != SIZE_MAX
               ? nd_prose_has_any(text, titles, sizeof titles / sizeof *titles) &&
                     nd_prose_has_any(text, words, sizeof words / sizeof *words)
               : false;
}

static bool is_key(struct nd_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (!nd_char_is_alpha(text.ptr[i]) && !nd_char_is_digit(text.ptr[i]) &&
            !nd_char_is_one_of(text.ptr[i], "_-."))
            return false;
    return text.len > 0;
}

/* content = "Inhalt": a word, or what a button is called. */
static bool is_value(struct nd_str value, char sign) {
    enum { LONGEST = 60 };

    return is_key(value) || (sign == '=' && value.len <= LONGEST && nd_str_starts(value, ND_STR("\"")) &&
                             nd_str_ends(value, ND_STR("\"")));
}

static bool is_one_of(struct nd_str key, const char *const *names) {
    for (; *names != NULL; names++)
        if (nd_str_eq_nocase(key, nd_str_from(*names)))
            return true;
    return false;
}

/* A title and a day beside each other: "title: …", "date: 2024-03-05", as advisories and notices have them.
 */
static bool is_dated(struct nd_str text) {
    static const char *const days[] = {"date",         "published", "published_at", "publish_date", "pubdate",
                                       "publish_time", "announced", "datum",        "fecha",        NULL};
    static const char *const titles[] = {"title", "headline", "titel", "titre", "titulo", "titolo", NULL};
    bool has_title = false, has_day = false;
    struct nd_date_reading reading;
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        size_t sign = nd_str_find_char(line, ':') != SIZE_MAX ? nd_str_find_char(line, ':')
                                                              : nd_str_find_char(line, '=');
        struct nd_str key = nd_str_slice(line, 0, sign == SIZE_MAX ? 0 : sign), value;
        if (key.len == 0 || nd_char_is_blank(key.ptr[0]))
            continue;
        value = nd_str_trim(nd_str_skip(line, sign + 1));
        if (value.len > 2 && nd_char_is_one_of(value.ptr[0], "\"'"))
            value = nd_str_slice(value, 1, value.len - 1);
        has_title = has_title || (value.len > 0 && is_one_of(key, titles));
        has_day = has_day || (is_one_of(key, days) && nd_date_read(value, &reading) && reading.date.day != 0);
    }
    return has_title && has_day;
}

/* Lines of names and values, none of which is a text, under a name that is one of settings. */
bool nd_settings_are(struct nd_str text) {
    static const char *const texts[] = {"body", "content", "text", "article", "articleBody"};
    size_t lines = 0, values = 0;
    struct nd_str line;

    if (is_list_of_texts(text) || is_dated(text))
        return false;
    while (nd_str_next_line(&text, &line)) {
        size_t sign = nd_str_find_char(line, ':') != SIZE_MAX ? nd_str_find_char(line, ':')
                                                              : nd_str_find_char(line, '=');
        bool is_inside = line.len > 0 && nd_char_is_blank(line.ptr[0]);
        struct nd_str key = nd_str_trim(nd_str_slice(line, 0, sign == SIZE_MAX ? 0 : sign));
        line = nd_str_trim(line);
        if (line.len == 0 || line.ptr[0] == '#' || nd_str_starts(line, ND_STR("---")))
            continue;
        for (size_t i = 0; i < sizeof texts / sizeof *texts && !is_inside; i++)
            if (nd_str_eq_nocase(key, nd_str_from(texts[i])) &&
                !is_value(nd_str_trim(nd_str_skip(line, sign + 1)), line.ptr[sign]) &&
                !nd_str_ends(line, ND_STR("{")))
                return false;
        lines++;
        values += is_inside || sign != SIZE_MAX || nd_char_is_one_of(line.ptr[0], "-[]") ||
                  nd_char_is_one_of(line.ptr[line.len - 1], "{}(),");
    }
    return lines > 0 && values * 10 >= lines * 9;
}

/* [section], and below each name = value: nothing else from beginning to end. */
bool nd_settings_are_ini(struct nd_str text) {
    size_t sections = 0, values = 0;
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        size_t sign;
        line = nd_str_trim(line);
        sign = nd_str_find_char(line, '=');
        if (line.len == 0 || line.ptr[0] == '#' || line.ptr[0] == ';')
            continue;
        if (line.ptr[0] == '[' && line.ptr[line.len - 1] == ']')
            sections++;
        else if (sections > 0 && sign != SIZE_MAX && is_key(nd_str_trim(nd_str_slice(line, 0, sign))))
            values++;
        else
            return false;
    }
    return values > 0;
}

/* "name", "name==1.2; python_version < '3.9'", "-r other.txt": no line has a word behind the name. */
bool nd_settings_are_requirements(struct nd_str text) {
    static const struct nd_str signs[] = {ND_STR_INIT("="), ND_STR_INIT("<"), ND_STR_INIT(">"),
                                          ND_STR_INIT("~"), ND_STR_INIT(";"), ND_STR_INIT("@"),
                                          ND_STR_INIT("#"), ND_STR_INIT("!"), ND_STR_INIT("\\")};
    size_t lines = 0;
    struct nd_str line;

    while (nd_str_next_line(&text, &line)) {
        size_t blank;
        bool is_sign = false;
        line = nd_str_trim(line);
        if (line.len == 0 || line.ptr[0] == '#' || line.ptr[0] == '-')
            continue;
        blank = nd_str_find_char(line, ' ');
        for (size_t i = 0; blank != SIZE_MAX && i < sizeof signs / sizeof *signs; i++)
            is_sign = is_sign || nd_str_starts(nd_str_skip(line, blank + 1), signs[i]) ||
                      nd_str_find(nd_str_slice(line, 0, blank), signs[i]) != SIZE_MAX;
        if (blank != SIZE_MAX && !is_sign)
            return false;
        lines++;
    }
    return lines > 0;
}
