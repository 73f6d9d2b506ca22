"""Tests the journal: what it keeps, and what it makes of lines that say nothing."""

import random

import pytest

from autograder.batch.entries import Begun, Judged, Written
from autograder.batch.journal import Journal, to_line
from autograder.checks.verdict import Verdict
from autograder.errors import CourseError
from autograder.judging.judge import CellError, GradedCells
from autograder.records.folder import STATE

NAME = "w0_small"
ODD = "\ud800 \x1b[1m \x00 é \N{LINE SEPARATOR} \n"
BEGUN = Begun(7, "f", None, versions={"python": "3"}, started="now")


def judged(student, **changes):
    """Returns an entry with something in every field."""
    verdict = Verdict(
        "double", 2.5, 10, "failed", ODD, "squares", True, 0.25, [ODD], ["it works"], "a case", True
    )
    answer = GradedCells([verdict], [CellError("added_1", ODD)], ["a flag"], 1.5)
    values = {
        "student": student, "digest": "d", "fingerprint": "f", "seed": 2**62 + 1,
        "is_jailed": True, "outcome": "graded", "verdicts": [verdict], "flags": [ODD],
        "sha256": None, "release": "v1", "answer": answer,
    }  # fmt: skip
    return Judged(**{**values, **changes})


def written(student):
    return Written(student, "d", 2**62 + 1, "r", "n", None)


@pytest.fixture
def path(tmp_path):
    """Returns where the journal of the assignment lies."""
    return tmp_path / STATE / f"{NAME}.jsonl"


def open_journal(tmp_path):
    return Journal(tmp_path, NAME)


def filled(tmp_path, *students):
    """Writes a journal of a batch that was ended."""
    journal = open_journal(tmp_path)
    journal.begin(BEGUN)
    for student in students:
        journal.add(judged(student))
        journal.add(written(student))
    journal.close()


@pytest.mark.parametrize("student", ["ann", ODD, "", "a/b\udcff"])
def test_what_is_added_is_read_again(tmp_path, student):
    """Does an entry come back as it was, numbers, odd names and texts included, at once and later?"""
    journal = open_journal(tmp_path)
    assert journal.judged(student) is None
    journal.begin(BEGUN)
    journal.add(judged(student))
    journal.add(judged("refused", answer=None, outcome="refused"))
    journal.add(written(student))
    for again in (journal, open_journal(tmp_path)):
        assert again.unfinished == BEGUN
        assert again.judged(student) == judged(student)
        assert again.judged("refused").answer is None
        assert again.written(student) == written(student)
        assert again.written("refused") is None
        assert again.is_of_batch(student)
        assert again.notes == []


def test_judging_again_outdates_what_was_written(tmp_path):
    """Is a submission unwritten from the moment that it is judged anew?"""
    filled(tmp_path, "ann")
    journal = open_journal(tmp_path)
    journal.add(judged("ann", seed=8))
    for again in (journal, open_journal(tmp_path)):
        assert again.judged("ann").seed == 8
        assert again.written("ann") is None


def test_a_finished_batch_is_kept_in_brief(tmp_path, path):
    """Does the last entry of each student stay, of those who still have handed in, and no more?"""
    journal = open_journal(tmp_path)
    journal.begin(BEGUN)
    for seed in range(5):
        journal.add(judged("ann", seed=seed))
        journal.add(judged("ben", seed=seed))
    journal.add(written("ann"))
    journal.finish(keep={"ann", "cleo"})
    for again in (journal, open_journal(tmp_path)):
        assert again.unfinished is None
        assert again.judged("ann").seed == 4
        assert again.written("ann") == written("ann")
        assert not again.is_of_batch("ann")
        assert again.judged("ben") is None
    assert len(path.read_text().splitlines()) == 3
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    journal.begin(BEGUN)
    journal.add(judged("ben"))
    assert open_journal(tmp_path).judged("ben") == judged("ben")


