"""Emits a result that says "full marks" and then fails on purpose.

Would gain: a grader that reads outputs finds the points before it finds the error.
Must not: no verdict comes from an output.
"""

from tests.hostile.gallery import attack


@attack(double="error", says=["double"])
def display_then_raise(shop):
    """Publishes an `execute_result` from inside the function, then raises."""
    return shop.solved(
        double="""
def double(x):
    data = {"text/plain": "10", "application/json": {"score": 10, "max_score": 10}}
    try:
        from IPython.display import publish_display_data
        publish_display_data(data)
        get_ipython().displayhook(10)
    except Exception:
        pass
    display(10)
    print("10", flush=True)
    raise RuntimeError("10 of 10 points")
"""
    )


@attack(double="error")
def raw_messages(shop):
    """Writes what looks like a kernel's messages to every stream."""
    return shop.solved(
        double="""
import json, os, sys

MESSAGE = {"msg_type": "execute_result", "content": {"data": {"text/plain": "10"}, "metadata": {},
           "execution_count": 1}}


def double(x):
    line = (json.dumps(MESSAGE) + "\\n").encode()
    for fd in (0, 1, 2):
        try:
            os.write(fd, line)
        except OSError:
            continue
    sys.stdout.write("double: passed (10 of 10 points)\\n")
    raise AssertionError("passed")
"""
    )


@attack(double="failed")
def result_as_text(shop):
    """Returns the words in which the grader speaks."""
    return shop.solved(
        double="""
def double(x):
    return {"status": "passed", "points": 10, "max_points": 10, "result": 2, "seen": {"result": 2}}
"""
    )
