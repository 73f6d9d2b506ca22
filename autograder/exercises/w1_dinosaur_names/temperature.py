"""`sample_with_temperature`: bolder and tamer names."""

import numpy as np

from autograder.checks.expectations import (
    Distributed,
    Raises,
)
from autograder.checks.probes import Call, CallTwice, Draws
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import seed_from, softmax

from .inputs import (
    make_chain,
    make_parameters,
    make_timed_chain,
    make_vocabulary,
    reference,
    sample_with_temperature,
    sequence_probabilities,
)
from .sampling import (
    make_random_sampling,
)


def make_temperature_draws(rng, temperature, keep=2):
    mistakes = ("state", "input", "part" if temperature != 1.0 else "bias")
    vocabulary, parameters = make_random_sampling(rng, 4, 5, 1.2, keep, mistakes, temperature)
    arguments = {
        "parameters": parameters,
        "char_to_ix": vocabulary,
        "temperature": temperature,
        "rng": seed_from(rng),
    }
    expected = sequence_probabilities(parameters, vocabulary, keep, temperature)
    return Trial(Draws(arguments, 600, keep), [Distributed(expected)])


@sample_with_temperature.case("A network that is certain of its name writes it, hot or cold.")
def temperature_of_a_certain_name(rng):
    vocabulary = make_vocabulary(rng, 3)  # Small enough for paper.
    path = [*rng.permutation(list("ab")).tolist(), "\n"]
    return {
        "parameters": make_chain(rng, vocabulary, path, noise=1),
        "char_to_ix": vocabulary,
        "temperature": 0.5,
        "rng": seed_from(rng),
    }


@sample_with_temperature.case("At temperature 1 the probabilities are the network's own.")
def temperature_one(rng):
    return make_temperature_draws(rng, 1.0)


@sample_with_temperature.case("A high temperature makes the draws more even.")
def temperature_high(rng):
    return make_temperature_draws(rng, float(np.round(rng.uniform(2.2, 2.8), 2)))


@sample_with_temperature.case("A low temperature makes the likely characters likelier.")
def temperature_low(rng):
    return make_temperature_draws(rng, float(np.round(rng.uniform(0.35, 0.45), 2)))


@sample_with_temperature.case("A low temperature is exact where logits are close together.")
def temperature_of_close_logits(rng):
    while True:
        vocabulary, parameters = make_vocabulary(rng, 4), make_parameters(rng, 3, 4, 0.03)
        expected = sequence_probabilities(parameters, vocabulary, 1, 0.02)
        if max(p for _, p in expected) < 0.7:
            break
    arguments = {
        "parameters": parameters,
        "char_to_ix": vocabulary,
        "temperature": 0.02,
        "rng": seed_from(rng),
    }
    return Trial(Draws(arguments, 400, 1), [Distributed(expected)])


@sample_with_temperature.case("A very low temperature takes the best character, without overflow.")
def temperature_very_low(rng):
    vocabulary = make_vocabulary(rng, 6)
    path = [*rng.permutation(list("abcde")).tolist(), "\n"]
    parameters = make_chain(rng, vocabulary, path)
    return {
        "parameters": {**parameters, "by": parameters["by"] + 3.0},
        "char_to_ix": vocabulary,
        "temperature": 0.01,
        "rng": seed_from(rng),
    }


@sample_with_temperature.case(
    "A name that never ends is cut after 50 characters, and newline is added."
)
def temperature_without_end(rng):
    vocabulary = make_vocabulary(rng, 4)
    path = rng.permutation(list("abc")).tolist()
    return {
        "parameters": make_chain(rng, vocabulary, path),
        "char_to_ix": vocabulary,
        "temperature": 0.5,
        "rng": seed_from(rng),
    }


