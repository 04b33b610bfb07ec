"""When something goes wrong: where it shows, and that what the runbook says to do mends it."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from gas_notifier import REPOSITORY
from gas_notifier.emulator.deployment import InvocationError
from gas_notifier.emulator.emulator import Emulator
from gas_notifier.emulator.isolated_environment import ACCOUNT
from tests.support import aws_cli, runbook
from tests.support.functions import Functions
from tests.support.pipeline import Pipeline, deployed
from tests.support.processes import wait_until

Shell = Callable[..., str]

READER: Final = "reader@example.com"
SUBSCRIBER: Final = "subscriber@example.com"
OPERATOR: Final = "operator@example.com"
WEEK: Final = "2025-10-20"
NEXT_WEEK: Final = "2025-10-27"
NOBODY_LISTENS: Final = "http://127.0.0.1:1/resource/nqur-w4p7.json"

INVOCATION_RECORD: Final = {
    "requestContext": {
        "requestId": "316aa6d0-8154-4c1f-9af7-85d5f4a6bc81",
        "functionArn": "arn:aws:lambda:us-east-1:123456789012:function:publisher",
        "condition": "RetryAttemptsExhausted",
        "approximateInvokeCount": 11,
    },
    "responseContext": {
        "statusCode": 200,
        "executedVersion": "$LATEST",
        "functionError": "Unhandled",
    },
    "version": "1.0",
    "timestamp": "2025-10-24T00:13:49.717Z",
    "DDBStreamBatchInfo": {
        "shardId": "shardId-00000001761264784184-864758bb",
        "startSequenceNumber": "800000000003126276362",
        "endSequenceNumber": "800000000003126276362",
        "approximateArrivalOfFirstRecord": "2025-10-24T00:13:19Z",
        "approximateArrivalOfLastRecord": "2025-10-24T00:13:19Z",
        "batchSize": 1,
        "streamArn": "arn:aws:dynamodb:us-east-1:123456789012:table/prices/stream/2025-10-01",
    },
}
"""What a stream's event source mapping puts into the queue in place of a record it gave up.

Source: "Retain discarded records for a DynamoDB event source" in the AWS Lambda developer guide.
"""


@pytest.fixture(scope="module")
def stack(bootstrapped: Emulator) -> Iterator[Pipeline]:
    """Return the pipeline with a reader, a subscriber and an operator."""
    with deployed(
        bootstrapped,
        [READER],
        email=READER,
        subscribers=[{"email": SUBSCRIBER, "regions": ["utica"]}],
        alarm_email=OPERATOR,
        regions="utica",
    ) as pipeline:
        yield pipeline


@pytest.fixture(scope="module")
def functions(stack: Pipeline) -> Functions:
    return Functions(stack)


@pytest.fixture
def pipeline(stack: Pipeline, functions: Functions) -> Pipeline:
    """Return the pipeline with nothing recorded, mailed or logged."""
    stack.start_afresh()
    functions.clear_logs()
    return stack


@pytest.fixture(scope="module")
def shell(stack: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Return a function that runs a command of the runbook, and returns what it prints."""
    environment = aws_cli.install(tmp_path_factory.mktemp("bin"), stack.emulator.environment)

    def run(command: str) -> str:
        process = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", command],
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert process.returncode == 0, process.stderr
        return process.stdout.strip()

    def shell(command: str, **variables: str) -> str:
        for name, value in variables.items():
            command, count = re.subn(f"(?m)^{name}=.*$", f"{name}={value}", command)
            assert count == 1, f"{name} is not set in {command}"
        return run(command)

    (to_name,) = runbook.commands("How to look")
    names = ("table", "fetcher", "publisher", "queue")
    values = run(f"{to_name}\necho {' '.join(f'${name}' for name in names)}").split()
    environment |= dict(zip(names, values, strict=True))
    return shell


def test_no_log_tells_an_address_or_the_account(pipeline: Pipeline, functions: Functions) -> None:
    pipeline.look(WEEK)
    pipeline.mailed()
    pipeline.look(NEXT_WEEK)
    pipeline.mailed()
    pipeline.deployment.resend(NEXT_WEEK)
    with pytest.raises(InvocationError):
        pipeline.deployment.resend("1999-01-04")
    with pytest.raises(InvocationError):
        pipeline.look("1999-01-04")

    logs = pipeline.emulator.client("logs")
    lines = [
        event["message"]
        for group in logs.describe_log_groups()["logGroups"]
        for page in logs.get_paginator("filter_log_events").paginate(
            logGroupName=group["logGroupName"]
        )
        for event in page["events"]
    ]
    for message in ("looked at the feed", "stream record", "mailed", "feed failed"):
        assert any(f'"{message}"' in line for line in lines)
    assert set(functions.log_lines()) <= set(lines)
    for line in lines:
        assert "@example.com" not in line
        assert ACCOUNT not in line


