"""`preview`: the mail of one week, exactly as it would be sent, or what kept it back."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from rich.console import Console

from gas_notifier.commands.mails import SEPARATOR, on_screen
from gas_notifier.commands.options import Given, Options, day
from gas_notifier.commands.prices import PRICES, with_prices
from gas_notifier.commands.progress import SlowProgress
from gas_notifier.commands.screen import say, wrapped
from gas_notifier.history.previews import Preview, preview
from gas_notifier.history.replays import replay, windows
from gas_notifier.settings import values
from gas_notifier.settings.setting import RULE_SETTINGS, Setting
from gas_notifier.settings.settings import Settings
from gas_prices.credible import Row
from gas_prices.fuels import FUELS
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from publisher.mail import compose

DESCRIPTION: Final = (
    "Shows the mail that a stack with your settings, running since the records begin, would send "
    "about one week: word for word, and to whom. Or it says which condition keeps the mail back, "
    "and by how much."
)

MOST_CHARACTERS: Final = 99
MOST_BYTES: Final = 262_144
"""What SNS takes: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html"""


OPTIONS: Final = Options(
    "preview",
    DESCRIPTION,
    own={
        **PRICES,
        "week": Setting(day, "DATE", "such as 2026-01-26 (default: the newest)"),
        "first": Setting(values.flag, "FLAG", "as if the stack was deployed in that very week"),
    },
    settings=("email", "subscribers", *RULE_SETTINGS, "tank_gallons", "fuel", "feed_url"),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    return with_prices(OPTIONS, OPTIONS.read(arguments), _preview)


def _preview(given: Given, settings: Settings, rows: Sequence[Row]) -> int:
    weeks = [row.week for row in rows]
    shown = given.own.get("week", max(weeks))
    if shown not in weeks:
        nearest = min(weeks, key=lambda week: abs(week - shown))
        OPTIONS.error(f"week: there is no {shown}, the nearest is {nearest}")
    rule = settings.rule
    newest_record = None if given.own.get("first") else _newest_record(rule, rows, before=shown)
    [window] = windows((row for row in rows if row.week <= shown), since=shown)
    found = preview(rule, window, newest_record)
    if given.own.get("live"):
        found = found.stamped(datetime.now(UTC))
    _tell(shown, found, rule, settings)
    return 0


def _newest_record(rule: Rule, rows: Sequence[Row], *, before: date) -> Record | None:
    past = [row for row in rows if row.week < before]
    with SlowProgress("Playing the weeks before") as progress:
        [played] = replay([rule], progress.track(windows(past), len(past)))
    return played.records[-1] if played.records else None


def _tell(week: date, found: Preview, rule: Rule, settings: Settings) -> None:
    console = Console(highlight=False)
    say(console, wrapped(f"Your rule: a mail when a price {rule.in_words()}."))
    if found.notice:
        mail = compose(FUELS[settings.fuel], week, found.notice, settings.tank_gallons)
        to = (
            ", ".join(settings.readers_of(region.region for region in found.notice.regions))
            or "nobody, as no address waits for it"
        )
        size = len(mail.body.encode())
        say(console, wrapped(f"Week {week}: a mail to {to}."))
        say(console, f"Subject: {len(mail.subject)} of at most {MOST_CHARACTERS} characters.")
        say(console, f"Body: {size:,} of at most {MOST_BYTES:,} bytes.")
        say(console, SEPARATOR[: console.width])
        say(console, mail.subject, "bold")
        say(console, f"\n{on_screen(mail.body.rstrip(), console.width)}")
        say(console, SEPARATOR[: console.width])
    else:
        say(console, f"Week {week}: no mail.")
    for region, reasons in found.kept_back.items():
        say(console, wrapped(f"Not told: {REGIONS[region]}, {'; '.join(reasons)}."))
