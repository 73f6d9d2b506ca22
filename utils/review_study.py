"""The rivals of "A framework of your own": nets of word means trained in one compiled loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from utils import layer_plots
from utils.reviews import LABELS, PADDING, Reviews, words_of


@dataclass(frozen=True)
class MeanNet:
    """A trained net: the mean of the vectors of a review's words, perhaps a hidden layer, scores.

    Attributes:
        table: Float array `(V, d)`, the word vectors.
        layers: List of pairs `W, b`, one or two.
    """

    table: np.ndarray
    layers: list[tuple[np.ndarray, np.ndarray]]

    def means(self, ids: np.ndarray) -> np.ndarray:
        """Returns the mean of each row of ids over what is no padding, zeros if there is nothing."""
        real = (np.asarray(ids) != PADDING)[..., None]
        total = (self.table[ids] * real).sum(axis=1)
        return total / np.maximum(real.sum(axis=1), 1)

    def probabilities(self, ids: np.ndarray) -> np.ndarray:
        """Returns `(m, classes)` for ids `(m, T)`."""
        from scipy.special import softmax

        values = self.means(ids)
        for number, (kernel, bias) in enumerate(self.layers):
            values = (np.maximum(values, 0) if number else values) @ kernel + bias
        return softmax(values, axis=1)

    def answers(self, ids: np.ndarray) -> np.ndarray:
        """Returns the likeliest class of each row `(m,)`."""
        return self.probabilities(ids).argmax(axis=1)


def train_mean_net(
    ids: np.ndarray,
    labels: np.ndarray,
    table: np.ndarray,
    *,
    hidden: int,
    learn_table: bool,
    steps: int = 1500,
    batch_size: int = 32,
    seed: int = 1,
) -> MeanNet:
    """Trains a net of word means, all steps in one compiled loop.

    With the table frozen it goes downhill as the notebook's own loop does, with a rate that falls
    from 1 to 0. Rows of a table that learns move a hundredth as far at such a rate, so that it gets Adam.

    Args:
        ids: Int array `(m, T)`, 0 is padding.
        labels: Int array `(m,)`.
        table: Float array `(V, d)`, the vectors to begin with.
        hidden: Int, units of the hidden layer; 0 for none.
        learn_table: Whether the vectors learn, too.
        steps: Int.
        batch_size: Int, reviews drawn for a step.
        seed: Int, of first weights and draws.

    Returns:
        A `MeanNet`.
    """
    import tensorflow as tf

    rng = np.random.default_rng(seed)
    classes = int(labels.max()) + 1
    sizes = [table.shape[1], *[hidden] * bool(hidden), classes]
    layers = [
        (
            tf.Variable(rng.normal(0, np.sqrt(2 / (n + k)), (n, k)).astype("float32")),
            tf.Variable(tf.zeros(k)),
        )
        for n, k in zip(sizes, sizes[1:], strict=False)
    ]
    vectors = tf.Variable(table.astype("float32"))
    drawn = tf.constant(rng.integers(0, len(ids), (steps, batch_size)))
    variables = [part for layer in layers for part in layer] + [vectors] * learn_table
    loop = _compiled_loop(
        variables, layers, vectors, tf.constant(ids), tf.constant(labels), learn_table
    )
    # Traced by hand: TensorFlow warns of a function that it has to trace for every net anew.
    loop.get_concrete_function(drawn)(drawn)
    return MeanNet(vectors.numpy(), [(kernel.numpy(), bias.numpy()) for kernel, bias in layers])


def compiled_gradient(grad: Callable, model: Any, loss: Callable) -> Callable:
    """Compiles what a learner's `grad` makes of a loss, so that it is computed without Python.

    Args:
        grad: From a function to the function of its gradient by its first argument.
        model: Called with a batch; `model.weights` can be set.
        loss: Of the model's results and the labels, a number.

    Returns:
        A function of weights, batch and labels, to the gradient by the weights.
    """
    import tensorflow as tf

    def by_weights(weights: Any, *batch: Any) -> Any:
        inputs, labels = batch
        model.weights = weights
        results = model(inputs)
        return loss(results, labels)

    return tf.function(grad(by_weights), autograph=False)


def _compiled_loop(
    variables: list, layers: list, vectors: Any, ids: Any, labels: Any, learn_table: bool
) -> Any:
    """Returns a function of the draws `(steps, batch)` that takes all steps."""
    import tensorflow as tf

    moments = [(tf.Variable(tf.zeros_like(v)), tf.Variable(tf.zeros_like(v))) for v in variables]

    def loss_of(rows: Any) -> Any:
        batch = tf.gather(ids, rows)
        real = tf.cast(batch != PADDING, tf.float32)[..., None]
        values = tf.reduce_sum(tf.gather(vectors, batch) * real, axis=1)
        values /= tf.maximum(tf.reduce_sum(real, axis=1), 1)
        for number, (kernel, bias) in enumerate(layers):
            values = (tf.nn.relu(values) if number else values) @ kernel + bias
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.gather(labels, rows), values)
        return tf.reduce_mean(losses)

    @tf.function
    def loop(drawn: Any) -> None:
        steps = tf.shape(drawn)[0]
        for step in tf.range(steps):
            with tf.GradientTape() as tape:
                loss = loss_of(drawn[step])
            slopes = [tf.convert_to_tensor(slope) for slope in tape.gradient(loss, variables)]
            left = 1.0 - tf.cast(step, tf.float32) / tf.cast(steps, tf.float32)
            for variable, slope, (mean, square) in zip(variables, slopes, moments, strict=True):
                if not learn_table:
                    variable.assign_sub(left * slope)
                    continue
                mean.assign(0.9 * mean + 0.1 * slope)
                square.assign(0.999 * square + 0.001 * slope**2)
                count = tf.cast(step + 1, tf.float32)
                size = tf.sqrt(square / (1 - 0.999**count)) + 1e-7
                variable.assign_sub(0.01 * left * mean / (1 - 0.9**count) / size)

    return loop


def word_counters(reviews: Reviews) -> dict[str, Any]:
    """Fits two models that count words and pairs of words: naive Bayes and logistic regression.

    Args:
        reviews: To learn from.

    Returns:
        Dictionary from a name to a fitted scikit-learn pipeline; its classes are in order.
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import MultinomialNB
    from sklearn.pipeline import make_pipeline

    models = {
        "naive Bayes": MultinomialNB(alpha=0.3),
        "logistic regression": LogisticRegression(C=10.0, max_iter=500),
    }
    fitted = {}
    for name, model in models.items():
        words = CountVectorizer(tokenizer=words_of, token_pattern=None, ngram_range=(1, 2))
        fitted[name] = make_pipeline(words, model).fit(reviews.texts, reviews.labels)
    return fitted


