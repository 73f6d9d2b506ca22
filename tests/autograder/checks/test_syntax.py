"""Can several threads read Python at once?"""

import ast
import gc
import re
import sys
import threading
from pathlib import Path

import pytest

from autograder.checks.syntax import parse

PACKAGE = Path(__file__).resolve().parents[3] / "autograder"
SOURCE = "\n".join(f"def f{n}(x):\n    return [x + ({n} * (x - 1))]" for n in range(30))


class Noisy:
    """What only the garbage collector finds, and what gives other threads their turn when it does."""

    def __init__(self):
        self.me = self

    def __del__(self):
        for _ in range(300):
            pass


def test_threads_do_not_get_into_each_others_way():
    """Does every one of four get its tree, though the collector comes while it is built?"""
    faults = []

    def read(depth):
        if depth:
            return read(depth - 1)  # Each at a depth of its own: that is what Python mixes up.
        try:
            for _ in range(30):
                for _ in range(20):
                    Noisy()
                assert len(parse(SOURCE).body) == 30
        except BaseException as fault:
            faults.append(fault)

    before, thresholds = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(1e-6)
    gc.set_threshold(5, 5, 5)
    try:
        threads = [threading.Thread(target=read, args=(depth,)) for depth in (1, 20, 40, 60)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
        gc.set_threshold(*thresholds)
    assert faults == []


def test_no_python_is_no_tree():
    """Is the error the one that `ast.parse` gives, and the next source read all the same?"""
    with pytest.raises(SyntaxError):
        parse("def")
    assert isinstance(parse("x = 1"), ast.Module)


def test_nobody_reads_past_the_lock():
    """Is there no other place in the package that makes trees?"""
    found = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if re.search(r"\bast\.parse\(|PyCF_ONLY_AST|literal_eval\(", path.read_text("utf-8"))
    ]
    assert found == ["checks/syntax.py"]
