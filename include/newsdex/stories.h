/*
 * Stories: articles about one event in one language, over time. Part of the index stage.
 *
 * Nothing is stored: articles are grouped when somebody asks, by what is said in their titles and first
 * lines, so that it does not matter in which order they came. Two articles are alike by the words both have
 * that few others of those asked about have; names and numbers count more; likeness fades with the days
 * between. Clusters whose articles are alike enough on the average are one story, the likest first (average
 * linkage). A story may go on as long as articles follow one another; what is like it after a gap of some
 * weeks is another one. Articles of the same words count once where they are compared, and each where they
 * are counted.
 */
#ifndef NEWSDEX_STORIES_H
#define NEWSDEX_STORIES_H

#include "newsdex/index.h"

enum {
    ND_STORIES_AMONG = 50000,  /* articles that are grouped, unless more are asked for */
    ND_STORY_NEIGHBOURS = 500, /* articles among which the story of one is looked for */
    ND_STORY_FOLDED = 2000     /* hits that are folded, or four times as many as are wanted */
};

struct nd_story {
    int64_t lead;            /* of the articles the one that is most like them all */
    struct nd_hit *articles; /* in order of time, those without a date last */
    size_t count;
    struct nd_str first, last; /* dates; absent when no article has one */
    struct nd_str *outlets;    /* names, or else domains, of those with most articles first */
    size_t outlet_count;
};

struct nd_stories_request {
    struct nd_query *query;
    const struct nd_search_options *options; /* any and references of them count */
    bool is_biggest;                         /* the biggest first, otherwise the newest */
    int64_t limit;                           /* 0: all */
    int64_t least;                           /* articles of a story */
    int64_t among;                           /* the newest so many matches are grouped; 0: all */
};

struct nd_stories_totals {
    int64_t articles, stories; /* that were grouped; that there are */
    bool is_cut;               /* there are more matches, older ones */
};

/* Takes stories; a status other than ND_OK ends it and is returned. */
typedef enum nd_status nd_story_sink(void *context, const struct nd_story *story, struct nd_error *err);

/* The stories among the articles that a query matches. */
enum nd_status nd_index_stories(struct nd_index *index, const struct nd_stories_request *request,
                                nd_story_sink *sink, void *context, struct nd_stories_totals *totals,
                                struct nd_error *err) ND_MUST_CHECK;

/* The story that an article is in, among what reads like it; of one article when there is no other. */
enum nd_status nd_index_story(struct nd_index *index, int64_t id, nd_story_sink *sink, void *context,
                              struct nd_error *err) ND_MUST_CHECK;

/*
 * As nd_index_search, but of the hits in one story only the first: its copies and outlets tell of the others.
 * options without sample and all_versions.
 */
enum nd_status nd_index_search_folded(struct nd_index *index, struct nd_query *query,
                                      const struct nd_search_options *options, nd_hit_sink *sink,
                                      void *context, int64_t *count, struct nd_error *err) ND_MUST_CHECK;

#endif
