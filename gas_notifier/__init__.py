"""The infrastructure of Gas Notifier, and all that is done with it from a keyboard.

Here belong the stack and its constructs, one a file; what a person tells them, what is played and
what is run stand in rooms of their own. The code of the functions lives in `lambda/`. As `lambda`
is a keyword of Python, that folder is no package but a source root: it is put on the import path
here, and only here, so that everything in this package imports the functions' code by the names it
has in Lambda. What a machine has set for its own Python comes last: nothing of it takes the place
of what is installed here.
"""

import os
import sys
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).parents[1]
"""The root of the checkout."""

_FOREIGN: Final = os.environ.get("PYTHONPATH", "").split(os.pathsep)
sys.path.sort(key=[str(Path(path).absolute()) for path in _FOREIGN if path].__contains__)
sys.path.insert(0, str(REPOSITORY / "lambda"))
