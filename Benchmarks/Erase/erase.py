"""A member of 100,000 records takes them along and erases the account, beside another who writes.

Shows: what the download takes of memory beside one of 100 records, how long the erasure takes until nothing is left, and how
long another's write waits meanwhile. `--quick`: 10,000 records, once; `--engine sqlite|postgres` one of the two.
"""

import argparse
import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness  # noqa: E402
from browser import Browser, record  # noqa: E402
from postgres import PostgreSQL  # noqa: E402
from records import SHARES, give, left  # noqa: E402


class Writer(threading.Thread):
    """Another member who evaluates a treatment again and again; how long each answer took, in milliseconds."""

    def __init__(self, server, account):
        super().__init__(daemon=True)
        self.browser = Browser(server).sign_in(account)
        self.form = record(self.browser, "duloxetine", "fibromyalgia")
        self.fields = self.browser.hidden(self.browser.get(self.form)[1])
        self.waits, self.is_ending = [], False

    def run(self):
        while not self.is_ending:
            began = time.monotonic()
            status, html, _ = self.browser.request("POST", self.form, {**self.fields, "help": "3"})
            if status != 303:
                sys.exit(f"not written: {status} {html[:800]}")
            self.waits.append((began, (time.monotonic() - began) * 1000))
            time.sleep(0.01)

    def longest(self, begin, end):
        return max((wait for began, wait in self.waits if begin <= began <= end), default=0)


def take_along(server, browser, account):
    """Downloads the file; answers its bytes and by how much the process grew, in MiB."""
    fields = browser.hidden(browser.get("/me/account/export")[1])
    before, peak, is_read = harness.resident_mebibytes(server.pid), 0, False

    def watch():
        nonlocal peak
        while not is_read:
            peak = max(peak, harness.resident_mebibytes(server.pid))
            time.sleep(0.02)

    watching = threading.Thread(target=watch)
    watching.start()
    status, text, _ = browser.request("POST", "/me/account/export", {**fields, "current": account.passphrase})
    is_read = True
    watching.join()
    if status != 200 or '"end":true' not in text[-200:]:
        sys.exit(f"the file is not whole: {status} {text[-500:]}")
    return {"mebibytes": len(text) / 2**20, "records": text.count('{"part":'), "grew": max(0, peak - before)}


def erase(browser, account):
    """Erases; answers the seconds until the page says that nothing is left."""
    fields = browser.hidden(browser.get("/me/account/leave/erase/confirm")[1])
    began = time.monotonic()
    status, text, headers = browser.request(
        "POST", "/me/account/leave/erase/confirm", {**fields, "current": account.passphrase})
    if status != 303:
        sys.exit(f"not erased: {status} {text[:1500]}")
    answered = time.monotonic() - began
    while "Your account is erased" not in browser.get(headers["Location"])[1]:
        time.sleep(0.05)
        if time.monotonic() - began > 120:
            sys.exit("not erased within two minutes")
    return answered, time.monotonic() - began


def bench(engine, records, rounds):
    folder = harness.STORE / f"erase-{engine}"
    harness.remove(folder)
    cluster = PostgreSQL(harness.STORE / "erase-cluster") if engine == "postgres" else None
    url = cluster.__enter__() if cluster else None
    try:
        server = harness.Server(folder, database=url, environment={"WAYFELLOW_RATE_LIMITS": "off"})
        names = [f"bench of many years {letter}" for letter in "abcdefg"[:rounds]]
        members = [server.add_account(name, "--consent") for name in ["bench of a year", "bench writer", *names]]
        server.start()
        server.stop()
        for account, count in zip([members[0], *members[2:]], [100] + [records] * rounds):
            give(server, url, account.name, count)
        server.start()
        short = take_along(server, Browser(server).sign_in(members[0]), members[0])
        writer = Writer(server, members[1])
        writer.start()
        time.sleep(3)
        quiet = writer.longest(0, time.monotonic())
        long, answers, whole, waits = [], [], [], []
        for account in members[2:]:
            browser = Browser(server).sign_in(account)
            long.append(take_along(server, browser, account))
            begin = time.monotonic()
            answered, seconds = erase(browser, account)
            answers.append(answered)
            whole.append(seconds)
            waits.append(writer.longest(begin, begin + seconds))
        writer.is_ending = True
        writer.join()
        server.stop()
        rows = left(server, url)
        median = statistics.median
        return {
            "records": long[0]["records"], "file_mebibytes": round(long[0]["mebibytes"], 1),
            "memory_added_100_records": round(short["grew"], 1),
            "memory_added": round(median(each["grew"] for each in long), 1),
            "answered_seconds": round(median(answers), 2), "erased_seconds": round(median(whole), 2),
            "longest_wait_quiet_ms": round(quiet, 1), "longest_wait_ms": round(median(waits), 1),
            # Those of the member of 100 records stay, and the writer: neither more nor less.
            "rows_astray": sum(abs(row - right) for row, right in zip(rows, [*SHARES.values(), 2]))}
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
    records, rounds = (10_000, 1) if given.quick else (100_000, 3)
    figures, bounds = {}, []
    for engine in [given.engine] if given.engine else ["sqlite", "postgres"]:
        found = figures[engine] = bench(engine, records, rounds)
        harness.table(f"{engine}: a member of {records:,} records", ["figure", "value"], found.items())
        bounds += [
            (f"{engine} records in the file", found["records"], ">=", records),
            (f"{engine} memory added, MiB", found["memory_added"], "<=", 20),
            (f"{engine} erased, s", found["erased_seconds"], "<=", 5),
            (f"{engine} longest wait of another's write, ms", found["longest_wait_ms"], "<=", 100),
            (f"{engine} rows left, or gone of others", found["rows_astray"], "<=", 0)]
    harness.finish("erase", figures, bounds)


if __name__ == "__main__":
    main()
