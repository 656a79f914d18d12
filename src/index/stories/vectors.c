#include "index/stories/vectors.h"

#include "index/search/period.h"
#include "index/stories/reading.h"
#include "newsdex/alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct nd_story_tuning nd_story_tuning_default = {
    .words = 120,
    .title_words = 40,
    .best = 60,
    .few = 8,
    .title = 3,
    .saturation = 1.2,
    .names = 1.7,
    .numbers = 2.5,
    .background = 50,
    .commons = 3,
    .singles = 200,
    .fast = 2,
    .slow = 60,
    .lasting = 0.5,
    .undated = 0.7,
    .threshold = 0.26,
    .work = 4000,
};

/* Words and in how many items each is. */
struct census {
    uint32_t *words, *items; /* a slot each; items 0: free */
    size_t size, count;
};

static size_t slot_of(const struct census *census, uint32_t word) {
    size_t slot = (size_t)word * 0x9E3779B1u & (census->size - 1);

    while (census->items[slot] != 0 && census->words[slot] != word)
        slot = (slot + 1) & (census->size - 1);
    return slot;
}

static void enlarge(struct census *census) {
    struct census old = *census;

    census->size = old.size == 0 ? 1 << 12 : old.size * 2;
    census->words = nd_alloc_array(census->size, sizeof *census->words);
    census->items = nd_alloc_array(census->size, sizeof *census->items);
    for (size_t i = 0; i < old.size; i++)
        if (old.items[i] != 0) {
            size_t slot = slot_of(census, old.words[i]);
            census->words[slot] = old.words[i];
            census->items[slot] = old.items[i];
        }
    free(old.words);
    free(old.items);
}

static void count_word(struct census *census, uint32_t word) {
    size_t slot;

    if (census->count * 2 >= census->size)
        enlarge(census);
    slot = slot_of(census, word);
    census->words[slot] = word;
    census->count += census->items[slot]++ == 0;
}

