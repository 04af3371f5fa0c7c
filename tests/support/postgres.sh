#!/usr/bin/env bash
# A PostgreSQL of the tests' own: postgres.sh start|restart|stop FOLDER [durable]. It listens on a socket in FOLDER alone.
# What it holds lasts as long as the tests, so nothing is kept safe (no fsync) unless it is to be durable: then what was
# committed outlasts its processes, which restart stops at once. PostgreSQL refuses to run as root, so root starts it
# as another user.
set -euo pipefail
what=${1:?start, restart or stop} folder=${2:?a folder} durable=${3:-}

bin=$(pg_config --bindir 2>/dev/null || true)
[[ -x $bin/initdb ]] || bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[[ -x $bin/initdb ]] || { printf 'no PostgreSQL server is installed (package postgresql)\n' >&2; exit 1; }

as=()
if ((EUID == 0)); then as=(setpriv --reuid=nobody --regid=nogroup --clear-groups); fi

stop() {
    [[ -r $folder/data/postmaster.pid ]] || return 0
    "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null
}

begin() {
    local safety='-c synchronous_commit=off -c full_page_writes=off'
    if [[ $durable == durable ]]; then safety='-c synchronous_commit=on'; fi
    "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" \
        -o "-k '$folder' -c listen_addresses= -c fsync=off $safety -c max_connections=200 -c shared_buffers=128MB -c max_locks_per_transaction=512 -c autovacuum=off" \
        start >>"$folder.log"
}

case $what in
    start)
        stop || true
        rm -rf "$folder"
        mkdir -p "$folder"
        if ((EUID == 0)); then chown nobody:nogroup "$folder"; fi
        cd "$folder"
        "${as[@]}" "$bin/initdb" -D "$folder/data" -U kith --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder.log"
        begin
        "$bin/createdb" -h "$folder" -U kith kith
        ;;
    restart)
        cd "$folder"
        stop
        begin
        ;;
    stop)
        stop
        rm -rf "$folder" "$folder.log"
        ;;
    *) printf 'postgres.sh: start or stop?\n' >&2; exit 2 ;;
esac
