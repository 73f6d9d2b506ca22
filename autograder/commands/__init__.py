"""The command line. It uses every room, and no room uses it.

`cli` and `desk` hold the commands, `console` what they share; `doctor`, `preflight`, `terminal` and
`demo` what a command does that nothing else needs.
"""
