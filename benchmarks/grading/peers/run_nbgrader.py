"""Grades a class by stock nbgrader; run by the Python of nbgrader's own environment.

All submissions are graded in one process through nbgrader's API, its fastest way: what its command
does for each submission, without starting anew. It waits for each cell of a kernel that answers no
more, three times over, so a limit stands around each submission.
"""

from __future__ import annotations

import json
import math
import signal
import sys
from typing import Any


def say(moment: str, **about: Any) -> None:
    """Marks a moment for the one who measures."""
    print("@@ " + json.dumps({"moment": moment, **about}), flush=True)


def _stop(*_: object) -> None:
    raise TimeoutError("The submission took too long.")


def main(order: dict[str, Any]) -> None:
    """Grades, and makes feedback pages when told to."""
    from nbgrader.api import Gradebook, MissingEntry
    from nbgrader.apps import NbGraderAPI
    from nbgrader.apps.nbgraderapp import NbGraderApp

    app = NbGraderApp()
    app.config_file_name = "nbgrader_config"
    app.load_config_file()
    api = NbGraderAPI(config=app.config)
    name = order["assignment"]
    signal.signal(signal.SIGALRM, _stop)
    say("first")
    outcomes = {}
    for count, student in enumerate(order["students"], 1):
        signal.alarm(order["seconds"])
        try:
            done = api.autograde(name, student)["success"]
        except Exception as error:  # noqa: BLE001 - one submission must not end the measurement
            done = False
            print(f"{student}: {error!r}")
        finally:
            signal.alarm(0)
        outcomes[student] = "graded" if done else "dropped"
        say("done", count=count)
    say("graded")
    if order["feedback"]:
        for student in order["students"]:
            api.generate_feedback(name, student)
    say("fed back")
    points = {}
    with Gradebook(api.coursedir.db_url) as book:
        for student in order["students"]:
            points[student] = {}
            try:
                submission = book.find_submission(name, student)
            except MissingEntry:
                continue
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    score = grade.score if grade.score is not None else 0.0
                    score = float(score) if math.isfinite(score) else -1.0
                    points[student][grade.name.removeprefix("check_")] = score
    say("end", points=points, outcomes=outcomes)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
