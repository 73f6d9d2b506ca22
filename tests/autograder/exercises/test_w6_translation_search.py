"""Are the reference solutions of "Find the best sentence" right? Truth comes from elsewhere."""

from __future__ import annotations

import itertools

import keras
import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.reference import Reference
from autograder.exercises.w6_translation_search import inputs
from utils import number_words, translation

SEEDS = range(4)
V, LONGEST = 4, 5


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Course().declaration("w6_translation_search").reference()


# ------------------------------------------------------------------------------- searches


def language(seed: int, forbidden: float = 0.0):
    """Draws a step over a few symbols, a first state, start and end."""
    rng = np.random.default_rng(seed)
    start, end, _ = inputs.marks(rng, V)
    made, state = inputs.model(rng, V, (3,), start, end, forbidden=forbidden)
    return made.build(), state, start, end


def all_sentences(step, state, start: int, end: int):
    """Scores every sentence of up to `LONGEST` symbols, by going through all of them."""
    found = {}
    for length in range(1, LONGEST + 1):
        for path in itertools.product(range(V), repeat=length):
            if end in path[:-1] or (path[-1] != end and length < LONGEST):
                continue
            total, states, last = 0.0, state, start
            for token in path:
                logs, states = step(np.array([last]), states)
                total, last = total + logs[0, token], token
            if total > -np.inf:
                found[tuple(t for t in path if t != end), path[-1] == end] = total
    return found


@pytest.mark.parametrize("forbidden", [0.0, 0.4])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_wide_beam_finds_every_sentence(reference: Reference, seed: int, forbidden: float):
    """Is a beam as wide as there are sentences the same as trying all of them, scores too?"""
    step, state, start, end = language(seed, forbidden)
    sentences = all_sentences(step, state, start, end)
    for alpha in (0.0, 0.7):
        found = reference.beam_search(step, state, start, end, LONGEST, V**LONGEST, alpha)
        scored = {
            tokens: total / (len(tokens) + ended) ** alpha
            for (tokens, ended), total in sentences.items()
        }
        assert len(found) == len(sentences)
        scores = [score for _, _, score in found]
        assert scores == sorted(scores, reverse=True)
        assert scores[0] == pytest.approx(max(scored.values()))
        assert sorted(scores) == pytest.approx(sorted(scored.values()))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_beam_of_one_is_greedy(reference: Reference, seed: int):
    """Do both write the same, with the same log-probability?"""
    step, state, start, end = language(seed)
    tokens, total = reference.greedy_search(step, state, start, end, LONGEST)
    [found] = reference.beam_search(step, state, start, end, LONGEST, 1, 0.0)
    assert found[0] == tokens
    assert found[1] == pytest.approx(total)


@pytest.mark.parametrize("seed", SEEDS)
def test_log_probabilities_are_those_of_the_sentences(reference: Reference, seed: int):
    """Has each sentence that a narrow beam finds its own probability, and none comes twice?"""
    step, state, start, end = language(seed)
    sentences = all_sentences(step, state, start, end)
    for B in (2, 3, 6):
        found = reference.beam_search(step, state, start, end, LONGEST, B, 0.0)
        assert len({tuple(tokens) for tokens, _, _ in found}) == len(found) <= B
        for tokens, total, _ in found:
            values = [v for (own, _), v in sentences.items() if own == tuple(tokens)]
            assert any(total == pytest.approx(value) for value in values)


# ------------------------------------------------------------------------------- BLEU


def corpus(rng: np.random.Generator, count: int):
    """Draws candidates near to their references: some words exchanged, lost, or said twice."""
    words = [f"w{i}" for i in range(12)]

    def near(base, share):
        kept = [str(rng.choice(words)) if rng.random() < share else w for w in base]
        return [w for w in kept if rng.random() > share / 2] + kept[:1] * int(rng.integers(0, 2))

    candidates, references = [], []
    for _ in range(count):
        base = [str(w) for w in rng.choice(words, int(rng.integers(4, 14)))]
        references.append([near(base, 0.1) or base for _ in range(int(rng.integers(1, 5)))])
        candidates.append(near(base, 0.2))
    return candidates, references


