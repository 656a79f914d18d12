#include "document/html/html.h"

#include "document/html/tag.h"
#include "newsdex/limits.h"

#include <string.h>

/* What is found in a table down to, but not into, the tables in its cells. */
struct scan {
    size_t rows, full_rows; /* rows with at least one cell; with more than one */
    size_t columns;         /* of the first full row */
    size_t cells, filled, headers, text, longest;
    bool is_regular; /* all full rows have as many cells */
    bool has_table, has_block, has_image;
};

static size_t visible_length(const GumboNode *node) {
    return node->type == GUMBO_NODE_TEXT ? nd_str_trim(nd_str_from(node->v.text.text)).len : 0;
}

static const GumboNode *next_node(const GumboNode *node, const GumboNode *root) {
    const GumboVector *children = &node->v.element.children;

    if (node->type == GUMBO_NODE_ELEMENT && children->length > 0)
        return children->data[0];
    while (node != root) {
        children = &node->parent->v.element.children;
        if (node->index_within_parent + 1 < children->length)
            return children->data[node->index_within_parent + 1];
        node = node->parent;
    }
    return NULL;
}

static void scan_cell(struct scan *scan, const GumboNode *cell) {
    size_t length = 0;

    scan->cells++;
    scan->headers += cell->v.element.tag == GUMBO_TAG_TH;
    for (const GumboNode *node = cell; node != NULL && !scan->has_table; node = next_node(node, cell)) {
        GumboTag tag = node->type == GUMBO_NODE_ELEMENT ? node->v.element.tag : GUMBO_TAG_UNKNOWN;
        length += visible_length(node);
        scan->has_table |= tag == GUMBO_TAG_TABLE;
        scan->has_image |= tag == GUMBO_TAG_IMG;
        scan->has_block |= node != cell && (nd_tag_traits(tag) & ND_TAG_BLOCK) != 0;
    }
    scan->filled += length > 0;
    scan->text += length;
    if (length > scan->longest)
        scan->longest = length;
}

static void scan_row(struct scan *scan, const GumboNode *row) {
    const GumboVector *children = &row->v.element.children;
    size_t cells = 0;

    for (unsigned i = 0; i < children->length && !scan->has_table; i++) {
        const GumboNode *cell = children->data[i];
        if (cell->type != GUMBO_NODE_ELEMENT)
            continue;
        scan_cell(scan, cell);
        cells++;
    }
    scan->rows += cells > 0;
    if (cells < 2)
        return;
    if (scan->full_rows++ == 0)
        scan->columns = cells;
    else if (cells != scan->columns)
        scan->is_regular = false;
}

/* Looks at the rows of a table or of one of its sections. */
static void scan_rows(struct scan *scan, const GumboNode *parent) {
    const GumboVector *children = &parent->v.element.children;

    for (unsigned i = 0; i < children->length && !scan->has_table; i++) {
        const GumboNode *child = children->data[i];
        if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_TR)
            scan_row(scan, child);
    }
}

static bool is_section(const GumboNode *node) {
    return node->type == GUMBO_NODE_ELEMENT &&
           (node->v.element.tag == GUMBO_TAG_TBODY || node->v.element.tag == GUMBO_TAG_THEAD ||
            node->v.element.tag == GUMBO_TAG_TFOOT);
}

static bool is_presentation(const GumboNode *table) {
    const GumboAttribute *role = gumbo_get_attribute(&table->v.element.attributes, "role");

    return role != NULL && (nd_str_eq_nocase(nd_str_from(role->value), ND_STR("presentation")) ||
                            nd_str_eq_nocase(nd_str_from(role->value), ND_STR("none")));
}

bool nd_html_is_data_table(const GumboNode *table) {
    const GumboVector *children = &table->v.element.children;
    struct scan scan = {.is_regular = true};

    if (is_presentation(table))
        return false;
    for (unsigned i = 0; i < children->length && !scan.has_table; i++)
        if (is_section(children->data[i]))
            scan_rows(&scan, children->data[i]);
    if (scan.has_table || scan.full_rows < 2 || scan.columns < 2)
        return false;
    if (scan.headers > 0)
        return scan.headers > 1 || scan.is_regular;
    return scan.is_regular && scan.full_rows == scan.rows && !scan.has_block && !scan.has_image &&
           scan.filled * 3 >= scan.cells * 2 && scan.longest <= ND_MAX_DATA_CELL &&
           scan.text / scan.cells <= ND_MAX_DATA_CELL / 4;
}
