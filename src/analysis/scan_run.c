#include "analysis/scan_run.h"

#include "newsdex/limits.h"

#include <string.h>

static enum nd_status deliver(struct nd_scan_state *scan, enum nd_unit_kind kind, size_t start, size_t end) {
    struct nd_unit unit = {
        .kind = kind, .start = nd_scan_origin_start(scan, start), .end = nd_scan_origin_end(scan, end)};

    unit.text = nd_str_slice(scan->text, start, end);
    unit.text.len = nd_utf8_floor(unit.text, ND_MAX_TOKEN);
    return scan->sink(scan->context, &unit);
}

/* What a character is to the run it is met in. */
enum member { MEMBER, MEMBER_ATTACHED /* to the one before it */, MEMBER_END, MEMBER_RAW };

static enum member judge(const struct nd_scan_state *scan, size_t size, enum nd_class class,
                         enum nd_class before) {
    if (class == (size == 2 ? ND_CLASS_BIGRAM : ND_CLASS_TRIGRAM) ||
        (class == ND_CLASS_TRIGRAM_MARK && size == 3 && before == ND_CLASS_TRIGRAM))
        return MEMBER;
    if (class != ND_CLASS_MARK && class != ND_CLASS_TRIGRAM_MARK && class != ND_CLASS_BIGRAM_RAW &&
        class != ND_CLASS_IGNORED && class != ND_CLASS_EXPANDING)
        return MEMBER_END;
    if (scan->origins == NULL)
        return MEMBER_RAW;
    if (class == ND_CLASS_EXPANDING || (class == ND_CLASS_BIGRAM_RAW && size == 3))
        return MEMBER_END;
    return size == 3 || class == ND_CLASS_BIGRAM_RAW ? MEMBER : MEMBER_ATTACHED;
}

bool nd_scan_run_is_plain(struct nd_scan_state *scan, size_t size) {
    enum nd_class class, before = ND_CLASS_SEPARATOR;
    enum member member = MEMBER;
    size_t at = scan->at, length;

    if (scan->origins != NULL)
        return true;
    if (at < scan->plain_from)
        return false;
    for (; at < scan->text.len && member == MEMBER; at += length, before = class) {
        class = nd_scan_class(scan, at, &length);
        member = judge(scan, size, class, before);
    }
    if (member == MEMBER_RAW)
        scan->plain_from = at;
    return member != MEMBER_RAW;
}

enum nd_status nd_scan_run_deliver(struct nd_scan_state *scan, size_t size) {
    enum nd_class class, before = ND_CLASS_SEPARATOR;
    enum nd_status status = ND_OK;
    size_t starts[3] = {0}, count = 0,
           length; /* starts of the last characters, fewer than size, and their number */

    for (; scan->at < scan->text.len && status == ND_OK; scan->at += length, before = class) {
        enum member member;
        class = nd_scan_class(scan, scan->at, &length);
        member = judge(scan, size, class, before);
        if (member == MEMBER_END)
            break;
        if (member == MEMBER_ATTACHED)
            continue;
        if (count == size)
            status = deliver(scan, ND_UNIT_NGRAM, starts[0], scan->at);
        if (count == size)
            memmove(starts, starts + 1, --count * sizeof *starts);
        starts[count++] = scan->at;
    }
    if (status == ND_OK)
        status = deliver(scan, count < size ? ND_UNIT_SHORT : ND_UNIT_NGRAM, starts[0], scan->at);
    for (size_t i = 1; i < count && status == ND_OK; i++)
        status = deliver(scan, ND_UNIT_TAIL, starts[i], scan->at);
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
