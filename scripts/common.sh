# shellcheck shell=bash
# What ./run and ./test share. Sourced, never run: expects `set -euo pipefail` and $root (the checkout).

: "${root:?set by the script that sources this}"
build="$root/build"
stamps="$build/stamps"
logs="$build/log"
readonly build stamps logs
# What these scripts start takes no settings of a Kith that is installed on this machine.
export KITH_CONFIG="${KITH_CONFIG-}"

# Debian 12's own Node is 18; the web app's tools ask for 20.19. Then npm brings this one.
readonly node_minimum=20.19.0
readonly node_pinned=22.23.3
readonly npm_pinned=10.9.9

if [[ -t 1 ]]; then bold=$'\e[1m' plain=$'\e[0m'; else bold='' plain=''; fi

say() { printf '%s\n' "$*"; }
step() { printf '%s==>%s %s\n' "$bold" "$plain" "$*"; }
fail() {
    printf '\n%sKith: %s%s\n' "$bold" "$1" "$plain" >&2
    shift
    (($# == 0)) || printf '%s\n' "$@" >&2
    exit 1
}

# logged NAME WHAT COMMAND…: runs it with its output in build/log/NAME.log; the end of that on failure.
logged() {
    local log="$logs/$1.log" what=$2 begun=$SECONDS
    shift 2
    if "$@" >"$log" 2>&1; then
        say "    done in $((SECONDS - begun)) s"
        return
    fi
    printf '\n' >&2
    tail -n 30 "$log" >&2
    why_failed "$log" "$what"
}

# The causes a person can do something about, told apart by what the tools print.
why_failed() {
    local log=$1 what=$2
    if grep -qiE 'no space left on device|ENOSPC|not enough free space' "$log"; then
        fail "$what failed: the disk is full." "$(df -h "$root" | tail -n 1)" \
            'Make room (about 3 GB for a first build) and start again; what is done so far is kept.'
    elif grep -qiE 'temporary failure (in name )?resolv|could not resolve|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|network is unreachable|connection timed out|unable to connect' "$log"; then
        fail "$what failed: the network, or the package server, cannot be reached." \
            'Check the connection (and proxy settings, if there is one) and start again; what is done so far is kept.'
    elif grep -qiE 'could not get lock|unable to acquire the dpkg' "$log"; then
        fail "$what failed: another program is installing packages." 'Wait until it is done and start again.'
    elif grep -qE 'Killed|internal compiler error|cc1plus.*(terminated|signal)|out of memory' "$log"; then
        fail "$what failed: the machine most likely ran out of memory." \
            'Close other programs, or build with fewer jobs: KITH_JOBS=1.'
    fi
    fail "$what failed." "All of its output: $log"
}

prepare_folders() {
    mkdir -p "$stamps" "$logs" 2>/dev/null && [[ -w $build && -w $stamps && -w $logs ]] ||
        fail "cannot write to $build." \
            "It belongs to $(stat -c %U "$build" 2>/dev/null || stat -c %U "$root"). Start as that user, or give it to $(id -un):" \
            "  sudo chown -R $(id -un) '$build'"
    # Two at once in one checkout would build over each other. The server does not keep the lock.
    exec 9>"$build/.lock"
    if ! flock -n 9; then
        step 'Waiting for another ./run or ./test that is building in this checkout'
        flock 9
    fi
}

free_to_serve() { exec 9>&-; }

need_space() {  # in MB, where the checkout is
    local free
    free=$(df -Pm "$root" | awk 'NR == 2 { print $4 }')
    ((free >= $1)) || fail "only $free MB are free on $(df -P "$root" | awk 'NR == 2 { print $6 }'), and this needs about $1 MB." \
        'Make room and start again.'
}

# A value of /etc/os-release; Debian's testing has no version and counts as new.
os_release() {
    # shellcheck disable=SC1091
    (VERSION_ID=99 && . /etc/os-release && printf '%s' "${!1:-}")
}

need_debian() {
    local name='this system' id='' like='' version=0
    if [[ -r /etc/os-release ]]; then
        name=$(os_release PRETTY_NAME)
        id=$(os_release ID)
        like=$(os_release ID_LIKE)
        version=$(os_release VERSION_ID)
    fi
    if [[ $id != debian && " $like " != *' debian '* ]] || ! command -v apt-get >/dev/null; then
        fail "$name is not a system these scripts can install packages on." \
            'They are made for Debian 12 and 13. Elsewhere, install what scripts/packages names and build with' \
            "  cmake --preset release && cmake --build --preset release   (CONTRIBUTING.md tells more)"
    fi
    if [[ $id == debian && ${version%%.*} -lt 12 ]]; then
        fail "$name is too old: its compiler cannot build Kith." 'Use Debian 12 or 13.'
    fi
    case $(uname -m) in
        x86_64 | aarch64) ;;
        *) fail "$(uname -m) processors are not supported." 'Kith is built and tried on x86-64, and made for arm64 too.' ;;
    esac
}

