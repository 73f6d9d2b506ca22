"""The second bonus, `generate`: a model writes."""

from itertools import product

import numpy as np

from autograder.checks.expectations import Distributed
from autograder.checks.probes import CallTwice, Draws
from autograder.checks.recipes import Made
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import seed_from

from .inputs import generate, some_words

# Probabilities by the whole past, or by the last word where the past is not in the table.
MODEL = """
def model(table):
    def next_probabilities(words):
        if not isinstance(words, list):
            raise TypeError(f"The model wants a list of words, not {words!r}.")
        key = " ".join(words)
        last = words[-1] if words else ""
        return dict(table[key] if key in table else table.get(last, {"<EOS>": 1.0}))

    return next_probabilities
"""


def written(rng, table, prompt, max_words):
    return {
        "next_probabilities": Made(MODEL, {"table": table}),
        "prompt": prompt,
        "max_words": max_words,
        "rng": seed_from(rng),
    }


def chain(words):
    """Makes a table by which each word leads to the next for certain, and the last to the end."""
    followers = [*words[1:], "<EOS>"]
    return {word: {follower: 1.0} for word, follower in zip(words, followers, strict=True)}


@generate.case("A model that is certain goes on to the end, which is not returned.")
def a_certain_model(rng):
    words = some_words(rng, 3)
    return written(rng, chain(words), words[:1], 8)


@generate.case("It stops after max_words new words; the prompt does not count.")
def cut(rng):
    words = some_words(rng, 9)
    return written(rng, chain(words), words[:3], 4)


@generate.case("Without a prompt.")
def no_prompt(rng):
    words = some_words(rng, 4)
    return written(rng, {"": {words[0]: 1.0}} | chain(words), [], 10)


@generate.case("No new words.")
def no_words(rng):
    words = some_words(rng, 3)
    return written(rng, chain(words), words[:2], 0)


@generate.case("UNK is never drawn, however likely.")
def a_likely_unknown(rng):
    first, second, third = some_words(rng, 3)
    table = {
        first: {"<UNK>": 0.97, second: 0.03},
        second: {third: 0.02, "<UNK>": 0.98},
        third: {"<EOS>": 0.01, "<UNK>": 0.99},
    }
    return written(rng, table, [first], 9)


@generate.case("An UNK in the prompt stays there: it is not drawn, but given.")
def an_unknown_prompt(rng):
    first, second, third = some_words(rng, 3)
    table = {
        f"{first} <UNK>": {second: 1.0},
        f"{first} <UNK> {second}": {"<EOS>": 1.0},
        **{word: {third: 1.0} for word in (first, second, third)},
    }
    return written(rng, table, [first, "<UNK>"], 5)


@generate.case("A text may end before it has a word.")
def an_early_end(rng):
    only = some_words(rng, 1)[0]
    table = {"": {only: 0.5, "<EOS>": 0.5}, only: {"<EOS>": 1.0}}
    return Trial(Draws(written(rng, table, [], 3), 300), [Distributed([[[], 0.5], [[only], 0.5]])])


@generate.case("The model is asked with all words so far, prompt and drawn ones.")
def the_whole_past(rng):
    one, other, third, wrong = some_words(rng, 4)
    table = {
        f"{one} {other}": {third: 1.0},
        f"{one} {other} {third}": {one: 1.0},
        f"{one} {other} {third} {one}": {other: 1.0},
        f"{one} {other} {third} {one} {other}": {"<EOS>": 1.0},
        **{word: {wrong: 1.0} for word in (one, other, third)},
    }
    return written(rng, table, [one, other], 7)


@generate.case("The other words share UNK's probability in proportion to their own.")
def shares(rng):
    words = some_words(rng, 4)
    own = rng.permutation([0.32, 0.16, 0.08, 0.04]).tolist()
    table = {
        words[0]: {**dict(zip(words[1:], own[:3], strict=True)), "<EOS>": own[3], "<UNK>": 0.4}
    }
    arguments = written(rng, table, words[:1], 1)
    outcomes = [[words[0], word] for word in words[1:]] + [[words[0]]]
    expected = [[outcome, p / 0.6] for outcome, p in zip(outcomes, own, strict=True)]
    return Trial(Draws(arguments, 800), [Distributed(expected)])


