"""One mapping over one matrix: lookups, errors, copies, and the vectors that come with the course."""

import copy
import pickle

import numpy as np
import pytest

from utils import embeddings
from utils.embeddings import WordVectors, load_course_vectors, load_vectors, load_word_groups

WORDS = ["the", "queen", "queens", "king", "naïve", "日本"]


@pytest.fixture
def vectors():
    """Six words in four dimensions."""
    matrix = np.arange(24, dtype=np.float32).reshape(6, 4)
    return WordVectors(WORDS, matrix, "six words")


def test_it_does_what_a_dictionary_of_arrays_does(vectors):
    """Does it agree with a plain dictionary in everything that a mapping can be asked?"""
    plain = {word: np.arange(4 * row, 4 * row + 4) for row, word in enumerate(WORDS)}
    assert list(vectors) == list(plain)
    assert len(vectors) == len(plain)
    assert list(vectors.keys()) == list(plain.keys())
    assert all(np.array_equal(vectors[word], plain[word]) for word in plain)
    assert all(np.array_equal(*pair) for pair in zip(vectors.values(), plain.values(), strict=True))
    for asked in ["king", "King", "", 3, None, ("king",)]:
        assert (asked in vectors) == (asked in plain)
    assert vectors.get("cow") is None
    assert vectors.get("king") is not None


def test_rows_are_views_that_cannot_be_written(vectors):
    """Is there one matrix, and is it safe from a learner's `word_to_vec_map[w] -= ...`?"""
    vector = vectors["queen"]
    assert np.shares_memory(vector, vectors.matrix)
    with pytest.raises(ValueError, match="read-only"):
        vector -= 1
    with pytest.raises(ValueError, match="read-only"):
        vectors.matrix[0] = 0


def test_a_float32_matrix_is_not_copied():
    """Does a large matrix stay the only one, and does its owner keep the right to write?"""
    matrix = np.zeros((2, 3), dtype=np.float32)
    assert np.shares_memory(WordVectors("ab", matrix).matrix, matrix)
    matrix[0] = 1  # The caller's own array is not locked.


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("quen", ["queen"]),
        ("Queen", ["queen"]),
        ("qeens", ["queens", "queen"]),
        ("NAÏVE", ["naïve"]),
        ("xylophone", []),
        ("", []),
    ],
)
def test_an_unknown_word_is_named_with_near_spellings(vectors, asked, near):
    """Is it a KeyError whose text a learner can read, with what they may have meant?"""
    with pytest.raises(KeyError) as caught:
        vectors[asked]
    message = str(caught.value)
    assert repr(asked) in message
    assert caught.value.args == (asked,)
    assert all(word in message for word in near)
    assert ("Near it" in message) == bool(near)


@pytest.mark.parametrize("asked", [3, None, ("a", "b")])
def test_what_is_no_word_is_unknown_too(vectors, asked):
    """Does a number or a tuple lead to the same KeyError, not to another error?"""
    with pytest.raises(KeyError, match="no vector"):
        vectors[asked]


def test_rows_collects_vectors_in_order(vectors):
    """Is `rows` the stack of the single vectors, in the order asked, repeats and none included?"""
    asked = ["king", "the", "king"]
    assert np.array_equal(vectors.rows(asked), np.stack([vectors[word] for word in asked]))
    assert vectors.rows([]).shape == (0, 4)
    vectors.rows(asked)[:] = 0
    assert vectors["king"].any()  # It was a copy.
    with pytest.raises(KeyError, match="'cow'"):
        vectors.rows(["king", "cow"])


def test_head_keeps_the_top_and_what_is_asked_for(vectors):
    """Are the first rows kept, wanted ones added once, unknown ones left out, vectors unchanged?"""
    small = vectors.head(2, also=["king", "the", "cow"])
    assert small.words == ("the", "queen", "king")
    assert all(np.array_equal(small[word], vectors[word]) for word in small)
    assert small.name == vectors.name
    assert vectors.head(100).words == vectors.words


