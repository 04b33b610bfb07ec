"""The environment of a local run's processes: all that they need, and no way to a real account."""

import os
import sys
from pathlib import Path
from typing import Final

ACCOUNT: Final = "000000000000"
REGION: Final = "us-east-1"
CREDENTIAL: Final = "test"
"""Both the access key and the secret of the emulator's root user."""

_INHERITED: Final = ("LANG", "TERM", "TZ", "SSL_CERT_DIR", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
"""Besides LC_*: how to show things, and whom to trust on the way to the real feed."""


def local_environment(*, home: Path, endpoint: str, authority: Path) -> dict[str, str]:
    """Return the whole environment for a process that is to work with the emulator.

    Of the user's environment it keeps the search path, language, terminal, time zone and trusted
    certificates: no credential, profile or endpoint, no setting of the CDK, no proxy. The directory
    `home` takes the place of the user's own, so that no dot file counts, and of the temporary one.
    `authority` is the certificate that vouches for the endpoint.
    """
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name in _INHERITED or name.startswith("LC_")
    }
    # Python, uv and Node.js come from the virtual environment that this runs in.
    tools = Path(sys.executable).parent
    return inherited | {
        "PATH": os.pathsep.join([str(tools), os.environ.get("PATH", os.defpath)]),
        "HOME": str(home),
        "TMPDIR": str(home),
        # No proxy is inherited; this keeps macOS from lending its own.
        "NO_PROXY": "127.0.0.1,localhost",
        "AWS_ENDPOINT_URL": endpoint,
        # The CDK CLI addresses buckets by path, not by host name, when this one is set.
        "AWS_ENDPOINT_URL_S3": endpoint,
        "AWS_CA_BUNDLE": str(authority),
        "NODE_EXTRA_CA_CERTS": str(authority),
        "AWS_ACCESS_KEY_ID": CREDENTIAL,
        "AWS_SECRET_ACCESS_KEY": CREDENTIAL,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        "CDK_DISABLE_VERSION_CHECK": "true",
        # Where set-up has unpacked the CDK, 200 MB that take a while.
        "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(Path(sys.prefix, "cache/jsii")),
    }
