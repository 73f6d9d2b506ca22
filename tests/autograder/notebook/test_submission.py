"""Tests how submissions are read: what runs, what is put back, what a person is told."""

import copy
import json
import os
import random

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.notebook import raw, submission
from autograder.notebook.submission import Refused, read_submission
from tests.autograder import small_course as small

DOUBLE = small.SOLUTIONS["double"]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Makes the small course, once for all tests here."""
    return small.make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def read(course, tmp_path):
    """Returns a function that reads a notebook as a submission."""

    def read(content, file_name="w0_small.ipynb"):
        path = tmp_path / file_name
        if isinstance(content, dict):
            content = json.dumps(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        assignment = course.declaration(small.ASSIGNMENT)
        return read_submission(path, course.release_notebook(small.ASSIGNMENT), assignment)

    return read


def run(read_one):
    """Executes the cells as the runner does: a failing one is skipped."""
    names = {}
    for cell in read_one.cells:
        try:
            exec(cell.source, names)
        except Exception:
            names["_failed"] = [*names.get("_failed", []), cell.id]
    return names


def ids(read_one):
    """Returns the ids of what runs."""
    return [cell.id for cell in read_one.cells]


# ------------------------------------------------------------------------- what runs


def test_an_honest_notebook(course, read):
    """Do setup, given cells and answers run, in order, and neither checks nor plots?"""
    got = read(small.solved(course))
    assert ids(got) == ["setup", "given", "double", "total", "average"]
    assert [cell.origin for cell in got.cells] == ["release", "release", *["solution"] * 3]
    assert [cell.exercise for cell in got.cells if cell.exercise] == ["double", "total", "average"]
    assert got.flags == []
    assert got.release == small.blank(course).metadata.autograder.release
    assert run(got)["double"](4) == 8
    nbformat.validate(got.notebook)


def test_outputs_and_counts_vanish(course, read):
    """Are forged outputs gone from what is shown and what is run?"""
    notebook = small.blank(course)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = 7
            cell.outputs = [nbformat.v4.new_output("stream", text="passed: 100 of 100")]
    assert "passed" not in json.dumps(read(notebook).notebook)


@pytest.mark.parametrize("strip", ["metadata", "ids", "both"])
def test_lost_names(course, read, strip):
    """Is every cell recognised when an editor dropped its id, its metadata, or both?"""
    notebook = small.solved(course)
    for number, cell in enumerate(notebook.cells):
        if strip != "ids":
            cell.metadata = {}
        if strip != "metadata":
            cell.id = f"random{number}"
    notebook.metadata = {}
    got = read(notebook)
    assert ids(got) == ["setup", "given", "double", "total", "average"]
    assert got.release is None
    assert bool(got.flags) == (strip == "both")
    marks = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in got.notebook.cells]
    assert [mark for mark in marks if mark] == [
        "double",
        "check_double",
        "total",
        "check_total",
        "average",
        "check_average",
    ]


def test_colab_keeps_its_ids_in_metadata(course, read):
    """Is a cell recognised by `metadata.id`, and a notebook of format 4.0 without ids read?"""
    notebook = small.solved(course)
    for cell in notebook.cells:
        cell.metadata = {"id": cell.pop("id"), "colab": {"base_uri": "https://localhost/"}}
        cell.unknown_key = {"any": "thing"}
    notebook.nbformat_minor = 0
    got = read(notebook)
    assert ids(got) == ["setup", "given", "double", "total", "average"]
    assert got.flags == []


def test_helper_in_an_added_cell(course, read):
    """Does a cell of the learner's own run where it stands?"""
    notebook = small.solved(course, double="def double(x):\n    return helper(x)")
    notebook.cells.insert(3, new_code_cell("def helper(x):\n    return x + x"))
    got = read(notebook)
    assert run(got)["double"](4) == 8
    assert [cell.id for cell in got.cells if cell.origin == "added"] == ["added_1"]
    assert got.flags == []


def test_later_definitions_win(course, read):
    """Does a second definition at the end hold, as after Restart and Run All?"""
    notebook = small.solved(course)
    notebook.cells.append(new_code_cell("def double(x):\n    return -1"))
    assert run(read(notebook))["double"](4) == -1


def test_an_edited_train_cell_does_not_run(course, read):
    """Is a cell that the release tags for plots left out, whatever became of it and its tags?"""
    for change in ("edit", "copy", "untag", "nameless"):
        notebook = small.solved(course)
        plot = small.cell_of(notebook, "plot")
        plot.source = plot.source.replace("range(20)", "range(10**9)")
        if change == "copy":
            notebook.cells.append(new_code_cell(plot.source))
        if change in ("untag", "nameless"):
            plot.metadata = {"tags": []}
        if change == "nameless":
            plot.id = "other"
        assert not any("10**9" in cell.source for cell in read(notebook).cells), change


