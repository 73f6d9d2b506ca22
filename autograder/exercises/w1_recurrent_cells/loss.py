"""The loss of a sequence: values, edges, silence, and words that are refused."""

import numpy as np

from autograder.checks.expectations import Between, Raises
from autograder.checks.probes import BeforeAfter, Call
from autograder.checks.recipes import Function
from autograder.declaration.exercise import Trial

from .inputs import reference, sequence_cross_entropy


def make_loss_call(rng, n_y, m, T_x, reduction):
    truth = rng.integers(0, n_y, (m, T_x))
    return {
        "y_pred": rng.dirichlet(np.full(n_y, 1.5), (m, T_x)).transpose(2, 0, 1),
        "y": np.eye(n_y)[truth].transpose(2, 0, 1),
        "reduction": reduction,
    }


@sequence_cross_entropy.case('The mean over the steps for "mean", and over the examples.')
def the_mean_over_time(rng):
    arguments = make_loss_call(rng, n_y=3, m=2, T_x=4, reduction="mean")
    shares = np.array(
        [[0.1, 0.2, 0.7], [0.1, 0.3, 0.6], [0.2, 0.3, 0.5]]
    )  # Small enough for paper.
    drawn = rng.permuted(shares[rng.integers(0, 3, (2, 4))], axis=2)
    return arguments | {"y_pred": drawn.transpose(2, 0, 1)}


@sequence_cross_entropy.case('The sum over the steps for "sum", and the mean over the examples.')
def the_sum_over_time(rng):
    return make_loss_call(rng, n_y=4, m=2, T_x=6, reduction="sum")


@sequence_cross_entropy.case("A batch of one sequence of length 1: minus the log of one number.")
def a_single_prediction(rng):
    return make_loss_call(rng, n_y=5, m=1, T_x=1, reduction="mean")


@sequence_cross_entropy.case("A certain and right network has loss 0: other classes do not count.")
def certain_and_right(rng):
    arguments = make_loss_call(rng, n_y=3, m=4, T_x=2, reduction=str(rng.choice(["mean", "sum"])))
    return {**arguments, "y_pred": arguments["y"].copy()}


# The probe swallows warnings, but for what the notebook's own code hears of them: before the call
# this listens, and after it tells how many came. What the probe changes it puts back itself.
WARNINGS_SO_FAR = """
def count_warnings(y_pred, y, reduction):
    import warnings

    if not hasattr(warnings.showwarning, "heard"):
        def listen(message, category, *place, **more):
            listen.heard += [category] * issubclass(category, RuntimeWarning)

        listen.heard = []
        warnings.showwarning = listen
        warnings.simplefilter("always")
    return len(warnings.showwarning.heard)
"""


def with_a_truth_of(rng, probability, reduction):
    """Makes predictions of which a single truth has this probability."""
    arguments = make_loss_call(rng, n_y=3, m=2, T_x=4, reduction=reduction)
    i, t = rng.integers(2), rng.integers(4)
    arguments["y_pred"][:, i, t] = np.where(arguments["y"][:, i, t] == 1, probability, 0.5)
    return arguments


@sequence_cross_entropy.case(
    "A true class that was thought impossible costs infinitely much, without a warning."
)
def thought_impossible(rng):
    arguments = with_a_truth_of(rng, 0.0, str(rng.choice(["mean", "sum"])))
    looks = {"warnings": Function(WARNINGS_SO_FAR)}
    infinite = "One truth has probability 0, so the loss must be infinite."
    silent = "log(0) gave a RuntimeWarning."
    expected = [
        Between("result", np.inf, None, infinite),
        Between("after.warnings", None, 0, silent),
    ]
    return Trial(BeforeAfter(arguments, looks), expected)


