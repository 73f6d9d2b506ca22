"""`build_vocabulary`: the commonest words get numbers."""

from collections import Counter

import numpy as np

from autograder.checks.expectations import Same
from autograder.checks.probes import CallTwice
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import draw_until

from .inputs import SPECIALS, build_vocabulary, some_words


def text_with(rng, counts, length=5):
    """Writes sentences in which each word stands as often as told, in random order."""
    flat = [word for word, count in counts.items() for _ in range(count)]
    flat = [str(word) for word in rng.permutation(flat)] if flat else []
    return [flat[i : i + length] for i in range(0, len(flat), length)]


def unlike_its_text(sentences):
    """Tells whether words of equal count are met in another order than the alphabet's."""
    met = Counter(word for sentence in sentences for word in sentence)
    by_count = sorted(met, key=lambda word: -met[word])
    return by_count != sorted(met, key=lambda word: (-met[word], word))


@build_vocabulary.case("The same sentences give the same vocabulary again.")
def the_same_again(rng):
    arguments = {"sentences": [some_words(rng, 3)], "max_words": 2}
    message = (
        "The second call gave another vocabulary than the first: something outside of the function was "
        "changed, the list SPECIALS perhaps (+= and append do that). Build a new list."
    )
    return Trial(CallTwice(arguments), [Same("first", "second", message)])


@build_vocabulary.case("Three words and room for two: the commonest, then by the alphabet.")
def three_words(rng):
    first, second, third = sorted(some_words(rng, 3))
    sentences = [[third, second], [first, third]]  # Small enough for paper.
    return {"sentences": sentences, "max_words": 2}


@build_vocabulary.case("Many words, some equally common: the cut goes through a tie.")
def a_cut_through_a_tie(rng):
    words = some_words(rng, 11)
    counts = dict(zip(words, [7, 5, 5, 5, 3, 3, 3, 3, 1, 1, 1], strict=True))
    sentences = draw_until(lambda: text_with(rng, counts), unlike_its_text)
    return {"sentences": sentences, "max_words": int(rng.integers(5, 8))}


@build_vocabulary.case("Fewer words than there is room for: all are kept.")
def room_for_more(rng):
    words = some_words(rng, 5)
    counts = dict(zip(words, [4, 3, 2, 2, 1], strict=True))
    sentences = draw_until(lambda: text_with(rng, counts, 3), unlike_its_text)
    return {"sentences": sentences, "max_words": 30}


@build_vocabulary.case("No room: only the specials.")
def no_room(rng):
    return {"sentences": [some_words(rng, 4)], "max_words": 0}


@build_vocabulary.case("Specials that stand in the text are not numbered again and take no room.")
def specials_in_the_text(rng):
    words = some_words(rng, 6)
    counts = dict(zip(words, [5, 4, 3, 2, 2, 1], strict=True))
    counts |= dict(zip(SPECIALS, [6, 2, 7, 4], strict=True))
    sentences = draw_until(lambda: text_with(rng, counts, 4), unlike_its_text)
    return {"sentences": sentences, "max_words": 4}


@build_vocabulary.case("Only the four specials are special: code in brackets is a word.")
def brackets(rng):
    words = some_words(rng, 3)
    counts = dict(zip([*words, "<code>", "<b>"], rng.permutation([6, 5, 4, 3, 2]), strict=True))
    return {"sentences": text_with(rng, counts), "max_words": 4}


@build_vocabulary.case("A word that fills one sentence is commoner than one in two sentences.")
def a_word_many_times_in_one_sentence(rng):
    often, seldom, other = some_words(rng, 3)
    sentences = [[often] * 4 + [seldom], [other, seldom], [seldom, other]]
    return {"sentences": sentences, "max_words": 2}


@build_vocabulary.case("No sentences, or an empty one.")
def an_empty_text(rng):
    return {"sentences": [[]] * int(rng.integers(0, 2)), "max_words": int(rng.integers(1, 9))}


@build_vocabulary.alternative
def vocabulary_by_sorting_twice(sentences, max_words):
    counts = {}
    for sentence in sentences:
        for word in sentence:
            counts[word] = counts.get(word, 0) + 1
    found = [word for word in counts if word not in SPECIALS]
    ordered = sorted(sorted(found), key=counts.get, reverse=True)
    return dict(zip([*SPECIALS, *ordered[:max_words]], range(10**6), strict=False))


@build_vocabulary.alternative
def vocabulary_with_numpy(sentences, max_words):
    flat = [w for s in sentences for w in s if w not in SPECIALS]
    words, counts = np.unique(np.array(flat, dtype=object), return_counts=True)
    found = {special: i for i, special in enumerate(SPECIALS)}
    for i in np.argsort(-counts, kind="stable")[:max_words]:  # unique has sorted by the alphabet.
        found[words[i]] = len(found)
    return found


@build_vocabulary.alternative
def vocabulary_by_the_commonest_of_sorted(sentences, max_words):
    found = {"<PAD>": 0, "<START>": 1, "<EOS>": 2, "<UNK>": 3}
    counts = Counter(sorted(w for s in sentences for w in s if w not in found))
    return found | {w: 4 + i for i, (w, _) in enumerate(counts.most_common(max_words))}


