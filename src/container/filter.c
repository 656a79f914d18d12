/*
 * bzip2, xz and zstd by way of libarchive, which reads a packed file as an archive of one member without a
 * name.
 */
#include "container/libarchive.h"
#include "container/unpack.h"

#include "newsdex/alloc.h"

#include <errno.h>
#include <stdlib.h>

struct filter {
    struct nd_input base;
    const struct nd_libarchive *library;
    struct archive *archive;
    struct nd_libarchive_source source;
};

/* Only what libarchive does itself: for what it cannot do it would start other programs. */
static void support(const struct filter *filter) {
    int (*const functions[])(struct archive *) = {filter->library->filter_bzip2, filter->library->filter_xz,
                                                  filter->library->filter_zstd};
    static const char *const heads[] = {"B", "\xfd", "\x28"};
    struct nd_str head = nd_input_peek(filter->source.input, 1);

    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (nd_str_starts(head, nd_str_from(heads[i])) && functions[i](filter->archive) != ARCHIVE_OK)
            errno = ENOSYS;
}

static ssize_t read_filter(struct nd_input *input, char *to, size_t room) {
    struct filter *filter = (struct filter *)input;
    ssize_t n;

    if (filter->archive == NULL)
        return input->error == 0 ? 0 : -1;
    n = nd_libarchive_read(filter->library, filter->archive, &filter->source, to, room);
    if (n >= 0)
        return n;
    if (input->from->error != 0) {
        input->error = input->from->error;
        return -1;
    }
    if (!input->is_partial)
        nd_input_fail(input, "what is packed is damaged or cut off; what comes before was read");
    return 0;
}

static void close_filter(struct nd_input *input) {
    struct filter *filter = (struct filter *)input;

    if (filter->archive != NULL)
        filter->library->read_free(filter->archive);
    nd_buf_free(&filter->source.bytes);
    free(filter);
}

static const struct nd_input_type filter_type = {read_filter, NULL, close_filter};

struct nd_input *nd_filter(struct nd_input *from) {
    struct filter *made = nd_alloc_array(1, sizeof *made);
    struct archive_entry *entry;
    const char *why;

    nd_input_init(&made->base, &filter_type, from);
    made->source.input = from;
    made->library = nd_libarchive(&why, &made->base.error);
    if (made->library == NULL) {
        nd_input_fail(&made->base, "%s", why);
        return &made->base;
    }
    made->archive = made->library->read_new();
    if (made->archive == NULL)
        nd_alloc_exhausted();
    errno = 0;
    support(made);
    made->library->format_raw(made->archive);
    if (errno == ENOSYS)
        nd_input_fail(&made->base, "this libarchive cannot unpack it");
    else if ((!nd_libarchive_open(made->library, made->archive, &made->source) ||
              made->library->next_header(made->archive, &entry) != ARCHIVE_OK) &&
             from->error == 0 && !made->base.is_partial)
        nd_input_fail(&made->base, "what is packed is damaged or cut off; nothing could be read");
    return &made->base;
}
