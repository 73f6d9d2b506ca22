"""The page a learner gets back: for each exercise the answer, the verdict and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from autograder.records.lateness import in_words
from autograder.records.pages import code_css, code_html, page_environment

if TYPE_CHECKING:
    from autograder.declaration.exercise import Assignment
    from autograder.judging.grading import Graded
    from autograder.records.gradebook import Review


def feedback_page(assignment: Assignment, graded: Graded, review: Review) -> str:
    """Returns the feedback on one submission as a page that needs no other file.

    Everything that came from a learner is escaped by the template.

    Args:
        assignment: The declaration.
        graded: The graded submission.
        review: What the gradebook says about it, a person's grades and comments included.
    """
    sources = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in graded.notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    exercises = [
        {
            "verdict": verdict,
            "score": review.scores.get(verdict.exercise, verdict.points),
            "comment": review.comments.get(verdict.exercise, ""),
            "code": code_html(sources.get(verdict.exercise, "")),
        }
        for verdict in graded.verdicts
    ]
    template = page_environment(Path(__file__).parent).get_template("feedback.html.j2")
    return template.render(
        title=assignment.title,
        student=graded.student,
        graded=graded,
        exercises=exercises,
        total=review.total,
        before=review.before,
        penalty=review.penalty,
        late=in_words(review.seconds_late) if review.seconds_late else "",
        max_points=assignment.points,
        flags=graded.reading_flags,
        code_css=code_css(),
    )
