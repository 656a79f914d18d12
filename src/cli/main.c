#include "cli/cli.h"

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Large blocks are the system's again as soon as they are freed, whichever thread had them. */
static void return_large_blocks(void) {
#ifdef __GLIBC__
    (void)mallopt(M_MMAP_THRESHOLD, 256 * 1024);
#endif
}

int main(int argc, char **argv) {
    return_large_blocks();
    return nd_cli_main(argc, argv);
}
