"""`sentence_log_probability`: a sum of logarithms, the end's among them."""

import math

import numpy as np

from autograder.checks.expectations import Between
from autograder.checks.probes import Call
from autograder.checks.recipes import Made
from autograder.declaration.exercise import Trial

from .inputs import sentence_log_probability, some_words

# A model whose probability hangs on the word and on all of its context. What is not in the table
# has one that hangs on every letter and place, so that each wrong question gets another number.
MODEL = """
def model(table, other):
    def next_probability(word, context):
        if not isinstance(context, tuple):
            raise TypeError(f"The context must be a tuple of strings, not {context!r}.")
        asked = (word, *context)
        letters = sum((7 * i + j + 1) * ord(c) for i, w in enumerate(asked) for j, c in enumerate(w))
        return table.get(asked, other * (1 + letters % 97) / 98)

    return next_probability
"""


def model_of(rng, sentence, n, other=0.4, **fixed):
    """Makes a model with a number for each question that this sentence asks."""
    text = ["<START>"] * (n - 1) + list(sentence) + ["<EOS>"]
    table = {}
    for t in range(n - 1, len(text)):
        value = float(rng.integers(1, 100)) / 128  # Read back exactly.
        table[text[t], *text[t - n + 1 : t]] = fixed.get(text[t], value)
    return Made(MODEL, {"table": table, "other": other})


def asked(rng, sentence, n, **options):
    return {
        "sentence": sentence,
        "next_probability": model_of(rng, sentence, n, **options),
        "n": n,
    }


@sentence_log_probability.case("Two words and the end: three logarithms, added.")
def two_words(rng):
    sentence = some_words(rng, 2)
    before = ["<START>", *sentence]
    halves = rng.permutation([0.5, 0.25, 0.125]).tolist()  # Powers of two: small enough for paper.
    table = dict(zip(zip([*sentence, "<EOS>"], before, strict=True), halves, strict=True))
    model = Made(MODEL, {"table": table, "other": 0.4})
    return {"sentence": sentence, "next_probability": model, "n": 2}


@sentence_log_probability.case("A trigram model sees two symbols before each word.")
def by_trigrams(rng):
    words = some_words(rng, 4)
    return asked(rng, [*words, words[1], words[0], words[2]], 3)


@sentence_log_probability.case("A unigram model is asked with the empty context.")
def by_unigrams(rng):
    return asked(rng, some_words(rng, 4), 1)


@sentence_log_probability.case("A sentence shorter than the context.")
def a_short_sentence(rng):
    return asked(rng, some_words(rng, 2), 5)


@sentence_log_probability.case("A sentence of no words is its end alone.")
def no_words(rng):
    return asked(rng, [], 3)


@sentence_log_probability.case("A word that cannot be makes the sentence impossible: -inf.")
def an_impossible_word(rng):
    sentence = some_words(rng, 5)
    return asked(rng, sentence, 2, **{sentence[2]: 0.0})


@sentence_log_probability.case("So does an end that cannot be.")
def an_impossible_end(rng):
    return asked(rng, some_words(rng, 3), 3, **{"<EOS>": 0.0})


@sentence_log_probability.case("Nor is an impossible sentence only an unlikely one.")
def not_only_unlikely(rng):
    sentence = some_words(rng, 4)
    probe = Call(asked(rng, sentence, 2, **{sentence[1]: 0.0}))
    message = "A word of this sentence cannot be, and the result is a finite number: -inf is right."
    return Trial(probe, [Between("result", None, -1e300, message)])


@sentence_log_probability.case("400 words of small probability stay finite.")
def many_words(rng):
    words = some_words(rng, 5)
    sentence = [str(word) for word in rng.choice(words, 400)]
    model = Made(MODEL, {"table": {}, "other": round(float(rng.uniform(0.005, 0.02)), 3)})
    return {"sentence": sentence, "next_probability": model, "n": 2}


@sentence_log_probability.case("400 words that are very unlikely, and possible.")
def very_unlikely_words(rng):
    words = some_words(rng, 5)
    sentence = [str(word) for word in rng.choice(words, 400)]
    model = Made(MODEL, {"table": {}, "other": round(float(rng.uniform(1, 9)), 2) * 1e-12})
    return {"sentence": sentence, "next_probability": model, "n": 2}


