#include "newsdex/document.h"

#include "document/html/html.h"
#include "document/html/tag.h"
#include "newsdex/json.h"
#include "newsdex/limits.h"

enum {
    BELOW_TITLE = 4000,   /* bytes of markup behind an <h1> in which a time is that of the article */
    MAX_COMMENT = 2000,   /* bytes of a comment that are looked at */
    MIN_UNSEEN = 140,     /* bytes of what is not shown */
    MAX_ASSIGNMENT = 200, /* bytes before an object: "window.__STATE__ = {" */
    MAX_SCOPE = 1000,     /* bytes of microdata behind the beginning of a publisher */
    MAX_TAG_GAP = 300,    /* bytes between two links of a row of tags */
    MAX_TAGS = 100        /* more are those of a site */
};

/* One pass over the tags, without a tree: what matters here is not nested. */
struct head {
    struct nd_arena *arena;
    struct nd_value *said;
    size_t articles;              /* <article> elements begun so far */
    size_t json_bytes;            /* that were read */
    const char *title;            /* where the first <h1> begins, or NULL */
    size_t titles, title_article; /* how many <h1> there are; the number of the <article> the first is in */
    const char *unseen_until;     /* where the last <noscript> ends, or NULL */
    struct nd_buf decoded;
    struct nd_str time, inner; /* the first <time datetime> of all, and inside an <article> */
    struct nd_str told;        /* to scripts, as the day of publication */
    struct nd_str
        updated;         /* the first that hAtom calls so, which most pages give to the day of publication */
    struct nd_str below; /* the first <time datetime> close behind the title */
    struct nd_str entry; /* the first that is marked so by microformats: of the page if it is one entry */
    struct nd_value *tags; /* names of a row of links that are tags, or NULL */
    const char *tags_end;  /* behind the last of them */
    const char *publisher; /* where the microdata of one begin that is not named yet, or NULL */
    struct nd_str entity;  /* the address of the page by the microdata of its article */
    bool are_tags_many, are_entities_many; /* there are several that differ */
    bool is_time_stated;                   /* time is marked as that of publication */
    bool are_times_many;                   /* there are others that differ from it */
    bool is_cut;                           /* something was too much */
    bool is_told_many;                     /* scripts are told several */
    bool has_scripts;                      /* or frames */
};

static void say(struct head *head, struct nd_str key, struct nd_value *value) {
    if (head->said->count < ND_MAX_HTML_HEAD)
        nd_value_put(head->said, key, value);
    else
        head->is_cut = true;
}

/* An attribute with its references decoded; absent when it is empty or the blank of a template. */
static struct nd_str attribute(struct head *head, const struct nd_tag *tag, struct nd_str name) {
    struct nd_str value = nd_str_trim(nd_tag_attribute(tag, name));

    if (value.len == 0 || nd_str_find(value, ND_STR("{{")) != SIZE_MAX ||
        nd_str_find(value, ND_STR("{%")) != SIZE_MAX)
        return ND_STR_NONE;
    nd_buf_clear(&head->decoded);
    nd_entity_decode_all(value, &head->decoded);
    value = nd_str_trim(nd_buf_str(&head->decoded));
    return value.len == 0 ? ND_STR_NONE : nd_arena_str(head->arena, value);
}

/* "meta:" and a name in lower case. */
static struct nd_str meta_key(struct head *head, struct nd_str name) {
    struct nd_str key = nd_arena_printf(head->arena, "meta:%.*s", (int)name.len, name.ptr);
    char *out = nd_arena_bytes(head->arena, key.len);

    for (size_t i = 0; i < key.len; i++)
        out[i] = nd_char_lower(key.ptr[i]);
    return nd_str_of(out, key.len);
}

/* Of the one article on a page. */
static void read_entity(struct head *head, struct nd_str address) {
    if (address.ptr == NULL || nd_str_find(address, ND_STR("://")) == SIZE_MAX)
        return;
    head->are_entities_many |= head->entity.ptr != NULL && !nd_str_eq(head->entity, address);
    head->entity = address;
}

