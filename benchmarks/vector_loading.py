"""How long, and how much memory, does it take to read 400,000 word vectors?

    python -m benchmarks.vector_loading [--gensim PYTHON]

Writes a file of GloVe's shape, 400,000 words with 50 numbers each, and reads it in fresh processes:
with `utils.glove.parse_glove` into a `WordVectors`, and, if a Python with gensim is named, with
gensim's `KeyedVectors.load_word2vec_format`. gensim has an environment of its own
(`python -m venv ENV && ENV/bin/pip install gensim`), for it is no requirement of the course. Memory
is the peak above that of the process after its imports, beside the size of the matrix alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ROWS, DIMENSION = 400_000, 50
REPEATS = 3
MEASURE = """
import json, resource, sys, time
{imports}
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before, start = peak(), time.perf_counter()
{load}
seconds = time.perf_counter() - start
print(json.dumps([seconds, peak() - before, len(vectors), float(vectors["w7"][0])]))
"""
OURS = MEASURE.format(
    imports="from utils.embeddings import WordVectors\nfrom utils.glove import parse_glove",
    load="vectors = WordVectors(*parse_glove(sys.argv[1], 50))",
)
GENSIM = MEASURE.format(
    imports="from gensim.models import KeyedVectors",
    load="vectors = KeyedVectors.load_word2vec_format(sys.argv[1], no_header=True)",
)


def main(arguments: list[str]) -> None:
    """Prints one line a loader: the fastest of a few runs, and its memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gensim", help="a Python that can import gensim")
    gensim = parser.parse_args(arguments).gensim
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors.txt"
        write_synthetic(path)
        print(f"{ROWS:,} x {DIMENSION}, {path.stat().st_size / 1e6:.0f} MB of text")
        print(f"  {'matrix alone':24}           {ROWS * DIMENSION * 4 / 2**20:6.0f} MiB")
        report("this course", sys.executable, OURS, path)
        if gensim:
            report("gensim", gensim, GENSIM, path)
        else:
            print("  gensim                   skipped: name a Python that has it with --gensim")


def write_synthetic(path: Path) -> None:
    """Writes words and random numbers with five decimals, as GloVe's files have them."""
    rng = np.random.default_rng(0)
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, ROWS, 1000):
            for row, vector in enumerate(rng.normal(0, 0.5, (1000, DIMENSION)), start=start):
                file.write(f"w{row} " + " ".join(f"{value:.5f}" for value in vector) + "\n")


def report(name: str, python: str, program: str, path: Path) -> None:
    """Runs one loader a few times, each in a process of its own."""
    results = []
    for _ in range(REPEATS):
        command = [python, "-c", program, str(path)]
        finished = subprocess.run(command, check=True, capture_output=True, text=True)
        results.append(json.loads(finished.stdout.splitlines()[-1]))
    seconds, memory, count, _ = min(results)
    if count != ROWS or len({result[3] for result in results}) > 1:
        raise RuntimeError(f"{name} read {count:,} words of {ROWS:,}, or different numbers.")
    print(f"  {name:24} {seconds:6.1f} s  {memory:6.0f} MiB more than after the imports")


if __name__ == "__main__":
    main(sys.argv[1:])
