#include "article/fields.h"
#include "article/page/citation.h"
#include "article/text/url.h"

#include <string.h>

struct nd_str nd_field_text(struct nd_record_builder *builder, const struct nd_value *value) {
    struct nd_str text = nd_value_text(value);

    if (builder->item == NULL || !builder->item->is_plain)
        text = nd_html_inline(text, builder->arena);
    text = nd_text_on_one_line(text, builder->arena);
    return text.len == 0 ? ND_STR_NONE : text;
}

struct nd_value *nd_field_copy(struct nd_record_builder *builder, const struct nd_value *value) {
    struct nd_value *copy = nd_value_new(builder->arena, value->type);

    *copy = *value;
    copy->next = NULL;
    return copy;
}

static bool is_among(const struct nd_str *keys, size_t count, struct nd_str key) {
    for (size_t i = 0; i < count; i++)
        if (nd_str_eq(keys[i], key))
            return true;
    return false;
}

struct nd_value *nd_field_without(struct nd_record_builder *builder, const struct nd_value *map,
                                  const struct nd_str *keys, size_t count) {
    struct nd_value *rest = NULL;

    for (const struct nd_value *v = map->first; v != NULL; v = v->next) {
        if (is_among(keys, count, v->key))
            continue;
        if (rest == NULL)
            rest = nd_value_new(builder->arena, ND_MAP);
        nd_value_put(rest, v->key, nd_field_copy(builder, v));
    }
    return rest;
}

/* A line of prose; as written in *leftover when it has links, whose addresses would be lost. */
static struct nd_str take_prose(struct nd_record_builder *builder, const struct nd_value *value,
                                struct nd_value **leftover) {
    struct nd_str text = nd_field_text(builder, value), prose;

    if (builder->item != NULL && builder->item->is_plain)
        return text;
    prose = nd_text_unmarked(text, builder->arena);
    if (prose.len < text.len && nd_str_find(text, ND_STR("](")) != SIZE_MAX)
        *leftover = nd_field_copy(builder, value);
    return prose.len == 0 ? ND_STR_NONE : prose;
}

const struct nd_value *nd_field_main_form(const struct nd_value *value) {
    static const struct nd_str forms[] = {
        ND_STR_INIT("main"),    ND_STR_INIT("rendered"), ND_STR_INIT("value"),    ND_STR_INIT("original"),
        ND_STR_INIT("default"), ND_STR_INIT("basic"),    ND_STR_INIT("html"),     ND_STR_INIT("text"),
        ND_STR_INIT("plain"),   ND_STR_INIT("markdown"), ND_STR_INIT("processed")};

    for (size_t i = 0; i < sizeof forms / sizeof *forms && value->type == ND_MAP; i++) {
        const struct nd_value *form = nd_value_get(value, forms[i]);
        if (form != NULL && form->type == ND_STRING && nd_str_trim(form->text).len > 0)
            return form;
    }
    return value;
}

bool nd_field_title(struct nd_record_builder *builder, const struct nd_value *value,
                    struct nd_value **leftover) {
    if (value->type == ND_LIST && value->count == 1 && value->first->type == ND_MAP)
        value = value->first; /* a title in pieces, of one */
    builder->article->title = take_prose(builder, nd_field_main_form(value), leftover);
    if (value->type == ND_MAP && value->count > 1)
        *leftover = nd_field_copy(builder, value);
    return builder->article->title.ptr != NULL;
}

bool nd_field_excerpt(struct nd_record_builder *builder, const struct nd_value *value,
                      struct nd_value **leftover) {
    builder->article->excerpt = take_prose(builder, nd_field_main_form(value), leftover);
    return builder->article->excerpt.ptr != NULL;
}

bool nd_field_category(struct nd_record_builder *builder, const struct nd_value *value,
                       struct nd_value **leftover) {
    (void)leftover;
    builder->article->category = nd_record_untagged(builder, nd_field_text(builder, value));
    return builder->article->category.ptr != NULL;
}

