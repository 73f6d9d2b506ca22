"""What the docstrings of "Have you asked that before?" promise, and which cases ask it."""

SLOPES = (
    "gradients",
    "gradients_of_one_without",
    "gradients_of_one_pair",
    "gradients_at_zeros",
)

PROMISES: dict[str, dict[str, tuple[str, ...]]] = {
    "question_batches": {
        "Draws batches of pairs of questions that mean the same, without end.": (
            "one_row",
            "two_rows",
        ),
        "In each batch, every choice of `batch_size` different groups is equally likely, in every "
        "order, however large a group is.": (
            "large_groups",
            "two_rows",
            "all_groups",
        ),
        "So are the two different questions of a group, in both orders.": ("one_row", "all_groups"),
        "groups: List of lists of at least two questions (strings), all different.": ("one_row",),
        "Whether a group comes again before all others have come is left open.": ("two_rows",),
        "Not changed.": ("one_row", "two_rows"),
        "batch_size: Int, at least 1, how many groups a batch has.": ("one_row", "two_rows"),
        "rng: A `numpy.random.Generator`, which draws everything.": ("same_seed",),
        "A generator of pairs `(first, second)` of lists of `batch_size` questions.": (
            "one_row",
            "two_rows",
        ),
        "ValueError: If there are fewer groups than `batch_size`; it may come with the call or with "
        "the first batch.": ("too_few",),
    },
    "build_encoder": {
        "Builds an encoder from word ids to vectors of length 1.": ("lengths",),
        "Padding (id 0) changes nothing, wherever it stands; a row of padding alone gives finite "
        "numbers, of any length.": ("how_it_reads", "nothing_but_padding"),
        "Every word counts, the first as well as the last.": ("how_it_reads",),
        "The layer that is handed in is used as it is, and stays so in training.": (
            "how_it_learns",
        ),
        "embedding: A frozen Keras layer from int ids `(batch, T)` to vectors `(batch, T, n)`, which "
        "masks id 0.": ("how_it_learns",),
        "units: Int, the size of the result.": ("lengths",),
        "A `keras.Model`, not compiled, from int ids `(batch, T)`, for any T, to float vectors "
        "`(batch, units)` of length 1.": ("lengths", "how_it_reads"),
    },
    "cosine_scores": {
        "Computes the cosines of all pairs of rows of two matrices.": ("on_paper", "many_rows"),
        "Lengths may be small or large, from a thousandth to thousands.": ("any_length",),
        "A vector of zeros has the cosine 0 with everything.": ("zeros",),
        "Gradients flow to both, and are finite, where a vector is zeros, too.": (
            "gradients",
            "gradients_at_zeros",
        ),
        "v1: Float32 array or tensor `(b, d)`.": ("on_paper", "gradients"),
        "v2: Float32 array or tensor `(b, d)`.": ("on_paper", "gradients"),
        "Float array or tensor `(b, b)`; entry `[i, j]` is the cosine of row i of `v2` and row j of "
        "`v1`.": ("many_rows", "long_rows", "a_single_pair"),
    },
    "triplet_loss": {
        "Computes the loss of each triplet of vectors.": ("equal_cosines", "all_kinds"),
        "Vectors may have any length; one of zeros has the cosine 0 with all.": (
            "lengths",
            "zeros",
        ),
        "Gradients flow to all three.": ("gradients",),
        "anchor: Float32 array or tensor `(m, d)`.": ("all_kinds", "gradients"),
        "positive: Float32 array or tensor `(m, d)`, row by row what means the same as the anchor.": (
            "all_kinds",
        ),
        "negative: Float32 array or tensor `(m, d)`, what means something else.": ("all_kinds",),
        "margin: Float, at least 0.": ("equal_cosines", "no_margin"),
        "Float array or tensor `(m,)`, nowhere below 0.": ("all_kinds", "long_vectors"),
    },
    "triplet_kind": {
        "Tells how hard a triplet is.": (
            "far_from_borders",
            "another",
            "a_hair_below",
            "a_hair_within",
        ),
        "Where a triplet is hard by the formula, it is hard whatever the margin.": (
            "hard",
            "very_hard",
            "equal_without_a_margin",
        ),
        "cos_ap: Float, the cosine of anchor and positive.": ("far_from_borders",),
        "cos_an: Float, the cosine of anchor and negative.": ("semi_hard", "semi_hard_below_zero"),
        "margin: Float, at least 0.": ("equal_without_a_margin", "easy_without_a_margin"),
        '`"hard"`, `"easy"` or `"semi-hard"`.': ("hard", "easy", "semi_hard", "exactly_the_margin"),
    },
    "mean_negative": {
        "Averages the numbers of each row that are not on the diagonal.": (
            "on_paper",
            "low_diagonals",
        ),
        "Negative numbers count as all others do.": ("both_signs", "below_zero", "zero_or_equal"),
        "Gradients flow to S.": ("gradients",),
        "S: Float32 array or tensor `(b, b)`, cosines from -1 to 1.": ("two_rows",),
        "Float array or tensor `(b,)`; `-inf` where b is 1.": ("on_paper", "one_row"),
    },
    "closest_negative": {
        "Finds the largest number of each row that is below its diagonal.": (
            "on_paper",
            "some_above",
            "a_hair_below",
        ),
        "A number equal to the diagonal is not below it.": ("equal_to_the_diagonal",),
        "Gradients flow to S.": ("gradients",),
        "S: Float32 array or tensor `(b, b)`, cosines from -1 to 1.": ("below_zero",),
        "Float array or tensor `(b,)`; `-inf` for a row where nothing is below the diagonal.": (
            "nothing_below",
            "one_row",
        ),
    },
    "hard_negative_loss": {
        "Computes the loss of a batch from mean and closest negatives.": ("on_paper", "many_pairs"),
        "A row without a closest negative has no second term.": ("one_without",),
        "A batch of one has no loss.": ("one_pair",),
        "A vector of zeros has the cosine 0 with everything.": ("zeros",),
        "Gradients are finite, in these cases too.": SLOPES,
        "v1: Float32 array or tensor `(b, d)`.": ("on_paper", "gradients"),
        "v2: Float32 array or tensor `(b, d)`; row i means the same as row i of `v1`, all others "
        "something else.": ("many_pairs", "gradients"),
        "margin: Float, at least 0, for each of the two terms.": ("no_margin", "large_margin"),
        "Float or scalar tensor, at least 0.": ("on_paper", "one_pair"),
    },
    "choose_threshold": {
        "Chooses the threshold above which pairs count as duplicates.": ("on_paper", "many"),
        "The candidates are the midpoints between neighbouring different scores, 1 below the lowest "
        "and 1 above the highest.": ("few_levels", "all_duplicates", "no_duplicate"),
        "A pair counts as a duplicate if its score is **greater** than the threshold.": (
            "the_wrong_way_round",
            "one_pair",
        ),
        "Of equally good candidates the lowest is taken.": ("equally_good",),
        "scores: Floats `(m,)`, a list or an array, in any order.": ("many", "lists"),
        "is_duplicate: Bools or 0 and 1 `(m,)`, a list or an array.": ("many", "lists"),
        "Float, the threshold with which most pairs come out right.": ("many", "few_levels"),
        "ValueError: If there is no pair.": ("no_pair",),
    },
    "one_shot": {
        "Finds the class of something from one example of each class.": ("on_paper", "the_last"),
        "encoder: Function from a float32 array `(n, ...)`, for any n, to vectors `(n, d)`, an array or a "
        "tensor.": ("tables", "tensors"),
        "They may have any length, but none is zeros.": ("lengths", "short_vectors"),
        "It encodes each row by itself.": ("in_the_encoders_space",),
        "support: Float32 array `(k, ...)`, one example of each of k classes.": (
            "tables",
            "one_class",
        ),
        "query: Float32 array `(...)`, shaped like one example.": ("on_paper", "tables"),
        "Int from 0 to k - 1, the place of the example whose vector has the largest cosine with that of "
        "the query.": ("in_the_encoders_space", "below_zero", "the_last"),
        "No two are equally near.": ("on_paper", "lengths"),
    },
    "area_under_curve": {
        "Computes how often a duplicate scores higher than a pair that is none.": (
            "five_pairs",
            "few_duplicates",
            "wrong_way_round",
        ),
        "Every duplicate is compared with every pair that is none; a tie counts one half.": (
            "ties",
            "all_equal",
            "nearly_equal",
        ),
        "scores: Floats `(m,)`, a list or an array, in any order.": ("five_pairs", "lists"),
        "is_duplicate: Bools or 0 and 1 `(m,)`, a list or an array.": ("lists",),
        "Float from 0 to 1.": ("all_in_order", "wrong_way_round"),
        "ValueError: If there is no duplicate, or nothing else.": (
            "no_duplicate",
            "all_duplicates",
        ),
    },
}

NOTHING_PROMISED: tuple[str, ...] = ()
