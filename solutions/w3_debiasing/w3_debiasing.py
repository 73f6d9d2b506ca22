# %% [markdown] id="title"
# # What vectors know, and should not
# %% [markdown] id="result" picture="result.png"
# This is what you will have made, whoever you are.
#
# ![Three panels of professions. Top: after the cure, every profession lies at zero on the direction of gender. Below left: the company that professions keep still tells those planted for women from those planted for men. Below right: in a shuffled world it tells them much less](result.png)
#
# **The story.** Vectors learn from company: words are alike if they keep the same.
# So they learn, untold, who works as what. You take that habit out, and measure
# what stays.
#
# **You will** solve analogies, find the direction of gender, take it out, and test
# with words that took no part.
#
# 30 minutes of reading and 65 of solving, of which your laptop computes one ·
# 100 points and a bonus · you should know NumPy.

# %% [markdown] id="setup_note"
# ## Setup
#
# Run this cell first, and after each restart. In Colab it fetches the course.
# Below each exercise a `check(...)` says what is right; `failing("neutralize")`
# hands you the input of a failed case, `restore("neutralize")` an empty cell.

# %% id="setup"
import sys
import zipfile
from pathlib import Path
from urllib.request import urlretrieve

RELEASE = "unreleased"
COURSE = "unreleased"
NEEDED = "unreleased"

if "google.colab" in sys.modules:
    url = f"{COURSE}/archive/refs/tags/{RELEASE}.zip"
    archive = zipfile.ZipFile(urlretrieve(url)[0])
    for item in archive.infolist():
        item.filename = name = item.filename.partition("/")[2]
        if name.startswith(NEEDED):
            archive.extract(item)
here = [Path.cwd(), *Path.cwd().parents]
sys.path[:0] = [str(p) for p in here if (p / "utils/recurrent.py").is_file()]

from itertools import combinations

import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.manifold import TSNE
from sklearn.preprocessing import normalize

from autograder import begin, check, failing, restore, scoreboard
from utils import bias, bias_plots, classification, embeddings

begin("w3_debiasing")

# %% [markdown] id="first_look_note"
# ## 100 numbers a word
#
# **Guess** before you run the next cell: is *nurse* nearer to *man* or to *woman*?
# And *carpenter*?

# %% id="first_look" tags=["explore"]
vectors = embeddings.load_vectors("course")
print("nurse:", vectors["nurse"][:5].round(2), "and 95 more numbers")
for word in ("nurse", "carpenter"):  # Try others.
    for other in ("man", "woman"):
        distance = np.linalg.norm(vectors[word] - vectors[other])
        print(f"{word} to {other}: {distance:.1f}")

# %% [markdown] id="vectors_note"
# ## A small, closed world
#
# Nobody told the vectors who works as what. They were trained for this course, on
# some 390,000 sentences that a program wrote from a lexicon. So we know what went in:
# facts such as capitals, and the **lean** of each profession, the share of its
# sentences that are about a woman: 0.9 for *nurse*, 0.1 for *carpenter*. Whatever we
# "discover" about professions, we planted. A second set comes from a **shuffled**
# world: the same sentence patterns, but facts wrongly joined and every profession half
# and half. It shows what our measures say where there is nothing to find.
#
# With internet, write `"glove"` instead: vectors of real text, whose bias is our own.

# %% id="vectors" tags=["explore"]
SOURCE = "course"  # Or "glove": real text, 860 MB to fetch, once.

groups = embeddings.load_word_groups()
vectors = embeddings.load_vectors(SOURCE)
vectors = vectors.head(20_000, also=bias.words_in(groups))
groups, missing = bias.known_groups(groups, vectors)
professions = list(groups["professions"])
shuffled = None
if SOURCE == "course":
    shuffled = embeddings.load_course_vectors(shuffled=True)

print(
    f"{len(vectors):,} words, {vectors.dimension} numbers each: {vectors.name}."
)
if missing:
    print(
        f"Without a vector, so left out below: {', '.join(missing[:12])}",
        end="",
    )
    print(f" and {len(missing) - 12} more." if len(missing) > 12 else ".")

# %% [markdown] id="cosine_similarity_task"
# ## 1. How alike are two words?
#
# A word vector is an arrow. Its *direction* holds what the word means; its
# *length* depends a good deal on how often the word was read. So we compare
# directions only: the cosine of the angle between two arrows is 1 where they
# point the same way, 0 where they have nothing to do with each other, and -1
# where they are opposite.
#
# Later we compare hundreds of pairs at once, so the function takes two matrices as
# well. And an arrow of length zero points nowhere: say that it is like nothing, 0,
# before the computer says 0 / 0.
#
# $$ \cos(u, v) = \frac{u \cdot v}{\lVert u \rVert \, \lVert v \rVert}
# \qquad \lVert u \rVert = \sqrt{\sum_{k=1}^{d} u_k^2} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $u, v$ | `u`, `v` | both `(d,)`, or both `(n, d)` | vectors, or n of them in rows |
# | $\lVert u \rVert$ | | a number, or `(n,)` | length of a vector |
# | $\cos(u, v)$ | the result | a number, or `(n,)` | similarity, from -1 to 1 |
#
# **Axes.** Words in a matrix are its rows: axis 0 counts words, axis 1 their numbers.
# The cells of week 1 have it the other way: numbers first, examples last.
#
# > **Exercise 1 of 8 · `cosine_similarity` · 12 points**
# >
# > Compute the cosine of the angle between two vectors, or between the rows of two matrices.
# >
# > **In:** two vectors, or two matrices of one shape. **Out:** a number, or one number a row. (about 4 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Multiply number by number and add up over the *last* axis: that one line does
# for vectors and for matrices. Treat lengths the same way. Then think about what
# you divide by.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.linalg.norm` and `numpy.sum` with their argument `axis`; `numpy.where`,
# which chooses between two values place by place.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `(n, d)` times `(n, d)`, number by number, is `(n, d)`; summed over the last
# axis `(n,)`. The same sum over `(d,)` is a number.
#
# </details>


