"""Do words and noises made of formulas have the sound they are said to have?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from utils import audio, audio_synthesis

RATE = audio.SAMPLE_RATE
VOICE = audio_synthesis.Voice(120, 1.0, 2.0, 0.0, 0.0, 9.0, (1.0, 1.0, 1.0))


def power_between(sound, low, high):
    spectrum = np.abs(np.fft.rfft(sound)) ** 2
    frequencies = np.fft.rfftfreq(len(sound), 1 / RATE)
    return spectrum[(frequencies >= low) & (frequencies < high)].sum()


def resonances(sound, order=12):
    """Returns the formants that linear prediction finds, the phonetician's method, in Hz."""
    import librosa

    emphasised = np.append(sound[0], sound[1:] - 0.97 * sound[:-1])
    coefficients = librosa.lpc(emphasised * np.hamming(len(emphasised)), order=order)
    roots = [r for r in np.roots(coefficients) if r.imag > 0.01 and abs(r) > 0.85]
    return sorted(np.angle(roots) * RATE / (2 * np.pi))


@pytest.mark.parametrize("vowel", ["i", "a", "u", "e"])
def test_vowels_have_their_formants(vowel):
    """Does linear prediction find a resonance near each of the two lowest formants?"""
    rng = np.random.default_rng(3)
    sound = audio_synthesis.formant_word(f"{vowel} {vowel} {vowel}", VOICE, rng).astype(float)
    middle = sound[len(sound) // 3 : -len(sound) // 3]
    found = np.array(resonances(middle))
    for formant in audio_synthesis.PHONES[vowel].formants[:2]:
        # Harmonics show a resonance every 120 Hz only: no method finds it closer than that.
        assert np.abs(found - formant).min() < max(VOICE.pitch, 0.15 * formant), (formant, found)


@pytest.mark.parametrize("pitch", [90, 150, 240])
def test_the_buzz_has_the_voices_pitch(pitch):
    """Does librosa's pitch tracker hear the pitch that the voice is said to have?"""
    import librosa

    voice = replace(VOICE, pitch=pitch)
    sound = audio_synthesis.formant_word("a a a", voice, np.random.default_rng(4))
    heard = librosa.yin(sound.astype(float), fmin=60, fmax=400, sr=RATE)
    assert abs(np.median(heard) / pitch - 1) < 0.1


def test_hisses_lie_in_their_band():
    """Has "s" its power above 4.5 kHz, and "S" in the middle?"""
    rng = np.random.default_rng(5)
    s, sh = (audio_synthesis.formant_word(f"{x} {x}", VOICE, rng) for x in "sS")
    assert power_between(s, 4500, 8000) > 0.95 * power_between(s, 0, 8001)
    assert power_between(sh, 2000, 5500) > 0.95 * power_between(sh, 0, 8001)


def test_words_are_finite_whole_milliseconds_and_never_the_same():
    """Can every phone be said by many voices, at full loudness, and differently each time?"""
    rng = np.random.default_rng(6)
    phones = list(audio_synthesis.PHONES)
    for _ in range(30):
        voice = audio_synthesis.formant_voice(rng)
        said = " ".join(rng.choice(phones, 4))
        one, other = (audio_synthesis.formant_word(said, voice, rng) for _ in range(2))
        for word in (one, other):
            assert np.isfinite(word).all()
            assert len(word) % audio.SAMPLES_PER_MS == 0
            assert abs(np.abs(word).max() - 0.9) < 1e-6
        assert len(one) != len(other) or np.abs(one - other).max() > 0.01


def test_the_same_generator_says_the_same():
    """Does all randomness come from the generator?"""
    words = [
        audio_synthesis.formant_word("h e i", VOICE, np.random.default_rng(7)) for _ in range(2)
    ]
    np.testing.assert_array_equal(*words)


@pytest.mark.parametrize("phones", ["h e q", "", "hei"])
def test_unknown_phones_are_named(phones):
    """Is a phone that nobody can say refused, with the known ones listed?"""
    with pytest.raises(audio.AudioError, match="Known are: i I e"):
        audio_synthesis.formant_word(phones, VOICE, np.random.default_rng(0))


@pytest.mark.parametrize("kind", list(audio_synthesis.BACKGROUNDS))
def test_backgrounds_have_length_and_level(kind):
    """Is each kind as long and as loud as asked, and not the same twice?"""
    rng = np.random.default_rng(8)
    one, other = (audio_synthesis.background(kind, 2500, rng, -30) for _ in range(2))
    assert one.shape == (40_000,)
    assert abs(20 * np.log10(audio.root_mean_square(one)) + 30) < 0.01
    assert np.abs(one - other).max() > 1e-4


def test_backgrounds_sound_like_their_names():
    """Has rumble its power low, hiss all over, and hum at the mains' frequencies?"""
    rng = np.random.default_rng(9)
    rumble, hiss, hum = (
        audio_synthesis.background(kind, 4000, rng) for kind in ("rumble", "hiss", "hum")
    )
    assert power_between(rumble, 0, 500) > 0.7 * power_between(rumble, 0, 8001)
    assert power_between(hiss, 2000, 8000) > 0.4 * power_between(hiss, 0, 8001)
    peak = np.fft.rfftfreq(len(hum), 1 / RATE)[np.abs(np.fft.rfft(hum)).argmax()]
    assert min(abs(peak % base) for base in (50, 60)) < 1


def test_wrong_backgrounds_are_refused():
    """Are an unknown kind and an empty length told in words?"""
    rng = np.random.default_rng(0)
    with pytest.raises(audio.AudioError, match="there are hiss, rumble"):
        audio_synthesis.background("jungle", 1000, rng)
    with pytest.raises(audio.AudioError, match="at least 1 ms"):
        audio_synthesis.background("hiss", 0, rng)
