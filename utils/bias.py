"""Lists of words to ask vectors about, and what their neighbours give away.

Nothing here knows a direction: words are compared with words, as whoever uses the vectors would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from utils.classification import accuracy_interval
from utils.evaluation import Interval

REFLEXIVES = ("herself", "himself")  # Gendered by definition, too, though in no list of pairs.


def words_in(groups: Any) -> list[str]:
    """Lists all words of a nested structure of lists and dictionaries, each once.

    Args:
        groups: What `load_word_groups` returns, or a part of it.

    Returns:
        The words, in the order in which they come. Keys count where they stand for words, as in
        the dictionary of professions.

    Example:
        >>> words_in({"pairs": [["she", "he"]], "professions": {"nurse": 0.9}})
        ['she', 'he', 'nurse']
    """
    return list(dict.fromkeys(_walk(groups)))


def _walk(part: Any) -> Iterable[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping) and "answer" in part:
        yield from (*part["question"], part["answer"])
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from [key] if isinstance(value, float) else _walk(value)
    elif isinstance(part, Sequence):
        for item in part:
            yield from _walk(item)


def known_groups(groups: dict, vectors: Mapping[str, np.ndarray]) -> tuple[dict, list[str]]:
    """Leaves out what has no vector: words, and with them their pairs and analogies.

    Args:
        groups: What `load_word_groups` returns.
        vectors: Mapping from word to vector.

    Returns:
        The groups without what is missing, pairs as tuples; and the list of missing words.
    """
    missing = [word for word in words_in(groups) if word not in vectors]
    return _without(groups, set(missing)), missing


def _without(part: Any, missing: set[str]) -> Any:
    if isinstance(part, Mapping):
        return {
            key: _without(value, missing)
            for key, value in part.items()
            if not (isinstance(value, float) and key in missing)
        }
    if not isinstance(part, list):
        return part
    kept = [item for item in part if missing.isdisjoint(_walk(item))]
    is_pairs = all(isinstance(item, list) and len(item) == 2 for item in kept)
    return [tuple(item) for item in kept] if is_pairs else kept


def gendered_words(groups: dict) -> set[str]:
    """Collects the words that keep their gender: pairs by definition, and given names."""
    lists = ("gender_pairs", "held_out_gender_pairs", "female_names", "male_names")
    return {*words_in([groups[name] for name in lists]), *REFLEXIVES}


def solved_analogies(
    complete: Callable,
    questions: Sequence[dict],
    vectors: Mapping[str, np.ndarray],
    most: int | None = None,
) -> dict[str, Interval]:
    """Scores analogies kind by kind.

    Args:
        complete: Function from three words and a map to a word.
        questions: List of dictionaries with `kind`, `question` (three words) and `answer`.
        vectors: Mapping from word to vector.
        most: Int, how many questions of a kind are asked, the first ones; all if None.

    Returns:
        Dictionary from kind to the share of right answers with Wilson's 95 % interval.
    """
    answers: dict[str, list[bool]] = {}
    for asked in questions:
        right = answers.setdefault(asked["kind"], [])
        if most is None or len(right) < most:
            right.append(complete(*asked["question"], vectors) == asked["answer"])
    return {
        kind: accuracy_interval(np.array(right, dtype=int), np.ones(len(right), dtype=int))
        for kind, right in answers.items()
    }


def neighbours(
    words: Sequence[str], vectors: Mapping[str, np.ndarray], count: int = 5
) -> dict[str, list[str]]:
    """Finds the nearest of some words, by the angle, for each of them.

    Args:
        words: List of words; the neighbours come from it, too.
        vectors: Mapping from word to vector.
        count: Int, how many neighbours.

    Returns:
        Dictionary from word to its neighbours, the nearest first.
    """
    rows = _unit_rows(words, vectors)
    closeness = rows @ rows.T
    np.fill_diagonal(closeness, -np.inf)
    nearest = np.argsort(-closeness, axis=1, kind="stable")[:, :count]
    return {word: [words[i] for i in row] for word, row in zip(words, nearest, strict=True)}


def company(near: dict[str, list[str]], leans: dict[str, float]) -> dict[str, float]:
    """Averages the leans of each word's neighbours."""
    return {
        word: float(np.mean([leans[other] for other in others])) for word, others in near.items()
    }


