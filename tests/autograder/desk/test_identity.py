"""Who is who over a term: tables come and go, ids change, and nobody becomes another one."""

import pytest

from autograder.declaration.course import Course
from autograder.desk.collect import collect
from autograder.desk.collected import Ledger
from autograder.desk.people import Person, Roster
from autograder.desk.roster import read_roster
from autograder.records.gradebook import open_gradebook
from tests.autograder import small_course as small
from tests.autograder.desk.archives import make_zip, notebook

NAME = small.ASSIGNMENT
ANN = Person("alee", "Lee, Ann", "ann@uni.example", canvas="101", moodle="5501")


@pytest.fixture
def course(small_root, tmp_path, monkeypatch):
    """Gives the small course an empty course folder; making a gradebook takes seconds."""
    monkeypatch.setattr("autograder.desk.collect._enter_names", lambda folder, claims: None)
    folder = tmp_path / "folder"
    folder.mkdir()
    return Course(small_root, folder=folder)


@pytest.fixture
def take(course, tmp_path):
    """Collects an archive of the given files."""

    def take_in(*files, date=(2026, 3, 1, 12, 0, 0), **options):
        return collect(course, NAME, make_zip(tmp_path / "s.zip", files, date), **options)

    return take_in


def canvas(mark="a", number=101, attachment=500, name="leeann"):
    """Returns a file of Canvas's."""
    return f"{name}_{number}_{attachment}_{NAME}.ipynb", notebook(mark)


def moodle(mark="a", number=5501, name="Ann Lee"):
    """Returns a file of Moodle's."""
    return f"{name}_{number}_assignsubmission_file/{NAME}.ipynb", notebook(mark)


def places(course):
    """Returns from student to the mark of what would be graded."""
    found = (course.folder / "submitted").glob(f"*/{NAME}/{NAME}.ipynb")
    return {p.parts[-3]: p.read_bytes() for p in found}


@pytest.mark.parametrize("file", [canvas, moodle])
def test_a_roster_that_comes_later_moves_and_one_left_out_later_changes_nothing(course, take, file):
    """Is the class one class, with older attempts, whenever the roster comes and goes?"""
    take(file("first"))
    take(
        file("second", **({"attachment": 600} if file is canvas else {})),
        date=(2026, 3, 2, 0, 0, 0),
    )
    result = take(file("first"), roster=Roster([ANN]))
    assert list(places(course)) == ["alee"]
    assert places(course)["alee"] == notebook("second")
    assert result.count("moved") == 1
    assert result.for_a_person == []
    kept = Ledger(course.folder, NAME).attempts
    assert [path.parent.name for path in kept.rglob("*.ipynb")] == ["alee"]
    assert list((course.folder / "submitted").iterdir()) == [course.folder / "submitted" / "alee"]
    later = file("third", **({"attachment": 700} if file is canvas else {}))
    result = take(later, date=(2026, 3, 3, 0, 0, 0))
    assert places(course) == {"alee": notebook("third")}
    assert result.for_a_person == []


def test_a_change_of_an_id_that_is_graded_is_refused_by_name(course, take):
    """Does graded work keep its id, is the newest attempt taken under it, and a person told?"""
    take(canvas("first"))
    (course.folder / "autograded" / "leeann_101" / NAME).mkdir(parents=True)
    result = take(canvas("second", attachment=600), roster=Roster([ANN]))
    assert places(course) == {"leeann_101": notebook("second")}
    (line,) = result.for_a_person
    assert "leeann (canvas 101) stays leeann_101 and does not become alee" in line.detail
    assert "graded" in line.detail


def test_a_change_to_an_id_that_is_taken_is_refused_by_name(course, take):
    """Does nobody get an id whose folder is there, collected or put there by hand?"""
    small.hand_in(course, "alee", notebook("by hand"))
    take(canvas("a"))
    result = take(canvas("a"), roster=Roster([ANN]))
    assert places(course) == {"alee": notebook("by hand"), "leeann_101": notebook("a")}
    assert "is there already" in result.for_a_person[0].detail


def test_two_who_swap_their_ids_stay_who_they_are(course, take):
    """Is a roster that gives each the other's id refused for both, and no work mixed?"""
    files = canvas("a"), canvas("b", 102, 501, "patelraj")
    take(*files, roster=Roster([ANN, Person("raj", "Patel, Raj", canvas="102")]))
    swapped = [Person("raj", "Lee, Ann", canvas="101"), Person("alee", "Patel, Raj", canvas="102")]
    result = take(*files, roster=Roster(swapped))
    assert places(course) == {"alee": notebook("a"), "raj": notebook("b")}
    assert len(result.for_a_person) == 2


