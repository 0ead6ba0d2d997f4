"""Contagion on 100,000 people and 1,000,000 ties: cynetdiff and ours beside each other, in one call.

    cargo build --release -p leavewell-risk --example contagion_speed
    python crates/risk/benches/contagion_beside_cynetdiff.py target/release/examples/contagion_speed

Needs the package cynetdiff (with numpy). Both get the same graph and the same seeds, the ten with most ties;
the graph is in memory before the clock starts. Ours also counts every person's departures, cynetdiff only the sum.
"""

import array
import struct
import subprocess
import sys
import tempfile
import time

import numpy as np
from cynetdiff.models import IndependentCascadeModel

PEOPLE, TIES, SEEDS = 100_000, 1_000_000, 10


def graph(rng):
    # Popularity with a heavy tail on both sides, so that a few know very many.
    weight = 1.0 / np.arange(1, PEOPLE + 1) ** 0.35
    weight /= weight.sum()
    start = rng.choice(PEOPLE, TIES, p=rng.permutation(weight)).astype(np.uint32)
    end = rng.integers(0, PEOPLE, TIES, dtype=np.uint32)
    order = np.argsort(start, kind="stable")
    return start[order], end[order]


def theirs(start, end, p, seeds, runs):
    starts = np.searchsorted(start, np.arange(PEOPLE)).astype(np.uint32)
    model = IndependentCascadeModel(
        array.array("I", starts.tolist()),
        array.array("I", end.tolist()),
        activation_probs=array.array("f", p.tolist()),
        rng=np.random.default_rng(1),
    )
    model.set_seeds(seeds)
    total, begin = 0, time.perf_counter()
    for _ in range(runs):
        model.reset_model()
        model.advance_until_completion()
        total += model.get_num_activated_nodes()
    return (time.perf_counter() - begin) * 1e3, total / runs


def ours(program, start, end, p, seeds, runs):
    with tempfile.NamedTemporaryFile() as file:
        file.write(struct.pack("<III", PEOPLE, TIES, len(seeds)))
        file.write(np.asarray(seeds, dtype="<u4").tobytes())
        rows = np.empty((TIES, 3), dtype="<u4")
        rows[:, 0], rows[:, 1], rows[:, 2] = start, end, p.astype("<f4").view("<u4")
        file.write(rows.tobytes())
        file.flush()
        text = subprocess.run([program, file.name, str(runs)], capture_output=True, check=True, text=True).stdout
    return [(float(line.split()[1]), float(line.split()[2])) for line in text.splitlines()]


def main():
    rng = np.random.default_rng(7)
    start, end = graph(rng)
    seeds = np.argsort(-np.bincount(start, minlength=PEOPLE), kind="stable")[:SEEDS].tolist()
    into = np.bincount(end, minlength=PEOPLE)
    kinds = {
        "p = .05": (np.full(TIES, 0.05, dtype=np.float32), 20_000),
        "1 / ties in": ((1.0 / into[end]).astype(np.float32), 1_000),
        "p from .001 to .02": (rng.uniform(0.001, 0.02, TIES).astype(np.float32), 50_000),
    }
    for name, (p, runs) in kinds.items():
        peer, spread = theirs(start, end, p, seeds, runs)
        (one, found), (two, _) = ours(sys.argv[1], start, end, p, seeds, runs)
        print(
            f"{name}: {runs} runs; cynetdiff {peer / runs:.4f} ms/run (mean {spread:.2f}); "
            f"ours {one / runs:.4f} on one thread (mean {found:.2f}), {two / runs:.4f} on two; "
            f"ratio {one / peer:.2f} and {two / peer:.2f}"
        )


main()
