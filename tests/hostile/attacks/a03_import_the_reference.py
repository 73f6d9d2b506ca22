"""Imports the declarations, the judge and the solutions as Python modules.

Would gain: the reference's functions, in one line.
Must not: the submission's import path holds the public part of the package only.
"""

from tests.hostile.gallery import attack

IMPORTER = """
import importlib, sys


def imported(*names):
    sys.path[:0] = ["@COURSE@", "@REPOSITORY@", "..", "../.."]
    for name in names:
        try:
            return importlib.import_module(name)
        except Exception:
            continue
    return None
"""


@attack(double="failed", total="failed", average="failed", centred="failed")
def modules(shop):
    """Imports by name, by path, through the course's own loader and from a zipped package."""
    double = (
        IMPORTER
        + """
def double(x):
    module = imported("autograder.exercises.w0_hostile", "autograder.exercises")
    return module.reference.double(x) if hasattr(module, "reference") else None
"""
    )
    total = """
def total(xs):
    module = imported("solutions.w0_hostile.w0_hostile", "solutions")
    return module.total(xs) if hasattr(module, "total") else None
"""
    average = """
def average(xs):
    judge = imported("autograder.declaration.course")
    try:
        course = judge.Course("@COURSE@")
        return course.declaration("w0_hostile").reference().namespace["average"](xs)
    except Exception:
        return None
"""
    centred = """
def centred(table):
    import importlib.util
    try:
        path = "@COURSE@/solutions/w0_hostile/w0_hostile.py"
        spec = importlib.util.spec_from_file_location("reference", path)
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except NameError:
            pass
        return module.centred(table)
    except Exception:
        return None
"""
    return shop.solved(double=double, total=total, average=average, centred=centred)
