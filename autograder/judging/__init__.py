"""The trusted side of a grade: asks a submission's process, compares, gives the verdicts.

`judge` does it for a submission's cells, `judge_process` in a process of its own; `carry` judges what
failed on top of something wrong; `grading` goes from a file that was handed in to the verdicts.
"""
