#include "index/search/evaluation.h"

#include "newsdex/analysis.h"

void nd_evaluation_spread(const struct nd_evaluation *evaluation, uint32_t id, int words[ND_COLUMNS]) {
    for (int column = 0; column < ND_COLUMNS; column++)
        words[column] = 0;
    for (size_t i = 0; i < evaluation->terms_count; i++) {
        const struct nd_term_postings *leaf = &evaluation->leaves[i];
        size_t at = nd_postings_find(&leaf->postings, id, 0);
        uint32_t counts[ND_COLUMNS];
        int length = 0;

        if (at == leaf->postings.count || leaf->postings.docs[at] != id)
            continue;
        for (const struct nd_query_position *p = leaf->positions; p != NULL; p = p->next)
            length++;
        nd_postings_counts(&leaf->postings, at, counts);
        for (int column = 0; column < ND_COLUMNS; column++)
            words[column] += counts[column] > 0 ? length : 0;
    }
}

/* A form as people can read it: stems with ~, accented forms with ´ before them. */
static void add_form(struct nd_buf *out, struct nd_str form) {
    nd_buf_add_char(out, ' ');
    if (form.len > 0 && form.ptr[0] == ND_MARK_REVERSED) {
        nd_buf_add_char(out, '<');
        for (size_t i = form.len; i > 1; i--)
            nd_buf_add_char(out, form.ptr[i - 1]);
        return;
    }
    if (form.len > 0 && (form.ptr[0] == ND_MARK_STEM || form.ptr[0] == ND_MARK_ACCENTED)) {
        nd_buf_add_z(out, form.ptr[0] == ND_MARK_STEM ? "~" : "´");
        form = nd_str_skip(form, 1);
    }
    nd_buf_add(out, form);
}

static void add_way(struct nd_buf *out, const struct nd_query_position *way, bool has_another) {
    for (const struct nd_query_position *p = way; p != NULL; p = p->next) {
        for (size_t k = 0; k < p->count; k++)
            add_form(out, p->forms[k]);
        nd_buf_add_z(out, p->next != NULL ? " +" : "");
    }
    nd_buf_add_z(out, has_another ? " |" : "");
}

void nd_evaluation_explain(const struct nd_evaluation *evaluation, struct nd_buf *out) {
    for (size_t i = 0; i < evaluation->terms_count; i++) {
        const struct nd_term_postings *leaf = &evaluation->leaves[i];
        nd_buf_addf(out, "  %zu article%s, weight %.3f:", leaf->postings.count,
                    leaf->postings.count == 1 ? "" : "s", leaf->idf * leaf->weight);
        for (const struct nd_query_position *way = leaf->positions; way != NULL; way = way->instead)
            add_way(out, way, way->instead != NULL);
        nd_buf_add_z(out, leaf->node->is_prefix ? " *\n" : "\n");
    }
    if (evaluation->left_out.len > 0)
        nd_buf_addf(out, "  left out as function words:%s\n", evaluation->left_out.ptr);
}

void nd_evaluation_explain_hit(struct nd_evaluation *evaluation, uint32_t id, struct nd_buf *out) {
    static const struct {
        const char *name;
        int column;
    } columns[ND_COLUMNS] = {{"title", ND_COLUMN_TITLE},
                             {"excerpt", ND_COLUMN_EXCERPT},
                             {"topics", ND_COLUMN_TOPICS},
                             {"body", ND_COLUMN_BODY}};

    for (size_t i = 0; i < evaluation->terms_count; i++) {
        const struct nd_term_postings *leaf = &evaluation->leaves[i];
        size_t at = nd_postings_find(&leaf->postings, id, 0);
        uint32_t counts[ND_COLUMNS];

        if (at == leaf->postings.count || leaf->postings.docs[at] != id)
            continue;
        nd_postings_counts(&leaf->postings, at, counts);
        nd_buf_addf(out, "%s%.*s %.3f (", out->len > 0 ? " + " : "", (int)leaf->node->text.len,
                    leaf->node->text.ptr,
                    (double)nd_scorer_score(&evaluation->ranker, leaf->idf * leaf->weight,
                                            nd_scorer_frequency(&evaluation->ranker, id, counts)));
        for (int k = 0, first = 1; k < ND_COLUMNS; k++)
            if (counts[columns[k].column] > 0) {
                nd_buf_addf(out, "%s%s %u", first ? "" : ", ", columns[k].name, counts[columns[k].column]);
                first = 0;
            }
        nd_buf_add_char(out, ')');
    }
}
