"""Are a translator's steps, scores and baselines right?"""

from __future__ import annotations

import keras
import numpy as np
import pytest

from utils import number_words, translation

SIZES = len(number_words.FRENCH), len(number_words.ENGLISH)


@pytest.fixture(scope="module")
def pair():
    """Returns a tiny encoder and decoder, not trained."""
    keras.utils.set_random_seed(1)
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(SIZES[0], 4, mask_zero=True)(ids)
    encoder = keras.Model(ids, keras.layers.GRU(5)(words))
    symbols, state = keras.Input((None,), dtype="int32"), keras.Input((5,))
    words = keras.layers.Embedding(SIZES[1], 4)(symbols)
    layer = keras.layers.GRU(5, return_sequences=True, return_state=True)
    outputs, last = layer(words, initial_state=state)
    logits = keras.layers.Dense(SIZES[1])(outputs)
    return encoder, keras.Model([symbols, state], [logits, last])


def test_a_step_gives_log_probabilities_without_marks(pair):
    """Do powers sum to 1, padding and start aside, for one hypothesis and for several?"""
    encoder, decoder = pair
    step = translation.step_of(decoder)
    [state] = translation.states_of(encoder, [1280])
    for k in (1, 3):
        logs, states = step(np.full(k, number_words.START), np.repeat(state, k, axis=0))
        assert logs.shape == (k, SIZES[1])
        assert states.shape == (k, 5)
        assert np.isneginf(logs[:, :2]).all()
        np.testing.assert_allclose(np.exp(logs).sum(axis=1), 1, rtol=1e-5)


def test_a_sentence_is_scored_as_its_steps_are(pair):
    """Is the sum by teacher forcing that of the steps, texts of different lengths together?"""
    encoder, decoder = pair
    step = translation.step_of(decoder)
    texts = ["two hundred", "seven", "one thousand and five"]
    states = translation.states_of(encoder, [200, 7, 1005])
    for own, text, state in zip(
        translation.by_symbol(decoder, states, texts), texts, states, strict=True
    ):
        last, logs = number_words.START, []
        for token in [*number_words.english_ids(text), number_words.END]:
            row, state = step([last], state)
            logs.append(row[0, token])
            last = token
        np.testing.assert_allclose(own, logs, atol=1e-5)


def test_references_are_scored_one_by_one(pair):
    """Has each reference the score that it has alone, in its number's own list?"""
    encoder, decoder = pair
    states = translation.states_of(encoder, [12, 1280])
    found = translation.reference_logs(decoder, states, [12, 1280])
    assert list(map(len, found)) == [1, 4]
    text = number_words.references(1280)[2]
    [alone] = translation.by_symbol(decoder, states[1:], [text])
    np.testing.assert_allclose(found[1][2], alone, atol=1e-5)


def test_states_are_those_of_each_number_alone(pair):
    """Does padding in a batch leave a state as it is?"""
    encoder, _ = pair
    together = translation.states_of(encoder, [7, 123456])
    np.testing.assert_allclose(together[0], translation.states_of(encoder, [7])[0], atol=1e-6)


def test_drawn_sentences_end(pair):
    """Is a drawn sentence free of marks, and no longer than is allowed?"""
    encoder, decoder = pair
    step, [state] = translation.step_of(decoder), translation.states_of(encoder, [12])
    for seed in range(5):
        tokens = translation.drawn(step, state, np.random.default_rng(seed), longest=6)
        assert len(tokens) <= 6
        assert min(tokens, default=3) > number_words.END


def test_writing_side_by_side_takes_the_likeliest(pair):
    """Is each symbol that is written for many at once the likeliest, step by step?"""
    encoder, decoder = pair
    written = translation.write(lambda x, y: decoder([y, encoder(x)])[0], [7, 80, 1001], longest=5)
    step = translation.step_of(decoder)
    for number, tokens in zip([7, 80, 1001], written, strict=True):
        last, [state] = number_words.START, translation.states_of(encoder, [number])
        for token in tokens:
            logs, state = step([last], state)
            last = int(logs[0].argmax())
            assert token == last


def test_training_and_attention_learn_a_few_numbers():
    """Does the loss fall, for a net with attention, and is every number seen?"""
    keras.utils.set_random_seed(1)
    net = translation.attention_net(*SIZES, 16)
    numbers = list(range(30)) * 10
    learned = translation.train(lambda x, y: net([x, y]), net.trainable_weights, numbers, 12, 0.01)
    assert len(learned.losses) == 12
    assert learned.losses[-1] < 0.5 * learned.losses[0]
    batches = list(translation._batches(numbers, np.random.default_rng(0)))
    assert sum(len(x) for x, _ in batches) == len(numbers)
    for x, y in batches:
        assert (x != 0).any(axis=0).all()
        assert (y[:, 0] == number_words.START).all()


def test_right_is_equal_to_any_reference():
    """Is each of the right translations right, and one with a word less wrong?"""
    outputs = [number_words.english_ids(text) for text in number_words.references(1280)]
    assert translation.right(outputs, [1280] * 4).all()
    assert not translation.right([outputs[0][:-1], []], [1280, 1280]).any()


def test_the_table_knows_words_and_no_order():
    """Does the baseline know single words, and fail where French counts in scores?"""
    table = translation.word_table(number_words.split(6, (3000, 10, 10)).train)
    assert table["mille"] == "thousand"
    assert table["trente"] == "thirty"
    tokens = [translation.translate_by_table(table, n) for n in (32, 97)]
    assert translation.right(tokens, [32, 97]).tolist() == [True, False]


def test_mcnemar_is_that_of_a_fair_coin():
    """Is p the chance that a fair coin is as lopsided, in both directions?"""
    first, second = np.array([True] * 8 + [False] * 2), np.array([False] * 8 + [True] * 2)
    found = translation.mcnemar(first, second)
    assert found[:2] == (8, 2)
    assert found.p == pytest.approx(2 * (1 + 10 + 45) / 2**10)
    assert translation.mcnemar(first, first).p == 1.0


def test_scores_by_length_cover_all_lengths():
    """Are there rows for the lengths that occur, with the share that is right?"""
    outputs = [number_words.english_ids(number_words.english(n)) for n in (7, 1280)] + [[]]
    rows = translation.by_length(outputs, [7, 1280, 999_999], lambda c, r, n: float(len(c)))
    assert rows == [("1-4", 1.0, 1.0), ("5-7", 1.0, 1.0), ("8-10", 1.0, 0.0)] or len(rows) == 3
    assert [row[2] for row in rows] == [1.0, 1.0, 0.0]
