/*
 * Another program, run with given input and within limits: seconds of the clock and of the processor, memory,
 * bytes of output. It has a group of processes of its own, of which nothing is left when the call returns.
 * Private to the source stage.
 */
#ifndef SOURCE_PROCESS_H
#define SOURCE_PROCESS_H

#include "newsdex/status.h"
#include "newsdex/str.h"

#include <stdatomic.h>

struct nd_process {
    const char *const *arguments; /* as of execv(3); the first one is the path of the program */
    struct nd_str input;
    size_t max;               /* bytes of output */
    const atomic_int *cancel; /* NULL: it is not to be interrupted */
};

/*
 * out is what it prints, said the end of what it prints on standard error, at most some KB; both are cleared
 * first. ND_BAD_INPUT with the reason when it ended in another way than with status 0, or passed a limit.
 */
enum nd_status nd_process_run(const struct nd_process *process, struct nd_buf *out, struct nd_buf *said,
                              struct nd_error *err) ND_MUST_CHECK;

#endif
