/*
 * A chat as WhatsApp exports it: a message with day, time and name behind the other, of one line or more, in
 * the forms of many countries. Each is an article. Notices, which nobody said, and what stands in the place
 * of pictures are counted.
 */
#include "container/draft.h"
#include "container/format.h"

enum { LOOKED_AT = 12, LEAST = 3, LONGEST_NAME = 96, LONGEST_TIME = 28 };

struct nd_reader {
    enum nd_date_order order;
    size_t notices, pictures;
};

static const struct nd_str mark = ND_STR_INIT("\xe2\x80\x8e"); /* left to right, before a notice */

/* The head of a message: "05/03/2024, 10:12 - Ann: …", "[5.3.24, 10:12:01 PM] Ann: …". */
struct head {
    uint64_t numbers[3];
    char sign;                /* between the numbers of a day */
    struct nd_str day, time;  /* as they are written */
    struct nd_str name, rest; /* who, and what behind it; a notice has no name */
};

static struct nd_str without_mark(struct nd_str line) {
    return nd_str_skip(line, nd_str_starts(line, mark) ? mark.len : 0);
}

static size_t digits(struct nd_str text, size_t most) {
    size_t i = 0;

    while (i < text.len && i <= most && nd_char_is_digit(text.ptr[i]))
        i++;
    return i <= most ? i : 0;
}

static bool read_day(struct nd_str *text, struct head *head) {
    struct nd_str rest = *text;

    for (int i = 0; i < 3; i++) {
        size_t length = digits(rest, 4);
        if (length == 0 || length == rest.len ||
            !nd_str_to_uint(nd_str_slice(rest, 0, length), &head->numbers[i]))
            return false;
        rest = nd_str_skip(rest, length);
        if (i == 0)
            head->sign = rest.ptr[0];
        if (i < 2 && (rest.ptr[0] != head->sign || nd_str_find_char(ND_STR("/.-"), head->sign) == SIZE_MAX))
            return false;
        rest = nd_str_skip(rest, i < 2);
    }
    head->day = nd_str_slice(*text, 0, text->len - rest.len);
    rest = nd_str_skip(rest, nd_str_starts(rest, ND_STR(".")));
    rest = nd_str_skip(rest, nd_str_starts(rest, ND_STR(",")));
    *text = nd_str_trim(rest);
    return rest.len > text->len;
}

/* What programs write in the place of a name, before a line of their own. */
static bool is_level(struct nd_str name) {
    static const struct nd_str levels[] = {
        ND_STR_INIT("info"),  ND_STR_INIT("warn"),   ND_STR_INIT("warning"),
        ND_STR_INIT("error"), ND_STR_INIT("debug"),  ND_STR_INIT("fatal"),
        ND_STR_INIT("trace"), ND_STR_INIT("notice"), ND_STR_INIT("critical")};

    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (nd_str_eq_nocase(name, levels[i]))
            return true;
    return false;
}

static bool read_head(struct nd_str line, struct head *head) {
    bool has_bracket;
    size_t end, colon;

    *head = (struct head){.name = ND_STR_NONE};
    line = without_mark(line);
    has_bracket = nd_str_starts(line, ND_STR("["));
    line = nd_str_skip(line, has_bracket);
    if (!read_day(&line, head))
        return false;
    end = nd_str_find(nd_str_slice(line, 0, LONGEST_TIME), has_bracket ? ND_STR("] ") : ND_STR(" - "));
    if (end == SIZE_MAX)
        return false;
    head->time = nd_str_slice(line, 0, end);
    if (nd_str_find_char(head->time, ':') == SIZE_MAX && nd_str_find_char(head->time, '.') == SIZE_MAX)
        return false;
    head->rest = nd_str_skip(line, end + (has_bracket ? 2 : 3));
    colon = nd_str_find(nd_str_slice(head->rest, 0, LONGEST_NAME), ND_STR(": "));
    if (colon == SIZE_MAX || nd_str_starts(head->rest, mark))
        return true;
    head->name = nd_str_slice(head->rest, 0, colon);
    head->rest = nd_str_skip(head->rest, colon + 2);
    return !is_level(head->name);
}

