"""Repeats the race of "Words by the company they keep", and the tuning of its baseline.

    python -m benchmarks.learn_embeddings                all racers, scored on the held-out analogies
    python -m benchmarks.learn_embeddings --validation   PPMI in 30 settings, by those not held out

Runs the cells of the notebook with the reference solutions. Racers are trained on a clock of processor
time, so that how far they come depends on the machine: two to three minutes on two cores. The tuning
takes a minute, and leaves the held-out analogies closed.
"""

import argparse
import contextlib
import io

import matplotlib

from autograder.declaration.course import Course
from autograder.declaration.source import read_source
from utils import word_corpus
from utils.word_counts import ppmi_vectors

ID = "w3_learn_embeddings"
FOR_COUNTS = ("first_look", "one_hot", "pairs", "counted")
RACE = (
    "softmax_race", "tree_race", "negative_race", "glove_race", "repair", "tuned", "held_out", "shares",
)  # fmt: skip
SHOWN = ("tree_race", "tuned", "shares")
SIZES = (25, 50, 100, 200, 300, 400)
SHIFTS = (1, 2, 5, 10, 15)


def run(namespace, names, shown=()):
    """Runs cells of the notebook in a namespace; prints what those that are shown print."""
    source = read_source(Course().source(ID))
    for name in names:
        with contextlib.redirect_stdout(io.StringIO()) as said:
            exec(compile(source.cell(name).source, name, "exec"), namespace)  # noqa: S102 - our own
        if name in shown:
            print(said.getvalue(), flush=True)


def tune(namespace):
    """Prints how many of the analogies that are not held out PPMI solves, setting by setting."""
    corpus = namespace["corpus"]
    to_choose_by, _ = word_corpus.questions(corpus)
    print(f"{len(to_choose_by)} analogies that are not held out; d: {', '.join(map(str, SIZES))}")
    for shift in SHIFTS:
        widest = ppmi_vectors(namespace["X"], max(SIZES), shift)
        solved = [word_corpus.solved(widest[:, :d], corpus, to_choose_by).mean() for d in SIZES]
        print(f"shift {shift:2}: {' '.join(f'{share:.3f}' for share in solved)}", flush=True)


def main():
    """Tunes, or trains and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--validation", action="store_true", help="leave the held-out ones closed")
    options = parser.parse_args()
    matplotlib.use("Agg")
    namespace = dict(Course().declaration(ID).reference().namespace)
    run(namespace, FOR_COUNTS)
    if options.validation:
        tune(namespace)
    else:
        run(namespace, RACE, SHOWN)


if __name__ == "__main__":
    main()
