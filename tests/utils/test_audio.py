"""Is sound read, measured and mixed as promised? Oracles: librosa, SciPy, a look at one sine."""

from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile

from utils import audio

RATE = audio.SAMPLE_RATE


def tone(frequency, seconds, rate=RATE):
    return 0.5 * np.sin(2 * np.pi * frequency * np.arange(int(seconds * rate)) / rate)


def strongest(sound, rate=RATE):
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return np.fft.rfftfreq(len(sound), 1 / rate)[spectrum.argmax()]


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_any_rate_and_any_channels_give_the_same_tone(tmp_path, rate, channels):
    """Is a tone of 440 Hz one of 440 Hz, as long as before, whatever file it comes from?"""
    path = tmp_path / "tone.wav"
    soundfile.write(path, np.column_stack([tone(440, 1.5, rate)] * channels), rate)
    sound = audio.load_audio(path)
    assert sound.dtype == np.float32
    assert abs(len(sound) - 1.5 * RATE) <= audio.SAMPLES_PER_MS
    assert len(sound) % audio.SAMPLES_PER_MS == 0
    assert abs(strongest(sound) - 440) < 1
    middle = slice(4000, -4000)
    np.testing.assert_allclose(sound[middle], tone(440, 1.6)[: len(sound)][middle], atol=0.01)


def test_what_16_khz_cannot_carry_is_cut_off(tmp_path):
    """Does a tone of 10 kHz vanish, and not fold down to 6 kHz?"""
    path = tmp_path / "high.wav"
    soundfile.write(path, tone(10_000, 1.0, 44_100) + tone(300, 1.0, 44_100), 44_100)
    sound = audio.load_audio(path)[2000:-2000]
    spectrum = np.abs(np.fft.rfft(sound))
    frequencies = np.fft.rfftfreq(len(sound), 1 / RATE)
    assert spectrum[np.abs(frequencies - 6000) < 50].max() < 0.01 * spectrum.max()


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
def test_common_formats_are_read(tmp_path, suffix):
    """Can a learner bring WAV, FLAC, Ogg and MP3?"""
    path = tmp_path / f"voice.{suffix}"
    soundfile.write(path, tone(500, 1.0, 44_100), 44_100)
    assert abs(strongest(audio.load_audio(path)) - 500) < 5


def bad_files(folder):
    def write(name, sound, rate=RATE, **options):
        soundfile.write(folder / name, sound, rate, **options)

    write("silence.wav", np.zeros(RATE))
    write("short.wav", tone(300, 0.05))
    write("long.wav", np.zeros(8000 * 700, np.int16), 8000)
    write("nothing.wav", np.zeros(0))
    write("opposite.wav", np.column_stack([tone(300, 1), -tone(300, 1)]), subtype="FLOAT")
    broken = tone(300, 1)
    broken[100] = np.nan
    write("nan.wav", broken, subtype="FLOAT")
    (folder / "text.wav").write_text("this is no sound", encoding="utf-8")
    (folder / "empty.wav").write_bytes(b"")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("silence.wav", "all silence"),
        ("short.wav", "50 ms long, at least 100 ms"),
        ("long.wav", "700 s long, at most 600 s"),
        ("nothing.wav", "0 ms long"),
        ("opposite.wav", "channels cancel out"),
        ("nan.wav", "no numbers"),
        ("text.wav", "cannot be read as sound"),
        ("empty.wav", "cannot be read as sound"),
    ],
)
def test_bad_files_get_one_clear_error(tmp_path, name, words):
    """Does each kind of unusable recording get a sentence that names file and reason?"""
    bad_files(tmp_path)
    with pytest.raises(audio.AudioError, match=words) as caught:
        audio.load_audio(tmp_path / name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_said_to_be_missing(tmp_path):
    """Is it said where the file was looked for?"""
    for path in (tmp_path / "nowhere.wav", tmp_path):
        with pytest.raises(FileNotFoundError, match="There is no file"):
            audio.load_audio(path)


def test_features_agree_with_librosa_frame_by_frame():
    """Is each frame librosa's mel power of the 512 samples that end with it?"""
    import librosa

    sound = np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32)
    features = audio.log_mel(sound)
    assert features.shape == (100, audio.MEL_BANDS)
    filters = librosa.filters.mel(sr=RATE, n_fft=512, n_mels=40)
    window = np.hanning(513)[:-1]
    for frame in (10, 55, 99):
        part = sound[(frame + 1) * audio.HOP - 512 : (frame + 1) * audio.HOP]
        power = np.abs(np.fft.rfft(part * window)) ** 2
        expected = (np.log(filters @ power + audio.FLOOR) + 6) / 6
        np.testing.assert_allclose(features[frame], expected, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("second", [0.2, 0.51, 0.8])
def test_features_never_hear_the_future(second):
    """Does a change of the sound leave every frame alone that ends before it?"""
    rng = np.random.default_rng(2)
    sound = rng.normal(0, 0.1, RATE)
    changed = sound.copy()
    start = int(second * RATE)
    changed[start:] = rng.normal(0, 0.5, RATE - start)
    one, other = audio.log_mel(sound), audio.log_mel(changed)
    before = start // audio.HOP
    np.testing.assert_array_equal(one[:before], other[:before])
    assert np.abs(one[before + 1 :] - other[before + 1 :]).min(axis=0).max() > 0


def test_features_of_silence_and_of_odd_lengths_are_finite():
    """Are digital silence and the samples behind the last whole frame harmless?"""
    assert np.isfinite(audio.log_mel(np.zeros(1600))).all()
    assert audio.log_mel(np.zeros(1759)).shape == (10, 40)


@pytest.mark.parametrize(
    ("sound", "words"),
    [
        (np.zeros((2, 1600)), "one row of samples"),
        (np.zeros(100), "too short"),
        (np.full(1600, np.nan), "no numbers"),
    ],
)
def test_features_of_what_is_no_sound_are_refused(sound, words):
    """Are stereo, crumbs and NaN told apart in words?"""
    with pytest.raises(audio.AudioError, match=words):
        audio.log_mel(sound)


def test_levels_are_decibels():
    """Has sound at -20 dB a root mean square of a tenth, and stays silence silent?"""
    loud = audio.at_level(tone(200, 1), -20)
    assert abs(np.sqrt(np.mean(loud.astype(float) ** 2)) - 0.1) < 1e-6
    assert not audio.at_level(np.zeros(100), -20).any()


def test_chimes_are_added_where_they_belong():
    """Does only the sound after each time change, the input never, and the end cut a chime short?"""
    sound = np.zeros(2 * RATE, dtype=np.float32)
    mixed = audio.with_chime(sound, [0.5, 1.9])
    assert not sound.any()
    assert len(mixed) == len(sound)
    heard = np.flatnonzero(np.abs(mixed) > 1e-4) / RATE
    assert heard.min() >= 0.5
    assert not ((heard > 0.86) & (heard < 1.9)).any()
    assert np.abs(audio.with_chime(np.ones(RATE), [0.1])).max() <= 1


def test_a_player_is_small_and_plays_what_it_was_given():
    """Are ten seconds packed into less than 100 KB of Ogg that decodes to the same tone?"""
    packed = audio.player(tone(440, 10)).data
    assert len(packed) < 100_000
    sound, rate = soundfile.read(io.BytesIO(packed))
    assert (rate, len(sound)) == (RATE, 10 * RATE)
    assert abs(strongest(sound) - 440) < 1


def test_a_rate_of_zero_is_refused():
    """Is nonsense from a broken header caught?"""
    with pytest.raises(audio.AudioError, match="positive"):
        audio.resample(np.zeros(10), 0)