# %% exercise="cosine_similarity"
def cosine_similarity(u, v):
    """Computes the cosine of the angle between vectors.

    Only directions count: neither very long nor very short vectors (down to a
    length of 1e-4) need a correction.

    Args:
        u: Float array `(d,)`, a vector, or `(n, d)`, one vector a row.
        v: Float array of the same shape.

    Returns:
        A number for two vectors. For matrices a float array `(n,)` with the
        similarity of row i of `u` and row i of `v`. Between -1 and 1; 0 where
        one of the vectors is all zeros.

    Example:
        >>> float(cosine_similarity(np.array([3.0, 4.0]), np.array([3.0, 0.0])))
        0.6
    """
    # 1. Multiply and add up along the last axis.
    # 2. Multiply the lengths; put something harmless where that is zero.
    # 3. Divide.
    ### BEGIN SOLUTION
    products = np.sum(u * v, axis=-1)
    lengths = np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1)
    safe = np.where(lengths > 0, lengths, 1)
    return products / safe
    ### END SOLUTION


# %% check="cosine_similarity"
check("cosine_similarity")

# %% id="cosine_similarity_picture" tags=["plot"]
some = "mother father queen king nurse carpenter hungary budapest sad happy"
some = [word for word in some.split() if word in vectors]
rows = np.array([vectors[word] for word in some])
table = [cosine_similarity(np.tile(row, (len(rows), 1)), rows) for row in rows]
bias_plots.similarities(some, table)

# %% [markdown] id="cosine_similarity_think"
# Words are alike when the same words stand around them. That is not the same as
# meaning the same: look at *sad* and *happy*.
#
# **Think.** Why do opposites keep the same company? Which of the two would you find
# in "I feel ... today"?
#
# <details><summary>Answer</summary>
#
# Both. Opposites answer the same question, so they fill the same gap in a sentence.
# Who has read only the sentences around it cannot tell which one stood there.
#
# </details>

# %% [markdown] id="complete_analogy_task"
# ## 2. Analogies by arithmetic
#
# Nobody told the vectors what a capital is. Yet the step from *france* to *paris*
# is nearly the step from *italy* to *rome*, because the words around them differ
# in the same way. So *a is to b as c is to ...* becomes arithmetic: take the step
# from a to b, start it at c, and look which word lies in that direction.
#
# The three words themselves are often nearest of all (the step is short), so they
# are left out. That is a crutch, and it flatters: remember it when you hear that
# "king - man + woman = queen".
#
# $$ t = \hat b - \hat a + \hat c, \quad \hat x = \frac{x}{\lVert x \rVert}
# \qquad w^\star = \operatorname*{arg\,max}_{w \,\notin\, \{a, b, c\}} \cos(w, t) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $a, b, c$ | `word_a`, `word_b`, `word_c` | `(d,)` each | vectors of the given words |
# | $\hat x$ | | `(d,)` | x at length 1; so the hat below, too |
# | $t$ | | `(d,)` | where the step leads |
# | $w$ | `word_to_vec_map[word]` | `(d,)` | any other word's vector |
# | $w^\star$ | the result | a word | the answer |
#
# > **Exercise 2 of 8 · `complete_analogy` · 15 points**
# >
# > Find the word that is to the third as the second is to the first.
# >
# > **In:** three words, map from word to vector. **Out:** a word. (about 7 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Make the words small, look up their vectors, scale them to length 1, and take
# the step. Then score every word of the map that is not one of the three, and
# keep the best.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `str.lower`. A loop with your `cosine_similarity` will do; with all vectors in
# one matrix, a single product and `numpy.argmax` are much faster. A look-up with
# `[]` raises the right error for an unknown word by itself.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# All candidates in a matrix: `(words, d)`. Times the target `(d,)`: `(words,)`.
# Divided by the candidates' lengths `(words,)`, these are cosines up to a
# constant.
#
# </details>


# %% exercise="complete_analogy"
def complete_analogy(word_a, word_b, word_c, word_to_vec_map):
    """Finds the word that is to c as b is to a.

    Args:
        word_a: Text, a word, in small letters or capitals.
        word_b: Text, another.
        word_c: Text, a third.
        word_to_vec_map: Mapping from words in small letters to float arrays
            `(d,)`, none of them zero. It holds more than the three words.

    Returns:
        The word in small letters, none of the three given ones.

    Raises:
        KeyError: If one of the three is not in the map; the message names it.

    Example:
        >>> plane = {"one": [1, 0], "two": [0, 1], "uno": [3, 1], "dos": [1, 3]}
        >>> plane = {word: np.array(pair) for word, pair in plane.items()}
        >>> complete_analogy("one", "two", "uno", plane)
        'dos'
    """
    # 1. Write the three words small.
    # 2. Compute the target from their unit vectors.
    # 3. Score all other words.
    # 4. Return the best.
    ### BEGIN SOLUTION
    given = [word.lower() for word in (word_a, word_b, word_c)]
    vectors = [word_to_vec_map[word] for word in given]
    a, b, c = (vector / np.linalg.norm(vector) for vector in vectors)
    others = [word for word in word_to_vec_map if word not in given]
    rows = np.array([word_to_vec_map[word] for word in others])
    scores = rows @ (b - a + c) / np.linalg.norm(rows, axis=1)
    return others[int(np.argmax(scores))]
    ### END SOLUTION


# %% check="complete_analogy"
check("complete_analogy")

# %% [markdown] id="analogies_first"
# Try a few, and some of your own. (Not every answer is right.)

# %% id="analogies" tags=["explore"]
for question in (
    "egypt cairo hungary",
    "man woman king",
    "man woman nephew",
    "small smaller quick",
    "walk walked swim",
    "owl owls lorry",
):
    if all(word in vectors for word in question.split()):
        a, b, c = question.split()
        answer = complete_analogy(a, b, c, vectors)
        print(f"{a} is to {b} as {c} is to {answer}")

# %% [markdown] id="analogies_note"
# A few examples prove nothing: one shows those that work. So we ask 230,
# about pairs that the corpus never puts side by side: no sentence of it says that
# Budapest is the capital of Hungary. And we ask the vectors of the shuffled world,
# where the right answer is wrong.

# %% id="analogies_picture" tags=["plot"]
asked = [item for item in groups["analogies"] if item["held_out"]]
solved = {
    world.name: bias.solved_analogies(complete_analogy, asked, world, most=30)
    for world in (vectors, shuffled)
    if world
}
bias_plots.shares_with_intervals(
    solved, "Analogies about pairs never seen together", "% solved"
)

