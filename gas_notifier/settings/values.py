"""What the values of the settings may be: one function a kind, for strings and JSON types alike.

Each returns the value in its own type. Each raises ValueError with a message of one line that names
the value and what is allowed.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from difflib import get_close_matches
from importlib.resources import files
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from gas_notifier.settings.schedule import most_days_between_runs
from gas_prices.regions import REGIONS

# What mail servers take, by RFC 5321: without quotes, and with a name for the host.
_LONGEST_ADDRESS: Final = 254
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS: Final = re.compile(
    rf"(?=.{{1,64}}@){_ATOM}(\.{_ATOM})*@({_LABEL}\.)+(?=[A-Za-z][A-Za-z0-9-]){_LABEL}"
)


def items(value: object) -> list[str]:
    """Return the parts of a comma-separated string, or those of a JSON list of strings."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise ValueError(f"{value!r} must be text, with commas between, or a list of texts")
    stripped = [part.strip() for part in parts]
    if not all(stripped):
        raise ValueError(f"{value!r} has an empty item: is there a comma too many?")
    return stripped


def address(value: object) -> str:
    """Return an e-mail address."""
    text = value.strip() if isinstance(value, str) else ""
    if not _ADDRESS.fullmatch(text) or len(text) > _LONGEST_ADDRESS:
        raise ValueError(f"{value!r} is not an e-mail address such as you@example.com")
    return text


def addresses(value: object) -> tuple[str, ...]:
    """Return e-mail addresses in the order given."""
    return tuple(address(item) for item in items(value))


def regions(value: object) -> tuple[str, ...]:
    """Return the slugs of regions in the order given, each once; `all` is every region."""
    slugs = items(value)
    if slugs == ["all"]:
        return tuple(REGIONS)
    for slug in slugs:
        if slug.lower() == "all":
            raise ValueError(f"{slug!r} is for every region: all stands alone, in small letters")
        if slug not in REGIONS:
            like_a_slug = slug.lower().replace(" ", "_")
            (nearest,) = get_close_matches(like_a_slug, REGIONS, n=1, cutoff=0)
            raise ValueError(
                f"{slug!r} is not a region, the nearest is {nearest!r}; "
                f"allowed is all, or any of {', '.join(REGIONS)}"
            )
    return tuple(dict.fromkeys(slugs))


def whole(lowest: int, highest: int, unit: str) -> Callable[[object], int]:
    """Return a function that returns a whole number from lowest to highest."""

    def parse(value: object) -> int:
        text = str(value).strip() if type(value) in {int, str} else ""
        if not re.fullmatch("[0-9]{1,9}", text) or not lowest <= int(text) <= highest:
            raise ValueError(f"{value!r} is not a whole number of {unit}, {lowest} to {highest}")
        return int(text)

    return parse


def decimal(lowest: str, highest: str, places: int, unit: str) -> Callable[[object], Decimal]:
    """Return a function that returns a number from lowest to highest, exactly as it is written."""

    def parse(value: object) -> Decimal:
        # A float's str() is what stood in the JSON file, not its binary value.
        text = str(value).strip() if type(value) in {int, float, str} else ""
        is_decimal = re.fullmatch(rf"[0-9]{{1,9}}(\.[0-9]{{1,{places}}})?", text)
        if not is_decimal or not Decimal(lowest) <= Decimal(text) <= Decimal(highest):
            raise ValueError(
                f"{value!r} is not a number of {unit}, {lowest} to {highest} "
                f"with at most {places} decimals"
            )
        return Decimal(text)

    return parse


def one_of(*words: str) -> Callable[[object], str]:
    """Return a function that returns one of these words."""

    def parse(value: object) -> str:
        text = value.strip() if isinstance(value, str) else value
        if text not in words:
            raise ValueError(f"{value!r} must be {' or '.join(words)}")
        return str(text)

    return parse


def schedule(value: object) -> str:
    """Return a schedule expression of EventBridge Scheduler."""
    expression = " ".join(str(value).split()).replace("( ", "(").replace(" )", ")")
    try:
        most_days_between_runs(expression)
    except ValueError as error:
        raise ValueError(f"{expression!r} cannot be the schedule: {error}") from None
    return expression


def time_zone(value: object) -> str:
    """Return the IANA name of a time zone."""
    # tzdata's own list: what the machine knows of zones differs from one to the next.
    zones = files("tzdata").joinpath("zones").read_text().split()
    if value not in zones:
        nearest = get_close_matches(str(value), zones, n=1) or ["America/New_York"]
        raise ValueError(f"{value!r} is not an IANA time zone such as {nearest[0]!r}")
    return str(value)


def feed_urls(value: object) -> tuple[str, ...]:
    """Return the feed's URLs in the order given."""
    return tuple(_feed_url(item) for item in items(value))


def flag(value: object) -> bool:
    """Return true or false, which are also written 1 and 0."""
    text = str(value).strip().lower()
    if text not in {"1", "0", "true", "false"}:
        raise ValueError(f"{value!r} must be 1 or 0, or true or false")
    return text in {"1", "true"}


def _feed_url(url: str) -> str:
    try:
        allowed = re.fullmatch(r"[!-~]+", url) is not None and _is_allowed(urlsplit(url))
    except ValueError:
        allowed = False
    if not allowed:
        raise ValueError(f"{url!r} must be an https address, or an http one on loopback")
    return url


def _is_allowed(url: SplitResult) -> bool:
    """Raises ValueError for a port that is none."""
    if not url.hostname or url.port == 0 or url.username is not None:
        return False
    return url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.hostname))


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ip_address(host).is_loopback
