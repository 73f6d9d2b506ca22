"""What both sides of the wire know: what is asked of a learner's code, and what must hold.

Learners get this room. `recipes` make arguments and `probes` use what a learner wrote; `measures`
and `expectations` look at what was seen, `check` reaches the `verdict` and `compare` finds words for
it. `bundle` writes and reads the public cases. `repository` says what else learners get.
"""
