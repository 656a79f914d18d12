# From records, a few queries of every kind that the words and fields of these are asked for by.
def words: [scan("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}'’-]*")];
def quoted: "\"" + gsub("[\"\\n]"; " ") + "\"";
def pick(n): if length == 0 then "news" else .[n % length] end;

. as $all | range(0; length) as $i | $all[$i] |
((.title // "news") | words) as $t |
((.body // "text of it") | words | .[:600] | map(select(length > 2 or length == 1))) as $b |
($i * 7) as $n |
(
    ($b | pick($n)),
    ($b | pick($n + 1)) + " " + ($t | pick($i)),
    ($t[:2] | join(" ") | quoted),
    ($b[$n % 50:][:3] | join(" ") | quoted),
    (($b | pick($n + 3))[:4]) + "*",
    (($b[($n % 40):][:3] | [.[0], .[2]] | map(. // "a") | join(" ") | quoted) + "~" + ($i % 9 + 1 | tostring)),
    ($b | pick($n + 5)) + " OR " + ($b | pick($n + 11)),
    ($t | pick(0)) + " -" + ($b | pick($n + 13)),
    "(" + ($b | pick($n)) + " | " + ($t | pick(1)) + ") -(" + ($b | pick($n + 2)) + " " + ($b | pick($n + 4)) + ")",
    "title:" + ($t | pick($i + 1)),
    "body:(" + ($b | pick($n + 6)) + " " + ($b | pick($n + 8)) + ")",
    "excerpt:" + (((.excerpt // "") | words) | pick($i)),
    "topic:" + (((.topics + .keywords + .authors) | join(" ") | words) | pick($i)),
    ((.topics + .keywords) | if length > 0 then "topic:=" + (pick($i) | quoted) else empty end),
    ($b | pick($n + 9)) + " lang:" + (.language // "en"),
    (if .provider_domain then ($t | pick(0)) + " provider:" + .provider_domain else empty end),
    (if .date then ($b | pick($n + 10)) + " date:" + .date[:7] else empty end),
    (if .date then "after:" + .date + " " + ($t | pick(0)) else empty end),
    (if .date then "-date:" + .date[:4] + " " + ($b | pick($n)) else empty end),
    "-" + ($b | pick($n + 12)) + " -" + ($b | pick($n + 14)),
    "path:" + ((.path // "/x") | split("/") | last | .[:12] | quoted) + " -lang:xx",
    (if .url then "url:" + (.url | quoted) else empty end),
    (if .type then "type:" + (.type | ascii_upcase | quoted) + " " + ($b | pick($n + 2)) else empty end),
    ($t[:3] | join("-"))
)
