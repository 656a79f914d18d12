#include "ingest/convert.h"

static void report(struct nd_parsed *parsed, enum nd_status status, const struct nd_error *err) {
    parsed->reading = status == ND_CANCELLED  ? ND_READ_GONE
                      : status == ND_NO_FILES ? ND_READ_REFUSED
                                              : ND_READ_FAILED;
    if (status != ND_CANCELLED)
        nd_problems_add(&parsed->problems, ND_P_FILTER, 0, 0, "%s", err->message);
}

bool nd_convert(struct nd_parsed *parsed, const struct nd_converter *converter, struct nd_str path,
                size_t max_size) {
    struct nd_buf text = {0}, said = {0};
    struct nd_error err = ND_ERROR_INIT;
    enum nd_status status =
        nd_converter_run(converter, path, nd_buf_str(&parsed->text), max_size, &text, &said, &err);

    if (status == ND_OK && nd_str_trim(nd_buf_str(&text)).len == 0)
        status = nd_error_set(&err, ND_BAD_INPUT, "the filter \"%.*s\" printed nothing%s%.*s",
                              (int)converter->command.len, converter->command.ptr, said.len > 0 ? ": " : "",
                              (int)said.len, said.len > 0 ? said.ptr : "");
    if (status == ND_OK) {
        nd_buf_free(&parsed->text);
        parsed->text = text;
        parsed->converter = converter;
        nd_problems_add(&parsed->problems, ND_P_FILTERED, 0, 0, "the text is made by \"%.*s\"%s%.*s",
                        (int)converter->command.len, converter->command.ptr,
                        said.len > 0 ? ", which says: " : "", (int)said.len, said.len > 0 ? said.ptr : "");
    } else {
        nd_buf_free(&text);
        report(parsed, status, &err);
    }
    nd_buf_free(&said);
    return status == ND_OK;
}

void nd_convert_say(struct nd_parsed *parsed) {
    struct nd_provenance *said;

    if (parsed->converter == NULL || !parsed->has_article)
        return;
    said = nd_arena_alloc(parsed->arena, 1, sizeof *said);
    *said = (struct nd_provenance){.field = "filter", .source = parsed->converter->command};
    if (parsed->article.last_provenance == NULL)
        parsed->article.provenance = said;
    else
        parsed->article.last_provenance->next = said;
    parsed->article.last_provenance = said;
}
