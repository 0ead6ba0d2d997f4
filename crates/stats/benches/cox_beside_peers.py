"""Times the Cox fit beside lifelines (and R's survival, where R is) on the same data, in one call.

    pip install lifelines
    python crates/stats/benches/cox_beside_peers.py [ROWS] [COLUMNS]
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time

import numpy
import pandas
from lifelines import CoxPHFitter

R_SCRIPT = """
library(survival)
a <- commandArgs(TRUE); p <- as.integer(a[2])
v <- matrix(readBin(a[1], "double", 1e9), ncol = p + 2, byrow = TRUE)
y <- Surv(v[, 1], v[, 2])
s <- system.time(f <- coxph.fit(v[, -(1:2)], y, NULL, NULL, NULL, coxph.control(), NULL, "efron", NULL))
cat(sprintf("R coxph.fit: loglik %.6f, %.3f s\\n", f$loglik[2], s[["elapsed"]]))
"""


def main() -> None:
    rows, columns = (sys.argv[1:] + ["100000", "20"][len(sys.argv) - 1 :])[:2]
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "data.bin")
        ours = ["cargo", "run", "--release", "-q", "-p", "leavewell-stats", "--example", "cox_speed"]
        subprocess.run([*ours, "--", rows, columns, file], check=True)
        values = numpy.fromfile(file).reshape(int(rows), int(columns) + 2)
        frame = pandas.DataFrame(values, columns=["time", "event", *(f"x{k}" for k in range(int(columns)))])
        start = time.perf_counter()
        fit = CoxPHFitter().fit(frame, "time", "event")
        seconds = time.perf_counter() - start
        print(f"lifelines: loglik {fit.log_likelihood_:.6f}, {seconds:.3f} s")
        if shutil.which("Rscript"):
            script = os.path.join(folder, "fit.R")
            with open(script, "w", encoding="utf-8") as out:
                out.write(R_SCRIPT)
            subprocess.run(["Rscript", script, file, columns], check=True)
        else:
            print("R is not here")


if __name__ == "__main__":
    main()
