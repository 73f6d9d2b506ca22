"""The learner's process: executes cells, answers probes with observations.

It is started with two descriptors and holds the learner's code, the public part of the course
and nothing else. Requests are dicts with the key `do`: `cell`, `probe` or `end`.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import signal
import sys
import types
from collections.abc import Sequence
from typing import Any

from autograder.plain import NotPlainError
from autograder.probes import MissingError, describe_error, from_description, observe
from autograder.reference import run_cell
from autograder.runner.answered import stand_in
from autograder.runner.wire import Pipe, WireError

MAX_FILE = 256 << 20  # bytes that a submission may write into one file


def main(read_fd: int, write_fd: int, imports: Sequence[str] = ()) -> None:
    """Serves requests until the judge hangs up.

    Args:
        read_fd: Where requests come from.
        write_fd: Where answers go.
        imports: Modules to import first, while the judge is still busy with another process.
    """
    pipe = Pipe(read_fd, write_fd)
    for fd in (read_fd, write_fd):
        os.set_inheritable(fd, False)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_FILE, MAX_FILE))
    _close_ways_to_the_repository()
    for name in imports:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
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
        reply = _guarded(request, namespace, pipe)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            pipe.send({"to": request.get("nonce"), "seen": reply})
        except WireError as error:
            fault = {
                "type": "ValueError",
                "message": str(error),
                "line": 0,
                "code": "",
                "function": "",
            }
            pipe.send({"to": request.get("nonce"), "seen": {"error": fault}})


def _close_ways_to_the_repository() -> None:
    """Leaves no import path to declarations and solutions, not even in an editable installation."""
    sys.meta_path[:] = [
        finder
        for finder in sys.meta_path
        if "__editable__" not in getattr(finder, "__module__", "")
    ]
    sys.path[:] = [
        entry
        for entry in sys.path
        if "__editable__" not in entry and not os.path.isdir(os.path.join(entry, "solutions"))
    ]
    sys.path_importer_cache.clear()


def _fresh_namespace() -> dict[str, Any]:
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    module.__dict__.update(display=lambda *values, **options: None, get_ipython=lambda: None)
    return module.__dict__


def _guarded(request: dict[str, Any], namespace: dict[str, Any], pipe: Pipe) -> dict[str, Any]:
    """Serves one request; an interrupt by the judge means that the time is up."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return _serve(request, namespace, pipe)
    except KeyboardInterrupt:
        return {"timeout": request.get("seconds", 0.0)}


def _serve(request: dict[str, Any], namespace: dict[str, Any], pipe: Pipe) -> dict[str, Any]:
    if request["do"] == "cell":
        return _execute(request, namespace)
    exercise = request["exercise"]

    def find() -> Any:
        if exercise not in namespace:
            raise MissingError(f"The notebook defines no {exercise}.")
        found = namespace[exercise]
        if not callable(found):
            kind = type(found).__name__
            raise MissingError(
                f"{exercise} is a value of type {kind}, expected a function or class."
            )
        return found

    own = {name: namespace[name] for name in request.get("answered", ()) if name in namespace}
    for name in request.get("answered", ()):
        namespace[name] = stand_in(pipe, request["nonce"], name)
    try:
        return observe(find, from_description(request["probe"]))
    finally:
        for name in request.get("answered", ()):
            del namespace[name]
        namespace.update(own)


def _execute(request: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    try:
        run_cell(request["source"], f"<cell {request['id']}>", namespace)
    except KeyboardInterrupt:
        raise
    except (SyntaxError, NotPlainError) as error:
        return {
            "error": {
                "type": type(error).__name__,
                "message": str(error)[:300],
                "line": 0,
                "code": "",
                "function": "",
            }
        }
    except BaseException as error:  # noqa: BLE001 - a cell that exits must not end the process
        return {"error": describe_error(error)}
    return {"ok": True}
