/*
 * IPTC 7901, the wire format of news agencies since 1979, with its control characters or without them: a line
 * of source and number, priority, category and length; keywords and headline up to a "="; the text; the day
 * and time it was sent. Read from bytes, since the control characters are part of the format and no text.
 */
#include "container/draft.h"
#include "container/format.h"

#include "newsdex/date.h"
#include "newsdex/source.h"

enum {
    STX = 2,
    ETX = 3,
    DEL = 0x7f,
    HEADER_LINES = 24, /* in which the "=" is looked for */
    LAST_LINES = 8,    /* in which the time is */
    WRAPPED = 50       /* characters of a line that goes on in the next */
};

struct nd_reader {
    bool is_done;
};

static bool is_control(char c) {
    return (unsigned char)c < ' ' || c == DEL;
}

/* Takes a word off *s: letters or digits, at least least of them. */
static bool take(struct nd_str *s, bool (*is_wanted)(char), size_t least, size_t most) {
    size_t i = 0;

    while (i < s->len && i < most && is_wanted(s->ptr[i]))
        i++;
    *s = nd_str_skip(*s, i);
    return i >= least;
}

static bool is_blank(char c) {
    return c == ' ';
}

/* "bsf025 3 ec 121   etf 967": source and number, priority, category, number of words. */
static bool is_header(struct nd_str line) {
    while (line.len > 0 && (is_control(line.ptr[0]) || line.ptr[0] == ' '))
        line = nd_str_skip(line, 1);
    return take(&line, nd_char_is_alpha, 1, 5) && take(&line, nd_char_is_digit, 3, 6) &&
           take(&line, is_blank, 1, 4) && take(&line, nd_char_is_digit, 1, 1) &&
           take(&line, is_blank, 1, 4) && take(&line, nd_char_is_alpha, 1, 4) &&
           take(&line, is_blank, 1, 4) && take(&line, nd_char_is_digit, 1, 5) &&
           (line.len == 0 || nd_char_is_blank(line.ptr[0]));
}

/* Where the next line that is a header begins in text from at on; SIZE_MAX when there is none. */
static size_t find_header(struct nd_str text, size_t at) {
    struct nd_str rest = nd_str_skip(text, at), line;

    while (nd_str_next_line(&rest, &line))
        if (is_header(line))
            return (size_t)(line.ptr - text.ptr);
    return SIZE_MAX;
}

static bool is_blank_line(struct nd_str line) {
    for (size_t i = 0; i < line.len; i++)
        if (!is_control(line.ptr[i]) && line.ptr[i] != ' ')
            return false;
    return true;
}

static bool sniff(struct nd_str head, bool is_whole) {
    struct nd_str line;

    (void)is_whole;
    while (nd_str_next_line(&head, &line))
        if (!is_blank_line(line))
            return is_header(line);
    return false;
}

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    (void)stream;
    return nd_arena_alloc(arena, 1, sizeof(struct nd_reader));
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    size_t from = find_header(rest, 0), second, line_end;

    (void)reader;
    if (from == SIZE_MAX)
        return is_end ? ND_END : ND_TOO_BIG;
    line_end = nd_str_find_char(nd_str_skip(rest, from), '\n');
    second = line_end == SIZE_MAX ? SIZE_MAX : find_header(rest, from + line_end + 1);
    if (second == SIZE_MAX && !is_end)
        return ND_TOO_BIG;
    cut->from = from;
    cut->taken = second == SIZE_MAX ? rest.len : second;
    cut->length = cut->taken - from;
    rest = nd_str_skip(rest, from);
    cut->is_cut = second == SIZE_MAX && nd_str_find_char(rest, STX) != SIZE_MAX &&
                  nd_str_find_char(rest, ETX) == SIZE_MAX;
    return ND_OK;
}

struct message {
    struct nd_arena *arena;
    struct nd_draft made;
    uint32_t line; /* on which it begins */
    struct nd_str *lines;
    size_t count;
    size_t text_line; /* that behind STX, or 1 */
    size_t end;       /* behind the last line of the text */
};

/* The names of the format's parts are what field_names.c knows them by. */
static void put(struct message *message, const char *key, struct nd_str text, size_t line) {
    nd_draft_put(&message->made, key, text, key, message->line + (uint32_t)line);
}

