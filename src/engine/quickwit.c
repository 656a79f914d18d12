#include "engine/quickwit.h"

#include "engine/json_article.h"
#include "engine/schemas.h"
#include "engine/sets.h"

#include <inttypes.h>

static struct nd_str schema(void) {
    return nd_str_of(nd_schema_quickwit, sizeof nd_schema_quickwit - 1);
}

enum { KEY = 32766, /* below the longest token of tantivy */ REQUEST = 10 * 1000 * 1000 };

static void begin(struct nd_engine_feed *feed) {
    (void)feed;
}

static void put(struct nd_engine_feed *feed, const struct nd_engine_article *article) {
    struct nd_json json = {&feed->out, false};
    size_t before = feed->out.len;

    nd_json_open(&json, '{');
    nd_json_article(&json, feed, article, KEY);
    nd_sets_add(&json, &article->words);
    nd_json_close(&json, '}');
    nd_buf_add_char(&feed->out, '\n');
    if (feed->out.len - before > REQUEST)
        nd_engine_note(feed, article->uid, "more than the 10 MB that a request to Quickwit may have");
    feed->batch++;
}

static void drop(struct nd_engine_feed *feed, struct nd_str uid, int64_t revision) {
    (void)uid;
    (void)revision;
    feed->batch++;
}

/* It has articles, and neither identities nor versions of them. */
static void end(struct nd_engine_feed *feed, const struct nd_index_state *now) {
    (void)now;
    if (feed->scope == ND_ENGINE_CHANGES && feed->batch > 0)
        nd_buf_addf(
            &feed->notes,
            "%zu articles came, changed or went: Quickwit also keeps what it had of them; a new index "
            "made of an export does not\n",
            feed->batch);
}

const struct nd_engine nd_quickwit = {"quickwit", schema, begin, put, drop, end, nd_quickwit_translate};
