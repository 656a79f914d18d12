/*
 * Who wrote it, as keys and bylines say it. Fewer names are better than wrong ones: what might be one name
 * with a comma in it stays one, what names nobody is left out.
 */
#include "article/fields.h"
#include "newsdex/name.h"

#include <utf8proc.h>

enum {
    MAX_NAME_BYTES = 120, /* what is longer is a sentence about somebody */
    MAX_LIST_BYTES = 4096 /* and this no list of names */
};

/* Words that join two names, between blanks. */
static const struct nd_str conjunctions[] = {
    ND_STR_INIT("and"), ND_STR_INIT("&"),   ND_STR_INIT("und"), ND_STR_INIT("et"), ND_STR_INIT("y"),
    ND_STR_INIT("e"),   ND_STR_INIT("och"), ND_STR_INIT("og"),  ND_STR_INIT("en"), ND_STR_INIT("with"),
    ND_STR_INIT("и"),   ND_STR_INIT("та"),  ND_STR_INIT("і"),   ND_STR_INIT("i"),  ND_STR_INIT("ja"),
    ND_STR_INIT("ve"),  ND_STR_INIT("και"), ND_STR_INIT("و"),
};

/* What stands for nobody. */
static const struct nd_str nobody[] = {ND_STR_INIT("null"), ND_STR_INIT("none"), ND_STR_INIT("n/a"),
                                       ND_STR_INIT("unknown"), ND_STR_INIT("undefined")};

/* What somebody is, behind a name: "By Mira Holt, Staff Writer". */
static bool is_role(struct nd_str name) {
    static const struct nd_str begins[] = {ND_STR_INIT("staff "), ND_STR_INIT("times staff "),
                                           ND_STR_INIT("special to ")};
    static const struct nd_str ends[] = {ND_STR_INIT(" writer"), ND_STR_INIT(" reporter"),
                                         ND_STR_INIT(" correspondent"), ND_STR_INIT(" editor")};

    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (nd_str_starts_nocase(name, begins[i]))
            return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (name.len > ends[i].len && nd_str_eq_nocase(nd_str_skip(name, name.len - ends[i].len), ends[i]))
            return true;
    return false;
}

/* What is written before names, and is none: "Von" and "Di" only with a colon, for names begin so. */
static const struct nd_str marks[] = {
    ND_STR_INIT("by "),    ND_STR_INIT("by:"),     ND_STR_INIT("par "),  ND_STR_INIT("por "),
    ND_STR_INIT("door "),  ND_STR_INIT("text:"),   ND_STR_INIT("von:"),  ND_STR_INIT("author:"),
    ND_STR_INIT("autor:"), ND_STR_INIT("作者："),  ND_STR_INIT("作者:"), ND_STR_INIT("文／"),
    ND_STR_INIT("and "),   ND_STR_INIT("auteur:"), ND_STR_INIT("@"),
};

static size_t count_words(struct nd_str s) {
    size_t count = 0;
    bool in_word = false;

    for (size_t i = 0; i < s.len; i++) {
        bool is_blank = nd_char_is_blank(s.ptr[i]);
        count += !is_blank && !in_word;
        in_word = !is_blank;
    }
    return count;
}

static bool begins_large(struct nd_str s) {
    uint32_t c = 0;

    s = nd_str_trim(s);
    if (s.len > 0)
        nd_utf8_decode(s, &c);
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU;
}

static bool has_letter(struct nd_str s) {
    uint32_t c;

    for (size_t i = 0; i < s.len;) {
        utf8proc_category_t category;
        i += nd_utf8_decode(nd_str_skip(s, i), &c);
        category = utf8proc_category((utf8proc_int32_t)c);
        if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO)
            return true;
    }
    return false;
}

static struct nd_str between(struct nd_str s, const char *open, const char *close) {
    size_t from = nd_str_find(s, nd_str_from(open)), to;

    if (from == SIZE_MAX)
        return ND_STR_NONE;
    s = nd_str_skip(s, from + nd_str_from(open).len);
    to = nd_str_find(s, nd_str_from(close));
    return to == SIZE_MAX ? ND_STR_NONE : nd_str_trim(nd_str_slice(s, 0, to));
}

/* "[[people/Ines Calder|Ines]]" is what the link leads to; its folder is none of the name. */
static struct nd_str without_wikilink(struct nd_str name) {
    struct nd_str target = between(name, "[[", "]]");
    size_t slash;

