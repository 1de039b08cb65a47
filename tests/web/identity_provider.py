"""A small OpenID Connect provider on this machine, which signs in one person without asking."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID, SECRET, KEY_ID = "tallystick", "a secret of this test", "one"


class Provider(ThreadingHTTPServer):
    """The provider: whom it signs in and whether it vouches for the address."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.address, self.verified = "nobody@nowhere.example", True
        self.audience, self.secret = CLIENT_ID, SECRET
        self.subject = secrets.token_hex(8)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.asked: dict[str, dict[str, str]] = {}

    @property
    def url(self) -> str:
        """Where it stands."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def app(self) -> dict[str, Any]:
        """Return the description of it that an operator gives."""
        told = {"id": "national", "name": "National sign-on", "server_url": self.url}
        return {**told, "client_id": CLIENT_ID, "secret": SECRET}

    def configuration(self) -> dict[str, Any]:
        """Return where its parts answer."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        """Return the public key by which its tokens are verified."""
        told = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**told, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def person(self) -> dict[str, Any]:
        """Return what it says of the person."""
        return {"sub": self.subject, "email": self.address, "email_verified": self.verified}

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser goes back to, with a code that is good once."""
        code = secrets.token_urlsafe()
        self.asked[code] = asked
        told = urlencode({"code": code, "state": asked["state"]})
        return f"{asked['redirect_uri']}?{told}"

    def token(self, given: dict[str, str]) -> dict[str, Any] | None:
        """Return tokens for a code, a secret and the proof of who asked; None if one is wrong."""
        asked = self.asked.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or given.get("client_secret") != self.secret:
            return None
        if proof != asked.get("code_challenge"):
            return None
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": self.audience,
            "iat": now,
            "exp": now + 60,
            **self.person(),
        }
        if "nonce" in asked:
            claims["nonce"] = asked["nonce"]
        signed = jwt.encode(claims, self.key, "RS256", headers={"kid": KEY_ID})
        return {"access_token": "good", "token_type": "Bearer", "id_token": signed}


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        """Answer what a browser or a client asks for."""
        place = urlsplit(self.path)
        if place.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(place.query).items()}
            self.send_response(302)
            self.send_header("Location", self.server.authorize(asked))
            self.end_headers()
            return
        known = {
            "/.well-known/openid-configuration": self.server.configuration,
            "/keys": self.server.keys,
            "/userinfo": self.server.person,
        }
        self._told(known[place.path]() if place.path in known else None)

    def do_POST(self) -> None:
        """Give tokens for a code."""
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._told(self.server.token({key: each[0] for key, each in parse_qs(sent).items()}))

    def _told(self, answer: dict[str, Any] | None) -> None:
        body = json.dumps(answer or {"error": "invalid_grant"}).encode()
        self.send_response(200 if answer else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def provider() -> Iterator[Provider]:
    """Run a provider."""
    with Provider() as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            yield running
        finally:
            running.shutdown()
            thread.join()
