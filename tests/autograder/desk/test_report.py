"""The page about a class: true, harmless, whole."""

import copy
import csv
import hashlib
import html
import json
import re
import shutil
from html.parser import HTMLParser
from urllib.parse import unquote

import pandas as pd
import pytest

from autograder.declaration.course import Course
from autograder.desk.collected import Collected, Ledger
from autograder.desk.report import Bar, histogram, write_report
from autograder.errors import CourseError
from autograder.records.gradebook import open_gradebook
from tests.autograder import small_course as small
from tests.autograder.desk.classroom import EVIL, REFUSED, STUDENTS

NAME = small.ASSIGNMENT


class _Page(HTMLParser):
    """Notes tags, what they point to, and the text of each section."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.addresses, self.text, self.section = set(), [], {}, ""
        self.open = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag not in ("meta", "br", "wbr", "rect", "line", "i"):
            self.open.append(tag)
        for name, value in attrs:
            if name in ("href", "src", "action", "data", "poster"):
                self.addresses.append(value)
            if name == "id":
                self.section = value

    def handle_endtag(self, tag):
        if tag in ("i", "rect", "line"):
            return
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        self.text[self.section] = self.text.get(self.section, "") + " " + data

    def words(self, section):
        return re.sub(r"\s+", " ", self.text[section]).replace("_ ", "_")


@pytest.fixture
def page(graded_copy):
    """Writes the report and reads the page."""
    report = write_report(graded_copy, NAME)
    return _Page(report.page.read_text(encoding="utf-8"))


def test_the_page_needs_nothing_but_itself(page, graded_copy):
    """Is there no script and no address but those of feedback pages, which exist?"""
    assert not page.tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    pages = [address for address in page.addresses if not address.startswith("#")]
    assert len(set(pages)) == len(STUDENTS) + len(REFUSED)
    for address in pages:
        assert (graded_copy.folder / "reports" / unquote(address)).is_file()
    assert "default-src 'none'" in (graded_copy.folder / f"reports/{NAME}.html").read_text()


def test_the_page_says_what_became_of_the_class(page):
    """Are counts, mistakes with hints, cases, the refused, the killed and a person's marks there?"""
    assert "You squared the number: double means times two." in page.words("mistakes")
    assert "3 25 %" in page.words("mistakes")
    assert "it works for any whole number" in page.words("cases")
    look = page.words("look")
    assert re.search(r"Not graded nothing ?: \S", look)
    assert "picture" not in look.partition("Stopped while running")[0]
    assert "eva : average ended its process" in look.replace("eva:", "eva :")
    assert re.search(r"hana ?: total 0 → 12", look)
    assert re.search(r"picture ?: double 0 → 4", look)
    assert "Discrimination from 12 submissions is rough" in page.words("exercises")


def test_what_could_not_be_checked_is_said_first(graded_copy):
    """Is a fault of the grader on top, with who it is about further down, and a column of its own?"""
    path = graded_copy.folder / "grades.json"
    records = json.loads(path.read_text(encoding="utf-8"))
    for record in records:
        if (record["student"], record["exercise"]) == ("ada", "double"):
            record.update(status="unjudged", points=0)
    path.write_text(json.dumps(records), encoding="utf-8")
    report = write_report(graded_copy, NAME)
    page = _Page(report.page.read_text(encoding="utf-8"))
    assert "The check itself failed 1 time;" in page.words("")
    assert re.search(r"Could not be checked .* ada ?: double", page.words("look"))
    items = pd.read_csv(report.files[2]).set_index("exercise")
    assert items["unjudged"].to_dict() == {"double": 1, "total": 0, "average": 0}


