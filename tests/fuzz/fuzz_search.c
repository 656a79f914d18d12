/* Any bytes through the whole of a search, with one word enough or not, with references or not. */
#include "../any_query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct nd_index *index;
    uint8_t how = size > 0 ? data[0] : 0;

    if (index == NULL)
        index = any_query_index();
    /* The first byte is part of the query as well, so that texts are queries as they stand. */
    any_query_ask(index, nd_str_of((const char *)data, size), (how & 1) != 0, (how & 2) != 0);
    return 0;
}
