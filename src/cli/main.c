#include "cli/cli.h"

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/*
 * Large blocks are the system's again as soon as they are freed, whichever thread had them. Setting that ends
 * what glibc does of itself about small ones, and it would ask for and give back a few pages ten thousand
 * times.
 */
static void set_allocator(void) {
#ifdef __GLIBC__
    (void)mallopt(M_MMAP_THRESHOLD, 256 * 1024);
    (void)mallopt(M_TRIM_THRESHOLD, 4 * 1024 * 1024);
    (void)mallopt(M_TOP_PAD, 512 * 1024);
#endif
}

int main(int argc, char **argv) {
    set_allocator();
    return nd_cli_main(argc, argv);
}
