"""Spoken words to be told apart by one example each: ten digits, ten near words, and others to learn from.

All are made by `utils.audio_synthesis`, which needs no recording: crude voices, never twice the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from utils.audio import SAMPLE_RATE, at_level, log_mel, player
from utils.audio_synthesis import Voice, background, formant_voice, formant_word
from utils.classification import accuracy_interval

DIGITS = {
    "zero": "z I r o", "one": "w @ n", "two": "t u", "three": "f r i", "four": "f o r",
    "five": "f a I f", "six": "s I k s", "seven": "s e f @ n", "eight": "e I t", "nine": "n a I n",
}  # fmt: skip
NEAR = {f"{consonant}at": f"{consonant} a t" for consonant in "fhklmnrstw"}
FRAMES = 50  # of 20 ms: a second
SPEECH = -23.0  # decibels, of the word alone
CONSONANTS, VOWELS = "j w l r n m h s S f z t k".split(), "i I e a o u @".split()


@dataclass(frozen=True)
class Round:
    """Ten words said by one voice, and again by another.

    Attributes:
        support: Float32 array `(10, 50, 40)`, an example of each word.
        queries: Float32 array `(10, 50, 40)`, the same words in the same order, by another voice.
    """

    support: np.ndarray
    queries: np.ndarray


def record(phones, voice: Voice, rng, noise=None, murmur=None):
    """Says a word once.

    Args:
        phones: As `utils.audio_synthesis.formant_word` takes them.
        voice: Who speaks.
        rng: A `numpy.random.Generator`.
        noise: None, or decibels by which several voices murmuring behind are softer than the word.
        murmur: Float32 array of more than a second to cut that from; made anew if None.

    Returns:
        Float32 array `(samples,)`, one second.
    """
    word = at_level(formant_word(phones, voice, rng), SPEECH)[:SAMPLE_RATE]
    sound = background("hiss", 1000, rng, SPEECH - 40)
    start = int(rng.integers(0, min(1600, SAMPLE_RATE - len(word)) + 1))
    sound[start : start + len(word)] += word
    if noise is not None:
        murmur = background("murmur", 1001, rng) if murmur is None else murmur
        place = int(rng.integers(0, len(murmur) - SAMPLE_RATE))
        sound += at_level(murmur[place : place + SAMPLE_RATE], SPEECH - noise)
    return sound


def listen(word, rng, noise):
    """Plays a digit twice: in one voice, and in another with a murmur behind.

    Args:
        word: A key of `DIGITS`.
        rng: A `numpy.random.Generator`.
        noise: As for `record`, of the second voice.

    Returns:
        What a notebook shows as a player.
    """
    voices = formant_voice(rng), formant_voice(rng)
    sounds = [
        record(DIGITS[word], voice, rng, behind)
        for voice, behind in zip(voices, (None, noise), strict=True)
    ]
    return player(np.concatenate(sounds))


def features(sound):
    """Turns a second of sound into log-mel features of 20 ms: float32 `(50, 40)`."""
    return log_mel(sound).reshape(FRAMES, 2, -1).mean(axis=1)


def other_words(count, rng):
    """Draws words of two to five sounds that are neither digits nor near words.

    Args:
        count: How many, all different.
        rng: A `numpy.random.Generator`.

    Returns:
        List of strings of phones.
    """
    taken = {*DIGITS.values(), *NEAR.values()}
    found: list[str] = []
    while len(found) < count:
        sounds = [str(rng.choice(CONSONANTS)), str(rng.choice(VOWELS))] * 2
        word = " ".join([*sounds, str(rng.choice(CONSONANTS))][: int(rng.integers(2, 6))])
        if word not in taken:
            taken.add(word)
            found.append(word)
    return found


def training_words(count, voices, rng):
    """Makes words to learn from, each said by several voices.

    Args:
        count: How many words.
        voices: How often each is said, by a voice of its own.
        rng: A `numpy.random.Generator`.

    Returns:
        groups: List of `count` lists of `voices` names.
        sounds: Dictionary from name to float32 array `(50, 40)`.
    """
    groups, sounds = [], {}
    murmur = background("murmur", 10_000, rng)
    for word in other_words(count, rng):
        names = [f"{word}, voice {number}" for number in range(1, voices + 1)]
        for name in names:
            noise = None if rng.random() < 0.5 else rng.uniform(0, 20)
            sounds[name] = features(record(word, formant_voice(rng), rng, noise, murmur))
        groups.append(names)
    return groups, sounds


def make_rounds(words, count, rng, noise=None):
    """Makes tests of one example each: two new voices a round.

    Args:
        words: `DIGITS`, `NEAR`, or another dictionary whose values are phones.
        count: Number of rounds.
        rng: A `numpy.random.Generator`.
        noise: As for `record`, behind the queries; the examples are clean.

    Returns:
        List of `Round`.
    """
    rounds = []
    murmur = None if noise is None else background("murmur", 10_000, rng)
    for _ in range(count):
        first, second = formant_voice(rng), formant_voice(rng)
        support = [features(record(p, first, rng)) for p in words.values()]
        queries = [features(record(p, second, rng, noise, murmur)) for p in words.values()]
        rounds.append(Round(np.stack(support), np.stack(queries)))
    return rounds


def sound_encoder(units=64):
    """Makes an encoder of sounds: a convolution, a recurrent layer both ways, rows of length 1.

    Args:
        units: Size of the vectors.

    Returns:
        A `keras.Model` from float32 `(batch, 50, 40)` to `(batch, units)`.
    """
    import keras

    return keras.Sequential(
        [
            keras.Input((FRAMES, 40)),
            keras.layers.Conv1D(48, 5, strides=2, activation="relu"),
            keras.layers.Bidirectional(keras.layers.GRU(48)),
            keras.layers.Dense(units),
            keras.layers.UnitNormalization(),
        ]
    )


def share_right(choose, rounds):
    """Counts how often the right one of ten words is chosen.

    Args:
        choose: Function `(support, query) -> index`.
        rounds: List of `Round`.

    Returns:
        `utils.evaluation.Interval`: the share, and Wilson's interval of 95 %.
    """
    chosen = [int(choose(one.support, query)) for one in rounds for query in one.queries]
    return accuracy_interval(chosen, [place for one in rounds for place in range(len(one.queries))])


def mean_spectrum(sounds):
    """Averages features over time, without the mean over the bands: a baseline, no training.

    Args:
        sounds: Float array `(n, 50, 40)`.

    Returns:
        Float array `(n, 40)`.
    """
    means = np.asarray(sounds).mean(axis=1)
    return means - means.mean(axis=1, keepdims=True)


def nearest_by_warping(support, query):
    """Chooses the example that is nearest when time may be stretched: a baseline, no training.

    Args:
        support: Float array `(k, frames, bands)`.
        query: Float array `(frames, bands)`.

    Returns:
        Int, the place in `support`.

    Source:
        Sakoe and Chiba, 1978, https://doi.org/10.1109/TASSP.1978.1163055, with steps of one frame.
    """
    costs = np.linalg.norm(support[:, :, None] - query[None, None], axis=-1)  # (k, frames, frames)
    total = np.full((len(support), costs.shape[1] + 1, costs.shape[2] + 1), np.inf)
    total[:, 0, 0] = 0
    for i in range(costs.shape[1]):
        for j in range(costs.shape[2]):
            before = np.minimum(total[:, i, j], np.minimum(total[:, i, j + 1], total[:, i + 1, j]))
            total[:, i + 1, j + 1] = costs[:, i, j] + before
    return int(np.argmin(total[:, -1, -1]))