# %% [markdown] id="complete_analogy_think"
# In the course's vectors these are **closed-world** figures: we planted the facts
# that we then find, in tidy sentences. Real text is neither tidy nor complete, and
# the scores of real vectors are lower. And the crutch bears some of the weight: if the
# three words were allowed as answers, one of them would be given in 30 % of all
# questions, nearly always the third.
#
# **Think.** What does "man is to doctor as woman is to ...?" tell about the vectors
# when *doctor* itself may never be the answer?
#
# <details><summary>Answer</summary>
#
# Little. The rule leaves *doctor* out, so some other word must come, and the vectors
# look biased whatever they know. In the course's vectors *doctor* itself lies nearest,
# by far; the rule makes it *housekeeper*.
#
# </details>

# %% [markdown] id="maps_note"
# ### A map of many dimensions
#
# To *see* the steps, we need two dimensions. PCA turns the cloud so that we look at
# it from its broadest side: it is a shadow, and parallel lines cast parallel
# shadows. t-SNE does something else: it moves points about until near ones are near.
# Below, lines join countries (circles) to capitals (squares): first to their own, then
# each to another country's. The angle is the mean between any two lines.

# %% id="maps" tags=["plot"]
countries = "hungary finland kenya nepal greece nigeria poland colombia"
capitals = "budapest helsinki nairobi kathmandu athens abuja warsaw bogota"
pairs = list(zip(countries.split(), capitals.split(), strict=True))
pairs = [pair for pair in pairs if set(pair) <= set(vectors)]
points = np.array([vectors[word] for pair in pairs for word in pair])


def join_wrongly(xy):
    """Gives each country the capital of the one before it."""
    xy = np.array(xy).reshape(len(pairs), 2, -1)
    xy[:, 1] = np.roll(xy[:, 1], 1, axis=0)
    return xy.reshape(2 * len(pairs), -1)


tsne = TSNE(perplexity=5, init="random", random_state=1)
maps = {}
for label, method in {"PCA": PCA(2), "t-SNE": tsne}.items():
    xy = method.fit_transform(points)
    for joined, lines in (("rightly", xy), ("wrongly", join_wrongly(xy))):
        heading = f"{label}, joined {joined}: {bias.mean_angle(lines):.0f}°"
        maps[heading] = lines
angles = [bias.mean_angle(lines) for lines in (points, join_wrongly(points))]
print("Mean angle between two lines, in all dimensions: ", end="")
print("{:.0f}° joined rightly, {:.0f}° joined wrongly.".format(*angles))
bias_plots.maps_of_pairs(maps, pairs, ("country", "capital"))

# %% [markdown] id="maps_think"
# In the course's vectors PCA shows what is there: the lines are nearly parallel, and
# they cross when the capitals are dealt out wrongly. t-SNE has put countries on one
# side and capitals on the other, so all lines run from side to side, wrong ones hardly
# less parallel than right ones. What lies *near* what means something in such a
# picture; directions, and distances between groups, mean nothing. Another start turns
# them round.
#
# **Think.** A shadow can make lines look parallel that are not, but never the other
# way round. Why?
#
# <details><summary>Answer</summary>
#
# Two parallel steps are the same step, longer or shorter, and so are their shadows.
# Two steps that differ may differ in just what the shadow does not show.
#
# </details>

# %% [markdown] id="bias_direction_task"
# ## 3. A direction for gender
#
# The step from *man* to *woman* is a vector like any other. If the steps from
# *father* to *mother* and from *he* to *she* point roughly the same way, then what
# they share is a **direction**: along it a word is more female on one side, more
# male on the other. A single pair has peculiarities of its own (*he* and *she* are
# pronouns, too); the mean over several pairs lets those cancel.
#
# For *mother* and *father* this is what the words mean. For *nurse* and
# *engineer* it is not.
#
# $$ g = \frac{1}{n} \sum_{i=1}^{n} \big(e_{\text{first}_i} - e_{\text{second}_i}\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $n$ | `len(pairs)` | a number | how many pairs |
# | $e_{\text{first}_i}, e_{\text{second}_i}$ | `word_to_vec_map[...]` | `(d,)` each | vectors of pair i, as they are |
# | $g$ | the result | `(d,)` | the direction, not scaled |
#
# > **Exercise 3 of 8 · `bias_direction` · 10 points**
# >
# > Average the differences, first minus second, over all pairs.
# >
# > **In:** list of pairs of words, map from word to vector. **Out:** a vector. (about 2 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# One difference a pair, then the mean of the differences. Neither the words nor
# the differences nor the result are scaled.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.mean` with its argument `axis`, on a list of arrays.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The differences, stacked: `(n, d)`. Their mean over the pairs: `(d,)`.
#
# </details>


# %% exercise="bias_direction"
def bias_direction(pairs, word_to_vec_map):
    """Averages the differences between the words of pairs.

    Args:
        pairs: List of n >= 1 pairs of words `(first, second)`, all in the map.
            A word, or a whole pair, may stand there more than once.
        word_to_vec_map: Mapping from word to float array `(d,)`. Not changed.

    Returns:
        Float array `(d,)`: the mean of first minus second. Neither the words'
        vectors nor the result are scaled to length 1.

    Example:
        >>> plane = {"she": np.array([1.0, 2.0]), "he": np.array([0.0, 4.0])}
        >>> bias_direction([("she", "he")], plane).tolist()
        [1.0, -2.0]
    """
    # 1. Subtract the second vector of each pair from the first.
    # 2. Average over the pairs.
    ### BEGIN SOLUTION
    steps = [word_to_vec_map[a] - word_to_vec_map[b] for a, b in pairs]
    return np.mean(steps, axis=0)
    ### END SOLUTION


# %% check="bias_direction"
check("bias_direction")

# %% id="bias_direction_picture" tags=["plot"]
pairs = groups["gender_pairs"]
direction = bias_direction(pairs, vectors)


def on_axis(words, axis, source=vectors):
    """Returns the cosine of each word with an axis."""
    return [float(cosine_similarity(source[word], axis)) for word in words]


def with_leans(words, leans):
    """Returns (word, cosine with the direction, lean) for each word."""
    return list(zip(words, on_axis(words, direction), leans, strict=True))


held_out = groups["held_out_gender_pairs"]
women, men = zip(*held_out, strict=True)
sides = [1.0] * len(women) + [0.0] * len(men)
lean, LEAN_LABEL = groups["professions"], "planted share of women"
if SOURCE != "course":  # Nobody planted anything: take the order found.
    found = on_axis(professions, direction)
    lean = bias.leans_by_rank(dict(zip(professions, found, strict=True)))
    LEAN_LABEL = "rank on the direction, before"
