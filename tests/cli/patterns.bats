#!/usr/bin/env bats
# --exclude and --include, in ingest and parse.

load helper

some_files() {
    local name
    for name in in/a.md in/b.txt in/drafts/c.md in/drafts/keep.md in/node_modules/x/readme.md in/2023/d.md in/2023/e.txt; do
        article "$name" "Title of $name" 'The text is ordinary. It has two sentences.'
    done
}

# The files parse takes with these options, in one line.
taken() { # expected option...
    local expected=$1
    shift
    nd parse "$@" in
    is 0
    [ "$(jq -r .path out | sed 's,^in/,,' | tr '\n' ' ')" = "$expected " ] && return
    jq -r .path out
    return 1
}

@test "patterns choose among the files of a folder" {
    some_files
    taken '2023/d.md 2023/e.txt a.md b.txt drafts/c.md drafts/keep.md' --exclude node_modules
    taken '2023/d.md a.md drafts/c.md drafts/keep.md node_modules/x/readme.md' --include '*.md'
    taken '2023/d.md a.md drafts/c.md drafts/keep.md' --include '*.md' --exclude 'node_modules/'
    taken 'a.md b.txt' --exclude '*/' --exclude '/in'
    taken '2023/d.md 2023/e.txt' --include /2023
    taken '2023/d.md' --include /2023 --exclude '*.txt'
    taken '2023/d.md 2023/e.txt drafts/keep.md' --exclude '*' --exclude '!*/' --exclude '!/2023/*' --exclude '!keep.md' --exclude node_modules
    taken '2023/d.md 2023/e.txt' --include '20[0-9][0-9]/**' --exclude node_modules
    taken '2023/e.txt' --include '**/2023/*.txt'
    taken '2023/d.md 2023/e.txt a.md b.txt drafts/keep.md' --exclude 'drafts/?.md' --exclude=node_modules
}

@test "named files are matched by their names, named folders are not" {
    some_files
    nd parse --exclude '*.txt' --exclude in in/b.txt in/a.md in
    is 0
    lacks out 'b.txt'
    has out 'in/a.md'
    find in -type f -print0 > list
    nd ingest --files0-from=list --include '*.md' --exclude 'c.*'
    counts '4 added'
}

@test "what is left out is gone from the database" {
    some_files
    nd ingest in
    counts '7 added'
    nd ingest --exclude '*.txt' --exclude drafts in
    is 0
    lacks err 'kept'
    counts '3 unchanged' '4 removed' '3 articles'
    nd ingest in
    counts '4 added' '3 unchanged'
    equals_fresh in
}

@test "hidden files stay hidden, links that are left out are not told" {
    some_files
    article in/.hidden.md 'Hidden' 'The text is ordinary. It has two sentences.'
    ln -s a.md in/link.md
    nd ingest --include '*' --exclude 'link*' in
    is 0
    lacks err link
    counts '7 added'
}

@test "the folder a browser saves beside a page holds no articles, unless a pattern takes it" {
    mkdir -p in/harbour_files in/notes_files 'in/Der Hafen-Dateien'
    local page
    for page in in/harbour.html in/harbour_files/frame.html in/notes_files/own.html 'in/Der Hafen.htm' 'in/Der Hafen-Dateien/a.html'; do
        printf '<html><head><title>The harbour: %s</title></head><body><h1>The harbour</h1><p>The boats were late, and %s knows why.</p></body></html>' \
            "$page" "$page" > "$page"
    done
    nd ingest in
    is 0
    counts '3 added'
    nd search --format tsv knows
    has out in/notes_files/own.html
    lacks out frame.html
    nd ingest --include '/harbour_files/' in
    counts '1 added'
    equals_fresh --include '/harbour_files/' in
}

@test "a pattern that can match nothing is a mistake" {
    some_files
    local pattern
    for pattern in '' / '!' '!/'; do
        nd ingest --exclude "$pattern" in
        is 2
        has err '--exclude'
        nd parse --include "$pattern" in
        is 2
    done
}

# A number below $1, from the generator of the seed.
pick() {
    seed=$(((seed * 1103515245 + 12345) & 0x7fffffff))
    picked=$(((seed >> 8) % $1))
}

@test "random patterns leave out what git leaves out" {
    command -v git > /dev/null || skip "there is no git to compare with"
    mkdir in
    git init -q in
    seed=${ND_SEED:-7}
    local pieces=('*' '**' '?' a b ab '[ab]' '[!a]' '[^b]' '[a-c]' '[[:alpha:]]' / / '\a' '\*' c '*' '**/' '/**' '!')
    local names=(a b ab abc ca c 'a*' ba) round i pattern path
    for i in a b ab c; do
        for path in "${names[@]}"; do
            article "in/$i/$path" x y
            article "in/$i/sub/$path" x y
            article "in/$i/sub/ac/$path" x y
        done
    done
    for path in ba abc ca 'a*'; do
        article "in/$path" x y
    done
    for ((round = 0; round < ${ND_ROUNDS:-60}; round++)); do
        local options=()
        : > in/.git/info/exclude
        pick 3
        for ((i = picked; i >= 0; i--)); do
            pattern=
            pick 5
            for ((n = picked; n >= 0; n--)); do
                pick ${#pieces[@]}
                pattern+=${pieces[picked]}
            done
            case $pattern in *[!/!]*) ;; *) continue ;; esac
            # Of these git says something else than gitignore(5): not compared.
            case $pattern in *[!/!]'**'*) continue ;; esac
            case $pattern in '!!'* | *'***'* | *//* | '!/'* | *'\') continue ;; esac
            printf '%s\n' "$pattern" >> in/.git/info/exclude
            options+=(--exclude "$pattern")
        done
        git -C in ls-files -z --others --exclude-standard | tr '\0' '\n' | LC_ALL=C sort > expected
        "$NEWSDEX" parse "${options[@]}" in | jq -r .path | sed 's,^in/,,' | LC_ALL=C sort > found
        diff found expected || { echo "round $round: ${options[*]}"; return 1; }
    done
}
