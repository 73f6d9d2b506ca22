"""Is everything proved that has changed, the rest in turn, and nothing noted that was not proved?"""

from __future__ import annotations

import json
import subprocess
import sys
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import proofs

SUBJECTS = st.sampled_from(["exercise:a", "exercise:b", "exercise:c", "engine:x", "engine:y"])
DIGESTS = st.dictionaries(SUBJECTS, st.sampled_from("01"), min_size=1)
LEDGERS = st.dictionaries(
    SUBJECTS,
    st.fixed_dictionaries(
        {"digest": st.sampled_from("01"), "with": st.sampled_from(["old", "now"])}
    ),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(DIGESTS, LEDGERS, st.integers(0, 10**9))
def test_what_has_changed_is_proved_and_nothing_is_forgotten(digests, ledger, turn):
    """Is each subject proved or counted as left out, and proved if its digest is not the ledger's?"""
    plan = proofs.make_plan(digests, ledger, turn, "now")
    assert sorted([*plan.changed, *plan.in_turn, *plan.stands]) == sorted(digests)
    for subject, digest in digests.items():
        stands = ledger.get(subject, {}).get("digest") == digest
        assert stands != (subject in plan.changed)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DIGESTS, st.integers(0, 10**9), st.sampled_from(["old", "now"]))
