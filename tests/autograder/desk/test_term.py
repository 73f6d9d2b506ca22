"""A term of collecting, by hypothesis: whatever arrives in whatever order, nobody's work is lost.

Learners hand in again, change their names, share one; archives of any age are collected with a
roster, a worksheet or nothing; ids change; some is graded in between. After each step the course
folder is held to what the ledger promises.
"""

import csv
import io
import json
import shutil
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from autograder.declaration.course import Course
from autograder.desk import collect as collecting
from autograder.desk.collected import Ledger
from autograder.desk.roster import read_roster
from tests.autograder import small_course as small
from tests.autograder.desk.archives import blackboard, make_zip, notebook

NAME = small.ASSIGNMENT
NAMES = ("Ann Lee", "Raj Patel", "Zoë Müller")
LEARNERS = st.integers(0, 3)
PLATFORMS = ("canvas", "moodle", "blind", "blackboard")
TABLES = st.sampled_from(["nothing", "nothing", "roster", "worksheet", "both"])
RARELY = st.sampled_from([False, False, False, True])
TAKEN = ("new", "newer", "unchanged", "older", "beside")


class Term(RuleBasedStateMachine):
    """One course folder, one platform, four learners."""

    root = Path()
    platform = "canvas"

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="term."))
        self.course = Course(self.root, folder=self.folder)
        self.names = [NAMES[i % 2] for i in range(4)]  # Two and two have one name.
        self.ids = [f"s{i}" for i in range(4)]
        self.listed = [True] * 4
        self.attempts: dict[int, int] = {}
        self.clock = 0
        self.archives: list[tuple[int, dict[int, int]]] = []
        self.taken: dict[int, set[int]] = defaultdict(set)

    def teardown(self):
        shutil.rmtree(self.folder)

    # Few rules that do much: hypothesis leaves out most rules of a machine that has many.

    @initialize(who=st.sets(LEARNERS, min_size=1), tables=TABLES)
    def first_week(self, who, tables):
        self.hand_in(who)
        self.collect_now(tables, who, False)

    @rule(who=st.sets(LEARNERS), also=st.sets(LEARNERS, max_size=2), tables=TABLES, trial=RARELY)
    def week(self, who, also, tables, trial):
        self.hand_in(who)
        self.collect_now(tables, who | also, trial)

    @rule(
        change=st.sampled_from(["id", "id", "name", "listed", "graded"]),
        who=LEARNERS,
        name=st.sampled_from(NAMES),
        new=st.sampled_from(["s0", "s1", "s2", "s3", "t0", "t1", "Ann_Lee"]),
        tables=TABLES,
        data=st.data(),
    )
    def something_changes(self, change, who, name, new, tables, data):
        if change == "name" and self.platform != "canvas":
            self.names[who] = name
        elif change == "id" and new not in self.ids:
            self.ids[who] = new
        elif change == "listed":
            self.listed[who] = not self.listed[who]
        elif change == "graded":
            self.grade(who)
        # An archive of any age, that of today among them.
        self.collect(*data.draw(st.sampled_from(self.archives)), tables, False)

    def hand_in(self, who):
        for learner in sorted(who):
            self.clock += 1
            self.attempts[learner] = self.clock

    def grade(self, who):
        """Stands for grading: what it leaves behind is what collecting looks for."""
        for entry in Ledger(self.folder, NAME).entries.values():
            if entry.user == self.number(who):
                results = self.folder / "autograded" / entry.student / NAME
                results.mkdir(parents=True, exist_ok=True)

    def collect_now(self, tables, whose, is_trial):
        attempts = {who: n for who, n in self.attempts.items() if who in whose}
        if attempts:
            self.clock += 1
            self.archives.append((self.clock, attempts))
            self.collect(self.clock, attempts, tables, is_trial)

    # How that is done.

    def number(self, who):
        return f"a_user{who}" if self.platform == "blackboard" else str(500 + who)

    def files(self, attempts):
        files = []
        for who, n in attempts.items():
            name, number, data = self.names[who], self.number(who), notebook(f"{who}.{n}")
            plain = "".join(c for c in name.lower() if c.isalpha())
            file = f"{NAME}.ipynb"
            if self.platform == "canvas":
                files.append((f"{plain}_{number}_{1000 + n}_{file}", data))
            elif self.platform == "moodle":
                files.append((f"{name}_{number}_assignsubmission_file/{file}", data))
            elif self.platform == "blind":
                files.append((f"Participant_{number}_assignsubmission_file/{file}", data))
            else:
                date = f"2026-06-10-10-{n // 60:02}-{n % 60:02}"
                files += blackboard(number, date, file, data, name)
        return files

    def tables(self, kind):
        rows = [["student", "name", "email", "canvas", "blackboard"]]
        worksheet = [["Identifier", "Full name", "Email address", "Status", collecting_time()]]
        for who in range(4):
            mail = f"mail{who}@uni.example"
            number = self.number(who)
            if self.listed[who]:
                rows.append([self.ids[who], self.names[who], mail, number, number])
            worksheet.append([f"Participant {number}", self.names[who], mail, "Submitted", "-"])
        if self.platform == "blind":
            worksheet = [[line[0], *line[3:]] for line in worksheet]
        found = {}
        if kind in ("roster", "both") and len(rows) > 1:
            found["roster"] = self.table("roster.csv", rows)
        if kind in ("worksheet", "both") and self.platform in ("moodle", "blind"):
            found["worksheet"] = self.table("worksheet.csv", worksheet)
        return found

    def table(self, name, rows):
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        path = self.folder / name
        path.write_text(text.getvalue(), encoding="utf-8")
        return read_roster(path)

    def collect(self, clock, attempts, kind, is_trial):
        date = (2026, 6, 10, 12, clock * 2 // 60, clock * 2 % 60)  # Zip counts in two seconds.
        path = make_zip(self.folder / "now.zip", self.files(attempts), date)
        tables = self.tables(kind)
        before = everything(self.folder)
        result = collecting.collect(self.course, NAME, path, is_trial=is_trial, **tables)
        lines = {line.file: line.state for line in result.lines if line.state in TAKEN}
        if is_trial:
            assert everything(self.folder) == before
            return
        for who, n in attempts.items():
            file = next(
                name for name, data in self.files({who: n}) if data == notebook(f"{who}.{n}")
            )
            if file in lines:
                self.taken[who].add(n)
            else:
                assert file in {line.file for line in result.for_a_person}

    # What must hold.

    def owners(self, folder):
        """Returns whose notebooks lie below a folder, with their attempts, by student."""
        found = defaultdict(list)
        for path in folder.glob("**/*.ipynb"):
            student = path.relative_to(folder).parts[0]
            who, n = json.loads(path.read_bytes())["metadata"]["mark"].split(".")
            found[student].append((int(who), int(n)))
        return found

    @invariant()
    def nothing_is_lost_merged_or_there_twice(self):
        ledger = Ledger(self.folder, NAME)
        in_force, kept = self.owners(self.folder / "submitted"), self.owners(ledger.attempts)
        everywhere = defaultdict(set)
        for student in {*in_force, *kept}:
            own = [*in_force.get(student, []), *kept.get(student, [])]
            assert len({who for who, _ in own}) == 1, "two learners' work under one id"
            who = own[0][0]
            assert ledger.entries[student].user == self.number(who)
            everywhere[who] |= {n for _, n in own}
        times = Counter(who for own in in_force.values() for who, _ in own)
        assert all(count == 1 for count in times.values()), "one learner's work under two ids"
        numbers = Counter(entry.user for entry in ledger.entries.values())
        assert all(count == 1 for count in numbers.values())
        for who, attempts in self.taken.items():
            assert attempts <= everywhere[who], "an attempt that was collected is gone"
            (newest,) = [n for own in in_force.values() for w, n in own if w == who]
            assert newest == max(attempts), "an older attempt is in force"
        assert set(everywhere) == set(self.taken)


def collecting_time():
    """Returns the title of the worksheet's column of times."""
    return "Last modified (submission)"


def everything(folder):
    """Returns all files below a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
@pytest.mark.parametrize("platform", PLATFORMS)
def test_nobodys_work_is_lost_merged_or_taken_twice(small_root, monkeypatch, platform):
    """Does the ledger keep its promises in 300 terms, 75 on each platform?"""
    # The gradebook is another matter; making one for each term would take minutes.
    monkeypatch.setattr(collecting, "_enter_names", lambda folder, claims: None)
    machine = type("Term", (Term,), {"root": small_root, "platform": platform})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=75,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
