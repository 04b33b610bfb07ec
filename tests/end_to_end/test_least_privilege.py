"""What the roles of the deployed stack allow is needed, all of it, and nothing is missing.

The deployed policies are read back, so that whatever a role is allowed later is tried here too.
What the emulator does not enforce cannot be tried: for that the exact statements of the template
stand in, in `tests/infrastructure/default_template.json`. They also stand in for who may take a
role, which the emulator never asks, and for the policies that want TLS, as it listens with nothing
else.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

import pytest
from botocore.exceptions import ClientError

from gas_notifier.aws.functions import InvocationError
from gas_notifier.emulator.emulator import Emulator
from tests.support.functions import Functions
from tests.support.pipeline import UTICA, Pipeline
from tests.support.processes import wait_until

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

WEEK: Final = "2025-10-20"
STACK: Final = "GasNotifier"

NOT_ENFORCED: Final = {
    ("FetcherRole", "sqs:SendMessage"): "a failed event is put into the queue by nobody's leave",
    ("FetcherRole", "logs:CreateLogStream"): "the emulator writes the functions' logs itself",
    ("FetcherRole", "logs:PutLogEvents"): "the emulator writes the functions' logs itself",
    ("FetcherScheduleRole", "lambda:InvokeFunction"): "the scheduler does not take its role",
    ("FetcherScheduleRole", "sqs:SendMessage"): "the scheduler does not take its role",
    ("PublisherRole", "dynamodb:DescribeStream"): "the mapping reads the stream by nobody's leave",
    ("PublisherRole", "dynamodb:GetRecords"): "the mapping reads the stream by nobody's leave",
    ("PublisherRole", "dynamodb:GetShardIterator"): "the mapping reads it by nobody's leave",
    ("PublisherRole", "dynamodb:ListStreams"): "the mapping reads the stream by nobody's leave",
    ("PublisherRole", "sqs:SendMessage"): "a failed event is put into the queue by nobody's leave",
    ("PublisherRole", "logs:CreateLogStream"): "the emulator writes the functions' logs itself",
    ("PublisherRole", "logs:PutLogEvents"): "the emulator writes the functions' logs itself",
}
"""Why the emulator does without them: each role, without the hash of its logical id, and action."""


@dataclass(frozen=True)
class Permission:
    """One action on one resource, which a policy of a role allows."""

    role: str
    action: str
    resource: str

    @property
    def is_enforced(self) -> bool:
        """Whether the emulator asks for it."""
        return (self.role, self.action) not in NOT_ENFORCED


Documents = Mapping[tuple[str, str, str], Mapping[str, Any]]
"""The policies, by the role without the hash of its logical id, the role's name and their own."""


class Roles:
    """The roles of the deployed stack and their inline policies."""

    def __init__(self, emulator: Emulator) -> None:
        self._iam = emulator.client("iam")
        resources = emulator.client("cloudformation").describe_stack_resources(StackName=STACK)
        roles = {
            resource["LogicalResourceId"][:-8]: resource["PhysicalResourceId"]
            for resource in resources["StackResources"]
            if resource["ResourceType"] == "AWS::IAM::Role"
        }
        self._documents: Documents = {
            (role, name, policy): self._iam.get_role_policy(RoleName=name, PolicyName=policy)[
                "PolicyDocument"
            ]
            for role, name in roles.items()
            for policy in self._iam.list_role_policies(RoleName=name)["PolicyNames"]
        }

    def statements(self, role: str) -> list[dict[str, Any]]:
        """Return the statements of a role, actions and resources as lists."""
        return [
            statement
            for (of, _, _), document in self._documents.items()
            for statement in _statements(document)
            if of == role
        ]

    def permissions(self) -> list[Permission]:
        """Return each single thing that the roles may do."""
        return [
            Permission(role, action, resource)
            for role, _, _ in self._documents
            for statement in self.statements(role)
            for action in statement["Action"]
            for resource in statement["Resource"]
        ]

    @contextmanager
    def without(self, *permissions: Permission) -> Iterator[None]:
        """Take permissions from the roles for as long as the context lasts."""
        for (role, name, policy), document in self._documents.items():
            kept = [
                {**statement, "Action": action, "Resource": resource}
                for statement in _statements(document)
                for action in statement["Action"]
                for resource in statement["Resource"]
                if Permission(role, action, resource) not in permissions
            ]
            # A policy cannot be without a statement.
            nothing = {"Effect": "Deny", "Action": "sts:GetSessionToken", "Resource": "*"}
            self._put(name, policy, {**document, "Statement": [*kept, nothing]})
        try:
            yield
        finally:
            for (_, name, policy), document in self._documents.items():
                self._put(name, policy, document)

    def _put(self, role_name: str, policy: str, document: Mapping[str, Any]) -> None:
        self._iam.put_role_policy(
            RoleName=role_name, PolicyName=policy, PolicyDocument=json.dumps(document)
        )