static int by_number(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* The words in order, so that numbers depend on nothing else; items becomes theirs. */
static void number_words(struct census *census) {
    uint32_t *sorted = nd_alloc_array(census->count + 1, sizeof *sorted);
    uint32_t *items = nd_alloc_array(census->count + 1, sizeof *items);
    size_t count = 0;

    for (size_t i = 0; i < census->size; i++)
        if (census->items[i] != 0)
            sorted[count++] = census->words[i];
    qsort(sorted, count, sizeof *sorted, by_number);
    for (size_t i = 0; i < count; i++)
        items[i] = census->items[slot_of(census, sorted[i])];
    free(census->words);
    free(census->items);
    census->words = sorted;
    census->items = items;
}

static uint32_t number_of(const struct census *census, uint32_t word) {
    const uint32_t *at = bsearch(&word, census->words, census->count, sizeof *at, by_number);

    return at == NULL ? 0 : (uint32_t)(at - census->words);
}

static int by_word(const void *a, const void *b) {
    const struct nd_story_entry *x = a, *y = b;

    return x->word < y->word ? -1 : x->word > y->word;
}

static int by_weight(const void *a, const void *b) {
    const struct nd_story_entry *x = a, *y = b;

    if (x->weight > y->weight || x->weight < y->weight)
        return x->weight > y->weight ? -1 : 1;
    return by_word(a, b);
}

/* Weighs the words of an item, keeps the best and brings it to length 1, or less where they are few. */
static void weigh(struct nd_story_item *item, const struct census *census, size_t items,
                  const struct nd_story_tuning *tuning) {
    double all = (double)items, single = tuning->singles / (all + tuning->singles), sum = 0;

    for (size_t i = 0; i < item->count; i++) {
        struct nd_story_entry *entry = &item->entries[i];
        entry->word = number_of(census, entry->word);
        entry->weight *=
            (float)log((all * tuning->commons + tuning->background) / census->items[entry->word]);
        if (census->items[entry->word] == 1)
            entry->weight *= (float)single;
    }
    qsort(item->entries, item->count, sizeof *item->entries, by_weight);
    if (item->count > (size_t)tuning->best)
        item->count = (size_t)tuning->best;
    qsort(item->entries, item->count, sizeof *item->entries, by_word);
    for (size_t i = 0; i < item->count; i++)
        sum += (double)item->entries[i].weight * (double)item->entries[i].weight;
    if (item->count < (size_t)tuning->few)
        sum *= (double)tuning->few / (double)item->count;
    for (size_t i = 0; i < item->count && sum > 0; i++)
        item->entries[i].weight /= (float)sqrt(sum);
}

static void weigh_all(struct nd_story_vectors *vectors, const struct nd_story_tuning *tuning) {
    struct census census = {0};

    for (size_t i = 0; i < vectors->item_count; i++)
        for (size_t k = 0; k < vectors->items[i].count; k++)
            count_word(&census, vectors->items[i].entries[k].word);
    number_words(&census);
    for (size_t i = 0; i < vectors->item_count; i++)
        weigh(&vectors->items[i], &census, vectors->item_count, tuning);
    vectors->word_count = census.count;
    free(census.words);
    free(census.items);
}

/* What was read of an article, until those of the same text are one item. */
struct row {
    struct nd_story_article article;
    struct nd_story_item item;
};

static int by_time(const struct nd_story_article *a, const struct nd_story_article *b) {
    int order = nd_str_cmp(a->published_at, b->published_at);

    return order != 0 ? order : nd_str_cmp(a->uid, b->uid);
}

static int by_text(const void *a, const void *b) {
    const struct row *x = a, *y = b;

    if (x->item.text != y->item.text)
        return x->item.text < y->item.text ? -1 : 1;
    if (x->article.day != y->article.day)
        return x->article.day < y->article.day ? -1 : 1;
    return by_time(&x->article, &y->article);
}

static bool is_same(const struct row *a, const struct row *b, const struct nd_story_tuning *tuning) {
    bool is_near = a->article.day == b->article.day ||
                   (a->article.day != ND_STORY_UNDATED && b->article.day != ND_STORY_UNDATED &&
                    (double)(b->article.day - a->article.day) <= tuning->fast);

    return a->item.text == b->item.text && is_near && a->item.count * 2 >= (size_t)tuning->few;
}

/* For qsort, which takes no context: items know their first article only by number. */
struct placed {
    struct nd_story_item item;
    const struct nd_story_article *first;
};

static int by_day(const void *a, const void *b) {
    const struct placed *x = a, *y = b;

    if (x->item.day != y->item.day)
        return x->item.day != ND_STORY_UNDATED &&
                       (y->item.day == ND_STORY_UNDATED || x->item.day < y->item.day)
                   ? -1
                   : 1;
    return by_time(x->first, y->first);
}

static void sort_items(struct nd_story_vectors *vectors) {
    struct placed *placed = nd_alloc_array(vectors->item_count + 1, sizeof *placed);

    for (size_t i = 0; i < vectors->item_count; i++)
        placed[i] = (struct placed){vectors->items[i], &vectors->articles[vectors->items[i].first]};
    qsort(placed, vectors->item_count, sizeof *placed, by_day);
    for (size_t i = 0; i < vectors->item_count; i++) {
        const struct nd_story_item *item = &placed[i].item;
        vectors->items[i] = *item;
        for (size_t k = 0; k < item->articles; k++)
            vectors->articles[item->first + k].item = i;
    }
    free(placed);
}

/* Articles of one text and about one date become an item: copies count once. */
static void make_items(struct row *rows, size_t count, const struct nd_story_tuning *tuning,
                       struct nd_story_vectors *vectors) {
    qsort(rows, count, sizeof *rows, by_text);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !is_same(&rows[i - 1], &rows[i], tuning)) {
            struct nd_story_item *item = &vectors->items[vectors->item_count++];
            *item = rows[i].item;
            item->day = rows[i].article.day;
            item->first = i;
        }
        vectors->items[vectors->item_count - 1].articles++;
        vectors->articles[i] = rows[i].article;
    }
    vectors->article_count = count;
    sort_items(vectors);
}

