#include "query/label.h"
#include "query/lexer.h"

static void print_quoted(struct nd_str text, struct nd_buf *out) {
    nd_buf_add_char(out, '"');
    nd_buf_add(out, text);
    nd_buf_add_char(out, '"');
}

static void print_leaf(const struct nd_query_node *leaf, struct nd_buf *out) {
    nd_buf_add(out, nd_label_of_field(leaf->field));
    if (leaf->type == ND_Q_WORD) {
        nd_buf_add(out, leaf->text);
        if (leaf->is_prefix)
            nd_buf_add_char(out, '*');
        return;
    }
    print_quoted(leaf->text, out);
    if (leaf->distance > 0)
        nd_buf_addf(out, "~%d", leaf->distance);
}

static void print_children(const struct nd_query_node *node, struct nd_buf *out);

/* A child of AND or OR; recursion is bounded by the height of the tree. */
static void print_child(const struct nd_query_node *node, struct nd_buf *out) {
    if (node->type == ND_Q_NOT) {
        nd_buf_add_char(out, '-');
        node = node->first;
    }
    if (node->type == ND_Q_WORD || node->type == ND_Q_PHRASE) {
        print_leaf(node, out);
        return;
    }
    nd_buf_add_char(out, '(');
    print_children(node, out);
    nd_buf_add_char(out, ')');
}

static void print_children(const struct nd_query_node *node, struct nd_buf *out) {
    for (const struct nd_query_node *child = node->first; child != NULL; child = child->next) {
        if (child != node->first)
            nd_buf_add_z(out, node->type == ND_Q_OR ? " OR " : " ");
        print_child(child, out);
    }
}

/* The last day of a span whose until is the day after it. */
static void print_last_day(const char *until, struct nd_buf *out) {
    struct nd_date date;
    char text[ND_DATE_MAX];

    if (!nd_date_parse(nd_str_from(until), &date))
        return;
    nd_date_from_days(nd_date_to_days(date.year, date.month, date.day) - 1, &date);
    nd_date_format(&date, text);
    nd_buf_add_z(out, text);
}

static void print_dates(const struct nd_filter *filter, struct nd_buf *out) {
    bool has_from = filter->from[0] != '\0', has_until = filter->until[0] != '\0';
    enum nd_label_span span = !has_until ? ND_SPAN_FROM : has_from ? ND_SPAN_BOTH : ND_SPAN_BEFORE;
    size_t start;

    nd_buf_add(out, nd_label_of_filter(ND_FILTER_DATE, span));
    nd_buf_add_z(out, has_from ? filter->from : filter->until);
    if (span != ND_SPAN_BOTH)
        return;
    start = out->len;
    nd_buf_add_z(out, "..");
    print_last_day(filter->until, out);
    if (nd_str_eq(nd_str_skip(nd_buf_str(out), start + 2), nd_str_from(filter->from)))
        nd_buf_cut(out, start);
}

static void print_filter(const struct nd_filter *filter, struct nd_buf *out) {
    if (filter->is_excluded)
        nd_buf_add_char(out, '-');
    if (filter->type == ND_FILTER_DATE) {
        print_dates(filter, out);
        return;
    }
    nd_buf_add(out, nd_label_of_filter(filter->type, ND_SPAN_BOTH));
    if (nd_query_is_bare(filter->text))
        nd_buf_add(out, filter->text);
    else
        print_quoted(filter->text, out);
}

void nd_query_print(const struct nd_query *query, struct nd_buf *out) {
    const struct nd_query_node *root = query->root;
    bool needs_blank = root != NULL;

    if (root != NULL && root->first != NULL)
        print_children(root, out);
    else if (root != NULL)
        print_leaf(root, out);
    for (const struct nd_filter *filter = query->filters; filter != NULL; filter = filter->next) {
        if (needs_blank)
            nd_buf_add_char(out, ' ');
        print_filter(filter, out);
        needs_blank = true;
    }
}
