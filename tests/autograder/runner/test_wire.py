"""The wire between judge and learner: whatever comes, plain values or `WireError`, and in time."""

import os
import signal
import struct
import subprocess
import sys
import threading
import time

import msgpack
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.runner import wire
from autograder.runner.wire import Pipe, TimeUp, WireError, decode, encode

DTYPES = st.sampled_from(sorted(wire.DTYPES)).map(np.dtype)
ARRAYS = DTYPES.flatmap(
    lambda d: hnp.arrays(d, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3))
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | TEXT | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(TEXT | st.integers(-9, 9), inner, max_size=4)
    ),
    max_leaves=15,
)
ALLOWED = (type(None), bool, int, float, str, list, tuple, dict, np.ndarray)


def same(one, other):
    """Tells whether two values agree in type and in every bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and one.tobytes() == other.tobytes()
        )
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[k], other[k]) for k in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other or (one != one and other != other)


def kinds(value):
    """Yields the type of a value and of all that is in it."""
    yield type(value)
    if isinstance(value, dict):
        for item in [*value.keys(), *value.values()]:
            yield from kinds(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from kinds(item)


@given(PLAIN)
@settings(deadline=None)
def test_values_survive(value):
    """Does every plain value arrive bit for bit, empty and 0-d arrays included?"""
    assert same(decode(encode(value)), value)


def expect_plain_or_refused(body):
    try:
        value = decode(body)
    except WireError:
        return
    assert set(kinds(value)) <= set(ALLOWED)


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=1000)
def test_random_bytes(body):
    """Do random bytes give a plain value or `WireError`, and nothing else?"""
    expect_plain_or_refused(body)


@given(PLAIN, st.data())
@settings(deadline=None, max_examples=500)
def test_damaged_frames(value, data):
    """Does a real frame with a few bytes changed, cut or added stay harmless?"""
    body = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(body)))
        end = data.draw(st.integers(place, min(place + 3, len(body))))
        body[place:end] = data.draw(st.binary(max_size=3))
    expect_plain_or_refused(bytes(body))


def array_bytes(head, body=b""):
    return msgpack.packb(
        msgpack.ExtType(1, (msgpack.packb(head) if type(head) is list else head) + body)
    )


def nested_tuples(levels):
    body = msgpack.packb(1)
    for _ in range(levels):
        body = msgpack.packb(msgpack.ExtType(2, b"\x91" + body))
    return body


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "cannot be read"),
        (encode(1) + encode(2), "cannot be read"),
        (msgpack.packb(b"raw bytes"), "cannot be read"),
        (msgpack.packb(msgpack.ExtType(5, b"x")), "not known"),
        (msgpack.packb(msgpack.Timestamp(1)), "not plain"),
        (msgpack.packb([b""]), "not plain"),
        (msgpack.packb({b"": 1}), "not plain"),
        (msgpack.packb({"a": msgpack.Timestamp(1)}), "not plain"),
        (array_bytes(["object", [1]], b"\0" * 8), "not allowed"),
        (array_bytes(["O", [1]], b"\0" * 8), "not allowed"),
        (array_bytes(["<U4", [1]], b"\0" * 16), "not allowed"),
        (array_bytes(["complex128", [1]], b"\0" * 16), "not allowed"),
        (array_bytes(["float64", [2]], b"\0" * 8), "does not fit"),
        (array_bytes(["float64", [2**40, 2**40]]), "does not fit"),
        (array_bytes(["float64", [-1]], b"\0" * 8), "list of sizes"),
        (array_bytes(["float64", [True]], b"\0" * 8), "list of sizes"),
        (array_bytes(["float64", 1], b"\0" * 8), "list of sizes"),
        (array_bytes(["float64", [1] * 9], b"\0" * 8), "cannot be read"),
        (array_bytes(["float64"]), "type and a shape"),
        (array_bytes(b""), "cannot be read"),
        (array_bytes(["float64", [0, 2**62, 2**62]]), "cannot be read"),
        (msgpack.packb(msgpack.ExtType(2, encode({}))), "must hold a list"),
        (nested_tuples(40), "too deep"),
        (b"\x91" * 5000 + b"\x01", "cannot be read"),
        (b"\xdd\xff\xff\xff\xff", "cannot be read"),
        (b"\xdf\xff\xff\xff\xff", "cannot be read"),
        (b"\xdb\xff\xff\xff\xff", "cannot be read"),
        (b"\x81\x90\x01", "cannot be read"),
    ],
)
def test_traps_are_refused(body, words):
    """Is each known trap refused: types, sizes, counts, depth, keys that cannot be keys?"""
    with pytest.raises(WireError, match=words):
        decode(body)


@pytest.mark.parametrize(
    "value",
    [object(), 3j, 2**64, np.float64(1.0), np.array([None]), np.array(["a"]), {1, 2},
     np.array([1.0]).astype(">f8"), "\ud800", type("L", (list,), {})([1]), type("I", (int,), {})(1)],
)  # fmt: skip
def test_only_plain_values_are_sent(value):
    """Is anything that is not exactly a plain value refused by the sender?"""
    with pytest.raises(WireError):
        encode([value])


@pytest.mark.parametrize(
    "body",
    [
        b"\xdc\xff\xff" + (b"\xdc\x00\x20" + b"\x90" * 32) * 0xFFFF,
        b"\xdc\xff\xff" + (b"\xdc\x00\x20" + b"\xc0" * 32) * 0xFFFF,
        msgpack.packb([msgpack.ExtType(2, b"\xdd\x00\x02\x00\x00" + b"\x90" * (1 << 17))] * 16),
        b"\xdc\xff\xff" + (b"\xdc\x00\x04" + encode(np.zeros(0)) * 4) * 0xFFFF,
    ],
    ids=["empty lists", "lists of nothing", "tuples", "empty arrays"],
)
def test_few_bytes_do_not_become_much_memory(body):
    """Is a frame of a million small things stopped, in lists, in tuples and as arrays?"""
    with pytest.raises(WireError, match="more than 1,048,576 values"):
        decode(body)


def test_endless_nesting_is_not_sent():
    """Does a list that holds itself end in words?"""
    loop = []
    loop.append(loop)
    with pytest.raises(WireError):
        encode(loop)
    pair = ([],)
    pair[0].append(pair)
    with pytest.raises(WireError):
        encode(pair)


def test_too_much_is_not_sent(monkeypatch):
    """Is a frame over the cap refused before it is sent?"""
    monkeypatch.setattr(wire, "MAX_FRAME", 1000)
    with pytest.raises(WireError, match="larger than 1,000"):
        encode(np.zeros(200))


@pytest.fixture
def pipes():
    """Two pipes that face each other."""
    a, b = os.pipe()
    c, d = os.pipe()
    one, other = Pipe(a, d), Pipe(c, b)
    yield one, other
    one.close()
    other.close()


def test_frames_keep_their_borders(pipes):
    """Do frames that lie in the pipe together arrive one by one, in order?"""
    one, other = pipes
    for i in range(5):
        one.send({"i": i}, 1.0)
    assert [other.receive(1.0)["i"] for _ in range(5)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("seconds", [None, 10.0])
def test_large_frames_pass(pipes, seconds):
    """Does a frame much larger than the pipe's buffer arrive whole, with and without a limit?"""
    one, other = pipes
    big = np.arange(500_000.0)
    sender = threading.Thread(target=one.send, args=(big, seconds))
    sender.start()
    got = other.receive(10.0)
    sender.join()
    assert got.tobytes() == big.tobytes()


