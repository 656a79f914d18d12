#include "newsdex/problem.h"

#include "newsdex/limits.h"

#include <stdarg.h>

static const struct {
    const char *name;
    enum nd_level level;
} codes[ND_PROBLEM_CODES] = {
    [ND_P_UNREADABLE] = {"unreadable", ND_ERROR},
    [ND_P_BINARY] = {"binary", ND_ERROR},
    [ND_P_NO_ARTICLE] = {"no-article", ND_ERROR},
    [ND_P_SKIPPED] = {"skipped", ND_NOTE},
    [ND_P_TOO_BIG] = {"too-big", ND_ERROR},
    [ND_P_EMPTY] = {"empty", ND_ERROR},
    [ND_P_DIRECTORY_LOOP] = {"directory-loop", ND_ERROR},
    [ND_P_NOT_A_FILE] = {"not-a-file", ND_ERROR},
    [ND_P_SYMLINK] = {"symlink", ND_WARNING},
    [ND_P_ENCODING] = {"encoding", ND_NOTE},
    [ND_P_INVALID_BYTES] = {"invalid-bytes", ND_WARNING},
    [ND_P_CONTROL_BYTES] = {"control-bytes", ND_WARNING},
    [ND_P_COMBINING_MARKS] = {"combining-marks", ND_NOTE},
    [ND_P_YAML_SYNTAX] = {"yaml-syntax", ND_WARNING},
    [ND_P_YAML_LIMIT] = {"yaml-limit", ND_WARNING},
    [ND_P_YAML_DUPLICATE_KEY] = {"yaml-duplicate-key", ND_WARNING},
    [ND_P_TOML_SYNTAX] = {"toml-syntax", ND_WARNING},
    [ND_P_JSON_SYNTAX] = {"json-syntax", ND_WARNING},
    [ND_P_FRONT_MATTER_OPEN] = {"front-matter-open", ND_WARNING},
    [ND_P_FRONT_MATTER_TYPE] = {"front-matter-type", ND_WARNING},
    [ND_P_DATE] = {"date", ND_WARNING},
    [ND_P_YEAR] = {"no-year", ND_NOTE},
    [ND_P_URL] = {"url", ND_WARNING},
    [ND_P_MARKDOWN_LIMIT] = {"markdown-limit", ND_WARNING},
    [ND_P_HTML_LIMIT] = {"html-limit", ND_WARNING},
    [ND_P_METADATA_LIMIT] = {"metadata-limit", ND_WARNING},
    [ND_P_NO_TITLE] = {"no-title", ND_NOTE},
    [ND_P_CONTAINER] = {"container", ND_WARNING},
    [ND_P_RECORD] = {"record", ND_WARNING},
    [ND_P_COLUMNS] = {"columns", ND_NOTE},
    [ND_P_ATTACHMENT] = {"attachment", ND_NOTE},
    [ND_P_XML_SYNTAX] = {"xml-syntax", ND_WARNING},
    [ND_P_XML_LIMIT] = {"xml-limit", ND_WARNING},
    [ND_P_LEFT_OUT] = {"left-out", ND_NOTE},
    [ND_P_PACKED] = {"packed", ND_WARNING},
    [ND_P_FILTER] = {"filter", ND_ERROR},
    [ND_P_FILTERED] = {"filtered", ND_NOTE},
    [ND_P_UNCONVERTED] = {"unconverted", ND_WARNING},
    [ND_P_LANGUAGE] = {"language", ND_NOTE},
    [ND_P_LINK_LIST] = {"link-list", ND_NOTE},
    [ND_P_NO_TEXT] = {"no-text", ND_WARNING},
    [ND_P_UNSEEN] = {"unseen", ND_NOTE},
};

void nd_problems_init(struct nd_problems *problems, struct nd_arena *arena) {
    *problems = (struct nd_problems){.arena = arena};
}

static bool is_behind(const struct nd_problem *a, const struct nd_problem *b) {
    return a->line != b->line ? a->line > b->line : a->column > b->column;
}

/* Most come in order. */
static void insert(struct nd_problems *problems, struct nd_problem *problem) {
    struct nd_problem **at = &problems->first;

    if (problems->last != NULL && !is_behind(problems->last, problem))
        at = &problems->last->next;
    while (*at != NULL && !is_behind(*at, problem))
        at = &(*at)->next;
    problem->next = *at;
    *at = problem;
    if (problem->next == NULL)
        problems->last = problem;
    problems->count++;
}

void nd_problems_add(struct nd_problems *problems, enum nd_problem_code code, uint32_t line, uint32_t column,
                     const char *format, ...) {
    struct nd_problem *problem;
    struct nd_error text;
    va_list args;

    if (problems->count == ND_MAX_PROBLEMS) {
        problems->dropped++;
        return;
    }
    va_start(args, format);
    nd_error_setv(&text, ND_BAD_INPUT, format, args);
    va_end(args);
    problem = nd_arena_alloc(problems->arena, 1, sizeof *problem);
    problem->line = line;
    problem->column = column;
    problem->code = code;
    problem->level = nd_problem_level(code);
    problem->message = nd_arena_str(problems->arena, nd_str_from(text.message));
    insert(problems, problem);
}

enum nd_level nd_problem_level(enum nd_problem_code code) {
    return codes[code].level;
}

const char *nd_problem_name(enum nd_problem_code code) {
    return codes[code].name;
}

bool nd_problem_has_name(struct nd_str name) {
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (nd_str_eq(name, nd_str_from(codes[i].name)))
            return true;
    return false;
}

const char *nd_level_name(enum nd_level level) {
    static const char *const names[] = {"note", "warning", "error"};

    return names[level];
}
