"""What the infrastructure tests share: the stack, synthesized with the context of `cdk.json`."""

import json
from collections.abc import Callable, Mapping

import pytest
from aws_cdk import App
from aws_cdk.assertions import Template

from gas_notifier import REPOSITORY
from gas_notifier.emulator.isolated_environment import REGION
from gas_notifier.settings.settings import Settings
from gas_notifier.stack import GasNotifier

EVERYTHING = {
    "email": "reader@example.com,second@example.com",
    "subscribers": [{"email": "subscriber@example.com", "regions": "buffalo,utica"}],
    "regions": "buffalo,utica,new_york_city",
    "min_drop_cents": 3,
    "below": "3.25",
    "lowest_in_weeks": 8,
    "record": "drops",
    "schedule": "rate(12 hours)",
    "time_zone": "Europe/Berlin",
    "feed_url": "https://feed.example/a.json,https://feed.example/b.json",
    "tank_gallons": 13.5,
    "alarm_email": "operator@example.com",
    "retain_data": True,
    "api": "read-write",
    "kinesis": True,
    "replica_regions": "us-east-2,us-west-2",
}
"""Settings that turn on all there is, none of them as by default."""

MakeStack = Callable[[Mapping[str, object]], GasNotifier]


@pytest.fixture(scope="session")
def make_stack() -> MakeStack:
    """Return a function that makes the stack of some settings, without bundling its assets."""
    flags = json.loads((REPOSITORY / "cdk.json").read_text())["context"]

    def make_stack(settings: Mapping[str, object]) -> GasNotifier:
        app = App(context={**flags, "aws:cdk:bundling-stacks": []})
        read = Settings.from_context(settings)
        return GasNotifier(app, read.stack_name, settings=read, region=REGION)

    return make_stack


@pytest.fixture(scope="session")
def default_stack(make_stack: MakeStack) -> GasNotifier:
    return make_stack({"email": "reader@example.com"})


@pytest.fixture(scope="session")
def full_stack(make_stack: MakeStack) -> GasNotifier:
    return make_stack(EVERYTHING)


@pytest.fixture(scope="session")
def default_template(default_stack: GasNotifier) -> Template:
    return Template.from_stack(default_stack)


@pytest.fixture(scope="session")
def full_template(full_stack: GasNotifier) -> Template:
    return Template.from_stack(full_stack)
