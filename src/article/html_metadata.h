/*
 * What a page of HTML says of itself in its head and in JSON-LD, for what the text itself does not say
 * better. Private to the article stage.
 */
#ifndef ARTICLE_HTML_METADATA_H
#define ARTICLE_HTML_METADATA_H

#include "article/page/title.h"

/*
 * Fills the fields that are still unknown, before the body is read. A heading of level 1 goes before a stated
 * title, unless the latter is a heading, too; a description that is the beginning of the text and cut off
 * gives way to the paragraph it was cut from.
 */
void nd_html_metadata_read(struct nd_record_builder *builder);
/* What the head of a page says of its title. */
void nd_html_title_evidence(struct nd_record_builder *builder, struct nd_title_evidence *evidence);
/* Sets the authors from the object JSON-LD refers to as its author, if there are none or <meta> alone has
 * them, which often says the same on every page of a site. */
void nd_html_metadata_set_account(struct nd_record_builder *builder);
/* True when one of the keys that say when it was published says this day, and none that it was changed then.
 */
bool nd_html_metadata_states_day(struct nd_record_builder *builder, const struct nd_date *day);
/* What JSON-LD calls the text of the article, or absent. */
struct nd_str nd_html_metadata_text(const struct nd_document *document);
/* The stated language, when detected is absent or the same in fewer words; *source is where it was stated. */
struct nd_str nd_html_metadata_language(struct nd_record_builder *builder, struct nd_str detected,
                                        const char **source);

#endif
