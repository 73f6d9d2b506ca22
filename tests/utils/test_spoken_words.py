"""Spoken words: are levels, words and the two baselines what they say?"""

import numpy as np
import pytest

from utils import spoken_words
from utils.audio import SAMPLE_RATE, root_mean_square
from utils.audio_synthesis import background, formant_voice


def test_noise_is_softer_than_the_word_by_what_was_asked():
    """Is what comes on top of a word the murmur, at the level asked for?"""
    murmur = background("murmur", 2000, np.random.default_rng(0))
    voice = formant_voice(np.random.default_rng(1))
    clean, noisy = (
        spoken_words.record("w @ n", voice, np.random.default_rng(2), noise, murmur)
        for noise in (None, 7.0)
    )
    assert clean.shape == noisy.shape == (SAMPLE_RATE,)
    decibels = 20 * np.log10(root_mean_square(noisy - clean))
    assert decibels == pytest.approx(spoken_words.SPEECH - 7.0, abs=0.1)


def test_words_to_learn_from_are_no_words_of_the_tests():
    """Are the words all different, and neither digits nor near words?"""
    words = spoken_words.other_words(300, np.random.default_rng(3))
    tested = {*spoken_words.DIGITS.values(), *spoken_words.NEAR.values()}
    assert len(set(words)) == 300
    assert not tested & set(words)


def test_groups_name_the_sounds():
    """Has every word its voices, and each a sound of its own?"""
    groups, sounds = spoken_words.training_words(3, 2, np.random.default_rng(4))
    assert sorted(name for names in groups for name in names) == sorted(sounds)
    assert [len(set(names)) for names in groups] == [2, 2, 2]
    assert {sound.shape for sound in sounds.values()} == {(spoken_words.FRAMES, 40)}
    assert len({sound.tobytes() for sound in sounds.values()}) == 6


@pytest.mark.parametrize("seed", range(3))
def test_warping_chooses_as_librosa_does(seed):
    """Is the nearest by warping the one that librosa's cost says?"""
    import librosa

    rng = np.random.default_rng(seed)
    support, query = rng.normal(size=(4, 7, 3)), rng.normal(size=(9, 3))
    costs = [librosa.sequence.dtw(one.T, query.T)[0][-1, -1] for one in support]
    assert spoken_words.nearest_by_warping(support, query) == int(np.argmin(costs))


def test_warping_forgives_speed_and_the_mean_spectrum_order():
    """Is a slower copy nearest by warping, and is the mean spectrum blind to order and loudness?"""
    rng = np.random.default_rng(5)
    support = rng.normal(size=(5, 8, 3))
    assert spoken_words.nearest_by_warping(support, np.repeat(support[3], 2, axis=0)) == 3
    one = spoken_words.mean_spectrum(support)
    np.testing.assert_allclose(spoken_words.mean_spectrum(support[:, ::-1] + 2.0), one, atol=1e-12)


def test_right_choices_are_counted_with_wilsons_interval():
    """Is a share of right choices, out of all queries of all rounds, given with its interval?"""
    one = np.arange(10.0)[:, None, None]
    rounds = [spoken_words.Round(one, one), spoken_words.Round(one, one[::-1])]
    share = spoken_words.share_right(lambda support, query: int(query.item()), rounds)
    assert share.estimate == pytest.approx(0.5)
    # By the formula, 10 of 20: the middle is .5, half its width 1.96 sqrt(.25 / 20 + 1.96^2 / 1600) / 1.192.
    assert (share.low, share.high) == pytest.approx((0.299, 0.701), abs=1e-3)


def test_a_round_has_two_voices_and_the_same_words():
    """Do both say each word, differently, and comes noise behind the queries alone?"""
    rounds = spoken_words.make_rounds(spoken_words.NEAR, 1, np.random.default_rng(6), noise=0)
    support, queries = rounds[0].support, rounds[0].queries
    assert support.shape == queries.shape == (10, spoken_words.FRAMES, 40)
    assert np.abs(support - queries).mean(axis=(1, 2)).min() > 0.05
    assert queries[:, -5:].mean() > support[:, -5:].mean() + 0.1  # Where the words have ended.


def test_the_encoder_gives_rows_of_length_one():
    """Has each sound a vector of length 1 and of the size asked for?"""
    sounds = np.random.default_rng(7).normal(size=(3, spoken_words.FRAMES, 40)).astype("float32")
    vectors = spoken_words.sound_encoder(6).predict_on_batch(sounds)
    assert vectors.shape == (3, 6)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
