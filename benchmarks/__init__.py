"""How fast, small and cheap Gas Notifier is: beside the article's program, and beside the floor.

One module for each question; `python -m benchmarks` asks them all and prints one table.
docs/performance.md says what each figure means.
"""

# It puts the functions' code on the import path.
from gas_notifier import REPOSITORY

__all__ = ["REPOSITORY"]
