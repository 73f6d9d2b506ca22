"""Does an error say what a learner from elsewhere needs: which name, whose signature, what is None?

The cells are run as a learner's are, so that what Python and the libraries raise is what is worded.
"""

import keras
import numpy as np
import pytest

from autograder.checks.cells import run_cell
from autograder.checks.definitions import definition_of, definitions_in, parameters_in
from autograder.checks.error_words import error_text
from autograder.checks.nearest import elsewhere, nearest, written_instead
from autograder.checks.probes import Call, Draws, observe
from autograder.checks.recipes import Generator
from autograder.checks.seen_error import as_seen_error

STUB = 'def draw(weights, table, rng):\n    """Draws."""\n    raise NotImplementedError'
ARGUMENTS = {"weights": np.ones((2, 3)), "table": {"a": 1, "b": None}, "rng": Generator(3)}
GIVEN = "import keras\nimport numpy as np\ndef softmax(x, axis):\n    return x\nrepeater = len\n"


def said(body: str, heading: str = "def draw(weights, table, rng):", more: str = "") -> str:
    """Returns what is said of a function that stops."""
    namespace = {"__name__": "__main__"}
    lines = "".join(f"\n    {line}" for line in body.split("\n"))
    run_cell(f"{GIVEN}{more}\n{heading}{lines}\n", "<cell draw>", namespace)
    seen = observe(lambda: namespace["draw"], Call(ARGUMENTS), namespace)
    return error_text(as_seen_error(seen["error"]), definitions_in(STUB, "draw"))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return np.tamh(weights)", "There is `np.tanh`, but no `np.tamh`."),
        ("return np.float(3)", "There is `float`, but no `np.float`."),
        ("return keras.backend.softmax(weights)", "There is `keras.ops.softmax` or"),
        ("return keras.layers.CuDNNLSTM(3)", "no `CuDNNLSTM` in the module keras.layers"),
        ("x = keras.Input((3,))\nreturn keras.Model(input=x, output=x)", "has no argument `input`."),
        ("return Input((3,))", "but `keras.layers.Input` or `keras.Input`."),
        ("return repeator(weights)", "near it is `repeater`."),
        ("return weihgts", "near it is `weights`."),
        ("from keras.layers.core import Dense", "It is here as `keras.layers.Dense`."),
        ("return softmax(weights)", "It is called as `softmax(x, axis)`."),
        ("return softmax(weights, axes=0)", "no argument `axes`; near it is `axis`."),
        ("return keras.layers.LSTM(3, return_sequence=True)", "near it is `return_sequences`."),
        ("return keras.optimizers.Adam(lr=1.0)", "near it is `learning_rate`."),
        ("return keras.Input(shape=(5))", "a comma: `(5,)`."),
        ("return np.exp(keras.Input((3,)))", "`np.exp` cannot take them, `keras.ops.exp` can."),
        ("return table['A']", "`table` has no 'A'; it holds 'a', 'b'."),
        ("for key in ('a', 'c'):\n    table[key]", "`table` has no 'c'; it holds 'a', 'b'."),
        ("softmax = softmax(weights, 0)", "call that value something else"),
        ("return rng.randint(3)", "near it is `integers`."),
        ("return weights.length", "`weights` is an array of shape (2, 3), which has no `length`."),
        ("return weights @ np.ones((2, 3))", "Look at the shapes: `weights` is an array of"),
        ("k = 7\nreturn [1, 2, 3][k]", "An index lies beyond the end: `k` is 7."),
        ("unknown = 3\nreturn [unkown for _ in 'ab']", "near it is `unknown`."),
        ("return lenn(weights)", "near it is `len`."),
        ("return len()", "called with more or fewer arguments than it takes."),
        ("return np.array()", "called with more or fewer arguments than it takes."),
        ("return rng + 1", "`rng` is a NumPy random generator and no number"),
        ("return int(rng)", "`rng` is a NumPy random generator and no number"),
    ],
)  # fmt: skip
def test_an_error_names_what_is_here_instead(body, words):
    """Is what somebody meant, or what a thing is, said beside what Python says?"""
    assert words in said(body)


