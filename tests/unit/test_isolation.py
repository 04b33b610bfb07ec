"""The unit tests themselves: they must run on any machine, whatever its AWS settings."""

import socket

import boto3
import pytest
from pytest_socket import SocketConnectBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_no_test_can_reach_beyond_this_machine() -> None:
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 443), timeout=1)


def test_no_test_sees_the_credentials_of_this_machine() -> None:
    credentials = boto3.Session().get_credentials()
    assert credentials is not None
    assert {*credentials.get_frozen_credentials()[:3]} == {"fake"}
