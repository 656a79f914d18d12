/*
 * libarchive, loaded when there is something for it to do: it brings six libraries with it, which a search
 * must not pay for. Private to the container stage.
 */
#ifndef CONTAINER_LIBARCHIVE_H
#define CONTAINER_LIBARCHIVE_H

#include "container/input.h"

#include <archive.h>
#include <archive_entry.h>

/* Its functions by their names without "archive_". */
struct nd_libarchive {
    __typeof__(archive_read_new) *read_new;
    __typeof__(archive_read_free) *read_free;
    __typeof__(archive_read_support_filter_bzip2) *filter_bzip2;
    __typeof__(archive_read_support_filter_xz) *filter_xz;
    __typeof__(archive_read_support_filter_zstd) *filter_zstd;
    __typeof__(archive_read_support_format_raw) *format_raw;
    __typeof__(archive_read_support_format_tar) *format_tar;
    __typeof__(archive_read_support_format_zip) *format_zip;
    __typeof__(archive_read_support_format_7zip) *format_7zip;
    __typeof__(archive_read_set_callback_data) *set_callback_data;
    __typeof__(archive_read_set_read_callback) *set_read_callback;
    __typeof__(archive_read_set_seek_callback) *set_seek_callback;
    __typeof__(archive_read_open1) *open;
    __typeof__(archive_read_next_header) *next_header;
    __typeof__(archive_read_data_block) *data_block;
    __typeof__(archive_read_has_encrypted_entries) *has_encrypted;
    __typeof__(archive_errno) *error;
    __typeof__(archive_error_string) *error_string;
    __typeof__(archive_entry_pathname) *pathname;
    __typeof__(archive_entry_pathname_utf8) *pathname_utf8;
    __typeof__(archive_entry_filetype) *filetype;
    __typeof__(archive_entry_hardlink) *hardlink;
    __typeof__(archive_entry_is_data_encrypted) *is_encrypted;
};

/* What libarchive reads from: it calls back. And what it gave last. */
struct nd_libarchive_source {
    struct nd_input *input;
    struct nd_buf bytes;
    struct nd_str block;
    bool is_doubtful; /* what was read of a member is not what its checksum or size says */
};

/* NULL when the library cannot be loaded; *why says so and stays, *error is an errno. */
const struct nd_libarchive *nd_libarchive(const char **why, int *error);
/* Opens archive on source; false when it is not for it, as libarchive's message says. */
bool nd_libarchive_open(const struct nd_libarchive *library, struct archive *archive,
                        struct nd_libarchive_source *source);
/* Bytes of the member at hand, as read(2); -1 where what is packed goes wrong. */
ssize_t nd_libarchive_read(const struct nd_libarchive *library, struct archive *archive,
                           struct nd_libarchive_source *source, char *to, size_t room);

#endif
