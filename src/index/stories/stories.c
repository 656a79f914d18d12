#include "newsdex/stories.h"

#include "index/search/plan.h"
#include "index/search/search.h"
#include "index/stories/clusters.h"
#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

/* A story: articles first up to first + count of a list in order of stories. */
struct found {
    uint32_t cluster;
    size_t first, count;
    size_t newest, lead; /* numbers of articles */
};

/* Everything that was found. */
struct stories {
    struct nd_story_vectors vectors;
    uint32_t *clusters; /* of items */
    size_t *members;    /* numbers of articles, by story and time */
    struct found *list;
    size_t count;
};

/* For qsort, which takes no context. */
struct member {
    uint32_t cluster;
    size_t number;
    const struct nd_story_article *article;
};

static int by_time(const struct nd_story_article *a, const struct nd_story_article *b) {
    int order;

    if ((a->published_at.ptr == NULL) != (b->published_at.ptr == NULL))
        return a->published_at.ptr == NULL ? 1 : -1;
    order = nd_str_cmp(a->published_at, b->published_at);
    return order != 0 ? order : nd_str_cmp(a->uid, b->uid);
}

static int by_story(const void *a, const void *b) {
    const struct member *x = a, *y = b;

    if (x->cluster != y->cluster)
        return x->cluster < y->cluster ? -1 : 1;
    return by_time(x->article, y->article);
}

static void list_stories(struct stories *stories) {
    size_t count = stories->vectors.article_count;
    struct member *members = nd_alloc_array(count + 1, sizeof *members);

    stories->members = nd_alloc_array(count + 1, sizeof *stories->members);
    stories->list = nd_alloc_array(count + 1, sizeof *stories->list);
    for (size_t i = 0; i < count; i++) {
        const struct nd_story_article *article = &stories->vectors.articles[i];
        members[i] = (struct member){stories->clusters[article->item], i, article};
    }
    qsort(members, count, sizeof *members, by_story);
    for (size_t i = 0; i < count; i++) {
        struct found *found = &stories->list[stories->count];
        if (i == 0 || members[i - 1].cluster != members[i].cluster) {
            found = &stories->list[stories->count++];
            *found = (struct found){.cluster = members[i].cluster, .first = i, .newest = members[i].number};
        } else {
            found = &stories->list[stories->count - 1];
        }
        found->count++;
        if (members[i].article->published_at.ptr != NULL)
            found->newest = members[i].number;
        stories->members[i] = members[i].number;
    }
    free(members);
}

/* Its lead is the article whose words are most those of all; of equal ones the earliest. */
static void find_lead(const struct stories *stories, struct found *found, float *sum) {
    const struct nd_story_vectors *vectors = &stories->vectors;
    const size_t *members = stories->members + found->first;
    double best = -1;

    for (size_t i = 0; i < found->count; i++) {
        const struct nd_story_item *item = &vectors->items[vectors->articles[members[i]].item];
        for (size_t k = 0; k < item->count; k++)
            sum[item->entries[k].word] += item->entries[k].weight;
    }
    for (size_t i = 0; i < found->count; i++) {
        const struct nd_story_item *item = &vectors->items[vectors->articles[members[i]].item];
        double likeness = 0;
        for (size_t k = 0; k < item->count; k++)
            likeness += (double)(item->entries[k].weight * sum[item->entries[k].word]);
        if (likeness > best + 1e-4) {
            best = likeness;
            found->lead = members[i];
        }
    }
    for (size_t i = 0; i < found->count; i++) {
        const struct nd_story_item *item = &vectors->items[vectors->articles[members[i]].item];
        for (size_t k = 0; k < item->count; k++)
            sum[item->entries[k].word] = 0;
    }
}

/* Groups the articles. */
static enum nd_status group(struct nd_index *index, const int64_t *ids, size_t count, struct stories *stories,
                            struct nd_error *err) {
    const struct nd_story_tuning *tuning = &nd_story_tuning_default;
    enum nd_status status = nd_story_vectors_read(index, ids, count, tuning, &stories->vectors, err);
    float *sum;

    if (status != ND_OK)
        return status;
    stories->clusters = nd_story_clusters_find(&stories->vectors, tuning);
    list_stories(stories);
    sum = nd_alloc_array(stories->vectors.word_count + 1, sizeof *sum);
    for (size_t i = 0; i < stories->count; i++)
        find_lead(stories, &stories->list[i], sum);
    free(sum);
    return ND_OK;
}

static void fini(struct stories *stories) {
    nd_story_vectors_fini(&stories->vectors);
    free(stories->clusters);
    free(stories->members);
    free(stories->list);
}

