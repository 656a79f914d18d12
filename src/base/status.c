#include "newsdex/status.h"

#include "newsdex/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

static bool is_printable(uint32_t c, struct nd_str bytes) {
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return false;
    return c != ND_UTF8_BAD || nd_str_eq(bytes, ND_STR("\xEF\xBF\xBD"));
}

enum nd_status nd_error_setv(struct nd_error *err, enum nd_status status, const char *format, va_list args) {
    size_t at, length;
    struct nd_str message;
    uint32_t c;

    if (err == NULL)
        return status;
    err->status = status;
    if (vsnprintf(err->message, sizeof err->message, format, args) < 0)
        err->message[0] = '\0';
    message = nd_str_from(err->message);
    for (at = 0; at < message.len; at += length) {
        length = nd_utf8_decode(nd_str_skip(message, at), &c);
        if (!is_printable(c, nd_str_slice(message, at, at + length)))
            memset(err->message + at, '?', length);
    }
    return status;
}

enum nd_status nd_error_set(struct nd_error *err, enum nd_status status, const char *format, ...) {
    va_list args;

    va_start(args, format);
    nd_error_setv(err, status, format, args);
    va_end(args);
    return status;
}

bool nd_error_is_no_files(int error) {
    return error == EMFILE || error == ENFILE;
}

enum nd_status nd_error_system(struct nd_error *err, int error) {
    struct rlimit limit;

    if (error == EMFILE && getrlimit(RLIMIT_NOFILE, &limit) == 0)
        return nd_error_set(err, ND_NO_FILES, "%s: this process may have no more than %llu (ulimit -n)",
                            strerror(error), (unsigned long long)limit.rlim_cur);
    return nd_error_set(err, nd_error_is_no_files(error) ? ND_NO_FILES : ND_IO, "%s", strerror(error));
}
