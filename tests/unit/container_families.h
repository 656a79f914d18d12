/* Families of files of many articles, and of records that are one thing over and over: by format. */
#ifndef TESTS_UNIT_CONTAINER_FAMILIES_H
#define TESTS_UNIT_CONTAINER_FAMILIES_H

#include "families.h"

#define JSON_TEXT "{\"title\": \"T\", \"body\": \""
/* So that there are not too many records, each of which costs something. */
#define WORDS "a few words that are a text, or something like one"
#define RSS "<rss version=\"2.0\"><channel><title>T</title>"
#define RSS_TEXT RSS "<item><title>T</title><description>"
#define WARC "WARC/1.0\r\nWARC-Type: response\r\n"
#define NEXIS                                                                                                \
    "\n\n                               1 of 1 DOCUMENTS\n\n\n  The Tide\n\n March 3, 2015 Tuesday\n\nT\n\n"

static const struct family container_families[] = {
    /* JSON */
    {"[", "{\"title\": \"a@\", \"body\": \"b\"},", NULL},
    {"", "{\"title\": \"a@\", \"body\": \"b\"}\n", NULL},
    {"{\"items\": [", "{\"title\": \"a@\", \"body\": \"b\"},", NULL},
    {"[", "{\"title\": \"a@\"", NULL},
    {"[", "[", "]"},
    {"[", ",", NULL},
    {"[", "\"", NULL},
    {"[", "1,", NULL},
    {"{\"title\": \"T\", \"a\": ", "{\"a\": ", "}"},
    {"{\"title\": \"T\", \"a\": [", "[1], ", NULL},
    {"{\"title\": \"T\"", ", \"a@\": \"b\"", NULL},
    {"{\"title\": \"T\"", ", \"a\": \"b\"", NULL},
    {"{\"title\": \"", "a ", NULL},
    {JSON_TEXT, "a@ ", NULL},
    {JSON_TEXT, "a\\n", NULL},
    {JSON_TEXT, "\\\"", NULL},
    {JSON_TEXT, "\\", NULL},
    {JSON_TEXT, "\\u00e9", NULL},
    {JSON_TEXT, "\\ud83d", NULL},
    {JSON_TEXT, "<p>a", NULL},
    /* tables */
    {"title,body\n", "a@ " WORDS "," WORDS "\n", NULL},
    {"title\tbody\n", "a@ " WORDS "\t" WORDS "\n", NULL},
    {"title,body\n", "a,\"b\"\"", NULL},
    {"title,body\n", WORDS ",\"" WORDS "\n", NULL},
    {"title,body\n", "\"", NULL},
    {"title,body\na", ",", NULL},
    {"title,body\n", "\"" WORDS "\"b,\n", NULL},
    {"title,body", ",a@", "\n"},
    /* feeds and other XML */
    {RSS, "<item><title>a@</title><description>b</description></item>", NULL},
    {RSS, "<item>", NULL},
    {RSS, "<item><title>", NULL},
    {RSS, "<item a@=\"b\"", NULL},
    {RSS "<item><title>T</title>", "<a>", "</a>"},
    {RSS "<item><title>T</title>", "<a@>b</a@>", NULL},
    {RSS "<item><title>T</title>", "<category>a@</category>", NULL},
    {RSS "<item><title>T</title>", "<x:a xmlns:x@=\"b\"/>", NULL},
    {RSS "<item><title>T</title>", "</a>", NULL},
    {RSS_TEXT, "&lt;p&gt;a@", NULL},
    {RSS_TEXT, "&amp;", NULL},
    {RSS_TEXT, "&", NULL},
    {RSS_TEXT, "&a@;", NULL},
    {RSS_TEXT, "<![CDATA[a]]>", NULL},
    {RSS_TEXT, "<![CDATA[", NULL},
    {RSS_TEXT, "<!-- a -->", NULL},
    {RSS_TEXT, "<!--", NULL},
    {RSS_TEXT, "<", NULL},
    {RSS_TEXT, "]]>", NULL},
    {"<!DOCTYPE rss [", "<!ENTITY a@ \"b\">", NULL},
    {"<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title>",
     "<entry><title>a@</title><content>b</content></entry>", NULL},
    {"<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>T</title>", "<link href=\"a@\"/>", NULL},
    {"<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\"><channel><items><rdf:Seq>", "<rdf:li resource=\"a@\"/>",
     NULL},
    {"<opml version=\"2.0\"><body>", "<outline text=\"a@\" xmlUrl=\"b\"/>", NULL},
    {"<opml version=\"2.0\"><body>", "<outline text=\"a@\">", "</outline>"},
    {"<nitf><head><title>T</title></head><body><body.content>", "<p>a@</p>", NULL},
    {"<nitf><head>", "<meta name=\"a@\" content=\"b\"/>", NULL},
    {"<NewsML><NewsItem>", "<NewsComponent>", "</NewsComponent>"},
    {"<NewsML>", "<NewsItem><NewsLines><HeadLine>a@</HeadLine></NewsLines></NewsItem>", NULL},
    {"<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body>", "<div><head>a@</head><p>b</p></div>", NULL},
    {"<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body>", "<div><p>", NULL},
    {"<en-export><note><title>T</title><content>", "&lt;en-media/&gt;a@ ", NULL},
    {"<en-export><note><title>T</title><content>", "&lt;en-crypt&gt;", NULL},
    {"<en-export>", "<note><title>a@</title><content>b</content></note>", NULL},
    {"<posts>", "<row PostTypeId=\"1\" Title=\"a@\" Body=\"" WORDS "\"/>", NULL},
    {"<posts><row PostTypeId=\"1\"/>", "<row PostTypeId=\"6\"/>", NULL},
    {"<posts><row PostTypeId=\"1\" Tags=\"", "|a@", NULL},
    {"", "<DOC>\n<DOCNO>a@</DOCNO>\n<TEXT>b</TEXT>\n</DOC>\n", NULL},
    {"", "<DOC>\n", NULL},
    {"", "<REUTERS NEWID=\"@\">\n<TEXT><TITLE>a</TITLE><BODY>b</BODY></TEXT>\n</REUTERS>\n", NULL},
    {"", "<REUTERS NEWID=\"@\">\n", NULL},
    {"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n", "<DT><A HREF=\"http://a.example/@\">b</A>\n", NULL},
    {"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n", "<DT><H3>a@</H3>\n<DL><p>\n", NULL},
    /* mailboxes, archives of pages, press databases */
    {"", "From a@b.example Thu Jan  1 00:00:00 2015\nSubject: a@\n\nb\n\n", NULL},
    {"From a@b.example Thu Jan  1 00:00:00 2015\nSubject: T\n\n", ">From a\n", NULL},
    {"From a@b.example Thu Jan  1 00:00:00 2015\nSubject: T\n\n", "From a\n", NULL},
    {"", WARC "Content-Length: 0\r\n\r\n\r\n\r\n", NULL},
    {"", WARC, NULL},
    {WARC, "A@: b\r\n", NULL},
    {WARC "Content-Length: 99999999\r\n\r\nHTTP/1.1 200 OK\r\n", "A@: b\r\n", NULL},
    {NEXIS "BODY:\n", "a@ b.\n\n", NULL},
    {NEXIS, "SECTION: a@\n\n", NULL},
    {"", "                               1 of 9 DOCUMENTS\n\n", NULL},
    {"", "eng0001 2 i 80  w 1\n\n/a/b/\nT\n\na@\n\n", NULL},
};

#endif
