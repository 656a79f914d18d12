#include "article/page/person.h"

enum { MAX_PLAIN = 80 /* bytes of a name that are compared */, MIN_SITE = 3 };

/* First or last words of what stands for all who work there, or for whoever holds a post. */
static const struct nd_str bodies[] = {
    ND_STR_INIT("redaktion"),
    ND_STR_INIT("redaktionsteam"),
    ND_STR_INIT("onlineredaktion"),
    ND_STR_INIT("redaction"),
    ND_STR_INIT("rédaction"),
    ND_STR_INIT("redacción"),
    ND_STR_INIT("redaccion"),
    ND_STR_INIT("redação"),
    ND_STR_INIT("redacao"),
    ND_STR_INIT("redazione"),
    ND_STR_INIT("redactie"),
    ND_STR_INIT("redakcja"),
    ND_STR_INIT("redakce"),
    ND_STR_INIT("redakcia"),
    ND_STR_INIT("redakcija"),
    ND_STR_INIT("redaktionen"),
    ND_STR_INIT("redaksjonen"),
    ND_STR_INIT("redaktionell"),
    ND_STR_INIT("redaksi"),
    ND_STR_INIT("toimitus"),
    ND_STR_INIT("szerkesztőség"),
    ND_STR_INIT("редакция"),
    ND_STR_INIT("редакція"),
    ND_STR_INIT("σύνταξη"),
    ND_STR_INIT("編集部"),
    ND_STR_INIT("编辑部"),
    ND_STR_INIT("নিজস্ব"),
    ND_STR_INIT("প্রতিবেদক"),
    ND_STR_INIT("डेस्क"),
    ND_STR_INIT("संवाददाता"),
    ND_STR_INIT("ডেস্ক"),
    ND_STR_INIT("staff"),
    ND_STR_INIT("desk"),
    ND_STR_INIT("newsroom"),
    ND_STR_INIT("newsdesk"),
    ND_STR_INIT("editors"),
    ND_STR_INIT("editor"),
    ND_STR_INIT("editorial"),
    ND_STR_INIT("admin"),
    ND_STR_INIT("administrator"),
    ND_STR_INIT("webmaster"),
    ND_STR_INIT("moderator"),
    ND_STR_INIT("contributor"),
    ND_STR_INIT("contributors"),
    ND_STR_INIT("gmbh"),
    ND_STR_INIT("e.v."),
    ND_STR_INIT("inc."),
    ND_STR_INIT("inc"),
    ND_STR_INIT("ltd"),
    ND_STR_INIT("ltd."),
    ND_STR_INIT("llc"),
};

/* What programs and forms have where there is no name. */
static const struct nd_str blanks[] = {
    ND_STR_INIT("author"),    ND_STR_INIT("authors"),   ND_STR_INIT("no author"), ND_STR_INIT("autor"),
    ND_STR_INIT("publisher"), ND_STR_INIT("user"),      ND_STR_INIT("guest"),     ND_STR_INIT("gast"),
    ND_STR_INIT("anonymous"), ND_STR_INIT("anonym"),    ND_STR_INIT("root"),      ND_STR_INIT("default"),
    ND_STR_INIT("team"),      ND_STR_INIT("by"),        ND_STR_INIT("online"),    ND_STR_INIT("super user"),
    ND_STR_INIT("mba"),       ND_STR_INIT("mph"),       ND_STR_INIT("phd"),       ND_STR_INIT("ph.d."),
    ND_STR_INIT("md"),        ND_STR_INIT("m.d."),      ND_STR_INIT("rd"),        ND_STR_INIT("rdn"),
    ND_STR_INIT("rn"),        ND_STR_INIT("msc"),       ND_STR_INIT("esq."),      ND_STR_INIT("twitter"),
    ND_STR_INIT("facebook"),  ND_STR_INIT("instagram"), ND_STR_INIT("linkedin"),  ND_STR_INIT("email"),
    ND_STR_INIT("e-mail"),    ND_STR_INIT("rss"),
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool is_among(struct nd_str word, const struct nd_str *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_eq_nocase(word, words[i]))
            return true;
    return false;
}

static struct nd_str first_word(struct nd_str s) {
    return nd_str_slice(s, 0, nd_str_find_char(s, ' '));
}

static struct nd_str last_word(struct nd_str s) {
    size_t blank = nd_str_rfind_char(s, ' ');

    return blank == SIZE_MAX ? s : nd_str_skip(s, blank + 1);
}

/* Letters and digits, small; what is longer than a name is cut. */
static struct nd_str plain(struct nd_str s, char out[MAX_PLAIN]) {
    size_t length = 0;

    for (size_t i = 0; i < s.len && length < MAX_PLAIN; i++)
        if (nd_char_is_alpha(s.ptr[i]) || nd_char_is_digit(s.ptr[i]) || (unsigned char)s.ptr[i] >= 0x80)
            out[length++] = nd_char_lower(s.ptr[i]);
    return nd_str_of(out, length);
}

