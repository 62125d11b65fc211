#!/bin/sh
# Makes sure that the programs and libraries of the machine are there: installs them with apt as root,
# else says exactly what to install. Usage: system-packages.sh needed|browser
set -eu

say() { printf 'rekom  | %s\n' "$*"; }

has_library() { { ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null; } | grep -q "$1"; }
has_program() { command -v "$1" >/dev/null 2>&1; }

good_python() {
    for python in /usr/bin/python3 python3; do
        "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return 0
    done
    return 1
}

missing=""
need() { missing="$missing $1"; }

case "${1:-needed}" in
needed)
    good_python || need "python3 python3-venv"
    has_program npm || need "npm"
    has_program msgfmt && has_program xgettext || need "gettext"
    has_library 'libpango-1\.0\.so\.0' || need "libpango-1.0-0"
    has_library 'libpangoft2-1\.0\.so\.0' || need "libpangoft2-1.0-0"
    has_library 'libharfbuzz-subset\.so\.0' || need "libharfbuzz-subset0"
    fc-list 2>/dev/null | grep -qi dejavu || need "fontconfig fonts-dejavu-core"
    ;;
browser)
    has_program chromium || has_program chromium-browser || has_program google-chrome || need "chromium"
    ;;
esac

[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && has_program apt-get; then
    say "installing$missing"
    log=$(mktemp)
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 -- one word for each package
    if { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1 </dev/null; then
        rm -f "$log"
        exit 0
    fi
    tail -n 5 "$log" >&2
    rm -f "$log"
fi
say "This machine lacks:$missing. Install with: sudo apt-get install$missing   (then run make again)" >&2
exit 1
