"""`make subscriptions`, with the emulator in the place of AWS."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from aws_cdk import App, CfnOutput, DefaultStackSynthesizer, Stack
from aws_cdk.assertions import Template

from gas_notifier.commands import subscriptions
from gas_notifier.emulator.emulator import Emulator
from gas_notifier.notices import Notices
from gas_notifier.settings import deployed_settings
from gas_notifier.settings.subscriber import Subscriber

ALL: Final = "all@example.com"
UTICA: Final = "utica@example.com"


@pytest.fixture(autouse=True)
def checkout(emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a checkout without settings, whose user's AWS account is the emulator."""
    monkeypatch.setattr(deployed_settings, "REPOSITORY", tmp_path)
    for name, value in emulator.environment.items():
        monkeypatch.setenv(name, value)
    return tmp_path


@pytest.fixture
def _stack(emulator: Emulator) -> Iterator[None]:
    """Deploy what the command looks at: the topic, its subscriptions, and the output."""
    app = App()
    # It has no assets, so that it can do without a bootstrapped account.
    synthesizer = DefaultStackSynthesizer(generate_bootstrap_version_rule=False)
    stack = Stack(app, "GasNotifier", synthesizer=synthesizer)
    notices = Notices(stack, "Notices", email=[ALL], subscribers=[Subscriber(UTICA, ("utica",))])
    CfnOutput(stack, "NoticeTopicArn", value=notices.topic.topic_arn)
    template = json.dumps(Template.from_stack(stack).to_json())
    cloudformation = emulator.client("cloudformation")
    cloudformation.create_stack(StackName="GasNotifier", TemplateBody=template)
    cloudformation.get_waiter("stack_create_complete").wait(
        StackName="GasNotifier", WaiterConfig={"Delay": 1}
    )
    yield
    cloudformation.delete_stack(StackName="GasNotifier")
    cloudformation.get_waiter("stack_delete_complete").wait(
        StackName="GasNotifier", WaiterConfig={"Delay": 1}
    )


@pytest.mark.usefixtures("_stack")
def test_the_readers_of_the_deployed_stack_are_listed(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = {
        "email": f"{ALL},later@example.com",
        "subscribers": [{"email": UTICA, "regions": "utica"}],
    }
    (checkout / "cdk.json").write_text(json.dumps({"context": settings}), encoding="utf-8")

    assert subscriptions.main([]) == 0

    topic, *lines = capsys.readouterr().out.splitlines()
    assert topic.startswith("Topic: arn:aws:sns:us-east-1:000000000000:")
    assert lines[1:6] == [
        "all@example.com    confirmed       every notice",
        "later@example.com  not subscribed  every notice",
        "utica@example.com  confirmed       Utica",
        "",
        "2 confirmed, 1 not subscribed",
    ]


def test_without_a_stack_it_says_so_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert subscriptions.main([]) == 1
    assert capsys.readouterr() == ("", "there is no stack GasNotifier in us-east-1\n")
