"""The commands of a term: a course folder, due dates, groups, feedback to upload, Gradescope."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from autograder.commands.console import NEGATIVE, Folder, make_console, time_zone
from autograder.declaration.course import Course

app = typer.Typer()
Assignment = Annotated[str, typer.Argument(help="Id of the assignment.")]
Zone = Annotated[
    str | None,
    typer.Option("--timezone", help="Of a time without one.", show_default="this machine's"),
]


def _print(console: Console, text: str, style: str = "") -> None:
    console.print(Text(text, style=style), soft_wrap=True)


@app.command()
def new(
    course: Annotated[Path, typer.Argument(help="The folder; it is made when it is missing.")],
) -> None:
    """Makes a course folder, or adds what is missing to one.

    `nbgrader_config.py`, which names this autograder and has room for what lateness costs; the
    assignments as formgrader lists them, without answers; `submitted/`. What is there stays as it is.
    Submissions, grades and names of a term stay in this folder: keep it out of public places.

    Example: `autograder new spring`
    """
    from autograder.desk.newcourse import make_course_folder

    console = make_console()
    for path in make_course_folder(Course(folder=course)):
        _print(console, f"  {path}")
    _print(console, f"Next: cd {course}; autograder doctor")


@app.command()
def due(
    assignment: Assignment,
    time: Annotated[
        str | None,
        typer.Argument(
            help="Such as '2026-06-10 23:59', a zone behind it if you like; none takes it away."
        ),
    ] = None,
    student: Annotated[
        str | None, typer.Option("--student", "-s", help="An extension for this one.")
    ] = None,
    timezone: Zone = None,
    folder: Folder = Path(),
) -> None:
    """Sets until when an assignment is handed in, for all or for one; without a time, shows it.

    The due date is nbgrader's, which formgrader shows, too. Extensions stand in `extensions.csv`, also
    for who has handed in nothing yet. What lateness costs is said in `nbgrader_config.py`. Then grade
    again: nothing is judged twice for it.

    Example: `autograder due w1_dinosaur_names "2026-06-10 23:59" --timezone Europe/Berlin`
    """
    from autograder.desk.due import read_dates, set_date

    console, course, zone = make_console(), Course(folder=folder), time_zone(timezone)
    if time is None:
        dates = read_dates(course, assignment)
    else:
        dates = set_date(course, assignment, time, student, zone)
    shown = f"due {_local(dates.due, zone)}" if dates.due else "no due date"
    _print(console, f"{assignment}: {shown}.")
    for who, until in dates.extensions.items():
        if dates.due is None or until > dates.due:
            _print(console, f"  {who}: until {_local(until, zone)}")
    if time is not None:
        _print(console, f"Next: autograder grade {assignment}")


def _local(time: datetime.datetime, zone: datetime.tzinfo | None) -> str:
    """Returns a time of the gradebook, which is in UTC, as it is said here."""
    return f"{time.replace(tzinfo=datetime.UTC).astimezone(zone):%Y-%m-%d %H:%M %Z}"


@app.command()
def groups(
    assignment: Assignment,
    table: Annotated[Path, typer.Argument(help="CSV with the columns group and student.")],
    folder: Folder = Path(),
) -> None:
    """Lets what one member of a group handed in count for all of them.

    Each of the others gets a copy in `submitted/`, and with it points, a page and a mark that you may
    change. A notebook that a member handed in is never replaced: two different ones of one group are
    listed for you, and then the exit status is 1. After a newer archive was collected, run it again.

    Example: `autograder groups w1_dinosaur_names groups.csv`
    """
    from autograder.desk.groups import read_groups, share

    console = make_console()
    shared = share(Course(folder=folder), assignment, read_groups(table))
    givers = len(set(shared.copies.values()))
    _print(console, f"{len(shared.copies)} copies of {givers} notebooks.")
    if shared.nothing:
        _print(console, f"Handed in nothing: {', '.join(shared.nothing)}.", "yellow")
    for line in shared.for_a_person:
        _print(console, f"  {line}", "yellow")
    _print(console, f"Next: autograder grade {assignment}")
    raise typer.Exit(NEGATIVE if shared.for_a_person else 0)


@app.command()
def feedback(
    assignment: Assignment,
    platform: Annotated[str, typer.Option("--for", help="canvas or moodle.")],
    to: Annotated[
        Path | None,
        typer.Option(help="The .zip file.", show_default="uploads/ID-PLATFORM.zip"),
    ] = None,
    folder: Folder = Path(),
) -> None:
    """Packs the feedback pages as Canvas or Moodle takes them back.

    One .zip whose names say whose page each is: in Moodle for *Upload multiple feedback files in a
    zip*, in Canvas for *Upload Submissions*. The numbers in the names are those of the archive that
    was collected. Whoever has none is listed.

    Example: `autograder feedback w1_dinosaur_names --for moodle`
    """
    from autograder.desk.upload import pack_feedback

    console = make_console()
    packed = pack_feedback(Course(folder=folder), assignment, platform.lower(), to)
    _print(console, f"  {packed.path}: {len(packed.names)} pages")
    for student, why in packed.left_out.items():
        _print(console, f"  without {student}: {why}", "yellow")


@app.command()
def gradescope(
    assignment: Assignment,
    to: Annotated[
        Path | None,
        typer.Option(help="The .zip file.", show_default="gradescope/ID-VERSION.zip"),
    ] = None,
    folder: Folder = Path(),
) -> None:
    """Writes the archive that Gradescope takes as an autograder.

    Upload it there (*Configure Autograder*): `setup.sh`, `run_autograder`, the grader, and the assignment
    with its answers, so keep it from learners. Each submission is graded in a container of Gradescope's,
    with an entry for each exercise and the hint as its text. Where the container allows no jail, every
    report says so.

    Example: `autograder gradescope w1_dinosaur_names`
    """
    from autograder.desk.gradescope.pack import pack_autograder

    packed = pack_autograder(Course(folder=folder), assignment, to)
    size = packed.path.stat().st_size / 1e6
    _print(make_console(), f"{packed.path}: {len(packed.files)} files, {size:.1f} MB")


@app.command("gradescope-run", hidden=True)
def gradescope_run(
    assignment: Assignment,
    root: Annotated[Path, typer.Option(help="Gradescope's folder.")] = Path("/autograder"),
) -> None:
    """Grades the submission in Gradescope's container; `run_autograder` calls it."""
    from autograder.commands.terminal import import_tensorflow_quietly, may_import_tensorflow
    from autograder.desk.gradescope.grade import grade_submission

    if may_import_tensorflow(Course(), assignment):
        import_tensorflow_quietly()
    _print(make_console(), f"{grade_submission(assignment, root)}")
