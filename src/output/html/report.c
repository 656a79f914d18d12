#include "newsdex/report.h"

#include "newsdex/json.h"
#include "output/report_style.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MOST_KEYWORDS = 16 };

/* <TAG>text</TAG>, or <TAG CLASS> when tag has one; nothing when the text is absent. */
static void add_element(struct nd_buf *out, const char *tag, struct nd_str text) {
    if (text.ptr == NULL)
        return;
    nd_buf_addf(out, "<%s>", tag);
    nd_escape_add(out, text);
    nd_buf_addf(out, "</%.*s>", (int)strcspn(tag, " "), tag);
}

static void add_term(struct nd_buf *out, const char *name, struct nd_str value, bool is_code) {
    if (value.ptr == NULL)
        return;
    nd_buf_addf(out, "<dt>%s</dt><dd>%s", name, is_code ? "<code>" : "");
    nd_escape_add(out, value);
    nd_buf_addf(out, "%s</dd>\n", is_code ? "</code>" : "");
}

/* 1234567 as 1,234,567. */
static void add_number(struct nd_buf *out, int64_t number) {
    char digits[24];
    size_t length;

    nd_buf_addf(out, number < 0 ? "-" : "");
    length = (size_t)snprintf(digits, sizeof digits, "%" PRId64, number < 0 ? -number : number);
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            nd_buf_add_char(out, ',');
        nd_buf_add_char(out, digits[i]);
    }
}

static void add_articles(struct nd_buf *out, int64_t count) {
    add_number(out, count);
    nd_buf_add_z(out, count == 1 ? " article" : " articles");
}

void nd_report_begin(struct nd_buf *out, const struct nd_report_head *head) {
    nd_buf_add_z(
        out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
             "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n"
             "<meta name=\"generator\" content=\"newsdex " ND_VERSION "\">\n");
    add_element(out, "title", head->title);
    nd_buf_addf(out, "\n<style>\n%s</style>\n</head>\n<body>\n<header>\n", nd_report_style);
    add_element(out, "h1", head->title);
    nd_buf_add_z(out, "\n<p class=\"lead\">");
    add_articles(out, head->matches);
    nd_buf_add_z(out, " of ");
    add_number(out, head->articles);
    if (head->first.ptr != NULL) {
        nd_buf_add_z(out, ", ");
        nd_escape_add(out, head->first);
        nd_buf_add_z(out, nd_str_eq(head->first, head->last) ? "" : " to ");
        if (!nd_str_eq(head->first, head->last))
            nd_escape_add(out, head->last);
    }
    nd_buf_add_z(out, "</p>\n</header>\n<main>\n");
}

void nd_report_timeline(struct nd_buf *out, const struct nd_report_counts *counts) {
    if (counts->count == 0)
        return;
    nd_buf_add_z(out, "<section>\n");
    add_element(out, "h2", nd_str_from(counts->title));
    nd_buf_add_z(out, "\n<figure>\n<div class=\"axis\" aria-hidden=\"true\"><span>");
    add_number(out, nd_svg_top(counts));
    nd_buf_add_z(out, "</span></div>\n");
    nd_svg_bars(out, counts);
    nd_buf_add_z(out, "<div class=\"axis\" aria-hidden=\"true\">");
    add_element(out, "span", counts->list[0].value);
    if (counts->count > 4)
        add_element(out, "span", counts->list[counts->count / 2].value);
    if (counts->count > 1)
        add_element(out, "span", counts->list[counts->count - 1].value);
    nd_buf_add_z(out, "</div>\n</figure>\n");
    if (counts->others > 0) {
        nd_buf_add_z(out, "<p class=\"small\">");
        add_articles(out, counts->others);
        nd_buf_add_z(out, " without a date, or with less of one, not shown.</p>\n");
    }
    nd_buf_add_z(out, "</section>\n");
}

