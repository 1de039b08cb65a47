"""Where webhooks may be sent: nowhere inside the network of the server unless that is allowed.

The name is resolved once, and the connection goes to the address that was judged, so that a name
cannot lead elsewhere in the meantime. Redirects are not followed.
"""

import http.client
import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from socket import IPPROTO_TCP, create_connection, gaierror, getaddrinfo, socket
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 10
PORTS = {"http": 80, "https": 443}
SUCCESSES = range(200, 300)


class RefusedAddressError(Exception):
    """An address to which nothing is sent; the message says why."""


class UndeliveredError(Exception):
    """What was sent was not taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes: the name for the Host header, the address for the connection."""

    is_secure: bool
    name: str
    address: str
    port: int
    path: str


def target(url: str) -> Target:
    """Take an address apart and resolve it; raises RefusedAddressError."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise RefusedAddressError("it is no address") from error
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        raise RefusedAddressError("give an https address without a user name")
    if parts.scheme == "http" and not settings.WEBHOOKS_PRIVATE:
        raise RefusedAddressError("give an https address")
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    if not path.isascii() or not path.isprintable() or " " in path:
        raise RefusedAddressError("its path has letters that must be encoded")
    address = _resolved(parts.hostname, port)
    return Target(parts.scheme == "https", parts.hostname, address, port, path)


def _resolved(name: str, port: int) -> str:
    """Return the address of a name; raises RefusedAddressError where any is not public."""
    try:
        found = [str(one[4][0]) for one in getaddrinfo(name, port, proto=IPPROTO_TCP)]
    except (gaierror, UnicodeError) as error:
        raise RefusedAddressError("its name leads nowhere") from error
    private = [one for one in found if not is_public(one)]
    if not found or (private and not settings.WEBHOOKS_PRIVATE):
        raise RefusedAddressError("it lies in a private network")
    return found[0]


def is_public(address: str) -> bool:
    """Whether an address can belong to anybody outside; also one that hides in an IPv6 one."""
    told = ip_address(address.partition("%")[0])
    inner = getattr(told, "ipv4_mapped", None) or getattr(told, "sixtofour", None)
    judged = [told, *([inner] if inner else [])]
    return all(one.is_global and not one.is_multicast for one in judged)


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was judged, under the name that was asked for."""

    def __init__(self, to: Target) -> None:
        super().__init__(to.name, to.port, timeout=SECONDS)
        self._to = to

    def connect(self) -> None:
        """Connect to the address; with https, check that it is the name's."""
        raw: socket = create_connection((self._to.address, self._to.port), timeout=SECONDS)
        if self._to.is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(raw, server_hostname=self._to.name)
        else:
            self.sock = raw


def send(url: str, body: bytes, headers: dict[str, str]) -> None:
    """Post a body; raises RefusedAddressError, or UndeliveredError unless it is taken (2xx)."""
    connection = _Pinned(target(url))
    try:
        connection.request("POST", connection._to.path, body, headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise UndeliveredError(f"{type(error).__name__}: {error}"[:200]) from error
    finally:
        connection.close()
    if status not in SUCCESSES:
        raise UndeliveredError(f"status {status}")
