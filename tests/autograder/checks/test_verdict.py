"""How a verdict reads, and that nothing of a learner's comes alive in it."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks.verdict import STATUSES, Verdict, clean, escape

markdown2html = pytest.importorskip("nbconvert.filters").markdown2html

TRAPS = ["<script>", "](javascript:x)", "![", "```", "&lt;", "<img onerror=x>", "\n\n", "  "]
LIVELY = st.lists(
    st.sampled_from([*TRAPS, *"<>&\"'`*_[]()!#|~$\\/:-+= .\nabx1"])
    | st.characters(exclude_categories=["Cs"]),
    max_size=30,
).map("".join)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def render(markdown):
    """Renders as nbgrader does, and returns tags with their attributes, and the text."""
    reader = _Reader()
    reader.feed(markdown2html(markdown))
    reader.close()
    return reader.tags, reader.text


@given(LIVELY)
@settings(deadline=None, max_examples=300)
def test_learners_text_is_inert(text):
    """Does anything a learner can get into a message become a tag, an image or a link with a trap?"""
    tags, _ = render("**x** " + escape(text))
    calm = {"p", "strong", "br", "ul", "ol", "li", "pre", "code", "hr", "div", "span", "h2"}
    for tag, attributes in tags:
        assert tag in calm or (tag == "a" and re.match("(https?|mailto|ftp):", attributes["href"]))
        assert not [name for name in attributes if name.startswith("on")]


@pytest.mark.parametrize(
    "text",
    [
        "Use `np.zeros_like` and keep `a < b`.",
        'line 3 of f (`return x[0] * y_1 ** 2`) with ValueError: <nope> & "no"',
        "array (2,) float64: 1, -2",
        "a `lonely backtick and _one_ *star*",
        "<script>alert(1)</script>",
        "[click](javascript:alert(1)) and ![x](http://a)",
        "# heading | table ~~strike~~",
    ],
)
def test_text_reads_as_it_is(text):
    """Does a reader of the feedback see the very characters, code with underscores included?"""
    assert render("x: " + escape(text))[1].strip() == "x: " + text


def wrong(**changes):
    fields = {
        "explanation": ["Called: f(x=1)", "Expected: 2"],
        "verified": ["a works"],
        "failed_case": "b works",
        "hint": "Look again.",
    }
    return Verdict("f", 0, 10, "failed", **{**fields, **changes})


def test_comment_holds_all_that_helps():
    """Does the feedback hold headline, hint, what was checked, and the explanation, as a list?"""
    tags, text = render(wrong().comment())
    for part in ("f: not right yet", "Look again.", "b works", "Called: f(x=1)", "Expected: 2"):
        assert part in text
    assert [tag for tag, _ in tags].count("li") == 2


@given(st.text(max_size=60))
@settings(deadline=None)
def test_clean_leaves_no_control(text):
    """Can a text move the cursor, turn its direction, or break the encoding of a file?"""
    cleaned = clean(text + "\x1b[2J\x07\r\u202e\x9b\ud800")
    cleaned.encode("utf-8")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", cleaned)


def test_clean_leaves_words_alone():
    """Does cleaning keep letters of every language, line ends and tabs?"""
    text = "Zürich 東京 🦕\n\tα ≠ β"
    assert clean(text) == text


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_words(status):
    """Can every status be shown, kept and commented, and do only two of them count as right?"""
    verdict = Verdict("f", 0, 10, status)
    assert verdict.headline().startswith("f: ")
    mark = {"passed": "✓", "carried": "✓", "unjudged": "?"}.get(status, "✗")
    assert verdict.text().startswith(mark)
    assert verdict.is_right == (status in ("passed", "carried"))
    assert verdict.comment()


def test_text_of_a_pass_and_a_failure():
    """What does a terminal show?"""
    assert Verdict.passed("f", 10, ["a works", "b works"], 0.1).text() == (
        "✓ f: passed (10 of 10 points)\n  · a works\n  · b works"
    )
    assert wrong().text() == (
        "✗ f: not right yet (0 of 10 points)\n  Checked: b works\n  Called: f(x=1)\n"
        "  Expected: 2\n  Hint: Look again."
    )


def test_refusal_scores_nothing():
    """Does a file that cannot be read get no points, and its reason as the hint?"""
    verdict = Verdict.refused("f", 10, "It is no notebook.")
    assert (verdict.points, verdict.max_points, verdict.status) == (0, 10, "refused")
    assert verdict.hint == "It is no notebook."


def test_record_has_what_grades_json_promises():
    """Does the record hold the promised fields of a verdict, in a form that JSON can hold?"""
    record = wrong(seconds=1.23456, misconception="m").record()
    assert json.loads(json.dumps(record)) == {
        "exercise": "f", "points": 0, "max_points": 10, "status": "failed", "hint": "Look again.",
        "misconception": "m", "carried_forward": False, "seconds": 1.235,
    }  # fmt: skip
