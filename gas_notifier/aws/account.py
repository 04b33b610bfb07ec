"""The user's AWS account: credentials of every kind that the CDK CLI takes, and a region."""

import os
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Final, Self, cast

import boto3
from botocore.credentials import Credentials
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

_ADVICE: Final = {
    NoRegionError: "no AWS region is set: try AWS_REGION=us-east-1 make",
    NoCredentialsError: (
        "no AWS credentials were found: aws login or aws configure gets some, or try "
        "AWS_PROFILE=name make"
    ),
}


class NotDeployedError(Exception):
    """There is no stack to talk to, or none that is ours."""


FAILURES: Final = (BotoCoreError, ClientError, NotDeployedError)
"""All that a request to AWS can come to, beside an answer."""


def reason(error: Exception, command: str) -> str:
    """Return in one line why a command could not talk to AWS, and what can be tried."""
    for kind, advice in _ADVICE.items():
        if isinstance(error, kind):
            return f"{advice} {command}"
    return " ".join(str(error).split())


class Account:
    """An account and a region, as the AWS CLI and the CDK CLI would choose them.

    Attributes:
        number: The account's twelve digits.
        region: Such as us-east-1.
        client: Makes a boto3 client of the service named.
        credentials: What requests to the account are signed with.
    """

    def __init__(self, session: boto3.Session, number: str) -> None:
        self.number = number
        self.region: str = session.region_name
        self.client = session.client
        # Who the caller is was asked with them.
        self.credentials = cast("Credentials", session.get_credentials())

    @property
    def place(self) -> tuple[str, str]:
        """The account's number and the region."""
        return self.number, self.region

    @classmethod
    def of_user(cls, cdk_options: Sequence[str] = ()) -> Self:
        """Return the account that these options of the CDK CLI and the environment choose.

        Raises NoRegionError, NoCredentialsError and what else stands in FAILURES.
        """
        # Unlike the AWS CLI and the CDK CLI, boto3 does not read AWS_REGION.
        session = boto3.Session(
            profile_name=_profile(cdk_options), region_name=os.environ.get("AWS_REGION")
        )
        if session.region_name is None:
            # Some services would answer all the same.
            raise NoRegionError
        return cls(session, session.client("sts").get_caller_identity()["Account"])


def _profile(cdk_options: Sequence[str]) -> str | None:
    parser = ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--profile")
    profile: str | None = parser.parse_known_args(cdk_options)[0].profile
    return profile
