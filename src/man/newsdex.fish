# Completion for fish: the installed program itself knows what may come, also from its database; otherwise files.

function __newsdex_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l program (string replace -r '(ingest|search)$' newsdex -- $words[1])
    $program --complete $words 2>/dev/null
end

complete -c newsdex -c ingest -c search -a '(__newsdex_complete)'
