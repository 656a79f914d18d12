/* Whether a text is written for a machine. Private to the stage. */
#ifndef SOURCE_CODE_H
#define SOURCE_CODE_H

#include "newsdex/str.h"

/* Behind blanks and comments as C and CSS have them. */
struct nd_str nd_code_skip_comments(struct nd_str text);
/* JavaScript and its like; is_supported: the name of the file says so, too. */
bool nd_code_is_script(struct nd_str text, bool is_supported);
/* Whether a text in a file named as pages are is one that pages are made by: it begins with a sign of a
 * template language, or its title does. */
bool nd_code_is_template(struct nd_str text);
/* Whether a text in a file named as programs are is one: not a text that only happens to have such a name. */
bool nd_code_is_source(struct nd_str text);

#endif
