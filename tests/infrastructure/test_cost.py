"""What `benchmarks.cost` reckons with is what the template has."""

from aws_cdk.assertions import Template

from benchmarks import cost


def test_there_are_as_many_alarms_as_are_paid_for(full_template: Template) -> None:
    assert len(full_template.find_resources("AWS::CloudWatch::Alarm")) == cost.ALARMS


def test_each_function_has_the_memory_that_is_paid_for(default_template: Template) -> None:
    functions = default_template.find_resources("AWS::Lambda::Function").values()

    assert {function["Properties"]["MemorySize"] for function in functions} == {cost.MEMORY * 1024}
