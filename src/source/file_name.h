/* What the name of a file says of it, which only supports what its content makes likely. Private to the
 * stage. */
#ifndef SOURCE_FILE_NAME_H
#define SOURCE_FILE_NAME_H

#include "newsdex/str.h"

enum nd_file_name_kind {
    ND_NAME_OF_ANY, /* nothing is known of it */
    ND_NAME_OF_TEXT,
    ND_NAME_OF_PAGE, /* or of a template of pages, or XML */
    ND_NAME_OF_TEMPLATE,
    ND_NAME_OF_STYLE,
    ND_NAME_OF_SCRIPT,
    ND_NAME_OF_SOURCE,
    ND_NAME_OF_SETTINGS
};

/* By the end of the name, or by its beginning as in Dockerfile.web. */
enum nd_file_name_kind nd_file_name_kind(struct nd_str path);
/* The part of path behind the last '/'. */
struct nd_str nd_file_name(struct nd_str path);

#endif
