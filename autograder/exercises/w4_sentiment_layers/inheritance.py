"""`SubClass`: overwrites one method, and inherits the others."""

import numpy as np

from autograder.checks.probes import Steps
from autograder.declaration.inputs import numbers

from .inputs import reference, sub_class


@sub_class.case("A number plus the square of another.")
def one_number(rng):
    y, x = int(rng.integers(3, 9)), int(rng.integers(2, 9))
    return Steps({"y": y}, [["__call__", {"x": x}]], ["y"])


@sub_class.case("The method is called by itself, too.")
def the_method(rng):
    return Steps({"y": float(numbers(rng, ()))}, [["my_method", {"x": float(numbers(rng, ()))}]])


@sub_class.case("A y below zero has a square above it.")
def below_zero(rng):
    return Steps({"y": -int(rng.integers(2, 9))}, [["__call__", {"x": int(rng.integers(-9, 9))}]])


@sub_class.case("Arrays.")
def arrays(rng):
    return Steps({"y": float(numbers(rng, ()))}, [["__call__", {"x": numbers(rng, (2, 3))}]])


@sub_class.case("An array of whole numbers, and a y that is none.")
def whole_numbers(rng):
    y = int(rng.integers(2, 7)) + 0.5
    return Steps({"y": y}, [["__call__", {"x": rng.integers(-9, 9, (3, 2))}]])


@sub_class.case("What else the base does is inherited: it counts its calls.")
def counts_calls(rng):
    calls = [["__call__", {"x": float(x)}] for x in numbers(rng, int(rng.integers(2, 5)))]
    return Steps({"y": float(numbers(rng, ()))}, calls, ["calls", "y"])


# ------------------------------------------------------------------------ other right answers


@sub_class.alternative
def by_multiplying(y):
    class Sub(reference.MyClass):
        def my_method(self, x):
            return self.y * self.y + x

    return Sub(y)


@sub_class.alternative
def by_way_of_the_base(y):
    class Sub(reference.MyClass):
        def my_method(self, x):
            return super().my_method(x) - self.y + self.y**2

    return Sub(y)


@sub_class.alternative
def with_a_square(y):
    class Sub(reference.MyClass):
        def __init__(self, y):
            super().__init__(y)
            self.square = np.square(y)

        def my_method(self, x):
            return np.add(x, self.square)

    return Sub(y)


# ------------------------------------------------------------------------------- known mistakes

RIGHT = "x + self.y**2"

sub_class.slip(
    "as_the_base_does",
    "This is what the base does. Here the **square** of y is added.",
    RIGHT,
    "x + self.y",
)
sub_class.slip(
    "squares_the_sum",
    "The sum was squared. Powers bind more tightly than sums, if there are no parentheses.",
    RIGHT,
    "(x + self.y) ** 2",
)
sub_class.slip("squares_x", "x was squared. It is y that is.", RIGHT, "x**2 + self.y")
sub_class.slip(
    "doubles",
    "y was doubled. Its square is y times y; the operator is `**`.",
    RIGHT,
    "x + self.y * 2",
)
sub_class.slip("multiplies", "x was multiplied. The square is added to it.", RIGHT, "x * self.y**2")
sub_class.slip(
    "returns_the_square", "This is the square alone. It is added to x.", RIGHT, "self.y**2"
)


@sub_class.misconception(
    "The base's `__call__` was written anew, and no longer counts its calls. Overwrite `my_method` alone."
)
def writes_call_anew(y):
    class Sub(reference.MyClass):
        def my_method(self, x):
            return x + self.y**2

        def __call__(self, x):
            return self.my_method(x)

    return Sub(y)


@sub_class.misconception(
    "Only `__call__` does the right thing. Leave it to the base, and overwrite `my_method`, which it calls."
)
def overwrites_call(y):
    class Sub(reference.MyClass):
        def __call__(self, x):
            self.calls += 1
            return x + self.y**2

    return Sub(y)


@sub_class.misconception(
    "`y` was changed when the object was made. It stays what was given; square it in `my_method`."
)
def squares_at_once(y):
    return reference.MyClass(y**2)
