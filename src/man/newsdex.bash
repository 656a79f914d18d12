# Completion for bash: the installed program itself knows what may come, also from its database; otherwise files.
# shellcheck shell=bash

_newsdex() {
    local program=${COMP_WORDS[0]} joined=${COMP_WORDS[COMP_CWORD]} before='' i=$COMP_CWORD

    case ${program##*/} in ingest | search) program=${program%"${program##*/}"}newsdex ;; esac
    # Words are parted at = and : here, and only what is behind the last of them is completed.
    while ((i > 1)) && [[ ${COMP_WORDS[i]} == @(=|:|:=) || ${COMP_WORDS[i - 1]} == @(=|:|:=) ]]; do
        joined=${COMP_WORDS[--i]}$joined
    done
    ((i == COMP_CWORD)) || before=${joined%"${joined##*[=:]}"}
    mapfile -t COMPREPLY < <("$program" --complete "${COMP_WORDS[@]:0:COMP_CWORD+1}" 2> /dev/null)
    for i in "${!COMPREPLY[@]}"; do
        [[ ${COMPREPLY[i]} != *[=:.] ]] || compopt -o nospace 2> /dev/null
        COMPREPLY[i]=${COMPREPLY[i]#"$before"}
        [[ ${COMPREPLY[i]} != *[\ \"\']* ]] || printf -v "COMPREPLY[i]" %q "${COMPREPLY[i]}"
    done
}

complete -o default -F _newsdex newsdex ingest search
