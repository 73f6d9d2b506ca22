"""Do the pictures of language models show and say what they are given?"""

import matplotlib
import pytest
from matplotlib import pyplot as plt

from utils import language_plots
from utils.documentation import Sentence
from utils.language_suspects import Suspect

matplotlib.use("Agg")

SENTENCE = Sentence(tuple("all values less then this are zero".split()), "", "lib/_nmf.py:215")
PICTURES = {
    "curves": lambda: language_plots.curves(
        {"GRU": ([1, 2, 12], [0.7, 0.3, 0.1]), "trigram": ([1, 2, 12], [0.6, 0.2, 0.0])},
        "T",
        ("distance", "moved"),
    ),
    "two_panels": lambda: language_plots.two_panels(
        [1, 2, 3], {"kept": [5, 50, 500], "seen": [100, 70, 20]}, "T", "n"
    ),
    "suspect_list": lambda: language_plots.suspect_list([Suspect(SENTENCE, 3, "than", 12.3)], "T"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_drawn_closed_and_described(name):
    """Is every picture drawn without a warning, left to the notebook, and told in words?"""
    figure = PICTURES[name]()
    assert not plt.get_fignums()
    assert len(figure.description.split()) > 8
    assert "without a name" not in figure.description


def test_descriptions_have_the_numbers():
    """Does who hears the pictures learn what they show?"""
    assert "0.7" in PICTURES["curves"]().description
    assert "500" in PICTURES["two_panels"]().description
    spoken = PICTURES["suspect_list"]().description
    assert "less then this" in spoken
    assert "rather than, by 12.3 nats" in spoken


def test_a_suspect_is_shown_with_its_place():
    """Do word, other word and place stand in the picture?"""
    texts = [t.get_text() for t in PICTURES["suspect_list"]().findobj(matplotlib.text.Text)]
    assert {"then", "than?", "lib/_nmf.py:215", "12.3 nats"} <= set(texts)