@sequence_cross_entropy.case(
    "A true class that was nearly impossible costs much, but not infinity."
)
def thought_nearly_impossible(rng):
    arguments = with_a_truth_of(rng, 10.0 ** -rng.integers(60, 200), "sum")
    loss = reference.sequence_cross_entropy(*arguments.values())
    text = f"A truth of probability {arguments['y_pred'].min():.0e} has a large loss, but no other."
    # By which side a wrong one lies on, a small number that was added is known, whatever its size.
    return Trial(Call(arguments), [Between("result", 0.9999 * loss, 1.0001 * loss, text)])


def refused(rng, reduction):
    """Expects a ValueError that shows the word, which is no part of the words that would be right."""
    arguments = make_loss_call(rng, n_y=3, m=2, T_x=4, reduction=reduction)
    mentions = [] if reduction in "mean sum" else [reduction]
    because = f'reduction is "mean" or "sum", and the message shows what came: {reduction!r}.'
    return Trial(Call(arguments), [Raises("ValueError", mentions=mentions, because=because)])


@sequence_cross_entropy.case("Another word for the reduction is a ValueError that shows the word.")
def an_unknown_reduction(rng):
    return refused(rng, str(rng.choice(["total", "none", "average"])))


@sequence_cross_entropy.case("A part of one of the two words will not do.")
def a_part_of_a_word(rng):
    return refused(rng, str(rng.choice(["m", "me", "mea", "s", "su"])))


@sequence_cross_entropy.case("A word that begins with one of the two will not do.")
def a_longer_word(rng):
    return refused(rng, str(rng.choice(["means", "mean_over_time", "sums", "summary", "summed"])))


@sequence_cross_entropy.case("Capital letters will not do.")
def other_capitals(rng):
    return refused(rng, str(rng.choice(["Mean", "MEAN", "Sum", "SUM"])))


@sequence_cross_entropy.case("A long sequence of improbable truths has a large and finite loss.")
def a_long_improbable_sequence(rng):
    truth = np.eye(2, dtype=int)[rng.integers(0, 2, (1, 220))].transpose(2, 0, 1)
    low = np.round(rng.uniform(0.005, 0.02, (1, 220)), 4)
    return {"y_pred": np.where(truth == 1, low, 1 - low), "y": truth, "reduction": "sum"}


@sequence_cross_entropy.alternative
def loss_of_the_true_class(y_pred, y, reduction):
    if reduction not in ("mean", "sum"):
        raise ValueError(f"reduction is {reduction}")
    with np.errstate(divide="ignore"):
        losses = -np.log((y * y_pred).sum(axis=0))
    return getattr(losses, reduction)(axis=1).mean()


@sequence_cross_entropy.alternative
def loss_that_ignores_warnings(y_pred, y, reduction):
    import warnings

    if reduction != "mean" and reduction != "sum":
        raise ValueError("No such reduction: " + reduction)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        losses = -np.log(np.einsum("kmt,kmt->mt", y_pred, y))
    return np.average(losses if reduction == "mean" else losses.sum(axis=-1))


@sequence_cross_entropy.alternative
def loss_that_never_takes_log_of_zero(y_pred, y, reduction):
    truth = (y_pred * y).max(axis=0)
    logarithms = np.log(truth, out=np.full(truth.shape, -np.inf), where=truth > 0)
    match reduction:
        case "mean":
            return -logarithms.mean()
        case "sum":
            return -logarithms.sum(axis=1).mean()
    raise ValueError(f"{reduction} is no reduction")


@sequence_cross_entropy.alternative
def loss_with_xlogy(y_pred, y, reduction):
    from scipy.special import xlogy

    total = -xlogy(y, y_pred).sum() / y.shape[1]
    if reduction == "sum":
        return total
    if reduction == "mean":
        return total / y.shape[2]
    raise ValueError(reduction)


@sequence_cross_entropy.alternative
def loss_number_by_number(y_pred, y, reduction):
    import math

    n_y, m, T_x = y.shape
    total = 0.0
    for i in range(m):
        for t in range(T_x):
            p = float(y_pred[int(y[:, i, t].argmax()), i, t])
            total += -math.log(p) if p > 0 else math.inf
    scale = {"mean": m * T_x, "sum": m}
    if reduction not in scale:
        raise ValueError("mean or sum?", reduction)
    return total / scale[reduction]


