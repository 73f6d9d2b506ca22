"""Runs a learner's code in a process of its own. Knows no answer and reaches no verdict."""
