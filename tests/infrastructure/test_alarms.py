import re

import pytest
from aws_cdk.assertions import Annotations, Match, Template

from fetcher import metrics
from tests.infrastructure.conftest import MakeStack
from tests.support import runbook
from tests.support.resources import properties

ALARM = "AWS::CloudWatch::Alarm"
OPERATOR = {"email": "reader@example.com", "alarm_email": "operator@example.com"}


def test_there_are_alarms_only_when_an_operator_is_there_to_hear_them(
    full_template: Template, default_template: Template
) -> None:
    full_template.resource_count_is(ALARM, 7)
    default_template.resource_count_is(ALARM, 0)


def test_what_no_service_measures_is_a_metric_that_the_fetcher_writes(
    full_template: Template,
) -> None:
    alarms = full_template.find_resources(
        ALARM, {"Properties": {"Namespace": metrics.NAMESPACE}}
    ).values()
    assert len(alarms) == 2
    assert {alarm["Properties"]["MetricName"] for alarm in alarms} <= metrics.UNITS.keys()


def test_each_description_says_what_happened_and_where_the_runbook_goes_on(
    full_template: Template,
) -> None:
    anchors = []
    for alarm in full_template.find_resources(ALARM).values():
        description = alarm["Properties"]["AlarmDescription"]
        told = re.fullmatch(r"([A-Z].+\.) See docs/operations\.md#([a-z-]+)", description)
        assert told, description
        anchors.append(told[2])
    headings = runbook.headings(3, under="Alarms")
    assert sorted(anchors) == sorted(map(runbook.anchor, headings))
    for heading in headings:
        assert runbook.questions(heading) == [
            "What happened.",
            "How to look.",
            "What to do.",
            "How to know that it is over.",
        ], heading


@pytest.mark.parametrize(("alarm", "hours"), [("PublisherErrors", 1), ("FetchFailed", 12)])
def test_a_single_failure_is_on_for_so_long_and_a_second_one_a_day_later_is_heard(
    full_template: Template, alarm: str, hours: int
) -> None:
    found = properties(full_template, ALARM, f"Alarms{alarm}")
    assert (found["DatapointsToAlarm"], found["TreatMissingData"]) == (1, "notBreaching")
    assert found["EvaluationPeriods"] * found["Period"] == hours * 60 * 60
    # CloudWatch looks back a few periods more than it is told to: short ones do not matter.
    assert found["Period"] == 300


def test_the_alarms_of_another_copy_say_whose_they_are(make_stack: MakeStack) -> None:
    stack = make_stack({**OPERATOR, "stack_name": "Diesel"})
    for alarm in Template.from_stack(stack).find_resources(ALARM).values():
        assert alarm["Properties"]["AlarmDescription"].startswith("Diesel: ")


@pytest.mark.parametrize(
    ("schedule", "days"), [("rate(36 hours)", 3), ("cron(0 18 ? * MON,TUE *)", 7)]
)
def test_a_missing_run_is_told_a_day_after_the_longest_pause_of_the_schedule(
    make_stack: MakeStack, schedule: str, days: int
) -> None:
    template = Template.from_stack(make_stack({**OPERATOR, "schedule": schedule}))
    alarm = properties(template, ALARM, "AlarmsNoRun")
    assert alarm["EvaluationPeriods"] * alarm["Period"] == days * 24 * 60 * 60
    assert f"{days} days" in alarm["AlarmDescription"]


@pytest.mark.parametrize("schedule", ["rate(7 days)", "cron(0 18 1 * ? *)"])
def test_no_alarm_rings_because_of_a_weekly_or_monthly_schedule(
    make_stack: MakeStack, schedule: str
) -> None:
    stack = make_stack({**OPERATOR, "schedule": schedule})
    alarms = Template.from_stack(stack).find_resources(ALARM)
    assert len(alarms) == 6
    assert not [key for key in alarms if "NoRun" in key]
    Annotations.from_stack(stack).has_info(
        "/GasNotifier/Alarms", Match.string_like_regexp("no alarm tells of a missing run")
    )
