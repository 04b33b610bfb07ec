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
from gas_notifier.aws.functions import InvocationError
from gas_notifier.emulator.isolated_environment import ACCOUNT
from price_table import record_of
from tests.support import aws_cli, runbook
from tests.support.functions import Functions
from tests.support.pipeline import UTICA, Pipeline
from tests.support.processes import wait_until

Shell = Callable[..., str]

WEEK: Final = "2025-10-20"
NEXT_WEEK: Final = "2025-10-27"
NOBODY_LISTENS: Final = "http://127.0.0.1:1/resource/nqur-w4p7.json"
RUNTIME: Final = json.loads((REPOSITORY / "tests/data/runtime_log_lines.json").read_text())
"""What AWS's runtime writes, and the emulator's does not.

The lines of uncaught exceptions were made by the two releases of awslambdaric themselves, those of
the platform as "Lambda Telemetry API event schema reference" in the developer guide has them.
"""


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


def test_a_look_that_fails_for_good_ends_in_the_failure_queue_and_a_later_one_makes_it_good(
    pipeline: Pipeline, functions: Functions, shell: Shell
) -> None:
    fetcher = pipeline.deployment.fetcher_name
    with functions.with_variable(fetcher, "FEED_URLS", NOBODY_LISTENS):
        functions.invoke_asynchronously(fetcher)
        wait_until(lambda: functions.failures() == 1)
    assert sum('"feed failed"' in line for line in functions.log_lines()) == 3

    to_look, to_retry = runbook.commands("Failure queue not empty")
    assert "Connection refused" in shell(to_look)
    pipeline.feed.newest_week = date.fromisoformat(WEEK)
    assert shell(to_retry).endswith(f"Looked at the feed: its newest week is {WEEK}.")
    assert pipeline.mailed()[UTICA]
    assert functions.failures() == 0
    (to_fetch,) = runbook.commands("Fetch failed")
    assert shell(to_fetch).endswith("No mail: nothing is new since the last look.")


def test_a_message_that_points_at_a_record_is_turned_back_into_its_mail(
    pipeline: Pipeline, functions: Functions, shell: Shell
) -> None:
    publisher = pipeline.deployment.publisher_name
    with functions.with_variable(publisher, "TOPIC_ARN", f"{pipeline.deployment.topic_arn}-gone"):
        pipeline.look(WEEK)
        with _giving_up_soon(pipeline):
            wait_until(lambda: functions.failures() == 1)
    to_look, to_retry = runbook.commands("Failure queue not empty")
    to_list, to_find, to_resend = runbook.commands("Turn a failure back into its mail")
    ((pointer),) = map(json.loads, json.loads(shell(to_look)))
    assert {"requestContext", "DDBStreamBatchInfo"} <= pointer.keys()

    # The emulator's message has a number of its own for the invocation.
    (request, *_) = (line["request_id"] for line in _json(functions) if "request_id" in line)
    (line,) = json.loads(shell(to_find, request=request))[1:2]
    assert json.loads(line)["Keys"]["week"]["S"] == WEEK
    assert json.loads(shell(to_list)) == [WEEK]
    assert shell(to_retry).endswith(f"Mailed: the notice of {WEEK}.")
    assert json.loads(shell(to_list)) == []
    assert functions.failures() == 0
    assert shell(to_resend, week=WEEK).endswith("Mailed.")
    first, again = pipeline.mailed()[UTICA]
    assert first == again
    assert first.endswith("(Oct 20)")


def test_a_mark_that_was_lost_is_set_without_a_second_mail(
    pipeline: Pipeline, shell: Shell
) -> None:
    pipeline.look(WEEK)
    assert pipeline.mailed()[UTICA]
    pipeline.emulator.client("dynamodb").update_item(
        TableName=pipeline.deployment.table_name,
        Key={"fuel": {"S": "gasoline"}, "week": {"S": WEEK}},
        UpdateExpression="REMOVE notified_at",
    )
    (to_mark,) = runbook.commands("Notice not mailed")
    shell(to_mark, week=WEEK)
    (record,) = pipeline.deployment.records()
    assert datetime.fromisoformat(record.notified_at or "").tzinfo is UTC
    assert pipeline.mailed()[UTICA] == []


def test_what_was_lost_is_restored_and_not_mailed_again(pipeline: Pipeline, shell: Shell) -> None:
    for week in (WEEK, NEXT_WEEK):
        pipeline.look(week)
        pipeline.mailed()
    recorded = pipeline.deployment.records()
    to_restore, to_copy, to_delete = runbook.commands("Restore the table")

    # The emulator restores a table as it is, so that it has to be whole until then.
    shell(to_restore)
    pipeline.forget(WEEK)
    assert shell(to_copy) == "Weeks copied: 1; already there: 1."
    shell(to_delete)

    assert pipeline.deployment.records() == recorded
    assert pipeline.look(NEXT_WEEK)["recorded"] == []
    assert pipeline.mailed()[UTICA] == []


