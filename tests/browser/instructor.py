"""An instructor's journey through formgrader, from generating an assignment to feedback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.commands.demo.kit import Kit, solution_cell
from autograder.declaration.course import Course
from tests.browser.browser import browser_page, jupyter_server
from tests.browser.learner import ASSIGNMENT, EXERCISE, IN_PLACE

GUIDE = REPOSITORY_ROOT / "docs" / "formgrader.md"
BY_HAND = "grace"  # Her notebook comes by mail.
OVERRIDE = 7.0
GRADING_SECONDS = 240_000  # Milliseconds, of the first submission on a busy machine.


@dataclass
class Seen:
    """What the instructor saw."""

    released: list[str] = field(default_factory=list)
    is_same_release: bool = False
    fetched: list[str] = field(default_factory=list)
    scores: dict[str, str] = field(default_factory=dict)
    hint: str = ""
    points: str = ""
    saved: str = ""
    score_by_hand: str = ""
    feedback: str = ""
    feedback_fetched: list[str] = field(default_factory=list)
    after_grading: float | None = None
    automatic: float | None = None
    logs: list[str] = field(default_factory=list)


def instructor_journey(folder: Path, pictures: Path | None = None) -> Seen:
    """Goes the whole way.

    Args:
        folder: An empty folder; course, exchange and homes come there.
        pictures: Where pictures for the documentation go; None for none.
    """
    seen = Seen()
    course = course_folder(folder)
    with jupyter_server(course, folder / "home") as address, browser_page(1280, 820) as page:
        forms = Forms(page, address, seen)
        forms.open_from_menu()
        _hand_out(forms, course)
        student = _student_submits(folder, seen)
        _mail(course)
        _collect_and_grade(forms, pictures)
        _correct(forms, student, pictures)
        _feedback(forms, course, student)
    seen.feedback_fetched = _student_fetches_feedback(folder)
    _grade_again(course, seen, student)
    return seen


def course_folder(folder: Path) -> Path:
    """Makes a course folder of one's own as the guide says, with an exchange."""
    course = folder / "spring"
    _run(folder, "autograder", "new", str(course))
    exchange = folder / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    (block,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\n" + block.replace("/srv/nbgrader/exchange", str(exchange)))
    return course


class Forms:
    """formgrader's pages.

    Args:
        page: Of the browser.
        address: Of the server.
        seen: What was seen so far.
    """

    def __init__(self, page: Any, address: str, seen: Seen):
        self.page, self.address, self.seen = page, address, seen

    def open_from_menu(self) -> None:
        """Opens formgrader with JupyterLab's menu, as the guide says, and then on a page of its own."""
        self.page.goto(f"{self.address}/lab?reset")
        self.page.wait_for_function("window.jupyterapp && window.jupyterapp.restored")
        self.page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").click()
        self.page.locator(".lm-Menu-itemLabel", has_text="Formgrader").first.click()
        frame = self.page.frame_locator("iframe").first
        frame.locator("#main-table .name", has_text=ASSIGNMENT).wait_for()

    def assignments(self) -> Any:
        """Opens the list of assignments; returns our row."""
        self.page.goto(f"{self.address}/formgrader/manage_assignments")
        return self._row(ASSIGNMENT)

    def submissions(self, student: str) -> Any:
        """Opens the submissions; returns a student's row."""
        self.page.goto(f"{self.address}/formgrader/manage_submissions/{ASSIGNMENT}")
        return self._row(student)

    def _row(self, text: str) -> Any:
        row = self.page.locator("#main-table tr", has_text=text).first
        row.wait_for()
        return row

    def press(self, button: Any, timeout: int = 120_000) -> None:
        """Presses a button and waits until formgrader says that it went well."""
        button.click()
        modal = self.page.locator(".modal.in, .modal.show")
        modal.first.wait_for(timeout=timeout)
        title = modal.first.locator(".modal-title").inner_text()
        self.seen.logs.append(f"{title}: {modal.first.locator('.modal-body').inner_text()[:3000]}")
        if title != "Success":
            raise RuntimeError(self.seen.logs[-1])
        modal.first.locator("[data-dismiss=modal], [data-bs-dismiss=modal]").first.click()
        modal.first.wait_for(state="hidden")

    def picture(self, target: Path | None) -> None:
        """Takes a picture of the page, if there is a place for it."""
        self.page.mouse.move(5, 700)
        self.page.wait_for_timeout(700)
        if target is not None:
            self.page.screenshot(path=target)


def _at(pictures: Path | None, name: str) -> Path | None:
    return None if pictures is None else pictures / name


def _hand_out(forms: Forms, course: Path) -> None:
    """Generates and releases."""
    forms.press(forms.assignments().locator(".assign a"))
    release = course / "release" / ASSIGNMENT
    forms.seen.released = sorted(path.name for path in release.iterdir())
    ours = Course().release_notebook(ASSIGNMENT)
    forms.seen.is_same_release = (release / ours.name).read_bytes() == ours.read_bytes()
    forms.press(forms.assignments().locator(".release a"))


def _student_submits(folder: Path, seen: Seen) -> str:
    """Fetches, makes a common mistake in one exercise, submits; returns who it was.

    nbgrader takes the name of the user whose process it is, here the one who runs this.
    """
    home = folder / "student"
    home.mkdir()
    options = _exchange_options(folder)
    _run(home, "nbgrader", "fetch_assignment", ASSIGNMENT, *options)
    place = home / ASSIGNMENT
    seen.fetched = sorted(path.name for path in place.iterdir())
    nbformat.write(_with_a_mistake(), place / f"{ASSIGNMENT}.ipynb")
    _run(home, "nbgrader", "submit", ASSIGNMENT, *options)
    (submission,) = (folder / "exchange" / "sequence-models" / "inbound").iterdir()
    return submission.name.partition("+")[0]


def _student_fetches_feedback(folder: Path) -> list[str]:
    """Fetches the feedback; returns the names of the pages."""
    home = folder / "student"
    _run(home, "nbgrader", "fetch_feedback", ASSIGNMENT, *_exchange_options(folder))
    return [path.name for path in (home / ASSIGNMENT / "feedback").rglob("*.html")]


def _exchange_options(folder: Path) -> list[str]:
    return [f"--Exchange.root={folder / 'exchange'}", "--course=sequence-models"]


def _with_a_mistake() -> nbformat.NotebookNode:
    solved = Kit(Course(), ASSIGNMENT).solved()
    solution_cell(solved, EXERCISE).source = IN_PLACE
    return solved


def _mail(course: Path) -> None:
    """Puts a notebook that came by mail where the guide says."""
    place = course / "submitted" / BY_HAND / ASSIGNMENT
    place.mkdir(parents=True)
    nbformat.write(Kit(Course(), ASSIGNMENT).solved(), place / f"{ASSIGNMENT}.ipynb")


def _collect_and_grade(forms: Forms, pictures: Path | None) -> None:
    """Collects, then presses the button that grades, for each submission."""
    forms.press(forms.assignments().locator(".collect a"))
    row = forms.assignments()
    forms.picture(_at(pictures, "formgrader_assignments.png"))
    row.locator(".num-submissions a").click()
    forms.page.locator("#main-table .student-id").first.wait_for()
    for student in forms.page.locator("#main-table .student-id").all_inner_texts():
        forms.press(forms.submissions(student).locator(".autograde a"), GRADING_SECONDS)
        forms.seen.scores[student] = forms.submissions(student).locator(".score").inner_text()
    forms.picture(_at(pictures, "formgrader_submissions.png"))


def _correct(forms: Forms, student: str, pictures: Path | None) -> None:
    """Opens the student's submission, reads hint and points, writes another mark."""
    page = forms.page
    page.goto(f"{forms.address}/formgrader/gradebook/{ASSIGNMENT}/{ASSIGNMENT}")
    score = forms.seen.scores[student].partition(" / ")[0]
    row = page.locator("#main-table tr").filter(
        has=page.locator(".score", has_text=re.compile(rf"^{score}\b"))
    )
    row.first.wait_for()
    row.first.locator(".name a.name-hidden, .name a").first.click()
    points = page.locator(f"input.score[id='check_{EXERCISE}']")
    points.wait_for()
    hint = page.locator(f"textarea[id='{EXERCISE}-comment']")
    page.wait_for_function(  # Points and comments come after the page.
        "([a, b]) => document.getElementById(a).placeholder !== ''"
        " && document.getElementById(b).placeholder.includes(' ')",
        arg=[f"check_{EXERCISE}", f"{EXERCISE}-comment"],
    )
    forms.seen.hint = hint.get_attribute("placeholder")
    forms.seen.points = points.get_attribute("placeholder")
    points.scroll_into_view_if_needed()
    points.fill(str(OVERRIDE))
    with page.expect_response(lambda response: "/api/grade/" in response.url) as response:
        points.press("Tab")
    forms.seen.saved = f"{response.value.status}"
    page.wait_for_timeout(1500)  # Until the tick that says "saved" has gone.
    hint.evaluate("(e) => e.closest('.nbgrader_cell').scrollIntoView({block: 'start'})")
    page.evaluate("window.scrollBy(0, -70)")  # Out from under the bar at the top.
    forms.picture(_at(pictures, "formgrader_submission.png"))
    forms.seen.score_by_hand = forms.submissions(student).locator(".score").inner_text()


def _feedback(forms: Forms, course: Path, student: str) -> None:
    """Writes the student's page and puts it into the exchange."""
    forms.press(forms.submissions(student).locator(".generate-feedback a"))
    page = course / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html"
    forms.seen.feedback = page.read_text(encoding="utf-8")
    forms.press(forms.submissions(student).locator(".release-feedback a"))


def _grade_again(course: Path, seen: Seen, student: str) -> None:
    """Grades on the command line; the mark that was given by hand must stay."""
    _run(course, "autograder", "grade", ASSIGNMENT, "--again")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        grade = book.find_grade(f"check_{EXERCISE}", ASSIGNMENT, ASSIGNMENT, student)
        seen.after_grading, seen.automatic = grade.manual_score, grade.auto_score
    records = json.loads((course / "grades.json").read_text(encoding="utf-8"))
    seen.logs.append(json.dumps([r for r in records if r["exercise"] == EXERCISE], indent=1))


def _run(folder: Path, program: str, *arguments: str) -> None:
    """Runs a program of this environment in a folder; what it says is in the error if it fails."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [Path(sys.executable).parent / program, *arguments],
        cwd=folder,
        env={**os.environ, "PATH": path, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{program} {' '.join(arguments)}: {done.stdout} {done.stderr[-2000:]}")
