"""What all commands that need an AWS account have in common: `gas_notifier.commands.on_aws`."""

import os
from typing import Final

import pytest

from gas_notifier.__main__ import main
from tests.unit.commands.conftest import SetContext

LINK: Final = (
    "LINK=https://sns.us-east-1.amazonaws.com/confirmation.html"
    "?TopicArn=arn:aws:sns:us-east-1:123456789012:GasNotifier-notices&Token=2336412f37fb"
)
COMMANDS: Final = (
    ("bootstrap",),
    ("deploy", "EMAIL=you@example.com"),
    ("diff",),
    ("destroy",),
    ("look",),
    ("confirm", LINK),
    ("resend",),
    ("retry",),
    ("restore", "TABLE=GasNotifier-restored"),
    ("record", "WEEK=2026-04-13", "UTICA=3.05"),
    ("subscriptions",),
)


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_") and "KEY" in name]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_without_credentials_each_says_so_in_the_same_line(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert capsys.readouterr().err == (
        "no AWS credentials were found: aws login or aws configure gets some, or try "
        f"AWS_PROFILE=name make {arguments[0]}\n"
    )


@pytest.mark.parametrize("command", ["deploy", "diff"])
def test_what_is_wrong_in_cdk_json_is_told_first_where_it_is_to_be_deployed(
    command: str, set_context: SetContext, capsys: pytest.CaptureFixture[str]
) -> None:
    set_context(below="3,50")
    with pytest.raises(SystemExit):
        main([command])
    assert f"{command}: below (in cdk.json): '3,50' is not" in capsys.readouterr().err
    assert main(["look"]) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["confirm"], "link: say which, as in LINK='https://sns...'"),
        (["confirm", "LINK=https://example.com"], "link: this is no link that confirms a subs"),
        (["deploy", "BELOW=3,5"], "below: '3,5' is not a number of dollars, 1.00 to 15.00"),
        (["destroy", "STACK_NAME=my_stack"], "stack_name: 'my_stack' is not a name"),
        (["record", "WEEK=2026-04-13"], "say the week and a price of each watched region"),
        (["record", "UTICA=3.05"], "say the week and a price of each watched region"),
        (["record", "WEEK=2026-04-14"], "week: 2026-04-14 is not a Monday"),
        (["restore"], "table: say which, as in TABLE=GasNotifier-restored"),
    ],
)
def test_what_is_typed_wrong_is_told_first(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith(f"python -m gas_notifier {arguments[0]}: {message}")
    assert told.count("\n") == 1
