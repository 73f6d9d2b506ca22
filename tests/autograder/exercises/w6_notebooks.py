"""Cells of "Read any date" as learners may write them: right in unusual styles, and wrong."""

from __future__ import annotations

import pytest

_HEAD = "def modelf(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):\n"
_START = """
    from keras import layers, ops
    X, s0, c0 = keras.Input((Tx, human_vocab_size)), keras.Input((n_s,)), keras.Input((n_s,))
    a = layers.Bidirectional(layers.LSTM(n_a, return_sequences=True))(X)
    lstm = layers.LSTM(n_s, return_state=True)
    dense = layers.Dense(machine_vocab_size, activation="softmax")
    s, c, outputs = s0, c0, []
"""
_LOOP = """
    for t in range(Ty):
        context = one_step_attention(a, s)
        s, _, c = lstm(context, initial_state=[s, c])
        outputs.append(dense(s))
"""
_END = "    return keras.Model([X, s0, c0], outputs)\n"
_PREPROCESS = """
def preprocess(date, vocabulary, Tx):
    text = unicodedata.normalize('NFC', date).lower()[:Tx]
"""
_ATTEND = "def one_step_attention(a, s_prev):\n    from keras import ops\n"
_ENERGIES = "    e = densor2(densor1(concatenator([a, repeater(s_prev)])))\n"


def _network(start=_START, loop=_LOOP, end=_END, **changes):
    """Writes modelf with parts replaced."""
    source = _HEAD + start + loop + end
    for old, new in changes.values():
        if old not in source:
            raise ValueError(f"{old!r} stands nowhere.")
        source = source.replace(old, new)
    return source


def _with(old, new):
    return _network(change=(old, new))


