"""The learner's process: executes cells, answers probes with observations.

It is started with two descriptors and holds the learner's code, the public part of the course
and nothing else. Requests are dicts with the key `do`: `cell`, `probe` or `end`.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import types
from typing import Any

from autograder.plain import NotPlainError
from autograder.probes import MissingError, describe_error, from_description, observe
from autograder.reference import run_cell
from autograder.runner.wire import Pipe, WireError

MAX_FILE = 256 << 20  # bytes that a submission may write into one file


def main(read_fd: int, write_fd: int) -> None:
    """Serves requests until the judge hangs up."""
    pipe = Pipe(read_fd, write_fd)
    for fd in (read_fd, write_fd):
        os.set_inheritable(fd, False)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_FILE, MAX_FILE))
    namespace = _fresh_namespace()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe.send({"ready": os.getpid()})
    while True:
        try:
            request = pipe.receive()
        except WireError:
            return
        if request.get("do") == "end":
            return
        reply = _guarded(request, namespace)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            pipe.send({"to": request.get("nonce"), "seen": reply})
        except WireError as error:
            fault = {"type": "ValueError", "message": str(error), "line": 0, "code": "", "function": ""}
            pipe.send({"to": request.get("nonce"), "seen": {"error": fault}})


def _fresh_namespace() -> dict[str, Any]:
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    module.__dict__.update(display=lambda *values, **options: None, get_ipython=lambda: None)
    return module.__dict__


def _guarded(request: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """Serves one request; an interrupt by the judge means that the time is up."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return _serve(request, namespace)
    except KeyboardInterrupt:
        return {"timeout": request.get("seconds", 0.0)}


def _serve(request: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    if request["do"] == "cell":
        return _execute(request, namespace)
    exercise = request["exercise"]

    def find() -> Any:
        if exercise not in namespace:
            raise MissingError(f"The notebook defines no {exercise}.")
        found = namespace[exercise]
        if not callable(found):
            kind = type(found).__name__
            raise MissingError(f"{exercise} is a value of type {kind}, expected a function or class.")
        return found

    return observe(find, from_description(request["probe"]))


def _execute(request: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    try:
        run_cell(request["source"], f"<cell {request['id']}>", namespace)
    except KeyboardInterrupt:
        raise
    except (SyntaxError, NotPlainError) as error:
        return {"error": {"type": type(error).__name__, "message": str(error)[:300], "line": 0,
                          "code": "", "function": ""}}
    except BaseException as error:  # noqa: BLE001 - a cell that exits must not end the process
        return {"error": describe_error(error)}
    return {"ok": True}
