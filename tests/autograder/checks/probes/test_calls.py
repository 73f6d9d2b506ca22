"""What each probe sees of a learner's object, and what it makes of everything that goes wrong."""

import itertools
import sys
import warnings

import numpy as np
import pytest

from autograder.checks import probes, recipes
from autograder.checks.cells import run_cell
from autograder.checks.probes import (
    Call,
    CallTwice,
    Draws,
    MissingError,
    ModelOutputs,
    Steps,
    Take,
    observe,
)
from autograder.checks.recipes import Earlier, Function, Generator, Made, Own, Recorded
from autograder.checks.seen_error import MAX_MESSAGE


def see(function, probe):
    """Observes a function through a probe that was described and read back, as across a pipe."""
    return observe(lambda: function, probes.from_description(probe.describe()))


def test_call_sees_result_and_arguments():
    """Is a changed argument seen as it is after the call, and the result as it was at its end?"""

    def change(x, table, n):
        x += 1
        table["new"] = n
        return x

    seen = see(change, Call({"x": np.zeros(2), "table": {"old": 0}, "n": 3}))
    assert seen["result"].tolist() == [1, 1]
    assert seen["arguments"]["x"].tolist() == [1, 1]
    assert seen["arguments"]["table"] == {"old": 0, "new": 3}
    assert "n" not in seen["arguments"]
    assert seen["seconds"] >= 0


def test_call_is_positional_and_ordered():
    """Does a learner who renamed the parameters still get each argument in its place?"""
    assert see(lambda a, b: a - b, Call({"x": 5, "y": 3}))["result"] == 2


def test_a_case_can_be_asked_twice():
    """Do the inputs of a case survive a function that spoils its arguments?"""
    probe = Call({"x": [1, 2]})
    assert see(lambda x: x.pop(), probe)["result"] == 2
    assert see(lambda x: x.pop(), probe)["result"] == 2


def test_twice_sees_hidden_state():
    """Does a result that hangs on the global generator, or on the last call, differ?"""
    probe = CallTwice({"rng": Generator(5)})

    def from_the_given(rng):
        return rng.random()

    def from_the_global(rng):
        return np.random.random()

    counter = itertools.count()
    honest = see(from_the_given, probe)
    assert honest["first"] == honest["second"]
    for function in (from_the_global, lambda rng: next(counter)):
        seen = see(function, probe)
        assert seen["first"] != seen["second"]


def test_draws_share_one_generator():
    """Do the calls go on in one stream, while other arguments start afresh each time?"""

    def draw(xs, rng):
        xs.append(0)
        return [len(xs), int(rng.integers(10**9))]

    draws = see(draw, Draws({"xs": [], "rng": Generator(1)}, count=20))["draws"]
    assert {length for length, _ in draws} == {1}
    assert len({number for _, number in draws}) == 20


def test_draws_keep_the_beginning():
    """Is only the stated part of each outcome kept, whether it is a list, a tuple or an array?"""
    for outcome in ([1, 2, 3], (1, 2, 3), np.array([1, 2, 3])):
        seen = see(lambda outcome=outcome: outcome, Draws({}, count=2, keep=2))
        assert seen["draws"] == [[1, 2], [1, 2]]


def test_draws_are_capped():
    """Is a declaration that asks for too many calls held to a thousand?"""
    assert len(see(lambda: 0, Draws({}, count=5000))["draws"]) == 1000


def test_reseeded_probe_draws_anew():
    """Does the one retry of a distribution see other random numbers, with all else the same?"""
    probe = Draws({"rng": Generator(1), "n": 3}, count=5)
    again = probe.reseeded(10)
    assert again.arguments["n"] == 3
    assert again.count == 5
    assert (
        see(lambda rng, n: rng.random(), probe)["draws"]
        != (see(lambda rng, n: rng.random(), again)["draws"])
    )


def test_steps_use_one_object():
    """Is the learner's class built once, its methods called in order, its attributes read last?"""

    class Counter:
        def __init__(self, start):
            self.total = start

        def add(self, n):
            self.total += n
            return self.total

        def __call__(self):
            return -self.total

    probe = Steps(
        {"start": 1},
        steps=[["add", {"n": 2}], ["add", {"n": 3}], ["__call__", {}]],
        attributes=["total"],
    )
    seen = see(Counter, probe)
    assert seen["results"] == [3, 6, -6]
    assert seen["attributes"] == {"total": 6}


def test_steps_name_a_missing_method():
    """Does a class without the asked method say which one is missing?"""

    class Empty:
        pass

    error = see(Empty, Steps({}, steps=[["add", {}]]))["error"]
    assert error["message"] == "The object is a value of type Empty, which has no method add."


