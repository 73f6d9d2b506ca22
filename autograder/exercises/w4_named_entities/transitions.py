"""`transition_scores`: which tag may follow which."""

import numpy as np

from .inputs import KINDS, reference, transition_scores


def tag_list(rng, count, shuffled=True, with_o=True):
    """Returns the tags of some types, in any order."""
    kinds = [str(kind) for kind in rng.permutation(KINDS)[:count]]
    tags = [*(["O"] if with_o else []), *(f"{place}-{k}" for k in kinds for place in "BI")]
    return [str(tag) for tag in rng.permutation(tags)] if shuffled else tags


@transition_scores.case("One type: O, B and I.")
def on_paper(rng):
    kind = str(rng.choice(KINDS))
    return {"tags": [str(t) for t in rng.permutation(["O", f"B-{kind}", f"I-{kind}"])]}


@transition_scores.case("Two types: I- follows its own type alone.")
def two_types(rng):
    return {"tags": tag_list(rng, 2)}


@transition_scores.case("Six types, thirteen tags.")
def all_types(rng):
    return {"tags": tag_list(rng, 6)}


@transition_scores.case("The tags may stand in any order, O anywhere.")
def any_order(rng):
    return {"tags": tag_list(rng, 3)}


def pair(rng, kinds):
    a, b = (str(kind) for kind in rng.permutation(kinds)[:2])
    tags = ["O", f"B-{a}", f"I-{a}", f"B-{b}", f"I-{b}"]
    return {"tags": [str(t) for t in rng.permutation(tags)]}


@transition_scores.case("Types that begin alike are different types.")
def alike(rng):
    return pair(rng, ["loc", "location", "lo"])


@transition_scores.case("Types that end alike are different types.")
def alike_at_the_end(rng):
    return pair(rng, ["chart", "art", "heart"])


@transition_scores.case("Types may have the letters O, B and I.")
def letters_of_marks(rng):
    return pair(rng, ["ISO", "BIO", "OBI"])


@transition_scores.case("Capitals make another type.")
def capitals(rng):
    return pair(rng, ["org", "ORG", "Org"])


@transition_scores.case("Without O.")
def without_o(rng):
    return {"tags": tag_list(rng, 2, with_o=False)}


# ------------------------------------------------------------------------ other right answers


@transition_scores.alternative
def row_by_row(tags):
    forbidden = float("-inf")
    rows = []
    for before in tags:
        row = []
        for after in tags:
            fits = after[0] != "I" or (
                before != "O" and before.split("-")[1] == after.split("-")[1]
            )
            row.append(0.0 if fits else forbidden)
        rows.append(row)
    return np.array(rows), np.array([forbidden if tag[0] == "I" else 0.0 for tag in tags])


@transition_scores.alternative
def with_masks(tags):
    inside = np.array([tag.startswith("I-") for tag in tags])
    kinds = np.array([tag[2:] for tag in tags])
    same = kinds[:, None] == kinds[None, :]
    return np.where(inside & ~same, -np.inf, 0.0), np.where(inside, -np.inf, 0.0)


@transition_scores.alternative
def from_all_forbidden(tags):
    import tensorflow as tf

    K = len(tags)
    transitions, start = np.full((K, K), -np.inf, "float32"), np.full(K, -np.inf, "float32")
    for j, tag in enumerate(tags):
        if tag == "O" or tag.startswith("B-"):
            transitions[:, j], start[j] = 0, 0
        else:
            for mark in ("B-", "I-"):
                transitions[tags.index(mark + tag[2:]), j] = 0
    return tf.constant(transitions), tf.constant(start)


# ------------------------------------------------------------------------------- known mistakes

transition_scores.slip(
    "turns_it_round",
    "Rows and columns have changed places: `transitions[i, j]` is for tag j **behind** tag i.",
    "return transitions, start",
    "return transitions.T, start",
)
transition_scores.slip(
    "allows_every_type",
    "`I-` follows any name. It goes on with a name of its **own** type.",
    "before[2:] != tag[2:]",
    'before == "O"',
)
transition_scores.slip(
    "lets_names_start_inside",
    "A sentence may begin with `I-`. There is nothing before it that it could go on with.",
    "start[j] = -np.inf",
    "start[j] = 0.0",
)
transition_scores.slip(
    "allows_a_start_after_o",
    "`I-` follows `O`. It only goes on with a name: behind `B-` or `I-` of its type.",
    "before[2:] != tag[2:]",
    'before != "O" and before[2:] != tag[2:]',
)
transition_scores.slip(
    "allows_two_words_only",
    "`I-` does not follow `I-`: names of three words are forbidden.",
    "before[2:] != tag[2:]",
    'before != "B-" + tag[2:]',
)


@transition_scores.misconception(
    "Forbidden is a large negative number. Take -inf: no score, however good, makes up for it."
)
def nearly_forbidden(tags):
    return tuple(np.maximum(part, -1e9) for part in reference.transition_scores(tags))


@transition_scores.misconception(
    "These are ones and zeros. Scores are added, so allowed is 0 and forbidden -inf."
)
def ones_and_zeros(tags):
    return tuple(np.exp(part) for part in reference.transition_scores(tags))


@transition_scores.misconception(
    "These are logarithms of equal shares. Allowed is 0, whatever else is allowed there."
)
def shared_out(tags):
    parts = [np.exp(part) for part in reference.transition_scores(tags)]
    with np.errstate(divide="ignore"):
        return tuple(np.log(part / part.sum(axis=-1, keepdims=True)) for part in parts)


@transition_scores.misconception(
    "`B-` behind a name of its own type is forbidden. Two names may stand side by side."
)
def forbids_neighbours(tags):
    transitions, start = reference.transition_scores(tags)
    for i, before in enumerate(tags):
        for j, after in enumerate(tags):
            if before != "O" and after == "B-" + before[2:]:
                transitions[i, j] = -np.inf
    return transitions, start


@transition_scores.misconception(
    "The order of the tags was taken for granted: O first, then B- and I- in turn. Look at their names."
)
def goes_by_places(tags):
    K = len(tags)
    transitions, start = np.zeros((K, K)), np.zeros(K)
    for j in range(2, K, 2):
        transitions[:, j], start[j] = -np.inf, -np.inf
        transitions[[j - 1, j], j] = 0
    return transitions, start
