"""Tests the threads of a batch."""

import queue
import threading

import pytest

from autograder.batch.workers import Workers


def test_each_job_is_done_once():
    """Does every job come back once, several done at a time?"""
    together = threading.Barrier(3, timeout=60)

    def do(job):
        together.wait()
        return job * job

    workers = Workers(3, do)
    for job in range(9):
        workers.hand_out(job)
    assert workers.at_work == list(range(9))
    assert sorted(workers.take() for _ in range(9)) == [job * job for job in range(9)]
    assert workers.at_work == []
    with pytest.raises(queue.Empty):
        workers.take(wait=False)
    workers.close()


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), SystemExit(3)])
def test_errors_reach_the_one_who_asked(error):
    """Is what a job raises raised where it is taken, and the thread still there for the next?"""

    def do(job):
        if job == 0:
            raise error
        return job

    workers = Workers(1, do)
    workers.hand_out(0)
    workers.hand_out(1)
    with pytest.raises(type(error)):
        workers.take()
    assert workers.take() == 1
    workers.close()


def test_closed_workers_begin_nothing():
    """Is a job that nobody has begun left undone when the batch is interrupted?"""
    begun, go_on = threading.Event(), threading.Event()
    done = []

    def do(job):
        begun.set()
        go_on.wait(60)
        done.append(job)

    before = set(threading.enumerate())
    workers = Workers(1, do)
    workers.hand_out("first")
    workers.hand_out("second")
    begun.wait(60)
    workers.close()
    go_on.set()
    for thread in set(threading.enumerate()) - before:
        thread.join(60)
        assert not thread.is_alive()
    assert done == ["first"]
