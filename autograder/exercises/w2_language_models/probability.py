"""`ngram_probability`: counts become probabilities, by adding k."""

from autograder.declaration.inputs import draw_until

from .inputs import ngram_probability, some_words


def make_counts(rng, words, contexts):
    """Draws rows of different sizes and sums for some contexts."""
    counts = {}
    for number, context in enumerate(contexts):
        size = 2 + number % 3
        values = rng.permutation([2, 3, 5, 7, 11])[:size]
        followers = some_words(rng, size, words)
        counts[context] = {w: int(v) for w, v in zip(followers, values, strict=True)}
    return counts


def asked(rng, counts, context, k, vocabulary_size, seen=True):
    """Makes the arguments of a call: a word of the context's row, or one that is in none."""
    row = counts.get(context, {})
    word = str(rng.choice(list(row))) if seen else "never"
    return {
        "word": word,
        "context": context,
        "counts": counts,
        "vocabulary_size": vocabulary_size,
        "k": k,
    }


@ngram_probability.case("A row of two words, and one is added to each of four.")
def a_small_row(rng):
    word, other, before = some_words(rng, 3)
    counts = {(before,): {word: 3, other: 1}}
    return asked(rng, counts, (before,), 1, 4)


def two_words_before(rng, k, seen=True):
    """Makes a trigram's question; the context turned round has another row, as has a part of it."""
    words = some_words(rng, 9)
    first, second = words[:2]
    contexts = [(first, second), (second, first), (second, second), (words[2], first)]
    counts = make_counts(rng, words[3:], contexts)
    if seen:
        word = next(iter(counts[first, second]))
        counts[second, first][word] = 13
    return asked(rng, counts, (first, second), k, int(rng.integers(20, 40)), seen)


@ngram_probability.case("A trigram, with a k of less than one.")
def a_trigram(rng):
    def make():
        made = two_words_before(rng, round(float(rng.uniform(0.05, 0.6)), 2))
        return made

    def is_clear(made):
        row = made["counts"][made["context"]]
        return len(row) != len(made["counts"]) and sum(row.values()) != made["vocabulary_size"]

    return draw_until(make, is_clear)


@ngram_probability.case("A word that never followed has a share of what was added.")
def a_new_word(rng):
    return two_words_before(rng, round(float(rng.uniform(0.2, 0.9)), 2), seen=False)


@ngram_probability.case("With k = 0: its count by that of all.")
def nothing_added(rng):
    return two_words_before(rng, 0)


@ngram_probability.case("With k = 0 a word that never followed has 0.")
def nothing_added_and_new(rng):
    return two_words_before(rng, 0, seen=False)


@ngram_probability.case("After a context that was never seen all words are equally likely.")
def a_new_context(rng):
    made = two_words_before(rng, 0.5)
    last = made["context"][1]
    shorter = make_counts(rng, ["once", "twice", *made["counts"][made["context"]]], [(last,), ()])
    return made | {"context": ("never", last), "counts": made["counts"] | shorter}


@ngram_probability.case("However little is added, all are equally likely after a new context.")
def hardly_anything_added(rng):
    made = two_words_before(rng, float(rng.choice([1e-6, 2e-6, 3e-6])))
    return made | {"context": ("never", made["context"][1])}


@ngram_probability.case("With k = 0 nothing is known after a new context: 0.0, not an error.")
def a_new_context_and_nothing_added(rng):
    made = two_words_before(rng, 0.0)
    return made | {"context": ("never", made["context"][1])}


@ngram_probability.case("A unigram has the empty context.")
def a_unigram(rng):
    words = some_words(rng, 6)
    counts = make_counts(rng, words, [(), (words[0],)])
    return asked(rng, counts, (), 2.0, 9)


@ngram_probability.alternative
def probability_by_cases(word, context, counts, vocabulary_size, k):
    if context not in counts:
        return 1 / vocabulary_size if k > 0 else 0.0
    row = counts[context]
    count = row[word] if word in row else 0
    return (count + k) / (sum(row.values()) + k * vocabulary_size)


@ngram_probability.alternative
def probability_by_a_blend(word, context, counts, vocabulary_size, k):
    row = counts.get(context) or {}
    total = sum(row.values())
    trust = total / (total + k * vocabulary_size) if total else 0.0
    seen = row.get(word, 0) / total if total else 0.0
    return trust * seen + (1 - trust) / vocabulary_size * (k > 0)


@ngram_probability.alternative
def probability_by_an_exception(word, context, counts, vocabulary_size, k):
    followers = dict(counts.get(tuple(context), {}))
    above = followers.get(word, 0.0) + k
    below = sum(v for v in followers.values()) + k * vocabulary_size
    try:
        return above / below
    except ZeroDivisionError:
        return 0.0


ngram_probability.slip(
    "forgets_the_size_below",
    "Below, k is added once. It is added to each of the V words, so the sum grows by k V.",
    "k * vocabulary_size",
    "k",
)

