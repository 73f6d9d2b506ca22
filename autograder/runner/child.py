"""The learner's process: executes cells, answers probes with observations.

It holds the learner's code, the public part of the course and nothing else. Requests are dicts
with the key `do`: `cell`, `probe`, `call` or `end`.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
import types
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.checks import recipes
from autograder.checks.cells import run_cell
from autograder.checks.nearest import written_instead
from autograder.checks.plain import NotPlainError
from autograder.checks.probes import MissingError, from_description, observe
from autograder.checks.seen_error import describe_error, seen_error
from autograder.runner.remote_call import call, proxy
from autograder.runner.wire import Pipe, WireError


def serve(pipe: Pipe, imports: Sequence[str] = ()) -> None:
    """Serves requests until the judge hangs up.

    Args:
        pipe: To the judge.
        imports: Modules to import first, while the judge is still busy with another process.
    """
    for name in imports:
        import_ahead(name)
    np.random.seed()  # noqa: NPY002 - a forked process would draw what its siblings draw
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
        try:
            reply = _guarded(request, namespace, pipe)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        except KeyboardInterrupt:  # it came between the answer and this line
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            reply = _time_is_up(request)
        try:
            pipe.send({"to": request.get("nonce"), "seen": reply})
        except WireError as error:
            fault = seen_error("ValueError", str(error))
            pipe.send({"to": request.get("nonce"), "seen": {"error": fault}})


def import_ahead(name: str) -> None:
    """Imports a module, or looks up a name in one; what is not there is left to who needs it.

    Args:
        name: Such as `"utils.data"` (a module) or `"autograder.begin"` (a name in one).
    """
    try:
        importlib.import_module(name)
    except ImportError:
        module, _, attribute = name.rpartition(".")
        with contextlib.suppress(AttributeError, ImportError, KeyError):
            getattr(sys.modules[module], attribute)  # a package may import it when it is asked for


def close_ways_to_the_repository() -> None:
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
        return _time_is_up(request)


def _time_is_up(request: dict[str, Any]) -> dict[str, Any]:
    return {"timeout": request.get("seconds", 0.0)}


def _serve(request: dict[str, Any], namespace: dict[str, Any], pipe: Pipe) -> dict[str, Any]:
    if request["do"] == "cell":
        return _execute(request, namespace)
    exercise = request["exercise"]
    if request["do"] == "call":
        return call(namespace[exercise], request["arguments"], request["named"])

    def find() -> Any:
        if exercise not in namespace:
            other = written_instead(exercise, namespace)
            but = f", but {other}: give it the name {exercise}" if other else ""
            raise MissingError(f"The notebook defines no {exercise}{but}.")
        found = namespace[exercise]
        if not callable(found):
            kind = type(found).__name__
            raise MissingError(
                f"{exercise} is a value of type {kind}, expected a function or class."
            )
        return found

    probe = from_description(request["probe"])
    own = {name: namespace[name] for name in request.get("answered", ()) if name in namespace}
    for name in request.get("answered", ()):
        if name in probe.stand_ins:
            namespace[name] = recipes.build(recipes.describe(probe.stand_ins[name]))
        else:
            namespace[name] = proxy(pipe, request["nonce"], name)
    try:
        return observe(find, probe, namespace)
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
        return {"error": seen_error(type(error).__name__, str(error)[:300])}
    except BaseException as error:  # noqa: BLE001 - a cell that exits must not end the process
        return {"error": describe_error(error)}
    return {"ok": True}
