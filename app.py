"""The CDK app: reads the context, the one place that does, and makes the stack of it."""

import os
import signal
import sys
from pathlib import Path

# Ctrl-C is told by whoever runs this; the imports take the longest.
signal.signal(signal.SIGINT, signal.SIG_DFL)

from aws_cdk import Annotations, App

from gas_notifier import REPOSITORY
from gas_notifier.bundling import BundlingError
from gas_notifier.settings import files
from gas_notifier.settings.settings import Settings, SettingsError
from gas_notifier.stack import GasNotifier

# The CDK's own validation would double the time of a synth; the tests hold the template against
# cfn-lint, which knows more.
app = App(builtin_cloud_formation_validation=False)
# The CDK leaves an earlier synth's report where there is nothing to report, and its CLI shows it.
Path(app.outdir, "validation-report.json").unlink(missing_ok=True)
try:
    context = app.node.get_all_context()
    settings = Settings.from_context(context, files.places(REPOSITORY, context))
    # The CDK CLI says where it is going.
    region = os.environ.get("CDK_DEFAULT_REGION")
    stack = GasNotifier(app, settings.stack_name, settings=settings, region=region)
except (SettingsError, BundlingError) as error:
    sys.exit(str(error))
for name, warning in settings.warnings.items():
    Annotations.of(stack).add_warning_v2(f"gas-notifier:{name}", warning)
app.synth()
