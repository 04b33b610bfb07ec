"""A boto3 session to which the environment and the user's configuration mean nothing."""

import os
from typing import Final

import boto3
import botocore.session
from botocore.config import Config

_NOWHERE: Final = (None, None, os.devnull, None)


def isolated_session(*, credential: str, region: str) -> boto3.Session:
    """Return a session that knows one region and one credential, both access key and secret.

    No AWS_* variable is read but those that name endpoints, so give each client an `endpoint_url`.
    Neither profiles nor configuration files nor proxies are used. A request is never repeated, as
    nothing is ever lost on the way to an emulator, and may take as long as a function may.
    """
    session = botocore.session.Session(
        session_vars={
            # Each variable as botocore knows it: its name in the configuration files, its names
            # in the environment, its default and the conversion of its value.
            **{
                name: (None, None, default, conversion)
                for name, (_, _, default, conversion) in (
                    botocore.session.Session.SESSION_VARIABLES.items()
                )
            },
            "config_file": _NOWHERE,
            "credentials_file": _NOWHERE,
        }
    )
    session.set_default_client_config(
        Config(
            connect_timeout=5,
            read_timeout=180,
            proxies={},
            retries={"mode": "standard", "total_max_attempts": 1},
        )
    )
    return boto3.Session(
        botocore_session=session,
        aws_access_key_id=credential,
        aws_secret_access_key=credential,
        region_name=region,
    )
