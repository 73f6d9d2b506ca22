"""What the docstrings of "What vectors know, and should not" promise, and which cases ask it."""

PROMISES: dict[str, dict[str, tuple[str, ...]]] = {
    "cosine_similarity": {
        "Computes the cosine of the angle between vectors.": (
            "two_vectors",
            "two_matrices",
            "opposite_vectors",
            "a_right_angle",
        ),
        "Only directions count: neither very long nor very short vectors (down to a length of 1e-4) "
        "need a correction.": ("short_vectors", "short_rows", "rows_of_any_length"),
        "u: Float array `(d,)`, a vector, or `(n, d)`, one vector a row.": (
            "two_vectors",
            "two_matrices",
            "one_row",
        ),
        "v: Float array of the same shape.": ("two_vectors", "two_matrices", "one_row"),
        "A number for two vectors.": ("two_vectors", "short_vectors", "two_zero_vectors"),
        "For matrices a float array `(n,)` with the similarity of row i of `u` and row i of `v`.": (
            "two_matrices",
            "one_row",
            "square_matrices",
            "rows_of_any_length",
        ),
        "Between -1 and 1; 0 where one of the vectors is all zeros.": (
            "opposite_vectors",
            "a_zero_vector",
            "a_zero_row",
        ),
    },
    "complete_analogy": {
        "Finds the word that is to c as b is to a.": (
            "in_the_plane",
            "an_analogy",
            "lengths_of_the_three_differ",
            "other_readings",
            "all_words_point_away",
        ),
        "word_a: Text, a word, in small letters or capitals.": ("an_analogy", "typed_in_capitals"),
        "word_b: Text, another.": ("an_analogy", "typed_in_capitals"),
        "word_c: Text, a third.": ("an_analogy", "typed_in_capitals"),
        "word_to_vec_map: Mapping from words in small letters to float arrays `(d,)`, none of them "
        "zero.": ("an_analogy", "typed_in_capitals"),
        "It holds more than the three words.": ("four_words",),
        "The word in small letters, none of the three given ones.": (
            "a_part_of_a_given_word",
            "a_twin_of_a_given_word",
            "an_input_fits_best",
            "the_first_word_fits_best",
            "the_second_word_fits_best",
            "typed_in_capitals",
        ),
        "KeyError: If one of the three is not in the map; the message names it.": (
            "unknown_first",
            "unknown_second",
            "unknown_third",
        ),
    },
    "bias_direction": {
        "Averages the differences between the words of pairs.": ("several_pairs",),
        "pairs: List of n >= 1 pairs of words `(first, second)`, all in the map.": (
            "several_pairs",
            "a_single_pair",
        ),
        "A word, or a whole pair, may stand there more than once.": (
            "a_word_twice",
            "a_pair_twice",
        ),
        "word_to_vec_map: Mapping from word to float array `(d,)`.": (
            "several_pairs",
            "a_word_twice",
        ),
        "Not changed.": ("several_pairs", "a_single_pair", "a_word_twice"),
        "Float array `(d,)`: the mean of first minus second.": ("several_pairs", "a_single_pair"),
        "Neither the words' vectors nor the result are scaled to length 1.": (
            "several_pairs",
            "a_single_pair",
        ),
    },
    "bias_direction_svd": {
        "Finds the axis along which the words of pairs differ most.": ("an_axis",),
        "pairs: List of n >= 1 pairs of words, all in the map.": ("an_axis", "one_pair"),
        "Which word of a pair comes first makes no difference.": ("pairs_written_either_way",),
        "word_to_vec_map: Mapping from word to float array `(d,)`.": ("an_axis", "few_pairs"),
        "Not changed.": ("an_axis", "few_pairs"),
        "Float array `(d,)` of length 1.": ("an_axis", "few_pairs", "one_pair"),
        "Its sign is free.": ("an_axis", "pairs_written_either_way"),
    },
    "neutralize": {
        "Removes from a word's vector the part along a direction.": (
            "g_of_any_length",
            "a_very_short_g",
            "along_g",
        ),
        "word: A word of the map.": ("g_of_any_length",),
        "g: Float array `(d,)`, the direction; its length is not zero and makes no difference.": (
            "g_of_any_length",
            "g_of_length_one",
            "a_very_short_g",
        ),
        "word_to_vec_map: Mapping from word to float array `(d,)`.": (
            "g_of_any_length",
            "g_of_length_one",
        ),
        "Not changed.": ("g_of_any_length", "g_of_length_one", "along_g"),
        "Float array `(d,)`, the word's vector minus its projection on g, not scaled.": (
            "g_of_any_length",
            "across_g",
        ),
        "It is at a right angle to g.": ("g_of_any_length", "g_of_length_one", "along_g"),
    },
    "equalize": {
        "Makes two words differ along an axis only, and evenly.": (
            "on_opposite_sides",
            "on_the_same_side",
            "opposite_words",
            "first_on_the_negative_side",
            "hardly_told_apart",
        ),
        "pair: Two words of the map.": ("on_opposite_sides",),
        "Their vectors may have any length but zero.": (
            "longer_than_one",
            "first_on_the_negative_side",
            "order_turns_with_the_scaling",
        ),
        "bias_axis: Float array `(d,)`, of any length but zero.": (
            "on_opposite_sides",
            "first_on_the_negative_side",
        ),
        "word_to_vec_map: Mapping from word to float array `(d,)`.": (
            "on_opposite_sides",
            "on_the_same_side",
        ),
        "Not changed.": ("on_opposite_sides", "on_the_same_side"),
        "first: Float array `(d,)` of length 1, the new vector of `pair[0]`.": (
            "on_opposite_sides",
            "opposite_words",
            "hardly_told_apart",
        ),
        "second: Float array `(d,)` of length 1, the new vector of `pair[1]`.": (
            "on_opposite_sides",
            "opposite_words",
            "hardly_told_apart",
        ),
        "ValueError: If both words, scaled to length 1, lie equally far along the axis (up to rounding, "
        "say a millionth).": (
            "not_told_apart",
            "told_apart_by_rounding_only",
            "hardly_told_apart",
            "equal_before_the_scaling",
        ),
    },
    "weat_effect_size": {
        "Measures whether X is nearer to A, and Y nearer to B.": (
            "ten_splits",
            "groups_of_different_sizes",
            "a_planted_lean",
            "a_lean_the_other_way",
        ),
        "Splits are all ways to deal the words of X and Y into two groups of the same two sizes, the "
        "given one included, so that p is never 0.": (
            "ten_splits",
            "groups_of_different_sizes",
            "a_planted_lean",
            "one_against_two",
        ),
        "Effects that differ by rounding only are equally large.": (
            "splits_that_tie",
            "groups_of_different_sizes",
        ),
        "X: List of words, one or more.": ("groups_of_different_sizes", "one_against_two"),
        "Y: List of other words, perhaps of another number.": (
            "groups_of_different_sizes",
            "one_against_two",
        ),
        "A: List of words to compare with.": ("groups_of_different_sizes",),
        "B: List of others.": ("groups_of_different_sizes", "one_against_two"),
        "word_to_vec_map: Mapping from word to float array `(d,)`.": ("groups_of_different_sizes",),
        "Not changed.": ("groups_of_different_sizes", "splits_that_tie"),
        "effect_size: Float, positive where X leans to A.": (
            "a_planted_lean",
            "a_lean_the_other_way",
        ),
        "p_value: Float above 0, at most 1, one-sided.": ("a_planted_lean", "a_lean_the_other_way"),
    },
    "is_definitional": {
        "Decides which words are gendered by definition, from labelled examples.": (
            "unseen_words",
        ),
        "Judged by words that are not among the known ones: the mean of two shares, the definitional "
        "words that are found and the others that are left alone, is at least 80 %.": (
            "unseen_words",
            "another_map",
        ),
        "Words that lean to one gender by habit are among the others.": (
            "unseen_words",
            "another_map",
        ),
        "known_words: List of words of both kinds.": ("unseen_words",),
        "known_labels: List of bools, True where the word at the same place is gendered by "
        "definition.": ("unseen_words",),
        "words: List of other words of the map.": ("unseen_words",),
        "word_to_vec_map: Mapping from word to float array `(d,)`.": (
            "unseen_words",
            "another_map",
        ),
        "Not changed.": ("unseen_words", "another_map"),
        "One answer a word, True or False, in the order of `words`.": (
            "unseen_words",
            "another_map",
        ),
    },
}

NOTHING_PROMISED: tuple[str, ...] = ()
