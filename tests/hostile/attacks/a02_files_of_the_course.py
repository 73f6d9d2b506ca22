"""Opens the files that hold answers: solutions, declarations, gradebook, others' submissions.

Would gain: the text of every solution, a neighbour's right answers, somebody's grades.
Must not: none of these files can be seen from where a submission runs.
"""

from tests.hostile.gallery import attack

READER = '''
import glob, os, re


def use_source(text, name, *arguments):
    """Runs a solution that was found in a text, notebook or source."""
    text = text.replace("\\\\n", "\\n").replace('\\\\"', '"')
    found = re.search(rf"def {name}\\(.*?(?=\\n\\S|\\Z)", text, re.DOTALL)
    if found is None or "NotImplementedError" in found.group():
        return None
    space = dict(globals())
    exec(found.group(), space)
    return space[name](*arguments)


def first_answer(patterns, name, *arguments):
    for pattern in patterns:
        for path in glob.glob(pattern, recursive=True):
            try:
                with open(path, encoding="utf-8", errors="replace") as file:
                    answer = use_source(file.read(), name, *arguments)
            except (OSError, SyntaxError, TypeError):
                continue
            if answer is not None:
                return answer
    return None
'''


@attack(double="failed", total="failed", average="failed", centred="failed")
def solutions_declarations_and_neighbours(shop):
    """Opens solutions, the declaration, and the notebooks of the class."""
    double = (
        READER
        + """
def double(x):
    places = ["@COURSE@/solutions/**/*", "../solutions/**/*", "../../../solutions/**/*"]
    return first_answer(places, "double", x)
"""
    )
    total = """
def total(xs):
    places = ["@COURSE@/submitted/*/*/*.ipynb", "../../*/*/*.ipynb", "@COURSE@/autograded/**/*.ipynb"]
    return first_answer(places, "total", xs)
"""
    average = """
def average(xs):
    places = ["@COURSE@/autograder/exercises/*/*.py", "@REPOSITORY@/autograder/exercises/*/*.py"]
    found = [path for place in places for path in glob.glob(place)]
    return sum(xs) / len(xs) if found else None
"""
    centred = """
def centred(table):
    places = glob.glob("@REPOSITORY@/solutions/*/*.py") + glob.glob("@COURSE@/gradebook.db")
    places += glob.glob("@COURSE@/grades.*") + glob.glob("@COURSE@/.autograder/*")
    return table - table.mean(axis=0) if places else None
"""
    return shop.solved(double=double, total=total, average=average, centred=centred)


@attack(double="failed", total="failed", average="failed", centred="failed")
def secrets_of_the_instructor(shop):
    """Hands back what stands in the instructor's files: the report would show it."""
    reader = """
import os, re, sqlite3


def loot(*paths):
    for path in paths:
        try:
            with open(path, "rb") as file:
                found = re.search(rb"SECRET-[0-9a-f]+", file.read(1_000_000))
        except OSError as error:
            continue
        if found:
            return "LOOT " + found.group().decode()
    return "nothing"
"""
    double = (
        reader
        + """
def double(x):
    return loot("@COURSE@/private/secret.txt", "@CANARY@/secret.txt")
"""
    )
    total = """
def total(xs):
    return loot("@HOME@/.ssh/id_rsa", "@HOME@/secret.txt", os.path.expanduser("~/secret.txt"))
"""
    average = """
def average(xs):
    return loot("@COURSE@/submitted/a00_neighbour/w0_hostile/w0_hostile.ipynb", "@TMP@/secret.txt")
"""
    centred = """
def centred(table):
    rows = sqlite3.connect("file:@COURSE@/gradebook.db?mode=ro", uri=True).execute(
        "select id from student").fetchall()
    return "LOOT " + repr(rows)
"""
    return shop.solved(
        double=double, total=total, average=average,
        centred=centred.replace("rows =", "rows = [] if not os.path.exists('@COURSE@/gradebook.db') else"),
    )  # fmt: skip