static bool sniff(struct nd_str text, bool is_whole) {
    struct nd_str line;
    struct head head;
    size_t messages = 0;

    (void)is_whole;
    text = nd_str_skip(text, nd_str_starts(text, ND_STR("\xef\xbb\xbf")) ? 3 : 0);
    for (size_t lines = 0; lines < LOOKED_AT && nd_str_next_line(&text, &line); lines++) {
        bool is_head = read_head(line, &head);
        if (lines == 0 && !is_head)
            return false;
        messages += is_head && head.name.len > 0;
    }
    return messages >= LEAST;
}

/* The number of a day that is its month, and its day, where that can be told from its form alone. */
static enum nd_date_order order_of_form(const struct head *head) {
    if (head->sign != '/' || head->numbers[0] > 12)
        return ND_DAY_FIRST;
    return head->numbers[1] > 12 ? ND_MONTH_FIRST : ND_ORDER_UNKNOWN;
}

/* Messages stand in the order of their days: in the wrong order of numbers they do not. */
static enum nd_date_order find_order(struct nd_str text) {
    uint64_t last_day = 0, last_month = 0;
    bool may_be_day = true, may_be_month = true;
    struct nd_str line;
    struct head head;

    while (nd_str_next_line(&text, &line)) {
        uint64_t a, b, day, month;
        if (!read_head(line, &head))
            continue;
        if (order_of_form(&head) != ND_ORDER_UNKNOWN)
            return order_of_form(&head);
        a = head.numbers[0], b = head.numbers[1];
        day = head.numbers[2] * 10000 + b * 100 + a;
        month = head.numbers[2] * 10000 + a * 100 + b;
        may_be_day = may_be_day && day >= last_day;
        may_be_month = may_be_month && month >= last_month;
        last_day = day;
        last_month = month;
    }
    return may_be_day == may_be_month ? ND_ORDER_UNKNOWN : may_be_day ? ND_DAY_FIRST : ND_MONTH_FIRST;
}

static void report(const struct nd_reader *reader, struct nd_problems *problems) {
    if (reader->notices + reader->pictures > 0)
        nd_problems_add(
            problems, ND_P_LEFT_OUT, 0, 0,
            "%zu messages without text and %zu notices of the chat left out, for they are no articles",
            reader->pictures, reader->notices);
}

static const struct nd_hooks hooks = {.report = report};

static struct nd_reader *open(struct nd_stream *stream, struct nd_arena *arena) {
    struct nd_reader *reader = nd_arena_alloc(arena, 1, sizeof *reader);
    struct nd_str text = nd_stream_rest(stream);

    nd_stream_take(stream, nd_str_starts(text, ND_STR("\xef\xbb\xbf")) ? 3 : 0);
    reader->order = find_order(text);
    stream->context = reader->order == ND_DAY_FIRST     ? ND_STR("day first")
                      : reader->order == ND_MONTH_FIRST ? ND_STR("month first")
                                                        : ND_STR_NONE;
    stream->hooks = &hooks;
    return reader;
}

/* "<Media omitted>", and what has a mark before it, say what is not there, in the language of the telephone.
 */
static bool is_picture(struct nd_str text) {
    text = nd_str_trim(text);
    if (nd_str_find_char(text, '\n') != SIZE_MAX)
        return false;
    return text.len == 0 || nd_str_starts(text, mark) ||
           (nd_str_starts(text, ND_STR("<")) && nd_str_ends(text, ND_STR(">")));
}

/* The length of the message that rest begins with: up to the next line that begins one. */
static size_t length_of(struct nd_str rest, bool is_end) {
    struct nd_str behind = rest, line;
    struct head head;
    bool is_first = true;

    while (nd_str_next_line(&behind, &line)) {
        bool is_whole = is_end || line.ptr + line.len < rest.ptr + rest.len;
        if (!is_first && !is_whole)
            return SIZE_MAX;
        if (!is_first && read_head(line, &head))
            return (size_t)(line.ptr - rest.ptr);
        is_first = false;
    }
    return is_end ? rest.len : SIZE_MAX;
}

