"""The command line: `autograder build`, `grade`, `check`, `doctor`, `demo`, and the desk's."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder import __version__
from autograder.course import Course, CourseError
from autograder.desk import commands as desk

NEGATIVE = 1  # the command worked and its answer is no
MISUSE = 2  # something named on the command line is missing or wrong
INTERRUPTED = 130  # as a shell says it of Ctrl-C

app = typer.Typer(
    name="autograder",
    help="Builds the course's notebooks, checks them and grades a class.",
    epilog="In a clone of the repository, `make demo` shows all of it at work.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
# What goes into a file or a pipe gets room for the table; COLUMNS says otherwise.
ROOM = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 100
out = Console(highlight=False, width=ROOM)
err = Console(stderr=True, highlight=False)

Folder = Annotated[
    Path,
    typer.Option(
        "--folder",
        help="Course folder, which holds submitted/ and nbgrader_config.py.",
        show_default="the working directory",
    ),
]


def main() -> None:
    """Runs a command; what a user can mend ends in one line and an exit status of 2."""
    try:
        app(prog_name="autograder")
    except CourseError as error:
        err.print(f"[bold red]error:[/] {_plain(error)}", soft_wrap=True)
        sys.exit(MISUSE)
    except KeyboardInterrupt:
        err.print("stopped.")
        sys.exit(INTERRUPTED)


def _plain(value: object) -> str:
    """Returns text that rich prints as it stands."""
    from rich.markup import escape

    return escape(str(value))


def _show_version(wanted: bool) -> None:
    if wanted:
        out.print(f"autograder {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


@app.command()
def build(
    assignments: Annotated[
        list[str] | None, typer.Argument(help="Ids of assignments.", show_default="all")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if anything is out of date.")
    ] = False,
) -> None:
    """Makes what learners open from what authors edit.

    Reads `solutions/ID/ID.py` and the declaration, writes `assignments/ID/` (notebook and public
    cases), the instructor's notebook beside the source, and the Colab badges in README's table.
    Two builds write the same bytes.

    Example: `autograder build w1_dinosaur_names`
    """
    from autograder.notebook.badges import with_badges, write_badges
    from autograder.notebook.build import build_assignment, stale_reasons
    from autograder.terminal import import_tensorflow_quietly

    course = Course()
    ids = assignments or course.assignment_ids()
    stale = False
    for assignment_id in ids:
        course.declaration(assignment_id)  # an unknown id is said before anything is written
    import_tensorflow_quietly()  # expected values come from the solutions
    for assignment_id in ids:
        if check:
            reasons = stale_reasons(course, assignment_id)
            stale = stale or bool(reasons)
            for reason in reasons:
                err.print(_plain(reason), soft_wrap=True)
            continue
        for path in build_assignment(course, assignment_id):
            out.print(f"  {_plain(path.relative_to(course.root))}", soft_wrap=True)
    readme = course.root / "README.md"
    if check and readme.is_file() and with_badges(text := readme.read_text("utf-8")) != text:
        stale = True
        err.print(f"{_plain(readme)} has old badges; run: autograder build", soft_wrap=True)
    elif not check and write_badges(readme):
        out.print("  README.md")
    if stale:
        raise typer.Exit(NEGATIVE)


@app.command()
def grade(
    assignment: Annotated[str, typer.Argument(help="Id of the assignment.")],
    students: Annotated[
        list[str] | None,
        typer.Option("--student", "-s", help="Only this student; may be given several times."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(help="Repeats an earlier grade's inputs.", show_default="secret and fresh"),
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option(help="Seconds for one submission.", min=1)
    ] = None,
    feedback: Annotated[bool, typer.Option(help="Write the pages for students.")] = True,
    workers: Annotated[
        int | None,
        typer.Option(
            help="Submissions judged at a time.", min=1, show_default="one a core; all of a cluster"
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            help="Has a Dask cluster judge: its scheduler's address (`tcp://...`, `tls://...`) or "
            "scheduler file.",
            metavar="ADDRESS",
        ),
    ] = None,
    tls_ca: Annotated[
        Path | None, typer.Option(help="Cluster: the authority's certificate.")
    ] = None,
    tls_certificate: Annotated[Path | None, typer.Option(help="Cluster: your certificate.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="Cluster: its key.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Judge unchanged submissions, too.")
    ] = False,
    spawn: Annotated[
        bool, typer.Option("--spawn", help="Start each process from nothing, not by a fork; slow.")
    ] = False,
    without_jail: Annotated[
        bool,
        typer.Option(
            "--without-jail",
            help="Let submissions read and change all that you can. Every report says so.",
        ),
    ] = False,
    folder: Folder = Path(),
) -> None:
    """Grades a class.

    Reads `submitted/STUDENT/ID/ID.ipynb` in the course folder and writes nbgrader's gradebook,
    `autograded/`, `feedback/`, `grades.csv` and `grades.json`. Points and comments that a person
    gave in formgrader stay. What has not changed since it was judged is not judged again; a batch
    that was stopped, in whatever way, goes on where it was.

    Example: `autograder grade w1_dinosaur_names --student ada --student grace`
    """
    from autograder.terminal import cores, grade_with_progress

    there = None
    if cluster is not None:
        from autograder.batch.cluster import Cluster

        there = Cluster(cluster, tls_ca, tls_certificate, tls_key)
    elif tls_ca or tls_certificate or tls_key:
        raise CourseError("Certificates are for a cluster: say --cluster ADDRESS, too.")
    try:
        grade_with_progress(
            Course(folder=folder),
            assignment,
            out,
            students=students,
            seed=seed,
            time_limit=time_limit,
            feedback=feedback,
            workers=workers if cluster else workers or cores(),
            cluster=there,
            again=again,
            processes="spawn" if spawn else "fork",
            jail=False if without_jail else None,
        )
    except KeyboardInterrupt:
        err.print("stopped. What was graded is kept; the same command goes on from there.")
        raise typer.Exit(INTERRUPTED) from None


@app.command()
def check(
    notebook: Annotated[Path, typer.Argument(help="The .ipynb file.")],
    time_limit: Annotated[float, typer.Option(help="Seconds for the notebook.", min=1)] = 120.0,
) -> None:
    """Tries a notebook before it is handed in.

    Runs its cells from top to bottom in a fresh process, as grading will (training, plots and
    explorations are left out), then the public checks. The same words as in the notebook; exit
    status 1 when something is not passed yet.

    Example: `autograder check assignments/w1_dinosaur_names/w1_dinosaur_names.ipynb`
    """
    from autograder.preflight import preflight

    passed = preflight(Course(), notebook, time_limit, out)
    raise typer.Exit(0 if passed else NEGATIVE)


@app.command()
def doctor(
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show what is in order, too.")
    ] = False,
    folder: Folder = Path(),
) -> None:
    """Says what is missing or wrong on this machine, and how to mend it.

    Looks at Python, the packages and their tested versions, Jupyter, the course folder, the
    assignments and the process that runs submissions. Exit status 1 if there is a problem.
    """
    from autograder.doctor import examine

    marks = {"ok": "[green]ok[/]", "note": "[yellow]note[/]", "problem": "[bold red]problem[/]"}
    counts = dict.fromkeys(marks, 0)
    with out.status("Looking ..."):
        for finding in examine(Course(folder=folder)):
            counts[finding.state] += 1
            if finding.state == "ok" and not verbose:
                continue
            subject, message = _plain(finding.subject), _plain(finding.message)
            out.print(f"{marks[finding.state]}  [bold]{subject}[/]: {message}", soft_wrap=True)
            if finding.mend:
                out.print(f"      mend: {_plain(finding.mend)}", soft_wrap=True)
    out.print(f"{counts['ok']} in order, {counts['note']} to note, {counts['problem']} to mend.")
    if counts["problem"]:
        raise typer.Exit(NEGATIVE)


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Option("--folder", help="Where the demonstration is set up, anew each time.")
    ] = Path("demo"),
    assignment: Annotated[
        str | None, typer.Option(help="Id of an assignment.", show_default="the first")
    ] = None,
) -> None:
    """Sets up an invented class, grades it and shows the table.

    Perfect, untouched and damaged submissions, known mistakes, endless loops and attempts to
    cheat: made on the spot from the declarations, each with the outcome it must have. Exit
    status 1 if any outcome differs.
    """
    from autograder.demo.run import run_demo

    raise typer.Exit(0 if run_demo(folder, assignment, out) else NEGATIVE)


app.add_typer(desk.app)  # `collect`, `report`, `release` and `regrade`