ngram_probability.slip(
    "adds_nothing_below",
    "k is added above only: the probabilities of all words then sum to more than 1.",
    " + k * vocabulary_size",
    "",
)

ngram_probability.slip(
    "adds_nothing_above",
    "k is added below only. The word itself is one of those that get it.",
    "(row.get(word, 0) + k)",
    "row.get(word, 0)",
)

ngram_probability.slip(
    "takes_the_size_of_the_row",
    "V is not the number of words in this row: k goes to all words that can be predicted, "
    "vocabulary_size of them.",
    "k * vocabulary_size",
    "k * len(row)",
)

ngram_probability.slip(
    "takes_the_number_of_contexts",
    "V is not the number of contexts: it is the number of words that can be predicted.",
    "k * vocabulary_size",
    "k * len(counts)",
)

ngram_probability.slip(
    "turns_the_context_round",
    "The context was looked up the wrong way round. Take it as it comes, the oldest word first.",
    "counts.get(context, {})",
    "counts.get(context[::-1], {})",
)

ngram_probability.slip(
    "knows_nothing_of_new_contexts",
    "A context that was never seen gives 0. By the formula all V words are equally likely there, as "
    "long as k is above 0.",
    "if total == 0:",
    "if not row:",
)

ngram_probability.slip(
    "divides_by_nothing",
    "With k = 0 and a context that was never seen, 0 is divided by 0. The result is 0.0 there.",
    "if total == 0:",
    "if False:",
)

ngram_probability.slip(
    "gives_new_contexts_a_share_without_k",
    "With k = 0 nothing is known after a context that was never seen: the result is 0.0, not 1 / V.",
    "return 0.0",
    "return 1 / vocabulary_size",
)

ngram_probability.slip(
    "always_adds_one",
    "1 was added in the place of k.",
    ("k * vocabulary_size", "vocabulary_size"),
    ("0) + k)", "0) + 1)"),
)

ngram_probability.slip(
    "gives_new_words_nothing",
    "A word that never followed gets 0, though k is above 0. It has a count of 0, and k on top.",
    "return (row.get(word, 0) + k) / total",
    "return (row[word] + k) / total if word in row else 0.0",
)


@ngram_probability.misconception(
    "The total is that of all contexts together. Take the sum of this context's row."
)
def divides_by_all(word, context, counts, vocabulary_size, k):
    row = counts.get(context, {})
    total = sum(sum(r.values()) for r in counts.values()) + k * vocabulary_size
    return (row.get(word, 0) + k) / total


@ngram_probability.misconception(
    "A row was made for a context that had none, and stays in counts. Ask with .get, which changes "
    "nothing."
)
def makes_a_row(word, context, counts, vocabulary_size, k):
    row = counts.setdefault(context, {})
    total = sum(row.values()) + k * vocabulary_size
    return (row.get(word, 0) + k) / total if total else 0.0


ngram_probability.slip(
    "adds_an_epsilon",
    "Something small was added below, so that the probabilities no longer add up to 1. Ask whether there is "
    "anything to divide by.",
    "    return (row.get(word, 0) + k) / total",
    "    return (row.get(word, 0) + k) / (total + 1e-6)",
)


@ngram_probability.misconception(
    "After a new context the counts of a shorter one were used. That is backing off; here all words are "
    "equally likely then."
)
def backs_off(word, context, counts, vocabulary_size, k):
    while context and context not in counts:
        context = context[1:]
    row = counts.get(context, {})
    total = sum(row.values()) + k * vocabulary_size
    return (row.get(word, 0) + k) / total if total else 0.0


ngram_probability.slip(
    "takes_the_size_of_the_row_or_one",
    "V was taken from the row, and 1 where there is none. k goes to all words that can be predicted, "
    "vocabulary_size of them.",
    "k * vocabulary_size",
    "k * max(1, len(row))",
)

ngram_probability.slip(
    "takes_two_off_the_size",
    "V is too small by 2. vocabulary_size counts the words that can be predicted, so nothing has to be "
    "taken off.",
    "k * vocabulary_size",
    "k * (vocabulary_size - 2)",
)

ngram_probability.slip(
    "takes_four_off_the_size",
    "V is too small by 4. vocabulary_size counts the words that can be predicted, so nothing has to be "
    "taken off.",
    "k * vocabulary_size",
    "k * (vocabulary_size - 4)",
)

ngram_probability.slip(
    "counts_the_followers",
    "Below stands how many different words followed. How often they followed is asked for: the sum of the "
    "row's counts.",
    "sum(row.values())",
    "len(row)",
)

ngram_probability.slip(
    "takes_no_k_for_one",
    "With k = 0 something was added all the same, as if k were 1 (`k or 1` does that). 0 is a k like "
    "others.",
    "    row = counts.get(context, {})",
    "    k = k or 1\n    row = counts.get(context, {})",
)

ngram_probability.slip(
    "asks_for_a_row_that_is_not_there",
    "A context that was never seen has no row, and looking it up in brackets is an error. Take an empty row "
    "for it.",
    "counts.get(context, {})",
    "counts[context]",
)
