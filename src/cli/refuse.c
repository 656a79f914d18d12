#include "cli/cli.h"

#include "newsdex/similar.h"

#include <string.h>

/* The first two options that begin so. */
struct beginning {
    const struct nd_option *first, *second;
};

static struct beginning find_beginning(const struct nd_option *const *options, struct nd_str name) {
    struct beginning found = {NULL, NULL};

    for (; *options != NULL && found.second == NULL && name.len > 0; options++)
        if (nd_str_eq(name, nd_str_from((*options)->name)))
            return (struct beginning){*options, NULL};
        else if (nd_str_starts(nd_str_from((*options)->name), name))
            *(found.first == NULL ? &found.first : &found.second) = *options;
    return found;
}

static const char *find_similar(const struct nd_option *const *options, struct nd_str name) {
    const char *similar = NULL;
    size_t nearest = SIZE_MAX;

    for (; *options != NULL; options++) {
        struct nd_str other = nd_str_from((*options)->name);
        size_t edits = nd_similar_edits(name, other);
        if (edits < nearest && nd_similar_is_close(edits, other.len)) {
            nearest = edits;
            similar = (*options)->name;
        }
    }
    return similar;
}

static bool has_option(const struct nd_command *command, struct nd_str name) {
    for (const struct nd_option *const *group = command->options; *group != NULL; group++)
        for (const struct nd_option *o = *group; o->name != NULL; o++)
            if (nd_str_eq(name, nd_str_from(o->name)))
                return true;
    return false;
}

static const char *find_other(const struct nd_command *const *commands, struct nd_str name) {
    while (*commands != NULL && !has_option(*commands, name))
        commands++;
    return *commands == NULL ? NULL : (*commands)->name;
}

void nd_cli_refuse_long(const struct nd_cli *cli, const char *word, const struct nd_option *const *options,
                        const struct nd_command *const *commands) {
    struct nd_str text = nd_str_skip(nd_str_from(word), 2);
    struct nd_str name = nd_str_slice(text, 0, nd_str_find_char(text, '='));
    struct beginning beginning = find_beginning(options, name);
    const char *similar = find_similar(options, name), *other = find_other(commands, name);

    if (beginning.second != NULL)
        nd_cli_usage(cli, "%s may be --%s or --%s", word, beginning.first->name, beginning.second->name);
    else if (beginning.first != NULL)
        nd_cli_usage(cli, "--%s takes no argument", beginning.first->name);
    else if (other != NULL)
        nd_cli_usage(cli, "there is no option %s, newsdex %s has it", word, other);
    else if (similar != NULL)
        nd_cli_usage(cli, "there is no option %s; did you mean --%s?", word, similar);
    else
        nd_cli_usage(cli, "there is no option %s", word);
}
