"""Damages to the text of a file, and files that are something else."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import random
import zipfile

from tests.hostile.damage_tree import ODD_TEXTS, Value


def as_bytes(value: Value, **options: Value) -> bytes:
    """Returns a value as the text of a file; half characters are written as escapes."""
    return json.dumps(value, **{"indent": 1, **options}).encode("utf-8")


# ---------------------------------------------------------------------------- the text of a file


def characters_changed(rng: random.Random, notebook: dict) -> bytes:
    """Changes single bytes anywhere in the file."""
    data = bytearray(as_bytes(notebook))
    for _ in range(rng.choice([1, 2, 10, 100])):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def piece_cut(rng: random.Random, notebook: dict) -> bytes:
    """Cuts the file off, at its end, at its start, or takes something out of the middle."""
    data = as_bytes(notebook)
    one, other = sorted(rng.sample(range(len(data)), k=2))
    return rng.choice([data[:one], data[other:], data[:one] + data[other:]])


def piece_repeated(rng: random.Random, notebook: dict) -> bytes:
    """Repeats a piece, or the whole file: two notebooks in one."""
    data = as_bytes(notebook)
    one, other = sorted(rng.sample(range(len(data)), k=2))
    return rng.choice([data + data, data[:other] + data[one:], data * 3, data + b"\n{}"])


def another_encoding(rng: random.Random, notebook: dict) -> bytes:
    """Writes it in another encoding, with and without a mark at its start."""
    text = json.dumps(notebook, ensure_ascii=False)
    name = rng.choice(
        ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "utf-7", "cp037", "rot13"]
    )
    if name == "rot13":
        return text.encode("utf-8").swapcase()
    return text.encode(name, "replace")


def half_characters(rng: random.Random, notebook: dict) -> bytes:
    """Escapes of half characters, zeros and ends of text in strings and keys."""
    text = json.dumps(notebook)
    odd = rng.choice(
        ["\\ud800", "\\udfff\\ud800", "\\u0000", "\\ufffe", "\\u001b", "\\ud83d\\ud83d\\ude00"]
    )
    at = [i for i in range(len(text)) if text[i] == '"']
    place = rng.choice(at) + 1
    return (text[:place] + odd + text[place:]).encode()


def merge_conflict(rng: random.Random, notebook: dict) -> bytes:
    """Leaves the marks of a conflict of version control."""
    lines = as_bytes(notebook).split(b"\n")
    one, other = sorted(rng.sample(range(len(lines)), k=2))
    marked = [b"<<<<<<< HEAD", *lines[one:other], b"=======", *lines[one:other], b">>>>>>> other"]
    return b"\n".join([*lines[:one], *marked, *lines[other:]])


def loose_json(rng: random.Random, notebook: dict) -> bytes:
    """Writes what is not quite JSON: comments, commas, quotes, two keys of one name."""
    text = as_bytes(notebook).decode()
    return rng.choice([
        text.replace("\n}", ",\n}"), text.replace('"', "'"), "// notebook\n" + text, repr(notebook),
        text.replace('"cells"', '"cells": [], "cells"', 1), text.replace("null", "None"), text + ";",
        text.replace('"nbformat": 4', '"nbformat": 4, "nbformat": 3'), "[" + text + "]",
        text.replace('"nbformat": 4', '"nbformat": 4.0'), json.dumps(text), text.replace(":", "="),
        text.replace('"nbformat": 4', '"nbformat": 4' + "0" * 5000),
    ]).encode()  # fmt: skip


TEXT = [characters_changed, characters_changed, characters_changed, piece_cut, piece_cut, piece_repeated,
        another_encoding, half_characters, merge_conflict, loose_json, loose_json]  # fmt: skip


# ------------------------------------------------------------------------ something else instead


def in_an_archive(rng: random.Random, notebook: dict) -> bytes:
    """Hands in an archive under the notebook's name."""
    data = as_bytes(notebook)
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("w0_hostile.ipynb", data)
    return rng.choice([
        gzip.compress(data), bz2.compress(data), lzma.compress(data), zipped.getvalue(),
        base64.b64encode(data),
    ])  # fmt: skip


def another_kind_of_file(rng: random.Random, notebook: dict) -> bytes:
    """Hands in a page, a script, a picture, a document, text, nothing."""
    code = "\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code")
    return rng.choice([
        b"", b" ", b"\n" * 1000, b"\x00" * 1000, b"\xef\xbb\xbf", b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"<!DOCTYPE html><title>Sign in</title><p>Your session is over.", b"%PDF-1.7\n\xe2\xe3",
        b"PK\x03\x04",
        code.encode(), b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1", b"null", b"4",
        b"[]", b"{}", b'"notebook"', b"NaN", b"true", b'{"cells": []}', b'{"nbformat": 4}',
        rng.randbytes(5000), b"I hand this in later, my laptop is broken.",
    ])  # fmt: skip


def another_version(rng: random.Random, notebook: dict) -> Value:
    """Writes another version of the format, or one that there is not."""
    way = rng.randrange(4)
    if way == 0:
        notebook["nbformat"] = rng.choice([0, 1, 2, 3, 5, 99, -4, "4", 4.5, None, True, [4]])
    elif way == 1:
        notebook["nbformat_minor"] = rng.choice([0, 4, 99, -1, "5", None])
    elif way == 2:
        cells = notebook.pop("cells")
        notebook |= {"nbformat": 3, "worksheets": [{"cells": cells, "metadata": {}}]}
    else:
        for cell in notebook["cells"]:
            cell.pop("id", None)
        notebook["nbformat_minor"] = 4
    return notebook


def odd_depth(rng: random.Random, notebook: dict) -> bytes:
    """Nests something, a little or endlessly."""
    depth = rng.choice([30, 62, 63, 64, 65, 200, 990, 1100, 20_000])
    opening, closing = rng.choice([("[", "]"), ('{"a":', "}")])
    inner = opening * depth + "1" + closing * depth
    text = json.dumps(notebook)
    return text.replace('"metadata": {', '"metadata": {"deep": ' + inner + ", ", 1).encode()


def odd_size(rng: random.Random, notebook: dict) -> Value:
    """Grows it: many cells, long cells, much output."""
    way = rng.randrange(4)
    cell = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": "x = 1",
    }
    if way == 0:
        notebook["cells"] += [cell] * rng.choice([99, 101, 1499, 3000])
    elif way == 1:
        notebook["cells"].append({**cell, "source": "x = 1\n" * rng.choice([10_000, 17_000])})
    elif way == 2:
        notebook["cells"].append({**cell, "outputs": [{"data": "x" * 2_000_000}]})
    else:
        notebook["metadata"]["widgets"] = {str(i): {"state": {}} for i in range(30_000)}
    return notebook


def another_notebook(rng: random.Random, notebook: dict) -> Value:
    """Hands in the notebook of another course, or of a later release."""
    way = rng.randrange(3)
    if way == 0:
        notebook["cells"] = [
            {"cell_type": "code", "source": "print('hello')", "metadata": {}, "outputs": []}
        ]
    elif way == 1:
        notebook["metadata"]["autograder"] = {"release": rng.choice(ODD_TEXTS)}
    else:
        for cell in notebook["cells"]:
            cell["source"] = (
                "".join(cell["source"]).replace("double", "twice").replace("total", "all")
            )
    return notebook


BYTES = [in_an_archive, another_kind_of_file, another_kind_of_file]
WHOLE = [another_version, odd_depth, odd_size, another_notebook]
