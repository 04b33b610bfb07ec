"""Finding resources in a template by what a person would call them."""

from typing import Any

from aws_cdk.assertions import Template


def properties(template: Template, resource_type: str, name: str) -> dict[str, Any]:
    """Return the properties of the one resource of a type whose logical id begins with a name."""
    found = template.find_resources(resource_type)
    (logical_id,) = [key for key in found if key.startswith(name)]
    return dict(found[logical_id]["Properties"])


def statements(template: Template, role: str) -> list[dict[str, Any]]:
    """Return all that a role may do: the statements of its one inline policy."""
    (policy,) = properties(template, "AWS::IAM::Role", role)["Policies"]
    return list(policy["PolicyDocument"]["Statement"])
