"""`model`: training on a list of names."""

import numpy as np

from autograder.exercise import Trial
from autograder.exercises._dinosaur_names.inputs import make_name, make_vocabulary, model, reference
from autograder.exercises._dinosaur_names.sampling import seed_from
from autograder.expectations import (
    Between,
    Different,
    Same,
)
from autograder.probes import Call, CallTwice

# The letter after two others depends on both: whoever knows only the last one is at chance.
SECOND_ORDER_NAMES = ["aac", "abc", "bab", "bba"]  # four equally likely names: ln 4 = 1.39 nats
BIGRAM_NATS = 4.02  # per name, of the best bigram on these four
LEARNED_NATS = 2.7  # between: reached by 600 steps with room to spare, out of a bigram's reach
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


@model.case("One raw loss a name, in the order of the data, again from the start after the last.")
def one_loss_a_name(rng):
    # With a learning rate of 0 the parameters stay, and so every loss can be worked out from them.
    data = [make_name(rng, {"a": 0, "b": 1, "c": 2}, n) for n in (3, 1, 7, 5)]
    arguments = make_training(rng, data, 8, 6, 0.0)
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
            Between("measured.count", 8, 8, "losses must hold one number an iteration."),
            Same(
                "measured.sorted_losses",
                "measured.sorted_cycled",
                "losses must hold the raw loss of each name: in nats, summed, before the step, not "
                "smoothed. X = [None, i1, ..., ik], Y = [i1, ..., ik, newline], state zeros.",
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
    same = Same("measured.step", "measured.gradient", text, by_value=False)
    return Trial(probe, [same], "first_step")


@model.case("No iterations: the first parameters and no losses.")
def no_iterations(rng):
    arguments = make_training(rng, ["ab", "b"], 0, 3, 0.1)
    text = "Without iterations, losses is an empty list."
    return Trial(Call(arguments), [Between("measured.count", 0, 0, text)], "surprise_of_names")


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
    return parameters, losses


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


def _model_like(
    data,
    char_to_ix,
    num_iterations,
    n_a,
    rng,
    learning_rate,
    carry=False,
    pick=None,
    start=(None,),
    end=True,
    train=True,
    record=None,
):
    """Trains with one thing done differently; for the misconceptions below."""
    size = len(char_to_ix)
    parameters = reference.initialize_parameters(n_a, size, size, rng)
    losses = []
    state = np.zeros((n_a, 1))
    for j in range(num_iterations):
        name = data[j % len(data)] if pick is None else pick(j)
        ids = [char_to_ix[letter] for letter in name]
        X = [*start, *ids]
        Y = [*ids, char_to_ix["\n"]]
        if not end:
            X, Y = X[:-1], Y[:-1]
        if not start:
            Y = Y[1:]
        if train:
            loss, _, last = reference.optimize(X, Y, state, parameters, learning_rate)
        else:
            loss, _, last = reference.loss_and_gradients(X, Y, state, parameters)
        state = last if carry else state
        losses.append(loss if record is None else record(losses, loss, Y))
    return parameters, losses


@model.misconception(
    "The state of one name goes on into the next. Names do not continue each other: start every one "
    "with a column of zeros."
)
def carries_the_state(data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01):
    return _model_like(data, char_to_ix, num_iterations, n_a, rng, learning_rate, carry=True)


@model.misconception("Every iteration trains on the first name: take data[j % len(data)].")
def always_the_first_name(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    return _model_like(
        data, char_to_ix, num_iterations, n_a, rng, learning_rate, pick=lambda j: data[0]
    )


@model.misconception(
    "The names do not come in the order of the data: losses[j] belongs to data[j % len(data)], with j "
    "from 0. Do not shuffle, sort or reverse them."
)
def shuffles(data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01):
    mixed = data[::-1]
    return _model_like(mixed, char_to_ix, num_iterations, n_a, rng, learning_rate)


@model.misconception(
    "The losses are smoothed. Return the raw loss of each name; a plot may smooth them."
)
def smooths_the_losses(data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01):
    def smooth(losses, loss, Y):
        last = losses[-1] if losses else np.log(len(char_to_ix)) * 7
        return 0.999 * last + 0.001 * loss

    return _model_like(data, char_to_ix, num_iterations, n_a, rng, learning_rate, record=smooth)


@model.misconception(
    "Y lacks the newline, so the network never learns where a name ends: Y is the name's indices and "
    "then newline."
)
def leaves_out_the_end(data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01):
    return _model_like(data, char_to_ix, num_iterations, n_a, rng, learning_rate, end=False)


@model.misconception(
    "X lacks the None at its start, so the network never learns how a name begins: the first input is "
    "a column of zeros, its target the first letter."
)
def leaves_out_the_start(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    return _model_like(data, char_to_ix, num_iterations, n_a, rng, learning_rate, start=())


@model.misconception(
    "The parameters that come back have not learned. Call optimize in every iteration, with the same "
    "dictionary each time and not with a copy."
)
def never_trains(data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01):
    return _model_like(data, char_to_ix, num_iterations, n_a, rng, learning_rate, train=False)


@model.misconception(
    "Only one pass over the data: go on from the start until num_iterations is reached."
)
def stops_after_one_pass(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    count = min(num_iterations, len(data))
    return _model_like(data, char_to_ix, count, n_a, rng, learning_rate)


@model.misconception(
    "The second result must be a list with one loss an iteration; yours is a single value."
)
def returns_the_last_loss(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    parameters, losses = _model_like(data, char_to_ix, num_iterations, n_a, rng, learning_rate)
    return parameters, losses[-1]


@model.misconception("Only the parameters came back: return parameters, losses.")
def returns_only_parameters(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    return _model_like(data, char_to_ix, num_iterations, n_a, rng, learning_rate)[0]


@model.misconception(
    "The losses are divided by the length of the name: return the sum over the name."
)
def averages_over_the_name(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    return _model_like(
        data,
        char_to_ix,
        num_iterations,
        n_a,
        rng,
        learning_rate,
        record=lambda losses, loss, Y: loss / len(Y),
    )


@model.misconception("The step size is fixed in your code: pass learning_rate on to optimize.")
def does_not_pass_the_learning_rate(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    return _model_like(data, char_to_ix, num_iterations, n_a, rng, 0.01)


@model.misconception(
    "The parameters move twice for every name: optimize takes the step already, nothing is left to "
    "update after it."
)
def updates_twice(data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01):
    size = len(char_to_ix)
    parameters = reference.initialize_parameters(n_a, size, size, rng)
    losses = []
    for j in range(num_iterations):
        ids = [char_to_ix[letter] for letter in data[j % len(data)]]
        X, Y = [None, *ids], [*ids, char_to_ix["\n"]]
        zero = np.zeros((n_a, 1))
        loss, gradients, _ = reference.optimize(X, Y, zero, parameters, learning_rate)
        for name in parameters:
            parameters[name] -= learning_rate * gradients["d" + name]
        losses.append(loss)
    return parameters, losses


@model.misconception(
    "The first parameters come from a generator of your own with a fixed seed: pass rng to "
    "initialize_parameters."
)
def starts_from_its_own_generator(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    own = np.random.default_rng(0)
    return _model_like(data, char_to_ix, num_iterations, n_a, own, learning_rate)


@model.misconception(
    "The first parameters do not come from rng alone: NumPy's global generator or a new one is used. "
    "Pass rng to initialize_parameters."
)
def starts_from_the_global_generator(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    own = np.random.default_rng(int(np.random.randint(2**31)))  # noqa: NPY002
    return _model_like(data, char_to_ix, num_iterations, n_a, own, learning_rate)
