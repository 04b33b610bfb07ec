"""Whatever the feed writes, a mail stays a mail: from the feed's bytes to the subject and body."""

import json
import string
from datetime import date
from decimal import Decimal
from typing import Final

from hypothesis import event, given
from hypothesis import strategies as st

from fetcher.rows import parse
from gas_prices.fuels import DEFAULT
from gas_prices.item import from_item, to_item
from gas_prices.outcome import apply
from gas_prices.regions import REGIONS, column
from gas_prices.rule import Rule
from publisher.mail import Mail, compose
from publisher.sparkline import BARS, NO_PRICE
from tests.support.feed_rows import week

EVIL: Final = "evil"
"""Stands in every hostile text, and in no mail of ours."""
PRINTABLE: Final = set(string.printable) - set("\t\r\x0b\x0c")
RULE: Final = Rule(regions=tuple(REGIONS))

fragments = st.text(max_size=8) | st.sampled_from(
    ["\n", "\r\nBcc: ", "\x1b[31m", "\x00", "\u2028", "\u202e", "=?utf-8?b?"]
)
texts = st.tuples(fragments, fragments).map(EVIL.join)
near_prices = st.sampled_from(["3.05\n", "3.05\x00", " 3.05", "\u0663.\u0660\u0665", "3.05\u2028"])
prices = st.decimals(Decimal("2.50"), Decimal("3.50"), places=2).map(str)
cells = prices | near_prices | texts | st.lists(texts, max_size=2)


@st.composite
def rows(draw: st.DrawFn, number: int) -> list[dict[str, object]]:
    """Draw rows up to a week: sound ones, of which any cell can be hostile, and hostile ones."""
    sound: list[dict[str, object]] = [
        {
            "date": f"{week(index)}T00:00:00.000",
            **{column(region): "3.05" if index else "3.10" for region in REGIONS},
            **draw(st.dictionaries(st.sampled_from([*map(column, REGIONS)]), cells, max_size=6)),
            **draw(st.dictionaries(texts, texts, max_size=2)),
        }
        for index in range(number + 1)
    ]
    hostile: list[dict[str, object]] = draw(
        st.lists(st.fixed_dictionaries({"date": texts | cells, column("utica"): cells}), max_size=2)
    )
    return draw(st.permutations(sound + hostile))


@given(first=rows(0), then=rows(1))
def test_nothing_from_the_feed_but_prices_and_weeks_gets_into_a_mail_or_breaks_a_line(
    first: list[dict[str, object]], then: list[dict[str, object]]
) -> None:
    newest = None
    for answer in (first, then):
        read = parse(json.dumps(answer).encode(), date.max)
        assert all(fault.isprintable() for fault in read.faults)
        for record in apply(RULE, read.rows, newest).records:
            newest = from_item(to_item(DEFAULT, record))
            if newest.notice:
                event(newest.notice.kind)
                _assert_clean(compose(DEFAULT, newest.week, newest.notice, Decimal(12)))


def _assert_clean(mail: Mail) -> None:
    assert mail.subject.isascii()
    assert mail.subject.isprintable()
    assert 1 <= len(mail.subject) <= 99
    assert set(mail.body) <= PRINTABLE | set(BARS) | {NO_PRICE}
    assert EVIL not in (mail.subject + mail.body).lower()
