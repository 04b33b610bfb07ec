"""The stack of `app.py` in the emulator: from a week in the feed to the mails of its readers."""

from collections.abc import Iterator
from typing import Final

import pytest

from gas_notifier.emulator.deployment import InvocationError
from gas_notifier.emulator.emulator import Emulator
from tests.support.pipeline import Pipeline, deployed

ALL: Final = "all@example.com"
BUFFALO: Final = "buffalo@example.com"
UTICA: Final = "utica@example.com"


@pytest.fixture(scope="module")
def stack(bootstrapped: Emulator) -> Iterator[Pipeline]:
    """Return the pipeline that watches two regions for a reader of both and one of each."""
    with deployed(
        bootstrapped,
        [ALL, BUFFALO, UTICA],
        email=ALL,
        regions="buffalo,utica",
        subscribers=[
            {"email": BUFFALO, "regions": ["buffalo"]},
            {"email": UTICA, "regions": ["utica"]},
        ],
    ) as pipeline:
        yield pipeline


@pytest.fixture
def pipeline(stack: Pipeline) -> Pipeline:
    """Return the pipeline with nothing recorded and no mail in its inboxes."""
    stack.start_afresh()
    return stack


def test_the_first_look_records_the_newest_week_and_says_that_it_is_watched(
    pipeline: Pipeline,
) -> None:
    assert pipeline.look("2025-10-13") == {
        "newest_week": "2025-10-13",
        "recorded": ["2025-10-13"],
        "notice": {"kind": "first", "regions": ["buffalo", "utica"]},
        "suspect": {},
        "missing": [],
        "feed_url": pipeline.feed.url,
    }
    subject = "Now watching gas in Buffalo: $3.17; 1 more watched (Oct 13)"
    assert pipeline.mailed() == {ALL: [subject], BUFFALO: [subject], UTICA: [subject]}
    assert pipeline.recorded() == ["2025-10-13"]


def test_a_drop_is_mailed_to_those_who_asked_for_the_region_that_fell(pipeline: Pipeline) -> None:
    pipeline.look("2025-10-13")
    pipeline.mailed()

    assert pipeline.look("2025-10-20")["notice"] == {"kind": "drop", "regions": ["utica"]}
    subject = "Gas down 2c to $3.15 in Utica, lowest in at least a year (Oct 20)"
    assert pipeline.mailed() == {ALL: [subject], BUFFALO: [], UTICA: [subject]}


def test_a_drop_in_both_regions_is_one_mail_to_each_reader(pipeline: Pipeline) -> None:
    pipeline.look("2025-10-20")
    pipeline.mailed()

    pipeline.look("2025-10-27")

    subject = "Gas down 1c to $3.16 in Buffalo, lowest since Jun 23; 1 more down (Oct 27)"
    assert pipeline.mailed() == {ALL: [subject], BUFFALO: [subject], UTICA: [subject]}


def test_a_rise_is_recorded_and_not_mailed(pipeline: Pipeline) -> None:
    pipeline.look("2025-11-03")
    pipeline.mailed()

    assert pipeline.look("2025-11-10")["notice"] is None
    assert pipeline.recorded() == ["2025-11-03", "2025-11-10"]
    # The stream is in order: had the rise been mailed, its mail would be before the next.
    pipeline.look("2025-12-08")
    (subject,) = pipeline.mailed()[ALL]
    assert subject.endswith("(Dec 8)")


def test_of_several_weeks_at_once_all_are_recorded_and_the_newest_is_mailed(
    pipeline: Pipeline,
) -> None:
    pipeline.look("2025-11-10")
    pipeline.mailed()

    result = pipeline.look("2025-12-15")

    assert result["recorded"] == [
        "2025-11-17",
        "2025-11-24",
        "2025-12-01",
        "2025-12-08",
        "2025-12-15",
    ]
    assert result["notice"] == {"kind": "drop", "regions": ["buffalo", "utica"]}
    # Utica stood at $3.13 when the first of these weeks came, and rose to $3.21.
    assert pipeline.mailed()[UTICA] == [
        "Gas down 2c to $3.15 in Buffalo, lowest since Nov 3; 1 more down (Dec 15)"
    ]


def test_a_second_look_at_the_same_week_does_nothing(pipeline: Pipeline) -> None:
    pipeline.look("2025-10-13")
    pipeline.look("2025-10-20")
    pipeline.mailed()

    again = pipeline.look("2025-10-20")

    assert (again["newest_week"], again["recorded"], again["notice"]) == ("2025-10-20", [], None)
    assert pipeline.recorded() == ["2025-10-13", "2025-10-20"]


def test_a_notice_can_be_sent_again(pipeline: Pipeline) -> None:
    pipeline.look("2025-10-13")
    mailed = pipeline.mailed()

    pipeline.deployment.resend("2025-10-13")

    assert pipeline.mailed() == mailed


def test_a_week_without_a_notice_cannot_be_sent_again(pipeline: Pipeline) -> None:
    with pytest.raises(InvocationError, match="week 2025-10-13 has no notice to send"):
        pipeline.deployment.resend("2025-10-13")


def test_a_feed_without_rows_is_an_error_and_records_nothing(pipeline: Pipeline) -> None:
    with pytest.raises(InvocationError, match="no row with a price"):
        pipeline.look("1999-01-04")

    assert pipeline.recorded() == []
