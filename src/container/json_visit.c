/*
 * What a browser noted of its visits (HTTP Archive 1.2, .har): each entry is a request and the answer to it.
 * Those that are pages are articles, as in a WARC.
 */
#include "container/format.h"
#include "container/mail.h"
#include "container/warc.h"

/* Why the answer is none; absent when it is a page. */
static struct nd_str reason(const struct nd_value *request, const struct nd_value *response,
                            const struct nd_value *content) {
    struct nd_str type = nd_value_text_of(content, "mimeType"), method = nd_value_text_of(request, "method");

    if (method.len > 0 && !nd_str_eq(method, ND_STR("GET")))
        return ND_STR("a request that asks for no page; left out");
    if (!nd_str_starts_nocase(type, ND_STR("text/html")) &&
        !nd_str_starts_nocase(type, ND_STR("application/xhtml")))
        return ND_STR("a file that is no page; left out");
    if (!nd_str_eq(nd_value_text_of(response, "status"), ND_STR("200")))
        return ND_STR("an answer with another status than 200; left out");
    return nd_str_trim(nd_value_text_of(content, "text")).len == 0
               ? ND_STR("a page of which the content was not saved; left out")
               : ND_STR_NONE;
}

static void put(struct nd_value *fields, const char *key, struct nd_str text, struct nd_arena *arena) {
    if (text.len > 0)
        nd_value_put(fields, nd_str_from(key), nd_value_string(arena, text));
}

bool nd_json_visit(const struct nd_value *map, uint32_t line, struct nd_arena *arena,
                   struct nd_problems *problems, struct nd_item *item, struct nd_str *left_out) {
    const struct nd_value *request = nd_value_find(map, "request"),
                          *response = nd_value_find(map, "response"),
                          *content = nd_value_find(response, "content");
    struct nd_value *fields = nd_value_new(arena, ND_MAP);
    struct nd_warc_page page = {.payload = nd_value_text_of(content, "text")};
    struct nd_buf bytes = {0};

    if (content == NULL || nd_value_text_of(request, "url").len == 0)
        return false;
    *left_out = reason(request, response, content);
    if (left_out->len > 0)
        return true;
    put(fields, "url", nd_value_text_of(request, "url"), arena);
    put(fields, "startedDateTime", nd_value_text_of(map, "startedDateTime"), arena);
    item->fields = fields;
    item->format = "har";
    item->document = page.payload;
    if (!nd_str_eq(nd_value_text_of(content, "encoding"), ND_STR("base64")))
        return true;
    nd_mail_add_base64(page.payload, &bytes);
    page.payload = nd_arena_take(arena, &bytes);
    if (!nd_warc_decode(&page, ND_MAX_FILE, line, arena, problems, item))
        *left_out = ND_STR("a page that cannot be decoded; left out");
    return true;
}
