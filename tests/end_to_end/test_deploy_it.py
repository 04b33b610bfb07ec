"""`Deploy it` in the README, followed to the letter, in an account where nothing is yet."""

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gas_notifier import REPOSITORY
from gas_notifier.emulator.emulator import Emulator
from gas_notifier.emulator.recorded_feed import RecordedFeed
from gas_notifier.history.recorded_weeks import recorded_weeks
from tests.support.checkout import Checkout
from tests.support.unconfirmed_reader import UnconfirmedReader


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Checkout]:
    """Return a checkout whose feed is recorded, and whose user has an empty account."""
    with (
        Emulator() as emulator,
        RecordedFeed(recorded_weeks(), date(2026, 1, 26)) as feed,
    ):
        yield Checkout(tmp_path, emulator, feed_url=feed.url)


def test_it_leads_to_the_first_mail(checkout: Checkout) -> None:
    section = (REPOSITORY / "README.md").read_text().split("## Deploy it\n")[1].split("\n## ")[0]
    assert len(section.splitlines()) <= 25
    (block,) = re.findall(r"^```console\n(.+?)^```$", section, re.MULTILINE | re.DOTALL)
    region, bootstrap, deploy, confirm, look = block.replace("$ ", "").splitlines()

    def follow(command: str) -> str:
        done = subprocess.run(
            ["/bin/bash", "-c", f"{region}\n{command}"],
            cwd=checkout.folder,
            env=checkout.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    # The installation is linked to: nothing may be installed in its place, over the network.
    follow("make --question .venv/ready .venv/bundled node_modules/.package-lock.json")
    follow(bootstrap)
    assert follow(deploy).endswith(
        "Then make look records the newest week and mails what is watched since.\n"
    )
    topic = follow("make subscriptions").splitlines()[0].removeprefix("Topic: ")
    # The emulator confirms an address by itself, so the link is that of a server.
    with UnconfirmedReader(checkout.emulator, topic) as reader:
        assert follow(re.sub("'.+'", f"'{reader.link()}'", confirm)).startswith("Confirmed; ")
    assert "Recorded: 2026-01-26.\nMailed: you@example.com" in follow(look)