bias_plots.words_on_axis(
    {
        "by definition": with_leans([*women, *men], sides),
        "professions": with_leans(
            professions, [lean[word] for word in professions]
        ),
    },
    "Who lies where on the direction of gender",
    "cosine with the direction: men to the left, women to the right",
)

# %% [markdown] id="bias_direction_think"
# In the upper row are words that are gendered by what they mean; none of them helped
# to make the direction. In the lower row are professions, which mean nothing of the
# kind. In the course's vectors they lie in the order in which we planted them.
#
# **Think.** Suppose the direction were made of *nurse - carpenter*, *typist - pilot*
# and so on. Where would *queen* lie, and what would you call the direction then?
#
# <details><summary>Answer</summary>
#
# On the side of *woman* again: in the course's vectors eight such pairs give a
# direction whose cosine with ours is 0.83. The rest is the work itself, wards and
# workshops. It is a direction of jobs, and gender is what we read into it.
#
# </details>

# %% [markdown] id="bias_direction_svd_task"
# ## 4. The same direction, more carefully
#
# A mean trusts that every pair is written the right way round, and that its
# differences have something in common at all. There is another way, which makes
# neither assumption and can be wrong in a visible manner. Move each pair so that
# its middle lies at the origin. What is left of a pair are two opposite points.
# Now ask along which axis all these points spread most. That is the first right
# singular vector, and the singular values say how far the pairs agree: if the
# first towers over the others, there is *one* direction; if not, there is none.
#
# $$ M = \begin{bmatrix} e_{\text{first}_1} - \mu_1 \\ e_{\text{second}_1} - \mu_1 \\ \vdots \end{bmatrix}
# = U \Sigma V^\top, \quad \mu_i = \tfrac12 \big(e_{\text{first}_i} + e_{\text{second}_i}\big)
# \qquad \hat g = \text{first row of } V^\top $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $\mu_i$ | | `(d,)` | middle of pair i |
# | $M$ | | `(2n, d)` | all words of all pairs, each minus its pair's middle |
# | $V^\top$ | third result of `np.linalg.svd` | `(d, d)` | right singular vectors in rows |
# | $\hat g$ | the result | `(d,)` | the axis, of length 1, its sign free |
#
# > **Exercise 4 of 8 · `bias_direction_svd` · 12 points**
# >
# > Find the axis along which the words of pairs differ most.
# >
# > **In:** list of pairs of words, map from word to vector. **Out:** a vector of length 1. (about 5 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# A loop over the pairs that collects two rows each. Every pair is centred on its
# *own* middle: a common middle would leave the differences between the pairs in,
# and those are larger.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.linalg.svd`. It returns three arrays; the third holds the right singular
# vectors in its rows, the most important first.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# A pair stacked: `(2, d)`; its middle: `(d,)`. With more dimensions than rows, the
# third array is still `(d, d)`, and its first row is still the one.
#
# </details>


# %% exercise="bias_direction_svd"
def bias_direction_svd(pairs, word_to_vec_map):
    """Finds the axis along which the words of pairs differ most.

    Args:
        pairs: List of n >= 1 pairs of words, all in the map. Which word of a
            pair comes first makes no difference.
        word_to_vec_map: Mapping from word to float array `(d,)`. Not changed.

    Returns:
        Float array `(d,)` of length 1. Its sign is free.
    """
    # 1. For every pair: both vectors, minus their mean.
    # 2. All rows in one matrix, and its singular value decomposition.
    # 3. The first right singular vector.
    ### BEGIN SOLUTION
    rows = []
    for pair in pairs:
        both = np.array([word_to_vec_map[word] for word in pair])
        rows.extend(both - both.mean(axis=0))
    return np.linalg.svd(rows)[2][0]
    ### END SOLUTION


# %% check="bias_direction_svd"
check("bias_direction_svd")

# %% id="bias_direction_svd_picture" tags=["plot"]
without_her = [pair for pair in pairs if "her" not in pair]
rng = np.random.default_rng(4)
mixed = rng.choice(vectors.words, (len(pairs), 2), replace=False)
axis = bias_direction_svd(pairs, vectors)
for pair in pairs:
    step = bias_direction([pair], vectors)
    print(f"{' - '.join(pair):18} {abs(cosine_similarity(step, axis)):.2f}")
bias_plots.spread_over_directions(
    {
        "pairs of gender": bias.spread_of_pairs(pairs, vectors),
        "without her, him": bias.spread_of_pairs(without_her, vectors),
        "random pairs of words": bias.spread_of_pairs(mixed, vectors),
    }
)

# %% [markdown] id="bias_direction_svd_think"
# The numbers say how well the step of each pair agrees with the axis. One is odd:
# *her*. *Him* has one use, *her* has two, for it is the counterpart of *his* as well,
# so *her* minus *him* holds some grammar. In the course's vectors that makes a second
# direction with 21 % of the spread; without the pair it has 3 %. The mean would have
# mixed the grammar in without a word. From here on we leave the pair out.
#
# **Think.** The singular vector's sign is free. What would go wrong if you compared
# words by their cosine with it and took positive for female?
#
# <details><summary>Answer</summary>
#
# On another computer the sign may turn, and all women with it. A pair that you know
# tells which side is which: look where *she* minus *he* points.
#
# </details>

# %% [markdown] id="neutralize_task"
# ## 5. Taking the direction out
#
# A *babysitter* can be anyone. If her vector (there, we did it too) lies on the
# female side, an application built on it will think of women only. The plainest
# cure: find the part of the vector that lies along the gender direction, and
# subtract it. What is left is at a right angle to the direction, exactly. (This and
# the next exercise are known as *hard debiasing*.)
#
# Exactly, because we made it so. That the cosine with g is zero afterwards is the
# definition of this step. It is no evidence that the bias is gone; sections 8 and 9
# look for some.
#
# $$ e_B = \frac{e \cdot g}{g \cdot g} \, g \qquad e_{\text{neutral}} = e - e_B $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $e$ | `word_to_vec_map[word]` | `(d,)` | the word's vector |
# | $g$ | `g` | `(d,)` | the direction, of any length |
# | $e_B$ | | `(d,)` | the part of e along g |
# | $e_{\text{neutral}}$ | the result | `(d,)` | the rest, at a right angle to g |
#
# > **Exercise 5 of 8 · `neutralize` · 15 points**
# >
# > Remove from a word's vector what lies along g.
# >
# > **In:** a word, a direction, map from word to vector. **Out:** a new vector. (about 3 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# How many times g is in e? That number times g is the part to subtract. If g is
# made ten times longer, the number becomes ten times smaller, and the part stays.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.dot`, twice. Mind that `e -= ...` would change the map's own vector, while
# `e - ...` makes a new one.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Both products are numbers. A number times `(d,)` is `(d,)`.
#
# </details>