def test_the_tables_are_read_by_pandas(graded_copy):
    """Do the tables add up to the same points, and have one row a student and exercise?"""
    write_report(graded_copy, NAME)
    table = pd.read_csv(graded_copy.folder / f"reports/{NAME}.csv")
    assert len(table) == 3 * (len(STUDENTS) + len(REFUSED))
    points = table.groupby("student")["score"].sum()
    assert points["hana"] == 52
    with open_gradebook(f"sqlite:///{graded_copy.folder}/gradebook.db") as gradebook:
        for submission in gradebook.assignment_submissions(NAME):
            assert points[submission.student.id] == pytest.approx(submission.score)
    items = pd.read_csv(graded_copy.folder / f"reports/{NAME}-items.csv").set_index("exercise")
    counted = table[table["is_graded"]]
    mean = counted.groupby("exercise")["score"].mean()
    assert items["mean"].to_dict() == pytest.approx(mean.to_dict())


def test_what_comes_from_learners_is_text(graded_copy):
    """Is a name, a flag, a hint or a file's name with HTML in it shown as it is, and inert?"""
    folder = graded_copy.folder
    records = json.loads((folder / "grades.json").read_text(encoding="utf-8"))
    for record in records:
        if record["student"] == "ada":
            record["flags"] = [EVIL, "=1+1\x1b]0;x\x07"]
        if record["student"] == "bob" and record["misconception"]:
            record.update(hint=EVIL, misconception=EVIL)
    (folder / "grades.json").write_text(json.dumps(records), encoding="utf-8")
    ledger = Ledger(folder, NAME)
    ledger.entries["ada"] = Collected("ada", "canvas", "1", EVIL, EVIL, EVIL, 1, True, "")
    ledger.write()
    report = write_report(graded_copy, NAME)
    text = report.page.read_text(encoding="utf-8")
    assert EVIL not in text
    assert html.escape(EVIL) in text
    assert "script" not in _Page(text).tags
    assert "\x1b" not in text
    with open(report.files[1], encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]


def test_late_marks_come_from_the_platform_or_the_gradebook(graded_copy):
    """Is who Canvas marked late listed, and nobody else?"""
    ledger = Ledger(graded_copy.folder, NAME)
    for student, late in (("ada", True), ("bob", False)):
        ledger.entries[student] = Collected(student, "canvas", "1", "", "x", "x", 1, late, "")
    ledger.write()
    words = _Page(write_report(graded_copy, NAME).page.read_text("utf-8")).words("look")
    assert words.partition("Late")[2].split()[0] == "ada"
    assert "bob" not in words.partition("Late")[2]


def test_a_damaged_ledger_is_said_and_left_alone(graded_copy):
    """Does a report tell that late marks are not known, and change nothing?"""
    ledger = Ledger(graded_copy.folder, NAME)
    ledger.path.parent.mkdir(parents=True, exist_ok=True)
    ledger.path.write_text("{", encoding="utf-8")
    report = write_report(graded_copy, NAME)
    assert [note for note in report.data.notes if "is damaged (JSONDecodeError)" in note]
    assert ledger.path.read_text(encoding="utf-8") == "{"


def test_copies_are_reported_and_the_class_is_not(graded_copy):
    """Are two who share an unusual text one group, with both texts to compare?"""
    for name in ("total", "average"):
        unusual = copied_text(name)
        texts = {"fay": unusual, "ivo": unusual.replace("state", "mine")}
        write_notebooks(graded_copy, texts, name)
    report = write_report(graded_copy, NAME)
    assert [group.members for group in report.groups] == [["fay", "ivo"]]
    text = report.page.read_text(encoding="utf-8")
    assert "reason to look, and no more" in text
    without = write_report(graded_copy, NAME, similarity=False)
    assert without.groups == []


def copied_text(name):
    """Returns a long way to add numbers that nobody finds twice."""
    lines = [f"def {name}(xs):", "    state, carry = 0.0, 0.0", "    for k, x in enumerate(xs):"]
    for k in range(len(name)):
        lines += [
            f"        if k % {k + 7} == {k} and abs(x) >= carry / {k + 3}:",
            f"            state, carry = state + x, (state + x) - x * {k + 2}",
            f"        elif not k or divmod(k, {k + 5})[{k % 2}] > state:",
            f"            state += min(x, max(carry, -{k}.5)) + x - x",
        ]
    return "\n".join([*lines, "    return state"])


