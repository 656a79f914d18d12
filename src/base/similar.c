#include "newsdex/similar.h"

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

static bool is_same(struct nd_str a, size_t i, struct nd_str b, size_t k) {
    return nd_char_lower(a.ptr[i - 1]) == nd_char_lower(b.ptr[k - 1]);
}

size_t nd_similar_edits(struct nd_str a, struct nd_str b) {
    size_t rows[ND_SIMILAR_LONGEST + 1][ND_SIMILAR_LONGEST + 1];

    if (a.len > ND_SIMILAR_LONGEST || b.len > ND_SIMILAR_LONGEST)
        return ND_SIMILAR_LONGEST + 1;
    for (size_t i = 0; i <= a.len; i++)
        for (size_t k = 0; k <= b.len; k++) {
            if (i == 0 || k == 0) {
                rows[i][k] = i + k;
                continue;
            }
            rows[i][k] =
                least(least(rows[i - 1][k], rows[i][k - 1]) + 1, rows[i - 1][k - 1] + !is_same(a, i, b, k));
            if (i > 1 && k > 1 && is_same(a, i, b, k - 1) && is_same(a, i - 1, b, k))
                rows[i][k] = least(rows[i][k], rows[i - 2][k - 2] + 1);
        }
    return rows[a.len][b.len];
}

bool nd_similar_is_close(size_t edits, size_t length) {
    return edits < 3 && edits * 2 < length + 1;
}