# %% exercise="neutralize"
def neutralize(word, g, word_to_vec_map):
    """Removes from a word's vector the part along a direction.

    Args:
        word: A word of the map.
        g: Float array `(d,)`, the direction; its length is not zero and makes
            no difference.
        word_to_vec_map: Mapping from word to float array `(d,)`. Not changed.

    Returns:
        Float array `(d,)`, the word's vector minus its projection on g, not
        scaled. It is at a right angle to g.

    Example:
        >>> neutralize("up", np.array([0.0, 5.0]), {"up": np.array([3.0, 4.0])})
        array([3., 0.])
    """
    # 1. Look up the vector.
    # 2. Compute its part along g.
    # 3. Return what is left.
    ### BEGIN SOLUTION
    e = word_to_vec_map[word]
    return e - np.dot(e, g) / np.dot(g, g) * g
    ### END SOLUTION


# %% check="neutralize"
check("neutralize")

# %% id="neutralize_picture" tags=["plot"]
g = bias_direction(without_her, vectors)
keep = bias.gendered_words(groups)  # Pairs by definition, and given names.
neutral = vectors.replaced(
    {word: neutralize(word, g, vectors) for word in vectors if word not in keep}
)


def likeness(source):
    """Compares the babysitter with both grandparents."""
    sitter = source["babysitter"]
    pair = source["grandmother"], source["grandfather"]
    return [float(cosine_similarity(sitter, vector)) for vector in pair]


stages = {"before": likeness(vectors)}
stages["babysitter\nneutralised"] = likeness(neutral)
sizes = [np.abs(on_axis(professions, g, s)).mean() for s in (vectors, neutral)]
print("Mean size of a profession's cosine with g: ", end="")
print("{:.3f} before, {:.3f} after, by definition.".format(*sizes))
bias_plots.stages(
    stages,
    ["grandmother", "grandfather"],
    "The babysitter between two grandparents",
    "cosine with babysitter",
)

# %% [markdown] id="neutralize_think"
# In the course's vectors the babysitter was nearer to *grandmother*, and is now
# nearer to *grandfather*: too much of a good thing? No. We moved one word, and the
# other two differ in more than the direction. The next section mends that.
#
# **Think.** After neutralising, the vector is shorter. Does that change its cosines
# with other words? With which of them most?
#
# <details><summary>Answer</summary>
#
# With words across g the product stays and the length shrinks, so all of these cosines
# grow by one factor. With words that lie along g, such as *she*, they change most: what
# they had of g is gone.
#
# </details>

# %% [markdown] id="equalize_task"
# ## 6. Grandmother and grandfather
#
# *grandmother* and *grandfather* should keep their gender: it is what they mean.
# But they should differ in nothing else. Otherwise a neutral babysitter would
# still be nearer to one of them, for reasons nobody planted.
#
# So give both the same part *across* the direction, that of their mean, and
# opposite parts *along* it. How far out? Both are unit vectors at the start, so
# let them be unit vectors at the end: Pythagoras says what is left for the part
# along the direction.
#
# $$ \begin{aligned}
# \mu &= \tfrac12 (\hat e_1 + \hat e_2), \quad
# \mu_B = (\mu \cdot \hat g)\, \hat g, \quad \mu_\perp = \mu - \mu_B \\
# e_{iB} &= (\hat e_i \cdot \hat g)\, \hat g, \qquad
# e_i' = \mu_\perp + \sqrt{1 - \lVert \mu_\perp \rVert^2} \;
# \frac{e_{iB} - \mu_B}{\lVert e_{iB} - \mu_B \rVert}
# \end{aligned} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $\hat e_1, \hat e_2$ | | `(d,)` each | the pair's vectors, scaled to length 1 |
# | $\hat g$ | `bias_axis`, scaled | `(d,)` | the axis at length 1 |
# | $\mu_\perp$ | | `(d,)` | the pair's mean, across the axis |
# | $e_{iB}, \mu_B$ | | `(d,)` each | parts along the axis |
# | $e_1', e_2'$ | the result | `(d,)` each | the new pair |
#
# > **Exercise 6 of 8 · `equalize` · 21 points**
# >
# > Let two words differ along the axis only, and evenly.
# >
# > **In:** a pair of words, an axis, map from word to vector. **Out:** two unit vectors, in the order of the pair. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Along the axis everything is a number: how far each word lies along $\hat g$, and
# which of the two lies further. The fraction at the end of the formula is a unit
# vector along the axis, so it is $\hat g$ or $-\hat g$. Where both lie equally far, it
# is 0 / 0.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.linalg.norm`, `numpy.dot`, `numpy.sign`, `numpy.sqrt`, and `numpy.isclose`
# to find out whether two numbers are equal up to rounding.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Vectors stay `(d,)`, parts along the axis are a number times $\hat g$. You can test
# your result by hand: both have length 1, their sum is at a right angle to $\hat g$.
#
# </details>


# %% exercise="equalize"
def equalize(pair, bias_axis, word_to_vec_map):
    """Makes two words differ along an axis only, and evenly.

    Args:
        pair: Two words of the map. Their vectors may have any length but zero.
        bias_axis: Float array `(d,)`, of any length but zero.
        word_to_vec_map: Mapping from word to float array `(d,)`. Not changed.

    Returns:
        first: Float array `(d,)` of length 1, the new vector of `pair[0]`.
        second: Float array `(d,)` of length 1, the new vector of `pair[1]`.

    Raises:
        ValueError: If both words, scaled to length 1, lie equally far along
            the axis (up to rounding, say a millionth).
    """
    # 1. Scale both vectors and the axis.
    # 2. Take the part along the axis out of the mean.
    # 3. See which word lies further along the axis, or raise the error.
    # 4. Add and subtract the part along the axis.
    ### BEGIN SOLUTION
    vectors = [word_to_vec_map[word] for word in pair]
    first, second = (vector / np.linalg.norm(vector) for vector in vectors)
    g = bias_axis / np.linalg.norm(bias_axis)
    mean = (first + second) / 2
    across = mean - np.dot(mean, g) * g
    gap = np.dot(first, g) - np.dot(second, g)
    if np.isclose(gap, 0, atol=1e-6):  # Vectors are in single precision.
        raise ValueError(f"{pair} lie equally far along the axis.")
    along = np.sign(gap) * np.sqrt(1 - np.dot(across, across)) * g
    return across + along, across - along
    ### END SOLUTION


