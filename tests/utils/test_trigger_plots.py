"""Do the pictures of "Hey, listen" show, and say in words, what they were given?"""

import numpy as np
import pytest

from utils import trigger_plots
from utils.evaluation import Interval

SECOND = 16_000


@pytest.fixture
def noise():
    return np.random.default_rng(0).normal(0, 0.1, 3 * SECOND)


def test_words(noise):
    """Has each word its title and its own map?"""
    sounds = dict.fromkeys(("trigger", "confusable", "plain"), noise[:SECOND])
    words = trigger_plots.words(sounds, "Words").description
    assert all(f"{name}." in words for name in sounds)
    assert words.count("A map of 40 rows") == 3
    assert words.endswith("seconds.")


def test_starts():
    """Are the bars and the even share told?"""
    words = trigger_plots.starts(np.arange(200), 199, "Starts").description
    assert "evenly spread: a line at 10." in words


def test_segments():
    """Does each place that was tried say whether it is free, the taken ones where they are?"""
    figure = trigger_plots.segments([(10, 900)], [(0, 5), (800, 950)], [False, True], "Places")
    assert "taken (grey): 10 to 900." in figure.description
    assert "0–5 free, 800–950 overlaps" in figure.description


def test_sound(noise):
    """Are words and labels told in seconds?"""
    labels = np.zeros((1, 30))
    labels[0, 10:20] = 1
    figure = trigger_plots.sound(noise, "Sound", [("trigger", 0.5, 1)], labels)
    assert "hey listen: 0.5 to 1." in figure.description
    assert "labels that are 1: 1 to 2." in figure.description


@pytest.mark.parametrize("found", [[], [1.25, 2.5]])
def test_detections(noise, found):
    """Are words, threshold and detections named, in the picture and in words, if there are any?"""
    said = [("trigger", 0.5, 1), ("confusable", 1.5, 2), ("plain", 2.25, 2.5)]
    times = np.arange(1, 76) / 25
    figure = trigger_plots.detections(noise, said, times, times / 4, 0.5, found, "Somebody")
    words = figure.description
    assert "sounds like a part of it: 1.5 to 2." in words
    assert "threshold (dashed): a line at 0.5." in words
    assert ("detections: 1.25, 2.5." in words) == bool(found)
    assert "▼ detection" in figure.get_supxlabel()


def test_losses():
    """Does the curve say where it starts and ends?"""
    words = trigger_plots.losses({"training": [0.5, 0.25]}, "Loss").description
    assert "training: 0.5 at 1, 0.25 at 2." in words


def test_trade_off():
    """Is the chosen threshold named, and a curve for each kind of voice?"""
    curve = [(0.1, 2.0, 50.0), (0.5, 5.0, 20.0), (0.9, 20.0, 3.0)]
    figure = trigger_plots.trade_off({"formula": curve, "espeak": curve}, 0.5, "Trade")
    assert "threshold 0.50: 2 points, across 20, up 5." in figure.description
    assert "Written in the picture: 0.10, 0.90." in figure.description


def test_scores():
    """Has each test its score and its interval, and the aim where there is one?"""
    intervals = {"formula": Interval(0.94, 0.92, 0.96), "espeak": Interval(0.74, 0.6, 0.85)}
    words = trigger_plots.scores(intervals, "event F1", "Scores", {"espeak": 0.85}).description
    assert "event F1, with interval: 0.94 at formula, 0.74 at espeak." in words
    assert "aimed at: 0.85 at espeak." in words
    assert "0.74 (0.60 to 0.85)" in words
