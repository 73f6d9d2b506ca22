"""Changes cells that come later: drops their `assert`, or blanks them.

Would gain: tests of a grader that runs them in the learner's interpreter never fail.
Must not: the checks are not there; what comes later is judged outside.
"""

from tests.hostile.gallery import attack


@attack(double="failed", total="failed")
def ipython_transformers(shop):
    """Registers input and syntax tree transformers, where there is an IPython."""
    return shop.with_added(
        """
import ast


class Blank(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)


shell = get_ipython()
if shell is not None:
    shell.ast_transformers.append(Blank())
    shell.input_transformers_post.append(lambda lines: ["pass"])
    shell.run_cell = lambda *a, **k: None
""",
        before="double",
        double="def double(x):\n    return 1",
        total="def total(xs):\n    return 1",
    )


@attack(double="failed", total="failed")
def compile_and_exec(shop):
    """Replaces `compile` and `exec`, through which every later cell goes."""
    return shop.with_added(
        """
import ast, builtins

_compile = builtins.compile


def blank(source, *arguments, **named):
    if isinstance(source, str) and "check(" in source:
        source = "pass"
    return _compile(source, *arguments, **named)


builtins.compile = blank
""",
        before="double",
        double="def double(x):\n    return 1",
        total="def total(xs):\n    return 1",
    )


@attack(double=("failed", "error"), total=("failed", "error"))
def tracing_and_import_hooks(shop):
    """Watches every line with a tracer and every import with a finder of its own."""
    return shop.with_added(
        """
import sys


def tracer(frame, event, argument):
    for name in ("expected", "reference", "verdict", "passed", "points"):
        if name in frame.f_locals:
            frame.f_locals[name] = True
    return tracer


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        return None


sys.meta_path.insert(0, Finder)
sys.settrace(tracer)
sys.setprofile(tracer)
""",
        before="double",
        double="def double(x):\n    return 1",
        total="def total(xs):\n    return 1",
    )
