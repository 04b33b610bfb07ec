"""What `make deploy` was told, kept in the `cdk.context.json` that the CDK CLI reads by itself.

Without it, a later deploy that forgets an address would unsubscribe its reader. The CDK CLI takes a
key from `-c`, or else from `cdk.json`, or else from `cdk.context.json`, where it also keeps what it
has looked up itself.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from gas_notifier.settings.setting import SETTINGS
from gas_notifier.settings.settings import NONE, Settings, SettingsError

NAME: Final = "cdk.context.json"
PROJECT: Final = "cdk.json"


def keep(path: Path, settings: Mapping[str, str]) -> Mapping[str, object]:
    """Keep settings, by their keys, in the file at `path`, and return all that it then keeps.

    The word `none` takes its key out. Raises SettingsError, and leaves the file as it was, when a
    value is wrong, when a key is not a setting or stands in the `cdk.json` of the same folder too,
    and when nobody would get a mail, unless `email` is none.
    """
    project = read(path.with_name(PROJECT)).get("context", {})
    before = read(path)
    after = {key: value for key, value in {**before, **settings}.items() if value != NONE}
    deployed = Settings.from_context({**settings, **after, **project})
    for key in settings:
        if key not in SETTINGS:
            raise SettingsError(f"{key!r} is not a setting; there are {', '.join(SETTINGS)}")
        if key in project:
            raise SettingsError(f"{key}: {PROJECT} sets it, and comes first; change it there")
    if "email" not in settings and not (deployed.email or deployed.subscribers):
        raise SettingsError("email: nobody would get a mail; add EMAIL=you@example.com")
    if after != before:
        # Whenever this is interrupted, a reader sees the old file or the new one.
        new = path.with_name(f"{path.name}.new")
        new.write_text(f"{json.dumps(after, indent=2)}\n", encoding="utf-8")
        new.replace(path)
    return {key: after[key] for key in SETTINGS if key in after}


def context(folder: Path) -> dict[str, Any]:
    """Return the context that a deployment from a folder gets when it is given no other.

    Raises SettingsError when one of its two files is broken.
    """
    return {**read(folder / NAME), **read(folder / PROJECT).get("context", {})}


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
