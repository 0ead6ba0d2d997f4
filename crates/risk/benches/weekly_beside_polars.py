"""Counts events of a CSV file by person, kind and week beside polars, each in a process of its own, in one call.

    pip install numpy polars
    python crates/risk/benches/weekly_beside_polars.py target/release/leavewell [EVENTS]
"""

import json
import os
import subprocess
import sys
import tempfile
import time

import numpy

PEERS = """
import sys
import polars as p
groups = (
    p.scan_csv(sys.argv[1], try_parse_dates=True)
    .with_columns(p.col("date").dt.truncate("1w"))
    .group_by("person", "kind", "date")
    .agg(p.len().alias("n"))
    .collect()
)
print(groups.height, int((groups["n"].cast(p.Int64) ** 2).sum()))
"""


def write(path: str, events: int) -> None:
    """A hundred thousand people over three years, a few of whom do much; from a fixed seed."""
    draw = numpy.random.default_rng(11)
    people = (100_000 * draw.random(events) ** 1.5).astype(numpy.int64)
    days = numpy.datetime64("2023-11-01") + draw.integers(0, 3 * 365, events)
    kinds = draw.integers(0, 4, events)
    names = numpy.array(["late", "leave", "early", "opinion"])
    with open(path, "w", encoding="utf-8") as out:
        out.write("person,date,kind\n")
        for begin in range(0, events, 1_000_000):
            part = slice(begin, begin + 1_000_000)
            rows = zip(people[part], days[part].astype(str), names[kinds[part]])
            out.writelines(f"{person},{day},{kind}\n" for person, day, kind in rows)


def timed(name: str, command: list[str]) -> str:
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begun
    if status:
        sys.exit(f"{name} failed")
    print(f"{name}: {seconds:.2f} s, processor {used.ru_utime + used.ru_stime:.2f} s, {used.ru_maxrss // 1024} MB")
    return said


def main() -> None:
    binary = sys.argv[1]
    events = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "events.csv")
        write(path, events)
        print(f"{events} events, {os.path.getsize(path) // 1_000_000} MB")
        for _ in range(3):
            ours = json.loads(timed("ours", [binary, "risk", "weekly", path, "--json"]))
        theirs = timed("polars", [sys.executable, "-c", PEERS, path]).split()
        print("the same counts:", [str(ours["counts"]), str(ours["squares"])] == theirs, *theirs)


if __name__ == "__main__":
    main()
