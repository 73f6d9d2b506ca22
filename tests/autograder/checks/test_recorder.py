"""A function that remembers its calls: are its memories true, and bounded?"""

import numpy as np
import pytest

from autograder.checks.recorder import MAX_BYTES, MAX_CALLS, Recorder, calls_of


def step(token, state):
    return token, state


def test_all_calls_are_counted_and_the_first_ones_kept():
    """Does a loop of many calls cost a bounded memory, and is its length known?"""
    recorder = Recorder(step)
    for i in range(MAX_CALLS + 50):
        recorder(i, None)
    seen = recorder.seen()
    assert seen["count"] == MAX_CALLS + 50
    assert len(seen["arguments"]) == len(seen["results"]) == MAX_CALLS


def test_large_arguments_fill_the_memory_sooner():
    """Are megabytes a call kept a few times only?"""
    recorder = Recorder(step)
    for i in range(20):
        recorder(i, np.zeros(MAX_BYTES // 8 // 4))
    assert len(recorder.seen()["arguments"]) < 8
    assert recorder.seen()["count"] == 20


def test_calls_that_fail_are_counted_and_raise_what_the_function_raises():
    """Does a call with a missing argument say so as any function does, and leave no half record?"""
    recorder = Recorder(step)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'state'"):
        recorder(1)
    assert recorder.seen() == {"count": 1, "arguments": [], "results": []}


def test_what_is_not_plain_is_kept_by_its_type():
    """Does a learner who passes anything at all get an answer, and the record a word?"""
    recorder = Recorder(step)
    assert recorder(step, {1})[0] is step
    assert recorder.seen()["arguments"] == [["a value of type function", [1]]]


def test_arguments_by_name_are_in_the_order_of_the_function():
    """Are calls by name and by position recorded alike?"""
    recorder = Recorder(step)
    recorder(state=2, token=1)
    recorder(1, state=2)
    assert recorder.seen()["arguments"] == [[1, 2], [1, 2]]
    assert recorder.__name__ == "step"


def test_only_recorders_have_calls():
    """Is there no key where nothing is recorded?"""
    assert calls_of({"x": 1, "f": step}) == {}
    assert calls_of({"f": Recorder(step)}) == {
        "calls": {"f": {"count": 0, "arguments": [], "results": []}}
    }
