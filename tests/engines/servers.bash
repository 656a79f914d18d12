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

# The ports are those of the number: 19000 and 18123 and up. A cluster of the servers 1 and 2 is called pair.
clickhouse_start() { # number
    local folder=$SERVERS/clickhouse$1 port=$((19000 + $1))
    mkdir "$folder"
    cat > "$folder/config.xml" << END
<yandex>
<logger><level>error</level><log>$folder/log</log><errorlog>$folder/errors</errorlog></logger>
<listen_host>127.0.0.1</listen_host>
<tcp_port>$port</tcp_port><http_port>$((18123 + $1))</http_port>
<interserver_http_port>$((18223 + $1))</interserver_http_port>
<path>$folder/data/</path><tmp_path>$folder/tmp/</tmp_path>
<mark_cache_size>268435456</mark_cache_size>
<users_config>$folder/users.xml</users_config>
<default_profile>default</default_profile><default_database>default</default_database>
<remote_servers><pair>
<shard><replica><host>127.0.0.1</host><port>19001</port></replica></shard>
<shard><replica><host>127.0.0.1</host><port>19002</port></replica></shard>
</pair></remote_servers>
</yandex>
END
    cat > "$folder/users.xml" << END
<yandex><profiles><default><max_query_size>4000000</max_query_size></default></profiles>
<users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
</default></users><quotas><default></default></quotas></yandex>
END
    [ "$(id -u)" -ne 0 ] || chown -R clickhouse "$folder"
    # shellcheck disable=SC2016 # of the shell that is started
    as_user clickhouse sh -c 'clickhouse-server --config-file="$1/config.xml" > "$1/out" 2>&1 & echo $! > "$1/pid"' sh "$folder" 3>&-
    for _ in $(seq 100); do
        clickhouse "$1" 'SELECT 1' > "$folder.answer" 2>&1 && return
        sleep 0.3
    done
    tail "$folder/out" "$folder/errors" >&2
    return 1
}

clickhouse_stop() { # number
    [ ! -f "$SERVERS/clickhouse$1/pid" ] || kill -9 "$(cat "$SERVERS/clickhouse$1/pid")"
}

clickhouse() { # number query [option...]
    local port=$((19000 + $1)) query=$2
    shift 2
    clickhouse-client --host 127.0.0.1 --port "$port" "$@" --query "$query"
}
