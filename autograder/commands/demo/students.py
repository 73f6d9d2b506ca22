"""The invented class: who hands in what, and what must come of it.

Every submission is made from the released notebook, the solutions and the declared variants,
so that the class fits any assignment and never goes stale. Beside each derivation stands the
outcome that grading must reach.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nbformat.v4 import new_code_cell, new_output

from autograder.commands.demo.kit import NOT_EARNED, Handed, Kit, Outcome, as_text, solution_cell


@dataclass(frozen=True)
class Student:
    """One member of the class.

    Args:
        name: Also the id in the gradebook.
        story: What was handed in, in a few words.
        hand_in: Makes the submission.
    """

    name: str
    story: str
    hand_in: Callable[[Kit], Handed]


CLASS: list[Student] = []


def student(name: str, story: str) -> Callable[[Callable[[Kit], Handed]], Callable]:
    """Enters the decorated derivation into the class."""

    def enter(hand_in: Callable[[Kit], Handed]) -> Callable[[Kit], Handed]:
        CLASS.append(Student(name, story, hand_in))
        return hand_in

    return enter


@student("amara", "solved everything")
def perfect(kit: Kit) -> Handed:
    """Hands in the reference."""
    return Handed(as_text(kit.solved()), kit.expect(), flagged=False)


@student("bence", "opened the notebook and handed it in")
def untouched(kit: Kit) -> Handed:
    """Hands in the stubs."""
    return Handed(as_text(kit.blank()), kit.expect(kit.exercises), flagged=False)


@student("chiara", "solved everything in another right way")
def other_right_ways(kit: Kit) -> Handed:
    """Hands in the first declared alternative of each exercise."""
    sources = {name: source for name, (_, source) in kit.variants("alternatives", 0).items()}
    return Handed(as_text(kit.solved(**sources)), kit.expect(), flagged=False)


@student("dmitri", "solved everything in yet another way")
def more_right_ways(kit: Kit) -> Handed:
    """Hands in the last declared alternative of each exercise."""
    sources = {name: source for name, (_, source) in kit.variants("alternatives", -1).items()}
    return Handed(as_text(kit.solved(**sources)), kit.expect(), flagged=False)


@student("esther", "solved the first half")
def first_half(kit: Kit) -> Handed:
    """Hands in the reference up to the middle and stubs after it."""
    half = len(kit.exercises) // 2
    done = {name: kit.references[name] for name in kit.exercises[:half]}
    return Handed(as_text(kit.filled(done)), kit.expect(kit.exercises[half:]))


@student("farid", "made one known mistake, the rest is right")
def one_misconception(kit: Kit) -> Handed:
    """Hands in the first misconception of an exercise that no other calls."""
    variants = kit.variants("misconceptions", 0)
    name = kit.one(1)
    misconception, source = variants[name]
    expected = kit.expect({name: Outcome(NOT_EARNED, misconception)})
    return Handed(as_text(kit.solved(**{name: source})), expected, flagged=False)


def _wrong_everywhere(kit: Kit, index: int) -> Handed:
    chosen = kit.variants("misconceptions", index)
    notebook = kit.solved(**{name: source for name, (_, source) in chosen.items()})
    missed = {}
    for name, (variant, _) in chosen.items():
        # What calls another wrong exercise may look unlike its own known mistake.
        alone = not kit.assignment.exercises[name].depends_on
        missed[name] = Outcome(NOT_EARNED, variant if alone else None)
    return Handed(as_text(notebook), kit.expect(missed))


@student("greta", "made a known mistake in every exercise")
def first_misconceptions(kit: Kit) -> Handed:
    """Hands in the first declared misconception of each exercise."""
    return _wrong_everywhere(kit, 0)


@student("hiroshi", "made another known mistake in every exercise")
def second_misconceptions(kit: Kit) -> Handed:
    """Hands in the second declared misconception of each exercise."""
    return _wrong_everywhere(kit, 1)


@student("ingrid", "left a syntax error")
def syntax_error(kit: Kit) -> Handed:
    """Forgets the colon at the end of a definition's first line."""
    name = kit.one(0)
    broken = kit.references[name].replace(":\n", "\n", 1)
    return Handed(as_text(kit.solved(**{name: broken})), kit.expect([name], ("missing", "error")))


