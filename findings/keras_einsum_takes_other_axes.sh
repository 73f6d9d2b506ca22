#!/usr/bin/env bash
# keras.ops.einsum on TensorFlow computes for operands whose number of axes is not the one in its subscripts.
#
# "bn,nu->bu" says that the first operand has two axes. NumPy and TensorFlow refuse one with three. Keras's
# TensorFlow backend replaces a dozen common subscripts by a matrix product, which takes any number of axes
# in front, and no longer looks at the subscripts: a layer written for (batch, n) seems to work for
# (batch, time, n). The same call on a symbolic tensor raises, so that it works eagerly and fails in
# `keras.Model`; other subscripts ("bn,bn->b") raise eagerly, too.
#
# Seen with keras 3.15.1, tensorflow 2.21.0, numpy 2.4.6, operands (2, 3, 4) and (4, 5):
#   keras.ops.einsum("bn,nu->bu", ...)                    a result of shape (2, 3, 5)
#   keras.ops.einsum("abc,cd->abd", ...), (3, 4) first    a result of shape (3, 5)
#   keras.ops.einsum("bn,nu->bu", KerasTensor, ...)       ValueError
#   keras.ops.einsum("bn,bn->b", ...), (2, 3, 4) twice    an error
#   tensorflow.einsum, numpy.einsum, "bn,nu->bu"          an error each
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
import tensorflow as tf

deep, flat = np.ones((2, 3, 4), "float32"), np.ones((3, 4), "float32")
kernel = np.ones((4, 5), "float32")


def seen(of):
    try:
        return tuple(of().shape)
    except Exception as error:
        return f"raises {type(error).__name__}"


found = {
    "keras bn,nu->bu": seen(lambda: keras.ops.einsum("bn,nu->bu", deep, kernel)),
    "keras abc,cd->abd": seen(lambda: keras.ops.einsum("abc,cd->abd", flat, kernel)),
    "keras bn,nu->bu, symbolic": seen(
        lambda: keras.ops.einsum("bn,nu->bu", keras.KerasTensor((2, 3, 4)), kernel)
    ),
    "keras bn,bn->b": seen(lambda: keras.ops.einsum("bn,bn->b", deep, deep)),
    "tensorflow bn,nu->bu": seen(lambda: tf.einsum("bn,nu->bu", deep, kernel)),
    "numpy bn,nu->bu": seen(lambda: np.einsum("bn,nu->bu", deep, kernel)),
}
for name, what in found.items():
    print(f"{name}: {what}")
shapes = {name: what for name, what in found.items() if isinstance(what, tuple)}
sys.exit(shapes != {"keras bn,nu->bu": (2, 3, 5), "keras abc,cd->abd": (3, 5)})
PYTHON
status=0
"$folder/venv/bin/python" "$folder/tried.py" 2>/dev/null || status=1
exit "$status"
