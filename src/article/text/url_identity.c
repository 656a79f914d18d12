/*
 * What several addresses of one article share: the same page over http and https, with www., for telephones
 * and as AMP, with the slash of a folder or the name of its index page. No address to open: some servers have
 * the page only under one of them. Pages that may differ keep different identities.
 */
#include "article/text/url.h"

#include <string.h>

static bool has_sign_of_article(struct nd_str path) {
    size_t slash = nd_str_rfind_char(path, '/');

    for (size_t i = 0; i < path.len; i++)
        if (nd_char_is_digit(path.ptr[i]))
            return true;
    return slash != SIZE_MAX && nd_str_find_char(nd_str_skip(path, slash), '-') != SIZE_MAX;
}

/* Without "www.", "m.", "mobile.", "amp." in front, or "m" as in en.m.wikipedia.org. */
static void add_host(struct nd_buf *out, struct nd_str host) {
    static const struct nd_str fronts[] = {ND_STR_INIT("www."), ND_STR_INIT("m."), ND_STR_INIT("mobile."),
                                           ND_STR_INIT("amp.")};
    size_t second;

    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++)
        if (nd_str_starts(host, fronts[i]) &&
            nd_str_find_char(nd_str_skip(host, fronts[i].len), '.') != SIZE_MAX) {
            host = nd_str_skip(host, fronts[i].len);
            break;
        }
    second = nd_str_find(host, ND_STR(".m."));
    if (second != SIZE_MAX && second <= 3) { /* behind a language */
        nd_buf_add(out, nd_str_slice(host, 0, second));
        host = nd_str_skip(host, second + 2);
    }
    nd_buf_add(out, host);
}

static struct nd_str without_end(struct nd_str path, struct nd_str end) {
    return nd_str_ends(path, end) ? nd_str_slice(path, 0, path.len - end.len) : path;
}

/* Without "/amp" behind what can only be an article: "/guitar/amp" is another page than "/guitar". */
static struct nd_str without_amp(struct nd_str path) {
    struct nd_str rest = without_end(path, ND_STR("/amp"));

    return rest.len < path.len && has_sign_of_article(rest) ? rest : path;
}

static struct nd_str without_index(struct nd_str path) {
    static const struct nd_str pages[] = {
        ND_STR_INIT("/index.html"),  ND_STR_INIT("/index.htm"),   ND_STR_INIT("/index.php"),
        ND_STR_INIT("/index.shtml"), ND_STR_INIT("/index.asp"),   ND_STR_INIT("/index.aspx"),
        ND_STR_INIT("/index.jsp"),   ND_STR_INIT("/default.asp"), ND_STR_INIT("/default.aspx"),
        ND_STR_INIT("/default.htm"), ND_STR_INIT("/default.html")};

    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (nd_str_ends(path, pages[i]))
            return nd_str_slice(path, 0, path.len - pages[i].len + 1);
    return path;
}

/* Parameters that ask for another form of the same page. */
static bool is_of_form(struct nd_str parameter) {
    static const struct nd_str forms[] = {ND_STR_INIT("amp"),        ND_STR_INIT("amp="),
                                          ND_STR_INIT("amp=1"),      ND_STR_INIT("amp=true"),
                                          ND_STR_INIT("output=amp"), ND_STR_INIT("outputtype=amp"),
                                          ND_STR_INIT("m=0"),        ND_STR_INIT("m=1")};

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (nd_str_eq_nocase(parameter, forms[i]))
            return true;
    return false;
}

void nd_url_identity(struct nd_str canonical, struct nd_buf *out) {
    size_t host = nd_str_find(canonical, ND_STR("://")), path, mark;
    struct nd_str rest, query;

    if (host == SIZE_MAX || !nd_str_starts(canonical, ND_STR("http"))) {
        nd_buf_add(out, canonical);
        return;
    }
    rest = nd_str_skip(canonical, host + 3);
    mark = nd_str_find_char(rest, '?');
    query = mark == SIZE_MAX ? ND_STR("") : nd_str_skip(rest, mark + 1);
    rest = nd_str_slice(rest, 0, mark);
    path = nd_str_find_char(rest, '/');
    nd_buf_add_z(out, "https://");
    add_host(out, nd_str_slice(rest, 0, path));
    rest = path == SIZE_MAX ? ND_STR("/") : nd_str_skip(rest, path);
    rest = without_amp(rest.len > 1 ? without_end(rest, ND_STR("/")) : rest);
    if (query.len == 0)
        rest = without_index(rest);
    rest = rest.len > 1 ? without_end(rest, ND_STR("/")) : rest;
    nd_buf_add(out, rest);
    nd_url_add_query(out, query, is_of_form);
}