static void add_facet(struct nd_buf *out, const struct nd_report_counts *facet) {
    int64_t most = 1;

    for (size_t i = 0; i < facet->count; i++)
        most = facet->list[i].count > most ? facet->list[i].count : most;
    nd_buf_addf(out, "<section>\n<h3>%s</h3>\n<table aria-label=\"%s\">\n<tbody>\n", facet->title,
                facet->title);
    for (size_t i = 0; i < facet->count; i++) {
        struct nd_str value = facet->list[i].value;
        nd_buf_add_z(out, "<tr>");
        add_element(out, "td dir=\"auto\"", value.ptr == NULL ? ND_STR("(none)") : value);
        nd_buf_addf(
            out,
            "<td class=\"bar\" aria-hidden=\"true\"><svg viewBox=\"0 0 100 10\" "
            "preserveAspectRatio=\"none\"><rect width=\"%.1f\" height=\"10\"/></svg></td><td class=\"n\">",
            100.0 * (double)facet->list[i].count / (double)most);
        add_number(out, facet->list[i].count);
        nd_buf_add_z(out, "</td></tr>\n");
    }
    nd_buf_add_z(out, "</tbody>\n</table>\n");
    if (facet->others > 0) {
        nd_buf_add_z(out, "<p class=\"small\">and ");
        add_number(out, facet->others);
        nd_buf_add_z(out, " more</p>\n");
    }
    nd_buf_add_z(out, "</section>\n");
}

void nd_report_facets(struct nd_buf *out, const struct nd_report_counts *facets, size_t count) {
    if (count == 0)
        return;
    nd_buf_add_z(out, "<section>\n<h2>Where from, and about what</h2>\n<div class=\"facets\">\n");
    for (size_t i = 0; i < count; i++)
        add_facet(out, &facets[i]);
    nd_buf_add_z(out, "</div>\n</section>\n");
}

void nd_report_terms(struct nd_buf *out, const struct nd_terms *terms) {
    if (terms->count == 0)
        return;
    nd_buf_add_z(out, "<section>\n<h2>Typical words</h2>\n<p class=\"small\">More frequent here (");
    add_number(out, terms->here.occurrences);
    nd_buf_add_z(out, " words) than in the other articles (");
    add_number(out, terms->rest.occurrences);
    nd_buf_add_z(out,
                 "), the most typical first, by the log-likelihood ratio G².</p>\n<table class=\"terms\" "
                 "aria-label=\"Typical words\">\n<thead><tr>"
                 "<th scope=\"col\">term</th><th scope=\"col\" class=\"n\">articles here</th>"
                 "<th scope=\"col\" class=\"n\">others</th><th scope=\"col\" class=\"n wide\">times here</th>"
                 "<th scope=\"col\" class=\"n\">G²</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < terms->count; i++) {
        const struct nd_term *term = &terms->list[i];
        nd_buf_add_z(out, "<tr>");
        add_element(out, "td dir=\"auto\"", term->text);
        nd_buf_add_z(out, "<td class=\"n\">");
        add_number(out, term->here.articles);
        nd_buf_add_z(out, "</td><td class=\"n\">");
        add_number(out, term->rest.articles);
        nd_buf_add_z(out, "</td><td class=\"n wide\">");
        add_number(out, term->here.occurrences);
        nd_buf_addf(out, "</td><td class=\"n\">%.0f</td></tr>\n", term->g2);
    }
    nd_buf_add_z(out, "</tbody>\n</table>\n</section>\n");
}

void nd_report_hits(struct nd_buf *out, int64_t shown, int64_t matches, const char *order) {
    nd_buf_add_z(out, "<section>\n<h2>Articles</h2>\n<p class=\"small\">");
    add_number(out, shown);
    nd_buf_add_z(out, " of ");
    add_number(out, matches);
    nd_buf_addf(out, ", %s.</p>\n<ol class=\"hits\">\n", order);
}

/* The words that were found in an article. */
struct keywords {
    struct nd_str list[MOST_KEYWORDS];
    size_t count;
};

static struct keywords keywords_of(const struct nd_hit *hit) {
    struct keywords keywords = {.count = 0};

    for (size_t i = 0; i < hit->occurrence_count && keywords.count < MOST_KEYWORDS; i++) {
        struct nd_str keyword = hit->occurrences[i].keyword;
        size_t k = 0;
        while (k < keywords.count && !nd_str_eq(keywords.list[k], keyword))
            k++;
        if (k == keywords.count)
            keywords.list[keywords.count++] = keyword;
    }
    return keywords;
}

static bool is_word_end(struct nd_str text, size_t at) {
    return at >= text.len || !((unsigned char)text.ptr[at] >= 0x80 || nd_char_is_alpha(text.ptr[at]) ||
                               nd_char_is_digit(text.ptr[at]));
}

