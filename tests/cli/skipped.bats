#!/usr/bin/env bats
# What lies among articles and is none: left out and counted, not an error each.

load helper

some_files() {
    mkdir in
    article in/good.txt 'All is well' 'Nothing is wrong with this file. It has two sentences.'
    printf '\211PNG\r\n\032\n\0\0\0\rIHDR\0\0\1\0' > in/a.png
    printf 'GIF89a\1\0\1\0\200\0\0\377\377\377\0\0\0\54\0\0\0\0\1\0\1\0\0\2\2\104\1\0\73' > in/pixel
    printf '<?xml version="1.0"?>\n<!-- a <b>circle</b> -->\n<svg xmlns="http://www.w3.org/2000/svg"><title>Circle</title></svg>\n' > in/circle.svg
    printf '/* colours */\nbody, h1 {\n  color: #222;\n  background: url(a.png);\n}\n@media print { nav { display: none } }\n' > in/main.css
    printf -- '---\n# for the generator\n---\n$blue: #00f;\na { color: $blue; }\n' > in/site.scss
    printf '"use strict";\n\n// Opens the menu.\nfunction open(menu) {\n  menu.hidden = false;\n}\nopen(document.querySelector("nav"));\n' > in/menu.js
    printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 149589\n' 7 > in/photo.jpg
    printf 'Copyright (c) 2023 The Harbour Gazette\n\nAll rights reserved.\n' > in/LICENSE
    printf '# all may come\nUser-agent: *\nDisallow: /drafts/\n\nSitemap: https://example.org/map.xml\n' > in/robots.txt
    printf 'title: The Harbour Gazette\nplugins:\n  - feed\nbaseurl: ""\n' > in/_config.yml
    printf '\177ELF\2\1\1\0\0\0\0\0\0\0\0\0' > in/backup
    head -c 3000 /dev/zero > in/zeros
}

@test "ingest leaves out what is no article, and counts it by kind" {
    some_files
    nd ingest in
    is 0
    holds out
    [ "$(wc -l < err)" -eq 2 ]
    has err 'newsdex: skipped: 3 pictures, 1 program, 1 other binary file, 1 git LFS pointer, 2 style sheets, 1 script, 1 file of settings, 1 robots.txt, 1 licence'
    counts '13 files seen' '1 added' '0 failed' '1 article'
    nd search -c --references ''
    holds out 1
    nd ingest in
    is 0
    counts '13 unchanged'
    nd check
    is 0
    holds out
    nd ingest -q --force in
    holds err
    equals_fresh in
}

@test "--verbose lists each, and so does check" {
    some_files
    nd ingest -v in
    is 0
    has err 'newsdex: in/a.png: a picture, not text'
    has err 'newsdex: in/menu.js: a script, no article'
    has err 'newsdex: in/photo.jpg: a git LFS pointer: the file itself was not fetched, no article'
    nd check --level note --code skipped
    [ "$(wc -l < out)" -eq 12 ]
    has out 'in/circle.svg: note: a picture, not text [skipped]'
}

@test "parse agrees with ingest" {
    some_files
    nd parse in
    is 0
    [ "$(wc -l < out)" -eq 1 ]
    nd ingest in
    grep skipped err > ingested
    nd parse in
    diff ingested err
    nd parse -v in
    has err 'newsdex: in/LICENSE: a licence, no article'
}

@test "templates, programs and settings under other names are left out" {
    mkdir -p in/META-INF
    printf -- '-# The head of a page\n%%h1= page.title\n  .more-link\n' > in/head.html.haml
    printf '## -*- coding: utf-8 -*-\n<%%inherit file="base.tmpl"/>\n<%%block name="content">${post.text()}</%%block>\n' > in/post.tmpl
    printf '; the site\n[project]\nname = Quay\nurl = https://quay.example/\n\n[servers]\ntarget = here\n' > in/Site.quayproject
    printf 'Version: 1.0\n\nRestoreWorkspace: Default\nEncoding: UTF-8\n' > in/quay.Rproj
    printf 'Manifest-Version: 1.0\n' > in/META-INF/MANIFEST.MF
    printf '<title>Help</title><p>What the program does, and how it is told to do it.</p>' > in/help.html
    (cd in && bsdtar -cf help.jar --format zip META-INF/MANIFEST.MF help.html)
    rm -r in/META-INF in/help.html
    printf '[Quay]\n\nThe quay is open. A day = 24 hours.\n' > in/sum
    nd ingest in
    is 0
    has err 'newsdex: skipped: 1 program, 2 templates of pages, 2 files of settings'
    has err '1 added'
}

