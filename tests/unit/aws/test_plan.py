"""What a deployment is going to do: `gas_notifier.aws.plan`."""

import json
from pathlib import Path

import pytest

from gas_notifier.aws.account import Account
from gas_notifier.aws.plan import plan
from gas_notifier.settings import files
from gas_notifier.settings.settings import Settings, SettingsError
from gas_notifier.settings.subscriber import Subscriber
from gas_prices.rule import Rule
from tests.support.stacks import Deploy

READER = "a@example.com"
WAITING = Subscriber("s@example.com", ("utica",))


def set_project(folder: Path, **settings: object) -> None:
    (folder / "cdk.json").write_text(json.dumps({"context": settings}))


def test_a_new_stack_has_what_cdk_json_says_and_what_is_given(
    account: Account, tmp_path: Path
) -> None:
    set_project(
        tmp_path, below="3.10", subscribers=[{"email": "s@example.com", "regions": "utica"}]
    )
    planned = plan(account, tmp_path, {"email": READER})
    assert planned.stack is None
    assert planned.changes == (
        "email: none -> a@example.com",
        "subscribers: none -> s@example.com (utica)",
        "below: none -> 3.10",
    )
    assert planned.losses == ()


def test_what_the_stack_has_comes_first_whatever_this_folder_knows(
    account: Account, tmp_path: Path, deployed: Deploy
) -> None:
    deployed(Settings(email=(READER,), rule=Rule(("utica",)), retain_data=True))
    set_project(tmp_path, min_drop_cents=3)
    planned = plan(account, tmp_path, {"regions": "albany"})
    assert planned.settings == Settings(
        email=(READER,), rule=Rule(("albany",), min_drop_cents=3), retain_data=True
    )
    assert planned.changes == ("regions: utica -> albany", "min_drop_cents: 0 -> 3")


def test_each_loss_is_named(account: Account, tmp_path: Path, deployed: Deploy) -> None:
    deployed(
        Settings(
            email=(READER, "b@example.com"),
            subscribers=(WAITING,),
            alarm_email="ops@example.com",
            api="read-write",
            kinesis=True,
            replica_regions=("us-east-2", "us-west-2"),
            retain_data=True,
        )
    )
    set_project(tmp_path, subscribers=[])
    given = {
        "fuel": "diesel",
        "email": "B@example.com",
        "alarm_email": "none",
        "retain_data": "0",
        "api": "off",
        "kinesis": "0",
        "replica_regions": "us-west-2",
    }
    assert plan(account, tmp_path, given).losses == (
        "a@example.com would get no notice any more",
        "s@example.com would get no notice any more",
        (
            "nobody would hear of gasoline any more: the table keeps its recorded weeks, and "
            "diesel, unless it was watched before, begins with a first mail. Both live side by "
            "side as two stacks, each with a STACK_NAME of its own"
        ),
        "the alarms would go, and ops@example.com would hear of nothing any more",
        "the page would go, and its address for good: links in mails, and feeds, lead nowhere",
        "the Kinesis stream would go, with the changes of the last day",
        "the copy of the table in us-east-2 would go",
        "the recorded prices would no longer be protected, and would go with the stack",
    )


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_a_second_copy_elsewhere_is_one_thing_to_ask_about(
    account: Account, tmp_path: Path, region: str
) -> None:
    settings = Settings(email=(READER,))
    files.keep_copy(tmp_path, settings, account=account.number, region=region)
    losses = plan(account, tmp_path, {"email": READER}).losses
    assert [loss.partition(",")[0] for loss in losses] == (
        [] if region == "us-east-1" else ["a second copy would come to live here"]
    )
    # A copy of another name is meant.
    assert plan(account, tmp_path, {"email": READER, "stack_name": "Diesel"}).losses == ()


def test_a_reader_who_is_gone_cannot_be_changed(
    account: Account, tmp_path: Path, deployed: Deploy
) -> None:
    topic = deployed(Settings(email=(READER,), subscribers=(WAITING,)))["NoticeTopicArn"]
    moved = {"subscribers": json.dumps([{"email": READER, "regions": "albany"}]), "email": "none"}
    with pytest.raises(SettingsError, match=r"^a@example\.com is not subscribed, so AWS cannot"):
        plan(account, tmp_path, moved)
    account.client("sns").subscribe(TopicArn=topic, Protocol="email", Endpoint=READER)
    assert len(plan(account, tmp_path, moved).changes) == 2


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, r"^email: nobody would get a mail; add EMAIL=you@example\.com$"),
        ({"email": READER, "below": "3"}, r"^below: cdk\.json sets it, and comes first; change it"),
        ({"email": "you"}, r"^email: 'you' is not an e-mail address"),
        ({"email": READER, "stack_name": "CDKToolkit"}, "^stack_name: 'CDKToolkit' is not a name"),
    ],
)
def test_what_cannot_be_is_refused(
    account: Account, tmp_path: Path, given: dict[str, str], message: str
) -> None:
    set_project(tmp_path, below="3.10")
    with pytest.raises(SettingsError, match=message):
        plan(account, tmp_path, given)


@pytest.mark.parametrize(
    ("before", "after"), [((), "us-east-2"), (("us-east-2", "us-west-2"), "none")]
)
def test_a_table_is_never_replaced_by_one_with_copies_or_without(
    account: Account, tmp_path: Path, deployed: Deploy, before: tuple[str, ...], after: str
) -> None:
    table = deployed(Settings(email=(READER,), replica_regions=before))["PriceTableName"]
    with pytest.raises(SettingsError, match=f"with make restore TABLE={table}, and destroy"):
        plan(account, tmp_path, {"replica_regions": after})


def test_copies_come_and_go_one_in_a_deployment(
    account: Account, tmp_path: Path, deployed: Deploy
) -> None:
    deployed(Settings(email=(READER,), replica_regions=("us-east-2", "us-west-2")))
    more = plan(account, tmp_path, {"replica_regions": "us-west-2,us-east-2,eu-west-1"})
    assert more.changes == (
        "replica_regions: us-east-2, us-west-2 -> us-west-2, us-east-2, eu-west-1",
    )
    with pytest.raises(SettingsError, match=r"^replica_regions: eu-west-1, us-east-2 all change"):
        plan(account, tmp_path, {"replica_regions": "us-west-2,eu-west-1"})


def test_a_copy_where_the_table_is_itself_is_none(account: Account, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^replica_regions: 'us-east-1' is the stack's own"):
        plan(account, tmp_path, {"email": READER, "replica_regions": "us-west-2,us-east-1"})


def test_a_wrong_value_is_named_with_the_file_that_it_stands_in(
    account: Account, tmp_path: Path
) -> None:
    set_project(tmp_path, regions="bufalo")
    with pytest.raises(SettingsError, match=r"^regions \(in cdk\.json\): 'bufalo' is not a region"):
        plan(account, tmp_path, {"email": READER})


def test_nobody_at_all_can_be_meant(account: Account, tmp_path: Path) -> None:
    assert plan(account, tmp_path, {"email": "none"}).settings == Settings()
