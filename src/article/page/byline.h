/* Lines that say who wrote an article. Private to the article stage. */
#ifndef ARTICLE_PAGE_BYLINE_H
#define ARTICLE_PAGE_BYLINE_H

#include "article/record.h"

/* Bytes of what a line in lower case begins with that says who wrote it, "by " or "text & photos: ", or 0. */
size_t nd_byline_mark(struct nd_str folded);
/* The same of any label of up to three words before a colon, but of those for who made pictures. */
size_t nd_byline_label(struct nd_str folded);
/* True for a line, in lower case, that is nothing but a word for who wrote something, with or without a
 * colon. */
bool nd_byline_is_label(struct nd_str folded);
/* "5 min read": a line of blogs that says who and when beside it. */
bool nd_byline_has_reading_time(struct nd_str folded);
/* The names in line, if it is a byline and nothing else but a date; otherwise absent. */
struct nd_str nd_byline_find(struct nd_str line, struct nd_arena *arena);
/* The names in a line of an element that is named for authors: a byline, or names with a date behind them;
 * is_name: any short name, of one word or in small letters. */
struct nd_str nd_byline_names(struct nd_str line, bool is_name, struct nd_arena *arena);
/* The names in line, below a line that is nothing but such a word. */
struct nd_str nd_byline_find_below(struct nd_str label, struct nd_str line, struct nd_arena *arena);
/* The names in "Author: Ines Calder, who …", wherever it stands: the label leaves no doubt. */
struct nd_str nd_byline_find_signed(struct nd_str line, struct nd_arena *arena);
/* The same of a line in a document, whose language allows more words that begin such lines. */
struct nd_str nd_byline_find_in(struct nd_record_builder *builder, struct nd_str line);
/* Takes over names, if there are any and no authors yet. */
void nd_byline_take(struct nd_record_builder *builder, struct nd_str names);
/* Takes over the authors of line, if it is a byline and there are none yet. */
void nd_byline_read(struct nd_record_builder *builder, struct nd_str line);

/* Sets the date, if there is none, that line says the article is of, or notes that it may be one of two; the
 * date of a change goes to *updated, whose year is 0 where none was met before. */
void nd_byline_read_date(struct nd_record_builder *builder, struct nd_str line, struct nd_date *updated);
/* Sets the date, if there is none, that stands behind the place a text begins with. */
void nd_byline_read_place(struct nd_record_builder *builder, struct nd_str text);
/* The same of the first paragraphs from block on: a subtitle or a list of what it says may stand above. */
void nd_byline_read_places(struct nd_record_builder *builder, const struct nd_block *block);

#endif
