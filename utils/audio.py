"""Sound: reads files, makes log-mel features, mixes, detects nothing.

Sound is a float array `(samples,)` at `SAMPLE_RATE`, one channel, values about -1 to 1. Times are in
milliseconds where a clip is put together and in seconds where events are counted; names say which.
Words and noises are made by `utils.audio_synthesis`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

SAMPLE_RATE = 16_000  # Hz; speech has little above the 8 kHz that this can carry
SAMPLES_PER_MS = SAMPLE_RATE // 1000
HOP = 160  # samples from one frame to the next: 10 ms
WINDOW = 512  # samples that a frame looks at: 32 ms
MEL_BANDS = 40
FLOOR = 1e-6  # power added before the logarithm; digital silence stays finite
LOUDEST_FILE_SECONDS = 600  # a longer recording is most likely not what was meant
SHORTEST_FILE_MS = 100  # less than a syllable


class AudioError(ValueError):
    """A sound cannot be used; the message says what came, what was expected and what to do."""


def load_audio(
    path: str | Path, min_ms: int = SHORTEST_FILE_MS, max_seconds: float = LOUDEST_FILE_SECONDS
) -> np.ndarray:
    """Reads a sound file of any common format as one channel at `SAMPLE_RATE`.

    1. Decode (WAV, FLAC, Ogg, MP3 and what else libsndfile knows): `(frames, channels)`.
    2. Average the channels: `(frames,)`.
    3. Resample to 16 kHz by a polyphase filter, which cuts what lies above 8 kHz.
    4. Pad with zeros to a whole number of milliseconds.

    Args:
        path: The file.
        min_ms: Shortest length that is accepted, in milliseconds.
        max_seconds: Longest length that is accepted, in seconds.

    Returns:
        Float32 array `(samples,)` at `SAMPLE_RATE`, `samples` a multiple of `SAMPLES_PER_MS`.

    Raises:
        FileNotFoundError: If there is no such file.
        AudioError: If it is no sound file, holds NaN or infinity, is too short, too long or silent.
    """
    import soundfile

    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(
            f"There is no file {path} (looked in {Path.cwd()}). Put the recording beside the "
            "notebook, or give its whole path."
        )
    try:
        info = soundfile.info(path)
        _require_length(path.name, info.frames / info.samplerate, min_ms, max_seconds)
        sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError:
        raise AudioError(
            f"{path.name} cannot be read as sound. WAV, FLAC, Ogg and MP3 work; a phone's .m4a does "
            "not: convert it, for example with `ffmpeg -i voice.m4a voice.wav`."
        ) from None
    _require_length(path.name, len(sound) / rate, min_ms, max_seconds)
    mono = sound.mean(axis=1)
    if not np.isfinite(mono).all():
        raise AudioError(
            f"{path.name} holds values that are no numbers: record or export it again."
        )
    if np.abs(mono).max() < 1e-4:
        reason = "both channels cancel out" if np.abs(sound).max() >= 1e-4 else "it is all silence"
        raise AudioError(
            f"{path.name} cannot be heard: {reason}. Was the microphone on? Is it the right file?"
        )
    return _whole_milliseconds(resample(mono, rate))


def _require_length(name: str, seconds: float, min_ms: int, max_seconds: float) -> None:
    if seconds * 1000 < min_ms:
        raise AudioError(
            f"{name} is {seconds * 1000:.0f} ms long, at least {min_ms} ms are needed: record more."
        )
    if seconds > max_seconds:
        raise AudioError(
            f"{name} is {seconds:.0f} s long, at most {max_seconds:.0f} s are read: cut out a part."
        )


def resample(sound: np.ndarray, rate: int) -> np.ndarray:
    """Brings sound from another sampling rate to `SAMPLE_RATE`.

    Args:
        sound: Float array `(samples,)`.
        rate: Its rate in Hz, a positive whole number.

    Returns:
        Float32 array; a second of it has `SAMPLE_RATE` samples.

    Raises:
        AudioError: If the rate is not positive.

    Example:
        >>> resample(np.zeros(44_100), 44_100).shape
        (16000,)
    """
    from scipy.signal import resample_poly

    if rate <= 0:
        raise AudioError(f"A sampling rate is a positive number of Hz; this one is {rate}.")
    if rate == SAMPLE_RATE:
        return np.asarray(sound, dtype=np.float32)
    common = np.gcd(int(rate), SAMPLE_RATE)
    return resample_poly(sound, SAMPLE_RATE // common, int(rate) // common).astype(np.float32)


def _whole_milliseconds(sound: np.ndarray) -> np.ndarray:
    return np.pad(sound, (0, -len(sound) % SAMPLES_PER_MS))


def milliseconds(sound: np.ndarray) -> int:
    """Returns how long sound is, in whole milliseconds, a begun one counted.

    Example:
        >>> milliseconds(np.zeros(16_000))
        1000
    """
    return -(-len(sound) // SAMPLES_PER_MS)


def log_mel(sound: np.ndarray) -> np.ndarray:
    """Turns sound into log-mel features, each frame from the past only.

    1. Zeros in front, so that frame t ends with sample `(t + 1) * HOP`: `(samples + 352,)`.
    2. Power spectra of Hann windows of 32 ms every 10 ms: `(257, frames)`.
    3. Sums over 40 bands, evenly wide on the mel scale, 0 to 8 kHz: `(40, frames)`.
    4. Natural logarithm of the power plus `FLOOR`, moved and scaled to about -1 to 1.

    Args:
        sound: Float array `(samples,)` at `SAMPLE_RATE`, at least `HOP` samples.

    Returns:
        Float32 array `(samples // HOP, MEL_BANDS)`. Frame t depends on the samples before
        `(t + 1) * HOP` and on no later one.

    Raises:
        AudioError: If the array is not one-dimensional, too short or not finite.

    Source:
        Davis and Mermelstein, 1980, https://doi.org/10.1109/TASSP.1980.1163420; the filters are
        librosa's: McFee and others, 2015, https://doi.org/10.25080/Majora-7b98e3ed-003.
    """
    import librosa

    sound = np.asarray(sound, dtype=np.float32)
    if sound.ndim != 1:
        raise AudioError(
            f"Sound is one row of samples; this has the shape {sound.shape}. Average the channels."
        )
    if len(sound) < HOP:
        raise AudioError(f"Sound of {len(sound)} samples is too short: a frame takes {HOP}.")
    if not np.isfinite(sound).all():
        raise AudioError("The sound holds values that are no numbers (NaN or infinity).")
    sound = sound[: len(sound) // HOP * HOP]
    power = librosa.feature.melspectrogram(
        y=np.concatenate([np.zeros(WINDOW - HOP, np.float32), sound]),
        sr=SAMPLE_RATE,
        n_fft=WINDOW,
        hop_length=HOP,
        n_mels=MEL_BANDS,
        center=False,
    )
    return ((np.log(power.T + FLOOR) + 6.0) / 6.0).astype(np.float32)


def root_mean_square(sound: np.ndarray) -> float:
    """Returns the root of the mean squared sample, a measure of loudness; 0 for no samples."""
    return float(np.sqrt(np.mean(np.square(sound, dtype=float)))) if len(sound) else 0.0


def at_level(sound: np.ndarray, decibels: float) -> np.ndarray:
    """Scales sound to a level.

    Args:
        sound: Float array `(samples,)`.
        decibels: Wanted root mean square, in decibels relative to 1: -20 is 0.1.

    Returns:
        Float32 array of the same shape; silence stays silence.
    """
    level = root_mean_square(sound)
    factor = 10 ** (decibels / 20) / level if level > 0 else 1.0
    return (factor * np.asarray(sound)).astype(np.float32)


def chime(milliseconds: int = 350, frequency: float = 1046.5) -> np.ndarray:
    """Makes a short bell: three partials that die away.

    Args:
        milliseconds: Length.
        frequency: Of the lowest partial, in Hz.

    Returns:
        Float32 array `(milliseconds * SAMPLES_PER_MS,)`, at most 0.5 in magnitude.
    """
    time = np.arange(milliseconds * SAMPLES_PER_MS) / SAMPLE_RATE
    partials = ((1.0, 1.0), (1.5, 0.5), (2.0, 0.3))
    bell = sum(a * np.sin(2 * np.pi * frequency * f * time) for f, a in partials)
    envelope = np.exp(-time / 0.09) * np.minimum(1, time / 0.004)
    return (0.25 * bell * envelope).astype(np.float32)


def with_chime(sound: np.ndarray, seconds: Any) -> np.ndarray:
    """Mixes a chime into sound at each of some times; one that reaches beyond the end is cut.

    Args:
        sound: Float array `(samples,)` at `SAMPLE_RATE`. Not changed.
        seconds: Times at which a chime begins.

    Returns:
        Float32 array `(samples,)`, limited to -1 to 1.
    """
    mixed, bell = np.array(sound, dtype=np.float32), chime()
    for second in seconds:
        start = round(second * SAMPLE_RATE)
        part = mixed[start : start + len(bell)]
        part += bell[: len(part)]
    return np.clip(mixed, -1, 1)


def player(sound: np.ndarray) -> Any:
    """Returns a player for a notebook, the sound packed as Ogg to keep the notebook small.

    Args:
        sound: Float array `(samples,)` at `SAMPLE_RATE`. Louder than 1 is limited.

    Returns:
        An `IPython.display.Audio`.
    """
    import io

    import soundfile
    from IPython.display import Audio

    packed = io.BytesIO()
    clipped = np.clip(np.asarray(sound, dtype=np.float32), -1, 1)
    with soundfile.SoundFile(
        packed, "w", SAMPLE_RATE, 1, subtype="VORBIS", format="OGG", compression_level=0.7
    ) as file:
        for start in range(0, len(clipped), SAMPLE_RATE):  # In one piece libsndfile may crash.
            file.write(clipped[start : start + SAMPLE_RATE])
    player = Audio(data=packed.getvalue(), rate=SAMPLE_RATE)
    player.mimetype = "audio/ogg"
    return player
