"""The stack: schedule -> fetcher -> table -> stream -> publisher -> topic -> e-mail."""

from aws_cdk import CfnOutput, Environment, Stack
from constructs import Construct

from gas_notifier.alarms import Alarms
from gas_notifier.failure_queue import FailureQueue
from gas_notifier.fetcher import Fetcher
from gas_notifier.kinesis_stream import KinesisStream
from gas_notifier.notices import Notices
from gas_notifier.price_table import PriceTable
from gas_notifier.publisher import Publisher
from gas_notifier.reader import Reader
from gas_notifier.recorder import Recorder
from gas_notifier.settings.settings import METADATA, Settings


class GasNotifier(Stack):
    """Everything that a deployment has; `region` is the AWS region that it goes to, if known.

    Raises SettingsError when the settings ask for a copy of the table in that same region.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Settings,
        region: str | None = None,
    ) -> None:
        settings.refuse_own_region(region)
        super().__init__(
            scope,
            construct_id,
            # Only a table with copies must know where it is itself.
            env=Environment(region=region) if settings.replica_regions else None,
            description=(
                f"Mails you when {settings.fuel} gets cheaper where you live in New York State"
            ),
        )
        # So that a later deployment, from any computer, begins with what this one has.
        self.template_options.metadata = {METADATA: settings.to_context()}
        failure_queue = FailureQueue(self, "FailureQueue").queue
        kinesis_stream = None
        if settings.kinesis:
            kinesis_stream = KinesisStream(self, "KinesisStream").stream
            CfnOutput(self, "KinesisStreamName", value=kinesis_stream.stream_name)
        table = PriceTable(
            self,
            "PriceTable",
            retain_data=settings.retain_data,
            replica_regions=settings.replica_regions,
            kinesis_stream=kinesis_stream,
        ).table
        topic = Notices(
            self, "Notices", email=settings.email, subscribers=settings.subscribers
        ).topic
        fetcher = Fetcher(
            self, "Fetcher", table=table, failure_queue=failure_queue, settings=settings
        ).function
        page_url = None
        if settings.api != "off":
            reader = Reader(self, "Reader", table=table, fuel=settings.fuel, rule=settings.rule)
            page_url = reader.page_url
            CfnOutput(self, "PageUrl", value=page_url)
            if settings.api == "read-write":
                Recorder(
                    self,
                    "Recorder",
                    api=reader.api,
                    table=table,
                    fuel=settings.fuel,
                    rule=settings.rule,
                )
        publisher = Publisher(
            self,
            "Publisher",
            table=table,
            topic=topic,
            failure_queue=failure_queue,
            fuel=settings.fuel,
            tank_gallons=settings.tank_gallons,
            page_url=page_url,
        ).function
        if settings.alarm_email:
            Alarms(
                self,
                "Alarms",
                email=settings.alarm_email,
                schedule=settings.schedule,
                fetcher=fetcher,
                publisher=publisher,
                failure_queue=failure_queue,
            )
        CfnOutput(self, "PriceTableName", value=table.table_name)
        CfnOutput(self, "NoticeTopicArn", value=topic.topic_arn)
        CfnOutput(self, "FetcherName", value=fetcher.function_name)
        CfnOutput(self, "PublisherName", value=publisher.function_name)
        CfnOutput(self, "FailureQueueUrl", value=failure_queue.queue_url)
