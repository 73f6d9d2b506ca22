"""Collecting: everything lands where it is graded, or is reported; nothing is lost or overwritten."""

import os

import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.desk import archive as archives
from autograder.desk.collect import collect
from autograder.desk.collected import Ledger
from autograder.desk.people import Person, Roster
from autograder.errors import CourseError
from autograder.records.gradebook import open_gradebook
from tests.autograder import small_course as small
from tests.autograder.desk.archives import link, make_zip, notebook, other_notebook, zipped

NAME = small.ASSIGNMENT


@pytest.fixture
def course(small_root, tmp_path):
    """Gives the small course an empty course folder."""
    folder = tmp_path / "folder"
    folder.mkdir()
    return Course(small_root, folder=folder)


@pytest.fixture
def take(course, tmp_path):
    """Collects an archive of the given files."""

    def take_in(*files, date=(2026, 3, 1, 12, 0, 0), **options):
        path = make_zip(tmp_path / "submissions.zip", files, date)
        return collect(course, NAME, path, **options)

    return take_in


def content(course, student):
    """Returns what would be graded."""
    return (course.folder / "submitted" / student / NAME / f"{NAME}.ipynb").read_bytes()


def states(result):
    """Returns from file to state."""
    return {line.file: line.state for line in result.lines}


def everything(folder):
    """Returns all files below a folder but the collected ones' bookkeeping."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".autograder" not in path.parts
    }


def test_a_class_of_canvas(course, take):
    """Do notebooks of Canvas land in their places, with the late marks of the archive?"""
    result = take(
        ("leeann_1_100_w0_small.ipynb", notebook("a")),
        ("smithbob_LATE_2_101_whatever.ipynb", notebook("b")),
    )
    assert content(course, "leeann_1") == notebook("a")
    assert content(course, "smithbob_2") == notebook("b")
    assert result.late == ["smithbob_2"]
    entries = Ledger(course.folder, NAME).entries
    assert {s: e.is_late for s, e in entries.items()} == {"leeann_1": False, "smithbob_2": True}


def test_a_class_of_moodle_with_and_without_folders(course, take):
    """Do both of Moodle's layouts land in the same places?"""
    take(("Ann Lee_11_assignsubmission_file_/w0_small.ipynb", notebook("a")))
    take(("Zoë M._12_assignsubmission_file_w0_small.ipynb", notebook("z")))
    assert content(course, "Ann_Lee") == notebook("a")
    assert content(course, "Zoë_M.") == notebook("z")


def test_newer_attempts_win_whatever_the_order_of_archives(course, take):
    """Does an older download never replace a newer attempt, and is no attempt lost?"""
    take(("bob_1_200_w0_small.ipynb", notebook("second")))
    assert states(take(("bob_1_100_w0_small.ipynb", notebook("first")))) == {
        "bob_1_100_w0_small.ipynb": "older"
    }
    assert content(course, "bob_1") == notebook("second")
    result = take(("bob_LATE_1_300_w0_small-2.ipynb", notebook("third")))
    assert content(course, "bob_1") == notebook("third")
    assert result.late == ["bob_1"]
    kept = {path.read_bytes() for path in Ledger(course.folder, NAME).attempts.rglob("*.ipynb")}
    assert kept == {notebook("first"), notebook("second")}


def test_the_same_archive_twice_changes_nothing(course, take):
    """Is collecting again harmless, byte for byte?"""
    files = [("bob_1_200_w0_small.ipynb", notebook("x")), ("ann_LATE_2_201_x.ipynb", notebook("y"))]
    take(*files)
    before = everything(course.folder)
    result = take(*files)
    assert set(states(result).values()) == {"unchanged"}
    assert everything(course.folder) == before
    assert result.late == ["ann_2"]


def test_moodle_downloads_are_ordered_by_their_dates(course, take):
    """Does the date that Moodle's archive has decide which download is the newer one?"""
    name = "Ann_11_assignsubmission_file_/w0_small.ipynb"
    take((name, notebook("new")), date=(2026, 3, 2, 0, 0, 0))
    take((name, notebook("old")), date=(2026, 3, 1, 0, 0, 0))
    assert content(course, "Ann") == notebook("new")
    take((name, notebook("newest")), date=(2026, 3, 3, 0, 0, 0))
    assert content(course, "Ann") == notebook("newest")


