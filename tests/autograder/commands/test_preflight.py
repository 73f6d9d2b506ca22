"""The learner's preflight in a terminal."""

import io
import shutil

import nbformat
import pytest
from rich.console import Console

from autograder.commands.demo.kit import Kit
from autograder.commands.preflight import preflight
from autograder.declaration.course import Course
from autograder.errors import CourseError

ASSIGNMENT = "w1_dinosaur_names"


@pytest.fixture(scope="module")
def kit():
    """The assignment with its solutions."""
    return Kit(Course(), ASSIGNMENT)


@pytest.fixture
def try_notebook(tmp_path, kit):
    """Runs the preflight on a notebook that lies beside its public cases only."""

    def run(notebook):
        shutil.copy(kit.course.bundle(ASSIGNMENT), tmp_path)
        path = tmp_path / f"{ASSIGNMENT}.ipynb"
        nbformat.write(notebook, path)
        output = io.StringIO()
        passed = preflight(kit.course, path, 120, Console(file=output, width=100))
        return passed, output.getvalue()

    return run


def test_a_solved_notebook_passes(try_notebook, kit):
    """Do the learner's own right answers pass before they are handed in?"""
    passed, output = try_notebook(kit.solved())
    assert passed, output
    assert f"{len(kit.exercises)} of {len(kit.exercises)} exercises pass" in output


def test_what_is_wrong_is_explained_as_in_the_notebook(try_notebook, kit):
    """Does a known mistake get its hint, and a cell that does not run its reason?"""
    name = kit.quick()
    _, source = kit.variants("misconceptions", 0)[name]
    hint = kit.assignment.exercises[name].misconceptions[0].hint
    notebook = kit.solved(**{name: source})
    notebook.cells.append(nbformat.v4.new_code_cell("1 / 0", id="slip"))
    passed, output = try_notebook(notebook)
    assert not passed
    assert hint in " ".join(output.split())
    assert "(1 / 0) does not run: ZeroDivisionError" in output
    assert f"{len(kit.exercises) - 1} of {len(kit.exercises)} exercises pass" in output


def test_magics_and_training_are_left_out(try_notebook, kit):
    """Can a learner keep `%matplotlib inline` and long training in the notebook?"""
    notebook = kit.solved()
    notebook.cells.insert(0, nbformat.v4.new_code_cell("%matplotlib inline", id="magic"))
    tagged = next(c for c in notebook.cells if "train" in c.metadata.get("tags", []))
    tagged.source = "while True: pass"
    passed, output = try_notebook(notebook)
    assert passed, output
    assert "does not run" not in output


def test_what_a_learner_calls_a_cell_changes_nothing(try_notebook, kit):
    """Do tags, names and lost metadata leave it at what is run for a grade, and no more?"""
    notebook = kit.solved()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata = {"tags": ["plot"]}
    own = nbformat.v4.new_code_cell("1 / 0", id="setup2", metadata={"tags": ["train"]})
    fake = nbformat.v4.new_code_cell("check(3)\nraise KeyError(4)", id="check_it")
    notebook.cells += [own, fake]
    passed, output = try_notebook(notebook)
    assert passed, output
    assert "(1 / 0) does not run: ZeroDivisionError" in output
    assert "(check(3)) does not run" in output


def test_the_released_setup_is_what_runs(try_notebook, kit):
    """Is a given cell that a learner changed run as released, and is that said?"""
    notebook = kit.solved()
    setup = next(cell for cell in notebook.cells if cell.id == "setup")
    setup.source = "raise SystemExit"
    passed, output = try_notebook(notebook)
    assert passed, output
    assert "The given cell setup was changed; the release's was run." in output


def test_without_public_cases_the_reader_learns_where_they_were_sought(tmp_path):
    """Is a notebook that was moved away from its folder explained?"""
    path = tmp_path / "w0_unknown.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), path)
    with pytest.raises(CourseError, match=r"no checks\.json for 'w0_unknown'"):
        preflight(Course(), path, 10, Console(file=io.StringIO()))
