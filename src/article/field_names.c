#include "article/fields.h"

#include "newsdex/field_words.h"

#include <pthread.h>

/* The names fields go by, the more specific first. A key may serve several fields; the first that takes it
 * wins. */
static const struct nd_field_rule rules[] = {
    {ND_STR_INIT("title"), "title", nd_field_title, false},
    {ND_STR_INIT("headline"), "title", nd_field_title, false},
    {ND_STR_INIT("contenttitle"), "title", nd_field_title, false},
    {ND_STR_INIT("articletitle"), "title", nd_field_title, false},
    {ND_STR_INIT("webtitle"), "title", nd_field_title, false},
    {ND_STR_INIT("newstitle"), "title", nd_field_title, false},
    {ND_STR_INIT("posttitle"), "title", nd_field_title, false},
    {ND_STR_INIT("headlines"), "title", nd_field_title, false},
    {ND_STR_INIT("booktitle"), "title", nd_field_title, false},
    {ND_STR_INIT("subject"), "title", nd_field_title, false},
    {ND_STR_INIT("ogtitle"), "title", nd_field_title, false},
    {ND_STR_INIT("fulltitle"), "title", nd_field_title, false},
    {ND_STR_INIT("resolvedtitle"), "title", nd_field_title, false},
    {ND_STR_INIT("giventitle"), "title", nd_field_title, false},
    {ND_STR_INIT("claimreviewed"), "title", nd_field_title, false},
    {ND_STR_INIT("episodename"), "title", nd_field_title, false},
    {ND_STR_INIT("name"), "title", nd_field_title, false},
    {ND_STR_INIT("excerpt"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("description"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("summary"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("ogdescription"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("abstract"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("abstracttext"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("abstractinvertedindex"), "excerpt", nd_field_inverted, false},
    {ND_STR_INIT("shortdescription"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("metadescription"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("dek"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("standfirst"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("lead"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("preamble"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("teaser"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("introtext"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("subtitle"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("websubtitle"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("excerptencoded"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("customexcerpt"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("highlights"), "excerpt", nd_field_highlights, false},
    {ND_STR_INIT("abstractnote"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("episodedescription"), "excerpt", nd_field_excerpt, false},
    {ND_STR_INIT("text/plain"), "body", nd_field_plain_body, false},
    {ND_STR_INIT("text/markdown"), "body", nd_field_markdown_body, false},
    {ND_STR_INIT("text/html"), "body", nd_field_body, false},
    {ND_STR_INIT("contentencoded"), "body", nd_field_body, false},
    {ND_STR_INIT("contenthtml"), "body", nd_field_body, false},
    {ND_STR_INIT("bodyhtml"), "body", nd_field_body, false},
    {ND_STR_INIT("bodyxhtml"), "body", nd_field_body, false},
    {ND_STR_INIT("bodytext"), "body", nd_field_body, false},
    {ND_STR_INIT("textcontent"), "body", nd_field_body, false},
    {ND_STR_INIT("content"), "body", nd_field_body, false},
    {ND_STR_INIT("maintext"), "body", nd_field_body, false},
    {ND_STR_INIT("articlebody"), "body", nd_field_body, false},
    {ND_STR_INIT("fulltext"), "body", nd_field_body, false},
    {ND_STR_INIT("body"), "body", nd_field_body, false},
    {ND_STR_INIT("contents"), "body", nd_field_body, false},
    {ND_STR_INIT("text"), "body", nd_field_body, false},
    {ND_STR_INIT("contenttext"), "body", nd_field_body, false},
    {ND_STR_INIT("rawtext"), "body", nd_field_body, false},
    {ND_STR_INIT("plaintext"), "body", nd_field_body, false},
    {ND_STR_INIT("plaincontent"), "body", nd_field_body, false},
    {ND_STR_INIT("article"), "body", nd_field_body, false},
    {ND_STR_INIT("highlight"), "body", nd_field_body, false},
    {ND_STR_INIT("html"), "body", nd_field_body, false},
    {ND_STR_INIT("lexical"), "body", nd_field_body, false},
    {ND_STR_INIT("datetimepub"), "published_at", nd_field_date_quietly, false},
    {ND_STR_INIT("publisheddatetime"), "published_at", nd_field_date, false},
    {ND_STR_INIT("datepublished"), "published_at", nd_field_date, false},
    {ND_STR_INIT("uploaddate"), "published_at", nd_field_date_quietly, false},
    {ND_STR_INIT("publishedat"), "published_at", nd_field_date, false},
    {ND_STR_INIT("publishedon"), "published_at", nd_field_date, false},
    {ND_STR_INIT("publishedtime"), "published_at", nd_field_date, false},
    {ND_STR_INIT("publishdate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("wppostdategmt"), "published_at", nd_field_date, false},
    {ND_STR_INIT("postdategmt"), "published_at", nd_field_date_quietly, false},
    {ND_STR_INIT("pubdate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("datepublish"), "published_at", nd_field_date, false},
    {ND_STR_INIT("publisheddate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("publishtime"), "published_at", nd_field_date, false},
    {ND_STR_INIT("publicationtime"), "published_at", nd_field_date, false},
    {ND_STR_INIT("pubtime"), "published_at", nd_field_date, false},
    {ND_STR_INIT("ts"), "published_at", nd_field_date_quietly, false},
    {ND_STR_INIT("pub"), "published_at", nd_field_date_quietly, false},
    {ND_STR_INIT("publicationdate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("firstpublicationdate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("webpublicationdate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("articledate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("postdate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("wppostdate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("datepublishedgmt"), "published_at", nd_field_date_quietly, false},
    {ND_STR_INIT("published"), "published_at", nd_field_date_or_flag, false},
    {ND_STR_INIT("publishup"), "published_at", nd_field_date_quietly, false},
    {ND_STR_INIT("issued"), "published_at", nd_field_date_quietly, false},
    {ND_STR_INIT("announced"), "published_at", nd_field_date_quietly, false},
    {ND_STR_INIT("dcdate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("dateissued"), "published_at", nd_field_date, false},
    {ND_STR_INIT("dctermsissued"), "published_at", nd_field_date, false},
    {ND_STR_INIT("prismpublicationdate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("dategmt"), "published_at", nd_field_date_quietly, false},
    {ND_STR_INIT("date"), "published_at", nd_field_date, false},
    {ND_STR_INIT("datetime"), "published_at", nd_field_date, false},
    {ND_STR_INIT("revdate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("pagedate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("pagerevdate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("jbakedate"), "published_at", nd_field_date, false},
    {ND_STR_INIT("datum"), "published_at", nd_field_date_quietly, false},
    {ND_STR_INIT("created"), "published_at", nd_field_created, false},
    {ND_STR_INIT("createdat"), "published_at", nd_field_created, false},
    {ND_STR_INIT("datecreated"), "published_at", nd_field_created, false},
    {ND_STR_INIT("usercreatedtime"), "published_at", nd_field_created, false},
    {ND_STR_INIT("createdtime"), "published_at", nd_field_created, false},
    {ND_STR_INIT("creationdate"), "published_at", nd_field_created, false},
    {ND_STR_INIT("dctermscreated"), "published_at", nd_field_created, false},
    {ND_STR_INIT("published"), "is_published", nd_field_published, false},
    {ND_STR_INIT("ispublished"), "is_published", nd_field_published, false},
    {ND_STR_INIT("draft"), "is_published", nd_field_draft, false},
    {ND_STR_INIT("status"), "is_published", nd_field_status, false},
    {ND_STR_INIT("wpstatus"), "is_published", nd_field_status, false},
    {ND_STR_INIT("jbakestatus"), "is_published", nd_field_status, false},
    {ND_STR_INIT("bloggerstatus"), "is_published", nd_field_status, false},
    {ND_STR_INIT("originalurl"), "original_url", nd_field_original_url, false},
    {ND_STR_INIT("feedburneroriglink"), "original_url", nd_field_original_url, false},
    {ND_STR_INIT("weburl"), "url", nd_field_url, false},
    {ND_STR_INIT("articleurl"), "url", nd_field_url, false},
    {ND_STR_INIT("newsurl"), "url", nd_field_url, false},
    {ND_STR_INIT("originallink"), "url", nd_field_url, false},
    {ND_STR_INIT("canonicalurl"), "url", nd_field_url, false},
    {ND_STR_INIT("canonicallink"), "url", nd_field_url, false},
    {ND_STR_INIT("canonical"), "url", nd_field_url, false},
    {ND_STR_INIT("htmlurl"), "url", nd_field_url, false},
    {ND_STR_INIT("webpageurl"), "url", nd_field_url, false},
    {ND_STR_INIT("url"), "url", nd_field_url, false},
    {ND_STR_INIT("ogurl"), "url", nd_field_url, false},
    {ND_STR_INIT("link"), "url", nd_field_url, false},
    {ND_STR_INIT("mainentityofpage"), "url", nd_field_url_quietly, false},
    {ND_STR_INIT("externalurl"), "url", nd_field_url, false},
    {ND_STR_INIT("sourceurl"), "url", nd_field_url, false},
    {ND_STR_INIT("permalink"), "url", nd_field_url, false},
    {ND_STR_INIT("warctargeturi"), "url", nd_field_url, false},
    {ND_STR_INIT("resolvedurl"), "url", nd_field_url, false},
    {ND_STR_INIT("titleurl"), "url", nd_field_url, false},
    {ND_STR_INIT("expandedurl"), "url", nd_field_url, false},
    {ND_STR_INIT("href"), "url", nd_field_url, false},
    {ND_STR_INIT("original"), "url", nd_field_page_url, false},
    {ND_STR_INIT("source"), "url", nd_field_page_url, false},
    {ND_STR_INIT("sourcelink"), "url", nd_field_page_url, false},
    {ND_STR_INIT("uri"), "original_url", nd_field_uri, false},
    {ND_STR_INIT("lang"), "language", nd_field_language, false},
    {ND_STR_INIT("language"), "language", nd_field_language, false},
    {ND_STR_INIT("locale"), "language", nd_field_language, false},
    {ND_STR_INIT("dclanguage"), "language", nd_field_language, false},
    {ND_STR_INIT("sitelanguage"), "language", nd_field_site_language, false},
    {ND_STR_INIT("metalang"), "language", nd_field_language, false},
    {ND_STR_INIT("provider"), "provider", nd_field_provider, false},
    {ND_STR_INIT("publisher"), "provider", nd_field_provider, false},
    {ND_STR_INIT("dcpublisher"), "provider", nd_field_provider, false},
    {ND_STR_INIT("source"), "provider", nd_field_provider, false},
    {ND_STR_INIT("medio"), "provider", nd_field_provider, false},
    {ND_STR_INIT("sitename"), "provider", nd_field_provider, false},
    {ND_STR_INIT("metasitename"), "provider", nd_field_provider, false},
    {ND_STR_INIT("uploader"), "provider", nd_field_provider, false},
    {ND_STR_INIT("channel"), "provider", nd_field_channel, false},
    {ND_STR_INIT("sourcehostname"), "provider", nd_field_provider, false},
    {ND_STR_INIT("hostname"), "provider", nd_field_host, true},
    {ND_STR_INIT("sourcedomain"), "provider", nd_field_host, true},
    {ND_STR_INIT("domain"), "provider", nd_field_host, true},
    {ND_STR_INIT("author"), "authors", nd_field_authors, true},
    {ND_STR_INIT("authors"), "authors", nd_field_authors, true},
    {ND_STR_INIT("authorships"), "authors", nd_field_authors, true},
    {ND_STR_INIT("authorlist"), "authors", nd_field_authors, true},
    {ND_STR_INIT("byline"), "authors", nd_field_byline, true},
    {ND_STR_INIT("extra"), "authors", nd_field_extra, true},
    {ND_STR_INIT("dccreator"), "authors", nd_field_authors, true},
    {ND_STR_INIT("atomauthor"), "authors", nd_field_authors, true},
    {ND_STR_INIT("categoryauthor"), "authors", nd_field_authors, true},
    {ND_STR_INIT("creator"), "authors", nd_field_authors, true},
    {ND_STR_INIT("writer"), "authors", nd_field_authors, true},
    {ND_STR_INIT("publishedby"), "authors", nd_field_authors, true},
    {ND_STR_INIT("bookauthor"), "authors", nd_field_authors, true},
    {ND_STR_INIT("writtenby"), "authors", nd_field_authors, true},
    {ND_STR_INIT("speakers"), "authors", nd_field_authors, true},
    {ND_STR_INIT("speaker"), "authors", nd_field_authors, true},
    {ND_STR_INIT("category"), "category", nd_field_category, false},
    {ND_STR_INIT("section"), "category", nd_field_category, false},
    {ND_STR_INIT("folder"), "category", nd_field_category, false},
    {ND_STR_INIT("prismsection"), "category", nd_field_category, false},
    {ND_STR_INIT("slashsection"), "category", nd_field_category, false},
    {ND_STR_INIT("category"), "topics", nd_field_topics, true},
    {ND_STR_INIT("type"), "type", nd_field_type, false},
    {ND_STR_INIT("wpposttype"), "type", nd_field_type, false},
    {ND_STR_INIT("bloggertype"), "type", nd_field_type, false},
    {ND_STR_INIT("jbaketype"), "type", nd_field_type, false},
    {ND_STR_INIT("quality"), "quality", nd_field_quality, false},
    {ND_STR_INIT("heat"), "heat", nd_field_heat, false},
    {ND_STR_INIT("topics"), "topics", nd_field_topics, true},
    {ND_STR_INIT("topic"), "topics", nd_field_topics, true},
    {ND_STR_INIT("tags"), "topics", nd_field_topics, true},
    {ND_STR_INIT("filetags"), "topics", nd_field_topics, true},
    {ND_STR_INIT("pagetags"), "topics", nd_field_topics, true},
    {ND_STR_INIT("jbaketags"), "topics", nd_field_topics, true},
    {ND_STR_INIT("tag"), "topics", nd_field_topics, true},
    {ND_STR_INIT("bookmarktags"), "topics", nd_field_words, true},
    {ND_STR_INIT("categories"), "topics", nd_field_topics, true},
    {ND_STR_INIT("dcsubject"), "topics", nd_field_topics, true},
    {ND_STR_INIT("atomcategory"), "topics", nd_field_topics, true},
    {ND_STR_INIT("subcategory"), "topics", nd_field_topics, true},
    {ND_STR_INIT("subsection"), "topics", nd_field_topics, true},
    {ND_STR_INIT("subject"), "topics", nd_field_topics, true},
    {ND_STR_INIT("taxonomies"), "topics", nd_field_taxonomies, true},
    {ND_STR_INIT("taxonomy"), "topics", nd_field_taxonomies, true},
    {ND_STR_INIT("contenttags"), "topics", nd_field_topics, true},
    {ND_STR_INIT("sections"), "body", nd_field_body_in_sections, false},
    {ND_STR_INIT("sections"), "topics", nd_field_topics, true},
    {ND_STR_INIT("labels"), "topics", nd_field_topics, true},
    {ND_STR_INIT("documenttags"), "topics", nd_field_topics, true},
    {ND_STR_INIT("keywords"), "keywords", nd_field_keywords, true},
    {ND_STR_INIT("newskeywords"), "keywords", nd_field_keywords, true},
    {ND_STR_INIT("metakeywords"), "keywords", nd_field_keywords, true},
    {ND_STR_INIT("keyword"), "keywords", nd_field_keywords, true},
    {ND_STR_INIT("ituneskeywords"), "keywords", nd_field_keywords, true},
    {ND_STR_INIT("mediakeywords"), "keywords", nd_field_keywords, true},
    /* press databases: what their readers call so, elsewhere the words may mean anything */
    {ND_STR_INIT("presssubjects"), "topics", nd_field_topics, true},
    {ND_STR_INIT("pressplaces"), "keywords", nd_field_keywords, true},
    {ND_STR_INIT("presspeople"), "keywords", nd_field_keywords, true},
    {ND_STR_INIT("presscompanies"), "keywords", nd_field_keywords, true},
    {ND_STR_INIT("pressorganisations"), "keywords", nd_field_keywords, true},
    {ND_STR_INIT("pressindustries"), "keywords", nd_field_keywords, true},
    {ND_STR_INIT("themes"), "themes", nd_field_themes, true},
    {ND_STR_INIT("images"), "images", nd_field_images, true},
    {ND_STR_INIT("image"), "images", nd_field_images, true},
    {ND_STR_INIT("cover"), "images", nd_field_images, true},
    {ND_STR_INIT("coverimage"), "images", nd_field_images, true},
    {ND_STR_INIT("featuredimage"), "images", nd_field_images, true},
    {ND_STR_INIT("featureimage"), "images", nd_field_images, true},
    {ND_STR_INIT("heroimage"), "images", nd_field_images, true},
    {ND_STR_INIT("headerimage"), "images", nd_field_images, true},
    {ND_STR_INIT("previewimage"), "images", nd_field_images, true},
    {ND_STR_INIT("socialimage"), "images", nd_field_images, true},
    {ND_STR_INIT("ogimage"), "images", nd_field_images, true},
    {ND_STR_INIT("thumbnail"), "images", nd_field_images, true},
    {ND_STR_INIT("mediathumbnail"), "images", nd_field_images, true},
    {ND_STR_INIT("itunesimage"), "images", nd_field_images, true},
    {ND_STR_INIT("mediacontent"), "images", nd_field_enclosures, true},
    {ND_STR_INIT("enclosure"), "images", nd_field_enclosures, true},
    {ND_STR_INIT("thumbnailimage"), "images", nd_field_images, true},
    {ND_STR_INIT("thumbnailurl"), "images", nd_field_images, true},
    {ND_STR_INIT("imageurl"), "images", nd_field_images, true},
    {ND_STR_INIT("topimage"), "images", nd_field_images, true},
    {ND_STR_INIT("leadimageurl"), "images", nd_field_images, true},
    {ND_STR_INIT("picture"), "images", nd_field_pictures, true},
    {ND_STR_INIT("related"), "related", NULL, true},
    {ND_STR_INIT("relatedposts"), "related", NULL, true},
    {ND_STR_INIT("relatedarticles"), "related", NULL, true},
    {ND_STR_INIT("seealso"), "related", NULL, true},
};

enum { RULES = sizeof rules / sizeof *rules, SLOTS = 256 };
_Static_assert((int)RULES <= (int)ND_FIELD_RULES, "rules have more numbers than their readers think");

/*
 * The rules by their keys: in chains of a hash table, the more specific first. Numbers are those of rules,
 * RULES ends a chain.
 */
static struct { uint16_t first[SLOTS], next[RULES]; } by_key;
static pthread_once_t by_key_once = PTHREAD_ONCE_INIT;

/* Of a key that is not empty. */
static size_t slot_of(struct nd_str key) {
    unsigned first = (unsigned char)key.ptr[0], last = (unsigned char)key.ptr[key.len - 1];

    return (first + 5 * last + 11 * key.len) % SLOTS;
}

static void fill_by_key(void) {
    for (size_t i = 0; i < SLOTS; i++)
        by_key.first[i] = RULES;
    for (size_t i = RULES; i-- > 0;) {
        size_t slot = slot_of(rules[i].key);
        by_key.next[i] = by_key.first[slot];
        by_key.first[slot] = (uint16_t)i;
    }
}

static size_t next_of_key(size_t rule, struct nd_str folded) {
    while (rule < RULES && !nd_str_eq(rules[rule].key, folded))
        rule = by_key.next[rule];
    return rule < RULES ? rule : ND_FIELD_RULES;
}

const struct nd_field_rule *nd_field_rule(size_t number) {
    return &rules[number];
}

static size_t first_of(struct nd_str folded) {
    return folded.len == 0 ? ND_FIELD_RULES : next_of_key(by_key.first[slot_of(folded)], folded);
}

/* "newsTitle", "story_date": what the rest says of an article; a name and a number it has only of itself. */
static struct nd_str without_kind(struct nd_str folded) {
    static const struct nd_str kinds[] = {ND_STR_INIT("news"), ND_STR_INIT("article"),  ND_STR_INIT("story"),
                                          ND_STR_INIT("post"), ND_STR_INIT("headline"), ND_STR_INIT("field")};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct nd_str rest = nd_str_skip(folded, kinds[i].len);
        if (nd_str_starts(folded, kinds[i]) && !nd_str_eq(rest, ND_STR("name")))
            return rest;
    }
    return ND_STR_NONE;
}

static size_t first_of_name(struct nd_str name) {
    char out[ND_FIELD_NAME];
    struct nd_str folded = nd_field_word_fold(name, out);
    size_t rule = first_of(folded);

    if (rule == ND_FIELD_RULES)
        rule = first_of(nd_field_word(folded));
    if (rule == ND_FIELD_RULES)
        rule = first_of(without_kind(folded));
    return rule;
}

/* "source.name", "thread.site", "fields.body": what a table has of a map. */
static size_t first_of_path(struct nd_str key) {
    size_t dot = nd_str_rfind_char(key, '.');
    struct nd_str inner = nd_str_skip(key, dot == SIZE_MAX ? key.len : dot + 1);

    if (dot == SIZE_MAX || dot == 0 || inner.len == 0)
        return ND_FIELD_RULES;
    if (nd_str_eq_nocase(inner, ND_STR("name")) || nd_str_eq_nocase(inner, ND_STR("label")))
        return first_of_name(nd_str_slice(key, 0, dot));
    return first_of_name(inner);
}

size_t nd_field_first_rule(struct nd_str key) {
    size_t rule;

    (void)pthread_once(&by_key_once, fill_by_key);
    rule = first_of_name(key);
    return rule < ND_FIELD_RULES ? rule : first_of_path(key);
}

size_t nd_field_next_rule(size_t rule) {
    return next_of_key(by_key.next[rule], rules[rule].key);
}

bool nd_field_has_use(struct nd_str key, nd_field_use *use) {
    for (size_t i = nd_field_first_rule(key); i < ND_FIELD_RULES; i = nd_field_next_rule(i))
        if (rules[i].use == use)
            return true;
    return false;
}

bool nd_field_is_related(struct nd_str key) {
    return nd_field_has_use(key, NULL);
}