# %% check="equalize"
check("equalize")

# %% id="equalize_picture" tags=["plot"]
changed = {}
for pair in [*groups["gender_pairs"], *groups["held_out_gender_pairs"]]:
    changed |= dict(zip(pair, equalize(pair, g, neutral), strict=True))
debiased = neutral.replaced(changed)
worlds = {"before": vectors, "after": debiased}
if shuffled:
    worlds["in the shuffled world"] = shuffled
stages["grandparents\nequalised"] = likeness(debiased)
bias_plots.stages(
    stages,
    ["grandmother", "grandfather"],
    "The babysitter between two grandparents",
    "cosine with babysitter",
)

# %% [markdown] id="equalize_think"
# Now both are equally far from the babysitter, and from every other neutral word. That
# too is so by definition.
#
# **Think.** "A grandfather clause" is a rule of law. What does equalising do to a
# sense that only one word of a pair has?
#
# <details><summary>Answer</summary>
#
# It halves it, and gives both words the same half. Both get the mean of what they had
# across the axis, so *grandmother* becomes a little of a lawyer, too.
#
# </details>

# %% [markdown] id="is_definitional_task"
# ## 7. Bonus: who keeps their gender?
#
# Who decides that *grandmother* keeps her gender and *nurse* does not? So far a list
# did. For a whole vocabulary somebody has to sort thousands of words, so let us try
# whether vectors can: show a classifier some words of both kinds, and have it decide
# about others. The direction of gender alone will not do, since *nurse* lies on it as
# well; what else do *queen*, *aunt* and *widow* have in common?
#
# Most words are gendered by nothing, so calling everything neutral is right most of
# the time, and useless. Therefore both kinds of word count equally. (Nothing below
# needs this section: you can go on with 8.)
#
# $$ D(w) = \text{your choice}, \qquad
# \text{score} = \tfrac12 \big(\text{share of definitional words found} + \text{share of others left alone}\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $w$ | `words` | list of words | words to decide about, never seen with a label |
# | | `known_words`, `known_labels` | lists of one length | words to learn from, True for definitional ones |
# | $D(w)$ | the result | one a word | True or False |
#
# > **Exercise 7 of 8 · `is_definitional` · bonus**
# >
# > Decide for unseen words whether they are gendered by definition.
# >
# > **In:** known words with labels, other words, map from word to vector. **Out:** True or False for each. (about 6 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Any classifier will do that learns from vectors: the nearest mean, the nearest
# neighbours, a linear one. The gender direction alone will not: *nurse* lies on it
# as well. Unit vectors make frequent and rare words comparable.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `sklearn.linear_model.LogisticRegression` (imported above), its `fit` and
# `predict`, and its argument `class_weight`, since few words are definitional.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Rows to learn from: `(known words, d)`; labels: `(known words,)`. Rows to decide
# about: `(words, d)`.
#
# </details>


# %% exercise="is_definitional"
def is_definitional(known_words, known_labels, words, word_to_vec_map):
    """Decides which words are gendered by definition, from labelled examples.

    Judged by words that are not among the known ones: the mean of two shares,
    the definitional words that are found and the others that are left alone,
    is at least 80 %. Words that lean to one gender by habit are among the
    others.

    Args:
        known_words: List of words of both kinds.
        known_labels: List of bools, True where the word at the same place is
            gendered by definition.
        words: List of other words of the map.
        word_to_vec_map: Mapping from word to float array `(d,)`. Not changed.

    Returns:
        One answer a word, True or False, in the order of `words`.
    """
    # 1. Vectors of the known words, one a row.
    # 2. Learn from them and their labels.
    # 3. Decide about the other words.
    ### BEGIN SOLUTION
    known_rows = normalize([word_to_vec_map[word] for word in known_words])
    rows = normalize([word_to_vec_map[word] for word in words])
    classifier = LogisticRegression(class_weight="balanced")
    classifier.fit(known_rows, known_labels)
    return classifier.predict(rows)
    ### END SOLUTION


# %% check="is_definitional"
check("is_definitional")

# %% id="is_definitional_picture" tags=["plot"]
definitional = [word for pair in pairs + held_out for word in pair]
others = [*professions, *groups["neutral_words"]]
words = np.random.default_rng(13).permutation([*definitional, *others])
kinds = [bool(word in set(definitional)) for word in words]
half = len(words) // 2
truth = np.array(kinds[half:])


def both_shares(answers):
    """Returns the share of right answers among each kind of word."""
    right = np.array(answers) == truth
    return {
        label: classification.accuracy_interval(
            right[kind].astype(int), np.ones(kind.sum())
        )
        for label, kind in (("definitional", truth), ("others", ~truth))
    }


unseen = words[half:]
learned = is_definitional(words[:half], kinds[:half], unseen, vectors)
sizes = np.abs(on_axis(words, g))
cut = np.sort(sizes[:half])[-sum(kinds[:half])]  # As many as there are.
results = {
    "your classifier": both_shares(learned),
    "far out on the direction": both_shares(sizes[half:] >= cut),
}
bias_plots.shares_with_intervals(
    results, f"{len(unseen)} unseen words: who keeps their gender?", "% right"
)

# %% [markdown] id="is_definitional_think"
# In the course's vectors no unseen word is sorted wrongly, while the direction alone
# finds half of the definitional ones. That is a closed-world figure if there ever was
# one: our gendered words stand in sentence patterns of their own. In real text nobody
# has drawn such a line.
#
# **Think.** A classifier that decides which words may keep their gender learned from
# the same vectors whose bias it is to help remove. Where could that go wrong?
#
# <details><summary>Answer</summary>
#
# Its mistakes are not spread evenly. A profession that keeps company with gendered words
# is the likeliest to be taken for one, and then it keeps the bias that was to go.
#
# </details>