/* Drops the control characters; says behind how many lines the text begins and ends by them. */
static struct nd_str clean(struct message *message, struct nd_str bytes, struct nd_problems *problems,
                           struct nd_str *encoding) {
    struct nd_buf text = {0};
    size_t line = 0;

    for (size_t i = 0; i < bytes.len; i++) {
        char c = bytes.ptr[i];
        line += c == '\n';
        if (c == STX && message->text_line == 1)
            message->text_line = line;
        if (c == ETX) /* what follows is on a line of its own */
            nd_buf_add_char(&text, '\n');
        line += c == ETX;
        if (!is_control(c) || c == '\n' || c == '\t')
            nd_buf_add_char(&text, c);
    }
    if (nd_source_decode_in_place(&text, encoding, problems) != ND_OK)
        nd_buf_clear(&text);
    return nd_arena_take(message->arena, &text);
}

static void split(struct message *message, struct nd_str text) {
    struct nd_str rest = text, line;
    size_t count = 0;

    while (nd_str_next_line(&rest, &line))
        count++;
    message->lines = nd_arena_alloc(message->arena, count + 1, sizeof *message->lines);
    while (nd_str_next_line(&text, &line))
        message->lines[message->count++] = line;
    message->end = message->count;
}

/* "bsf025 3 ec 121   etf 967" */
static void read_header(struct message *message) {
    static const char *const keys[] = {"id", "priority", "category", "words", "info"};
    struct nd_str rest = nd_str_trim(message->lines[0]);

    for (size_t i = 0; i < 5; i++) {
        size_t blank = i == 4 ? SIZE_MAX : nd_str_find_char(rest, ' ');
        put(message, keys[i], nd_str_slice(rest, 0, blank), 0);
        rest = blank == SIZE_MAX ? ND_STR_NONE : nd_str_trim(nd_str_skip(rest, blank));
    }
}

/* "101137 GMT Dez 18": day and time, zone, month, year. */
static bool read_time(struct message *message, struct nd_str line) {
    struct nd_str digits = nd_str_slice(line, 0, 6), month, zone = ND_STR_NONE,
                  rest = nd_str_trim(nd_str_skip(line, 6));
    size_t blank = nd_str_find_char(rest, ' ');
    struct nd_date_reading reading;
    struct nd_str date;
    uint64_t number;

    if (line.len > 32 || !nd_str_to_uint(digits, &number) || blank == SIZE_MAX)
        return false;
    month = nd_str_slice(rest, 0, blank);
    rest = nd_str_trim(nd_str_skip(rest, blank));
    blank = nd_str_find_char(rest, ' ');
    if (blank != SIZE_MAX) {
        zone = month;
        month = nd_str_slice(rest, 0, blank);
        rest = nd_str_trim(nd_str_skip(rest, blank));
    }
    if (!nd_str_to_uint(rest, &number))
        return false;
    number += rest.len > 2 ? 0 : number < 70 ? 2000 : 1900;
    date = nd_arena_printf(message->arena, "%.2s %.*s %d %.2s:%.2s%s%.*s", digits.ptr, (int)month.len,
                           month.ptr, (int)(number % 10000), digits.ptr + 2, digits.ptr + 4,
                           zone.len > 0 ? " " : "", (int)zone.len, zone.ptr);
    if (!nd_date_read(date, &reading))
        return false;
    put(message, "date", date, 0);
    return true;
}

/* The time is in the last lines; the text ends before it. */
static void read_trailer(struct message *message) {
    size_t seen = 0;

    for (size_t i = message->count; i-- > 1 && seen < LAST_LINES;) {
        struct nd_str line = nd_str_trim(message->lines[i]);
        if (line.len == 0)
            continue;
        seen++;
        if (read_time(message, line)) {
            message->end = i;
            return;
        }
    }
}

static bool is_upper_note(struct nd_str line) {
    bool has_letter = false;

    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] >= 'a' && line.ptr[i] <= 'z')
            return false;
        has_letter = has_letter || nd_char_is_alpha(line.ptr[i]) || (unsigned char)line.ptr[i] >= 0x80;
    }
    return has_letter && line.len < 24;
}

static bool is_byline(struct nd_str line) {
    static const struct nd_str words[] = {ND_STR_INIT("By "),  ND_STR_INIT("Von "), ND_STR_INIT("Par "),
                                          ND_STR_INIT("Por "), ND_STR_INIT("Di "),  ND_STR_INIT("Door "),
                                          ND_STR_INIT("Av "),  ND_STR_INIT("Af ")};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nd_str_starts_nocase(line, words[i]) && line.len < 100)
            return true;
    return false;
}

/* The line with the "=" that ends keywords and headline; SIZE_MAX without it. */
static size_t find_equals(const struct message *message) {
    for (size_t i = 1; i < message->end && i <= message->text_line + HEADER_LINES; i++)
        if (nd_str_ends(nd_str_trim(message->lines[i]), ND_STR("=")))
            return i;
    return SIZE_MAX;
}

