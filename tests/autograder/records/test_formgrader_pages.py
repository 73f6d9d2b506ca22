"""What learners and rosters write is text in formgrader's pages."""

import csv
from html.parser import HTMLParser

import pytest
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbgrader.api import Gradebook
from sqlalchemy import text as sql

from autograder.notebook.submission import inert_markdown
from autograder.records.gradebook import open_gradebook
from autograder.records.grades import harmless_field

EVIL = '<img src=x onerror="alert(1)">&lt;b&gt;'


class Links(HTMLParser):
    """Collects addresses and tags as a browser sees them."""

    def __init__(self, page):
        super().__init__()
        self.addresses, self.tags = [], set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.addresses += [value for name, value in attributes if name in ("href", "src")]


def rendered(markdown):
    return Links(markdown2html_mistune(inert_markdown(markdown)))


def scheme(address):
    """Returns the scheme as a browser finds it: it passes over control characters and blanks."""
    plain = "".join(sign for sign in address if sign > "\x20")
    head, colon, _ = plain.partition(":")
    is_scheme = colon and head[:1].isalpha() and all(c.isalnum() or c in "+.-" for c in head)
    return head.lower() if is_scheme and head.isascii() else ""


@pytest.mark.parametrize(
    "markdown",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java&#115;cript&colon;alert(1))",
        "[x](&#x6a;avascript&#58;alert(1))",
        "[x](&amp;#106;avascript:alert(1))",
        "[x](" + "&" + "amp;" * 30 + "#106;avascript:alert(1))",
        "[x](javascript\\:alert(1))",
        "[x](<javascript&colon;alert(1)>)",
        "[x](<\tjavascript:alert(1)>)",
        "[x](< java&Tab;script:alert(1)>)",
        "[x](javascript&#9;:alert(1))",
        "[x]: &#106;avascript:alert(1)\n\n[x]",
        "[x]:\n  javascript&colon;alert(1)\n\n[x]",
        "![x](data:image/svg+xml;base64,AA)",
        "[x](data:text/html;base64,PHN)",
        "[x](vbscript:1)",
        "[x](file:///etc/passwd)",
        "![x](attachment:image.png)",
        "<javascript:alert(1)>",
        "[![x](javascript:1)](data&colon;text/html,1)",
        "&lt;script>alert(1)&lt;/script>",
        "&#60;img src=x onerror=alert(1)>",
    ],
)
def test_no_scheme_but_http_is_live(markdown):
    """Is every way to write an address with another scheme dead, also written with entities?"""
    found = rendered(markdown)
    assert {scheme(address) for address in found.addresses} <= {"", "http", "https"}
    assert not found.tags & {"script", "iframe"}
    assert "img" not in found.tags or markdown.count("![")


def test_what_is_harmless_stays():
    """Do links to the web and to sections work, and is prose left as it reads?"""
    assert rendered("[x](https://a.b/c?d=1&e=2)").addresses == ["https://a.b/c?d=1&e=2"]
    assert rendered("[x](#part)").addresses == ["#part"]
    assert rendered("[x]: http://a.b\n\n[x]").addresses == ["http://a.b"]
    assert (
        inert_markdown("Note: 12:30, a | b\n\n|:--|--:|\n") == "Note: 12:30, a | b\n\n|:--|--:|\n"
    )
    assert inert_markdown("caf&eacute; & Co.") == "café & Co."


def test_a_name_is_no_markup(tmp_path, gradebook_version):
    """Is a roster's name without markup in the gradebook, and one that was there before when read?"""
    url = f"sqlite:///{tmp_path}/gradebook.db"
    with open_gradebook(url) as book:
        book.add_student("ann", first_name=EVIL, last_name="O'Neil-Bär")
        book.add_student("ben")
        raw = "update student set first_name = :name where id = 'ben'"
        book.db.execute(sql(raw), {"name": EVIL})
        book.db.commit()
    with Gradebook(url) as book:
        names = {student.id: student.first_name for student in book.students}
        assert names["ann"] == names["ben"]
        assert not set('<>&"') & set(names["ann"])
        assert book.find_student("ann").last_name == "O'Neil-Bär"
        assert not book.db.dirty


@pytest.mark.parametrize("flag", ["a;=1+1", ";=1+1", 'a; "=cmd|x', "x;\t@SUM(A1)", "a\t=1"])
def test_no_formula_behind_a_semicolon(flag):
    """Is there no formula, too, for a spreadsheet to which semicolons separate fields?"""
    line = harmless_field(flag)
    for separator in ";\t":
        for field in next(csv.reader([line], delimiter=separator)):
            assert not field.strip(' \t"').startswith(("=", "+", "-", "@", "|", "%"))
    assert harmless_field("fine; also - this") == "fine; also - this"
