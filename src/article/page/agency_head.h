/* What agencies and newspapers put before the first sentence of a text. Private to the article stage. */
#ifndef ARTICLE_PAGE_AGENCY_HEAD_H
#define ARTICLE_PAGE_AGENCY_HEAD_H

#include "newsdex/str.h"

/* What a head says besides place and day; views into the text, absent where it says none. */
struct nd_agency_words {
    struct nd_str names; /* of the reporters */
    struct nd_str day;   /* as it is written there, if it has no year */
    struct nd_str house; /* the agency or newspaper it is from, as it is written there */
};

/*
 * Bytes of "HAMBURG, March 5 (dpa) - ", "МОСКВА, 5 марта. /ТАСС/. ", "(서울=연합뉴스) 김민수 기자 = ",
 * "新华社北京3月5日电（记者王小明）" at the beginning of text, 0 when it begins with its first sentence.
 */
size_t nd_agency_head(struct nd_str text, struct nd_agency_words *said);

/* "POL/FR/urgent", "Häfen/Verkehr/Hamburg/": subjects that agencies put above a title, words and strokes. */
bool nd_agency_head_is_slug(struct nd_str line);

/* The title in "【…】" that messages of Chinese begin with, before their text; absent when there is none. */
struct nd_str nd_agency_head_title(struct nd_str text);

#endif
