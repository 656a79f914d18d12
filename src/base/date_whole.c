/* Whole days: what is read elsewhere, without what is in doubt. */
#include "newsdex/date.h"

bool nd_date_parse(struct nd_str s, struct nd_date *date) {
    struct nd_date_reading reading;

    if (!nd_date_read(s, &reading) || reading.has_rest || reading.other.year != 0 || reading.date.day == 0)
        return false;
    *date = reading.date;
    return true;
}

bool nd_date_read_in(struct nd_str line, struct nd_date *date) {
    struct nd_date_reading reading;
    struct nd_str where;

    if (!nd_date_read_first(line, true, &reading, &where))
        return false;
    *date = reading.date;
    return true;
}
