"""The command line: `autograder build`, `grade`, `check`, `doctor`, `demo`, and the desk's."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder import __version__
from autograder.commands import desk, term
from autograder.commands.console import INTERRUPTED, MISUSE, NEGATIVE, ROOM, Folder, plain
from autograder.declaration.course import Course
from autograder.errors import CourseError

app = typer.Typer(
    name="autograder",
    help="Builds the course's notebooks, checks them and grades a class.",
    epilog="In a clone of the repository, `make demo` shows all of it at work.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
out = Console(highlight=False, width=ROOM)
err = Console(stderr=True, highlight=False)


def main() -> None:
    """Runs a command; what a user can fix ends in one line and an exit status of 2."""
    try:
        app(prog_name="autograder")
    except CourseError as error:
        err.print(f"[bold red]error:[/] {plain(error)}", soft_wrap=True)
        sys.exit(MISUSE)
    except KeyboardInterrupt:
        err.print("stopped.")
        sys.exit(INTERRUPTED)


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
        bool,
        typer.Option(
            "--check", help="Write nothing; exit with 1 if anything is out of date or form."
        ),
    ] = False,
) -> None:
    """Makes what learners open from what authors edit.

    Reads `solutions/ID/ID.py` and the declaration, writes `assignments/ID/` (notebook and public
    cases), the instructor's notebook beside the source, and the Colab badges in README's table.
    Two builds write the same bytes. Where a notebook is not in the course's form, it says so.

    Example: `autograder build w1_dinosaur_names`
    """
    from autograder.commands.terminal import import_tensorflow_quietly
    from autograder.notebook.badges import with_badges, write_badges
    from autograder.notebook.build import build_assignment, stale_reasons
    from autograder.notebook.lint import lint_assignment

    course = Course()
    ids = assignments or course.assignment_ids()
    stale = out_of_form = False
    for assignment_id in ids:
        course.declaration(assignment_id)  # an unknown id is said before anything is written
    import_tensorflow_quietly()  # expected values come from the solutions
    for assignment_id in ids:
        for problem in lint_assignment(course, assignment_id):
            out_of_form = True
            err.print(f"[yellow]{plain(assignment_id)}, {plain(problem)}[/]", soft_wrap=True)
        if check:
            reasons = stale_reasons(course, assignment_id)
            stale = stale or bool(reasons)
            for reason in reasons:
                err.print(plain(reason), soft_wrap=True)
            continue
        for path in build_assignment(course, assignment_id):
            out.print(f"  {plain(path.relative_to(course.root))}", soft_wrap=True)
    readme = course.root / "README.md"
    if check and readme.is_file() and with_badges(text := readme.read_text("utf-8")) != text:
        stale = True
        err.print(f"{plain(readme)} has old badges; run: autograder build", soft_wrap=True)
    elif not check and write_badges(readme):
        out.print("  README.md")
    if stale or (check and out_of_form):
        raise typer.Exit(NEGATIVE)


@app.command()
def grade(
    assignment: Annotated[
        str | None, typer.Argument(help="Id of the assignment.", show_default=False)
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All assignments that were handed in, one by one.")
    ] = False,
    students: Annotated[
        list[str] | None,
        typer.Option("--student", "-s", help="Only this student; may be given several times."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(help="Repeats an earlier grade's inputs.", show_default="secret and fresh"),
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option(help="Seconds for all exercises of a submission.", min=1)
    ] = None,
    feedback: Annotated[bool, typer.Option(help="Write the pages for students.")] = True,
    workers: Annotated[
        int | None,
        typer.Option(
            help="Submissions judged at a time.",
            min=1,
            show_default="one per core; all of a cluster",
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
    that was stopped, in whatever way, goes on where it was. Exit status 1 when the grader itself
    failed somewhere, so that a person must look.

    Example: `autograder grade w1_dinosaur_names --student ada --student grace`
    """
    from autograder.commands.terminal import cores, grade_with_progress
    from autograder.judging.config import SUBMISSION_SECONDS, JudgeConfig

    there = None
    if cluster is not None:
        from autograder.batch.cluster import Cluster

        there = Cluster(cluster, tls_ca, tls_certificate, tls_key)
    elif tls_ca or tls_certificate or tls_key:
        raise CourseError("Certificates are for a cluster: say --cluster ADDRESS, too.")
    course, has_faults = Course(folder=folder), False
    try:
        for name in _chosen(course, assignment, everything, students):
            result = grade_with_progress(
                course,
                name,
                out,
                students=students,
                config=JudgeConfig(
                    seed=seed,
                    time_limit=time_limit or SUBMISSION_SECONDS,
                    start_method="spawn" if spawn else "fork",
                    jail=False if without_jail else None,
                ),
                feedback=feedback,
                workers=workers if cluster else workers or cores(),
                cluster=there,
                again=again,
            )
            has_faults = has_faults or bool(result.faults)
    except KeyboardInterrupt:
        err.print("stopped. What was graded is kept; the same command goes on from there.")
        raise typer.Exit(INTERRUPTED) from None
    raise typer.Exit(NEGATIVE if has_faults else 0)