@pytest.mark.parametrize(
    ("odd", "words"), [(None, "None"), (2.0, "a number"), ([1], "a list of 1")]
)
def test_steps_say_what_came_in_place_of_an_object(odd, words):
    """Is what a function returned that should have been a class told in a sentence?"""
    error = see(lambda: odd, Steps({}, steps=[["__call__", {}]]))["error"]
    assert error["message"] == f"The object is {words}, which cannot be called."


def test_take_stops_an_endless_generator():
    """Are the first items of an endless generator seen, and that it makes them one by one?"""
    seen = see(itertools.count, Take({"start": 3}, count=4))
    assert seen["items"] == [3, 4, 5, 6]
    assert seen["lazy"]
    assert not see(lambda: [1, 2], Take({}, count=4))["lazy"]


@pytest.mark.parametrize(
    ("odd", "words"),
    [(None, "None"), (3.0, "a number"), (len, "a function"), (Call, "the class Call")],
)
def test_take_says_what_came_in_place_of_a_generator(odd, words):
    """Is a value through which nobody can go told in a sentence?"""
    error = see(lambda: odd, Take({}))["error"]
    assert error["type"] == "NotPlainError"
    assert error["message"] == f"The result is {words}, expected a generator: is there a `yield`?"


def test_take_copies_each_item_when_it_comes():
    """Does a generator that hands out one array again and again show what it was each time?"""

    def reused():
        array = np.zeros(2)
        while True:
            array += 1
            yield array, array > 1

    items = see(reused, Take({}, count=3))["items"]
    assert [batch.tolist() for batch, _ in items] == [[1, 1], [2, 2], [3, 3]]
    assert [mask.tolist() for _, mask in items] == [[False, False], [True, True], [True, True]]


def test_take_sees_changed_arguments_and_is_capped():
    """Is a caller's list that a generator reorders seen, and are a thousand items enough?"""

    def turned(xs):
        while True:
            xs.append(xs.pop(0))
            yield xs[0]

    seen = see(turned, Take({"xs": [1, 2, 3]}, count=5000))
    assert seen["arguments"]["xs"] == [2, 3, 1]
    assert len(seen["items"]) == 1000


def test_steps_put_objects_of_the_judge_and_their_own_together():
    """Are a made object, one of the learner's class within it, and an earlier result handed in?"""

    class Chain:
        def __init__(self, *links):
            self.links = links

        def __call__(self, x):
            for link in self.links:
                x = link(x)
            return x

        def both(self, x):
            return self(x), object  # What is no plain value travels from step to step, too.

        def name(self, pair):
            return pair.__name__

    double = Function("def double(x):\n    return 2 * x")
    power = Made("def make(n):\n    return lambda x: x**n", {"n": 3})
    nested = {"first": double, "then": Own({"a": power, "b": double})}
    steps = [["__call__", {"x": 1.0}], ["__call__", {"x": Earlier("0")}]]
    assert see(Chain, Steps(nested, steps))["results"] == [16.0, 65536.0]
    error = see(Chain, Steps({}, [["__call__", {"x": 1}], ["name", {"x": Earlier("0.1")}]]))[
        "error"
    ]
    assert error["message"].startswith("The result '0' is a number, expected at least 2 results")


def test_steps_set_and_read_attributes_on_the_way():
    """Can a step set what a later one reads?"""

    class Box:
        pass

    steps = [
        ["__setattr__", {"name": "weights", "value": [1.0]}],
        ["__getattribute__", {"name": "weights"}],
    ]
    assert see(Box, Steps({}, steps))["results"] == [None, [1.0]]


def test_calls_of_an_argument_are_recorded():
    """Are the calls of a callable seen as they were, whatever becomes of the arrays later?"""
    step = Recorded(Function("def step(token, state):\n    return token + 1, state * 2"))

    def spoil(step, state):
        token, after = step(0, state)
        state[:] = 9
        token, last = step(state=after, token=token)
        after[:] = 7
        return token

    seen = see(spoil, Call({"step": step, "state": np.ones(2)}))
    calls = seen["calls"]["step"]
    assert calls["count"] == 2
    assert [[token, state.tolist()] for token, state in calls["arguments"]] == [
        [0, [1, 1]],
        [1, [2, 2]],
    ]
    assert [state.tolist() for _, state in calls["results"]] == [[2, 2], [4, 4]]
    assert "calls" not in see(lambda x: x, Call({"x": 1}))


@pytest.mark.parametrize(
    "error", [ValueError, SystemExit, MemoryError, RecursionError, GeneratorExit]
)
def test_every_error_is_an_observation(error):
    """Can anything that a function raises, `sys.exit` included, get past the probe?"""

    def fail():
        raise error("why")

    seen = see(fail, Call({}))["error"]
    assert seen["type"] == error.__name__
    assert seen["message"] == "why"