@generate.case("Each word is a draw of its own.")
def drawn_anew(rng):
    one, other = some_words(rng, 2)
    table = dict.fromkeys((one, other), {one: 0.5, other: 0.5})
    outcomes = [[one, *drawn] for drawn in product((one, other), repeat=3)]
    expected = [[outcome, 0.125] for outcome in outcomes]
    return Trial(Draws(written(rng, table, [one], 3), 400), [Distributed(expected)])


@generate.case("A word that is far likelier than the others is drawn far more often.")
def one_likely_word(rng):
    first, *others = some_words(rng, 4)
    row = {
        word: float(p) for word, p in zip(others, rng.permutation([0.94, 0.03, 0.02]), strict=True)
    }
    row["<EOS>"] = 0.01
    expected = [[[first, word] if word in others else [first], p] for word, p in row.items()]
    return Trial(Draws(written(rng, {first: row}, [first], 1), 400), [Distributed(expected)])


@generate.case("A new word takes the place of UNK: it is no turn that was lost.")
def no_lost_turns(rng):
    first, second = some_words(rng, 2)
    table = {first: {"<UNK>": 0.5, second: 0.5}, second: {"<EOS>": 0.5, "<UNK>": 0.5}}
    return Trial(
        Draws(written(rng, table, [first], 2), 400), [Distributed([[[first, second], 1.0]])]
    )


@generate.case("The same generator gives the same sentence again.")
def the_same_generator(rng):
    words = some_words(rng, 6)
    row = dict.fromkeys(words, 1 / 6)
    return CallTwice(written(rng, dict.fromkeys(words, row), words[:1], 30))


@generate.alternative
def sentence_by_cumulated_shares(next_probabilities, prompt, max_words, rng):
    words = [*prompt]
    while len(words) < len(prompt) + max_words:
        found = {w: p for w, p in next_probabilities(words[:]).items() if w != "<UNK>"}
        limits = np.cumsum(list(found.values()))
        place = int(np.searchsorted(limits, rng.random() * limits[-1], side="right"))
        word = list(found)[min(place, len(found) - 1)]
        if word == "<EOS>":
            return words
        words = [*words, word]
    return words


@generate.alternative
def sentence_by_rejecting(next_probabilities, prompt, max_words, rng):
    words = list(prompt)
    for _ in range(max_words):
        found = next_probabilities(list(words))
        p = np.array(list(found.values()), dtype=float)
        word = "<UNK>"
        while word == "<UNK>":  # Draw again until it is a word.
            word = list(found)[int(rng.choice(len(p), p=p / p.sum()))]
        if word == "<EOS>":
            break
        words += [word]
    return words


@generate.alternative
def sentence_by_recursion(next_probabilities, prompt, max_words, rng):
    if max_words == 0:
        return list(prompt)
    found = dict(next_probabilities(list(prompt)))
    found["<UNK>"] = 0.0
    p = np.array([*found.values()])
    word = str(rng.choice([*found], p=p / p.sum()))
    if word == "<EOS>":
        return list(prompt)
    return sentence_by_recursion(next_probabilities, [*prompt, word], max_words - 1, rng)


generate.slip(
    "returns_the_end",
    "<EOS> was appended. It says that the sentence ends, and is not returned.",
    (
        'if word == "<EOS>":\n            break\n        words.append(word)',
        'words.append(word)\n        if word == "<EOS>":\n            break',
    ),
)

generate.slip(
    "does_not_stop",
    "Writing went on behind <EOS>, as if it were a word like others.",
    'if word == "<EOS>":\n            break',
    "pass",
)

generate.slip(
    "draws_once",
    "One random number was drawn, and used for every word. Draw anew for each.",
    (
        "    words = list(prompt)",
        "    words, u = list(prompt), rng.random()",
    ),
    (
        "rng.choice(len(choices), p=p / p.sum())",
        "min(int(np.searchsorted(np.cumsum(p / p.sum()), u, side='right')), len(p) - 1)",
    ),
)

generate.slip(
    "draws_unknown",
    "<UNK> was drawn. Leave it out before you draw.",
    'found.pop("<UNK>", None)',
    "pass",
)

generate.slip(
    "counts_the_prompt",
    "The words of the prompt were counted: max_words new words may follow it.",
    "range(max_words)",
    "range(max(0, max_words - len(prompt)))",
)

