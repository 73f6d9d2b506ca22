"""Repeats the figures of "Put the right emoji": all models on all sets, for several seeds.

    python benchmarks/emoji_sentiment.py                  the notebook's own seed
    python benchmarks/emoji_sentiment.py --seeds 1 2 3    how much the reader depends on it
    python benchmarks/emoji_sentiment.py --validation     without the test sets, for choosing

Runs the notebook's own cells with the reference solutions: half a minute a seed on two cores.
"""

import argparse
import re
import time

import numpy as np

from autograder.declaration.course import Course
from autograder.declaration.source import read_source
from utils import classification

ASSIGNMENT = "w3_emoji_sentiment"
SEED_LINE = re.compile(r"set_random_seed\(\d+\)")
SETS = {
    "validation": "validation",
    "independent": "independent",
    "unseen_words": "unseen words",
    "same_bag": "same bag",
}


def definitions_of(source):
    """Returns a cell's source up to its last line, which only draws."""
    return source[: source.rindex("emoji_plots.")]


def run(cells, namespace, name, seed=None):
    """Runs one cell of the notebook, another seed in place of its own if one is given."""
    source = cells[name]
    if seed is not None:
        source, count = SEED_LINE.subn(f"set_random_seed({seed})", source)
        if count != 1:
            raise SystemExit(f"The cell {name} sets {count} seeds, not one.")
    if name == "blink_picture":
        source = definitions_of(source)
    started = time.perf_counter()
    exec(compile(source, f"<cell {name}>", "exec"), namespace)  # noqa: S102 - our own source
    return time.perf_counter() - started


def report(namespace, names, label, put):
    """Prints a model's accuracy on each set, and the pairs it gets wholly right."""
    sentences = namespace["sentences"]
    answers = {}
    for name in names:
        group = getattr(sentences, name)
        answers[name] = np.asarray(put(group.texts))
        score = classification.accuracy_interval(answers[name], group.labels)
        print(f"  {label:12} {SETS[name]:13} {score}")
    if "same_bag" in answers:
        right = classification.pairs_right(answers["same_bag"], sentences.same_bag.labels)
        print(f"  {label:12} both of a pair {right:.2f}")
    return answers


def compare(namespace, reader, rivals):
    """Prints McNemar's test of the reader against each rival on each test set."""
    for rival, answers in rivals.items():
        for name, labels in answers.items():
            group = getattr(namespace["sentences"], name)
            unit = 2 if name == "same_bag" else 1
            test = classification.mcnemar(reader[name], labels, group.labels, unit)
            print(f"  reader against {rival:12} {SETS[name]:13} {test}")


def main():
    """Trains and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="*", default=[None])
    parser.add_argument("--validation", action="store_true", help="leave the test sets closed")
    options = parser.parse_args()
    names = list(SETS)[:1] if options.validation else list(SETS)
    course = Course()
    namespace = dict(course.declaration(ASSIGNMENT).reference().namespace)
    cells = {cell.id: cell.source for cell in read_source(course.source(ASSIGNMENT))}
    run(cells, namespace, "vectors")
    seconds = run(cells, namespace, "train_average")
    print(f"average, {seconds:.0f} s")
    rivals = {"average": report(namespace, names, "average", namespace["by_average"])}
    counts = classification.tuned_word_counts(namespace["train"], namespace["validation"])
    rivals["word counts"] = report(namespace, names, "word counts", counts.predict)
    for seed in options.seeds:
        seconds = run(cells, namespace, "train_lstm", seed)
        run(cells, namespace, "blink_picture")
        print(f"reader, seed {'of the notebook' if seed is None else seed}, {seconds:.0f} s")
        answers = report(namespace, names, "reader", namespace["by_reader"])
        compare(namespace, answers, rivals)


if __name__ == "__main__":
    main()
