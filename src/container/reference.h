/*
 * What the readers of reference managers' files share: each record is a title, people, a day and a place
 * where it stood, and perhaps an abstract, which is the text there is. Private to the container stage.
 */
#ifndef CONTAINER_REFERENCE_H
#define CONTAINER_REFERENCE_H

#include "newsdex/arena.h"
#include "newsdex/str.h"

/* "Holt, Mira, Jr." is "Mira Holt Jr."; a name without a comma stays as it is. */
struct nd_str nd_reference_name(struct nd_str name, struct nd_arena *arena);
/*
 * A day in parts ("2015/03/05/Fri", "2015///") as 2015-03-05, 2015-03 or 2015; a day without its year ("March
 * 5") with year behind it, which may be absent; anything else as it is.
 */
struct nd_str nd_reference_date(struct nd_str date, struct nd_str year, struct nd_arena *arena);
/* The address of a DOI, however it is written ("doi:10.1/a", "10.1/a [doi]"); absent: it is none. */
struct nd_str nd_reference_doi(struct nd_str doi, struct nd_arena *arena);

#endif
