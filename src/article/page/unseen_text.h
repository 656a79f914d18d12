/*
 * The text of a page that shows none, because a script would put it there. Private to the article stage.
 */
#ifndef ARTICLE_PAGE_UNSEEN_TEXT_H
#define ARTICLE_PAGE_UNSEEN_TEXT_H

#include "article/record.h"

/*
 * Where a page shows hardly any text and has it all the same, puts it in the place of the blocks of document,
 * which go to furniture, and reports where it was. What has it nowhere is reported, too. False, and nothing
 * done to the blocks, unless there was such text. Takes the title of the page from the record.
 */
bool nd_unseen_text_take(struct nd_record_builder *builder, struct nd_document *document,
                         struct nd_blocks *furniture);

#endif