def _statements(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for statement in document["Statement"]:
        parts = {key: statement[key] for key in ("Action", "Resource")}
        lists = {key: [part] if isinstance(part, str) else part for key, part in parts.items()}
        yield {**statement, **lists}


@pytest.fixture
def roles(pipeline: Pipeline) -> Roles:
    return Roles(pipeline.emulator)


def test_with_all_permissions_everything_works_and_nothing_is_denied(
    pipeline: Pipeline, functions: Functions
) -> None:
    assert _works(pipeline)
    assert not [line for line in functions.log_lines() if "not authorized" in line]


def test_without_any_single_one_the_pipeline_fails_for_just_that(
    pipeline: Pipeline, functions: Functions, roles: Roles, subtests: pytest.Subtests
) -> None:
    enforced = [permission for permission in roles.permissions() if permission.is_enforced]
    assert enforced
    for permission in enforced:
        with subtests.test(role=permission.role, action=permission.action):
            pipeline.start_afresh()
            functions.clear()
            with roles.without(permission):
                denied = _denied(pipeline, functions)
            assert _works(pipeline)
            assert denied == {permission.action}


def _messages(functions: Functions) -> set[str]:
    lines = [json.loads(line) for line in functions.log_lines() if line[0] == "{"]
    return {line["message"] for line in lines if "message" in line}


def test_without_all_that_the_emulator_does_not_enforce_everything_works(
    pipeline: Pipeline, functions: Functions, roles: Roles
) -> None:
    ignored = [permission for permission in roles.permissions() if not permission.is_enforced]
    assert {(permission.role, permission.action) for permission in ignored} == set(NOT_ENFORCED)
    with roles.without(*ignored):
        pipeline.feed.newest_week = date.min
        for name in functions.names:
            # The fetcher finds nothing, and the publisher does not know the week.
            functions.invoke_asynchronously(name, '{"week": "1999-01-04"}')
        wait_until(lambda: functions.failures() == len(functions.names))
        functions.clear()
        pipeline.feed.newest_week = date.fromisoformat(WEEK)
        _run_the_schedule(pipeline)
        wait_until(lambda: _is_mailed(pipeline), timeout=30)
        # The emulator writes a function's lines once it has ended.
        wait_until(lambda: {"looked at the feed", "mailed"} <= _messages(functions), timeout=30)


def test_the_mark_is_all_that_the_publisher_may_write(pipeline: Pipeline, roles: Roles) -> None:
    (update,) = (
        statement
        for statement in roles.statements("PublisherRole")
        if "dynamodb:UpdateItem" in statement["Action"]
    )
    # The emulator does not hold an update against the condition's attributes, but it does so with
    # a reading: what the condition lets through can be seen there.
    with _allowed_to(pipeline, {**update, "Action": "dynamodb:GetItem"}) as table:

        def read(attributes: str) -> None:
            table.get_item(
                TableName=pipeline.deployment.table_name,
                Key={"fuel": {"S": "gasoline"}, "week": {"S": WEEK}},
                ProjectionExpression=attributes,
            )

        read("fuel, week, notified_at")
        for attribute in ("prices", "suspect", "highs", "notice", "anything"):
            with pytest.raises(ClientError, match="AccessDenied"):
                read(f"notified_at, {attribute}")


def _denied(pipeline: Pipeline, functions: Functions) -> set[str]:
    """Let a week with a notice appear; return the actions denied on its way."""
    try:
        pipeline.look(WEEK)
    except InvocationError as error:
        return _denials(str(error))

    def denied() -> set[str]:
        return _denials("\n".join(functions.log_lines()))

    wait_until(lambda: bool(denied()) or _is_mailed(pipeline))
    return denied()


def _denials(text: str) -> set[str]:
    return set(re.findall(r"is not authorized to perform: (\S+)", text))


def _works(pipeline: Pipeline) -> bool:
    """Look at a week with a notice, send it again, and tell whether all came of it that should."""
    pipeline.look(WEEK)
    pipeline.deployment.resend(WEEK)
    wait_until(lambda: _is_mailed(pipeline))
    return pipeline.recorded() == [WEEK] and bool(pipeline.mailed()[UTICA])


def _is_mailed(pipeline: Pipeline) -> bool:
    records = pipeline.deployment.records()
    return bool(records) and all(record.notified_at for record in records)


def _run_the_schedule(pipeline: Pipeline) -> None:
    """Have the scheduler do now what the stack's schedule has it do every day."""
    scheduler = pipeline.emulator.client("scheduler")
    (daily,) = scheduler.list_schedules()["Schedules"]
    scheduler.create_schedule(
        Name="now",
        ScheduleExpression=f"at({datetime.now(UTC):%Y-%m-%dT%H:%M:%S})",
        Target=scheduler.get_schedule(Name=daily["Name"])["Target"],
        FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE",
    )


@contextmanager
def _allowed_to(pipeline: Pipeline, statement: Mapping[str, Any]) -> Iterator["DynamoDBClient"]:
    """Return a client of somebody who may do what a statement says, and nothing else."""
    iam = pipeline.emulator.client("iam")
    user: Final = "somebody"
    iam.create_user(UserName=user)
    document = {"Version": "2012-10-17", "Statement": statement}
    iam.put_user_policy(UserName=user, PolicyName=user, PolicyDocument=json.dumps(document))
    key = iam.create_access_key(UserName=user)["AccessKey"]
    try:
        yield pipeline.emulator.client(
            "dynamodb",
            aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=key["SecretAccessKey"],
        )
    finally:
        iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
        iam.delete_user_policy(UserName=user, PolicyName=user)
        iam.delete_user(UserName=user)
