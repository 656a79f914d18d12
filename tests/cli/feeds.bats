#!/usr/bin/env bats
# Feeds and exports of blogs, where a golden file would be too large or says too little.

load helper

@test "items are whole wherever a piece of the file that is read at once ends" {
    {
        echo '<rss version="2.0"><channel><title>The Long Quay</title><link>https://quay.example/</link>'
        seq 9000 | sed 's,.*,<item><title>Crane &</title><link>https://quay.example/&</link><description><![CDATA[<p>The <b>crane</b> number & stands.</p>]]></description></item>,'
        echo '</channel></rss>'
    } > "$BATS_TEST_TMPDIR/long.rss"
    "$NEWSDEX" parse -v "$BATS_TEST_TMPDIR/long.rss" > "$BATS_TEST_TMPDIR/out" 2> "$BATS_TEST_TMPDIR/err"
    [ ! -s "$BATS_TEST_TMPDIR/err" ]
    [ "$(jq -r 'select(.title == "Crane \(.ordinal)" and .body == "The crane number \(.ordinal) stands.") | .url' \
        "$BATS_TEST_TMPDIR/out" | sort -u | wc -l)" -eq 9000 ]
}

@test "what an export holds besides articles is counted in one note" {
    {
        echo '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Quay Notes</title>'
        echo '<item><title>One</title><wp:post_type>post</wp:post_type><wp:comment><wp:comment_id>1</wp:comment_id></wp:comment></item>'
        seq 20000 | sed 's,.*,<item><title>picture &</title><wp:post_type><![CDATA[attachment]]></wp:post_type></item>,'
        echo '<item><title>Two</title><wp:post_type>page</wp:post_type></item></channel></rss>'
    } > "$BATS_TEST_TMPDIR/export.xml"
    run "$NEWSDEX" parse -v "$BATS_TEST_TMPDIR/export.xml"
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 3 ]
    [[ "${lines[*]}" == *"20000 attachment, 1 comment below articles; left out, for they are no articles"* ]]
}