@test "catalogues of labels, lists of packages and short scripts are left out" {
    mkdir in
    printf 'msgid ""\nmsgstr ""\n"Language: de\\n"\n\nmsgid "The quay is open now."\nmsgstr "Der Kai ist jetzt offen."\n' > in/de.po
    printf 'flask==3.0.3 ; python_version > "3.9"\n-r more.txt\nmarkdown # for the pages\nboats\n' > in/requirements-dev.txt
    printf '\ncd ../boats\ngit add harbour_pages news_of_boats\n' > in/push.sh
    printf 'The quay needs a new crane.\n' > in/requirements.txt
    nd ingest in
    is 0
    has err 'newsdex: skipped: 2 files of program source, 1 file of settings'
    has err '1 added'
}

@test "a file that is named is an error as ever" {
    some_files
    for command in ingest parse; do
        nd $command in/a.png
        is 1
        has err 'newsdex: in/a.png: a picture, not text'
        lacks err skipped
        nd $command in/good.txt in/main.css
        is 1
        has err 'newsdex: in/main.css: a style sheet, no article'
    done
    nd parse - < in/menu.js
    is 1
    has err 'a script, no article'
}

@test "articles about such things are articles" {
    mkdir in
    printf -- '---\ntitle: License\n---\nThe gazette is released under the Apache License. It comes AS IS.\n' > in/license.md
    printf 'How to colour a page\n\nIn a style sheet we write body { color: red; } and the text of the page becomes red.\n' > in/colours
    printf 'Let it be\n\nlet us see, he said,\nwhat comes of it,\nand of all the rest;\n' > in/poem
    printf 'User agents at work\n\nUser-agent: this is what a browser says of itself. Nobody has to believe it.\n' > in/agents.txt
    printf 'title: Cranes run\nbody: The cranes of the harbour run on power from the quay now.\n' > in/cranes.yml
    printf '# How functions work\n\n```js\nfunction open(menu) {\n  menu.hidden = false;\n}\nconst a = (b) => { return b; };\n```\n' > in/functions.md
    printf '<p>A drawing:</p><svg><circle/></svg><p>That was it, and no more.</p>\n' > in/drawing.html
    printf 'GIF89a is a format of pictures\n\nIt was made in 1989 and is in use to this day.\n' > in/gif
    nd ingest in
    is 0
    counts '8 added' '0 failed'
    lacks err skipped
}

# What lies about where an archive is kept beside the programs that made it.
of_programs() {
    mkdir in
    printf '#!/bin/sh\n# Starts the harbour map, whoever calls it, from wherever that may be done.\nexec java -jar map.jar\n' > in/mapw
    printf '# The harbour map is built from its sources in the folder beside this one.\nFROM debian:12\nRUN apt-get update\n' > in/Dockerfile.web
    printf '.PHONY: all\nall: map\nmap: map.o\n\tcc -o map map.o\n' > in/Makefile
    printf '# The port on which the harbour map waits for all those who want it.\nserver.port=8080\nserver.name=map\n' > in/map.properties
    printf 'resource "aws_instance" "map" {\n  ami = "ami-1"\n  tags = {\n    Name = "map"\n  }\n}\n' > in/main.tf
    printf '<?xml version="1.0"?>\n<!-- All that is needed\n to build the map of the harbour and to send it. -->\n<project><id>org.map</id><version>1.0</version></project>\n' > in/pom.xml
    printf '{"name": "map", "description": "A map of the harbour.", "devDependencies": {"mocha": "^9"}}\n' > in/package.json
    printf '{"a": 1, "colours": ["red", "blue"], "sizes": {"x": 2}}\n' > in/sizes.json
    printf -- '-----BEGIN CERTIFICATE-----\nMIIBszCCARygAwIBAgIUPq\n-----END CERTIFICATE-----\n' > in/map.crt
}

@test "what belongs to programs is left out, whatever their comments say" {
    of_programs
    nd ingest in
    is 0
    has err 'newsdex: skipped: 3 files of program source, 4 files of settings, 2 files of data'
    counts '0 added' '0 failed' '0 articles'
    nd check --level note --code skipped
    has out 'in/pom.xml: note: data without a sentence in it, no article [skipped]'
    nd parse in/sizes.json
    is 1
    has err 'newsdex: in/sizes.json: data without a sentence in it, no article'
}

