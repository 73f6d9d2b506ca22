"""Blackboard, Brightspace, Gradescope and anonymous Moodle: collected like the others."""

import datetime
import json

import pytest

from autograder.declaration.course import Course
from autograder.desk.collect import collect
from autograder.desk.collected import Ledger
from autograder.desk.formats.brightspace import read_time
from autograder.desk.roster import read_roster
from autograder.errors import CourseError
from tests.autograder import small_course as small
from tests.autograder.desk.archives import blackboard, gradescope, make_zip, notebook

NAME = small.ASSIGNMENT
FILE = f"{NAME}.ipynb"


@pytest.fixture
def course(small_root, tmp_path):
    """Gives the small course an empty course folder."""
    folder = tmp_path / "folder"
    folder.mkdir()
    return Course(small_root, folder=folder)


@pytest.fixture
def take(course, tmp_path):
    """Collects an archive of the given files, with the text of a roster."""

    def take_in(*files, roster=None, **options):
        path = make_zip(tmp_path / "submissions.zip", files)
        if roster is not None:
            table = tmp_path / "roster.csv"
            table.write_text(roster, encoding="utf-8")
            options["roster"] = read_roster(table)
        return collect(course, NAME, path, **options)

    return take_in


def handed_in(course):
    """Returns from student to the mark of what would be graded."""
    places = (course.folder / "submitted").glob(f"*/{NAME}/{FILE}")
    return {p.parts[-3]: json.loads(p.read_bytes())["metadata"]["mark"] for p in places}


def test_blackboards_attempts_are_put_in_order(course, take):
    """Is the last attempt graded and the one before kept, by the time that Blackboard wrote?"""
    files = [
        *blackboard("jdoe", "2026-06-10-14-05-00", FILE, notebook("late"), "Jane Doe"),
        *blackboard("jdoe", "2026-06-09-23-59-59", "first.ipynb", notebook("early"), "Jane Doe"),
        *blackboard("rpatel", "2026-06-10-09-00-00", FILE, notebook("raj"), "Raj Patel"),
    ]
    result = take(*files)
    assert (result.lms, result.for_a_person) == ("blackboard", [])
    assert handed_in(course) == {"jdoe": "late", "rpatel": "raj"}
    kept = Ledger(course.folder, NAME).attempts / "jdoe"
    assert [path.read_bytes() for path in kept.iterdir()] == [notebook("early")]
    assert result.times == 2


def test_blackboards_notes_say_where_a_username_begins(course, take):
    """Are two usernames that end alike two learners, and never merged where nothing tells them?"""
    both = [("j_smith", "Jo Smith", "jo"), ("m_smith", "Mo Smith", "mo")]
    date = "2026-06-10-14-05-00"
    files = [f for user, _, mark in both for f in blackboard(user, date, FILE, notebook(mark))]
    with pytest.raises(CourseError, match=r"Blackboard, but .*\.txt file"):
        take(*files)
    files = [
        f for user, name, mark in both for f in blackboard(user, date, FILE, notebook(mark), name)
    ]
    take(*files)
    assert handed_in(course) == {"j_smith": "jo", "m_smith": "mo"}


def test_blackboards_files_are_not_taken_for_canvas(course, take):
    """Does a username of digits, as many schools have, stay one learner each?"""
    date = "2026-06-10-14-05-00"
    files = [*blackboard("100234", date, FILE, notebook("a"), assignment="Week_3_4")]
    files += blackboard("100235", date, FILE, notebook("b"), assignment="Week_3_4")
    take(*files)
    assert handed_in(course) == {"100234": "a", "100235": "b"}


def test_an_attempt_of_blackboard_without_a_file_is_said(course, take):
    """Does who typed a text and attached nothing show up?"""
    note = blackboard("jdoe", "2026-06-10-14-05-00", "x", b"", "Jane Doe")[1]
    result = take(note, *blackboard("raj", "2026-06-10-14-05-00", FILE, notebook("r"), "Raj"))
    assert [line.detail for line in result.for_a_person] == ["no file was attached to this attempt"]
    assert (course.folder / "submitted" / "jdoe" / NAME).is_dir()


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("form", ["{} - {} - {}/{}", "{} - {}- {}/{}", "{} - {} - {} - {}"])
def test_brightspace_by_the_number_of_the_user(course, take, swapped, form):
    """Are folders of attempts, and files of older versions, put to their learners in order?"""

    def file(user, name, date, mark):
        number = f"900-{user}" if swapped else f"{user}-900"
        return form.format(number, name, date, FILE), notebook(mark)

    result = take(
        ("index.html", b"<html>"),
        file(11, "Ann Lee", "Jan 27, 2026 1035 AM", "early"),
        file(11, "Ann Lee", "Jan 27, 2026 105 PM", "late"),
        file(12, "Ann Lee", "Jan 28, 2026 905 AM", "namesake"),
        file(13, "Anna-Maria Smith", "Jan 28, 2026 1205 AM", "am"),
    )
    assert result.for_a_person == []
    assert handed_in(course) == {
        "Ann_Lee_11": "late",
        "Ann_Lee_12": "namesake",
        "Anna-Maria_Smith_13": "am",
    }


