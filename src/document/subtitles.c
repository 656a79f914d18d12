#include "document/subtitles.h"

#include "document/block_builder.h"
#include "newsdex/utf8.h"

enum {
    PAUSE = 2000, /* milliseconds without a word, behind which a paragraph may begin */
    LEAST = 240,  /* bytes of a paragraph, */
    ENOUGH = 700, /* of one that ends with its sentence, */
    MOST = 1400,  /* and of any */
    MAX_TAG = 200 /* bytes */
};

/* A line of times: "00:00:01,000 --> 00:00:04,000", "0:00:01.000,0:00:04.000". */
struct times {
    uint64_t begin, end; /* milliseconds */
};

/* "01:02:03,456", "02:03.456" at the beginning of *line, which is moved behind it. */
static bool read_time(struct nd_str *line, uint64_t *milliseconds) {
    uint64_t value = 0, total = 0;
    size_t parts = 0, digits = 0, at = 0;

    for (; at < line->len; at++) {
        char c = line->ptr[at];
        if (nd_char_is_digit(c) && digits < 6) {
            value = value * 10 + (uint64_t)(c - '0');
            digits++;
        } else if (c == ':' && digits > 0 && parts < 2) {
            total = (total + value) * 60;
            value = digits = 0;
            parts++;
        } else {
            break;
        }
    }
    if (parts == 0 || digits == 0 || at + 4 > line->len || (line->ptr[at] != ',' && line->ptr[at] != '.') ||
        !nd_str_to_uint(nd_str_slice(*line, at + 1, at + 4), milliseconds))
        return false;
    *milliseconds += (total + value) * 1000;
    *line = nd_str_skip(*line, at + 4);
    return true;
}

static bool read_times(struct nd_str line, struct times *times) {
    line = nd_str_trim(line);
    if (!read_time(&line, &times->begin))
        return false;
    if (nd_str_starts(line, ND_STR(",")))
        line = nd_str_skip(line, 1);
    else if (nd_str_starts(nd_str_trim(line), ND_STR("-->")))
        line = nd_str_trim(nd_str_skip(nd_str_trim(line), 3));
    else
        return false;
    return read_time(&line, &times->end);
}

static bool is_number(struct nd_str line) {
    uint64_t number;

    return nd_str_to_uint(nd_str_trim(line), &number);
}

static struct nd_str without_mark(struct nd_str text) {
    return nd_str_skip(text, nd_str_starts(text, ND_STR("\xef\xbb\xbf")) ? 3 : 0);
}

static bool is_webvtt(struct nd_str text) {
    text = without_mark(text);
    return nd_str_starts(text, ND_STR("WEBVTT")) && (text.len == 6 || nd_char_is_blank(text.ptr[6]));
}

bool nd_subtitles_are(struct nd_str text) {
    struct nd_str line = ND_STR("");
    struct times times;

    if (is_webvtt(text))
        return nd_str_find(text, ND_STR("-->")) != SIZE_MAX;
    text = nd_str_trim(without_mark(text));
    if (text.len == 0 || !nd_char_is_digit(text.ptr[0]) || !nd_str_next_line(&text, &line))
        return false;
    return read_times(line, &times) ||
           (is_number(line) && nd_str_next_line(&text, &line) && read_times(line, &times));
}

/* What is being written. */
struct writing {
    struct nd_arena *arena;
    struct nd_buf *out;
    size_t paragraph; /* where it begins in out */
    uint64_t last_end;
    struct nd_str before;  /* the line before */
    struct nd_str speaker; /* who spoke last */
    bool is_rolling;
};

/* The length of a tag or of what positions a line, at the beginning of text; SIZE_MAX when there is none. */
static size_t tag_end(struct nd_str text) {
    text = nd_str_slice(text, 0, MAX_TAG);
    if (text.ptr[0] == '<')
        return nd_str_find_char(text, '>');
    return nd_str_starts(text, ND_STR("{\\")) ? nd_str_find_char(text, '}') : SIZE_MAX;
}

/* Without tags; <v Name> says who speaks. */
static struct nd_str clean(struct nd_str line, struct nd_str *speaker, struct nd_arena *arena) {
    struct nd_buf text = {0}, out = {0};

    *speaker = ND_STR_NONE;
    for (size_t at = 0; at < line.len; at++) {
        struct nd_str rest = nd_str_skip(line, at);
        size_t end = tag_end(rest), name;
        if (end == SIZE_MAX) {
            nd_buf_add_char(&text, rest.ptr[0]);
            continue;
        }
        name =
            nd_str_starts(rest, ND_STR("<v")) ? nd_str_find_char(nd_str_slice(rest, 0, end), ' ') : SIZE_MAX;
        if (name != SIZE_MAX)
            *speaker = nd_str_trim(nd_str_slice(rest, name, end));
        at += end;
    }
    nd_entity_decode_all(nd_buf_str(&text), &out);
    nd_buf_free(&text);
    return nd_arena_one_line(arena, nd_arena_take(arena, &out));
}

