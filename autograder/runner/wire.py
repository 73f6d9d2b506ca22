"""The wire between judge and runner: length-capped frames of plain values.

A frame is four bytes of length (big endian) and a msgpack body. Arrays travel as an extension
with type name, shape and raw bytes; tuples as another. Nothing else is decoded: no pickle, no
object arrays, no names that are looked up. What does not fit raises `WireError`.
"""

from __future__ import annotations

import math
import os
import select
import struct
import time
from typing import Any

import msgpack
import numpy as np

MAX_FRAME = 64 << 20  # bytes
MAX_DEPTH = 16
MAX_DIMENSIONS = 8
MAX_VALUES = 1 << 20  # in one frame; the numbers of an array do not count
DTYPES = frozenset(
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64".split()
)
_PLAIN = {type(None), bool, int, float, str, list, tuple, dict, np.ndarray}
_ARRAY, _TUPLE = 1, 2
_HEADER = struct.Struct(">I")


class WireError(Exception):
    """A frame that is too large, cut off, or holds something that is not allowed."""


class TimeUp(Exception):  # noqa: N818 - an outcome, not an error
    """No whole frame came before the deadline."""


def encode(value: Any) -> bytes:
    """Returns the body of a frame.

    Raises:
        WireError: If the value is not plain or the frame would be too large.
    """
    try:
        body = msgpack.packb(value, default=_pack_special, use_bin_type=True, strict_types=True)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise WireError(f"This value cannot be sent: {error}") from None
    if len(body) > MAX_FRAME:
        raise WireError(f"A value of {len(body):,} bytes is larger than {MAX_FRAME:,}.")
    return body


def _pack_special(value: Any) -> msgpack.ExtType:
    if type(value) is np.ndarray:
        if value.dtype.name not in DTYPES or not value.dtype.isnative:
            raise TypeError(f"an array of {value.dtype} is not sent")
        head = msgpack.packb([value.dtype.name, list(value.shape)])
        return msgpack.ExtType(_ARRAY, head + np.ascontiguousarray(value).tobytes())
    if type(value) is tuple:
        return msgpack.ExtType(_TUPLE, encode(list(value)))
    raise TypeError(f"a {type(value).__name__} is not plain")


def decode(body: bytes) -> Any:
    """Returns the plain value of a frame's body; checks everything before it is used.

    Raises:
        WireError: If the body is not exactly one allowed value.
    """
    return _Reader().read(body, 0)


class _Reader:
    """Reads one frame; counts its values, so that few bytes cannot become much memory."""

    def __init__(self) -> None:
        self.left = MAX_VALUES

    def read(self, body: bytes, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise WireError("The value is nested too deep.")
        try:
            value = msgpack.unpackb(
                body,
                raw=False,
                strict_map_key=False,
                list_hook=self._list,
                object_hook=self._dict,
                ext_hook=lambda code, data: self._special(code, data, depth),
                max_str_len=1 << 22,
                max_bin_len=0,
                max_array_len=1 << 18,
                max_map_len=1 << 18,
                max_ext_len=MAX_FRAME,
            )
        except WireError:
            raise
        except Exception as error:  # noqa: BLE001 - msgpack raises many kinds on damaged bytes
            raise WireError(f"The frame cannot be read: {type(error).__name__}.") from None
        return self._list([value])[0]

    def _list(self, items: list) -> list:
        self.left -= 1 + len(items)
        if self.left < 0:
            raise WireError(f"The frame holds more than {MAX_VALUES:,} values.")
        if not _PLAIN.issuperset(map(type, items)):
            raise WireError("The frame holds something that is not plain.")
        return items

    def _dict(self, items: dict) -> dict:
        self._list([*items, *items.values()])
        return items

    def _special(self, code: int, data: bytes, depth: int) -> Any:
        if code == _TUPLE:
            items = self.read(data, depth + 1)
            if type(items) is not list:
                raise WireError("A tuple must hold a list.")
            return tuple(items)
        if code == _ARRAY:
            self.left -= 10  # an array of no numbers takes memory too
            return _unpack_array(data)
        raise WireError(f"Extension {code} is not known.")


def _unpack_array(data: bytes) -> np.ndarray:
    unpacker = msgpack.Unpacker(raw=False, max_array_len=MAX_DIMENSIONS, max_str_len=16)
    unpacker.feed(data[:256])
    head = unpacker.unpack()
    if type(head) is not list or len(head) != 2:
        raise WireError("An array needs a type and a shape.")
    dtype, shape = head
    if type(dtype) is not str or dtype not in DTYPES:
        raise WireError("This type of array is not allowed.")
    if type(shape) is not list or any(type(n) is not int or n < 0 for n in shape):
        raise WireError("The shape of an array must be a list of sizes.")
    body = data[unpacker.tell() :]
    if math.prod(shape) * np.dtype(dtype).itemsize != len(body):
        raise WireError("The shape of an array does not fit its bytes.")
    return np.frombuffer(body, dtype).reshape(shape).copy()


class Pipe:
    """Frames over two file descriptors.

    Args:
        read_fd: Where frames come from.
        write_fd: Where frames go.
    """

    def __init__(self, read_fd: int, write_fd: int):
        self.read_fd, self.write_fd = read_fd, write_fd

    def send(self, value: Any, seconds: float | None = None) -> None:
        """Writes one frame.

        Args:
            value: Plain value.
            seconds: Time for the whole frame; None waits without limit.

        Raises:
            TimeUp: If nobody read it in time; the stream is then unusable.
            WireError: If the value is not plain, or nobody reads any more.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        body = encode(value)
        view = memoryview(_HEADER.pack(len(body)) + body)
        try:
            while view:
                if deadline is not None:
                    left = max(0.0, deadline - time.monotonic())
                    if not select.select([], [self.write_fd], [], left)[1]:
                        raise TimeUp
                # A pipe that select calls writable takes this many bytes without blocking.
                view = view[os.write(self.write_fd, view[: select.PIPE_BUF]) :]
        except OSError as error:
            raise WireError(f"Nobody reads: {error.strerror}.") from None

    def wait(self, seconds: float) -> bool:
        """Tells whether something can be read, or nobody will write any more, within a time."""
        return bool(select.select([self.read_fd], [], [], max(0.0, seconds))[0])

    def receive(self, seconds: float | None = None) -> Any:
        """Reads one frame.

        Args:
            seconds: Time for the whole frame; None waits without limit.

        Raises:
            TimeUp: If the time is over; the stream is then unusable.
            WireError: If the frame is damaged, too large, or the other side has gone.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        (length,) = _HEADER.unpack(self._read(_HEADER.size, deadline))
        if length > MAX_FRAME:
            raise WireError(f"A frame of {length:,} bytes is announced; {MAX_FRAME:,} are allowed.")
        return decode(self._read(length, deadline))

    def _read(self, count: int, deadline: float | None) -> bytes:
        parts = []
        while count:
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0 or not select.select([self.read_fd], [], [], left)[0]:
                    raise TimeUp
            part = os.read(self.read_fd, min(count, 1 << 20))
            if not part:
                raise WireError("The other side has gone.")
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        """Closes both ends."""
        for fd in (self.read_fd, self.write_fd):
            try:
                os.close(fd)
            except OSError:
                pass
