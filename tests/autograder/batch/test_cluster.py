"""Tests grading by a cluster: the same grades, whatever happens to workers and scheduler."""

import contextlib
import dataclasses
import json
import os
import shlex
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from autograder.batch import cluster as cluster_module
from autograder.batch import grade_class, on_worker
from autograder.batch.cluster import Cluster, ClusterJudgePool, _Turns
from autograder.batch.fingerprint import course_fingerprint
from autograder.checks.repository import REPOSITORY_ROOT
from autograder.commands import cli
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.judging.config import JudgeConfig
from tests.autograder import small_course as small
from tests.autograder.batch.test_judges import (
    DEADLY,
    ODD,
    WRONG,
    cells_of,
    has_ended,
    order_for,
)
from tests.autograder.batch.test_resume import hand_in_class, results_of
from tests.dask_cluster import DaskCluster, dask_cluster

pytest.importorskip("distributed", reason='needs dask.distributed: pip install ".[cluster]"')
pytestmark = [pytest.mark.timeout(300), pytest.mark.proof("engine", "cluster")]
NAME = small.ASSIGNMENT
GUIDE = REPOSITORY_ROOT / "docs" / "cluster.md"
# The worker is the parent of the judge, in whose process a misconception is computed.
TAKES_THE_WORKER = DEADLY.replace("os._exit(7)", "os.kill(os.getppid(), 9)")


@pytest.fixture
def course(tmp_path, gradebook_version):
    """Makes the small course in a folder of its own."""
    return small.make_course(tmp_path / "course")


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory):
    """Starts a scheduler and two workers."""
    with dask_cluster(tmp_path_factory.mktemp("cluster")) as made:
        yield made


def there(made, workers=2, **options):
    """Returns the cluster when all its workers are there, such as after one was killed."""
    cluster = Cluster(str(made.scheduler_file), **options)
    with contextlib.closing(cluster.connect()) as client:
        client.wait_for_workers(workers, timeout=100)
    return cluster


