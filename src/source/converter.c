#include "newsdex/converter.h"

#include "source/process.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>

static const char shell[] = "/bin/sh";

struct nd_converters {
    struct nd_arena *arena;
    struct nd_converter *items; /* in order of their endings */
    size_t count, capacity;
    const atomic_int *cancel;
};

struct nd_converters *nd_converters_new(const atomic_int *cancel) {
    struct nd_converters *converters = nd_alloc_array(1, sizeof *converters);

    converters->arena = nd_arena_new();
    converters->cancel = cancel;
    return converters;
}

void nd_converters_free(struct nd_converters *converters) {
    if (converters == NULL)
        return;
    nd_arena_free(converters->arena);
    free(converters->items);
    free(converters);
}

/*
 * The name of a file is never a part of the script, only its parameter: no name can be read as a command. {}
 * may stand in quotes of either kind.
 */
static const char *script_of(struct nd_str command, struct nd_arena *arena) {
    struct nd_buf out = {0};
    char quote = '\0';

    for (size_t i = 0; i < command.len; i++) {
        char c = command.ptr[i];
        if (c == '{' && i + 1 < command.len && command.ptr[i + 1] == '}') {
            nd_buf_add_z(&out, quote == '"' ? "${1}" : quote == '\'' ? "'\"$1\"'" : "\"$1\"");
            i++;
            continue;
        }
        if (c == '\\' && quote != '\'' && i + 1 < command.len)
            nd_buf_add_char(&out, command.ptr[i++]);
        else if (c == quote)
            quote = '\0';
        else if (quote == '\0' && (c == '"' || c == '\''))
            quote = c;
        nd_buf_add_char(&out, command.ptr[i]);
    }
    return nd_arena_take(arena, &out).ptr;
}

static struct nd_str lower_case(struct nd_str text, struct nd_arena *arena) {
    char *out = nd_arena_bytes(arena, text.len);

    for (size_t i = 0; i < text.len; i++)
        out[i] = nd_char_lower(text.ptr[i]);
    return nd_str_of(out, text.len);
}

bool nd_converters_add(struct nd_converters *converters, struct nd_str text) {
    size_t sign = nd_str_find_char(text, '='), at = 0;
    struct nd_str ending = nd_str_trim(nd_str_slice(text, 0, sign == SIZE_MAX ? 0 : sign)), command;
    struct nd_converter *item;

    while (nd_str_starts(ending, ND_STR("*")) || nd_str_starts(ending, ND_STR(".")))
        ending = nd_str_skip(ending, 1);
    command = nd_str_trim(nd_str_skip(text, sign == SIZE_MAX ? text.len : sign + 1));
    if (ending.len == 0 || command.len == 0 || nd_str_find_char(ending, '/') != SIZE_MAX ||
        nd_str_find_char(text, '\n') != SIZE_MAX)
        return false;
    ending = lower_case(ending, converters->arena);
    while (at < converters->count && nd_str_cmp(converters->items[at].ending, ending) < 0)
        at++;
    if (at == converters->count || !nd_str_eq(converters->items[at].ending, ending)) {
        converters->items = nd_alloc_grow(converters->items, &converters->capacity, converters->count + 1,
                                          sizeof *converters->items);
        memmove(converters->items + at + 1, converters->items + at,
                (converters->count++ - at) * sizeof *converters->items);
    }
    item = &converters->items[at];
    *item = (struct nd_converter){ending, nd_arena_str(converters->arena, command),
                                  script_of(command, converters->arena), converters->cancel};
    return true;
}

static bool has_ending(struct nd_str name, struct nd_str ending) {
    return name.len > ending.len + 1 && name.ptr[name.len - ending.len - 1] == '.' &&
           nd_str_eq_nocase(nd_str_skip(name, name.len - ending.len), ending);
}

const struct nd_converter *nd_converters_find(const struct nd_converters *converters, struct nd_str name) {
    const struct nd_converter *best = NULL;

    for (size_t i = 0; converters != NULL && i < converters->count; i++) {
        const struct nd_converter *converter = &converters->items[i];
        if (has_ending(name, converter->ending) && (best == NULL || converter->ending.len > best->ending.len))
            best = converter;
    }
    return best;
}

struct nd_str nd_converters_all(const struct nd_converters *converters, struct nd_arena *arena) {
    struct nd_buf out = {0};

    for (size_t i = 0; converters != NULL && i < converters->count; i++) {
        const struct nd_converter *c = &converters->items[i];
        nd_buf_addf(&out, "%s%.*s=%.*s", i == 0 ? "" : "\n", (int)c->ending.len, c->ending.ptr,
                    (int)c->command.len, c->command.ptr);
    }
    return out.len == 0 ? ND_STR_NONE : nd_arena_take(arena, &out);
}

/* Cuts what was said to its last line that is not blank. */
static void keep_last_line(struct nd_buf *said) {
    struct nd_str text = nd_str_trim(nd_buf_str(said));
    size_t at = nd_str_rfind_char(text, '\n');
    struct nd_str line = nd_str_trim(nd_str_skip(text, at == SIZE_MAX ? 0 : at + 1));

    if (line.len > 0)
        memmove(said->ptr, line.ptr, line.len);
    nd_buf_cut(said, line.len);
}

enum nd_status nd_converter_run(const struct nd_converter *converter, struct nd_str path, struct nd_str bytes,
                                size_t max, struct nd_buf *text, struct nd_buf *said, struct nd_error *err) {
    const char *const arguments[] = {
        shell, "-c", converter->script, "newsdex", path.ptr == NULL ? "/dev/stdin" : path.ptr, NULL};
    const struct nd_process process = {arguments, bytes, max, converter->cancel};
    struct nd_error why = ND_ERROR_INIT;
    enum nd_status status = nd_process_run(&process, text, said, &why);

    keep_last_line(said);
    if (status == ND_OK || status == ND_CANCELLED)
        return status == ND_OK ? ND_OK : nd_error_set(err, status, "%s", why.message);
    return nd_error_set(err, status, "the filter \"%.*s\" %s%s%.*s", (int)converter->command.len,
                        converter->command.ptr, why.message, said->len > 0 ? ": " : "", (int)said->len,
                        said->len > 0 ? said->ptr : "");
}