# %% [markdown] id="weat_effect_size_task"
# ## 8. A test that did not know the direction
#
# Whoever removes a direction and then measures along it will find nothing. A
# fairer test uses words that took no part. Do words about *career* lie nearer to
# men's **names**, words about *family* nearer to women's? For each word, take its
# likeness to the one group of names minus that to the other; then compare two
# groups of words, in units of the spread over all of them. This is the *word embedding
# association test*, WEAT.
#
# With eight words against eight, an effect can be luck. So deal the sixteen words
# out again in every possible way, 12,870 of them: how many give an effect as large?
#
# $$ s(w) = \operatorname*{mean}_{o \in A} \cos(w, o) - \operatorname*{mean}_{o \in B} \cos(w, o)
# \qquad \text{effect} = \frac{\operatorname{mean}_{x \in X} s(x) - \operatorname{mean}_{y \in Y} s(y)}
# {\operatorname{std}_{w \in X \cup Y} s(w)} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $X, Y$ | `X`, `Y` | lists of words | two groups to compare, such as career and family |
# | $A, B$ | `A`, `B` | lists of words | two groups to compare with, such as names |
# | $s(w)$ | | a number | association of a word with A rather than B |
# | std | `np.std` | a number | deviation over X and Y together, divided by their number |
# | p-value | | a number | share of all splits with an effect at least as large |
#
# > **Exercise 8 of 8 · `weat_effect_size` · 15 points**
# >
# > Compute the effect size and its exact one-sided p-value.
# >
# > **In:** four lists of words, map from word to vector. **Out:** effect size, p-value. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Compute s once for each word. Another split only regroups these numbers: the
# deviation stays as it is, and so does the sum of all. Therefore the effect is
# larger exactly where the sum over the *first* group is larger.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# Your `cosine_similarity`, `numpy.std` (as it comes, it divides by the number),
# and `itertools.combinations` (imported above), which gives every choice of k
# things out of n; its first choice is the first k.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The numbers s for X, then for Y: `(len(X) + len(Y),)`. All choices in an array:
# `(splits, len(X))`. Their sums: `(splits,)`.
#
# </details>


# %% exercise="weat_effect_size"
def weat_effect_size(X, Y, A, B, word_to_vec_map):
    """Measures whether X is nearer to A, and Y nearer to B.

    Splits are all ways to deal the words of X and Y into two groups of the same
    two sizes, the given one included, so that p is never 0. Effects that
    differ by rounding only are equally large.

    Args:
        X: List of words, one or more.
        Y: List of other words, perhaps of another number.
        A: List of words to compare with.
        B: List of others.
        word_to_vec_map: Mapping from word to float array `(d,)`. Not changed.

    Returns:
        effect_size: Float, positive where X leans to A.
        p_value: Float above 0, at most 1, one-sided.
    """

    # 1. The association of every word, X first.
    # 2. The effect size.
    # 3. The sum over the first group, for every split.
    # 4. The share of splits that reach the given one (allow for rounding).
    ### BEGIN SOLUTION
    def likeness(word, group):
        e = word_to_vec_map[word]
        return np.mean(
            [cosine_similarity(e, word_to_vec_map[o]) for o in group]
        )

    scores = [likeness(word, A) - likeness(word, B) for word in [*X, *Y]]
    gap = np.mean(scores[: len(X)]) - np.mean(scores[len(X) :])
    sums = np.array(list(combinations(scores, len(X)))).sum(axis=1)
    p_value = np.mean(sums >= sums[0] - 1e-9)
    return gap / np.std(scores), p_value
    ### END SOLUTION


# %% check="weat_effect_size"
check("weat_effect_size")

# %% id="weat_effect_size_picture" tags=["plot"]
names = groups["male_names"], groups["female_names"]
by_lean = sorted(professions, key=lean.get)
tests = {
    "career and family": (groups["career"], groups["family"]),
    "science and art": (groups["science"], groups["art"]),
    "men's jobs and women's": (by_lean[:8], by_lean[-8:]),
    "vehicles and fruits": (groups["vehicles"], groups["fruits"]),
}
effects = {
    label: tuple(
        weat_effect_size(*two, *names, source) for source in (vectors, debiased)
    )
    for label, two in tests.items()
}
bias_plots.effects_before_and_after(
    effects,
    "Whose names are they nearer to?",
    "effect: the first to women's names (left) or men's (right)",
)

# %% [markdown] id="controls_note"
# The last row is a control: we planted nothing there. If its p-value surprises you,
# it should. The test deals words out as if each were a draw of its own, but *apple*
# and *pear* are not: all fruits share a direction, and if that happens to lie a
# little towards some names, all eight do. How often does that happen? We take 13
# classes of things without any planted lean, in all 78 pairs. An honest test at
# 5 % would raise a false alarm in about 4 of them. And we ask how many controls have
# an effect as large as those above.

# %% id="controls" tags=["explore"]
sizes = {}
for label, world in worlds.items():
    found = np.array(
        [
            weat_effect_size(X, Y, *names, world)
            for X, Y in combinations(groups["controls"].values(), 2)
        ]
    )
    sizes[label] = np.abs(found[:, 0])
    alarms = ((found[:, 1] < 0.025) | (found[:, 1] > 0.975)).sum()
    print(f"{label}: {alarms} false alarms in {len(found)} controls")
print("Controls with as large an effect, either way:")
for label, both in effects.items():
    as_large = [
        (sizes[when] >= abs(effect)).sum()
        for when, (effect, _) in zip(("before", "after"), both, strict=True)
    ]
    print("  {}: {} before, {} after".format(label, *as_large))

# %% [markdown] id="weat_effect_size_think"
# In the course's vectors 42 of 78 controls raise an alarm before the cure, 29 after,
# and 26 in the shuffled world. So a small p-value says little here, and the controls
# are the better judge. Beside them, career and family are nothing special: 41 controls
# have as large an effect before the cure, although we did plant a lean of 0.3 against
# 0.7. One row stands out: the professions, whose effect no control reaches, **before
# or after**. The names took no part in the direction, and still know.
#
# **Think.** How would you deal the words out again so that words of one class stay
# together? How many splits are left then?
#
# <details><summary>Answer</summary>
#
# Move whole classes: one to each side. With two classes there are two splits, so p is a
# half or one, and proves nothing. It takes many classes, and then you have what the
# controls are: one pair of classes among 78.
#
# </details>

