"""Are the figures in the text of "Find the best sentence" true?

make test ARGS="tests/notebooks/test_w6_translation_search_figures.py"
"""

from __future__ import annotations

import numpy as np

from autograder.declaration.course import Course
from autograder.declaration.source import read_source
from utils import number_words

SOURCE = read_source(Course().source("w6_translation_search"))


def prose(cell_id: str) -> str:
    """Returns the text of a Markdown cell in one line."""
    return " ".join(SOURCE.cell(cell_id).source.split())


def test_sizes_of_the_lists():
    """Are there 12,000, 1,000 and 2,000 numbers up to 999,999, and 200 with 97?"""
    text = prose("train_note")
    assert "12,000 numbers up to 999,999 to learn from, 1,000 to choose by, 2,000 to score once" in text
    assert tuple(map(len, number_words.split(digits=6))) == (12_000, 1_000, 2_000)
    assert "**three translators**" in text
    assert len(number_words.STYLES) == 3
    assert "2,000 numbers that nothing was chosen by" in prose("test_note")
    assert "200 numbers with 97" in prose("apart_note")


def test_the_number_of_sentences():
    """Is 35 to the power of 11 about ten to the power of 17?"""
    assert "with 35 symbols and 11 places $35^{11}$, about $10^{17}$" in prose("beam_search_think")
    assert len(number_words.ENGLISH) == 35
    assert round(np.log10(35.0**11)) == 17


def test_one_state_is_64_numbers():
    """Is the state as long as the text says?"""
    assert "must fit into 64 numbers" in prose("length_note")
    assert "UNITS, EPOCHS = 64," in SOURCE.cell("train").source


def test_what_the_first_cell_shows():
    """Has 1,280 four right translations, and is quatre vingt dix sept 97?"""
    assert len(number_words.references(1280)) == 4
    assert number_words.french(97) == "quatre vingt dix sept"
    assert '"one thousand two hundred"' in prose("encoder_decoder_task")
