#!/usr/bin/env bats
# What is damaged in the middle loses what is damaged, which is told, and nothing behind it.
load helper

lines() {
    for i in 1 2 3 4 5 6; do
        printf '{"id":%d,"title":"Rope %d","text":"What was said of rope %d at the harbour board."}\n' $i $i $i
    done
}

pages() { # number...
    for i; do
        printf 'WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:%d>\r\nWARC-Target-URI: http://e.example/%d\r\nContent-Type: text/plain\r\nContent-Length: 43\r\n\r\nPage %d says that the quay is open again now\r\n\r\n' $i $i $i
    done
}

flip() { # file offset: writes another byte there
    printf '\377' | dd of="$1" bs=1 seek="$2" conv=notrunc 2> /dev/null
}

@test "a torn line takes no other out of the database" {
    lines > r.jsonl
    nd ingest r.jsonl
    counts '6 articles'
    sed -i '2s/"}$//' r.jsonl
    nd ingest r.jsonl
    counts '1 changed' '6 articles'
    nd parse r.jsonl
    [ "$(wc -l < out)" -eq 6 ]
    [ "$(grep -c 'not quite JSON' out)" -eq 1 ]
}

@test "a member whose checksum is wrong is told" {
    mkdir in
    for i in 1 2 3; do printf 'Rope %d\n\nWhat was said of rope %d at the harbour board on Monday.\n' $i $i > in/$i.txt; done
    (cd in && bsdtar -cf ../a.zip --format zip --options zip:compression=store -- *)
    nd parse a.zip
    is 0
    lacks err damaged
    flip a.zip "$(grep -abo 'rope 2' a.zip | head -n 1 | cut -d: -f1)"
    nd ingest a.zip
    counts '3 articles'
    has err 'newsdex: a.zip: 2.txt: damaged, as its checksum tells; it was read as it is'
}

@test "members of gzip behind zeros, and behind damage, are read" {
    pages 1 | gzip -n > a.warc.gz
    pages 2 | gzip -n > b.warc.gz
    (cat a.warc.gz; head -c 700 /dev/zero; cat b.warc.gz; head -c 512 /dev/zero) > padded.warc.gz
    nd parse padded.warc.gz
    is 0
    [ "$(wc -l < out)" -eq 2 ]
    lacks err gzip
    cp a.warc.gz torn.warc.gz
    for at in 40 41 42 43 44; do flip torn.warc.gz $at; done
    cat b.warc.gz torn.warc.gz a.warc.gz > mid.warc.gz
    nd ingest mid.warc.gz
    has err 'gzip: damaged; what could be found before and behind was read'
    counts '2 articles'
    cp a.warc.gz cut.warc.gz
    truncate -s 60 cut.warc.gz
    pages 3 | gzip -n > c.warc.gz
    cat b.warc.gz cut.warc.gz c.warc.gz > neighbour.warc.gz
    nd parse neighbour.warc.gz
    has err 'gzip: damaged; what could be found before and behind was read'
    grep -q 'http://e.example/3' out
    cp a.warc.gz head.warc.gz
    flip head.warc.gz 1
    cat b.warc.gz head.warc.gz c.warc.gz > heads.warc.gz
    nd parse heads.warc.gz
    [ "$(wc -l < out)" -eq 2 ]
    (cat a.warc.gz; printf '\0\0more') > junk.warc.gz
    nd parse junk.warc.gz
    has err 'what follows the packed data is no gzip; left out'
}

@test "a hole of zeros takes no mail along, and a text that ends in one is read" {
    for i in 1 2 3 4; do
        [ $i -ne 3 ] || head -c 300 /dev/zero
        printf 'From a@b.example Mon Jan %2d 10:00:00 2024\nFrom: Ana <a@b.example>\nSubject: Mail %d\n\nRope %d was measured, said the board on Monday.\n\n' $i $i $i
    done > box.mbox
    (printf 'Quay opens\n\nThe new quay opened on Monday, a year late.\n'; head -c 700 /dev/zero) > quay.txt
    nd ingest box.mbox quay.txt
    counts '5 articles'
    has err 'box.mbox:11: a hole: 300 bytes are zeros, left out; what stood there is lost'
    has err 'quay.txt:4: a hole: 700 bytes are zeros, left out; what stood there is lost'
    nd count rope
    [ "$(cat out)" = 4 ]
    head -c 700 /dev/zero > zeros.txt
    nd ingest zeros.txt
    is 1
    has err 'binary data, not text'
}

@test "a hole before a reference, and beside a short record, takes neither along" {
    for i in 1 2 3; do
        [ $i -ne 3 ] || head -c 40 /dev/zero
        printf 'TY  - NEWS\nTI  - Rope %d\nAB  - Rope %d was measured, said the board.\nER  - \n\n' $i $i
    done > ropes.ris
    nd parse ropes.ris
    [ "$(wc -l < out)" -eq 3 ]
    grep -q 'a hole: 40 bytes' out
    (lines | head -n 3; head -c 4000 /dev/zero; lines | tail -n 3) > hole.jsonl
    nd parse hole.jsonl
    [ "$(wc -l < out)" -eq 6 ]
}
