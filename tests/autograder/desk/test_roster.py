"""Rosters: who is who."""

import datetime
import zipfile
from zoneinfo import ZoneInfo

import pytest

from autograder.desk.archive import Entry
from autograder.desk.formats import Handed
from autograder.desk.people import identify, safe_id
from autograder.desk.roster import moodle_time, read_roster
from autograder.errors import CourseError

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Dinosaurs (77)
    Points Possible,,,,,100
"Smith, Bob",340934,s1,bob@uni.edu,A,
"Müller, Zoë",340935,s2,zoe@uni.edu,A,
"Student, Test",,,,A,
"""
MOODLE = """\ufeffIdentifier,Full name,ID number,Email address,Status,Last modified (submission)
Participant 12,Ann Lee,m1,ann@uni.edu,Submitted for grading,"Wednesday, 10 June 2026, 2:14 PM"
Participant 13,Ann Lee,m2,ann.lee@uni.edu,No submission,-
"""


def handed(lms, user, name=""):
    """Returns a file that somebody handed in."""
    return Handed(lms, user, name, "x.ipynb", None, 0, Entry("x", (), zipfile.ZipInfo("x")))


@pytest.fixture
def roster(tmp_path):
    """Reads a roster from text."""

    def read(text, **options):
        path = tmp_path / "roster.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_roster(path, **options)

    return read


def test_canvas_gradebook_gives_login_name_and_number(roster):
    """Are students of Canvas's own export found by number, and its invented rows left out?"""
    read = roster(CANVAS)
    person = read.find(handed("canvas", "340935"))
    assert (person.id, person.first_and_last()) == ("zoe@uni.edu", ("Zoë", "Müller"))
    assert len(read.people) == 2
    assert "not in roster.csv" in read.find(handed("canvas", "999", "bob"))


def test_moodle_worksheet_tells_namesakes_apart_and_says_when(roster):
    """Does the participant's number decide between two of one name, and is the time read in UTC?"""
    read = roster(MOODLE, timezone=ZoneInfo("Europe/Berlin"))
    first, second = (read.find(handed("moodle", n, "Ann Lee")) for n in ("12", "13"))
    assert (first.id, second.id) == ("m1", "m2")
    assert first.handed_in == datetime.datetime(2026, 6, 10, 12, 14, tzinfo=datetime.UTC)
    assert second.handed_in is None


def test_worksheet_and_roster_together(roster, tmp_path):
    """Does the worksheet say who a participant is, and the roster which id that person has?"""
    worksheet = roster(MOODLE)
    people = roster("student,name,email\nann,Ann Lee,ANN@uni.edu\nann2,Ann Lee,ann.lee@uni.edu\n")
    assert identify(handed("moodle", "12"), people, worksheet).id == "ann"
    assert identify(handed("moodle", "13"), people, worksheet).id == "ann2"


@pytest.mark.parametrize(
    "text",
    [
        "student,name\nbob,Bob Smith\n",
        'student,name\nbob,"Smith, Bob"\n',
        "student;name\nbob;Bob Smith\n",
        "Student,Name\r\nbob,BOB SMITH\r\n",
        "student,canvas\nbob,7\n",
    ],
)
def test_plain_rosters_by_name_or_number(roster, text):
    """Is a learner found by name in either order, by number, with other separators?"""
    assert roster(text).find(handed("canvas", "7", "smithbob")).id == "bob"


def test_latin_1_of_a_spreadsheet_is_read(roster):
    """Is a roster that a spreadsheet saved in its own encoding understood?"""
    read = roster("student,name\nz,Zoë Müller\n".encode("cp1252"))
    assert read.find(handed("canvas", "7", "müllerzoë")).id == "z"


def test_two_people_with_one_id_are_an_error(roster):
    """Does a roster that would mix two people's grades stop everything?"""
    with pytest.raises(CourseError, match=r"one id to several people: A, a"):
        roster("student,name\na,Ann\nA,Bob\n")


def test_namesakes_without_numbers_are_not_guessed(roster):
    """Is nobody chosen where the name fits two people?"""
    found = roster("student,name\na,Ann Lee\nb,Ann Lee\n").find(handed("moodle", "1", "Ann Lee"))
    assert "may be 2 people" in found


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "student,name\n,Ann\n"])
def test_what_is_no_roster_is_said(roster, text):
    """Does a wrong file, or one with holes, end in one sentence?"""
    with pytest.raises(CourseError):
        roster(text)


def test_a_column_of_ones_own_choice(roster):
    """Can the column with the ids be chosen, and is a wrong name said with those there are?"""
    assert roster(CANVAS, id_column="SIS User ID").find(handed("canvas", "340934")).id == "s1"
    with pytest.raises(CourseError, match="no column 'nickname'"):
        roster(CANVAS, id_column="nickname")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("../../etc", "etc"),
        ("a/b", "a_b"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("Zoë Müller", "Zoë_Müller"),
        ("=1+1", "1_1"),
        ("a\x00b\n", "a_b"),
        ("x" * 500, "x" * 100),
    ],
)
def test_ids_are_names_of_folders(text, expected):
    """Can no name of a learner lead out of `submitted/` or become an option?"""
    assert safe_id(text) == expected


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("Wednesday, 10 June 2026, 2:14 PM", 14),
        ("Wednesday, June 10, 2026, 2:14 PM", 14),
        ("Wednesday, 10 June 2026, 14:14", 14),
        ("Mittwoch, 10. Juni 2026, 14:14", None),
        ("-", None),
        ("", None),
    ],
)
def test_times_of_moodle(text, hour):
    """Are Moodle's English times read, and is one in another language none, not a wrong one?"""
    time = moodle_time(text, ZoneInfo("UTC"))
    assert (time and time.hour) == hour
