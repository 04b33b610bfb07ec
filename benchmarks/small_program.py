"""A small program of two functions as a CDK app, to be deployed as Gas Notifier is.

The context names the folder of its functions (`program`), and has its settings.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import uv
from aws_cdk import App, CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions

HERE: Final = Path(__file__).parent
REQUIREMENTS: Final = HERE.parent / "lambda/fetcher/requirements.txt"
CACHE: Final = Path(sys.prefix) / "cache/uv"


def main() -> None:
    """Synthesize the stack."""
    app = App(builtin_cloud_formation_validation=False)
    program, email, feed_url = map(app.node.get_context, ("program", "email", "feed_url"))
    stack = Stack(app, f"{program.capitalize()}Program")
    table = dynamodb.Table(
        stack,
        "Table",
        partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
        billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
        stream=dynamodb.StreamViewType.NEW_IMAGE,
        removal_policy=RemovalPolicy.DESTROY,
    )
    topic = sns.Topic(stack, "Topic")
    topic.add_subscription(subscriptions.EmailSubscription(email))
    folder = HERE / program
    environment = {"TABLE_NAME": table.table_name, "FEED_URL": feed_url}
    fetcher = _function(stack, folder / "fetcher.py", environment)
    publisher = _function(stack, folder / "publisher.py", {"TOPIC_ARN": topic.topic_arn})
    table.grant_read_write_data(fetcher)
    topic.grant_publish(publisher)
    publisher.add_event_source(
        event_sources.DynamoEventSource(
            table, batch_size=1, starting_position=lambda_.StartingPosition.TRIM_HORIZON
        )
    )
    CfnOutput(stack, "NoticeTopicArn", value=topic.topic_arn)
    CfnOutput(stack, "FetcherName", value=fetcher.function_name)
    CfnOutput(stack, "PublisherName", value=publisher.function_name)
    app.synth()


def _function(stack: Stack, module: Path, environment: dict[str, str]) -> lambda_.Function:
    with TemporaryDirectory() as asset:
        shutil.copy(module, asset)
        if "import requests" in module.read_text():
            _install(asset)
        return lambda_.Function(
            stack,
            module.stem.capitalize(),
            runtime=lambda_.Runtime.PYTHON_3_14,
            architecture=lambda_.Architecture.ARM_64,
            handler=f"{module.stem}.handler",
            code=lambda_.Code.from_asset(asset),
            memory_size=256,
            timeout=Duration.minutes(1),
            environment=environment,
        )


def _install(asset: str) -> None:
    subprocess.run(
        [
            *(uv.find_uv_bin(), "pip", "install", "--quiet", "--target", asset),
            *("--python", sys.executable, "--cache-dir", CACHE, "--offline"),
            *("--python-version", "3.14", "--python-platform", "aarch64-manylinux2014"),
            *("--only-binary", ":all:", "--requirement", REQUIREMENTS),
        ],
        check=True,
    )


if __name__ == "__main__":
    main()
