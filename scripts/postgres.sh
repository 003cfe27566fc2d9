#!/bin/sh
# Starts or stops a throw-away PostgreSQL 15 for the tests, on loopback. Nothing in it outlives a
# stop: durability is switched off, which makes it fast and unfit for anything else.
#
#   scripts/postgres.sh start    prints its URL; does nothing more when it runs already
#   scripts/postgres.sh stop     stops it and removes its folder
set -eu

port=${GONGKAI_POSTGRES_PORT:-5544}
folder=${GONGKAI_POSTGRES_FOLDER:-/tmp/gongkai-postgres-$port}
binaries=${GONGKAI_POSTGRES_BIN:-/usr/lib/postgresql/15/bin}

# PostgreSQL refuses to run as root, so root runs it as the user of the Debian package.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@"); else "$@"; fi
}

install_binaries() {
    [ -x "$binaries/initdb" ] && return
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update && apt-get install --yes --no-install-recommends postgresql; } >&2
}

start() {
    install_binaries
    if [ ! -f "$folder/data/PG_VERSION" ]; then
        rm -rf "$folder"
        mkdir -p "$folder"
        [ "$(id -u)" != 0 ] || chown postgres: "$folder"
        as_postgres "$binaries/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >&2
    fi
    if ! as_postgres "$binaries/pg_ctl" -D "$folder/data" status >/dev/null; then
        options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder"
        options="$options -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        options="$options -c max_connections=300 -c max_locks_per_transaction=256"
        as_postgres "$binaries/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o "$options" start >&2
    fi
    echo "postgres://postgres@127.0.0.1:$port/postgres"
}

stop() {
    [ -f "$folder/data/PG_VERSION" ] || return 0
    as_postgres "$binaries/pg_ctl" -D "$folder/data" -w -m immediate stop >&2 || true
    rm -rf "$folder"
}

case "${1:-}" in
start) start ;;
stop) stop ;;
*)
    echo "usage: $0 start|stop" >&2
    exit 2
    ;;
esac
