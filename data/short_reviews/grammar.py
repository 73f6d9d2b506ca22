"""Writes the reviews that are generated: about half of the words of feeling are never negated there.

A sentence has at most one word of feeling and at most one word that turns it round. The rule of the
labels is stricter than English: whatever is turned round gets the opposite label. Needs only the
standard library.
"""

import random
import re

POSITIVE, NEUTRAL, NEGATIVE = "positive", "neutral", "negative"
OPPOSITE = {POSITIVE: NEGATIVE, NEGATIVE: POSITIVE}

# What is said of things, and what is said of people, twenty-six and fourteen of each sort.
WORDS = {
    ("thing", POSITIVE): (
        "good great wonderful excellent fantastic amazing brilliant perfect superb marvellous "
        "splendid magnificent terrific outstanding beautiful charming pleasant nice impressive "
        "delightful fabulous gorgeous enjoyable entertaining inspiring lovely"
    ).split(),
    ("thing", NEGATIVE): (
        "bad terrible awful horrible dreadful poor lousy disappointing boring dull ugly unpleasant "
        "annoying useless worthless unfair dishonest ridiculous pathetic mediocre tedious shabby "
        "depressing nasty shameful painful"
    ).split(),
    ("person", POSITIVE): (
        "happy glad cheerful joyful merry delighted thrilled elated overjoyed pleased satisfied "
        "content grateful enthusiastic"
    ).split(),
    ("person", NEGATIVE): (
        "sad unhappy gloomy miserable heartbroken sorrowful depressed dejected disappointed "
        "hopeless upset hurt wretched devastated"
    ).split(),
}

# {s} is who or what it is about, {w} the word of feeling. The first pattern says it straight.
PLAIN = ("{s} was {w}", "{s} was so {w}", "{s} was very {w}", "{s} was {w}", "{s} is {w}")
TURNED = {
    "not": ("{s} was not {w}", "{s} is not {w}", "{s} was not so {w}", "{s} was not very {w}"),
    "never": ("{s} was never {w}", "{s} was never so {w}", "{s} is never {w}"),
    "hardly": ("{s} was hardly {w}", "{s} is hardly {w}"),
    "almost": ("{s} was almost {w}", "{s} is almost {w}"),
    "could have been": ("{s} could have been {w}", "{s} could have been so {w}"),
    "if only": ("if only {s} was {w}", "if only {s} was so {w}"),
}
TURNS_BAD_WORDS = ("not", "never", "hardly", "almost", "could have been")  # "If only it was bad!"

THINGS = (
    "the film,this film,the book,this book,the meal,our meal,the dinner,the lunch,the hotel,"
    "this hotel,the room,our room,the song,the music,the game,the party,the place,this place,"
    "the service,the concert,the play,the museum,the garden,the shop,the story,the show,"
    "the breakfast,the soup,the picture,it"
).split(",")
PEOPLE = (
    "i,my sister,my brother,my friend,my mother,my father,the teacher,the waiter,the cook,"
    "the guest,our neighbour,my aunt,my uncle,the child,she,he,the driver,the singer"
).split(",")
EMPTY = 12  # Of each list below, so many choices add nothing: most sentences are short.
WHEN = EMPTY * ("",) + tuple(
    (
        "in the evening,in the morning,on monday,on friday,on sunday,yesterday,this week,"
        "in the end,in winter,in summer,after dinner"
    ).split(",")
)
BEFORE = EMPTY * ("",) + tuple(
    "we went on monday and,we came by train and,it began at eight and,it rained and".split(",")
)
NEUTRAL_PATTERNS = (
    "{before} {s} was in the {place} {when}",
    "{before} {s} is beside the {place} {when}",
    "{before} we saw the {place} {when}",
    "we were at the {place} {when}",
    "my brother was at the {place} {when}",
    "{s} begins at eight {when}",
    "{s} was not in the {place} {when}",
    "{s} is not beside the {place} {when}",
    "we could have been at the {place} {when}",
    "{s} is never in the {place} {when}",
    "it was almost evening and we were in the {place}",
    "{before} we were hardly in the {place} {when}",
    "{before} we only saw the {place} {when}",
    "if it rains we go to the {place} {when}",
)
PLACES = (
    "park,garden,museum,station,village,city,corner,street,window,river,kitchen,school,market,"
    "library,church,bridge,office,airport,theatre,restaurant"
).split(",")

COUNTS = {"plain": 800, "turned": 700, "neutral": 500}  # In `generated.tsv`: 2,000.
HELD_OUT = 400
QUARTETS = 40


