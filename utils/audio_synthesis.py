"""Makes words and noises out of formulas: a small formant synthesiser and six backgrounds.

A vowel is a buzz in a tube: the voice's harmonics, some made louder by the tube's resonances, the
formants. A hiss is noise from a band of frequencies. What is said here is crude, never the same
twice, and needs no recording.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from utils.audio import SAMPLE_RATE, SAMPLES_PER_MS, AudioError, at_level

STEP = 80  # samples for which loudness and formants are constant before smoothing: 5 ms


@dataclass(frozen=True)
class Phone:
    """One sound of speech.

    Args:
        formants: The tube's three lowest resonances in Hz, for an average adult.
        voiced: Loudness of the buzz, 0 to 1.
        noise: Loudness of the hiss, 0 to 1.
        band: Lower and upper edge of the hiss in Hz.
        milliseconds: Usual length.
    """

    formants: tuple[float, float, float]
    voiced: float = 1.0
    noise: float = 0.0
    band: tuple[float, float] = (500.0, 5000.0)
    milliseconds: float = 90.0


# Vowels after Peterson and Barney, 1952, https://doi.org/10.1121/1.1906875 (rounded); consonants are
# rough means of what phonetics books give.
PHONES = {
    "i": Phone((280, 2250, 3000), milliseconds=110),
    "I": Phone((400, 2000, 2550)),
    "e": Phone((530, 1850, 2500), milliseconds=100),
    "a": Phone((730, 1200, 2450), milliseconds=120),
    "o": Phone((550, 900, 2400), milliseconds=110),
    "u": Phone((310, 900, 2250), milliseconds=110),
    "@": Phone((500, 1500, 2500), 0.8, milliseconds=60),
    "j": Phone((280, 2200, 2900), 0.8, milliseconds=50),
    "w": Phone((300, 700, 2200), 0.6, milliseconds=60),
    "l": Phone((360, 1150, 2700), 0.5, milliseconds=70),
    "r": Phone((400, 1200, 1650), 0.5, milliseconds=70),
    "n": Phone((280, 1600, 2500), 0.3, milliseconds=80),
    "m": Phone((280, 1000, 2200), 0.3, milliseconds=80),
    "h": Phone((500, 1700, 2500), 0.0, 0.18, (600, 4500), 70),
    "s": Phone((400, 1700, 2600), 0.0, 0.35, (4500, 7800), 100),
    "S": Phone((400, 1700, 2600), 0.0, 0.40, (2000, 5500), 100),
    "f": Phone((400, 1200, 2400), 0.0, 0.10, (1000, 7500), 90),
    "z": Phone((400, 1700, 2600), 0.25, 0.22, (4000, 7800), 80),
    "t": Phone((400, 1700, 2600), 0.0, 0.05, (3000, 7500), 50),
    "k": Phone((350, 1900, 2500), 0.0, 0.05, (1500, 4500), 55),
}
TRIGGER_PHONES = "h e i l I s @ n"  # "hey listen"


@dataclass(frozen=True)
class Voice:
    """Who speaks.

    Args:
        pitch: Mean frequency of the buzz in Hz, about 80 to 300.
        tract: Factor on all formants: above 1 is a shorter tube, as of a child.
        speed: Factor on all lengths: above 1 is slower.
        breath: How much hiss is mixed into the buzz, 0 to 1.
        melody: How far the pitch moves within a word, a share of it.
        tilt: Decibels that the buzz loses an octave, about 6 to 15.
        accent: Factors `(3,)` on each formant of vowels, the voice's own way of saying them.
    """

    pitch: float
    tract: float
    speed: float
    breath: float
    melody: float
    tilt: float
    accent: tuple[float, float, float]


def formant_voice(rng: np.random.Generator) -> Voice:
    """Draws a voice.

    Args:
        rng: Source of randomness; a generator with a fixed seed gives a voice one can come back to.
    """
    pitch = 85 * 3.2 ** rng.uniform()  # 85 to 272 Hz, evenly in octaves.
    tract = 0.88 + 0.2 * np.log(pitch / 85) + rng.uniform(-0.06, 0.06)
    accent = rng.uniform(0.93, 1.07, 3).tolist()
    return Voice(
        pitch=float(pitch),
        tract=float(tract),
        speed=float(rng.uniform(0.8, 1.35)),
        breath=float(rng.uniform(0.0, 0.12)),
        melody=float(rng.uniform(-0.3, 0.3)),
        tilt=float(rng.uniform(7, 13)),
        accent=(accent[0], accent[1], accent[2]),
    )


def formant_word(phones: str, voice: Voice, rng: np.random.Generator) -> np.ndarray:
    """Says a word.

    1. Lengths of the phones, each a little off: samples a phone.
    2. Formants, loudness of buzz and hiss as curves over time, smoothed over 25 ms as mouths move.
    3. Buzz: harmonics of the pitch up to 5 kHz, each as loud as the formants let it be.
    4. Hiss: noise of the phone's band.

    Args:
        phones: Keys of `PHONES` with spaces between them, such as `TRIGGER_PHONES`.
        voice: Who speaks.
        rng: Source of what differs from one time to the next.

    Returns:
        Float32 array `(samples,)` at `SAMPLE_RATE`, loudest sample 0.9, a whole number of
        milliseconds long.

    Raises:
        AudioError: If a phone is unknown or there is none.

    Source:
        Klatt, 1980, https://doi.org/10.1121/1.383940, much simplified: parallel formants as a
        weight on harmonics in place of filters.
    """
    names = phones.split()
    unknown = [name for name in names if name not in PHONES]
    if unknown or not names:
        raise AudioError(
            f"The phones {unknown or phones!r} are unknown. Known are: {' '.join(PHONES)}."
        )
    chosen = [PHONES[name] for name in names]
    lengths = [p.milliseconds * voice.speed * rng.uniform(0.85, 1.15) for p in chosen]
    counts = [max(3, round(ms * SAMPLES_PER_MS / STEP)) for ms in lengths]
    curves = np.repeat(
        [[*p.formants, p.voiced, p.noise * (1 + voice.breath)] for p in chosen], counts, axis=0
    )  # (steps, 5)
    curves[:, 3:] *= _fade(len(curves))[:, None]
    curves = _smooth(curves)
    samples = len(curves) * STEP
    buzz = _buzz(curves, voice, rng, samples)
    noise = rng.standard_normal(samples)
    hiss = np.zeros(samples)
    start = 0
    for phone, count in zip(chosen, counts, strict=True):
        stop = start + count * STEP
        if phone.noise:
            low, high = (min(edge * voice.tract, 7900.0) for edge in phone.band)
            hiss[start:stop] = _band(noise[start:stop], low, high)
        start = stop
    hiss *= _to_samples(curves[:, 4], samples)
    breath = voice.breath * 0.15 * np.abs(buzz) * noise
    word = buzz + hiss + breath
    return (0.9 * word / np.abs(word).max()).astype(np.float32)


def _fade(steps: int) -> np.ndarray:
    """Fades in and out over 20 ms."""
    ramp = np.minimum(np.arange(1, steps + 1) / 4, 1)
    return ramp * ramp[::-1]


def _smooth(curves: np.ndarray, width: int = 5) -> np.ndarray:
    kernel = np.ones(width) / width
    padded = np.pad(curves, ((width // 2, width // 2), (0, 0)), mode="edge")
    return np.stack([np.convolve(column, kernel, mode="valid") for column in padded.T], axis=1)


def _to_samples(curve: np.ndarray, samples: int) -> np.ndarray:
    places = (np.arange(len(curve)) + 0.5) * STEP
    return np.interp(np.arange(samples), places, curve)


def _buzz(curves: np.ndarray, voice: Voice, rng: np.random.Generator, samples: int) -> np.ndarray:
    """Adds up harmonics; returns `(samples,)`."""
    steps = len(curves)
    line = np.linspace(-0.5, 0.5, steps)
    pitch = voice.pitch * rng.uniform(0.94, 1.06) * (1 - voice.melody * line)
    pitch = pitch * (1 + 0.01 * np.sin(2 * np.pi * (5 * line + rng.uniform())))
    phase = 2 * np.pi * np.cumsum(_to_samples(pitch, samples)) / SAMPLE_RATE
    formants = curves[:, :3] * voice.tract * np.array(voice.accent) * rng.uniform(0.97, 1.03, 3)
    widths = np.array([70.0, 100.0, 150.0])
    harmonics = np.arange(1, int(5000 / pitch.min()) + 1)
    frequency = np.outer(harmonics, pitch)  # (harmonics, steps)
    peaks = 1 / (1 + ((frequency[..., None] - formants) / widths) ** 2)
    loud = peaks @ [1.0, 0.7, 0.4] + 0.02
    loud *= (harmonics ** (-voice.tilt / 12))[:, None] * (frequency < 5000) * curves[:, 3]
    # sin((k + 1) p) = 2 cos(p) sin(k p) - sin((k - 1) p): one sine for all harmonics.
    twice_cosine, before, sine = 2 * np.cos(phase), np.zeros(samples), np.sin(phase)
    left, weight = _places(len(loud[0]), samples)
    total = np.zeros(samples)
    for amplitude in loud:
        slope = np.diff(amplitude, append=amplitude[-1])
        total += (amplitude[left] + weight * slope[left]) * sine
        before, sine = sine, twice_cosine * sine - before
    return total


def _places(steps: int, samples: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns, for each sample, the step at its left and how far it is on the way to the next."""
    places = np.clip((np.arange(samples) - STEP / 2) / STEP, 0, steps - 1)
    left = places.astype(int)
    return left, places - left