# The names in package lists that are not on this system, as $missing.
find_missing() {
    local line entry name command installed
    local -a wanted=()
    missing=()
    while IFS= read -r line; do
        entry=${line%%#*}
        entry=${entry//[[:space:]]/}
        [[ -n $entry ]] || continue
        name=${entry%%:*}
        command=${entry#"$name"}
        command=${command#:}
        [[ -n $command ]] && command -v "$command" >/dev/null && continue
        wanted+=("$name")
    done < <(cat "$@")
    ((${#wanted[@]})) || return 0
    # A name without an architecture may be printed with one; only the name counts.
    installed=" $(dpkg-query -W -f='${Package}=${db:Status-Status} ' "${wanted[@]}" 2>/dev/null || true)"
    for name in "${wanted[@]}"; do
        [[ $installed == *" $name=installed "* ]] || missing+=("$name")
    done
}

# install_packages LIST…: only what is missing, and no package list is fetched when nothing is.
install_packages() {
    local -a missing=() as_root=()
    find_missing "$@"
    ((${#missing[@]})) || return 0
    need_debian
    step "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    if ((EUID != 0)); then
        local by_hand="  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
        command -v sudo >/dev/null || fail 'packages are missing, and installing them needs root or sudo.' \
            'Let an administrator run this, then start again:' "$by_hand"
        # Ask for the password now, not into a log file.
        if [[ -t 0 ]]; then sudo -v; else sudo -n true 2>/dev/null; fi ||
            fail "packages are missing, and sudo does not let $(id -un) install them." \
                'Let an administrator run this, then start again:' "$by_hand"
        as_root=(sudo)
    fi
    need_space 1500
    local -a apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
        apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
    # A source that has nothing to do with Kith may be broken here; what counts is whether ours come.
    "${apt[@]}" -o APT::Update::Error-Mode=any update >"$logs/apt.log" 2>&1 </dev/null || true
    local begun=$SECONDS
    if ! "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >>"$logs/apt.log" 2>&1 </dev/null; then
        printf '\n' >&2
        tail -n 30 "$logs/apt.log" >&2
        why_failed "$logs/apt.log" 'Installing Debian packages'
    fi
    say "    done in $((SECONDS - begun)) s"
}

# at_least HAVE WANT: compares versions of numbers and dots.
at_least() { [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

# Puts a Node that is new enough, and its npm, first on PATH.
use_node() {
    local have local_bin="$build/node/node_modules/.bin"
    have=$(node --version 2>/dev/null || true)
    if [[ -n $have ]] && at_least "${have#v}" "$node_minimum" && command -v npm >/dev/null; then return; fi
    if [[ $("$local_bin/node" --version 2>/dev/null || true) != "v$node_pinned" || ! -x $local_bin/npm ]]; then
        local platform
        case $(uname -m) in
            x86_64) platform=x64 ;;
            aarch64) platform=arm64 ;;
            *) fail "there is no Node for $(uname -m) processors in npm." "Install Node $node_minimum or newer by other means." ;;
        esac
        step "Getting Node $node_pinned (${have:-none} here; the web app's tools need $node_minimum or newer)"
        rm -rf "$build/node"
        mkdir -p "$build/node"
        printf '{"private": true}\n' >"$build/node/package.json"
        logged node 'Getting Node' npm install --prefix "$build/node" --ignore-scripts --no-audit --no-fund \
            --no-package-lock "node-linux-$platform@$node_pinned" "npm@$npm_pinned"
        [[ $("$local_bin/node" --version 2>/dev/null || true) == "v$node_pinned" ]] ||
            fail "the Node that npm brought does not run on this machine." "Its output: $logs/node.log"
    fi
    PATH="$local_bin:$PATH"
    hash -r
}

# fingerprint PATH…: one hash of the files' names and contents, whatever git thinks of them.
fingerprint() {
    (cd "$root" && find "$@" \( -name node_modules -o -name dist \) -prune -o -type f -print0 | sort -z |
        xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1)
}

stamped() { [[ -r $stamps/$1 && $(<"$stamps/$1") == "$2" ]]; }
stamp() { printf '%s' "$2" >"$stamps/$1"; }

install_web_libraries() {
    local now
    now=$(fingerprint web/package.json web/package-lock.json)
    if stamped npm "$now" && [[ -d $root/web/node_modules ]]; then return; fi
    use_node
    need_space 700
    step "Installing the web app's libraries"
    rm -f "$stamps/npm"
    logged npm 'Installing the web app'\''s libraries' \
        npm --prefix "$root/web" ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null
    stamp npm "$now"
}

web_fingerprint() { fingerprint web; }

build_web() {
    local now
    now=$(web_fingerprint)
    if stamped web "$now" && [[ -r $root/web/dist/index.html ]]; then return; fi
    install_web_libraries
    use_node
    step 'Building the web app'
    rm -f "$stamps/web"
    logged web 'Building the web app' npm --prefix "$root/web" run build </dev/null
    stamp web "$now"
}

# As many compilers at once as there are cores, and a gigabyte of memory for each.
jobs_that_fit() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/MemAvailable/ { print int($2 / 1000000) }' /proc/meminfo)
    ((memory >= 1)) || memory=1
    printf '%s' "${KITH_JOBS:-$((cores < memory ? cores : memory))}"
}

# compile NAME WHAT FOLDER TARGETS -- CMAKE-OPTIONS…: shows the count going up where somebody looks on.
compile() {
    local name=$1 what=$2 folder=$3 targets=$4
    shift 5
    logged "$name-configure" "Configuring $what" \
        cmake -S "$root" -B "$folder" -G Ninja "$@"
    local -a ninja=(ninja -C "$folder" -j "$(jobs_that_fit)")
    # shellcheck disable=SC2206  # a list of names
    ninja+=($targets)
    if [[ -t 1 ]]; then
        "${ninja[@]}" 2>&1 | tee "$logs/$name.log" | counted && printf '\r\e[K' ||
            { printf '\n'; tail -n 30 "$logs/$name.log" >&2; why_failed "$logs/$name.log" "Building $what"; }
    else
        logged "$name" "Building $what" "${ninja[@]}"
    fi
}

# Ninja's "[12/180]" as one line that changes.
counted() {
    local line
    while IFS= read -r line; do
        [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] && printf '\r\e[K    %s of %s' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    done
    return 0
}

# The binary that people run: build/kith, with the web app inside.
build_kith() {
    local now
    now="$(fingerprint src cmake CMakeLists.txt) $(web_fingerprint) $(os_release VERSION_ID) $(uname -m)"
    if stamped kith "$now" && [[ -x $build/kith ]]; then return; fi
    build_web
    need_space 600
    step "Building Kith (a few minutes the first time, $(jobs_that_fit) jobs)"
    rm -f "$stamps/kith"
    compile kith Kith "$build/release" kith -- \
        -DCMAKE_BUILD_TYPE=Release '-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG' -DKITH_UNITY=ON -DKITH_TESTS=OFF -DKITH_STRICT=OFF \
        -DKITH_WEB_DIST="$root/web/dist"
    # A running server keeps its file: the new one takes the name, not the place.
    cp "$build/release/kith" "$build/kith.new"
    mv -f "$build/kith.new" "$build/kith"
    stamp kith "$now"
}
