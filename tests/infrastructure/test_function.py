"""What both functions have in common."""

import pytest
from aws_cdk.assertions import Template

from tests.support.resources import arn, logical_id, properties, resource

pytestmark = pytest.mark.parametrize("name", ["Fetcher", "Publisher"])


def test_it_runs_on_the_newest_python_on_arm(default_template: Template, name: str) -> None:
    function = properties(default_template, "AWS::Lambda::Function", name)
    assert function["Runtime"] == "python3.14"
    assert function["Architectures"] == ["arm64"]
    assert function["MemorySize"] == 256
    assert "TracingConfig" not in function
    assert "ReservedConcurrentExecutions" not in function


def test_it_logs_json_to_a_group_that_forgets_and_goes_with_the_stack(
    default_template: Template, name: str
) -> None:
    function = properties(default_template, "AWS::Lambda::Function", name)
    group = logical_id(default_template, "AWS::Logs::LogGroup", name)
    assert function["LoggingConfig"] == {"LogFormat": "JSON", "LogGroup": {"Ref": group}}
    log_group = resource(default_template, "AWS::Logs::LogGroup", name)
    assert log_group["Properties"] == {"RetentionInDays": 30}
    assert log_group["DeletionPolicy"] == log_group["UpdateReplacePolicy"] == "Delete"


def test_it_runs_under_a_role_of_its_own_and_nothing_is_added_to_it(
    default_template: Template, name: str
) -> None:
    function = properties(default_template, "AWS::Lambda::Function", name)
    assert function["Role"] == arn(default_template, "AWS::IAM::Role", f"{name}Role")
    role = properties(default_template, "AWS::IAM::Role", f"{name}Role")
    assert role.keys() == {"AssumeRolePolicyDocument", "Policies"}
    assert role["AssumeRolePolicyDocument"]["Statement"] == [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "lambda.amazonaws.com"},
        }
    ]


def test_an_event_that_fails_three_times_ends_in_the_failure_queue(
    default_template: Template, name: str
) -> None:
    function = properties(default_template, "AWS::Lambda::Function", name)
    assert function["DeadLetterConfig"] == {
        "TargetArn": arn(default_template, "AWS::SQS::Queue", "FailureQueue")
    }
    asynchronous = properties(default_template, "AWS::Lambda::EventInvokeConfig", name)
    assert asynchronous["MaximumRetryAttempts"] == 2
    assert asynchronous["MaximumEventAgeInSeconds"] == 6 * 60 * 60
