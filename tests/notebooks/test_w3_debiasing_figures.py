"""Are the figures in the text of "What vectors know, and should not" those that its cells find?

    make test ARGS="tests/notebooks/test_w3_debiasing_figures.py"

repeats every one of them, from the vectors as they are.
"""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.source import read_source

matplotlib.use("Agg")

COURSE = Course()
SOURCE = read_source(COURSE.source("w3_debiasing"))
EXPLORING = {"explore", "plot"}


@pytest.fixture(scope="module")
def run() -> SimpleNamespace:
    """Runs the notebook's cells with the reference solutions; keeps names and printed text."""
    namespace = dict(COURSE.declaration("w3_debiasing").reference().namespace)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for cell in SOURCE:
            if EXPLORING & set(cell.tags) and cell.id != "scoreboard":
                exec(compile(cell.source, cell.id, "exec"), namespace)
    return SimpleNamespace(text=printed.getvalue(), **namespace)


def prose(cell_id: str) -> str:
    """Returns the text of a Markdown cell in one line."""
    return " ".join(SOURCE.cell(cell_id).source.split())


@pytest.mark.slow
def test_analogies(run):
    """Are the named pairs held out, and how often would a given word come back as the answer?"""
    held_out = {(asked["question"][2], asked["answer"]) for asked in run.asked}
    assert {("hungary", "budapest"), ("king", "queen"), ("nephew", "niece")} <= held_out
    assert {("quick", "quicker"), ("swim", "swam"), ("lorry", "lorries")} <= held_out
    index, rows = run.vectors.index, run.vectors.matrix.astype(float)
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    back = []
    for asked in run.asked:
        a, b, c = (index[word] for word in asked["question"])
        best = int((units @ (units[b] - units[a] + units[c])).argmax())
        back.append((best in (a, b, c), best == c))
    given, third = np.mean(back, axis=0)
    assert f"in {given:.0%}".replace("%", " %") in prose("complete_analogy_think")
    assert third > 0.9 * given
    solved = run.bias.solved_analogies(lambda *_: "", run.asked, run.vectors, most=30)
    assert len(solved) == 9
    kinds = Counter(asked["kind"] for asked in run.asked)
    assert f"we ask {sum(min(30, count) for count in kinds.values())}" in prose("analogies_note")


@pytest.mark.slow
def test_doctor(run):
    """Is the doctor nearest by far where allowed, and what does the rule make of it?"""
    a, b, c = (run.vectors.rows([w])[0].astype(float) for w in ("man", "doctor", "woman"))
    rows = run.vectors.matrix.astype(float)
    scores = (rows / np.linalg.norm(rows, axis=1, keepdims=True)) @ sum(
        sign * v / np.linalg.norm(v) for sign, v in ((1, b), (-1, a), (1, c))
    )
    first, second = np.argsort(-scores)[:2]
    assert run.vectors.words[first] == "doctor"
    assert scores[first] > 1.3 * scores[second]
    answer = run.complete_analogy("man", "doctor", "woman", run.vectors)
    assert f"the rule makes it *{answer}*" in prose("complete_analogy_think")


@pytest.mark.slow
def test_jobs_make_a_direction(run):
    """Does a direction of professions lie as near to that of gender as told, with the queen?"""
    ordered = sorted(run.professions, key=run.lean.get)
    pairs = list(zip(ordered[-8:], ordered[:8], strict=True))
    jobs = run.bias_direction(pairs, run.vectors)
    likeness = run.cosine_similarity(jobs, run.direction)
    assert f"whose cosine with ours is {likeness:.2f}" in prose("bias_direction_think")
    assert run.cosine_similarity(run.vectors["queen"], jobs) > 0.1


@pytest.mark.slow
def test_directions(run):
    """Is "her" the odd pair, and how much of the spread does the second direction have?"""
    shares = [run.bias.spread_of_pairs(p, run.vectors)[1] for p in (run.pairs, run.without_her)]
    text = prose("bias_direction_svd_think")
    assert f"{100 * shares[0]:.0f} % of the spread" in text
    assert f"it has {100 * shares[1]:.0f} %" in text


@pytest.mark.slow
def test_babysitter(run):
    """Does the babysitter change sides, and stand in the middle at the end?"""
    before, neutralised, equalised = run.stages.values()
    assert before[0] > before[1]
    assert neutralised[0] < neutralised[1]
    assert equalised[0] == pytest.approx(equalised[1], abs=1e-6)


@pytest.mark.slow
def test_controls(run):
    """Are the alarms as told, and do only the professions stand out?"""
    alarms = [
        int(part.split(": ")[1].split()[0]) for part in run.text.splitlines() if "alarms" in part
    ]
    before, after, shuffled = alarms
    text = prose("weat_effect_size_think")
    assert f"{before} of 78 controls raise an alarm before the cure, {after} after" in text
    assert f"and {shuffled} in the shuffled world" in text
    assert "men's jobs and women's: 0 before, 0 after" in run.text
    career = next(line for line in run.text.splitlines() if line.startswith("  career"))
    count = int(career.split(": ")[1].split()[0])
    assert f"{count} controls have as large an effect before the cure" in text


@pytest.mark.slow
def test_company(run):
    """Are the shares, counts and correlations after the cure and in the shuffled world as told?"""
    text = prose("stays_note")
    for shares in (run.voted, run.learned_by):
        assert f"{100 * shares['after'].estimate:.0f} %" in text
        assert f"{100 * shares['in the shuffled world'].estimate:.0f} %" in text
    for line in run.text.splitlines():
        if "after against the shuffled world" in line:
            counts, p_value = line.split(": ")[1].split(", p = ")
            assert f"({counts}, p = {float(p_value):.2f})" in text
    correlations = [
        line.split("r = ")[1].split()[0] for line in run.text.splitlines() if "r = " in line
    ]
    assert f"({correlations[1]} against {correlations[2]})" in text
    assert [name.split("r = ")[1] for name in run.companies] == correlations[1:]


@pytest.mark.slow
def test_the_first_guess(run):
    """Is the nurse nearer to woman, the carpenter to man, as the story goes on?"""
    (nurse_man, nurse_woman), (carpenter_man, carpenter_woman) = (
        [np.linalg.norm(run.vectors[word] - run.vectors[other]) for other in ("man", "woman")]
        for word in ("nurse", "carpenter")
    )
    assert nurse_woman < nurse_man
    assert carpenter_man < carpenter_woman


@pytest.mark.slow
def test_definitional_words(run):
    """Is no unseen word sorted wrongly, and does the direction find half of the definitional ones?"""
    mine, direction = run.results.values()
    assert [share.estimate for share in mine.values()] == [1, 1]
    assert 0.4 < direction["definitional"].estimate < 0.6
