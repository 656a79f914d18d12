/*
 * What programs and browsers write around JSON: "callback(", "window.data = " (JSONP, assignments), and the
 * page that a browser shows it in.
 */
#include "container/feed_scan.h"
#include "container/format.h"
#include "newsdex/json.h"

enum { LONGEST = 4096 }; /* bytes before the JSON */

/* A page with nothing before its <pre>: behind that. */
static size_t pass_page(struct nd_str head) {
    struct nd_feed_scan scan = {.text = head, .is_end = true};
    struct nd_feed_tag tag;
    size_t text = nd_json_blanks(head);

    while (nd_feed_scan_next(&scan, &tag) == ND_OK) {
        if (nd_str_trim(nd_str_slice(head, text, tag.from)).len > 0 &&
            !nd_str_starts(nd_str_skip(head, text), ND_STR("<!")) &&
            !nd_str_eq_nocase(tag.name, ND_STR("title")))
            return 0;
        text = tag.to;
        if (nd_str_eq_nocase(tag.name, ND_STR("pre")))
            return tag.to;
    }
    return 0;
}

/* "data", "window.YTD.tweets.part0", "module.exports", "data[0]" */
static bool is_name_sign(char c) {
    return nd_char_is_alpha(c) || nd_char_is_digit(c) || nd_str_find_char(ND_STR("_$.[] "), c) != SIZE_MAX;
}

size_t nd_json_wrapping(struct nd_str text) {
    struct nd_str head = nd_str_slice(text, 0, LONGEST);
    size_t at = nd_json_blanks(head), name;

    if (nd_json_sign_at(head, at) == '<')
        return pass_page(head);
    if (nd_str_starts(nd_str_skip(head, at), ND_STR("/**/")))
        at += 4;
    name = at += nd_json_blanks(nd_str_skip(head, at));
    if (!nd_char_is_alpha(nd_json_sign_at(head, at)) && nd_json_sign_at(head, at) != '_' &&
        nd_json_sign_at(head, at) != '$')
        return 0;
    while (at < head.len && is_name_sign(head.ptr[at]))
        at++;
    if (at - name > 200 || (nd_json_sign_at(head, at) != '(' && nd_json_sign_at(head, at) != '='))
        return 0;
    at++;
    at += nd_json_blanks(nd_str_skip(head, at));
    return nd_json_sign_at(head, at) == '[' || nd_json_sign_at(head, at) == '{' ? at : 0;
}

struct nd_str nd_json_without_references(struct nd_str text, struct nd_arena *arena) {
    struct nd_buf out = {0};

    nd_entity_decode_all(text, &out);
    return nd_arena_take(arena, &out);
}
