"""Tables as people save them: read for certain, or refused by name."""

import codecs
import importlib.util
import io

import pandas as pd
import pytest

from autograder.desk.lms_tables import read_table
from autograder.desk.roster import read_roster
from autograder.errors import CourseError
from tests.autograder.desk.archives import zipped

TEXT = 'student,name,canvas\nzm,Zoë Müller,7\nno,"O\'Connor, Niamh",8\n'
LINES = [["student", "name", "canvas"], ["zm", "Zoë Müller", "7"], ["no", "O'Connor, Niamh", "8"]]


@pytest.fixture
def read(tmp_path):
    """Reads a table from bytes."""

    def read_bytes(data, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(data)
        return read_table(path)

    return read_bytes


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        ("sep=,\r\n" + TEXT).encode(),
        b"\n,,\n" + TEXT.encode(),
    ],
)
def test_all_of_excels_ways_are_one_table(read, data):
    """Is the same class read, whatever encoding, mark and line ends somebody's Excel chose?"""
    assert read(data) == LINES


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("told", [False, True])
def test_what_separates_is_found_or_told(read, separator, told):
    """Are semicolons and tabs found where nobody says them, and commas in quotes no separators?"""
    text = TEXT.replace(",", separator).replace(f"O'Connor{separator}", "O'Connor,")
    text = text.replace('"O', "O").replace('h"', "h")
    first = f"sep={separator}\n" if told else ""
    assert read((first + text).encode("utf-16")) == LINES


def test_a_workbook_is_read(tmp_path):
    """Is the first sheet of an .xlsx file read, numbers as they are shown, whatever it is called?"""
    path = tmp_path / "roster.csv"
    with io.BytesIO() as buffer:
        pd.DataFrame(LINES[1:], columns=LINES[0]).astype({"canvas": int}).to_excel(
            buffer, index=False, engine="openpyxl"
        )
        path.write_bytes(buffer.getvalue())
    assert read_table(path) == LINES
    assert [person.canvas for person in read_roster(path).people] == ["7", "8"]


def test_a_workbook_without_its_package_says_what_to_install(read, monkeypatch):
    """Is who lacks openpyxl told in words?"""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(CourseError, match="pip install openpyxl"):
        read(zipped(("xl/workbook.xml", b"")))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("student;name\nlw;Łukasz Wójcik\n".encode("cp1250"), "code page"),
        ("student,name\nii,Иван Иванов\n".encode("cp1251"), "code page"),
        ("student,name\nys,山田\n".encode("cp932"), "code page"),
        ("student,name\nan,Αννα\n".encode("cp1253"), "code page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old or locked"),
        (b"PK\3\4 no zip", "damaged"),
        (zipped(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")), "no table"),
        (zipped(("xl/workbook.xml", b"<")), "as a workbook"),
        (codecs.BOM_UTF16_LE + b"a", "damaged"),
        (b"", "is empty"),
        (b"sep=;\n", "is empty"),
        (b"a,b\n" + b"x" * (2 << 20), "as CSV"),
    ],
)
def test_what_is_not_certain_is_refused_by_name(read, data, words):
    """Is a table that would be read wrong refused in one sentence, with what to do?"""
    with pytest.raises(CourseError, match=words) as caught:
        read(data)
    assert "table.csv" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    "name", ["Zoë Müller", "Bergström, Åsa", "Müller-Lüdenscheidt, Jörg", "Ñuñez"]
)
def test_names_of_western_europe_are_no_other_code_page(read, name):
    """Is a name that Excel saved in Western Europe's code page taken for what it is?"""
    assert read(f"student;name\na;{name}\n".encode("cp1252"))[1] == ["a", name]
