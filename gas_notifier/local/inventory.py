"""What there is in an account, to see that a deployment leaves nothing behind."""

from gas_notifier.local.emulator import Emulator


def inventory(emulator: Emulator) -> set[str]:
    """Return the names of all resources of the kinds that the stack has."""
    client = emulator.client
    stacks = client("cloudformation").describe_stacks()["Stacks"]
    functions = client("lambda").list_functions()["Functions"]
    mappings = client("lambda").list_event_source_mappings()["EventSourceMappings"]
    schedules = client("scheduler").list_schedules()["Schedules"]
    groups = client("logs").describe_log_groups()["logGroups"]
    roles = client("iam").list_roles()["Roles"]
    alarms = client("cloudwatch").describe_alarms()["MetricAlarms"]
    return {
        *(f"stack {stack['StackName']}" for stack in stacks),
        *(f"table {name}" for name in client("dynamodb").list_tables()["TableNames"]),
        *(f"function {function['FunctionName']}" for function in functions),
        *(f"event source mapping {mapping['UUID']}" for mapping in mappings),
        *(f"topic {topic['TopicArn']}" for topic in client("sns").list_topics()["Topics"]),
        *(f"queue {url}" for url in client("sqs").list_queues().get("QueueUrls", [])),
        *(f"schedule {schedule['Name']}" for schedule in schedules),
        *(f"log group {group['logGroupName']}" for group in groups),
        *(f"role {role['RoleName']}" for role in roles),
        *(f"alarm {alarm['AlarmName']}" for alarm in alarms),
    }
