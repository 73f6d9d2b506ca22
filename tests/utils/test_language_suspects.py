"""Does the list of suspects hold what a model takes for slips, and nothing else?"""

import numpy as np

from utils.documentation import Sentence
from utils.language_suspects import neighbours, suspects


def likes_more_than(sentences):
    """Scores sentences: "than" behind "more" is good, and elsewhere bad."""
    return np.array(
        [
            sum((w == "than") == (i > 0 and s[i - 1] == "more") for i, w in enumerate(s))
            for s in sentences
        ],
        dtype=float,
    )


def test_neighbours():
    """Are words one slip apart found, and names of variables left alone?"""
    words = ["then", "than", "the", "them", "thne", "other", "their", "there", "x", "a", "an", "as"]
    found = neighbours(words)
    assert set(found["then"]) == {"than", "the", "them", "thne"}
    assert "there" in found["their"]
    assert found["a"] == ("an",)
    assert "x" not in found
    assert "other" not in found


def test_suspects_are_found():
    """Does a model that knows "more than" find the slip, and nothing else?"""
    words = ["<PAD>", "<START>", "<EOS>", "<UNK>", "then", "than", "more", "end"]
    printed = [
        Sentence(tuple(text.split()), text, "file.py:1")
        for text in ("more then end", "more than end", "end then end")
    ]

    def logits_of(ids):
        logits = np.zeros((*ids.shape, len(words)))
        logits[ids == 6, 5] = 8.0  # Behind "more", "than".
        return logits

    def score(sentences):
        return 5.0 * likes_more_than(sentences)

    (found,) = suspects(printed, words, logits_of, score)
    assert (found.place, found.other, found.nats) == (1, "than", 5.0)
    assert "[then: than?]" in str(found)
    assert suspects(printed[1:], words, logits_of, score) == []
