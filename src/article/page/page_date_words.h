/* The words by which pages say what their dates are. Private to the article stage. */
#ifndef ARTICLE_PAGE_DATE_WORDS_H
#define ARTICLE_PAGE_DATE_WORDS_H

#include "newsdex/str.h"

/* How a sentence begins that says when; end is a word that must follow behind the date, or empty. */
struct nd_date_sentence {
    struct nd_str begin, end;
    bool is_update; /* when the text was last changed, not published */
};

extern const struct nd_date_sentence nd_page_date_sentences[];
extern const size_t nd_page_date_sentence_count;

/* True when line begins with a word of publication ("Published", "Erschienen"). */
bool nd_page_date_words_publish(struct nd_str line);
/* The same with a word before the days of people ("Born", "生年月日"). */
bool nd_page_date_words_life(struct nd_str line);
/* The same, or with a word before the dates of readers and clocks ("Joined"). */
bool nd_page_date_words_other(struct nd_str line);
/* The same with a word of what is said of a book ("Publisher:", "ISBN"). */
bool nd_page_date_words_book(struct nd_str line);

#endif