static bool ends_sentence(struct nd_str text) {
    static const struct nd_str ends[] = {ND_STR_INIT("."),  ND_STR_INIT("?"),  ND_STR_INIT("!"),
                                         ND_STR_INIT("…"),  ND_STR_INIT("。"), ND_STR_INIT("？"),
                                         ND_STR_INIT("！"), ND_STR_INIT("।"),  ND_STR_INIT("؟")};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (nd_str_ends(text, ends[i]))
            return true;
    return false;
}

/* Whether words of scripts without blanks meet here. */
static bool meet_unspaced(struct nd_str left, struct nd_str right) {
    size_t begin = left.len;
    uint32_t last, first;

    while (begin > 0 && ((unsigned char)left.ptr[begin - 1] & 0xC0) == 0x80)
        begin--;
    if (begin == 0 || right.len == 0)
        return false;
    (void)nd_utf8_decode(nd_str_skip(left, begin - 1), &last);
    (void)nd_utf8_decode(right, &first);
    return nd_block_builder_is_unspaced(last) && nd_block_builder_is_unspaced(first);
}

/* Whether a paragraph ends before a line that begins after so many milliseconds. */
static bool ends_paragraph(const struct writing *writing, uint64_t pause) {
    struct nd_str paragraph = nd_str_skip(nd_buf_str(writing->out), writing->paragraph);

    return paragraph.len > MOST || (paragraph.len > ENOUGH && ends_sentence(paragraph)) ||
           (paragraph.len > LEAST && pause >= PAUSE);
}

static void write_line(struct writing *writing, struct nd_str line, const struct times *times) {
    struct nd_str speaker, out;
    bool is_other;

    line = clean(line, &speaker, writing->arena);
    if (line.len == 0 || (writing->is_rolling && nd_str_eq(line, writing->before)))
        return;
    writing->before = line;
    is_other =
        (speaker.len > 0 && !nd_str_eq(speaker, writing->speaker)) || nd_str_starts(line, ND_STR(">>"));
    out = nd_buf_str(writing->out);
    if (out.len > 0 &&
        (is_other ||
         ends_paragraph(writing, times->begin > writing->last_end ? times->begin - writing->last_end : 0))) {
        nd_buf_add(writing->out, ND_STR("\n\n"));
        writing->paragraph = writing->out->len;
    } else if (out.len > 0 && !nd_str_ends(out, ND_STR("\n")) && !meet_unspaced(out, line)) {
        nd_buf_add_char(writing->out, ' ');
    }
    if (speaker.len > 0 && is_other) {
        nd_buf_addf(writing->out, "%.*s: ", (int)speaker.len, speaker.ptr);
        writing->speaker = speaker;
    }
    nd_buf_add(writing->out, line);
}

/* Goes over the lines that are shown, in order. */
struct walk {
    struct nd_str rest;
    struct times times;
    bool is_shown; /* times stand above */
};

/* The next line that is shown; false behind the last. What has no times above it is a comment or a style. */
static bool next_line(struct walk *walk, struct nd_str *line) {
    struct nd_str after, below;
    struct times times;

    while (nd_str_next_line(&walk->rest, line)) {
        if (read_times(*line, &times)) {
            walk->times = times;
            walk->is_shown = true;
            continue;
        }
        if (nd_str_trim(*line).len == 0) {
            walk->is_shown = false;
            continue;
        }
        after = walk->rest; /* the name of what is shown next stands above its times */
        if (is_number(*line) && nd_str_next_line(&after, &below) && read_times(below, &times))
            continue;
        if (walk->is_shown)
            return true;
    }
    return false;
}

/* Whether lines stay while the next ones come, as captions made by machines do. */
static bool is_rolling(struct nd_str text, struct nd_arena *arena) {
    struct walk walk = {.rest = text};
    struct nd_str line, before = ND_STR(""), speaker;
    size_t lines = 0, repeats = 0;

    for (; lines < 200 && next_line(&walk, &line); lines++) {
        line = clean(line, &speaker, arena);
        repeats += line.len > 0 && nd_str_eq(line, before);
        before = line.len > 0 ? line : before;
    }
    return repeats * 4 > lines;
}

/* "WEBVTT - The title", "Language: en" below it. */
static struct nd_value *read_header(struct nd_str text, struct nd_arena *arena) {
    struct nd_value *header = nd_value_new(arena, ND_MAP);
    struct nd_str line = ND_STR("");