@pytest.mark.parametrize(
    "start", [b"", b"\0\0", struct.pack(">I", 10), struct.pack(">I", 10) + b"abc"]
)
def test_silence_ends_in_time(pipes, start):
    """Does nothing, half a header or half a frame followed by silence end as time that is up?"""
    one, other = pipes
    os.write(one.write_fd, start)
    with pytest.raises(TimeUp):
        other.receive(0.05)


def test_dripping_bytes_do_not_buy_time(pipes):
    """Does the limit hold for the whole frame, however steadily single bytes come?"""
    one, other = pipes
    stop = threading.Event()

    def drip():
        os.write(one.write_fd, struct.pack(">I", 10_000))
        while not stop.wait(0.01):
            os.write(one.write_fd, b"x")

    dripping = threading.Thread(target=drip)
    dripping.start()
    with pytest.raises(TimeUp):
        other.receive(0.2)
    stop.set()
    dripping.join()


def test_giant_announcement_is_refused_unread(pipes):
    """Is a frame that is announced as four gigabytes refused before room is made for it?"""
    one, other = pipes
    os.write(one.write_fd, b"\xff\xff\xff\xff")
    with pytest.raises(WireError, match="4,294,967,295 bytes"):
        other.receive(1.0)


def test_hanging_up_is_told(pipes):
    """Do reader and writer hear in words that the other side has gone?"""
    one, other = pipes
    os.write(one.write_fd, struct.pack(">I", 10) + b"abc")
    one.close()
    with pytest.raises(WireError, match="gone"):
        other.receive(1.0)
    with pytest.raises(WireError, match="Nobody reads"):
        other.send(np.zeros(10_000), 1.0)


