#include "newsdex/output.h"

#include <inttypes.h>

enum { WIDEST_LABEL = 40, NUMBER_WIDTH = 8 };

static struct nd_str label_of(const struct nd_facet *facet) {
    return facet->value.ptr == NULL ? ND_STR("(none)") : facet->value;
}

/* Eighths of a cell, so that small differences show. */
static void add_bar(struct nd_buf *out, int64_t count, int64_t most, int room) {
    static const char *const parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    int64_t eighths = most > 0 && room > 0 ? count * room * 8 / most : 0;

    if (count > 0 && eighths == 0)
        eighths = 1;
    for (int64_t i = 0; i < eighths / 8; i++)
        nd_buf_add_z(out, "█");
    nd_buf_add_z(out, parts[eighths % 8]);
}

void nd_output_bars(struct nd_output *output, const struct nd_facet *facets, size_t count, int width) {
    struct nd_buf *out = &output->buf;
    int label_width = 0;
    int64_t most = 0;

    for (size_t i = 0; i < count; i++) {
        int w = nd_output_width(label_of(&facets[i]));
        label_width = w > label_width ? w : label_width;
        most = facets[i].count > most ? facets[i].count : most;
    }
    if (label_width > WIDEST_LABEL)
        label_width = WIDEST_LABEL;
    for (size_t i = 0; i < count; i++) {
        struct nd_str label = nd_output_fit(label_of(&facets[i]), label_width);
        nd_output_clean(out, label);
        nd_buf_addf(out, "%*s %*" PRId64 " ", label_width - nd_output_width(label), "", NUMBER_WIDTH,
                    facets[i].count);
        add_bar(out, facets[i].count, most, width - label_width - NUMBER_WIDTH - 3);
        nd_buf_add_char(out, '\n');
    }
    nd_output_flush(output);
}