/* A story with what it is sorted by. */
struct ranked {
    const struct found *found;
    struct nd_str last, uid;
};

static int newest_first(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    int order = nd_str_cmp(y->last, x->last);

    if (order == 0 && x->found->count != y->found->count)
        return x->found->count > y->found->count ? -1 : 1;
    return order != 0 ? order : nd_str_cmp(x->uid, y->uid);
}

static int biggest_first(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;

    if (x->found->count != y->found->count)
        return x->found->count > y->found->count ? -1 : 1;
    return newest_first(a, b);
}

/* Those that are large enough, in the order that is asked for. */
static struct ranked *rank(const struct stories *stories, const struct nd_stories_request *request,
                           size_t *count) {
    struct ranked *list = nd_alloc_array(stories->count + 1, sizeof *list);
    const struct nd_story_article *articles = stories->vectors.articles;

    *count = 0;
    for (size_t i = 0; i < stories->count; i++) {
        const struct found *found = &stories->list[i];
        if ((int64_t)found->count >= request->least)
            list[(*count)++] =
                (struct ranked){found, articles[found->newest].published_at, articles[found->lead].uid};
    }
    qsort(list, *count, sizeof *list, request->is_biggest ? biggest_first : newest_first);
    return list;
}

struct outlet {
    struct nd_str name;
    size_t articles;
};

static int by_name(const void *a, const void *b) {
    const struct outlet *x = a, *y = b;

    return nd_str_cmp(x->name, y->name);
}

static int by_articles(const void *a, const void *b) {
    const struct outlet *x = a, *y = b;

    if (x->articles != y->articles)
        return x->articles > y->articles ? -1 : 1;
    return by_name(a, b);
}

static void list_outlets(struct nd_story *story, struct nd_arena *arena) {
    struct outlet *outlets = nd_arena_alloc(arena, story->count, sizeof *outlets);
    size_t count = 0, kept = 0;

    for (size_t i = 0; i < story->count; i++) {
        const struct nd_hit *hit = &story->articles[i];
        struct nd_str name = hit->provider_name.len > 0 ? hit->provider_name : hit->provider_domain;
        if (name.len > 0)
            outlets[count++] = (struct outlet){name, 1};
    }
    qsort(outlets, count, sizeof *outlets, by_name);
    for (size_t i = 0; i < count; i++)
        if (kept > 0 && nd_str_eq(outlets[kept - 1].name, outlets[i].name))
            outlets[kept - 1].articles++;
        else
            outlets[kept++] = outlets[i];
    qsort(outlets, kept, sizeof *outlets, by_articles);
    story->outlets = nd_arena_alloc(arena, kept, sizeof *story->outlets);
    story->outlet_count = kept;
    for (size_t i = 0; i < kept; i++)
        story->outlets[i] = outlets[i].name;
}

static enum nd_status deliver(struct nd_index *index, const struct stories *stories,
                              const struct found *found, struct nd_arena *arena, nd_story_sink *sink,
                              void *context, struct nd_error *err) {
    const struct nd_story_article *articles = stories->vectors.articles;
    struct nd_story story = {.lead = articles[found->lead].id, .count = found->count};
    enum nd_status status = ND_OK;

    nd_arena_reset(arena);
    story.articles = nd_arena_alloc(arena, found->count, sizeof *story.articles);
    for (size_t i = 0; i < found->count && status == ND_OK; i++) {
        const struct nd_story_article *article = &articles[stories->members[found->first + i]];
        status =
            nd_search_fetch(index, &(struct nd_candidate){.id = article->id}, arena, &story.articles[i], err);
        if (i == 0)
            story.first = article->published_at;
        if (article->published_at.ptr != NULL)
            story.last = article->published_at;
    }
    if (status != ND_OK)
        return status;
    list_outlets(&story, arena);
    return sink(context, &story, err);
}

static enum nd_status deliver_all(struct nd_index *index, const struct stories *stories,
                                  const struct nd_stories_request *request, nd_story_sink *sink,
                                  void *context, struct nd_stories_totals *totals, struct nd_error *err) {
    struct nd_arena *arena = nd_arena_new();
    enum nd_status status = ND_OK;
    size_t count = 0;
    struct ranked *list = rank(stories, request, &count);

    totals->stories = (int64_t)count;
    if (request->limit > 0 && (size_t)request->limit < count)
        count = (size_t)request->limit;
    for (size_t i = 0; i < count && status == ND_OK; i++)
        status = deliver(index, stories, list[i].found, arena, sink, context, err);
    free(list);
    nd_arena_free(arena);
    return status;
}

