/*
 * Formats of many articles, or of one in a notation of its own, that no reader is there for yet, or in which
 * it finds nothing, as in an empty feed: recognised, so that nobody takes them for one text without being
 * told.
 */
#include "container/csv.h"
#include "container/format.h"
#include "container/json_find.h"

#include "newsdex/json.h"

#include <string.h>

/* Passes over declarations, comments and what stands before the first element. */
static struct nd_str at_first_element(struct nd_str text) {
    for (;;) {
        size_t end;
        text = nd_str_trim(text);
        if (nd_str_starts(text, ND_STR("\xef\xbb\xbf")))
            text = nd_str_skip(text, 3);
        else if (nd_str_starts(text, ND_STR("<!--")) && (end = nd_str_find(text, ND_STR("-->"))) != SIZE_MAX)
            text = nd_str_skip(text, end + 3);
        else if ((nd_str_starts(text, ND_STR("<?")) || nd_str_starts(text, ND_STR("<!"))) &&
                 (end = nd_str_find_char(text, '>')) != SIZE_MAX)
            text = nd_str_skip(text, end + 1);
        else
            return nd_str_starts(text, ND_STR("<")) ? text : ND_STR_NONE;
    }
}

static struct nd_str element_name(struct nd_str text) {
    size_t end = 1;

    while (end < text.len && !nd_char_is_blank(text.ptr[end]) && text.ptr[end] != '>' && text.ptr[end] != '/')
        end++;
    return nd_str_slice(text, 1, end);
}

static size_t count_of(struct nd_str text, const char *sign) {
    struct nd_str needle = nd_str_from(sign);
    size_t count = 0, at;

    while (needle.len > 0 && (at = nd_str_find(text, needle)) != SIZE_MAX) {
        text = nd_str_skip(text, at + needle.len);
        count += text.len == 0 || text.ptr[0] == '>' || nd_char_is_blank(text.ptr[0]) || needle.ptr[0] != '<';
    }
    return count;
}

/* Kinds of XML by their first element; a second sign must stand in the beginning where one is given. */
static const struct {
    const char *root, *sign, *record, *what;
} roots[] = {
    {"rss", "wordpress.org/export", "<item", "a WordPress export"},
    {"rss", NULL, "<item", "an RSS feed"},
    {"rdf:RDF", "purl.org/rss/1.0", "<item", "an RSS feed"},
    {"feed", "http://www.w3.org/2005/Atom", "<entry", "an Atom feed"},
    {"XMLNewsQueuedResponse", NULL, "<XMLNewsQueued", "a news agency's file"},
    {"nitf", NULL, NULL, "an article in NITF"},
    {"NewsML", NULL, "<NewsItem", "a news agency's file"},
    {"newsMessage", NULL, "<newsItem", "a news agency's file"},
    {"newsItem", NULL, "<newsItem", "a news agency's file"},
    {"newsitem", NULL, "<newsitem", "a news agency's file"},
    {"REUTERS", NULL, "<REUTERS", "a collection of Reuters' articles"},
    {"ppsarticle", NULL, "<ppsarticle", "an export of Factiva"},
    {"ppsarticleResultSet", NULL, "<ppsarticle", "an export of Factiva"},
    {"TEI", NULL, NULL, "a text in TEI"},
    {"teiCorpus", NULL, "<TEI", "texts in TEI"},
    {"opml", NULL, NULL, "a list of feeds"},
    {"urlset", NULL, "<url", "a site's list of its pages, without their titles"},
    {"sitemapindex", NULL, "<sitemap", "a list of a site's lists of its pages"},
};

static const char *recognise_xml(struct nd_str bytes, struct nd_str head, size_t *count) {
    struct nd_str text = at_first_element(head), name, prefix;

    if (text.ptr == NULL)
        return NULL;
    name = element_name(text);
    prefix = nd_str_skip(name, nd_str_find_char(name, ':') == SIZE_MAX ? 0 : nd_str_find_char(name, ':') + 1);
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        struct nd_str root = nd_str_from(roots[i].root);
        if ((!nd_str_eq(root, name) && !nd_str_eq(root, prefix)) ||
            (roots[i].sign != NULL && nd_str_find(head, nd_str_from(roots[i].sign)) == SIZE_MAX))
            continue;
        *count = roots[i].record == NULL ? 0 : count_of(bytes, roots[i].record);
        return roots[i].what;
    }
    return NULL;
}

/* Kinds of text by how they begin; or, with near, by what stands somewhere in the first bytes. */
static const struct {
    const char *begin, *near, *record, *what;
} beginnings[] = {
    {"\x01", NULL, NULL, "an IPTC 7901 message of a news agency"},
    {"WARC/", "WARC-Type:", "WARC-Type:", "an archive of pages (WARC)"},
    {"filedesc://", NULL, NULL, "an archive of pages (ARC)"},
    {NULL, "<DOCNO>", "<DOC", "a TREC collection"},
    {".TH ", NULL, NULL, "a page of a manual (roff), with its commands"},
    {".Dd ", NULL, NULL, "a page of a manual (mdoc), with its commands"},
    {".\\\"", "\n.TH ", NULL, "a page of a manual (roff), with its commands"},
    {".\\\"", "\n.Dd ", NULL, "a page of a manual (mdoc), with its commands"},
    {".TL", "\n.AU", NULL, "a text for troff, with its commands"},
    {"#set ", "\n= ", NULL, "a text in Typst, with its commands"},
    {"#import ", "\n= ", NULL, "a text in Typst, with its commands"},
    {"[b]", "[/b]", NULL, "a text in BBCode, with its tags"},
    {"[size=", "[/size]", NULL, "a text in BBCode, with its tags"},
    {"[center]", "[/center]", NULL, "a text in BBCode, with its tags"},
};