def write_notebooks(course, answers, name):
    """Puts other answers into executed notebooks, as grading would have written them."""
    for student, source in answers.items():
        path = course.folder / "autograded" / student / NAME / f"{NAME}.ipynb"
        notebook = copy.deepcopy(json.loads(path.read_text(encoding="utf-8")))
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == name:
                cell["source"] = source.splitlines(keepends=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_class_of_one_and_a_class_that_is_refused(graded_copy):
    """Is a page written, and nothing claimed, where there is next to nothing to count?"""
    path = graded_copy.folder / "grades.json"
    everything = json.loads(path.read_text(encoding="utf-8"))
    for student, words in (("ada", "too few"), ("nothing", "No submission could be graded")):
        records = [record for record in everything if record["student"] == student]
        path.write_text(json.dumps(records), encoding="utf-8")
        page = _Page(write_report(graded_copy, NAME).page.read_text(encoding="utf-8"))
        assert words in " ".join(page.text.values())


def test_who_is_in_the_gradebook_only_is_mentioned(graded_copy):
    """Does the report say of whom it does not speak?"""
    path = graded_copy.folder / "grades.json"
    records = json.loads(path.read_text(encoding="utf-8"))
    kept = [record for record in records if record["student"] != "ada"]
    path.write_text(json.dumps(kept), encoding="utf-8")
    report = write_report(graded_copy, NAME)
    assert "1 submissions of the gradebook" in report.data.notes[0]
    assert "ada" in report.data.notes[0]


def test_a_report_without_grades_is_one_clear_error(small_root, tmp_path):
    """Is who reports before grading told what to run, and nothing made?"""
    with pytest.raises(CourseError, match="autograder grade w0_small"):
        write_report(Course(small_root, folder=tmp_path), NAME)
    assert list(tmp_path.iterdir()) == []


def test_a_lost_journal_and_lost_notebooks_are_said(graded_copy):
    """Does the page say what it does not know, and give the rest?"""
    shutil.rmtree(graded_copy.folder / ".autograder")
    shutil.rmtree(graded_copy.folder / "autograded")
    page = _Page(write_report(graded_copy, NAME).page.read_text(encoding="utf-8"))
    text = " ".join(page.text.values())
    assert "not known which case failed" in text
    assert "no notebook in autograded/" in text
    assert "squares" in page.words("mistakes")


def test_the_histogram_counts_everybody_once():
    """Are the ends in, also full points, more than full, and less than nothing?"""
    totals = [0, 9.99, 10, 55, 100, 100, 104, -3]
    bars = histogram(totals, 100)
    assert sum(bar.count for bar in bars) == len(totals)
    assert (bars[0].low, bars[-1].high) == (-3, 104)
    for bar in bars[:-1]:
        assert bar.count == sum(bar.low <= total < bar.high for total in totals)
    assert histogram([0, 10, 95, 100], 100)[-1] == Bar(90, 100, 2)
    assert sum(bar.count for bar in histogram([0.0], 0)) == 1


def test_files_that_are_the_same_byte_for_byte_are_a_line(graded_copy):
    """Are two learners with one file named, and those who changed nothing of the release not?"""
    notes = write_report(graded_copy, NAME, similarity=False).data.notes
    assert "The same file, byte for byte, was handed in by ada, jo." in notes
    release = graded_copy.release_notebook(NAME).read_bytes()
    path = graded_copy.folder / "grades.json"
    records = json.loads(path.read_text(encoding="utf-8"))
    for record in records:
        record["notebook_sha256"] = hashlib.sha256(release).hexdigest()
    path.write_text(json.dumps(records), encoding="utf-8")
    notes = write_report(graded_copy, NAME, similarity=False).data.notes
    assert not [note for note in notes if "byte for byte" in note]
