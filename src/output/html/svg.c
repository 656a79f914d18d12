/* Timelines. Lengths are units of the picture; texts are those of counts, escaped. */
#include "newsdex/report.h"

#include <inttypes.h>

enum {
    WIDTH = 720,
    HEIGHT = 220,
    LEFT = 56, /* of the bars */
    TOP = 12,
    BOTTOM = 30,
    BARS_WIDTH = WIDTH - LEFT - 8,
    BARS_HEIGHT = HEIGHT - TOP - BOTTOM,
    LABEL_WIDTH = 74, /* of a period below the bars, with some room */
    LONE_WIDTH = 64   /* a bar is no wider than that */
};

int64_t nd_svg_top(const struct nd_report_counts *counts) {
    static const int64_t tenths[] = {10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100};
    int64_t most = 1, power = 1;

    for (size_t i = 0; i < counts->count; i++)
        most = counts->list[i].count > most ? counts->list[i].count : most;
    while (power * 10 <= most && power < INT64_MAX / 1000)
        power *= 10;
    for (size_t i = 0; i < sizeof tenths / sizeof *tenths; i++)
        if (tenths[i] * power % 10 == 0 && tenths[i] * power / 10 >= most)
            return tenths[i] * power / 10;
    return most;
}

/* A bar with what it says when it is pointed at. */
static void add_bar(struct nd_buf *out, const struct nd_facet *facet, const double box[4]) {
    nd_buf_addf(out, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"><title>", box[0], box[1],
                box[2], box[3]);
    nd_escape_add(out, facet->value);
    nd_buf_addf(out, ": %" PRId64 "</title></rect>\n", facet->count);
}

static void add_bars(struct nd_buf *out, const struct nd_report_counts *counts, const double area[4]) {
    double step = area[2] / (double)(counts->count > 0 ? counts->count : 1), width = step * 0.82;
    double top = (double)nd_svg_top(counts);

    width = width > LONE_WIDTH ? LONE_WIDTH : width;
    for (size_t i = 0; i < counts->count; i++) {
        double height = area[3] * (double)counts->list[i].count / top;
        const double box[4] = {area[0] + step * (double)i + (step - width) / 2, area[1] + area[3] - height,
                               width, height};
        if (counts->list[i].count > 0)
            add_bar(out, &counts->list[i], box);
    }
}

/* In words, for who does not see it. */
static void describe(struct nd_buf *out, const struct nd_report_counts *counts) {
    const struct nd_facet *most = counts->list;
    int64_t all = 0;

    for (size_t i = 0; i < counts->count; i++) {
        most = counts->list[i].count > most->count ? &counts->list[i] : most;
        all += counts->list[i].count;
    }
    nd_escape_add(out, nd_str_from(counts->title));
    if (counts->count == 0)
        return;
    nd_buf_addf(out, ": %" PRId64 " from ", all);
    nd_escape_add(out, counts->list[0].value);
    nd_buf_add_z(out, " to ");
    nd_escape_add(out, counts->list[counts->count - 1].value);
    nd_buf_addf(out, ", most (%" PRId64 ") in ", most->count);
    nd_escape_add(out, most->value);
}

void nd_svg_bars(struct nd_buf *out, const struct nd_report_counts *counts) {
    const double area[4] = {0, 0, WIDTH, HEIGHT};

    nd_buf_addf(out, "<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"",
                WIDTH, HEIGHT);
    describe(out, counts);
    nd_buf_add_z(out, "\">\n");
    add_bars(out, counts, area);
    nd_buf_add_z(out, "</svg>\n");
}

static void add_lines(struct nd_buf *out, int64_t top) {
    for (int i = 0; i <= 2; i++) {
        int y = TOP + BARS_HEIGHT * i / 2;
        nd_buf_addf(out, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n", LEFT, y, LEFT + BARS_WIDTH, y);
        if (i != 1 || top % 2 == 0)
            nd_buf_addf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%" PRId64 "</text>\n", LEFT - 8,
                        y + 4, top * (2 - i) / 2);
    }
}

/* Below as many of the bars as there is room for. */
static void add_labels(struct nd_buf *out, const struct nd_report_counts *counts) {
    size_t most = BARS_WIDTH / LABEL_WIDTH, every = (counts->count + most - 1) / most;

    for (size_t i = 0; i < counts->count; i += every) {
        nd_buf_addf(out, "<text x=\"%.2f\" y=\"%d\" text-anchor=\"middle\">",
                    LEFT + BARS_WIDTH * ((double)i + 0.5) / (double)counts->count, HEIGHT - 10);
        nd_escape_add(out, counts->list[i].value);
        nd_buf_add_z(out, "</text>\n");
    }
}

void nd_svg_timeline(struct nd_buf *out, const struct nd_report_counts *counts) {
    static const char style[] =
        "text{font:13px system-ui,sans-serif;fill:#4a4f57}line{stroke:#c9cdd3}rect{fill:#2a5f9e}"
        "@media(prefers-color-scheme:dark){text{fill:#b4bac3}line{stroke:#454b54}rect{fill:#7fb2ec}}";
    const double area[4] = {LEFT, TOP, BARS_WIDTH, BARS_HEIGHT};

    nd_buf_addf(out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
                "aria-labelledby=\"title\">\n<title id=\"title\">",
                WIDTH, HEIGHT);
    describe(out, counts);
    nd_buf_addf(out, "</title>\n<style>%s</style>\n", style);
    add_lines(out, nd_svg_top(counts));
    add_bars(out, counts, area);
    add_labels(out, counts);
    nd_buf_add_z(out, "</svg>\n");
}
