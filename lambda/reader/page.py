"""The page, as HTML: what a fuel costs in a region, the chart, the numbers, the rule."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from chart import MARKS, STYLE, Scale, Series, chart, legend
from gas_prices.fuels import Fuel
from gas_prices.notice import NEWS
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from reader.region import Region
from wording import day, dollars

STYLE_SHEET: Final = STYLE + Path(__file__).with_name("page.css").read_text(encoding="utf-8")
SCRIPT: Final = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<path fill="#0072b2" d="M8 1c3 4 5 6 5 9a5 5 0 0 1-10 0c0-3 2-5 5-9z"/></svg>'
)
"""A drop."""
HEIGHT: Final = 240
"""Of the chart, in pixels."""
MOST_DATES: Final = 5
RANGES: Final[Mapping[str, tuple[str, int]]] = {
    "weeks": ("12 weeks", 12),
    "year": ("1 year", 53),
    "years": ("5 years", 261),
    "all": ("All", 0),
}
"""What the chart can be cut to, by name: what that is called, and its weeks, 0 for all."""
AT_FIRST: Final = "year"


@dataclass(frozen=True)
class Frame:
    """What surrounds the page's matter: HTML for its head and its foot, and the way to regions.

    Those that are `linked` are at the address `region`, in which `{}` stands for the slug.
    """

    head: str
    region: str
    linked: Sequence[str] = tuple(REGIONS)
    foot: str = ""


def page(
    fuel: Fuel,
    records: Sequence[Record],
    rule: Rule,
    slugs: Sequence[str],
    today: date,
    frame: Frame,
) -> str:
    """Return the page about some regions, one shown at a time; the records come newest first."""
    found = [Region.of(slug, records) for slug in dict.fromkeys((*rule.regions, *REGIONS))]
    priced = [region for region in found if region]
    shown = [region for region in priced if region.slug in slugs]
    missing = " and ".join(REGIONS[slug] for slug in slugs)
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        *_head(fuel, shown),
        f"{frame.head}</head><body><main>",
        *(_article(fuel, region, priced, today, frame) for region in shown),
        "" if shown else _header(f"No price of {missing} is recorded yet", slugs[0], priced, frame),
        "<h2>When a mail is sent</h2>",
        f"<p>Gas Notifier mails its readers when a price {rule.in_words()}.</p>",
        f"<p>Watched: {_watched(rule)}.</p>",
        "</main><footer><p>Each price is the average over the week before its date, for a gallon ",
        (
            f'of {fuel.grade}. Source: <a href="{fuel.link}">New York State</a>.</p>'
            f"{frame.foot}</footer>"
        ),
        "</body></html>",
    ]
    return "\n".join(filter(None, parts)) + "\n"


def _head(fuel: Fuel, shown: Sequence[Region]) -> Iterator[str]:
    """Yield what a browser's tab, a search and a link in a chat say of the page."""
    title, facts = "Gas Notifier", "Weekly fuel prices in New York State."
    if shown:
        first, *_ = shown
        title = f"{fuel.name.capitalize()} in {first.name}: {dollars(first.price)}"
        facts = " ".join(first.facts()) or facts
    yield f'<title>{title}</title><meta name="description" content="{facts}">'
    yield f'<meta property="og:title" content="{title}"><meta property="og:type" content="website">'
    yield f'<meta property="og:description" content="{facts}">'
    yield '<meta name="theme-color" content="#fff">'
    yield '<meta name="theme-color" content="#14181d" media="(prefers-color-scheme: dark)">'


def _watched(rule: Rule) -> str:
    if len(rule.regions) == len(REGIONS):
        return f"all {len(REGIONS)} regions"
    return ", ".join(REGIONS[slug] for slug in rule.regions)


def _article(
    fuel: Fuel, region: Region, priced: Sequence[Region], today: date, frame: Frame
) -> str:
    change = region.change or 0
    moved = "rose" if change > 0 else "fell" if change < 0 else "stayed"
    age, dated = (today - region.week).days, day(region.week, date.min)
    # A week put by hand can be that new.
    ago = {0: "today", 1: "yesterday"}.get(age, f"{age} days ago")
    parts = [
        f'<article id="{region.slug}">',
        _header(f"{fuel.name.capitalize()} in {region.name}", region.slug, priced, frame),
        f'<p class="old" data-days="{NEWS.days}"{"" if age > NEWS.days else " hidden"}>',
        f"No newer price is recorded: all of this is as of {dated}.</p>",
        f'<div class="answer"><section><p class="now {moved}">{dollars(region.price)}</p>',
        *(f"<p>{fact}</p>" for fact in region.facts()),
        '<p class="faint">Average of the week before ',
        f'<time datetime="{region.week}">{dated}</time>, ',
        f'<span class="age">{ago}</span>. {"".join(region.without_price())}</p></section>',
        *_waiting(fuel, region),
        "</div>",
        _figure(region),
        "<details><summary>The prices as a table</summary>",
        "<table><thead><tr><th>Week<th>Price<th>Remark<tbody>",
        *_rows(region),
        "</table></details></article>",
    ]
    return "\n".join(filter(None, parts))


