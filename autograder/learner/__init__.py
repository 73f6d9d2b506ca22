"""The learner's side: what a notebook calls, shows and remembers. Learners get this room.

`checking` has the functions of a notebook, `failing` the inputs of failed cases, `show` what they
display, `progress` what is kept from one day to the next.
"""
