"""Are the reference solutions of "What vectors know, and should not" right? Truth comes from elsewhere."""

from __future__ import annotations

import json
from itertools import permutations

import numpy as np
import pytest
from scipy.linalg import null_space
from scipy.optimize import brentq
from scipy.spatial import distance
from scipy.stats import permutation_test
from sklearn.decomposition import PCA
from sklearn.metrics import balanced_accuracy_score
from sklearn.metrics.pairwise import cosine_similarity as sklearn_cosines
from sklearn.metrics.pairwise import paired_cosine_distances

from autograder.checks.bundle import read_checks
from autograder.checks.exercise_check import judge_exercise
from autograder.checks.expectations import Classifies
from autograder.declaration.course import Course
from autograder.declaration.reference import Reference
from tests.mutants import passes

SEEDS = range(5)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Course().declaration("w3_debiasing").reference()


def words_and_map(rng: np.random.Generator, count: int, dimension: int) -> tuple[list, dict]:
    words = [f"w{i}" for i in range(count)]
    rows = rng.standard_normal((count, dimension)) * rng.uniform(0.2, 4, (count, 1))
    return words, dict(zip(words, rows, strict=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_cosine_agrees_with_scipy_and_scikit_learn(reference: Reference, seed: int):
    """Is the cosine SciPy's for two vectors and scikit-learn's for the rows of matrices?"""
    rng = np.random.default_rng(seed)
    u, v = rng.standard_normal((2, 6, 4))
    got = reference.cosine_similarity(u, v)
    np.testing.assert_allclose(got, 1 - paired_cosine_distances(u, v), atol=1e-12)
    one = reference.cosine_similarity(u[0], v[0])
    assert one == pytest.approx(1 - distance.cosine(u[0], v[0]), abs=1e-12)


def test_cosine_of_a_zero_vector_warns_of_nothing(reference: Reference):
    """Is a zero vector like nothing, without a division by zero behind the scenes?"""
    u = np.array([[0.0, 0.0], [3.0, 4.0]])
    with np.errstate(all="raise"):
        assert reference.cosine_similarity(u, u).tolist() == [0.0, 1.0]
        assert reference.cosine_similarity(u[0], u[1]) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_analogy_agrees_with_a_table_of_all_cosines(reference: Reference, seed: int):
    """Is the answer the one that scikit-learn's table of cosines ranks first?"""
    words, vectors = words_and_map(np.random.default_rng(seed), 30, 5)
    rows = np.array(list(vectors.values()))
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    target = units[4] - units[2] + units[9]
    cosines = sklearn_cosines(target[None], rows)[0]
    cosines[[2, 4, 9]] = -np.inf
    assert reference.complete_analogy("W2", "w4", "W9", vectors) == words[int(cosines.argmax())]


def other_readings(given, vectors):
    """Returns what four other readings of an analogy answer, by SciPy's distances."""
    a, b, c = (vectors[word.lower()] for word in given)
    left = {word: v for word, v in vectors.items() if word not in {w.lower() for w in given}}

    def unit(vector):
        return vector / np.linalg.norm(vector)

    def near(vector, to):
        return (1 + (1 - distance.cosine(vector, to))) / 2

    readings = {
        "raw vectors": lambda v: -distance.cosine(v, b - a + c),
        "the step from the third": lambda v: -distance.cosine(v - c, b - a),
        "that of unit vectors": lambda v: -distance.cosine(unit(v) - unit(c), unit(b) - unit(a)),
        "a product": lambda v: near(v, b) * near(v, c) / (near(v, a) + 1e-3),
    }
    return {name: max(left, key=lambda w: f(left[w])) for name, f in readings.items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_other_readings_of_an_analogy_are_told_from_the_one_that_is_promised(seed: int):
    """Does each of the other usual readings give another answer in some case, with inputs of any seed?"""
    declaration = Course().declaration("w3_debiasing")
    exercise = declaration.exercises["complete_analogy"]
    wrong = set()
    for case in exercise.check(declaration.reference(), seed).cases:
        if not case.name.startswith("unknown"):
            *given, vectors = case.probe.arguments.values()
            answers = other_readings(given, vectors)
            wrong |= {name for name, word in answers.items() if word != case.expectations[0].value}
    assert wrong == set(other_readings(given, vectors))


def test_bias_direction_is_the_best_constant(reference: Reference):
    """Is the mean difference the constant that least squares fits to the differences?"""
    words, vectors = words_and_map(np.random.default_rng(1), 8, 3)
    pairs = list(zip(words[::2], words[1::2], strict=True))
    rows = np.array([vectors[a] - vectors[b] for a, b in pairs])
    best = np.linalg.lstsq(np.ones((len(rows), 1)), rows, rcond=None)[0][0]
    np.testing.assert_allclose(reference.bias_direction(pairs, vectors), best, atol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_axis_agrees_with_principal_component_analysis(reference: Reference, seed: int):
    """Is the axis scikit-learn's first component, and does no random axis see more spread?"""
    rng = np.random.default_rng(seed)
    words, vectors = words_and_map(rng, 8, 4)
    pairs = list(zip(words[::2], words[1::2], strict=True))
    axis = reference.bias_direction_svd(pairs, vectors)
    halves = np.array([(vectors[a] - vectors[b]) / 2 for a, b in pairs])
    rows = np.concatenate([halves, -halves])
    component = PCA(1).fit(rows).components_[0]
    assert abs(axis @ component) == pytest.approx(1, abs=1e-9)
    others = rng.standard_normal((500, 4))
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    assert (((rows @ others.T) ** 2).sum(axis=0) <= ((rows @ axis) ** 2).sum() + 1e-9).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_neutralize_agrees_with_the_null_space(reference: Reference, seed: int):
    """Is the result the nearest vector among those at a right angle to g, by SciPy's basis?"""
    rng = np.random.default_rng(seed)
    words, vectors = words_and_map(rng, 3, 5)
    g = rng.standard_normal(5) * 7
    basis = null_space(g[None])
    expected = basis @ basis.T @ vectors[words[1]]
    np.testing.assert_allclose(reference.neutralize(words[1], g, vectors), expected, atol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_equalize_agrees_with_a_numerical_solution(reference: Reference, seed: int):
    """Are both words where a root finder puts them: on the mean's line, at length 1?"""
    rng = np.random.default_rng(seed)
    words, vectors = words_and_map(rng, 2, 6)
    axis = rng.standard_normal(6) * 0.1
    basis = null_space(axis[None])
    units = [vectors[w] / np.linalg.norm(vectors[w]) for w in words]
    across = basis @ basis.T @ (units[0] + units[1]) / 2
    b = axis / np.linalg.norm(axis)
    step = brentq(lambda t: np.linalg.norm(across + t * b) - 1, 0, 2)
    ahead = (units[0] - units[1]) @ b > 0
    first, second = reference.equalize(tuple(words), axis, vectors)
    np.testing.assert_allclose(first, across + (step if ahead else -step) * b, atol=1e-9)
    np.testing.assert_allclose(second, across - (step if ahead else -step) * b, atol=1e-9)


def test_equalized_words_are_equally_far_from_a_neutral_one(reference: Reference):
    """Does the pair end at the same distance from every word that was neutralised?"""
    rng = np.random.default_rng(9)
    words, vectors = words_and_map(rng, 12, 5)
    g = rng.standard_normal(5)
    first, second = reference.equalize((words[0], words[1]), g, vectors)
    for word in words[2:]:
        neutral = reference.neutralize(word, g, vectors)
        assert distance.cosine(first, neutral) == pytest.approx(distance.cosine(second, neutral))


def test_the_copied_formula_loses_length():
    """Does the widely copied formula really end off the unit sphere, as its hint says?"""
    mistakes = Course().declaration("w3_debiasing").exercises["equalize"].misconceptions
    copies_the_formula = next(m.function for m in mistakes if m.name == "copies_the_formula")
    words, vectors = words_and_map(np.random.default_rng(2), 2, 50)
    axis = vectors[words[0]] - vectors[words[1]] + np.random.default_rng(3).standard_normal(50)
    for result in copies_the_formula(tuple(words), axis, vectors):
        assert np.linalg.norm(result) < 0.95


@pytest.mark.parametrize("seed", SEEDS)
def test_association_test_agrees_with_scipy(reference: Reference, seed: int):
    """Is the p-value the one of SciPy's exact permutation test on scikit-learn's cosines?"""
    rng = np.random.default_rng(seed)
    words, vectors = words_and_map(rng, 15, 6)
    X, Y, A, B = words[:4], words[4:9], words[9:11], words[11:]

    def table(one, other):
        return sklearn_cosines([vectors[w] for w in one], [vectors[w] for w in other])

    scores = table([*X, *Y], A).mean(axis=1) - table([*X, *Y], B).mean(axis=1)
    outside = permutation_test(
        (scores[:4], scores[4:]),
        lambda x, y, axis: x.mean(axis=axis) - y.mean(axis=axis),
        n_resamples=np.inf,
        vectorized=True,
        alternative="greater",
    )
    effect, p_value = reference.weat_effect_size(X, Y, A, B, vectors)
    assert effect == pytest.approx(outside.statistic / scores.std(ddof=0))
    assert p_value == pytest.approx(outside.pvalue)


@pytest.mark.parametrize("seed", SEEDS)
def test_score_of_a_classifier_agrees_with_scikit_learn(reference: Reference, seed: int):
    """Is the score behind the bonus scikit-learn's balanced accuracy, and the reference's high?"""
    declaration = Course().declaration("w3_debiasing")
    for case in declaration.exercises["is_definitional"].check(reference, seed).cases:
        labels = case.expectations[0].labels
        answers = reference.is_definitional(*case.probe.arguments.values())
        score = balanced_accuracy_score(labels, answers)
        assert score >= 0.9
        for least, enough in ((score - 1e-9, True), (score + 1e-9, False)):
            found = Classifies("result", labels, least).judge({"result": answers})
            assert (found is None) == enough


def test_axis_of_pairs_turns_and_nothing_else(reference: Reference):
    """Does the measure compare an axis whatever its sign, and leave foreign answers as they are?"""
    from autograder.checks.measures import axis_of_pairs

    arguments = {
        "pairs": [("a", "b")],
        "word_to_vec_map": {"a": np.array([3.0, 1.0]), "b": np.array([0.0, 1.0])},
    }
    for sign in (1, -1):
        measured = axis_of_pairs({"result": [sign * 0.6, sign * 0.8]}, arguments)
        assert measured["axis"].tolist() == [0.6, 0.8]
        assert measured["sizes"].tolist() == [0.6, 0.8]
        assert measured["length"] == pytest.approx(1)
    for foreign in (None, "text", 3.0, np.zeros(3), [[1.0, 0.0]], {"a": 1}):
        measured = axis_of_pairs({"result": foreign}, arguments)
        assert measured["axis"] is foreign
        assert measured["length"] is None
    for numbers in (-3.0, [-1.0, 2.0, 3.0], [[1.0, -2.0]]):
        sizes = axis_of_pairs({"result": numbers}, arguments)["sizes"]
        assert sizes.tolist() == np.abs(numbers).tolist()
    for foreign in (None, "3.0", {"a": 1}, [[1.0], [1.0, 2.0]]):
        assert axis_of_pairs({"result": foreign}, arguments)["sizes"] is None


def rows_as_they_come(pairs, word_to_vec_map) -> np.ndarray:
    """Returns the centred rows in the map's number type, as learners make them."""
    both = [np.array([word_to_vec_map[word] for word in pair]) for pair in pairs]
    return np.concatenate([rows - rows.mean(axis=0) for rows in both])


def takes_the_first_eigenvector(pairs, word_to_vec_map):
    rows = rows_as_they_come(pairs, word_to_vec_map)
    return np.linalg.eigh(rows.T @ rows)[1][:, 0]


def takes_the_last_of_few(pairs, word_to_vec_map):
    rows = rows_as_they_come(pairs, word_to_vec_map)
    return np.linalg.svd(rows, full_matrices=False)[2][-1]


def takes_the_last_with_the_other_sign(pairs, word_to_vec_map):
    return -np.linalg.svd(rows_as_they_come(pairs, word_to_vec_map))[2][-1]


@pytest.mark.parametrize(
    "function",
    [takes_the_first_eigenvector, takes_the_last_of_few, takes_the_last_with_the_other_sign],
)
def test_the_last_axis_is_known_however_it_was_found(reference: Reference, function):
    """Is the axis of the least spread told by its hint, with its sign and a null space left free?"""
    course = Course()
    exercise = course.declaration("w3_debiasing").exercises["bias_direction_svd"]
    public = json.loads(course.bundle("w3_debiasing").read_text(encoding="utf-8"))
    checks = [exercise.check(reference, seed) for seed in SEEDS]
    for check in [*checks, read_checks(public)[exercise.name]]:
        verdict = judge_exercise(
            check, lambda name, probe, _: reference.observe(name, probe, function)
        )
        assert verdict.misconception == "takes_the_last", verdict.text()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hair_is_more_than_rounding_and_less_than_a_difference(seed: int):
    """Is a moved vector's product with a direction larger by a hair, whatever the order of sums?"""
    Course().declaration("w3_debiasing")
    from autograder.exercises.w3_debiasing.inputs import HAIR, across, at_right_angles, moved_a_hair

    rng = np.random.default_rng(seed)
    vector, direction = rng.standard_normal((2, 5))
    moved = moved_a_hair(7.3 * vector, direction)
    for order in permutations(range(5)):
        one, other, along = (x[list(order)] for x in (vector, moved, direction))
        gap = other @ along / np.linalg.norm(other) - one @ along / np.linalg.norm(one)
        assert HAIR / 2 < gap < 2 * HAIR
    assert across(vector, direction) @ vector == pytest.approx(0, abs=1e-14)
    rows = at_right_angles(rng, 3, 5)
    np.testing.assert_allclose(rows @ rows.T, np.eye(3), atol=1e-14)


def single_precision_pair(rng: np.random.Generator) -> tuple[np.ndarray, dict]:
    """Returns an axis and two words that lie equally far along it, in single precision."""
    row = rng.standard_normal(5)
    vectors = {"a": row.astype("float32"), "b": (7.3 * np.roll(row, 2)).astype("float32")}
    return np.ones(5, dtype="float32"), vectors


@pytest.mark.parametrize("seed", SEEDS)
def test_equalize_knows_rounding_in_single_precision(reference: Reference, seed: int):
    """Is a pair refused that only the rounding of real vectors' number type tells apart?"""
    axis, vectors = single_precision_pair(np.random.default_rng(seed))
    with pytest.raises(ValueError, match="equally far"):
        reference.equalize(("a", "b"), axis, vectors)


def along(pair, axis, vectors, scaled=True):
    """Returns both words' parts along the axis, of unit vectors or of the vectors as they are."""
    rows = [vectors[word] / (np.linalg.norm(vectors[word]) if scaled else 1) for word in pair]
    return [float(row @ axis / np.linalg.norm(axis)) for row in rows]


def refuses_by_raw_vectors(reference):
    """Compares the parts along the axis before the vectors have length 1."""

    def equalize(pair, bias_axis, word_to_vec_map):
        if np.isclose(*along(pair, bias_axis, word_to_vec_map, scaled=False)):
            raise ValueError("equal")
        return reference.equalize(pair, bias_axis, word_to_vec_map)

    return "equalize", equalize


def refuses_small_differences(reference):
    """Takes a difference of 0.05 along the axis for rounding."""

    def equalize(pair, bias_axis, word_to_vec_map):
        one, other = along(pair, bias_axis, word_to_vec_map)
        if abs(one - other) < 0.05:
            raise ValueError("equal")
        return reference.equalize(pair, bias_axis, word_to_vec_map)

    return "equalize", equalize


def refuses_opposite_words(reference):
    """Compares how far words lie from the middle of the axis, whatever the side."""

    def equalize(pair, bias_axis, word_to_vec_map):
        if np.isclose(*np.abs(along(pair, bias_axis, word_to_vec_map))):
            raise ValueError("equal")
        return reference.equalize(pair, bias_axis, word_to_vec_map)

    return "equalize", equalize


def counts_near_misses(reference):
    """Counts splits that are smaller than the given one by 0.05."""
    from itertools import combinations

    def weat_effect_size(X, Y, A, B, word_to_vec_map):
        effect, _ = reference.weat_effect_size(X, Y, A, B, word_to_vec_map)
        units = {w: v / np.linalg.norm(v) for w, v in word_to_vec_map.items()}
        toward = np.mean([units[a] for a in A], axis=0) - np.mean([units[b] for b in B], axis=0)
        scores = [units[word] @ toward for word in [*X, *Y]]
        sums = np.array(list(combinations(scores, len(X)))).sum(axis=1)
        return effect, np.mean(sums >= sums[0] - 0.05)

    return "weat_effect_size", weat_effect_size


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "make",
    [
        refuses_by_raw_vectors,
        refuses_small_differences,
        refuses_opposite_words,
        counts_near_misses,
    ],
)
def test_mistakes_without_a_hint_fail_all_the_same(reference: Reference, make, seed: int):
    """Does a mistake fail that cannot have a hint, because its error speaks in its own words?"""
    name, function = make(reference)
    check = Course().declaration("w3_debiasing").exercises[name].check(reference, seed)
    assert not passes(check, lambda _, probe, __: reference.observe(name, probe, function))
