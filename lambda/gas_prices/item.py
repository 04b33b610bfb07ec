"""How a record is written as an item of the price table, and read back.

Attribute values are plain Python: `str`, `Decimal`, `list`, `dict` and, in lists, `None`.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar, get_args

from gas_prices.fuels import Fuel
from gas_prices.notice import Fall, High, Kind, Low, Notice, RegionNotice
from gas_prices.record import Record
from gas_prices.regions import REGIONS

TOO_DEAR: Final = 10_000
"""Dollars per gallon that no price in the feed can come to, for want of digits."""

Attributes = Mapping[str, Any]
T = TypeVar("T")


class ItemError(ValueError):
    """An item is not a record; the message names the attribute at fault."""


def to_item(fuel: Fuel, record: Record) -> dict[str, Any]:
    """Return the item that holds the record; what the record does not have is left out."""
    return _present(
        fuel=fuel.slug,
        week=record.week.isoformat(),
        prices=dict(record.prices),
        suspect=dict(record.suspect),
        highs={
            region: {
                **(_from_high(record.highs[region]) if region in record.highs else {}),
                "since": since.isoformat(),
            }
            for region, since in record.since.items()
        },
        notice=record.notice and _from_notice(record.notice),
        notified_at=record.notified_at,
        falls={region: _from_fall(fall) for region, fall in record.falls.items()} or None,
        told=record.told and record.told.isoformat(),
    )


def from_item(item: Attributes) -> Record:
    """Return the record that the item holds.

    Raises ItemError when an attribute is missing or is not what it must be.
    """
    return Record(
        week=_read(item, "week", date.fromisoformat),
        prices=_read(item, "prices", _map_of(_price)),
        suspect=_read(item, "suspect", _map_of(_number)),
        highs=_read(item, "highs", _highs),
        since=_read(item, "highs", _map_of(_since)),
        notice=_read_optional(item, "notice", _notice),
        notified_at=_read_optional(item, "notified_at", _text),
        falls=_read_optional(item, "falls", _map_of(_fall)) or {},
        told=_read_optional(item, "told", date.fromisoformat),
    )


def _from_high(high: High | Low) -> dict[str, Any]:
    return {"price": high.price, "week": high.week.isoformat()}


def _from_fall(fall: Fall) -> dict[str, Any]:
    return {"high": _from_high(fall.high), "low": _from_high(fall.low)}


def _from_notice(notice: Notice) -> dict[str, Any]:
    return _present(
        kind=notice.kind,
        regions=[_from_region_notice(region) for region in notice.regions],
        reason=notice.reason,
        told_before=notice.told_before and notice.told_before.isoformat(),
        recorded_at=notice.recorded_at and notice.recorded_at.isoformat(),
    )


def _from_region_notice(region: RegionNotice) -> dict[str, Any]:
    return _present(
        region=region.region,
        price=region.price,
        high=region.high and _from_high(region.high),
        lowest_since=region.lowest_since and region.lowest_since.isoformat(),
        known_since=region.known_since.isoformat(),
        falling_weeks=Decimal(region.falling_weeks),
        week_ago=region.week_ago,
        month_ago=region.month_ago,
        year_ago=region.year_ago,
        recent=list(region.recent),
        fall=region.fall and _from_fall(region.fall),
        kept_back=list(region.kept_back) or None,
    )


def _high(attributes: Attributes) -> High:
    return High(
        price=_read(attributes, "price", _price),
        week=_read(attributes, "week", date.fromisoformat),
    )


def _fall(attributes: Attributes) -> Fall:
    return Fall(high=_read(attributes, "high", _high), low=_read(attributes, "low", _low))


def _low(attributes: Attributes) -> Low:
    return Low(
        price=_read(attributes, "price", _price),
        week=_read(attributes, "week", date.fromisoformat),
    )


def _highs(highs: Mapping[str, Attributes]) -> dict[str, High]:
    # A region that never had a price has no high.
    known = _map_of(lambda high: None if set(high) == {"since"} else _high(high))(highs)
    return {region: high for region, high in known.items() if high}


def _since(high: Attributes) -> date:
    # A record of version 1.0 does not tell, but it was no later than the high.
    name = "since" if "since" in high else "week"
    return _read(high, name, date.fromisoformat)


def _notice(attributes: Attributes) -> Notice:
    return Notice(
        kind=_read(attributes, "kind", _kind),
        regions=_read(attributes, "regions", _regions),
        reason=_read(attributes, "reason", _text),
        told_before=_read_optional(attributes, "told_before", date.fromisoformat),
        recorded_at=_read_optional(attributes, "recorded_at", _moment),
    )


def _regions(values: list[Any]) -> tuple[RegionNotice, ...]:
    if not values:
        raise ValueError
    return _list_of(_region_notice)(values)


def _region_notice(attributes: Attributes) -> RegionNotice:
    return RegionNotice(
        region=_read(attributes, "region", _region),
        price=_read(attributes, "price", _price),
        high=_read_optional(attributes, "high", _high),
        lowest_since=_read_optional(attributes, "lowest_since", date.fromisoformat),
        known_since=_read(attributes, "known_since", date.fromisoformat),
        falling_weeks=_read(attributes, "falling_weeks", int),
        week_ago=_read_optional(attributes, "week_ago", _price),
        month_ago=_read_optional(attributes, "month_ago", _price),
        year_ago=_read_optional(attributes, "year_ago", _price),
        recent=_read(attributes, "recent", _list_of(_price_or_none)),
        fall=_read_optional(attributes, "fall", _fall),
        kept_back=_read_optional(attributes, "kept_back", _list_of(_text)) or (),
    )


def _present(**attributes: object) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value is not None}


def _read(attributes: Attributes, name: str, convert: Callable[[Any], T]) -> T:
    try:
        return convert(attributes[name])
    except KeyError:
        message = f"{name} is missing"
    except ItemError as error:
        message = f"{name}: {error}"
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        message = f"{name} is {attributes[name]!r}"
    raise ItemError(message)


def _read_optional(attributes: Attributes, name: str, convert: Callable[[Any], T]) -> T | None:
    return _read(attributes, name, convert) if name in attributes else None


def _map_of(convert: Callable[[Any], T]) -> Callable[[Attributes], dict[str, T]]:
    return lambda attributes: {name: _read(attributes, name, convert) for name in attributes}


def _list_of(convert: Callable[[Any], T]) -> Callable[[list[Any]], tuple[T, ...]]:
    return lambda values: tuple(convert(value) for value in values)


def _number(value: object) -> Decimal:
    if not isinstance(value, Decimal):
        raise TypeError
    return value


def _price(value: object) -> Decimal:
    price = _number(value)
    if not 0 < price < TOO_DEAR:
        raise ValueError
    return price


def _price_or_none(value: object) -> Decimal | None:
    return None if value is None else _price(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    return moment


def _region(value: str) -> str:
    if value not in REGIONS:
        raise ValueError
    return value


def _kind(value: Kind) -> Kind:
    if value not in get_args(Kind):
        raise ValueError
    return value
