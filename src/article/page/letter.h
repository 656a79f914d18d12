/* Newsletters: what is around their text. Private to the article stage. */
#ifndef ARTICLE_PAGE_LETTER_H
#define ARTICLE_PAGE_LETTER_H

#include "article/record.h"

/* Moves what is no text of the letter from the blocks to the furniture, and sets url, if it is still missing,
 * by the link to the letter on the web. */
void nd_letter_part(struct nd_record_builder *builder, struct nd_document *document);

/* The same of a mail from a person, in plain text: the signature, and what a list puts below each of its
 * mails. */
void nd_letter_part_signature(struct nd_record_builder *builder, struct nd_document *document);

/* The first paragraph from this one on that quotes no other mail; the same one where all do. */
const struct nd_block *nd_letter_answer(const struct nd_block *paragraph);

/* True for "View this email in your browser" and its like. */
bool nd_letter_leads_to_web(struct nd_str text);

#endif
