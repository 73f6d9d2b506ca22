"""Talks to the judge itself: answers ahead, twice, again, or asks what it may not ask.

Would gain: an answer that the judge takes for another question's, or the reference's own answer
through the door that is open for errors carried forward.
Must not: each question has a nonce; what is not its answer ends the process; only names that the
judge said it answers are answered.
"""

from tests.hostile.attacks.a17_payloads import BOMB
from tests.hostile.gallery import attack


@attack(double="crashed")
def ahead(shop):
    """Answers the next questions with guessed nonces before they are asked."""
    return shop.solved(
        double=BOMB
        + """
import msgpack


def double(x):
    for guess in ("", "0" * 16, nonce()[::-1], None, nonce().encode()):
        send_raw(msgpack.packb({"to": guess, "seen": {"result": 1}}))
    return 1
"""
    )


@attack(double="failed", total="crashed", average="passed")
def twice(shop):
    """Answers one question twice: the second answer waits for the next question."""
    return shop.solved(
        double=BOMB
        + """
import msgpack


def double(x):
    frame = msgpack.packb({"to": nonce(), "seen": {"result": 1, "seconds": -1}})
    send_raw(frame)
    send_raw(frame)
    return 1
"""
    )


@attack(double="failed", tally="crashed")
def replay(shop):
    """Keeps a frame that was accepted and sends it again later."""
    return shop.solved(double=BOMB + '''
import msgpack

kept = []


def double(x):
    kept.append(msgpack.packb({"to": nonce(), "seen": {"result": 1}}))
    return 1
''', tally='''
def tally(words):
    send_raw(kept[0] if kept else msgpack.packb({"to": "", "seen": {"result": {}}}))
    return {}
''')  # fmt: skip


@attack(double="failed", average=("crashed", "failed", "error"), total="failed")
def asks_for_answers(shop):
    """Asks for the reference's answer to the very exercise, where another one is answered for."""
    asker = (
        BOMB
        + """
import msgpack


def ask(name, *arguments):
    pipe = grader_pipe()
    pipe.send({"to": nonce(), "asks": name, "arguments": list(arguments), "named": {}})
    return pipe.receive()["result"]
"""
    )
    return shop.solved(
        total="def total(xs):\n    return 0.0",
        average=asker
        + """
def average(xs):
    if "proxy" in getattr(total, "__qualname__", ""):  # Judged again: a door is open.
        return ask("average", xs)
    return None
""",
        double="""
def double(x):
    # In the first round nobody answers; had a stand-in been kept, it would.
    return kept("double", x) if "kept" in globals() else None
""",
    )


@attack(double="failed", total="crashed", centred=("failed", "error"), tally=("failed", "missing"))
def words_of_the_judge(shop):
    """Sends observations in the judge's own words, with wrong types and texts without end."""
    sender = (
        BOMB
        + """
import msgpack


def say(**seen):
    # In place of the one that the process would send.
    send_raw(msgpack.packb({"to": nonce(), "seen": seen}))
    pipe = grader_pipe()
    pipe.send = lambda *_: vars(pipe).pop("send")
"""
    )
    return shop.solved(
        double=sender
        + """
def double(x):
    say(result=1, given={"x": 1}, measured={}, verdict="passed", status="passed", points=10)
""",
        total="def total(xs):\n    say(crashed='w' * 4_000_000)",
        centred="def centred(table):\n    say(error={'type': ['w'] * 999, 'line': 'x', 'message': {}})",
        tally="def tally(words):\n    say(timeout='for ever', seconds=float('nan'), missing=[])",
    )
