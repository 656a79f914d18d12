#include "container/mail.h"

#include "newsdex/limits.h"

enum { MAX_NAME = 76 /* bytes of a field's name */ };

static const struct nd_str names[ND_MAIL_FIELDS] = {
    [ND_MAIL_FROM] = ND_STR_INIT("From"),
    [ND_MAIL_SENDER] = ND_STR_INIT("Sender"),
    [ND_MAIL_REPLY_TO] = ND_STR_INIT("Reply-To"),
    [ND_MAIL_TO] = ND_STR_INIT("To"),
    [ND_MAIL_CC] = ND_STR_INIT("Cc"),
    [ND_MAIL_SUBJECT] = ND_STR_INIT("Subject"),
    [ND_MAIL_DATE] = ND_STR_INIT("Date"),
    [ND_MAIL_MESSAGE_ID] = ND_STR_INIT("Message-ID"),
    [ND_MAIL_IN_REPLY_TO] = ND_STR_INIT("In-Reply-To"),
    [ND_MAIL_REFERENCES] = ND_STR_INIT("References"),
    [ND_MAIL_KEYWORDS] = ND_STR_INIT("Keywords"),
    [ND_MAIL_COMMENTS] = ND_STR_INIT("Comments"),
    [ND_MAIL_ORGANIZATION] = ND_STR_INIT("Organization"),
    [ND_MAIL_NEWSGROUPS] = ND_STR_INIT("Newsgroups"),
    [ND_MAIL_LIST_ID] = ND_STR_INIT("List-Id"),
    [ND_MAIL_LIST_ARCHIVE] = ND_STR_INIT("List-Archive"),
    [ND_MAIL_ARCHIVED_AT] = ND_STR_INIT("Archived-At"),
    [ND_MAIL_SNAPSHOT] = ND_STR_INIT("Snapshot-Content-Location"),
    [ND_MAIL_CONTENT_LANGUAGE] = ND_STR_INIT("Content-Language"),
    [ND_MAIL_LIST_POST] = ND_STR_INIT("List-Post"),
    [ND_MAIL_LIST_UNSUBSCRIBE] = ND_STR_INIT("List-Unsubscribe"),
    [ND_MAIL_MAILING_LIST] = ND_STR_INIT("Mailing-List"),
    [ND_MAIL_PRECEDENCE] = ND_STR_INIT("Precedence"),
    [ND_MAIL_MIME_VERSION] = ND_STR_INIT("MIME-Version"),
    [ND_MAIL_RECEIVED] = ND_STR_INIT("Received"),
    [ND_MAIL_RETURN_PATH] = ND_STR_INIT("Return-Path"),
    [ND_MAIL_DELIVERED_TO] = ND_STR_INIT("Delivered-To"),
    [ND_MAIL_CONTENT_TYPE] = ND_STR_INIT("Content-Type"),
    [ND_MAIL_CONTENT_TRANSFER_ENCODING] = ND_STR_INIT("Content-Transfer-Encoding"),
    [ND_MAIL_CONTENT_DISPOSITION] = ND_STR_INIT("Content-Disposition"),
    [ND_MAIL_CONTENT_ID] = ND_STR_INIT("Content-ID"),
    [ND_MAIL_CONTENT_LOCATION] = ND_STR_INIT("Content-Location"),
    [ND_MAIL_CONTENT_LENGTH] = ND_STR_INIT("Content-Length"),
    [ND_MAIL_LINES] = ND_STR_INIT("Lines"),
    [ND_MAIL_NNTP_HOST] = ND_STR_INIT("NNTP-Posting-Host"),
};

struct nd_str nd_mail_field_name(enum nd_mail_field field) {
    return names[field];
}