/* The newest matches. */
static enum nd_status find_newest(struct nd_index *index, const struct nd_stories_request *request,
                                  int64_t **ids, struct nd_stories_totals *totals, struct nd_error *err) {
    struct nd_search_options options = {.sort = ND_SORT_NEWEST,
                                        .limit = request->among > 0 ? request->among + 1 : 0,
                                        .any = request->options->any,
                                        .references = request->options->references};
    struct nd_candidates found = {0};
    enum nd_status status = nd_plan_run(index, request->query, &options, &found, err);

    if (request->options->explain != NULL && status == ND_OK)
        nd_search_explain(index, request->query, request->options->explain);
    totals->is_cut = request->among > 0 && found.count > (size_t)request->among;
    if (totals->is_cut)
        found.count = (size_t)request->among;
    totals->articles = (int64_t)found.count;
    *ids = nd_alloc_array(found.count + 1, sizeof **ids);
    for (size_t i = 0; i < found.count; i++)
        (*ids)[i] = found.list[i].id;
    free(found.list);
    return status;
}

enum nd_status nd_index_stories(struct nd_index *index, const struct nd_stories_request *request,
                                nd_story_sink *sink, void *context, struct nd_stories_totals *totals,
                                struct nd_error *err) {
    struct stories stories = {0};
    int64_t *ids = NULL;
    enum nd_status status = nd_search_begin(index, err);

    *totals = (struct nd_stories_totals){0};
    if (status == ND_OK)
        status = find_newest(index, request, &ids, totals, err);
    if (status == ND_OK)
        status = group(index, ids, (size_t)totals->articles, &stories, err);
    if (status == ND_OK)
        status = deliver_all(index, &stories, request, sink, context, totals, err);
    nd_search_end(index);
    fini(&stories);
    free(ids);
    return status;
}

/* What reads like an article, its copies and itself too. */
static enum nd_status find_neighbours(struct nd_index *index, const struct nd_text *text,
                                      struct nd_query *query, struct nd_candidates *found,
                                      struct nd_error *err) {
    struct nd_search_options options = {
        .sort = ND_SORT_RELEVANCE, .any = true, .like = text, .limit = ND_STORY_NEIGHBOURS};
    enum nd_status status = nd_plan_run(index, query, &options, found, err);

    if (found->count > ND_STORY_NEIGHBOURS)
        found->count = ND_STORY_NEIGHBOURS;
    return status;
}

/* Groups an article and its neighbours, and hands out the story the article is in. */
static enum nd_status group_around(struct nd_index *index, int64_t id, const struct nd_candidates *found,
                                   nd_story_sink *sink, void *context, struct nd_error *err) {
    int64_t *ids = nd_alloc_array(found->count + 1, sizeof *ids);
    struct nd_arena *arena = nd_arena_new();
    struct stories stories = {0};
    enum nd_status status;
    size_t count = 0;

    ids[count++] = id;
    for (size_t i = 0; i < found->count; i++)
        if (found->list[i].id != id)
            ids[count++] = found->list[i].id;
    status = group(index, ids, count, &stories, err);
    for (size_t i = 0; i < stories.count && status == ND_OK; i++)
        for (size_t k = 0; k < stories.list[i].count; k++)
            if (stories.vectors.articles[stories.members[stories.list[i].first + k]].id == id) {
                status = deliver(index, &stories, &stories.list[i], arena, sink, context, err);
                break;
            }
    fini(&stories);
    nd_arena_free(arena);
    free(ids);
    return status;
}

enum nd_status nd_index_story(struct nd_index *index, int64_t id, nd_story_sink *sink, void *context,
                              struct nd_error *err) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_candidates found = {0};
    struct nd_stored_article stored;
    struct nd_query query = {.arena = arena};
    struct nd_text text = {.title = ND_STR_NONE};
    enum nd_status status = nd_index_show(index, id, arena, &stored, err);

    if (status == ND_OK) {
        text = (struct nd_text){.title = stored.article.title,
                                .excerpt = stored.article.excerpt,
                                .body = stored.article.body,
                                .language = stored.article.language,
                                .published_at = stored.article.published_at};
        status = nd_index_like(index, &text, arena, &query.root, err);
    }
    if (status == ND_OK)
        status = nd_search_begin(index, err);
    if (status == ND_OK)
        status = find_neighbours(index, &text, &query, &found, err);
    if (status == ND_OK)
        status = group_around(index, id, &found, sink, context, err);
    nd_search_end(index);
    free(found.list);
    nd_arena_free(arena);
    return status;
}
