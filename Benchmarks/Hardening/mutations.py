"""Valid requests with one to three things wrong, as the bytes that are sent."""

import random
import urllib.parse

import seeds

HOSTILE = [
    b"", b"\x00", b"%00", b"%", b"%zz", b"%c0%af", b"\xff\xfe", "💔".encode(), "‮abc".encode(),
    "=\u0301cmd|' /C calc'!A0".encode(), b"<script>alert(1)</script>", b"' OR '1'='1", b"../" * 40, b"A" * 70_000,
    b"9" * 400, b"-1", b"1e309", b"NaN", b"\r\nSet-Cookie: a=b", b"%0d%0aX: y", "مرحبا".encode(), b"${7*7}", b"{{7*7}}",
    b"&" * 500, b"=" * 500, b"a=1&" * 300, b"%F0%9F%92%94" * 50,
]
HOSTILE_JSON = [
    b"[" * 30_000, b'{"a":' * 2_000, b"[" * 40 + b"]" * 40, b'{"type":1,"type":2}', b"\xef\xbb\xbf{}", b"{}{}", b"[1,]",
    b'"\\ud800"', b"1e999", b"nul", b"", b'{"a":"' + b"\x00" * 9 + b'"}', b"\xff\xfe{\x00}\x00", b"9" * 5_000, b"[NaN]",
]
METHODS = ["PUT", "DELETE", "TRACE", "PATCH", "OPTIONS", "HEAD", "GET", "POST", "FROB"]
QUERY = [b"q", b"to", b"treatment", b"purpose", b"after", b"back", b"fragment", b"page", b"for", b"cursor"]


def plain(rng, most=3_000):
    """A hostile value that fits on a header's line."""
    return rng.choice(HOSTILE).replace(b"\r", b"").replace(b"\n", b"").decode("latin-1")[:most]


def flipped(rng, raw, most=6):
    if not raw:
        return raw
    raw = bytearray(raw)
    for _ in range(rng.randint(1, most)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)


def mutated(rng, call):
    """One request as bytes."""
    headers = {"Host": f"127.0.0.1:{call.port}", **call.headers}
    body = None
    if call.fields is not None:
        body = form(rng, call, headers)
    elif call.parts is not None:
        body = multipart(rng, call, headers)
    elif call.signed is not None:
        body = webhook(rng, call, headers)
    elif call.method != "GET":
        body = rng.choice(HOSTILE_JSON)
        headers["Content-Type"] = "application/json"
    method, target, kind = call.method, call.path.encode(), rng.randrange(9)
    if body is None and kind not in (0, 5, 6):
        # A page is reached, and its query is what is wrong.
        value = urllib.parse.quote_from_bytes(rng.choice(HOSTILE)[:4000]).encode()
        target += (b"&" if b"?" in target else b"?") + rng.choice(QUERY) + b"=" + value
    if kind == 0:
        at = rng.randrange(len(target) + 1)
        target = target[:at] + urllib.parse.quote_from_bytes(rng.choice(HOSTILE)[:4000]).encode() + target[at:]
    elif kind == 3:
        method = rng.choice(METHODS)
    else:
        wrong_header(rng, kind, headers)
    raw = written(method, target, headers, body)
    return flipped(rng, raw) if kind == 5 else raw


def wrong_header(rng, kind, headers):
    if kind == 1:
        headers["Cookie"] = plain(rng, 9000)
    elif kind == 2:
        names = ["Accept-Language", "Accept-Encoding", "Accept", "Content-Type", "Origin", "Last-Event-ID", "Expect"]
        headers[rng.choice(names)] = plain(rng)
    elif kind == 4:
        headers["Host"] = rng.choice(["evil.example", "", "127.0.0.1:1", "[::1", "a" * 300])
    elif kind == 6:
        headers["Authorization"] = rng.choice(["Bearer ", "bearer wfk_", "Basic YTpi", "Bearer wfk_" + "a" * 52, ""]) + plain(rng)
    elif kind == 7:
        headers["Sec-Fetch-Site"] = rng.choice(["cross-site", "none", "same-site", ""])