@sentence_log_probability.case("One word that is very unlikely, and possible.")
def a_very_unlikely_word(rng):
    sentence = some_words(rng, 3)
    return asked(rng, sentence, 2, **{sentence[1]: round(float(rng.uniform(1, 9)), 2) * 1e-12})


@sentence_log_probability.case("An unknown word is asked for like any other.")
def an_unknown_word(rng):
    one, other = some_words(rng, 2)
    return asked(rng, [one, "<UNK>", other, "<UNK>"], 2)


@sentence_log_probability.alternative
def log_probability_with_numpy(sentence, next_probability, n):
    padded = ["<START>"] * (n - 1) + [*sentence, "<EOS>"]
    asked_for = [
        (padded[i + n - 1], tuple(padded[i : i + n - 1])) for i in range(len(sentence) + 1)
    ]
    with np.errstate(divide="ignore"):
        return np.log([next_probability(*question) for question in asked_for]).sum()


@sentence_log_probability.alternative
def log_probability_with_a_moving_context(sentence, next_probability, n):
    context, total = ("<START>",) * (n - 1), 0.0
    for word in (*sentence, "<EOS>"):
        p = next_probability(word, context)
        total += math.log(p) if p > 0 else -math.inf
        context = (*context, word)[1:] if n > 1 else ()
    return total


@sentence_log_probability.alternative
def log_probability_by_recursion(sentence, next_probability, n):
    def rest(past, words):
        context = past[len(past) - n + 1 :]
        p = next_probability(words[0] if words else "<EOS>", context)
        here = float("-inf") if p == 0.0 else math.log(p)
        return here + rest((*past, words[0]), words[1:]) if words else here

    return rest(("<START>",) * (n - 1), tuple(sentence))


@sentence_log_probability.misconception(
    "You multiply the probabilities and take the logarithm of the product. That becomes 0 for a long "
    "sentence: add logarithms instead."
)
def multiplies(sentence, next_probability, n):
    text = ["<START>"] * (n - 1) + list(sentence) + ["<EOS>"]
    product = 1.0
    for t in range(n - 1, len(text)):
        product *= next_probability(text[t], tuple(text[t - n + 1 : t]))
    return math.log(product) if product else -math.inf


sentence_log_probability.slip(
    "forgets_the_end",
    "The end is not scored: a sentence is its words and then <EOS>.",
    ' + ["<EOS>"]',
    "",
)

sentence_log_probability.slip(
    "counts_in_bits",
    "The result is in bits: take the natural logarithm.",
    "math.log(probability)",
    "math.log2(probability)",
)

sentence_log_probability.slip(
    "counts_in_tens",
    "The result is in powers of ten: take the natural logarithm.",
    "math.log(probability)",
    "math.log10(probability)",
)

sentence_log_probability.slip(
    "gives_the_whole_past",
    "The model was asked with all words so far. It sees the n - 1 symbols right before the word.",
    "tuple(text[t - n + 1 : t])",
    "tuple(text[:t])",
)

sentence_log_probability.slip(
    "averages",
    "The result is a mean over the symbols. The logarithm of a product is the sum.",
    "return total",
    "return total / (len(sentence) + 1)",
)

sentence_log_probability.slip(
    "puts_one_start",
    "There is one START in front, whatever n is. The first word has a context of n - 1 symbols, too.",
    '["<START>"] * (n - 1)',
    '["<START>"] * min(1, n - 1)',
)

sentence_log_probability.slip(
    "takes_the_word_into_its_context",
    "The context holds the word itself. It ends right before the word.",
    "tuple(text[t - n + 1 : t])",
    "tuple(text[t - n + 1 : t + 1])",
)

sentence_log_probability.slip(
    "turns_the_context_round",
    "The context is the wrong way round: the oldest word comes first.",
    "tuple(text[t - n + 1 : t])",
    "tuple(text[t - n + 1 : t][::-1])",
)

sentence_log_probability.slip(
    "predicts_the_start",
    "START is scored as if it were a word. It stands in contexts only.",
    '["<START>"] * (n - 1)',
    '["<START>"] * n',
)

sentence_log_probability.slip(
    "passes_over_the_impossible",
    "A probability of 0 was passed over. It makes the whole sentence impossible: -inf.",
    "return -math.inf",
    "continue",
)