def test_definitions_in_released_cells_are_kept(course, read):
    """Do imports and definitions survive that a learner put into given, check and plot cells?"""
    notebook = small.solved(course)
    setup, check, plot = (small.cell_of(notebook, i) for i in ("setup", "check_double", "plot"))
    setup.source += "\nimport json\nmath = None"
    check.source += "\n@staticmethod\ndef in_check(x):\n    return x"
    plot.source += "\nclass InPlot:\n    pass\nprint('slow')"
    got = read(notebook)
    names = run(got)
    assert {"json", "in_check", "InPlot"} <= set(names)
    assert names["math"] is not None
    assert not any("slow" in cell.source for cell in got.cells)
    assert any("setup" in flag for flag in got.flags)


def test_an_edited_definition_of_the_release_is_put_back(course, read):
    """Does the release's function hold where a learner changed a given cell?"""
    notebook = small.solved(course)
    given = small.cell_of(notebook, "given")
    given.source = given.source.replace("x * factor", "0")
    got = read(notebook)
    assert run(got)["double"](4) == 8
    assert any("given" in flag for flag in got.flags)


def test_a_syntax_error_harms_its_own_cell(course, read):
    """Are the other answers there when one cell is wrong Python?"""
    got = read(small.solved(course, double="def double(x)\n    return x"))
    names = run(got)
    assert names["_failed"] == ["double"]
    assert names["total"]([1, 2]) == 3


def test_magics_are_dropped_and_told(course, read):
    """Do magics vanish from answers and own cells, `%%bash` cells whole, `%%time` as a line?"""
    notebook = small.solved(course, total="%%time\n" + small.SOLUTIONS["total"])
    small.cell_of(notebook, "double").source = "!rm -rf ~\n" + DOUBLE
    notebook.cells.append(new_code_cell("%%bash\nrm -rf ~"))
    got = read(notebook)
    names = run(got)
    assert names["double"](4) == 8
    assert names["total"]([1, 2]) == 3
    assert "_failed" not in names
    assert not any("rm -rf" in cell.source for cell in got.cells)
    assert len([flag for flag in got.flags if "eft out" in flag]) == 3


# -------------------------------------------------------------------- notebook surgery


def test_flags_decide_nothing(course, read):
    """Do flipped flags, points, locks, checksums, tags and a kernel change anything?"""
    honest = read(small.solved(course))
    notebook = small.solved(course)
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "plot", "train"]
        cell.metadata["deletable"] = True
        if marks := cell.metadata.get("nbgrader"):
            flipped = {key: not value for key, value in marks.items() if isinstance(value, bool)}
            marks.update(flipped, points=1000, checksum="0" * 32, schema_version=99)
    notebook.metadata.kernelspec = {"name": "bash", "display_name": "x", "language": "bash"}
    got = read(notebook)
    assert got.cells == honest.cells
    assert got.notebook == honest.notebook


def test_deleted_cells(course, read):
    """Are released cells put back at their place, and a deleted answer reported as missing?"""
    notebook = small.solved(course)
    gone = {"setup", "given", "double", "check_total", "plot"}
    notebook.cells = [cell for cell in notebook.cells if cell.id not in gone]
    got = read(notebook)
    assert ids(got) == ["setup", "given", "total", "average"]
    assert "double" not in run(got)
    code = [cell.id for cell in got.notebook.cells if cell.cell_type == "code"]
    assert code == [cell.id for cell in small.blank(course).cells if cell.cell_type == "code"]
    assert any("double is missing" in flag for flag in got.flags)


def test_an_answer_moved_into_a_new_cell(course, read):
    """Is an answer found by its name when its own cell was deleted?"""
    notebook = small.solved(course)
    notebook.cells.remove(small.cell_of(notebook, "double"))
    notebook.cells.insert(4, new_code_cell("# mine\n" + DOUBLE))
    got = read(notebook)
    assert run(got)["double"](4) == 8
    assert [cell.exercise for cell in got.cells if cell.exercise] == ["double", "total", "average"]


def test_two_answers_in_one_cell(course, read):
    """Are both found when a learner merged two cells, and the stub not put over them?"""
    notebook = small.solved(course, double=f"{DOUBLE}\n\n{small.SOLUTIONS['total']}")
    notebook.cells.remove(small.cell_of(notebook, "total"))
    got = read(notebook)
    assert run(got)["total"]([1, 2]) == 3
    assert any("another cell defines it" in flag for flag in got.flags)


