import pytest

from config.core.public_addresses import is_never_asked, is_public, parsed

PRIVATE = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.168.1.1",
    "198.18.0.1",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.1.2.3",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
METADATA = ["169.254.169.254", "::ffff:169.254.169.254", "168.63.129.16", "100.100.100.200", "fd00:ec2::254"]


@pytest.mark.parametrize("text", PRIVATE + METADATA)
def test_what_belongs_to_somebodys_own_network_is_not_public(text: str) -> None:
    assert not is_public(parsed(text))


@pytest.mark.parametrize("text", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101"])
def test_hosts_of_the_open_internet_are_public(text: str) -> None:
    assert is_public(parsed(text))


@pytest.mark.parametrize("text", [*METADATA, "fe80::1%eth0"])
def test_metadata_and_one_cable_are_never_asked(text: str) -> None:
    assert is_never_asked(parsed(text))
    assert not is_never_asked(parsed("10.0.0.1"))