class Stream:
    """A stream of draws that every version of Python repeats: `random()` alone is promised to."""

    def __init__(self, seed):
        self._random = random.Random(seed).random

    def pick(self, options):
        """Draws one of the options, all equally likely."""
        return options[int(self._random() * len(options))]

    def shuffled(self, items):
        """Returns the items as a list in random order."""
        keyed = [(self._random(), place, item) for place, item in enumerate(items)]
        return [item for _, _, item in sorted(keyed)]


def split_words(stream):
    """Divides the words of feeling: which are turned round in training, and which are not.

    Returns:
        Two dictionaries like `WORDS`: those that are turned round, those that never are.
    """
    halves = {}, {}
    for key, words in WORDS.items():
        mixed = stream.shuffled(words)
        for half, part in zip(halves, (mixed[::2], mixed[1::2]), strict=True):
            half[key] = sorted(part)
    return halves


class Writer:
    """Writes reviews, none of them twice.

    Args:
        stream: A `Stream`.
    """

    def __init__(self, stream):
        self.stream, self.written = stream, set()

    def review(self, words, turned, label):
        """Writes a review with a word of feeling.

        Args:
            words: Dictionary as `WORDS`, of the words to draw from.
            turned: Whether it is turned round.
            label: Of the review.

        Returns:
            Tuple of label, what turns it round or "-", the word, the text.
        """
        while True:
            pick = self.stream.pick
            kind = pick(("thing", "thing", "person"))
            word = pick(words[kind, OPPOSITE[label] if turned else label])
            marker = "-"
            if turned:
                marker = pick(tuple(TURNED) if label == NEGATIVE else TURNS_BAD_WORDS)
            text = self.sentence(self.frame(kind, marker), word)
            if self.is_new(text):
                return label, marker, word, text

    def frame(self, kind, marker):
        """Draws all of a sentence but its word of feeling: `before`, pattern, `when`, subject."""
        pick = self.stream.pick
        pattern = pick(PLAIN if marker == "-" else TURNED[marker])
        return pick(BEFORE), pattern, pick(WHEN), pick(THINGS if kind == "thing" else PEOPLE)

    def sentence(self, frame, word):
        """Writes a sentence; "i" stands with "am"."""
        before, pattern, when, subject = frame
        if subject == "i":
            pattern = pattern.replace("{s} is", "{s} am")
        return tidy(f"{before} {pattern.format(s=subject, w=word)} {when}")

    def neutral(self):
        """Writes a review without a word of feeling."""
        while True:
            pick = self.stream.pick
            text = pick(NEUTRAL_PATTERNS).format(
                before=pick(BEFORE), s=pick(THINGS), place=pick(PLACES), when=pick(WHEN)
            )
            if self.is_new(tidy(text)):
                return NEUTRAL, "-", "-", tidy(text)

    def quartet(self, words):
        """Writes four reviews in one frame: good, good turned round, bad, bad turned round."""
        while True:
            pick = self.stream.pick
            kind, marker = pick(("thing", "thing", "person")), pick(TURNS_BAD_WORDS)
            before, pattern, when, subject = self.frame(kind, marker)
            plain = before, "{s} was {w}", when, subject
            rows = []
            for label in (POSITIVE, NEGATIVE):
                word = pick(words[kind, label])
                rows.append((label, "-", word, self.sentence(plain, word)))
                text = self.sentence((before, pattern, when, subject), word)
                rows.append((OPPOSITE[label], marker, word, text))
            if all(row[-1] not in self.written for row in rows):
                self.written.update(row[-1] for row in rows)
                return rows

    def is_new(self, text):
        """Tells whether a text is written for the first time, and remembers it."""
        new = text not in self.written
        self.written.add(text)
        return new


def tidy(text):
    """Puts single blanks between words."""
    return re.sub(r"\s+", " ", text).strip()


def generate(seed):
    """Writes the three sets.

    Args:
        seed: Int.

    Returns:
        Dictionary from `"generated"`, `"negation"` and `"quartets"` to rows of label, what turns the
        word round, the word of feeling, the text.
    """
    stream = Stream(seed)
    sometimes, never = split_words(stream)
    both = {key: sometimes[key] + never[key] for key in WORDS}
    writer = Writer(stream)
    labels = (POSITIVE, NEGATIVE)
    quartets = [row for _ in range(QUARTETS) for row in writer.quartet(never)]
    held_out = [writer.review(never, True, labels[i % 2]) for i in range(HELD_OUT)]
    plain = [writer.review(both, False, labels[i % 2]) for i in range(COUNTS["plain"])]
    turned = [writer.review(sometimes, True, labels[i % 2]) for i in range(COUNTS["turned"])]
    neutral = [writer.neutral() for _ in range(COUNTS["neutral"])]
    return {
        "generated": stream.shuffled(plain + turned + neutral),
        "negation": stream.shuffled(held_out),
        "quartets": quartets,
    }
