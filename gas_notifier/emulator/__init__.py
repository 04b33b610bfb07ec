"""The embedded AWS on loopback, and what runs the stack of `app.py` in it.

Nothing in here can reach a real account, and nothing outside needs it but commands, benchmarks and
tests.
"""