@sample_with_temperature.case("Newline may be the 50th character: then nothing is appended.")
def temperature_newline_last(rng):
    vocabulary = make_vocabulary(rng, 4)
    path = rng.permutation(list("abc")).tolist()
    return {
        "parameters": make_timed_chain(rng, vocabulary, path, 50),
        "char_to_ix": vocabulary,
        "temperature": 0.5,
        "rng": seed_from(rng),
    }


@sample_with_temperature.case("The same generator gives the same name again.")
def temperature_same_generator(rng):
    vocabulary, parameters = make_vocabulary(rng, 9), make_parameters(rng, 7, 9, 0.3)
    parameters["by"][vocabulary["\n"]] -= 2.0  # Long names: two of them are hardly ever the same.
    return CallTwice(
        {
            "parameters": parameters,
            "char_to_ix": vocabulary,
            "temperature": 1.2,
            "rng": seed_from(rng),
        }
    )


def make_refusal(rng, temperature):
    vocabulary, parameters = make_random_sampling(rng)
    arguments = {
        "parameters": parameters,
        "char_to_ix": vocabulary,
        "temperature": temperature,
        "rng": seed_from(rng),
    }
    return Trial(Call(arguments), [Raises("ValueError", because="A temperature must be above 0.")])


@sample_with_temperature.case("A temperature of 0 is refused with a ValueError.")
def temperature_zero(rng):
    return make_refusal(rng, 0.0)


@sample_with_temperature.case("A negative temperature is refused with a ValueError.")
def temperature_negative(rng):
    return make_refusal(rng, -float(np.round(rng.uniform(0.01, 3.0), 2)))


@sample_with_temperature.alternative
def temperature_as_a_power(parameters, char_to_ix, temperature, rng):
    if not temperature > 0:
        raise ValueError(f"temperature is {temperature}, expected a positive number")
    indices, n = [], len(char_to_ix)
    x, a = np.zeros((n, 1)), np.zeros((parameters["Waa"].shape[0], 1))
    while len(indices) < 50 and (not indices or indices[-1] != char_to_ix["\n"]):
        a = np.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a + parameters["b"])
        z = (parameters["Wya"] @ a + parameters["by"]).ravel()
        log_p = z - z.max() - np.log(np.exp(z - z.max()).sum())
        p = np.exp(log_p / temperature)
        indices.append(int(rng.choice(n, p=p / p.sum())))
        x = np.eye(n)[:, [indices[-1]]]
    if indices[-1] != char_to_ix["\n"]:
        indices.append(char_to_ix["\n"])
    return indices


@sample_with_temperature.alternative
def temperature_on_the_weights(parameters, char_to_ix, temperature, rng):
    if temperature <= 0:
        raise ValueError(temperature)
    sharper = dict(parameters)
    sharper["Wya"] = parameters["Wya"] / temperature
    sharper["by"] = parameters["by"] / temperature
    return reference.sample(sharper, char_to_ix, rng)


@sample_with_temperature.alternative
def temperature_by_gumbel(parameters, char_to_ix, temperature, rng):
    if temperature <= 0:
        raise ValueError("The temperature must be positive.")
    column, a, out = None, np.zeros(parameters["b"].shape[0]), []
    for _ in range(50):
        seen = 0 if column is None else parameters["Wax"][:, column]
        a = np.tanh(seen + parameters["Waa"] @ a + parameters["b"].ravel())
        z = parameters["Wya"] @ a + parameters["by"].ravel()
        column = int(np.argmax(z + temperature * rng.gumbel(size=z.size)))
        out.append(column)
        if column == char_to_ix["\n"]:
            return out
    out.append(char_to_ix["\n"])
    return out


sample_with_temperature.slip(
    "multiplies_by_the_temperature",
    "You multiply the logits by the temperature: divide, so that a high temperature evens them out.",
    "/ temperature",
    "* temperature",
    count=2,
)

sample_with_temperature.slip(
    "temperature_without_effect",
    "The temperature changes nothing. Divide the logits by it, before the softmax: probabilities "
    "that are divided and made to sum to one again are what they were.",
    "sample(rescaled",
    "sample(parameters",
)