    (void)nd_str_next_line(&text, &line);
    line = nd_str_trim(nd_str_skip(line, 6));
    while (line.len > 0 && line.ptr[0] == '-')
        line = nd_str_trim(nd_str_skip(line, 1));
    if (line.len > 0)
        nd_value_put(header, ND_STR("title"), nd_value_string(arena, line));
    while (nd_str_next_line(&text, &line) && nd_str_trim(line).len > 0)
        if (nd_str_starts_nocase(line, ND_STR("Language:")))
            nd_value_put(header, ND_STR("language"),
                         nd_value_string(arena, nd_str_trim(nd_str_skip(line, 9))));
    return header->count > 0 ? header : NULL;
}

/* "00:01:02 Words", "[1:02] Words", "(00:01:02.500)" with the words below: a time at the beginning of *line,
 * which is moved behind it. */
static bool read_stamp(struct nd_str *line, uint64_t *seconds, bool *has_hours) {
    struct nd_str rest = nd_str_trim(*line);
    char close = nd_str_starts(rest, ND_STR("[")) ? ']' : nd_str_starts(rest, ND_STR("(")) ? ')' : '\0';
    size_t parts = 0, digits = 0, at = close != '\0';
    uint64_t value = 0;

    *seconds = 0;
    for (; at < rest.len && (nd_char_is_digit(rest.ptr[at]) || (rest.ptr[at] == ':' && digits > 0)); at++) {
        if (rest.ptr[at] != ':') {
            value = value * 10 + (uint64_t)(rest.ptr[at] - '0');
            if (++digits > 2)
                return false;
            continue;
        }
        *seconds = (*seconds + value) * 60;
        value = digits = 0;
        parts++;
    }
    if (parts == 0 || parts > 2 || digits != 2 || value > 59)
        return false;
    if (at + 1 < rest.len && rest.ptr[at] == '.' && nd_char_is_digit(rest.ptr[at + 1]))
        for (at++; at < rest.len && nd_char_is_digit(rest.ptr[at]);)
            at++;
    if (close != '\0' ? at == rest.len || rest.ptr[at++] != close
                      : at < rest.len && !nd_char_is_blank(rest.ptr[at]))
        return false;
    *seconds += value;
    *has_hours = parts == 2;
    *line = nd_str_trim(nd_str_skip(rest, at));
    return true;
}

/* "Speaker 0: 00:00:16", "Mira Holt (01:02):", above what is said: a time behind a name of few words, to
 * which *line is cut. */
static bool read_named_stamp(struct nd_str *line, uint64_t *seconds, bool *has_hours) {
    enum { MOST_BYTES = 60, MOST_WORDS = 5 };
    struct nd_str rest = nd_str_trim(*line), name, time;
    size_t blank, words = 1;

    if (nd_str_ends(rest, ND_STR(":")))
        rest.len--;
    blank = nd_str_rfind_char(rest, ' ');
    if (blank == SIZE_MAX || blank > MOST_BYTES || blank == 0 || (rest.ptr[0] >= 'a' && rest.ptr[0] <= 'z'))
        return false;
    name = nd_str_trim(nd_str_slice(rest, 0, blank));
    time = nd_str_skip(rest, blank + 1);
    while (name.len > 0 && nd_char_is_one_of(name.ptr[name.len - 1], ":,-|. "))
        name.len--;
    for (size_t i = 0; i < name.len; i++)
        words += name.ptr[i] == ' ';
    if (name.len == 0 || words > MOST_WORDS || !read_stamp(&time, seconds, has_hours) || time.len > 0)
        return false;
    *line = name;
    return true;
}

/* What the lines of a text are. */
struct stamps {
    size_t head, stamped, bare, texts; /* above the first time; with words behind it; without; others */
    size_t named;                      /* those of the bare that have a name before them */
    size_t bytes;                      /* of words behind times */
    uint64_t first, last;              /* seconds */
    bool is_ordered, is_fine;          /* some time is none of a programme's: 20:15 */
    bool is_chat;
};

enum { MOST_HEAD = 12 /* lines above the first time */ };

static struct stamps count_stamps(struct nd_str text) {
    enum { LOOKED_AT = 200 };
    struct stamps stamps = {.is_ordered = true};
    struct nd_str line;
    uint64_t seconds;
    bool has_hours;

