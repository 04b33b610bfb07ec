"""`app.py` with the CDK's own validation of the template left on, as it is by default."""

import runpy
from unittest.mock import patch

from aws_cdk import App

from gas_notifier import REPOSITORY

# In the place of the argument that turns it off, none is given.
with patch("aws_cdk.App", lambda **_: App()):
    runpy.run_path(str(REPOSITORY / "app.py"))
