"""The failure queue: what neither function could do, until an operator has dealt with it."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class FailureQueue(Construct):
    """Holds the events the fetcher failed at, and pointers to stream records the publisher did."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.queue = sqs.Queue(
            self,
            "Queue",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            # The longest that SQS keeps a message.
            retention_period=Duration.days(14),
        )
