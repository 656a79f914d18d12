#include "article/text/url.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <uriparser/Uri.h>

/* Query parameters that say how a reader came, not what is read. A '*' ends a prefix. */
static const char *const tracking[] = {
    "utm_*",
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "mc_cid",
    "mc_eid",
    "igshid",
    "twclid",
    "ttclid",
    "_hsenc",
    "_hsmi",
    "mkt_tok",
    "vero_id",
    "oly_*",
    "wickedid",
    "ga_source",
    "_openstat",
    "ocid",
    "ns_mchannel",
    "cmpid",
    "xtor",
    "at_medium",
    "at_campaign",
    "smid",
    "spm",
    "ref_src",
    "hss_channel",
    "trk",
    "trkcampaign",
    "__twitter_impression",
    "pk_campaign",
    "pk_kwd",
    "pk_source",
    "pk_medium",
    "mtm_*",
    "ns_campaign",
    "ns_source",
    "wt_mc",
    "wt_zmc",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "_ga",
    "_gl",
    "cmp",
    "ito",
    "ftag",
    "soc_src",
    "soc_trk",
    "at_custom*",
    "fb_source",
    "fb_ref",
    "amp_js_v",
    "usqp",
};

/* "s=09": the program from which an address was shared; of a search "s=" has more than two digits. */
static bool is_program(struct nd_str parameter) {
    return parameter.len == 4 && nd_str_starts(parameter, ND_STR("s=")) &&
           nd_char_is_digit(parameter.ptr[2]) && nd_char_is_digit(parameter.ptr[3]);
}

static bool is_tracking(struct nd_str parameter) {
    size_t equals = nd_str_find_char(parameter, '=');
    struct nd_str name = equals == SIZE_MAX ? parameter : nd_str_slice(parameter, 0, equals);

    if (is_program(parameter))
        return true;
    for (size_t i = 0; i < sizeof tracking / sizeof *tracking; i++) {
        struct nd_str known = nd_str_from(tracking[i]);
        if (nd_str_ends(known, ND_STR("*"))
                ? nd_str_starts_nocase(name, nd_str_slice(known, 0, known.len - 1))
                : nd_str_eq_nocase(name, known))
            return true;
    }
    return false;
}

void nd_url_add_query(struct nd_buf *out, struct nd_str query, bool (*leaves_out)(struct nd_str parameter)) {
    char separator = '?';

    while (query.len > 0) {
        size_t end = nd_str_find_char(query, '&');
        struct nd_str parameter = nd_str_slice(query, 0, end);

        query = nd_str_skip(query, end == SIZE_MAX ? query.len : end + 1);
        if (parameter.len == 0 || leaves_out(parameter))
            continue;
        nd_buf_add_char(out, separator);
        nd_buf_add(out, parameter);
        separator = '&';
    }
}

struct nd_str nd_url_unescape(struct nd_str part, struct nd_arena *arena) {
    char *text = nd_arena_bytes(arena, part.len + 1);

    memcpy(text, part.ptr, part.len);
    text[part.len] = '\0';
    return nd_str_of(text, (size_t)(uriUnescapeInPlaceA(text) - text));
}

static struct nd_str range(const UriTextRangeA *text) {
    return text->first == NULL ? ND_STR_NONE
                               : nd_str_of(text->first, (size_t)(text->afterLast - text->first));
}

static bool is_default_port(struct nd_str scheme, struct nd_str port) {
    return port.len == 0 || (nd_str_eq(scheme, ND_STR("http")) && nd_str_eq(port, ND_STR("80"))) ||
           (nd_str_eq(scheme, ND_STR("https")) && nd_str_eq(port, ND_STR("443"))) ||
           (nd_str_eq(scheme, ND_STR("ftp")) && nd_str_eq(port, ND_STR("21")));
}

static void add_path(struct nd_buf *out, const UriUriA *uri) {
    size_t start = out->len;

    for (const UriPathSegmentA *segment = uri->pathHead; segment != NULL; segment = segment->next) {
        nd_buf_add_char(out, '/');
        nd_buf_add(out, range(&segment->text));
    }
    if (out->len == start)
        nd_buf_add_char(out, '/');
}

static void compose(struct nd_buf *out, const UriUriA *uri) {
    struct nd_str scheme = range(&uri->scheme), user = range(&uri->userInfo), port = range(&uri->portText);

    nd_buf_add(out, scheme);
    nd_buf_add_z(out, "://");
    if (user.len > 0) {
        nd_buf_add(out, user);
        nd_buf_add_char(out, '@');
    }
    if (uri->hostData.ip6 != NULL || uri->hostData.ipFuture.first != NULL)
        nd_buf_addf(out, "[%.*s]", (int)range(&uri->hostText).len, uri->hostText.first);
    else
        nd_buf_add(out, range(&uri->hostText));
    if (!is_default_port(scheme, port)) {
        nd_buf_add_char(out, ':');
        nd_buf_add(out, port);
    }
    add_path(out, uri);
    nd_url_add_query(out, range(&uri->query), is_tracking);
}

