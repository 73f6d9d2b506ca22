"""What a Keras language model over names needs: ids, progress, scores and inventions.

Names are strings of the letters a to z. A Keras model sees them as rows of ids: start, the letters,
end, and padding up to the longest name. Keras is imported by the first call.
"""

import time

import numpy as np

PADDING, START, END = 0, 1, 2
FIRST_LETTER = 3  # The id of "a".
VOCABULARY_SIZE = 29  # Padding, start, end and 26 letters.


def names_to_ids(names):
    """Writes names as rows of ids, padded on the right to the longest.

    Args:
        names: List of at least one string of the letters a to z.

    Returns:
        Int32 array `(names, longest + 2)`; each row is start, letters, end, padding.

    Raises:
        ValueError: If there are no names, or one holds anything but the letters a to z.

    Example:
        >>> names_to_ids(["abc", "z"]).tolist()
        [[1, 3, 4, 5, 2], [1, 28, 2, 0, 0]]
    """
    if isinstance(names, str) or not len(names):
        raise ValueError("A list of at least one name is needed.")
    ids = np.full((len(names), max(map(len, names)) + 2), PADDING, dtype=np.int32)
    for row, name in zip(ids, names, strict=True):
        if not all("a" <= letter <= "z" for letter in name):
            raise ValueError(f"{name!r} holds something else than the letters a to z.")
        row[0], row[len(name) + 1] = START, END
        row[1 : len(name) + 1] = [ord(letter) - ord("a") + FIRST_LETTER for letter in name]
    return ids


def score_names(keras_model, names):
    """Scores whole names with a Keras model, all at once.

    Args:
        keras_model: Keras model from int ids `(batch, timesteps)` to logits
            `(batch, timesteps, VOCABULARY_SIZE)`.
        names: List of names.

    Returns:
        Float64 array `(names,)`: the natural log-probability of each name and its end.
    """
    import keras

    ids = names_to_ids(names)
    surprise = keras.losses.SparseCategoricalCrossentropy(
        from_logits=True, ignore_class=PADDING, reduction="none"
    )
    by_step = surprise(ids[:, 1:], keras_model(ids[:, :-1], training=False))  # (names, timesteps)
    return -np.asarray(by_step, dtype=np.float64).sum(axis=1)


def invent_names(keras_model, count, rng, longest=50):
    """Lets a Keras model invent many names side by side.

    The largest of `logits + Gumbel noise` is a draw from the softmax of the logits, so that one
    `argmax` draws a letter for every name. Padding and start are never drawn.

    Args:
        keras_model: Keras model from int ids `(batch, timesteps)` to logits
            `(batch, timesteps, VOCABULARY_SIZE)`.
        count: Number of names.
        rng: A `numpy.random.Generator`, the only source of randomness.
        longest: Most letters in a name.

    Returns:
        List of `count` strings without start and end.
    """
    import tensorflow as tf

    last_logits = tf.function(
        lambda ids: keras_model(ids, training=False)[:, -1],
        input_signature=[tf.TensorSpec([None, None], tf.int32)],
    )
    ids = np.full((count, 1), START, dtype=np.int32)
    while ids.shape[1] <= longest and not np.all((ids == END).any(axis=1)):
        scores = last_logits(tf.constant(ids)).numpy() + rng.gumbel(size=(count, VOCABULARY_SIZE))
        letters = scores[:, END:].argmax(axis=1) + END
        ids = np.column_stack([ids, letters.astype(np.int32)])
    return [_letters_before_the_end(row) for row in ids[:, 1:]]


def _letters_before_the_end(row):
    """Spells the ids of a row up to its first end."""
    letters = []
    for symbol in row:
        if symbol == END:
            break
        letters.append(chr(ord("a") + symbol - FIRST_LETTER))
    return "".join(letters)


def progress_lines(every=5):
    """Returns a Keras callback that prints one line for every few epochs, and the best at the end.

    Args:
        every: Epochs from one line to the next.

    Returns:
        A `keras.callbacks.Callback` for `fit` with validation data.
    """
    import keras

    class ProgressLines(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            self.started = time.monotonic()
            self.validation_losses = []

        def on_epoch_end(self, epoch, logs=None):
            self.validation_losses.append(logs["val_loss"])
            if epoch % every == 0:
                print(
                    f"epoch {epoch + 1:2}: loss {logs['loss']:.3f} in training, "
                    f"{logs['val_loss']:.3f} in validation",
                    flush=True,
                )

        def on_train_end(self, logs=None):
            best = int(np.argmin(self.validation_losses))
            print(
                f"best in validation: epoch {best + 1} with {self.validation_losses[best]:.3f}, "
                f"after {time.monotonic() - self.started:.0f} s in all"
            )

    return ProgressLines()
