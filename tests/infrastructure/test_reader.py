"""What the emulator does not enforce of the API, and what it must not cost or tell."""

import json
from collections.abc import Mapping
from typing import Any

from aws_cdk.assertions import Template

from tests.infrastructure.conftest import MakeStack
from tests.support.resources import statements


def _only(template: Template, kind: str) -> Mapping[str, Any]:
    (found,) = template.find_resources(kind).values()
    properties: Mapping[str, Any] = found["Properties"]
    return properties


def test_without_the_setting_there_is_no_api_and_no_reader(default_template: Template) -> None:
    default_template.resource_count_is("AWS::ApiGatewayV2::Api", 0)
    default_template.resource_count_is("AWS::Lambda::Function", 2)
    assert "PageUrl" not in default_template.to_json()["Outputs"]


def test_a_page_alone_lets_nobody_record(make_stack: MakeStack) -> None:
    template = Template.from_stack(make_stack({"api": "read"}))
    keys = [
        route["Properties"]["RouteKey"].split()[0]
        for route in template.find_resources("AWS::ApiGatewayV2::Route").values()
    ]
    assert set(keys) == {"GET", "HEAD"}
    template.resource_count_is("AWS::Lambda::Function", 3)


def test_an_open_address_is_no_open_bill(full_template: Template) -> None:
    throttle = _only(full_template, "AWS::ApiGatewayV2::Stage")["DefaultRouteSettings"]
    assert throttle == {"ThrottlingRateLimit": 10, "ThrottlingBurstLimit": 20}


def test_the_access_log_tells_nothing_of_who_asked(full_template: Template) -> None:
    settings = _only(full_template, "AWS::ApiGatewayV2::Stage")["AccessLogSettings"]
    assert set(json.loads(settings["Format"])) == {
        *("requestTime", "requestId", "routeKey", "status", "responseLength", "integrationError"),
    }


def test_other_pages_may_read_and_nothing_else(full_template: Template) -> None:
    cors = _only(full_template, "AWS::ApiGatewayV2::Api")["CorsConfiguration"]
    assert cors == {"AllowOrigins": ["*"], "AllowMethods": ["GET", "HEAD"]}


def test_the_reader_may_query_the_table_and_write_its_log(full_template: Template) -> None:
    actions = [found["Action"] for found in statements(full_template, "ReaderRole")]
    assert actions == ["dynamodb:Query", ["logs:CreateLogStream", "logs:PutLogEvents"]]


def test_who_records_must_be_allowed_to_and_may_write_no_more_than_weeks(
    full_template: Template,
) -> None:
    routes = full_template.find_resources("AWS::ApiGatewayV2::Route").values()
    signed = [
        route["Properties"]["RouteKey"]
        for route in routes
        if route["Properties"]["AuthorizationType"] == "AWS_IAM"
    ]
    assert signed == ["PUT /weeks/{week}"]
    actions = [found["Action"] for found in statements(full_template, "RecorderRole")]
    assert actions == [
        ["dynamodb:PutItem", "dynamodb:Query"],
        ["logs:CreateLogStream", "logs:PutLogEvents"],
    ]


def test_only_the_api_may_call_its_functions(full_template: Template) -> None:
    for found in full_template.find_resources("AWS::Lambda::Permission").values():
        properties = found["Properties"]
        assert properties["Principal"] == "apigateway.amazonaws.com"
        assert properties["SourceArn"]["Fn::Join"][1][-1] == "/*/*/*"