def test_interrupt_is_passed_on():
    """Does the interrupt that ends a function's time, or a person's, get through?"""

    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        see(interrupted, Call({}))


def test_missing_is_told():
    """Does a name that stands for nothing give its reason and no error?"""

    def find():
        raise MissingError("Not there.")

    assert observe(find, Call({})) == {"missing": "Not there."}


def test_output_and_warnings_are_swallowed(capfd):
    """Does a function that prints and warns leave the notebook's output alone?"""

    def loud():
        print("spam")
        print("eggs", file=sys.stderr)
        warnings.warn("beware", stacklevel=1)
        return 1

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert see(loud, Call({}))["result"] == 1
    assert capfd.readouterr() == ("", "")


def test_error_place_is_in_the_learners_code():
    """Does an error inside NumPy point to the learner's line, counted within the function?"""
    namespace = {"np": np}
    source = "x = 1\n\ndef product(a):\n    # A comment.\n    return np.ones((2, 3)) @ a\n"
    run_cell(source, "<cell product>", namespace)
    error = see(namespace["product"], Call({"a": np.ones(2)}))["error"]
    assert error["type"] == "ValueError"
    assert error["function"] == "product"
    assert error["line"] == 3
    assert error["code"] == "return np.ones((2, 3)) @ a"


def test_error_knows_its_bases():
    """Is an exception of the learner's own recognised by what it is derived from?"""

    class TemperatureError(ValueError):
        pass

    def fail():
        raise TemperatureError

    error = see(fail, Call({}))["error"]
    assert error["type"] == "TemperatureError"
    assert "ValueError" in error["bases"]


def test_exception_that_cannot_be_printed():
    """Is an exception whose text raises another met with words all the same?"""

    class Mute(Exception):
        def __str__(self):
            raise RuntimeError("no")

    def fail():
        raise Mute

    assert see(fail, Call({}))["error"] | {"bases": 0} == {
        "type": "Mute",
        "message": "",
        "bases": 0,
        "line": 0,
        "code": "",
        "function": "",
        "cell": "",
        "clues": {"theirs": "fail()"},
    }


def test_long_and_ragged_messages_are_tamed():
    """Does a message of a million characters over many lines become one line of bounded length?"""

    def fail():
        raise ValueError("one\n two\t" + "x" * 10**6)

    message = see(fail, Call({}))["error"]["message"]
    assert message.startswith("one two x")
    assert len(message) <= MAX_MESSAGE


def test_result_that_is_not_plain():
    """Does a result that cannot be compared say so in words?"""
    error = see(lambda: object(), Call({}))["error"]
    assert error["type"] == "NotPlainError"
    assert error["message"] == (
        "the result is of type object, expected numbers, text or containers of them."
    )


def test_described_probes_read_back():
    """Does each kind of probe come back from its description as it was?"""
    for probe in (
        Call({"x": 1}),
        CallTwice({"rng": Generator(3)}),
        Draws({"rng": Generator(3)}, count=7, keep=2),
        Steps({"x": 1}, steps=[["add", {"n": 2}]], attributes=["total"]),
        Take({}, count=3),
        ModelOutputs({"units": 3}, inputs={"ids": [[1, 2]]}, weights=None),
        ModelOutputs({"units": 3}, inputs={}, around=Function("def f(layer):\n    return layer")),
    ):
        read = probes.from_description(probe.describe())
        assert type(read) is type(probe)
        assert read.describe() == probe.describe()
        assert recipes.describe(read.arguments) == recipes.describe(probe.arguments)


@pytest.fixture(scope="module")
def keras():
    """Keras, where it is installed."""
    return pytest.importorskip("keras")


def linear(keras, **options):
    """Builds a linear model of two inputs."""
    return keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, **options)])


def test_model_outputs_follow_its_weights(keras):
    """Are the outputs those of the model, and of weights that fit when some are given?"""
    x = np.array([[1.0, 2.0], [3.0, 4.0]], dtype=np.float32)
    weights = [np.array([[2.0], [1.0]]), np.array([0.5])]
    probe = ModelOutputs({}, inputs={"x": x}, weights=weights)
    seen = see(lambda: linear(keras), probe)
    assert seen["weights_loaded"]
    assert seen["parameters"] == 3
    assert seen["outputs"]["x"].tolist() == [[4.5], [10.5]]
    other = see(lambda: linear(keras, use_bias=False), probe)
    assert not other["weights_loaded"]