generate.slip(
    "always_takes_the_likeliest",
    "The likeliest word was taken each time. Draw with rng, as often as the model says.",
    "choices[rng.choice(len(choices), p=p / p.sum())]",
    "choices[int(np.argmax(p))]",
)

generate.slip(
    "draws_evenly",
    "All words are drawn equally often: pass their probabilities on to choice.",
    "rng.choice(len(choices), p=p / p.sum())",
    "rng.choice(len(choices))",
)

generate.slip(
    "shares_out_evenly",
    "UNK's probability was shared out in equal parts. Each word gets of it in proportion to its own: "
    "divide by the sum of what is left.",
    "p=p / p.sum()",
    "p=p + (1 - p.sum()) / len(p)",
)

generate.slip(
    "asks_with_the_last_word",
    "The model was asked with the last word only. It wants all words so far.",
    "next_probabilities(list(words))",
    "next_probabilities(list(words[-1:]))",
)

generate.slip(
    "asks_with_the_prompt",
    "The model was always asked with the prompt. What was drawn belongs to it.",
    "next_probabilities(list(words))",
    "next_probabilities(list(prompt))",
)

generate.slip(
    "returns_the_new_words",
    "The prompt is missing: it comes first, then the new words.",
    "return words",
    "return words[len(prompt) :]",
)

generate.slip(
    "changes_the_prompt",
    "The prompt was changed: words were appended to the list that came in. Begin with a copy.",
    "words = list(prompt)",
    "words = prompt",
)

generate.slip(
    "uses_another_generator",
    "The same generator gave another sentence: draw with the rng that is passed in.",
    "rng.choice",
    "np.random.default_rng().choice",
)

generate.slip(
    "loses_a_turn_by_the_unknown",
    "Where <UNK> was drawn, nothing was written, but a turn was used up, so too few new words come. Leave "
    "it out before you draw.",
    ('found.pop("<UNK>", None)', "pass"),
    (
        'if word == "<EOS>":',
        'if word == "<UNK>":\n            continue\n        if word == "<EOS>":',
    ),
    arbitrary_in=("a_likely_unknown",),
)

generate.slip(
    "ends_for_the_unknown",
    "The sentences end too often: <EOS> got all of UNK's probability, or an end was made where <UNK> was "
    "drawn. All other words share it in proportion to their own.",
    'found.pop("<UNK>", None)',
    'found["<EOS>"] = found.get("<EOS>", 0.0) + found.pop("<UNK>", 0.0)',
    arbitrary_in=("a_likely_unknown",),
)

generate.slip(
    "asks_with_the_new_words",
    "The model was asked with the new words only. It wants all words so far, and the prompt is among them.",
    "next_probabilities(list(words))",
    "next_probabilities(list(words[len(prompt) :]))",
)

generate.slip(
    "takes_a_softmax",
    "The rarer words are drawn too often: a softmax was taken of what are probabilities already. Divide by "
    "the sum of what is left.",
    "p=p / p.sum()",
    "p=np.exp(p) / np.exp(p).sum()",
)

generate.slip(
    "sorts_the_words_alone",
    "Words are drawn with the probabilities of others: the words were sorted, and the probabilities were "
    "not.",
    ("choices = list(found)", "choices = sorted(found)"),
    ("[found[word] for word in choices]", "list(found.values())"),
)

for _seed in (0, 1, 42):
    generate.slip(
        f"seeds_a_generator_with_{_seed}",
        f"The same words come whatever rng is: those of numpy.random.default_rng({_seed}). Draw with the rng "
        "that is passed in, not with a generator of your own.",
        "    words = list(prompt)",
        f"    rng, words = np.random.default_rng({_seed}), list(prompt)",
    )

generate.equivalent(
    "p = np.array([found[word] for word in choices], dtype=float) -> "
    "p = np.array([found[word] for word in choices])",
    "Probabilities are floats; where all of them are 0 and 1, the division makes floats of them.",
)

generate.slip(
    "cleans_the_prompt",
    "<UNK> was taken out of the prompt. Only what is drawn must not be <UNK>; the prompt stays as it is.",
    "    words = list(prompt)",
    "    words = [word for word in prompt if word != '<UNK>']",
)

generate.slip(
    "wants_a_word_first",
    "A text without a prompt never ended before its first word. <EOS> may come at once.",
    'found.pop("<UNK>", None)',
    'found.pop("<UNK>", None)\n        if not words:\n            found.pop("<EOS>", None)',
)