def test_duplicated_cells(course, read):
    """Does the last of several copies of an answer hold, and a copied check not run?"""
    notebook = small.solved(course)
    first = copy.deepcopy(small.cell_of(notebook, "double"))
    first.source = "def double(x):\n    return 0"
    notebook.cells.insert(0, first)
    notebook.cells.append(copy.deepcopy(small.cell_of(notebook, "check_double")))
    got = read(notebook)
    assert run(got)["double"](4) == 8
    assert any("2 times" in flag for flag in got.flags)
    identifiers = [cell.id for cell in got.notebook.cells]
    assert len(identifiers) == len(set(identifiers))


def test_retyped_cells(course, read):
    """Is an answer turned into Markdown taken as code, and prose turned into code as prose?"""
    notebook = small.solved(course)
    for name, kind in (("double", "markdown"), ("setup", "raw"), ("about_double", "code")):
        small.cell_of(notebook, name).cell_type = kind
    got = read(notebook)
    assert run(got)["double"](4) == 8
    assert ids(got) == ["setup", "given", "double", "total", "average"]
    assert any("markdown cell" in flag for flag in got.flags)
    nbformat.validate(got.notebook)


def test_an_answer_parked_as_markdown(course, read):
    """Does a learner's new code cell count where the old one was set aside as text?"""
    notebook = small.solved(course)
    old = small.cell_of(notebook, "double")
    old.cell_type, old.source = "markdown", "def double(x):\n    return 0"
    notebook.cells.append(new_code_cell(DOUBLE))
    assert run(read(notebook))["double"](4) == 8


def test_swapped_names(course, read):
    """Do answers hold when the names of two solution cells are swapped?"""
    notebook = small.solved(course)
    one, other = small.cell_of(notebook, "double"), small.cell_of(notebook, "total")
    one.id, other.id = other.id, one.id
    one.metadata, other.metadata = other.metadata, one.metadata
    names = run(read(notebook))
    assert names["double"](4) == 8
    assert names["total"]([1, 2]) == 3


def test_a_renamed_function(course, read):
    """Is a person told that a cell no longer defines its exercise?"""
    got = read(small.solved(course, double=DOUBLE.replace("double", "my_double")))
    assert "double" not in run(got)
    assert any("does not define double" in flag for flag in got.flags)


def test_moved_cells(course, read):
    """Do moved cells run where they stand, with a word about it?"""
    notebook = small.solved(course)
    position = notebook.cells.index(small.cell_of(notebook, "double"))
    notebook.cells.append(notebook.cells.pop(position))
    got = read(notebook)
    assert ids(got)[-1] == "double"
    assert any("another order" in flag for flag in got.flags)


def test_a_stranger_in_a_check_cells_clothes(course, read):
    """Does code that claims the name of a check cell not run?"""
    notebook = small.blank(course)
    small.cell_of(notebook, "check_double").source = "print('10 of 10')\nraise SystemExit"
    got = read(notebook)
    assert not any("SystemExit" in cell.source for cell in got.cells)
    assert small.cell_of(got.notebook, "check_double").source == 'check("double")'
    assert any("check_double" in flag for flag in got.flags)


def test_many_added_cells(course, read):
    """Is the number of own cells that run capped, with a word about it?"""
    notebook = small.solved(course)
    notebook.cells += [new_code_cell(f"x{i} = {i}") for i in range(submission.MAX_ADDED_CELLS + 20)]
    got = read(notebook)
    added = [cell for cell in got.cells if cell.origin == "added"]
    assert len(added) == submission.MAX_ADDED_CELLS
    assert any("not run" in flag for flag in got.flags)


def test_cells_that_are_too_long(course, read):
    """Is a giant cell passed over with a word about it, and the rest read?"""
    notebook = small.solved(course)
    notebook.cells.append(new_code_cell("#" * (raw.MAX_CELL_CHARACTERS + 1)))
    notebook.cells += [new_code_cell("# a comment\n" * 7_000) for _ in range(20)]
    got = read(notebook)
    assert run(got)["double"](4) == 8
    assert sum(len(cell.source) for cell in got.cells) < raw.MAX_CODE_CHARACTERS
    assert len([flag for flag in got.flags if "too long" in flag]) > 1