@pytest.mark.parametrize(
    ("text", "half", "expected"),
    [
        ("Jan 27, 2026 1035", " AM", (2026, 1, 27, 10, 35)),
        ("Jan 27, 2026 105", "PM", (2026, 1, 27, 13, 5)),
        ("Mar 29, 2018 1205", " AM", (2018, 3, 29, 0, 5)),
        ("29 March 2018 23 05", "", (2018, 3, 29, 23, 5)),
        ("29 mars 2018 1205", "", None),
        ("Mar 29, 2018 9999", "", None),
    ],
)
def test_times_of_brightspace(text, half, expected):
    """Are hours and minutes without a sign between them told apart?"""
    assert read_time(text, half) == (expected and datetime.datetime(*expected))


def test_gradescope_by_address_and_student_number(course, take):
    """Do groups, numbers of students and names with signs of markup come out of Ruby's file?"""
    result = take(
        *gradescope(
            (501, [("Ann Lee", "s100", "ann@uni.example")], [(FILE, notebook("ann"))]),
            (
                502,
                [("Raj Patel", "s101", "raj@uni.example"), ("Bob", "", "bob@uni.example")],
                [(FILE, notebook("both"))],
            ),
        )
    )
    assert result.lms == "gradescope"
    assert handed_in(course) == {"s100": "ann", "s101": "both", "bob@uni.example": "both"}
    place = course.folder / "submitted" / "s100" / NAME / "timestamp.txt"
    assert place.read_text() == "2026-06-10 14:05:06 UTC\n"


def test_gradescopes_later_export_is_the_same_learner(course, take):
    """Does a new number of a submission stay with the address, and win?"""
    for number, mark in ((501, "first"), (777, "second"), (600, "between")):
        ann = [("Ann Lee", "s100", "Ann@uni.example")]
        take(*gradescope((number, ann, [(FILE, notebook(mark))])))
    assert handed_in(course) == {"s100": "second"}


def test_gradescope_without_its_metadata_is_refused_in_words(take):
    """Is an export of which nobody knows whose it is no guess?"""
    files = [f for f in gradescope((1, [("A", "1", "a@x")], [(FILE, b"{}")])) if "yml" not in f[0]]
    with pytest.raises(CourseError, match=r"Gradescope, but .*submission_metadata\.yml"):
        take(*files)
    with pytest.raises(CourseError, match="cannot be read"):
        take(*files, ("assignment_77_export/submission_metadata.yml", b"\t: ["))


def test_a_platform_that_nobody_knows_is_told_where_to_put_files(take):
    """Is the way without a platform in the message?"""
    with pytest.raises(CourseError, match=rf"submitted/<student>/{NAME}/{FILE}"):
        take(("Abgaben/Lee_Ann/uebung.ipynb", b"{}"))


@pytest.mark.parametrize("word", ["Participant", "Teilnehmer", "Participante", "Qualcuno"])
def test_moodles_anonymous_are_collected_by_number(course, take, word):
    """Does each anonymous participant get an id, in any language, and keep it with a name?"""
    take(
        *((f"{word}_{n}_assignsubmission_file/{FILE}", notebook(str(n))) for n in (5501, 5502)),
    )
    assert handed_in(course) == {"Participant_5501": "5501", "Participant_5502": "5502"}
    take((f"Raj Patel_5502_assignsubmission_file/{FILE}", notebook("5502")))
    assert set(handed_in(course)) == {"Participant_5501", "Participant_5502"}


def test_moodles_anonymous_worksheet_has_no_names(course, take, tmp_path):
    """Are the worksheet's numbers and times enough?"""
    path = tmp_path / "worksheet.csv"
    path.write_text(
        "Identifier,Status,Grade,Maximum grade,Last modified (submission)\n"
        'Participant 5501,Submitted,,10,"Wednesday, 10 June 2026, 2:05 PM"\n',
        encoding="utf-8",
    )
    file = (f"Participant_5501_assignsubmission_file/{FILE}", notebook("a"))
    result = take(file, worksheet=read_roster(path))
    assert (handed_in(course), result.times) == ({"Participant_5501": "a"}, 1)


@pytest.mark.usefixtures("gradebook_version")
@pytest.mark.parametrize(
    ("roster", "files"),
    [
        (
            "Last Name,First Name,Username,Student ID\nLee,Ann,jdoe,7\n",
            blackboard("JDOE", "2026-06-10-14-05-00", FILE, notebook("a"), "Ann Lee"),
        ),
        (
            "OrgDefinedId,Username,Last Name,First Name,Email\n#7,#jdoe,Lee,Ann,a@x.example\n",
            [(f"5-6 - Ann Lee - Jan 27, 2026 1035 AM/{FILE}", notebook("a"))],
        ),
        (
            "Name,SID,Email,Role\nAnn Lee,jdoe,a@x.example,Student\n",
            gradescope((1, [("A. Lee", "9", "A@x.example")], [(FILE, notebook("a"))])),
        ),
        (
            "student,brightspace\njdoe,5\n",
            [(f"5-6 - Anything - Jan 27, 2026 1035 AM/{FILE}", notebook("a"))],
        ),
    ],
)
def test_the_platforms_own_lists_are_rosters(course, take, roster, files):
    """Is a learner found in what each platform exports of its class?"""
    take(*files, roster=roster)
    assert list(handed_in(course)) == ["jdoe"]
