#!/usr/bin/env bash
# On a symbolic tensor of Keras `!=` is an operation of the model, and `==` is Python's False.
#
# `x < 0`, `x >= 0` and `x != 0` on what keras.Input gives become operations. `x == 0` compares objects: the
# answer is False before there is any number. A functional model with `ops.where(x == 0, -1.0, x)`, such as a
# guard for an empty row, is built without a warning, and the branch is never taken. The same line in a
# layer's `call`, where TensorFlow's tensors arrive, works; so does keras.ops.equal in both places.
#
# Seen with keras 3.15.1, tensorflow 2.21.0, numpy 2.4.6, on the row (0, 1, 2):
#   type of (keras.Input((3,)) == 0)                                bool
#   type of (keras.Input((3,)) != 0)                                KerasTensor
#   functional model of ops.where(x == 0, -1.0, x)                  (0, 1, 2)
#   functional model of ops.where(ops.equal(x, 0), -1.0, x)         (-1, 1, 2)
#   functional model with a layer whose call has the first line     (-1, 1, 2)
#
# Exit status 0: still so. 1: it has changed. 2: it could not be tried.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  keras==3.15.1 tensorflow==2.21.0 numpy==2.4.6 || exit 2
cat >"$folder/tried.py" <<'PYTHON'
import sys

import keras
import numpy as np
from keras import ops


class Guarded(keras.layers.Layer):
    def call(self, x):
        return ops.where(x == 0, -1.0, x)


def row_of(make):
    x = keras.Input((3,))
    row = keras.Model(x, make(x))(np.array([[0.0, 1.0, 2.0]], "float32"))
    return tuple(np.asarray(row)[0].tolist())


x = keras.Input((3,))
found = {
    "x == 0": type(x == 0).__name__,
    "x != 0": type(x != 0).__name__,
    "where(x == 0)": row_of(lambda x: ops.where(x == 0, -1.0, x)),
    "where(equal(x, 0))": row_of(lambda x: ops.where(ops.equal(x, 0), -1.0, x)),
    "layer with where(x == 0)": row_of(Guarded()),
}
for name, what in found.items():
    print(f"{name}: {what}")
sys.exit(
    list(found.values())
    != ["bool", "KerasTensor", (0.0, 1.0, 2.0), (-1.0, 1.0, 2.0), (-1.0, 1.0, 2.0)]
)
PYTHON
status=0
"$folder/venv/bin/python" "$folder/tried.py" 2>/dev/null || status=1
exit "$status"