def test_another_release(course, read):
    """Is a person told when a notebook was made from another release?"""
    notebook = small.solved(course)
    notebook.metadata.autograder.release = "v0.0.1 <b>\x1b[31m"
    got = read(notebook)
    assert got.release.startswith("v0.0.1")
    assert "\x1b" not in got.release + " ".join(got.flags)
    assert any("v0.0.1" in flag for flag in got.flags)


# ---------------------------------------------------------------------- rendered text


def test_markdown_of_a_learner_is_inert(course, read):
    """Is there no tag left in prose that a learner wrote, and the release's left as it is?"""
    notebook = small.solved(course)
    attack = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](JavaScript:alert(1)) $a<b$"
    notebook.cells.append(new_markdown_cell(attack))
    small.cell_of(notebook, "about_double").source += attack
    text = "\n".join(c.source for c in read(notebook).notebook.cells if c.cell_type == "markdown")
    assert "alert(1)" in text
    assert not any(sign in text for sign in ("<script", "</script", "<img", "JavaScript:"))
    assert small.cell_of(notebook, "title").source in text


# --------------------------------------------------------------------- bad input


def deep(depth):
    """Returns lists in lists."""
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n", "UTF-8"),
        ('{"cells": [], "nbformat": 4}'.encode("utf-16"), "UTF-8"),
        ("not json", "JSON"),
        ("[1, 2]", "no notebook"),
        ("{}", "no notebook"),
        ('{"nbformat": 3, "worksheets": []}', "format 3"),
        ('{"nbformat": true, "cells": []}', "format"),
        ('{"nbformat": "4", "cells": []}', "format"),
        ('{"cells": []}', "format"),
        ('{"nbformat": 4, "cells": {}}', "cells"),
        ('{"nbformat": 4, "cells": [], "x": ' + "9" * 5000 + "}", "JSON"),
        ('{"nbformat": 4, "cells": [], "x": ' + deep(100) + "}", "deep"),
        ('{"nbformat": 4, "cells": [], "x": ' + deep(50_000) + "}", "deep"),
        ('{"nbformat": 4, "cells": [' + ",".join(["{}"] * 2000) + "]}", "2000 cells"),
        ('{"nbformat": 4, "cells": [], "x": [' + ",".join(["[]"] * 1_100_000) + "]}", "parts"),
    ],
)
def test_refuses_what_is_no_notebook(read, content, word):
    """Does a refusal name the file, what is wrong and what to do?"""
    with pytest.raises(Refused) as refused:
        read(content)
    assert "w0_small.ipynb" in str(refused.value)
    assert word in str(refused.value)
    assert str(refused.value).endswith(".")


def test_refuses_files_that_are_none(course, read, tmp_path, monkeypatch):
    """Are links, folders, pipes, missing and giant files refused without being read?"""
    assignment = course.declaration(small.ASSIGNMENT)
    template = course.release_notebook(small.ASSIGNMENT)
    (tmp_path / "folder.ipynb").mkdir()
    (tmp_path / "link.ipynb").symlink_to(template)
    os.mkfifo(tmp_path / "pipe.ipynb")
    with open(tmp_path / "giant.ipynb", "wb") as file:
        file.truncate(raw.MAX_BYTES + 1)
    for name in ("folder", "link", "pipe", "giant", "missing"):
        with pytest.raises(Refused, match=name):
            read_submission(tmp_path / f"{name}.ipynb", template, assignment)


def test_refusals_are_harmless_to_show(read):
    """Do control characters of a file name not reach the terminal?"""
    with pytest.raises(Refused) as refused:
        read("no", file_name="a\x1b]0;owned\x07.ipynb")
    assert "\x1b" not in str(refused.value)


def test_a_strange_but_honest_form(course, read):
    """Are lists of lines, missing metadata, other line ends, a byte order mark and NaN read?"""
    notebook = json.loads(json.dumps(small.solved(course)))
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n").splitlines(keepends=True)
        del cell["metadata"]
        cell.pop("outputs", None)
    del notebook["metadata"]
    notebook["x"] = float("nan")
    notebook["cells"].append({"cell_type": "markdown", "source": ["\ud83d", "\ude00", "\ud800"]})
    got = read(b"\xef\xbb\xbf" + json.dumps(notebook).encode())
    assert run(got)["double"](4) == 8
    assert got.notebook.cells[-1].source == "\U0001f600\ufffd"
    nbformat.writes(got.notebook).encode()


def test_an_empty_notebook_is_graded(read):
    """Is a notebook without cells read, all of it reported as missing?"""
    got = read('{"nbformat": 4, "cells": []}')
    assert ids(got) == ["setup", "given"]
    assert len(got.flags) == 8