@test "JSON and XML of no kind that is known stay texts where sentences are in them" {
    mkdir in
    printf '{"x": "The cranes of the harbour run on power from the quay now."}\n' > in/a.json
    printf '{"x": "港口的起重机现在由码头供电运行，港务局在星期五说。"}\n' > in/b.json
    printf '<?xml version="1.0"?><map><part id="1">The cranes of the harbour run on power from the quay.</part></map>\n' > in/c.xml
    printf '<?xml version="1.0"?><karte><teil>Die Kräne im Hafen laufen jetzt mit Strom.</teil></karte>\n' > in/d.xml
    printf '{"title": "Cranes"}\n' > in/e.json
    printf '{"link": "https://example.org/cranes"}\n' > in/f.json
    printf 'Milk, eggs\n' > in/list
    printf 'Cranes=run\n' > in/short
    nd ingest in
    is 0
    counts '8 added' '0 failed'
    lacks err skipped
}

# Every kind of file that may hold articles and that only other programs read.
unconverted() {
    local zip='PK\003\004\024\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\010\0\0\0'
    mkdir in
    printf '%%PDF-1.7\n\0' > in/a.pdf
    printf '%%!PS-Adobe-3.0\nshowpage\n' > in/a.ps
    printf '\320\317\021\340\241\261\032\341\0' > in/a.doc
    printf '{\\rtf1\\ansi Cranes come by tide.}' > in/a.rtf
    printf "${zip}mimetypeapplication/epub+zipPK\0" > in/a.epub
    printf "${zip}mimetypeapplication/vnd.oasis.opendocument.textPK\0" > in/a.odt
    printf "${zip}mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK\0" > in/a.ods
    printf "${zip}[Content_Types].xmlPK\0" > in/a.docx
    printf "${zip}word/document.xmlPK\0" > in/b.docx
    printf "${zip}xl/workbook.xmlPK\0" > in/a.xlsx
    printf '%060dBOOKMOBI\0\0' 0 > in/a.mobi
    printf 'AT&TFORM\0\0\0\1DJVU' > in/a.djvu
    printf 'ITSF\3\0\0\0' > in/a.chm
    printf 'PAR1\025\0\0\0PAR1' > in/a.parquet
    printf 'ARROW1\0\0\377\377' > in/a.arrow
    printf 'Obj\001\4\0\0' > in/a.avro
    printf '\211HDF\r\n\032\n\0' > in/a.h5
    printf '!BDN\0\0\0\0' > in/a.pst
    printf 'ZIM\004\0\0\0' > in/a.zim
    printf 'Rar!\032\7\1\0\0\0\0\0\0\0\0\0' > in/a.rar
    printf '\004\042\115\030\0\0' > in/a.lz4
    printf '\037\235\220\0\0' > in/a.Z
    printf 'LZIP\1\0\0' > in/a.lz
    printf ']\0\0\200\0\0' > in/a.lzma
    printf 'MSCF\0\0\0\0' > in/a.cab
}

@test "what only other programs read is a warning each, with the program, and counted by kind" {
    unconverted
    nd ingest in
    is 0
    has err 'newsdex: skipped: 2 PDF documents, 7 office documents, 4 electronic books, 8 archives, 4 binary tables'
    has err "newsdex: in/a.pdf: a PDF document, not text; --filter 'pdf=pdftotext {} -' reads it"
    has err 'newsdex: in/a.zim: an archive, not text; convert it with zimdump'
    counts '0 added' '0 failed' '0 articles'
    nd check --code unconverted
    [ "$(cut -d : -f 1,2 out)" = "$(find in -type f | LC_ALL=C sort | sed 's/$/: warning/')" ]
    grep -vE "reads it \[|convert it with [a-z]" out > without || true
    holds without
}

@test "so it is in an archive, in one problem with the counts" {
    unconverted
    article in/good.txt 'All is well' 'Nothing is wrong with this file. It has two sentences.'
    tar -cf a.tar in
    nd ingest a.tar
    is 0
    counts '1 article'
    has err 'newsdex: a.tar: members that only other programs read (--filter): 2 PDF documents (pdftotext {} -), 7 office documents'
    nd check --code unconverted
    [ "$(wc -l < out)" -eq 1 ]
    nd parse a.tar
    is 0
    [ "$(wc -l < out)" -eq 1 ]
    has err 'members that only other programs read'
}