@student("jonas", "wrote an endless loop")
def endless_loop(kit: Kit) -> Handed:
    """Never comes back from an exercise that no other calls."""
    name = kit.quick()
    source = f"def {name}(*arguments, **named):\n    while True:\n        pass\n"
    return Handed(as_text(kit.solved(**{name: source})), kit.expect([name], ("timeout",)))


@student("kavya", "imports a package that is not there")
def exception_at_import(kit: Kit) -> Handed:
    """Fails in the first line of a solution cell, before its definition."""
    name = kit.one(3)
    source = "import package_only_on_my_laptop\n\n\n" + kit.references[name]
    return Handed(as_text(kit.solved(**{name: source})), kit.expect([name], ("missing", "error")))


@student("lars", "deleted a cell")
def deleted_cell(kit: Kit) -> Handed:
    """Loses a solution cell with its check."""
    name = kit.one(2)
    notebook = kit.solved()
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") not in (name, f"check_{name}")
    ]
    return Handed(as_text(notebook), kit.expect([name], ("missing", "error")), flagged=True)


@student("mei", "used an editor that drops metadata and ids")
def metadata_stripped(kit: Kit) -> Handed:
    """Hands in right answers in a notebook that has lost every cell's id and metadata."""
    notebook = kit.solved()
    for number, cell in enumerate(notebook.cells):
        cell.metadata.clear()
        cell.id = f"cell{number}"
    notebook.metadata.clear()
    return Handed(as_text(notebook), kit.expect(), flagged=True)


@student("nikos", "tried to write the grade into the notebook")
def metadata_tampered(kit: Kit) -> Handed:
    """Solves nothing: flips flags, raises points, skips checks, forges outputs and results."""
    notebook = kit.blank()
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader")
        if marks is None:
            continue
        marks.update(grade=not marks.get("grade"), locked=False, points=1000)
        marks.update(solution=not marks.get("solution"), checksum="0" * 32)
        cell.metadata["tags"] = ["skip-execution"]
        if marks["grade_id"].startswith("check_"):
            cell.source = 'print("passed: 1000 of 1000 points")'
        cell.execution_count = 1
        cell.outputs = [new_output("stream", name="stdout", text="passed: 1000 of 1000 points\n")]
    return Handed(as_text(notebook), kit.expect(kit.exercises))


@student("olu", "put a helper function into an added cell")
def helper_in_added_cell(kit: Kit) -> Handed:
    """Moves the work of the first exercise into a cell of one's own."""
    name = kit.exercises[0]
    helper = kit.references[name].replace(f"def {name}(", "def my_helper(", 1)
    caller = f"def {name}(*arguments, **named):\n    return my_helper(*arguments, **named)\n"
    notebook = kit.solved(**{name: caller})
    position = notebook.cells.index(solution_cell(notebook, name))
    notebook.cells.insert(position, new_code_cell(helper, id="my_helper"))
    return Handed(as_text(notebook), kit.expect())


@student("priya", "ends the process inside a function")
def dies(kit: Kit) -> Handed:
    """Takes the interpreter down in an exercise that no other calls."""
    name = kit.quick()
    source = f"import os\n\n\ndef {name}(*arguments, **named):\n    os._exit(0)\n"
    return Handed(as_text(kit.solved(**{name: source})), kit.expect([name], ("crashed", "error")))


@student("quentin", "handed in a holiday picture as .ipynb")
def not_a_notebook(kit: Kit) -> Handed:
    """Hands in something that is not JSON."""
    return Handed("\x89PNG not a notebook", kit.expect(kit.exercises, ("refused",)), flagged=True)


@student("rosa", "swapped her own checks for ones that always pass")
def judges_herself(kit: Kit) -> Handed:
    """Solves nothing and redefines `check`, in an added cell at the end."""
    notebook = kit.blank()
    forged = 'def check(name):\n    print(f"{name}: passed")\n    return True\n'
    notebook.cells.append(new_code_cell(forged, id="forged"))
    return Handed(as_text(notebook), kit.expect(kit.exercises, NOT_EARNED))


@student("selma", "renamed the file")
def renamed(kit: Kit) -> Handed:
    """Hands in right answers under the name that a browser gives a second download."""
    name = f"{kit.assignment_id} (1).ipynb"
    return Handed(as_text(kit.solved()), kit.expect(), flagged=True, file_name=name)
