from typing import Any

from aws_cdk.assertions import Template

from tests.infrastructure.conftest import MakeStack
from tests.support.resources import properties


def _subscriptions(template: Template) -> dict[str, dict[str, Any]]:
    """Return the properties of each reader's subscription, by logical id."""
    return {
        logical_id: definition["Properties"]
        for logical_id, definition in template.find_resources("AWS::SNS::Subscription").items()
        if logical_id.startswith("Notices")
    }


def test_mail_comes_from_gas_notifier(default_template: Template) -> None:
    topic = properties(default_template, "AWS::SNS::Topic", "Notices")
    assert topic == {"DisplayName": "Gas Notifier"}


def test_a_notice_is_published_over_tls_only(default_template: Template) -> None:
    policy = properties(default_template, "AWS::SNS::TopicPolicy", "Notices")["PolicyDocument"]
    (statement,) = policy["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Principal"] == "*"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_each_address_is_subscribed_and_only_subscribers_are_filtered(
    full_template: Template,
) -> None:
    (topic,) = full_template.find_resources(
        "AWS::SNS::Topic", {"Properties": {"DisplayName": "Gas Notifier"}}
    )
    to_the_topic = {
        "Protocol": "email",
        "TopicArn": {"Ref": topic},
        "FilterPolicyScope": "MessageAttributes",
    }
    subscriptions = _subscriptions(full_template).values()
    assert sorted(subscriptions, key=lambda subscription: str(subscription["Endpoint"])) == [
        {**to_the_topic, "Endpoint": "reader@example.com"},
        {**to_the_topic, "Endpoint": "second@example.com"},
        {
            **to_the_topic,
            "Endpoint": "subscriber@example.com",
            "FilterPolicy": {"regions": ["buffalo", "utica"]},
        },
    ]


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
    make_stack: MakeStack,
) -> None:
    """Only the filter changes: nothing that CloudFormation would take back, or confirm anew."""
    chosen = [{"email": "reader@example.com", "regions": "buffalo"}]
    ((before_id, before),) = _subscriptions(
        Template.from_stack(make_stack({"email": "reader@example.com"}))
    ).items()
    ((after_id, after),) = _subscriptions(
        Template.from_stack(make_stack({"subscribers": chosen}))
    ).items()
    assert after_id == before_id
    assert after == {**before, "FilterPolicy": {"regions": ["buffalo"]}}


def test_without_an_address_there_is_no_subscription(make_stack: MakeStack) -> None:
    Template.from_stack(make_stack({})).resource_count_is("AWS::SNS::Subscription", 0)
