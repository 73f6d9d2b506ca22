"""The probe for functions that change an object that is handed to them, such as a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from autograder.checks import recipes
from autograder.checks.plain import to_plain
from autograder.checks.probes.base import Probe, require_labels
from autograder.checks.recorder import calls_of


@dataclass(frozen=True)
class BeforeAfter(Probe):
    r"""Calls once, and looks at the arguments before and after: a model that a step trains.

    Args:
        arguments: As for every probe; a `Made` model with given weights, say.
        looks: Label to recipe of a function that gets all arguments, by position, and returns what
            is looked at: `"def look(model, x, y):\n    return model.get_weights()"`.
        times: How often the function is called, each time with the same objects.

    Observes `before` and `after`, label to plain value; `result`, and `results` of all calls;
    `calls` of `Recorded` arguments.
    """

    looks: dict = field(default_factory=dict)
    times: int = 1

    def __post_init__(self) -> None:
        require_labels(list(self.looks))

    def run(self, function: Callable) -> dict[str, Any]:
        """Looks, calls, looks again."""
        built = recipes.build(recipes.describe(self.arguments), function)
        before = self._look(built)
        results = [
            to_plain(function(*built.values()))  # Copied at once: it may be changed by the next.
            for _ in range(min(self.times, 1000))
        ]
        after = self._look(built)
        seen = {"before": before, "after": after, "result": results[-1], "results": results}
        return {**seen, **calls_of(built)}

    def usage(self, name: str) -> str:
        """Tells where to look."""
        return f"`{name}(**case)`, then look at what is in `case`"

    def _look(self, built: dict[str, Any]) -> dict[str, Any]:
        looks = recipes.build(recipes.describe(self.looks))
        return {
            label: to_plain(look(*built.values()), f"what {label!r} shows")
            for label, look in looks.items()
        }
