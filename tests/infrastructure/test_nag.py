import pytest
from aws_cdk import Validations
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks

from gas_notifier.stack import GasNotifier


@pytest.mark.parametrize("variant", ["default_stack", "full_stack"])
def test_cdk_nag_finds_nothing_and_one_finding_was_acknowledged_where_all_may_read(
    request: pytest.FixtureRequest, variant: str
) -> None:
    stack: GasNotifier = request.getfixturevalue(variant)
    report = AwsSolutionsChecks(verbose=True).validate_scope(stack)
    assert [(violation.rule_name, violation.description) for violation in report.violations] == []
    assert report.success
    acknowledged = [
        (each.node.id, rule)
        for each in stack.node.root.node.find_all()
        for entry in each.node.metadata
        if entry.type == Validations.ACKNOWLEDGED_RULES_METADATA_KEY
        for rule in entry.data
    ]
    routes = Template.from_stack(stack).find_resources("AWS::ApiGatewayV2::Route").values()
    to_read = [
        route["Properties"]["RouteKey"].replace("/", "--")
        for route in routes
        if route["Properties"]["AuthorizationType"] == "NONE"
    ]
    assert len(to_read) == (14 if variant == "full_stack" else 0)
    assert sorted(acknowledged) == sorted(
        (route, "Annotation::AwsSolutions-APIG4") for route in to_read
    )