/* The file ends in the day of another message. */
static bool ends_in_day(struct nd_str message) {
    size_t begin = message.len;

    while (begin > 0 && message.ptr[begin - 1] != '\n')
        begin--;
    message = without_mark(nd_str_skip(message, begin));
    message = nd_str_skip(message, nd_str_starts(message, ND_STR("[")));
    return begin > 0 && message.len > 0 && message.len < LONGEST_TIME && nd_char_is_digit(message.ptr[0]);
}

static enum nd_status next(struct nd_reader *reader, struct nd_str rest, bool is_end, struct nd_cut *cut) {
    while (cut->taken < rest.len) {
        struct nd_str begin = nd_str_skip(rest, cut->taken);
        size_t length = length_of(begin, is_end);
        struct head head;
        if (length == SIZE_MAX) {
            cut->from = cut->length = 0;
            return ND_TOO_BIG;
        }
        cut->from = cut->taken;
        cut->length = nd_str_trim_right(nd_str_slice(begin, 0, length)).len;
        cut->taken += length;
        cut->is_cut = is_end && cut->taken == rest.len && ends_in_day(begin);
        if (!read_head(nd_str_slice(begin, 0, cut->length), &head) || head.name.len == 0)
            reader->notices++;
        else if (is_picture(head.rest))
            reader->pictures++;
        else
            return ND_OK;
    }
    return is_end ? ND_END : ND_TOO_BIG;
}

/* "10:12", "10.12.01", "9:05 p. m.", "下午9:05" as "21:05:00". */
static struct nd_str time_of(struct nd_str time, struct nd_arena *arena) {
    uint64_t numbers[3] = {0};
    int count = 0;
    bool is_late = nd_str_find(time, ND_STR("\xe4\xb8\x8b\xe5\x8d\x88")) != SIZE_MAX, is_half = is_late;

    for (size_t i = 0; i < time.len; i++) {
        char c = nd_char_lower(time.ptr[i]);
        size_t length = digits(nd_str_skip(time, i), 2);
        if (length > 0 && count < 3 && nd_str_to_uint(nd_str_slice(time, i, i + length), &numbers[count])) {
            count++;
            i += length - 1;
        } else if (c == 'p' || c == 'a') {
            is_half = true;
            is_late = is_late || c == 'p';
        }
    }
    if (is_half && numbers[0] <= 12)
        numbers[0] = numbers[0] % 12 + (is_late ? 12 : 0);
    return nd_arena_printf(arena, "%02d:%02d:%02d", (int)numbers[0], (int)numbers[1], (int)numbers[2]);
}

/* The day and time as ISO 8601 has them; as they are where nothing tells which number is the month. */
static struct nd_str date_of(const struct head *head, enum nd_date_order order, struct nd_arena *arena) {
    struct nd_str time = time_of(head->time, arena);
    uint64_t day = head->numbers[0], month = head->numbers[1], year = head->numbers[2];

    if (day > 31) {
        year = head->numbers[0];
        day = head->numbers[2];
    } else if (order == ND_ORDER_UNKNOWN && day != month) {
        return nd_arena_printf(arena, "%.*s", (int)head->day.len, head->day.ptr);
    } else if (order == ND_MONTH_FIRST) {
        day = head->numbers[1];
        month = head->numbers[0];
    }
    year += year < 100 ? 2000 : 0;
    return nd_arena_printf(arena, "%04d-%02d-%02dT%.*s", (int)year, (int)month, (int)day, (int)time.len,
                           time.ptr);
}

static bool read(const struct nd_reader *reader, struct nd_str text, const struct nd_record *record,
                 struct nd_arena *arena, struct nd_problems *problems, struct nd_item *item) {
    struct nd_draft made;
    struct head head;

    (void)problems;
    if (!read_head(text, &head) || head.name.len == 0)
        return false;
    head.name =
        nd_str_skip(head.name, nd_str_starts(head.name, ND_STR("~"))); /* no contact of the telephone's */
    nd_draft_begin(&made, arena);
    nd_draft_put(&made, "name", head.name, "authors", record->line);
    nd_draft_put(&made, "date", date_of(&head, reader->order, arena), "date", record->line);
    nd_draft_put(&made, "text", head.rest, "body", record->line);
    nd_draft_end(&made, item);
    return true;
}

const struct nd_format nd_format_chat = {"chat", sniff, open, next, read, NULL, ND_FORMAT_ARTICLES};
