#!/bin/sh
# Makes the virtual environment and installs the locked requirements; nothing is done when they are in it.
# Usage: virtual-environment.sh FOLDER
set -eu

venv=$1
lock=requirements/dev.txt
mark="$venv/.installed"

say() { printf 'rekom  | %s\n' "$*"; }

wanted=$(cksum <"$lock")
if [ -x "$venv/bin/python" ] && "$venv/bin/python" -c '' 2>/dev/null; then
    [ "$(cat "$mark" 2>/dev/null)" = "$wanted" ] && exit 0
else
    # The system's Python first: everybody on the machine can run it, which one in somebody's home may not allow.
    chosen=""
    for python in ${PYTHON:-} /usr/bin/python3 python3; do
        if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            chosen=$python
            break
        fi
    done
    if [ -z "$chosen" ]; then
        say "Python 3.11 or newer with its venv module is missing. Install with: sudo apt-get install python3 python3-venv" >&2
        exit 1
    fi
    say "virtual environment ($("$chosen" --version))"
    "$chosen" -m venv --clear "$venv"
fi

say "Python packages"
python="$venv/bin/python"
"$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt </dev/null
# uv is quicker; pip does the same where uv cannot reach the packages.
"$python" -m uv pip install --quiet --python "$python" --require-hashes -r "$lock" </dev/null 2>/dev/null ||
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" </dev/null
printf '%s\n' "$wanted" >"$mark"