static void read_meta(struct head *head, const struct nd_tag *tag) {
    static const struct nd_str names[] = {ND_STR_INIT("property"), ND_STR_INIT("name"),
                                          ND_STR_INIT("itemprop")};
    struct nd_str content = attribute(head, tag, ND_STR("content")), name = ND_STR_NONE;

    if (content.ptr == NULL) /* a mistake that is common, and made by a program that saves pages */
        content = attribute(head, tag, ND_STR("value"));
    for (size_t i = 0; i < sizeof names / sizeof *names && name.ptr == NULL; i++)
        name = attribute(head, tag, names[i]);
    if (nd_str_eq(name, ND_STR("mainEntityOfPage")))
        read_entity(head, content.ptr == NULL ? attribute(head, tag, ND_STR("itemid")) : content);
    if (nd_str_eq(name, ND_STR("name")) && content.ptr != NULL && head->publisher != NULL &&
        tag->name.ptr - head->publisher < MAX_SCOPE) {
        say(head, ND_STR("html:publisher"), nd_value_string(head->arena, content));
        head->publisher = NULL;
    }
    if (content.ptr != NULL && name.ptr != NULL && name.len <= ND_MAX_TOKEN)
        say(head, meta_key(head, name), nd_value_string(head->arena, content));
}

static void read_link(struct head *head, const struct nd_tag *tag) {
    struct nd_str address = attribute(head, tag, ND_STR("href"));

    if (address.ptr != NULL && nd_str_eq_nocase(attribute(head, tag, ND_STR("rel")), ND_STR("canonical")))
        say(head, ND_STR("html:canonical"), nd_value_string(head->arena, address));
    if (nd_str_eq(nd_tag_attribute(tag, ND_STR("itemprop")), ND_STR("mainEntityOfPage")))
        read_entity(head, address);
}

/* A link that is a tag of the article (microformats, rel-tag), in a row of them; categories are none. */
static void read_tag_link(struct head *head, const struct nd_tag *tag, struct nd_str rest) {
    struct nd_str rel = nd_tag_attribute(tag, ND_STR("rel")), text;

    if (head->are_tags_many || !nd_str_has_word(rel, ND_STR("tag")) ||
        nd_str_has_word(rel, ND_STR("category")))
        return;
    nd_buf_clear(&head->decoded);
    nd_entity_decode_all(nd_str_slice(rest, 0, nd_str_find_char(rest, '<')), &head->decoded);
    text = nd_str_trim(nd_buf_str(&head->decoded));
    text = nd_str_trim(nd_str_skip(text, nd_str_starts(text, ND_STR("#"))));
    if (text.len == 0 || text.len > ND_MAX_TOKEN)
        return;
    for (const struct nd_value *v = head->tags == NULL ? NULL : head->tags->first; v != NULL; v = v->next)
        if (nd_str_eq(v->text, text))
            return;
    if (head->tags == NULL)
        head->tags = nd_value_new(head->arena, ND_LIST);
    else
        head->are_tags_many = head->tags->count == MAX_TAGS || tag->name.ptr - head->tags_end > MAX_TAG_GAP;
    nd_value_add(head->tags, nd_value_string(head->arena, nd_arena_str(head->arena, text)));
    head->tags_end = rest.ptr;
}

/* Microformats (h-entry), as Medium's export has them: the address it was published at. */
static void read_anchor(struct head *head, const struct nd_tag *tag) {
    struct nd_str names = nd_tag_attribute(tag, ND_STR("class")), address;

    if (names.len == 0)
        return;
    if (nd_str_has_word(names, ND_STR("p-canonical"))) {
        address = attribute(head, tag, ND_STR("href"));
        if (address.ptr != NULL)
            say(head, ND_STR("html:canonical"), nd_value_string(head->arena, address));
    }
    if (nd_str_has_word(names, ND_STR("reader-domain"))) { /* of Firefox's reader view */
        address = attribute(head, tag, ND_STR("href"));
        if (address.ptr != NULL)
            say(head, ND_STR("html:saved-from"), nd_value_string(head->arena, address));
    }
}

static void read_language(struct head *head, const struct nd_tag *tag) {
    struct nd_str language = attribute(head, tag, ND_STR("lang"));

    if (language.ptr == NULL) /* XHTML */
        language = attribute(head, tag, ND_STR("xml:lang"));
    if (language.ptr != NULL)
        say(head, ND_STR("html:lang"), nd_value_string(head->arena, language));
}

/* name is that of the attribute which has the time. */
static void read_time(struct head *head, const struct nd_tag *tag, struct nd_str name) {
    struct nd_str time = attribute(head, tag, name);
    bool is_stated = nd_tag_attribute(tag, ND_STR("pubdate")).ptr != NULL ||
                     nd_str_eq_nocase(nd_tag_attribute(tag, ND_STR("itemprop")), ND_STR("datePublished"));

    if (time.ptr == NULL || head->is_time_stated)
        return;
    if (head->entry.ptr == NULL &&
        nd_str_has_word(nd_tag_attribute(tag, ND_STR("class")), ND_STR("dt-published")))
        head->entry = time;
    if (head->inner.ptr == NULL && head->articles > 0)
        head->inner = time;
    if (head->below.ptr == NULL && head->title != NULL && head->articles == head->title_article &&
        tag->name.ptr - head->title < BELOW_TITLE)
        head->below = time;
    if (head->time.ptr == NULL || is_stated)
        head->time = time;
    else
        head->are_times_many = head->are_times_many || !nd_str_eq(head->time, time);
    head->is_time_stated = is_stated;
}

