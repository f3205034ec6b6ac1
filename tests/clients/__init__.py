"""Clients as people write them, right ones and, in `faulty`, wrong ones.

Each runs once, and tells by its exit status whether its message was accepted; with `--lines` it
sends once for each line that it reads, and writes the status that it would have ended with.
"""