sentence_log_probability.slip(
    "takes_the_logarithm_of_zero",
    "math.log(0) is an error. Return -math.inf where a probability is 0.",
    "if probability == 0:",
    "if False:",
)

sentence_log_probability.slip(
    "returns_the_surprise",
    "The sign is turned round: a log-probability is at most 0.",
    "return total",
    "return -total",
)

sentence_log_probability.slip(
    "returns_the_probability",
    "You return the probability itself: return its natural logarithm.",
    "return total",
    "return math.exp(total)",
)

sentence_log_probability.slip(
    "takes_something_small_for_zero",
    "Where a probability is 0 the result is a finite number, as if something small stood in its place. Such "
    "a sentence is impossible: -inf.",
    ("if probability == 0:", "if False:"),
    ("math.log(probability)", "math.log(max(probability, 1e-12))"),
    arbitrary_in=("an_impossible_word", "an_impossible_end"),
)

sentence_log_probability.slip(
    "takes_the_logarithm_of_an_impossible_end",
    "Words of probability 0 give -inf, but an end of probability 0 gives an error. Ask the same of it.",
    "if probability == 0:",
    'if probability == 0 and text[t] != "<EOS>":',
)

sentence_log_probability.slip(
    "takes_a_longer_context",
    "The model was asked with n symbols before the word. n counts the word itself, so n - 1 stand before "
    "it.",
    ('["<START>"] * (n - 1)', '["<START>"] * n'),
    ("range(n - 1, len(text))", "range(n, len(text))"),
    ("text[t - n + 1 : t]", "text[t - n : t]"),
)

sentence_log_probability.slip(
    "puts_no_start",
    "The first words were asked for with contexts that are too short: nothing stands before the sentence. "
    "Put <START> there, as often as a context needs.",
    ('["<START>"] * (n - 1) + ', ""),
    ("range(n - 1, len(text))", "range(len(text))"),
    ("text[t - n + 1 : t]", "text[max(0, t - n + 1) : t]"),
)

sentence_log_probability.slip(
    "begins_behind_the_first_words",
    "The first n - 1 symbols are not scored. They have a context as well: <START> lies before the sentence.",
    '["<START>"] * (n - 1) + ',
    "",
)

sentence_log_probability.slip(
    "takes_the_whole_past_for_unigrams",
    "With n = 1 the model was asked with all that came before (a slice from -0 on begins at the start). The "
    "context is empty then.",
    "text[t - n + 1 : t]",
    "text[:t][-(n - 1) :]",
)

sentence_log_probability.slip(
    "calls_an_empty_sentence_certain",
    "A sentence of no words was called certain. Its end has to be asked for, too.",
    "    total = 0.0",
    "    total = 0.0\n    if not sentence:\n        return total",
)

sentence_log_probability.slip(
    "puts_a_single_start",
    "A single START stands in front, so that the first words have contexts that are too short. There are "
    "n - 1 of them.",
    ('["<START>"] * (n - 1)', '["<START>"]'),
    ("range(n - 1, len(text))", "range(1, len(text))"),
    ("text[t - n + 1 : t]", "text[max(0, t - n + 1) : t]"),
)

sentence_log_probability.slip(
    "takes_unlikely_for_impossible",
    "A very small probability was taken for 0. Only 0 is impossible.",
    "if probability == 0:",
    "if probability < 1e-10:",
)

sentence_log_probability.slip(
    "skips_unknown_words",
    "Unknown words were left out. The model is asked for each symbol, <UNK> too.",
    "        probability = next_probability",
    "        if text[t] == '<UNK>':\n            continue\n        probability = next_probability",
)


@sentence_log_probability.misconception(
    "Dozens of probabilities were multiplied before a logarithm was taken, and small ones come to 0. Take "
    "the logarithm of each."
)
def multiplies_fifty(sentence, next_probability, n):
    text = ["<START>"] * (n - 1) + list(sentence) + ["<EOS>"]
    total, product = 0.0, 1.0
    for t in range(n - 1, len(text)):
        product *= next_probability(text[t], tuple(text[t - n + 1 : t]))
        if product == 0:
            return -math.inf
        if t % 50 == 49:
            total, product = total + math.log(product), 1.0
    return total + math.log(product)
