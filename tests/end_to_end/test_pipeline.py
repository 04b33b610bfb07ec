"""The stack of `app.py` in the emulator: from a week in the feed to the mails of its readers."""

import pytest

from gas_notifier.aws.functions import InvocationError
from tests.support.pipeline import ALL, BUFFALO, UTICA, Pipeline


def test_the_first_look_records_the_newest_week_and_says_that_it_is_watched(
    pipeline: Pipeline,
) -> None:
    looked = {
        "newest_week": "2025-10-13",
        "recorded": ["2025-10-13"],
        "notice": {"kind": "first", "regions": ["buffalo", "utica"]},
        "suspect": {},
        "missing": [],
        "feed_url": pipeline.feed.url,
    }
    assert pipeline.look("2025-10-13") == looked
    subject = "Now watching gas in Buffalo: $3.17; 1 more watched (Oct 13)"
    assert pipeline.mailed() == {ALL: [subject], BUFFALO: [subject], UTICA: [subject]}

    assert pipeline.look("2025-10-13") == {**looked, "recorded": [], "notice": None}
    assert pipeline.recorded() == ["2025-10-13"]
    assert pipeline.mailed() == {ALL: [], BUFFALO: [], UTICA: []}


def test_a_drop_is_mailed_to_those_who_asked_for_a_region_that_fell(pipeline: Pipeline) -> None:
    pipeline.look("2025-10-13")
    pipeline.mailed()

    assert pipeline.look("2025-10-20")["notice"] == {"kind": "drop", "regions": ["utica"]}
    subject = "Gas down 2c to $3.15 in Utica, lowest in at least a year (Oct 20)"
    mailed = pipeline.mailed()
    assert mailed == {ALL: [subject], BUFFALO: [], UTICA: [subject]}

    pipeline.deployment.resend("2025-10-20")
    assert pipeline.mailed() == mailed

    pipeline.look("2025-10-27")
    subject = "Gas down 1c to $3.16 in Buffalo, lowest since Jun 23; 1 more down (Oct 27)"
    assert pipeline.mailed() == {ALL: [subject], BUFFALO: [subject], UTICA: [subject]}


def test_of_several_weeks_at_once_all_are_recorded_and_the_newest_alone_is_mailed(
    pipeline: Pipeline,
) -> None:
    pipeline.look("2025-11-03")
    pipeline.mailed()
    # Prices rose. The stream is in order: were that mailed, its mail would come before the next.
    assert pipeline.look("2025-11-10")["notice"] is None

    result = pipeline.look("2025-12-15")

    weeks = ["2025-11-17", "2025-11-24", "2025-12-01", "2025-12-08", "2025-12-15"]
    assert result["recorded"] == weeks
    assert pipeline.recorded() == ["2025-11-03", "2025-11-10", *weeks]
    # Utica stood at $3.13 when the first of these weeks came, and rose to $3.21.
    assert pipeline.mailed()[UTICA] == [
        "Gas down 2c to $3.15 in Buffalo, lowest since Nov 3; 1 more down (Dec 15)"
    ]


def test_a_feed_without_rows_is_an_error_and_records_nothing(pipeline: Pipeline) -> None:
    with pytest.raises(InvocationError, match="no row with a price"):
        pipeline.look("1999-01-04")

    assert pipeline.recorded() == []
