"""Names in the archives of Canvas and Moodle."""

import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.desk.archive import Entry
from autograder.desk.formats import read_names
from autograder.errors import CourseError


def entry(name):
    """Returns an entry with a name."""
    return Entry(name, (2026, 3, 1, 12, 0, 0), zipfile.ZipInfo(name))


def read(name, lms=None):
    """Returns what one name says."""
    handed, strange = read_names([entry(name)], lms)
    assert not strange
    return handed[0]


@pytest.mark.parametrize(
    ("name", "user", "who", "file", "late"),
    [
        ("smithbob_340934_208490284_hw-1.ipynb", "340934", "smithbob", "hw-1.ipynb", False),
        ("smithbob_LATE_340934_208490284_hw.ipynb", "340934", "smithbob", "hw.ipynb", True),
        ("anon_ab1Cd_77_hw.ipynb", "anon_ab1Cd", "", "hw.ipynb", False),
        ("LATE_anon_ab1Cd_77_hw.ipynb", "anon_ab1Cd", "", "hw.ipynb", True),
        ("müllerzoë_12_34_ä ö.ipynb", "12", "müllerzoë", "ä ö.ipynb", False),
        ("o_malleypat_12_34_x.ipynb", "12", "o_malleypat", "x.ipynb", False),
        # What a learner calls a file makes nobody late, and nobody else.
        ("smithbob_12_34_LATE_56_78_x.ipynb", "12", "smithbob", "LATE_56_78_x.ipynb", False),
        (
            "smithbob_12_34_other_LATE_56_78_x.ipynb",
            "12",
            "smithbob",
            "other_LATE_56_78_x.ipynb",
            False,
        ),
        ("submissions/smithbob_12_34_x.ipynb", "12", "smithbob", "x.ipynb", False),
    ],
)
def test_names_of_canvas(name, user, who, file, late):
    """Are learner, file and lateness those that Canvas wrote, whatever the file is called?"""
    handed = read(name)
    assert (handed.lms, handed.user, handed.name) == ("canvas", user, who)
    assert (handed.file, handed.is_late) == (file, late)


@pytest.mark.parametrize(
    ("name", "user", "who", "file"),
    [
        ("Zoë Müller_12345_assignsubmission_file_/a b.ipynb", "12345", "Zoë Müller", "a b.ipynb"),
        ("Ann Lee_12345_assignsubmission_file/hw.ipynb", "12345", "Ann Lee", "hw.ipynb"),
        ("Ann Lee_12345_assignsubmission_file_hw.ipynb", "12345", "Ann Lee", "hw.ipynb"),
        ("Ann Lee_5_assignsubmission_file_/deep/er/hw.ipynb", "5", "Ann Lee", "hw.ipynb"),
        ("all/Ann Lee_5_assignsubmission_file_/hw.ipynb", "5", "Ann Lee", "hw.ipynb"),
        # What a learner calls files and folders makes nobody else.
        (
            "Ann_5_assignsubmission_file_Bob_6_assignsubmission_file_hw.ipynb",
            "5",
            "Ann",
            "Bob_6_assignsubmission_file_hw.ipynb",
        ),
        (
            "Ann_5_assignsubmission_file_/Bob_6_assignsubmission_file_/hw.ipynb",
            "5",
            "Ann",
            "hw.ipynb",
        ),
    ],
)
def test_names_of_moodle(name, user, who, file):
    """Are learner and file those that Moodle wrote, with and without folders?"""
    handed = read(name)
    assert (handed.lms, handed.user, handed.name) == ("moodle", user, who)
    assert handed.file == file
    assert handed.is_late is None  # Moodle's archive does not say.


def test_typed_text_is_no_file():
    """Is text that was typed into Moodle told apart from a file?"""
    handed = read("Ann_5_assignsubmission_onlinetext/onlinetext.html")
    assert "typed" in handed.problem


def test_later_uploads_of_canvas_have_higher_orders():
    """Does the number of the attachment put attempts into their order, not the text of it?"""
    orders = [read(f"bob_1_{number}_x.ipynb").order for number in (9, 10, 208490284)]
    assert orders == sorted(orders)


def test_an_archive_of_nothing_known_is_one_clear_error():
    """Is an archive of another origin refused with what was looked for and what is there?"""
    with pytest.raises(CourseError, match=r"(?s)Canvas or Moodle.*'photo.jpg'"):
        read_names([entry("photo.jpg")])


def test_what_does_not_fit_is_reported_beside_what_does():
    """Are strange names listed, and the others read?"""
    handed, strange = read_names([entry("bob_1_2_x.ipynb"), entry("notes.txt")])
    assert [h.user for h in handed] == ["1"]
    assert [e.name for e, _ in strange] == ["notes.txt"]


PIECES = [
    *("ann", "_", "LATE_", "12", "_assignsubmission_file", "_assignsubmission_file_/", " - ", "-"),
    *("_attempt_", "2026-06-10-14-05-00", "0000-00-00-00-00-00", ".txt", "Jan 27, 2026 1035 AM"),
    *("submission_7", "assignment_1_export/", "submission_metadata.yml", "/", "x.ipynb", "9999"),
]


@settings(max_examples=300, deadline=None)
@given(
    names=st.lists(
        st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=7).map("".join), max_size=5
    ),
    content=st.sampled_from([b"", b"Name: Ann (ann)", b"submission_7: []", b": [", b"? [a]\n: b"])
    | st.binary(max_size=20),
)
def test_no_name_and_no_content_ends_in_anything_but_words(names, content):
    """Is every file of an archive read, or said, whatever it is called and holds?"""
    entries = [entry(name or "x") for name in names]
    try:
        handed, strange = read_names(entries, None, lambda one: content)
    except CourseError:
        return
    assert all(one.user for one in handed)
    assert {id(e) for e, _ in strange}.isdisjoint(id(one.entry) for one in handed)
