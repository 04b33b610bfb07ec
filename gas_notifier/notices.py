"""The Notices topic: fans each notice out to the readers' addresses."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import cast

from aws_cdk import aws_sns as sns
from constructs import Construct

from gas_notifier.settings.subscriber import Subscriber


class Notices(Construct):
    """The topic, and a subscription for each address.

    `email` gets every notice; a subscriber those whose message attribute `regions` has one of
    theirs.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        email: Sequence[str],
        subscribers: Sequence[Subscriber],
    ) -> None:
        super().__init__(scope, construct_id)
        self.topic = sns.Topic(self, "Topic", display_name="Gas Notifier", enforce_ssl=True)
        for address in email:
            self._subscribe(address)
        for subscriber in subscribers:
            only = sns.SubscriptionFilter.string_filter(allowlist=list(subscriber.regions))
            self._subscribe(subscriber.email, {"regions": only})

    def _subscribe(
        self, address: str, filter_policy: Mapping[str, sns.SubscriptionFilter] | None = None
    ) -> None:
        # Not the address, which would show in every logical id; not its place in the list, or
        # taking one reader out would subscribe those behind it afresh.
        reader = sha256(address.lower().encode()).hexdigest()[:16]
        subscription = sns.Subscription(
            self,
            f"Reader-{reader}",
            topic=self.topic,
            protocol=sns.SubscriptionProtocol.EMAIL,
            endpoint=address,
            filter_policy=filter_policy,
        )
        # Always said, filter or not: where a reader's filter comes or goes, CloudFormation would
        # send a scope that is not said as null, which SNS refuses.
        resource = cast("sns.CfnSubscription", subscription.node.default_child)
        resource.filter_policy_scope = "MessageAttributes"