# %% [markdown] id="game_note"
# ## 9. Guess, and win
#
# All professions now lie at zero on the direction. So nothing should tell a word on
# which women were planted from one on which men were. Let us see. Below are ten
# professions without their names, each with the five professions that are nearest
# to it **after** neutralising. Write `w` or `m` for each: was it planted for women or
# for men? Then run the cell again.

# %% id="game" tags=["explore"]
GUESSES = ""  # Ten letters, such as "wmmwwmwmmw".

near = bias.neighbours(professions, debiased, 5)
leaning = [word for word in professions if abs(lean[word] - 0.5) > 0.25]
quiz = np.random.default_rng(11).permutation(leaning)[:10].tolist()
for number, word in enumerate(quiz, start=1):
    print(f"{number:2}. {', '.join(near[word])}")
if GUESSES:
    right = ["w" if lean[word] > 0.5 else "m" for word in quiz]
    hits = sum(a == b for a, b in zip(GUESSES, right, strict=False))
    print(f"\nYou got {hits} of {len(quiz)}:", end=" ")
    print(", ".join(f"{a} {b}" for a, b in zip(right, quiz, strict=True)))

# %% [markdown] id="company_note"
# One game may be luck, so a rule plays it with all professions that lean at all. It
# knows the leans of the others and guesses the side of the neighbours' mean. Beside
# it a linear classifier, which sees the vectors of all professions but the one it has
# to judge. A coin gets about half. But is a coin what we should compare with?

# %% id="company" tags=["plot"]
rng = np.random.default_rng(6)
voted, learned_by, answers = {}, {}, {}
for label, world in worlds.items():
    near = bias.neighbours(professions, world, 5)
    votes, truth, judged = bias.votes(near, lean)
    predicted = bias.learned_side(judged, truth, world)
    voted[label] = classification.accuracy_interval(votes, truth)
    learned_by[label] = classification.accuracy_interval(predicted, truth)
    answers[label] = {"vote": votes, "classifier": predicted}
    r = bias.correlation_interval(lean, bias.company(near, lean), rng)
    print(f"Lean and mean lean of five neighbours, {label}: r = {r}")
if shuffled:
    for rule, after in answers["after"].items():
        fair = answers["in the shuffled world"][rule]
        duel = classification.mcnemar(after, fair, truth)
        print(f"{rule}, after against the shuffled world: {duel}")
bias_plots.shares_with_intervals(
    {"vote of five neighbours": voted, "linear classifier": learned_by},
    "On which side was a profession?",
    "% guessed right",
    chance=0.5,
)

# %% [markdown] id="stays_note"
# In the course's vectors neighbours and classifier are right in 84 % of cases
# **after** the cure. But look at the shuffled world, where every profession is half
# and half: 66 % and 74 %, not 50. There the *work* gives professions away, without a
# gendered word: ships and forges have more men in our lexicon, salons more women. So
# the fair comparison is with that world, on the same professions. For the vote the
# lead is more than luck (16 to 5, p = 0.03), and the correlations lie apart (0.65
# against 0.29); for the classifier it may be luck (12 to 6, p = 0.24).
#
# Nothing is left along the direction, by definition. The habit is still there in who
# stands near whom. It was never one direction only.

# %% id="stays" tags=["plot"]
leans = [lean[word] for word in professions]
on_g = [on_axis(professions, g, world) for world in (vectors, debiased)]
companies = {}
for label in ("after", "in the shuffled world"):
    if label in worlds:
        near = bias.neighbours(professions, worlds[label], 5)
        company = bias.company(near, lean)
        companies[label] = [company[word] for word in professions]
        r = np.corrcoef(leans, companies[label])[0, 1]
        companies[f"Company {label}:\nr = {r:.2f}"] = companies.pop(label)
bias_plots.bias_that_stays(
    leans,
    on_g,
    companies,
    "The direction is gone. The bias is not.",
    LEAN_LABEL,
)

# %% [markdown] id="stays_think"
# On top all is well, along the direction. Below, on the left, the company still climbs
# with the lean. On the right, in the shuffled world, it climbs less: so much the work
# alone tells.
#
# **Think.** A service promises "debiased" vectors, and shows the upper panel. Which one
# question would you ask?
#
# <details><summary>Answer</summary>
#
# "What did you test with that took no part in the cure?" Neighbours, names or a plain
# classifier would do, beside a world in which there is nothing to find.
#
# </details>

# %% [markdown] id="summary"
# ## Summary
#
# - Words are compared by the angle between their vectors; lengths say how often they
#   were read.
# - Steps between words answer questions, capitals and stereotypes alike, because both
#   are habits of the text.
# - Neutralising and equalising make one direction silent. That is what they are made
#   for, and no proof of anything else.
# - A bias sits in the company that words keep: after the cure, neighbours and a plain
#   classifier still know it.
# - A p-value is as good as its model of chance; test the test where nothing was
#   planted.

# %% [markdown] id="going_further"
# ## Going further
#
# - Neutralise and equalise, and where our formula comes from: Bolukbasi and others,
#   *Man is to computer programmer as woman is to homemaker?*, 2016,
#   https://arxiv.org/abs/1607.06520.
# - The association test, with what people's own associations have to do with it:
#   Caliskan, Bryson and Narayanan, *Semantics derived automatically from language
#   corpora contain human-like biases*, 2017, https://doi.org/10.1126/science.aal4230.
# - The idea of your game, on real vectors: Gonen and Goldberg, *Lipstick on a pig*,
#   2019, https://arxiv.org/abs/1903.03862.
# - What leaving out the three given words hides: Nissim, van Noord and van der Goot,
#   *Fair is better than sensational*, 2020, https://doi.org/10.1162/coli_a_00379.
# - Why association tests can mislead: Ethayarajh, Duvenaud and Hirst, *Understanding
#   undesirable word embedding associations*, 2019, https://arxiv.org/abs/1908.06361.
# - Removing all that a linear classifier can find, not one direction: Ravfogel and
#   others, *Null it out*, 2020, https://arxiv.org/abs/2004.07667.
# - How to read t-SNE pictures: van der Maaten and Hinton, 2008,
#   https://jmlr.org/papers/v9/vandermaaten08a.html.
# - Bias that shows in what a system *does*, which is what matters in the end: Blodgett
#   and others, *Language (technology) is power*, 2020,
#   https://arxiv.org/abs/2005.14050.

# %% [markdown] id="score_note"
# ## Your score
#
# Checks that have not been run yet count as open. Run the cell again at any time.

# %% id="scoreboard" tags=["explore"]
scoreboard()