/* "www.site.example", "Site.de": letters and a dot, without a blank. */
static bool is_host(struct nd_str word) {
    static const struct nd_str ends[] = {
        ND_STR_INIT(".com"), ND_STR_INIT(".org"),  ND_STR_INIT(".net"), ND_STR_INIT(".info"),
        ND_STR_INIT(".de"),  ND_STR_INIT(".at"),   ND_STR_INIT(".ch"),  ND_STR_INIT(".fr"),
        ND_STR_INIT(".it"),  ND_STR_INIT(".es"),   ND_STR_INIT(".nl"),  ND_STR_INIT(".be"),
        ND_STR_INIT(".pl"),  ND_STR_INIT(".cz"),   ND_STR_INIT(".ru"),  ND_STR_INIT(".uk"),
        ND_STR_INIT(".br"),  ND_STR_INIT(".pt"),   ND_STR_INIT(".se"),  ND_STR_INIT(".no"),
        ND_STR_INIT(".dk"),  ND_STR_INIT(".fi"),   ND_STR_INIT(".eu"),  ND_STR_INIT(".io"),
        ND_STR_INIT(".tv"),  ND_STR_INIT(".ua"),   ND_STR_INIT(".jp"),  ND_STR_INIT(".cn"),
        ND_STR_INIT(".in"),  ND_STR_INIT(".news"), ND_STR_INIT(".gr"),  ND_STR_INIT(".hu")};

    for (size_t i = 0; i < COUNT(ends); i++)
        if (word.len > ends[i].len + 2 && nd_str_ends(word, ends[i]))
            return true;
    return nd_str_starts_nocase(word, ND_STR("www.")) || nd_str_find(word, ND_STR("://")) != SIZE_MAX;
}

/* The name of the site, as its metadata have it or as its address does: "Daily Post" at dailypost.example. */
static bool is_site(const struct nd_record_builder *builder, struct nd_str name) {
    const struct nd_article *article = builder->article;
    char bytes[2][MAX_PLAIN];
    struct nd_str is = plain(name, bytes[0]), host = nd_url_domain(article->url), label;

    if (is.len < MIN_SITE)
        return false;
    if (nd_str_eq(is, plain(article->provider_name, bytes[1])) ||
        nd_str_eq(is, plain(article->provider_domain, bytes[1])))
        return true;
    if (nd_str_starts(host, ND_STR("www.")))
        host = nd_str_skip(host, 4);
    label = nd_str_slice(host, 0, nd_str_rfind_char(host, '.'));
    if (nd_str_rfind_char(label, '.') != SIZE_MAX)
        label = nd_str_skip(label, nd_str_rfind_char(label, '.') + 1);
    return nd_str_eq(is, plain(label, bytes[1])) || nd_str_eq(is, plain(host, bytes[1]));
}

/* Without the words that are addresses: "Mira Holt mira@site.example", "Mira Holt - http://…". */
static struct nd_str without_addresses(struct nd_str name) {
    for (;;) {
        struct nd_str last = last_word(name);
        bool is_sign = last.len == 1 && !nd_char_is_alpha(last.ptr[0]) && !nd_char_is_digit(last.ptr[0]);
        if (last.len == name.len || (!is_sign && nd_str_find_char(last, '@') == SIZE_MAX &&
                                     nd_str_find(last, ND_STR("://")) == SIZE_MAX))
            return name;
        name = nd_str_trim(nd_str_slice(name, 0, name.len - last.len));
    }
}

/* "Mira Holt, Site", "Mira Holt | Site". */
static struct nd_str without_site(const struct nd_record_builder *builder, struct nd_str name) {
    size_t sign = nd_str_find(name, ND_STR(" @ "));

    static const struct nd_str signs[] = {ND_STR_INIT(", "), ND_STR_INIT(" | "), ND_STR_INIT(" - "),
                                          ND_STR_INIT(" / "), ND_STR_INIT("/")};

    name = nd_str_slice(name, 0, sign);
    for (size_t i = 0; i < COUNT(signs); i++) {
        size_t at = nd_str_find(name, signs[i]);
        struct nd_str rest = at == SIZE_MAX ? ND_STR_NONE : nd_str_skip(name, at + signs[i].len);
        if (rest.len > 0 && (is_site(builder, rest) || is_host(rest)))
            return nd_str_trim(nd_str_slice(name, 0, at));
    }
    return name;
}

static struct nd_str without_von(struct nd_str name) {
    struct nd_str rest = nd_str_trim(nd_str_skip(name, 4));
    size_t blank = nd_str_find_char(rest, ' ');

    return nd_str_starts_nocase(name, ND_STR("von ")) && blank != SIZE_MAX && rest.ptr[0] >= 'A' &&
                   rest.ptr[0] <= 'Z'
               ? rest
               : name;
}

