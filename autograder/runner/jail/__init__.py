"""The jail of a submission: namespaces, a file system of its own, limits, a filter of system calls.

`linux` speaks to the kernel, `filesystem` builds what can be seen, `syscalls` what can be asked
of the kernel, `limits` what can be used up; `enter` puts them together in the right order.
"""
