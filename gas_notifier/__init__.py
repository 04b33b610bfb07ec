"""The infrastructure of Gas Notifier, and its run on a bare machine.

The code of the functions lives in `lambda/`. As `lambda` is a keyword of Python, that folder is
no package but a source root: it is put on the import path here, and only here, so that everything
in this package imports the functions' code by the names it has in Lambda.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "lambda"))
