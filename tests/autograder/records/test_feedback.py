"""Tests the page that a learner gets back."""

import re
from html.parser import HTMLParser
from types import SimpleNamespace

import nbformat

from autograder.checks.verdict import Verdict
from autograder.judging.grading import Graded
from autograder.notebook.executed import executed_notebook
from autograder.records.feedback import feedback_page
from autograder.records.gradebook import Review

EVIL = "</pre><script>alert(1)</script><img src=x onerror=alert(1)> `<b>` {{ 7*7 }} \x1b[31m"
ASSIGNMENT = SimpleNamespace(title="A & B", points=30)


class Tags(HTMLParser):
    """Collects tags and attributes that a browser would see, and those left open."""

    def __init__(self, page):
        super().__init__()
        self.seen, self.attributes, self.open = set(), set(), []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attributes}
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def page(verdicts, source="def f():\n    pass", review=None, **fields):
    """Returns a page for exercises with the given verdicts."""
    marks = {"grade_id": "one", "solution": True}
    cells = [nbformat.v4.new_code_cell(source, metadata={"nbgrader": marks})]
    notebook = nbformat.v4.new_notebook(cells=cells)
    graded = Graded("ann", verdicts, notebook, **fields)
    return feedback_page(ASSIGNMENT, graded, review or Review({}, {}))


def test_says_what_became_of_each_exercise():
    """Are points, verdict, hint, explanation, answer and an instructor's words on the page?"""
    verdicts = [
        Verdict("one", 0, 10, "failed", "Use `sum`.", explanation=["Called: one(3)"]),
        Verdict.passed("two", 20, ["It adds."], 0.1),
    ]
    review = Review({"one": 4.0, "two": 20.0}, {"one": "Nearly!"}, penalty=2.0)
    text = page(verdicts, "def one():\n    return 5", review)
    plain = re.sub(r"<[^>]+>", "", text)
    for words in ("22 of 30 points", "4 of 10", "one: not right yet", "Called: one(3)", "Nearly!",
                  "It adds.", "return 5", "2 points were taken off", "A &amp; B"):  # fmt: skip
        assert words in plain
    assert "<code>sum</code>" in text


def test_no_text_of_a_learner_becomes_part_of_the_page():
    """Are hint, explanation, code, flags, name and comment all escaped, the page whole?"""
    verdict = Verdict("one", 0, 10, "error", EVIL, explanation=[EVIL], failed_case=EVIL)
    review = Review({"one": 0.0}, {"one": EVIL})
    text = page([verdict], EVIL, review, reading_flags=[EVIL])
    tags = Tags(text)
    assert tags.open == []
    assert not {"script", "img", "b"} & tags.seen
    assert not any(name.startswith("on") for name in tags.attributes - {"open"})
    assert "alert(1)" in text
    assert "49" not in re.sub(r"#\w+", "", text)
    assert "\x1b" not in text
    assert "script-src" not in text
    assert "default-src 'none'" in text


def test_no_points_to_earn():
    """Is a page made where nothing counts?"""
    nothing = SimpleNamespace(title="Bonus", points=0)
    graded = Graded("ann", [Verdict.passed("one", 0, [], 0)], nbformat.v4.new_notebook())
    assert "0 of 0 points" in re.sub(r"<[^>]+>", "", feedback_page(nothing, graded, Review({}, {})))


def test_executed_notebook_shows_verdicts_and_nothing_live():
    """Do check cells carry the verdict, others their error, both as text and escaped HTML?"""
    check = nbformat.v4.new_code_cell(
        'check("one")', metadata={"nbgrader": {"grade_id": "check_one"}}
    )
    own = nbformat.v4.new_code_cell("1/0", id="added_1")
    own.outputs = [nbformat.v4.new_output("stream", text="forged")]
    notebook = nbformat.v4.new_notebook(cells=[check, own])
    verdict = Verdict("one", 0, 10, "failed", EVIL, explanation=[EVIL])
    made = executed_notebook(notebook, [verdict], [("added_1", "ZeroDivisionError: " + EVIL)])
    nbformat.validate(made)
    data = made.cells[0].outputs[0].data
    assert "0 of 10 points" in data["text/plain"]
    assert Tags(data["text/html"]).seen == {"div", "strong", "pre"}
    assert "ZeroDivisionError" in made.cells[1].outputs[0].text
    assert "forged" not in str(made)
    assert "\x1b" not in str(made)
    assert notebook.cells[1].outputs[0].text == "forged"
