"""100,000 mutated requests of all methods (forms, JSON, forms with a file, keys, signatures), 400 slow heads and 400 slow
bodies, and libFuzzer on each parser.

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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import fuzz  # noqa: E402
import harness  # noqa: E402
import mutations  # noqa: E402
import seeds  # noqa: E402

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
    requests = seeds.all_requests(server, accounts)
    statuses, lock = {}, threading.Lock()
    bad = []

    def work(worker):
        rng = random.Random(seed * 1000 + worker)
        for _ in range(count // 8):
            raw = mutations.mutated(rng, rng.choice(requests))
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


def prepared():
    """A small community with somebody of each role, served; answers the server and the accounts."""
    folder = harness.STORE / "hardening"
    harness.remove(folder)
    server = harness.Server(folder, environment={
        "WAYFELLOW_RATE_LIMITS": "off", "WAYFELLOW_WEBHOOK_SECRETS": f"{seeds.SENDER}={seeds.SECRET}"})
    server.run("simulate", "--members", "1000", "--seed", "3")
    server.run("release")
    accounts = {}
    for role in ("member", "steward", "administrator"):
        rights = ["--role", role] if role != "member" else []
        accounts[role] = server.add_account(f"Bench {role}", "--consent", *rights)
    server.start()
    return server, accounts


def against_slow_clients(server, count):
    """Slow heads, then slow bodies; answers the figures."""
    rows, figures = [], {}
    for head in (True, False):
        closed, last, median, worst = asyncio.run(slow_clients(server, count, head))
        name = "heads" if head else "bodies"
        rows.append([name, count, closed, f"{last:.1f} s", f"{median:.1f} ms", f"{worst:.1f} ms"])
        figures[f"slow_{name}_closed"] = closed
        figures[f"slow_{name}_last_seconds"] = round(last, 1)
    harness.table("Slow clients", ["kind", "opened", "closed", "last closed", "reader p50", "reader worst"], rows)
    return figures


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    harness.build()
    server, accounts = prepared()
    kinds, statuses, bad = attack(server, accounts, 5_000 if quick else 100_000)
    alive = server.process.poll() is None
    harness.table("Mutated requests", ["status", "answers"], sorted(statuses.items()))
    for status, raw in bad[:5]:
        print(status, raw)
    slow = 50 if quick else 400
    figures = against_slow_clients(server, slow)
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
