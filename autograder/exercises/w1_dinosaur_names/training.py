"""`model`: training on a list of names."""

import numpy as np

from autograder.checks.expectations import (
    Between,
    Different,
    Same,
)
from autograder.checks.probes import Call, CallTwice
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import seed_from

from .inputs import make_name, make_vocabulary, model, reference

# The letter after two others depends on both: whoever knows only the last one is at chance.
SECOND_ORDER_NAMES = ["aac", "abc", "bab", "bba"]  # four equally likely names: ln 4 = 1.39 nats
BIGRAM_NATS = 4.02  # per name, of the best bigram on these four
LEARNED_NATS = 2.7  # between: reached by 600 steps with room to spare, out of a bigram's reach
FIRST_UNITS = 40
LARGEST_FIRST = 0.7  # six standard deviations of initialize_parameters, .7 of a standard normal one
RESET_NAMES = ["ab", "ba"]  # in turn: whoever remembers the last name knows the next


def make_training(rng, data, num_iterations, n_a, learning_rate, letters="abc"):
    char_to_ix = make_vocabulary(rng, len(letters) + 1)
    return {
        "data": data,
        "ix_to_char": {index: symbol for symbol, index in char_to_ix.items()},
        "char_to_ix": char_to_ix,
        "num_iterations": num_iterations,
        "n_a": n_a,
        "rng": seed_from(rng),
        "learning_rate": learning_rate,
    }


@model.case("Two names, three iterations: a loss each, and the first name comes again.")
def two_names(rng):
    data = rng.permutation(["ab", "b"]).tolist()  # Small enough for paper.
    return expect_losses(make_training(rng, data, 3, 2, 0.0, letters="ab"))


@model.case("One raw loss a name, in the order of the data, again from the start after the last.")
def one_loss_a_name(rng):
    data = [make_name(rng, {"a": 0, "b": 1, "c": 2}, n) for n in (3, 1, 26, 5)]
    data.insert(int(rng.integers(2, 5)), data[0])  # The longest real name has 26 letters, too.
    return expect_losses(make_training(rng, data, 12, 6, 0.0))


def expect_losses(arguments):
    """Expects the losses of a training that stands still.

    With a learning rate of 0 the parameters stay, so every loss can be worked out from them.
    """
    count = arguments["num_iterations"]
    return Trial(
        Call(arguments),
        [
            Between("measured.parts", 2, 2, "Two results must come back: parameters, losses."),
            Between(
                "measured.usable",
                1,
                1,
                "The first result must be the five parameters, with n_a hidden units and "
                "len(char_to_ix) symbols.",
            ),
            Between("measured.count", count, count, "losses must hold one number an iteration."),
            Between(
                "measured.strangers",
                0,
                0,
                "losses must hold the raw loss of each name: in nats, summed, before the step, not "
                "smoothed. X = [None, i1, ..., ik], Y = [i1, ..., ik, newline], state zeros.",
            ),
            Same(
                "measured.sorted_losses",
                "measured.sorted_cycled",
                "Each loss is that of a name, but some names come too often, and others too seldom. "
                "Iteration j, counted from 0, trains on data[j % len(data)].",
                by_value=True,
            ),
            Same(
                "measured.losses",
                "measured.cycled",
                "losses[j] must belong to data[j % len(data)]: the names in their order, and again "
                "from the first after the last.",
            ),
        ],
        "surprise_of_names",
    )


@model.case("It learns a language in which one letter of memory is not enough.")
def a_second_order_language(rng):
    arguments = make_training(rng, SECOND_ORDER_NAMES, 600, 9, 0.1)
    return Trial(
        Call(arguments),
        [
            Between(
                "measured.mean_surprise",
                1.38,
                LEARNED_NATS,
                "The parameters that came back do not know the language they were trained on "
                f"(nats a name; the best bigram has {BIGRAM_NATS}).",
            ),
            Between(
                "measured.last_losses",
                1.2,
                LEARNED_NATS,
                "The last losses are not those of a network that has learned (nats a name).",
            ),
        ],
        "surprise_of_names",
    )


@model.case("The state starts at zero for every name: nothing leaks from one name to the next.")
def nothing_leaks(rng):
    arguments = make_training(rng, RESET_NAMES, 300, 7, 0.3, letters="ab")
    return Trial(
        Call(arguments),
        [
            Between(
                "measured.last_losses",
                0.6,
                1.5,
                "The losses fall below ln 2, which no network reaches that starts each name afresh, "
                "or stay far above it (nats a name).",
            )
        ],
        "surprise_of_names",
    )


@model.case("The same generator gives the same training.")
def the_same_training(rng):
    return CallTwice(make_training(rng, ["ab", "cab", "b"], 5, 4, 0.1))


@model.case("Another generator gives other first parameters.")
def another_training(rng):
    probe = CallTwice(make_training(rng, ["ab", "b"], 2, 4, 0.1), other_seed=True)
    text = (
        "Two generators gave the same first parameters: draw them from the rng that is passed in."
    )
    return Trial(probe, [Different("first.0.Wax", "second.0.Wax", text)])


