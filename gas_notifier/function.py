"""What all functions share: runtime, size, logs, role, and where their failures go."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from aws_cdk import CfnResource, Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from gas_notifier.bundling import bundle
from gas_prices.fuels import DEFAULT


def of_fuel(fuel: str) -> Mapping[str, str]:
    """Return what tells a function of its fuel; of the default it need not be told."""
    return {} if fuel == DEFAULT.slug else {"FUEL": fuel}


def create_function(
    scope: Construct,
    *,
    package: str,
    description: str,
    timeout: Duration,
    environment: Mapping[str, str],
    statements: Sequence[iam.PolicyStatement],
    failure_queue: sqs.IQueue | None = None,
    memory_size: int = 256,
) -> lambda_.Function:
    """Create the function of a package of `lambda/`, with a log group and a role of its own.

    The role may do what the statements say, write to that log group and send to the failure queue,
    and nothing else: the CDK's own grants are wider, so they are kept off it. A function whose
    caller waits for it has no use for such a queue. `memory_size` is in MB.

    Raises BundlingError when the package's requirements cannot be installed.
    """
    log_group = logs.LogGroup(
        scope,
        "Logs",
        retention=logs.RetentionDays.ONE_MONTH,
        removal_policy=RemovalPolicy.DESTROY,
    )
    allowed = list(statements)
    if failure_queue:
        allowed.append(
            iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[failure_queue.queue_arn])
        )
    role = iam.Role(
        scope,
        "Role",
        assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
        inline_policies={
            "Function": iam.PolicyDocument(
                statements=[
                    *allowed,
                    iam.PolicyStatement(
                        actions=["logs:CreateLogStream", "logs:PutLogEvents"],
                        # On AWS this ends in the :* that stands for the group's streams.
                        resources=[log_group.log_group_arn],
                    ),
                ]
            )
        },
    )
    with TemporaryDirectory() as asset:
        # Not when the CDK CLI only lists or destroys stacks.
        if Stack.of(scope).bundling_required:
            bundle(package, Path(asset))
        function = lambda_.Function(
            scope,
            "Function",
            description=description,
            runtime=lambda_.Runtime.PYTHON_3_14,
            architecture=lambda_.Architecture.ARM_64,
            handler=f"{package}.handler.handler",
            code=lambda_.Code.from_asset(asset),
            memory_size=memory_size,
            timeout=timeout,
            environment=dict(environment),
            role=role.without_policy_updates(),
            log_group=log_group,
            logging_format=lambda_.LoggingFormat.JSON,
            retry_attempts=2 if failure_queue else None,
            max_event_age=Duration.hours(6) if failure_queue else None,
            dead_letter_queue=failure_queue,
        )
    # Naming the role's ARN makes the function wait for it; cfn-lint minds it being said twice.
    cast("CfnResource", function.node.default_child).add_deletion_override("DependsOn")
    return function