def test_a_recorded_week_is_read_from_the_kinesis_stream(pipeline: Pipeline, shell: Shell) -> None:
    streams = pipeline.emulator.client("kinesis")
    (name,) = streams.list_streams()["StreamNames"]
    description = streams.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
    destination = {
        "TableName": pipeline.deployment.table_name,
        "StreamArn": description["StreamARN"],
    }
    tables = pipeline.emulator.client("dynamodb")
    # The emulator does not take it from the template.
    tables.enable_kinesis_streaming_destination(**destination)
    pipeline.look(WEEK)
    tables.disable_kinesis_streaming_destination(**destination)

    (to_read,) = runbook.commands("Read the changes from Kinesis")
    inserted, *_ = map(json.loads, shell(to_read, stream=name).splitlines())
    assert inserted["eventName"] == "INSERT"
    assert record_of(inserted["dynamodb"]["NewImage"]).week == date.fromisoformat(WEEK)


def test_every_query_finds_lines_with_each_of_its_fields_and_no_line_tells_an_address(
    pipeline: Pipeline, functions: Functions
) -> None:
    pipeline.look(WEEK)
    pipeline.mailed()
    publisher = pipeline.deployment.publisher_name
    with functions.with_variable(publisher, "TOPIC_ARN", f"{pipeline.deployment.topic_arn}-gone"):
        pipeline.look(NEXT_WEEK)
        wait_until(lambda: any(line["message"] == "not mailed" for line in _json(functions)))
        pipeline.forget(NEXT_WEEK)
    # The publisher tries again, and misses the week.
    wait_until(lambda: any(line["message"] == "week was deleted" for line in _json(functions)))
    with pytest.raises(InvocationError):
        pipeline.look("1999-01-04")
    with pytest.raises(InvocationError):
        pipeline.deployment.resend("1999-01-04")

    for line in functions.log_lines():
        assert "@example.com" not in line
        # What AWS says of a refusal names what it refuses, account and all.
        assert ACCOUNT not in line or "is not authorized" in line
    lines = [_flat(line) for line in (*_json(functions), *RUNTIME.values())]
    queries = runbook.queries()
    assert queries
    for query in queries:
        selected = {name for name in _fields(query) if not name.startswith("@")}
        found = [line for line in lines if _passes(query.replace("2026-04-06", WEEK), line)]
        assert found, query
        # Logs Insights discovers the first 200 fields of a line.
        discovered = {name for line in found for name in list(line)[:200]}
        assert selected <= discovered, query
    out_of_order = queries[-1]
    missed = {name for name, line in RUNTIME.items() if not _passes(out_of_order, _flat(line))}
    assert missed == {"all is well"}


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


def _json(functions: Functions) -> list[dict[str, Any]]:
    """Return the log lines that the functions wrote through a logger."""
    objects = [json.loads(line) for line in functions.log_lines() if line.startswith("{")]
    return [line for line in objects if "message" in line]


def _flat(node: Mapping[str, Any], prefix: str = "") -> dict[str, object]:
    """Return the fields that CloudWatch Logs Insights discovers in a line."""
    flat: dict[str, object] = {}
    for key, value in node.items():
        name = f"{prefix}{key}"
        parts = dict(enumerate(value)) if isinstance(value, list) else value
        flat |= _flat(parts, f"{name}.") if isinstance(parts, dict) else {name: value}
    return flat


def _fields(query: str) -> list[str]:
    (names,) = re.findall(r"^fields (.+)$", query, re.MULTILINE)
    return [name.strip() for name in names.split(",")]


def _passes(query: str, line: Mapping[str, object]) -> bool:
    """Tell whether a line passes the filters of a query, as far as the runbook's queries go."""
    conditions = " and ".join(re.findall(r"^\| filter (.+)$", query, re.MULTILINE)).split(" and ")
    return all(
        any(_holds(part, line) for part in condition.split(" or ")) for condition in conditions
    )


def _holds(condition: str, line: Mapping[str, object]) -> bool:
    if present := re.fullmatch(r"ispresent\((.+)\)", condition):
        return present[1] in line
    name, operator, operand = condition.split(maxsplit=2)
    values = json.loads(operand if operator == "in" else f"[{operand}]")
    return line.get(name, "") in values