def test_a_row_that_a_table_lacks_is_no_matter_of_shapes():
    """Is an index beyond an Embedding's table told as that, though Keras adds shapes to its words?"""
    text = said("return keras.layers.Embedding(10, 2)(np.array([[1, 10]]))")
    assert "Row 10 of a table (an Embedding, say) was asked for, and it has 10 rows" in text
    assert "Two shapes" not in text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("out = None\nreturn out + 1", "`out` is None, as `out = None` left it"),
        ("a, b = None, 3\nreturn a[0]", "`a` is None, as `a = None` left it"),
        ("return table['b'] + 1", "`table['b']` is None."),
        (
            "rows = []\nrows = rows.append(3)\nreturn rows[0]",
            "it changes what stands before the dot",
        ),
        ("y = shout(3)\nreturn y + 1", "`y` is None, from `shout(...)`: `shout` has no `return`"),
        ("y, z = shout(3)\nreturn y", "`shout(...)` gave None: `shout` has no `return` with"),
        ("return shout(3).shape", "`shout` has no `return` with a value."),
        ("a, b = None", "`a, b` is None, as `a, b = None` left it"),
        ("state = None\nreturn step(state)", "`x` is None in this call: `draw` calls with `state`"),
        ("return step(x=None)", "`x` is None in this call: `draw` calls with `None` for it."),
        ("for row in shout(3):\n    print(row)", "`shout(...)` gave None"),
        ("rows = None\nreturn [row for row in rows]", "`rows` is None, as `rows = None` left it"),
        ("total = None\ntotal += 1", "`total` is None, as `total = None` left it"),
        ("return pick(3) + 1", "it reached no `return`, or one whose value was None."),
        ("return len(pick(3))", "it reached no `return`, or one whose value was None."),
    ],
)
def test_what_is_none_is_named_with_its_reason(body, words):
    """Is a missing `return` asked for only where one is missing?"""
    more = "def shout(x):\n    print(x)\ndef pick(x):\n    return x if x > 5 else None"
    more += "\ndef step(x):\n    return np.ones((2, 2)) @ x"
    assert words in said(body, more=more)


def test_a_comprehension_is_a_line_of_its_function():
    """Is the line counted from the function's first, as a learner counts?"""
    text = said("size = 3\nreturn [\n    row.size for row in [1]\n]")
    assert text.startswith("It stopped in line 3 of draw") or "line 4 of draw" in text
    assert "(`row.size for row in [1]`)" in text


@pytest.mark.parametrize(
    "body",
    [
        "return np.array([None, 3]) + 1",
        "return sum([None, 3])",
        "return listed(3) + np.sum([None, 1])",
        "return np.sum(listed(3))",
        "a = None\nfor a, b in [None]:\n    pass",
        "rows = [1, 2]\nreturn rows[None]",
        "return weights @ np.ones((2, 3))",
    ],
)
def test_what_is_something_is_not_called_none(body):
    """Is nothing called None of which nobody knows: the result of a call, what lies in a list?"""
    text = said(body, more="def listed(x):\n    return [None, x]")
    assert "gave None" not in text
    assert "is None" not in text


@pytest.mark.parametrize("heading", ["def draw(weights):", "def draw(weights, table, rng, size):"])
def test_another_signature_stands_beside_ours(heading):
    """Are both signatures shown where the function cannot be called as the exercise calls it?"""
    text = said("return 1", heading)
    assert "The exercise's signature is `draw(weights, table, rng)`" in text
    assert f"yours is `{heading[4:-1]}`" in text


def test_arguments_in_another_order_are_seen():
    """Are exchanged arguments named where the function stops for them?"""
    text = said("return table['a']", "def draw(table, weights, rng):")
    assert "another order: `draw(table, weights, rng)`" in text
    assert "another order" not in said("return weights['a']")


def test_a_seed_that_is_a_generator():
    """Does who seeds with the generator learn what came, and what the exercise calls it?"""
    text = said("np.random.seed(seed)", "def draw(weights, table, seed):")
    assert "`seed` is a NumPy random generator and no number" in text
    assert "The exercise's signature is `draw(weights, table, rng)`" in text