def test_of_several_notebooks_the_named_one_then_the_last_one_is_graded(course, take):
    """Is the assignment's name worth more than being uploaded last, and are the others kept?"""
    take(
        ("bob_1_100_w0_small (1).ipynb", notebook("right")),
        ("bob_1_101_scratch.ipynb", notebook("scratch")),
        ("ann_2_100_w0_small.ipynb", notebook("early")),
        ("ann_2_102_w0_small-1.ipynb", notebook("late")),
    )
    assert content(course, "bob_1") == notebook("right")
    assert content(course, "ann_2") == notebook("late")
    kept = {path.read_bytes() for path in Ledger(course.folder, NAME).attempts.rglob("*.ipynb")}
    assert kept == {notebook("scratch"), notebook("early")}


def test_what_was_put_there_by_hand_stays_unless_forced(course, take):
    """Is a submission that nobody collected, or that somebody has changed since, left alone?"""
    small.hand_in(course, "bob_1", notebook("by hand"))
    file = ("bob_1_200_w0_small.ipynb", notebook("x"))
    result = take(file)
    assert states(result) == {file[0]: "by hand"}
    assert result.for_a_person
    assert content(course, "bob_1") == notebook("by hand")
    take(file, force=True)
    assert content(course, "bob_1") == notebook("x")
    small.hand_in(course, "bob_1", notebook("changed"))
    take(("bob_1_300_w0_small.ipynb", notebook("y")))
    assert content(course, "bob_1") == notebook("changed")


def test_a_submission_without_a_notebook_shows_in_the_grades(course, take):
    """Does who handed in a picture get a folder, so that grading says what is missing?"""
    result = take(("bob_1_200_photo.png", b"x"), ("ann_2_201_w0_small.ipynb", notebook("a")))
    assert result.count("no notebook") == 1
    assert list((course.folder / "submitted" / "bob_1" / NAME).iterdir()) == []


def test_times_of_learners_are_not_trusted(course, take):
    """Is no `timestamp.txt` of a learner, and none of an older attempt, in force?"""
    base = "Ann_11_assignsubmission_file_"
    take(
        (f"{base}/timestamp.txt", b"1999-01-01 00:00:00 UTC"),
        (f"{base}/w0_small.ipynb", notebook("a")),
    )
    place = course.folder / "submitted" / "Ann" / NAME
    assert [path.name for path in place.iterdir()] == [f"{NAME}.ipynb"]
    (place / "timestamp.txt").write_text("2026-03-01 00:00:00 UTC", encoding="utf-8")
    take((f"{base}/w0_small.ipynb", notebook("b")), date=(2026, 4, 1, 0, 0, 0))
    assert not (place / "timestamp.txt").exists()


@pytest.mark.usefixtures("gradebook_version")
def test_the_worksheet_gives_times_and_attempts_their_order(course, take, tmp_path):
    """Does nbgrader's time come from Moodle's worksheet, in UTC?"""
    from zoneinfo import ZoneInfo

    from autograder.desk.roster import read_roster

    path = tmp_path / "worksheet.csv"
    path.write_text(
        "Identifier,Full name,Email address,Last modified (submission)\n"
        'Participant 11,Ann Lee,ann@uni.edu,"Wednesday, 10 June 2026, 2:14 PM"\n',
        encoding="utf-8",
    )
    worksheet = read_roster(path, None, ZoneInfo("Europe/Berlin"))
    result = take(
        ("Ann Lee_11_assignsubmission_file_/w0_small.ipynb", notebook("a")), worksheet=worksheet
    )
    place = course.folder / "submitted" / "ann@uni.edu" / NAME
    assert (place / "timestamp.txt").read_text() == "2026-06-10 12:14:00 UTC\n"
    assert result.times == 1