    if (target.len == 0)
        return name;
    target = nd_str_slice(target, 0, nd_str_find_char(target, '|'));
    slash = nd_str_rfind_char(target, '/');
    return nd_str_skip(target, slash == SIZE_MAX ? 0 : slash + 1);
}

/* RFC 5322, section 3.4: "Name <a@b>", "\"Name\" <a@b>", the older "a@b (Name)", and "Name (a@b)". */
static struct nd_str without_address(struct nd_str name) {
    size_t at = nd_str_find_char(name, '@'), open = nd_str_find_char(name, '<');
    size_t bracket = nd_str_find_char(name, '(');

    if (open != SIZE_MAX && nd_str_ends(name, ND_STR(">")))
        name = nd_str_trim(nd_str_slice(name, 0, open));
    else if (at != SIZE_MAX && bracket != SIZE_MAX && bracket > 0 && bracket < at)
        name = nd_str_trim(nd_str_slice(name, 0, bracket));
    else if (at != SIZE_MAX && at > 0 && bracket != SIZE_MAX)
        name = between(nd_str_skip(name, at), "(", ")");
    if (name.len >= 2 && name.ptr[0] == '"' && nd_str_ends(name, ND_STR("\"")))
        name = nd_str_trim(nd_str_slice(name, 1, name.len - 1));
    return name;
}

/* "Dentist360 (https://dentist.example/)", as feeds have who publishes them. */
static struct nd_str without_page(struct nd_str name) {
    size_t open = nd_str_find(name, ND_STR(" (http"));

    return open != SIZE_MAX && nd_str_ends(name, ND_STR(")")) ? nd_str_slice(name, 0, open) : name;
}

/* "Mira Holt 2017-11-03 01:10:42": when is no part of the name. */
static struct nd_str without_time(struct nd_str name) {
    for (size_t at = nd_str_find_char(name, ' '); at != SIZE_MAX;) {
        struct nd_str rest = nd_str_skip(name, at + 1), shape = ND_STR("0000-00-00");
        size_t i = 0, next = nd_str_find_char(rest, ' ');
        while (i < shape.len && i < rest.len &&
               (shape.ptr[i] == '-' ? rest.ptr[i] == '-' : nd_char_is_digit(rest.ptr[i])))
            i++;
        if (i == shape.len && (rest.len == i || nd_char_is_one_of(rest.ptr[i], " T,")))
            return nd_str_trim(nd_str_slice(name, 0, at));
        at = next == SIZE_MAX ? SIZE_MAX : at + 1 + next;
    }
    return name;
}

/* "Ida Holt (1780-1863)", "Holt, Ida (1871–": as libraries have them. */
static struct nd_str without_years(struct nd_str name) {
    static const struct nd_str dash = ND_STR_INIT("–");
    size_t open = nd_str_rfind_char(name, '('), digits = 0;

    if (open == SIZE_MAX || open == 0)
        return name;
    for (size_t i = open + 1; i < name.len; i++) {
        if (nd_str_starts(nd_str_skip(name, i), dash))
            i += dash.len - 1;
        else if (nd_char_is_digit(name.ptr[i]))
            digits++;
        else if (!nd_char_is_one_of(name.ptr[i], "- )"))
            return name;
    }
    return digits == 4 || digits == 8 ? nd_str_trim(nd_str_slice(name, 0, open)) : name;
}

static void add_author(struct nd_record_builder *builder, struct nd_str name) {
    name = without_years(without_time(without_page(nd_str_trim(name))));
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (nd_str_starts_nocase(name, marks[i])) {
            name = nd_str_trim(nd_str_skip(name, marks[i].len));
            break;
        }
    name = without_address(nd_text_unmarked(without_wikilink(name), builder->arena));
    for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++)
        if (nd_str_eq_nocase(name, nobody[i]))
            return;
    if (name.len > MAX_NAME_BYTES || nd_str_starts(name, ND_STR("{")) || !has_letter(name) || is_role(name) ||
        nd_url_canonical(name, builder->arena).ptr != NULL)
        return;
    nd_record_add_to(builder, &builder->article->authors, &builder->authors, name);
}

