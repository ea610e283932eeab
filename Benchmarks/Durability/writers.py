"""Sixteen people who write evaluations through HTTP and remember what was acknowledged."""

import http.client
import random
import sqlite3
import sys
import threading
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness  # noqa: E402
from browser import Browser, record  # noqa: E402

WRITERS = 16


def prepare(server):
    """Makes one account a writer, each with a course to evaluate; answers [(browser, path of the form)]."""
    accounts = [server.add_account(f"Writer {number}", "--consent") for number in range(WRITERS)]
    server.start()
    writers = []
    for account in accounts:
        browser = Browser(server).sign_in(account)
        writers.append((browser, record(browser, "yoga", "low-back-pain")))
    return writers


class Ledger:
    """What was acknowledged, and when."""

    def __init__(self):
        self.acknowledged = set()
        self.lock = threading.Lock()
        self.stopping = False

    def add(self, marker):
        with self.lock:
            self.acknowledged.add(marker)

    def snapshot(self):
        with self.lock:
            return set(self.acknowledged)


def write_on(ledger, browser, path, worker):
    """Writes until told to stop; a broken connection is tried again with a new evaluation."""
    fields = None
    count = 0
    while not ledger.stopping:
        marker = f"w{worker}-{uuid.uuid4().hex[:12]}"
        try:
            if fields is None:
                fields = browser.hidden(browser.get(path)[1])
            # The page's form identifier would make one evaluation of all.
            fields.pop("form", None)
            status, _, _ = browser.request("POST", path, {**fields, "help": "3", "advice": marker})
            if status == 303:
                ledger.add(marker)
                count += 1
            elif status != 503:
                fields = None
        except (OSError, http.client.HTTPException):
            fields = fields if random.random() < 0.9 else None
            time.sleep(0.01)


def begin(writers):
    ledger = Ledger()
    threads = [
        threading.Thread(target=write_on, args=(ledger, browser, path, number), daemon=True)
        for number, (browser, path) in enumerate(writers)]
    for thread in threads:
        thread.start()
    return ledger, threads


def check(database, acknowledged):
    """Opens a database file; answers (lost, integrity, half): acknowledged but absent; SQLite's own check; broken rows."""
    link = sqlite3.connect(database)
    integrity = link.execute("PRAGMA integrity_check").fetchone()[0]
    found = {row[0] for row in link.execute("SELECT advice FROM evaluations WHERE advice LIKE 'w%'")}
    half = link.execute(
        "SELECT COUNT(*) FROM (SELECT course_id FROM evaluations GROUP BY course_id"
        " HAVING SUM(is_current) <> 1)").fetchone()[0]
    link.close()
    return len(acknowledged - found), integrity, half
