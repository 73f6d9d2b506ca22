"""The desk's commands: `autograder collect`, `report`, `release` and `regrade`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from autograder.commands.console import NEGATIVE, Folder, make_console, time_zone
from autograder.declaration.course import Course
from autograder.errors import CourseError

if TYPE_CHECKING:
    from autograder.desk.collect import CollectResult
    from autograder.desk.regrade import Regrade
    from autograder.desk.roster import Roster

SHOWN = 40  # lines of a list in the terminal

app = typer.Typer()
Assignment = Annotated[str, typer.Argument(help="Id of the assignment.")]


def _print(console: Console, text: str, style: str = "") -> None:
    console.print(Text(text, style=style), soft_wrap=True)


@app.command()
def collect(
    archive: Annotated[Path, typer.Argument(help="The .zip file, as it was downloaded.")],
    assignment: Annotated[str, typer.Option("--assignment", "-a", help="Id of the assignment.")],
    lms: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="blackboard, brightspace, gradescope, canvas or moodle.",
            show_default="the names in it tell",
        ),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            help="CSV or .xlsx that says who is who: a platform's gradebook, Moodle's grading "
            "worksheet, or a table with the columns student and name, email or canvas."
        ),
    ] = None,
    worksheet: Annotated[
        Path | None,
        typer.Option(help="Moodle's grading worksheet for the assignment: who, and when."),
    ] = None,
    id_column: Annotated[
        str | None, typer.Option(help="Column of the roster with the students' ids.")
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(help="Of the platform's times.", show_default="this machine's"),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace what is newer, or was put there by hand.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")
    ] = False,
    folder: Folder = Path(),
) -> None:
    """Collects the archive of submissions that a learning platform lets you download.

    Blackboard's, Brightspace's, Canvas's, Gradescope's and Moodle's are read. Each learner's notebook
    becomes `submitted/STUDENT/ID/ID.ipynb`; attempts that are not graded are kept in
    `.autograder/attempts/`. Who was collected once keeps the id. What cannot be collected, and what a
    person should look at, is listed with the reason, and then the exit status is 1.

    Example: `autograder collect submissions.zip -a w1_dinosaur_names --roster grades.csv`
    """
    from autograder.desk.classlist import enter_class
    from autograder.desk.collect import collect as collect_archive
    from autograder.desk.formats import LMS, either
    from autograder.desk.roster import read_roster
    from autograder.records.folder import CourseFolder
    from autograder.records.source import provide_source

    if lms is not None and lms.lower() not in LMS:
        raise CourseError(f"--from is {either(LMS)}, not {lms!r}.")
    course, console = Course(folder=folder), make_console()
    zone = time_zone(timezone)
    read: dict[str, Roster] = {}
    if roster is not None:
        read["roster"] = read_roster(roster, id_column, zone)
    if worksheet is not None:
        read["worksheet"] = read_roster(worksheet, None if roster else id_column, zone)
    with console.status("Collecting ...") as status:
        result = collect_archive(
            course,
            assignment,
            archive,
            lms=lms.lower() if lms else None,
            roster=read.get("roster"),
            worksheet=read.get("worksheet"),
            timezone=zone,
            force=force,
            is_trial=dry_run,
            progress=lambda done, total, who: status.update(f"{done}/{total}"),
        )
    if not dry_run:
        place = CourseFolder(course.folder)
        provide_source(course, place.source(assignment), assignment)
        enter_class(place, [person for each in read.values() for person in each.people])
    _show_collected(result, console, assignment)
    raise typer.Exit(NEGATIVE if result.for_a_person else 0)


def _show_collected(result: CollectResult, console: Console, assignment: str) -> None:
    from autograder.desk.collect import STATES

    if result.is_trial:
        _print(console, "A trial: nothing was written. This is what would be done.", "bold")
    for state, (words, for_a_person) in STATES.items():
        count = result.count(state)
        if count:
            _print(console, f"{count:5} {words}", "yellow" if for_a_person else "")
    moves = [line for line in result.lines if line.state == "moved"]
    for line in moves[:SHOWN]:
        _print(console, f"      {line.detail}")
    for line in result.for_a_person[:SHOWN]:
        who = f"{line.student}: " if line.student else ""
        _print(console, f"      {who}{line.file}: {line.detail or STATES[line.state][0]}", "yellow")
    for number in (len(moves) - SHOWN, len(result.for_a_person) - SHOWN):
        if number > 0:
            _print(console, f"      ... and {number} more", "yellow")
    _show_times(result, console)
    if not result.is_trial:
        _print(console, f"Next: autograder grade {assignment}")


def _show_times(result: CollectResult, console: Console) -> None:
    """Says what is known about lateness."""
    if result.lms == "canvas":
        late = f"{len(result.late)} marked late by Canvas"
        _print(console, f"{late}{': ' if result.late else ''}{', '.join(result.late[:SHOWN])}.")
    elif result.times:
        whose = "the worksheet's" if result.lms == "moodle" else "the platform's"
        _print(console, f"{result.times} submissions have {whose} time; nbgrader's due date")
        _print(console, "for the assignment decides whether that is late.")
    elif result.lms == "moodle":
        _print(console, "Moodle's archive does not say who was late: pass --worksheet for that.")


@app.command()
def report(
    assignment: Annotated[str | None, typer.Argument(help="Id of the assignment.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="A page over all graded assignments of the course.")
    ] = False,
    similarity: Annotated[bool, typer.Option(help="Look for submissions that are alike.")] = True,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="A page without names, to be shown to others.")
    ] = False,
    folder: Folder = Path(),
) -> None:
    """Writes a page about a graded class.

    `reports/ID.html` needs no other file and no network: points, item analysis, which mistake how many
    made, hardest cases, what a person should look at, submissions that are alike, and a way to each
    feedback page. `reports/ID.csv` has one row a student and exercise, `reports/ID-items.csv` one an
    exercise, both for pandas. `--all` writes `reports/course.html` and `reports/course.csv`: who is
    where, which mistakes come back, which exercises fail together.

    Example: `autograder report w1_dinosaur_names`
    """
    from autograder.desk.report import write_report

    console = make_console()
    course = Course(folder=folder)
    if everything != (assignment is None):
        raise CourseError("Say which assignment, or --all for a page over the whole course.")
    if assignment is None:
        _report_course(course, console, anonymous)
        return
    with console.status("Reading ...") as status:
        written = write_report(
            course,
            assignment,
            similarity=similarity,
            anonymous=anonymous,
            progress=lambda step: status.update(f"{step.capitalize()} ..."),
        )
    data = written.data
    students = data.students.values()
    counted = sum(student.is_graded for student in students)
    _print(console, f"{len(students)} submissions, {counted} of them counted.")
    if data.missing:
        missing = ", ".join(data.missing[:SHOWN])
        _print(console, f"{len(data.missing)} handed in nothing: {missing}.", "yellow")
    for note in data.notes:
        _print(console, note, "yellow")
    if written.groups:
        count = len(written.groups)
        _print(
            console, f"{count} group{'s' * (count != 1)} of alike submissions to look at.", "yellow"
        )
    for path in written.files:
        _print(console, f"  {path}")


def _report_course(course: Course, console: Console, anonymous: bool) -> None:
    from autograder.desk.coursereport import write_course_report

    with console.status("Reading ..."):
        written = write_course_report(course, anonymous=anonymous)
    _print(console, f"{len(written.students)} learners, {len(written.assignments)} assignments.")
    for path in written.files:
        _print(console, f"  {path}")


@app.command()
def release(
    assignment: Assignment,
    to: Annotated[
        Path | None,
        typer.Option(help="The .zip file.", show_default="releases/ID-VERSION.zip"),
    ] = None,
    folder: Folder = Path(),
) -> None:
    """Packs what learners get of an assignment.

    One .zip with the notebook, its public checks, the code it imports, `data/`, and how to start. No
    solution, no declaration and no part of the grader is inside; if the notebook is not what a build
    would make now, nothing is written.

    Example: `autograder release w1_dinosaur_names`
    """
    from autograder.commands.terminal import import_tensorflow_quietly
    from autograder.desk.release import pack_release
    from autograder.notebook.build import stale_reasons

    console = make_console()
    course = Course(folder=folder)
    course.declaration(assignment)
    with console.status("Comparing with a fresh build ..."):
        import_tensorflow_quietly()  # expected values come from the solutions
        reasons = stale_reasons(course, assignment)
    if reasons:
        raise CourseError(f"{'; '.join(map(str, reasons))}. Run: autograder build {assignment}")
    packed = pack_release(course, assignment, to)
    size = packed.path.stat().st_size / 1e6
    _print(console, f"{packed.path}: {len(packed.files)} files, {size:.1f} MB")


@app.command()
def regrade(
    assignment: Assignment,
    students: Annotated[
        list[str] | None,
        typer.Option("--student", "-s", help="Only this student; may be given several times."),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Fresh secret inputs instead of the earlier ones.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(help="Submissions judged at a time.", min=1, show_default="one per core"),
    ] = None,
    without_jail: Annotated[
        bool, typer.Option("--without-jail", help="As for `autograder grade`.")
    ] = False,
    folder: Folder = Path(),
) -> None:
    """Grades a class again and shows whose points changed, and why.

    For a check that was fixed, an assignment that was released anew, or submissions that came since.
    Inputs are those of the earlier grades, so that nothing changes by chance. Points and comments of a
    person stay. `reports/ID-regrade.csv` has every change. Exit status as of `autograder grade`.

    Example: `autograder regrade w1_dinosaur_names`
    """
    from autograder.commands.terminal import cores, grade_with_progress
    from autograder.desk.regrade import finish_regrade, read_before
    from autograder.judging.config import JudgeConfig

    console = make_console()
    course = Course(folder=folder)
    course.declaration(assignment)
    before = read_before(course, assignment)
    if not before.records:
        raise CourseError(
            f"Nothing of {assignment} is graded yet; run: autograder grade {assignment}"
        )
    result = grade_with_progress(
        course,
        assignment,
        console,
        students=students,
        config=JudgeConfig(
            seed=None if fresh else before.seed(), jail=False if without_jail else None
        ),
        again=fresh,
        workers=workers or cores(),
    )
    _show_changes(finish_regrade(course, assignment, before, result), console)
    raise typer.Exit(NEGATIVE if result.faults else 0)


def _show_changes(done: Regrade, console: Console) -> None:
    console.print()
    if not done.is_checked_anew:
        _print(console, "Checks, solution and release are those of the earlier grades.", "dim")
    if not done.changes:
        _print(console, "No outcome has changed.")
        return
    ups = sum(1 for was, now in done.totals.values() if was is not None and now > was)
    downs = sum(1 for was, now in done.totals.values() if was is not None and now < was)
    _print(console, f"{ups} have more points now, {downs} have fewer.", "bold")
    by_student: dict[str, list] = {}
    for change in done.changes:
        by_student.setdefault(change.student, []).append(change)
    shown = list(by_student.items())[:SHOWN]
    for student, changes in shown:
        was, now = done.totals.get(student, (None, None))
        total = (
            f": {'–' if was is None else f'{was:g}'} → {now:g} points" if now is not None else ""
        )
        _print(console, f"{student}{total}", "bold")
        for change in changes:
            points = f"{_points(change.score_before)} → {_points(change.score_now)}"
            _print(console, f"  {change.exercise} {points}  {change.why}")
    if len(by_student) > SHOWN:
        _print(console, f"... and {len(by_student) - SHOWN} more")
    _print(console, f"  {done.path}")


def _points(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