build_vocabulary.slip(
    "keeps_ties_as_met",
    "Words that are equally common stand in the order in which they were met (most_common does that). "
    "They belong in alphabetical order.",
    "(-counts[word], word)",
    "-counts[word]",
)

build_vocabulary.slip(
    "sorts_by_the_alphabet",
    "The words are in alphabetical order. Sort by falling count, and only equals by the alphabet.",
    "(-counts[word], word)",
    "word",
)

build_vocabulary.slip(
    "turns_the_alphabet_round",
    "Words that are equally common go from Z to A: reverse=True turns the alphabet round as well. Take "
    "the count with a minus in its place.",
    "(counts, key=lambda word: (-counts[word], word))",
    "(counts, key=lambda word: (counts[word], word), reverse=True)",
)

build_vocabulary.slip(
    "begins_with_the_rarest",
    "The rarest words come first. Sort by falling count.",
    "-counts[word]",
    "counts[word]",
)

build_vocabulary.slip(
    "numbers_specials_again",
    "A special that stands in the text got a second number, or took a place among the words. Leave the "
    "specials out when you collect words.",
    "if word not in SPECIALS:",
    "if True:",
)

build_vocabulary.slip(
    "counts_the_specials_in",
    "The specials took places of the words: max_words of them may follow the four specials.",
    "words[:max_words]",
    "words[: max(0, max_words - 4)]",
)

build_vocabulary.slip(
    "forgets_the_specials",
    "The specials are missing: the numbers 0 to 3 are theirs, the commonest word has 4.",
    "SPECIALS + words[:max_words]",
    "words[:max_words]",
)

build_vocabulary.slip(
    "puts_specials_behind",
    "The specials stand behind the words. They have the numbers 0 to 3.",
    "SPECIALS + words[:max_words]",
    "words[:max_words] + SPECIALS",
)

build_vocabulary.slip(
    "keeps_all_words",
    "More words than max_words are in the vocabulary.",
    "words[:max_words]",
    "words",
)

build_vocabulary.slip(
    "counts_sentences",
    "You counted in how many sentences a word stands. Each time counts, also within one sentence.",
    "for word in sentence:",
    "for word in set(sentence):",
)

build_vocabulary.slip(
    "orders_the_specials_otherwise",
    "The specials have fixed numbers: <PAD> 0, <START> 1, <EOS> 2, <UNK> 3.",
    "SPECIALS + words",
    "sorted(SPECIALS) + words",
)

build_vocabulary.slip(
    "cuts_before_specials_are_left_out",
    "Specials that stand in the text used up places: they were counted and cut with the words, and left "
    "out only then. Leave them out first, then cut.",
    ("if word not in SPECIALS:", "if True:"),
    (
        "SPECIALS + words[:max_words]",
        "SPECIALS + [word for word in words[:max_words] if word not in SPECIALS]",
    ),
)

build_vocabulary.slip(
    "leaves_only_the_unknown_out",
    "Of the specials only <UNK> was left out of the text's words. Each of the four has its number already.",
    "if word not in SPECIALS:",
    'if word != "<UNK>":',
)

build_vocabulary.slip(
    "numbers_the_kept_by_the_alphabet",
    "These are the right words, but the alphabet has numbered them. Their order is that of falling count; "
    "the alphabet is for equals only.",
    "SPECIALS + words[:max_words]",
    "SPECIALS + sorted(words[:max_words])",
)

build_vocabulary.slip(
    "begins_with_three",
    "The commonest word has the number 3, which is <UNK>'s. Words begin with 4.",
    "word: number for number, word",
    "word: number - (number > 3) for number, word",
)

build_vocabulary.slip(
    "begins_with_five",
    "The number 4 is nobody's: there is a gap behind the specials. The commonest word has 4.",
    "word: number for number, word",
    "word: number + (number > 3) for number, word",
)

build_vocabulary.slip(
    "takes_no_room_for_no_limit",
    "With max_words = 0 all words were kept. 0 is a number like others: there is room for none.",
    "words[:max_words]",
    "words[: max_words or None]",
)

build_vocabulary.slip(
    "leaves_out_what_stands_once",
    "Words that stand in the text only once are missing. Where there is room, they are kept, too.",
    "words = sorted(counts,",
    "words = sorted((word for word in counts if counts[word] > 1),",
)

build_vocabulary.slip(
    "goes_from_number_to_word",
    "The dictionary goes from number to word. It should go from word to number.",
    "word: number for number, word",
    "number: word for number, word",
)

build_vocabulary.slip(
    "puts_the_unknown_second",
    "<UNK> has number 1, before <START> and <EOS>. It is the last of the specials: 3.",
    "SPECIALS + words",
    '["<PAD>", "<UNK>", "<START>", "<EOS>"] + words',
)

_ORDER = "All counts grow alike, and only their order matters."
_COUNT = "counts[word] = counts.get(word, 0) + 1"
for _other in (
    _COUNT.replace("word, 0", "word, 1"),
    _COUNT.replace("word, 0", "word, -1"),
    _COUNT.replace("+ 1", "+ 2"),
):
    build_vocabulary.equivalent(f"{_COUNT} -> {_other}", _ORDER)

build_vocabulary.slip(
    "takes_brackets_for_specials",
    "Words in angle brackets were left out. Only the four specials are special; <code> is a word of this "
    "text.",
    "if word not in SPECIALS:",
    "if not word.startswith('<'):",
)
