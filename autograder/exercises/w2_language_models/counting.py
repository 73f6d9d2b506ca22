"""`count_ngrams`: what follows each context."""

from collections import Counter, defaultdict

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import draw_until

from .inputs import count_ngrams, some_sentences, some_words


@count_ngrams.case("Bigrams of three words.")
def three_words(rng):
    one, other = some_words(rng, 2)
    return {"sentences": [[one, other, one]], "n": 2}


@count_ngrams.case("Trigrams of several sentences, two START in front of each.")
def trigrams(rng):
    words = some_words(rng, 4)
    return {"sentences": some_sentences(rng, words, [6, 4, 7, 5]), "n": 3}


@count_ngrams.case("Unigrams: the only context is the empty tuple; ends count, starts do not.")
def unigrams(rng):
    words = some_words(rng, 5)
    return {"sentences": some_sentences(rng, words, [4, 3, 6]), "n": 1}


@count_ngrams.case("Sentences shorter than the context, and empty ones.")
def short_sentences(rng):
    words = some_words(rng, 3)
    return {"sentences": some_sentences(rng, words, [1, 0, 2, 0]), "n": 4}


@count_ngrams.case("A sentence that stands there twice counts twice.")
def equal_sentences(rng):
    sentence = some_words(rng, 3)
    return {"sentences": [sentence, some_words(rng, 2), sentence], "n": 2}


@count_ngrams.case("Unknown words are words, too, in contexts and behind them.")
def unknown_words(rng):
    words = [*some_words(rng, 2), "<UNK>"]
    sentences = draw_until(
        lambda: some_sentences(rng, words, [4, 5, 3]),
        lambda made: all("<UNK>" in sentence[:-1] for sentence in made),
    )
    return {"sentences": sentences, "n": 2}


def refused(n, sentences=(("a", "b"),)):
    """Makes a case of an n that has no meaning."""
    because = "An n-gram has at least one word."
    probe = Call({"sentences": [list(sentence) for sentence in sentences], "n": n})
    return Trial(probe, [Raises("ValueError", because=because)])


@count_ngrams.case("n = 0 is refused.")
def zero(rng):
    return refused(0)


@count_ngrams.case("A negative n is refused.")
def negative(rng):
    return refused(-int(rng.integers(1, 4)))


@count_ngrams.case("It is refused even where there is nothing to count.")
def zero_of_nothing(rng):
    return refused(-int(rng.integers(0, 3)), ())


@count_ngrams.alternative
def counts_with_default_dictionaries(sentences, n):
    if n <= 0:
        raise ValueError("n is at least 1.")
    counts = defaultdict(Counter)
    for sentence in sentences:
        past = ("<START>",) * (n - 1)
        for word in [*sentence, "<EOS>"]:
            counts[past][word] += 1
            past = (*past, word)[1:] if n > 1 else ()
    return counts


@count_ngrams.alternative
def counts_with_zip(sentences, n):
    if n < 1:
        raise ValueError(f"n = {n}")
    flat = Counter()
    for sentence in sentences:
        text = ["<START>"] * (n - 1) + sentence + ["<EOS>"]
        flat.update(zip(*(text[i:] for i in range(n)), strict=False))
    counts = {}
    for gram, count in flat.items():
        counts.setdefault(gram[:-1], {})[gram[-1]] = count
    return counts


@count_ngrams.alternative
def counts_backwards(sentences, n):
    if not n >= 1:
        raise ValueError
    counts = {}
    for s in reversed(sentences):
        for end in range(len(s), -1, -1):
            context = tuple((["<START>"] * n + s)[end + 1 : end + n]) if n > 1 else ()
            word = s[end] if end < len(s) else "<EOS>"
            counts[context] = counts.get(context, {})
            counts[context][word] = counts[context].get(word, 0) + 1
    return counts


count_ngrams.slip(
    "puts_one_start",
    "There is one START in front, whatever n is. The first word has a context of n - 1 symbols, too.",
    '["<START>"] * (n - 1) + list(sentence) + ["<EOS>"]',
    '["<START>"] * min(1, n - 1) + list(sentence) + ["<EOS>"]',
)

count_ngrams.slip(
    "predicts_the_start",
    "START is counted as a word. It stands in contexts only: n - 1 of them, and count from behind them.",
    ('["<START>"] * (n - 1)', '["<START>"] * n'),
)

count_ngrams.slip(
    "forgets_the_end",
    "No EOS was counted: it is missing behind the sentences, or the loop ends one place too early. That a "
    "sentence ends is counted as well.",
    ' + ["<EOS>"]',
    "",
)

count_ngrams.slip(
    "ends_several_times",
    "There are several EOS behind a sentence. One is enough, whatever n is.",
    '+ ["<EOS>"]',
    '+ ["<EOS>"] * max(1, n - 1)',
)


