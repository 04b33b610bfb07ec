"""The option of all commands that run the CDK CLI."""

import shlex
from collections.abc import Mapping
from typing import Final

from gas_notifier.settings.setting import Setting

CDK_OPTIONS: Final[Mapping[str, Setting]] = {
    "cdk_options": Setting(
        lambda text: shlex.split(str(text)), "OPTIONS", "more options for the CDK CLI: --profile me"
    )
}