VALUES = [None, True, -1, 1e300, "", "double", "\0", [], {}, ["x"], {"x": []}, [["x"]], "x" * 5000]


def damaged(notebook, rng):
    """Returns the bytes of a notebook with one to four damages."""
    content = json.loads(json.dumps(notebook))
    for _ in range(rng.randint(1, 4)):
        parent = content
        while isinstance(parent, (dict, list)) and parent:
            key = rng.choice(list(parent) if isinstance(parent, dict) else range(len(parent)))
            child = parent[key]
            if not isinstance(child, (dict, list)) or not child or rng.random() < 0.3:
                break
            parent = child
        else:
            continue
        match rng.randrange(4):
            case 0:
                del parent[key]
            case 1:
                parent[key] = rng.choice(VALUES)
            case 2 if isinstance(parent, list):
                parent.insert(key, copy.deepcopy(rng.choice(parent)))
            case _ if isinstance(child, str):
                at = rng.randrange(len(child) + 1)
                sign = rng.choice(["\ud800", "\x00", "\n", '"""', "(", "é"])
                parent[key] = child[:at] + sign + child[at:]
        if not isinstance(content, dict) or not content:
            break
    data = json.dumps(content).encode()
    match rng.randrange(6):
        case 0:
            return data[: rng.randrange(len(data))]
        case 1:
            at = rng.randrange(len(data))
            return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
        case 2:
            return data.decode().encode(rng.choice(["utf-16", "utf-32", "utf-8-sig"]))
    return data


@pytest.mark.parametrize("seed", range(150))
def test_damaged_notebooks(course, read, seed):
    """Is every damaged file either read, to a valid notebook that can be written, or refused?"""
    rng = random.Random(seed)
    try:
        got = read(damaged(small.solved(course), rng))
    except Refused:
        return
    assert {cell.origin for cell in got.cells} <= {"release", "solution", "added"}
    assert {"setup", "given"} <= set(ids(got))
    assert not any(cell.startswith(("check", "scoreboard")) for cell in ids(got))
    nbformat.validate(got.notebook)
    nbformat.writes(got.notebook).encode()


# ------------------------------------------------------------------------- not what was asked for


def test_a_git_conflict_is_refused_as_that(course, read):
    """Does a file with both sides of a conflict say so, and with the line, not only "no JSON"?"""
    text = json.dumps(small.blank(course), indent=1)
    first, _, rest = text.partition("\n")
    broken = f"{first}\n<<<<<<< HEAD\n=======\n>>>>>>> a1b2c3\n{rest}"
    with pytest.raises(Refused, match=r"git conflict .* line 2 on"):
        read(broken)


def test_a_git_conflict_in_a_cell_is_flagged(course, read):
    """Is a cell that holds both sides named, and a lone arrow in a text not?"""
    notebook = small.solved(course)
    notebook.cells.append(new_code_cell("<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n"))
    notebook.cells.append(new_markdown_cell("<<<<<<< look\n\n======="))
    flags = [flag for flag in read(notebook).flags if "git conflict" in flag]
    assert flags == [
        f"Cell {len(notebook.cells) - 1} of the file holds the marks of a git conflict "
        f"(<<<<<<<, >>>>>>>)."
    ]


def test_another_assignments_notebook_is_flagged(course, read, tmp_path):
    """Does a person read which assignment's notebook it is, and nobody about their own?"""
    release = course.release_notebook(small.ASSIGNMENT)
    other = release.parents[1] / "w8_other" / "w8_other.ipynb"
    other.parent.mkdir()
    notebook = small.blank(course)
    notebook.metadata["autograder"] = {"assignment": "w8_other"}
    other.write_text(json.dumps(notebook), encoding="utf-8")
    assert f"This is the notebook of w8_other, not of {small.ASSIGNMENT}." in read(notebook).flags
    assert not [flag for flag in read(small.solved(course)).flags if "notebook of" in flag]
    notebook.metadata["autograder"] = {"assignment": "never_heard_of"}
    assert not [flag for flag in read(notebook).flags if "notebook of" in flag]


def test_a_cell_that_reaches_into_the_autograder_is_flagged(course, read):
    """Is a person told of it, in an added cell and in an answer, and of no honest check?"""
    notebook = small.solved(course)
    notebook["cells"].append(new_code_cell("from autograder import check\ncheck('double')"))
    assert not any("autograder" in flag for flag in read(notebook).flags)
    notebook["cells"].append(new_code_cell("from autograder.checks import probes"))
    (flag,) = (flag for flag in read(notebook).flags if "autograder" in flag)
    assert flag.startswith("The added cell added_2 reaches into the autograder")
