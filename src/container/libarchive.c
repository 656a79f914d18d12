#include "container/libarchive.h"

#include "newsdex/library.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

enum { ROOM = 64 * 1024 };

static struct nd_libarchive library;
static struct nd_error load_error;
static pthread_once_t once = PTHREAD_ONCE_INIT;

#ifdef ND_ARCHIVE_SONAME
static void load(void) {
    const struct nd_symbol symbols[] = {
        {"archive_read_new", &library.read_new},
        {"archive_read_free", &library.read_free},
        {"archive_read_support_filter_bzip2", &library.filter_bzip2},
        {"archive_read_support_filter_xz", &library.filter_xz},
        {"archive_read_support_filter_zstd", &library.filter_zstd},
        {"archive_read_support_format_raw", &library.format_raw},
        {"archive_read_support_format_tar", &library.format_tar},
        {"archive_read_support_format_zip", &library.format_zip},
        {"archive_read_support_format_7zip", &library.format_7zip},
        {"archive_read_set_callback_data", &library.set_callback_data},
        {"archive_read_set_read_callback", &library.set_read_callback},
        {"archive_read_set_seek_callback", &library.set_seek_callback},
        {"archive_read_open1", &library.open},
        {"archive_read_next_header", &library.next_header},
        {"archive_read_data_block", &library.data_block},
        {"archive_read_has_encrypted_entries", &library.has_encrypted},
        {"archive_errno", &library.error},
        {"archive_error_string", &library.error_string},
        {"archive_entry_pathname", &library.pathname},
        {"archive_entry_pathname_utf8", &library.pathname_utf8},
        {"archive_entry_filetype", &library.filetype},
        {"archive_entry_hardlink", &library.hardlink},
        {"archive_entry_is_data_encrypted", &library.is_encrypted},
    };

    (void)!nd_library_load(ND_ARCHIVE_SONAME, symbols, sizeof symbols / sizeof *symbols, &load_error);
}
#else
static void load(void) {
    library = (struct nd_libarchive){
        archive_read_new,
        archive_read_free,
        archive_read_support_filter_bzip2,
        archive_read_support_filter_xz,
        archive_read_support_filter_zstd,
        archive_read_support_format_raw,
        archive_read_support_format_tar,
        archive_read_support_format_zip,
        archive_read_support_format_7zip,
        archive_read_set_callback_data,
        archive_read_set_read_callback,
        archive_read_set_seek_callback,
        archive_read_open1,
        archive_read_next_header,
        archive_read_data_block,
        archive_read_has_encrypted_entries,
        archive_errno,
        archive_error_string,
        archive_entry_pathname,
        archive_entry_pathname_utf8,
        archive_entry_filetype,
        archive_entry_hardlink,
        archive_entry_is_data_encrypted,
    };
}
#endif

const struct nd_libarchive *nd_libarchive(const char **why, int *error) {
    pthread_once(&once, load);
    *why = load_error.message;
    *error = load_error.status == ND_OK ? 0 : load_error.status == ND_NO_FILES ? EMFILE : ELIBACC;
    return load_error.status == ND_OK ? &library : NULL;
}

static la_ssize_t read_block(struct archive *archive, void *context, const void **block) {
    struct nd_libarchive_source *source = context;

    (void)archive;
    nd_buf_clear(&source->bytes);
    *block = nd_buf_reserve(&source->bytes, ROOM);
    return nd_input_read(source->input, source->bytes.ptr, ROOM);
}

static la_int64_t seek(struct archive *archive, void *context, la_int64_t offset, int whence) {
    struct nd_libarchive_source *source = context;

    (void)archive;
    return nd_input_seek(source->input, offset, whence);
}

bool nd_libarchive_open(const struct nd_libarchive *functions, struct archive *archive,
                        struct nd_libarchive_source *source) {
    functions->set_read_callback(archive, read_block);
    if (nd_input_can_seek(source->input))
        functions->set_seek_callback(archive, seek);
    functions->set_callback_data(archive, source);
    return functions->open(archive) == ARCHIVE_OK;
}

/* By blocks: archive_read_data(3) forgets what it has copied when the next block cannot be read. */
ssize_t nd_libarchive_read(const struct nd_libarchive *functions, struct archive *archive,
                           struct nd_libarchive_source *source, char *to, size_t room) {
    struct nd_str piece;

    while (source->block.len == 0) {
        const void *block;
        la_int64_t offset;
        int result = functions->data_block(archive, &block, &source->block.len, &offset);
        source->block.ptr = block;
        source->is_doubtful = source->is_doubtful || result == ARCHIVE_WARN;
        if (result == ARCHIVE_EOF || result < ARCHIVE_WARN) {
            source->block.len = 0;
            return result == ARCHIVE_EOF ? 0 : -1;
        }
    }
    piece = nd_str_slice(source->block, 0, room);
    memcpy(to, piece.ptr, piece.len);
    source->block = nd_str_skip(source->block, piece.len);
    return (ssize_t)piece.len;
}
