"""What the roles' statements and the code that runs under them say of each other."""

import re
from datetime import date
from unittest.mock import Mock

from aws_cdk.assertions import Template

from gas_prices.fuels import DEFAULT
from price_table import PriceTable
from tests.support.resources import statements


def test_the_publisher_may_update_just_the_attributes_that_its_mark_names(
    default_template: Template,
) -> None:
    client = Mock()
    PriceTable("prices", client, DEFAULT).mark_notified(
        date(2026, 4, 6), "2026-04-10T22:00:00+00:00"
    )
    update = client.update_item.call_args.kwargs
    expressions = f"{update['UpdateExpression']} {update['ConditionExpression']}"
    named = set(re.findall(r"(?<!:)\b[a-z_]+\b(?!\()", expressions)) | set(update["Key"])
    # Nothing of the item comes back, and no placeholder hides a name.
    assert update.keys() == {
        "TableName",
        "Key",
        "UpdateExpression",
        "ExpressionAttributeValues",
        "ConditionExpression",
    }
    (statement,) = (
        statement
        for statement in statements(default_template, "PublisherRole")
        if statement["Action"] == "dynamodb:UpdateItem"
    )
    condition = statement["Condition"]["ForAllValues:StringEquals"]
    assert named == set(condition["dynamodb:Attributes"]) == {"fuel", "week", "notified_at"}