/* The length of the longest of the words that stands there as one; 0 if none does. */
static size_t keyword_at(const struct keywords *keywords, struct nd_str text, size_t at) {
    size_t longest = 0;

    if (at > 0 && !is_word_end(text, at - 1))
        return 0;
    for (size_t i = 0; i < keywords->count; i++) {
        struct nd_str word = keywords->list[i];
        if (word.len > longest && nd_str_starts(nd_str_skip(text, at), word) &&
            is_word_end(text, at + word.len))
            longest = word.len;
    }
    return longest;
}

static void add_marked(struct nd_buf *out, const struct keywords *keywords, struct nd_str text) {
    size_t from = 0;

    for (size_t at = 0; at < text.len;) {
        size_t length = keyword_at(keywords, text, at);
        if (length == 0) {
            at++;
            continue;
        }
        nd_escape_add(out, nd_str_slice(text, from, at));
        add_element(out, "mark", nd_str_slice(text, at, at + length));
        from = at += length;
    }
    nd_escape_add(out, nd_str_skip(text, from));
}

/* True when both are in what is shown around either. */
static bool is_shown_with(const struct nd_occurrence *before, const struct nd_occurrence *occurrence) {
    return nd_str_find(before->right, occurrence->keyword) != SIZE_MAX &&
           nd_str_find(occurrence->left, before->keyword) != SIZE_MAX;
}

static void add_passages(struct nd_buf *out, const struct nd_report_hit *report) {
    const struct nd_hit *hit = report->hit;
    const struct keywords keywords = keywords_of(hit);
    const struct nd_occurrence *before = NULL;
    size_t shown = 0, more = 0;

    for (size_t i = 0; i < hit->occurrence_count; i++) {
        const struct nd_occurrence *occurrence = &hit->occurrences[i];
        if (before != NULL && is_shown_with(before, occurrence))
            continue;
        before = occurrence;
        if (report->most_passages > 0 && shown >= report->most_passages) {
            more++;
            continue;
        }
        shown++;
        nd_buf_add_z(out, "<blockquote dir=\"auto\">… ");
        add_marked(out, &keywords, occurrence->left);
        nd_buf_add_z(out, occurrence->has_gap[0] ? " " : "");
        add_element(out, "mark", occurrence->keyword);
        nd_buf_add_z(out, occurrence->has_gap[1] ? " " : "");
        add_marked(out, &keywords, occurrence->right);
        nd_buf_add_z(out, " …</blockquote>\n");
    }
    if (more > 0)
        nd_buf_addf(out, "<p class=\"small\">and %zu more %s in this article</p>\n", more,
                    more == 1 ? "passage" : "passages");
}

/* Where no word of the query is in the text: what search would show. */
static void add_snippet(struct nd_buf *out, const struct nd_hit *hit) {
    size_t from = 0;

    if (hit->snippet.len == 0)
        return;
    nd_buf_add_z(out, "<blockquote dir=\"auto\">");
    for (size_t i = 0; i < hit->mark_count; i++) {
        nd_escape_add(out, nd_str_slice(hit->snippet, from, hit->marks[i].start));
        add_element(out, "mark", nd_str_slice(hit->snippet, hit->marks[i].start, hit->marks[i].end));
        from = hit->marks[i].end;
    }
    nd_escape_add(out, nd_str_skip(hit->snippet, from));
    nd_buf_add_z(out, "</blockquote>\n");
}

static void add_names(struct nd_buf *out, const struct nd_names *names) {
    for (const struct nd_name *name = names->first; name != NULL; name = name->next) {
        nd_buf_add_z(out, name == names->first ? " · by " : ", ");
        nd_escape_add(out, name->text);
    }
}

