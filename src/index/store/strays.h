/*
 * Tags and notes follow their articles. A row is kept by uid; while its article is there, it stays with that,
 * whatever uid it gets, and when a fuller version answers for it, it goes to that one. Only when the article
 * is gone the uid says which one it is of now. Only rows of articles that came, went or changed in the run
 * are looked at, if it is known which these are. Private to the folder.
 */
#ifndef INDEX_STORE_STRAYS_H
#define INDEX_STORE_STRAYS_H

#include "index/db/statement.h"

/* In the last transaction of a run, when every article has its uid. */
enum nd_status nd_strays_settle(struct nd_index *index, struct nd_error *err) ND_MUST_CHECK;

#endif
