#include "container/people.h"

#include "container/elements.h"
#include "newsdex/name.h"

enum { DEEPEST = 6, MAX_ROLE = 40 };

/* Elements by their names in lower case without signs. */
static const char *const families[] = {"surname",      "last",       "family",    "familyname", "lastname",
                                       "nachname",     "apellido",   "apellidos", "sobrenome",  "cognome",
                                       "nomdefamille", "achternaam", NULL};
static const char *const givens[] = {"forename",   "first",      "firstname", "given",  "givenname",
                                     "givennames", "vorname",    "prenom",    "prénom", "voornaam",
                                     "othername",  "middlename", NULL};
/* What has the name in it, whole or in parts. */
static const char *const wholes[] = {"name",
                                     "personname",
                                     "persname",
                                     "stringname",
                                     "fullname",
                                     "displayname",
                                     "displayform",
                                     "collab",
                                     "person",
                                     "literal",
                                     "namealternatives",
                                     "individualname",
                                     "nom",
                                     "nombre",
                                     "nome",
                                     "namn",
                                     "navn",
                                     "naam",
                                     NULL};
/* What stands in the middle of a name as it is written, or for it. */
static const char *const inlines[] = {"hi",  "emphasis", "i",  "b",      "em",      "rs",
                                      "ref", "a",        "sc", "italic", "orgname", NULL};
static const char *const roles[] = {"role",        "roleterm", "rolename", "contributortype",
                                    "creatortype", "relator",  "fonction", "funktion",
                                    "function",    "rolle",    NULL};

static bool is_among(struct nd_str name, const char *const *names) {
    char out[MAX_ROLE];
    size_t length = 0;

    name = nd_xml_local_name(name);
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '-' || name.ptr[i] == '_' || name.ptr[i] == '.')
            continue;
        if (length == sizeof out)
            return false;
        out[length++] = nd_char_lower(name.ptr[i]);
    }
    return nd_elements_is_among(nd_str_of(out, length), names);
}

struct parts {
    struct nd_arena *arena;
    struct nd_str family, given, whole;
    struct nd_buf text; /* that stands in no element, or in one of a few words amid others */
    bool family_first;
};

static void collect(struct parts *parts, const struct nd_xml_node *node, int depth);

static void add_given(struct parts *parts, struct nd_str name) {
    parts->given = parts->given.len == 0 ? name
                                         : nd_arena_printf(parts->arena, "%.*s %.*s", (int)parts->given.len,
                                                           parts->given.ptr, (int)name.len, name.ptr);
}

static void collect_element(struct parts *parts, const struct nd_xml_node *n, int depth) {
    if (is_among(n->name, families)) {
        if (parts->family.len == 0)
            parts->family = nd_xml_text(n, parts->arena);
    } else if (is_among(n->name, givens))
        add_given(parts, nd_xml_text(n, parts->arena));
    else if (is_among(n->name, wholes)) {
        if (nd_xml_has_elements(n) && parts->family.len == 0 && depth < DEEPEST)
            collect(parts, n, depth + 1);
        else if (!nd_xml_has_elements(n) && parts->whole.len == 0)
            parts->whole = nd_xml_text(n, parts->arena);
    } else if (is_among(n->name, inlines))
        nd_buf_add(&parts->text, nd_xml_text(n, parts->arena));
}

/* Of several forms of a name the first. */
static void collect(struct parts *parts, const struct nd_xml_node *node, int depth) {
    bool is_choice = nd_xml_is(node, "*:name-alternatives");

    parts->family_first =
        parts->family_first || nd_str_eq(nd_xml_attribute(node, "name-style"), ND_STR("eastern"));
    for (const struct nd_xml_node *n = node->first; n != NULL; n = n->next) {
        if (n->name.ptr == NULL)
            nd_buf_add(&parts->text, n->text);
        else
            collect_element(parts, n, depth);
        if (is_choice && n->name.ptr != NULL)
            return;
    }
}

bool nd_people_is_part(const struct nd_xml_node *node) {
    return is_among(node->name, families) || is_among(node->name, givens) || is_among(node->name, wholes);
}

/* Text between the parts of a name is signs: ", ". */
static struct nd_str without_signs(struct nd_str text) {
    while (text.len > 0 && nd_str_find_char(ND_STR(" ,;:()\n\t"), text.ptr[0]) != SIZE_MAX)
        text = nd_str_skip(text, 1);
    while (text.len > 0 && nd_str_find_char(ND_STR(" ,;:()\n\t"), text.ptr[text.len - 1]) != SIZE_MAX)
        text.len--;
    return text;
}

