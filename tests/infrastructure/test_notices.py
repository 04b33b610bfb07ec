from typing import Any

from aws_cdk.assertions import Template

from tests.infrastructure.conftest import MakeStack


def _subscriptions(template: Template) -> dict[str, dict[str, Any]]:
    """Return the properties of each reader's subscription, by logical id."""
    return {
        logical_id: definition["Properties"]
        for logical_id, definition in template.find_resources("AWS::SNS::Subscription").items()
        if logical_id.startswith("Notices")
    }


def test_no_logical_id_shows_an_address(full_template: Template) -> None:
    for logical_id in _subscriptions(full_template):
        assert "example" not in logical_id.lower()


def test_a_reader_who_leaves_takes_no_other_subscription_along(
    make_stack: MakeStack, full_template: Template
) -> None:
    before = _subscriptions(full_template)
    after = _subscriptions(Template.from_stack(make_stack({"email": "second@example.com"})))
    assert after.keys() < before.keys()
    assert [subscription["Endpoint"] for subscription in after.values()] == ["second@example.com"]


def test_a_reader_who_comes_to_choose_regions_keeps_the_subscription(
    make_stack: MakeStack, default_template: Template
) -> None:
    """Only the filter changes: nothing that CloudFormation would take back, or confirm anew."""
    chosen = [{"email": "reader@example.com", "regions": "buffalo"}]
    ((before_id, before),) = _subscriptions(default_template).items()
    ((after_id, after),) = _subscriptions(
        Template.from_stack(make_stack({"subscribers": chosen}))
    ).items()
    assert after_id == before_id
    assert after == {**before, "FilterPolicy": {"regions": ["buffalo"]}}


def test_without_an_address_there_is_no_subscription(make_stack: MakeStack) -> None:
    Template.from_stack(make_stack({})).resource_count_is("AWS::SNS::Subscription", 0)
