"""Repeats the figures of "Read any date": the race of three models, and the three tests.

    python -m benchmarks.date_translation                 seed 1, all models
    python -m benchmarks.date_translation --seeds 1 2 3   how much depends on the seed
    python -m benchmarks.date_translation --models layer  one of: layer, stepwise, relu
    python -m benchmarks.date_translation --validation    without the test sets, for choosing

The three learn from the same 10,000 dates, batches of 100, steps that shrink along half a cosine:

- layer: `utils.attention.AttentionDecoder`, keys computed once, tanh inside, linear energies;
- stepwise: the notebook's own `modelf`, with the reference's cells;
- relu: the same with a ReLU on the energies (and their bias), as the idea is often taught.

Printed are the exact match on the validation dates after each epoch, seconds of training, and the
epoch and second at which 99 % was reached. Seconds belong to the machine; compare them within a run.
"""

import argparse

import numpy as np

from autograder.declaration.course import Course
from autograder.declaration.source import read_source
from utils import classification, date_reading, dates

ASSIGNMENT = "w6_date_translation"
ENOUGH = 0.99
TESTS = {"test": "unseen days", "unseen_year": "unseen year", "unseen_format": "unseen format"}
BATCH = 500  # texts that are read at once


class Setting:
    """The notebook's cells with the reference solutions, and the sets as arrays."""

    def __init__(self):
        course = Course()
        self.space = dict(course.declaration(ASSIGNMENT).reference().namespace)
        self.cells = {cell.id: cell.source for cell in read_source(course.source(ASSIGNMENT))}
        self.days, vocabulary = self.space["days"], self.space["human_vocab"]
        self.size, self.length = len(vocabulary), self.space["TX"]
        preprocess = self.space["preprocess"]

        def rows(texts):
            ids = [preprocess(text, vocabulary, self.length) for text in texts]
            return dates.one_hot(ids, self.size)

        groups = self.days.groups()
        self.inputs = {name: rows(group.texts) for name, group in groups.items()}
        self.right = {name: dates.machine_ids(group.targets) for name, group in groups.items()}

    def fresh(self, name):
        """Defines an exercise anew, and the layers that all its models would share."""
        exec(self.cells["shared_layers"], self.space)  # noqa: S102 - our own source
        for cell in ("one_step_attention", "modelf"):
            exec(self.cells[cell], self.space)  # noqa: S102
        return self.space[name]


def build(setting, kind):
    """Builds a model; returns it with functions from a set's name to its inputs and symbols."""
    import keras

    steps, symbols = dates.TARGET_LENGTH, len(dates.MACHINE_SYMBOLS)
    n_a, n_s = setting.space["N_A"], setting.space["N_S"]
    if kind == "layer":
        from utils.attention import AttentionDecoder

        text = keras.Input((setting.length, setting.size))
        notes = keras.layers.Bidirectional(keras.layers.GRU(n_a, return_sequences=True))(text)
        model = keras.Model(text, AttentionDecoder(n_s, steps, symbols)(notes)[0])
        return model, setting.inputs.get, lambda name: _layer_symbols(model, setting.inputs[name])
    modelf = setting.fresh("modelf")
    if kind == "relu":
        setting.space["densor2"] = keras.layers.Dense(1, activation="relu")
    model = modelf(setting.length, steps, n_a, n_s, setting.size, symbols)

    def inputs(name):
        start = np.zeros((len(setting.inputs[name]), n_s), dtype="float32")
        return [setting.inputs[name], start, start]

    def written(name):
        outputs = model.predict(inputs(name), batch_size=BATCH, verbose=0)
        return np.stack(outputs, axis=1).argmax(axis=-1)

    return model, inputs, written


def _layer_symbols(model, inputs):
    return model.predict(inputs, batch_size=BATCH, verbose=0).argmax(axis=-1)


def run(setting, kind, seed, epochs):
    """Trains one model and prints how it went; returns what it writes for a set."""
    import keras

    keras.utils.set_random_seed(seed)
    model, inputs, written = build(setting, kind)
    right = setting.right["train"]
    targets = right if kind == "layer" else list(right.T)
    losses = ["sparse_categorical_crossentropy"] * (1 if kind == "layer" else len(targets))
    optimizer = date_reading.decaying_steps(len(right), epochs)
    model.compile(optimizer=optimizer, loss=losses[0] if kind == "layer" else losses)
    print(f"{kind}, seed {seed}, {model.count_params():,} weights")
    progress = date_reading.progress(lambda: written("validation"), setting.right["validation"])
    model.fit(
        inputs("train"), targets, batch_size=100, epochs=epochs, verbose=0, callbacks=[progress]
    )
    there = [k for k, share in enumerate(progress.shares) if share >= ENOUGH]
    if there:
        print(f"  {ENOUGH:.0%} after {there[0] + 1} epochs, {progress.seconds[there[0]]:.0f} s")
    else:
        print(f"  {ENOUGH:.0%} not reached: {max(progress.shares):.1%} at best")
    return written


def report(setting, kind, answers):
    """Prints the exact match on each test set, with its interval."""
    for name, label in TESTS.items():
        group = setting.days.groups()[name]
        hits = np.equal(answers(name), group.targets)
        score = classification.accuracy_interval(hits, np.full(len(hits), True))
        print(f"  {kind:9} {label:14} {100 * score.estimate:5.1f} % "
              f"[{100 * score.low:.1f}, {100 * score.high:.1f}]", flush=True)  # fmt: skip


def main():
    """Trains and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="*", default=[1])
    parser.add_argument("--models", nargs="*", default=["layer", "stepwise", "relu"])
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--validation", action="store_true", help="leave the test sets closed")
    options = parser.parse_args()
    setting = Setting()
    for seed in options.seeds:
        for kind in options.models:
            written = run(setting, kind, seed, options.epochs)
            if not options.validation:
                report(setting, kind, lambda name, w=written: dates.iso_texts(w(name)))
    if not options.validation:
        train, validation = setting.days.train, setting.days.validation
        baseline = date_reading.tuned_field_baseline(train, validation)
        groups = setting.days.groups()
        report(setting, "pieces", lambda name: baseline.predict(groups[name].texts))


if __name__ == "__main__":
    main()
