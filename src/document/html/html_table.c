#include "document/html/html.h"

#include "document/html/tag.h"
#include "newsdex/limits.h"

#include <string.h>

/* What is found in a table down to, but not into, the tables in its cells. */
struct survey {
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

static void survey_cell(struct survey *survey, const GumboNode *cell) {
    size_t length = 0;

    for (const GumboNode *node = cell; node != NULL && !survey->has_table; node = next_node(node, cell)) {
        GumboTag tag = node->type == GUMBO_NODE_ELEMENT ? node->v.element.tag : GUMBO_TAG_UNKNOWN;
        length += visible_length(node);
        survey->has_table |= tag == GUMBO_TAG_TABLE;
        survey->has_image |= tag == GUMBO_TAG_IMG;
        survey->has_block |= node != cell && (nd_tag_traits(tag) & ND_TAG_BLOCK) != 0;
    }
    survey->cells++;
    survey->filled += length > 0;
    survey->headers += cell->v.element.tag == GUMBO_TAG_TH;
    survey->text += length;
    if (length > survey->longest)
        survey->longest = length;
}

static void survey_row(struct survey *survey, const GumboNode *row) {
    const GumboVector *children = &row->v.element.children;
    size_t cells = 0;

    for (unsigned i = 0; i < children->length && !survey->has_table; i++) {
        const GumboNode *cell = children->data[i];
        if (cell->type != GUMBO_NODE_ELEMENT)
            continue;
        survey_cell(survey, cell);
        cells++;
    }
    survey->rows += cells > 0;
    if (cells < 2)
        return;
    if (survey->full_rows++ == 0)
        survey->columns = cells;
    else if (cells != survey->columns)
        survey->is_regular = false;
}

/* Looks at the rows of a table or of one of its sections. */
static void survey_rows(struct survey *survey, const GumboNode *parent) {
    const GumboVector *children = &parent->v.element.children;

    for (unsigned i = 0; i < children->length && !survey->has_table; i++) {
        const GumboNode *child = children->data[i];
        if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_TR)
            survey_row(survey, child);
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
    struct survey survey = {.is_regular = true};

    if (is_presentation(table))
        return false;
    for (unsigned i = 0; i < children->length && !survey.has_table; i++)
        if (is_section(children->data[i]))
            survey_rows(&survey, children->data[i]);
    if (survey.has_table || survey.full_rows < 2 || survey.columns < 2)
        return false;
    if (survey.headers > 0)
        return survey.headers > 1 || survey.is_regular;
    return survey.is_regular && survey.full_rows == survey.rows && !survey.has_block && !survey.has_image &&
           survey.filled * 3 >= survey.cells * 2 && survey.longest <= ND_MAX_DATA_CELL &&
           survey.text / survey.cells <= ND_MAX_DATA_CELL / 4;
}
