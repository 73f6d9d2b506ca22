"""Hands in what takes the reader's time, memory or way: giants, depths, bombs, links, devices.

Would gain: a grader that hangs, dies or reads a file of the instructor's.
Must not: size, depth and number are looked at before anything is built; links are not followed.
"""

import gzip
import io
import json
import zipfile

from nbformat.v4 import new_code_cell

from tests.hostile.course import ASSIGNMENT
from tests.hostile.gallery import FIFO, REFUSED, Handed, Link, attack

CELL = {
    "cell_type": "code",
    "source": "x = 1",
    "metadata": {},
    "outputs": [],
    "execution_count": None,
}


def as_text(**parts):
    """Returns the text of a notebook with these parts."""
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [], **parts})


@attack(**REFUSED, says=["larger than"])
def giant(shop):
    """40 MB of text in one cell."""
    return as_text(cells=[{**CELL, "source": "#" * (40 << 20)}])


@attack(**REFUSED, says=["100000 cells|more parts"])
def many_cells(shop):
    """A hundred thousand cells."""
    return as_text(cells=[CELL] * 100_000)


@attack(**REFUSED, says=["nested"])
def deep(shop):
    """Lists in lists, deeper than Python's own stack."""
    return '{"nbformat": 4, "cells": [], "metadata": {"x": ' + "[" * 90_000 + "]" * 90_000 + "}}"


@attack(**REFUSED, says=["nested"])
def just_too_deep(shop):
    """Lists in lists that JSON reads and whoever walks them does not."""
    return '{"nbformat": 4, "cells": [], "metadata": {"x": ' + "[" * 900 + "]" * 900 + "}}"


@attack(**REFUSED, says=["more parts"])
def many_containers(shop):
    """Thirty megabytes of empty lists, which take a gigabyte of memory."""
    return '{"nbformat": 4, "cells": [], "metadata": {"x": [' + "[]," * 9_000_000 + "[]]}}"


@attack(**REFUSED, says=["UTF-8"])
def zip_bomb(shop):
    """A gigabyte of zeros in an archive under the notebook's name."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(f"{ASSIGNMENT}.ipynb", "w") as file:
            for _ in range(64):
                file.write(b"0" * (16 << 20))
    return data.getvalue()


@attack(**REFUSED, says=["UTF-8"])
def gzip_bomb(shop):
    """The same, as the format in which some servers store files; and one beside it."""
    data = gzip.compress(b"0" * (256 << 20))
    return Handed(data, beside={"data.zip": data, "more.tar.gz": data})


MISSING = dict.fromkeys(("double", "total", "average", "centred", "tally"), "missing")


@attack(**MISSING, says=["beyond the first"])
def full_to_the_brim(shop):
    """As many cells and characters as are still read."""
    notebook = shop.blank()
    notebook.cells += [new_code_cell("x = 1 # " + "y" * 600) for _ in range(1400)]
    return notebook


@attack(double="error")
def text_that_breaks_parsers(shop):
    """Source that parsers give up on: nested, chained and signed without end."""
    sources = [
        "x = " + "(" * 20_000,
        "x = " + "-" * 50_000 + "1",
        "x = 1" + " + 1" * 20_000,
        "x = a" + ".b" * 40_000,
        "x = " + "[" * 150 + "]" * 150,
        "if x:\n " + "lambda: " * 9_000 + "0",
        "x = '" + "\\N{DIGIT ONE}" * 5_000 + "'",
        "f" * 99_000,
        "%" * 90_000,
        "!" + "\\\n" * 40_000,
        "\n".join("%magic" for _ in range(9_000)),
        "x = " + "not " * 20_000 + "1",
        "\x0c\x00\ufeff x = 1",
        "x = f'" + "{" * 9_000 + "}" * 9_000 + "'",
        "@" * 30_000,
        "x" + "[0]" * 30_000,
    ]
    notebook = shop.with_added(*sources)
    notebook.cells[-1].source = "x" + "(0)" * 30_000
    next(c for c in notebook.cells if c.id == "double").source = "x = " + "~" * 60_000 + "1"
    return notebook


@attack(**REFUSED, says=["link"])
def link_to_the_solution(shop):
    """A link to the instructor's notebook: followed, it would earn everything."""
    return Link(f"@COURSE@/solutions/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")


@attack(**REFUSED, says=["link"])
def link_to_a_neighbour(shop):
    """A relative link to what somebody else handed in."""
    return Link(f"../../a00_neighbour/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")


@attack(**REFUSED, says=["link"])
def link_without_end(shop):
    """A link to a device that never ends, and links in a circle."""
    beside = {"loop": Link("loop"), "up": Link("../.."), "zero": Link("/dev/zero")}
    return Handed(Link("/dev/zero"), beside=beside)


@attack(**REFUSED, says=["regular file"])
def named_pipe(shop):
    """A pipe that nobody writes to: whoever opens it waits for ever."""
    return Handed(FIFO)


@attack(**REFUSED, says=["regular file|cannot be opened"])
def folder(shop):
    """A folder under the notebook's name."""
    return Handed(None, beside={f"{ASSIGNMENT}.ipynb/{ASSIGNMENT}.ipynb": "{}"})


@attack()
def crowd_of_files(shop):
    """Right answers among files: many, deep, sparse, with odd names and links out."""
    beside = {f"files/{number}.txt": "x" for number in range(2_000)}
    beside["d/" * 60 + "deep.txt"] = "x"
    beside |= {
        "secret.txt": Link("@CANARY@/secret.txt"),
        "etc": Link("/etc"),
        "w\n\x1b[31m.csv": "=1+1",
    }
    return Handed(shop.solved(), beside=beside)
