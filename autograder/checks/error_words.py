"""Words an error for who sees it for the first time, or learned the field in another course.

`seen_error` says what was seen where the learner's code ran; here it becomes sentences, on the side
that judges. All parts come from a stranger, and are text like any other of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from autograder.checks.definitions import parameters_in

# What an exception usually means, where nothing more is known of it.
ERROR_CAUSES = {
    "NameError": "Is the name spelt right, and has the cell that defines it been run?",
    "UnboundLocalError": "The variable is read before it gets a value on this path.",
    "KeyError": "The dictionary has no such key: print its keys.",
    "IndexError": "An index lies beyond the end: print the sizes.",
    "AttributeError": "Print the type of what stands before the dot.",
    "TypeError": "Something is of another kind than this line needs: print the types.",
    "ZeroDivisionError": "Which of the inputs makes the divisor 0?",
    "RecursionError": "The function calls itself too often: without end, or once for each of thousands "
    "of items, where a loop would do.",
    "ModuleNotFoundError": "Only what the setup cell imports is sure to be there.",
}
SHAPE_WORDS = ("shape", "broadcast", "aligned", "dimension", "matmul", "size ")
_PLACE_OF_MODULE = re.compile(
    r" \((?:/|unknown location)[^()]*\)$"
)  # of what could not be imported
WRONG_COUNT = re.compile(r"(?:missing|takes|expected) .*argument")
# What Keras adds to a message holds shapes, whatever the message is of.
ADDED_BY_KERAS = re.compile(r"Arguments received by .*", re.DOTALL)
NO_SUCH_ROW = re.compile(r"indices\[[\d,]*\] = (-?\d+) is not in \[0, (\d+)\)")  # of a table
NO_TUPLE = re.compile(r"Cannot convert '(\d+)' to a shape")  # Keras of `shape=(5)`


def error_text(error: Mapping[str, Any], definitions: Mapping[str, str]) -> str:
    """Says what an error was, where it came up and what it usually means.

    Args:
        error: A `SeenError`; a case of an older kind may lack its clues.
        definitions: How the exercise's function is called, as `definitions_in` says it.
    """
    if error["type"] == "NotPlainError":
        return re.sub("^the ", "The ", error["message"])
    message = _PLACE_OF_MODULE.sub("", error["message"]).rstrip(".")
    text = f"{error['type']}: {message}" if message else error["type"]
    cause = error_cause(error, definitions)
    if not error["line"]:
        return f"It stopped with {text}. {cause}".strip()
    place = f"line {error['line']} of {error['function']}"
    return f"It stopped in {place} (`{error['code']}`) with {text}. {cause}".strip()


def error_cause(error: Mapping[str, Any], definitions: Mapping[str, str]) -> str:
    """Says what an error usually means, as exactly as its clues allow.

    Args:
        error: A `SeenError`.
        definitions: As for `error_text`.
    """
    clues: Mapping[str, str] = error.get("clues") or {}
    if not error["line"]:
        words = _signatures(error, clues, definitions)
    else:
        words = next(filter(None, (tell(clues) for tell in _TELLERS)), "")
        words = words.strip() or _of_the_kind(error, clues)
        words += _other_signature(error, clues, definitions)
    return words or _of_the_kind(error, clues)


def _of_the_kind(error: Mapping[str, Any], clues: Mapping[str, str]) -> str:
    """Returns what is true of every error of a kind, with what stands in the failing expression."""
    if NO_TUPLE.search(error["message"]):
        size = NO_TUPLE.findall(error["message"])[0]
        return f"A shape is a tuple, and a tuple of one number has a comma: `({size},)`."
    if row := NO_SUCH_ROW.search(error["message"]):
        return (
            f"Row {row[1]} of a table (an Embedding, say) was asked for, and it has {row[2]} rows, "
            f"numbered from 0: it needs one row more than the largest index."
        )
    if error["type"] == "TypeError" and WRONG_COUNT.search(error["message"]):
        return "It was called with more or fewer arguments than it takes."
    operands = clues.get("operands", "")
    if error["type"] == "TypeError" and operands:
        return f"Here {operands}."
    if error["type"] == "IndexError" and operands:
        return f"An index lies beyond the end: {operands}."
    if error["type"] in ERROR_CAUSES:
        return ERROR_CAUSES[error["type"]]
    message = ADDED_BY_KERAS.sub("", error["message"])
    if any(word in message for word in SHAPE_WORDS):
        return (
            f"Look at the shapes: {operands}." if operands else "Two shapes do not fit: print both."
        )
    return ""


# ------------------------------------------------------------------------- the signature of the exercise


def _signatures(
    error: Mapping[str, Any], clues: Mapping[str, str], definitions: Mapping[str, str]
) -> str:
    """Shows both signatures where the function could not be called as the exercise calls it."""
    if error["type"] != "TypeError":
        return ""
    called = re.match(r"([\w.]+)\(\) ", error["message"])
    ours = definitions.get(called[1].rpartition("<locals>.")[2], "") if called else ""
    if not ours:
        return ""
    theirs = clues.get("theirs", "")
    beside = f"; yours is `{theirs}`" if theirs and called and "." not in called[1] else ""
    return (
        f"The exercise's signature is `{ours}`{beside}. Keep it as it was released: it is called with "
        "these arguments in this order."
    )


def _other_signature(
    error: Mapping[str, Any], clues: Mapping[str, str], definitions: Mapping[str, str]
) -> str:
    """Shows both signatures where arguments stand in another order or for something else."""
    ours = next((text for name, text in definitions.items() if "." not in name), "")
    theirs = clues.get("theirs", "")
    mine, yours = parameters_in(ours), parameters_in(theirs)
    if not mine or not yours:
        return ""
    if sorted(mine) == sorted(yours) and mine != yours:
        return f" Your arguments stand in another order: `{theirs}`; the exercise's are `{ours}`."
    name = clues.get("generator", "")
    if name in yours[: len(mine)] and mine[yours.index(name)] != name:
        return f" The exercise's signature is `{ours}`; yours is `{theirs}`."
    return ""


# --------------------------------------------------------------------- what the failing expression tells


def _unknown_name(clues: Mapping[str, str]) -> str:
    name = clues.get("name", "")
    if not name:
        return ""
    if clues.get("elsewhere"):
        return f"There is no `{name}` by itself in this notebook, but {clues['elsewhere']}."
    if clues.get("near"):
        return f"There is no `{name}` in this notebook; near it is {clues['near']}."
    return (
        f"No `{name}` is defined where this runs. Is it from another course, or from a cell that is "
        "not run? A function works with its arguments, and a grade runs no cell that only explores."
    )


def _shadowed(clues: Mapping[str, str]) -> str:
    name = clues.get("shadowed", "")
    return name and (
        f"The function gives `{name}` a value further down, and so hides the `{name}` that stands "
        "outside: call that value something else."
    )


def _attribute(clues: Mapping[str, str]) -> str:
    name, owner, kind = (clues.get(each, "") for each in ("attribute", "owner", "kind"))
    if not name or not kind:
        return ""
    if kind.startswith("the module"):
        places = clues.get("elsewhere") or clues.get("near")
        if not places:
            return f"There is no `{name}` in {kind}, in the version that is here."
        return f"There is {places}, but no `{owner}.{name}`."
    text = f"`{owner}` is {kind}, which has no `{name}`"
    return f"{text}; near it is {clues['near']}." if clues.get("near") else f"{text}."


def _moved(clues: Mapping[str, str]) -> str:
    if clues.get("symbolic") and clues.get("elsewhere"):
        return (
            f"While a model is built its values are symbolic: `{clues['symbolic']}` cannot take them, "
            f"{clues['elsewhere']} can."
        )
    if clues.get("symbolic"):
        return "While a model is built its values are symbolic: layers and `keras.ops` take them."
    return f"It is here as {clues['elsewhere']}." if clues.get("elsewhere") else ""


def _key(clues: Mapping[str, str]) -> str:
    key, dictionary = clues.get("key", ""), clues.get("dictionary", "")
    if not key:
        return ""
    text = f"`{dictionary}` has no {key}"
    if clues.get("keys"):
        text += f"; it holds {clues['keys']}."
    elif clues.get("near"):
        text += f"; near it is {clues['near']}."
    else:
        text += "."
    if not clues.get("source"):
        return text
    return (
        f"{text} It comes from the argument `{clues['source']}`: see what the docstring says of the form "
        "in which words are looked up, and of those that are not there."
    )


def _nothing(clues: Mapping[str, str]) -> str:
    name, call = clues.get("none", ""), clues.get("from_call", "")
    if not name:
        return ""
    if clues.get("left"):
        return f"`{name}` is None, as `{name} = None` left it: it needs a value before this line."
    if clues.get("given"):
        by = f"`{clues['caller']}` calls with" if clues.get("caller") else "it is called with"
        return f"The argument `{name}` is None in this call: {by} `{clues['given']}` for it."
    if clues.get("argument"):
        return f"The argument `{name}` is None in this call."
    if not call:
        return f"`{name}` is None."
    text = (
        f"`{call}(...)` gave None"
        if name.startswith(call)
        else f"`{name}` is None, from `{call}(...)`"
    )
    if clues.get("returns") == "nothing":
        return f"{text}: `{call}` has no `return` with a value."
    if clues.get("returns"):
        return f"{text}: it reached no `return`, or one whose value was None."
    if clues.get("in_place"):
        return f"{text}: it changes what stands before the dot, and returns nothing."
    return f"{text}."


def _misfit(clues: Mapping[str, str]) -> str:
    called = clues.get("called", "")
    text = ""
    if clues.get("keyword"):
        near = f"; near it is {clues['near']}" if clues.get("near") else ""
        text = f"It has no argument `{clues['keyword']}`{near}. "
    return f"{text}It is called as `{called}`." if called else text


def _generator(clues: Mapping[str, str]) -> str:
    name = clues.get("generator", "")
    return name and (
        f"`{name}` is a NumPy random generator and no number: nothing is seeded with it, one draws "
        f"from it, as in `{name}.choice(...)` or `{name}.normal(...)`."
    )


_TELLERS = (
    _unknown_name, _shadowed, _attribute, _key, _nothing, _misfit, _generator, _moved,
)  # fmt: skip
