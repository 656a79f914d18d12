/*
 * What a fallible function returns, and what it leaves behind for the person reading the message.
 *
 * Every function that can fail for a reason outside the program (a file, a database, a query) returns
 * enum nd_status; the sentence for the user goes into the caller's struct nd_error. Nothing below the cli
 * stage prints or exits. Running out of memory is the one exception to the rule: see alloc.h.
 */
#ifndef NEWSDEX_STATUS_H
#define NEWSDEX_STATUS_H

#include <stdarg.h>
#include <stdbool.h>

#if defined(__GNUC__)
#define ND_MUST_CHECK __attribute__((warn_unused_result))
#define ND_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define ND_MUST_CHECK
#define ND_PRINTF(fmt, args)
#endif

enum nd_status {
    ND_OK = 0,
    ND_END,       /* an iterator has nothing more; never an error */
    ND_NOT_FOUND, /* what was asked for does not exist */
    ND_BAD_INPUT, /* the data is unusable; the message says where */
    ND_TOO_BIG,   /* a limit of limits.h was passed */
    ND_IO,        /* the operating system refused */
    ND_BUSY,      /* the database is locked by another process */
    ND_DB,        /* the database refused: damaged, foreign, newer, full */
    ND_USAGE,     /* the caller asked for something that makes no sense */
    ND_CANCELLED, /* the user interrupted */
    ND_NO_FILES   /* no more files can be open at once: it concerns all that would follow as well */
};

enum { ND_ERROR_MAX = 1024 };

/* The latest failure, as one line of UTF-8 without newline. Initialise with ND_ERROR_INIT. */
struct nd_error {
    enum nd_status status;
    char message[ND_ERROR_MAX];
};

#define ND_ERROR_INIT                                                                                        \
    {                                                                                                        \
        ND_OK, {                                                                                             \
            0                                                                                                \
        }                                                                                                    \
    }

/*
 * Writes the message and returns status. What exceeds ND_ERROR_MAX is cut off; control characters and bytes
 * that are no UTF-8 (file names can have them) become '?'. err may be NULL.
 */
enum nd_status nd_error_set(struct nd_error *err, enum nd_status status, const char *format, ...)
    ND_PRINTF(3, 4);
/* Says what the system said with error, an errno, and returns ND_IO; ND_NO_FILES with the limit that was met.
 */
enum nd_status nd_error_system(struct nd_error *err, int error);
/* Whether error is one of those limits. */
bool nd_error_is_no_files(int error);
enum nd_status nd_error_setv(struct nd_error *err, enum nd_status status, const char *format, va_list args)
    ND_PRINTF(3, 0);

#endif
