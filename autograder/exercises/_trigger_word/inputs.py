"""The assignment "Hey, listen", its exercises, and the inputs that they share.

Sound in the cases is milliseconds long, or made of few runs of one value, so that every sample can
be told from every other and a bundle stays small.
"""

import numpy as np

from autograder.exercise import Assignment
from autograder.recipes import Generator

assignment = Assignment("w7_trigger_word", title="Hey, listen", week=7, imports=("keras",))
reference = assignment.solutions()

get_random_time_segment = assignment.exercise("get_random_time_segment", points=10)
is_overlapping = assignment.exercise("is_overlapping", points=10)
insert_audio_clip = assignment.exercise(
    "insert_audio_clip",
    points=15,
    returns=("new_background", "segment_time"),
    mutates=("previous_segments",),
    depends_on=("get_random_time_segment", "is_overlapping"),
)
insert_ones = assignment.exercise("insert_ones", points=10)
create_training_example = assignment.exercise(
    "create_training_example",
    points=15,
    returns=("x", "y"),
    depends_on=("insert_audio_clip", "insert_ones"),
)
modelf = assignment.exercise("modelf", points=20, time_limit=60.0)
detect_triggerword = assignment.exercise("detect_triggerword", points=10)
event_scores = assignment.exercise("event_scores", points=10)

SAMPLES_PER_MS = 16
CLIP_MS = 10_000


def seed_from(rng):
    """Draws the seed of a generator argument."""
    return Generator(int(rng.integers(2**31)))


def some_sound(rng, milliseconds):
    """Draws sound `(milliseconds * 16,)` of two decimals, none of them 0."""
    count = milliseconds * SAMPLES_PER_MS
    return np.round(rng.uniform(0.05, 0.4, count) * rng.choice([-1.0, 1.0], count), 2)
