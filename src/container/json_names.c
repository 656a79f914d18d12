/* What members of JSON are called that hold records, texts or the one record. */
#include "container/json_find.h"

bool nd_json_is_list_name(struct nd_str name) {
    static const struct nd_str names[] = {
        ND_STR_INIT("items"),        ND_STR_INIT("articles"),
        ND_STR_INIT("data"),         ND_STR_INIT("results"),
        ND_STR_INIT("docs"),         ND_STR_INIT("posts"),
        ND_STR_INIT("entries"),      ND_STR_INIT("news"),
        ND_STR_INIT("stories"),      ND_STR_INIT("response"),
        ND_STR_INIT("hits"),         ND_STR_INIT("db"),
        ND_STR_INIT("records"),      ND_STR_INIT("documents"),
        ND_STR_INIT("item"),         ND_STR_INIT("rss"),
        ND_STR_INIT("channel"),      ND_STR_INIT("feed"),
        ND_STR_INIT("entry"),        ND_STR_INIT("value"),
        ND_STR_INIT("content"),      ND_STR_INIT("nodes"),
        ND_STR_INIT("list"),         ND_STR_INIT("rows"),
        ND_STR_INIT("edges"),        ND_STR_INIT("children"),
        ND_STR_INIT("messages"),     ND_STR_INIT("orderedItems"),
        ND_STR_INIT("publications"), ND_STR_INIT("page"),
        ND_STR_INIT("chats"),        ND_STR_INIT("itemListElement"),
        ND_STR_INIT("@graph"),       ND_STR_INIT("post_stream"),
        ND_STR_INIT("latest_posts"), ND_STR_INIT("article"),
        ND_STR_INIT("hit"),
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq_nocase(names[i], name))
            return true;
    return false;
}

bool nd_json_is_text_name(struct nd_str name) {
    static const struct nd_str names[] = {
        ND_STR_INIT("body"),         ND_STR_INIT("content"),      ND_STR_INIT("text"),
        ND_STR_INIT("maintext"),     ND_STR_INIT("articleBody"),  ND_STR_INIT("body_html"),
        ND_STR_INIT("body_xhtml"),   ND_STR_INIT("body_text"),    ND_STR_INIT("body_nitf"),
        ND_STR_INIT("bodies"),       ND_STR_INIT("textContent"),  ND_STR_INIT("html"),
        ND_STR_INIT("content_html"), ND_STR_INIT("item"),         ND_STR_INIT("fulltext"),
        ND_STR_INIT("headlines"),    ND_STR_INIT("article_html"), ND_STR_INIT("cooked"),
        ND_STR_INIT("cells"),        ND_STR_INIT("blocks"),       ND_STR_INIT("worksheets"),
        ND_STR_INIT("lexical"),      ND_STR_INIT("paragraphs"),   ND_STR_INIT("components"),
        ND_STR_INIT("cards"),        ND_STR_INIT("sections"),     ND_STR_INIT("textDisplay"),
        ND_STR_INIT("textOriginal"), ND_STR_INIT("comment_text"), ND_STR_INIT("body_markdown"),
        ND_STR_INIT("listContent"),  ND_STR_INIT("segments"),     ND_STR_INIT("fullText"),
        ND_STR_INIT("markdown"),     ND_STR_INIT("transcript"),   ND_STR_INIT("ocr_text"),
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nd_str_eq_nocase(names[i], name))
            return true;
    return false;
}

static const struct nd_str wrappers[] =
    {/* the outer ones first */
     ND_STR_INIT("props"),     ND_STR_INIT("pageProps"), ND_STR_INIT("result"),
     ND_STR_INIT("payload"),   ND_STR_INIT("item"),      ND_STR_INIT("_source"),
     ND_STR_INIT("node"),      ND_STR_INIT("data"),      ND_STR_INIT("attributes"),
     ND_STR_INIT("fields"),    ND_STR_INIT("object"),    ND_STR_INIT("doc"),
     ND_STR_INIT("article"),   ND_STR_INIT("post"),      ND_STR_INIT("story"),
     ND_STR_INIT("tweet"),     ND_STR_INIT("commit"),    ND_STR_INIT("record"),
     ND_STR_INIT("row"),       ND_STR_INIT("snippet"),   ND_STR_INIT("topLevelComment"),
     ND_STR_INIT("noteTweet"), ND_STR_INIT("core"),      ND_STR_INIT("like"),
     ND_STR_INIT("snippet"),   ND_STR_INIT("info"),      ND_STR_INIT("bibjson")};

const struct nd_str *nd_json_wrappers(size_t *count) {
    *count = sizeof wrappers / sizeof *wrappers;
    return wrappers;
}

bool nd_json_is_wrapper(struct nd_str key) {
    for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++)
        if (nd_str_eq(wrappers[i], key))
            return true;
    return false;
}
