# The index of commands; `just` lists them. Anything longer than three lines is an xtask or lives in ./test.

# What there is.
default:
    @just --list

# Format, layers, texts, lints.
check:
    ./test checks

# Everything that continuous integration runs.
test:
    ./test

# Unit and store tests, with a PostgreSQL of their own.
rust:
    ./test rust

# The journeys in Chromium.
e2e:
    ./test browser

# The demonstration company.
run:
    cargo run --release -- demo

# The binary for people: smaller and faster, slower to build.
dist:
    cargo build --profile dist --bin leavewell
