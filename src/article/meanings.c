/*
 * What the fields of an item mean: by their names, by what its format says of them, or, in a table, by their
 * looks.
 */
#include "article/fields.h"

#include <string.h>

/* Days that are none of publication: "scraped_date", and "Highlighted at", for what is published is known. */
static bool is_other_day(struct nd_str key) {
    static const struct nd_str words[] = {
        ND_STR_INIT("updat"),   ND_STR_INIT("modif"),  ND_STR_INIT("edit"),   ND_STR_INIT("scrap"),
        ND_STR_INIT("crawl"),   ND_STR_INIT("downlo"), ND_STR_INIT("access"), ND_STR_INIT("retriev"),
        ND_STR_INIT("save"),    ND_STR_INIT("collec"), ND_STR_INIT("insert"), ND_STR_INIT("index"),
        ND_STR_INIT("fetch"),   ND_STR_INIT("seen"),   ND_STR_INIT("visit"),  ND_STR_INIT("import"),
        ND_STR_INIT("interac"), ND_STR_INIT("birth"),  ND_STR_INIT("expir"),  ND_STR_INIT("delet"),
        ND_STR_INIT("abruf"),   ND_STR_INIT(" at"),    ND_STR_INIT("_at"),    ND_STR_INIT(" on"),
        ND_STR_INIT("_on")};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (size_t at = 0; at + words[i].len <= key.len; at++)
            if (nd_str_eq_nocase(nd_str_slice(key, at, at + words[i].len), words[i]))
                return true;
    return nd_str_ends(key, ND_STR("At")) || nd_str_ends(key, ND_STR("On"));
}

/* Whether the name of a column says what is meant by meaning. */
static bool is_named(const struct nd_item *item, struct nd_str meaning) {
    const char *field = nd_field_rule(nd_field_first_rule(meaning))->field;

    for (size_t k = 0; k < item->name_count; k++)
        for (size_t i = nd_field_first_rule(item->names[k]); i < ND_FIELD_RULES; i = nd_field_next_rule(i))
            if (strcmp(nd_field_rule(i)->field, field) == 0)
                return true;
    return false;
}

/* Of a table some of whose names are known: title, url and date where no name says which they are. */
static bool fills(const struct nd_item *item, const struct nd_item_alias *guess) {
    bool is_date = nd_str_eq(guess->meaning, ND_STR("date"));

    return (is_date || nd_str_eq(guess->meaning, ND_STR("title")) ||
            nd_str_eq(guess->meaning, ND_STR("url"))) &&
           item->alias_count == 0 && nd_field_first_rule(guess->key) == ND_FIELD_RULES &&
           !(is_date && is_other_day(guess->key)) && !is_named(item, guess->meaning);
}

static bool is_among(struct nd_str key, const char *const *names) {
    for (; *names != NULL; names++)
        if (nd_str_eq_nocase(key, nd_str_from(*names)))
            return true;
    return false;
}

static bool has_text_among(const struct nd_value *fields, const char *const *names) {
    for (const struct nd_value *v = fields == NULL ? NULL : fields->first; v != NULL; v = v->next)
        if (is_among(v->key, names) && nd_str_trim(nd_value_text(v)).len > 0)
            return true;
    return false;
}

/* Of what a reader writes: a comment is a text where it is somebody's, a name beside it or beside an address
 * of mail is whose. Other keys as they are. */
static struct nd_str meaning_in_comment(const struct nd_value *fields, struct nd_str key) {
    static const char *const people[] = {"name", "username", "user_name", "user", "nickname", "author", NULL};
    static const char *const signs[] = {"comment",      "comment_text", "commentbody",
                                        "comment_body", "email",        NULL};
    static const char *const comments[] = {"comment", NULL};
    static const char *const accounts[] = {"username", "user_name", "screen_name", "login", NULL};
    bool is_name = nd_str_eq_nocase(key, ND_STR("name"));

    if (is_among(key, comments) && has_text_among(fields, people))
        return ND_STR("html");
    if (is_name && has_text_among(fields, accounts)) /* that of an account */
        return ND_STR("writtenby");
    return is_among(key, people) && has_text_among(fields, signs) ? ND_STR("writtenby") : key;
}

struct nd_str nd_field_meaning(struct nd_field_meanings meanings, struct nd_str key) {
    for (size_t i = 0; i < meanings.count; i++)
        if (nd_str_eq(meanings.items[i].key, key))
            return meanings.items[i].meaning;
    for (size_t i = 0; meanings.item != NULL && i < meanings.item->guess_count; i++)
        if (nd_str_eq(meanings.item->guesses[i].key, key) && fills(meanings.item, &meanings.item->guesses[i]))
            return meanings.item->guesses[i].meaning;
    return meanings.beside == NULL ? key : meaning_in_comment(meanings.beside, key);
}

/* "name" alone names anything, and with an address and a day it is still an article to find. */
static bool is_article_by(const struct nd_item *item, struct nd_field_meanings meanings) {
    bool has_url = false, has_date = false;

    for (const struct nd_value *v = item->fields == NULL ? NULL : item->fields->first; v != NULL;
         v = v->next) {
        struct nd_str key = nd_field_meaning(meanings, v->key);
        if (v->count > 0 && ((v->type == ND_LIST && nd_field_has_use(key, NULL)) ||
                             (nd_field_has_use(key, nd_field_body) && nd_field_is_pieces(v))))
            return true;
        if (nd_str_trim(nd_value_text(nd_field_main_form(v))).len == 0 ||
            nd_str_eq_nocase(nd_str_trim(key), ND_STR("name")))
            continue;
        if (nd_field_has_use(key, nd_field_title) || nd_field_has_use(key, nd_field_body) ||
            nd_field_has_use(key, nd_field_plain_body))
            return true;
        has_url = has_url || nd_field_has_use(key, nd_field_url);
        has_date = has_date || nd_field_has_use(key, nd_field_date);
    }
    return has_url && has_date;
}

static struct nd_field_meanings given(const struct nd_item *item) {
    return (struct nd_field_meanings){item == NULL ? NULL : item->aliases,
                                      item == NULL ? 0 : item->alias_count, NULL,
                                      item == NULL ? NULL : item->fields};
}

static struct nd_field_meanings guessed(const struct nd_item *item) {
    return (struct nd_field_meanings){item->guesses, item->guess_count, NULL, NULL};
}

bool nd_article_guesses(const struct nd_item *item) {
    return item->guess_count > 0 && item->is_sure && !is_article_by(item, given(item)) &&
           is_article_by(item, guessed(item));
}

bool nd_article_uses_guess(const struct nd_item *item, size_t guess) {
    return nd_article_guesses(item) ||
           (is_article_by(item, given(item)) && fills(item, &item->guesses[guess]));
}

bool nd_article_is_item(const struct nd_item *item) {
    return nd_str_trim(item->document).len > 0 || is_article_by(item, given(item)) ||
           nd_article_guesses(item);
}

struct nd_field_meanings nd_field_meanings(const struct nd_item *item) {
    struct nd_field_meanings meanings = given(item);

    if (item != NULL && nd_article_guesses(item))
        return guessed(item);
    meanings.item = item;
    return meanings;
}
