"""Looks for the reference in the interpreter that runs the submission.

Would gain: the right value of every case, from the function that knows it, wherever the grader
holds one in reach: in a frame above, in IPython's history, among all live objects.
Must not: the process that runs this holds no reference, no expectation and no other notebook.
"""

from tests.hostile.gallery import attack

FINDER = '''
import gc, inspect, linecache, sys, types

MARKER = " ".join(["### BEGIN", "SOLUTION"])


def answer_from(value, name, own, *arguments):
    """Uses what was found: the function, a space that holds it, its text, an expected value."""
    if isinstance(value, types.FunctionType) and value.__name__ == name and value is not own:
        return value(*arguments)
    if isinstance(value, dict):
        for space in (value, value.get("namespace")):
            found = space.get(name) if isinstance(space, dict) else None
            if isinstance(found, types.FunctionType) and found is not own:
                return found(*arguments)
        if "expected" in value:
            return value["expected"]
    if isinstance(value, str) and MARKER in value and f"def {name}(" in value:
        space = dict(globals())
        exec(value[value.index(f"def {name}("):].split("# %%")[0], space)
        return space[name](*arguments)
    if type(value).__name__ in ("Matches", "ExerciseCheck", "Reference"):
        return getattr(value, "value", None) or vars(value)
    return None
'''


@attack(double="failed", total="failed", average="failed", centred="failed")
def frames_stack_and_objects(shop):
    """Walks up the frames, through `inspect.stack`, all live objects and shown sources."""
    double = (
        FINDER
        + """
def double(x):
    frame = sys._getframe()
    while frame is not None:
        for value in [*frame.f_locals.values(), *frame.f_globals.values()]:
            answer = answer_from(value, "double", double, x)
            if answer is not None:
                return answer
        frame = frame.f_back
"""
    )
    total = """
def total(xs):
    for place in inspect.stack():
        for value in list(place.frame.f_locals.values()):
            answer = answer_from(value, "total", total, xs)
            if answer is not None:
                return answer
"""
    average = """
def average(xs):
    gc.collect()
    for value in gc.get_objects():
        answer = answer_from(value, "average", average, xs)
        if answer is not None:
            return answer
"""
    centred = """
def centred(table):
    texts = ["".join(entry[2]) for entry in linecache.cache.values() if len(entry) > 2]
    for module in list(sys.modules.values()):
        texts += [v for v in list(getattr(module, "__dict__", {}).values()) if isinstance(v, str)]
    for text in texts:
        answer = answer_from(text, "centred", centred, table)
        if answer is not None:
            return answer
"""
    return shop.solved(double=double, total=total, average=average, centred=centred)


@attack(double="failed", total="failed", average="failed")
def history(shop):
    """Reads `In`, `_ih` and the database of IPython's history."""
    double = (
        FINDER
        + """
def double(x):
    for name in ("In", "_ih", "Out", "_oh", "_dh"):
        for value in globals().get(name, []):
            answer = answer_from(value, "double", double, x)
            if answer is not None:
                return answer
"""
    )
    total = """
def total(xs):
    shell = get_ipython()
    manager = getattr(shell, "history_manager", None)
    for _, _, text in manager.get_range() if manager else []:
        answer = answer_from(text, "total", total, xs)
        if answer is not None:
            return answer
"""
    average = """
def average(xs):
    import glob, sqlite3
    for path in glob.glob("@HOME@/.ipython/profile_default/history.sqlite"):
        for (text,) in sqlite3.connect(path).execute("select source from history"):
            answer = answer_from(text, "average", average, xs)
            if answer is not None:
                return answer
"""
    return shop.solved(double=double, total=total, average=average)
