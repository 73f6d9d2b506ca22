"""What every probe has, and how it is run: whatever happens becomes an observation."""

from __future__ import annotations

import contextlib
import io
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from autograder.checks import recipes
from autograder.checks.kinds import kind_of
from autograder.checks.plain import NotPlainError
from autograder.checks.seen_error import describe_error


class MissingError(Exception):
    """The learner's object does not exist under its name."""


@dataclass(frozen=True)
class Probe:
    """What every probe has.

    Args:
        arguments: Name to value, in the order of the positional call; may hold recipes.
        patches: Name to recipe or value: names of the notebook that the learner's code uses, such as
            layers that a setup cell made. They stand there while the probe runs, built afresh, and
            what stood there before comes back.
        second_patches: Likewise, for a second run; its observation is the first one's `second_run`.
        stand_ins: Name to recipe of a function: right versions, made of what learners have anyway,
            of functions whose arguments or results cannot travel (symbolic tensors, say). One
            takes an exercise's place where errors are carried forward, and only there.
    """

    arguments: dict[str, Any]
    patches: dict = field(default_factory=dict, kw_only=True)
    second_patches: dict = field(default_factory=dict, kw_only=True)
    stand_ins: dict = field(default_factory=dict, kw_only=True)

    def run(self, function: Callable) -> dict[str, Any]:
        """Uses the learner's object and returns what was observed."""
        raise NotImplementedError

    def describe(self) -> dict[str, Any]:
        """Returns the probe as a plain value, for a pipe or a file."""
        rest = {field.name: recipes.describe(getattr(self, field.name)) for field in fields(self)}
        # What is seldom needed goes by name only, and is left out where it is empty.
        seldom = {field.name for field in fields(self) if field.kw_only and not rest[field.name]}
        rest = {name: value for name, value in rest.items() if name not in seldom}
        return {"probe": type(self).__name__, **rest}

    def reseeded(self, offset: int) -> Probe:
        """Returns the same probe with other random generators."""
        rest = {field.name: recipes.describe(getattr(self, field.name)) for field in fields(self)}
        return type(self)(**recipes.reseed(rest, offset))

    def only_for(self, paths: Sequence[str]) -> Probe | None:
        """Returns a quicker probe that shows the same at these paths; None if there is none."""
        return None

    def usage(self, name: str) -> str:
        """Says in code how a learner does by hand what the probe does; `case` are its arguments."""
        return f"`{name}(**case)`"

    def without_unseen(self, paths: Sequence[str]) -> Probe:
        """Returns a probe that shows the same at these paths, and at others perhaps nothing."""
        return self


@contextlib.contextmanager
def patched(namespace: dict[str, Any] | None, names: dict[str, Any]) -> Iterator[None]:
    """Puts values under names of the notebook for a while.

    Args:
        namespace: The notebook's names; None where nothing is patched.
        names: Name to recipe or value.
    """
    if namespace is None or not names:
        yield
        return
    before = {name: namespace[name] for name in names if name in namespace}
    namespace.update(recipes.build(recipes.describe(names)))
    try:
        yield
    finally:
        for name in names:
            namespace.pop(name, None)
        namespace.update(before)


def observe(
    find: Callable[[], Any], probe: Probe, namespace: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Runs a probe and turns everything that can go wrong into an observation.

    Args:
        find: Returns the learner's object, or raises `MissingError`.
        probe: What to do with it.
        namespace: The names of the notebook, for what the probe patches.

    Returns:
        The probe's observation with `seconds`; or a dict with the one key `missing` (a reason)
        or `error` (a `SeenError`).

    Raises:
        KeyboardInterrupt: Passed on; it means that the time is up.
    """
    start = time.perf_counter()
    sink = _Sink()
    function = None
    try:
        with (
            contextlib.redirect_stdout(sink),
            contextlib.redirect_stderr(sink),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            with patched(namespace, probe.patches):
                function = find()
                seen = probe.run(function)
            if probe.second_patches:
                with patched(namespace, probe.second_patches):
                    seen["second_run"] = probe.run(find())
    except KeyboardInterrupt:
        raise
    except MissingError as reason:
        return {"missing": str(reason)}
    except BaseException as error:  # noqa: BLE001 - SystemExit and its like are answers too
        return {"error": describe_error(error, function)}
    return {**seen, "seconds": time.perf_counter() - start}


class _Sink(io.TextIOBase):
    """Swallows what a learner's function prints while it is judged."""

    def write(self, text: str) -> int:
        return len(text)


def require_labels(labels: Sequence[str]) -> None:
    """Makes sure that labels name one part each of an observation.

    Raises:
        ValueError: If one is empty, has a dot (which leads into a part) or stands there twice.
    """
    wrong = [label for label in labels if not label or "." in label or labels.count(label) > 1]
    if wrong:
        raise ValueError(f"The label {wrong[0]!r} must be there once, and without a dot.")


def earlier(path: str, found: Any) -> Any:
    """Returns what an earlier step gave, for the recipe `Earlier`.

    Args:
        path: Number or label of the step; dotted, the number of one of several results.
        found: What came so far, a list or a dict by label.

    Raises:
        NotPlainError: If there are not several results, or fewer.
    """
    step, *parts = path.split(".")
    value = found[step] if isinstance(found, dict) else found[int(step)]
    for part in parts:
        if not isinstance(value, (list, tuple)) or int(part) >= len(value):
            raise NotPlainError(
                f"The result {step!r} is {kind_of(value)}, expected at least {int(part) + 1} "
                "results: the next call needs them."
            )
        value = value[int(part)]
    return value