@test "the source of programs is left out in many languages, a text that only has such a name is not" {
    mkdir in
    printf 'module Tide (height) where\n\nimport Data.List\n\n-- | The height at an hour.\nheight :: Int -> Int\nheight hour = hour * 2\n' > in/Tide.hs
    printf 'use std::fmt;\n\npub fn main() {\n    println!("ebb");\n}\n' > in/main.rs
    printf '"""Reads the gauge."""\nimport sys\n\ndef read(path):\n    return open(path).read()\n' > in/gauge.py
    printf '#!/bin/sh\n# Copies the log.\ncp log "$HOME"\n' > in/copy.sh
    printf '/* The gauge. */\n#include <stdio.h>\n\nint main(void) { return 0; }\n' > in/gauge.c
    printf '<?php\necho "flood";\n' > in/index.php
    printf 'The harbour in go\n\nOn Monday the ferry went back into service. Nobody had expected it so soon.\n' > in/harbour.go
    printf '# Writing a module in Rust\n\nThis is how it begins:\n\n```\nuse std::fmt;\n```\n\nThen comes the rest.\n' > in/rust.md
    nd ingest in
    is 0
    has err 'newsdex: skipped: 6 files of program source'
    counts '2 articles'
}

@test "what pages are made by is left out, a page about it and a page with shortcodes are not" {
    mkdir in
    printf '{%% extends "base.html" %%}\n{%% block content %%}<h1>{{ page.title }}</h1>{%% endblock %%}\n' > in/page.html
    printf '{# the head #}\n<div>{{ article.date }}</div>\n' > in/head.njk
    printf '\n{{- define "main" }}<main>{{ .Content }}</main>{{ end }}\n' > in/single.html
    printf '<%%= render "shared/menu" %%>\n<p>The end.</p>\n' > in/show.html.erb
    printf '<?php get_header(); ?>\n<main></main>\n' > in/single.phtml
    printf '<!DOCTYPE html>\n<html><head><title>\n  {{ page.title }} | {{ site.title }}</title></head><body>{{ content }}</body></html>\n' > in/default.html
    printf '<html><head><title>What {{ and {%% mean</title></head><body><h1>What {{ and {%% mean</h1><p>They stand where a value will be put. Nobody has to write it twice.</p></body></html>\n' > in/about.html
    printf '{{< figure src="ferry.jpg" >}}\n<p>The ferry is back in service since Monday. Nobody had expected it so soon.</p>\n' > in/ferry.html
    printf '{%% include note.html %%}\n\nThe ferry was late on Tuesday. Nobody knows why.\n' > in/late.md
    nd ingest in
    is 0
    has err 'newsdex: skipped: 6 templates of pages'
    counts '3 articles'
}

@test "what was left out is told when it is asked for by its name, though it has not changed" {
    some_files
    nd ingest in
    is 0
    nd ingest in/a.png
    is 1
    has err 'newsdex: in/a.png: a picture, not text'
    counts '1 failed' '0 unchanged'
    equals_fresh in in/a.png
    nd ingest in
    is 0
    counts '13 unchanged'
}

@test "lines of a text are no rows of a table, whatever stands in them as often" {
    mkdir in
    printf '2024-03-05  Ana Lima  <ana@press.example>\n\n\t* harbour.c (open): Count the ships.\n\tAll of them.\n\n\tLater on the cranes.\n\t* crane.c: New.\n' > in/ChangeLog
    printf '\tThe harbour was closed on Monday.\n\n\tNo ship came in.\n\n\tIt opens again on Friday.\n' > in/indented.txt
    printf '1.\tThe harbour closes.\n2.\tNo ship comes in.\n3.\tIt opens again.\n' > in/numbered.txt
    printf 'MAYOR:\tThe harbour closes.\nPRESS:\tFor how long?\nMAYOR:\tUntil Friday.\n' > in/interview.txt
    printf '*\tGänse über dem Hafen\n*\tSchiffe im Eis\n*\tEin neuer Kran\n*\tNichts\n*\tEnde\n' > in/liste.txt
    printf 'first of all;\nthen the second;\nand a third one;\nfourth it is;\nfive in the end;\n' > in/clauses.txt
    printf '[\n["a140","\344\270\200\344\272\214"],\n["a1a1","\344\270\211\345\233\233"],\n["a2a1","\344\272\224"],\n["a3a1","\345\205\255"],\n["a4a1",,"x"]]\n' > in/data.json
    printf 'pkg/__init__.py,sha256=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,12\npkg/a.py,sha256=BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB,13\npkg/b.py,sha256=CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC,14\npkg/c.py,sha256=DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD,15\npkg/d.py,sha256=EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE,16\n' > in/RECORD
    nd parse in
    [ "$(jq -r 'select(.part) | .path' out | sort | uniq -c)" = '' ]
    [ "$(jq -r .path out | sort -u | wc -l)" -eq 8 ]
    # and these are
    printf '\tid\ttitle\ttext\n0\t7\tGulls\tThey came back.\n1\t8\tIce\tIt is gone.\n' > in/pandas.tsv
    printf 'ham\tGulls came back today.\nspam\tIce is for sale here.\nham\tThe cranes are new.\nham\tShips left in the night.\nspam\tWin a ship now.\n' > in/labels.tsv
    printf 'title;url;\nGulls are back;http://h.example/1;\nIce is gone;http://h.example/2;\n' > in/trailing.csv
    nd parse in/pandas.tsv in/labels.tsv in/trailing.csv
    [ "$(jq -r .path out | sort | uniq -c | awk '{ print $1 }' | tr '\n' ' ')" = '5 2 2 ' ]
    printf '20240305,harbour closes until friday\n20240306,no ship comes in today\n20240307,the cranes are sold\n20240308,ice on the river again\n20240309,harbour opens again\n' > in/headlines.csv
    nd parse in/headlines.csv
    [ "$(jq -r '.published_at' out | tr '\n' ' ')" = '2024-03-05 2024-03-06 2024-03-07 2024-03-08 2024-03-09 ' ]
}

