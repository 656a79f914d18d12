/*
 * What a server sent. It says how, and is not to be believed: what was in pieces or packed is seen.
 */
#include "container/warc.h"

#include "container/unpack.h"
#include "newsdex/source.h"

#include "newsdex/alloc.h"

#include <zlib.h>

enum { META_HEAD = 1024, MAX_HTTP_HEAD = 32 * 1024, STEP = 64 * 1024, MAX_CHUNK_DIGITS = 8 };

static bool has_type(struct nd_str type, const char *name) {
    return nd_str_eq_nocase(type, nd_str_from(name));
}

/* "text/html" of "text/html; charset=utf-8", and the charset. */
static struct nd_str type_of(struct nd_str value, struct nd_str *charset) {
    size_t end = nd_str_find_char(value, ';');
    struct nd_str rest = nd_str_skip(value, end == SIZE_MAX ? value.len : end + 1);

    while (rest.len > 0) {
        size_t next = nd_str_find_char(rest, ';');
        struct nd_str word = nd_str_trim(nd_str_slice(rest, 0, next));
        if (nd_str_starts_nocase(word, ND_STR("charset="))) {
            *charset = nd_str_skip(word, 8);
            while (charset->len > 0 && (charset->ptr[0] == '"' || charset->ptr[0] == '\''))
                *charset = nd_str_skip(*charset, 1);
            while (charset->len > 0 &&
                   (nd_str_ends(*charset, ND_STR("\"")) || nd_str_ends(*charset, ND_STR("'"))))
                charset->len--;
        }
        rest = nd_str_skip(rest, next == SIZE_MAX ? rest.len : next + 1);
    }
    return nd_str_trim(nd_str_slice(value, 0, end));
}

static bool is_page_type(struct nd_str type, struct nd_str payload) {
    struct nd_str begin = nd_str_trim(nd_str_slice(payload, 0, META_HEAD));

    if (type.len > 0 && !has_type(type, "no-type") && !has_type(type, "unk"))
        return has_type(type, "text/html") || has_type(type, "application/xhtml+xml") ||
               has_type(type, "text/plain") || has_type(type, "text/markdown");
    return nd_str_starts_nocase(begin, ND_STR("<!doctype html")) ||
           nd_str_starts_nocase(begin, ND_STR("<html"));
}

/* The head of an answer; the status is 0 when there is none yet, and the payload is what is behind it. */
static unsigned read_answer(struct nd_str content, bool is_whole, struct nd_warc_page *page) {
    struct nd_str rest = content, line;
    unsigned status = 0;
    bool is_closed = false;
    size_t blank;

    while (!is_closed && (is_whole || nd_str_find_char(rest, '\n') != SIZE_MAX) &&
           nd_str_next_line(&rest, &line)) {
        is_closed = line.len == 0;
        if (status == 0 && (blank = nd_str_find_char(line, ' ')) != SIZE_MAX)
            for (size_t i = blank + 1; i < line.len && i < blank + 4 && nd_char_is_digit(line.ptr[i]); i++)
                status = status * 10 + (unsigned)(line.ptr[i] - '0');
        if (nd_str_starts_nocase(line, ND_STR("Content-Type:")))
            page->type = type_of(nd_str_trim(nd_str_skip(line, 13)), &page->charset);
        if (nd_str_starts_nocase(line, ND_STR("Content-Encoding:")))
            page->coding = nd_str_trim(nd_str_skip(line, 17));
    }
    page->payload = rest;
    return is_closed || is_whole || content.len - rest.len > MAX_HTTP_HEAD ? status : 0;
}

/* What programs ask of every site and no one reads. */
static bool is_for_programs(struct nd_str uri) {
    static const struct nd_str ends[] = {ND_STR_INIT("/robots.txt"), ND_STR_INIT("/ads.txt"),
                                         ND_STR_INIT("/app-ads.txt"), ND_STR_INIT("/security.txt")};

    uri = nd_str_slice(uri, 0, nd_str_find_char(uri, '?'));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (nd_str_ends(uri, ends[i]))
            return true;
    return false;
}

static bool is_web(struct nd_str uri) {
    return nd_str_starts_nocase(uri, ND_STR("http:")) || nd_str_starts_nocase(uri, ND_STR("https:"));
}

