/*
 * gzip by way of zlib: a file that was cut off gives all that is there, to the last byte.
 */
#include "container/unpack.h"

#include "newsdex/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { ROOM = 64 * 1024, MOST_AGAIN = 64 * 1024 * 1024 /* bytes looked at once more behind damage */ };

struct gunzip {
    struct nd_input base;
    z_stream zlib;
    bool is_done;
    unsigned char *begin; /* of the member, or what is still here of it */
    size_t again;         /* bytes that were gone back over */
    bool is_torn;         /* a line end is due: what came before was damaged */
    unsigned char bytes[ROOM];
};

/* Reads on behind what zlib has not taken yet. */
static ssize_t fill(struct gunzip *gunzip) {
    z_stream *zlib = &gunzip->zlib;
    ssize_t n;

    if (zlib->avail_in > 0)
        memmove(gunzip->bytes, zlib->next_in, zlib->avail_in);
    zlib->next_in = gunzip->begin = gunzip->bytes;
    n = nd_input_read(gunzip->base.from, (char *)gunzip->bytes + zlib->avail_in, ROOM - zlib->avail_in);
    zlib->avail_in += n > 0 ? (uInt)n : 0;
    if (n < 0)
        gunzip->base.error = gunzip->base.from->error;
    return n;
}

/* Leaves at least want bytes to be taken, where the file has as many. */
static ssize_t have(struct gunzip *gunzip, uInt want) {
    ssize_t n = 1;

    while (gunzip->zlib.avail_in < want && n > 0)
        n = fill(gunzip);
    return n < 0 ? n : 1;
}

static void skip(struct gunzip *gunzip) {
    gunzip->zlib.next_in++;
    gunzip->zlib.avail_in--;
}

/* A header with nothing in it that RFC 1952 does not know: by chance one in thousands of millions of places.
 */
static bool is_header(const unsigned char *bytes) {
    return bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8 && (bytes[3] & 0xe0) == 0 &&
           (bytes[8] == 0 || bytes[8] == 2 || bytes[8] == 4) && (bytes[9] <= 13 || bytes[9] == 255);
}

/* The next member from here on, behind damage, which fault tells unless there is one. */
static ssize_t find_member(struct gunzip *gunzip, const char *fault) {
    enum { HEADER = 10 };
    z_stream *zlib = &gunzip->zlib;
    ssize_t n;

    while ((n = have(gunzip, HEADER)) > 0 && zlib->avail_in >= HEADER && !is_header(zlib->next_in))
        skip(gunzip);
    if (n < 0)
        return n;
    gunzip->begin = zlib->next_in;
    gunzip->is_done = zlib->avail_in < HEADER;
    gunzip->is_torn = !gunzip->is_done;
    if (!gunzip->is_done)
        nd_input_note(&gunzip->base, "gzip: damaged; what could be found before and behind was read");
    else if (gunzip->base.fault[0] == '\0' && !gunzip->base.is_partial)
        nd_input_note(&gunzip->base, fault);
    return !gunzip->is_done && inflateReset(zlib) == Z_OK;
}

/* Damage is seen late: in what zlib has taken since the member began others may begin. */
static void go_back(struct gunzip *gunzip) {
    z_stream *zlib = &gunzip->zlib;
    size_t taken = (size_t)(zlib->next_in - gunzip->begin);

    if (taken < 2 || gunzip->again + taken > MOST_AGAIN)
        return;
    gunzip->again += taken;
    zlib->next_in -= taken - 1;
    zlib->avail_in += (uInt)taken - 1;
}

/* Behind a member, or zeros that fill a block: another one, or what is no gzip. */
static ssize_t begin_member(struct gunzip *gunzip) {
    z_stream *zlib = &gunzip->zlib;
    ssize_t n;

    while ((n = have(gunzip, 2)) > 0 && zlib->avail_in > 0 && zlib->next_in[0] == 0)
        skip(gunzip);
    if (n < 0)
        return n;
    gunzip->begin = zlib->next_in;
    gunzip->is_done = zlib->avail_in == 0;
    if (gunzip->is_done)
        return 0;
    if (zlib->avail_in < 2 || zlib->next_in[0] != 0x1f || zlib->next_in[1] != 0x8b)
        return find_member(gunzip, "what follows the packed data is no gzip; left out");
    return inflateReset(zlib) == Z_OK;
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
        if (gunzip->is_torn) {
            *zlib->next_out++ = '\n';
            zlib->avail_out--;
            gunzip->is_torn = false;
            break;
        }
        result = inflate(zlib, Z_NO_FLUSH);
        if (result == Z_MEM_ERROR)
            nd_alloc_exhausted();
        if (result == Z_STREAM_END) {
            if (begin_member(gunzip) < 0)
                return -1;
        } else if (result == Z_BUF_ERROR && n == 0) {
            gunzip->is_done = true;
            if (!input->is_partial)
                nd_input_fail(input, "gzip: the file is cut off; what is there was read");
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            go_back(gunzip);
            if (find_member(gunzip, "gzip: damaged; what comes before was read") < 0)
                return -1;
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
    made->begin = made->zlib.next_in = made->bytes;
    if (inflateInit2(&made->zlib, 15 + 16) != Z_OK)
        nd_alloc_exhausted();
    return &made->base;
}
