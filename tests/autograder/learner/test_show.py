"""How a verdict looks in a notebook: complete, readable, and nothing of a learner's alive."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks.verdict import Verdict
from autograder.learner import show

EVIL = "<script>alert(1)</script><img src=x onerror=y> \"'> & \x1b[2J `<b>`"
VOID = {"br", "img", "hr"}


class Page(HTMLParser):
    """Reads HTML: its text, its tags, and whether every tag is closed in order."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], set(), set(), ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


OURS = {"div", "span", "ul", "li", "table", "tbody", "tr", "td", "code", "b"}


def failed(text, status="failed", **changes):
    fields = {
        "hint": text,
        "explanation": [f"Called: {text}", f"Received: {text}"],
        "verified": ["a"],
        "failed_case": text,
    }
    return Verdict("f", 0, 10, status, **{**fields, **changes})


@given(st.text(max_size=50) | st.just(EVIL))
@settings(deadline=None)
def test_nothing_of_the_learners_is_live(text):
    """Whatever a learner's names, values and messages hold: is the HTML ours alone, and whole?"""
    for verdict in (failed(text), failed(text, status="error"), Verdict.passed("f", 1, [text], 0)):
        html = show.verdict_html(verdict)
        page = Page(html)
        assert page.tags <= OURS
        assert page.attributes <= {"style"}
        assert not re.search(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]", html)


def test_failure_shows_all_that_helps():
    """Does the HTML of a failure hold headline, points, hint, what was checked and the values?"""
    text = Page(show.verdict_html(failed("x < 3", hint="Look again."))).text
    for part in ("✗ f: not right yet", "0 of 10 points", "Look again.", "Checked: x < 3", "Called",
                 "Received", "1 other case passed"):  # fmt: skip
        assert part in text


def test_pass_names_what_was_verified():
    """Does a pass say what it shows, and nothing of failure?"""
    text = Page(show.verdict_html(Verdict.passed("f", 10, ["it adds", "it keeps"], 0.1))).text
    assert "✓ f: passed" in text
    assert "it adds" in text
    assert "it keeps" in text
    assert "✗" not in text


def test_unwritten_is_no_alarm():
    """Is an exercise that is not begun shown in another colour than a wrong one?"""
    missing = show.verdict_html(Verdict("f", 0, 10, "missing", hint="Not written yet."))
    assert show.RED in show.verdict_html(failed("x"))
    assert show.RED not in missing


def test_text_without_a_notebook(capsys):
    """Outside a notebook: is there plain text, without HTML and without terminal escapes?"""
    show.verdict(failed(EVIL, verified=[]))
    printed = capsys.readouterr().out
    assert printed.startswith("✗ f: not right yet (0 of 10 points)\n")
    assert "<div" not in printed
    assert "\x1b" not in printed
    assert "<script>" in printed  # inert in a terminal, and what the learner wrote


def test_text_survives_a_terminal_that_cannot_spell_it(capsys):
    """Does a message with broken Unicode print instead of raising?"""
    show.message("Title", "\ud800 text")
    capsys.readouterr().out.encode("utf-8")


def test_scoreboard_adds_up(capsys):
    """Does the scoreboard count only what is right, and say what stands for each exercise?"""
    rows = [("a", 10, "passed"), ("b", 20, "carried"), ("c", 30, "failed"), ("d", 40, None),
            ("e", 2.5, "missing"), ("g", 0, "timeout")]  # fmt: skip
    show.scoreboard("Names", rows, "Next: c.")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Names: 30 of 102.5 points"
    assert [line.split() for line in lines[1:7]] == [
        "✓ a 10 / 10 passed".split(),
        "✓ b 20 / 20 passed".split(),
        "✗ c 0 / 30 not right yet".split(),
        "· d 0 / 40 not checked yet".split(),
        "✗ e 0 / 2.5 not written yet".split(),
        "✗ g bonus not right yet".split(),
    ]
    assert lines[-1] == "  Next: c."


@pytest.mark.parametrize("rows", [[], [("a", 0, "passed")]])
def test_scoreboard_of_nothing(rows, capsys):
    """Does an assignment without points have a scoreboard too?"""
    show.scoreboard("Names", rows, "Done.")
    assert "Names: 0 of 0 points" in capsys.readouterr().out


def test_scoreboard_as_html(monkeypatch):
    """Is the scoreboard's HTML whole, and are title and names inert in it?"""
    shown = []
    monkeypatch.setattr(show, "_display", lambda html, text: shown.append(html))
    show.scoreboard(EVIL, [(EVIL, 10, "passed"), ("b", 10, None)], EVIL)
    show.message(EVIL, EVIL)
    for html in shown:
        page = Page(html)
        assert page.tags <= OURS
        assert page.attributes <= {"style"}
    assert "width:50%" in shown[0]


def test_stars_make_words_bold_but_not_in_code():
    """Is a stressed word bold, and are the stars of code and of products left alone?"""
    shown = show._text("A row is **from**, not `f(**case, **more)`, and **not even** 2**3 * 4**5.")
    assert shown == (
        "A row is <b>from</b>, not <code>f(**case, **more)</code>, and <b>not even</b> 2**3 * 4**5."
    )
