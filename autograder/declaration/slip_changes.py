"""What a slip makes of a reference's syntax tree: every small change that learners are known to make.

A mutant (`mutants.py`) asks a check whether it notices; a slip explains a result that the check has
noticed. So there are more of them, and each has a kind: `autograder/checks/slips.py` says it in words.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from autograder.declaration.mutants import ARITHMETIC, COMPARISONS, only_raises
from autograder.declaration.slip_scope import Scope

Change = tuple[str, ast.AST]  # the kind of slip, and what stands there in place of the node

# Functions that are taken for each other.
FAMILIES = (
    ("sum", "mean", "max", "min", "median"),
    ("sum", "prod"),
    ("exp", "exp2", "expm1"),
    ("log", "log2", "log10", "log1p"),
    ("tanh", "sigmoid", "softmax", "relu", "linear"),
    ("maximum", "minimum"),
    ("argmax", "argmin"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("floor", "ceil", "round"),
    ("any", "all"),
    ("append", "extend"),
    ("std", "var"),
)
ALONG_AXES = {
    *FAMILIES[0], "prod", "softmax", "argmax", "argmin", "concatenate", "stack", "cumsum", "norm", "std",
    "var", "flip", "any", "all", "diff",
}  # fmt: skip
ENDS = (ast.Return, ast.Raise, ast.Break, ast.Continue)
LIMITS = ("min", "max", "minimum", "maximum", "clip")
# With `z - z`, or the product of a vector with itself, comes out what many other mistakes give, too.
NEVER_ITSELF = {"dot", "vdot", "inner", "matmul", "subtract", "divide", "isclose", "allclose"}
NEVER_ITSELF_BETWEEN = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.MatMult)
FILLS = ("value", "fill_value", "constant_values", "fillvalue", "default")  # names of arguments
STRICT = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
TURNED = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}
MOST_SWAPPED = 8  # items of a tuple of which all pairs are swapped


STEP = "__count_a_step__"


def is_step(node: ast.AST) -> bool:
    """Tells whether a statement is the one that counts the rounds of a loop."""
    call = getattr(node, "value", None)
    return isinstance(call, ast.Call) and getattr(call.func, "id", "") == STEP


def changes(node: ast.AST, parents: Sequence[ast.AST], scope: Scope) -> Iterator[Change]:
    """Yields what slips may make of one node.

    Args:
        node: Of a solution's tree; it stays as it is.
        parents: All above it, the outermost first.
        scope: The names of the solution.
    """
    if isinstance(node, ast.BinOp):
        yield from _of_operation(node)
    elif isinstance(node, ast.AugAssign):
        yield from _of_update(node)
    elif isinstance(node, ast.Compare):
        yield from _of_comparison(node)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "condition", _with(node, op=other)
        yield from (("condition", value) for value in node.values)
    elif isinstance(node, ast.UnaryOp):
        yield ("condition" if isinstance(node.op, ast.Not) else "sign"), node.operand
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node, parents, scope)
    elif isinstance(node, ast.Call):
        yield from _of_call(node, isinstance(parents[-1], ast.Expr))
    elif isinstance(node, ast.Subscript):
        yield from _of_brackets(node)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield "transposed", node.value
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield from _of_name(node, parents, scope)
    elif isinstance(node, (ast.Tuple, ast.List)):
        is_axis = isinstance(parents[-1], ast.keyword) and parents[-1].arg == "axis"
        yield from (("axis" if is_axis else kind, other) for kind, other in _of_items(node))
    elif isinstance(node, ast.Dict):
        for i, j in combinations(range(min(len(node.values), MOST_SWAPPED)), 2):
            yield "swapped", _with(node, values=_exchanged(node.values, i, j))
    elif isinstance(node, (ast.IfExp, ast.comprehension)):
        yield from _of_choice(node)
    elif isinstance(node, ast.stmt):
        yield from _of_statement(node)
    yield from _of_blocks(node)


def is_of_itself(node: ast.AST) -> bool:
    """Tells whether something is done with one thing twice, as in `z - z`: nobody means to."""
    operands: list[ast.expr] = []
    if isinstance(node, ast.BinOp) and isinstance(node.op, NEVER_ITSELF_BETWEEN):
        operands = [node.left, node.right]
    elif isinstance(node, ast.Compare):
        operands = [node.left, *node.comparators]
    elif isinstance(node, ast.Call) and _name_of(node.func) in NEVER_ITSELF:
        operands = node.args
    return len({ast.unparse(each) for each in operands}) < len(operands)


def _of_operation(node: ast.BinOp) -> Iterator[Change]:
    kind = "term" if isinstance(node.op, (ast.Add, ast.Sub)) else "factor"
    yield kind, node.left
    yield kind, node.right
    if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult, ast.FloorDiv, ast.Mod)):
        kind = "sign" if isinstance(node.op, ast.Sub) else "swapped"
        yield kind, _with(node, left=node.right, right=node.left)
    yield from (("brackets", other) for other in _regrouped(node))
    if isinstance(node.op, (ast.Add, ast.Sub)):
        other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield "sign", _with(node, op=other)
    if type(node.op) in ARITHMETIC and not isinstance(node.op, (ast.Add, ast.Sub)):
        yield "operation", _with(node, op=ARITHMETIC[type(node.op)]())
    others = {ast.Add: ast.Mult, ast.Mult: ast.Add}
    if type(node.op) in others:
        yield "operation", _with(node, op=others[type(node.op)]())
    if isinstance(node.op, ast.MatMult):
        yield "operation", _with(node, op=ast.Mult())
        for side in ("left", "right"):
            turned = ast.Attribute(getattr(node, side), "T", ast.Load())
            yield "transposed", _with(node, **{side: turned})
    if isinstance(node.op, ast.Mult):
        yield "operation", _with(node, op=ast.MatMult())


def _regrouped(node: ast.BinOp) -> Iterator[ast.BinOp]:
    """Yields `(a + b) * c` for `a + b * c`, and the other way round."""
    if isinstance(node.right, ast.BinOp):
        inner = ast.BinOp(node.left, node.op, node.right.left)
        yield ast.BinOp(inner, node.right.op, node.right.right)
    if isinstance(node.left, ast.BinOp):
        inner = ast.BinOp(node.left.right, node.op, node.right)
        yield ast.BinOp(node.left.left, node.left.op, inner)


def _of_update(node: ast.AugAssign) -> Iterator[Change]:
    yield "statement", ast.Pass()
    # The last value in place of the sum of all.
    yield "term", ast.copy_location(ast.Assign([node.target], node.value), node)
    if type(node.op) in ARITHMETIC:
        kind = "sign" if isinstance(node.op, (ast.Add, ast.Sub)) else "operation"
        yield kind, _with(node, op=ARITHMETIC[type(node.op)]())


def _of_comparison(node: ast.Compare) -> Iterator[Change]:
    for i, op in enumerate(node.ops):
        for table, kind in ((STRICT, "boundary"), (TURNED, "condition")):
            if type(op) in table:
                yield kind, _with(node, ops=_put(node.ops, i, table[type(op)]()))
        if type(op) in COMPARISONS and type(op) not in STRICT:
            yield "condition", _with(node, ops=_put(node.ops, i, COMPARISONS[type(op)]()))
    if len(node.ops) > 1:  # One side of `low <= x < high` alone.
        sides = [node.left, *node.comparators]
        for i, op in enumerate(node.ops):
            yield "condition", ast.Compare(sides[i], [op], [sides[i + 1]])
    for i, value in enumerate(node.comparators):
        if not isinstance(value, (ast.Constant, ast.Tuple, ast.List)):
            for moved in _one_more_or_less(value):
                yield "boundary", _with(node, comparators=_put(node.comparators, i, moved))


def _of_constant(node: ast.Constant, parents: Sequence[ast.AST], scope: Scope) -> Iterator[Change]:
    value, above = node.value, parents[-1]
    if isinstance(value, str):
        if isinstance(above, ast.Subscript):
            yield from (("entry", ast.Constant(key)) for key in scope.keys if key != value)
        else:
            yield from (("function", ast.Constant(name)) for name in _family(value))
    elif isinstance(value, bool):
        yield "option", ast.Constant(not value)
    elif isinstance(value, (int, float)):
        is_axis = isinstance(above, ast.keyword) and above.arg == "axis"
        if is_axis or _is_positional_axis(node, above):
            yield from (("axis", ast.Constant(i)) for i in (0, 1, 2, -1, None) if i != value)
        elif isinstance(value, int):
            kind = "boundary" if _counts(node, parents) else "constant"
            kind = _of_keyword(above) if isinstance(above, ast.keyword) else kind
            yield from ((kind, ast.Constant(value + i)) for i in (1, -1))
            if kind == "constant" and value > 1:
                yield kind, ast.Constant(value * 2)
        else:
            # Not 0 or 1: with them, something is left out, and that is another slip.
            found = {value * 2 + 1, 2 * value, value / 2, 10 * value, value / 10}
            kind = _of_keyword(above) if isinstance(above, ast.keyword) else "constant"
            yield from ((kind, ast.Constant(x)) for x in sorted(found - {value, 0.0, 1.0}))


def _of_keyword(keyword: ast.keyword) -> str:
    """Returns the kind of slip where an argument that has a name is left out or another one."""
    if keyword.arg == "axis":
        return "axis"
    return "filling" if keyword.arg in FILLS else "option"


def _counts(node: ast.AST, parents: Sequence[ast.AST]) -> bool:
    """Tells whether a number says where something starts or ends."""
    for above, within in zip(reversed(parents), [node, *reversed(parents)], strict=False):
        if isinstance(above, ast.Subscript):
            return within is above.slice  # In `{"rnn": 1}[kind]` a number says how many.
        if isinstance(above, (ast.Slice, ast.Compare)):
            return True
        if isinstance(above, ast.Call):
            return _name_of(above.func) in ("range", "islice", "arange", "integers", "min", "max")
        if isinstance(above, ast.stmt):
            return False
    return False


def _is_positional_axis(node: ast.AST, above: ast.AST) -> bool:
    if not isinstance(above, ast.Call) or _name_of(above.func) not in ALONG_AXES:
        return False
    place = 0 if _is_method(above) else 1
    return len(above.args) > place and above.args[place] is node


def _of_call(node: ast.Call, is_statement: bool) -> Iterator[Change]:
    name = _name_of(node.func)
    for keyword in node.keywords:
        if keyword.arg == "kind":
            continue  # Sorted in another way, equals stand in an order that hangs on the processor.
        fewer = [k for k in node.keywords if k is not keyword]
        yield _of_keyword(keyword), _with(node, keywords=fewer)
    for i, j in combinations(range(min(len(node.args), MOST_SWAPPED)), 2):
        yield "swapped", _with(node, args=_exchanged(node.args, i, j))
    for other in _family(name):  # `sigmoid` may be the notebook's own, and `tanh` NumPy's.
        in_module = ast.Attribute(ast.Name("np", ast.Load()), other, ast.Load())
        if isinstance(node.func, ast.Attribute):
            in_module = _with(node.func, attr=other)
        yield "function", _with(node, func=in_module)
        yield "function", _with(node, func=ast.Name(other, ast.Load()))
    if name in ALONG_AXES and not any(k.arg == "axis" for k in node.keywords):
        for axis in (0, 1):
            more = [*node.keywords, ast.keyword("axis", ast.Constant(axis))]
            yield "axis", _with(node, keywords=more)
    if name == "range":
        yield from _of_range(node)
    if is_statement:
        return  # Without its call it is no step: that is another slip.
    if _is_method(node) and isinstance(node.func, ast.Attribute):
        yield "call", node.func.value
    if node.args and name != "range":
        yield from (("call", value) for value in node.args if not isinstance(value, ast.Starred))


def _of_range(node: ast.Call) -> Iterator[Change]:
    for i, value in enumerate(node.args[:2]):
        if not isinstance(value, ast.Constant):
            for moved in _one_more_or_less(value):
                yield "boundary", _with(node, args=_put(node.args, i, moved))
    if len(node.args) == 1:
        yield "boundary", _with(node, args=[ast.Constant(1), *node.args])


def _one_more_or_less(value: ast.AST) -> Iterator[ast.expr]:
    for op in (ast.Add(), ast.Sub()):
        yield ast.BinOp(value, op, ast.Constant(1))  # type: ignore[arg-type]


def _of_brackets(node: ast.Subscript) -> Iterator[Change]:
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    for i, item in enumerate(items):
        for other in _other_places(item):
            index = other
            if isinstance(node.slice, ast.Tuple):
                index = _with(node.slice, elts=_put(items, i, other))
            yield "boundary", _with(node, slice=index)


def _other_places(item: ast.AST) -> Iterator[ast.AST]:
    """Yields an index or a slice that is one place off, or has an end less."""
    if isinstance(item, ast.Slice):
        for name in ("lower", "upper"):
            end = getattr(item, name)
            if end is not None:
                yield _with(item, **{name: None})
                if not isinstance(end, ast.Constant):
                    for moved in _one_more_or_less(end):
                        yield _with(item, **{name: moved})
        if item.lower is None and item.upper is not None:
            yield _with(item, lower=ast.Constant(1))
    elif isinstance(item, (ast.Name, ast.BinOp)):
        yield from _one_more_or_less(item)


def _of_name(node: ast.Name, parents: Sequence[ast.AST], scope: Scope) -> Iterator[Change]:
    above = parents[-1]
    if isinstance(above, ast.Call) and above.func is node:
        return
    among = [
        call for call in parents if isinstance(call, ast.Call) and _name_of(call.func) in LIMITS
    ]
    for name in scope.others(node.id):
        if any(name == n.id for call in among for n in ast.walk(call) if isinstance(n, ast.Name)):
            continue  # max(x, -x) is the size of x: nobody arrives there by a wrong name.
        yield "name", ast.Name(name, ast.Load())


def _of_items(node: ast.Tuple | ast.List) -> Iterator[Change]:
    if len(node.elts) <= MOST_SWAPPED:
        for i, j in combinations(range(len(node.elts)), 2):
            yield "swapped", _with(node, elts=_exchanged(node.elts, i, j))
    if isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        for i in range(len(node.elts)):
            yield "item", _with(node, elts=[e for j, e in enumerate(node.elts) if j != i])


def _of_choice(node: ast.IfExp | ast.comprehension) -> Iterator[Change]:
    if isinstance(node, ast.IfExp):
        yield "condition", node.body
        yield "condition", node.orelse
        yield "condition", _with(node, body=node.orelse, orelse=node.body)
    elif node.ifs:
        yield "condition", _with(node, ifs=[])


def _of_statement(node: ast.stmt) -> Iterator[Change]:
    is_call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    if isinstance(node, (ast.Assign, ast.Continue, ast.Break, ast.Return)) or is_call:
        yield "statement", ast.Pass()
    if isinstance(node, ast.If):
        if only_raises(node):
            yield "statement", ast.Pass()
        else:
            yield "condition", _with(node, test=ast.UnaryOp(ast.Not(), node.test))
            yield "condition", _with(node, test=ast.Constant(True))
            yield "statement", _with(node, test=ast.Constant(False))
            if node.orelse:
                yield "condition", _with(node, body=node.orelse, orelse=node.body)


def _of_blocks(node: ast.AST) -> Iterator[Change]:
    """Yields changes of the order of a node's statements, and of what a loop holds."""
    if isinstance(node, (ast.Module, ast.ClassDef)):
        return
    for name in ("body", "orelse"):
        block = getattr(node, name, None)
        if not isinstance(block, list):
            continue
        for i in range(len(block) - 1):
            if is_step(block[i]) or isinstance(block[i + 1], ENDS):
                continue  # What comes behind a `return` is left out, and that is another slip.
            yield "order", _with(node, **{name: _exchanged(block, i, i + 1)})
        for i, statement in enumerate(block):
            if is_step(statement):
                continue
            if _tells_when_twice(statement):
                twice = [*block[:i], statement, *block[i:]]
                yield "twice", _with(node, **{name: twice})
            if isinstance(statement, (ast.For, ast.While)):
                yield from (("placement", _with(node, **{name: b})) for b in _moved(block, i))


