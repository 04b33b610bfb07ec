from decimal import Decimal
from typing import Any

from aws_cdk.assertions import Template

from gas_prices.rule import Rule
from tests.infrastructure.conftest import MakeStack
from tests.support.resources import arn, properties, statements


def _environment(template: Template) -> dict[str, Any]:
    function = properties(template, "AWS::Lambda::Function", "Fetcher")
    return dict(function["Environment"]["Variables"])


def test_the_defaults_reach_the_function(default_template: Template) -> None:
    environment = _environment(default_template)
    (table,) = default_template.find_resources("AWS::DynamoDB::Table")
    assert environment == {
        "TABLE_NAME": {"Ref": table},
        "RULE": Rule(("new_york_state",)).to_json(),
        "FEED_URLS": "https://data.ny.gov/resource/nqur-w4p7.json,"
        "https://data.ny.gov/resource/wuxr-ni2i.json",
    }


def test_every_setting_of_the_rule_reaches_the_function(make_stack: MakeStack) -> None:
    environment = _environment(
        Template.from_stack(
            make_stack(
                {
                    "regions": "buffalo,utica",
                    "min_drop_cents": 3,
                    "below": 3.25,
                    "lowest_in_weeks": 8,
                    "record": "drops",
                    "feed_url": "https://feed.example/a.json",
                }
            )
        )
    )
    del environment["TABLE_NAME"]
    assert environment == {
        "RULE": Rule(("buffalo", "utica"), 3, Decimal("3.25"), 8, "drops").to_json(),
        "FEED_URLS": "https://feed.example/a.json",
    }


def test_the_fetcher_has_two_minutes(default_template: Template) -> None:
    function = properties(default_template, "AWS::Lambda::Function", "Fetcher")
    assert function["Handler"] == "fetcher.handler.handler"
    assert function["Timeout"] == 120


def test_the_fetcher_may_do_nothing_but_its_work(default_template: Template) -> None:
    assert statements(default_template, "FetcherRole") == [
        {
            "Effect": "Allow",
            "Action": ["dynamodb:PutItem", "dynamodb:Query"],
            "Resource": arn(default_template, "AWS::DynamoDB::Table", "PriceTable"),
        },
        {
            "Effect": "Allow",
            "Action": "sqs:SendMessage",
            "Resource": arn(default_template, "AWS::SQS::Queue", "FailureQueue"),
        },
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": arn(default_template, "AWS::Logs::LogGroup", "Fetcher"),
        },
    ]


def test_the_fetcher_looks_every_evening_in_new_york(default_template: Template) -> None:
    schedule = properties(default_template, "AWS::Scheduler::Schedule", "Fetcher")
    assert schedule["ScheduleExpression"] == "cron(0 18 * * ? *)"
    assert schedule["ScheduleExpressionTimezone"] == "America/New_York"
    assert schedule["FlexibleTimeWindow"] == {"Mode": "OFF"}
    assert schedule["State"] == "ENABLED"


def test_the_schedule_is_that_of_the_settings(make_stack: MakeStack) -> None:
    template = Template.from_stack(
        make_stack({"schedule": "rate(12 hours)", "time_zone": "Europe/Berlin"})
    )
    schedule = properties(template, "AWS::Scheduler::Schedule", "Fetcher")
    assert schedule["ScheduleExpression"] == "rate(12 hours)"
    assert schedule["ScheduleExpressionTimezone"] == "Europe/Berlin"


def test_the_schedule_invokes_the_fetcher_through_a_role_of_its_own(
    default_template: Template,
) -> None:
    target = properties(default_template, "AWS::Scheduler::Schedule", "Fetcher")["Target"]
    function = arn(default_template, "AWS::Lambda::Function", "Fetcher")
    queue = arn(default_template, "AWS::SQS::Queue", "FailureQueue")
    assert target == {
        "Arn": function,
        "RoleArn": arn(default_template, "AWS::IAM::Role", "FetcherScheduleRole"),
        "RetryPolicy": {"MaximumEventAgeInSeconds": 6 * 60 * 60, "MaximumRetryAttempts": 10},
        "DeadLetterConfig": {"Arn": queue},
    }
    assert statements(default_template, "FetcherScheduleRole") == [
        {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": function},
        {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": queue},
    ]


def test_only_schedules_of_this_account_take_the_schedules_role(default_template: Template) -> None:
    role = properties(default_template, "AWS::IAM::Role", "FetcherScheduleRole")
    assert role["AssumeRolePolicyDocument"]["Statement"] == [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "scheduler.amazonaws.com"},
            "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}},
        }
    ]