def test_namesakes_are_not_mixed_up(course, take):
    """Are two participants of one name both left out, with the way to tell them apart?"""
    result = take(
        ("Ann Lee_11_assignsubmission_file_/w0_small.ipynb", notebook("a")),
        ("ann lee_12_assignsubmission_file_/w0_small.ipynb", notebook("b")),
        ("Bob_13_assignsubmission_file_/w0_small.ipynb", notebook("c")),
    )
    assert [path.name for path in (course.folder / "submitted").iterdir()] == ["Bob"]
    assert {line.state for line in result.for_a_person} == {"skipped"}
    assert all("--worksheet" in line.detail for line in result.for_a_person)


def test_two_users_of_canvas_with_one_id_of_the_roster(course, take):
    """Are two who match one person of the roster by name both left out?"""
    roster = Roster([Person("bob", "Bob Smith")])
    result = take(
        ("smithbob_1_100_w0_small.ipynb", notebook("a")),
        ("smithbob_2_101_w0_small.ipynb", notebook("b")),
        roster=roster,
    )
    assert len(result.for_a_person) == 2
    assert not (course.folder / "submitted").exists()


@pytest.mark.usefixtures("gradebook_version")
def test_who_is_not_on_the_roster_is_reported(course, take):
    """Is a stranger left out by name, and everybody else collected with names for formgrader?"""
    roster = Roster([Person("ann@uni.edu", "Lee, Ann", "ann@uni.edu", canvas="1")])
    result = take(
        ("leeann_1_100_w0_small.ipynb", notebook("a")),
        ("stranger_9_101_w0_small.ipynb", notebook("b")),
        roster=roster,
    )
    assert "stranger" in result.for_a_person[0].detail
    assert content(course, "ann@uni.edu") == notebook("a")
    with open_gradebook(f"sqlite:///{course.folder}/gradebook.db") as gradebook:
        student = gradebook.find_student("ann@uni.edu")
        assert (student.first_name, student.last_name) == ("Ann", "Lee")
        assert student.lms_user_id == "1"


def test_hostile_entries_write_nothing_outside_and_cost_nobody_else(
    course, take, tmp_path, monkeypatch
):
    """Do links, `..`, bombs and nested archives end as lines of the report, and nothing else?"""
    monkeypatch.setattr(archives, "MAX_BYTES", 1 << 16)
    before = everything(tmp_path)
    result = take(
        ("../evil_1_2_w0_small.ipynb", b"x"),
        ("/tmp/evil_1_3_w0_small.ipynb", b"x"),
        link("linky_2_4_w0_small.ipynb", "/etc/passwd"),
        ("bomb_3_5_w0_small.ipynb", bytes(1 << 20)),
        ("nested_4_6_w0_small.zip", b"PK"),
        ("good_5_7_w0_small.ipynb", notebook("good")),
    )
    after = everything(tmp_path)
    new = {name for name in after if name not in before} - {"submissions.zip"}
    assert new == {f"folder/submitted/good_5/{NAME}/{NAME}.ipynb"}
    assert len(result.for_a_person) == 5
    assert all(line.detail for line in result.for_a_person)
    assert not os.path.lexists("/tmp/evil_1_3_w0_small.ipynb")


def test_a_student_folder_that_is_a_link_is_not_followed(course, take, tmp_path):
    """Is nothing written through a link that stands in place of a student's folder?"""
    outside = tmp_path / "outside"
    outside.mkdir()
    (course.folder / "submitted").mkdir()
    (course.folder / "submitted" / "bob_1").symlink_to(outside)
    result = take(("bob_1_2_w0_small.ipynb", notebook("x")))
    assert result.count("skipped") == 1
    assert list(outside.iterdir()) == []


def test_a_ledger_that_is_damaged_makes_nothing_overwritten(course, take):
    """Does a lost ledger end in caution?"""
    take(("bob_1_200_w0_small.ipynb", notebook("x")))
    Ledger(course.folder, NAME).path.write_text("{", encoding="utf-8")
    take(("bob_1_300_w0_small.ipynb", notebook("y")))
    assert content(course, "bob_1") == notebook("x")


