"""How fast, small and cheap Gas Notifier is: beside the article's program, and beside the floor.

One module for each question; `python -m benchmarks` asks them all and prints one table.
docs/performance.md says what each figure means.
"""

from pathlib import Path
from typing import Final

import gas_notifier

REPOSITORY: Final = Path(gas_notifier.__file__).parents[1]