class TurnedSlider:
    """A slider: in how many words of feeling is *not* ever seen at work, and what comes of it?

    Shown with a slider where ipywidgets is there, else as it stands at the largest number.

    Args:
        scores: Dictionary from a number of words to the share of held-out words that come out right.
        nets: Dictionary from a number of words to the `MeanNet` that was trained so.
        texts: List of m strings that each of them reads.
        ids: Int array `(m, T)`, the same.
    """

    def __init__(
        self,
        scores: dict[int, float],
        nets: dict[int, MeanNet],
        texts: list[str],
        ids: np.ndarray,
    ):
        self.scores, self.nets, self.texts, self.ids = scores, nets, texts, ids
        self.count = max(scores)

    def lines(self, count: int) -> list[str]:
        """Returns what is said of each text after training with so many words turned round."""
        answers = self.nets[count].answers(self.ids)
        width = max(map(len, self.texts)) + 2
        pairs = zip(self.texts, answers, strict=True)
        return [f"{text:{width}}{LABELS[answer]}" for text, answer in pairs]

    def show(self, count: int) -> None:
        """Displays picture and answers for a number of words."""
        from IPython.display import display

        display(layer_plots.turned_words(self.scores, count))
        print("\n".join(self.lines(count)))

    def _ipython_display_(self) -> None:
        from IPython.display import display

        try:
            import ipywidgets
        except ImportError:
            self.show(self.count)
            return
        slider = ipywidgets.SelectionSlider(
            options=list(self.scores),
            value=self.count,
            description="words",
            continuous_update=False,
        )
        output = ipywidgets.interactive_output(self.show, {"count": slider})
        display(ipywidgets.VBox([slider, output]))

    def __repr__(self) -> str:
        return f"TurnedSlider at {self.count}"
