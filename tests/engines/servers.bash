# Servers of their own for the tests of engines: in scratch folders, as another user than root, on sockets or loopback.
# shellcheck shell=bash

as_user() { # user command...
    local user=$1
    shift
    if [ "$(id -u)" -eq 0 ]; then runuser -u "$user" -- "$@"; else "$@"; fi
}

# A place the server's user can reach, whatever $TMPDIR says.
servers_folder() {
    SERVERS=$(mktemp -d "${TMPDIR:-/tmp}/newsdex.XXXXXX")
    chmod 755 "$SERVERS"
}

pg_bin() {
    dirname "$(find /usr/lib/postgresql -name initdb | sort | tail -n 1)"
}

postgresql_start() { # name
    local folder=$SERVERS/$1 bin
    bin=$(pg_bin)
    mkdir "$folder"
    [ "$(id -u)" -ne 0 ] || chown postgres "$folder"
    as_user postgres "$bin/initdb" -D "$folder/data" -E UTF8 --locale=C.UTF-8 -A trust -U newsdex > "$folder.log" 2>&1
    as_user postgres "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
        -o "-c listen_addresses='' -k $folder -c fsync=off -c shared_buffers=128MB" start >> "$folder.log" 2>&1 3>&-
}

postgresql_stop() { # name
    [ ! -d "$SERVERS/$1/data" ] || as_user postgres "$(pg_bin)/pg_ctl" -D "$SERVERS/$1/data" -m immediate stop > "$SERVERS/$1.log" 2>&1
}

pg() { # name [option...]
    local name=$1
    shift
    psql -X -q -v ON_ERROR_STOP=1 -h "$SERVERS/$name" -U newsdex -d postgres "$@"
}
