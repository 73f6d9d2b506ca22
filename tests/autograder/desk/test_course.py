"""What every instructor asks next: the whole course, groups, feedback to upload, no names."""

import csv
import json
import shutil
import zipfile

import pytest

from autograder.batch import grade_class
from autograder.declaration.course import Course
from autograder.desk.classdata import load_class
from autograder.desk.classlist import enter_class
from autograder.desk.collect import collect
from autograder.desk.coursereport import fail_together, recurring, write_course_report
from autograder.desk.groups import read_groups, share
from autograder.desk.newcourse import make_course_folder
from autograder.desk.report import write_report
from autograder.desk.roster import Person, read_roster
from autograder.desk.upload import pack_feedback
from autograder.errors import CourseError
from autograder.judging.config import JudgeConfig
from autograder.records.folder import CourseFolder
from tests.autograder import small_course as small
from tests.autograder.batch.test_run import FakeJudge
from tests.autograder.desk.archives import make_zip
from tests.autograder.desk.classroom import SQUARES

NAME = small.ASSIGNMENT
OTHER = "w9_other"


@pytest.fixture
def course(small_root, tmp_path, gradebook_version):
    """The small course with an empty course folder."""
    return Course(small_root, folder=tmp_path)


def text_of(notebook):
    return json.dumps(notebook).encode()


def test_who_handed_in_nothing(course):
    """Is everybody of the roster who handed in nothing named, in terminal and report?"""
    small.hand_in(course, "ann", small.solved(course))
    people = [Person("ann", "Ann Lee"), Person("ben", "Ben <b>Ox</b>"), Person("cy", "Cy, Zoe")]
    folder = CourseFolder(course.folder)
    assert enter_class(folder, people) == 3
    assert enter_class(folder, people) == 0
    result = grade_class(course, NAME, judge=FakeJudge(course))
    assert result.missing == ["ben", "cy"]
    assert grade_class(course, NAME, students=["ann"], judge=FakeJudge(course)).missing == []
    written = write_report(course, NAME, similarity=False)
    assert written.data.missing == ["ben", "cy"]
    page = written.page.read_text("utf-8")
    part = page.partition("<h3>Handed in nothing</h3>")[2].partition("<h3>")[0]
    assert "Zoe Cy" in part
    assert "<b>" not in part


def test_a_group_shares_what_one_handed_in(course):
    """Do all members get the grade, and is an own notebook never replaced?"""
    small.hand_in(course, "ann", small.solved(course))
    small.hand_in(course, "dan", small.solved(course, double=SQUARES))
    small.hand_in(course, "eve", small.solved(course))
    table = course.folder / "groups.csv"
    table.write_text("group,student\nA,ann\nA,ben\nB,dan\nB,eve\nC,fay\n", encoding="utf-8")
    shared = share(course, NAME, read_groups(table))
    assert shared.copies == {"ben": "ann"}
    assert shared.nothing == ["C"]
    (line,) = shared.for_a_person
    assert "group B: dan, eve handed in different notebooks" in line
    result = grade_class(course, NAME, judge=FakeJudge(course))
    assert {row.student: row.points for row in result.rows}["ben"] == 60
    small.hand_in(course, "ann", small.solved(course, double=SQUARES))
    assert share(course, NAME, read_groups(table)).copies == {"ben": "ann"}
    place = course.folder / "submitted"
    names = [place / who / NAME / f"{NAME}.ipynb" for who in ("ann", "ben")]
    assert names[0].read_bytes() == names[1].read_bytes()
    own = small.solved(course, total="def total(xs):\n    return 0")
    small.hand_in(course, "ben", own)
    again = share(course, NAME, read_groups(table))
    assert again.copies == {}
    assert any("ann, ben handed in different notebooks" in line for line in again.for_a_person)
    assert json.loads(names[1].read_text()) == json.loads(json.dumps(own))


