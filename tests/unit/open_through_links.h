/* A test for both ways of opening files: test_source has the one of this system, test_source_folders the
 * other. */
#ifndef OPEN_THROUGH_LINKS_H
#define OPEN_THROUGH_LINKS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsdex/source.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A link in place of the file or of a folder above it is not followed, with or without the call that does
 * all. */
static inline void test_open_through_links(void **state) {
    struct nd_error err = ND_ERROR_INIT;
    char *resolved;
    int fd;

    (void)state;
    assert_int_equal(mkdir("links", 0700), 0);
    assert_int_equal(mkdir("links/real", 0700), 0);
    fd = open("links/real/f", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(symlink("real", "links/folder"), 0);
    assert_int_equal(symlink("f", "links/real/file"), 0);
    assert_int_equal(mkfifo("links/fifo", 0600), 0);
    assert_int_equal(nd_source_open("links/real/f", &fd, &err), ND_OK);
    close(fd);
    resolved = realpath("links/real/f", NULL);
    assert_int_equal(nd_source_open(resolved, &fd, &err), ND_OK);
    close(fd);
    free(resolved);
    assert_int_equal(nd_source_open("links/folder/f", &fd, &err), ND_BAD_INPUT);
    assert_int_equal(fd, -1);
    assert_int_equal(nd_source_open("links/real/file", &fd, &err), ND_BAD_INPUT);
    assert_int_equal(nd_source_open("links/real", &fd, &err), ND_BAD_INPUT);
    assert_int_equal(nd_source_open("links/fifo", &fd, &err), ND_BAD_INPUT);
    assert_int_equal(nd_source_open("links/none/f", &fd, &err), ND_NOT_FOUND);
    assert_int_equal(nd_source_open("links/real/f/g", &fd, &err), ND_NOT_FOUND);
}

#endif