/* "Von Mira Holt": behind it stands a whole name; "ByMira Holt". */
static struct nd_str without_mark(struct nd_str name) {
    if (nd_str_starts(name, ND_STR("By")) && name.len > 3 && name.ptr[2] >= 'A' && name.ptr[2] <= 'Z' &&
        nd_str_find_char(name, ' ') != SIZE_MAX)
        return nd_str_skip(name, 2);
    return without_von(name);
}

/* "김민수 기자": without the word for a reporter behind it. */
static struct nd_str without_job(struct nd_str name) {
    static const struct nd_str jobs[] = {ND_STR_INIT(" 기자"), ND_STR_INIT(" 특파원"),
                                         ND_STR_INIT(" 논설위원"), ND_STR_INIT(" 記者"),
                                         ND_STR_INIT(" 记者")};

    for (size_t i = 0; i < COUNT(jobs); i++)
        if (nd_str_ends(name, jobs[i]) && name.len > jobs[i].len)
            return nd_str_slice(name, 0, name.len - jobs[i].len);
    return name;
}

struct nd_str nd_person_name(struct nd_record_builder *builder, struct nd_str name) {
    while (name.len > 0 && nd_str_find_char(ND_STR("~-|/*,; "), name.ptr[0]) != SIZE_MAX)
        name = nd_str_skip(name, 1);
    name = without_job(without_mark(without_site(builder, without_addresses(nd_str_trim(name)))));
    if (name.len == 0 || is_among(name, blanks, COUNT(blanks)) || is_site(builder, name) || is_host(name) ||
        is_among(first_word(name), bodies, COUNT(bodies)) ||
        is_among(last_word(name), bodies, COUNT(bodies)) || nd_str_ends(name, ND_STR(" Team")))
        return ND_STR_NONE;
    return name;
}

static bool is_person(const struct nd_value *value) {
    return nd_str_ends(nd_value_text(nd_value_get(value, ND_STR("@type"))), ND_STR("Person"));
}

/* Of people and bodies beside each other the people. */
static const struct nd_value *people_of(struct nd_record_builder *builder, const struct nd_value *value) {
    struct nd_value *people;

    if (value->type != ND_LIST)
        return value;
    people = nd_value_new(builder->arena, ND_LIST);
    for (const struct nd_value *v = value->first; v != NULL; v = v->next)
        if (is_person(v))
            nd_value_add(people, nd_field_copy(builder, v));
    return people->count == 0 ? value : people;
}

/* "Harbour GmbH, Oslo, Norway": the names behind it are those of places. */
static bool has_company(const struct nd_names *names) {
    static const struct nd_str forms[] = {ND_STR_INIT(" gmbh"), ND_STR_INIT(" e.v."), ND_STR_INIT(" ltd"),
                                          ND_STR_INIT(" inc."), ND_STR_INIT(" llc"),  ND_STR_INIT(" s.a.")};

    for (const struct nd_name *name = names->first; name != NULL; name = name->next)
        for (size_t i = 0; i < COUNT(forms); i++)
            if (name->text.len > forms[i].len &&
                nd_str_eq_nocase(nd_str_skip(name->text, name->text.len - forms[i].len), forms[i]))
                return true;
    return false;
}

/* Something to read names into that are looked at before they are taken over. */
static void begin_reader(struct nd_record_builder *reader, const struct nd_record_builder *builder,
                         struct nd_article *all) {
    *all = (struct nd_article){0};
    *reader = *builder;
    reader->article = all;
    reader->authors = (struct nd_seen){0};
}

static void take_over(struct nd_record_builder *builder, const struct nd_names *all) {
    for (const struct nd_name *name = all->first; name != NULL; name = name->next)
        nd_record_add_to(builder, &builder->article->authors, &builder->authors,
                         nd_person_name(builder, name->text));
}

void nd_person_add(struct nd_record_builder *builder, struct nd_str names) {
    struct nd_article all;
    struct nd_record_builder reader;

    begin_reader(&reader, builder, &all);
    nd_record_add_authors(&reader, names);
    take_over(builder, &all.authors);
}

bool nd_person_read(struct nd_record_builder *builder, const struct nd_value *value,
                    struct nd_value **leftover) {
    struct nd_article all;
    struct nd_record_builder reader;
    size_t before = builder->article->authors.count;

    begin_reader(&reader, builder, &all);
    nd_field_authors(&reader, people_of(builder, value), leftover);
    if (value->type != ND_STRING || !has_company(&all.authors))
        take_over(builder, &all.authors);
    return builder->article->authors.count > before;
}

bool nd_person_is_account(struct nd_str name) {
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] == ' ' || (name.ptr[i] >= 'A' && name.ptr[i] <= 'Z') ||
            (unsigned char)name.ptr[i] >= 0x80)
            return false;
    return true;
}