def test_bleu_is_sacrebleu_s(reference: Reference):
    """Is BLEU that of sacrebleu on 300 corpora, few of them 0, and so are counts and penalty?"""
    sacrebleu = pytest.importorskip("sacrebleu")
    rng = np.random.default_rng(3)
    zeros = 0
    for _ in range(300):
        candidates, references = corpus(rng, int(rng.integers(1, 6)))
        most = max(map(len, references))
        streams = [
            [" ".join(own[i]) if i < len(own) else None for own in references] for i in range(most)
        ]
        for max_n in (4, 2):
            metric = sacrebleu.BLEU(
                tokenize="none", smooth_method="none", max_ngram_order=max_n, force=True
            )
            expected = metric.corpus_score([" ".join(words) for words in candidates], streams)
            found = reference.corpus_bleu(candidates, references, max_n)
            assert found == pytest.approx(expected.score / 100, abs=1e-9)
            zeros += found == 0
        lengths = [[len(words) for words in own] for own in references]
        penalty = reference.brevity_penalty(list(map(len, candidates)), lengths)
        assert penalty == pytest.approx(expected.bp)
        counts = [
            sum(reference.modified_precision(c, own, 2)[i] for c, own in zip(candidates, references,
                strict=True)) for i in (0, 1)
        ]  # fmt: skip
        assert counts == [expected.counts[1], expected.totals[1]]
    assert zeros < 120


def test_the_two_cases_of_the_notebook(reference: Reference):
    """Do two sentences give 2 of 7, and 4 of 6, as in the lecture?"""
    references = [
        text.split() for text in ("a dog sleeps on a sofa", "on the sofa there is a dog asleep")
    ]
    assert reference.modified_precision(["a"] * 7, references, 1) == (2, 7)
    said = "on the sofa a dog sleeps soundly".split()
    assert reference.modified_precision(said, references, 2) == (4, 6)


# ------------------------------------------------------------------------------- the nets


def test_the_pair_is_keras_s_own_gru(reference: Reference):
    """Do encoder and decoder give what GRU cells give step by step, padding skipped?"""
    keras.utils.set_random_seed(2)
    encoder, decoder = reference.encoder_decoder(9, 8, 6)
    rng = np.random.default_rng(0)
    ids, words = rng.integers(1, 9, (2, 4)), rng.integers(1, 8, (2, 3))
    ids[0, 3] = 0
    state = np.asarray(encoder(ids))
    table, *weights = encoder.get_weights()
    total = np.zeros((2, 6), "float32")
    for own, backwards in ((weights[:3], False), (weights[3:], True)):
        cell = keras.layers.GRUCell(6)
        cell.build((None, 32))
        cell.set_weights(own)
        for row in range(2):
            s = np.zeros((1, 6), "float32")
            kept = [i for i in ids[row] if i]
            for word in kept[::-1] if backwards else kept:
                s, _ = cell(table[[word]], s)
            total[row] += np.asarray(s)[0]
    np.testing.assert_allclose(state, total, atol=1e-5)
    logits, last = (np.asarray(part) for part in decoder([words, state]))
    table, kernel, recurrent, bias, dense, offset = decoder.get_weights()
    cell = keras.layers.GRUCell(6)
    cell.build((None, 32))
    cell.set_weights([kernel, recurrent, bias])
    s = state
    for t in range(3):
        s, _ = cell(table[words[:, t]], s)
        np.testing.assert_allclose(logits[:, t], np.asarray(s) @ dense + offset, atol=1e-5)
    np.testing.assert_allclose(last, np.asarray(s), atol=1e-5)


def test_the_pair_learns_to_count(reference: Reference):
    """Does it learn numbers up to 99 by heart, and do search and teacher forcing score alike?"""
    keras.utils.set_random_seed(1)
    sizes = len(number_words.FRENCH), len(number_words.ENGLISH)
    encoder, decoder = reference.encoder_decoder(*sizes, 32)
    numbers = list(range(60)) * 8
    weights = [*encoder.trainable_weights, *decoder.trainable_weights]
    learned = translation.train(
        lambda x, y: decoder([y, encoder(x)])[0], weights, numbers, 25, rate=0.01
    )
    assert learned.losses[-1] < 0.5 * learned.losses[0]
    step, states = translation.step_of(decoder), translation.states_of(encoder, numbers[:60])
    marks = number_words.START, number_words.END
    found = [reference.greedy_search(step, state, *marks, 8) for state in states]
    assert translation.right([tokens for tokens, _ in found], numbers[:60]).mean() > 0.8
    texts = [number_words.english_text(tokens) for tokens, _ in found]
    for own, (_, total) in zip(translation.by_symbol(decoder, states, texts), found, strict=True):
        assert own.sum() == pytest.approx(total, abs=1e-3)