@count_ngrams.misconception(
    "A context reaches from one sentence into the next. Begin each sentence anew, behind START."
)
def counts_across_sentences(sentences, n):
    if n < 1:
        raise ValueError
    text = ["<START>"] * (n - 1)
    for sentence in sentences:
        text += [*sentence, "<EOS>"]
    counts = {}
    for t in range(n - 1, len(text)):
        row = counts.setdefault(tuple(text[t - n + 1 : t]), {})
        row[text[t]] = row.get(text[t], 0) + 1
    return counts


count_ngrams.slip(
    "takes_the_word_into_its_context",
    "The word itself stands in its context, which is one symbol too long. The context ends before it.",
    "text[t - n + 1 : t]",
    "text[t - n + 1 : t + 1]",
)

count_ngrams.slip(
    "takes_a_longer_context",
    "The contexts have n symbols. An n-gram is n symbols with its last word, so n - 1 before it.",
    (
        '["<START>"] * (n - 1) + list(sentence) + ["<EOS>"]',
        '["<START>"] * n + list(sentence) + ["<EOS>"]',
    ),
    ("range(n - 1, len(text))", "range(n, len(text))"),
    ("text[t - n + 1 : t]", "text[t - n : t]"),
)

count_ngrams.slip(
    "turns_the_context_round",
    "The contexts are the wrong way round: the oldest word comes first, as in the sentence.",
    "tuple(text[t - n + 1 : t])",
    "tuple(text[t - n + 1 : t][::-1])",
)

count_ngrams.slip(
    "counts_each_once",
    "Each pair of context and word has the count 1. Add one more each time it comes.",
    "row.get(text[t], 0) + 1",
    "1",
)


count_ngrams.slip(
    "counts_in_one_step",
    "The dictionary goes from whole n-grams to counts. It goes in two steps: from the context to a "
    "row, and there from the word to its count.",
    (
        "row = counts.setdefault(tuple(text[t - n + 1 : t]), {})",
        "gram = tuple(text[t - n + 1 : t + 1])",
    ),
    ("row[text[t]] = row.get(text[t], 0) + 1", "counts[gram] = counts.get(gram, 0) + 1"),
)


count_ngrams.slip(
    "refuses_nothing",
    "An n below 1 has to raise a ValueError.",
    "if n < 1:",
    "if False:",
)

count_ngrams.slip(
    "refuses_below_zero_only",
    "n = 0 has no meaning either: raise a ValueError below 1.",
    "if n < 1:",
    "if n < 0:",
)

count_ngrams.slip(
    "ends_once_for_each_start",
    "Behind a sentence stand n - 1 EOS, so that ends follow ends, and with n = 1 there is none. There is "
    "one, whatever n is.",
    '+ ["<EOS>"]',
    '+ ["<EOS>"] * (n - 1)',
)

count_ngrams.slip(
    "begins_at_the_first_start",
    "The START in front were counted as words, behind contexts that are too short. Begin behind them: the "
    "first word has n - 1 symbols before it.",
    ("range(n - 1, len(text))", "range(len(text))"),
    ("text[t - n + 1 : t]", "text[max(0, t - n + 1) : t]"),
)

count_ngrams.slip(
    "always_puts_a_start",
    "With n = 1 START was counted as a word. There are n - 1 of them in front, so none for n = 1.",
    '["<START>"] * (n - 1)',
    '["<START>"] * max(1, n - 1)',
)

count_ngrams.slip(
    "joins_the_context",
    "The contexts are strings. Leave their words apart: a context is a tuple of strings.",
    "tuple(text[t - n + 1 : t])",
    '" ".join(text[t - n + 1 : t])',
)

count_ngrams.slip(
    "takes_the_whole_past_for_unigrams",
    "With n = 1 the context is all that came before (a slice from -0 on begins at the start). It is the "
    "empty tuple.",
    "text[t - n + 1 : t]",
    "text[:t][-(n - 1) :]",
)

count_ngrams.slip(
    "passes_over_empty_sentences",
    "Sentences of no words were passed over. Their EOS counts like any other.",
    "for sentence in sentences:",
    "for sentence in filter(len, sentences):",
)

count_ngrams.slip(
    "shares_one_row",
    "All contexts have the same counts: it is one dictionary under several names (dict.fromkeys does "
    "that). Make a new one for each context.",
    ("counts = {}", "counts, shared = {}, {}"),
    ("text[t - n + 1 : t]), {})", "text[t - n + 1 : t]), shared)"),
)

count_ngrams.slip(
    "looks_at_n_too_late",
    "Without sentences a meaningless n goes unnoticed. Ask before the loop.",
    "if n < 1:",
    "if n < 1 and sentences:",
)

count_ngrams.slip(
    "skips_unknown_contexts",
    "What follows an unknown word was not counted. <UNK> is a symbol like others.",
    "            row = counts.setdefault",
    "            if '<UNK>' in text[t - n + 1 : t]:\n                continue\n"
    "            row = counts.setdefault",
)
