"""The assignment "Hey, listen", its exercises, and the inputs that they share.

Sound in the cases is milliseconds long, or made of few runs of one value, so that every sample can
be told from every other and a bundle stays small.
"""

from autograder.declaration.exercise import Assignment
from autograder.declaration.inputs import away_from_zero

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
    types={"result.0": "an array"},
)
insert_ones = assignment.exercise("insert_ones", points=10, types={"result": "an array"})
create_training_example = assignment.exercise(
    "create_training_example",
    points=15,
    returns=("x", "y"),
    depends_on=("insert_audio_clip", "insert_ones"),
    types={"result.0": "an array", "result.1": "an array"},
)
modelf = assignment.exercise("modelf", points=20, time_limit=60.0)
detect_triggerword = assignment.exercise(
    "detect_triggerword", points=10, types={"result": "a list of numbers"}
)
event_scores = assignment.exercise(
    "event_scores",
    points=10,
    types={
        f"result.{name}": "a number"
        for name in ("precision", "recall", "f1", "false_alarms_per_hour")
    },
)

SAMPLES_PER_MS = 16
CLIP_MS = 10_000


def some_sound(rng, milliseconds):
    """Draws sound `(milliseconds * 16,)` of two decimals, none of them 0."""
    count = milliseconds * SAMPLES_PER_MS
    return away_from_zero(rng, count, 0.05, 0.4)