/* "/politics/Britain/EU/", "Bundestag/Verkehr/": what it is about. */
static void read_slug(struct message *message, struct nd_str line) {
    while (line.len > 0) {
        size_t slash = nd_str_find_char(line, '/');
        nd_draft_add(&message->made, "topics", nd_str_slice(line, 0, slash), "topics");
        line = slash == SIZE_MAX ? ND_STR_NONE : nd_str_skip(line, slash + 1);
    }
}

/* Lines before the headline; those before STX are keywords. */
static void read_line(struct message *message, size_t i, struct nd_str line) {
    if (line.ptr[0] == '/' || (nd_str_ends(line, ND_STR("/")) && nd_str_find_char(line, ' ') == SIZE_MAX))
        read_slug(message, line);
    else if (i < message->text_line && line.len <= WRAPPED && line.ptr[0] != '(')
        nd_draft_add(&message->made, "keywords", line, "keywords");
    else if (is_byline(line))
        put(message, "byline", line, i);
    else
        nd_draft_add(&message->made, "notes", line, "notes");
}

/* Without "=": the first line that is no slug, note or byline, and has an empty one behind it. */
static size_t find_title(const struct message *message) {
    for (size_t i = message->text_line; i < message->end && i < message->text_line + HEADER_LINES; i++) {
        struct nd_str line = nd_str_trim(message->lines[i]);
        if (line.len > 0 && line.ptr[0] != '/' && !is_upper_note(line) && !is_byline(line) && i > 0)
            return i;
    }
    return SIZE_MAX;
}

/* Reads what stands above the text; returns the line on which that begins. */
static size_t read_headline(struct message *message) {
    size_t last = find_equals(message), at = last == SIZE_MAX ? find_title(message) : last, first;
    struct nd_str line, title;

    if (at == SIZE_MAX)
        return 1;
    line = nd_str_trim(message->lines[at]);
    while (last != SIZE_MAX && nd_str_ends(line, ND_STR("=")))
        line = nd_str_trim(nd_str_slice(line, 0, line.len - 1));
    last = at;
    if (is_byline(line) && at > 1) {
        put(message, "byline", line, at);
        for (at--; at > 1 && nd_str_trim(message->lines[at]).len == 0;)
            at--;
        line = nd_str_trim(message->lines[at]);
    }
    first = at;
    title = line;
    if (at > message->text_line && nd_str_trim(message->lines[at - 1]).len >= WRAPPED) {
        first = at - 1;
        title = nd_arena_printf(message->arena, "%.*s %.*s", (int)message->lines[first].len,
                                message->lines[first].ptr, (int)line.len, line.ptr);
    }
    put(message, "headline", title, first);
    for (size_t i = 1; i < first; i++)
        if (nd_str_trim(message->lines[i]).len > 0)
            read_line(message, i, nd_str_trim(message->lines[i]));
    return last + 1;
}

/* "   Paris (ats afp) Les violences", "Luxembourg (dpa) - ": the agency stands behind the place. */
static void read_agency(struct message *message, struct nd_str text) {
    size_t open = nd_str_find_char(nd_str_slice(text, 0, 80), '('), close;
    struct nd_str name;

    if (open == SIZE_MAX)
        return;
    name = nd_str_skip(text, open + 1);
    close = nd_str_find_char(nd_str_slice(name, 0, 24), ')');
    if (close != SIZE_MAX && close > 1 && nd_str_find_char(nd_str_slice(text, 0, open), '.') == SIZE_MAX)
        put(message, "provider", nd_str_slice(name, 0, close), 0);
}

static bool read(const struct nd_reader *reader, struct nd_str bytes, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct message message = {.arena = arena, .line = record->line, .text_line = 1};
    struct nd_buf body = {0};
    struct nd_str text;
    size_t begin;

    (void)reader;
    nd_draft_begin(&message.made, arena);
    split(&message, clean(&message, bytes, problems, &item->encoding));
    if (message.count == 0)
        return false;
    read_header(&message);
    read_trailer(&message);
    begin = read_headline(&message);
    for (size_t i = begin; i < message.end; i++) {
        nd_buf_add(&body, nd_str_trim_right(message.lines[i]));
        nd_buf_add_char(&body, '\n');
    }
    text = nd_arena_take(arena, &body);
    read_agency(&message, nd_str_trim(text));
    put(&message, "text", text, begin);
    nd_draft_end(&message.made, item);
    item->key = nd_value_text(nd_value_get(item->fields, ND_STR("id")));
    return true;
}

const struct nd_format nd_format_iptc7901 = {
    .name = "iptc7901", .sniff = sniff, .open = open, .next = next, .read = read, .kind = ND_FORMAT_BYTES};
