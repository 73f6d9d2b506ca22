"""Tags the check cells so that a grader skips them.

Would gain: full marks from stock nbgrader, which counts a skipped check as passed.
Must not: tags and metadata of the submission decide nothing.
"""

from tests.hostile.gallery import attack

STUBS = {"double": "missing", "total": "missing", "average": "missing", "centred": "missing"}
STUBS["tally"] = "missing"


def tagged(shop, *tags):
    """Returns the untouched notebook with tags on every cell."""
    notebook = shop.blank()
    for cell in notebook.cells:
        cell.metadata["tags"] = list(tags)
    return notebook


@attack(**STUBS)
def skip_execution(shop):
    """Uses the tag that nbconvert knows."""
    return tagged(shop, "skip-execution")


@attack(**STUBS)
def raises_exception(shop):
    """Uses the tag that lets an error pass."""
    return tagged(shop, "raises-exception", "nbval-skip", "remove-cell", "parameters")


@attack(**STUBS)
def tags_of_the_course(shop):
    """Uses the course's own tags for cells that do not run for a grade."""
    return tagged(shop, "train", "plot", "explore")


@attack(double="failed")
def tags_on_a_wrong_answer(shop):
    """Tags a wrong answer in place of an unwritten one."""
    notebook = shop.solved(double="def double(x):\n    return 'full marks'")
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "explore"]
    return notebook