def test_ids_that_become_free_are_given_on(course, take):
    """May one learner have the id that another one leaves in the same collecting?"""
    files = canvas("a"), canvas("b", 102, 501, "patelraj")
    take(*files, roster=Roster([Person("x", "Lee, Ann", canvas="101")]))
    take(files[1], roster=Roster([Person("y", "Patel, Raj", canvas="102")]))
    chain = [Person("z", "Lee, Ann", canvas="101"), Person("w", "Patel, Raj", canvas="102")]
    take(*files, roster=Roster(chain))
    assert places(course) == {"z": notebook("a"), "w": notebook("b")}


def test_a_namesake_who_comes_later_replaces_nothing(course, take):
    """Is a second participant of one name refused by name, and the first one's notebook untouched?"""
    take(moodle("first"))
    result = take(moodle("other", 5777), date=(2026, 3, 9, 0, 0, 0))
    assert places(course) == {"Ann_Lee": notebook("first")}
    (line,) = result.for_a_person
    assert "Ann Lee (moodle 5777)" in line.detail
    assert "moodle 5501 has" in line.detail
    # The known one goes on beside the newcomer.
    result = take(moodle("second"), moodle("other", 5777), date=(2026, 3, 10, 0, 0, 0))
    assert places(course) == {"Ann_Lee": notebook("second")}
    assert len(result.for_a_person) == 1


def test_the_folder_that_was_moved_away_frees_the_id(course, take):
    """Is the way out that the message names one?"""
    take(moodle("first"))
    (course.folder / "submitted" / "Ann_Lee" / NAME).rename(course.folder / "away")
    take(moodle("second", 5777))
    assert places(course) == {"Ann_Lee": notebook("second")}


def test_who_hands_in_no_notebook_has_the_id_all_the_same(course, take):
    """Does the empty folder of one learner not become a namesake's?"""
    take(("Ann Lee_5501_assignsubmission_file/photo.png", b"x"))
    result = take(moodle("other", 5777))
    assert places(course) == {}
    assert result.count("skipped") == 1
    take(moodle("mine"))
    assert places(course) == {"Ann_Lee": notebook("mine")}


def test_a_learner_who_has_left_the_roster_is_collected_and_said(course, take):
    """Is somebody who was collected before never lost because a roster has no row any more?"""
    take(canvas("a"), roster=Roster([ANN]))
    result = take(
        canvas("b", attachment=900), roster=Roster([Person("raj", canvas="102")], "r.csv")
    )
    assert places(course) == {"alee": notebook("b")}
    assert "is not in r.csv; collected as alee, as before" in result.for_a_person[0].detail


def test_canvas_numbers_hold_in_the_next_assignment(course, take):
    """Is the id of one assignment that of the next one, with no roster, and moved in both?"""
    other = Ledger(course.folder, "w9_other")
    take(canvas("a"))
    own = Ledger(course.folder, NAME)
    other.entries, own.entries = dict(own.entries), {}
    other.write()
    own.path.unlink()
    place = course.folder / "submitted" / "leeann_101"
    (place / NAME).rename(place / "w9_other")
    renamed = canvas("b", name="millerann")
    take(renamed)
    assert places(course) == {"leeann_101": notebook("b")}
    take(renamed, roster=Roster([ANN]))
    assert places(course) == {"alee": notebook("b")}
    assert (course.folder / "submitted" / "alee" / "w9_other").is_dir()
    assert list(Ledger(course.folder, "w9_other").entries) == ["alee"]
    assert not place.exists()


def test_moodles_names_are_no_numbers_in_the_next_assignment(course, take):
    """Is nothing guessed, and no class doubled, where another assignment has a roster's id?"""
    take(moodle("a"), roster=Roster([ANN]))
    own, other = Ledger(course.folder, NAME), Ledger(course.folder, "w9_other")
    other.entries = dict(own.entries)
    other.write()
    own.path.unlink()
    (course.folder / "submitted" / "alee").rename(course.folder / "away")
    result = take(moodle("b", 8801))
    assert places(course) == {}
    assert "has the id alee in w9_other: pass the --roster" in result.for_a_person[0].detail
    result = take(moodle("b", 8801), roster=Roster([Person("alee", "Ann Lee")]))
    assert places(course) == {"alee": notebook("b")}
    assert result.for_a_person == []


def test_a_long_name_stops_nobody(course, take):
    """Is a name whose id is too long for a file system shortened, and everybody else collected?"""
    long = "Ж" * 300
    result = take(moodle("long", 5502, long), moodle("a"))
    assert len(places(course)) == 2
    assert result.for_a_person == []


def test_what_cannot_be_written_is_one_learners_trouble(course, take, monkeypatch):
    """Does an error of the file system end as a line, and the next learner get collected?"""
    from autograder.desk.shelf import Shelf

    put = Shelf.put

    def full(self, path, data):
        if "Ann" in str(path):
            raise OSError(28, "No space left on device")
        put(self, path, data)

    monkeypatch.setattr(Shelf, "put", full)
    result = take(moodle("a"), moodle("b", 5502, "Raj Patel"))
    assert list(places(course)) == ["Raj_Patel"]
    assert "No space left" in result.for_a_person[0].detail


