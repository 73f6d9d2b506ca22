"""Runs a trained detector: over whole recordings, and over a stream of chunks."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from utils.audio import HOP, SAMPLE_RATE, WINDOW, AudioError, log_mel


def probabilities_of(model: Any, sounds: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Runs a model over whole recordings, those of the same length at once.

    Args:
        model: Keras model from features `(batch, timesteps, MEL_BANDS)` to `(batch, Ty, 1)`.
        sounds: Float arrays `(samples,)` at `SAMPLE_RATE`.

    Returns:
        Float32 arrays `(Ty,)`, one a recording.
    """
    import tensorflow as tf

    tf.get_logger().setLevel(
        "ERROR"
    )  # Recordings of new lengths are prepared for anew, and should be.
    found: dict[int, np.ndarray] = {}
    for length in {len(sound) for sound in sounds}:
        places = [i for i, sound in enumerate(sounds) if len(sound) == length]
        features = np.stack([log_mel(sounds[i]) for i in places])
        outputs = model.predict(features, batch_size=len(places), verbose=0)
        found |= dict(zip(places, outputs[..., 0], strict=True))
    return [found[i] for i in range(len(sounds))]


class Listener:
    """Hears sound chunk by chunk and remembers the seconds before.

    For each chunk the model runs over it and the `context_ms` of sound in front of it; the outputs
    that end in the chunk are new. Before the first chunk it was silent.

    Args:
        model: Causal Keras model from features `(1, frames, MEL_BANDS)` to `(1, steps, 1)`.
        stride: Frames from one output to the next.
        chunk_ms: Length of a chunk in milliseconds, a multiple of `stride` frames.
        context_ms: How far back from the chunk the model hears, a multiple of `stride` frames too,
            and no shorter than one of the model's windows.

    Raises:
        AudioError: If chunk or context are no such multiples.
    """

    def __init__(self, model: Any, stride: int, chunk_ms: int = 200, context_ms: int = 4000):
        import tensorflow as tf

        step_ms = stride * HOP * 1000 // SAMPLE_RATE
        if chunk_ms % step_ms or context_ms % step_ms or min(chunk_ms, context_ms) <= 0:
            raise AudioError(
                f"Chunk ({chunk_ms} ms) and context ({context_ms} ms) must be positive multiples of "
                f"{step_ms} ms."
            )
        self.chunk = chunk_ms * SAMPLE_RATE // 1000  # samples
        self.new_steps = chunk_ms // step_ms
        # Frames at the start of the buffer would see zeros that were never heard; they are dropped.
        self.extra = -(-(WINDOW - HOP) // HOP)
        heard = (context_ms + chunk_ms) * SAMPLE_RATE // 1000
        self.sound = np.zeros(heard + self.extra * HOP, np.float32)
        self._run = tf.function(lambda features: model(features, training=False))

    def hear(self, chunk: np.ndarray) -> np.ndarray:
        """Takes the next chunk.

        Args:
            chunk: Float array `(self.chunk,)` at `SAMPLE_RATE`.

        Returns:
            Float32 array `(self.new_steps,)`, probabilities of the steps that end in the chunk.

        Raises:
            AudioError: If the chunk has another length, or the context is shorter than a window.
        """
        if len(chunk) != self.chunk:
            raise AudioError(f"A chunk has {self.chunk} samples; this one has {len(chunk)}.")
        self.sound = np.concatenate([self.sound[len(chunk) :], chunk]).astype(np.float32)
        features = log_mel(self.sound)[self.extra :]
        outputs = np.asarray(self._run(features[np.newaxis])).reshape(-1)
        if len(outputs) < self.new_steps:
            raise AudioError(
                "The context is shorter than one of the model's windows: make it longer."
            )
        return outputs[-self.new_steps :]


@dataclass(frozen=True)
class Streamed:
    """What came out of a stream.

    Attributes:
        probabilities: Float32 array, one an output step; step k ends `(k + 1) * stride` frames
            after the start.
        seconds: How long the sound is.
        worked: How many seconds the computer was busy.
        slowest: Seconds that the slowest chunk took.
    """

    probabilities: np.ndarray
    seconds: float
    worked: float
    slowest: float

    @property
    def real_time_factor(self) -> float:
        """Returns work through sound; below 1 is faster than real time."""
        return self.worked / self.seconds


def stream(listener: Listener, sound: np.ndarray) -> Streamed:
    """Feeds sound to a listener chunk by chunk, as a microphone would; a rest is left out.

    Args:
        listener: Fresh, or one that goes on.
        sound: Float array `(samples,)` at `SAMPLE_RATE`, at least a chunk long.
    """
    count = len(sound) // listener.chunk
    if not count:
        raise AudioError("The sound is shorter than one chunk.")
    listener.hear(
        np.zeros(listener.chunk, np.float32)
    )  # The first call prepares; nothing is heard.
    found, times = [], []
    for start in range(0, count * listener.chunk, listener.chunk):
        begun = time.perf_counter()
        found.append(listener.hear(sound[start : start + listener.chunk]))
        times.append(time.perf_counter() - begun)
    seconds = count * listener.chunk / SAMPLE_RATE
    return Streamed(np.concatenate(found), seconds, sum(times), max(times))