def _chosen(
    course: Course, assignment: str | None, everything: bool, students: list[str] | None
) -> list[str]:
    """Returns the assignments to grade."""
    from autograder.records.folder import CourseFolder

    if everything != (assignment is None):
        raise CourseError("Say which assignment, or --all for all that were handed in.")
    if assignment is not None:
        return [assignment]
    if students:
        raise CourseError("--student goes with one assignment, not with --all.")
    folder = CourseFolder(course.folder)
    found = [name for name in course.assignment_ids() if folder.has_submissions(name)]
    if not found:
        raise CourseError(
            f"There are no submissions of any assignment below {folder.submitted('*', '*')}."
        )
    return found


@app.command()
def check(
    notebook: Annotated[Path, typer.Argument(help="The .ipynb file.")],
    time_limit: Annotated[float, typer.Option(help="Seconds for all exercises.", min=1)] = 300.0,
) -> None:
    """Tries a notebook before it is handed in.

    Runs its cells from top to bottom in a fresh process, as grading will (training, plots and
    explorations are left out), then the public checks. The same words as in the notebook; exit
    status 1 when something is not passed yet.

    Example: `autograder check assignments/w1_dinosaur_names/w1_dinosaur_names.ipynb`
    """
    from autograder.commands.preflight import preflight

    passed = preflight(Course(), notebook, time_limit, out)
    raise typer.Exit(0 if passed else NEGATIVE)


@app.command()
def doctor(
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show what is in order, too.")
    ] = False,
    folder: Folder = Path(),
) -> None:
    """Says what is missing or wrong on this machine, and how to fix it.

    Looks at Python, the packages and their tested versions, Jupyter, the course folder, the
    assignments and the process that runs submissions. Exit status 1 if there is a problem.
    """
    from autograder.commands.doctor import examine

    marks = {"ok": "[green]ok[/]", "note": "[yellow]note[/]", "problem": "[bold red]problem[/]"}
    counts = dict.fromkeys(marks, 0)
    with out.status("Looking ..."):
        for finding in examine(Course(folder=folder)):
            counts[finding.state] += 1
            if finding.state == "ok" and not verbose:
                continue
            subject, message = plain(finding.subject), plain(finding.message)
            out.print(f"{marks[finding.state]}  [bold]{subject}[/]: {message}", soft_wrap=True)
            if finding.fix:
                out.print(f"      fix: {plain(finding.fix)}", soft_wrap=True)
    out.print(f"{counts['ok']} in order, {counts['note']} to note, {counts['problem']} to fix.")
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
    from autograder.commands.demo.run import run_demo

    raise typer.Exit(0 if run_demo(folder, assignment, out) else NEGATIVE)


app.add_typer(desk.app)  # `collect`, `report`, `release` and `regrade`
app.add_typer(term.app)  # what a term needs beside: `new`, `due`, ...
