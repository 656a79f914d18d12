#include "container/format.h"

#include "newsdex/kind.h"

/* The first that takes a file wins: the surest signs come first. */
/* clang-format off */
static const struct nd_format *const formats[] = {
    &nd_format_empty, /* of the others it has what is left when they have no records */
    &nd_format_warc, &nd_format_arc,
    &nd_format_dump,
    &nd_format_proquest_mail, &nd_format_mail_digest, &nd_format_mail,
    &nd_format_mbox,
    &nd_format_ghost,
    &nd_format_json_columns, &nd_format_json,
    &nd_format_zotero,
    &nd_format_feed,
    &nd_format_opml, &nd_format_bookmarks,
    &nd_format_reuters,
    &nd_format_trec,
    &nd_format_nexis, &nd_format_europresse, &nd_format_proquest,
    &nd_format_factiva_xml, &nd_format_factiva_text,
    &nd_format_factiva,
    &nd_format_newsml_g2,
    &nd_format_newsml,
    &nd_format_nitf,
    &nd_format_tei,
    &nd_format_trafilatura,
    &nd_format_rcv1,
    &nd_format_iptc7901,
    &nd_format_enex,
    &nd_format_stackexchange,
    &nd_format_mediawiki,
    &nd_format_ris, &nd_format_nbib, &nd_format_refer, &nd_format_science, &nd_format_bibtex, &nd_format_endnote,
    &nd_format_pubmed, &nd_format_dblp, &nd_format_jats,
    &nd_format_oai, &nd_format_mods, &nd_format_marc, &nd_format_scanned, &nd_format_docbook, &nd_format_disqus,
    &nd_format_livejournal, &nd_format_tumblr, &nd_format_sms,
    &nd_format_telegram, &nd_format_chat, &nd_format_clippings, &nd_format_conll, &nd_format_labels, &nd_format_story,
    &nd_format_gutenberg,
    &nd_format_bundle, &nd_format_marked, &nd_format_toutiao,
    &nd_format_yaml, &nd_format_latex, &nd_format_wikipage,
    &nd_format_xml,
    &nd_format_html_table,
    &nd_format_series,
    &nd_format_csv,
};
/* clang-format on */

const struct nd_format *nd_format_find(struct nd_str head, bool is_whole) {
    if (nd_kind_of_bytes(head) != ND_KIND_NONE) /* a picture may have its commas, too */
        return NULL;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i]->sniff(head, is_whole))
            return formats[i];
    return NULL;
}
