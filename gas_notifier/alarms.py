"""The alarms: tell an operator when Gas Notifier cannot do its job."""

import re
from typing import Final

from aws_cdk import Annotations, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from fetcher.metrics import DIMENSION, NAMESPACE
from gas_notifier.settings.schedule import most_days_between_runs
from gas_notifier.settings.settings import Settings
from gas_prices.notice import NEWS

_ABOVE: Final = cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD
# What is counted only when it happens has no data points while all is well.
_MISSING_IS_FINE: Final = cloudwatch.TreatMissingData.NOT_BREACHING
# Between two looks, however far apart, the last one holds.
_LAST_LOOK_HOLDS: Final = cloudwatch.TreatMissingData.IGNORE
# Minutes. Short, so that an alarm ends soon after its cause.
_PERIOD: Final = 5
# CloudWatch looks no further back.
_LONGEST_WATCH_DAYS: Final = 7


class Alarms(Construct):
    """A topic of its own, an operator's address, and the alarms.

    Each alarm mails when it goes off and when it is over. What it means and what to do stands in
    docs/operations.md, where its description points.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        email: str,
        schedule: str,
        fetcher: lambda_.IFunction,
        publisher: lambda_.IFunction,
        failure_queue: sqs.IQueue,
    ) -> None:
        super().__init__(scope, construct_id)
        self._action = actions.SnsAction(self._create_topic(email))
        self._alarm(
            "FailureQueueNotEmpty",
            "Something failed for good and waits in the failure queue.",
            metric=failure_queue.metric_approximate_number_of_messages_visible(
                statistic="Maximum", period=Duration.minutes(_PERIOD)
            ),
            threshold=0,
            # SQS sends no data of a queue that nobody used for hours, be it empty or not.
            missing=cloudwatch.TreatMissingData.IGNORE,
        )
        self._alarm(
            "PublisherErrors",
            "The publisher failed; the notice is tried again, ten times at most.",
            metric=publisher.metric_errors(statistic="Sum", period=Duration.minutes(_PERIOD)),
            threshold=0,
            lasts_hours=1,
        )
        self._alarm(
            "FetchFailed",
            "A look at the feed failed, and so did both retries.",
            metric=fetcher.metric(
                "AsyncEventsDropped", statistic="Sum", period=Duration.minutes(_PERIOD)
            ),
            threshold=0,
            # Over before the next look of a day, whose failure is to be heard as well.
            lasts_hours=12,
        )
        self._alarm(
            "IteratorAge",
            "The publisher is more than an hour behind the table.",
            metric=publisher.metric(
                "IteratorAge", statistic="Maximum", period=Duration.minutes(_PERIOD)
            ),
            threshold=Duration.hours(1).to_milliseconds(),
        )
        self._alarm(
            "NoticeNotMailed",
            "The newest record has a notice that nobody mailed for half a day.",
            metric=_metric_of_looks("UnmailedNotices", fetcher),
            threshold=0,
            missing=_LAST_LOOK_HOLDS,
        )
        self._alarm(
            "StaleFeed",
            f"A watched region has had no new credible price for {NEWS.days} days.",
            metric=_metric_of_looks("OldestPriceAge", fetcher),
            threshold=NEWS.days,
            missing=_LAST_LOOK_HOLDS,
        )
        self._watch_runs(fetcher, schedule)

    def _watch_runs(self, fetcher: lambda_.IFunction, schedule: str) -> None:
        gap = most_days_between_runs(schedule)
        if gap is None or gap >= _LONGEST_WATCH_DAYS:
            Annotations.of(self).add_info_v2(
                "gas-notifier:no-run",
                f"no alarm tells of a missing run: {schedule!r} can pause for longer than "
                f"the {_LONGEST_WATCH_DAYS} days that CloudWatch looks back",
            )
            return
        days = gap + 1
        self._alarm(
            "NoRun",
            f"The fetcher has not run for {days} days.",
            metric=fetcher.metric_invocations(statistic="Sum", period=Duration.hours(1)),
            comparison=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
            threshold=1,
            periods=24 * days,
            # An hour without a run has no data point.
            missing=cloudwatch.TreatMissingData.BREACHING,
        )

    def _alarm(
        self,
        name: str,
        what_happened: str,
        *,
        metric: cloudwatch.IMetric,
        threshold: float,
        comparison: cloudwatch.ComparisonOperator = _ABOVE,
        periods: int = 1,
        lasts_hours: int = 0,
        missing: cloudwatch.TreatMissingData = _MISSING_IS_FINE,
    ) -> None:
        """Create an alarm, which after a single bad point stays on for so many hours.

        One period of so many hours would not end then: while CloudWatch finds as many points as it
        asks for, be they old, it does not treat those that are missing.
        """
        if lasts_hours:
            periods = lasts_hours * 60 // _PERIOD
        stack = Stack.of(self).stack_name
        which = "" if stack == Settings.stack_name else f"{stack}: "
        section = re.sub("(?<=[a-z])(?=[A-Z])", "-", name).lower()
        alarm = cloudwatch.Alarm(
            self,
            name,
            alarm_description=f"{which}{what_happened} See docs/operations.md#{section}",
            metric=metric,
            threshold=threshold,
            comparison_operator=comparison,
            evaluation_periods=periods,
            datapoints_to_alarm=1 if lasts_hours else None,
            treat_missing_data=missing,
        )
        alarm.add_alarm_action(self._action)
        alarm.add_ok_action(self._action)

    def _create_topic(self, email: str) -> sns.Topic:
        topic = sns.Topic(self, "Topic", display_name="Gas Notifier alarms", enforce_ssl=True)
        # With a policy of its own the topic loses the default one that would let CloudWatch in.
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                sid="AllowAlarms",
                actions=["sns:Publish"],
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
            )
        )
        sns.Subscription(
            self,
            "Operator",
            topic=topic,
            protocol=sns.SubscriptionProtocol.EMAIL,
            endpoint=email,
        )
        return topic


def _metric_of_looks(name: str, fetcher: lambda_.IFunction) -> cloudwatch.Metric:
    """Return a metric that the fetcher writes with each look."""
    return cloudwatch.Metric(
        namespace=NAMESPACE,
        metric_name=name,
        dimensions_map={DIMENSION: fetcher.function_name},
        statistic="Maximum",
        period=Duration.minutes(_PERIOD),
    )