static enum nd_warc_kind kind_by_head(const struct nd_warc_head *head) {
    static const struct {
        const char *type;
        enum nd_warc_kind kind;
    } types[] = {{"request", ND_WARC_REQUEST}, {"metadata", ND_WARC_METADATA}, {"revisit", ND_WARC_REVISIT},
                 {"warcinfo", ND_WARC_INFO},   {"response", ND_WARC_PAGE},     {"resource", ND_WARC_PAGE},
                 {"conversion", ND_WARC_PAGE}};

    if (nd_str_starts_nocase(head->uri, ND_STR("dns:")))
        return ND_WARC_DNS;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (nd_str_eq_nocase(head->type, nd_str_from(types[i].type)))
            return types[i].kind;
    return ND_WARC_METADATA;
}

enum nd_warc_kind nd_warc_judge(const struct nd_warc_head *head, struct nd_str content, bool is_arc,
                                bool is_whole, struct nd_warc_page *page) {
    enum nd_warc_kind kind = kind_by_head(head);
    unsigned status = 200;

    *page = (struct nd_warc_page){.payload = content};
    if (kind != ND_WARC_PAGE)
        return kind;
    if (!is_web(head->uri))
        return ND_WARC_METADATA; /* logs and settings of the crawler */
    if (nd_str_eq_nocase(head->type, ND_STR("response"))) {
        if (!is_whole && content.len < 5)
            return ND_WARC_UNDECIDED;
        if (nd_str_starts(content, ND_STR("HTTP/")))
            status = read_answer(content, is_whole, page);
        if (status == 0)
            return is_whole ? ND_WARC_STATUS : ND_WARC_UNDECIDED;
    } else {
        page->type = type_of(head->content_type, &page->charset);
    }
    if (is_arc && page->type.len == 0)
        page->type = head->content_type;
    if (status != 200)
        return ND_WARC_STATUS;
    if (!is_page_type(page->type, page->payload) || is_for_programs(head->uri))
        return ND_WARC_OTHER_TYPE;
    return ND_WARC_PAGE;
}

