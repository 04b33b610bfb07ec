"""The files that settings stand in, and the copy of what was deployed.

The CDK CLI merges the context of a user's own `~/.cdk.json`, of `cdk.json` and of its cache,
`cdk.context.json`, before an app sees it. What `make deploy` deployed is told by the stack itself;
`deployed.json` is a copy, for a replay or a preview, and decides nothing.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from gas_notifier.settings.settings import Settings, SettingsError

PROJECT: Final = "cdk.json"
COPY: Final = "deployed.json"
# Those that come later come first.
_MERGED: Final = ("~/.cdk.json", "cdk.context.json", PROJECT)


def project_context(folder: Path) -> dict[str, Any]:
    """Return the context in the `cdk.json` of a folder, unread; raises SettingsError."""
    context: dict[str, Any] = read(folder / PROJECT).get("context", {})
    return context


def copied_settings(folder: Path, stack_name: str) -> dict[str, Any]:
    """Return the settings that a stack was last deployed with from a folder, {} when never.

    Raises SettingsError when the copy is broken.
    """
    settings: dict[str, Any] = last_deployment(folder, stack_name).get("settings", {})
    return settings


def last_deployment(folder: Path, stack_name: str) -> dict[str, Any]:
    """Return `account`, `region` and `settings` of the last deployment, {} when there was none."""
    deployment = read(folder / COPY).get(stack_name, {})
    return deployment if isinstance(deployment, dict) else {}


def keep_copy(folder: Path, settings: Settings, *, account: str, region: str) -> None:
    """Write down what was deployed, and where."""
    deployments = read(folder / COPY)
    deployments[settings.stack_name] = {
        "account": account,
        "region": region,
        "settings": settings.to_context(),
    }
    # Whenever this is interrupted, a reader sees the old file or the new one.
    new = folder / f"{COPY}.new"
    new.write_text(f"{json.dumps(deployments, indent=2)}\n", encoding="utf-8")
    new.replace(folder / COPY)


def places(folder: Path, context: Mapping[str, object]) -> dict[str, str]:
    """Return the file that each key of a context stands in with that value, if it stands in one."""
    found: dict[str, str] = {}
    for name in _MERGED:
        path = Path(name).expanduser() if name.startswith("~") else folder / name
        try:
            values = read(path)
        except SettingsError:
            continue
        values = values if name == "cdk.context.json" else values.get("context", {})
        found |= {key: name for key, value in values.items() if context.get(key) == value}
    return found


def read(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file, an empty one when there is no such file.

    Raises SettingsError when it is broken.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise SettingsError(f"{path.name} is not JSON: {error}") from None
    if not isinstance(content, dict):
        raise SettingsError(f"{path.name} does not hold a JSON object")
    return content
