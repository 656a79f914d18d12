/*
 * Programs that make a readable text of files that are none, as pdftotext does of PDF. They are named by who
 * runs newsdex, each for an ending of names, and by nobody else: no folder, file or database names one. Part
 * of the source stage.
 */
#ifndef NEWSDEX_CONVERTER_H
#define NEWSDEX_CONVERTER_H

#include "newsdex/arena.h"

#include <stdatomic.h>

struct nd_converter {
    struct nd_str ending;  /* without the dot before it */
    struct nd_str command; /* of sh(1), as it was named */
    const char *script;    /* the same with "$1" for {} */
    const atomic_int *cancel;
};

struct nd_converters;

/* Where *cancel becomes another number than 0, what runs is ended; NULL: never. */
struct nd_converters *nd_converters_new(const atomic_int *cancel);
void nd_converters_free(struct nd_converters *converters);
/* "EXT=COMMAND"; one for the same ending takes its place. False when a half of it is missing, or it has
 * more than one line. */
bool nd_converters_add(struct nd_converters *converters, struct nd_str text) ND_MUST_CHECK;
/* The one for the longest ending that name has behind a dot, whatever its case, or NULL. */
const struct nd_converter *nd_converters_find(const struct nd_converters *converters, struct nd_str name);
/* What all of them are, as a text that is another where they are; absent when there are none. */
struct nd_str nd_converters_all(const struct nd_converters *converters, struct nd_arena *arena);

/*
 * Runs the command with bytes as its standard input; {} in it, and $1, are the name of the file: path
 * (NUL-terminated), or, when that is absent, /dev/stdin. What it prints goes into text (cleared first), the
 * last line of what it has to say on standard error into said, which may be empty also when all went well.
 * ND_BAD_INPUT with the reason: it failed, took too long, or printed more than max bytes. ND_CANCELLED; ND_IO
 * when it could not be started. Whatever the end, all processes of its group are gone.
 */
enum nd_status nd_converter_run(const struct nd_converter *converter, struct nd_str path, struct nd_str bytes,
                                size_t max, struct nd_buf *text, struct nd_buf *said,
                                struct nd_error *err) ND_MUST_CHECK;

#endif
