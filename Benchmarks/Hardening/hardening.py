"""100,000 mutated requests, 400 slow heads and 400 slow bodies, and libFuzzer on each parser.

Shows: the process never ends, never answers 5xx to what a person can send, closes slow clients by its deadline while a
normal reader is served. `--quick`: 5,000 requests, 50 slow clients, 10 s a parser.
"""

import argparse
import asyncio
import random
import re
import socket
import statistics
import sys
import threading
import time
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import fuzz  # noqa: E402
import harness  # noqa: E402
from browser import Browser  # noqa: E402

HOSTILE = [
    b"", b"\x00", b"%00", b"%", b"%zz", b"%c0%af", b"\xff\xfe", "💔".encode(), "‮abc".encode(),
    "=\u0301cmd|' /C calc'!A0".encode(), b"<script>alert(1)</script>", b"' OR '1'='1", b"../" * 40, b"A" * 70_000,
    b"9" * 400, b"-1", b"1e309", b"NaN", b"\r\nSet-Cookie: a=b", b"%0d%0aX: y", "مرحبا".encode(), b"${7*7}", b"{{7*7}}",
    b"&" * 500, b"=" * 500, b"a=1&" * 300, b"%F0%9F%92%94" * 50,
]


def seeds(server, accounts):
    """Valid requests, signed in and out, that the mutations start from."""
    out, member = Browser(server), Browser(server).sign_in(accounts["member"])
    paths = [
        "/", "/search?q=back+pain", "/conditions", "/treatments", "/how-we-know", "/sign-in", "/sign-up", "/me",
        "/me/conditions", "/me/conditions?q=asma", "/me/treatments/new", "/me/treatments/new?treatment=yoga",
        "/me/account", "/me/asks", "/language/es?back=/conditions", "/steward/words", "/admin", "/health",
    ]
    links = set()
    for path in ["/conditions", "/treatments", "/me"]:
        links.update(re.findall(r'href="(/(?:conditions|treatments|me)/[^"#]+)"', member.get(path)[1])[:40])
    requests = []
    for browser in (out, member):
        for path in [*paths, *sorted(links)]:
            requests.append(("GET", path, browser, None))
            status, html, _ = browser.get(path)
            for form in re.findall(r"<form\b.*?</form>", html, re.S):
                action = re.search(r'action="([^"]+)"', form)
                if 'method="post"' not in form or not action or "sign-out" in action[1] or "erase" in action[1]:
                    continue
                fields = browser.hidden(form)
                for tag in re.findall(r"<(?:input|textarea|select|button)\b[^>]*>", form):
                    values = dict(re.findall(r'(\w+)="([^"]*)"', tag))
                    if "name" in values:
                        fields.setdefault(values["name"], values.get("value", "a few words"))
                requests.append(("POST", action[1].replace("&amp;", "&"), browser, fields))
    return requests


def mutated(rng, method, path, browser, fields):
    """One request as bytes: the valid one with one to three things wrong."""
    headers = {
        "Host": f"127.0.0.1:{browser.port}", "Sec-Fetch-Site": "same-origin",
        "Cookie": "; ".join(f"{k}={v}" for k, v in browser.cookies.items())}
    body = None
    if fields is not None:
        pairs = [[k.encode(), urllib.parse.quote_plus(v).encode()] for k, v in fields.items()]
        for _ in range(rng.randint(1, 3)):
            at = rng.choice(pairs)
            at[rng.choice([1, 1, 1, 0])] = rng.choice(HOSTILE)
        if rng.random() < 0.2:
            pairs.append(rng.choice(pairs))
        body = b"&".join(k + b"=" + v for k, v in pairs)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    target = path.encode()
    kind = rng.randrange(8)
    if fields is None and kind not in (0, 5):
        # A page is reached, and its query is what is wrong.
        name = rng.choice([b"q", b"to", b"treatment", b"purpose", b"after", b"back", b"fragment", b"page", b"for"])
        value = urllib.parse.quote_from_bytes(rng.choice(HOSTILE)[:4000]).encode()
        target += (b"&" if b"?" in target else b"?") + name + b"=" + value
    if kind == 0:
        at = rng.randrange(len(target) + 1)
        target = target[:at] + urllib.parse.quote_from_bytes(rng.choice(HOSTILE)[:4000]).encode() + target[at:]
    elif kind == 1:
        headers["Cookie"] = rng.choice(HOSTILE).replace(b"\r", b"").replace(b"\n", b"").decode("latin-1")[:9000]
    elif kind == 2:
        headers[rng.choice(["Accept-Language", "Accept-Encoding", "Accept", "Content-Type", "Origin"])] = (
            rng.choice(HOSTILE).replace(b"\r", b"").replace(b"\n", b"").decode("latin-1")[:3000])
    elif kind == 3:
        method = rng.choice(["PUT", "DELETE", "TRACE", "PATCH", "OPTIONS", "HEAD", "GET", "POST", "FROB"])
    elif kind == 4:
        headers["Host"] = rng.choice(["evil.example", "", "127.0.0.1:1", "[::1", "a" * 300])
    head = f"{method} ".encode() + (target if target.startswith(b"/") else b"/" + target) + b" HTTP/1.1\r\n"
    for name, value in headers.items():
        head += f"{name}: {value}\r\n".encode("latin-1", "replace")
    if body is not None:
        head += f"Content-Length: {len(body)}\r\n".encode()
    raw = head + b"\r\n" + (body or b"")
    if kind == 5:
        raw = bytearray(raw)
        for _ in range(rng.randint(1, 6)):
            raw[rng.randrange(len(raw))] = rng.randrange(256)
        raw = bytes(raw)
    return raw


