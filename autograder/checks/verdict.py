"""The verdict on one exercise, and how it reads."""

from __future__ import annotations

import dataclasses
import html
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

_Kind = TypeVar("_Kind")


class Status(StrEnum):
    """What became of an exercise; the words follow the exercise's name."""

    PASSED = "passed"
    FAILED = "failed"
    CARRIED = "carried"
    MISSING = "missing"
    ERROR = "error"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    REFUSED = "refused"
    UNJUDGED = "unjudged"

    @property
    def words(self) -> str:
        """Returns it as a person reads it."""
        return {
            Status.PASSED: "passed",
            Status.CARRIED: "right, given what it depends on",
            Status.FAILED: "not right yet",
            Status.MISSING: "not written yet",
            Status.ERROR: "stopped with an error",
            Status.TIMEOUT: "took too long",
            Status.CRASHED: "ended its process",
            Status.REFUSED: "not graded",
            Status.UNJUDGED: "could not be checked",
        }[self]


STATUSES = tuple(status.value for status in Status)
RIGHT = (Status.PASSED.value, Status.CARRIED.value)  # what counts as solved

# No word about what went wrong inside: it would send a learner looking in the wrong place.
CHECK_FAILED = (
    "The check itself failed: that is a fault of the autograder and not yours. Nothing in your "
    "answer needs to change for it; go on, and tell your instructor, who must look at this one."
)


@dataclass(frozen=True)
class Verdict:
    """What was found about one exercise.

    Args:
        exercise: Its name.
        points: Points earned, in [0, max_points].
        max_points: Points that can be earned.
        status: One of `STATUSES`.
        hint: What the learner should know, plain text.
        misconception: Name of the recognised mistake, if one was.
        carried_forward: Whether points were given although something it depends on is wrong.
        seconds: How long the learner's code ran.
        explanation: Lines that say what was called, expected and received.
        verified: What the passed cases show.
        failed_case: What the first failed case would have shown.
        is_blocked: Whether it is written, but calls an exercise that is not.
    """

    exercise: str
    points: float
    max_points: float
    status: str
    hint: str = ""
    misconception: str | None = None
    carried_forward: bool = False
    seconds: float = 0.0
    explanation: list[str] = field(default_factory=list)
    verified: list[str] = field(default_factory=list)
    failed_case: str = ""
    is_blocked: bool = False

    @classmethod
    def passed(cls, exercise: str, points: float, verified: list[str], seconds: float) -> Verdict:
        """Makes the verdict of a right answer."""
        return cls(exercise, points, points, "passed", seconds=seconds, verified=verified)

    @classmethod
    def refused(cls, exercise: str, max_points: float, reason: str) -> Verdict:
        """Makes the verdict on a file that could not be read."""
        return cls(exercise, 0, max_points, "refused", hint=reason)

    @classmethod
    def unjudged(cls, exercise: str, max_points: float) -> Verdict:
        """Makes the verdict where the check itself failed, whatever the answer is worth."""
        return cls(exercise, 0, max_points, "unjudged", hint=CHECK_FAILED)

    @classmethod
    def for_a_person(cls, exercise: str, max_points: float, reason: str) -> Verdict:
        """Makes the verdict on a model that works, but that the judge cannot build itself.

        Args:
            exercise: Its name.
            max_points: Points that can be earned.
            reason: What it holds.
        """
        hint = (
            f"Your model does what it must on every case, but it holds {reason}, which the "
            "judge cannot build for itself: a person has to look at it. A model made of keras.layers "
            "and keras.ops is judged at once."
        )
        return cls(exercise, 0, max_points, "unjudged", hint=hint)

    @property
    def is_right(self) -> bool:
        """Tells whether the exercise counts as solved."""
        return self.status in RIGHT

    @property
    def mark(self) -> str:
        """Returns the sign before the headline."""
        return "✓" if self.is_right else "?" if self.status == "unjudged" else "✗"

    def headline(self) -> str:
        """Returns one line for a person: what became of the exercise."""
        return f"{self.exercise}: {Status(self.status).words}"

    def worth(self) -> str:
        """Returns the points in words; a bonus is worth none, and not "0 of 0"."""
        return f"{self.points:g} of {self.max_points:g} points" if self.max_points else "a bonus"

    def text(self) -> str:
        """Returns the verdict as plain text of a few lines, for a terminal."""
        lines = [f"{self.mark} {self.headline()} ({self.worth()})"]
        if self.is_right:
            lines += [f"  · {item}" for item in self.verified]
        else:
            if self.failed_case and self.status != "missing":
                lines.append(f"  Checked: {self.failed_case}")
            lines += [f"  {line}" for line in self.explanation]
            if self.hint:
                lines.append(f"  Hint: {self.hint}")
        return "\n".join(lines)

    def comment(self) -> str:
        """Returns the feedback as Markdown in which learner text is inert.

        nbgrader renders comments from Markdown without escaping, so HTML and Markdown signs
        in anything that came from a learner are made harmless here.
        """
        lines = [f"**{escape(self.headline())}**"]
        if self.hint:
            lines.append(escape(self.hint))
        if not self.is_right and self.explanation:
            if self.failed_case:
                lines.append("Checked: " + escape(self.failed_case))
            lines.append("\n".join(f"- {escape(line)}" for line in self.explanation))
        return "\n\n".join(lines)

    def record(self) -> dict[str, Any]:
        """Returns the fields that `grades.json` keeps of a verdict."""
        return {
            "exercise": self.exercise,
            "points": self.points,
            "max_points": self.max_points,
            "status": self.status,
            "hint": self.hint,
            "misconception": self.misconception,
            "carried_forward": self.carried_forward,
            "seconds": round(self.seconds, 3),
        }


def from_dict(kind: type[_Kind], values: dict[str, Any]) -> _Kind:
    """Makes a dataclass of the plain values that its fields need; each must be there."""
    return kind(**{entry.name: values[entry.name] for entry in dataclasses.fields(kind)})  # type: ignore[arg-type]


def clean(text: str) -> str:
    """Removes control characters (terminal escapes among them) and broken Unicode from text."""
    return re.sub(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", "�", text
    )


def escape(text: str) -> str:
    """Makes text inert in HTML and in Markdown; it reads as it is, backticks included.

    No sign is escaped without need: formgrader shows a comment in its box unrendered.
    """
    safe = html.escape(clean(text), quote=False).replace("&gt;", ">")
    safe = re.sub(r"([\\`*\[~$|])|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", r"\\\g<0>", safe)
    # Signs that mean something at the beginning of a line only.
    return re.sub(r"^([ \t]*)([>#!+=-])", r"\1\\\2", safe, flags=re.MULTILINE)
