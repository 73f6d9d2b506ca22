"""`scan`: a function over elements, with something to carry."""

import numpy as np

from autograder.checks.expectations import Between, PassedOn
from autograder.checks.probes import Call
from autograder.checks.recipes import Function, Made, Recorded
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import numbers

from .inputs import scan, some_words

# Not the same if the two arguments change places, nor if the two results do.
STEP = Function("def step(x, carry):\n    return 10 * carry + x, 2 * carry + x\n")

CELL = """
def make(weights, mixing, out):
    def cell(x, state):
        state = np.tanh(x @ weights + state @ mixing)
        return state @ out, state

    return cell
"""

WORDS = """
def step(word, carry):
    return f"{len(carry)} {word}", [*carry, word]
"""

# Each output tells what was carried there.
TOGGLE = """
def step(x, carry):
    return (x if carry is None else 10 * carry + 3 * x), (x if carry is None else None)
"""

COUNTS = """
def step(x, carry):
    return (None if carry else x), carry + x
"""

GENERATED = """
def make(items):
    return (item for item in items)
"""


@scan.case("Three numbers: each output and each carry hangs on the carry before.")
def three_numbers(rng):
    elems = rng.permutation([1, 2, 3]).tolist()
    return {"fn": STEP, "elems": elems, "initializer": int(rng.integers(4, 9))}


@scan.case("A recurrent cell over the rows of an array.")
def a_cell(rng):
    weights = {
        "weights": numbers(rng, (3, 4), 0.6),
        "mixing": numbers(rng, (4, 4), 0.6),
        "out": numbers(rng, (4, 2)),
    }
    return {
        "fn": Made(CELL, weights),
        "elems": numbers(rng, (6, 3)),
        "initializer": numbers(rng, 4),
    }


@scan.case("Without elements: no outputs, and the first carry is the last.")
def no_elements(rng):
    arguments = {"fn": Recorded(STEP), "elems": [], "initializer": int(rng.integers(1, 9))}
    also = [Between("calls.fn.count", 0, 0, "Without elements fn is not called at all.")]
    return Trial(Call(arguments), also=also)


@scan.case("None is a carry like any other.")
def nothing_to_carry(rng):
    elems = rng.integers(1, 9, 5).tolist()
    return {"fn": Function(TOGGLE), "elems": elems, "initializer": None}


@scan.case("Also where it comes in the middle.")
def nothing_in_between(rng):
    elems = rng.integers(1, 9, 5).tolist()
    return {"fn": Function(TOGGLE), "elems": elems, "initializer": int(rng.integers(1, 9))}


@scan.case("So is 0, and None is an output like any other.")
def zero_to_carry(rng):
    elems = [0, int(rng.integers(1, 9)), -int(rng.integers(10, 19)), 0, int(rng.integers(1, 9))]
    return {"fn": Function(COUNTS), "elems": elems, "initializer": 0}


@scan.case("Elements of any kind, and a carry that grows.")
def words_and_a_list(rng):
    return {"fn": Function(WORDS), "elems": some_words(rng, 4), "initializer": []}


@scan.case("Elements that can be gone through once only.")
def a_generator(rng):
    elems = Made(GENERATED, {"items": rng.integers(1, 9, 4).tolist()})
    return {"fn": STEP, "elems": elems, "initializer": int(rng.integers(1, 9))}


@scan.case("The function is called once an element, and gets what the call before returned.")
def watched(rng):
    elems = rng.integers(1, 9, 5).tolist()
    also = [
        PassedOn("calls.fn", 1, 1, "The carry that fn returns goes into its next call."),
        Between("calls.fn.count", 5, 5, "fn is called once for each element."),
    ]
    arguments = {"fn": Recorded(STEP), "elems": elems, "initializer": int(rng.integers(1, 9))}
    return Trial(Call(arguments), also=also)


@scan.alternative
def scan_by_recursion(fn, elems, initializer):
    elems = list(elems)
    if not elems:
        return [], initializer
    y, carry = fn(elems[0], initializer)
    ys, last = scan_by_recursion(fn, elems[1:], carry)
    return [y, *ys], last


@scan.alternative
def scan_with_a_comprehension(fn, elems, initializer):
    kept = [initializer]

    def step(x):
        y, kept[0] = fn(x, kept[0])
        return y

    return list(map(step, elems)), kept[0]


@scan.alternative
def scan_with_accumulate(fn, elems, initializer):
    from itertools import accumulate

    pairs = list(accumulate(elems, lambda p, x: fn(x, p[1]), initial=(None, initializer)))
    return [np.asarray(y) if isinstance(y, np.ndarray) else y for y, _ in pairs[1:]], pairs[-1][1]