def worksheet(tmp_path, time, head="Last modified (submission)"):
    """Reads a worksheet with one participant."""
    path = tmp_path / "worksheet.csv"
    path.write_text(
        f"Identifier,Full name,Email address,Status,{head}\n"
        f'Participant 5501,Ann Lee,ann@uni.example,Submitted,"{time}"\n',
        encoding="utf-8",
    )
    return read_roster(path)


def test_a_worksheet_older_than_the_archive_keeps_nothing_out(course, take, tmp_path):
    """Is the newer attempt in force, without the older one's time, and a person told?"""
    old = worksheet(tmp_path, "Wednesday, 10 June 2026, 2:05 PM")
    take(moodle("monday"), worksheet=old, date=(2026, 6, 11, 0, 0, 0))
    place = course.folder / "submitted" / "ann@uni.example" / NAME
    assert (place / "timestamp.txt").is_file()
    result = take(moodle("friday"), worksheet=old, date=(2026, 6, 15, 0, 0, 0))
    assert places(course) == {"ann@uni.example": notebook("friday")}
    assert not (place / "timestamp.txt").exists()
    assert "worksheet is older" in result.for_a_person[0].detail
    new = worksheet(tmp_path, "Friday, 12 June 2026, 2:05 PM")
    result = take(moodle("friday"), worksheet=new, date=(2026, 6, 15, 0, 0, 0))
    assert (place / "timestamp.txt").is_file()
    assert result.for_a_person == []
    result = take(moodle("monday"), worksheet=new, date=(2026, 6, 11, 0, 0, 0))
    assert places(course) == {"ann@uni.example": notebook("friday")}


def test_of_two_attempts_equally_old_a_person_is_told(course, take):
    """Is it said when the archives do not tell which notebook is the newer one?"""
    take(moodle("one"))
    result = take(moodle("two"))
    assert places(course) == {"Ann_Lee": notebook("one")}
    assert "as old as" in result.for_a_person[0].detail


def test_of_two_attempts_equally_old_the_worksheets_tell(course, take, tmp_path):
    """Do the worksheets' times decide where the archives have no dates?"""
    for day, mark in ((10, "one"), (12, "two"), (11, "between")):
        table = worksheet(tmp_path, f"Friday, {day} June 2026, 2:05 PM")
        take(moodle(mark), worksheet=table, date=(1980, 1, 1, 0, 0, 0))
    assert places(course) == {"ann@uni.example": notebook("two")}


def test_a_time_that_is_not_understood_names_the_learner(course, take, tmp_path):
    """Is who has no time because of its form listed by name?"""
    result = take(moodle("a"), worksheet=worksheet(tmp_path, "Thu, 11 Jun 2026, 9:00 AM"))
    (line,) = result.for_a_person
    assert "Ann Lee" in line.detail
    assert "Thu, 11 Jun 2026" in line.detail
    assert places(course) == {"ann@uni.example": notebook("a")}


def test_a_worksheet_in_another_language_gives_people_and_says_that_times_lack(
    course, take, tmp_path
):
    """Are participants, names and addresses found, and no time made up?"""
    path = tmp_path / "bewertungen.csv"
    path.write_text(
        "ID,Vollständiger Name,E-Mail-Adresse,Status,Zuletzt geändert (Abgabe)\n"
        'Teilnehmer/in5501,Ann Lee,ann@uni.example,Abgegeben,"Mittwoch, 10. Juni 2026, 14:05"\n',
        encoding="utf-8",
    )
    result = take(moodle("a"), worksheet=read_roster(path))
    assert places(course) == {"ann@uni.example": notebook("a")}
    assert "not in English" in result.for_a_person[0].detail


def test_canvas_gradebook_without_numbers_finds_by_name(course, take, tmp_path):
    """Is a gradebook whose column of numbers was deleted read by logins and names?"""
    path = tmp_path / "grades.csv"
    path.write_text(
        "Student,SIS Login ID,Section,HW\n    Points Possible,,,100\n"
        '"Lee, Ann",alee,S1,\n"Patel, Raj",,S1,\n',
        encoding="utf-8",
    )
    result = take(canvas("a"), canvas("b", 102, 501, "patelraj"), roster=read_roster(path))
    assert places(course) == {"alee": notebook("a")}
    assert "nothing in the column 'sis login id'" in result.for_a_person[0].detail


@pytest.mark.usefixtures("gradebook_version")
def test_an_id_that_is_left_is_nobody_in_the_gradebook(small_root, tmp_path):
    """Is a learner who gets another id listed once in formgrader?"""
    course = Course(small_root, folder=tmp_path)
    path = make_zip(tmp_path / "s.zip", [canvas("a")])
    for own in ("first", "second"):
        collect(course, NAME, path, roster=Roster([Person(own, "Lee, Ann", canvas="101")]))
    with open_gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        assert [student.id for student in gradebook.students] == ["second"]
