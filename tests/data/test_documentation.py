"""Does the card of the documentation say what the program reads?"""

import re

from autograder.checks.repository import REPOSITORY_ROOT
from utils import documentation

FOLDER = REPOSITORY_ROOT / "data" / "documentation"


def test_the_folder_holds_no_text():
    """Is nothing there but the card?"""
    assert [path.name for path in FOLDER.iterdir()] == ["README.md"]


def test_the_card_names_all_libraries():
    """Are the libraries of the three parts those of the program?"""
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"\| (to learn from|validation|test) \| (.+) \|", card))
    named = {part: {name.lower() for name in row.split(", ")} for part, row in rows.items()}
    assert named["to learn from"] == set(documentation.TRAINING.values())
    assert named["validation"] == set(documentation.VALIDATION.values())
    assert named["test"] == set(documentation.TEST.values())
