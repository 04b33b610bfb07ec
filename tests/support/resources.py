"""Finding resources in a template by what a person would call them."""

from typing import Any

from aws_cdk.assertions import Template


def logical_id(template: Template, resource_type: str, name: str) -> str:
    """Return the logical id of the one resource of a type whose id begins with a name."""
    (found,) = [key for key in template.find_resources(resource_type) if key.startswith(name)]
    return found


def arn(template: Template, resource_type: str, name: str) -> dict[str, Any]:
    """Return what stands in a template for the ARN of that resource."""
    return {"Fn::GetAtt": [logical_id(template, resource_type, name), "Arn"]}


def resource(template: Template, resource_type: str, name: str) -> dict[str, Any]:
    """Return the definition of that resource."""
    found = template.find_resources(resource_type)[logical_id(template, resource_type, name)]
    return dict(found)


def properties(template: Template, resource_type: str, name: str) -> dict[str, Any]:
    """Return the properties of that resource."""
    return dict(resource(template, resource_type, name)["Properties"])


def statements(template: Template, role: str) -> list[dict[str, Any]]:
    """Return all that a role may do: the statements of its one inline policy."""
    (policy,) = properties(template, "AWS::IAM::Role", role)["Policies"]
    return list(policy["PolicyDocument"]["Statement"])