/* "Name", "nom" and "nombre" are all of a name, or one half of it: the other half stands beside it. */
static void settle_halves(struct parts *parts) {
    if (parts->whole.len == 0 || (parts->family.len == 0) == (parts->given.len == 0))
        return;
    if (parts->family.len == 0 && nd_str_find(parts->whole, parts->given) == SIZE_MAX)
        parts->family = parts->whole;
    else if (parts->given.len == 0 && nd_str_find(parts->whole, parts->family) == SIZE_MAX)
        parts->given = parts->whole;
}

struct nd_str nd_people_name(const struct nd_xml_node *person, struct nd_arena *arena) {
    struct parts parts = {.arena = arena};
    struct nd_str text;

    if (person == NULL)
        return ND_STR("");
    collect(&parts, person, 0);
    text = without_signs(nd_arena_take(arena, &parts.text));
    settle_halves(&parts);
    if (parts.family.len > 0)
        text = nd_name_join(parts.given, parts.family, parts.family_first, arena);
    else if (parts.whole.len > 0)
        text = parts.whole;
    else if (text.len == 0)
        text = parts.given;
    return nd_arena_one_line(arena, text);
}

struct nd_str nd_people_role(const struct nd_xml_node *person, struct nd_arena *arena) {
    static const char *const attributes[] = {"role",     "contrib-type", "class", "contributorType",
                                             "function", "type"};
    struct nd_str found = ND_STR("");

    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        struct nd_str role = nd_xml_attribute(person, attributes[i]);
        size_t colon = nd_str_rfind_char(role, ':');
        if (role.len > 0 && role.len <= MAX_ROLE && !nd_str_eq(role, ND_STR("personal")) &&
            !nd_str_eq(role, ND_STR("person")) && !nd_str_eq(role, ND_STR("corporate")))
            return colon == SIZE_MAX ? role : nd_str_skip(role, colon + 1);
    }
    for (const struct nd_xml_node *n = nd_xml_walk(person, person); n != NULL; n = nd_xml_walk(person, n))
        if (n->name.ptr != NULL && is_among(n->name, roles) && !nd_xml_has_elements(n)) {
            found = nd_xml_text(n, arena);
            if (nd_people_is_author(found))
                return found;
        }
    return found.len <= MAX_ROLE ? found : ND_STR("");
}

bool nd_people_is_author(struct nd_str role) {
    static const char *const codes[] = {"aut", "cre", "070", "by", "text", NULL};
    static const char *const words[] = {"author",    "autor",         "auteur",      "autore",   "verfasser",
                                        "forfatter", "författare",    "kirjoittaja", "szerző",   "schrijver",
                                        "yazar",     "автор",         "συγγραφέας",  "作者",     "著",
                                        "撰",        "저자",          "writer",      "reporter", "journalist",
                                        "creator",   "correspondent", "מחבר",        "مؤلف",     NULL};
    char small[MAX_ROLE];
    size_t length = 0;

    role = nd_str_trim(role);
    while (role.len > 0 && (nd_str_ends(role, ND_STR(".")) || nd_str_ends(role, ND_STR(","))))
        role.len--;
    for (size_t i = 0; i < role.len && i < sizeof small; i++)
        small[length++] = nd_char_lower(role.ptr[i]);
    role = nd_str_of(small, length);
    if (nd_str_find(role, ND_STR(" of ")) != SIZE_MAX || nd_str_find(role, ND_STR("edit")) != SIZE_MAX)
        return false;
    for (size_t i = 0; words[i] != NULL; i++)
        if (nd_str_find(role, nd_str_from(words[i])) != SIZE_MAX)
            return true;
    return nd_elements_is_among(role, codes);
}

void nd_people_add(struct nd_draft *made, const char *key, const char *meaning, struct nd_str name,
                   struct nd_str role) {
    if (role.len == 0 || nd_people_is_author(role))
        nd_draft_add(made, key, name, meaning);
    else if (name.len > 0)
        nd_draft_add(
            made, "others",
            nd_arena_printf(made->arena, "%.*s (%.*s)", (int)name.len, name.ptr, (int)role.len, role.ptr),
            NULL);
}
