"""A member's 200 MiB taken along by ten readers of 1 MiB/s each, and 200 open streams of events beside page readers.

Shows: what a long download takes of memory and of the database, and what streams that are open cost those who read
pages. `--quick`: 20 MiB, 50 streams; `--engine sqlite|postgres` one of the two.
"""

import argparse
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness  # noqa: E402
from browser import key_of  # noqa: E402
from events import events_beside_pages  # noqa: E402
from member import long_record  # noqa: E402
from postgres import PostgreSQL  # noqa: E402

MEBIBYTE = 1024 * 1024
PACE = 1 * MEBIBYTE


class Reader(threading.Thread):
    """Downloads a member's file at a pace, with a key."""

    def __init__(self, server, key, pace):
        super().__init__()
        self.pace = pace
        self.request = (
            f"GET /api/me/export HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {key}\r\n"
            "Connection: close\r\n\r\n").encode()
        self.port, self.bytes, self.end, self.first = server.port, 0, b"", None

    def run(self):
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as link:
            # A small window: what the kernel holds for a reader is not read.
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
            link.sendall(self.request)
            while piece := link.recv(65_536):
                self.first = self.first or time.monotonic() - began
                self.bytes += len(piece)
                self.end = (self.end + piece)[-200:]
                ahead = self.bytes / self.pace - (time.monotonic() - began)
                if ahead > 0:
                    time.sleep(ahead)

    @property
    def is_whole(self):
        return b'"end":true}' in self.end


def longest_transaction(url):
    """Seconds of the oldest transaction that is open in PostgreSQL now."""
    query = "SELECT COALESCE(MAX(EXTRACT(EPOCH FROM clock_timestamp() - xact_start)), 0) FROM pg_stat_activity " \
        "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    return float(subprocess.run(["psql", "-qtA", url, "-c", query], capture_output=True, text=True, check=True).stdout)


def read(server, key, readers, pace):
    reading = [Reader(server, key, pace) for _ in range(readers)]
    for reader in reading:
        reader.start()
    return reading


def download(server, key, url, readers=10):
    """Lets the readers read side by side; answers the figures.

    Four have read it before, as fast as it goes: SQLite's own caches (four readers of 16 MiB each, in this process) are then
    as full as on a server that has been used. What they take is printed, too, and is no part of the bound."""
    cold = harness.resident_mebibytes(server.pid)
    for reader in read(server, key, 4, 1024 * MEBIBYTE):
        reader.join()
    before, peak, longest = harness.resident_mebibytes(server.pid), 0, 0
    cpu, began = harness.cpu_seconds(server.pid), time.monotonic()
    reading = read(server, key, readers, PACE)
    while any(reader.is_alive() for reader in reading):
        time.sleep(0.2)
        peak = max(peak, harness.resident_mebibytes(server.pid))
        if url:
            longest = max(longest, longest_transaction(url))
    return {
        "readers": readers, "whole": sum(reader.is_whole for reader in reading),
        "mebibytes_each": round(reading[0].bytes / MEBIBYTE, 1), "seconds": round(time.monotonic() - began, 1),
        "first_byte_seconds": round(max(reader.first or 0 for reader in reading), 2),
        "memory_at_start": round(cold), "memory_before": round(before), "memory_added": round(peak - before, 1),
        "cpu_ms_per_mebibyte": round(
            (harness.cpu_seconds(server.pid) - cpu) * 1000 / (sum(reader.bytes for reader in reading) / MEBIBYTE), 1),
        "longest_transaction_seconds": round(longest, 3) if url else None}


def bench(engine, mebibytes, streams, rounds):
    folder = harness.STORE / f"streams-{engine}"
    harness.remove(folder)
    cluster = PostgreSQL(harness.STORE / "streams-cluster") if engine == "postgres" else None
    url = cluster.__enter__() if cluster else None
    try:
        server = harness.Server(folder, database=url, environment={"WAYFELLOW_RATE_LIMITS": "off"})
        account, browser = long_record(server, mebibytes)
        server.start()
        figures = download(server, key_of(browser, account), url)
        harness.table(f"{engine}: a file of {mebibytes} MiB, ten readers", ["figure", "value"], figures.items())
        events = events_beside_pages(server, streams, rounds)
        harness.table(f"{engine}: pages beside {streams} streams of events", ["figure", "value"], events.items())
        server.stop()
        return figures | events
    finally:
        if cluster:
            cluster.__exit__()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true")
    options.add_argument("--engine", choices=["sqlite", "postgres"])
    given = options.parse_args()
    harness.build()
    harness.share_processors_alike()
    mebibytes, streams, rounds = (20, 50, 3) if given.quick else (200, 200, 7)
    figures, bounds = {}, []
    for engine in [given.engine] if given.engine else ["sqlite", "postgres"]:
        found = figures[engine] = bench(engine, mebibytes, streams, rounds)
        bounds += [
            (f"{engine} whole files", found["whole"], ">=", found["readers"]),
            (f"{engine} memory added, MiB", found["memory_added"], "<=", 20),
            (f"{engine} streams open", found["streams_open"], ">=", streams),
            (f"{engine} p99 moved, ms, beside its spread", found["p99_moved_ms"], "<=", found["p99_spread_ms"])]
        if engine == "postgres":
            bounds.append(("longest transaction, s", found["longest_transaction_seconds"], "<=", 1))
    harness.finish("streams", figures, bounds)


if __name__ == "__main__":
    main()