/* "1f3a;name=value" and its line end (RFC 9112, section 7.1); 0 when text begins otherwise. */
static size_t read_chunk_head(struct nd_str text, size_t *length) {
    size_t i = 0, end = nd_str_find_char(nd_str_slice(text, 0, META_HEAD), '\n');
    size_t value = 0;

    for (; i < text.len && i < MAX_CHUNK_DIGITS; i++) {
        char c = nd_char_lower(text.ptr[i]);
        if (!nd_char_is_digit(c) && (c < 'a' || c > 'f'))
            break;
        value = value * 16 + (size_t)(nd_char_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    if (i == 0 || end == SIZE_MAX)
        return 0;
    *length = value;
    for (; i < end; i++)
        if (text.ptr[i] == ';')
            break;
        else if (!nd_char_is_blank(text.ptr[i]))
            return 0;
    return end + 1;
}

/* Joins what was sent in chunks: all of it must be in such, but for what was cut off. False when it was not.
 */
static bool join_chunks(struct nd_str text, struct nd_buf *out) {
    size_t length, head;

    while ((head = read_chunk_head(text, &length)) > 0) {
        if (length == 0)
            return true;
        nd_buf_add(out, nd_str_slice(text, head, head + length));
        if (length >= text.len - head)
            return true;
        text = nd_str_skip(text, head + length);
        if (!nd_str_starts(text, ND_STR("\r\n")) && !nd_str_starts(text, ND_STR("\n")))
            return false;
        text = nd_str_skip(text, text.ptr[0] == '\r' ? 2 : 1);
    }
    return text.len == 0 && out->len > 0;
}

/* "deflate" is that of zlib, or without its head (RFC 9110, section 8.4.1.2). False when it is neither. */
static bool inflate_all(struct nd_str bytes, size_t max, bool is_raw, struct nd_buf *out) {
    z_stream zlib = {0};
    int result = Z_OK;

    if (inflateInit2(&zlib, is_raw ? -15 : 15) != Z_OK)
        nd_alloc_exhausted();
    zlib.next_in = (Bytef *)(uintptr_t)bytes.ptr;
    zlib.avail_in = (uInt)bytes.len;
    while (result == Z_OK && out->len <= max) {
        zlib.next_out = (Bytef *)nd_buf_reserve(out, STEP);
        zlib.avail_out = STEP;
        result = inflate(&zlib, Z_NO_FLUSH);
        out->len += STEP - zlib.avail_out;
    }
    inflateEnd(&zlib);
    nd_buf_reserve(out, 0)[0] = '\0';
    return result != Z_DATA_ERROR && out->len > 0;
}

/* Undoes what the payload is packed with, by its look or, where it has none, as the server says. */
static bool unpack(const struct nd_warc_page *page, size_t max, struct nd_buf *text, const char **why) {
    struct nd_buf out = {0};
    struct nd_input *input;
    ssize_t n = 1;

    if (nd_str_eq_nocase(page->coding, ND_STR("br")) && nd_str_find_char(nd_buf_str(text), '<') != 0) {
        *why = "packed with br (Brotli), which is not read";
        return false;
    }
    if (nd_str_eq_nocase(page->coding, ND_STR("deflate")) &&
        (inflate_all(nd_buf_str(text), max, false, &out) ||
         (nd_buf_clear(&out), inflate_all(nd_buf_str(text), max, true, &out)))) {
        nd_buf_free(text);
        *text = out;
        out = (struct nd_buf){0};
    }
    nd_buf_clear(&out);
    input = nd_unpack(nd_input_of_bytes(nd_buf_str(text), true));
    while (n > 0 && out.len <= max) {
        n = nd_input_read(input, nd_buf_reserve(&out, STEP), STEP);
        out.len += n > 0 ? (size_t)n : 0;
        out.ptr[out.len] = '\0';
    }
    nd_input_close(input);
    nd_buf_free(text);
    *text = out;
    *why = out.len > max ? "unpacked it is larger than a record may be" : "nothing can be unpacked of it";
    return out.len > 0 && out.len <= max;
}

static struct nd_str charset_of(const struct nd_warc_page *page, struct nd_str text) {
    struct nd_str head = nd_str_slice(text, 0, META_HEAD);
    size_t at = nd_str_find(head, ND_STR("charset=")), end = 0;

    if (page->charset.len > 0 || at == SIZE_MAX)
        return page->charset;
    head = nd_str_skip(head, at + 8);
    if (head.len > 0 && (head.ptr[0] == '"' || head.ptr[0] == '\''))
        head = nd_str_skip(head, 1);
    while (end < head.len && nd_str_find_char(ND_STR("\"'>;/ \t\r\n"), head.ptr[end]) == SIZE_MAX)
        end++;
    return nd_str_slice(head, 0, end);
}

/* Lines of what was unpacked are none of the file: the record's is told. */
static void pass_on(const struct nd_problems *found, uint32_t line, struct nd_problems *problems) {
    for (const struct nd_problem *p = found->first; p != NULL; p = p->next)
        nd_problems_add(problems, p->code, line, 0, "%.*s", (int)p->message.len, p->message.ptr);
}

bool nd_warc_decode(const struct nd_warc_page *page, size_t max, uint32_t line, struct nd_arena *arena,
                    struct nd_problems *problems, struct nd_item *item) {
    struct nd_buf text = {0};
    struct nd_str charset;
    struct nd_problems found;
    const char *why = NULL;

    nd_problems_init(&found, arena);
    if (!join_chunks(page->payload, &text)) {
        nd_buf_clear(&text);
        nd_buf_add(&text, page->payload);
    }
    if (nd_str_trim(nd_buf_str(&text)).len == 0)
        why = "a page without content";
    else if (unpack(page, max, &text, &why))
        why = NULL;
    charset = charset_of(page, nd_buf_str(&text));
    if (charset.len > 0)
        charset = nd_source_charset(nd_arena_str(arena, charset), arena);
    if (why == NULL && nd_source_decode_piece(&text, charset.len > 0 ? charset : ND_STR_NONE, &item->encoding,
                                              &found) != ND_OK)
        why = "binary data";
    pass_on(&found, line, problems);
    if (why != NULL)
        nd_problems_add(problems, ND_P_RECORD, line, 0, "%s: left out", why);
    item->document = nd_arena_take(arena, &text);
    return why == NULL;
}