_RIGHT = {
    "preprocess": {
        "a_callable_object": """
class Preprocessor:
    def __call__(self, date, vocabulary, Tx):
        text = unicodedata.normalize("NFC", date).lower()
        row = [vocabulary.get(c, vocabulary["<unk>"]) for c in text]
        return (row + Tx * [vocabulary["<pad>"]])[:Tx]

preprocess = Preprocessor()
""",
        "a_lambda": """
preprocess = lambda d, v, n: [
    v.get(c, v["<unk>"]) for c in unicodedata.normalize("NFC", d).lower()[:n]
] + [v["<pad>"]] * (n - len(unicodedata.normalize("NFC", d)))
""",
        "a_defaultdict": _PREPROCESS
        + """
    from collections import defaultdict
    table = defaultdict(lambda: vocabulary["<unk>"], vocabulary)
    return np.pad([table[c] for c in text], (0, Tx - len(text)),
                  constant_values=vocabulary["<pad>"]).astype(int)
""",
        "one_character_after_the_other": """
def preprocess(date, vocabulary, Tx):
    row = []
    date = unicodedata.normalize("NFC", date.lower())
    for t in range(Tx):
        if t >= len(date):
            row.append(vocabulary["<pad>"])
        elif date[t] in vocabulary.keys():
            row.append(vocabulary[date[t]])
        else:
            row.append(vocabulary["<unk>"])
    return np.array(row).reshape(Tx)
""",
        "with_recursion": """
def preprocess(date, vocabulary, Tx):
    date = unicodedata.normalize("NFC", date).lower()
    if Tx == 0:
        return []
    if not date:
        return [vocabulary["<pad>"]] + preprocess("", vocabulary, Tx - 1)
    return [vocabulary.get(date[0], vocabulary["<unk>"])] + preprocess(date[1:], vocabulary, Tx - 1)
""",
        "a_tensor": _PREPROCESS
        + """
    row = [vocabulary[c] if c in vocabulary else vocabulary["<unk>"] for c in text]
    return keras.ops.convert_to_tensor(row + [vocabulary["<pad>"]] * (Tx - len(row)), "int32")
""",
    },
    "one_step_attention": {
        "tiled_and_multiplied": _ATTEND
        + """
    repeated = ops.tile(s_prev[:, None, :], (1, a.shape[1], 1))
    e = densor2(densor1(concatenator([a, repeated])))
    return ops.expand_dims(ops.sum(a * activator(e), axis=1), axis=1)
""",
        "with_a_lambda_layer": _ATTEND
        + _ENERGIES
        + """
    product = keras.layers.Multiply()([activator(e), a])
    return keras.layers.Lambda(lambda x: ops.sum(x, axis=1, keepdims=True))(product)
""",
        "with_the_kernel_in_two_parts": _ATTEND
        + """
    n = a.shape[-1]
    kernel, bias = densor1.kernel, densor1.bias
    asked = ops.matmul(s_prev, kernel[n:])[:, None]
    hidden = ops.tanh(ops.matmul(a, kernel[:n]) + asked + bias)
    return dotor([activator(densor2(hidden)), a])
""",
        "a_layer_of_ones_own": """
class OneStep(keras.layers.Layer):
    def call(self, a, s):
        e = densor2(densor1(concatenator([a, repeater(s)])))
        return dotor([activator(e), a])

_step = OneStep()

def one_step_attention(a, s_prev):
    return _step(a, s_prev)
""",
        "helpers_and_globals": """
def energies_of(a, s):
    return densor2(densor1(concatenator([a, repeater(s)])))

def one_step_attention(a, s_prev):
    global last_alphas
    last_alphas = activator(energies_of(a, s_prev))
    return dotor([last_alphas, a])
""",
        "made_with_layers_at_the_call": _ATTEND
        + """
    s = keras.layers.Reshape((1, s_prev.shape[-1]))(s_prev)
    s = keras.layers.UpSampling1D(a.shape[1])(s)
    e = densor2(densor1(keras.layers.Concatenate()([a, s])))
    alphas = keras.layers.Softmax(axis=1)(e)
    return keras.layers.Permute((2, 1))(keras.layers.Dot(axes=1)([a, alphas]))
""",
        "with_einsum": _ATTEND
        + """
    e = densor2(densor1(ops.concatenate([a, ops.repeat(s_prev[:, None], TX, 1)], -1)))
    alphas = ops.exp(e) / ops.sum(ops.exp(e), axis=1, keepdims=True)
    return ops.einsum("btx,bth->bxh", alphas, a)
""",
        "a_lambda": "one_step_attention = lambda a, s: dotor([activator(densor2(densor1("
        "concatenator([a, repeater(s)])))), a])",
    },
    "modelf": {
        "unrolled_lstm": _with("return_state=True)", "return_state=True, unroll=True)"),
        "an_rnn_around_a_cell": _with(
            "layers.LSTM(n_s, return_state=True)",
            "layers.RNN(layers.LSTMCell(n_s), return_state=True)",
        ),
        "the_encoder_called_in_the_loop": _network(
            start=_START.replace(
                "    a = layers.Bidirectional(layers.LSTM(n_a, return_sequences=True))(X)\n",
                "    encoder = layers.Bidirectional(layers.LSTM(n_a, return_sequences=True))\n",
            ),
            loop=_LOOP.replace("attention(a, s)", "attention(encoder(X), s)"),
        ),
        "named_inputs_and_outputs": _network(
            change=(
                "keras.Input((n_s,)), keras.Input((n_s,))",
                "keras.Input((n_s,), name='s0'), keras.Input((n_s,), name='c0')",
            ),
            other=(
                "keras.Model([X, s0, c0], outputs)",
                "keras.Model(inputs=[X, s0, c0], outputs=tuple(outputs), name='reader')",
            ),
        ),  # fmt: skip
        "backward_half_first": _with(
            "    a = layers.Bidirectional(layers.LSTM(n_a, return_sequences=True))(X)",
            "    back = layers.LSTM(n_a, return_sequences=True, go_backwards=True)(X)\n"
            "    ahead = layers.LSTM(n_a, return_sequences=True)(X)\n"
            "    a = ops.concatenate([ops.flip(back, axis=1), ahead], axis=-1)",
        ),
    },
    "exact_match": {
        "with_pandas": """
def exact_match(predicted, true):
    import pandas as pd
    if len(predicted) != len(true) or len(true) == 0:
        raise ValueError("lengths")
    p, t = pd.Series(predicted), pd.Series(true)
    width = len(true[0])
    return (p == t).mean(), [(p.str[j] == t.str[j]).mean() for j in range(width)]
""",
        "with_an_assertion_style_error": """
class LengthError(ValueError):
    pass

def exact_match(predicted, true):
    if not predicted or len(predicted) != len(true):
        raise LengthError(len(predicted))
    hits = [[j < len(p) and p[j] == t[j] for j in range(len(t))] for p, t in zip(predicted, true)]
    return sum(map(str.__eq__, predicted, true)) / len(true), np.mean(hits, axis=0)
""",
        "as_tensors": """
def exact_match(predicted, true):
    if len(predicted) * len(true) == 0 or len(predicted) - len(true):
        raise ValueError("as many as")
    hits = np.array([[p[j:j + 1] == t[j] for j in range(len(t))] for p, t in zip(predicted, true)])
    whole = hits.all(axis=1) & (np.char.str_len(predicted) == np.char.str_len(true))
    return keras.ops.mean(whole.astype("float32")), keras.ops.mean(hits.astype("float32"), axis=0)
""",
    },
    "attention_map": {
        "predict_on_batch": """
def attention_map(model, text):
    row = np.array(preprocess(text, human_vocab, TX))
    X = (row[:, None] == np.arange(len(human_vocab))).astype(float)
    return model.predict_on_batch(X[None])[1][0]
""",
        "by_keras_ops": """
def attention_map(model, text):
    ids = keras.ops.convert_to_tensor([preprocess(text, human_vocab, TX)])
    *_, weights = model(keras.ops.one_hot(ids, len(human_vocab)))
    return keras.ops.convert_to_numpy(weights[0])
""",
    },
}

