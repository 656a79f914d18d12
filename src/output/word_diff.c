#include "newsdex/output.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

/*
 * The shortest way from one list of words to another by leaving out and putting in (Myers, "An O(ND)
 * Difference Algorithm and Its Variations", 1986): row d has, for each diagonal, how far d steps lead.
 */
enum {
    MOST_STEPS = 2000, /* where texts differ in more, what is left is told as replaced */
    KEPT = 8           /* words shown at each end of a stretch that is the same in both */
};

struct words {
    struct nd_str *list;
    size_t count, capacity;
};

enum change { SAME, LEFT_OUT, PUT_IN };

struct differ {
    struct nd_output *output;
    struct words a, b;
    int32_t *rows[MOST_STEPS + 1];
    unsigned char *changes; /* backwards: one for each word of the way */
    size_t change_count;
};

static void split(struct nd_str text, struct words *words) {
    size_t at = 0;

    while (at < text.len) {
        size_t from = at;
        while (at < text.len && !nd_char_is_blank(text.ptr[at]) && text.ptr[at] != '\n')
            at++;
        if (at > from) {
            words->list = nd_alloc_grow(words->list, &words->capacity, words->count + 1, sizeof *words->list);
            words->list[words->count++] = nd_str_slice(text, from, at);
        }
        while (at < text.len && (nd_char_is_blank(text.ptr[at]) || text.ptr[at] == '\n'))
            at++;
    }
}

/* Along the same words from x on diagonal k. */
static int32_t slide(const struct differ *d, int32_t x, int32_t k) {
    while ((size_t)x < d->a.count && (size_t)(x - k) < d->b.count &&
           nd_str_eq(d->a.list[x], d->b.list[x - k]))
        x++;
    return x;
}

/* One row out of the one before; true when the end is reached. */
static bool make_row(struct differ *d, int32_t step) {
    int32_t *row = nd_alloc_array((size_t)step * 2 + 1, sizeof *row),
            *before = step > 0 ? d->rows[step - 1] : NULL;
    int32_t end = (int32_t)d->a.count - (int32_t)d->b.count;

    d->rows[step] = row;
    for (int32_t k = -step; k <= step; k += 2) {
        int32_t x = 0;
        if (step > 0 && (k == -step || (k != step && before[k - 1 + step - 1] < before[k + 1 + step - 1])))
            x = before[k + 1 + step - 1];
        else if (step > 0)
            x = before[k - 1 + step - 1] + 1;
        row[k + step] =
            (size_t)x <= d->a.count && x - k >= 0 && (size_t)(x - k) <= d->b.count ? slide(d, x, k) : x;
        if (k == end && (size_t)row[k + step] >= d->a.count)
            return true;
    }
    return false;
}

static void note(struct differ *d, enum change change) {
    d->changes[d->change_count++] = (unsigned char)change;
}

/* Notes the way from the beginning to x on diagonal k, which is in the row of step, backwards. */
static void go_back(struct differ *d, int32_t x, int32_t k, int32_t step) {
    for (; step > 0; step--) {
        const int32_t *before = d->rows[step - 1];
        bool is_put_in = k == -step || (k != step && before[k - 1 + step - 1] < before[k + 1 + step - 1]);
        int32_t from = is_put_in ? before[k + 1 + step - 1] : before[k - 1 + step - 1] + 1;
        for (; x > from; x--)
            note(d, SAME);
        note(d, is_put_in ? PUT_IN : LEFT_OUT);
        x = is_put_in ? from : from - 1;
        k += is_put_in ? 1 : -1;
    }
    for (; x > 0; x--)
        note(d, SAME);
}

/* The best that MOST_STEPS steps reach: as far as possible in both texts. */
static void find_way(struct differ *d) {
    int32_t step = 0, k = (int32_t)d->a.count - (int32_t)d->b.count, x = (int32_t)d->a.count;

    while (step <= MOST_STEPS && !make_row(d, step))
        step++;
    if (step > MOST_STEPS) {
        step = MOST_STEPS;
        x = 0;
        k = 0;
        for (int32_t other = -step; other <= step; other += 2) {
            int32_t reached = d->rows[step][other + step];
            if ((size_t)reached <= d->a.count && (size_t)(reached - other) <= d->b.count &&
                2 * reached - other > 2 * x - k) {
                x = reached;
                k = other;
            }
        }
        for (size_t i = d->b.count; i > (size_t)(x - k); i--)
            note(d, PUT_IN);
        for (size_t i = d->a.count; i > (size_t)x; i--)
            note(d, LEFT_OUT);
    }
    go_back(d, x, k, step);
}

static void add_words(struct nd_output *output, const struct nd_str *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            nd_buf_add_char(&output->buf, ' ');
        nd_output_clean_line(&output->buf, words[i]);
    }
}

static void add_stretch(struct nd_output *output, enum change change, const struct nd_str *words,
                        size_t count) {
    static const char *const signs[][2] = {{"", ""}, {"[-", "-]"}, {"{+", "+}"}};
    static const char *const colours[] = {"", "\033[31m", "\033[32m"};

    if (output->buf.len > 0 && output->buf.ptr[output->buf.len - 1] != '\n')
        nd_buf_add_char(&output->buf, ' ');
    nd_buf_addf(&output->buf, "%s%s", output->color ? colours[change] : "", signs[change][0]);
    if (change == SAME && count > 2 * KEPT + 1) {
        add_words(output, words, KEPT);
        nd_buf_add_z(&output->buf, " … ");
        add_words(output, words + count - KEPT, KEPT);
    } else {
        add_words(output, words, count);
    }
    nd_buf_addf(&output->buf, "%s%s", signs[change][1], output->color && change != SAME ? "\033[0m" : "");
}

static void print_way(struct differ *d) {
    size_t a = 0, b = 0;

    for (size_t at = d->change_count; at > 0;) {
        enum change change = (enum change)d->changes[at - 1];
        size_t count = 0;
        while (at > 0 && d->changes[at - 1] == change) {
            at--;
            count++;
        }
        add_stretch(d->output, change, change == PUT_IN ? d->b.list + b : d->a.list + a, count);
        a += change == PUT_IN ? 0 : count;
        b += change == LEFT_OUT ? 0 : count;
    }
    nd_buf_add_char(&d->output->buf, '\n');
    nd_output_flush(d->output);
}

void nd_output_word_diff(struct nd_output *output, struct nd_str before, struct nd_str after) {
    struct differ *d = nd_alloc_array(1, sizeof *d);

    d->output = output;
    split(before, &d->a);
    split(after, &d->b);
    d->changes = nd_alloc_array(d->a.count + d->b.count + 1, 1);
    find_way(d);
    print_way(d);
    for (size_t i = 0; i <= MOST_STEPS; i++)
        free(d->rows[i]);
    free(d->changes);
    free(d->a.list);
    free(d->b.list);
    free(d);
}