def _band(noise: np.ndarray, low: float, high: float) -> np.ndarray:
    """Keeps the frequencies between two edges, at a root mean square of 1."""
    spectrum = np.fft.rfft(noise)
    frequencies = np.fft.rfftfreq(len(noise), 1 / SAMPLE_RATE)
    spectrum[(frequencies < low) | (frequencies > high)] = 0
    kept = np.fft.irfft(spectrum, len(noise))
    level = np.sqrt(np.mean(kept**2))
    return kept / level if level > 0 else kept


# ------------------------------------------------------------------------------ backgrounds


def _coloured(samples: int, rng: np.random.Generator, slope: float) -> np.ndarray:
    """Makes noise whose power falls as `1 / frequency ** slope`."""
    spectrum = np.fft.rfft(rng.standard_normal(samples))
    frequencies = np.maximum(np.fft.rfftfreq(samples, 1 / SAMPLE_RATE), 20.0)
    return np.fft.irfft(spectrum / frequencies ** (slope / 2), samples)


def _hiss(samples, rng):
    return _coloured(samples, rng, rng.uniform(0.0, 0.6))


def _rumble(samples, rng):
    return _coloured(samples, rng, rng.uniform(1.2, 2.2))


def _hum(samples, rng):
    time = np.arange(samples) / SAMPLE_RATE
    base = rng.choice([50.0, 60.0, 100.0, 120.0])
    tones = sum(
        rng.uniform(0.2, 1) / k * np.sin(2 * np.pi * k * base * time + rng.uniform(0, 6.3))
        for k in range(1, 9)
    )
    return tones + 0.3 * at_level(_coloured(samples, rng, 1.0), 0)