def test_a_group_takes_no_strangers(course):
    """Is a mistyped id said, where the class is known, and a table without columns refused?"""
    small.hand_in(course, "ann", small.solved(course))
    enter_class(CourseFolder(course.folder), [Person("ann"), Person("ben")])
    shared = share(course, NAME, {"A": ["ann", "bne", "ben"]})
    assert shared.copies == {"ben": "ann"}
    assert "bne of group A is not known" in shared.for_a_person[0]
    assert not (course.folder / "submitted" / "bne").exists()
    table = course.folder / "groups.csv"
    table.write_text("team,student\nA,ann\n")
    with pytest.raises(CourseError, match="no column 'group'"):
        read_groups(table)
    table.write_text("group,student\nA,ann\nB,ann\n")
    with pytest.raises(CourseError, match="ann is in two groups"):
        read_groups(table)


def moodle_names(name, participants):
    """Returns whose page Moodle takes a file for, and its name: `is_valid_filename_for_import`."""
    info = name.split("_", 4)
    assert len(info) == 5
    assert not name.startswith((".", "~"))
    assert (info[2], info[3]) == ("assignsubmission", "file")
    return participants[int(info[1])], info[4]


def canvas_numbers(name):
    """Returns user and attachment as Canvas finds them: `infer_comment_context_from_filename`."""
    parts = name.split("_")
    assert not parts[-1].startswith("link")
    user, attachment = [part for part in parts if part.isdigit()][:2]
    return int(user), int(attachment)


def test_feedback_for_moodle(course):
    """Does Moodle find each participant in the names, and is who cannot be found listed?"""
    notebook = text_of(small.solved(course))
    make_zip(
        course.folder / "s.zip",
        [
            (f"Ann Lee_11_assignsubmission_file/{NAME}.ipynb", notebook),
            (f"Bob o Neil_12_assignsubmission_file/{NAME}.ipynb", notebook),
        ],
    )
    collect(course, NAME, course.folder / "s.zip")
    small.hand_in(course, "by_mail", small.solved(course))
    grade_class(course, NAME, judge=FakeJudge(course))
    packed = pack_feedback(course, NAME, "moodle")
    assert packed.path == course.folder / "uploads" / f"{NAME}-moodle.zip"
    with zipfile.ZipFile(packed.path) as archive:
        found = {moodle_names(n, {11: "Ann_Lee", 12: "Bob_o_Neil"}) for n in archive.namelist()}
        assert found == {("Ann_Lee", f"{NAME}.html"), ("Bob_o_Neil", f"{NAME}.html")}
        assert b"Feedback for Ann_Lee" in archive.read(packed.names["Ann_Lee"])
    assert packed.left_out == {"by_mail": "not collected from Moodle"}
    first = packed.path.read_bytes()
    assert pack_feedback(course, NAME, "moodle").path.read_bytes() == first
    with pytest.raises(CourseError, match="nothing to pack for Canvas"):
        pack_feedback(course, NAME, "canvas")
    with pytest.raises(CourseError, match="canvas or moodle"):
        pack_feedback(course, NAME, "ilias")


def test_feedback_for_canvas(course):
    """Does Canvas find user and attachment, whatever is in a name, and is an anonymous one listed?"""
    notebook = text_of(small.solved(course))
    make_zip(
        course.folder / "s.zip",
        [
            (f"leeann_LATE_7_70_{NAME}.ipynb", notebook),
            (f"123_8_80_{NAME}-2.ipynb", notebook),
            (f"anon_x1_90_{NAME}.ipynb", notebook),
        ],
    )
    collect(course, NAME, course.folder / "s.zip", lms="canvas")
    grade_class(course, NAME, judge=FakeJudge(course))
    packed = pack_feedback(course, NAME, "canvas")
    assert {canvas_numbers(name) for name in packed.names.values()} == {(7, 70), (8, 80)}
    assert list(packed.left_out.values()) == ["Canvas's number is not known"]


def test_a_time_of_a_worksheet_that_is_not_understood_is_kept(course):
    """Is a time in another language kept as a text, for the person who collects, and "-" none?"""
    path = course.folder / "w.csv"
    path.write_text(
        "Identifier,Full name,Last modified (submission)\n"
        'Participant 1,Ann Lee,"Mittwoch, 10. Juni 2026, 14:14"\n'
        'Participant 2,Ben Ox,"Wednesday, 10 June 2026, 2:14 PM"\nParticipant 3,Cy Zoe,-\n',
        encoding="utf-8",
    )
    ann, ben, cy = read_roster(path, "full name", None).people
    assert (ann.handed_in, ann.time_text) == (None, "Mittwoch, 10. Juni 2026, 14:14")
    assert ben.handed_in is not None
    assert (cy.handed_in, cy.time_text) == (None, "")


