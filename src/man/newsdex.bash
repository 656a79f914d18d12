# Completion for bash: commands and options, as the installed program lists them itself, and otherwise files.
# shellcheck shell=bash

_newsdex() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} program=${COMP_WORDS[0]}
    local command=${program##*/} choices='' i

    [ "$before" = = ] && before=${COMP_WORDS[COMP_CWORD - 2]}
    [ "$word" = = ] && word=
    if [ "$command" = newsdex ]; then
        command=
        for ((i = 1; i < COMP_CWORD; i++)); do
            case ${COMP_WORDS[i]} in
            -* | =) ;;
            *) [[ ${COMP_WORDS[i - 1]} == @(--db|--format|--color|=) ]] || { command=${COMP_WORDS[i]}; break; } ;;
            esac
        done
    fi
    case $command:$before in
    *:--format) choices='text tsv json ndjson csv' ;;
    *:--color) choices='auto always never' ;;
    count:--by) choices='topic keyword theme author provider language type category tag length story day week month year' ;;
    count:--cooccur) choices='topic keyword theme author' ;;
    *:--per | *:--over) choices='day week month year' ;;
    kwic:--sort) choices='left right date' ;;
    search:--collapse) choices='copies story' ;;
    stories:--sort) choices='newest biggest' ;;
    *:--sort) choices='relevance newest oldest' ;;
    *:--level) choices='note warning error' ;;
    *)
        if [[ $word == -* ]]; then
            choices=$("$program" ${command:+"$command"} --help 2> /dev/null | grep -oE '^  (-[a-zA-Z0-9],)? +--[a-z0-9-]+=?' | grep -oE -- '--.*')
            [ -n "$command" ] || choices='--db= --help --version'
        elif [ -z "$command" ]; then
            choices=$("$program" --help 2> /dev/null | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p')
        fi
        ;;
    esac
    COMPREPLY=()
    [ -z "$choices" ] || mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
    [[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2> /dev/null
    return 0
}

complete -o default -F _newsdex newsdex ingest search
