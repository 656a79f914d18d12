# TAP for test scripts: sourced, then "ok NAME COMMAND..." for each test, "skip NAME REASON", and done_testing.
# shellcheck shell=bash
tap_count=0
tap_failed=0

# The command's output is shown when it fails.
ok() {
    local name=$1 output
    shift
    tap_count=$((tap_count + 1))
    if output=$("$@" 2>&1); then
        echo "ok $tap_count - $name"
    else
        tap_failed=$((tap_failed + 1))
        echo "not ok $tap_count - $name"
        printf '# %s\n' "${output//$'\n'/$'\n'# }"
    fi
}

skip() {
    tap_count=$((tap_count + 1))
    echo "ok $tap_count - $1 # skip $2"
}

done_testing() {
    echo "1..$tap_count"
    exit $((tap_failed > 0))
}
