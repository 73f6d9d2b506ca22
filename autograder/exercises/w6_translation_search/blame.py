"""`error_analysis`: whether search or model is to blame."""

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial

from .inputs import error_analysis, reference


def drawn(rng, m, wrong=0.7, low=-9.0):
    """Draws scores of sentences with one to four references, some of them wrong."""
    scores = [
        np.round(rng.uniform(low, -0.5, int(rng.integers(1, 5))), 2).tolist() for _ in range(m)
    ]
    outputs = np.round(rng.uniform(low, -0.5, m), 2).tolist()
    right = (rng.random(m) > wrong).tolist()
    return {"reference_scores": scores, "output_scores": outputs, "right": right}


@error_analysis.case("Four sentences, one reference each, one of them right.")
def on_paper(rng):
    pairs = [([-2.0], -3.0, False), ([-4.0], -1.0, False), ([-1.0], -2.0, True)]
    pairs.append(([-5.0], -6.0, False) if rng.random() < 0.5 else ([-6.0], -5.0, False))
    order = rng.permutation(4)
    scores, outputs, right = (
        list(column) for column in zip(*[pairs[i] for i in order], strict=True)
    )
    return {"reference_scores": scores, "output_scores": outputs, "right": right}


@error_analysis.case("Of several references the best one decides.")
def several_references(rng):
    # The first, the last, the mean and the worst of them would each say something else.
    rows = [
        [-9.0, -2.0, -8.0],
        [-3.5, -9.0, -9.0, -7.0],
        [-8.0, -9.0, -2.5],
        [-6.0, -7.0],
        [-9.0, -3.0, -9.5],
    ]
    order = rng.permutation(5)
    many = [rows[i] for i in order for _ in range(int(rng.integers(1, 4)))]
    return {
        "reference_scores": many,
        "output_scores": [-4.0] * len(many),
        "right": [False] * len(many),
    }


@error_analysis.case("Where both score the same, the model is to blame.")
def ties(rng):
    count = int(rng.integers(2, 5))
    made = drawn(rng, 6, wrong=1.0)
    scores = [[-2.5, -4.0], [-1.25], [-8.0, -3.0]]
    tied = [scores[int(i)] for i in rng.integers(0, 3, count)]
    return {
        "reference_scores": [*made["reference_scores"], *tied],
        "output_scores": [*made["output_scores"], *map(max, tied)],
        "right": [*made["right"], *[False] * count],
    }


@error_analysis.case("What is right is no error, whatever the scores.")
def right_ones(rng):
    m = int(rng.integers(6, 10))
    wrong = int(rng.integers(1, 4))
    made = drawn(rng, m)
    return {**made, "right": [False] * wrong + [True] * (m - wrong)}


@error_analysis.case("Everything right: two zeros.")
def all_right(rng):
    return {**drawn(rng, 5), "right": [True] * 5}


@error_analysis.case("Only one of both: the other is 0, and there.")
def one_kind(rng):
    m = int(rng.integers(2, 6))
    made = drawn(rng, m, wrong=1.0)
    is_search = rng.random() < 0.5
    return {**made, "output_scores": [-10.0 if is_search else -0.25] * m}


@error_analysis.case("Scores of sentences that are impossible, or where nothing came out: -inf.")
def impossible(rng):
    extra = [([-np.inf], -3.0), ([-np.inf, -2.0], -3.0), ([-4.0], -np.inf), ([-np.inf], -np.inf)]
    many = [extra[int(i)] for i in rng.permutation(4)] + [extra[int(rng.integers(3))]]
    return {
        "reference_scores": [list(own) for own, _ in many],
        "output_scores": [score for _, score in many],
        "right": [False] * 5,
    }


@error_analysis.case("Two hundred sentences.")
def many(rng):
    return drawn(rng, 200, wrong=0.5)


@error_analysis.case("Arrays do as well.")
def arrays(rng):
    made = drawn(rng, 12, wrong=0.6)
    return {
        "reference_scores": made["reference_scores"],
        "output_scores": np.array(made["output_scores"]),
        "right": np.array(made["right"]),
    }


@error_analysis.case("No sentence: two zeros.")
def no_sentence(rng):
    return {"reference_scores": [], "output_scores": [], "right": []}


def refused(made):
    text = "There must be as many references, outputs and truths."
    return Trial(Call(made), [Raises("ValueError", [], text)])


@error_analysis.case("Fewer outputs than references raise a ValueError.")
def unequal(rng):
    made = drawn(rng, 5)
    made["output_scores"].pop()
    made["right"].pop()
    return refused(made)


