"""Damages to the tree of a notebook and to its cells: any value, anywhere."""

from __future__ import annotations

import copy
import random
from typing import Any

Value = Any
ODD_TEXTS = [
    "", " ", "\x00", "\ud800", "\ufeff", "\u202e", "\U0010ffff", "a\u0301" * 500, "\r\n\r", "\x85\u2028",
    "<b>", "'; drop table grade; --", "%s%n{0}{x!r}", "../../etc/passwd", "x" * 70_000, "NaN", "🦎" * 90,
    "%%bash", "!ls", "?x", "raise SystemExit", "import os", "def double(", "\\", "\\ud800", "\x1b[2J",
]  # fmt: skip
ODD_VALUES: list[Value] = [
    None, True, False, 0, -1, 1.5, float("nan"), float("inf"), 10**40, -(10**400), [], {}, [[]], [None],
    {"": None}, {"id": 1}, [1, "a", {}], [[[[[[]]]]]], "", "text", *ODD_TEXTS[:8],
]  # fmt: skip


# ------------------------------------------------------------------ at random places of the tree


def _places(value: Value, found: list | None = None) -> list[tuple[Value, Any]]:
    """Returns every place of a tree, as its container and the key or index in it."""
    found = [] if found is None else found
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in list(items):
        found.append((value, key))
        if isinstance(item, (dict, list)):
            _places(item, found)
    return found


def value_replaced(rng: random.Random, notebook: dict) -> Value:
    """Puts something odd in place of any value."""
    for _ in range(rng.choice([1, 1, 3, 10])):
        container, key = rng.choice(_places(notebook))
        container[key] = copy.deepcopy(rng.choice(ODD_VALUES))
    return notebook


def value_deleted(rng: random.Random, notebook: dict) -> Value:
    """Deletes any values."""
    for _ in range(rng.choice([1, 2, 20])):
        container, key = rng.choice(_places(notebook))
        del container[key]
        if not notebook:
            break
    return notebook


def key_renamed(rng: random.Random, notebook: dict) -> Value:
    """Gives a key another name, or another case."""
    places = [(c, k) for c, k in _places(notebook) if isinstance(c, dict)]
    for container, key in rng.sample(places, k=3):
        if key in container:
            new = rng.choice([key.upper(), key + " ", "x", "", "\ud83d", key[:-1]])
            container[new] = container.pop(key)
    return notebook


def values_exchanged(rng: random.Random, notebook: dict) -> Value:
    """Exchanges two values of the tree; one may contain the other."""
    (one, a), (other, b) = rng.sample(_places(notebook), k=2)
    first, second = copy.deepcopy(one[a]), copy.deepcopy(other[b])
    one[a] = second
    try:
        other[b] = first
    except (IndexError, KeyError):
        pass
    return notebook


def value_wrapped(rng: random.Random, notebook: dict) -> Value:
    """Wraps a value into lists or dicts, or takes it out of its list."""
    container, key = rng.choice(_places(notebook))
    for _ in range(rng.choice([1, 5, 70])):
        container[key] = rng.choice([[container[key]], {"x": container[key]}])
    return notebook


def value_grown(rng: random.Random, notebook: dict) -> Value:
    """Makes one value large."""
    container, key = rng.choice(_places(notebook))
    container[key] = rng.choice(
        ["x" * 300_000, list(range(50_000)), {str(i): i for i in range(20_000)}]
    )
    return notebook


def metadata_lost(rng: random.Random, notebook: dict) -> Value:
    """Loses the metadata, of some cells or of all, as some editors do."""
    for cell in notebook["cells"]:
        if rng.random() < 0.7:
            cell["metadata"] = rng.choice([{}, {}, None, [], "x", {"nbgrader": None}])
        if rng.random() < 0.3:
            cell.pop("metadata", None)
    if rng.random() < 0.5:
        notebook.pop("metadata")
    return notebook


def marks_changed(rng: random.Random, notebook: dict) -> Value:
    """Changes single marks of nbgrader."""
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader")
        if marks and rng.random() < 0.5:
            marks[rng.choice(sorted(marks))] = copy.deepcopy(rng.choice(ODD_VALUES))
    return notebook


TREE = [value_replaced, value_replaced, value_replaced, value_deleted, value_deleted, key_renamed,
        values_exchanged, values_exchanged, value_wrapped, value_grown, metadata_lost,
        marks_changed]  # fmt: skip


# ----------------------------------------------------------------------------------- whole cells


def cells_deleted(rng: random.Random, notebook: dict) -> Value:
    """Deletes cells."""
    keep = rng.choice([0.0, 0.3, 0.8, 0.95])
    notebook["cells"] = [cell for cell in notebook["cells"] if rng.random() < keep]
    return notebook


