# %% [markdown] id="title"
# # Two small models
#
# Made to be graded, and to time how long that takes.

# %% id="setup"
import keras
import numpy as np

from autograder import begin, check, scoreboard

RELEASE = "unreleased"
begin("w0_with_fit")

# %% [markdown] id="about_build_tagger"
# Write `build_tagger`.


# %% exercise="build_tagger"
def build_tagger(vocabulary_size, units, tags):
    """Returns a Keras model that gives every word of a sentence a tag.

    Args:
        vocabulary_size: Number of word ids.
        units: Size of embedding and recurrent state.
        tags: Number of tags.

    Returns:
        Model from ids `(batch, timesteps)` to probabilities `(batch, timesteps, tags)`. A word's
        tag depends on the words before it, not on those after it. Not compiled.
    """
    # 1. Embed, run a recurrent layer, finish with a softmax over the tags.
    ### BEGIN SOLUTION
    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, units)(ids)
    x = keras.layers.GRU(units, return_sequences=True)(x)
    return keras.Model(ids, keras.layers.Dense(tags, activation="softmax")(x))
    ### END SOLUTION


# %% check="build_tagger"
check("build_tagger")

# %% id="tagger" tags=["explore"]
tagger = build_tagger(20, 8, 3)
tagger.summary()

# %% [markdown] id="about_fit_plane"
# Write `fit_plane`.


# %% exercise="fit_plane"
def fit_plane(x, y, epochs, learning_rate):
    """Fits a plane to points by gradient descent on the mean squared error, with Keras.

    Args:
        x: Inputs `(m, d)`.
        y: Targets `(m,)`.
        epochs: Number of steps, each with all points at once.
        learning_rate: Of plain gradient descent.

    Returns:
        Weights `(d,)` and bias, a float; both start at zero.
    """
    # 1. One dense unit that starts at zero.
    # 2. Fit with one batch of all points.
    ### BEGIN SOLUTION
    layer = keras.layers.Dense(1, kernel_initializer="zeros")
    model = keras.Sequential([keras.Input((x.shape[1],)), layer])
    model.compile(keras.optimizers.SGD(learning_rate), "mse")
    model.fit(x, y, batch_size=len(x), epochs=epochs, verbose=0)
    weights, bias = layer.get_weights()
    return weights[:, 0], float(bias[0])
    ### END SOLUTION


# %% check="fit_plane"
check("fit_plane")

# %% id="train_plane" tags=["train"]
points = np.random.default_rng(0).normal(size=(64, 3))
weights, bias = fit_plane(points, points @ np.array([1.0, -2.0, 0.5]) + 3, 60, 0.1)
print(weights, bias)

# %% id="scoreboard" tags=["explore"]
scoreboard()