bool nd_field_type(struct nd_record_builder *builder, const struct nd_value *value,
                   struct nd_value **leftover) {
    (void)leftover;
    builder->article->type = nd_field_text(builder, value);
    return builder->article->type.ptr != NULL;
}

static int message_length(struct nd_str text) {
    return (int)nd_utf8_floor(text, text.len < 80 ? text.len : 80);
}

/* "<https://…>" and "[words](https://…)", as addresses are written in markdown. */
static struct nd_str bare_address(struct nd_str text) {
    size_t middle;

    text = nd_str_trim(text);
    if (nd_str_starts(text, ND_STR("<")) && nd_str_ends(text, ND_STR(">")))
        return nd_str_trim(nd_str_slice(text, 1, text.len - 1));
    middle = nd_str_find(text, ND_STR("]("));
    if (nd_str_starts(text, ND_STR("[")) && middle != SIZE_MAX && nd_str_ends(text, ND_STR(")")))
        return nd_str_trim(nd_str_slice(text, middle + 2, text.len - 1));
    return text;
}

/* {"@id": "https://…"}, as JSON-LD and the interfaces of shops have it. */
static const struct nd_value *address_in(const struct nd_value *value) {
    static const struct nd_str keys[] = {ND_STR_INIT("@id"), ND_STR_INIT("url"), ND_STR_INIT("href")};

    for (size_t i = 0; i < sizeof keys / sizeof *keys && value->type == ND_MAP; i++)
        if (nd_value_get(value, keys[i]) != NULL)
            return nd_value_get(value, keys[i]);
    return value;
}

/* "https://www.google.com/url?q=https://…": what Google's alerts and searches count clicks by. */
static struct nd_str behind_redirect(struct nd_str text, struct nd_arena *arena) {
    size_t query = nd_str_find(text, ND_STR("/url?"));
    struct nd_str rest = nd_str_skip(text, query == SIZE_MAX ? text.len : query + 5);

    if (!nd_str_starts(text, ND_STR("https://www.google.")) || query > 30)
        return text;
    while (rest.len > 0) {
        size_t end = nd_str_find_char(rest, '&');
        struct nd_str pair = nd_str_slice(rest, 0, end), target;
        target = nd_str_skip(pair, nd_str_starts(pair, ND_STR("url=")) ? 4
                                   : nd_str_starts(pair, ND_STR("q=")) ? 2
                                                                       : pair.len);
        if (nd_str_starts(target, ND_STR("http")))
            return nd_url_unescape(target, arena);
        rest = end == SIZE_MAX ? ND_STR_NONE : nd_str_skip(rest, end + 1);
    }
    return text;
}

bool nd_field_url_quietly(struct nd_record_builder *builder, const struct nd_value *value,
                          struct nd_value **leftover) {
    struct nd_article *article = builder->article;
    struct nd_str text = behind_redirect(bare_address(nd_value_text(address_in(value))), builder->arena);

    article->url = nd_url_canonical(text, builder->arena);
    if (article->url.ptr == NULL)
        return false;
    if (builder->item != NULL && nd_url_comment(text).len > 0)
        article->url = nd_arena_printf(builder->arena, "%.*s#%.*s", (int)article->url.len, article->url.ptr,
                                       (int)nd_url_comment(text).len, nd_url_comment(text).ptr);
    if (article->original_url.ptr == NULL)
        article->original_url = text;
    else if (!nd_str_eq(article->original_url, text) && !nd_str_eq(article->url, text))
        *leftover = nd_field_copy(builder, value);
    return true;
}

/* Paths of a site and addresses of other kinds are none of the article, and no mistake. */
static void report_url(struct nd_record_builder *builder, const struct nd_value *value) {
    struct nd_str text = nd_str_trim(nd_value_text(value));

    if (nd_str_starts_nocase(text, ND_STR("http:")) || nd_str_starts_nocase(text, ND_STR("https:")) ||
        nd_str_starts_nocase(text, ND_STR("www.")))
        nd_problems_add(builder->problems, ND_P_URL, value->line, value->column,
                        "\"%.*s\" is no URL; kept as metadata", message_length(text), text.ptr);
}