/* The length of the name that line begins with, up to its colon or the blanks before it; 0: there is none. */
static size_t name_length(struct nd_str line) {
    size_t length = 0, end;

    while (length < line.len && length <= MAX_NAME && line.ptr[length] > ' ' && line.ptr[length] < 0x7f &&
           line.ptr[length] != ':')
        length++;
    for (end = length; end < line.len && (line.ptr[end] == ' ' || line.ptr[end] == '\t');)
        end++;
    return length > MAX_NAME || end == line.len || line.ptr[end] != ':' ? 0 : length;
}

bool nd_mail_is_field(struct nd_str line) {
    return name_length(line) > 0;
}

static enum nd_mail_field field_of(struct nd_str name) {
    for (enum nd_mail_field field = 0; field < ND_MAIL_FIELDS; field++)
        if (names[field].len == name.len && nd_str_eq_nocase(names[field], name)) /* of most not even that */
            return field;
    return ND_MAIL_FIELDS;
}

/* Opens the value of the field in line, unless there was one of that name; *value: what folded lines
 * lengthen.
 */
static void add_field(struct nd_mail_header *header, struct nd_str line, struct nd_str **value) {
    size_t length = name_length(line);
    enum nd_mail_field field = field_of(nd_str_slice(line, 0, length));

    *value = NULL;
    if (field == ND_MAIL_FIELDS || nd_str_trim(header->values[field]).len > 0)
        return;
    header->values[field] = nd_str_skip(line, nd_str_find_char(line, ':') + 1);
    header->lines[field] = header->line_count;
    *value = &header->values[field];
}

/* "08:00" somewhere in line. */
static bool has_time(struct nd_str line) {
    for (size_t i = 1; i + 2 < line.len; i++)
        if (line.ptr[i] == ':' && nd_char_is_digit(line.ptr[i - 1]) && nd_char_is_digit(line.ptr[i + 1]) &&
            nd_char_is_digit(line.ptr[i + 2]))
            return true;
    return false;
}

void nd_mail_header_read(struct nd_str bytes, struct nd_mail_header *header) {
    struct nd_str rest = bytes, line, *value = NULL;
    bool is_first = true;

    *header = (struct nd_mail_header){.is_ended = true};
    while (nd_str_next_line(&rest, &line)) {
        bool is_folded = line.len > 0 && (line.ptr[0] == ' ' || line.ptr[0] == '\t');
        bool is_envelope =
            nd_str_starts(line, ND_STR(">From ")) || (is_first && nd_str_starts(line, ND_STR("From ")));
        if (!is_folded && !is_envelope && line.len > 0 && !nd_mail_is_field(line)) {
            header->is_ended = false;
            return;
        }
        header->length = bytes.len - rest.len;
        header->line_count++;
        if (line.len == 0)
            return;
        if (is_folded && value != NULL)
            value->len = (size_t)(line.ptr + line.len - value->ptr);
        else if (!is_folded && !is_envelope) {
            header->line_count--;
            add_field(header, line, &value);
            header->line_count++;
        }
        header->has_envelope = header->has_envelope || (is_first && is_envelope && has_time(line));
        is_first = false;
    }
}

bool nd_mail_begins(struct nd_str bytes, bool is_whole) {
    struct nd_mail_header header;
    struct nd_str head = nd_str_slice(bytes, 0, ND_CONTAINER_HEAD);

    if (!is_whole || head.len < bytes.len) /* the last line may be half of one */
        head.len = nd_str_rfind_char(head, '\n') == SIZE_MAX ? 0 : nd_str_rfind_char(head, '\n');
    nd_mail_header_read(head, &header);
    return nd_mail_is_header(&header);
}