@pytest.mark.parametrize("content", ["{", '[{"student": "leeann_1"}]', "[" * 100_000])
def test_a_damaged_ledger_is_kept_and_said(course, take, content):
    """Is a ledger that cannot be read set aside, byte for byte, and is a person told?"""
    take(("leeann_1_100_w0_small.ipynb", notebook("a")))
    path = Ledger(course.folder, NAME).path
    path.write_text(content, encoding="utf-8")
    result = take(("smithbob_2_101_w0_small.ipynb", notebook("b")))
    aside = path.with_suffix(".unread-1")
    assert aside.read_text(encoding="utf-8") == content
    (said,) = [line.detail for line in result.for_a_person if "is damaged" in line.detail]
    assert aside.name in said
    assert list(Ledger(course.folder, NAME).entries) == ["smithbob_2"]
    again = take(("smithbob_2_101_w0_small.ipynb", notebook("b")))
    assert not [line for line in again.lines if "damaged" in line.detail]


def test_a_folder_in_a_notebooks_place_ends_nothing(course, take):
    """Does what is not a regular file count as put there by hand, while others are collected?"""
    (course.folder / "submitted" / "bob_1" / NAME / f"{NAME}.ipynb").mkdir(parents=True)
    result = take(
        ("bob_1_2_w0_small.ipynb", notebook("x")), ("zoe_3_4_w0_small.ipynb", notebook("z"))
    )
    assert (result.count("by hand"), result.count("new")) == (1, 1)


def test_an_unknown_assignment_is_said_before_anything_is_read(course, tmp_path):
    """Is a wrong id one clear error?"""
    with pytest.raises(CourseError, match="no assignment"):
        collect(course, "w9_none", tmp_path / "none.zip")


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_damaged_archives_end_in_words(course, tmp_path):
    """Does no flipped byte of an archive end in anything but one error or skipped files?"""
    files = [(f"student{i}_{i}_{i + 10}_w0_small.ipynb", notebook(str(i))) for i in range(4)]
    whole = make_zip(tmp_path / "whole.zip", files).read_bytes()
    rng = np.random.default_rng(11)
    refused: list[str] = []
    for number in range(120):
        raw = bytearray(whole)
        for _ in range(rng.integers(1, 4)):
            # Half of the changes hit the directory at the end, where most of the meaning is.
            start = len(raw) * 2 // 3 if rng.integers(2) else 0
            raw[rng.integers(start, len(raw))] = rng.integers(256)
        if number % 5 == 0:
            raw = raw[: rng.integers(len(raw))]
        path = tmp_path / "damaged.zip"
        path.write_bytes(raw)
        try:
            result = collect(course, NAME, path, force=True)
        except CourseError as error:
            refused.append(str(error))
        else:
            assert result.lines
    assert 0 < len(refused) < 120
    assert not [message for message in refused if "\n" in message]
    outside = [
        p for p in tmp_path.iterdir() if p.name not in ("folder", "whole.zip", "damaged.zip")
    ]
    assert outside == []


def test_a_learners_archive_with_one_notebook_is_opened(course, take):
    """Is a notebook in a .zip graded, whatever lies around it, and a plain one liked better?"""
    inner = zipped(
        ("work/w0_small.ipynb", notebook("zipped")),
        ("work/.ipynb_checkpoints/w0_small-checkpoint.ipynb", notebook("copy")),
        ("work/data.csv", b"1"),
    )
    result = take(
        ("ann_1_10_w0_small.zip", inner),
        ("bob_2_11_w0_small.ipynb", notebook("plain")),
        ("bob_2_12_w0_small.zip", inner),
    )
    assert content(course, "ann_1") == notebook("zipped")
    assert content(course, "bob_2") == notebook("plain")
    assert result.for_a_person == []
    assert result.count("beside") == 1


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        (zipped(("a.ipynb", b"{}"), ("b.ipynb", b"{}")), "2 notebooks"),
        (zipped(("a.txt", b"")), "no notebooks"),
        (zipped(("../a.ipynb", b"{}")), "leads out"),
        (zipped(("a.ipynb", bytes(1 << 20))), "unpacks to more"),
        (zipped(("a.zip", zipped(("a.ipynb", b"{}")))), "no notebooks"),
        (b"Rar!", "cannot be read as a zip"),
        (b"PK\3\4", "cannot be read as a zip"),
    ],
    # Not by their bytes: an archive holds the time, and workers must collect the same names.
    ids=["two", "none", "outside", "a bomb", "nested", "rar", "cut off"],
)
def test_a_learners_archive_that_is_not_one_notebook_is_said(take, monkeypatch, inner, words):
    """Does an archive that leaves a choice, a bomb or nonsense end in a line for a person?"""
    monkeypatch.setattr(archives, "MAX_BYTES", 1 << 16)
    result = take(("ann_1_10_w0_small.zip", inner), ("bob_2_11_w0_small.ipynb", notebook("b")))
    (line,) = result.for_a_person
    assert line.state == "no notebook"
    assert words in line.detail


