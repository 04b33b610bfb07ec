import json

from aws_cdk.assertions import Template

from tests.infrastructure.conftest import MakeStack
from tests.support.resources import arn, logical_id, properties, statements


def test_the_publisher_is_told_where_the_notices_are_and_where_they_go(
    make_stack: MakeStack,
) -> None:
    template = Template.from_stack(make_stack({"tank_gallons": 13.5}))
    function = properties(template, "AWS::Lambda::Function", "Publisher")
    assert function["Environment"]["Variables"] == {
        "TABLE_NAME": {"Ref": logical_id(template, "AWS::DynamoDB::Table", "PriceTable")},
        "TOPIC_ARN": {"Ref": logical_id(template, "AWS::SNS::Topic", "Notices")},
        "TANK_GALLONS": "13.5",
    }


def test_the_publisher_has_time_for_all_its_attempts(default_template: Template) -> None:
    function = properties(default_template, "AWS::Lambda::Function", "Publisher")
    assert function["Handler"] == "publisher.handler.handler"
    assert function["Timeout"] == 90


def test_the_publisher_may_do_nothing_but_its_work(default_template: Template) -> None:
    table = logical_id(default_template, "AWS::DynamoDB::Table", "PriceTable")
    assert statements(default_template, "PublisherRole") == [
        {
            "Effect": "Allow",
            "Action": [
                "dynamodb:DescribeStream",
                "dynamodb:GetRecords",
                "dynamodb:GetShardIterator",
                "dynamodb:ListStreams",
            ],
            "Resource": {"Fn::GetAtt": [table, "StreamArn"]},
        },
        {
            "Effect": "Allow",
            "Action": "dynamodb:GetItem",
            "Resource": {"Fn::GetAtt": [table, "Arn"]},
        },
        {
            "Effect": "Allow",
            "Action": "dynamodb:UpdateItem",
            "Resource": {"Fn::GetAtt": [table, "Arn"]},
            "Condition": {
                "ForAllValues:StringEquals": {
                    "dynamodb:Attributes": ["fuel", "week", "notified_at"]
                }
            },
        },
        {
            "Effect": "Allow",
            "Action": "sns:Publish",
            "Resource": {"Ref": logical_id(default_template, "AWS::SNS::Topic", "Notices")},
        },
        {
            "Effect": "Allow",
            "Action": "sqs:SendMessage",
            "Resource": arn(default_template, "AWS::SQS::Queue", "FailureQueue"),
        },
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": arn(default_template, "AWS::Logs::LogGroup", "Publisher"),
        },
    ]


def test_new_records_with_a_notice_reach_the_publisher_one_by_one(
    default_template: Template,
) -> None:
    mapping = properties(default_template, "AWS::Lambda::EventSourceMapping", "Publisher")
    table = logical_id(default_template, "AWS::DynamoDB::Table", "PriceTable")
    assert mapping["EventSourceArn"] == {"Fn::GetAtt": [table, "StreamArn"]}
    assert mapping["FunctionName"] == {
        "Ref": logical_id(default_template, "AWS::Lambda::Function", "Publisher")
    }
    assert mapping["BatchSize"] == 1
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    (only,) = mapping["FilterCriteria"]["Filters"]
    assert json.loads(only["Pattern"]) == {
        "eventName": ["INSERT"],
        "dynamodb": {"NewImage": {"notice": {"M": {"kind": {"S": [{"exists": True}]}}}}},
    }


def test_a_notice_that_cannot_be_mailed_ends_in_the_failure_queue(
    default_template: Template,
) -> None:
    mapping = properties(default_template, "AWS::Lambda::EventSourceMapping", "Publisher")
    assert mapping["MaximumRetryAttempts"] == 10
    assert mapping["MaximumRecordAgeInSeconds"] == 6 * 60 * 60
    assert mapping["DestinationConfig"] == {
        "OnFailure": {"Destination": arn(default_template, "AWS::SQS::Queue", "FailureQueue")}
    }