bool nd_mail_is_header(const struct nd_mail_header *header) {
    static const enum nd_mail_field sure[] = {ND_MAIL_MESSAGE_ID,
                                              ND_MAIL_MIME_VERSION,
                                              ND_MAIL_RECEIVED,
                                              ND_MAIL_RETURN_PATH,
                                              ND_MAIL_DELIVERED_TO,
                                              ND_MAIL_LIST_ID,
                                              ND_MAIL_CONTENT_TYPE,
                                              ND_MAIL_IN_REPLY_TO,
                                              ND_MAIL_LIST_UNSUBSCRIBE,
                                              ND_MAIL_CONTENT_TRANSFER_ENCODING,
                                              ND_MAIL_LINES,
                                              ND_MAIL_NNTP_HOST,
                                              ND_MAIL_NEWSGROUPS};
    static const enum nd_mail_field others[] = {ND_MAIL_FROM, ND_MAIL_DATE, ND_MAIL_SUBJECT, ND_MAIL_TO};
    size_t signs = header->has_envelope, with = 0;

    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        signs += header->values[sure[i]].ptr != NULL;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        with += header->values[others[i]].ptr != NULL;
    if (header->length == 0 || (!header->is_ended && signs < 3))
        return false;
    return signs >= 2 || (signs == 1 && with >= 2 && header->values[ND_MAIL_FROM].ptr != NULL);
}

struct nd_str nd_mail_without_envelope(struct nd_str bytes) {
    struct nd_str rest = bytes, line;

    while (nd_str_starts(rest, ND_STR("From ")) && nd_str_next_line(&rest, &line))
        ;
    return rest;
}

/* A line that begins with "From " may be of a text: it has a time, or what follows is a header. */
static bool is_envelope(struct nd_str bytes) {
    struct nd_str rest = nd_str_slice(bytes, 0, ND_CONTAINER_HEAD), line, next, behind;
    struct nd_mail_header header;

    if (!nd_str_next_line(&rest, &line) || rest.len == 0)
        return false;
    next = nd_str_slice(rest, 0, nd_str_find_char(rest, '\n'));
    if (!nd_mail_is_field(next) && !nd_str_starts(next, ND_STR(">From ")))
        return false;
    if (has_time(line))
        return true;
    behind = nd_str_skip(rest, next.len + 1);
    if (nd_str_trim(nd_str_slice(behind, 0, nd_str_find_char(behind, '\n'))).len == 0)
        return false; /* no field alone is a header */
    nd_mail_header_read(rest, &header);
    return nd_mail_is_header(&header);
}

/* An envelope behind zeros, before until: where a system fell, no line ends before it. */
static size_t envelope_in_hole(struct nd_str bytes, size_t from, size_t until) {
    struct nd_str text = nd_str_slice(bytes, 0, until == SIZE_MAX ? bytes.len : until);
    size_t at;

    while ((at = nd_str_find(nd_str_skip(text, from), ND_STR("\0From "))) != SIZE_MAX) {
        from += at + 1;
        if (is_envelope(nd_str_skip(bytes, from)))
            return from;
    }
    return SIZE_MAX;
}

size_t nd_mail_next_envelope(struct nd_str bytes, size_t from) {
    size_t at, begin = from, next = SIZE_MAX, in_hole;

    while (next == SIZE_MAX && (at = nd_str_find(nd_str_skip(bytes, from), ND_STR("\nFrom "))) != SIZE_MAX) {
        at += from;
        if (at > 0 &&
            (bytes.ptr[at - 1] == '\n' ||
             (at > 1 && bytes.ptr[at - 1] == '\r' && bytes.ptr[at - 2] == '\n')) &&
            is_envelope(nd_str_skip(bytes, at + 1)))
            next = at + 1;
        from = at + 1;
    }
    in_hole = envelope_in_hole(bytes, begin, next);
    return in_hole != SIZE_MAX ? in_hole : next;
}

struct nd_str nd_mail_unfold(struct nd_str value, struct nd_arena *arena) {
    struct nd_buf out = {0};
    struct nd_str line;

    value = nd_str_trim(value);
    if (nd_str_find_char(value, '\n') == SIZE_MAX && nd_str_find_char(value, '\r') == SIZE_MAX)
        return value;
    while (nd_str_next_line(&value, &line))
        nd_buf_add(&out, line);
    return nd_arena_take(arena, &out);
}

/* Passes over blanks and comments. */
static struct nd_str skip_blanks(struct nd_str s) {
    size_t depth = 0, i = 0;

