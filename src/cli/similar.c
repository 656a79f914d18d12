#include "newsdex/similar.h"
#include "cli/cli.h"

#include <string.h>

const char *nd_cli_similar(const struct nd_command *const *commands, const char *name) {
    const char *best = NULL;
    size_t nearest = SIZE_MAX;

    if (strlen(name) < 2)
        return NULL;
    for (const struct nd_command *const *c = commands; *c != NULL; c++) {
        const char *known = (*c)->name;
        bool is_begun = strncmp(known, name, strlen(name)) == 0;
        size_t edits = is_begun ? 1 : nd_similar_edits(nd_str_from(name), nd_str_from(known));
        if (edits < nearest && nd_similar_is_close(edits, strlen(known))) {
            nearest = edits;
            best = known;
        }
    }
    return best;
}
