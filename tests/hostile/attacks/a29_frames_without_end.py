"""Floods, starves or overloads the pipe to the judge.

Would gain: a judge that waits for ever, or runs out of memory on one answer.
Must not: a frame's size is capped before it is read; a whole frame must come in time.
"""

from tests.hostile.attacks.a17_payloads import BOMB
from tests.hostile.gallery import attack

LOST = ("crashed", "timeout")


@attack(double="crashed", tally="crashed")
def many_frames(shop):
    """A million small frames; then a million questions to the judge."""
    return shop.solved(double=BOMB + '''
def double(x):
    frame = struct.pack(">I", 1) + b"\\xc0"
    for _ in range(1000):
        os.write(grader_pipe().write_fd, frame * 1000)
''', tally='''
def tally(words):
    import msgpack
    body = msgpack.packb({"to": nonce(), "asks": "double", "arguments": [1], "named": {}})
    frame = struct.pack(">I", len(body)) + body
    for _ in range(10_000):
        os.write(grader_pipe().write_fd, frame * 100)
''')  # fmt: skip


@attack(double="crashed", tally=LOST, centred=LOST)
def sizes_that_lie(shop):
    """Four gigabytes announced; half a frame and silence; a frame that drips."""
    return shop.solved(double=BOMB + '''
import time


def double(x):
    os.write(grader_pipe().write_fd, b"\\xff" * 1000)
    time.sleep(30)
''', tally='''
def tally(words):
    os.write(grader_pipe().write_fd, struct.pack(">I", 1000) + b"half of it")
    time.sleep(30)
''', centred='''
def centred(table):
    os.write(grader_pipe().write_fd, struct.pack(">I", 60 << 20))
    while True:
        os.write(grader_pipe().write_fd, b"x")
        time.sleep(0.05)
''')  # fmt: skip


HEAVY = ("crashed", "failed", "timeout", "error")


@attack(double=HEAVY, total=HEAVY, centred=HEAVY, tally=HEAVY, average=("carried", *HEAVY))
def heavy_frames(shop):
    """Frames within the cap that weigh much when they are read: zeros, lists, depths, texts."""
    return shop.solved(double=BOMB + '''
import msgpack


def double(x):
    head = msgpack.packb(["int8", [60 << 20]])
    array = msgpack.ExtType(1, head + bytes(60 << 20))
    send_raw(msgpack.packb({"to": nonce(), "seen": {"result": array}}))
''', total='''
def total(xs):
    items = [[]] * 250_000
    send_raw(msgpack.packb({"to": nonce(), "seen": {"result": [items, items, items]}}))
''', centred='''
def centred(table):
    value = []
    for _ in range(500):
        value = [value]
    send_raw(msgpack.packb({"to": nonce(), "seen": {"result": value}}))
''', tally='''
def tally(words):
    texts = {"k" * 100 + str(i): "v" * 100 for i in range(200_000)}
    send_raw(msgpack.packb({"to": nonce(), "seen": {"result": texts}}))
''')  # fmt: skip
