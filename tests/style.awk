#!/usr/bin/awk -f
# House rules no other tool knows: no banned functions, files of at most 500 lines, functions of at most 60,
# at most 6 parameters beside the error, 3 levels of nesting. Relies on the form clang-format gives. Test
# functions may be longer: they are tables of cases.

function complain(line, text) {
    printf "%s:%d: %s\n", FILENAME, line, text
    bad = 1
}

function end_file() {
    if (file != "" && lines > 500) {
        printf "%s: %d lines, at most 500\n", file, lines
        bad = 1
    }
}

FNR == 1 { end_file(); file = FILENAME; begun = 0; deepest = 0; signature = "" }
{ lines = FNR }

# Strings and comments may say anything.
{
    code = $0
    gsub(/\\./, "", code)
    gsub(/"[^"]*"/, "\"\"", code)
    gsub(/'[^']*'/, "''", code)
    sub(/\/\/.*/, "", code)
    gsub(/\/\*.*\*\//, "", code)
    if (code ~ /^ *\/?\*/)
        code = ""
}
match(code, /(^|[^A-Za-z0-9_.>])(strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|atof|gets|alloca)\(/) {
    complain(FNR, "banned function: " substr(code, RSTART, RLENGTH) "...)")
}
FILENAME !~ /^tests/ && code ~ /strchr\(""/ { complain(FNR, "strchr finds NUL in every set: nd_char_is_one_of") }
length($0) > 0 && $0 ~ /[ \t]$/ { complain(FNR, "blanks at the end of the line") }

# A function: from its signature, at the margin, to the brace at the margin that ends it.
!begun && code ~ /^[A-Za-z_]/ { signature = ""; start = FNR }
!begun { signature = signature code }
!begun && code ~ /\{$/ && signature ~ /\)( [A-Z_]+(\([^)]*\))?)? *\{$/ && signature !~ /=/ && signature !~ /^(struct|enum|union|typedef) *[a-z_]* *\{/ {
    begun = FNR
    deepest = 0
    parameters = signature
    sub(/, *struct nd_error \*[a-z]*\)/, ")", parameters)
    if (gsub(/,/, "", parameters) > 5)
        complain(start, "more than 6 parameters")
    next
}
begun && code ~ /^}/ {
    if (FNR - start + 1 > 60 && FILENAME !~ /^tests/)
        complain(start, "a function of " FNR - start + 1 " lines, at most 60")
    begun = 0
    signature = ""
}
!begun && code ~ /[;}]$/ { signature = "" }
# Blocks stand 4 columns in each; three levels inside the function's own are allowed.
begun && code ~ /^ *(if|for|while|do|switch|\} else)( |$)/ {
    match(code, /^ */)
    if (RLENGTH / 4 > 4 && FILENAME !~ /^tests/)
        complain(FNR, "nested more than 3 deep")
}

END { end_file(); exit bad }