_WRONG = {
    "preprocess": {
        "upper_case": (_PREPROCESS.replace("lower()", "upper()") + """
    row = [vocabulary.get(c, vocabulary["<unk>"]) for c in text]
    return row + [vocabulary["<pad>"]] * (Tx - len(row))
""", "differs"),
        "one_padding_too_many": (_PREPROCESS + """
    row = [vocabulary.get(c, vocabulary["<unk>"]) for c in text]
    return row + [vocabulary["<pad>"]] * (Tx - len(row) + 1)
""", "items, expected"),
        "teaches_the_vocabulary": (_PREPROCESS + """
    for c in text:
        vocabulary.setdefault(c, len(vocabulary))
    row = [vocabulary[c] for c in text]
    return row + [vocabulary["<pad>"]] * (Tx - len(row))
""", "vocabulary"),
        "code_points": (_PREPROCESS + """
    return [ord(c) for c in text] + [0] * (Tx - len(text))
""", "differs"),
        "an_axis_too_many": (_PREPROCESS + """
    row = [vocabulary.get(c, vocabulary["<unk>"]) for c in text]
    return [row + [vocabulary["<pad>"]] * (Tx - len(row))]
""", "1 items, expected"),
        "unknown_is_minus_one": (_PREPROCESS + """
    row = [vocabulary.get(c, -1) for c in text]
    return row + [vocabulary["<pad>"]] * (Tx - len(row))
""", "unk"),
        "reversed": (_PREPROCESS + """
    row = [vocabulary.get(c, vocabulary["<unk>"]) for c in text[::-1]]
    return row + [vocabulary["<pad>"]] * (Tx - len(row))
""", "another order"),
        "digits_become_numbers": (_PREPROCESS + """
    row = [int(c) if c.isdigit() and c.isascii() else vocabulary.get(c, vocabulary["<unk>"])
           for c in text]
    return row + [vocabulary["<pad>"]] * (Tx - len(row))
""", "differs"),
    },
    "one_step_attention": {
        "fresh_layers": (_ATTEND + """
    e = keras.layers.Dense(1)(keras.layers.Dense(5, "tanh")(concatenator([a, repeater(s_prev)])))
    return dotor([activator(e), a])
""", "new layers, with new weights, at every call"),
        "layers_of_its_own_made_once": ("""
mine = {}

def one_step_attention(a, s_prev):
    joined = concatenator([a, repeater(s_prev)])
    if joined.shape[-1] not in mine:
        mine[joined.shape[-1]] = keras.layers.Dense(5, activation="tanh"), keras.layers.Dense(1)
    first, second = mine[joined.shape[-1]]
    return dotor([activator(second(first(joined))), a])
""", "does not use the notebook's layers"),
        "tf_on_symbols": (_ATTEND + """
    import tensorflow as tf
    e = densor2(densor1(tf.concat([a, tf.repeat(s_prev[:, None], a.shape[1], 1)], -1)))
    return tf.reduce_sum(tf.nn.softmax(e, axis=1) * a, axis=1, keepdims=True)
""", "KerasTensor"),
        "joins_along_time": (_ATTEND + """
    e = densor2(densor1(ops.concatenate([a, repeater(s_prev)], axis=1)))
    return dotor([activator(e), a])
""", "stopped"),
        "repeats_by_the_wrong_size": (_ATTEND + """
    e = densor2(densor1(concatenator([a, ops.repeat(s_prev[:, None], s_prev.shape[1], 1)])))
    return dotor([activator(e), a])
""", "stopped"),
        "squeezes_the_state": (_ATTEND + """
    e = densor2(densor1(concatenator([a, repeater(ops.tanh(s_prev))])))
    return dotor([activator(e), a])
""", "context"),
        "softmax_twice": (_ATTEND + _ENERGIES + """
    return dotor([activator(activator(e)), a])
""", "context"),
        "no_gradient_back": (_ATTEND + _ENERGIES + """
    return dotor([ops.stop_gradient(activator(e)), a])
""", "gradient"),
        "weights_by_squares": (_ATTEND + _ENERGIES + """
    w = e ** 2
    return dotor([w / ops.sum(w, axis=1, keepdims=True), a])
""", "context"),
        "adds_the_state": (_ATTEND + _ENERGIES + """
    return dotor([activator(e), a]) + ops.mean(s_prev)
""", "context"),
        "returns_both": (_ATTEND + _ENERGIES + """
    return dotor([activator(e), a]), activator(e)
""", "shape"),
        "prints_and_forgets": (_ATTEND + _ENERGIES + """
    print(dotor([activator(e), a]))
""", "Nothing came back"),
        "energies_of_one_layer": (_ATTEND + """
    return dotor([activator(densor2(concatenator([a, repeater(s_prev)]))), a])
""", "stopped"),
    },
    "modelf": {
        "one_context_for_all": (_network(
            change=("    s, c, outputs", "    context = one_step_attention(a, s0)\n    s, c, outputs"),
            other=("        context = one_step_attention(a, s)\n", ""),
        ), "inside the loop"),
        "a_fresh_output_layer": (_with(
            "dense(s)", "layers.Dense(machine_vocab_size, activation='softmax')(s)"
        ), "before the loop"),
        "a_fresh_encoder": (_with(
            "attention(a, s)",
            "attention(layers.Bidirectional(layers.GRU(n_a, return_sequences=True))(X), s)",
        ), "before the loop"),
        "one_output_too_few": (_with("range(Ty)", "range(1, Ty)"), "list of 3 outputs"),
        "zeros_for_s0": (_with(
            "s, c, outputs = s0, c0, []", "s, c, outputs = ops.zeros_like(s0), c0, []"
        ), "s0 does not change"),
        "zeros_for_c0": (_with(
            "s, c, outputs = s0, c0, []", "s, c, outputs = s0, ops.zeros_like(c0), []"
        ), "c0 does not change"),
        "takes_the_text_alone": (_network(
            change=("s, c, outputs = s0, c0, []",
                    "s = c = ops.zeros_like(layers.Dense(n_s)(a[:, 0]))\n    outputs = []"),
            other=("keras.Model([X, s0, c0], outputs)", "keras.Model(X, outputs)"),
        ), "inputs too"),
        "softmax_over_the_batch": (_network(
            change=('activation="softmax")', 'activation=None)'),
            other=("dense(s)", "ops.softmax(dense(s), axis=0)"),
        ), "sum to 1"),
        "asks_with_the_memory_cell": (_with("attention(a, s)", "attention(a, c)"), ""),
        "swaps_the_arguments": (_with("attention(a, s)", "attention(s, a)"), "stopped"),
        "stops_the_gradient": (_with(
            "    lstm =", "    a = ops.stop_gradient(a)\n    lstm ="
        ), "No gradient reaches the text"),
        "outputs_in_reverse": (_with(
            "keras.Model([X, s0, c0], outputs)", "keras.Model([X, s0, c0], outputs[::-1])"
        ), "in the wrong order"),
        "swaps_state_and_cell": (_with("s, _, c = lstm", "c, _, s = lstm"), "Follow s and c"),
        "s_goes_on_alone": (_with("s, _, c = lstm", "s, _, _ = lstm"), "goes on"),
        "c_goes_on_alone": (_network(loop='''
    for t in range(Ty):
        h, _, c = lstm(one_step_attention(a, s0), initial_state=[s0, c])
        outputs.append(dense(h))
'''), "Follow s and c"),
        "the_mean_beside_the_state": (_with(
            "one_step_attention(a, s)", "ops.mean(a, axis=1, keepdims=True) + 0 * s[:, :1, None]"
        ), "the same at every step"),
        "the_first_note": (_with("one_step_attention(a, s)", "a[:, :1]"), "look at the context"),
        "sigmoids": (_with('"softmax"', '"sigmoid"'), "sum to 1"),
        "human_symbols": (_with("Dense(machine_vocab_size", "Dense(human_vocab_size"), "shape"),
        "trains_it_first": (_with(
            "    return", "    return outputs\n    return"
        ), "model"),
        "directions_added": (_with(
            "return_sequences=True))", "return_sequences=True), merge_mode='sum')"
        ), "2 n_a"),
        "a_stacked_encoder": (_with(
            "    lstm =",
            "    a = layers.Bidirectional(layers.LSTM(n_a, return_sequences=True))(a)\n    lstm =",
        ), "do not belong"),
        "multi_head_attention": (_network(
            change=("    s, c, outputs", "    look = layers.MultiHeadAttention(2, 3)\n    s, c, outputs"),
            other=("one_step_attention(a, s)", "look(s[:, None], a)"),
        ), "2 n_a numbers"),
        "attention_of_its_own": (_network(
            change=("    s, c, outputs",
                    "    d1, d2 = layers.Dense(9, activation='tanh'), layers.Dense(1)\n    s, c, outputs"),
            other=("one_step_attention(a, s)",
                   "ops.sum(ops.softmax(d2(d1(ops.concatenate([a, ops.repeat(s[:, None], Tx, 1)], -1"
                   "))), axis=1) * a, axis=1, keepdims=True)"),
        ), "do not belong"),
        "a_dense_layer_without_bias": (_with(
            'activation="softmax")', 'activation="softmax", use_bias=False)'
        ), "no weights of these shapes"),
        "the_symbol_added_to_the_context": (_network(
            change=("    s, c, outputs", "    back = layers.Dense(2 * n_a)\n    s, c, outputs"),
            other=("one_step_attention(a, s)",
                   "one_step_attention(a, s) + back(outputs[-1] if outputs else dense(s))[:, None]"),
        ), "do not belong"),
        "the_symbol_beside_the_context": (_with(
            "one_step_attention(a, s)", "ops.concatenate([one_step_attention(a, s), "
            "(outputs[-1] if outputs else ops.zeros_like(dense(s)))[:, None]], -1)"
        ), "the symbol written before"),
        "a_first_step_of_its_own": (_network(
            change=("    s, c, outputs",
                    "    first = layers.LSTM(n_s, return_state=True)\n    s, c, outputs"),
            other=("s, _, c = lstm(context", "s, _, c = (lstm if t else first)(context"),
        ), "at every step"),
        "twice_forwards": (_with(
            "layers.Bidirectional(layers.LSTM(n_a, return_sequences=True))(X)",
            "ops.concatenate([layers.LSTM(n_a, return_sequences=True)(X) for _ in 'ab'], -1)",
        ), "in both directions"),
        "backwards_not_turned": (_with(
            "layers.Bidirectional(layers.LSTM(n_a, return_sequences=True))(X)",
            "ops.concatenate([layers.LSTM(n_a, return_sequences=True, go_backwards=back)(X) "
            "for back in (False, True)], -1)",
        ), "in the order of the text"),
        "a_wide_layer_one_way": (_with(
            "layers.Bidirectional(layers.LSTM(n_a, return_sequences=True))",
            "layers.GRU(2 * n_a, return_sequences=True)",
        ), "units each way"),
        "one_direction": (_with(
            "layers.Bidirectional(layers.LSTM(n_a, return_sequences=True))",
            "layers.LSTM(n_a, return_sequences=True)",
        ), "Bidirectional"),
        "written_from_the_context": (_with("dense(s)", "dense(context[:, 0])"), "from the context"),
        "the_state_beside_the_context": (_with(
            "one_step_attention(a, s)", "ops.concatenate([one_step_attention(a, s), s[:, None]], -1)"
        ), "a second time"),
        "attention_after_the_step": (_network(loop='''
    context = one_step_attention(a, s)
    for t in range(Ty):
        h, _, c = lstm(context, initial_state=[s, c])
        context = one_step_attention(a, s)
        s = h
        outputs.append(dense(s))
'''), "look at the context"),
        "writes_before_the_step": (_network(loop='''
    for t in range(Ty):
        outputs.append(dense(s))
        s, _, c = lstm(one_step_attention(a, s), initial_state=[s, c])
'''), "from the LSTM's new state"),
        "another_lstm": (_with(
            "layers.LSTM(n_s, return_state=True)", "layers.LSTM(n_s, return_state=True, activation='relu')"
        ), "the decoder writes something else"),
    },
    "exact_match": {
        "one_mean_for_both": ("""
def exact_match(predicted, true):
    if len(predicted) != len(true) or not true:
        raise ValueError("lengths")
    hits = np.mean([p == t for p, t in zip(predicted, true)])
    return hits, hits
""", "exact_match"),
        "keyerror": ("""
def exact_match(predicted, true):
    if len(predicted) != len(true) or not true:
        raise KeyError("lengths")
    L = len(true[0])
    return (np.mean([p == t for p, t in zip(predicted, true)]),
            [np.mean([p[j:j+1] == t[j] for p, t in zip(predicted, true)]) for j in range(L)])
""", "ValueError"),
        "length_of_the_longest": ("""
def exact_match(predicted, true):
    if len(predicted) != len(true) or not true:
        raise ValueError("lengths")
    L = max(map(len, predicted))
    return (np.mean([p == t for p, t in zip(predicted, true)]),
            [np.mean([p[j:j+1] == t[j:j+1] for p, t in zip(predicted, true)]) for j in range(L)])
""", "exact_match"),
        "rounded": ("""
def exact_match(predicted, true):
    if len(predicted) != len(true) or not true:
        raise ValueError("lengths")
    L = len(true[0])
    return (round(np.mean([p == t for p, t in zip(predicted, true)]), 1),
            [np.mean([p[j:j+1] == t[j] for p, t in zip(predicted, true)]) for j in range(L)])
""", "accuracy"),
    },
    "attention_map": {
        "mean_over_steps": ("""
def attention_map(model, text):
    batch = one_hot([preprocess(text, human_vocab, TX)], len(human_vocab))
    return np.asarray(model(batch)[1])[0].mean(axis=0)
""", "shape"),
        "normalised_by_column": ("""
def attention_map(model, text):
    batch = one_hot([preprocess(text, human_vocab, TX)], len(human_vocab))
    w = np.asarray(model(batch)[1])[0]
    return w / w.sum(axis=0)
""", "map"),
        "one_hot_of_the_text": ("""
def attention_map(model, text):
    ids = [human_vocab[c] for c in text]
    return np.asarray(model(one_hot([ids], len(human_vocab)))[1])[0]
""", "attention_map"),
    },
}  # fmt: skip

RIGHT = [
    pytest.param(name, source, id=f"{name}-{style}")
    for name, styles in _RIGHT.items()
    for style, source in styles.items()
]
WRONG = [
    pytest.param(name, *entry, id=f"{name}-{mistake}")
    for name, mistakes in _WRONG.items()
    for mistake, entry in mistakes.items()
]
