#include "analysis/scan_run.h"

#include "newsdex/alloc.h"
#include "newsdex/limits.h"

static enum nd_status deliver(struct nd_scan_state *scan, enum nd_unit_kind kind, size_t start, size_t end) {
    struct nd_unit unit = {
        .kind = kind, .start = nd_scan_origin_start(scan, start), .end = nd_scan_origin_end(scan, end)};

    unit.text = nd_str_slice(scan->text, start, end);
    unit.text.len = nd_utf8_floor(unit.text, ND_MAX_TOKEN);
    return scan->sink(scan->context, &unit);
}

static void add_bound(struct nd_scan_state *scan) {
    struct nd_scanner *scanner = scan->scanner;

    scanner->bounds = nd_alloc_grow(scanner->bounds, &scanner->bound_capacity, scanner->bound_count + 1,
                                    sizeof *scanner->bounds);
    scanner->bounds[scanner->bound_count++] = scan->at;
}

bool nd_scan_run_measure(struct nd_scan_state *scan, size_t size) {
    enum nd_class class, before = ND_CLASS_SEPARATOR, main = size == 2 ? ND_CLASS_BIGRAM : ND_CLASS_TRIGRAM;
    size_t length;

    scan->scanner->bound_count = 0;
    for (; scan->at < scan->text.len; scan->at += length, before = class) {
        class = nd_scan_class(scan, scan->at, &length);
        if (class == main || (class == ND_CLASS_TRIGRAM_MARK && size == 3 && before == ND_CLASS_TRIGRAM)) {
            add_bound(scan);
            continue;
        }
        if (class != ND_CLASS_MARK && class != ND_CLASS_TRIGRAM_MARK && class != ND_CLASS_BIGRAM_RAW &&
            class != ND_CLASS_IGNORED && class != ND_CLASS_EXPANDING)
            break;
        if (scan->origins == NULL)
            return false;
        if (class == ND_CLASS_EXPANDING || (class == ND_CLASS_BIGRAM_RAW && size == 3))
            break;
        if (size == 3 || class == ND_CLASS_BIGRAM_RAW)
            add_bound(scan);
    }
    return true;
}

enum nd_status nd_scan_run_deliver(struct nd_scan_state *scan, size_t size) {
    enum nd_status status = ND_OK;
    size_t last = scan->scanner->bound_count, *bounds;

    add_bound(scan);
    bounds = scan->scanner->bounds;
    for (size_t i = 0; i + size <= last && status == ND_OK; i++)
        status = deliver(scan, ND_UNIT_NGRAM, bounds[i], bounds[i + size]);
    if (last < size && status == ND_OK)
        status = deliver(scan, ND_UNIT_SHORT, bounds[0], bounds[last]);
    for (size_t i = last < size ? 1 : last - size + 1; i < last && status == ND_OK; i++)
        status = deliver(scan, ND_UNIT_TAIL, bounds[i], bounds[last]);
    return status;
}

enum nd_status nd_scan_run_symbol(struct nd_scan_state *scan, size_t length) {
    struct nd_str indicator = ND_STR("\xF0\x9F\x87"); /* U+1F1E6 to U+1F1FF and no other symbol */
    size_t start = scan->at;
    bool is_indicator = nd_str_starts(nd_str_skip(scan->text, start), indicator);

    scan->at += length;
    if (is_indicator && nd_str_starts(nd_str_skip(scan->text, scan->at), indicator) &&
        nd_scan_class(scan, scan->at, &length) == ND_CLASS_SYMBOL)
        scan->at += length;
    return deliver(scan, ND_UNIT_SYMBOL, start, scan->at);
}
