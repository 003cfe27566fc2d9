# What is done often. `just` lists it.

_default:
    @just --list

# Everything that continuous integration runs
check:
    sh scripts/test.sh

# Tests on SQLite only; `just test 'package(tlog)'` selects
test filter='all()':
    GONGKAI_TEST_DB=sqlite cargo nextest run --workspace -E '{{ filter }}'

# A small county with people to log in as
demo:
    cargo run --release -- demo

# Benches of every crate; figures belong in docs/benchmarks.md
bench:
    cargo bench --workspace

# One fuzz target, for instance `just fuzz tlog note 60`; needs a nightly compiler and cargo-fuzz
fuzz crate target seconds='60':
    cd crates/{{ crate }} && cargo +nightly fuzz run {{ target }} -- -max_total_time={{ seconds }}

# Formats the code
fmt:
    cargo fmt --all
