import re
from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk.assertions import Annotations, Match, Template

from fetcher import metrics
from tests.infrastructure.conftest import MakeStack
from tests.support import runbook
from tests.support.resources import logical_id, properties

Dimensions = Callable[[Template], list[dict[str, Any]]]

ALARM = "AWS::CloudWatch::Alarm"
OPERATOR = {"email": "reader@example.com", "alarm_email": "operator@example.com"}


def _fetcher(template: Template) -> list[dict[str, Any]]:
    function = logical_id(template, "AWS::Lambda::Function", "Fetcher")
    return [{"Name": "FunctionName", "Value": {"Ref": function}}]


def _publisher(template: Template) -> list[dict[str, Any]]:
    function = logical_id(template, "AWS::Lambda::Function", "Publisher")
    return [{"Name": "FunctionName", "Value": {"Ref": function}}]


def _failure_queue(template: Template) -> list[dict[str, Any]]:
    queue = logical_id(template, "AWS::SQS::Queue", "FailureQueue")
    return [{"Name": "QueueName", "Value": {"Fn::GetAtt": [queue, "QueueName"]}}]


@pytest.mark.parametrize(
    ("name", "of", "expected"),
    [
        (
            "FailureQueueNotEmpty",
            _failure_queue,
            {
                "Namespace": "AWS/SQS",
                "MetricName": "ApproximateNumberOfMessagesVisible",
                "Statistic": "Maximum",
                "Period": 300,
                "EvaluationPeriods": 1,
                "ComparisonOperator": "GreaterThanThreshold",
                "Threshold": 0,
                "TreatMissingData": "ignore",
            },
        ),
        (
            "PublisherErrors",
            _publisher,
            {
                "Namespace": "AWS/Lambda",
                "MetricName": "Errors",
                "Statistic": "Sum",
                "Period": 60 * 60,
                "EvaluationPeriods": 1,
                "ComparisonOperator": "GreaterThanThreshold",
                "Threshold": 0,
                "TreatMissingData": "notBreaching",
            },
        ),
        (
            "FetchFailed",
            _fetcher,
            {
                "Namespace": "AWS/Lambda",
                "MetricName": "AsyncEventsDropped",
                "Statistic": "Sum",
                "Period": 24 * 60 * 60,
                "EvaluationPeriods": 1,
                "ComparisonOperator": "GreaterThanThreshold",
                "Threshold": 0,
                "TreatMissingData": "notBreaching",
            },
        ),
        (
            "IteratorAge",
            _publisher,
            {
                "Namespace": "AWS/Lambda",
                "MetricName": "IteratorAge",
                "Statistic": "Maximum",
                "Period": 300,
                "EvaluationPeriods": 1,
                "ComparisonOperator": "GreaterThanThreshold",
                "Threshold": 60 * 60 * 1000,
                "TreatMissingData": "notBreaching",
            },
        ),
        (
            "NoticeNotMailed",
            _fetcher,
            {
                "Namespace": metrics.NAMESPACE,
                "MetricName": "UnmailedNotices",
                "Statistic": "Maximum",
                "Period": 300,
                "EvaluationPeriods": 1,
                "ComparisonOperator": "GreaterThanThreshold",
                "Threshold": 0,
                "TreatMissingData": "ignore",
            },
        ),
        (
            "StaleFeed",
            _fetcher,
            {
                "Namespace": metrics.NAMESPACE,
                "MetricName": "NewestWeekAge",
                "Statistic": "Maximum",
                "Period": 300,
                "EvaluationPeriods": 1,
                "ComparisonOperator": "GreaterThanThreshold",
                "Threshold": 35,
                "TreatMissingData": "ignore",
            },
        ),
        (
            "NoRun",
            _fetcher,
            {
                "Namespace": "AWS/Lambda",
                "MetricName": "Invocations",
                "Statistic": "Sum",
                "Period": 60 * 60,
                "EvaluationPeriods": 48,
                "ComparisonOperator": "LessThanThreshold",
                "Threshold": 1,
                "TreatMissingData": "breaching",
            },
        ),
    ],
)
def test_each_alarm_watches_its_metric(
    full_template: Template, name: str, of: Dimensions, expected: dict[str, Any]
) -> None:
    alarm = properties(full_template, ALARM, f"Alarms{name}")
    topic = {"Ref": logical_id(full_template, "AWS::SNS::Topic", "Alarms")}
    assert alarm.pop("AlarmActions") == alarm.pop("OKActions") == [topic]
    assert alarm.pop("Dimensions") == of(full_template)
    assert alarm.pop("AlarmDescription")
    assert alarm == expected