def exchange(port, raw):
    """Sends one request on its own connection; answers the status, 0 when the server closed without one."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
        try:
            link.sendall(raw)
            link.shutdown(socket.SHUT_WR)
            answer = link.recv(64)
        except OSError:
            return 0
    found = re.match(rb"HTTP/1\.1 (\d+)", answer)
    return int(found[1]) if found else 0


def attack(server, accounts, count, seed=7):
    requests = seeds(server, accounts)
    statuses, lock = {}, threading.Lock()
    bad = []

    def work(worker):
        rng = random.Random(seed * 1000 + worker)
        for _ in range(count // 8):
            raw = mutated(rng, *rng.choice(requests))
            try:
                status = exchange(server.port, raw)
            except OSError:
                status = -1
            with lock:
                statuses[status] = statuses.get(status, 0) + 1
                # 503 with Retry-After is the honest answer to too much at once; anything else of 5xx is a fault.
                if status >= 500 and status not in (503,):
                    bad.append((status, raw[:300]))

    threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(requests), statuses, bad


async def slow_clients(server, count, head):
    """Opens `count` connections that drip; answers how many were closed, when the last was, and a reader's latencies."""
    drip = (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" if head else
            f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            "Content-Length: 5000\r\n\r\n".encode())
    began, closed, latencies = time.monotonic(), [], []

    async def slow(index):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(drip)
            while time.monotonic() - began < 60:
                try:
                    if await asyncio.wait_for(reader.read(256), 1.0) == b"":
                        break
                except asyncio.TimeoutError:
                    pass
                writer.write(b"X-a: b\r\n" if head else b"a")
                await writer.drain()
            else:
                return
        except OSError:
            pass
        closed.append(time.monotonic() - began)

    async def normal():
        while len(closed) < count and time.monotonic() - began < 60:
            start = time.monotonic()
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n".encode())
            answer = await reader.read()
            assert answer.startswith(b"HTTP/1.1 200"), answer[:100]
            latencies.append((time.monotonic() - start) * 1000)
            writer.close()
            await asyncio.sleep(0.05)

    await asyncio.gather(normal(), *(slow(i) for i in range(count)))
    return len(closed), max(closed, default=60.0), statistics.median(latencies), max(latencies)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    harness.build()
    folder = harness.STORE / "hardening"
    harness.remove(folder)
    server = harness.Server(folder, environment={"WAYFELLOW_RATE_LIMITS": "off"})
    accounts = {}
    server.run("simulate", "--members", "1000", "--seed", "3")
    server.run("release")
    for role in ("member", "steward"):
        rights = ["--role", role] if role != "member" else []
        accounts[role] = server.add_account(f"Bench {role}", "--consent", *rights)
    server.start()
    pid = server.pid
    kinds, statuses, bad = attack(server, accounts, 5_000 if quick else 100_000)
    alive = server.process.poll() is None and server.pid == pid
    harness.table("Mutated requests", ["status", "answers"], sorted(statuses.items()))
    for status, raw in bad[:5]:
        print(status, raw)
    slow = 50 if quick else 400
    rows, figures = [], {}
    for head in (True, False):
        closed, last, median, worst = asyncio.run(slow_clients(server, slow, head))
        name = "heads" if head else "bodies"
        rows.append([name, slow, closed, f"{last:.1f} s", f"{median:.1f} ms", f"{worst:.1f} ms"])
        figures[f"slow_{name}_closed"] = closed
        figures[f"slow_{name}_last_seconds"] = round(last, 1)
    harness.table("Slow clients", ["kind", "opened", "closed", "last closed", "reader p50", "reader worst"], rows)
    alive = alive and server.process.poll() is None
    server.stop()
    crashes = fuzz.run_all(10 if quick else 300)
    harness.finish(
        "hardening",
        {"requests": sum(statuses.values()), "kinds": kinds, "server_errors": len(bad), "alive": alive, **figures,
         "fuzz_crashes": crashes},
        [("5xx", len(bad), "<=", 0), ("server alive", int(alive), ">=", 1),
         ("slow heads closed", figures["slow_heads_closed"], ">=", slow),
         ("slow bodies closed", figures["slow_bodies_closed"], ">=", slow),
         ("slow heads' deadline, s", figures["slow_heads_last_seconds"], "<=", 15),
         ("slow bodies' deadline, s", figures["slow_bodies_last_seconds"], "<=", 35),
         ("fuzz crashes", crashes, "<=", 0)])


if __name__ == "__main__":
    main()