def _rain(samples, rng):
    drops = np.zeros(samples)
    places = rng.integers(0, samples, int(samples / SAMPLE_RATE * rng.uniform(50, 300)))
    drops[places] = rng.exponential(1.0, len(places))
    tail = np.exp(-np.arange(80) / rng.uniform(8, 25)) * rng.standard_normal(80)
    return np.convolve(drops, tail)[:samples] + 0.1 * _hiss(samples, rng)


def _music(samples, rng):
    out = np.zeros(samples)
    length = int(SAMPLE_RATE * rng.uniform(0.25, 0.7))
    time = np.arange(length) / SAMPLE_RATE
    for start in range(0, samples, length):
        root = 110 * 2 ** (rng.integers(0, 24) / 12)
        for interval in (0, rng.choice([3, 4]), 7):
            pitch = root * 2 ** (interval / 12)
            note = sum(np.sin(2 * np.pi * k * pitch * time) / k**1.5 for k in (1, 2, 3, 4))
            part = out[start : start + length]
            part += (note * np.exp(-time * rng.uniform(1, 6)))[: len(part)]
    return out + 0.05 * _hiss(samples, rng)


def _murmur(samples, rng):
    """Mumbles: several formant voices at once that say vowels and few consonants."""
    out = np.zeros(samples)
    names = list(PHONES)
    for _ in range(int(rng.integers(2, 4))):
        voice, place = formant_voice(rng), int(rng.integers(0, SAMPLE_RATE // 2))
        texts = [" ".join(rng.choice(names, int(rng.integers(3, 7)))) for _ in range(3)]
        said = [formant_word(text, voice, rng) for text in texts]  # Three words, again and again.
        while place < samples:
            word = said[int(rng.integers(len(said)))][: samples - place]
            out[place : place + len(word)] += word * rng.uniform(0.3, 1)
            place += len(word) + int(rng.integers(SAMPLE_RATE // 8, SAMPLE_RATE))
    return out + 0.05 * _rumble(samples, rng)


BACKGROUNDS = {
    "hiss": _hiss,
    "rumble": _rumble,
    "hum": _hum,
    "rain": _rain,
    "music": _music,
    "murmur": _murmur,
}


def background(
    kind: str, milliseconds: int, rng: np.random.Generator, decibels: float = -40.0
) -> np.ndarray:
    """Makes background sound.

    Args:
        kind: A key of `BACKGROUNDS`: hiss (flat noise), rumble (low noise), hum (mains), rain
            (drops), music (random chords), murmur (several voices at once).
        milliseconds: Length.
        rng: Source of randomness.
        decibels: Its root mean square relative to 1.

    Returns:
        Float32 array `(milliseconds * SAMPLES_PER_MS,)`.

    Raises:
        AudioError: If the kind is unknown or the length is not positive.
    """
    if kind not in BACKGROUNDS:
        raise AudioError(f"There is no background {kind!r}; there are {', '.join(BACKGROUNDS)}.")
    if milliseconds < 1:
        raise AudioError(f"A background is at least 1 ms long, not {milliseconds}.")
    return at_level(BACKGROUNDS[kind](milliseconds * SAMPLES_PER_MS, rng), decibels)
