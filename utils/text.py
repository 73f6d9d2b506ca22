"""Turns sentences into words, in one way for everything that reads sentences in the course.

The work is done by tensorflow-text, which is imported by the first call.
"""

import functools

from utils.quiet import import_quietly

# Every pattern in lower case, tried in this order; what is left of an apostrophe separates words.
_SHORT_FORMS = (
    ("[’‘ʼ`´]", "'"),
    (r"\bcan't\b|\bcannot\b", "can not"),
    (r"\bwon't\b", "will not"),
    (r"\bshan't\b", "shall not"),
    (r"n't\b", " not"),
    (r"\blet's\b", "let us"),
    (r"\b(it|he|she|that|this|what|who|where|here|there|how)'s\b", r"\1 is"),
    (r"'s\b", ""),  # The possessive: "mum's soup" is about mum and soup.
    (r"'m\b", " am"),
    (r"'re\b", " are"),
    (r"'ve\b", " have"),
    (r"'ll\b", " will"),
    (r"'d\b", " would"),
)
_BETWEEN_WORDS = r"[^\pL\pM\pN]+"  # Anything but letters, their accents, and digits.


def tokenize(sentence):
    r"""Splits a sentence into words in lower case.

    1. Letters that look alike become one (NFKC), and all become lower case.
    2. Short forms are written out: "can't" becomes "can not", "I'm" becomes "i am".
    3. What is neither letter nor digit separates words and is dropped: spaces, tabs, punctuation,
       emoji.

    Args:
        sentence: String, with any punctuation and white space.

    Returns:
        List of strings, empty where there is no word.

    Raises:
        TypeError: If the sentence is not a string.

    Example:
        >>> tokenize("I can't wait,\tLISBON!")
        ['i', 'can', 'not', 'wait', 'lisbon']
    """
    if not isinstance(sentence, str):
        raise TypeError(f"A sentence is a string, not a {type(sentence).__name__}.")
    return list(_words(str(sentence)))


@functools.lru_cache(maxsize=1 << 16)
def _words(sentence):
    """Splits one sentence; kept, because training reads the same sentences again and again."""
    # Half of a surrogate pair, which a careless copy may leave behind, has no UTF-8.
    text = sentence.encode("utf-8", errors="ignore")
    return tuple(word.decode("utf-8") for word in _splitter()(text).numpy())


@functools.cache
def _splitter():
    """Compiles the splitting of one sentence, from bytes to a tensor of words."""
    tensorflow_text = import_quietly("tensorflow_text")
    import tensorflow as tf

    @tf.function(input_signature=[tf.TensorSpec([], tf.string)])
    def split(text):
        text = tensorflow_text.case_fold_utf8(tensorflow_text.normalize_utf8(text, "NFKC"))
        for pattern, replacement in _SHORT_FORMS:
            text = tf.strings.regex_replace(text, pattern, replacement)
        return tensorflow_text.regex_split(text[None], _BETWEEN_WORDS).flat_values

    return split
