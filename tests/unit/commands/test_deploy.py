"""`python -m gas_notifier deploy` and `diff`, without the CDK CLI."""

import json
from io import StringIO
from pathlib import Path

import pytest

from gas_notifier.aws import cdk_cli, plan
from gas_notifier.aws.account import Account
from gas_notifier.aws.subscriptions import State, Subscription
from gas_notifier.commands import deploy, diff
from gas_notifier.settings.setting import SETTINGS
from gas_notifier.settings.settings import Settings
from tests.support.stacks import Deploy, Stacks
from tests.unit.commands.conftest import Main, Screen

Output = pytest.CaptureFixture[str]
READER = "a@example.com"


@pytest.fixture(autouse=True)
def ran(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Return the list in which the CDK CLI, which does nothing, notes the context of each run."""
    calls: list[dict[str, str]] = []

    def run(command: str, *options: str, region: str) -> int:
        texts = [text for text in options if "=" in text]
        calls.append({"command": command, "region": region, **dict(t.split("=", 1) for t in texts)})
        return 1 if "--fail" in options else 0

    monkeypatch.setattr(cdk_cli, "run", run)
    return calls


def test_the_cli_is_told_every_setting_whatever_files_say(
    ran: list[dict[str, str]], deployed: Deploy
) -> None:
    deployed(Settings(email=(READER,), retain_data=True))
    assert deploy.main(["BELOW=3.10", "CDK_OPTIONS=--verbose"]) == 0
    (call,) = ran
    assert call.pop("command") == "deploy"
    assert call.pop("region") == "us-east-1"
    assert {name: text for name, text in call.items() if text != "none"} == {
        "email": '["a@example.com"]',
        "retain_data": "true",
        "below": "3.10",
    }
    assert call.keys() == SETTINGS.keys()


def test_only_what_went_through_is_written_down(deployed: Deploy, tmp_path: Path) -> None:
    deployed(Settings(email=(READER,)))
    assert deploy.main(["BELOW=3.10", "CDK_OPTIONS=--fail"]) == 1
    assert not (tmp_path / "deployed.json").exists()
    assert deploy.main(["BELOW=3.10"]) == 0
    copy = json.loads((tmp_path / "deployed.json").read_text())["GasNotifier"]
    assert copy["settings"] == {"email": [READER], "below": "3.10"}


def test_without_a_terminal_a_loss_is_agreed_to_in_the_line_itself(
    ran: list[dict[str, str]], deployed: Deploy, capsys: Output
) -> None:
    deployed(Settings(email=(READER,)))
    assert deploy.main(["EMAIL=none", "BELOW=3.10"]) == 1
    assert ran == []
    assert capsys.readouterr().err == (
        "Nothing was done. If it is meant: make deploy EMAIL=none BELOW=3.10 YES=1\n"
    )
    assert deploy.main(["EMAIL=none", "BELOW=3.10", "YES=1"]) == 0


@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("YES", 0), ("n", 1), ("", 1)])
def test_in_a_terminal_it_asks(
    deployed: Deploy, monkeypatch: pytest.MonkeyPatch, answer: str, status: int
) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    deployed(Settings(email=(READER,)))
    monkeypatch.setattr("sys.stdin", Terminal(f"{answer}\n"))
    assert deploy.main(["EMAIL=none"]) == status


def test_a_difference_is_told_and_nothing_asked(
    ran: list[dict[str, str]], deployed: Deploy, screen: Screen
) -> None:
    deployed(Settings(email=(READER,)))
    told = screen.output(diff.main, "EMAIL=none")
    assert "email: a@example.com -> none\nLost: a@example.com would" in told
    assert ran[0]["command"] == "diff"
    assert "\n  no setting changes\n" in screen.output(diff.main)


@pytest.mark.parametrize("main", [deploy.main, diff.main], ids=["deploy", "diff"])
def test_what_is_wrong_is_one_line_and_nothing_is_deployed(
    ran: list[dict[str, str]],
    deployed: Deploy,
    stacks: Stacks,
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    main: Main,
) -> None:
    deployed(Settings(email=(READER,)))
    with monkeypatch.context() as without_an_account:
        without_an_account.delattr(Account, "of_user")
        assert "below: 'cheap' is not a number of dollars" in screen.refusal(main, "BELOW=cheap")
    stacks.stacks["GasNotifier"]["Outputs"] = []
    assert screen.failure(main) == "the stack GasNotifier is CREATE_COMPLETE and has no topic"
    assert ran == []


@pytest.mark.parametrize("is_new", [True, False])
def test_in_the_end_it_says_what_to_do_next(
    deployed: Deploy, monkeypatch: pytest.MonkeyPatch, capsys: Output, *, is_new: bool
) -> None:
    deployed(Settings(email=(READER,)))
    state: State = "pending" if is_new else "confirmed"
    found = [Subscription(READER, state), Subscription("b@example.com", "confirmed")]
    monkeypatch.setattr(deploy, "subscriptions", lambda *_: found)
    if is_new:
        was_none = iter([None])
        monkeypatch.setattr(plan, "find", lambda *_: next(was_none))
    assert deploy.main([f"EMAIL={READER}"]) == 0
    told = capsys.readouterr().out
    if is_new:
        assert told.endswith(
            "Next: Amazon has mailed a link to a@example.com. Do not open it, but copy it,\n"
            "  within two days:\n"
            "  make confirm LINK='https://sns...'\n"
            "Then make look records the newest week and mails what is watched since.\n"
        )
    else:
        assert "  no setting changes\nmake look looks at the feed at once" in told