def test_reader_that_never_reads_stops_nobody(pipes):
    """Does sending to a process that has stopped reading end when the time is up?"""
    one, _ = pipes
    with pytest.raises(TimeUp):
        one.send(np.zeros(100_000), 0.05)


@given(st.binary(max_size=60))
@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_raw_bytes_on_the_pipe(raw):
    """Whatever bytes come through the pipe: is the outcome a plain value, `WireError` or `TimeUp`?"""
    read_fd, write_fd = os.pipe()
    pipe = Pipe(read_fd, os.dup(write_fd))
    try:
        os.write(write_fd, raw)
        for _ in range(3):
            assert set(kinds(pipe.receive(0.0))) <= set(ALLOWED)
    except (WireError, TimeUp):
        pass
    finally:
        os.close(write_fd)
        pipe.close()


FRAMES = [
    b"",
    b"\0",
    struct.pack(">I", 3) + b"\xc1\xc1\xc1",
    struct.pack(">I", 0xFFFFFFFF),
    struct.pack(">I", 50) + b"short",
    struct.pack(">I", 1) + b"\x01",
]


@pytest.mark.parametrize("raw", FRAMES)
def test_child_ends_on_rubbish(raw):
    """Does the learner's process end by itself when the judge's side sends rubbish and hangs up?"""
    to_child, mine = os.pipe()
    his, from_child = os.pipe()
    boot = (
        "import sys; from autograder.runner.child import serve; "
        "from autograder.runner.wire import Pipe; serve(Pipe(*map(int, sys.argv[1:])))"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", boot, str(to_child), str(from_child)],
        pass_fds=(to_child, from_child), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(to_child)
    os.close(from_child)
    pipe = Pipe(his, mine)
    try:
        assert pipe.receive(30.0)["ready"] == child.pid
        os.write(mine, raw)
        os.close(mine)
        assert child.wait(10) >= 0
    finally:
        child.kill()
        child.wait()
        os.close(his)


def test_signals_do_not_tear_a_frame(pipes):
    """Does a frame arrive whole although a signal interrupts the reading again and again?"""
    one, other = pipes
    big = np.arange(200_000.0)

    def slow():
        body = encode(big)
        os.write(one.write_fd, struct.pack(">I", len(body)))
        for i in range(0, len(body), 1 << 15):
            os.write(one.write_fd, body[i : i + (1 << 15)])
            time.sleep(0.001)

    before = signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
    try:
        writer = threading.Thread(target=slow)
        writer.start()
        got = other.receive(10.0)
        writer.join()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert got.tobytes() == big.tobytes()
