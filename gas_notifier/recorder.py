"""The recorder: weeks put by hand, by who may call the API's one route that is not open."""

from aws_cdk import Duration
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from constructs import Construct

from gas_notifier.function import create_function, of_fuel
from gas_prices.rule import Rule


class Recorder(Construct):
    """The function and its route, whose callers IAM must allow."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        api: apigateway.HttpApi,
        table: dynamodb.ITable,
        fuel: str,
        rule: Rule,
    ) -> None:
        super().__init__(scope, construct_id)
        function = create_function(
            self,
            package="recorder",
            description="Records a week that is put by hand",
            timeout=Duration.seconds(28),
            environment={"TABLE_NAME": table.table_name, "RULE": rule.to_json(), **of_fuel(fuel)},
            statements=[
                iam.PolicyStatement(
                    actions=["dynamodb:Query", "dynamodb:PutItem"], resources=[table.table_arn]
                )
            ],
        )
        apigateway.HttpRoute(
            self,
            "Route",
            http_api=api,
            route_key=apigateway.HttpRouteKey.with_("/weeks/{week}", apigateway.HttpMethod.PUT),
            integration=integrations.HttpLambdaIntegration(
                "Integration", function, scope_permission_to_route=False
            ),
            authorizer=authorizers.HttpIamAuthorizer(),
        )
