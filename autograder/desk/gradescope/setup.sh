#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image: Python and the packages of the course.
set -euo pipefail
root="${GRADESCOPE_ROOT:-/autograder}"
cd "$root/source"
apt-get update -qq
apt-get install -y -qq libseccomp2 libsndfile1 python3-pip
# Their Ubuntu may have a Python that TensorFlow does not know: uv fetches one that it does.
python3 -m pip install --quiet uv || python3 -m pip install --quiet --break-system-packages uv
export UV_PYTHON_INSTALL_DIR="$root/source/python"
python3 -m uv venv --python 3.12 .venv
python3 -m uv pip install --quiet --python .venv/bin/python -r companion/requirements.txt
# Without compiled modules each submission would wait seconds longer.
.venv/bin/python -m compileall -q companion/autograder companion/utils