def test_a_word_that_is_not_there_is_traced_to_the_input():
    """Is a key of the input told from one that the function writes itself?"""
    namespace = {"__name__": "__main__"}
    body = "total = 0\n    for w in text.lower().split():\n        total += table[w + end]"
    run_cell(f"def add(text, table, end):\n    {body}\n    return total", "<cell add>", namespace)

    def words(end):
        probe = Call({"text": "One two!", "table": {"one": 1, "two": 2}, "end": end})
        seen = observe(lambda: namespace["add"], probe, namespace)["error"]
        return error_text(as_seen_error(seen), {})

    assert "`table` has no 'two!'; it holds 'one', 'two'. It comes from" in words("")
    assert words("_x").endswith("`table` has no 'one_x'; it holds 'one', 'two'.")


def test_a_generator_used_rightly_is_not_blamed():
    """Is the generator left out of it where its own method finds other arguments wrong?"""
    assert "no number" not in said("return rng.choice(2, p=[0.5, 0.9])")
    assert "no number" not in said("return softmax(weights, 0) + softmax(weights, 0, rng)")


def test_methods_have_signatures_too():
    """Is a class compared method by method, as it is called?"""
    stub = "class Adam:\n    def __init__(self, rate=0.1): pass\n    def step(self, x, g): pass"
    assert definitions_in(stub, "Adam") == {
        "Adam.__init__": "Adam(rate=0.1)", "Adam.step": "Adam.step(x, g)"
    }  # fmt: skip
    seen = as_seen_error(
        {"type": "TypeError", "message": "Adam.step() takes 2 positional arguments"}
    )
    assert "signature is `Adam.step(x, g)`." in error_text(seen, definitions_in(stub, "Adam"))


def test_signatures_of_nobody_are_empty():
    """Is nothing claimed of what cannot be known: broken text, whatever comes, an odd object?"""
    assert definitions_in("def f(:", "f") == definitions_in("x = 3", "x") == {}
    assert parameters_in("f(a, b=3, *c)") == ["a", "b"]
    assert parameters_in("f(a, ...)") == parameters_in("f(a)") == ["a"]
    assert parameters_in("f(a='),(', b=(1, [2]), *, c=3)") == ["a", "b"]
    assert parameters_in("") == parameters_in("f") == parameters_in("f(((((") == []

    class Odd:
        __name__ = "odd"

        @property
        def __signature__(self):
            raise RuntimeError

    assert [definition_of(each) for each in (Odd(), 3, lambda *a, **k: 1)] == ["", "", ""]


def test_nearness_needs_a_reason():
    """Is nothing suggested where nothing is near, and one reason enough where there is one?"""
    names = ["learning_rate", "beta_1", "units", "Wax", "tanh"]
    assert nearest("lr", names) == ["learning_rate"]
    assert nearest("wax", names) == ["Wax"]
    assert nearest("get_shape", ["reshape", "shape"]) == []
    assert nearest("K", names) == nearest("elephant", names) == []
    assert elsewhere("no_such_name", {"keras": keras, "np": np}) == []


def test_another_exercise_is_not_taken_for_the_missing_one():
    """Is `rnn_forward`, which is an exercise too, no spelling of `rnn_cell_forward`?"""
    namespace = {"__name__": "__main__"}
    run_cell(
        "def rnn_forward(): pass\ndef Emojify_V2(): pass\ndef emojify_v1(): pass\n",
        "<cell>",
        namespace,
    )
    assert written_instead("rnn_cell_forward", namespace) == ""
    assert written_instead("emojify_v2", namespace) == "Emojify_V2"
    assert written_instead("emojify_v3", namespace) == ""


def test_clues_survive_draws_and_strangers():
    """Are clues there whatever the probe, and short and of text whoever sends them?"""
    namespace = {"__name__": "__main__"}
    run_cell("import numpy as np\ndef draw(a):\n    return np.tamh(a)\n", "<cell draw>", namespace)
    seen = observe(lambda: namespace["draw"], Draws({"a": 1.0}), namespace)
    assert "np.tanh" in seen["error"]["clues"]["near"]
    odd = {"near": "x" * 10_000, **{str(n): n for n in range(100)}}
    kept = as_seen_error({"type": "TypeError", "message": "", "line": 3, "clues": odd})["clues"]
    assert max(map(len, kept.values())) <= 300
    assert len(kept) <= 12
    assert as_seen_error({"clues": [3]})["clues"] == {}