def _waiting(fuel: Fuel, region: Region) -> Iterator[str]:
    waiting = region.waiting(fuel)
    if waiting:
        yield '<section class="waiting"><h2>Wait, or fill up?</h2>'
        yield f'<p class="often">{waiting.often}</p>'
        paid = waiting.paid * 100 / waiting.cases
        yield '<svg width="100%" height="8" aria-hidden="true"><rect width="100%" height="8"/>'
        yield f'<rect class="paid" width="{paid:.0f}%" height="8"/></svg>'
        yield f"<p>{waiting.counted}</p>"
        yield '<p class="faint">A count of the past, not a forecast.</p></section>'


def _header(title: str, slug: str, priced: Sequence[Region], frame: Frame) -> str:
    linked = [region for region in priced if region.slug in frame.linked]
    # A popover opens, and closes by Escape or a touch beside it, without a script.
    nav = [
        f'<nav><button type="button" popovertarget="regions-{slug}">Regions</button>',
        f'<div popover id="regions-{slug}"><div><h2>Regions</h2><button type="button" ',
        f'popovertarget="regions-{slug}" popovertargetaction="hide">Close</button></div><ul>',
        *(_link(region, frame.region, here=region.slug == slug) for region in linked),
        "</ul></div></nav>",
    ]
    regions = "\n".join(nav) if len(linked) > 1 else ""
    return f"<header><h1>{title}</h1>{regions}</header>"


def _link(region: Region, address: str, *, here: bool) -> str:
    current = ' aria-current="page"' if here else ""
    price = f"<span>{dollars(region.price)}</span>"
    return f'<li><a href="{address.format(region.slug)}"{current}>{region.name}{price}</a>'


def _figure(region: Region) -> str:
    cuts = dict(_cuts(region.series))
    *_, widest = cuts
    at_first = AT_FIRST if AT_FIRST in cuts else widest
    choices = "".join(
        f'<label><input type="radio" name="{region.slug}" value="{name}"'
        f"{' checked' if name == at_first else ''}> {text}</label>"
        for name, (text, _) in RANGES.items()
        if name in cuts
    )
    return "\n".join(
        [
            f"<figure><fieldset><legend><h2>Weekly prices</h2></legend>{choices}</fieldset>",
            '<p class="value"></p>',
            *(_plot(region, name, series) for name, series in cuts.items()),
            "<figcaption>",
            *(_legend(name, series) for name, series in cuts.items()),
            "</figcaption></figure>",
        ]
    )


def _legend(name: str, series: Series) -> str:
    marks = "".join(
        f'<li><svg class="chart" width="16" height="12" aria-hidden="true">{sign}</svg>{text}'
        for kind, text in MARKS.items()
        if (sign := legend(kind, 8, 6, series))
    )
    return f'<ul class="{name}">{marks}</ul>'


def _cuts(series: Series) -> Iterator[tuple[str, Series]]:
    """Yield the ranges that leave some weeks out, and the one that leaves out none."""
    first, last = min(series.prices), max(series.prices)
    for name, (_, weeks) in RANGES.items():
        since = last - timedelta(weeks=weeks - 1) if weeks else first
        cut = series.since(since)
        if not weeks or (since > first and cut.known):
            yield name, cut


def _plot(region: Region, name: str, series: Series) -> str:
    scale = Scale.of(series)
    drawn = chart(series, scale, width="100%", height=HEIGHT, most_dates=MOST_DATES)
    low, high = min(series.known.values()), max(series.known.values())
    label = (
        f"Weekly prices in {region.name} from {day(scale.first, date.min)} to "
        f"{day(scale.last, date.min)}: lowest {dollars(low)}, highest {dollars(high)}"
    )
    return f'<div class="plot {name}" role="img" aria-label="{label}">{drawn}</div>'


def _rows(region: Region) -> Iterator[str]:
    """Yield a row of the table for each price, the newest first; HTML lets tags that end it out."""
    marks = region.series.marks
    weeks = [*region.series.known, *marks["suspect"]]
    for week in sorted(weeks, reverse=True):
        price = region.series.prices[week] or marks["suspect"][week]
        remarks = [text for kind, text in MARKS.items() if week in marks[kind]]
        yield f"<tr><th>{week}<td>{dollars(price)}<td>{', '.join(remarks)}"
