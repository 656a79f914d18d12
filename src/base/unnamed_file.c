#include "newsdex/unnamed_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int nd_unnamed_file_open(void) {
    const char *folders[] = {getenv("TMPDIR"), "/var/tmp", "/tmp"};
    int file = -1;

    for (size_t i = 0; i < sizeof folders / sizeof *folders && file < 0; i++) {
        struct nd_buf name = {0};
        if (folders[i] == NULL || folders[i][0] == '\0')
            continue;
        file = open(folders[i], O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (file >= 0)
            break;
        nd_buf_addf(&name, "%s/newsdex.XXXXXX", folders[i]); /* not every file system has such files */
        file = mkostemp(name.ptr, O_CLOEXEC);
        if (file >= 0)
            unlink(name.ptr);
        nd_buf_free(&name);
    }
    return file;
}

bool nd_unnamed_file_write(int file, struct nd_str bytes, uint64_t at) {
    while (bytes.len > 0) {
        ssize_t written = pwrite(file, bytes.ptr, bytes.len, (off_t)at);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = nd_str_skip(bytes, (size_t)written);
        at += (uint64_t)written;
    }
    return true;
}