def test_replaced_changes_a_copy_only(vectors):
    """Does the debiased copy differ in the given rows, and the original in none?"""
    before = vectors.matrix.copy()
    changed = vectors.replaced({"king": np.ones(4), "the": [1, 2, 3, 4]})
    assert np.array_equal(vectors.matrix, before)
    assert changed["king"].tolist() == [1, 1, 1, 1]
    assert changed["the"].tolist() == [1, 2, 3, 4]
    assert np.array_equal(changed["queen"], vectors["queen"])
    with pytest.raises(KeyError, match="'cow'"):
        vectors.replaced({"cow": np.ones(4)})
    with pytest.raises(ValueError, match=r"'king' has the shape \(3,\)"):
        vectors.replaced({"king": np.ones(3)})


@pytest.mark.parametrize("shape", [(5, 4), (7, 4), (6,), (6, 4, 1)])
def test_a_matrix_of_another_size_is_refused(shape):
    """Is a disagreement of words and rows said in words?"""
    with pytest.raises(ValueError, match="6 words need a matrix"):
        WordVectors(WORDS, np.zeros(shape))


def test_a_repeated_word_is_refused():
    """Would two rows of one word be noticed?"""
    with pytest.raises(ValueError, match="'a' stands twice"):
        WordVectors(["b", "a", "a"], np.zeros((3, 2)))


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_it_can_be_copied_and_sent(vectors, duplicate):
    """Does a copy for another process, such as a grader's, hold the same?"""
    same = duplicate(vectors)
    assert same.words == vectors.words
    assert np.array_equal(same.matrix, vectors.matrix)
    with pytest.raises(KeyError, match="Near it: queen"):
        same["quen"]


def test_the_error_can_be_sent():
    """Does the error keep its text on the way from another process?"""
    error = embeddings.UnknownWordError("quen", ["queen"])
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_the_course_vectors_are_as_promised():
    """Are there 3,000 words or more, all lower case, finite, of different lengths, never zero?"""
    vectors = load_course_vectors()
    assert len(vectors) >= 3000
    assert all(word == word.lower() and word.isalpha() for word in vectors)
    lengths = np.linalg.norm(vectors.matrix, axis=1)
    assert np.isfinite(lengths).all()
    assert lengths.min() > 0.1
    assert lengths.std() > 0.1 * lengths.mean()  # Not normalised.


def test_the_shuffled_vectors_speak_of_the_same_words():
    """Do facts and baseline differ in the vectors alone?"""
    vectors, shuffled = load_course_vectors(), load_course_vectors(shuffled=True)
    assert shuffled.words == vectors.words
    assert shuffled.matrix.shape == vectors.matrix.shape
    assert not np.allclose(shuffled.matrix, vectors.matrix)
    assert shuffled.name != vectors.name


def test_everyday_words_have_vectors():
    """Does a typed sentence mostly meet known words?"""
    vectors = load_course_vectors()
    text = (
        "i am so happy that you came to my party last night we had a great time and the food was "
        "delicious but now i have to work because my boss is angry with me do you want to play "
        "football tomorrow she said that her mother and father do not like the weather in london"
    )
    assert not [word for word in text.split() if word not in vectors]


def test_all_words_of_the_groups_have_vectors():
    """Can a notebook use every list without asking which words are known?"""
    vectors, groups = load_course_vectors(), load_word_groups()

    def words_in(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for key, item in value.items():
                yield from [] if key == "kind" else words_in(item)
        elif isinstance(value, list):
            for item in value:
                yield from words_in(item)

    found = set(groups["professions"])
    for name, value in groups.items():
        if name != "professions":
            found.update(words_in(value))
    assert len(found) > 1000
    assert not found - set(vectors)


def test_a_missing_file_is_explained(tmp_path):
    """Is one told where the file was looked for?"""
    for load in (load_course_vectors, load_word_groups):
        with pytest.raises(FileNotFoundError, match=f"{tmp_path}"):
            load(folder=tmp_path)


def test_load_vectors_by_name(monkeypatch):
    """Does one constant in a notebook choose the source, and limit it?"""
    assert len(load_vectors("course", limit=100)) == 100
    assert load_vectors().words == load_course_vectors().words
    monkeypatch.setattr(embeddings, "load_glove", lambda limit: ("glove", limit))
    assert load_vectors("glove", limit=7) == ("glove", 7)
    with pytest.raises(ValueError, match="'word2vec'"):
        load_vectors("word2vec")


def test_glove_has_four_dimensions():
    """Is a dimension that does not exist refused before anything is fetched?"""
    with pytest.raises(ValueError, match="not 64"):
        embeddings.load_glove(64)