/* "A B and C D" is two; "Ortega y Gasset" and "Marks & Spencer" are one. */
static void add_joined(struct nd_record_builder *builder, struct nd_str names) {
    for (size_t at = nd_str_find_char(names, ' '), end; at != SIZE_MAX; at = end) {
        struct nd_str rest = nd_str_skip(names, at + 1), word;
        end = nd_str_find_char(rest, ' ');
        if (end == SIZE_MAX)
            break;
        word = nd_str_slice(rest, 0, end);
        end += at + 1;
        for (size_t i = 0; i < sizeof conjunctions / sizeof *conjunctions; i++)
            if (nd_str_eq_nocase(word, conjunctions[i]) && count_words(nd_str_slice(names, 0, at)) > 1 &&
                count_words(nd_str_skip(names, end)) > 1) {
                add_author(builder, nd_str_slice(names, 0, at));
                add_joined(builder, nd_str_skip(names, end + 1));
                return;
            }
    }
    add_author(builder, names);
}

/* Commas separate names unless what is between them may be half of one: "Holt, Mira", "Jon Sund, Jr.". */
static bool commas_separate(struct nd_str list) {
    size_t at, commas = 0;
    bool has_half = false;

    for (;; list = nd_str_skip(list, at + 1), commas++) {
        struct nd_str part;
        at = nd_str_find_char(list, ',');
        part = nd_str_trim(nd_str_slice(list, 0, at));
        has_half = has_half || (count_words(part) < 2 && begins_large(part));
        if (at == SIZE_MAX)
            return commas > 1 || (commas == 1 && !has_half);
    }
}

static size_t separator_at(struct nd_str s, bool has_comma) {
    static const struct nd_str others[] = {ND_STR_INIT(";"),  ND_STR_INIT("|"),  ND_STR_INIT("、"),
                                           ND_STR_INIT("，"), ND_STR_INIT("；"), ND_STR_INIT("،"),
                                           ND_STR_INIT("؛"),  ND_STR_INIT("\n")};

    if (has_comma && s.ptr[0] == ',')
        return 1;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (nd_str_starts(s, others[i]))
            return others[i].len;
    return 0;
}

/* "M. Y." and "T": letters that stand for first names. */
static bool are_initials(struct nd_str s) {
    enum { MOST = 12 };
    size_t letters = 0;

    for (size_t i = 0; i < s.len; i++) {
        bool is_letter = nd_char_is_alpha(s.ptr[i]) || (unsigned char)s.ptr[i] >= 0xC0;
        letters += is_letter;
        if (is_letter && i + 1 < s.len && nd_char_is_alpha(s.ptr[i + 1]))
            return false;
        if (!is_letter && s.ptr[i] != '.' && s.ptr[i] != '-' && s.ptr[i] != ' ' &&
            (unsigned char)s.ptr[i] < 0x80)
            return false;
    }
    return letters > 0 && s.len <= MOST;
}

/* "Holt, M., Sund, J. T.": every other one is initials. False, and nothing is added, where it is not so. */
static bool add_with_initials(struct nd_record_builder *builder, struct nd_str list) {
    for (int adds = 0; adds < 2; adds++)
        for (struct nd_str rest = list; rest.len > 0;) {
            size_t comma = nd_str_find_char(rest, ','), end;
            struct nd_str name;
            if (comma == SIZE_MAX)
                return false;
            end = nd_str_find_char(nd_str_skip(rest, comma + 1), ',');
            end = end == SIZE_MAX ? rest.len : comma + 1 + end;
            if (!are_initials(nd_str_trim(nd_str_slice(rest, comma + 1, end))) ||
                are_initials(nd_str_trim(nd_str_slice(rest, 0, comma))))
                return false;
            name = nd_str_trim(nd_str_slice(rest, 0, end));
            if (adds == 1)
                add_author(builder, name);
            rest = nd_str_trim(nd_str_skip(rest, end + 1));
        }
    return true;
}

void nd_record_add_authors(struct nd_record_builder *builder, struct nd_str list) {
    bool has_comma = nd_str_find_char(list, ';') == SIZE_MAX && commas_separate(list);
    size_t start = 0, depth = 0;

    if (list.len > MAX_LIST_BYTES || (has_comma && add_with_initials(builder, list)))
        return;
    for (size_t i = 0; i < list.len;) {
        size_t length = depth > 0 ? 0 : separator_at(nd_str_skip(list, i), has_comma);
        depth += list.ptr[i] == '[' || list.ptr[i] == '(';
        depth -= depth > 0 && (list.ptr[i] == ']' || list.ptr[i] == ')');
        if (length > 0) {
            add_joined(builder, nd_str_trim(nd_str_slice(list, start, i)));
            start = i + length;
        }
        i += length > 0 ? length : 1;
    }
    add_joined(builder, nd_str_trim(nd_str_skip(list, start)));
}

