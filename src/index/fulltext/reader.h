/*
 * Posting lists, read straight from the segments of the full-text index.
 *
 * FTS5 writes, merges and verifies the index; for ranking, its own MATCH walks every position of every match
 * through a tree of iterators, which costs ten to thirty times what the lists themselves do. This reads the
 * lists: %_data holds a segment_list record, a record of averages, and leaf pages of terms with their
 * document lists; %_idx leads from a term to a leaf (the format is described at the head of fts5_index.c in
 * SQLite's source, unchanged since 3.9). Reading only; a format it does not know is ND_NOT_FOUND, and the
 * caller falls back on MATCH. Private to the index stage.
 */
#ifndef INDEX_FULLTEXT_READER_H
#define INDEX_FULLTEXT_READER_H

#include "index/db/statement.h"
#include "index/fulltext/postings.h"

struct nd_reader;

/* Reads segment_list and averages of the index and those searched with it (db/joint.h). The caller keeps read
 * transactions open as long as the reader. */
enum nd_status nd_reader_open(struct nd_index *index, struct nd_reader **reader,
                              struct nd_error *err) ND_MUST_CHECK;
void nd_reader_close(struct nd_reader *reader);
/* Documents in the index, and tokens of one column in all of them. */
uint64_t nd_reader_documents(const struct nd_reader *reader);
uint64_t nd_reader_tokens(const struct nd_reader *reader, int column);

/*
 * The postings of any of the forms, or with is_prefix of all tokens that begin with one of them, united in
 * postings, which is freed first. Unknown tokens have none.
 */
enum nd_status nd_reader_read(struct nd_reader *reader, const struct nd_str *forms, size_t count,
                              bool is_prefix, struct nd_postings *postings,
                              struct nd_error *err) ND_MUST_CHECK;

/* True when an article has the token. */
enum nd_status nd_reader_has(struct nd_reader *reader, struct nd_str token, bool *has,
                             struct nd_error *err) ND_MUST_CHECK;
/* In how many articles a token is: counted as far as `most` in each segment, estimated beyond. */
enum nd_status nd_reader_count(struct nd_reader *reader, struct nd_str token, size_t most, size_t *count,
                               struct nd_error *err) ND_MUST_CHECK;

/* What was read for words with a beginning so far counts no more. */
void nd_reader_begin(struct nd_reader *reader);
/* True when not all words with a beginning were read, because there are too many for one query. */
bool nd_reader_is_cut(const struct nd_reader *reader);

/* What is done with tokens: those it wants (NULL: all) are handed out with the number of their postings. */
struct nd_token_visitor {
    bool (*wants)(void *context, struct nd_str token);
    enum nd_status (*visit)(void *context, struct nd_str token, size_t documents);
    void *context;
};
/* Goes through the tokens of the index that begin with prefix, in byte order; the postings of those that are
 * not wanted are not read. */
enum nd_status nd_reader_tokens_from(struct nd_reader *reader, struct nd_str prefix,
                                     const struct nd_token_visitor *visitor,
                                     struct nd_error *err) ND_MUST_CHECK;

/* Takes each posting of a term, and then the term. */
struct nd_posting_visitor {
    nd_posting_sink *posting;
    enum nd_status (*term)(void *context, struct nd_str term);
    void *context;
};
/* Hands out all terms that are not before from, in byte order. */
enum nd_status nd_reader_walk(struct nd_reader *reader, struct nd_str from,
                              const struct nd_posting_visitor *visitor, struct nd_error *err) ND_MUST_CHECK;

#endif