@model.case("Each name moves the parameters once, by learning_rate times the gradient.")
def one_step(rng):
    # The same call with a learning rate of 0 shows where training began. The name is short, so that
    # no gradient reaches the limit of 5.
    probe = CallTwice(make_training(rng, ["ab"], 1, 4, 0.1), change={"learning_rate": 0.0})
    text = "One iteration must move every parameter by learning_rate times its gradient, once."
    before = "The loss of an iteration is that of its name before the step, not after it."
    expectations = [
        Same("measured.step", "measured.gradient", text, by_value=True),
        Same("first.1", "second.1", before, by_value=True),
    ]
    return Trial(probe, expectations, "first_step")


@model.case(
    "Later steps are as the first: by the same rate, from the gradient of their own name alone."
)
def a_later_step(rng):
    # One name throughout, so that the last step shows where training would have ended without it.
    probe = CallTwice(make_training(rng, ["ab"], 14, 3, 0.1), change={"num_iterations": 13})
    text = (
        "A later iteration moves the parameters otherwise than by learning_rate times the gradient of "
        "its name: the rate stays as it is, and nothing of earlier gradients is added."
    )
    expected = Same("measured.step", "measured.gradient", text, by_value=True)
    return Trial(probe, [expected], "first_step")


@model.case("Without a learning rate it is 0.01.")
def the_default_rate(rng):
    arguments = make_training(rng, ["abc", "b"], 6, 5, 0.01)
    del arguments["learning_rate"]
    text = (
        "Called without a learning rate, it trains otherwise than with 0.01: is the default another "
        "one, or is it not passed on?"
    )
    probe = CallTwice(arguments, change={"learning_rate": 0.01})
    return Trial(probe, [Same("first", "second", text)])


@model.case("No iterations: no losses, and the first parameters, biases zero, weights small.")
def no_iterations(rng):
    arguments = make_training(rng, ["ab", "b"], 0, FIRST_UNITS, 0.1)
    usable = "The first result must be the parameters, also where there is nothing to train."
    biases = (
        "The biases do not start at zero: take the parameters that initialize_parameters gives."
    )
    weights = (
        "The first weights are larger than those that initialize_parameters draws: take these, so "
        "that the state neither explodes nor fades."
    )
    expectations = [
        Between("measured.count", 0, 0, "Without iterations, losses is an empty list."),
        Between("measured.usable", 1, 1, usable),
        *[Between(f"result.0.{name}", 0, 0, biases) for name in ("b", "by")],
        *[
            Between(f"result.0.{name}", -LARGEST_FIRST, LARGEST_FIRST, weights)
            for name in ("Wax", "Waa", "Wya")
        ],
    ]
    return Trial(Call(arguments), expectations, "surprise_of_names")


