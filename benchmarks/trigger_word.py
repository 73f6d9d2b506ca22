"""Repeats every figure of "Hey, listen": training, scores on all splits, false alarms, speed.

    python -m benchmarks.trigger_word                   the notebook's own seed, three hours
    python -m benchmarks.trigger_word --seeds 1 2 3     how much the network depends on it
    python -m benchmarks.trigger_word --validation      without the test voices, for choosing

Runs the notebook's own cells with the reference solutions, then lets the test voices talk without
the trigger for as many hours as asked, and streams a minute. Some minutes on two cores.
"""

import argparse
import re
import time

import numpy as np

from autograder.declaration.course import Course
from autograder.declaration.source import read_source
from utils import listening, trigger

ASSIGNMENT = "w7_trigger_word"
SEED_LINE = re.compile(r"set_random_seed\(\d+\)")
CHUNK_SECONDS = 150  # of one voice's talk at a time


def run(cells, namespace, name, seed=None):
    """Runs one cell of the notebook, without what it draws; returns its seconds."""
    source = cells[name]
    if seed is not None:
        source = SEED_LINE.sub(f"set_random_seed({seed})", source)
    started = time.perf_counter()
    exec(compile(source, f"<cell {name}>", "exec"), namespace)  # noqa: S102 - our own source
    return time.perf_counter() - started


def false_alarms(namespace, hours):
    """Lets the test voices talk without the trigger; prints false alarms an hour."""
    counts, turn = {}, 0  # Alarms, seconds, words and most alarms in a scene, for each kind.
    while sum(row[1] for row in counts.values()) < hours * 3600:
        everybody = namespace["scenes_of"]("test", CHUNK_SECONDS, 100 + turn, 0.0, 0.6)
        for kind, scenes in everybody.items():
            row = counts.setdefault(kind, [0, 0.0, 0, 0])
            for scene, heard in zip(scenes, namespace["hear"](scenes), strict=True):
                found = len(namespace["events"](heard, namespace["THRESHOLD"]))
                row[0] += found
                row[1] += scene.seconds
                row[2] += len(scene.words)
                row[3] = max(row[3], found)
        turn += 1
    for kind, (alarms, seconds, said, worst) in counts.items():
        print(
            f"  {kind}: {alarms} false alarms in {seconds / 3600:.2f} h and {said:,} words, "
            f"{alarms * 3600 / seconds:.1f} an hour; at most {worst} in {CHUNK_SECONDS} s of one voice"
        )


def speed(namespace):
    """Streams a minute three times; prints work against one pass over the whole, in one run."""
    scene = trigger.scene(trigger.bank_speakers("validation")[1], 60, np.random.default_rng(8))
    factors = []
    for _ in range(3):
        listener = listening.Listener(namespace["model"], namespace["STRIDE"])
        factors.append(listening.stream(listener, scene.sound).real_time_factor)
    listening.probabilities_of(namespace["model"], [scene.sound])
    started = time.perf_counter()
    listening.probabilities_of(namespace["model"], [scene.sound])
    whole = (time.perf_counter() - started) / scene.seconds
    shown = ", ".join(f"{factor:.3f}" for factor in factors)
    print(f"  real-time factor of the stream: {shown}; of the whole minute at once: {whole:.4f}")


def main():
    """Trains and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="*", default=[None])
    parser.add_argument("--hours", type=float, default=3.0)
    parser.add_argument("--validation", action="store_true", help="leave the test voices closed")
    parser.add_argument("--widening", action="store_true", help="the study of labels and weights")
    options = parser.parse_args()
    course = Course()
    namespace = dict(course.declaration(ASSIGNMENT).reference().namespace)
    cells = {cell.id: cell.source for cell in read_source(course.source(ASSIGNMENT))}
    run(cells, namespace, "riddle")
    run(cells, namespace, "words")
    print(f"clips and features: {run(cells, namespace, 'examples'):.0f} s")
    for seed in options.seeds:
        print(f"seed {'of the notebook' if seed is None else seed}")
        print(f"training: {run(cells, namespace, 'train', seed):.0f} s")
        run(cells, namespace, "accuracy")
        run(cells, namespace, "scenes")
        exec(compile(cells["detect_picture"], "<cell>", "exec"), namespace)  # noqa: S102
        run(cells, namespace, "threshold")
        for kind, rows in namespace["table"].items():
            best = rows[int(np.abs(namespace["grid"] - namespace["THRESHOLD"]).argmin())]
            print(f"  validation, {kind}: " + ", ".join(f"{k} {v:.3f}" for k, v in best.items()))
        if options.validation:
            continue
        run(cells, namespace, "test")
        print("one hour of the notebook:")
        run(cells, namespace, "hour")
        print(f"{options.hours:g} hours without the trigger:")
        false_alarms(namespace, options.hours)
        speed(namespace)
    if options.widening:
        run(cells, namespace, "widening")


if __name__ == "__main__":
    main()
