"""How an exercise is declared: once, with cases, known mistakes and other right answers.

`exercise` and `variant` are what a declaration is written with; `course` finds declarations,
`source` reads `solutions/<id>/<id>.py`, `reference` runs its solution cells, `signatures` says how known
mistakes look, `public_cases` makes what learners may see of it all.
"""