@model.alternative
def model_with_plain_loop(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    vocabulary_size = len(char_to_ix)
    parameters = reference.initialize_parameters(n_a, vocabulary_size, vocabulary_size, rng)
    losses = []
    for j in range(num_iterations):
        name = data[j % len(data)]
        X = [None] + [char_to_ix[ch] for ch in name]
        Y = X[1:] + [char_to_ix["\n"]]
        a_prev = np.zeros((n_a, 1))
        curr_loss, gradients, a_prev = reference.optimize(X, Y, a_prev, parameters, learning_rate)
        losses.append(curr_loss)
    return parameters, losses


@model.alternative
def model_with_its_own_start(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    size = len(char_to_ix)
    shapes = {"Wax": (n_a, size), "Waa": (n_a, n_a), "Wya": (size, n_a)}
    parameters = {name: 0.05 * rng.normal(size=shape) for name, shape in shapes.items()}
    parameters |= {"b": np.zeros((n_a, 1)), "by": np.zeros((size, 1))}
    losses = np.zeros(num_iterations)
    for j in range(num_iterations):
        ids = [char_to_ix[c] for c in data[j % len(data)]]
        X, Y = [None, *ids], [*ids, char_to_ix["\n"]]
        losses[j] = reference.optimize(X, Y, np.zeros((n_a, 1)), parameters, learning_rate)[0]
    return parameters, losses.tolist()


@model.alternative
def model_with_prepared_pairs(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    import itertools as it

    end = char_to_ix["\n"]
    pairs = [
        ([None] + ids, ids + [end]) for ids in ([char_to_ix[c] for c in name] for name in data)
    ]
    parameters = reference.initialize_parameters(n_a, len(ix_to_char), len(ix_to_char), rng)
    zero = np.zeros((n_a, 1))
    steps = it.islice(it.cycle(pairs), num_iterations)
    return parameters, [
        reference.optimize(X, Y, zero, parameters, learning_rate)[0] for X, Y in steps
    ]


model.slip(
    "carries_the_state",
    "The state of one name goes on into the next. Names do not continue each other: start every one "
    "with a column of zeros.",
    ("losses = []", "losses, a = [], np.zeros((n_a, 1))"),
    ("loss, _, _ =", "loss, _, a ="),
    ("X, Y, np.zeros((n_a, 1))", "X, Y, a"),
)

model.slip(
    "always_the_first_name",
    "Every iteration trains on the first name: take data[j % len(data)].",
    "j % len(data)",
    "0",
)

model.slip(
    "shuffles",
    "The names do not come in the order of the data: losses[j] belongs to data[j % len(data)], with j "
    "from 0. Do not shuffle, sort or reverse them.",
    "data[j % len(data)]",
    "data[::-1][j % len(data)]",
)

model.slip(
    "smooths_the_losses",
    "The losses are smoothed. Return the raw loss of each name; a plot may smooth them.",
    "losses.append(loss)",
    "last = losses[-1] if losses else 7 * np.log(vocabulary_size)\n"
    "        losses.append(0.999 * last + 0.001 * loss)",
)

model.slip(
    "leaves_out_the_end",
    "Y lacks the newline, so the network never learns where a name ends: Y is the name's indices and "
    "then newline.",
    ("[None] + indices", "[None] + indices[:-1]"),
    ('indices + [char_to_ix["\\n"]]', "indices"),
)

model.slip(
    "leaves_out_the_start",
    "X lacks the None at its start, so the network never learns how a name begins: the first input is "
    "a column of zeros, its target the first letter.",
    ("[None] + indices", "indices"),
    ("indices + [char_to_ix", "indices[1:] + [char_to_ix"),
)

model.slip(
    "never_trains",
    "The parameters that come back have not learned. Call optimize in every iteration, with the same "
    "dictionary each time and not with a copy.",
    ("optimize(", "loss_and_gradients("),
    ("parameters, learning_rate", "parameters"),
)

model.slip(
    "stops_after_one_pass",
    "Only one pass over the data: go on from the start until num_iterations is reached.",
    "range(num_iterations)",
    "range(min(num_iterations, len(data)))",
)

model.slip(
    "returns_the_last_loss",
    "The second result must be a list with one loss an iteration; yours is a single value.",
    "return parameters, losses",
    "return parameters, losses[-1]",
)

model.slip(
    "returns_only_parameters",
    "Only the parameters came back: return parameters, losses.",
    "return parameters, losses",
    "return parameters",
)

model.slip(
    "averages_over_the_name",
    "The losses are divided by the length of the name: return the sum over the name.",
    "append(loss)",
    "append(loss / len(Y))",
)

model.slip(
    "does_not_pass_the_learning_rate",
    "The step size is fixed in your code: pass learning_rate on to optimize.",
    "parameters, learning_rate",
    "parameters",
)

model.slip(
    "returns_the_losses_after",
    "The losses are from after each step, where the network has just seen the answer. Keep the loss "
    "that optimize returns.",
    "append(loss)",
    "append(loss_and_gradients(X, Y, np.zeros((n_a, 1)), parameters)[0])",
)

model.slip(
    "starts_with_large_parameters",
    "The first parameters are drawn otherwise than by initialize_parameters, and are too large: take "
    "those it gives.",
    "    losses = []",
    "    parameters = {k: 12 * p for k, p in parameters.items()}\n    losses = []",
)

model.slip(
    "takes_each_name_once",
    "A name that stands in the data twice was taken once (a set, or data.index). Go through the data "
    "as it is.",
    "data[j % len(data)]",
    "list(dict.fromkeys(data))[j % len(set(data))]",
)

model.slip(
    "shrinks_the_rate",
    "The learning rate shrinks from iteration to iteration. Take every step by the learning_rate that "
    "is passed in.",
    "parameters, learning_rate",
    "parameters, learning_rate * 0.99**j",
)

model.slip(
    "updates_twice",
    "The parameters move twice for every name: optimize takes the step already, nothing is left to "
    "update after it.",
    ("loss, _, _ =", "loss, gradients, _ ="),
    (
        "losses.append(loss)",
        "losses.append(loss)\n"
        "        for name in parameters:\n"
        '            parameters[name] -= learning_rate * gradients["d" + name]',
    ),
)

model.slip(
    "starts_from_its_own_generator",
    "The first parameters come from a generator of your own with a fixed seed: pass rng to "
    "initialize_parameters.",
    ", rng",
    ", np.random.default_rng(0)",
)

model.slip(
    "starts_from_the_global_generator",
    "The first parameters do not come from rng alone: NumPy's global generator or a new one is used. "
    "Pass rng to initialize_parameters.",
    ", rng",
    ", np.random.default_rng(np.random.randint(2**31))",
    arbitrary_in=("one_step", "a_later_step"),
)


@model.misconception(
    "Called without a learning rate, it trains at another than 0.01: leave the default in the "
    "signature as it is, and pass it on."
)
def has_another_default(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.005
):
    return reference.model(data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate)