scan.slip(
    "swaps_the_arguments",
    "fn is called with carry and element the wrong way round (tf.scan has that order). Here it is "
    "fn(x, carry).",
    "fn(x, carry)",
    "fn(carry, x)",
)

scan.slip(
    "swaps_the_results",
    "The results of fn were taken the wrong way round (jax.lax.scan has that order). Here the output "
    "comes first, then the carry.",
    "y, carry = fn",
    "carry, y = fn",
)

scan.slip(
    "always_begins_anew",
    "Each call gets the initializer. Hand on the carry that the call before returned.",
    "fn(x, carry)",
    "fn(x, initializer)",
)

scan.slip(
    "collects_the_carries",
    "The list holds the carries. Collect the outputs.",
    "ys.append(y)",
    "ys.append(carry)",
)

scan.slip(
    "returns_the_first_carry",
    "The second result is the initializer. Return the carry of the last call.",
    "return ys, carry",
    "return ys, initializer",
)

scan.slip(
    "returns_the_last_output",
    "The second result is the last output. Return the last carry.",
    "return ys, carry",
    "return ys, (ys[-1] if ys else initializer)",
)

scan.slip(
    "returns_them_the_other_way",
    "The two results are the wrong way round: first the list of outputs, then the last carry.",
    "return ys, carry",
    "return carry, ys",
)

scan.slip(
    "goes_backwards",
    "The elements were gone through from the end. Take them in their order.",
    "for x in elems",
    "for x in list(elems)[::-1]",
)

scan.slip(
    "takes_nothing_for_the_start",
    "A carry of None or 0 was replaced by something else. It is a carry like any other.",
    "fn(x, carry)",
    "fn(x, carry or 1)",
)


@scan.misconception(
    "fn is called twice for each element, once for the output and once for the carry. Keep both of its "
    "results."
)
def scan_with_two_calls(fn, elems, initializer):
    carry, ys = initializer, []
    for x in elems:
        ys.append(fn(x, carry)[0])
        carry = fn(x, carry)[1]
    return ys, carry


@scan.misconception(
    "The list begins with the initializer. There is one output an element, and the initializer is none."
)
def scan_with_the_initializer(fn, elems, initializer):
    carry, ys = initializer, [initializer]
    for x in elems:
        y, carry = fn(x, carry)
        ys.append(y)
    return ys, carry


scan.slip(
    "begins_with_zero_for_none",
    "An initializer of None was replaced by 0. None is a carry like any other: hand it to fn.",
    "initializer, []",
    "(0 if initializer is None else initializer), []",
)

scan.slip(
    "leaves_outputs_of_none_out",
    "Outputs that are None are missing in the list. There is one output for each element, whatever it is.",
    "ys.append(y)",
    "ys += [] if y is None else [y]",
)

scan.slip(
    "returns_the_last_carry_but_one",
    "The second result is the carry that the last call was given. Return the one that it gave back.",
    ("carry, ys = initializer, []", "carry, given, ys = initializer, initializer, []"),
    ("y, carry = fn(x, carry)", "given = carry\n        y, carry = fn(x, given)"),
    ("return ys, carry", "return ys, given"),
)

scan.slip(
    "makes_an_array_of_the_elements",
    "The elements were made an array, and a generator becomes a single thing there. Go through elems as it "
    "is.",
    "for x in elems",
    "for x in np.asarray(elems)",
)

scan.slip(
    "returns_all_carries",
    "The second result is a list of all carries, the first among them. Return the last carry alone.",
    ("carry, ys = initializer, []", "carry, ys, carries = initializer, [], [initializer]"),
    ("ys.append(y)", "ys.append(y)\n        carries.append(carry)"),
    ("return ys, carry", "return ys, carries"),
)

scan.slip(
    "returns_all_later_carries",
    "The second result is a list of the carries that fn gave back. Return the last of them alone.",
    ("carry, ys = initializer, []", "carry, ys, carries = initializer, [], []"),
    ("ys.append(y)", "ys.append(y)\n        carries.append(carry)"),
    ("return ys, carry", "return ys, carries"),
)

scan.slip(
    "begins_with_the_first_element",
    "Where the initializer was None, 0 or empty, the first element took its place. An initializer is always "
    "given, whatever it is.",
    "    carry, ys = initializer, []",
    "    elems = list(elems)\n    carry, ys = initializer or (elems.pop(0) if elems else None), []",
)

scan.slip(
    "begins_again_at_none",
    "Where None was carried, the first carry came back. None is a carry like any other: begin once, "
    "before the loop.",
    "        y, carry = fn(x, carry)",
    "        y, carry = fn(x, initializer if carry is None else carry)",
)