/* "T1<tab>Person 0 5<tab>Maria", "R1<tab>…": annotations of brat, by places in the text beside them. */
static const char *recognise_annotations(struct nd_str head) {
    struct nd_str line, rest = head;
    bool has_place = false;

    while (nd_str_next_line(&rest, &line)) {
        size_t at = 1;
        bool is_sign = line.len > 1 && nd_str_find_char(ND_STR("TREAMN#*"), line.ptr[0]) != SIZE_MAX;
        while (at < line.len && nd_char_is_digit(line.ptr[at]))
            at++;
        if (rest.len == 0 && head.len == ND_CONTAINER_HEAD && has_place)
            break; /* cut off here */
        if (!is_sign || at == line.len || line.ptr[at] != '\t' || (at == 1 && line.ptr[0] != '*'))
            return NULL;
        if (line.ptr[0] == 'T') {
            size_t digit = nd_str_find_char(line, ' ');
            has_place = digit != SIZE_MAX && digit + 1 < line.len && nd_char_is_digit(line.ptr[digit + 1]);
            if (!has_place)
                return NULL;
        }
    }
    return has_place ? "annotations of another text (brat), by places in it" : NULL;
}

/* The source of a feed as browsers show it: all of a page, in <pre>. */
static const char *recognise_shown(struct nd_str bytes, struct nd_str head, size_t *count) {
    size_t at = nd_str_starts(nd_str_trim(head), ND_STR("<")) ? nd_json_wrapping(head) : 0;
    struct nd_str shown = nd_str_trim(nd_str_skip(head, at));

    if (at == 0 || !nd_str_starts(shown, ND_STR("&lt;")) ||
        (nd_str_find(shown, ND_STR("&lt;rss")) == SIZE_MAX &&
         nd_str_find(shown, ND_STR("&lt;feed")) == SIZE_MAX))
        return NULL;
    *count = count_of(bytes, "&lt;item") + count_of(bytes, "&lt;entry");
    return "a feed in the page that a browser shows its source in; save the feed itself";
}

static const char *recognise_text(struct nd_str bytes, struct nd_str head, size_t *count) {
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (beginnings[i].what == NULL ||
            (beginnings[i].begin != NULL && !nd_str_starts(head, nd_str_from(beginnings[i].begin))) ||
            (beginnings[i].near != NULL && nd_str_find(head, nd_str_from(beginnings[i].near)) == SIZE_MAX))
            continue;
        *count = beginnings[i].record == NULL ? 0 : count_of(bytes, beginnings[i].record);
        return beginnings[i].what;
    }
    return NULL;
}

const char *nd_container_guess(struct nd_str text) {
    struct nd_str element = at_first_element(text), rest = nd_str_trim(text), name;

    if (nd_str_starts(rest, ND_STR("{")) || nd_str_starts(rest, ND_STR("["))) {
        struct nd_str inner = nd_str_trim(nd_str_skip(rest, 1));
        return nd_str_starts(inner, ND_STR("\"")) || nd_str_starts(inner, ND_STR("{")) ||
                       nd_str_starts(inner, ND_STR("[\""))
                   ? "JSON that holds no article, or breaks off"
                   : NULL;
    }
    if (element.ptr == NULL && !nd_str_starts(rest, ND_STR("<?xml")))
        return nd_csv_rows(text) > 0 ? "a table without a column that is known for a title or a text" : NULL;
    name = element.ptr == NULL ? ND_STR("") : element_name(element);
    return nd_str_eq_nocase(name, ND_STR("html")) ? NULL : "XML of no kind that is known, or that breaks off";
}

static bool begins_object(struct nd_str text) {
    struct nd_str inner = nd_str_trim(nd_str_skip(text, 1));

    return nd_str_starts(text, ND_STR("{")) && (inner.len == 0 || inner.ptr[0] == '"' || inner.ptr[0] == '}');
}

/* Values of JSON one behind the other, of which a reader would have made articles if it had known them as
 * such. The last may break off. */
static const char *recognise_json(struct nd_str bytes, size_t *count) {
    size_t at = nd_json_blanks(bytes);

    while (at < bytes.len && begins_object(nd_str_slice(bytes, at, at + ND_CONTAINER_HEAD))) {
        size_t length = nd_json_skip(nd_str_skip(bytes, at));
        at = length == SIZE_MAX ? bytes.len : nd_json_pass(bytes, at + length);
        ++*count;
    }
    if (*count > 1 && at == bytes.len)
        return "JSON Lines whose members have no name known for a title or a text";
    *count = 0;
    return nd_json_is_mostly_list(bytes, count)
               ? "JSON with a list whose members have no name known for a title or a text"
               : NULL;
}

const char *nd_container_recognise(struct nd_str bytes, size_t *count) {
    struct nd_str head = nd_str_slice(bytes, 0, ND_CONTAINER_HEAD);
    const char *what;

    *count = 0;
    what = recognise_xml(bytes, head, count);
    if (what == NULL)
        what = recognise_text(bytes, head, count);
    if (what == NULL && nd_str_starts(head, ND_STR("T")))
        what = recognise_annotations(head);
    if (what == NULL)
        what = recognise_shown(bytes, head, count);
    return what != NULL ? what : recognise_json(bytes, count);
}