def judges_of(course):
    """Returns the numbers of all judges that are at work for a course, on any worker."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if "judge_process" in line and str(course.root) in line:
            found.append(int(folder.name))
    return found


def test_the_same_grades_as_here(course, two_workers):
    """Is everything that a cluster leaves behind what this machine leaves behind, and then gone?"""
    hand_in_class(course)
    small.hand_in(course, "odd", small.solved(course, double=f"raise ValueError({ODD!r})"))
    grade_class(course, NAME, config=JudgeConfig(seed=5))
    here = results_of(course.folder)
    seen = []

    def look(*_):
        seen.extend(judges_of(course))

    grade_class(
        course,
        NAME,
        config=JudgeConfig(seed=5),
        again=True,
        workers=None,
        cluster=there(two_workers),
        progress=look,
    )
    assert results_of(course.folder) == here
    assert len(set(seen)) >= 2  # a judge on each worker
    assert all(map(has_ended, seen))


@pytest.mark.parametrize("always", [False, True])
def test_a_submission_that_takes_its_worker_with_it(course, tmp_path, two_workers, always):
    """Is it retried on another worker; if always, marked with a reason; and the batch finished?"""
    declaration = course.root / "autograder" / "exercises" / NAME / "__init__.py"
    text = declaration.read_text()
    deadly = TAKES_THE_WORKER.format(mark=str(tmp_path / "mark"), always=always)
    declaration.write_text(text.replace("\n\n@total.case", deadly + "\n\n@total.case", 1))
    course = Course(course.root)
    for number in range(6):
        mistake = {"double": WRONG} if number == 2 else {}
        small.hand_in(course, f"student{number}", small.solved(course, **mistake))
    result = grade_class(
        course, NAME, config=JudgeConfig(seed=5), workers=4, cluster=there(two_workers)
    )
    assert [row.points for row in result.rows if row.student != "student2"] == [60] * 5
    it = [record for record in result.records if record["student"] == "student2"]
    if always:
        assert [record["status"] for record in it] == ["crashed"] * 3
        assert "workers that took this submission have ended" in it[0]["hint"]
    else:
        assert [record["misconception"] for record in it] == ["adds_one", None, None]
        assert [record["points"] for record in it] == [0, 20, 30]


def test_the_batch_goes_on_after_the_scheduler_has_gone(course, tmp_path, monkeypatch):
    """Is that said in one line, with what was graded kept, and does the same command go on?"""
    for number in range(8):
        small.hand_in(course, f"student{number}", small.solved(course))
    with dask_cluster(tmp_path / "first", workers=1) as made:

        def end_it(done, _all, _who):
            if done == 2:
                made.processes[0].kill()

        monkeypatch.setattr(cluster_module, "CONNECT_SECONDS", 4)
        with pytest.raises(CourseError, match="has gone.*goes on from there"):
            grade_class(
                course,
                NAME,
                config=JudgeConfig(seed=5),
                workers=2,
                cluster=there(made, 1),
                progress=end_it,
            )
    again = grade_class(course, NAME, config=JudgeConfig(seed=5))
    assert again.unchanged >= 2
    assert [row.points for row in again.rows] == [60] * 8


def test_workers_that_join_late_have_work(course, tmp_path):
    """Are several submissions under way although no worker had joined when the batch began?"""
    with dask_cluster(tmp_path / "late", workers=0) as made:
        cluster = Cluster(str(made.scheduler_file))
        judges = ClusterJudgePool(course, NAME, JudgeConfig(seed=5, time_limit=60.0), cluster)
        at_once = judges.places
        made.start_workers(2)
        there(made)
        cells = cells_of(course)
        with ThreadPoolExecutor(at_once) as threads:
            graded = list(threads.map(lambda _: judges.grade(cells), range(at_once)))
        seen = judges_of(course)
        judges.close()
    assert len(seen) == 2  # One judge on each worker, though `prepare` had found none.
    assert all(verdict.is_right for one in graded for verdict in one.verdicts)


def test_a_worker_with_another_course_is_refused(course, two_workers, monkeypatch):
    """Does no worker grade by another state of the course, and does the batch say which and why?"""
    small.hand_in(course, "ann", small.solved(course))
    monkeypatch.setattr(cluster_module, "course_fingerprint", lambda *_: "another")
    with pytest.raises(CourseError, match="another state than where the batch runs"):
        grade_class(course, NAME, cluster=there(two_workers))


def test_other_versions_on_a_worker_are_noted(course, two_workers, monkeypatch):
    """Does a person read that a worker computes with another TensorFlow or NumPy?"""
    small.hand_in(course, "ann", small.solved(course))
    here = cluster_module.software_versions()
    monkeypatch.setattr(cluster_module, "software_versions", lambda: {**here, "numpy": "1.0"})
    result = grade_class(course, NAME, cluster=there(two_workers))
    assert len([note for note in result.notes if "other versions" in note and "numpy" in note]) == 2


def test_a_submission_that_takes_its_judge_with_it(course, tmp_path, two_workers):
    """Is it given to another judge, then marked, while the worker goes on?"""
    declaration = course.root / "autograder" / "exercises" / NAME / "__init__.py"
    text = declaration.read_text()
    deadly = DEADLY.format(mark=str(tmp_path / "mark"), always=True)
    declaration.write_text(text.replace("\n\n@total.case", deadly + "\n\n@total.case", 1))
    course = Course(course.root)
    small.hand_in(course, "ann", small.solved(course))
    small.hand_in(course, "ben", small.solved(course, double=WRONG))
    result = grade_class(course, NAME, workers=2, cluster=there(two_workers))
    assert [(row.outcome, row.points) for row in result.rows] == [("graded", 60), ("crashed", 0)]
    hint = next(record["hint"] for record in result.records if record["student"] == "ben")
    assert "ended with status 7" in hint
    assert "another one" in hint


def test_judges_end_that_nobody_asks_any_more(course, monkeypatch):
    """Does a worker end its judges some time after a batch that was killed, and make new ones then?"""
    monkeypatch.setattr(on_worker, "IDLE_SECONDS", 0.3)
    order = json.dumps(dataclasses.asdict(order_for(course)))
    fingerprint = course_fingerprint(course, NAME, [60.0, 15.0])
    assert "versions" in json.loads(on_worker.get_ready(order, fingerprint))
    seen = judges_of(course)
    assert len(seen) == 1
    assert all(map(has_ended, seen))
    cells = json.dumps([c.sent() for c in cells_of(course)])
    reply = json.loads(on_worker.grade(order, fingerprint, cells))
    assert [verdict["status"] for verdict in reply["graded"]["verdicts"]] == ["passed"] * 3
    assert all(map(has_ended, judges_of(course)))
    assert "another state" in json.loads(on_worker.grade(order, "other", cells))["refused"]
    gone = json.dumps({**json.loads(order), "root": "/nowhere"})
    assert "does not hold the course" in json.loads(on_worker.grade(gone, "x", cells))["refused"]


def test_nobody_there_is_said(course, tmp_path, monkeypatch):
    """Is it said in words that no scheduler answers, or that no worker has joined it?"""
    small.hand_in(course, "ann", small.solved(course))
    with pytest.raises(CourseError, match="No scheduler answers at nonsense"):
        grade_class(course, NAME, cluster=Cluster("nonsense://here"))
    with dask_cluster(tmp_path / "empty", workers=0) as made:
        monkeypatch.setattr(cluster_module, "CONNECT_SECONDS", 4)
        with pytest.raises(CourseError, match="No worker has joined"):
            grade_class(course, NAME, cluster=Cluster(str(made.scheduler_file), wait=1.0))
        address = made.log().split("Scheduler at:")[1].split()[0]
    with pytest.raises(CourseError, match="No scheduler answers at tcp://127"):
        grade_class(course, NAME, cluster=Cluster(address))


def certificates(folder):
    """Makes an authority and a certificate of a cluster by OpenSSL; returns the three files."""
    folder.mkdir()
    authority, key = folder / "ca.pem", folder / "ca.key"
    own, own_key, request = folder / "own.pem", folder / "own.key", folder / "own.csr"
    new = ["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj"]
    for command in (
        [*new, "/CN=authority", "-x509", "-days", "2", "-keyout", key, "-out", authority],
        [*new, "/CN=cluster", "-keyout", own_key, "-out", request],
        ["openssl", "x509", "-req", "-in", request, "-CA", authority, "-CAkey", key,
         "-CAcreateserial", "-days", "2", "-out", own],
    ):  # fmt: skip
        subprocess.run([str(part) for part in command], check=True, capture_output=True)
    return authority, own, own_key


def typed(section):
    """Returns the commands of the guide's section, as lists of words."""
    text = GUIDE.read_text(encoding="utf-8").split(f"\n## {section}\n")[1].split("\n## ")[0]
    block = text.split("```sh\n")[1].split("```")[0]
    return [shlex.split(line) for line in block.strip().splitlines()]


