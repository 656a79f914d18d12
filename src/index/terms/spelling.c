#include "index/terms/spelling.h"

#include "index/fulltext/writer.h"
#include "newsdex/alloc.h"
#include "newsdex/analysis.h"
#include "newsdex/utf8.h"

#include <stdlib.h>

#define TEXT_SQL "SELECT language, title, excerpt, body FROM article WHERE id = ?1"

enum { MAX_FORMS = 64 };

struct form {
    struct nd_str text;
    int count;
};

struct reading {
    struct nd_index *index;
    const struct nd_spelling_term *term;
    struct nd_arena *arena;
    sqlite3_stmt *stmt;
    struct nd_buf text;        /* at hand, behind its language tag */
    size_t position, first_at; /* of the token; of the first word of a phrase, 0 when it was not met yet */
    size_t first_start, first_end;
    struct form forms[MAX_FORMS];
    size_t form_count;
    int divided; /* how often something else stands between the words */
};

static void add_form(struct reading *reading, struct nd_str text) {
    for (size_t i = 0; i < reading->form_count; i++)
        if (nd_str_eq(reading->forms[i].text, text)) {
            reading->forms[i].count++;
            return;
        }
    if (reading->form_count < MAX_FORMS)
        reading->forms[reading->form_count++] = (struct form){nd_arena_str(reading->arena, text), 1};
}

/* Blanks but no new paragraph, hyphens and apostrophes; an article that is elided stands between as well. */
static bool is_joint(struct nd_str between) {
    static const uint32_t joints[] = {'-', '\'', 0xA0, 0xAD, 0x2010, 0x2011, 0x2018, 0x2019, 0x202F};
    size_t at = 0, lines = 0;

    while (at < between.len) {
        char byte = between.ptr[at];
        uint32_t c;
        bool is_known = nd_char_is_alpha(byte) || nd_char_is_blank(byte);
        at += nd_utf8_decode(nd_str_skip(between, at), &c);
        lines += c == '\n';
        for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
            is_known = is_known || c == joints[i];
        if (!is_known || lines > 1)
            return false;
    }
    return true;
}

static void take_second(struct reading *reading, const struct nd_token *token) {
    struct nd_str text = nd_buf_str(&reading->text);

    if (token->start < reading->first_end ||
        !is_joint(nd_str_slice(text, reading->first_end, token->start))) {
        reading->divided++;
        return;
    }
    add_form(reading,
             nd_arena_one_line(reading->arena, nd_str_slice(text, reading->first_start, token->end)));
}

static enum nd_status take_token(void *context, const struct nd_token *token) {
    struct reading *reading = context;
    const struct nd_str *words = reading->term->words;

    if (!token->is_colocated || reading->position == 0)
        reading->position++;
    if (words[1].ptr == NULL) {
        if (nd_str_eq(token->text, words[0]))
            add_form(reading, nd_str_slice(nd_buf_str(&reading->text), token->start, token->end));
        return ND_OK;
    }
    if (reading->first_at > 0 && reading->position == reading->first_at + 1 &&
        nd_str_eq(token->text, words[1]))
        take_second(reading, token);
    if (nd_str_eq(token->text, words[0])) {
        reading->first_at = reading->position;
        reading->first_start = token->start;
        reading->first_end = token->end;
    }
    return ND_OK;
}

static enum nd_status read_column(struct reading *reading, int column) {
    if (sqlite3_column_type(reading->stmt, column) == SQLITE_NULL)
        return ND_OK;
    nd_buf_clear(&reading->text);
    if (sqlite3_column_type(reading->stmt, 0) != SQLITE_NULL)
        nd_language_tag(nd_str_from((const char *)sqlite3_column_text(reading->stmt, 0)), &reading->text);
    nd_buf_add(&reading->text, nd_str_of((const char *)sqlite3_column_text(reading->stmt, column),
                                         (size_t)sqlite3_column_bytes(reading->stmt, column)));
    reading->position = reading->first_at = 0;
    return nd_analyse_document(nd_fulltext_analyser(reading->index), nd_buf_str(&reading->text), take_token,
                               reading);
}

static enum nd_status read_article(struct reading *reading, uint32_t article, struct nd_error *err) {
    enum nd_status status;

    sqlite3_reset(reading->stmt);
    nd_sql_bound(sqlite3_bind_int64(reading->stmt, 1, article));
    status = nd_sql_step(reading->index, reading->stmt, err);
    for (int column = 1; column <= 3 && status == ND_OK; column++)
        status = read_column(reading, column);
    return status == ND_END ? ND_OK : status;
}

static const struct form *best_form(const struct reading *reading) {
    const struct form *best = NULL;
    int all = 0;

    for (size_t i = 0; i < reading->form_count; i++) {
        const struct form *form = &reading->forms[i];
        all += form->count;
        if (best == NULL || form->count > best->count ||
            (form->count == best->count && nd_str_cmp(form->text, best->text) < 0))
            best = form;
    }
    return all > reading->divided ? best : NULL;
}

/* The articles of the group that have all words, evenly over these. */
static size_t choose_articles(const struct nd_vocabulary_groups *groups, const struct nd_spelling_term *term,
                              const struct nd_postings lists[2], uint32_t chosen[ND_SPELLING_ARTICLES]) {
    uint32_t *all = nd_alloc_array(lists[0].count + 1, sizeof *all);
    size_t count = 0, k = 0, taken = 0;

    for (size_t i = 0; i < lists[0].count; i++) {
        uint32_t article = lists[0].docs[i];
        unsigned side = nd_vocabulary_side(groups, article);
        if (side == ND_VOCABULARY_NONE || nd_vocabulary_group(groups, article, side) != term->group)
            continue;
        if (term->words[1].ptr != NULL) {
            k = nd_postings_find(&lists[1], article, k);
            if (k >= lists[1].count)
                break;
            if (lists[1].docs[k] != article)
                continue;
        }
        all[count++] = article;
    }
    for (size_t i = 0; i < ND_SPELLING_ARTICLES && i < count; i++)
        chosen[taken++] = all[count <= ND_SPELLING_ARTICLES ? i : i * count / ND_SPELLING_ARTICLES];
    free(all);
    return taken;
}

enum nd_status nd_spelling_find(struct nd_index *index, struct nd_reader *reader,
                                const struct nd_vocabulary_groups *groups,
                                const struct nd_spelling_term *term, struct nd_arena *arena,
                                struct nd_str *written, struct nd_error *err) {
    struct reading reading = {.index = index, .term = term, .arena = nd_arena_new()};
    struct nd_postings lists[2] = {{0}, {0}};
    uint32_t chosen[ND_SPELLING_ARTICLES];
    enum nd_status status = ND_OK;
    size_t count = 0;

    *written = ND_STR_NONE;
    reading.stmt = nd_sql_prepare(index, ND_STR(TEXT_SQL), err);
    if (reading.stmt == NULL)
        status = err->status;
    for (int i = 0; i < 2 && term->words[i].ptr != NULL && status == ND_OK; i++)
        status = nd_reader_read(reader, &term->words[i], 1, false, &lists[i], err);
    if (status == ND_OK)
        count = choose_articles(groups, term, lists, chosen);
    for (size_t i = 0; i < count && status == ND_OK; i++)
        status = read_article(&reading, chosen[i], err);
    if (status == ND_OK && best_form(&reading) != NULL)
        *written = nd_arena_str(arena, best_form(&reading)->text);
    sqlite3_finalize(reading.stmt);
    nd_postings_free(&lists[0]);
    nd_postings_free(&lists[1]);
    nd_buf_free(&reading.text);
    nd_arena_free(reading.arena);
    return status;
}
