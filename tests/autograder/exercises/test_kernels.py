"""Does a learner get the same verdict and the same hint, whatever processor the check runs on?

OpenBLAS, NumPy and oneDNN take other kernels on other processors, which add up in another order:
last digits differ, and with them all that hangs on last digits. Here each assignment is built and
judged under the kernels of three generations of processors, and with one thread in place of two, in
processes of their own.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from autograder.declaration.course import Course

REPOSITORY = Path(__file__).parents[3]
SECONDS = 900
SETS_KERNELS = re.compile("OPENBLAS_|OMP_|ONEDNN_|DNNL_|NPY_|TF_NUM_|MKL_|GOTO_")
DISPATCHED = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])  # type: ignore[index]

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Setting:
    """Kernels as a processor would have them.

    Args:
        openblas: OpenBLAS's name of the processor.
        onednn: What oneDNN, which computes for TensorFlow, may use at most; None for all there is.
        numpy: Names of NumPy's own kernels that it may use, beyond those of every processor.
        needs: What of /proc/cpuinfo the processor here must have.
        threads: How many threads compute.
    """

    openblas: str
    onednn: str | None
    numpy: str
    needs: str
    threads: int = 2

    def environment(self) -> dict[str, str]:
        """Returns the variables by which libraries take these kernels when they are loaded."""
        kept = {k: v for k, v in os.environ.items() if not SETS_KERNELS.match(k)}
        names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")
        kept |= dict.fromkeys(names, str(self.threads))
        kept |= {"OPENBLAS_CORETYPE": self.openblas, "CUDA_VISIBLE_DEVICES": "-1"}
        kept |= {"TF_CPP_MIN_LOG_LEVEL": "3", "MPLBACKEND": "Agg"}
        unwanted = [name for name in DISPATCHED if not re.fullmatch(self.numpy, name)]
        kept["NPY_DISABLE_CPU_FEATURES"] = " ".join(unwanted)
        if self.onednn is not None:
            kept["ONEDNN_MAX_CPU_ISA"] = self.onednn
        return kept


AVX2 = r"X86_V3|AVX2?|FMA3|F16C|SSE\w*|SSSE3|POPCNT"
SETTINGS = {
    "nehalem": Setting("Nehalem", "SSE41", "SSE\\w*|SSSE3|POPCNT", "sse4_2"),
    "haswell": Setting("Haswell", "AVX2", AVX2, "avx2"),
    "skylake_x": Setting("SkylakeX", None, ".*", "avx512f"),
    "one_thread": Setting("Haswell", "AVX2", AVX2, "avx2", threads=1),
}
OLDEST = "nehalem"  # every processor has its kernels: what the others are compared with
ASSIGNMENTS = Course().assignment_ids()

every_setting = pytest.mark.parametrize("name", SETTINGS)


def setting_that_can_be(name: str) -> Setting:
    """Returns the setting; skips the test, in words, where this processor lacks what it needs."""
    setting = SETTINGS[name]
    if platform.machine().lower() not in ("x86_64", "amd64"):
        pytest.skip(f"kernels of other processors: none known for {platform.machine()} here")
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.is_file():
        pytest.skip("no /proc/cpuinfo here, to tell which kernels this processor can run")
    if setting.needs not in cpuinfo.read_text(encoding="utf-8").split():
        pytest.skip(f"kernels of {setting.openblas}: this processor has no {setting.needs}")
    return setting


def output_of(setting: Setting, *arguments: str, **environment: str) -> str:
    """Runs Python from the repository's root under the setting; returns what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env={**setting.environment(), **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@cache
def judged(assignment_id: str, name: str) -> dict:
    """Returns what the worker says of an assignment, and makes sure of its kernels."""
    setting = SETTINGS[name]
    printed = output_of(setting, "-m", "tests.kernel_worker", assignment_id)
    answer = json.loads(printed.splitlines()[-1])
    used = answer["libraries"]
    if not used["openblas"]:
        pytest.skip("NumPy and SciPy compute without OpenBLAS here")
    assert used["openblas"] == [setting.openblas], "OpenBLAS took another kernel."
    assert used["threads"] == [setting.threads]
    assert all(re.fullmatch(setting.numpy, kernel) for kernel in used["numpy"])
    return answer


@pytest.mark.proof("exercise")
@every_setting
@pytest.mark.parametrize("assignment_id", ASSIGNMENTS)
@pytest.mark.timeout(2 * SECONDS)
def test_every_kernel_judges_alike(assignment_id: str, name: str, record_property):
    """Are cases, numbers, verdicts and hints the committed ones, and those of the other kernels?"""
    setting_that_can_be(name)
    answer = judged(assignment_id, name)
    record_property("seconds", answer["seconds"])
    assert not answer["stale"], "\n".join(answer["stale"])
    wrong = [
        f"{exercise}: {kind_and_name} is {status}, with the hint of {recognised}"
        for exercise, verdicts in answer["verdicts"].items()
        for kind_and_name, (status, recognised) in verdicts.items()
        if not is_as_declared(*kind_and_name.split(" "), status, recognised)
    ]
    assert not wrong, "\n".join(wrong)
    assert answer["verdicts"] == judged(assignment_id, OLDEST)["verdicts"]


def is_as_declared(kind: str, name: str, status: str, recognised: str | None) -> bool:
    """Tells whether a right answer passed, or a known mistake failed with its own hint."""
    if kind == "misconceptions":
        return status != "passed" and recognised == name
    return status == "passed"


@every_setting
def test_tensorflow_takes_the_kernels_asked_for(name: str):
    """Does TensorFlow compute with what the setting allows, or are the same kernels compared?"""
    setting = setting_that_can_be(name)
    program = "import tensorflow as tf; tf.linalg.matmul(*2 * [tf.ones((64, 64))])"
    printed = output_of(setting, "-c", program, ONEDNN_VERBOSE="1")
    found = re.search(r"cpu,isa:(.*)", printed)
    if found is None:
        pytest.skip("TensorFlow computes without oneDNN here")
    most = {"SSE41": "SSE4.1", "AVX2": "AVX2", None: "AVX-512"}[setting.onednn]
    assert most in found[1]