static void add_member(struct nd_record_builder *builder, const struct nd_value *value, int depth);

/* "given": "Mira", "family": "Holt" (CSL), and what interfaces call the two. */
static bool add_both_names(struct nd_record_builder *builder, const struct nd_value *person) {
    static const char *const keys[][2] = {
        {"given", "family"},      {"first_name", "last_name"}, {"firstName", "lastName"},
        {"first", "last"},        {"given", "surname"},        {"forename", "surname"},
        {"forename", "lastname"}, {"given-names", "surname"},  {"firstname", "lastname"},
        {"firstname", "surname"}, {"givenName", "familyName"}, {"given_name", "family_name"},
        {"vorname", "nachname"},  {"vorname", "name"},         {"prenom", "nom"},
        {"prénom", "nom"},        {"nombre", "apellidos"},     {"nombre", "apellido"},
        {"nome", "cognome"},      {"nome", "sobrenome"},       {"voornaam", "achternaam"}};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct nd_str given = nd_value_text_of(person, keys[i][0]),
                      family = nd_value_text_of(person, keys[i][1]);
        if (given.len == 0 || family.len == 0)
            continue;
        add_author(builder, nd_name_join(given, family, false, builder->arena));
        return true;
    }
    return false;
}

/* {"name": …}, which may be of two parts, what interfaces put around it, or the name of an account alone. */
static void add_person(struct nd_record_builder *builder, const struct nd_value *person, int depth) {
    static const char *const keys[] = {"name",      "person",   "data",        "attributes",   "literal",
                                       "by",        "author",   "displayName", "display_name", "fullName",
                                       "full_name", "realName", "real_name",   "nickname",     "screen_name",
                                       "username",  "userName", "login",       "nom",          "nombre",
                                       "nome",      "namn",     "navn",        "naam"};
    const struct nd_value *inner = NULL;

    if (add_both_names(builder, person))
        return;
    for (size_t i = 0; i < sizeof keys / sizeof *keys && inner == NULL; i++) {
        inner = nd_value_find(person, keys[i]);
        if (inner != NULL && inner->count == 0 && nd_str_trim(nd_value_text(inner)).len == 0)
            inner = NULL;
    }
    add_member(builder, inner, depth + 1);
}

/* Words that what somebody did begins with. */
static const char *const others[] = {"photo",     "fotograf", "fotógraf", "traduct", "translat",
                                     "illustrat", "übersetz", "trl",      "illustr", NULL};
static const char *const editors[] = {"edit", "edt", "redakt", "herausgeb", "curat", NULL};
static const char *const writers[] = {"author", "autor", "auteur", "aut", "writer", "verfasser", NULL};

static bool begins_with(struct nd_str role, const char *const *words) {
    for (; *words != NULL; words++)
        if (nd_str_starts_nocase(role, nd_str_from(*words)))
            return true;
    return false;
}

/* Who took the pictures or translated, beside others, wrote nothing; an editor may be one by trade, unless of
 * another it is said that they wrote it. */
static bool did_other(const struct nd_value *people, const struct nd_value *person) {
    static const char *const keys[] = {"role", "contributorType", "creatorType", "type"};

    for (size_t i = 0; person->type == ND_MAP && i < sizeof keys / sizeof *keys; i++) {
        struct nd_str role = nd_value_text_of(person, keys[i]);
        if (begins_with(role, others))
            return people->count > 1;
        for (const struct nd_value *v = begins_with(role, editors) ? people->first : NULL; v != NULL;
             v = v->next)
            if (begins_with(nd_value_text_of(v, keys[i]), writers))
                return true;
    }
    return false;
}

static void add_member(struct nd_record_builder *builder, const struct nd_value *value, int depth) {
    enum { DEEPEST = 5 };

    if (value == NULL || depth > DEEPEST)
        return;
    if (value->type == ND_STRING)
        nd_record_add_authors(builder, nd_html_inline(value->text, builder->arena));
    else if (value->type == ND_MAP)
        add_person(builder, value, depth);
    else if (value->type == ND_LIST)
        for (const struct nd_value *v = value->first; v != NULL; v = v->next)
            if (!did_other(value, v))
                add_member(builder, v, depth + 1);
}

