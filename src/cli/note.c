#include "cli/cli.h"

#include "newsdex/limits.h"
#include "newsdex/marks.h"
#include "newsdex/utf8.h"

#include <inttypes.h>
#include <string.h>

static const struct nd_option own_options[] = {{"delete", 0, NULL, "take the note away"},
                                               {NULL, 0, NULL, NULL}};

static int print_note(const struct nd_stored_article *stored) {
    struct nd_buf text = {0};

    if (stored->note.len == 0) {
        nd_cli_error("article %" PRId64 " has no note", stored->id);
        return ND_EXIT_SOME;
    }
    nd_output_clean(&text, stored->note);
    nd_buf_add_char(&text, '\n');
    nd_output_write(stdout, nd_buf_str(&text));
    nd_buf_free(&text);
    return ND_EXIT_OK;
}

/* The arguments behind the id as one text, or standard input. False after a message. */
static bool read_text(struct nd_cli *cli, struct nd_buf *text) {
    size_t bad, kept = 0;

    if (cli->argument_count == 2 && strcmp(cli->arguments[1], "-") == 0) {
        if (!nd_cli_read("-", ND_MAX_NOTE, text))
            return false;
    } else {
        for (int i = 1; i < cli->argument_count; i++)
            nd_buf_addf(text, "%s%s", i > 1 ? " " : "", cli->arguments[i]);
    }
    for (size_t i = 0; i < text->len;
         i++) /* without control characters, and with line ends as they are stored */
        if ((unsigned char)text->ptr[i] >= ' ' || text->ptr[i] == '\n' || text->ptr[i] == '\t')
            text->ptr[kept++] = text->ptr[i];
    nd_buf_cut(text, nd_str_trim_right(nd_str_of(text->ptr, kept)).len);
    if (text->len == 0)
        nd_cli_usage(cli, "the note is empty; --delete takes one away");
    else if (text->len > ND_MAX_NOTE)
        nd_cli_usage(cli, "a note has at most %d bytes", ND_MAX_NOTE);
    else if (!nd_utf8_valid(nd_buf_str(text), &bad))
        nd_cli_usage(cli, "the note is no UTF-8");
    else
        return true;
    return false;
}

static int run_command(struct nd_cli *cli) {
    bool is_deleted = nd_cli_has(cli, "delete"), is_read = !is_deleted && cli->argument_count == 1;
    struct nd_stored_article stored = {0};
    struct nd_error err = ND_ERROR_INIT;
    struct nd_buf text = {0};
    struct nd_index *index;
    int status;

    if (cli->argument_count == 0 || (is_deleted && cli->argument_count > 1))
        return nd_cli_usage(cli, "an id or uid, and the text of the note or - for standard input");
    if (!is_deleted && !is_read && !read_text(cli, &text)) {
        nd_buf_free(&text);
        return ND_EXIT_FATAL;
    }
    index = is_read ? nd_cli_open(cli, ND_INDEX_READ, ND_CLI_WAIT_MS, &status)
                    : nd_cli_open_existing(cli, ND_CLI_WAIT_MS, &status);
    if (index != NULL)
        status = nd_cli_show_find(cli, index, cli->arguments[0], &stored);
    if (status == ND_EXIT_OK && is_read)
        status = print_note(&stored);
    else if (status == ND_EXIT_OK &&
             nd_index_put_note(index, stored.id, is_deleted ? ND_STR_NONE : nd_buf_str(&text), &err) != ND_OK)
        status = nd_cli_failed(&err);
    nd_index_close(index);
    nd_buf_free(&text);
    return status;
}

const struct nd_command nd_note_command = {
    .name = "note",
    .run = run_command,
    .arguments = "ID [TEXT...|-]",
    .summary = "write a note on an article, or print it",
    .details = "The article has the id or uid that search prints; - reads the text from standard input.",
    .options = (const struct nd_option *const[]){own_options, NULL}};