def written(method, target, headers, body):
    head = f"{method} ".encode() + (target if target.startswith(b"/") else b"/" + target) + b" HTTP/1.1\r\n"
    for name, value in headers.items():
        head += f"{name}: {value}\r\n".encode("latin-1", "replace")
    if body is not None and "Content-Length" not in headers:
        head += f"Content-Length: {len(body)}\r\n".encode()
    return head + b"\r\n" + (body or b"")


def form(rng, call, headers):
    pairs = [[k.encode(), urllib.parse.quote_plus(v).encode()] for k, v in call.fields.items()]
    for _ in range(rng.randint(1, 3)):
        at = rng.choice(pairs)
        at[rng.choice([1, 1, 1, 0])] = rng.choice(HOSTILE)
    if rng.random() < 0.2:
        pairs.append(rng.choice(pairs))
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    return b"&".join(k + b"=" + v for k, v in pairs)


def multipart(rng, call, headers):
    """A form with a file: its parts, order, heads, boundary, length or content are wrong."""
    parts, boundary = list(call.parts), seeds.BOUNDARY
    wrong = rng.randrange(9)
    if wrong == 0:
        rng.shuffle(parts)
    elif wrong == 1:
        at = rng.randrange(len(parts))
        parts[at] = (parts[at][0], parts[at][1], rng.choice(HOSTILE))
    elif wrong == 2:
        at = rng.randrange(len(parts))
        parts[at] = (plain(rng), plain(rng) if rng.random() < 0.5 else None, parts[at][2])
    elif wrong == 3:
        parts += rng.choices(parts, k=rng.choice([1, 2, 200]))
    elif wrong == 4:
        name, file, content = parts[-1]
        parts[-1] = (name, file, flipped(rng, content, 40))
    raw = b""
    for name, file, content in parts:
        disposition = f'form-data; name="{name}"' + (f'; filename="{file}"' if file is not None else "")
        raw += f"--{boundary}\r\nContent-Disposition: {disposition}\r\n".encode("latin-1", "replace")
        raw += (b"Content-Type: image/png\r\n" if file else b"") + b"\r\n" + content + b"\r\n"
    raw += f"--{boundary}--\r\n".encode()
    headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
    if wrong == 5:
        raw = raw[: rng.randrange(len(raw))]
    elif wrong == 6:
        headers["Content-Type"] = "multipart/form-data; boundary=" + rng.choice(["", "x", '"', "a" * 80, plain(rng, 90)])
    elif wrong == 7:
        headers["Content-Length"] = rng.choice(["0", "-1", str(len(raw) - 9), "9" * 30, "1e3", str(10 ** 9)])
    elif wrong == 8:
        raw = flipped(rng, raw, 20)
    return raw


def webhook(rng, call, headers):
    """A webhook whose body is wrong and well signed, or right and signed wrongly."""
    right = call.signed
    body = rng.choice([
        right, flipped(rng, right, 20), rng.choice(HOSTILE_JSON), right[: rng.randrange(len(right))],
        right.replace(b"--b", b"--b" * rng.choice([2, 2_000])), right.replace(b"\r\n", b"\n"), right * 40])
    signed = rng.choice([body, body, body, right + b" "])
    name = rng.choice(["msg_1", f"m{rng.randrange(10 ** 6)}", "a.b"])
    headers |= seeds.signature(signed, at=rng.choice([None, None, None, 1, 10 ** 12]), identifier=name)
    headers["Content-Type"] = rng.choice(["message/rfc822"] * 4 + ["application/json", "text/plain; charset=utf-16"])
    if rng.random() < 0.2:
        headers[rng.choice(["webhook-signature", "webhook-timestamp", "webhook-id"])] = plain(rng)
    return body
