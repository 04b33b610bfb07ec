"""The reader: an HTTP API, open to everybody, that shows what is recorded."""

import json
from itertools import product
from typing import Final, cast

from aws_cdk import Acknowledgment, Duration, RemovalPolicy, Validations
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from gas_notifier.function import create_function, of_fuel
from gas_prices.rule import Rule

PATHS: Final = (
    *("/", "/page.css", "/page.js", "/icon.svg"),
    *("/weeks", "/weeks/{week}", "/notices.atom"),
)
LOGGED: Final = (
    "requestTime",
    "requestId",
    "routeKey",
    "status",
    "responseLength",
    "integrationError",
)
"""Of each request; nothing that tells who asked."""


class Reader(Construct):
    """The API, its function, and what keeps an open address from being an open bill."""

    def __init__(
        self, scope: Construct, construct_id: str, *, table: dynamodb.ITable, fuel: str, rule: Rule
    ) -> None:
        super().__init__(scope, construct_id)
        self.function = create_function(
            self,
            package="reader",
            description="Shows the recorded prices",
            # Three attempts of 7 s each at a page of the table; the API itself waits for 30.
            timeout=Duration.seconds(28),
            environment={"TABLE_NAME": table.table_name, "RULE": rule.to_json(), **of_fuel(fuel)},
            statements=[
                iam.PolicyStatement(actions=["dynamodb:Query"], resources=[table.table_arn])
            ],
            # Power comes with memory: less of it takes seconds to read years of weeks.
            memory_size=1024,
        )
        self.api = apigateway.HttpApi(
            self,
            "Api",
            description="The prices that Gas Notifier has recorded",
            create_default_stage=False,
            cors_preflight=apigateway.CorsPreflightOptions(
                allow_origins=["*"],
                allow_methods=[apigateway.CorsHttpMethod.GET, apigateway.CorsHttpMethod.HEAD],
            ),
        )
        self._add_stage()
        integration = integrations.HttpLambdaIntegration(
            "Integration", self.function, scope_permission_to_route=False
        )
        for method, path in product((apigateway.HttpMethod.GET, apigateway.HttpMethod.HEAD), PATHS):
            key = apigateway.HttpRouteKey.with_(path, method)
            route = apigateway.HttpRoute(
                self, key.key, http_api=self.api, route_key=key, integration=integration
            )
            Validations.of(route).acknowledge(
                Acknowledgment(
                    id="AwsSolutions-APIG4", reason="The prices are public, and so is the page"
                )
            )

    @property
    def page_url(self) -> str:
        """The page's address."""
        return f"{self.api.api_endpoint}/"

    def _add_stage(self) -> None:
        stage = apigateway.HttpStage(
            self,
            "Stage",
            http_api=self.api,
            auto_deploy=True,
            throttle=apigateway.ThrottleSettings(rate_limit=10, burst_limit=20),
        )
        log_group = logs.LogGroup(
            self,
            "AccessLogs",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )
        # The stage's own property for it fails in Python.
        cast(
            "apigateway.CfnStage", stage.node.default_child
        ).access_log_settings = apigateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=log_group.log_group_arn,
            format=json.dumps({name: f"$context.{name}" for name in LOGGED}),
        )