@test "a picture is left out whatever its bytes look like" {
    mkdir in
    printf '\211PNG\r\n\032\n\0\0\0\rIHDR,a\r\n,b\r\n,c\r\n' > in/a.png
    nd ingest in
    is 0
    has err 'skipped: 1 picture'
    counts '0 failed'
}

@test "tables of numbers and addresses are data, in an archive as well; a table with a sentence is not" {
    mkdir in
    printf 'post_id,timestamp,email,country\n14,2024-03-05T10:12:11Z,a@example.org,US\n14,2024-03-05T10:12:12Z,b@example.org,FR\n' > in/14.opens.csv
    printf 'stock;day;high;low\nABC;2024-03-05;12.5;11.9\nABC;2024-03-06;12.7;12.0\n' > in/prices.txt
    printf 'who,day,what,where\nAnn,2024-03-05,The lock at Mill End stays shut until Easter because of the gate,Mill End\n' > in/diary.csv
    printf 'Lyon, Paris, Nice, Lille\nBonn, Mainz, Trier, Worms\n' > in/towns.txt
    (cd in && zip -q ../all.zip 14.opens.csv diary.csv)
    nd parse in
    [ "$(jq -r .path < out | sort | tr '\n' ' ')" = 'in/diary.csv in/towns.txt ' ]
    has err 'skipped: 2 files of data'
    nd parse -v all.zip
    [ "$(jq -r .part < out | cut -d '#' -f 1)" = diary.csv ]
    has err '1 file of data'
}

@test "lists of what is in a web archive are data, and a page Safari saved is named with what reads it" {
    mkdir -p in/indexes
    printf 'com,example)/ 20240306080000 {"url":"https://example.com/","offset":0}\n' > in/indexes/index.cdxj
    printf '{"profile":"data-package","title":"My crawl","resources":[{"name":"data.warc.gz"}]}\n' > in/datapackage.json
    printf 'bplist00\322\001\002' > in/page.webarchive
    article in/text.txt 'Low water' 'The water at the quay is low. Two barges lie on the mud.'
    nd ingest in
    is 0
    counts '1 article'
    has err '2 files of data'
    has err 'textutil -convert html'
}

@test "books and documents that are packed as any zip are not read as archives" {
    mkdir -p book/META-INF book/text doc
    printf 'application/epub+zip' > book/mimetype
    printf '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles/></container>' \
        > book/META-INF/container.xml
    printf '<package xmlns="http://www.idpf.org/2007/opf"><metadata/></package>' > book/content.opf
    printf '<h1>Ferry</h1><p>The ferry to the island is in the dock. It will be back in May.</p>' > book/text/a.xhtml
    printf 'application/vnd.oasis.opendocument.text' > doc/mimetype
    printf '<office:document-content xmlns:office="x"/>' > doc/content.xml
    (cd book && bsdtar --format zip -cf ../stored.epub --options zip:compression=store mimetype META-INF content.opf text)
    (cd book && bsdtar --format zip -cf ../packed.epub mimetype META-INF content.opf text)
    (cd book && bsdtar --format zip -cf ../other.epub META-INF text content.opf mimetype)
    (cd book && bsdtar --format zip -cf ../last.epub text content.opf META-INF mimetype)
    (cd doc && bsdtar --format zip -cf ../packed.odt mimetype content.xml)
    for file in stored.epub packed.epub other.epub; do
        nd parse "$file"
        is 1
        has err "$file: an electronic book, not text"
    done
    nd parse packed.odt
    has err 'packed.odt: an office document, not text; --filter '
    nd parse last.epub # an archive, as far as can be seen; what is around the pages is no article
    [ "$(jq -r .part out)" = text/a.xhtml ]
}
