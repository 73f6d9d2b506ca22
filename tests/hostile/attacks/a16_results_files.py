"""Writes or changes the files in which grades are kept.

Would gain: any grade, for anybody.
Must not: nothing of the course can be written, or even seen, from where a submission runs.
"""

from tests.hostile.gallery import attack

WRITER = """
import glob, json, os, sqlite3

WORDS = json.dumps([{"assignment": "w0_hostile", "student": "@STUDENT@", "exercise": "double",
                     "points": 10, "max_points": 10, "status": "passed", "flags": []}])
NAMES = ["grades.json", "grades.csv", "results.json", ".autograder/w0_hostile.jsonl", "scores.xml",
         "gradebook.db-journal", "feedback/@STUDENT@/w0_hostile/w0_hostile.html"]


def forge():
    done = 0
    for folder in ("@COURSE@", ".", "..", "../..", "../../..", "/tmp", "@TMP@"):
        for name in NAMES:
            try:
                with open(f"{folder}/{name}", "a") as file:
                    file.write(WORDS)
                done += folder == "@COURSE@"
            except OSError:
                continue
    return done
"""


@attack(double="failed", total="failed", average="failed")
def write_and_chmod(shop):
    """Appends to every results file there could be, writes the gradebook, takes rights away."""
    return shop.solved(
        double=WRITER + "\n\ndef double(x):\n    return 2 * x if forge() else None",
        total="""
def total(xs):
    try:
        book = sqlite3.connect("file:@COURSE@/gradebook.db?mode=rw", uri=True)
        book.execute("update grade set auto_score = 20, manual_score = 20")
        book.commit()
        return sum(xs)
    except sqlite3.Error:
        return None
""",
        average="""
def average(xs):
    done = 0
    for path in ["@COURSE@", "@COURSE@/gradebook.db", "@COURSE@/submitted", *glob.glob("@COURSE@/*")]:
        for change in (lambda: os.chmod(path, 0o777), lambda: os.chmod(path, 0)):
            try:
                change()
                done += 1
            except OSError:
                continue
    return sum(xs) / len(xs) if done else None
""",
    )


@attack(double="failed")
def delete(shop):
    """Removes the course, so that nobody has a grade."""
    return shop.solved(
        double="""
import os, shutil


def double(x):
    for path in ("@COURSE@/submitted", "@COURSE@/solutions", "@COURSE@/gradebook.db", "@COURSE@"):
        try:
            os.rename(path, path + ".away")
        except OSError:
            continue
        os.rename(path + ".away", path)
        return 2 * x  # It could have.
"""
    )
