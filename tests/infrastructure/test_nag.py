import pytest
from aws_cdk import Validations
from cdk_nag import AwsSolutionsChecks

from gas_notifier.stack import GasNotifier


@pytest.mark.parametrize("variant", ["default_stack", "full_stack"])
def test_cdk_nag_finds_nothing_and_no_finding_was_acknowledged_away(
    request: pytest.FixtureRequest, variant: str
) -> None:
    stack: GasNotifier = request.getfixturevalue(variant)
    report = AwsSolutionsChecks(verbose=True).validate_scope(stack)
    assert [(violation.rule_name, violation.description) for violation in report.violations] == []
    assert report.success
    kinds = {entry.type for each in stack.node.root.node.find_all() for entry in each.node.metadata}
    assert Validations.ACKNOWLEDGED_RULES_METADATA_KEY not in kinds