@error_analysis.case("So does a truth too many, or too few.")
def unequal_truths(rng):
    made = drawn(rng, 5)
    if rng.random() < 0.5:
        made["right"].append(True)
    else:
        made["right"].pop()
    return refused(made)


# ------------------------------------------------------------------------ other right answers


@error_analysis.alternative
def by_indices(reference_scores, output_scores, right):
    m = len(right)
    if len(reference_scores) != m or len(output_scores) != m:
        raise ValueError("lengths")
    search = model = 0
    for i in range(m):
        if right[i]:
            continue
        if sorted(reference_scores[i])[-1] > output_scores[i]:
            search += 1
        else:
            model += 1
    return {"model": model, "search": search}


@error_analysis.alternative
def with_numpy(reference_scores, output_scores, right):
    if len({len(reference_scores), len(output_scores), len(right)}) > 1:
        raise ValueError("not equally long")
    best = np.array([max(own) for own in reference_scores], dtype=float)
    wrong = ~np.asarray(right, dtype=bool)
    higher = best > np.asarray(output_scores, dtype=float)
    return {"search": int((wrong & higher).sum()), "model": int((wrong & ~higher).sum())}


@error_analysis.alternative
def with_a_counter(reference_scores, output_scores, right):
    from collections import Counter

    try:
        rows = list(zip(reference_scores, output_scores, right, strict=True))
    except ValueError:
        raise ValueError("unequal") from None
    kinds = Counter(
        "search" if any(r > out for r in own) else "model" for own, out, ok in rows if not ok
    )
    return {kind: np.int64(kinds[kind]) for kind in ("search", "model")}


# ------------------------------------------------------------------------------- known mistakes

WHO = '"search" if max(own) > score else "model"'

error_analysis.slip(
    "turns_it_round",
    "The two have changed places. If the reference scores higher, a better sentence was there, and the "
    "**search** missed it.",
    WHO,
    '"model" if max(own) > score else "search"',
)
error_analysis.slip(
    "blames_the_search_for_ties",
    "Where both score the same the search is blamed. It found a sentence as good as the reference: blame the "
    "model.",
    "max(own) > score",
    "max(own) >= score",
)
error_analysis.slip(
    "counts_right_ones",
    "Outputs that are right are counted, too. They are no errors.",
    "if not is_right:",
    "if True:",
)
error_analysis.slip(
    "counts_only_right_ones",
    "The right outputs were counted. Count the wrong ones.",
    "if not is_right:",
    "if is_right:",
)
error_analysis.slip(
    "looks_at_the_first_reference",
    "Only the first reference was looked at. The best of them decides.",
    "max(own) > score",
    "own[0] > score",
)
error_analysis.slip(
    "takes_the_worst_reference",
    "The worst reference was taken. The best of them decides.",
    "max(own) > score",
    "min(own) > score",
)
error_analysis.slip(
    "takes_the_mean",
    "The mean of the references' scores was taken. The best of them decides.",
    "max(own) > score",
    "sum(own) / len(own) > score",
)
error_analysis.slip(
    "counts_each_reference",
    "Each reference counts as an error of its own. Each wrong output is one error.",
    'counts["search" if max(own) > score else "model"] += 1',
    'for other in own:\n                counts["search" if other > score else "model"] += 1',
)
error_analysis.slip(
    "accepts_unequal_lists",
    "Lists of different lengths are to raise a ValueError: no one knows which belong together.",
    (
        "if not len(reference_scores) == len(output_scores) == len(right):",
        "if False:",
    ),
    (
        "output_scores, right, strict=True",
        "output_scores, right",
    ),
)


@error_analysis.misconception("These are shares. Count the errors, and divide later, if you like.")
def gives_shares(reference_scores, output_scores, right):
    counts = reference.error_analysis(reference_scores, output_scores, right)
    total = sum(counts.values()) or 1
    return {name: count / total for name, count in counts.items()}


@error_analysis.misconception(
    "A kind of error that does not occur is missing. Both keys are always there, 0 if need be."
)
def leaves_out_zeros(reference_scores, output_scores, right):
    counts = reference.error_analysis(reference_scores, output_scores, right)
    return {name: count for name, count in counts.items() if count}


@error_analysis.misconception(
    "The scores of references were added up. The best one of them decides, alone."
)
def adds_references(reference_scores, output_scores, right):
    summed = [[sum(own)] for own in reference_scores]
    return reference.error_analysis(summed, output_scores, right)


ZIP = "for own, score, is_right in zip(reference_scores, output_scores, right, strict=True):"
for changed in ("", ", strict=False"):
    error_analysis.equivalent(
        f"{ZIP} -> for own, score, is_right in zip(reference_scores, output_scores, right{changed}):",
        "Their lengths were compared above.",
    )