def test_the_outputs_tell_the_account_only_in_what_aws_names_by_it(pipeline: Pipeline) -> None:
    (stack,) = pipeline.emulator.client("cloudformation").describe_stacks(StackName="GasNotifier")[
        "Stacks"
    ]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    assert {name for name, value in outputs.items() if ACCOUNT in value} == {
        "NoticeTopicArn",
        "FailureQueueUrl",
    }
    assert not [value for value in outputs.values() if "@example.com" in value]


def test_a_look_that_fails_for_good_ends_in_the_failure_queue_and_a_later_one_makes_it_good(
    pipeline: Pipeline, functions: Functions, shell: Shell
) -> None:
    fetcher = pipeline.deployment.fetcher_name
    with functions.with_variable(fetcher, "FEED_URLS", NOBODY_LISTENS):
        functions.invoke_asynchronously(fetcher)
        wait_until(lambda: functions.failures() == 1)
    assert sum('"feed failed"' in line for line in functions.log_lines()) == 3

    to_look, to_fetch, to_empty = runbook.commands("Failure queue not empty")
    assert "Connection refused" in shell(to_look)
    pipeline.feed.newest_week = date.fromisoformat(WEEK)
    assert f'"newest_week": "{WEEK}"' in shell(to_fetch)
    assert pipeline.mailed()[READER]
    shell(to_empty)
    assert functions.failures() == 0


def test_a_message_that_points_at_a_record_is_turned_back_into_its_mail(
    pipeline: Pipeline, functions: Functions, shell: Shell
) -> None:
    publisher = pipeline.deployment.publisher_name
    with functions.with_variable(publisher, "TOPIC_ARN", f"{pipeline.deployment.topic_arn}-gone"):
        pipeline.look(WEEK)
        with _giving_up_soon(pipeline):
            wait_until(lambda: functions.failures() == 1)
    (pointer,) = _bodies(shell)
    to_list, to_find, to_resend = runbook.commands("Turn a failure back into its mail")
    to_empty = runbook.commands("Failure queue not empty")[-1]
    # The emulator's message is shaped as on AWS, but it has a number of its own for the invocation.
    assert _shape(pointer) == _shape(INVOCATION_RECORD)
    shell(to_empty)
    (request, *_) = (line["request_id"] for line in _json(functions) if "request_id" in line)
    pointer["requestContext"]["requestId"] = request
    pipeline.emulator.client("sqs").send_message(
        QueueUrl=pipeline.deployment.failure_queue_url, MessageBody=json.dumps(pointer)
    )

    (pointer,) = _bodies(shell)
    (line,) = json.loads(shell(to_find, request=pointer["requestContext"]["requestId"]))[1:2]
    week = json.loads(line)["Keys"]["week"]["S"]
    assert json.loads(shell(to_list)) == [week] == [WEEK]
    assert "FunctionError" not in shell(to_resend, week=week)

    assert json.loads(shell(to_list)) == []
    shell(to_empty)
    assert functions.failures() == 0
    assert pipeline.mailed() == {READER: ["Now watching gas in Utica: $3.15 (Oct 20)"]}


def test_a_resend_that_fails_says_so(shell: Shell) -> None:
    to_resend = runbook.commands("Turn a failure back into its mail")[-1]
    answer = shell(to_resend, week="1999-01-04")
    assert '"FunctionError": "Unhandled"' in answer
    assert "week 1999-01-04 has no notice to send" in answer


def test_a_mark_that_was_lost_is_set_without_a_second_mail(
    pipeline: Pipeline, shell: Shell
) -> None:
    pipeline.look(WEEK)
    assert pipeline.mailed()[READER]
    pipeline.emulator.client("dynamodb").update_item(
        TableName=pipeline.deployment.table_name,
        Key={"fuel": {"S": "gasoline"}, "week": {"S": WEEK}},
        UpdateExpression="REMOVE notified_at",
    )
    (to_mark,) = runbook.commands("Notice not mailed")
    shell(to_mark, week=WEEK)
    (record,) = pipeline.deployment.records()
    assert datetime.fromisoformat(record.notified_at or "").tzinfo is UTC
    assert pipeline.mailed() == {READER: []}