    for (; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '\\' && depth > 0)
            i++;
        else if (c == '(')
            depth++;
        else if (c == ')' && depth > 0)
            depth--;
        else if (depth == 0 && !nd_char_is_blank(c))
            break;
    }
    return nd_str_skip(s, i);
}

static struct nd_str lower(struct nd_str s, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, s.len + 1);

    for (size_t i = 0; i < s.len; i++)
        out[i] = nd_char_lower(s.ptr[i]);
    return nd_str_of(out, s.len);
}

struct nd_str nd_mail_token(struct nd_str value, struct nd_arena *arena) {
    size_t end = 0;

    value = skip_blanks(value);
    if (nd_str_starts(value, ND_STR("\"")))
        value = nd_str_skip(value, 1);
    while (end < value.len && !nd_char_is_blank(value.ptr[end]) &&
           nd_str_find_char(ND_STR(";,(\""), value.ptr[end]) == SIZE_MAX)
        end++;
    return end == 0 ? ND_STR_NONE : lower(nd_str_slice(value, 0, end), arena);
}

/* Cuts the next "name=value" off; quotes of the value are taken off, what is escaped in it is not undone. */
static bool next_parameter(struct nd_str *rest, struct nd_str *name, struct nd_str *value) {
    size_t end = 0, sign;

    for (bool is_quoted = false; end < rest->len && (is_quoted || rest->ptr[end] != ';'); end++) {
        if (rest->ptr[end] == '\\' && is_quoted)
            end++;
        else if (rest->ptr[end] == '"')
            is_quoted = !is_quoted;
    }
    *value = nd_str_trim(nd_str_slice(*rest, 0, end));
    if (rest->len == 0)
        return false;
    *rest = nd_str_skip(*rest, end + 1);
    sign = nd_str_find_char(*value, '=');
    *name = nd_str_trim(skip_blanks(nd_str_slice(*value, 0, sign == SIZE_MAX ? 0 : sign)));
    *value = nd_str_trim(nd_str_skip(*value, sign == SIZE_MAX ? value->len : sign + 1));
    if (nd_str_starts(*value, ND_STR("\""))) {
        *value = nd_str_skip(*value, 1);
        *value = nd_str_slice(*value, 0, nd_str_rfind_char(*value, '"'));
    } else if (nd_str_find(*value, ND_STR(" (")) != SIZE_MAX) {
        *value = nd_str_trim(nd_str_slice(*value, 0, nd_str_find(*value, ND_STR(" ("))));
    }
    return true;
}

/* A value that is cut into "name*0", "name*1"…, or tells its charset: "name*=utf-8''value". */
static void add_piece(struct nd_buf *out, struct nd_str name, struct nd_str value) {
    size_t quote = nd_str_find(value, ND_STR("'"));

    if (nd_str_ends(name, ND_STR("*")) && out->len == 0 && quote != SIZE_MAX) {
        value = nd_str_skip(value, quote + 1);
        quote = nd_str_find_char(value, '\'');
        value = nd_str_skip(value, quote == SIZE_MAX ? 0 : quote + 1);
    }
    nd_buf_add(out, value);
}

struct nd_str nd_mail_parameter(struct nd_str value, const char *name, struct nd_arena *arena) {
    struct nd_str rest = nd_mail_unfold(value, arena), wanted = nd_str_from(name), found, text;
    struct nd_buf pieces = {0};

    (void)next_parameter(&rest, &found, &text); /* the token */
    while (next_parameter(&rest, &found, &text)) {
        if (nd_str_eq_nocase(found, wanted)) {
            nd_buf_free(&pieces);
            return text;
        }
        if (nd_str_starts_nocase(found, wanted) && found.len > wanted.len && found.ptr[wanted.len] == '*')
            add_piece(&pieces, found, text);
    }
    return pieces.len == 0 ? ND_STR_NONE : nd_arena_take(arena, &pieces);
}
