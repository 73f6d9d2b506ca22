"""Is the bank of spoken words what its card promises? And does the program notice when not?"""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import numpy as np
import pytest

from utils import audio, trigger

FOLDER = Path(__file__).resolve().parents[2] / "data" / "trigger_words"


@pytest.fixture(scope="module")
def program():
    """data/trigger_words/make.py as a module."""
    spec = importlib.util.spec_from_file_location("make_trigger_words", FOLDER / "make.py")
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["make_trigger_words"] = module  # Its dataclasses look themselves up.
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(tmp_path):
    """A copy of the folder, to be spoilt."""
    return Path(shutil.copytree(FOLDER, tmp_path / "words"))


def test_the_card_is_true(program):
    """Do figures and checksums of the card belong to these files, and are they below 1 MB?"""
    assert program.main(["--check"]) == 0


def spoil(copy, old, new, count=1):
    index = copy / "index.tsv"
    text = index.read_text(encoding="utf-8")
    assert old in text
    index.write_text(text.replace(old, new, count), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("en-gb-scotland+Andrea", "en-gb-scotland+m1", "speaker m1 stands in"),
        ("en-gb-scotland+Andrea", "en-us+Andrea", "accent en-us stands in"),
        ("moisten", "hey lizzy", "word hey lizzy stands in"),
        ("trigger\they listen", "plain\they listen", "hey listen is called plain"),
        ("\t160\t", "\t161\t", "no whole number of milliseconds"),
        ("\t160\t", "\t-160\t", "lies outside"),
    ],
)
def test_what_is_wrong_is_told(program, copy, capsys, old, new, complaint):
    """Does each kind of mistake stop the program, with a sentence that says what it is?"""
    spoil(copy, old, new)
    assert program.main(["--check"], copy) == 1
    assert complaint in capsys.readouterr().err


def test_words_are_cut_out_where_they_are():
    """Is there silence between the words of the file, so that no cut goes through one?"""
    import soundfile

    for split in trigger.SPLITS:
        sound, _ = soundfile.read(FOLDER / f"{split}.ogg")
        places = np.ones(len(sound), dtype=bool)
        for line in (FOLDER / "index.tsv").read_text("utf-8").splitlines()[1:]:
            name, *_, start, stop = line.split("\t")
            if name == split:
                places[int(start) : int(stop)] = False
        assert audio.root_mean_square(sound[places]) < 0.1 * audio.root_mean_square(sound[~places])


def test_no_voice_of_one_split_is_a_copy_of_another():
    """Do the triggers of any two voices of different splits differ as sounds, not only by name?"""
    prints = {}
    for split in trigger.SPLITS:
        for speaker in trigger.bank_speakers(split):
            word = trigger.played_at(speaker.recordings["trigger"][0].sound, 1.0)
            places = np.linspace(0, 1, 40)
            mel = audio.log_mel(word)
            grid = np.stack([np.interp(places, np.linspace(0, 1, len(mel)), b) for b in mel.T])
            prints[split, speaker.name] = grid
    for (one, name), mine in prints.items():
        for (other, name2), theirs in prints.items():
            if one < other:
                assert np.abs(mine - theirs).mean() > 0.05, (name, name2)
