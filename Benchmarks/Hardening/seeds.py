"""Valid requests of every kind, that the mutations start from."""

import base64
import hashlib
import hmac
import re
import struct
import time
import zlib
from dataclasses import dataclass, field

from browser import Browser, key_of

SENDER = "post"
SECRET = "whsec_" + base64.b64encode(b"a secret of the bench, 32 bytes.").decode()
HOOK = "/hooks/mail/bounces"
BOUNDARY = "----bench7MA4YWxkTrZu0gW"

PAGES = [
    "/", "/search?q=back+pain", "/conditions", "/treatments", "/how-we-know", "/sign-in", "/sign-up", "/me",
    "/me/conditions", "/me/conditions?q=asma", "/me/treatments/new", "/me/treatments/new?treatment=yoga",
    "/me/account", "/me/account/keys", "/me/account/contact", "/me/asks", "/language/es?back=/conditions",
    "/steward/words", "/admin", "/admin/picture", "/admin/reviews", "/health",
]
DOORS = ["/api/releases", "/api/releases/1/figures", "/api/openapi.json", "/api/me", "/api/me/export", "/api/nothing"]


@dataclass
class Call:
    """A request before anything is wrong with it. One of `fields`, `parts` and `signed` at most."""

    method: str
    path: str
    port: int
    headers: dict = field(default_factory=dict)
    fields: dict | None = None
    parts: list | None = None
    signed: bytes | None = None


def all_requests(server, accounts):
    out = Browser(server)
    people = [out, *(Browser(server).sign_in(accounts[role]) for role in ("member", "steward", "administrator"))]
    found = [call for person in people for call in page_requests(person)]
    key = key_of(people[1], accounts["member"])
    doors = [
        Call(method, path, server.port, {"Authorization": f"Bearer {key}"})
        for path in DOORS for method in ("GET", "GET", "GET", "POST", "PUT", "PATCH", "DELETE")]
    # As many of each kind: else pages, of which there are most, would take nearly all.
    few = doors + [hook(server) for _ in range(40)]
    return found + few * max(1, len(found) // (2 * len(few)))


def page_requests(browser):
    paths, links = list(PAGES), set()
    for path in ["/conditions", "/treatments", "/me"]:
        links.update(re.findall(r'href="(/(?:conditions|treatments|me)/[^"#]+)"', browser.get(path)[1])[:40])
    headers = {
        "Sec-Fetch-Site": "same-origin", "Cookie": "; ".join(f"{k}={v}" for k, v in browser.cookies.items())}
    for path in [*paths, *sorted(links)]:
        yield Call("GET", path, browser.port, headers)
        for form in re.findall(r"<form\b.*?</form>", browser.get(path)[1], re.S):
            action = re.search(r'action="([^"]+)"', form)
            if 'method="post"' not in form or not action or re.search("sign-out|erase|sessions", action[1]):
                continue
            where, fields = action[1].replace("&amp;", "&"), fields_of(browser, form)
            if "multipart/form-data" in form:
                for _ in range(20):
                    yield Call("POST", where, browser.port, headers, parts=parts_of(form, fields))
            else:
                yield Call("POST", where, browser.port, headers, fields)


def fields_of(browser, form):
    fields = browser.hidden(form)
    for tag in re.findall(r"<(?:input|textarea|select|button)\b[^>]*>", form):
        values = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in values and values.get("type") != "file":
            fields.setdefault(values["name"], values.get("value", "a few words"))
    return fields


def parts_of(form, fields):
    """(name, file name or nothing, content), the file last."""
    file = re.search(r'<input\b[^>]*type="file"[^>]*>', form)
    name = re.search(r'name="([^"]+)"', file[0])[1] if file else "file"
    return [(key, None, value.encode()) for key, value in fields.items()] + [(name, "a picture.png", picture())]


def picture(width=64, height=48):
    """A small PNG."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    rows = b"".join(
        b"\0" + b"".join(bytes((x * 4 % 256, y * 5 % 256, 128)) for x in range(width)) for y in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) \
        + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def hook(server):
    """A mail server's report, signed."""
    lines = [
        "From: MAILER-DAEMON@example.org", "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "", "--b",
        "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example.org", "",
        "Final-Recipient: rfc822; ana@example.org", "Action: failed", "Status: 5.1.1", "", "--b",
        "Content-Type: text/rfc822-headers", "", "Message-ID: <abc@example.org>", "", "--b--", ""]
    return Call("POST", HOOK, server.port, signed="\r\n".join(lines).encode())


def signature(body, at=None, identifier="msg_1"):
    """The header fields of a webhook whose signature holds."""
    at = str(int(at or time.time()))
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    code = hmac.new(key, f"{identifier}.{at}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": identifier, "webhook-timestamp": at, "webhook-signature": "v1," + base64.b64encode(code).decode()}
