"""Speakers for "Hey, listen": the shipped bank of espeak-ng words, and voices made of formulas.

A speaker says the trigger, words that sound like it in part (confusable) and words that do not
(plain). Speakers, accents and negative words are split three ways; see `data/trigger_words`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from utils.audio import HOP, MEL_BANDS, SAMPLE_RATE, SAMPLES_PER_MS, AudioError, at_level, log_mel
from utils.audio_synthesis import (
    BACKGROUNDS,
    TRIGGER_PHONES,
    Voice,
    background,
    formant_voice,
    formant_word,
)
from utils.data import DATA_FOLDER

SPLITS = ("train", "validation", "test")
KINDS = ("trigger", "confusable", "plain")
FORMANT_VOICES = {"train": range(0, 60), "validation": range(60, 72), "test": range(84, 96)}
FORMANT_WORDS = {
    "train": {
        "confusable": "h e i l i z @|h e i|l I s @ n|l I s @ n h e i|h e i m I s t @|h e i l e s @ n|"
        "n e i s @ l|h a l I s @ n|h e i l I m @ n|h e i s I l @ n|h e i l I|I s @ n",
        "plain": "m @ n a n @|w I n o|t @ m a r o|s e w @ n|k I S @ n|f o l o m i|m a k I t|u m r e l @|"
        "s I s t @|k r o k o t a i l|n u m @|S u k @|j e s t @ w e|t e l @ f o n",
    },
    "validation": {
        "confusable": "h e i l I n @|h e i k e s @ l|m I s @ n|h o i l a n @|h e i l u t @|h e i l I f @",
        "plain": "f a i n a m @ l|k a w @ n|s e w @ n t i|m a u n t @|h a u a r j u|f e s t I w @ l",
    },
    "test": {
        "confusable": "h e i k r I s @ n|m e l I s @|h e i l I n k @ n|m o i s @ n|h e i l e t I s|"
        "t @ l I s t @",
        "plain": "f l a w @|m u s i k|r e i n i|t u m o r o|s e w e r @ l|k o f i",
    },
}


@dataclass(frozen=True)
class Recording:
    """One word of the bank: what is said, of which kind, by whom, and the sound `(samples,)`."""

    word: str
    kind: str
    voice: str
    sound: np.ndarray


class Speaker(Protocol):
    """Somebody who says words: has a name, and says a word of a kind."""

    name: str

    def say(self, kind: str, rng: np.random.Generator) -> np.ndarray:
        """Returns a word of the kind as sound `(samples,)`, whole milliseconds long."""


@dataclass(frozen=True)
class BankSpeaker:
    """A voice of the bank.

    Args:
        name: espeak-ng's name of accent and speaker.
        recordings: Kind to list of recordings.
        vary: Largest share by which a word is played slower or faster, and so lower or higher.
    """

    name: str
    recordings: dict[str, list[Recording]]
    vary: float = 0.0

    def say(self, kind: str, rng: np.random.Generator) -> np.ndarray:
        """Plays one of the recordings of that kind; varied, also a little duller or brighter."""
        mine = self.recordings[kind]
        sound = mine[int(rng.integers(len(mine)))].sound
        if not self.vary:
            return sound
        sound = played_at(sound, 1 + rng.uniform(-self.vary, self.vary))
        return sound + rng.uniform(-0.5, 0.5) * np.concatenate([[0.0], sound[:-1]])


@dataclass(frozen=True)
class FormantSpeaker:
    """A voice made of formulas.

    Args:
        name: For tables.
        voice: How it sounds.
        words: Kind to list of phones.
        inventive: Whether half of the confusable words are new ones, made by `near_miss`.
    """

    name: str
    voice: Voice
    words: dict[str, list[str]]
    inventive: bool = False

    def say(self, kind: str, rng: np.random.Generator) -> np.ndarray:
        """Says one of the words of that kind, differently each time."""
        mine = self.words[kind]
        word = mine[int(rng.integers(len(mine)))]
        if self.inventive and kind == "confusable" and rng.uniform() < 0.5:
            word = near_miss(rng)
        return formant_word(word, self.voice, rng)


# What a phone of the trigger is exchanged for: sounds that nobody takes for it.
CONTRASTS = {
    "h": "m s l",
    "e": "o u",
    "l": "m k s n r",
    "I": "u o a",
    "s": "m k l",
    "@": "i o",
    "n": "s k l",
}


def near_miss(rng: np.random.Generator) -> str:
    """Makes a word out of the trigger by exchanging one or two of its phones.

    Args:
        rng: Source of randomness.

    Returns:
        Phones with spaces between them; never a word of the validation or test split.
    """
    held_out = {
        word
        for split in ("validation", "test")
        for word in FORMANT_WORDS[split]["confusable"].split("|")
    }
    while True:
        phones = TRIGGER_PHONES.split()
        places = [i for i, phone in enumerate(phones) if phone in CONTRASTS]
        for i in rng.choice(places, int(rng.integers(1, 3)), replace=False):
            phones[i] = str(rng.choice(CONTRASTS[phones[i]].split()))
        if " ".join(phones) not in held_out:
            return " ".join(phones)


def played_at(sound: np.ndarray, speed: float) -> np.ndarray:
    """Plays sound faster (above 1) or slower, its pitch going along.

    Returns:
        Float32 array, a whole number of milliseconds long.
    """
    count = max(1, round(len(sound) / speed / SAMPLES_PER_MS)) * SAMPLES_PER_MS
    places = np.linspace(0, len(sound) - 1, count)
    return np.interp(places, np.arange(len(sound)), sound).astype(np.float32)


def load_recordings(split: str, folder: str | Path | None = None) -> list[Recording]:
    """Reads the words of one split of the bank.

    Args:
        split: One of `SPLITS`.
        folder: With `index.tsv` and `<split>.ogg`; `data/trigger_words` of this repository if None.

    Raises:
        FileNotFoundError: If a file is missing; the message says where it was looked for.
        AudioError: If the split is unknown, or index and sound do not fit.
    """
    import soundfile

    folder = DATA_FOLDER / "trigger_words" if folder is None else Path(folder)
    if split not in SPLITS:
        raise AudioError(f"There is no split {split!r}; there are {', '.join(SPLITS)}.")
    for path in (folder / "index.tsv", folder / f"{split}.ogg"):
        if not path.is_file():
            raise FileNotFoundError(
                f"There is no file {path}. The data lies in the repository's data folder, beside "
                "utils: work in a whole copy of the repository."
            )
    sound, rate = soundfile.read(folder / f"{split}.ogg", dtype="float32")
    with (folder / "index.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["split"] == split]
    if rate != SAMPLE_RATE or any(int(row["stop"]) > len(sound) for row in rows):
        raise AudioError(
            f"{split}.ogg ({len(sound)} samples at {rate} Hz) and index.tsv do not fit: get both anew."
        )
    return [
        Recording(
            row["word"], row["kind"], row["voice"], sound[int(row["start"]) : int(row["stop"])]
        )
        for row in rows
    ]


def bank_speakers(split: str, vary: float = 0.0) -> list[BankSpeaker]:
    """Returns the espeak-ng voices of a split.

    Args:
        split: One of `SPLITS`.
        vary: As for `BankSpeaker`.
    """
    by_voice: dict[str, dict[str, list[Recording]]] = {}
    for recording in load_recordings(split):
        kinds = by_voice.setdefault(recording.voice, {kind: [] for kind in KINDS})
        kinds[recording.kind].append(recording)
    return [BankSpeaker(voice, kinds, vary) for voice, kinds in by_voice.items()]


def formant_speakers(split: str, words_of: str | None = None) -> list[FormantSpeaker]:
    """Returns the voices made of formulas of a split; each comes back the same.

    Args:
        split: One of `SPLITS`.
        words_of: Split whose confusable and plain words they say; their own if None.
    """
    if split not in SPLITS:
        raise AudioError(f"There is no split {split!r}; there are {', '.join(SPLITS)}.")
    words = {kind: text.split("|") for kind, text in FORMANT_WORDS[words_of or split].items()}
    words["trigger"] = [TRIGGER_PHONES]
    return [
        FormantSpeaker(
            f"formant {n}", formant_voice(np.random.default_rng([7, n])), words, split == "train"
        )
        for n in FORMANT_VOICES[split]
    ]


def spoken(speaker: Speaker, kind: str, rng: np.random.Generator) -> np.ndarray:
    """Lets a speaker say a word at a random loudness, -30 to -16 dB."""
    return at_level(speaker.say(kind, rng), rng.uniform(-30, -16))


def stock_of_backgrounds(
    rng: np.random.Generator, milliseconds: int = 10_000, each: int = 6
) -> list[np.ndarray]:
    """Makes backgrounds to choose from, which is cheaper than a new one each time.

    Args:
        rng: Source of randomness.
        milliseconds: Length of each.
        each: How many of every kind.

    Returns:
        Float32 arrays `(milliseconds * SAMPLES_PER_MS,)`, all equally loud.
    """
    return [background(kind, milliseconds, rng) for _ in range(each) for kind in BACKGROUNDS]


def some_background(stock: Sequence[np.ndarray], rng: np.random.Generator) -> np.ndarray:
    """Takes a background from the stock, begun anywhere, at a random loudness, -60 to -38 dB."""
    chosen = stock[int(rng.integers(len(stock)))]
    return at_level(np.roll(chosen, int(rng.integers(len(chosen)))), rng.uniform(-60, -38))


def take_turns(*groups: Sequence[Speaker]) -> list[Speaker]:
    """Lines speakers up so that the groups take turns, the shorter ones coming again.

    Args:
        groups: Sequences of speakers, none empty.
    """
    longest = max(map(len, groups))
    return [group[i % len(group)] for i in range(longest) for group in groups]


@dataclass(frozen=True)
class Examples:
    """Clips to learn from.

    Attributes:
        features: Float32 array `(clips, timesteps, bands)`.
        labels: Float32 array `(clips, Ty, 1)`.
    """

    features: np.ndarray
    labels: np.ndarray


def make_examples(
    create: Callable,
    speakers: Sequence[Speaker],
    count: int,
    clip_ms: int,
    Ty: int,
    rng: np.random.Generator,
) -> Examples:
    """Has clips put together, and makes their features.

    Args:
        create: From `(background, activates, negatives, Ty, rng)` to sound and labels `(1, Ty)`.
        speakers: Take turns, one a clip.
        count: Number of clips.
        clip_ms: Length of a clip in milliseconds.
        Ty: Number of labels of a clip.
        rng: Source of randomness.
    """
    stock = stock_of_backgrounds(rng, clip_ms)
    features = np.empty((count, clip_ms * SAMPLES_PER_MS // HOP, MEL_BANDS), np.float32)
    labels = np.empty((count, Ty, 1), np.float32)
    for i in range(count):
        speaker = speakers[i % len(speakers)]
        kinds = ["confusable", "confusable", "plain"]
        triggers = [spoken(speaker, "trigger", rng) for _ in range(rng.integers(0, 5))]
        others = [spoken(speaker, kinds[k], rng) for k in rng.integers(0, 3, rng.integers(4, 9))]
        x, y = create(some_background(stock, rng), triggers, others, Ty, rng)
        features[i], labels[i, :, 0] = log_mel(x), np.reshape(y, -1)
    return Examples(features, labels)


@dataclass(frozen=True, eq=False)  # Arrays have no single answer to ==.
class Scene:
    """Somebody talks for a while.

    Attributes:
        sound: Float32 array `(samples,)`.
        events: Times in seconds at which a trigger ends.
        words: Triples of kind, start and end in seconds, in order of time.
        speaker: Who talks.
    """

    sound: np.ndarray
    events: list[float]
    words: list[tuple[str, float, float]] = field(default_factory=list)
    speaker: str = ""

    @property
    def seconds(self) -> float:
        """Returns how long it is."""
        return len(self.sound) / SAMPLE_RATE


def scene(
    speaker: Speaker,
    seconds: int,
    rng: np.random.Generator,
    trigger_share: float = 0.3,
    confusable_share: float = 0.5,
    stock: Sequence[np.ndarray] | None = None,
) -> Scene:
    """Lets a speaker talk over changing backgrounds, word after word, 0.4 to 2 s apart.

    Args:
        speaker: Who talks.
        seconds: How long; backgrounds change every ten seconds.
        rng: Source of randomness.
        trigger_share: Share of triggers among the words.
        confusable_share: Share of the confusable words among the others.
        stock: Backgrounds of ten seconds to choose from; made for this scene if None.
    """
    stock = stock_of_backgrounds(rng, each=1) if stock is None else stock
    parts = [some_background(stock, rng) for _ in range(-(-seconds // 10))]
    sound = np.concatenate(parts)[: seconds * SAMPLE_RATE]
    confusable = confusable_share * (1 - trigger_share)
    shares = [trigger_share, confusable, 1 - trigger_share - confusable]
    words, place = [], int(rng.uniform(0.4, 2.0) * SAMPLE_RATE)
    while True:
        kind = KINDS[int(rng.choice(3, p=shares))]
        word = spoken(speaker, kind, rng)
        stop = place + len(word)
        if stop > len(sound) - SAMPLE_RATE:  # A second is left to notice the last word.
            break
        sound[place:stop] += word
        words.append((kind, place / SAMPLE_RATE, stop / SAMPLE_RATE))
        place = stop + int(rng.uniform(0.4, 2.0) * SAMPLE_RATE)
    events = [stop for kind, _, stop in words if kind == "trigger"]
    return Scene(sound, events, words, speaker.name)