def test_everything_has_its_turn(digests, turn, made_with):
    """Does each unchanged subject come up in as many runs as there are, more with other versions?"""
    ledger = {name: {"digest": digest, "with": made_with} for name, digest in digests.items()}
    seen = set()
    for number in range(len(digests)):
        plan = proofs.make_plan(digests, ledger, turn + number, "now")
        assert not plan.changed
        for kind in {name.partition(":")[0] for name in digests}:
            of_kind = [name for name in digests if name.startswith(kind)]
            count = 1 if made_with == "now" else min(2, len(of_kind))
            assert sum(name.startswith(kind) for name in plan.in_turn) == count
        seen.update(plan.in_turn)
    assert seen == set(digests)


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A repository of few files, one assignment and one data folder."""
    monkeypatch.setattr(proofs, "REPOSITORY_ROOT", tmp_path)
    for path, text in {
        "solutions/w1_x/w1_x.py": "from utils import words\nwords.load()  # nouns, not verbs",
        "solutions/w1_x/w1_x.ipynb": "built",
        "autograder/exercises/w1_x/__init__.py": "assignment = 1",
        "autograder/exercises/w2_y/__init__.py": "assignment = 2",
        "autograder/checks/sheet.py": "judge",
        "autograder/declaration/exercise.py": "declare",
        "autograder/commands/cli.py": "main",
        "utils/words.py": "from utils.paths import DATA\ndef load(): return DATA / 'nouns'",
        "utils/paths.py": "DATA = 1",
        "utils/sounds.py": "play",
        "data/nouns/nouns.txt": "tree",
        "data/nouns/make.py": "def run():\n    from utils import spelling",
        "utils/spelling.py": "spell",
        "data/verbs/verbs.txt": "grow",
        "assignments/w1_x/w1_x.ipynb": "released",
        "tests/mutants.py": "mutants",
        "tests/autograder/exercises/test_w1_x_more.py": "test",
        "tests/autograder/exercises/test_exercises.py": "test",
        "tests/autograder/exercises/test_w2_y.py": "test",
        "tests/data/test_nouns.py": "from utils import words",
        "tests/notebooks/released.py": "runs",
        "tests/notebooks/test_w1_x_figures.py": "test",
        "tests/notebooks/test_w2_y_figures.py": "test",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def digest(subject):
    """Computes a digest anew."""
    proofs.used_by.cache_clear()
    return FRESH(subject)


FRESH = proofs.digest_of.__wrapped__  # without what a run remembers


MATTERS = {
    "exercise:w1_x": [
        "solutions/w1_x/w1_x.py", "autograder/exercises/w1_x/__init__.py", "utils/words.py",
        "autograder/checks/sheet.py", "autograder/declaration/exercise.py", "utils/paths.py",
        "data/nouns/nouns.txt", "data/nouns/make.py", "tests/mutants.py",
        "tests/autograder/exercises/test_w1_x_more.py", "tests/autograder/exercises/test_exercises.py",
    ],
    "notebook:w1_x": [
        "solutions/w1_x/w1_x.py", "utils/words.py", "utils/paths.py", "data/nouns/nouns.txt",
        "data/nouns/make.py",
        "assignments/w1_x/w1_x.ipynb", "tests/notebooks/released.py",
        "tests/notebooks/test_w1_x_figures.py",
    ],
    "data:nouns": [
        "data/nouns/nouns.txt", "data/nouns/make.py", "tests/data/test_nouns.py", "utils/words.py",
        "utils/paths.py", "utils/spelling.py",
    ],
}  # fmt: skip


@pytest.mark.parametrize("subject", MATTERS)
def test_a_digest_changes_with_what_it_depends_on_and_with_nothing_else(small, subject):
    """Is a subject proved anew when its source, helpers, data, tests or engine have changed?"""
    before = digest(subject)
    changing = set()
    for path in [path for path in small.rglob("*") if path.is_file()]:
        text = path.read_text()
        path.write_text(text + "\n# changed")
        if digest(subject) != before:
            changing.add(path.relative_to(small).as_posix())
        path.write_text(text)
    assert changing == set(MATTERS[subject])
    assert digest(subject) == before


def test_a_file_more_changes_a_digest(small):
    """Is a new part of a declaration seen, and what Python compiles of it not?"""
    before = digest("exercise:w1_x")
    folder = small / "autograder" / "exercises" / "w1_x"
    (folder / "more.pyc").write_text("compiled")
    assert digest("exercise:w1_x") == before
    (folder / "more.py").write_text("")
    assert digest("exercise:w1_x") != before


class Run:
    """A run of pytest, as far as proofs look at it."""

    ArgsSource = SimpleNamespace(ARGS="named", TESTPATHS="all")

    def __init__(self, note=True, everything=False, keyword="", named=False):
        self.options = {
            "--note-proofs": note, "--all-proofs": everything, "--only-proofs": None,
        }  # fmt: skip
        self.option = SimpleNamespace(keyword=keyword, markexpr="")
        self.args_source = "named" if named else "all"
        self.hook = SimpleNamespace(pytest_deselected=lambda items: None)

    def getoption(self, name):
        return self.options[name]


def item(subject, name):
    """A test that makes a proof about a subject."""
    marker = SimpleNamespace(args=tuple(subject.split(":")))
    return SimpleNamespace(
        name=name, user_properties=[], get_closest_marker=lambda _: marker, path=None
    )


def run(small, monkeypatch, results, ended=True, **options):
    """Runs two tests about each subject; returns what ran, what was said and the ledger."""
    monkeypatch.setattr(proofs, "LEDGER", small / "proved.json")
    monkeypatch.setattr(proofs, "turn_of_commit", lambda: 0)
    monkeypatch.setattr(proofs.read_ledger, "__defaults__", (small / "proved.json",))
    monkeypatch.setattr(proofs.write_ledger, "__defaults__", (small / "proved.json",))
    made = proofs.Proofs(Run(**options))
    items = [item(subject, f"{subject}{n}") for subject in results for n in range(2)]
    made.select(items)
    for one in items:
        subject = dict(one.user_properties)["proof"]
        outcome = results[subject]
        report = SimpleNamespace(
            user_properties=one.user_properties, when="call", failed=outcome == "failed",
            passed=outcome == "passed",
        )  # fmt: skip
        made.pytest_runtest_logreport(report)
    said = "\n".join(made.note(ended))
    path = small / "proved.json"
    return [one.name for one in items], said, json.loads(path.read_text()) if path.is_file() else {}


def test_what_passed_stands_until_it_changes(small, monkeypatch):
    """Is a proof noted, left out and counted in the next run, and made again after a change?"""
    monkeypatch.setattr(proofs, "digest_of", FRESH)
    results = {"notebook:w1_x": "passed", "data:nouns": "passed", "data:verbs": "passed"}
    ran, said, ledger = run(small, monkeypatch, results)
    assert len(ran) == 6
    assert "unchanged: 0 tests" in said
    assert set(ledger) == set(results)
    ran, said, _ = run(small, monkeypatch, results)
    assert len(ran) == 4  # one of each kind in turn
    assert "unchanged: 2 tests about 1 subjects" in said
    (small / "data" / "verbs" / "verbs.txt").write_text("shrink")
    ran, said, _ = run(small, monkeypatch, results)
    assert {"data:verbs0", "data:verbs1"} <= set(ran)
    assert "changed: data:verbs" in said
    ran, _, _ = run(small, monkeypatch, results, everything=True)
    assert len(ran) == 6


@pytest.mark.parametrize(
    ("options", "noted"),
    [
        ({}, ["data:nouns"]), ({"note": False}, []), ({"keyword": "nouns"}, []),
        ({"named": True}, []), ({"ended": False}, []),
    ],
)  # fmt: skip
def test_nothing_is_noted_that_was_not_proved(small, monkeypatch, options, noted):
    """Is nothing noted of what failed or was skipped, of a part of a run or without being asked?"""
    monkeypatch.setattr(proofs, "digest_of", FRESH)
    results = {"data:nouns": "passed", "data:verbs": "skipped", "notebook:w1_x": "failed"}
    _, _, ledger = run(small, monkeypatch, results, **options)
    assert sorted(ledger) == noted


def test_a_subject_that_is_gone_leaves_the_ledger(small):
    """Is the ledger no longer than what there is to prove?"""
    path = small / "proved.json"
    proofs.write_ledger({"data:nouns": "1", "data:gone": "2"}, ["data:nouns", "data:gone"], path)
    proofs.write_ledger({"data:verbs": "3"}, ["data:nouns", "data:verbs"], path)
    assert sorted(proofs.read_ledger(path)) == ["data:nouns", "data:verbs"]


def test_helpers_and_data_of_an_assignment_are_found():
    """Does an assignment's digest follow what its notebook imports, and what that reads?"""
    used = proofs.used_by("w7_trigger_word")
    assert {"utils/trigger.py", "utils/audio.py", "data/trigger_words"} <= set(used)
    assert "utils/dates.py" not in used


GROUPED = """
import os
import pytest

@pytest.mark.parametrize("n", range(6))
@pytest.mark.parametrize("group", [pytest.param(g, marks=pytest.mark.xdist_group(g)) for g in "ab"])
def test_where(group, n):
    with open(f"{group}.txt", "a") as file:
        file.write(f"{os.getpid()} ")
"""


def test_tests_that_belong_together_run_in_one_process(tmp_path):
    """Does pytest-xdist keep groups, or is each one's setup made in every process?"""
    (tmp_path / "test_grouped.py").write_text(GROUPED)
    command = [sys.executable, "-m", "pytest", "-q", "--numprocesses=2", "--dist=loadgroup"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    for group in "ab":
        assert len(set((tmp_path / f"{group}.txt").read_text().split())) == 1