bool nd_field_url(struct nd_record_builder *builder, const struct nd_value *value,
                  struct nd_value **leftover) {
    if (nd_field_url_quietly(builder, value, leftover))
        return true;
    report_url(builder, value);
    return false;
}

bool nd_field_page_url(struct nd_record_builder *builder, const struct nd_value *value,
                       struct nd_value **leftover) {
    struct nd_str text = bare_address(nd_value_text(value)), url = nd_url_canonical(text, builder->arena);
    size_t host = nd_str_find(url, ND_STR("://"));

    if (url.ptr == NULL || host == SIZE_MAX)
        return false;
    url = nd_str_skip(url, host + 3);
    url = nd_str_skip(url, nd_str_find_char(url, '/'));
    return url.len > 1 && nd_field_url_quietly(builder, value, leftover);
}

bool nd_field_original_url(struct nd_record_builder *builder, const struct nd_value *value,
                           struct nd_value **leftover) {
    struct nd_str text = nd_str_trim(nd_value_text(value));

    (void)leftover;
    if (nd_url_canonical(text, builder->arena).ptr == NULL) {
        report_url(builder, value);
        return false;
    }
    builder->article->original_url = text;
    return true;
}

/* RFC 8141 (urn), RFC 4151 (tag). */
bool nd_field_uri(struct nd_record_builder *builder, const struct nd_value *value,
                  struct nd_value **leftover) {
    struct nd_str text = nd_str_trim(nd_value_text(value));

    (void)leftover;
    if (builder->item == NULL || builder->article->original_url.ptr != NULL ||
        (!nd_str_starts_nocase(text, ND_STR("urn:")) && !nd_str_starts_nocase(text, ND_STR("tag:")) &&
         nd_url_canonical(text, builder->arena).ptr == NULL))
        return false;
    builder->article->original_url = text;
    return true;
}

bool nd_field_language(struct nd_record_builder *builder, const struct nd_value *value,
                       struct nd_value **leftover) {
    struct nd_str text = nd_str_trim(nd_value_text(value));

    (void)leftover;
    builder->article->language = nd_language_normalise(text, builder->arena);
    if (builder->article->language.ptr == NULL && text.len > 0)
        nd_problems_add(builder->problems, ND_P_LANGUAGE, value->line, value->column,
                        "\"%.*s\" is no code or name of a language that is known; the text decides",
                        (int)(text.len < 40 ? text.len : 40), text.ptr);
    return builder->article->language.ptr != NULL;
}

/* The first of these keys that has a text in map; *used receives the key, for nd_field_without(). */
static struct nd_str first_text(struct nd_record_builder *builder, const struct nd_value *map,
                                const struct nd_str *keys, size_t count, struct nd_str *used) {
    struct nd_str text = ND_STR_NONE;

    for (size_t i = 0; i < count && text.ptr == NULL; i++) {
        text = nd_field_text(builder, nd_value_get(map, keys[i]));
        *used = text.ptr == NULL ? ND_STR_NONE : keys[i];
    }
    return text;
}

/* "source: https://example.org/…" names a publisher by its address. */
static bool use_provider_text(struct nd_record_builder *builder, const struct nd_value *value,
                              struct nd_value **leftover) {
    struct nd_article *article = builder->article;
    struct nd_str text = nd_field_text(builder, value), url = nd_url_canonical(text, builder->arena);

    if (url.ptr == NULL) {
        struct nd_date date;
        if (text.ptr == NULL || nd_date_parse(text, &date)) /* "publication: 2024-03-05" */
            return false;
        article->provider_name = nd_citation_name(text, &date);
        if (article->provider_name.ptr != NULL) {
            if (!builder->is_reference) {
                builder->day_beside = date;
                builder->day_key = value->key;
            }
            *leftover = nd_field_copy(builder, value);
        } else {
            article->provider_name = text;
        }
        return true;
    }
    article->provider_domain = nd_url_domain(url);
    *leftover = nd_field_copy(builder, value);
    return true;
}

