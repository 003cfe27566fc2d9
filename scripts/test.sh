#!/bin/sh
# Everything that is asked of a change, in one command:  sh scripts/test.sh
#
# Installs PostgreSQL and Chromium when they are missing (as root, through apt-get), starts its own
# database server, checks form, lints and documentation, runs every test on SQLite and those that
# touch the database once more on PostgreSQL and on PostgreSQL with partitioned tables, and stops
# what it started. The first thing that fails ends the run with its own exit code.
#
# What it reads from the environment:
#   CARGO_TARGET_DIR  where cargo builds
#   GONGKAI_AXE       axe.min.js of axe-core 4.14.1; fetched through npm into target/e2e by default
#   GONGKAI_OIDC      folder with node_modules/oidc-provider 9.13.3; fetched through npm into target/oidc by default
#   GONGKAI_SHARED    folder of the shared test data; ../shared by default. Tests without it skip, loudly
# What it sets for the tests:
#   GONGKAI_REQUIRE_BROWSER  1: a browser test that cannot run fails
#   GONGKAI_REQUIRE_OIDC     1: a test with the provider of logins that cannot run fails
#   GONGKAI_TEST_DB        sqlite, postgres or partitioned
#   GONGKAI_TEST_POSTGRES  URL of the server, for the last two
set -eu

cd "$(dirname "$0")/.."
started_at=$(date +%s)
done_steps=""
skipped_steps=""
server=""

say() {
    printf '\n=== %s\n' "$*"
}

step() {
    name=$1
    shift
    say "$name"
    "$@"
    done_steps="$done_steps
  done     $name"
}

skip() {
    printf '\n*** SKIPPED: %s ***\n' "$1"
    skipped_steps="$skipped_steps
  SKIPPED  $1"
}

finish() {
    code=$?
    trap - EXIT
    if [ -n "$server" ]; then
        postgres stop || printf '*** the database server could not be stopped ***\n'
    fi
    say "summary, after $(($(date +%s) - started_at)) s"
    printf '%s%s\n' "${done_steps#?}" "$skipped_steps"
    if [ "$code" -eq 0 ]; then
        printf '\neverything that ran passed\n'
    else
        printf '\nFAILED at: %s (exit code %s)\n' "${name:-the start}" "$code"
    fi
    exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

has() {
    command -v "$1" >/dev/null 2>&1
}

# Sets the folder of PostgreSQL's programs; the newest, where there are several.
find_postgres() {
    [ -z "$binaries" ] || return 0
    for folder in /usr/lib/postgresql/*/bin; do
        [ ! -x "$folder/initdb" ] || binaries=$folder
    done
    if [ -z "$binaries" ] && has initdb; then
        binaries=$(dirname "$(command -v initdb)")
    fi
    [ -n "$binaries" ]
}

ensure_packages() {
    missing=""
    find_postgres || missing="$missing postgresql"
    has chromium || missing="$missing chromium"
    has chromedriver || missing="$missing chromium-driver"
    [ -z "$missing" ] && return 0
    if has apt-get && [ "$(id -u)" -eq 0 ]; then
        apt-get update -qq
        # shellcheck disable=SC2086 # a list of names
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
    else
        printf 'missing:%s\nInstall them, for instance:  sudo apt-get install%s\n' "$missing" "$missing"
        return 1
    fi
}

# A server of this run alone, on a port of its own: to stop it disturbs nobody else. Its settings are
# not exported, because the program refuses a GONGKAI_ variable that it does not know.
port=${GONGKAI_POSTGRES_PORT:-$((20000 + $$ % 10000))}
binaries=${GONGKAI_POSTGRES_BIN:-}
unset GONGKAI_POSTGRES_PORT GONGKAI_POSTGRES_BIN

postgres() {
    env GONGKAI_POSTGRES_PORT="$port" GONGKAI_POSTGRES_BIN="$binaries" sh scripts/postgres.sh "$1"
}

# The accessibility scan runs axe-core in the pages; the package has no dependencies.
ensure_axe() {
    [ -f target/e2e/node_modules/axe-core/axe.min.js ] ||
        npm install --prefix target/e2e --no-save --no-audit --no-fund axe-core@4.14.1
}

# The provider of logins that the tests log in at. It runs on Node.
ensure_oidc() {
    [ -f target/oidc/node_modules/oidc-provider/package.json ] ||
        npm install --prefix target/oidc --no-save --no-audit --no-fund oidc-provider@9.13.3
}

start_postgres() {
    find_postgres
    server=started
    GONGKAI_TEST_POSTGRES=$(postgres start)
    export GONGKAI_TEST_POSTGRES
}

# The whole workspace is always built, whatever is selected: another selection of packages would
# unify other features of the dependencies and build them again.
run_tests() {
    GONGKAI_TEST_DB=$1
    export GONGKAI_TEST_DB
    if has cargo-nextest; then
        cargo nextest run --workspace --locked --no-tests=pass -E "$2"
    else
        cargo test --workspace --locked
    fi
}

GONGKAI_SHARED=${GONGKAI_SHARED:-../shared}
if [ -d "$GONGKAI_SHARED" ]; then
    GONGKAI_SHARED=$(cd "$GONGKAI_SHARED" && pwd)
    export GONGKAI_SHARED
else
    unset GONGKAI_SHARED
    skip "tests on the shared data: no such folder (set GONGKAI_SHARED)"
fi

on_the_database='package(store) | package(identity) | package(flow) | package(web) | package(gongkai)'

step "packages of the system" ensure_packages
if has npm || [ -n "${GONGKAI_AXE:-}" ] || [ -f target/e2e/node_modules/axe-core/axe.min.js ]; then
    [ -n "${GONGKAI_AXE:-}" ] || step "axe-core" ensure_axe
    export GONGKAI_REQUIRE_BROWSER=1
else
    skip "accessibility scan: npm is missing, and so is axe-core"
fi
if has node && { has npm || [ -n "${GONGKAI_OIDC:-}" ] ||
    [ -f target/oidc/node_modules/oidc-provider/package.json ]; }; then
    [ -n "${GONGKAI_OIDC:-}" ] || step "provider of logins" ensure_oidc
    export GONGKAI_REQUIRE_OIDC=1
else
    skip "tests with the provider of logins: node or npm is missing"
fi
step "form" cargo fmt --all --check
step "lints" cargo clippy --workspace --all-targets --locked -- -D warnings
step "database server" start_postgres
has cargo-nextest || skip "cargo-nextest is missing; cargo test runs instead, slower, all packages each time"
step "tests on SQLite" run_tests sqlite 'all()'
step "examples in the documentation" cargo test --workspace --doc --locked
step "tests on PostgreSQL" run_tests postgres "$on_the_database"
step "tests on PostgreSQL, partitioned" run_tests partitioned "$on_the_database"
step "documentation" env RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked

if has cargo-deny; then
    step "licences and sources of dependencies" cargo deny --locked check bans licenses sources
else
    skip "licences and sources of dependencies: cargo-deny is missing"
fi
if has cargo-machete; then
    step "unused dependencies" cargo machete
else
    skip "unused dependencies: cargo-machete is missing"
fi
if has typos; then
    step "spelling" typos
else
    skip "spelling: typos is missing"
fi
name="the end"