def test_ended_at_any_byte(tmp_path, path):
    """Is a journal that ends at any byte read as far as it goes, and written on from there?"""
    filled(tmp_path, "ann", "ben")
    content = path.read_bytes()
    head = content.index(b"\n") + 1
    lengths = [head, len(content) - 1, len(content)]
    lengths += [random.randint(head, len(content)) for _ in range(60)]
    for length in lengths:
        path.write_bytes(content[:length])
        whole = content[:length].count(b"\n")  # head, begun, judged, written, judged, written
        journal = open_journal(tmp_path)
        assert journal.notes == [], length
        assert (journal.unfinished == BEGUN) == (whole >= 2), length
        assert (journal.judged("ann") is not None) == (whole >= 3), length
        assert (journal.written("ann") is not None) == (whole >= 4), length
        assert (journal.judged("ben") is not None) == (whole >= 5), length
        journal.add(judged("cleo"))
        journal.close()
        assert open_journal(tmp_path).judged("cleo") == judged("cleo"), length


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe", b"{}", b"[]", b"null", b'"judged"', b"[" * 100_000, b"\0" * 100,
        b'{"is":"judged"}', to_line({"is": "judged"}), to_line({"is": "written", "student": []}),
        to_line({"is": "other"}), to_line({"is": "judged", "student": "ann", "verdicts": [{}]}),
        to_line({"journal": 2}), to_line({"is": "begun"}), to_line({"is": ["judged"]}),
        to_line({"is": "judged", "student": "ann", "verdicts": 3, "answer": None}),
    ],
)  # fmt: skip
def test_damaged_lines_cost_only_themselves(tmp_path, path, line):
    """Is a line in the middle that says nothing passed over and counted, the rest believed?"""
    filled(tmp_path, "ann")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], line.strip() + b"\n", *lines[1:]]))
    journal = open_journal(tmp_path)
    assert journal.judged("ann") == judged("ann")
    assert journal.written("ann") == written("ann")
    assert journal.unfinished == BEGUN
    assert len(journal.notes) == 1
    assert "1 damaged line" in journal.notes[0]


@pytest.mark.parametrize("seed", range(5))
def test_damaged_anywhere(tmp_path, path, seed):
    """Does a journal with changed bytes open all the same, and never say what it did not say?"""
    filled(tmp_path, "ann", "ben", "cleo")
    content = bytearray(path.read_bytes())
    rng = random.Random(seed)
    for _ in range(10):
        content[rng.randrange(len(content))] = rng.randrange(256)
    path.write_bytes(content)
    journal = open_journal(tmp_path)
    for student in ("ann", "ben", "cleo"):
        assert journal.judged(student) in (judged(student), None)
        assert journal.written(student) in (written(student), None)
    journal.begin(BEGUN)
    journal.add(judged("dan"))
    assert journal.judged("dan") == judged("dan")
    journal.finish()
    assert open_journal(tmp_path).judged("dan") == judged("dan")


@pytest.mark.parametrize(
    "content",
    [b"", b"somebody's notes\n", to_line({"journal": 2, "assignment": NAME}), b"\0" * 5000,
     to_line({"journal": 1, "assignment": "w9_other"}), b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_journal_is_set_aside(tmp_path, path, content):
    """Is a foreign file kept under another name, said in one line, and a new journal begun?"""
    path.parent.mkdir()
    for number in (1, 2):
        path.write_bytes(content)
        journal = open_journal(tmp_path)
        assert len(journal.notes) == 1
        assert "\n" not in journal.notes[0]
        aside = path.with_suffix(f".unread-{number}")
        assert aside.name in journal.notes[0]
        assert aside.read_bytes() == content
        journal.begin(BEGUN)
        journal.add(judged("ann"))
        assert open_journal(tmp_path).judged("ann") == judged("ann")


@pytest.mark.parametrize("kind", ["folder", "link", "dangling link"])
def test_what_is_no_file_is_set_aside(tmp_path, path, kind):
    """Is a folder or a link in the journal's place left as it is, under another name?"""
    path.parent.mkdir()
    target = tmp_path / "target"
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(target)
        if kind == "link":
            target.write_text("mine")
    journal = open_journal(tmp_path)
    assert len(journal.notes) == 1
    assert path.is_file()
    assert not path.is_symlink()
    assert not target.exists() or target.read_text() == "mine"


def test_no_place_for_a_journal(tmp_path):
    """Is one line said where none can be written?"""
    (tmp_path / STATE).write_text("a file")
    with pytest.raises(CourseError, match="cannot be written"):
        open_journal(tmp_path)


def test_nobody_else_reads_it(tmp_path, path):
    """Are seeds and verdicts the instructor's alone, before and after a batch has finished?"""
    filled(tmp_path, "ann")
    assert path.stat().st_mode & 0o077 == 0
    journal = open_journal(tmp_path)
    journal.finish()
    assert path.stat().st_mode & 0o077 == 0
