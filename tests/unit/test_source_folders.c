/* Opening files on a system without openat2(2): one folder after the other. */
#include <sys/syscall.h>
#undef SYS_openat2
#include "source/read.c"

#include "open_through_links.h"

#include <ftw.h>

static char home[] = "/tmp/newsdex-test-XXXXXX";

static int make_home(void **state) {
    (void)state;
    return mkdtemp(home) == NULL || chdir(home) != 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw) {
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static int remove_home(void **state) {
    (void)state;
    return chdir("/") != 0 || nftw(home, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_open_through_links)};

    return cmocka_run_group_tests(tests, make_home, remove_home);
}
