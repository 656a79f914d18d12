#compdef newsdex ingest search
# Completion for zsh: the installed program itself knows what may come, also from its database; otherwise files.

_newsdex() {
    local program=$words[1] found
    local -a open whole

    [[ ${program:t} == (ingest|search) ]] && program=${program%${program:t}}newsdex
    for found in "${(@f)$($program --complete "${(@Q)words[1,CURRENT]}" 2> /dev/null)}"; do
        case $found in
            '') ;;
            *[=:.]) open+=("$found") ;;
            *) whole+=("$found") ;;
        esac
    done
    (($#open)) && compadd -S '' -- "$open[@]"
    (($#whole)) && compadd -- "$whole[@]"
    (($#open + $#whole)) || _files
}

(($+functions[compdef])) && compdef _newsdex newsdex ingest search
[[ ${funcstack[1]-} != _newsdex ]] || _newsdex "$@"
