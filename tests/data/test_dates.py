"""Are the formats of dates what their card promises? And does the program notice when not?"""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "dates"


@pytest.fixture(scope="module")
def program():
    """data/dates/make.py as a module."""
    spec = importlib.util.spec_from_file_location("make_dates", FOLDER / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_the_card_is_true(program):
    """Do figures and checksums of the card belong to these files?"""
    assert program.main(["--check"]) == 0


def test_the_checksum_of_the_formats_is_on_the_card(program):
    """Was the file changed by hand?"""
    assert program.checksum(FOLDER / "formats.json") in (FOLDER / "README.md").read_text("utf-8")


def test_the_source_is_named():
    """Does the card name the version of Babel and of CLDR that the file names?"""
    formats = json.loads((FOLDER / "formats.json").read_text("utf-8"))
    card = (FOLDER / "README.md").read_text("utf-8")
    assert f"Babel {formats['babel']}" in card
    assert f"CLDR {formats['cldr']}" in card


def test_collisions_are_found(program):
    """Is a text with two dates noticed?"""
    from utils.dates import DateFormat

    both = [DateFormat("", "a", "d/M/yy"), DateFormat("", "b", "M/d/yy")]
    found = program.find_collisions(both)
    assert len(found["3/4/05"]) == 2
    assert "13/4/05" not in found


@pytest.mark.slow
def test_a_stale_card_is_told(program, tmp_path, capsys):
    """Does --check fail after a figure was changed?"""
    copy = Path(shutil.copytree(FOLDER, tmp_path / "dates"))
    card = copy / "README.md"
    card.write_text(card.read_text("utf-8").replace("10,000", "10,001"), encoding="utf-8")
    assert program.main(["--check"], copy) == 1
    assert "stale" in capsys.readouterr().err


def test_a_babel_that_does_not_say_its_cldr(program, monkeypatch):
    """Is the program at work with the oldest declared Babel, which has no `get_cldr_version`?"""
    import babel

    monkeypatch.delattr(babel.core, "get_cldr_version", raising=False)
    monkeypatch.setattr(babel, "__version__", "2.17.0")
    formats = program.formats_from_babel()
    assert (formats["babel"], formats["cldr"]) == ("2.17.0", "46")
    monkeypatch.setattr(babel, "__version__", "2.16.0")
    with pytest.raises(SystemExit, match=r"install 2\.18"):
        program.formats_from_babel()