static void add_source(struct nd_buf *out, const struct nd_report_hit *report) {
    const struct nd_article *article = &report->stored->article;
    const struct nd_hit *hit = report->hit;
    struct nd_str provider = hit->provider_name.len > 0 ? hit->provider_name : hit->provider_domain;
    struct nd_str date =
        hit->published_at.ptr == NULL ? ND_STR("undated") : nd_str_slice(hit->published_at, 0, 10);

    nd_buf_add_z(out, "<p class=\"small\">");
    nd_escape_add(out, date);
    if (provider.len > 0) {
        nd_buf_add_z(out, " · ");
        nd_escape_add(out, provider);
    }
    add_names(out, &article->authors);
    if (hit->language.len > 0) {
        nd_buf_add_z(out, " · ");
        nd_escape_add(out, hit->language);
    }
    if (article->path.len > 0) {
        nd_buf_add_z(out, " · <a href=\"");
        nd_buf_add_file_url(out, article->path);
        nd_buf_add_z(out, "\">");
        nd_escape_add(out, report->path);
        nd_buf_add_z(out, "</a>");
        if (hit->part.len > 0) {
            nd_buf_add_z(out, " #");
            nd_escape_add(out, hit->part);
        }
        if (hit->line > 0)
            nd_buf_addf(out, ", line %" PRId64, hit->line);
    }
    nd_buf_addf(out, " · id %" PRId64 "</p>\n", hit->id);
}

/* What of the above nobody wrote as such: where it was found. */
static void add_provenance(struct nd_buf *out, struct nd_str provenance) {
    static const struct {
        const char *field, *name;
    } fields[] = {{"title", "title"},     {"published_at", "date"}, {"provider", "provider"},
                  {"authors", "authors"}, {"language", "language"}, {"url", "address"}};
    bool is_first = true;

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct nd_buf value = {0};
        if (provenance.len > 0 && nd_json_member(provenance, nd_str_from(fields[i].field), &value)) {
            nd_buf_addf(out, "%s%s: ", is_first ? "<p class=\"small\">Found in — " : "; ", fields[i].name);
            nd_escape_add(out, nd_buf_str(&value));
            is_first = false;
        }
        nd_buf_free(&value);
    }
    if (!is_first)
        nd_buf_add_z(out, "</p>\n");
}

/* The others in its cluster, which are not listed, and who has published them. */
static void add_copies(struct nd_buf *out, const struct nd_hit *hit) {
    if (hit->copies == 0)
        return;
    nd_buf_add_z(out, "<p class=\"small\">+");
    add_number(out, hit->copies);
    nd_buf_add_z(out, hit->copies == 1 ? " copy" : " copies");
    if (hit->outlets.len > 0)
        nd_buf_add_z(out, ": ");
    nd_escape_add(out, hit->outlets);
    nd_buf_add_z(out, "</p>\n");
}

void nd_report_hit(struct nd_buf *out, const struct nd_report_hit *report) {
    const struct nd_hit *hit = report->hit;
    struct nd_str title = hit->title.len > 0 ? hit->title : ND_STR("(untitled)");
    bool is_link = nd_escape_is_link(hit->url);

    nd_buf_add_z(out, "<li>\n<h3 dir=\"auto\">");
    if (is_link) {
        nd_buf_add_z(out, "<a rel=\"noreferrer\" href=\"");
        nd_escape_add(out, hit->url);
        nd_buf_add_z(out, "\">");
    }
    nd_escape_add(out, title);
    nd_buf_add_z(out, is_link ? "</a></h3>\n" : "</h3>\n");
    add_source(out, report);
    add_copies(out, hit);
    if (hit->occurrence_count > 0)
        add_passages(out, report);
    else
        add_snippet(out, hit);
    add_provenance(out, report->stored->provenance);
    nd_buf_add_z(out, "</li>\n");
}

void nd_report_end(struct nd_buf *out, const struct nd_report_head *head, int64_t left_out) {
    char revision[32];

    nd_buf_add_z(out, "</ol>\n");
    if (left_out > 0) {
        nd_buf_add_z(out, "<p class=\"small\"><strong>");
        add_articles(out, left_out);
        nd_buf_add_z(out, " more did not fit in here.</strong> newsdex export writes them all.</p>\n");
    }
    snprintf(revision, sizeof revision, "%" PRId64, head->revision);
    nd_buf_add_z(out, "</section>\n</main>\n<footer>\n<h2>How this was made</h2>\n<dl>\n");
    add_term(out, "Query, as it was read", head->query, true);
    add_term(out, "Command", head->command, true);
    add_term(out, "Made", head->made, false);
    add_term(out, "By", ND_STR("newsdex " ND_VERSION), false);
    add_term(out, "Database", head->database, true);
    add_term(out, "Its name", head->name, true);
    add_term(out, "Its revision", nd_str_from(revision), false);
    nd_buf_add_z(out, "</dl>\n</footer>\n</body>\n</html>\n");
}
