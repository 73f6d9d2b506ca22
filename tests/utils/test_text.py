"""Is a sentence split into the words that a reader sees?"""

from __future__ import annotations

import re
import unicodedata

import pytest

from utils.text import tokenize


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Hello, WORLD!!", "hello world"),
        ("one\ttwo\n three\u00a0four", "one two three four"),
        ("\t so \t", "so"),
        ("good,not bad", "good not bad"),
        ("(well-done) 3-1", "well done 3 1"),
        ("I ❤️ you ⚽", "i you"),
        ("ﬁne Ｗide ÉCOLE e\u0301te\u0301", "fine wide école été"),
    ],
)
def test_case_punctuation_and_white_space(sentence, words):
    """Do case, punctuation, tabs and emoji leave words alone, as typed and in lower case?"""
    assert tokenize(sentence) == words.split()


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("I can't, cannot", "i can not can not"),
        ("won’t don't ISN'T", "will not do not is not"),
        ("I'm we're they've she'll I'd", "i am we are they have she will i would"),
        ("Let's see what's Mum's", "let us see what is mum"),
        ("'quoted' rock 'n' roll", "quoted rock n roll"),
        ("his and this", "his and this"),
    ],
)
def test_short_forms_are_written_out(sentence, words):
    """Does a short form become the words it stands for, so that "not" is never lost?"""
    assert tokenize(sentence) == words.split()


@pytest.mark.parametrize("sentence", ["", "   ", "\t\n", "?!...", "🙂", "\ud800"])
def test_a_sentence_without_words_is_an_empty_list(sentence):
    """Is a sentence without words the empty list, and no error?"""
    assert tokenize(sentence) == []


def test_it_agrees_with_the_standard_library_on_plain_text():
    """Are the words those that Python's own regular expressions find?"""
    text = "A café in Köln: 12 stühle, zwei Tische... NEIN; 7 of 9 (été)"
    expected = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    assert tokenize(text) == expected


def test_the_list_belongs_to_the_caller():
    """Does a changed result leave the next result as it was?"""
    tokenize("so so").append("spoilt")
    assert tokenize("so so") == ["so", "so"]


@pytest.mark.parametrize("sentence", [None, 3, b"bytes", ["a", "list"]])
def test_anything_but_a_string_is_refused_in_words(sentence):
    """Does the error say that a sentence is a string?"""
    with pytest.raises(TypeError, match="A sentence is a string, not a"):
        tokenize(sentence)