def test_one_attempt_at_a_time_is_in_memory(course, take, monkeypatch):
    """Are twenty large notebooks of one learner read one after the other?"""
    import tracemalloc

    size = 2 << 20
    large = [notebook(str(i)) + b" " * size for i in range(20)]
    files = [(f"bob_1_{i + 10}_w0_small.ipynb", data) for i, data in enumerate(large)]
    take(files[0])
    del large
    tracemalloc.start()
    take(*files[1:])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    in_this_test = 20 * size  # the list of files, made before
    assert peak < 8 * size < in_this_test
    assert len(list(Ledger(course.folder, NAME).attempts.rglob("*.ipynb"))) == 19


@pytest.mark.parametrize("said", [True, False])
def test_another_assignments_notebook_is_named(course, take, tmp_path, said):
    """Is a notebook of another week said as that, by its own word or by its cells?"""
    root = tmp_path / "root"
    (root / "assignments" / "w8_other").mkdir(parents=True)
    names = ("rotate", "reflect")
    release = other_notebook("w8_other", *names)
    (root / "assignments" / "w8_other" / "w8_other.ipynb").write_bytes(release)
    own = root / "assignments" / NAME
    own.mkdir()
    (own / f"{NAME}.ipynb").write_bytes(course.release_notebook(NAME).read_bytes())
    course.release_notebook = lambda name: root / "assignments" / name / f"{name}.ipynb"
    result = take(("ann_1_10_x.ipynb", other_notebook("w8_other" if said else None, *names)))
    assert [line.detail for line in result.for_a_person] == ["it is the notebook of w8_other"]
    assert result.count("new") == 1


def test_a_git_conflict_is_named(take):
    """Is a notebook that git could not merge said as that, in the file and in a cell?"""
    marks = b"<<<<<<< HEAD\n%s=======\n%s>>>>>>> main\n"
    broken = marks % (notebook("a") + b"\n", notebook("b") + b"\n")
    cell = '{"cell_type": "code", "source": ["<<<<<<< HEAD\\n", "=======\\n", ">>>>>>> x\\n"]}'
    in_cell = notebook("c").replace(b'"cells": []', f'"cells": [{cell}]'.encode())
    result = take(("ann_1_10_x.ipynb", broken), ("bob_2_11_x.ipynb", in_cell))
    details = [line.detail for line in result.for_a_person]
    assert len(details) == 2
    assert "git conflict" in details[0]
    assert "line 1 on" in details[0]
    assert "Cell 1" in details[1]


@pytest.mark.usefixtures("gradebook_version")
def test_names_of_a_roster_are_no_markup(course, take):
    """Can no name of a roster become markup in formgrader's pages, and O'Connor stay O'Connor?"""
    evil = "<img src=x onerror='alert(1)'>&lt;"
    people = [Person("a", f"O'Connor, {evil}", evil, canvas="1")]
    take(("x_1_10_w0_small.ipynb", notebook("a")), roster=Roster(people))
    with open_gradebook(f"sqlite:///{course.folder}/gradebook.db") as gradebook:
        student = gradebook.find_student("a")
    assert student.last_name == "O'Connor"
    for text in (student.first_name, student.email):
        assert not set(text) & set("<>&\"'")


def test_folders_that_nbgrader_leaves_out_are_named(course, take):
    """Is a folder with brackets, put there by hand, said when something is collected?"""
    small.hand_in(course, "ann[1]", notebook("by hand"))
    result = take(("bob_2_11_w0_small.ipynb", notebook("b")))
    (line,) = result.for_a_person
    assert line.student == "ann[1]"
    assert "rename it" in line.detail
