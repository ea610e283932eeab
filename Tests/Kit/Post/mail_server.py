"""A mail server that behaves as the recipient's name says, for SMTPTests.swift.

    mail_server.py FOLDER

Makes an authority of its own (FOLDER/authority.pem), prints three ports on one line (STARTTLS, implicit TLS, none),
writes each mail that it takes to FOLDER/<number>-<port of the client>.eml, and ends with its standard input.
"""

import asyncio
import datetime
import ipaddress
import itertools
import logging
import os
import ssl
import sys
import threading
import warnings
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificate(name, issuer=None, issuer_key=None):
    """One that holds for a day; without an issuer it is an authority's own."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer is not None:
        # By number only: "localhost" is somebody else.
        names = [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(issuer_key or key, hashes.SHA256()), key, subject


def encryption(folder):
    authority, authority_key, issuer = certificate("A test's authority")
    own, key, _ = certificate("mail.test", issuer, authority_key)
    pem = serialization.Encoding.PEM
    (folder / "authority.pem").write_bytes(authority.public_bytes(pem))
    chain = folder / "server.pem"
    chain.write_bytes(
        own.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return context


class Handler:
    def __init__(self, folder):
        self.folder = folder
        self.numbers = itertools.count(1)

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        refusals = {"nobody": f"550 5.1.1 {address} is not here", "later": f"451 4.7.1 {address}: later"}
        if name == "hangup":
            server.transport.abort()
        if name in refusals:
            return refusals[name]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name == "cut":
            server.transport.abort()
            return "250 OK"
        if name == "slow":
            await asyncio.sleep(60)
        while name == "held" and not (self.folder / "go").exists():
            await asyncio.sleep(0.02)
        if name == "spam":
            return "554 5.7.1 no"
        path = self.folder / f"{next(self.numbers)}-{session.peer[1]}.eml"
        path.write_bytes(envelope.content)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, login):
    return AuthResult(success=(login.login, login.password) == (b"post", b"a secret"), handled=False)


async def serve(folder):
    context, handler, loop = encryption(folder), Handler(folder), asyncio.get_running_loop()
    common = dict(
        hostname="mail.test", auth_required=True, authenticator=authenticate, data_size_limit=8_000_000
    )

    def starttls():
        return SMTP(handler, tls_context=context, require_starttls=True, loop=loop, **common)

    def plain():
        return SMTP(handler, hostname="mail.test", loop=loop)

    def implicit():
        # Encrypted already, which it cannot see.
        return SMTP(handler, auth_require_tls=False, loop=loop, **common)

    servers = [
        await loop.create_server(starttls, "127.0.0.1", 0),
        await loop.create_server(implicit, "127.0.0.1", 0, ssl=context),
        await loop.create_server(plain, "127.0.0.1", 0),
    ]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


def end_with_input():
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    # What aiosmtpd says of itself.
    warnings.simplefilter("ignore")
    for name in ("mail", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    threading.Thread(target=end_with_input, daemon=True).start()
    asyncio.run(serve(Path(sys.argv[1])))
