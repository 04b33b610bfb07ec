"""Where the prices come from that a command plays: asked the same way by all that play some."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from fetcher.feed import FeedError
from fetcher.rows import Rows
from gas_notifier.commands.options import Given, Options
from gas_notifier.commands.screen import failed, remark, tell_left_out
from gas_notifier.history import price_history
from gas_notifier.history.price_history import PriceHistoryError
from gas_notifier.settings import values
from gas_notifier.settings.deployed_settings import deployed_settings
from gas_notifier.settings.setting import Setting
from gas_notifier.settings.settings import Settings, SettingsError
from gas_prices.credible import Row
from gas_prices.fuels import FUELS, Fuel

PRICES: Final[Mapping[str, Setting]] = {
    "live": Setting(values.flag, "FLAG", "the weeks that the feed has now, too"),
    "file": Setting(
        lambda text: Path(str(text)), "FILE", "the weeks of a file, as data.ny.gov exports it"
    ),
}
"""The options of a command that plays prices; it takes `fuel` and `feed_url` as well."""


def with_prices(
    options: Options, given: Given, work: Callable[[Given, Settings, Sequence[Row]], int]
) -> int:
    """Do what a command does with its settings and the rows to play, and return its exit status."""
    try:
        settings = deployed_settings(given.settings)
        rows = prices(options, given, settings).rows
    except (SettingsError, PriceHistoryError) as error:
        options.error(error)
    except FeedError as error:
        return failed(f"the feed cannot be reached: {error}")
    return work(given, settings, rows)


def prices(options: Options, given: Given, settings: Settings) -> Rows:
    """Return the rows to play, and say in one line which could not be used.

    They are those of the file or of the `feed_url` that was given; live, those of the deployment's
    own feed, and the recorded ones before; otherwise the recorded ones.

    Raises PriceHistoryError for a file, FeedError for a feed.
    """
    fuel = FUELS[settings.fuel]
    if is_of_feed(options, given):
        if "feed_url" in given.settings:
            rows = price_history.of_feed(settings.feed_url)
        else:
            rows = price_history.up_to_now(settings.feed_url, fuel)
    elif "file" in given.own:
        rows = price_history.of_file(given.own["file"], fuel)
    else:
        rows = recorded(fuel)
    tell_left_out(rows)
    _tell_missing(options, rows, settings.rule.regions)
    return rows


def recorded(fuel: Fuel) -> Rows:
    """Return a fuel's recorded weeks, and say in one line when they end long ago."""
    if fuel.recorded_until:
        remark(f"The recorded weeks of {fuel.slug} end in {fuel.recorded_until}.")
    return price_history.recorded(fuel)


def _tell_missing(options: Options, rows: Rows, regions: Sequence[str]) -> None:
    """Say in one line which watched regions have no price at all; leave when none has one."""
    priced = {region for row in rows.rows for region in row.prices}
    if missing := [region for region in regions if region not in priced]:
        told = f"regions: there is no price of {', '.join(missing)}"
        if len(missing) == len(regions):
            options.error(told)
        remark(told)


def is_of_feed(options: Options, given: Given) -> bool:
    """Tell whether a feed is to be asked; leave with one line when a file is to be read as well."""
    is_of_feed = given.own.get("live") or "feed_url" in given.settings
    if is_of_feed and "file" in given.own:
        options.error("file: prices come from a file or from a feed, not from both")
    return bool(is_of_feed)