bool nd_field_provider(struct nd_record_builder *builder, const struct nd_value *value,
                       struct nd_value **leftover) {
    static const struct nd_str names[] = {ND_STR_INIT("name"), ND_STR_INIT("title")};
    static const struct nd_str domains[] = {ND_STR_INIT("domain"), ND_STR_INIT("host")};
    static const struct nd_str urls[] = {ND_STR_INIT("url"), ND_STR_INIT("link"), ND_STR_INIT("id")};
    struct nd_article *article = builder->article;
    struct nd_str used[2];

    value = nd_field_as_value(builder, value);
    if (value->type == ND_LIST && value->count == 1)
        value = value->first;
    if (nd_value_is_scalar(value))
        return use_provider_text(builder, value, leftover);
    if (value->type != ND_MAP)
        return false;
    article->provider_name = first_text(builder, value, names, 2, &used[0]);
    if (article->provider_name.ptr != NULL && nd_str_eq(article->provider_name, article->title)) {
        article->provider_name = ND_STR_NONE; /* Discourse gives each article as the source of its own feed */
        return false;
    }
    article->provider_domain = first_text(builder, value, domains, 2, &used[1]);
    if (article->provider_domain.ptr == NULL) {
        article->provider_domain =
            nd_url_domain(nd_url_canonical(first_text(builder, value, urls, 3, &used[1]), builder->arena));
        used[1] = article->provider_domain.ptr == NULL ? ND_STR_NONE : used[1];
    }
    if (article->provider_name.ptr == NULL && article->provider_domain.ptr == NULL)
        return false;
    *leftover = nd_field_without(builder, value, used, 2);
    return true;
}

bool nd_field_host(struct nd_record_builder *builder, const struct nd_value *value,
                   struct nd_value **leftover) {
    struct nd_str text = nd_str_trim(nd_value_text(value)), url;

    if (builder->article->provider_domain.ptr != NULL || nd_str_find_char(text, '.') == SIZE_MAX ||
        nd_str_find_char(text, ' ') != SIZE_MAX)
        return false;
    url = nd_url_canonical(text, builder->arena);
    if (url.ptr != NULL)
        *leftover = nd_field_copy(builder, value);
    else
        url = nd_url_canonical(nd_arena_printf(builder->arena, "https://%.*s/", (int)text.len, text.ptr),
                               builder->arena);
    builder->article->provider_domain = nd_url_domain(url);
    return builder->article->provider_domain.ptr != NULL;
}

static bool is_number(const struct nd_value *value) {
    return value->type == ND_INT || value->type == ND_REAL;
}

static bool take_number(struct nd_record_builder *builder, const struct nd_value *value,
                        const struct nd_value **number) {
    struct nd_str text = nd_str_trim(nd_value_text(value));

    if (is_number(value))
        *number = value;
    else if (text.len > 0)
        nd_problems_add(builder->problems, ND_P_FRONT_MATTER_TYPE, value->line, value->column,
                        "\"%.*s\" is no number; kept as metadata", message_length(text), text.ptr);
    return is_number(value);
}

bool nd_field_quality(struct nd_record_builder *builder, const struct nd_value *value,
                      struct nd_value **leftover) {
    (void)leftover;
    return take_number(builder, value, &builder->article->quality);
}

bool nd_field_heat(struct nd_record_builder *builder, const struct nd_value *value,
                   struct nd_value **leftover) {
    (void)leftover;
    return take_number(builder, value, &builder->article->heat);
}