/* What programs that save pages, and some sites, write on the root of the page. */
static void read_address(struct head *head, const struct nd_tag *tag) {
    static const struct nd_str names[] = {
        ND_STR_INIT("data-canonical-url"),    ND_STR_INIT("data-article-url"),
        ND_STR_INIT("data-page-url"),         ND_STR_INIT("data-source-url"),
        ND_STR_INIT("data-scrapbook-source"), ND_STR_INIT("data-permalink"),
        ND_STR_INIT("data-original-url"),     ND_STR_INIT("data-savepage-url")};

    if (nd_str_find(tag->attributes, ND_STR("data-")) == SIZE_MAX)
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct nd_str value = attribute(head, tag, names[i]);
        if (value.ptr != NULL)
            say(head, ND_STR("html:saved-from"), nd_value_string(head->arena, value));
    }
}

/* The address behind one of the phrases such programs put into a comment. */
static void read_comment(struct head *head, struct nd_str comment) {
    static const struct {
        struct nd_str program, before;
    } forms[] = {
        {ND_STR_INIT("SingleFile"), ND_STR_INIT("url:")},
        {ND_STR_INIT("saved from url=("), ND_STR_INIT(")")},
        {ND_STR_INIT("monolith"), ND_STR_INIT("Saved from ")},
        {ND_STR_INIT("HTTrack"), ND_STR_INIT("Mirrored from ")},
    };

    comment = nd_str_slice(comment, 0, MAX_COMMENT);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t at = nd_str_find(comment, forms[i].program), end = 0;
        struct nd_str rest;
        if (at == SIZE_MAX)
            continue;
        rest = forms[i].before.ptr[0] == ')' ? nd_str_skip(comment, at) : comment;
        at = nd_str_find(rest, forms[i].before);
        if (at == SIZE_MAX)
            continue;
        rest = nd_str_trim(nd_str_skip(rest, at + forms[i].before.len));
        while (end < rest.len && !nd_char_is_blank(rest.ptr[end]))
            end++;
        rest = nd_str_slice(rest, 0, end);
        if (nd_str_find(rest, ND_STR("://")) == SIZE_MAX && rest.len > 0)
            rest = nd_arena_printf(head->arena, "http://%.*s", (int)rest.len, rest.ptr);
        say(head, ND_STR("html:saved-from"), nd_value_string(head->arena, rest));
        return;
    }
}

/* Microdata of who published the article, whose name follows. */
static void read_publisher(struct head *head, const struct nd_tag *tag) {
    struct nd_str property = nd_str_find(tag->attributes, ND_STR("itemprop")) == SIZE_MAX
                                 ? ND_STR_NONE
                                 : nd_tag_attribute(tag, ND_STR("itemprop"));

    if (nd_str_has_word(property, ND_STR("publisher")))
        head->publisher = tag->name.ptr;
    else if (nd_str_eq(property, ND_STR("name")) || nd_str_eq(property, ND_STR("author")))
        head->publisher = NULL;
}

/* Microdata and RDFa say the same on any element; the value may stand in a title, as in hAtom. */
static void read_microdata(struct head *head, const struct nd_tag *tag) {
    static const struct nd_str values[] = {ND_STR_INIT("content"), ND_STR_INIT("datetime"),
                                           ND_STR_INIT("title")};
    struct nd_str value = ND_STR_NONE;

    struct nd_str names = nd_tag_attribute(tag, ND_STR("class"));
    bool is_updated = nd_str_has_word(names, ND_STR("updated"));

    if (head->is_time_stated)
        return;
    if (!is_updated && !nd_str_has_word(names, ND_STR("published")) &&
        nd_str_find(tag->attributes, ND_STR("datePublished")) == SIZE_MAX)
        return;
    for (size_t i = 0; i < sizeof values / sizeof *values && value.ptr == NULL; i++)
        value = attribute(head, tag, values[i]);
    if (value.ptr == NULL)
        return;
    if (is_updated) {
        head->updated = head->updated.ptr == NULL ? value : head->updated;
        return;
    }
    head->time = value;
    head->is_time_stated = true;
}