def cells_duplicated(rng: random.Random, notebook: dict) -> Value:
    """Duplicates cells, with their ids or with others."""
    for cell in rng.choices(notebook["cells"], k=rng.choice([1, 3, 40])):
        new = copy.deepcopy(cell)
        if rng.random() < 0.4:
            new["id"] = f"copy{rng.randrange(10**6)}"
        notebook["cells"].insert(rng.randrange(len(notebook["cells"]) + 1), new)
    return notebook


def cells_moved(rng: random.Random, notebook: dict) -> Value:
    """Moves cells."""
    if rng.random() < 0.3:
        rng.shuffle(notebook["cells"])
    else:
        cell = notebook["cells"].pop(rng.randrange(len(notebook["cells"])))
        notebook["cells"].insert(rng.randrange(len(notebook["cells"]) + 1), cell)
    return notebook


def cells_retyped(rng: random.Random, notebook: dict) -> Value:
    """Gives cells another type, with or without what belongs to it."""
    for cell in rng.sample(notebook["cells"], k=rng.choice([1, 3, 8])):
        cell["cell_type"] = rng.choice(["code", "markdown", "raw", "heading", "", None, 7, "Code"])
        if rng.random() < 0.5:
            cell.pop("outputs", None)
    return notebook


def cells_split(rng: random.Random, notebook: dict) -> Value:
    """Splits a cell at a line, as a key in Jupyter does."""
    at = rng.randrange(len(notebook["cells"]))
    cell = notebook["cells"][at]
    lines = "".join(cell["source"]).split("\n")
    cut = rng.randrange(len(lines) + 1)
    parts = [copy.deepcopy(cell), copy.deepcopy(cell)]
    parts[0]["source"], parts[1]["source"] = "\n".join(lines[:cut]), "\n".join(lines[cut:])
    parts[1]["id"] = "rest"
    notebook["cells"][at : at + 1] = parts
    return notebook


def cells_merged(rng: random.Random, notebook: dict) -> Value:
    """Merges neighbouring cells."""
    at = rng.randrange(len(notebook["cells"]) - 1)
    one, other = notebook["cells"][at : at + 2]
    one["source"] = "".join(one["source"]) + "\n\n" + "".join(other["source"])
    del notebook["cells"][at + 1]
    return notebook


def cells_odd(rng: random.Random, notebook: dict) -> Value:
    """Puts among the cells what is none."""
    for _ in range(rng.choice([1, 5])):
        odd = copy.deepcopy(rng.choice(ODD_VALUES))
        notebook["cells"].insert(rng.randrange(len(notebook["cells"]) + 1), odd)
    return notebook


def ids_changed(rng: random.Random, notebook: dict) -> Value:
    """Changes ids and names: all alike, exchanged, odd."""
    way = rng.randrange(3)
    names = [cell.get("id") for cell in notebook["cells"]]
    rng.shuffle(names)
    for cell, name in zip(notebook["cells"], names, strict=True):
        cell["id"] = ["same", name, rng.choice(ODD_VALUES)][way]
        if way == 1 and "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["grade_id"] = name
    return notebook


def sources_changed(rng: random.Random, notebook: dict) -> Value:
    """Damages the text of cells: cut, doubled, odd characters, no list of lines."""
    for cell in rng.sample(notebook["cells"], k=rng.choice([1, 2, 6])):
        text = "".join(cell["source"])
        cut = rng.randrange(len(text) + 1)
        cell["source"] = rng.choice([
            text[:cut], text[cut:], text * 2, text + rng.choice(ODD_TEXTS), text.splitlines(),
            text[:cut] + rng.choice(ODD_TEXTS) + text[cut:], list(text), [text, None, 7],
            text.replace("    ", "\t"), text.replace("\n", "\r\n"), text.replace(" ", "\u00a0"),
        ])  # fmt: skip
    return notebook


def outputs_odd(rng: random.Random, notebook: dict) -> Value:
    """Puts odd things where outputs and attachments are."""
    for cell in notebook["cells"]:
        if rng.random() < 0.5:
            cell["outputs"] = rng.choice([
                [{"output_type": "stream", "text": ["x" * 1000] * 100, "name": "stdout"}],
                [{"output_type": "display_data", "data": {"image/png": "x" * 100_000}}],
                [{}], [None], {}, "x", [{"output_type": "error", "traceback": None}], 7,
            ])  # fmt: skip
        if rng.random() < 0.2:
            cell["attachments"] = rng.choice([{"a.png": {"image/png": "x"}}, [], 7, {"": ""}])
    return notebook


CELLS = [cells_deleted, cells_deleted, cells_duplicated, cells_moved, cells_retyped, cells_split,
         cells_merged, cells_odd, ids_changed, sources_changed, sources_changed, outputs_odd]  # fmt: skip