/* As article_text has it, but of a version that does not answer, too. */
static const char text_of_article[] =
    "SELECT language_tag || coalesce(title, ''), CASE WHEN excerpt IS NULL OR"
    " " ND_SQL_SOURCE_OF("excerpt") " = 'first-paragraph' THEN '' ELSE language_tag || excerpt END,"
                                    " CASE WHEN coalesce(body, '') = '' THEN '' ELSE language_tag || "
                                    "substr(body, 1, 800) END, language,"
                                    " published_at, identity.uid FROM article LEFT JOIN identity ON "
                                    "identity.article_id = article.id"
                                    " WHERE article.id = :id";

/* Where the articles come from, and where what is read of them goes. */
struct source {
    struct nd_index *index;
    sqlite3_stmt *stmt;
    struct nd_story_reader *reader;
    struct nd_arena *arena, *texts;
};

static enum nd_status read_row(struct source *source, int64_t id, struct row *row, struct nd_error *err) {
    sqlite3_stmt *stmt = source->stmt;
    struct nd_arena *texts = source->texts;
    struct nd_date day;
    struct nd_story_text text;
    enum nd_status status;

    nd_arena_reset(texts);
    nd_sql_bind_int(stmt, ":id", id);
    status = nd_sql_step(source->index, stmt, err);
    if (status != ND_OK)
        return status;
    text = (struct nd_story_text){nd_sql_str(stmt, 0, texts), nd_sql_str(stmt, 1, texts),
                                  nd_sql_str(stmt, 2, texts), nd_sql_str(stmt, 3, texts)};
    row->article = (struct nd_story_article){.id = id,
                                             .day = ND_STORY_UNDATED,
                                             .published_at = nd_sql_str(stmt, 4, source->arena),
                                             .uid = nd_sql_str(stmt, 5, source->arena)};
    sqlite3_reset(stmt);
    if (nd_period_start(row->article.published_at, ND_FACET_DAY, &day))
        row->article.day = nd_date_to_days(day.year, day.month, day.day);
    nd_story_reader_read(source->reader, &text, source->arena, &row->item);
    return ND_OK;
}

enum nd_status nd_story_vectors_read(struct nd_index *index, const int64_t *ids, size_t count,
                                     const struct nd_story_tuning *tuning, struct nd_story_vectors *vectors,
                                     struct nd_error *err) {
    struct row *rows = nd_alloc_array(count + 1, sizeof *rows);
    struct source source = {.index = index,
                            .stmt = nd_sql_prepare(index, nd_str_from(text_of_article), err),
                            .reader = nd_story_reader_new(index, tuning),
                            .arena = nd_arena_new(),
                            .texts = nd_arena_new()};
    enum nd_status status = source.stmt == NULL ? err->status : ND_OK;

    vectors->arena = source.arena;
    vectors->articles = nd_alloc_array(count + 1, sizeof *vectors->articles);
    vectors->items = nd_alloc_array(count + 1, sizeof *vectors->items);
    for (size_t i = 0; i < count && status == ND_OK; i++)
        status = read_row(&source, ids[i], &rows[i], err);
    if (status == ND_OK) {
        make_items(rows, count, tuning, vectors);
        weigh_all(vectors, tuning);
    }
    sqlite3_finalize(source.stmt);
    nd_story_reader_free(source.reader);
    nd_arena_free(source.texts);
    free(rows);
    return status;
}

void nd_story_vectors_fini(struct nd_story_vectors *vectors) {
    free(vectors->articles);
    free(vectors->items);
    nd_arena_free(vectors->arena);
    *vectors = (struct nd_story_vectors){0};
}