/* Of the elements most of a page is made of, most without attributes. */
static void read_properties(struct head *head, const struct nd_tag *tag) {
    if (tag->attribute_count == 0)
        return;
    read_publisher(head, tag);
    read_microdata(head, tag);
}

/* The time of the article: stated as such, the only one, or the first in the only <article>, or close behind
 * <h1>; several articles are a list, unless one of them has the only <h1>.
 */
static void say_time(struct head *head) {
    struct nd_str time = head->time;

    if (!head->is_time_stated && head->articles <= 1 && head->entry.ptr != NULL)
        time = head->entry;
    else if (!head->is_time_stated && head->are_times_many)
        time = head->articles > 1 ? (head->titles == 1 && head->title_article > 0 ? head->below : ND_STR_NONE)
               : head->articles == 1 && head->inner.ptr != NULL ? head->inner
                                                                : head->below;
    if (time.ptr != NULL)
        say(head, ND_STR("html:time"), nd_value_string(head->arena, time));
    if (head->told.ptr != NULL && !head->is_told_many)
        say(head, ND_STR("html:script"), nd_value_string(head->arena, head->told));
    if (head->updated.ptr != NULL)
        say(head, ND_STR("html:updated"), nd_value_string(head->arena, head->updated));
}

/* What is broken on a page is no problem of the article: nobody wrote it by hand. Some have one object after
 * another. */
static void read_json(struct head *head, struct nd_str text) {
    text = nd_html_script_text(text);
    if (text.len > ND_MAX_FRONT_MATTER - head->json_bytes) {
        head->is_cut = true;
        return;
    }
    head->json_bytes += text.len;
    while (text.len > 0 && (text.ptr[0] == '{' || text.ptr[0] == '[')) {
        size_t length;
        bool is_repaired;
        struct nd_value *read = nd_json_read(text, 1, head->arena, &length, &is_repaired), *map = read;
        if (read->type == ND_LIST) {
            map = nd_value_new(head->arena, ND_MAP);
            nd_value_put(map, ND_STR("@graph"), read);
        }
        if (read->count > 0)
            say(head, ND_STR("json-ld"), map);
        text = nd_str_trim(nd_str_skip(text, length));
    }
}

/* The Wayback Machine tells its own script what page it shows: __wm.wombat("http://...", "20091203110544",
 * ...). */
static void read_wayback(struct head *head, struct nd_str script) {
    size_t at = nd_str_find(script, ND_STR("__wm."));
    struct nd_str rest = nd_str_skip(script, at);

    if (at == SIZE_MAX)
        return;
    at = nd_str_find(rest, ND_STR("\"http"));
    while (at != SIZE_MAX) {
        struct nd_str address = nd_str_skip(rest, at + 1);
        address = nd_str_slice(address, 0, nd_str_find_char(address, '"'));
        if (nd_str_find(address, ND_STR("://web.archive.org/web")) == SIZE_MAX) {
            say(head, ND_STR("html:saved-from"), nd_value_string(head->arena, address));
            return;
        }
        rest = nd_str_skip(rest, at + 1);
        at = nd_str_find(rest, ND_STR("\"http"));
    }
}

/* Text that nobody is shown, if there is enough of it. */
static void keep_unseen(struct head *head, struct nd_str key, struct nd_str text) {
    if (text.len >= MIN_UNSEEN)
        say(head, key, nd_value_string(head->arena, text));
}

/* One inside another, or without an end, is not asked where it ends. */
static void read_noscript(struct head *head, const struct nd_tag *tag, struct nd_str rest) {
    size_t length;

    if (tag->name.ptr < head->unseen_until)
        return;
    length = nd_tag_content(rest, tag->id);
    head->unseen_until = rest.ptr + (length == SIZE_MAX ? rest.len : length);
    if (length != SIZE_MAX)
        keep_unseen(head, ND_STR("html:unseen"), nd_str_slice(rest, 0, length));
}

static void read_script(struct head *head, struct nd_str script) {
    read_wayback(head, script);
    if (!head->is_told_many)
        head->is_told_many = !nd_html_script_date(script, &head->told);
    if (nd_str_find_char(script, '{') < MAX_ASSIGNMENT)
        keep_unseen(head, ND_STR("html:state"), script);
}