def test_there_are_seven_alarms_and_only_when_an_operator_is_there_to_hear_them(
    full_template: Template, default_template: Template
) -> None:
    full_template.resource_count_is(ALARM, 7)
    default_template.resource_count_is(ALARM, 0)
    default_template.resource_count_is("AWS::SNS::Topic", 1)


@pytest.mark.parametrize("name", ["NoticeNotMailed", "StaleFeed"])
def test_what_no_service_measures_is_a_metric_that_the_fetcher_writes(
    full_template: Template, name: str
) -> None:
    alarm = properties(full_template, ALARM, f"Alarms{name}")
    assert alarm["MetricName"] in metrics.UNITS


def test_each_description_says_what_happened_and_where_the_runbook_goes_on(
    full_template: Template,
) -> None:
    anchors = []
    for alarm in full_template.find_resources(ALARM).values():
        description = alarm["Properties"]["AlarmDescription"]
        told = re.fullmatch(r"([A-Z].+\.) See docs/operations\.md#([a-z-]+)", description)
        assert told, description
        anchors.append(told[2])
    sections = [runbook.anchor(heading) for heading in runbook.headings(3, under="Alarms")]
    assert sorted(anchors) == sorted(sections)


def test_each_alarms_section_says_what_to_see_what_to_do_and_when_it_is_over() -> None:
    for heading in runbook.headings(3, under="Alarms"):
        assert runbook.questions(heading) == [
            "What happened.",
            "How to look.",
            "What to do.",
            "How to know that it is over.",
        ], heading


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        ("rate(1 minute)", 2),
        ("rate(1 day)", 2),
        ("rate(36 hours)", 3),
        ("cron(0 18 ? * MON-FRI *)", 4),
        ("cron(0 18 ? * MON,TUE *)", 7),
    ],
)
def test_a_missing_run_is_told_a_day_after_the_longest_pause_of_the_schedule(
    make_stack: MakeStack, schedule: str, days: int
) -> None:
    template = Template.from_stack(make_stack({**OPERATOR, "schedule": schedule}))
    alarm = properties(template, ALARM, "AlarmsNoRun")
    assert alarm["EvaluationPeriods"] * alarm["Period"] == days * 24 * 60 * 60
    assert f"{days} days" in alarm["AlarmDescription"]


@pytest.mark.parametrize("schedule", ["cron(0 18 ? * MON *)", "rate(7 days)", "cron(0 18 1 * ? *)"])
def test_no_alarm_rings_because_of_a_weekly_or_monthly_schedule(
    make_stack: MakeStack, schedule: str
) -> None:
    stack = make_stack({**OPERATOR, "schedule": schedule})
    template = Template.from_stack(stack)
    template.resource_count_is(ALARM, 6)
    assert not [key for key in template.find_resources(ALARM) if "NoRun" in key]
    Annotations.from_stack(stack).has_info(
        "/GasNotifier/Alarms", Match.string_like_regexp("no alarm tells of a missing run")
    )


def test_cloudwatch_of_this_account_and_nobody_else_may_publish_alarms(
    full_template: Template,
) -> None:
    topic = {"Ref": logical_id(full_template, "AWS::SNS::Topic", "Alarms")}
    policy = properties(full_template, "AWS::SNS::TopicPolicy", "Alarms")
    assert policy["Topics"] == [topic]
    allowed = [
        statement
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]
    assert allowed == [
        {
            "Sid": "AllowAlarms",
            "Effect": "Allow",
            "Action": "sns:Publish",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Resource": topic,
            "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}},
        }
    ]


def test_alarms_travel_over_tls_only(full_template: Template) -> None:
    policy = properties(full_template, "AWS::SNS::TopicPolicy", "Alarms")
    assert [
        statement["Condition"]
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny"
    ] == [{"Bool": {"aws:SecureTransport": "false"}}]


def test_the_operator_is_subscribed_to_every_alarm(full_template: Template) -> None:
    assert properties(full_template, "AWS::SNS::Subscription", "Alarms") == {
        "Protocol": "email",
        "Endpoint": "operator@example.com",
        "TopicArn": {"Ref": logical_id(full_template, "AWS::SNS::Topic", "Alarms")},
    }