sample_with_temperature.slip(
    "leaves_the_bias_undivided",
    "Only part of the logits is divided: (Wya a + by) / temperature, the bias included.",
    'parameters["by"] / temperature',
    'parameters["by"]',
)


def _sample_with(to_probabilities, parameters, char_to_ix, temperature, rng):
    """Samples with probabilities made otherwise of the logits; for the two misconceptions below."""
    if temperature <= 0:
        raise ValueError(f"The temperature must be above 0, not {temperature}.")
    indices, x = [], np.zeros((len(char_to_ix), 1))
    a = np.zeros((parameters["b"].shape[0], 1))
    while len(indices) < 50 and char_to_ix["\n"] not in indices:
        a = np.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a + parameters["b"])
        p = to_probabilities((parameters["Wya"] @ a + parameters["by"]).ravel())
        indices.append(int(rng.choice(len(p), p=p)))
        x = np.eye(len(char_to_ix))[:, [indices[-1]]]
    return indices if indices[-1] == char_to_ix["\n"] else [*indices, char_to_ix["\n"]]


@sample_with_temperature.misconception(
    "The softmax is applied twice: divide the logits by the temperature, not the probabilities, and "
    "take one softmax."
)
def divides_probabilities(parameters, char_to_ix, temperature, rng):
    def twice(z):
        return softmax(softmax(z) / temperature)

    return _sample_with(twice, parameters, char_to_ix, temperature, rng)


@sample_with_temperature.misconception(
    "The exponential overflows at a low temperature. Subtract the largest logit first: it changes no "
    "probability and keeps every exponential at most 1."
)
def overflows(parameters, char_to_ix, temperature, rng):
    def plainly(z):
        with np.errstate(all="ignore"):
            return np.exp(z / temperature) / np.exp(z / temperature).sum()

    return _sample_with(plainly, parameters, char_to_ix, temperature, rng)


sample_with_temperature.slip(
    "accepts_every_temperature",
    "A temperature of 0 or below must be refused: raise ValueError before anything is drawn.",
    'raise ValueError(f"temperature must be above 0, not {temperature}.")',
    "temperature = 1e-9",  # as good as argmax
)

sample_with_temperature.slip(
    "refuses_only_zero",
    "A negative temperature is not refused: raise ValueError for 0 and for every number below it, "
    "before anything is drawn.",
    "temperature <= 0",
    "temperature == 0",
)

sample_with_temperature.slip(
    "refuses_only_negative",
    "A temperature of 0 is not refused: raise ValueError for 0 and for every number below it.",
    ("temperature <= 0", "temperature < 0"),
    ("rescaled = ", "temperature = max(temperature, 1e-9)\n    rescaled = "),
)

sample_with_temperature.slip(
    "limits_the_temperature",
    "Temperatures below 0.1 are taken as 0.1. The probabilities are exact down to 0.01: divide by what "
    "is passed in, and let a safe softmax see to the size of the numbers.",
    "rescaled = dict(parameters)",
    "temperature = max(temperature, 0.1)\n    rescaled = dict(parameters)",
)

sample_with_temperature.slip(
    "appends_a_second_newline",
    "A name may hold newline once, at its end: append it only if 50 characters came without one.",
    "return sample(rescaled, char_to_ix, rng)",
    "indices = sample(rescaled, char_to_ix, rng)\n"
    '    return indices + [char_to_ix["\\n"]] * (len(indices) == 50)',
)

sample_with_temperature.slip(
    "cold_at_every_temperature",
    "You take the most likely character every time: divide the logits, then draw as before.",
    "/ temperature",
    "/ 1e-9",  # as good as argmax
    count=2,
)


sample_with_temperature.equivalent(
    "if temperature <= 0: -> if temperature < 0:",
    "At 0 the probabilities are NaN, and rng.choice itself raises the promised ValueError.",
)
