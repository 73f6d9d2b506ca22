"""Repeats the race of "How long can it remember?", with the reference's draws and first weights.

    python -m benchmarks.long_memory                 the race, scored on the notebook's held-out draws
    python -m benchmarks.long_memory --seeds 1 2 3   how much it depends on the seed of the race
    python -m benchmarks.long_memory --validation    every net at three rates, on validation draws

By `--validation` the rates in `utils.long_memory.NETS` were chosen: seed 71 trains, seed 72 draws the
examples, and a rate is scored by its mean recall over lags 1 to 100. Four minutes on two cores.
"""

import argparse
from dataclasses import replace

import numpy as np

from autograder.declaration.course import Course
from utils import long_memory

EDGES = [0, 5, 10, 20, 40, 60, 80, 100]
RATES = (0.001, 0.003, 0.01)
TRAINS, VALIDATES, HELD_OUT = 71, 72, 2027


def score(reference, nets, seed, examples):
    """Trains nets and prints the recall of each by lag, with the worst and the best seed at the end."""
    X, y, lags = examples
    runners = long_memory.race(
        reference.recall_examples, reference.initial_weights, np.random.default_rng(seed), nets=nets
    )
    for name, learned in runners:
        said = long_memory.answers(nets[name], learned.weights, X)
        recall = long_memory.recall_by_lag(said, y, lags, EDGES)
        bins = " ".join(f"{value:.2f}" for value in recall.mean(axis=0))
        far, whole = recall[:, -1], (said == y).mean()
        print(
            f"{name:18} {learned.seconds[-1]:5.1f} s  {bins}  all {whole:.3f}  "
            f"81 to 100: {far.mean():.2f} ({far.min():.2f} to {far.max():.2f})",
            flush=True,
        )


def main():
    """Trains and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="*", default=[1])
    parser.add_argument("--validation", action="store_true", help="leave the held-out draws closed")
    options = parser.parse_args()
    reference = Course().declaration("w2_long_memory").reference()
    drawn_by = VALIDATES if options.validation else HELD_OUT
    examples = reference.recall_examples(2000, 100, 100, np.random.default_rng(drawn_by))
    if options.validation:
        for rate in RATES:
            print(f"Rate {rate}, validation draws")
            nets = {name: replace(net, rate=rate) for name, net in long_memory.NETS.items()}
            score(reference, nets, TRAINS, examples)
        return
    for seed in options.seeds:
        print(f"Seed {seed}, held-out draws")
        score(reference, long_memory.NETS, seed, examples)


if __name__ == "__main__":
    main()
