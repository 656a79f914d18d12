/*
 * gzip by way of zlib: a file that was cut off gives all that is there, to the last byte.
 */
#include "container/unpack.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { ROOM = 64 * 1024 };

struct gunzip {
    struct nd_input base;
    z_stream zlib;
    bool is_done;
    unsigned char bytes[ROOM];
};

/* Reads on behind what zlib has not taken yet. */
static ssize_t fill(struct gunzip *gunzip) {
    z_stream *zlib = &gunzip->zlib;
    ssize_t n;

    if (zlib->avail_in > 0)
        memmove(gunzip->bytes, zlib->next_in, zlib->avail_in);
    zlib->next_in = gunzip->bytes;
    n = nd_input_read(gunzip->base.from, (char *)gunzip->bytes + zlib->avail_in, ROOM - zlib->avail_in);
    zlib->avail_in += n > 0 ? (uInt)n : 0;
    if (n < 0)
        gunzip->base.error = gunzip->base.from->error;
    return n;
}

/* Behind a member: another one, blocks of zeros, or what is no gzip. */
static ssize_t begin_member(struct gunzip *gunzip) {
    z_stream *zlib = &gunzip->zlib;
    ssize_t n = 1;

    while (zlib->avail_in < 2 && n > 0)
        n = fill(gunzip);
    if (n < 0)
        return n;
    gunzip->is_done = zlib->avail_in < 2 || zlib->next_in[0] != 0x1f || zlib->next_in[1] != 0x8b;
    if (gunzip->is_done && zlib->avail_in > 0 && zlib->next_in[0] != 0)
        nd_input_fail(&gunzip->base, "what follows the packed data is no gzip; left out");
    return !gunzip->is_done && inflateReset(zlib) == Z_OK;
}

static ssize_t read_gzip(struct nd_input *input, char *to, size_t room) {
    struct gunzip *gunzip = (struct gunzip *)input;
    z_stream *zlib = &gunzip->zlib;

    zlib->next_out = (Bytef *)to;
    zlib->avail_out = (uInt)(room > ROOM ? ROOM : room);
    room = zlib->avail_out;
    while (zlib->avail_out == room && !gunzip->is_done) {
        ssize_t n = zlib->avail_in > 0 ? 1 : fill(gunzip);
        int result;
        if (n < 0)
            return n;
        result = inflate(zlib, Z_NO_FLUSH);
        if (result == Z_MEM_ERROR)
            nd_alloc_exhausted();
        if (result == Z_STREAM_END) {
            if (begin_member(gunzip) < 0)
                return -1;
        } else if (result != Z_OK && !(result == Z_BUF_ERROR && n > 0)) {
            gunzip->is_done = true;
            if (!input->is_partial)
                nd_input_fail(input, result == Z_BUF_ERROR
                                         ? "gzip: the file is cut off; what is there was read"
                                         : "gzip: damaged; what comes before was read");
        }
    }
    return (ssize_t)(room - zlib->avail_out);
}

static void close_gzip(struct nd_input *input) {
    inflateEnd(&((struct gunzip *)input)->zlib);
    free(input);
}

static const struct nd_input_type gzip_type = {read_gzip, NULL, close_gzip};

struct nd_input *nd_gunzip(struct nd_input *from) {
    struct gunzip *made = nd_alloc_array(1, sizeof *made);

    nd_input_init(&made->base, &gzip_type, from);
    if (inflateInit2(&made->zlib, 15 + 16) != Z_OK)
        nd_alloc_exhausted();
    return &made->base;
}
