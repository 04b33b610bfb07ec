import json
import subprocess
import sys
from pathlib import Path

from aws_cdk.assertions import Template


def test_cfn_lint_finds_nothing(
    default_template: Template, full_template: Template, tmp_path: Path
) -> None:
    variants = {"default.json": default_template, "full.json": full_template}
    for name, template in variants.items():
        (tmp_path / name).write_text(json.dumps(template.to_json()))
    lint = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), *variants],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (lint.stdout, lint.stderr, lint.returncode) == ("", "", 0)
