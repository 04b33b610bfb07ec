"""The fetcher: looks at the feed on a schedule and records new weeks."""

from aws_cdk import Duration, Stack, TimeZone
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as targets
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from gas_notifier.function import create_function, of_fuel
from gas_notifier.settings.settings import Settings


class Fetcher(Construct):
    """The function and its schedule."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        table: dynamodb.ITable,
        failure_queue: sqs.IQueue,
        settings: Settings,
    ) -> None:
        super().__init__(scope, construct_id)
        self.function = create_function(
            self,
            package="fetcher",
            description="Looks at the price feed and records its new weeks",
            timeout=Duration.minutes(2),
            environment={
                "TABLE_NAME": table.table_name,
                "RULE": settings.rule.to_json(),
                "FEED_URLS": ",".join(settings.feed_url),
                # For the page; without one, a look costs no more than it must.
                **of_fuel(settings.fuel),
                **({} if settings.api == "off" else {"KEEP_HISTORY": "1"}),
            },
            statements=[
                iam.PolicyStatement(
                    actions=["dynamodb:Query", "dynamodb:PutItem"], resources=[table.table_arn]
                )
            ],
            failure_queue=failure_queue,
        )
        self._run_on(settings.schedule, TimeZone.of(settings.time_zone), failure_queue)

    def _run_on(self, expression: str, time_zone: TimeZone, failure_queue: sqs.IQueue) -> None:
        role = iam.Role(
            self,
            "ScheduleRole",
            assumed_by=iam.ServicePrincipal(
                "scheduler.amazonaws.com",
                # No other account's schedule can have this role assumed.
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
            ),
            inline_policies={
                "Schedule": iam.PolicyDocument(
                    statements=[
                        iam.PolicyStatement(
                            actions=["lambda:InvokeFunction"],
                            resources=[self.function.function_arn],
                        ),
                        iam.PolicyStatement(
                            actions=["sqs:SendMessage"], resources=[failure_queue.queue_arn]
                        ),
                    ]
                )
            },
        )
        scheduler.Schedule(
            self,
            "Schedule",
            description="When Gas Notifier looks at the price feed",
            schedule=scheduler.ScheduleExpression.expression(expression, time_zone),
            time_window=scheduler.TimeWindow.off(),
            target=targets.LambdaInvoke(
                self.function,
                role=role.without_policy_updates(),
                retry_attempts=10,
                max_event_age=Duration.hours(6),
                dead_letter_queue=failure_queue,
            ),
        )
