/*
 * A block while it is being written: its text with white space under control, its links, its first emphasised
 * run. The readers of markdown and HTML both write through a builder, so that what a reader sees of a link, a
 * line break or a run of invisible padding is decided in one place.
 */
#ifndef DOCUMENT_BLOCK_BUILDER_H
#define DOCUMENT_BLOCK_BUILDER_H

#include "newsdex/document.h"

/* White space that is written only when more text follows, so that nothing ends in a blank. */
enum nd_block_builder_gap { ND_GAP_NONE, ND_GAP_SOFT, ND_GAP_SPACE, ND_GAP_LINE };

struct nd_block_builder {
    struct nd_arena *arena;
    struct nd_buf text;
    enum nd_block_builder_gap gap;
    uint32_t joiner; /* a zero-width joiner that counts only between two visible characters, or 0 */
    struct nd_link *links, *last_link;
    struct nd_str link_url;          /* of the open link; ND_STR_NONE when none is open */
    size_t link_from, links_at_open; /* where its text begins; images seen before it */
    size_t image_count;
    size_t strong_from, strong_to; /* the first emphasised run; strong_to is SIZE_MAX while it is open */
    int strong_depth;
    bool has_strong;
};

void nd_block_builder_init(struct nd_block_builder *builder, struct nd_arena *arena);
void nd_block_builder_fini(struct nd_block_builder *builder);

/* Appends text as it is, behind the gap that was asked for. */
void nd_block_builder_add(struct nd_block_builder *builder, struct nd_str text);
/* Appends HTML text: white space collapsed, no-break spaces made plain, invisible padding left out. */
void nd_block_builder_add_flow(struct nd_block_builder *builder, struct nd_str text);
/* Asks for a gap before the next text; the widest one asked for counts. */
void nd_block_builder_gap(struct nd_block_builder *builder, enum nd_block_builder_gap gap);

void nd_block_builder_strong_open(struct nd_block_builder *builder);
void nd_block_builder_strong_close(struct nd_block_builder *builder);
/* url must outlive the builder's block. Links do not nest: the later one ends the earlier. */
void nd_block_builder_link_open(struct nd_block_builder *builder, struct nd_str url);
void nd_block_builder_link_close(struct nd_block_builder *builder);
/* Records a link; both strings must outlive the block. */
void nd_block_builder_link_add(struct nd_block_builder *builder, struct nd_str url, struct nd_str text,
                               bool is_image);

bool nd_block_builder_is_empty(const struct nd_block_builder *builder);
/* Moves the text written so far into the arena, trimmed, and starts anew; links stay. For cells of tables. */
struct nd_str nd_block_builder_take_text(struct nd_block_builder *builder);
/*
 * Appends what was written as a block of this type and starts anew. NULL when there is neither text nor a
 * link. An open link is recorded with its text so far and closed.
 */
struct nd_block *nd_block_builder_finish(struct nd_block_builder *builder, struct nd_blocks *blocks,
                                         enum nd_block_type type);

/* Scripts written without spaces: Han, Kana, Bopomofo and their punctuation. Hangul has spaces. */
bool nd_block_builder_is_unspaced(uint32_t c);

#endif
