"""What the end-to-end tests share: one emulator, and in it one deployed stack."""

from collections.abc import Iterator

import pytest

from gas_notifier.emulator.cdk import Cdk
from gas_notifier.emulator.emulator import Emulator
from tests.support.functions import Functions
from tests.support.pipeline import ALL, BUFFALO, OPERATOR, UTICA, Pipeline, deployed


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


@pytest.fixture(scope="session")
def stack(bootstrapped: Emulator) -> Iterator[Pipeline]:
    """Return the pipeline that watches two regions for a reader of both and one of each."""
    with deployed(
        bootstrapped,
        [ALL, BUFFALO, UTICA],
        email=ALL,
        subscribers=[
            {"email": BUFFALO, "regions": ["buffalo"]},
            {"email": UTICA, "regions": ["utica"]},
        ],
        regions="buffalo,utica",
        alarm_email=OPERATOR,
        kinesis=True,
    ) as pipeline:
        yield pipeline


@pytest.fixture(scope="session")
def functions(stack: Pipeline) -> Functions:
    return Functions(stack)


@pytest.fixture
def pipeline(stack: Pipeline, functions: Functions) -> Pipeline:
    """Return the pipeline with nothing recorded, mailed or logged."""
    stack.start_afresh()
    functions.clear()
    return stack
