#include "markdown.h"

#include "newsdex/limits.h"
#include "template.h"

#include <string.h>

struct nd_markdown_survey nd_markdown_survey(struct nd_str body) {
    struct nd_markdown_survey survey = {NULL, 1, false, nd_template_is_likely(body)};
    struct nd_str line;
    size_t columns;

    while (nd_str_next_line(&body, &line)) {
        while (line.len > 0 && (nd_char_is_blank(line.ptr[0]) || line.ptr[0] == '>'))
            line = nd_str_skip(line, 1);
        if (line.len > 0 && strchr("|-:", line.ptr[0]) != NULL)
            survey.has_tables |= nd_table_is_delimiter(line, &columns);
    }
    return survey;
}