/* The length of what follows a tag and is no markup. */
static size_t skip_raw(struct head *head, const struct nd_tag *tag, struct nd_str rest) {
    size_t length = nd_tag_content(rest, tag->id);

    if (length == SIZE_MAX)
        return rest.len;
    if (tag->id == GUMBO_TAG_NOFRAMES)
        keep_unseen(head, ND_STR("html:unseen"), nd_str_slice(rest, 0, length));
    if (tag->id != GUMBO_TAG_SCRIPT)
        return length;
    if (nd_str_eq_nocase(attribute(head, tag, ND_STR("type")), ND_STR("application/ld+json"))) {
        read_json(head, nd_str_slice(rest, 0, length));
        return length;
    }
    head->has_scripts = true;
    read_script(head, nd_str_slice(rest, 0, length));
    return length;
}

/* "2024-03-05T10:11" and what follows. */
static bool is_time(struct nd_str s) {
    enum { DAY = 10, MINUTES = 16 };

    return s.len >= MINUTES && s.ptr[4] == '-' && s.ptr[7] == '-' && s.ptr[13] == ':' &&
           (s.ptr[DAY] == 'T' || s.ptr[DAY] == ' ') && nd_char_is_digit(s.ptr[0]);
}

static void read_tag(struct head *head, const struct nd_tag *tag, struct nd_str rest) {
    switch (tag->id) {
    case GUMBO_TAG_META:
        read_meta(head, tag);
        break;
    case GUMBO_TAG_LINK:
        read_link(head, tag);
        break;
    case GUMBO_TAG_HTML:
        read_language(head, tag);
        read_address(head, tag);
        break;
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_MAIN:
        read_address(head, tag);
        break;
    case GUMBO_TAG_NOSCRIPT:
        read_noscript(head, tag, rest);
        break;
    case GUMBO_TAG_FRAME:
    case GUMBO_TAG_IFRAME:
        head->has_scripts = true;
        break;
    case GUMBO_TAG_TIME:
        read_time(head, tag, ND_STR("datetime"));
        break;
    case GUMBO_TAG_A:
        read_anchor(head, tag);
        read_tag_link(head, tag, rest);
        break;
    case GUMBO_TAG_ARTICLE:
        read_address(head, tag);
        head->articles++;
        break;
    case GUMBO_TAG_H1:
        if (head->title == NULL) {
            head->title = tag->name.ptr;
            head->title_article = head->articles;
        }
        head->titles++;
        break;
    case GUMBO_TAG_ABBR: /* "2 hours ago", the time in its title */
        if (is_time(nd_tag_attribute(tag, ND_STR("title"))))
            read_time(head, tag, ND_STR("title"));
        read_microdata(head, tag);
        break;
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_P:
        read_properties(head, tag);
        break;
    case GUMBO_TAG_UNKNOWN: /* elements of their own: <relative-time datetime="...">, <time-ago> */
        if (nd_str_find(tag->name, ND_STR("time")) != SIZE_MAX)
            read_time(head, tag, ND_STR("datetime"));
        break;
    default:
        break;
    }
}

/* What follows would not be kept. */
static bool is_full(const struct head *head) {
    return head->is_cut && head->said->count >= ND_MAX_HTML_HEAD;
}

const struct nd_value *nd_html_head(struct nd_str body, struct nd_arena *arena,
                                    struct nd_problems *problems) {
    struct head head = {.arena = arena, .said = nd_value_new(arena, ND_MAP)};
    struct nd_tag tag;
    size_t at, length;

    while (!is_full(&head) && (length = nd_tag_find(body, &tag, &at)) > 0) {
        if (tag.is_comment)
            read_comment(&head, nd_str_slice(body, at, at + length));
        body = nd_str_skip(body, at + length);
        if (tag.is_end || tag.is_comment)
            continue;
        read_tag(&head, &tag, body);
        if ((nd_tag_traits(tag.id) & ND_TAG_RAW) != 0)
            body = nd_str_skip(body, skip_raw(&head, &tag, body));
    }
    say_time(&head);
    if (head.tags != NULL && !head.are_tags_many)
        say(&head, ND_STR("html:tags"), head.tags);
    if (head.entity.ptr != NULL && !head.are_entities_many)
        say(&head, ND_STR("html:entity"), nd_value_string(arena, head.entity));
    if (head.has_scripts)
        say(&head, ND_STR("html:scripts"), nd_value_string(arena, ND_STR("")));
    if (head.is_cut)
        nd_problems_add(
            problems, ND_P_HTML_LIMIT, 0, 0,
            "the page says too much of itself: only its first %d pieces and %d MiB of JSON were read",
            ND_MAX_HTML_HEAD, ND_MAX_FRONT_MATTER >> 20);
    nd_buf_free(&head.decoded);
    return head.said->count == 0 ? NULL : head.said;
}
