"""Puts code into a reply: pickle, dill, marshal, a Keras Lambda layer, an array of objects.

Would gain: code that runs in the judge, which knows every answer (otter reads a pickle that the
learner's process wrote).
Must not: the judge decodes plain values of exact types and nothing else.
"""

from tests.hostile.course import KINDS
from tests.hostile.gallery import attack

# Where a payload runs, it leaves a mark that the harness looks for.
BOMB = '''
import gc, marshal, os, pickle, struct, sys


class Bomb:
    def __reduce__(self):
        return (exec, ("open('@CANARY@/touched', 'w').write('17'); open('@TMP@/@MARK@', 'w')",))


def grader_pipe():
    """Finds the pipe by what is alive in this process, or in the frames above."""
    for value in gc.get_objects():
        if type(value).__name__ == "Pipe" and hasattr(value, "write_fd"):
            return value
    raise LookupError("no pipe found")


def nonce():
    frame = sys._getframe()
    while frame is not None:
        for value in frame.f_locals.values():
            if type(value) is dict and type(value.get("nonce")) is str:
                return value["nonce"]
        frame = frame.f_back
    raise LookupError("no question found")


def send_raw(body):
    data = struct.pack(">I", len(body)) + body
    while data:
        data = data[os.write(grader_pipe().write_fd, data):]
'''

FAILED = ("failed", "error")
LOST = ("crashed", "failed", "error")


@attack(double=FAILED, total=FAILED, average=FAILED, centred=FAILED)
def as_values(shop):
    """Returns bytes of pickle and marshal, an object that pickles into a call, object arrays."""
    return shop.solved(
        double=BOMB + "\ndef double(x):\n    return pickle.dumps(Bomb())",
        total="def total(xs):\n    return Bomb()",
        average="""
def average(xs):
    code = compile("open('@CANARY@/touched', 'w')", "m", "exec")
    return {"__marshal__": marshal.dumps(code), "__reduce__": [1, 2]}
""",
        centred="import numpy as np\n\ndef centred(table):\n    return np.array([Bomb()], dtype=object)",
    )


@attack(double="crashed", total="crashed", centred="crashed", tally="crashed", average="carried")
def as_frames(shop):
    """Writes frames of its own: pickle in place of msgpack, unknown and nested extensions."""
    return shop.solved(
        double=BOMB + "\ndef double(x):\n    send_raw(pickle.dumps(Bomb()))",
        total="""
def total(xs):
    import msgpack
    payload = msgpack.ExtType(5, pickle.dumps(Bomb()))
    send_raw(msgpack.packb({"to": nonce(), "seen": {"result": payload}}))
""",
        centred="""
def centred(table):
    import msgpack
    head = msgpack.packb(["object", [1]])
    array = msgpack.ExtType(1, head + pickle.dumps(Bomb()))
    send_raw(msgpack.packb({"to": nonce(), "seen": {"result": array}}))
""",
        tally="""
def tally(words):
    import msgpack
    head = msgpack.packb(["float64", [2**40, 2**40]])
    array = msgpack.ExtType(1, head + b"x" * 16)
    send_raw(msgpack.packb({"to": nonce(), "seen": {"result": array}}))
""",
    )


@attack(double=LOST, total=LOST, centred=LOST, tally=LOST, average=("failed", "carried"))
def as_recipes(shop):
    """Sends descriptions that the runner would build: a recipe with code, a generator's state."""
    return shop.solved(
        double=BOMB
        + """
def double(x):
    source = "def f():\\n    pass\\nopen('@CANARY@/touched', 'w').write('17')"
    return {"__recipe__": "Function", "with": {"source": source}}
""",
        total="""
def total(xs):
    return {"__generator_state__": '{"bit_generator": "PCG64", "state": {"state": 1e999}}'}
""",
        centred="""
def centred(table):
    return {"__array__": "object", "shape": [1], "values": [{"__map__": [[[], []]]}]}
""",
        tally="""
def tally(words):
    return {"__float__": "nan", "__tuple__": [1], "probe": "Call", "do": "end", "given": {}}
""",
    )


@attack(assignment=KINDS, classifier=("failed", "error"))
def keras_lambda(shop):
    """Returns a model whose Lambda layer runs code wherever the model is read again."""
    notebook = shop.blank()
    cell = next(cell for cell in notebook.cells if cell.id == "classifier")
    cell.source = """
def classifier(features, classes):
    import keras

    def run(x):
        import os
        try:
            open("@CANARY@/touched", "w").write("17")
        except OSError:
            pass
        return x[:, :classes] * 0.0

    layers = [keras.Input((features,)), keras.layers.Lambda(run), keras.layers.Lambda(run)]
    model = keras.Sequential(layers)
    try:
        model.save("model.keras")
    except Exception:
        pass
    return model
"""
    return notebook
