"""What the end-to-end tests share: one emulator."""

from collections.abc import Iterator

import pytest

from gas_notifier.emulator.cdk import Cdk
from gas_notifier.emulator.emulator import Emulator


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    """Return the emulator of all tests; whatever a test makes in it, it takes away again."""
    with Emulator() as emulator:
        yield emulator


@pytest.fixture(scope="session")
def bootstrapped(emulator: Emulator) -> Emulator:
    """Return the emulator of all tests, prepared for the deployment of stacks."""
    Cdk(emulator, {}).bootstrap()
    return emulator