@sequence_cross_entropy.alternative
def loss_by_indices_in_float32(y_pred, y, reduction):
    # The logarithms may lose digits; probabilities near 0 would be lost whole.
    if not reduction in {"mean", "sum"}:  # noqa: E713 - as learners write it
        raise ValueError("The reduction must be mean or sum, not " + str(reduction))
    truth = y.argmax(axis=0)[None]
    with np.errstate(all="ignore"):
        losses = -np.log(np.take_along_axis(y_pred, truth, axis=0)[0]).astype("float32")
    losses = losses.mean(axis=0)
    return np.mean(losses) if reduction == "mean" else np.sum(losses)


sequence_cross_entropy.slip(
    "multiplies_zero_by_minus_infinity",
    "0 * log(0) is NaN: a class that is not true and not likely spoils the sum. Take the "
    "probability of the true class first, and its logarithm after.",
    ("-np.log(truth)", "-(y * np.log(y_pred)).sum(axis=0)"),
)
sequence_cross_entropy.slip(
    "forgets_the_minus",
    "The minus sign is missing: the logarithm of a probability is negative, the loss is not.",
    ("-np.log", "np.log"),
)
sequence_cross_entropy.slip(
    "adds_a_small_number",
    "A small number was added to the probabilities (or they, or their logarithms, were clipped), so an "
    "impossible truth costs about 20 or 30. It costs infinity: log(0) needs no help.",
    ("np.log(truth)", "np.log(truth + 1e-8)"),
)
sequence_cross_entropy.slip(
    "hides_the_infinity",
    "A truth of probability 0 costs nothing, or some large number, in your code: was it left out, its "
    "infinity replaced, or a small number added? It makes the whole loss infinite.",
    ("np.log(truth)", "np.log(np.where(truth > 0, truth, 1.0))"),
)
sequence_cross_entropy.slip(
    "loses_what_float32_cannot_hold",
    "A truth of a very small probability counts as impossible: it was rounded to 0, as in float32, "
    "which ends near 1e-45. Compute in float64, as y_pred comes.",
    ("np.where(y == 1, y_pred, 0.0)", 'np.where(y == 1, y_pred, 0.0).astype("float32")'),
)
sequence_cross_entropy.slip(
    "lets_log_of_zero_warn",
    'The number is right, but log(0) warns: compute it within np.errstate(divide="ignore").',
    ('divide="ignore"', 'divide="warn"'),
)
sequence_cross_entropy.slip(
    "takes_the_softmax_once_more",
    "y_pred went through a softmax once more. It holds probabilities already.",
    ("np.where(y == 1, y_pred, 0.0)", "np.where(y == 1, softmax(y_pred, axis=0), 0.0)"),
)
sequence_cross_entropy.slip(
    "sums_over_the_examples",
    "You summed over the examples. `reduction` speaks of time; over the examples it is always the "
    "mean.",
    (".mean())", ".sum())"),
    count=2,
)
sequence_cross_entropy.slip(
    "always_averages_time",
    'Time is always averaged. With "sum" the steps of one example add up.',
    ("surprise.sum", "surprise.mean"),
)
sequence_cross_entropy.slip(
    "always_sums_time",
    'The steps of one example always add up. With "mean" they are averaged: divide by T_x.',
    ("surprise.mean", "surprise.sum"),
)
sequence_cross_entropy.slip(
    "takes_the_logarithm_of_the_product",
    "The product of many probabilities becomes 0, and its logarithm is infinite: add the logarithms "
    "instead.",
    ("np.log(truth)", "np.log(truth.prod(axis=1, keepdims=True))"),
    ("surprise.mean(axis=1)", "(surprise / y.shape[2])"),
)
sequence_cross_entropy.slip(
    "swaps_mean_and_sum",
    '"mean" and "sum" have changed places.',
    ('reduction == "mean"', 'reduction == "sum"'),
)
sequence_cross_entropy.slip(
    "averages_over_the_classes",
    "You averaged over the classes as well. One class is true at each step: the others contribute "
    "nothing and are not counted.",
    ("-np.log(truth)", "-np.log(truth) / len(y)"),
)
sequence_cross_entropy.slip(
    "divides_by_the_classes",
    "You divided by the size of the first axis, which counts the classes. The shape is (n_y, m, "
    "T_x): the examples are the second axis.",
    (".mean())", ".sum() / len(y))"),
    count=2,
)
sequence_cross_entropy.slip(
    "takes_base_two",
    "You took the base 2: losses are in nats here, the natural logarithm, np.log.",
    ("np.log", "np.log2"),
)
sequence_cross_entropy.slip(
    "takes_base_ten",
    "You took the base 10: losses are in nats here, the natural logarithm, np.log.",
    ("np.log", "np.log10"),
)
sequence_cross_entropy.slip(
    "counts_every_class_as_yes_or_no",
    "This is the loss of independent yes-or-no questions: (1 - y) log(1 - y_pred) does not belong "
    "to a softmax. Only the true class counts.",
    ("0.0).sum(axis=0)", "1 - y_pred)"),
    ("-np.log(truth)", "-np.log(truth).sum(axis=0)"),
)
sequence_cross_entropy.slip(
    "scores_the_likeliest_class",
    "You took the probability of the likeliest class. The loss asks how likely the true one was.",
    ("np.where(y == 1, y_pred, 0.0).sum(axis=0)", "y_pred.max(axis=0)"),
)
sequence_cross_entropy.slip(
    "returns_one_loss_an_example",
    "The losses of the examples come back one by one: take their mean at the end.",
    ("float(surprise.mean(axis=1).mean())", "surprise.mean(axis=1)"),
    ("float(surprise.sum(axis=1).mean())", "surprise.sum(axis=1)"),
)
sequence_cross_entropy.slip(
    "takes_any_word",
    'Any word goes through as a reduction in your code, as "sum" or as "mean". An unknown one is a '
    "mistake of the caller: raise a ValueError.",
    ('reduction not in ("mean", "sum")', "False"),
)
sequence_cross_entropy.slip(
    "takes_parts_of_the_words",
    "A part of a word goes through as a reduction: `in` a text looks for parts of it. Compare with "
    "whole words, in a tuple or with ==.",
    ('not in ("mean", "sum")', 'not in "mean or sum"'),
)
sequence_cross_entropy.slip(
    "takes_words_that_begin_right",
    'A longer word goes through as a reduction, because it holds "mean" or "sum". Only these two '
    "words themselves are known: compare with ==.",
    (
        'reduction not in ("mean", "sum")',
        'not reduction.startswith(("mean", "sum"))',
    ),
    ('reduction == "mean"', 'reduction.startswith("mean")'),
)
sequence_cross_entropy.slip(
    "takes_any_capitals",
    'Other capitals go through as a reduction. Only "mean" and "sum" as they stand here are known: '
    "leave out `lower()`.",
    ('reduction not in ("mean", "sum")', 'reduction.lower() not in ("mean", "sum")'),
    ('reduction == "mean"', 'reduction.lower() == "mean"'),
)
sequence_cross_entropy.slip(
    "says_not_what_came",
    'The ValueError is raised, but its message does not show what came in place of "mean" or '
    '"sum": put `reduction` into it.',
    ("not {reduction!r}.'", "nothing else.'"),
)


for _mutant, _reason in {
    "return float(surprise.mean(axis=1).mean()) -> return float(surprise.mean(axis=0).mean())": (
        "All sequences have the same length: the order of the two means changes nothing."
    ),
    "return float(surprise.mean(axis=1).mean()) -> return float(surprise.mean().mean())": (
        "All sequences have the same length: the mean of means is the mean."
    ),
}.items():
    sequence_cross_entropy.equivalent(_mutant, _reason)
