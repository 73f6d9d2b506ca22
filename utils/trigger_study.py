"""Looks at what a detector does: pooled scores, false alarms one can hear, a threshold to move."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from utils import trigger_plots
from utils.audio import SAMPLE_RATE, player
from utils.evaluation import Interval
from utils.trigger import Scene

SHOWN = 4  # false alarms played at once
BEFORE, AFTER = 1.5, 0.3  # seconds of sound around a false alarm


def progress_lines(every: int = 3) -> Any:
    """Returns a Keras callback that prints a line for every few epochs, and the time at the end.

    Args:
        every: Epochs from one line to the next.
    """
    import keras

    class ProgressLines(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            self.started = time.monotonic()

        def on_epoch_end(self, epoch, logs=None):
            if (epoch + 1) % every == 0:
                print(f"epoch {epoch + 1:2}: loss {logs['loss']:.3f}", flush=True)

        def on_train_end(self, logs=None):
            print(f"trained in {time.monotonic() - self.started:.0f} s")

    return ProgressLines()


def varied_clips(
    features: np.ndarray, labels: np.ndarray, weights: np.ndarray, batch: int, seed: int = 0
) -> Any:
    """Returns a Keras dataset in which every clip sounds a little different in each epoch.

    Its bands of frequency move up or down by one or stay, as in a mouth that is a little smaller or
    larger, and it becomes a little louder or softer.

    Args:
        features: Float array `(clips, timesteps, bands)`. Not changed.
        labels: Float array `(clips, Ty, 1)`.
        weights: Float array `(clips, Ty)`.
        batch: Clips in a batch; the rest of an epoch is left out.
        seed: Of order and changes.

    Source:
        Jaitly and Hinton, *Vocal tract length perturbation improves speech recognition*, 2013, which
        stretches the frequencies; on the mel scale a shift is nearly the same.
    """
    import keras

    class VariedClips(keras.utils.PyDataset):
        def __init__(self):
            super().__init__()
            self.rng = np.random.default_rng(seed)
            self.order = self.rng.permutation(len(features))

        def __len__(self):
            return len(features) // batch

        def __getitem__(self, index):
            chosen = self.order[index * batch : (index + 1) * batch]
            padded = np.pad(features[chosen], ((0, 0), (0, 0), (1, 1)), mode="edge")
            starts = self.rng.integers(0, 3, len(chosen))  # 1 leaves the bands where they are.
            bands = features.shape[2]
            moved = np.stack([x[:, i : i + bands] for x, i in zip(padded, starts, strict=True)])
            moved += self.rng.uniform(-0.1, 0.1, (len(chosen), 1, 1)).astype(np.float32)
            return moved, labels[chosen], weights[chosen]

        def on_epoch_end(self):
            self.order = self.rng.permutation(len(features))

    return VariedClips()


def pooled(
    score: Callable,
    scenes: Sequence[Scene],
    detections: Sequence[Sequence[float]],
    tolerance: float,
) -> dict[str, float]:
    """Scores several scenes as if they were one recording, one after the other.

    Args:
        score: From `(true_events, detected_events, tolerance, duration_seconds)` to a dictionary.
        scenes: Each with its own clock.
        detections: Times in seconds, a list a scene.
        tolerance: Handed on, in seconds.

    Raises:
        ValueError: If there are not as many lists as scenes, or none.
    """
    if len(scenes) != len(detections) or not scenes:
        raise ValueError(f"{len(scenes)} scenes and {len(detections)} lists of detections came.")
    events: list[float] = []
    found: list[float] = []
    offset = 0.0
    for scene, seconds in zip(scenes, detections, strict=True):
        events += [offset + event for event in scene.events]
        found += [offset + second for second in seconds]
        offset += scene.seconds + 2 * tolerance + 1  # Too far apart for a match across.
    return score(events, found, tolerance, sum(scene.seconds for scene in scenes))


def scores_over_voices(
    score: Callable,
    scenes: Sequence[Scene],
    detections: Sequence[Sequence[float]],
    tolerance: float,
    rng: np.random.Generator,
    draws: int = 200,
) -> dict[str, Interval]:
    """Scores all scenes together and puts intervals around it by drawing the voices anew.

    The words of one voice stand or fall together, so voices are drawn and not words.

    Args:
        score: As for `pooled`.
        scenes: One a voice.
        detections: As for `pooled`.
        tolerance: Handed on, in seconds.
        rng: Source of the draws.
        draws: How many; the interval holds 95 % of them.

    Returns:
        Each number with its interval.
    """
    estimate = pooled(score, scenes, detections, tolerance)
    drawn = []
    for _ in range(draws):
        chosen = rng.integers(0, len(scenes), len(scenes))
        again = [scenes[i] for i in chosen], [detections[i] for i in chosen]
        drawn.append(pooled(score, *again, tolerance))
    return {
        name: Interval(
            float(value), *(float(q) for q in np.quantile([d[name] for d in drawn], [0.025, 0.975]))
        )
        for name, value in estimate.items()
    }


def in_words(scores: dict[str, Interval]) -> str:
    """Returns scores with intervals as one line of text."""
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in scores.items())


def middle_of_best(grid: Any, values: Any) -> float:
    """Returns the threshold in the middle of those that are as good as the best.

    Args:
        grid: Thresholds, growing.
        values: The score of each.
    """
    values = np.asarray(values)
    best = np.flatnonzero(values >= values.max() - 1e-9)
    return float(np.asarray(grid)[best[len(best) // 2]])


def trade_off(
    table: dict[str, list[dict[str, float]]], grid: Any
) -> dict[str, list[tuple[float, float, float]]]:
    """Turns scores at many thresholds into points for a picture.

    Args:
        table: Label to a list of scores, one a threshold.
        grid: The thresholds.

    Returns:
        Label to triples of threshold, share of missed triggers in percent, false alarms an hour.
    """
    return {
        label: [
            (float(threshold), 100 * (1 - row["recall"]), row["false_alarms_per_hour"])
            for threshold, row in zip(grid, rows, strict=True)
        ]
        for label, rows in table.items()
    }


def narrowed(labels: np.ndarray) -> np.ndarray:
    """Keeps the first 1 of each run of ones.

    Args:
        labels: Float array `(clips, Ty, 1)` of zeros and ones.

    Returns:
        Array of the same shape.

    Example:
        >>> narrowed(np.array([[[0.0], [1.0], [1.0], [0.0], [1.0]]])).ravel().tolist()
        [0.0, 1.0, 0.0, 0.0, 1.0]
    """
    before = np.concatenate([np.zeros_like(labels[:, :1]), labels[:, :-1]], axis=1)
    return labels * (1 - before)


@dataclass(frozen=True)
class FalseAlarm:
    """A detection without a trigger.

    Attributes:
        speaker: Who talked.
        second: When.
        said: Kind of the word before it, or "nothing".
        sound: What was heard around it, `(samples,)`.
    """

    speaker: str
    second: float
    said: str
    sound: np.ndarray


def false_alarms(scene: Scene, found: Sequence[float], tolerance: float) -> list[FalseAlarm]:
    """Cuts out what was taken for the trigger: detections with no trigger just before.

    Args:
        scene: Who talked, and what was said when.
        found: Times of detections in seconds.
        tolerance: Seconds after a trigger in which a detection is no false alarm.
    """
    alarms = []
    for second in found:
        if any(0 <= second - event <= tolerance for event in scene.events):
            continue
        start, stop = (max(0, int(s * SAMPLE_RATE)) for s in (second - BEFORE, second + AFTER))
        said = [kind for kind, begin, _ in scene.words if second - BEFORE < begin < second]
        last = said[-1] if said else "nothing"
        alarms.append(FalseAlarm(scene.speaker, second, last, scene.sound[start:stop]))
    return alarms


class ThresholdSlider:
    """A threshold to move: misses against false alarms, and each false alarm to listen to.

    Shown with a slider where ipywidgets is there, else as it stands at the first threshold.

    Args:
        curves: As `trade_off` returns them.
        alarms_at: From a threshold to a list of `FalseAlarm`.
        threshold: Where it starts.
    """

    def __init__(self, curves: dict, alarms_at: Callable[[float], list], threshold: float):
        self.curves, self.alarms_at, self.threshold = curves, alarms_at, threshold

    def show(self, threshold: float) -> None:
        """Displays picture and players for a threshold."""
        from IPython.display import display

        alarms = self.alarms_at(threshold)
        display(trigger_plots.trade_off(self.curves, threshold, "Misses against false alarms"))
        print(f"{len(alarms)} false alarms at {threshold:.2f}", end="")
        print(f", here are {SHOWN}:" if len(alarms) > SHOWN else ".")
        for alarm in alarms[:SHOWN]:
            print(f"{alarm.speaker} at {alarm.second:.1f} s, after a word: {alarm.said}")
            display(player(3 * alarm.sound))

    def _ipython_display_(self) -> None:
        from IPython.display import display

        try:
            import ipywidgets
        except ImportError:
            self.show(self.threshold)
            return
        slider = ipywidgets.FloatSlider(
            value=self.threshold,
            min=0.05,
            max=0.95,
            step=0.05,
            description="threshold",
            continuous_update=False,
        )
        output = ipywidgets.interactive_output(self.show, {"threshold": slider})
        display(ipywidgets.VBox([slider, output]))

    def __repr__(self) -> str:
        return f"ThresholdSlider at {self.threshold:.2f}"