    while (stamps.head <= MOST_HEAD && stamps.stamped + stamps.bare + stamps.texts < LOOKED_AT &&
           nd_str_next_line(&text, &line)) {
        if (nd_str_trim(line).len == 0)
            continue;
        bool is_named = !read_stamp(&line, &seconds, &has_hours);
        if (is_named && !read_named_stamp(&line, &seconds, &has_hours)) {
            *(stamps.stamped + stamps.bare == 0 ? &stamps.head : &stamps.texts) += 1;
            continue;
        }
        stamps.first = stamps.stamped + stamps.bare == 0 ? seconds : stamps.first;
        stamps.is_ordered = stamps.is_ordered && seconds >= stamps.last;
        stamps.is_fine = stamps.is_fine || has_hours || seconds % 5 > 0;
        stamps.is_chat = stamps.is_chat || (line.len > 0 && nd_char_is_one_of(line.ptr[0], "<*-"));
        stamps.last = seconds;
        stamps.named += is_named;
        line = is_named ? ND_STR_NONE : line;
        stamps.bytes += line.len;
        *(line.len > 0 ? &stamps.stamped : &stamps.bare) += 1;
    }
    return stamps;
}

bool nd_subtitles_are_stamped(struct nd_str text) {
    enum { LEAST_LINES = 8, LEAST_NAMES = 3, LATEST = 120 /* seconds before the first word */ };
    struct stamps stamps = count_stamps(without_mark(text));

    return stamps.is_ordered && stamps.is_fine && !stamps.is_chat && stamps.first <= LATEST &&
           stamps.head <= MOST_HEAD &&
           ((stamps.named >= LEAST_NAMES && stamps.named == stamps.bare + stamps.stamped &&
             stamps.texts + 1 >= stamps.bare) ||
            (stamps.stamped >= LEAST_LINES && (stamps.texts + stamps.bare) * 10 <= stamps.stamped) ||
            (stamps.bare >= LEAST_LINES && stamps.stamped * 10 <= stamps.bare && stamps.named == 0 &&
             stamps.texts + 1 >= stamps.bare && stamps.texts <= stamps.bare * 2));
}

/* "Mira Holt: And then …" */
static bool begins_with_speaker(struct nd_str line) {
    size_t colon = nd_str_find(line, ND_STR(": ")), words = 1;

    for (size_t i = 0; colon != SIZE_MAX && i < colon; i++)
        words += line.ptr[i] == ' ';
    return colon != SIZE_MAX && colon < 60 && words <= 4 && !(line.ptr[0] >= 'a' && line.ptr[0] <= 'z');
}

void nd_subtitles_unstamp(struct nd_str text, struct nd_arena *arena, struct nd_buf *out) {
    enum { PARAGRAPH = 200 }; /* bytes that lines have where each is one */
    struct stamps stamps = count_stamps(text = without_mark(text));
    struct writing writing = {.arena = arena, .out = out};
    struct times times = {0, 0};
    struct nd_str line;
    uint64_t seconds;
    bool has_hours, is_begun = false, are_paragraphs = stamps.bytes > PARAGRAPH * (stamps.stamped + 1);

    while (nd_str_next_line(&text, &line)) {
        bool is_stamp = read_stamp(&line, &seconds, &has_hours),
             is_named = !is_stamp && stamps.named > 0 && read_named_stamp(&line, &seconds, &has_hours);
        is_stamp = is_stamp || is_named;
        if (is_stamp)
            times.begin = seconds * 1000;
        if (is_stamp && !is_begun && out->len > 0 && !nd_str_ends(nd_buf_str(out), ND_STR("\n\n")))
            nd_buf_add(out, ND_STR("\n\n"));
        is_begun = is_begun || is_stamp;
        if (!is_begun) {
            nd_buf_addf(out, "%.*s\n", (int)line.len, line.ptr);
            continue;
        }
        line = nd_str_trim(line);
        if (is_named) {
            nd_buf_addf(
                out, "%s%.*s:", nd_str_ends(nd_buf_str(out), ND_STR("\n\n")) || out->len == 0 ? "" : "\n\n",
                (int)line.len, line.ptr);
            continue;
        }
        if (out->len > 0 && line.len > 0 && (are_paragraphs || begins_with_speaker(line)) &&
            !nd_str_ends(nd_buf_str(out), ND_STR("\n\n")))
            nd_buf_add(out, ND_STR("\n\n"));
        writing.paragraph = nd_str_ends(nd_buf_str(out), ND_STR("\n\n")) ? out->len : writing.paragraph;
        writing.last_end = times.begin;
        write_line(&writing, line, &times);
    }
}

void nd_subtitles_to_text(struct nd_str text, struct nd_arena *arena, struct nd_buf *out,
                          struct nd_value **header) {
    struct writing writing = {.arena = arena, .out = out, .is_rolling = is_rolling(text, arena)};
    struct walk walk = {.rest = without_mark(text)};
    struct nd_str line;

    *header = is_webvtt(text) ? read_header(walk.rest, arena) : NULL;
    while (next_line(&walk, &line)) {
        write_line(&writing, line, &walk.times);
        writing.last_end = walk.times.end;
    }
}
