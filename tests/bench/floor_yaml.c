/*
 * Floor of anything that reads front matter with libyaml: its events alone, nothing made of them.
 *
 *     floor_yaml FOLDER THREADS      prints seconds, processor seconds, bytes of front matter, events
 */
#include "load.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

enum { MAX_THREADS = 64 };

struct scan {
    struct bench_corpus corpus;
    atomic_size_t next, events, bytes;
};

/* What stands between the first line, if it is a rule, and the next rule. */
static struct nd_str front_matter(struct nd_str text) {
    struct nd_str block = nd_str_skip(text, 4);

    if (!nd_str_starts(text, ND_STR("---\n")))
        return ND_STR("");
    return nd_str_slice(block, 0, nd_str_find(block, ND_STR("\n---")));
}

static size_t count_events(struct nd_str block) {
    yaml_parser_t parser;
    yaml_event_t event;
    size_t count = 0;
    int type = YAML_NO_EVENT;

    if (!yaml_parser_initialize(&parser))
        return 0;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)block.ptr, block.len);
    while (type != YAML_STREAM_END_EVENT && yaml_parser_parse(&parser, &event)) {
        type = (int)event.type;
        yaml_event_delete(&event);
        count++;
    }
    yaml_parser_delete(&parser);
    return count;
}

static void *run(void *context) {
    struct scan *scan = context;
    size_t at;

    while ((at = atomic_fetch_add(&scan->next, 1)) < scan->corpus.count) {
        struct nd_str block = front_matter(scan->corpus.texts[at]);
        atomic_fetch_add(&scan->events, count_events(block));
        atomic_fetch_add(&scan->bytes, block.len);
    }
    return NULL;
}

int main(int argc, char **argv) {
    static struct scan scan;
    pthread_t threads[MAX_THREADS];
    int count = argc == 3 ? (int)strtol(argv[2], NULL, 10) : 0;
    struct bench_time start;

    if (count < 1 || count > MAX_THREADS) {
        fprintf(stderr, "usage: floor_yaml FOLDER THREADS\n");
        return 2;
    }
    bench_load(argv[1], &scan.corpus);
    start = bench_now();
    for (int i = 0; i < count; i++)
        if (pthread_create(&threads[i], NULL, run, &scan) != 0)
            return 2;
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    bench_print(start, scan.bytes, scan.events);
    bench_unload(&scan.corpus);
    return 0;
}