def _tells_when_twice(statement: ast.AST) -> bool:
    if isinstance(statement, ast.AugAssign):
        return True
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Call)
    if not isinstance(statement, ast.Assign):
        return False
    made = {n.id for t in statement.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    return any(isinstance(n, ast.Name) and n.id in made for n in ast.walk(statement.value))


def _moved(block: list[Any], i: int) -> Iterator[list[Any]]:
    """Yields the block with one statement moved into, or out of, the loop at place `i`."""
    loop = block[i]
    if i + 1 < len(block):  # What follows stands in the loop.
        inside = _with(loop, body=[*loop.body, block[i + 1]])
        yield [*block[:i], inside, *block[i + 2 :]]
    if len(loop.body) > 2:  # Its last line stands behind it.
        yield [*block[:i], _with(loop, body=loop.body[:-1]), loop.body[-1], *block[i + 1 :]]
    for j in range(i):  # Every round begins anew with what is set before the loop.
        if isinstance(block[j], ast.Assign):
            inside = _with(loop, body=[block[j], *loop.body])
            yield [*block[:i], inside, *block[i + 1 :]]


def _family(name: str) -> list[str]:
    """Returns the functions that one is taken for."""
    return [other for family in FAMILIES if name in family for other in family if other != name]


def _name_of(function: ast.AST) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_method(node: ast.Call) -> bool:
    """Tells whether a call is one of a value's method: `x.sum()` is, `np.sum(x)` is not."""
    function = node.func
    if not isinstance(function, ast.Attribute):
        return False
    base = function.value
    while isinstance(base, ast.Attribute):
        base = base.value
    return not (isinstance(base, ast.Name) and base.id in ("np", "keras", "tf", "scipy"))


def _with(node: ast.AST, **fields: object) -> Any:
    """Returns a copy with other fields; what it does not name is shared with the node."""
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _put(items: Sequence[Any], i: int, item: Any) -> list[Any]:
    return [*items[:i], item, *items[i + 1 :]]


def _exchanged(items: Sequence[Any], i: int, j: int) -> list[Any]:
    found = list(items)
    found[i], found[j] = found[j], found[i]
    return found
