"""What the values of the settings may be: one function a kind, for strings and JSON types alike.

Each returns the value in its own type. Each raises ValueError with a message of one line that names
the value and what is allowed.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from importlib.resources import files
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from gas_notifier.settings import places
from gas_notifier.settings.schedule import most_days_between_runs
from gas_prices.regions import REGIONS, STATE

_LIKE: Final = 0.8
"""From here on two words are alike, of 1 for the same."""
_NO_ZONE: Final = "Factory"
"""The zone of a computer that nobody told where it is."""
_ZONES: Final[Mapping[str, Sequence[str]]] = {
    name: [zone]
    for zone, names in {
        "America/New_York": "et edt eastern eastern_time nyc new_york_city new_york_state",
        "America/Chicago": "ct cdt cst central central_time",
        "America/Denver": "mt mdt mountain mountain_time",
        "America/Los_Angeles": "pt pdt pst pacific pacific_time",
    }.items()
    for name in names.split()
}
"""What the zones are called in the United States."""
_PORTAL: Final = "data.ny.gov"
_DATA_SET: Final = re.compile(r"([a-z0-9]{4}-[a-z0-9]{4})\b")

# What mail servers take, by RFC 5321: without quotes, and with a name for the host.
_LONGEST_ADDRESS: Final = 254
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS: Final = re.compile(
    rf"(?=.{{1,64}}@){_ATOM}(\.{_ATOM})*@({_LABEL}\.)+(?=[A-Za-z][A-Za-z0-9-]){_LABEL}"
)


def items(value: object) -> list[str]:
    """Return the parts of a comma-separated string, or those of a JSON list or the text of one."""
    parts = value
    if isinstance(value, str):
        parts = _json(value) if value.startswith("[") else value.split(",")
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise ValueError(f"{value!r} must be text, with commas between, or a list of texts")
    stripped = [part.strip() for part in parts]
    if not all(stripped):
        raise ValueError(f"{value!r} has an empty item: is there a comma too many?")
    return stripped


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def address(value: object) -> str:
    """Return an e-mail address."""
    text = value.strip() if isinstance(value, str) else ""
    if not _ADDRESS.fullmatch(text) or len(text) > _LONGEST_ADDRESS:
        raise ValueError(f"{value!r} is not an e-mail address such as you@example.com")
    return text


def addresses(value: object) -> tuple[str, ...]:
    """Return e-mail addresses in the order given."""
    found = items(value)
    if several := next((item for item in found if item.count("@") > 1), None):
        raise ValueError(f"{several!r} has more than one address: commas go between them")
    return tuple(map(address, found))


def regions(value: object) -> tuple[str, ...]:
    """Return the slugs of regions in the order given, each once; `all` is every region."""
    slugs = items(value)
    if slugs == ["all"]:
        return tuple(REGIONS)
    for slug in slugs:
        if slug.lower() == "all":
            raise ValueError(f"{slug!r} is for every region: all stands alone, in small letters")
        if slug not in REGIONS:
            raise ValueError(f"{slug!r} is not a region; {_region_meant(slug)}")
    return tuple(dict.fromkeys(slugs))


def _region_meant(text: str) -> str:
    written = places.slug(text)
    if written == "new_york":
        return f"the state is {STATE!r}, the city 'new_york_city'"
    if region := places.REGION_OF.get(written):
        return f"take {region!r} for it"
    if near := get_close_matches(written, REGIONS, n=1, cutoff=_LIKE):
        return f"did you mean {near[0]!r}?"
    if near := get_close_matches(written, places.REGION_OF, n=1, cutoff=_LIKE):
        return f"for {near[0]!r}, take {places.REGION_OF[near[0]]!r}"
    return f"allowed is all, or any of these, with commas between: {', '.join(REGIONS)}"


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
            *others, last = words
            raise ValueError(f"{value!r} must be {', '.join(others)} or {last}")
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
    text = str(value).strip()
    # tzdata's own list: what the machine knows of zones differs from one to the next.
    zones = set(files("tzdata").joinpath("zones").read_text().split()) - {_NO_ZONE}
    if text not in zones:
        raise ValueError(f"{value!r} is not an IANA time zone; {_zone_meant(text, sorted(zones))}")
    return text


def _zone_meant(text: str, zones: Sequence[str]) -> str:
    written = "_".join(text.lower().split())
    same = (zone for zone in zones if written in {zone.lower(), zone.lower().rpartition("/")[2]})
    near = get_close_matches(text, zones, n=1, cutoff=_LIKE)
    for zone in (*_ZONES.get(written, ()), *same, *near):
        return f"did you mean {zone!r}?"
    return "New York's is 'America/New_York'"


def aws_regions(value: object) -> tuple[str, ...]:
    """Return regions of AWS in the order given, each once."""
    endpoints = json.loads(files("botocore").joinpath("data/endpoints.json").read_text())
    known = {name for partition in endpoints["partitions"] for name in partition["regions"]}
    names = items(value)
    for name in names:
        if name not in known:
            near = get_close_matches(name, sorted(known), n=1, cutoff=_LIKE)
            meant = f"; did you mean {near[0]!r}?" if near else " such as us-east-2"
            raise ValueError(f"{name!r} is not a region of AWS{meant}")
    return tuple(dict.fromkeys(names))


def stack_name(value: object) -> str:
    """Return the name of a CloudFormation stack."""
    text = str(value).strip()
    if not re.fullmatch("[A-Za-z][A-Za-z0-9-]{0,63}", text) or text == "CDKToolkit":
        raise ValueError(
            f"{value!r} is not a name of letters, digits and hyphens, with a letter first, "
            "64 at most; CDKToolkit is the CDK's own"
        )
    return text


def feed_urls(value: object) -> tuple[str, ...]:
    """Return the feed's URLs in the order given."""
    urls = tuple(_feed_url(item) for item in items(value))
    if len(set(urls)) < len(urls):
        raise ValueError(f"{value!r} has the same address twice")
    return urls


def flag(value: object) -> bool:
    """Return true or false, which are also written 1 and 0."""
    text = str(value).strip().lower()
    if text not in {"1", "0", "true", "false"}:
        raise ValueError(f"{value!r} must be 1 or 0, or true or false")
    return text in {"1", "true"}


def _feed_url(text: str) -> str:
    if not re.fullmatch(r"[!-~]+", text):
        raise ValueError(f"{text!r} has a blank in it, or a letter that no address has")
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError as error:
        raise ValueError(f"{text!r} is not an address: {error}") from None
    if url.username is not None:
        raise ValueError(f"{text!r} must be without a user's name: the logs tell the address")
    if port == 0:
        raise ValueError(f"{text!r} is not an address: there is no port 0")
    if not url.hostname or not _is_allowed(url.scheme, url.hostname):
        raise ValueError(f"{text!r} must be an https address, or an http one on loopback")
    data_set = _DATA_SET.search(url.path)
    if url.hostname == _PORTAL and data_set and url.path != f"/resource/{data_set[1]}.json":
        raise ValueError(
            f"{text!r} is not where its rows are: that is https://{_PORTAL}/resource/"
            f"{data_set[1]}.json"
        )
    return text


def _is_allowed(scheme: str, host: str) -> bool:
    return scheme == "https" or (scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
