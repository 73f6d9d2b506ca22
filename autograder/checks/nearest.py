"""Finds the names that somebody may have meant: near in spelling, or the same in another place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any

LIKENESS = 0.8  # from which on two spellings are near, as difflib counts
LIKENESS_OF_SHORT = 0.75  # one letter of four or five
ALMOST_EQUAL = 0.93
MAX_NAMES = 5000  # that are looked at
# Where a module offers much under several roofs, what notebooks write comes first.
FIRST_PLACES = ("layers", "ops", "utils")
# NumPy's generators name other methods than its global functions did (NumPy's own list).
OF_GENERATORS = {
    "rand": "random", "random_sample": "random", "ranf": "random", "sample": "random",
    "randn": "standard_normal", "randint": "integers", "random_integers": "integers",
}  # fmt: skip


def nearest(name: str, names: Iterable[str], count: int = 3) -> list[str]:
    """Returns the names that are near a given one, the nearest first.

    Those that differ in capitals and underscores only, and a name of several words whose first
    letters it is (`lr`, `learning_rate`), rule out the others.

    Args:
        name: That was not found.
        names: That there are.
        count: Of names at most.
    """
    there = [each for _, each in zip(range(MAX_NAMES), names, strict=False) if each != name]
    same = [each for each in there if _plain(each) == _plain(name)]
    if same:
        return sorted(same)[:count]
    initials = [each for each in there if len(name) > 1 and _initials(each) == name.lower()]
    if initials:
        return sorted(initials)[:count]
    if len(name) < 3:  # Of two letters, one more or less makes any name near.
        return []
    spelt = {each.lower(): each for each in there}
    likeness = LIKENESS if len(name) > 5 else LIKENESS_OF_SHORT
    near = difflib.get_close_matches(name.lower(), list(spelt), count, likeness)
    return [spelt[each] for each in near]


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _initials(name: str) -> str:
    words = [word for word in name.split("_") if word]
    return "".join(word[0] for word in words).lower() if len(words) > 1 else ""


def written_instead(name: str, names: Mapping[str, Any]) -> str:
    """Returns the function or class of a notebook that was probably meant to have a name.

    Names of exercises are near each other (`rnn_forward`, `rnn_cell_forward`), so it must differ in
    capitals, underscores or a single letter.

    Args:
        name: Of the exercise that is not there.
        names: Of the notebook.
    """
    there = [
        each
        for each, value in names.items()
        if callable(value) and getattr(value, "__module__", "__main__") in ("__main__", None)
    ]
    same = [each for each in there if _plain(each) == _plain(name)]
    near = same or difflib.get_close_matches(name, there, 1, ALMOST_EQUAL)
    is_sure = near and re.sub(r"\D", "", near[0]) == re.sub(r"\D", "", name)
    return near[0] if is_sure else ""


def elsewhere(name: str, names: Mapping[str, Any], count: int = 2) -> list[str]:
    """Returns where the modules of a notebook have a name, with a dot before it.

    A module's own modules are looked through as well: `Input` is found as `keras.Input` and as
    `keras.layers.Input`. Nothing is imported for it.

    Args:
        name: That was looked for in another place.
        names: Of the notebook; its modules among them.
        count: Of places at most.
    """
    found = []
    modules = [(alias, each) for alias, each in names.items() if isinstance(each, ModuleType)]
    for alias, module in modules:
        if alias.startswith("_"):
            continue
        if _offers(module, name):
            found.append(f"{alias}.{name}")
        for part, inner in list(vars(module).items()):
            public = not part.startswith("_") and isinstance(inner, ModuleType)
            if public and _root(inner.__name__) == _root(module.__name__) and _offers(inner, name):
                found.append(f"{alias}.{part}.{name}")
    return sorted(dict.fromkeys(found), key=_preference)[:count]


def _offers(module: ModuleType, name: str) -> bool:
    """Tells whether a module has a name of its own making, not one that it imports itself."""
    value = vars(module).get(name)
    if value is None or isinstance(value, ModuleType):
        return False
    maker = getattr(value, "__module__", None)
    return not isinstance(maker, str) or _root(maker) == _root(module.__name__)


def _root(name: str) -> str:
    return name.partition(".")[0]


def _preference(path: str) -> tuple[int, int, str]:
    parts = path.split(".")
    places = [FIRST_PLACES.index(part) for part in parts if part in FIRST_PLACES]
    return (places[0] if places else len(FIRST_PLACES), len(parts), path)


def in_words(names: Iterable[str]) -> str:
    """Returns names as a sentence has them: "`a`", "`a` or `b`"."""
    quoted = [f"`{re.sub('[^A-Za-z0-9_.]', '', name)[:60]}`" for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