PLAN = {"inputs": [[1.0]], "targets": [[1.0]], "loss": "mse", "steps": 1}


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (
            {"input": 1, "targets": 1, "loss": "mse", "steps": 1},
            "lacks inputs and has input, which",
        ),
        ({}, "lacks inputs, loss, steps, targets"),
        ({**PLAN, "steps": 0}, "takes 0 steps"),
        ({**PLAN, "labels": ["z"]}, r"no inputs of the model: \['z'\]"),
    ],
)
def test_a_wrong_plan_of_training_is_refused_where_it_is_written(plan, words):
    """Does a typo in a declaration stop there, and not end as a model that does not learn?"""
    with pytest.raises(ValueError, match=words):
        ModelOutputs({}, inputs={"x": np.ones((1, 1))}, train=plan)


def test_what_a_notebook_sees_without_a_word_about_training(keras):
    """Is a dropout seen that is always on, and a model that comes back compiled?"""

    def build(is_on, loss):
        inputs = keras.Input((50,))
        model = keras.Model(inputs, keras.layers.Dropout(0.5)(inputs, training=is_on))
        if loss:
            model.compile(loss=loss)
        return model

    probe = ModelOutputs({}, inputs={"x": np.ones((1, 50))}, unsaid=True)
    odd, plain = see(lambda: build(True, "mse"), probe), see(lambda: build(None, None), probe)
    assert not np.allclose(odd["unsaid"], odd["outputs"]["x"])
    assert np.allclose(plain["unsaid"], plain["outputs"]["x"])
    assert (odd["compiled"], plain["compiled"]) == (1, 0)


def test_a_model_that_cannot_be_trained_is_seen_to(keras):
    """Is it seen why no step was taken, and are there outputs all the same?"""
    x = np.array([[1.0, 2.0], [-1.0, 0.0]])
    train = {"inputs": x, "targets": np.zeros((2, 7, 3)), "loss": "mse", "steps": 2}
    seen = see(lambda: linear(keras), ModelOutputs({}, inputs={"x": x}, train=train))
    assert seen["losses"] == []
    assert seen["training_error"]["type"]
    assert seen["training_error"]["message"]
    assert seen["trained"]["x"].tolist() == seen["outputs"]["x"].tolist()


def test_model_training_lowers_the_loss(keras):
    """Does a model that can learn show smaller losses and other outputs, and a frozen one not?"""
    x = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    train = {"inputs": x, "targets": np.array([[3.0], [-3.0]]), "loss": "mse", "steps": 30}
    probe = ModelOutputs({}, inputs={"x": x}, train=train)
    seen = see(lambda: linear(keras), probe)
    assert seen["losses"][-1] < seen["losses"][0]
    assert not np.allclose(seen["trained"]["x"], seen["outputs"]["x"])
    frozen = see(lambda: linear(keras, trainable=False), probe)
    assert np.allclose(frozen["trained"]["x"], frozen["outputs"]["x"])


def test_no_model_and_no_callable(keras):
    """Are a forgotten `return` and a returned list told apart and told in words?"""
    assert see(lambda: None, ModelOutputs({}, inputs={}))["result"] is None
    error = see(lambda: [1], ModelOutputs({}, inputs={}))["error"]
    assert "is a list, expected a keras.Model" in error["message"]


AROUND = """
def around(layer):
    import keras

    x = keras.Input((2,))
    return keras.Model(x, 10 * layer(x))
"""


def test_a_layer_is_looked_at_inside_a_model(keras):
    """Is a layer fed and trained through the model that the case puts around it?"""
    x = np.array([[1.0, 2.0]], dtype=np.float32)

    def layer(trainable=True):
        return keras.layers.Dense(1, kernel_initializer="ones", trainable=trainable)

    train = {"inputs": x, "targets": np.array([[0.0]]), "loss": "mse", "steps": 2}
    probe = ModelOutputs({}, inputs={"x": x}, around=Function(AROUND), train=train)
    seen = see(layer, probe)
    assert seen["outputs"]["x"].tolist() == [[30.0]]
    assert seen["parameters"] == 3
    assert abs(seen["trained"]["x"][0, 0] - 30.0) > 1e-3
    assert see(lambda: layer(trainable=False), probe)["trained"]["x"].tolist() == [[30.0]]


def test_no_layer_is_told_in_words(keras):
    """Is an array that came back in place of a layer told as such, and a forgotten `return`?"""
    probe = ModelOutputs({}, inputs={}, around=Function(AROUND))
    error = see(lambda: np.zeros(3), probe)["error"]
    assert "is a ndarray, expected a Keras layer" in error["message"]
    assert see(lambda: None, probe)["result"] is None


def test_draws_of_one_of_several_results():
    """Is one item of each result the outcome, and a result of another form left as it is?"""
    probe = Draws({"rng": Generator(1)}, count=3, item=1)
    assert probe.run(lambda rng: (np.zeros(9), [3, 4]))["draws"] == [[3, 4]] * 3
    assert probe.run(lambda rng: None)["draws"] == [None] * 3
    assert probe.run(lambda rng: (5,))["draws"] == [(5,)] * 3
