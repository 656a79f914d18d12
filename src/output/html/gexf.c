#include "newsdex/report.h"

#include <inttypes.h>

static void add_nodes(struct nd_buf *out, const struct nd_facet *nodes, size_t node_count) {
    nd_buf_add_z(out, "<nodes>\n");
    for (size_t i = 0; i < node_count; i++) {
        nd_buf_addf(out, "<node id=\"%zu\" label=\"", i);
        nd_escape_add(out, nodes[i].value);
        nd_buf_addf(out,
                    "\"><attvalues><attvalue for=\"articles\" value=\"%" PRId64 "\"/></attvalues></node>\n",
                    nodes[i].count);
    }
    nd_buf_add_z(out, "</nodes>\n");
}

void nd_gexf_write(struct nd_buf *out, const struct nd_facet *nodes, size_t node_count,
                   const struct nd_gexf_edge *edges, size_t edge_count) {
    nd_buf_add_z(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n"
        "<meta><creator>newsdex " ND_VERSION "</creator></meta>\n"
        "<graph mode=\"static\" defaultedgetype=\"undirected\">\n<attributes class=\"node\">"
        "<attribute id=\"articles\" title=\"articles\" type=\"integer\"/></attributes>\n");
    add_nodes(out, nodes, node_count);
    nd_buf_add_z(out, "<edges>\n");
    for (size_t i = 0; i < edge_count; i++)
        nd_buf_addf(out, "<edge id=\"%zu\" source=\"%zu\" target=\"%zu\" weight=\"%" PRId64 "\"/>\n", i,
                    edges[i].nodes[0], edges[i].nodes[1], edges[i].weight);
    nd_buf_add_z(out, "</edges>\n</graph>\n</gexf>\n");
}
