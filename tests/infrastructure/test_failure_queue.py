from aws_cdk.assertions import Match, Template

from tests.support.resources import properties


def test_a_failure_waits_as_long_as_a_queue_can_keep_it(default_template: Template) -> None:
    assert properties(default_template, "AWS::SQS::Queue", "FailureQueue") == {
        "MessageRetentionPeriod": 14 * 24 * 60 * 60,
        "SqsManagedSseEnabled": True,
    }


def test_the_queue_is_spoken_to_over_tls_only(default_template: Template) -> None:
    default_template.has_resource_properties(
        "AWS::SQS::QueuePolicy",
        {
            "PolicyDocument": {
                "Statement": [
                    Match.object_like(
                        {
                            "Effect": "Deny",
                            "Action": "sqs:*",
                            "Principal": {"AWS": "*"},
                            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                        }
                    )
                ]
            }
        },
    )