/* What was written stays in the metadata: a name is only a part of it, and not always the right one. */
bool nd_field_authors(struct nd_record_builder *builder, const struct nd_value *value,
                      struct nd_value **leftover) {
    size_t before = builder->article->authors.count;

    add_member(builder, nd_field_as_value(builder, value), 0);
    *leftover = nd_field_copy(builder, value);
    return builder->article->authors.count > before;
}

/* "Mira Holt, dpa", "Oda Lind/afp": agencies write themselves small. */
static struct nd_str without_agency(struct nd_str line) {
    size_t comma = nd_str_rfind_char(line, ','), slash = nd_str_rfind_char(line, '/');
    size_t cut = comma == SIZE_MAX ? slash : comma;
    struct nd_str tail = cut == SIZE_MAX ? ND_STR_NONE : nd_str_trim(nd_str_skip(line, cut + 1));

    if (tail.len == 0 || tail.len > 6 || count_words(nd_str_slice(line, 0, cut)) < 2)
        return line;
    for (size_t i = 0; i < tail.len; i++)
        if (tail.ptr[i] < 'a' || tail.ptr[i] > 'z')
            return line;
    return nd_str_trim(nd_str_slice(line, 0, cut));
}

/* "Mira Holt in Oslo": from where somebody wrote is no part of the name. */
static struct nd_str without_place(struct nd_str line) {
    size_t at = nd_str_find(line, ND_STR(" in "));

    return at != SIZE_MAX && count_words(nd_str_slice(line, 0, at)) > 1 &&
                   begins_large(nd_str_skip(line, at + 4))
               ? nd_str_slice(line, 0, at)
               : line;
}

/* "Von Mira Holt", "Av Oda Lind": names begin so, too, but a line that says who wrote it has a whole name
 * behind. */
static struct nd_str bare_byline(struct nd_str line) {
    static const struct nd_str words[] = {
        ND_STR_INIT("von "),  ND_STR_INIT("av "),      ND_STR_INIT("af "),      ND_STR_INIT("di "),
        ND_STR_INIT("von: "), ND_STR_INIT("από τον "), ND_STR_INIT("από την "), ND_STR_INIT("από ")};

    line = without_place(without_agency(nd_str_trim(line)));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct nd_str rest = nd_str_skip(line, words[i].len);
        if (nd_str_starts_nocase(line, words[i]) && count_words(rest) > 1 && begins_large(rest))
            return rest;
    }
    return line;
}

bool nd_field_byline(struct nd_record_builder *builder, const struct nd_value *value,
                     struct nd_value **leftover) {
    struct nd_value *names = nd_value_new(builder->arena, ND_LIST);
    const struct nd_value *line = nd_value_get(value, ND_STR("original"));

    if (line != NULL && line->type == ND_STRING)
        nd_value_add(names, nd_value_string(builder->arena, bare_byline(line->text)));
    if (value->type == ND_STRING)
        nd_value_add(names, nd_value_string(builder->arena, bare_byline(value->text)));
    for (const struct nd_value *v = value->type == ND_LIST ? value->first : NULL; v != NULL; v = v->next)
        nd_value_add(names, v->type == ND_STRING ? nd_value_string(builder->arena, bare_byline(v->text))
                                                 : nd_field_copy(builder, v));
    if (!nd_field_authors(builder, names->count > 0 ? names : value, leftover))
        return false;
    *leftover = nd_field_copy(builder, value);
    return true;
}

/* Themes of Zola take a page's author from what front matter calls "extra". */
bool nd_field_extra(struct nd_record_builder *builder, const struct nd_value *value,
                    struct nd_value **leftover) {
    static const struct nd_str keys[] = {ND_STR_INIT("authors"), ND_STR_INIT("author")};

    for (size_t i = 0; i < 2 && builder->article->authors.count == 0; i++) {
        const struct nd_value *names = nd_value_get(value, keys[i]);
        if (names == NULL || !nd_field_authors(builder, names, leftover))
            continue;
        *leftover = nd_field_without(builder, value, &keys[i], 1);
        return true;
    }
    return false;
}