/* "&amp;" of pages, copied as it is written there: the length of what stands for "&" at the beginning of s.
 */
static size_t ampersand_length(struct nd_str s) {
    static const struct nd_str forms[] = {ND_STR_INIT("&amp;"), ND_STR_INIT("&#38;"), ND_STR_INIT("&#038;")};

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (nd_str_starts(s, forms[i]))
            return forms[i].len;
    return 0;
}

/* Percent-encodes what people paste into URLs and RFC 3986 does not allow: blanks, quotes, other scripts. */
static void add_encoded(struct nd_buf *out, struct nd_str s) {
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '&' && ampersand_length(nd_str_skip(s, i)) > 0)
            i += ampersand_length(nd_str_skip(s, i)) - 1;
        bool lone_percent =
            c == '%' && !(i + 2 < s.len && nd_char_is_one_of(s.ptr[i + 1], "0123456789abcdefABCDEF") &&
                          nd_char_is_one_of(s.ptr[i + 2], "0123456789abcdefABCDEF"));
        if (c <= 0x20 || c >= 0x7f || lone_percent || nd_char_is_one_of((char)c, "\"<>\\^`{|}"))
            nd_buf_addf(out, "%%%02X", c);
        else
            nd_buf_add_char(out, (char)c);
    }
}

static bool has_web_scheme(struct nd_str s) {
    return nd_str_starts_nocase(s, ND_STR("http://")) || nd_str_starts_nocase(s, ND_STR("https://")) ||
           nd_str_starts_nocase(s, ND_STR("ftp://"));
}

/* Where the fragment begins; the '#' of a reference to a character begins none. */
static size_t fragment_at(struct nd_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '#' && (i == 0 || ampersand_length(nd_str_skip(s, i - 1)) == 0))
            return i;
    return SIZE_MAX;
}

struct nd_str nd_url_canonical(struct nd_str s, struct nd_arena *arena) {
    s = nd_str_trim(s);
    return nd_url_is_plain(s) ? s : nd_url_parse_canonical(s, arena);
}

struct nd_str nd_url_parse_canonical(struct nd_str s, struct nd_arena *arena) {
    struct nd_buf encoded = {0}, out = {0};
    struct nd_str result = ND_STR_NONE;
    UriUriA uri;
    int code;

    s = nd_str_trim(s);
    s = nd_str_slice(s, 0, fragment_at(s));
    if (!has_web_scheme(s))
        return ND_STR_NONE;
    add_encoded(&encoded, s);
    code = uriParseSingleUriA(&uri, encoded.ptr, NULL);
    if (code == URI_SUCCESS) {
        code = uriNormalizeSyntaxA(&uri);
        if (code == URI_SUCCESS && range(&uri.hostText).len > 0) {
            compose(&out, &uri);
            result = nd_arena_str(arena, nd_buf_str(&out));
        }
        uriFreeUriMembersA(&uri);
    }
    if (code == URI_ERROR_MALLOC)
        nd_alloc_exhausted();
    nd_buf_free(&encoded);
    nd_buf_free(&out);
    return result;
}

struct nd_str nd_url_comment(struct nd_str url) {
    static const struct nd_str names[] = {
        ND_STR_INIT("comment-"),     ND_STR_INIT("comment"),    ND_STR_INIT("issuecomment-"),
        ND_STR_INIT("div-comment-"), ND_STR_INIT("kommentar-"), ND_STR_INIT("reply-"),
        ND_STR_INIT("post-"),        ND_STR_INIT("post"),       ND_STR_INIT("c")};
    size_t at = fragment_at(url = nd_str_trim(url));
    struct nd_str fragment = at == SIZE_MAX ? ND_STR_NONE : nd_str_skip(url, at + 1), number;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        uint64_t value;
        number = nd_str_skip(fragment, names[i].len);
        if (nd_str_starts(fragment, names[i]) && nd_str_to_uint(number, &value) &&
            (names[i].len > 1 || number.len > 5))
            return fragment;
    }
    return ND_STR_NONE;
}

struct nd_str nd_url_domain(struct nd_str canonical) {
    size_t start = nd_str_find(canonical, ND_STR("://"));
    struct nd_str host;
    size_t at;

    if (canonical.len == 0 || start == SIZE_MAX)
        return ND_STR_NONE;
    host = nd_str_skip(canonical, start + 3);
    host = nd_str_slice(host, 0, nd_str_find_char(host, '/'));
    at = nd_str_rfind_char(host, '@');
    if (at != SIZE_MAX)
        host = nd_str_skip(host, at + 1);
    host = nd_str_slice(host, 0, nd_str_find_char(host, ':'));
    if (nd_str_starts(host, ND_STR("www.")))
        host = nd_str_skip(host, 4);
    return host;
}