/* Answers people write where YAML 1.2 sees text. */
static enum nd_flag answer_of(const struct nd_value *value) {
    static const struct {
        struct nd_str text;
        enum nd_flag flag;
    } answers[] = {
        {ND_STR_INIT("true"), ND_YES},
        {ND_STR_INIT("yes"), ND_YES},
        {ND_STR_INIT("on"), ND_YES},
        {ND_STR_INIT("false"), ND_NO},
        {ND_STR_INIT("no"), ND_NO},
        {ND_STR_INIT("off"), ND_NO},
        /* what agencies say of the status of theirs (IPTC NewsCodes, scheme "stat") */
        {ND_STR_INIT("usable"), ND_YES},
        {ND_STR_INIT("canceled"), ND_NO},
        {ND_STR_INIT("cancelled"), ND_NO},
        {ND_STR_INIT("withheld"), ND_NO},
        {ND_STR_INIT("embargoed"), ND_NO},
    };
    struct nd_str text = nd_str_trim(nd_value_text(value));

    if (value->type == ND_BOOL)
        return value->as.boolean ? ND_YES : ND_NO;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (nd_str_eq_nocase(text, answers[i].text))
            return answers[i].flag;
    return ND_UNKNOWN;
}

bool nd_field_published(struct nd_record_builder *builder, const struct nd_value *value,
                        struct nd_value **leftover) {
    enum nd_flag flag = answer_of(value);

    (void)leftover;
    if (flag != ND_UNKNOWN)
        builder->article->is_published = flag;
    return flag != ND_UNKNOWN;
}

bool nd_field_draft(struct nd_record_builder *builder, const struct nd_value *value,
                    struct nd_value **leftover) {
    enum nd_flag flag = answer_of(value);

    (void)leftover;
    if (flag != ND_UNKNOWN)
        builder->article->is_published = flag == ND_YES ? ND_NO : ND_YES;
    return flag != ND_UNKNOWN;
}

/* What systems for writing call the states of an article; states of other things are none of these. */
bool nd_field_status(struct nd_record_builder *builder, const struct nd_value *value,
                     struct nd_value **leftover) {
    static const struct {
        struct nd_str text;
        enum nd_flag flag;
        bool is_more; /* than yes or no */
    } states[] = {
        {ND_STR_INIT("publish"), ND_YES, false},    {ND_STR_INIT("published"), ND_YES, false},
        {ND_STR_INIT("live"), ND_YES, false},       {ND_STR_INIT("sent"), ND_YES, true},
        {ND_STR_INIT("confirmed"), ND_YES, true},   {ND_STR_INIT("draft"), ND_NO, false},
        {ND_STR_INIT("unpublished"), ND_NO, false}, {ND_STR_INIT("auto-draft"), ND_NO, true},
        {ND_STR_INIT("pending"), ND_NO, true},      {ND_STR_INIT("future"), ND_NO, true},
        {ND_STR_INIT("scheduled"), ND_NO, true},    {ND_STR_INIT("private"), ND_NO, true},
        {ND_STR_INIT("trash"), ND_NO, true},        {ND_STR_INIT("trashed"), ND_NO, true},
        {ND_STR_INIT("soft_trashed"), ND_NO, true},
    };
    struct nd_str text = nd_str_trim(nd_value_text(value));

    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (nd_str_eq_nocase(text, states[i].text)) {
            builder->article->is_published = states[i].flag;
            if (states[i].is_more)
                *leftover = nd_field_copy(builder, value);
            return true;
        }
    return false;
}

/* What a whole feed is said to be written in, which is often what its program assumes: the text decides. */
bool nd_field_site_language(struct nd_record_builder *builder, const struct nd_value *value,
                            struct nd_value **leftover) {
    (void)leftover;
    builder->site_language = nd_language_normalise(nd_value_text(value), builder->arena);
    builder->site_language_key = value->key;
    return false;
}

/* The feed an article comes in. */
bool nd_field_channel(struct nd_record_builder *builder, const struct nd_value *value,
                      struct nd_value **leftover) {
    return builder->item != NULL && value->type == ND_MAP && nd_field_provider(builder, value, leftover);
}
