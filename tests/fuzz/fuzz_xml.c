/* Any bytes as XML: a tree within its limits, and what is inside an element is, read again, the same text. */
#include "container/xml.h"

#include "newsdex/limits.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition) {
    if (!condition)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nd_arena *arena = nd_arena_new();
    struct nd_problems problems;
    const struct nd_xml_node *root, *again;
    struct nd_buf twice = {0};
    size_t nodes = 0;

    nd_problems_init(&problems, arena);
    root = nd_xml_read(nd_str_of((const char *)data, size), 1, arena, &problems);
    require(root != NULL || problems.count > 0);
    for (const struct nd_xml_node *n = root; n != NULL; n = nd_xml_walk(root, n), nodes++)
        require(n->line > 0 && (n == root || n->parent != NULL) &&
                (n->name.ptr != NULL) != (n->text.len > 0));
    require(nodes <= size + 2 && nodes <= 2 * ND_MAX_XML_NODES);
    if (nd_xml_has_elements(root)) {
        nd_buf_addf(&twice, "<x>");
        nd_buf_add(&twice, nd_xml_markup(root, NULL, arena));
        nd_buf_addf(&twice, "</x>");
        again = nd_xml_read(nd_buf_str(&twice), 1, arena, &problems);
        require(again != NULL);
    }
    nd_buf_free(&twice);
    nd_arena_free(arena);
    return 0;
}
