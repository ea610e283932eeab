"""What is under measure, whatever it is: pages of a kind that it serves, and what a request for one costs it."""

import re
import time

import harness
from browser import Browser


class Subject:
    """A server with a database beside it (or none): `kinds` has pages and cookie of each kind of request."""

    def __init__(self, label, cluster):
        self.label, self.cluster = label, cluster
        self.kinds = {}
        self.bytes = {}

    def visitor(self):
        return Browser(self)

    def look(self):
        """Looks at some pages of each kind as a reader would; ends the bench when one is not what it must be."""
        for kind, (pages, cookie) in self.kinds.items():
            for path, *words in pages[::max(1, len(pages) // 20)]:
                status, html, _ = self.visitor().request("GET", path, headers={"Cookie": cookie or ""})
                # A name among the words may lead somewhere.
                read = html + re.sub(r"<[^>]*>", "", html)
                missing = [word for word in words if word not in read]
                if status != 200 or missing:
                    raise SystemExit(f"{self.label}, {kind}, {path}: {status}, without {missing}\n{html[:2000]}")
                self.bytes[kind] = len(html.encode())

    def measure(self, kind, seconds):
        """Loads one kind of page: what `harness.wrk` answers, and microseconds of CPU a request, database apart."""
        before, database = harness.family_cpu_seconds(self.pid), self.database_seconds()
        result = self.load(kind, seconds)
        each = 1e6 / max(1, result["requests"])
        result["cpu_us"] = (harness.family_cpu_seconds(self.pid) - before) * each
        result["database_us"] = (self.database_seconds() - database) * each
        return result

    def rest(self, within=600):
        """Waits until the server has done what it does at its start (a large index is put together once) or behind writers:
        nothing of it is the cost of a page."""
        end, quiet = time.monotonic() + within, 0
        while quiet < 3 and time.monotonic() < end:
            before = harness.family_cpu_seconds(self.pid) + self.database_seconds()
            time.sleep(1)
            quiet = quiet + 1 if harness.family_cpu_seconds(self.pid) + self.database_seconds() - before < 0.1 else 0

    def database_seconds(self):
        return self.cluster.cpu_seconds() if self.cluster else 0

    def mebibytes(self):
        return harness.family_mebibytes(self.pid)


class Wayfellow(Subject):
    """Ours, one `harness.Server`, asked by wrk."""

    server = None

    def load(self, kind, seconds, rate=None, latency=0):
        pages, cookie = self.kinds[kind]
        paths = [path for path, *_ in pages]
        if rate:
            return harness.wrk_at(self.server.url, seconds, rate, latency, cookie=cookie, paths=paths)
        return harness.wrk(self.server.url, seconds, cookie=cookie, paths=paths)

    @property
    def pid(self):
        return self.server.pid

    def stop(self):
        if self.server:
            self.server.stop()