def votes(
    near: dict[str, list[str]], leans: dict[str, float]
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Guesses on which side words lie by their neighbours: the side of the mean lean.

    A word that leans to neither side is not asked about. Where the neighbours' mean is undecided,
    the nearest of them that leans at all decides; if there is none, the guess is men.

    Args:
        near: Dictionary from word to its neighbours.
        leans: Dictionary from word to lean in [0, 1].

    Returns:
        Guesses, ints `(n,)`, 1 for women; the truth, likewise; the n words.
    """
    words = [word for word in near if leans[word] != 0.5]
    guesses = []
    for word in words:
        mean = float(np.mean([leans[other] for other in near[word]]))
        if np.isclose(mean, 0.5):
            mean = next((leans[other] for other in near[word] if leans[other] != 0.5), 0.0)
        guesses.append(mean > 0.5)
    return np.array(guesses, dtype=int), np.array([leans[w] > 0.5 for w in words], dtype=int), words


def learned_side(
    words: Sequence[str], labels: Sequence[int], vectors: Mapping[str, np.ndarray]
) -> np.ndarray:
    """Predicts each word's label with a linear classifier that has seen all other words.

    Args:
        words: List of n words.
        labels: Ints `(n,)`, 0 or 1.
        vectors: Mapping from word to vector.

    Returns:
        Ints `(n,)`: the prediction for each word, left out while learning.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import LeaveOneOut, cross_val_predict

    model = LogisticRegression(C=10.0, class_weight="balanced", solver="liblinear")
    return cross_val_predict(
        model, _unit_rows(words, vectors), np.asarray(labels), cv=LeaveOneOut()
    )


def correlation_interval(
    one: dict[str, float], other: dict[str, float], rng: np.random.Generator, draws: int = 2000
) -> Interval:
    """Computes Pearson's correlation, with a bootstrap interval by word.

    Args:
        one: Dictionary from word to value.
        other: Dictionary from the same words to other values.
        rng: Source of randomness.
        draws: Int, how many times the words are drawn, with replacement.

    Returns:
        The correlation and the ends of its 95 % interval.
    """
    pairs = np.array([[one[word], other[word]] for word in one], dtype=float).T
    drawn = []
    for _ in range(draws):
        some = pairs[:, rng.integers(pairs.shape[1], size=pairs.shape[1])]
        if np.ptp(some, axis=1).all():  # A draw of one value has no correlation.
            drawn.append(np.corrcoef(some)[0, 1])
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(float(np.corrcoef(pairs)[0, 1]), float(low), float(high))


def spread_of_pairs(
    pairs: Iterable[Sequence[str]], vectors: Mapping[str, np.ndarray]
) -> np.ndarray:
    """Measures how the differences within pairs are spread over directions.

    Args:
        pairs: n pairs of words.
        vectors: Mapping from word to vector.

    Returns:
        Floats `(n,)` that add up to 1, in falling order: the share of the squared differences
        that lies along the best direction, along the best one at a right angle to it, and so on.
    """
    steps = np.array([np.subtract(vectors[a], vectors[b], dtype=float) for a, b in pairs])
    sizes = np.linalg.eigvalsh(steps @ steps.T)[::-1]
    return np.clip(sizes, 0, None) / sizes.sum()


def leans_by_rank(values: dict[str, float]) -> dict[str, float]:
    """Turns measured values into leans from 0 to 1 by their rank, where none was planted.

    Example:
        >>> leans_by_rank({"nurse": 0.3, "judge": -0.2, "cook": 0.1})
        {'judge': 0.0, 'cook': 0.5, 'nurse': 1.0}
    """
    ordered = sorted(values, key=values.__getitem__)
    return {word: rank / max(1, len(ordered) - 1) for rank, word in enumerate(ordered)}


def mean_angle(points: np.ndarray) -> float:
    """Measures how parallel the lines of pairs are: the mean angle between two of them.

    Args:
        points: Float array `(2 * n, d)`: first and second point of each of n >= 2 lines.

    Returns:
        Float in degrees, from 0 where all lines point the same way to at most 180.

    Example:
        >>> round(mean_angle([[0, 0], [2, 0], [5, 5], [5, 9]]), 6)
        90.0
    """
    lines = np.asarray(points, dtype=float).reshape(-1, 2, np.shape(points)[1])
    lines = lines[:, 1] - lines[:, 0]
    lines /= np.linalg.norm(lines, axis=1, keepdims=True)
    cosines = (lines @ lines.T)[np.triu_indices(len(lines), 1)]
    return float(np.degrees(np.arccos(np.clip(cosines, -1, 1))).mean())


def _unit_rows(words: Sequence[str], vectors: Mapping[str, np.ndarray]) -> np.ndarray:
    rows = np.array([vectors[word] for word in words], dtype=float)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1.0)