@pytest.mark.parametrize("section", ["Three terminals", "Encrypted"])
def test_the_commands_of_the_guide(course, tmp_path, monkeypatch, capfd, section):
    """Does what the guide says is typed into three terminals grade a class, over TLS, too?"""
    place = tmp_path / "place"
    authority, own, key = certificates(place)
    small.hand_in(course, "ann", small.solved(course))
    monkeypatch.chdir(place)
    monkeypatch.setattr(cli, "Course", lambda folder: Course(course.root))
    scheduler, workers, grade = typed(section)

    def run(arguments):
        monkeypatch.setattr(sys, "argv", arguments)
        try:
            cli.main()
            status = 0
        except SystemExit as end:
            status = end.code
        said = capfd.readouterr()
        return status or 0, said.out + said.err

    made = DaskCluster(place)
    try:
        made.start_scheduler(scheduler[1:])
        made.start_typed_workers(workers[1:])
        grade[2] = NAME
        status, said = run(grade)
        assert (status, "60" in said) == (0, True), said
        if section == "Encrypted":
            others = certificates(tmp_path / "others")
            wrong = dict(zip(["ca.pem", "own.pem", "own.key"], map(str, others), strict=True))
            status, said = run([*(wrong.get(word, word) for word in grade), "--again"])
            assert (status, "No scheduler answers" in said) == (2, True), said
    finally:
        made.close()
    if section == "Encrypted":
        status, said = run(["autograder", "grade", NAME, "--tls-ca", "ca.pem"])
        assert (status, "say --cluster ADDRESS" in said) == (2, True), said
        with pytest.raises(CourseError, match="all three"):
            Cluster("tls://127.0.0.1:1", tls_ca=authority).connect()
        with pytest.raises(CourseError, match=r"no file .*no\.pem"):
            Cluster("tls://127.0.0.1:1", authority, own, tmp_path / "no.pem").connect()


def test_the_guides_example_for_slurm(tmp_path):
    """Does the example hand Slurm's command a job that starts workers as it says?"""
    text = GUIDE.read_text(encoding="utf-8")
    (tmp_path / "start.py").write_text(text.split("```python\n")[1].split("```")[0])
    for name, answer in (("sbatch", "Submitted batch job 7"), ("scancel", "")):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\ncat "$1" >> {tmp_path}/{name}.txt 2>&-\necho {answer}\n')
        program.chmod(0o755)
    started = subprocess.Popen(
        [sys.executable, "start.py"],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    script = tmp_path / "sbatch.txt"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and started.poll() is None:
        if script.exists() and script.read_text().count("#SBATCH -J") == 12:
            break
        time.sleep(0.1)
    said, _ = started.communicate("\n", timeout=60)
    assert started.returncode == 0, said
    assert "tcp://" in said
    job = script.read_text()
    assert job.count("#SBATCH -J") == 12
    for words in ("--cpus-per-task=8", "-t 02:00:00", "--nthreads 8", "--no-dashboard"):
        assert words in job
    assert "export TF_CPP_MIN_LOG_LEVEL=3" in job


def test_one_alone_waits_for_the_others_and_they_for_it():
    """Is whoever wants to be alone alone, and does everybody come to their turn?"""
    turns, inside, crowds, alone = _Turns(), [], [], []

    def many():
        for _ in range(20):
            with turns.together():
                inside.append(1)
                time.sleep(0.001)
                crowds.append(len(inside))
                inside.pop()

    def one():
        for _ in range(5):
            with turns.alone():
                inside.append(1)
                time.sleep(0.003)
                alone.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for work in (many, many, one, many, one)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert alone == [1] * 10
    assert len(crowds) == 60
    assert max(crowds) > 1