def test_what_was_lost_is_restored_and_not_mailed_again(pipeline: Pipeline, shell: Shell) -> None:
    pipeline.look(WEEK)
    pipeline.mailed()
    pipeline.look(NEXT_WEEK)
    pipeline.mailed()
    recorded = pipeline.deployment.records()
    to_restore, to_copy = runbook.commands("Restore the table")

    # The emulator restores a table as it is, so that it has to be whole until then.
    shell(to_restore)
    pipeline.emulator.client("dynamodb").delete_item(
        TableName=pipeline.deployment.table_name,
        Key={"fuel": {"S": "gasoline"}, "week": {"S": WEEK}},
    )
    assert shell(to_copy).startswith(f"already there: {NEXT_WEEK}")

    assert pipeline.deployment.records() == recorded
    assert pipeline.look(NEXT_WEEK)["recorded"] == []
    assert pipeline.mailed() == {READER: []}


def test_every_query_finds_lines_and_each_of_its_fields(
    pipeline: Pipeline, functions: Functions
) -> None:
    pipeline.look(WEEK)
    pipeline.mailed()
    publisher = pipeline.deployment.publisher_name
    with functions.with_variable(publisher, "TOPIC_ARN", f"{pipeline.deployment.topic_arn}-gone"):
        pipeline.look(NEXT_WEEK)
        wait_until(lambda: any(line["message"] == "not mailed" for line in _json(functions)))
    pipeline.mailed()
    with pytest.raises(InvocationError):
        pipeline.look("1999-01-04")
    lines = [_flat(line) for line in _json(functions)]
    # What the runtime logs of an error that a function raised, which the emulator does not.
    lines.append({"level": "ERROR", "errorMessage": "", "week": ""})

    queries = runbook.queries()
    assert queries
    for query in queries:
        selected = [name for name in _fields(query) if not name.startswith("@")]
        found = [line for line in lines if _passes(query.replace("2026-04-06", WEEK), line)]
        assert found, query
        # Logs Insights discovers the first 200 fields of a line.
        assert set(selected) <= {name for line in found for name in list(line)[:200]}, query


@contextmanager
def _giving_up_soon(pipeline: Pipeline) -> Iterator[None]:
    """Have the event source mapping give records up by their age, as it does on AWS by number."""
    functions = pipeline.emulator.client("lambda")
    (mapping,) = functions.list_event_source_mappings()["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=mapping["UUID"], MaximumRecordAgeInSeconds=1)
    try:
        yield
    finally:
        functions.update_event_source_mapping(
            UUID=mapping["UUID"], MaximumRecordAgeInSeconds=mapping["MaximumRecordAgeInSeconds"]
        )


def _bodies(shell: Shell) -> list[dict[str, Any]]:
    """Return the messages in the failure queue, as the runbook's command shows them."""
    (to_look, *_) = runbook.commands("Failure queue not empty")
    return [json.loads(body) for body in json.loads(shell(to_look))]


def _json(functions: Functions) -> list[dict[str, Any]]:
    """Return the log lines that the functions wrote through a logger."""
    objects = [json.loads(line) for line in functions.log_lines() if line.startswith("{")]
    return [line for line in objects if "message" in line]


def _shape(node: object) -> object:
    """Return the names in an object, and no values."""
    return {key: _shape(node[key]) for key in sorted(node)} if isinstance(node, dict) else ...


def _flat(node: Mapping[str, Any], prefix: str = "") -> dict[str, object]:
    """Return the fields that CloudWatch Logs Insights discovers in a line."""
    flat: dict[str, object] = {}
    for key, value in node.items():
        is_array = isinstance(value, list)
        parts = {str(place): part for place, part in enumerate(value)} if is_array else value
        if isinstance(parts, dict):
            flat |= _flat(parts, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat


def _fields(query: str) -> list[str]:
    (names,) = re.findall(r"^fields (.+)$", query, re.MULTILINE)
    return [name.strip() for name in names.split(",")]


def _passes(query: str, line: Mapping[str, object]) -> bool:
    """Tell whether a line passes the filters of a query, as far as the runbook's queries go."""
    conditions = " and ".join(re.findall(r"^\| filter (.+)$", query, re.MULTILINE)).split(" and ")
    return all(_holds(condition, line) for condition in conditions)


def _holds(condition: str, line: Mapping[str, object]) -> bool:
    name, operator, operand = condition.split(maxsplit=2)
    values = json.loads(operand if operator == "in" else f"[{operand}]")
    return line.get(name, "") in values
