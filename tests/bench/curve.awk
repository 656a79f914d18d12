# Reads "seconds articles kilobytes" lines; says how the rate held out, or with svg=1 draws it.
$2 > 0 && $2 != last { n++; seconds[n] = $1; articles[n] = last = $2 }
{ peak = $3 > peak ? $3 : peak; end = $1 }

# When so many articles had been committed, between the two samples around it.
function when(count,    i) {
    for (i = 1; i < n && articles[i] < count; i++)
        continue
    if (i == 1)
        return seconds[1] * count / articles[1]
    return seconds[i - 1] + (seconds[i] - seconds[i - 1]) * (count - articles[i - 1]) / (articles[i] - articles[i - 1])
}

function draw(    i, x, y) {
    print "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 360\" font-family=\"sans-serif\" font-size=\"12\">"
    print "<rect width=\"640\" height=\"360\" fill=\"white\"/>"
    print "<path d=\"M60 20V310H620\" fill=\"none\" stroke=\"black\"/>"
    printf "<polyline fill=\"none\" stroke=\"#1f5fa8\" stroke-width=\"2\" points=\"60,310"
    for (i = 1; i <= n; i++)
        printf " %.1f,%.1f", 60 + 560 * seconds[i] / end, 310 - 280 * articles[i] / last
    print "\"/>"
    printf "<text x=\"340\" y=\"345\" text-anchor=\"middle\">seconds</text>"
    printf "<text x=\"620\" y=\"326\" text-anchor=\"end\">%.0f</text>", end
    printf "<text x=\"66\" y=\"34\">%d articles</text></svg>\n", last
}

END {
    if (n == 0)
        exit 1
    if (svg) {
        draw()
        exit
    }
    tenth = last / 10
    first_rate = tenth / when(tenth)
    last_rate = tenth / (when(last) - when(last - tenth))
    printf "  %d articles in %.1f s, %.0f a second\n", last, end, last / end
    printf "  first tenth %.0f a second, last tenth %.0f: %.0f %%\n", first_rate, last_rate, 100 * last_rate / first_rate
    printf "  peak memory %.0f MB\n", peak / 1000
}