@pytest.fixture
def two(tmp_path, gradebook_version):
    """A course with two assignments, both graded: the same mistake comes back at some."""
    course = small.make_course(tmp_path / "root")
    small.make_course(tmp_path / "root", name=OTHER)
    course = Course(tmp_path / "root", folder=tmp_path / "folder")
    course.folder.mkdir()
    for number in range(12):
        wrong = {"double": SQUARES} if number < 5 else {}
        path = small.hand_in(course, f"s{number:02}", small.solved(course, **wrong))
        place = course.folder / "submitted" / f"s{number:02}" / OTHER / f"{OTHER}.ipynb"
        place.parent.mkdir(parents=True)
        shutil.copy(path, place)
    shutil.rmtree(course.folder / "submitted" / "s11" / OTHER)
    for name in (NAME, OTHER):
        grade_class(course, name, config=JudgeConfig(seed=3), feedback=False, workers=2)
    return course


def test_the_whole_course(two):
    """Is it said who is where, which mistake comes back, and which exercises fail together?"""
    written = write_course_report(two)
    assert written.assignments == [NAME, OTHER]
    points = {s.id: s.points for s in written.students}
    assert points["s00"] == {NAME: 50, OTHER: 50}
    assert points["s11"] == {NAME: 60}
    classes = {name: load_class(two, name) for name in (NAME, OTHER)}
    (mistake,) = recurring(classes)
    assert mistake.name == "squares"
    assert mistake.exercises == [f"{NAME}/double", f"{OTHER}/double"]
    assert mistake.again == ["s00", "s01", "s02", "s03", "s04"]
    (pair,) = fail_together(classes)
    assert {pair.first, pair.second} == {f"{NAME}/double", f"{OTHER}/double"}
    assert (pair.both, pair.count, round(pair.phi, 6)) == (5, 11, 1)
    page = written.files[0].read_text("utf-8")
    assert "nothing" in page
    with open(written.files[1], newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert rows["s00"]["total"] == "100.0"
    assert rows["s11"][OTHER] == ""


def test_pages_without_names(two):
    """Is no id on an anonymous page, with one pseudonym a learner over all of them?"""
    course_page = write_course_report(two, anonymous=True).files
    page = write_report(two, NAME, anonymous=True)
    assert [p.name for p in (*course_page, *page.files)] == [
        "course-anonymous.html", f"{NAME}-anonymous.html",
    ]  # fmt: skip
    texts = [path.read_text("utf-8") for path in (*course_page, *page.files)]
    for number in range(12):
        assert not any(f"s{number:02}" in text for text in texts)
    assert set(page.data.students) <= {
        s.id for s in write_course_report(two, anonymous=True).students
    }
    assert len(set(page.data.students)) == 12
    assert page.data.totals.count(50) == 5


def test_nothing_graded_is_said(course):
    """Does a course without grades end in one sentence?"""
    with pytest.raises(CourseError, match="autograder grade --all"):
        write_course_report(course)


def test_a_new_course_folder(small_root, tmp_path, gradebook_version):
    """Is all there that formgrader and the doctor look for, no answer, and nothing replaced later?"""
    course = Course(small_root, folder=tmp_path / "spring")
    written = make_course_folder(course)
    names = {path.relative_to(course.folder).as_posix() for path in written}
    assert {"nbgrader_config.py", ".gitignore", f"source/{NAME}/{NAME}.ipynb"} <= names
    assert "BEGIN SOLUTION" not in "".join(path.read_text("utf-8") for path in written)
    assert make_course_folder(course) == []
    config = course.folder / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + "c.LatePenalty.points_per_day = 5\n", "utf-8")
    shutil.rmtree(course.folder / "source")
    assert config not in make_course_folder(course)
    assert config.read_text("utf-8").endswith("= 5\n")
    assert CourseFolder(course.folder).config.LatePenalty.points_per_day == 5
    with pytest.raises(CourseError, match="holds the sources"):
        make_course_folder(Course(small_root))
