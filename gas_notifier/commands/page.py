"""`page`: the page of the reader as a file, from recorded weeks, without any cloud."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

from gas_notifier.commands.options import Options, new_file
from gas_notifier.commands.prices import recorded
from gas_notifier.commands.progress import SlowProgress
from gas_notifier.commands.screen import failed, remark
from gas_notifier.history.replays import replay, windows
from gas_notifier.settings.deployed_settings import deployed_settings
from gas_notifier.settings.setting import RULE_SETTINGS, Setting
from gas_notifier.settings.settings import Settings, SettingsError
from gas_prices.fuels import FUELS
from reader.page import ICON, SCRIPT, STYLE_SHEET, Frame, page

HEAD: Final = (
    f'<link rel="icon" href="data:image/svg+xml,{quote(ICON)}">'
    f'<style>{STYLE_SHEET}</style><script type="module">{SCRIPT}</script>'
)
OPTIONS: Final = Options(
    "page",
    "Writes the page that api=read serves into one file, from the recorded weeks, with the mails "
    "that your rule would have sent. It needs no server to be shown.",
    own={"file": Setting(new_file, "FILE", "where to write it (default: page.html)")},
    settings=(*RULE_SETTINGS, "fuel"),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    given = OPTIONS.read(arguments)
    try:
        settings = deployed_settings(given.settings)
    except SettingsError as error:
        OPTIONS.error(error)
    file: Path = given.own.get("file", Path("page.html"))
    try:
        file.write_text(written(settings), encoding="utf-8")
    except OSError as error:
        return failed(f"{file}: {error.strerror}")
    remark(f"Page: {file}")
    return 0


def written(settings: Settings) -> str:
    """Return the page about the watched regions, with all that it needs within it."""
    fuel, rule = FUELS[settings.fuel], settings.rule
    rows = recorded(fuel).rows
    with SlowProgress("Playing the weeks") as progress:
        [played] = replay([rule], progress.track(windows(rows), len(rows)))
    frame = Frame(HEAD, region="#{}", linked=rule.regions)
    today = datetime.now(UTC).date()
    return page(fuel, played.records[::-1], rule, rule.regions, today, frame)
