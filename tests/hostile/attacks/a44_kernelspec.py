"""Names another kernel.

Would gain: a kernel of the learner's choice (a shell, a program beside the notebook) runs the
checks; or one that is not there, at which the batch stops.
Must not: the notebook does not choose what runs it.
"""

from tests.hostile.gallery import Handed, attack


@attack(double="failed")
def bash(shop):
    """Names bash, as language and as kernel."""
    notebook = shop.solved(double="def double(x):\n    return None")
    notebook.metadata["kernelspec"] = {"name": "bash", "display_name": "Bash", "language": "bash"}
    notebook.metadata["language_info"] = {"name": "bash", "file_extension": ".sh"}
    return notebook


@attack()
def not_there(shop):
    """Right answers keep their points under a kernel that nobody has."""
    notebook = shop.solved()
    notebook.metadata["kernelspec"] = {"name": "../../evil\x00\ud800", "argv": ["/bin/sh"]}
    notebook.metadata["language_info"] = 7
    return notebook


@attack(double="failed")
def own_kernel_beside(shop):
    """Brings a kernel of its own along."""
    notebook = shop.solved(double="def double(x):\n    return None")
    notebook.metadata["kernelspec"] = {"name": "mine", "display_name": "x", "language": "python"}
    kernel = '{"argv": ["/bin/sh", "-c", "touch @CANARY@/touched"], "language": "python"}'
    places = [
        "kernel.json",
        "kernels/mine/kernel.json",
        ".local/share/jupyter/kernels/mine/kernel.json",
    ]
    return Handed(notebook, beside=dict.fromkeys(places, kernel))
