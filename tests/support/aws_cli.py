"""As much of the AWS CLI as the runbook uses, so that its commands can be run as they stand.

It is made of what the real one is made of: botocore's models, which know every operation, waiter
and option by name, and JMESPath. Whatever the models do not know is refused, as it is there.
"""

import json
import os
import shlex
import stat
import sys
from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jmespath
from botocore import xform_name
from botocore.model import Shape
from botocore.session import get_session

from gas_notifier import REPOSITORY


def install(directory: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Put the command `aws` into a directory; return the environment that finds it there."""
    command = directory / "aws"
    interpreter = shlex.quote(sys.executable)
    command.write_text(f'#!/bin/sh\nexec {interpreter} -m tests.support.aws_cli "$@"\n')
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return {
        **environment,
        "PATH": os.pathsep.join([str(directory), environment["PATH"]]),
        "PYTHONPATH": str(REPOSITORY),
    }


def main(arguments: Sequence[str]) -> str:
    """Do what the command `aws` does with these arguments, and return what it prints.

    Raises KeyError for an option, an operation or a waiter that does not exist.
    """
    service, operation, *rest = arguments
    client: Any = get_session().create_client(service)
    waiter = None
    if operation == "wait":
        name, *rest = rest
        waiter = client.get_waiter(name.replace("-", "_"))
        api_name = waiter.config.operation
    else:
        api_name = client.meta.method_to_api_mapping[operation.replace("-", "_")]
    members = client.meta.service_model.operation_model(api_name).input_shape.members
    options = _parse(rest)
    query, output = options.pop("query", None) or "@", options.pop("output", "json")
    parameter_of = {xform_name(member, "-"): member for member in members}
    parameters = {
        parameter_of[option]: _value(value, members[parameter_of[option]])
        for option, value in options.items()
    }
    if waiter:
        waiter.wait(**parameters)
        return ""
    method = xform_name(api_name)
    if client.can_paginate(method):
        answer = client.get_paginator(method).paginate(**parameters).build_full_result()
    else:
        answer = getattr(client, method)(**parameters)
        answer.pop("ResponseMetadata")
    result = jmespath.search(query, answer)
    if result == {}:
        return ""
    return _text(result) if output == "text" else json.dumps(result, indent=4, default=str)


def _parse(arguments: Sequence[str]) -> dict[str, str | None]:
    """Return the options with their values, None for one without."""
    options: dict[str, str | None] = {}
    words = list(arguments)
    while words:
        word = words.pop(0)
        if word.startswith("--no-"):
            options[word[5:]] = "false"
        elif words and not words[0].startswith("--"):
            options[word[2:]] = words.pop(0)
        else:
            options[word[2:]] = None
    return options


def _value(text: str | None, shape: Shape) -> object:
    if text is None:
        return True
    if shape.type_name == "boolean":
        return text == "true"
    if shape.type_name in {"integer", "long"}:
        return int(text)
    if shape.type_name in {"map", "structure"}:
        return json.loads(text)
    if shape.type_name == "list":
        return text.split()
    return text


def _text(result: object) -> str:
    match result:
        case list():
            return "\t".join(map(_text, result))
        case bytes():
            return b64encode(result).decode()
    return str(result)


if __name__ == "__main__":
    print(main(sys.argv[1:]))
