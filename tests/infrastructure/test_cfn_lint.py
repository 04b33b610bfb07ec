import json
import subprocess
import sys
from pathlib import Path

import pytest
from aws_cdk.assertions import Template


@pytest.mark.parametrize("variant", ["default_template", "full_template"])
def test_cfn_lint_finds_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, variant: str
) -> None:
    template: Template = request.getfixturevalue(variant)
    file = tmp_path / "template.json"
    file.write_text(json.dumps(template.to_json()))
    lint = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), file],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (lint.stdout, lint.stderr, lint.returncode) == ("", "", 0)
