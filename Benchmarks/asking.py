"""Readers of slow servers: sixteen connections, each answer looked at, and none left unfinished.

wrk leaves what it has asked for when its time is up: of a hundred slow answers that is a sixth, whose work would count
while they do not.
"""

import http.client
import random
import statistics
import threading
import time

CONNECTIONS = 16


class Reader:
    """One connection that asks for pages until the time is up."""

    def __init__(self, port, pages, cookie, pause, number):
        self.port, self.pages, self.cookie, self.pause = port, pages, cookie, pause
        self.dice = random.Random(f"reader {number}")
        self.taken, self.errors = [], 0

    def read(self, end):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        while time.monotonic() < end:
            if self.pause:
                time.sleep(min(self.dice.expovariate(1 / self.pause), max(0, end - time.monotonic())))
            path, *words = self.dice.choice(self.pages)
            began = time.monotonic()
            try:
                link.request("GET", path, headers=headers)
                response = link.getresponse()
                page = response.read().decode("utf-8", "replace")
                self.errors += response.status != 200 or any(word not in page for word in words)
                self.taken.append(time.monotonic() - began)
            except (OSError, http.client.HTTPException):
                self.errors += 1
                link.close()
        link.close()


def ask(port, pages, seconds, cookie=None, pause=0):
    """Asks for random pages; answers as `harness.wrk` does.

    pages: [(path, words that must stand on it, …)]; pause: how long a connection rests before it asks, in seconds, on
    average
    """
    readers = [Reader(port, pages, cookie, pause, number) for number in range(CONNECTIONS)]
    began = time.monotonic()
    threads = [threading.Thread(target=reader.read, args=(began + seconds,)) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    taken = sorted(one * 1000 for reader in readers for one in reader.taken)
    return {
        "requests": len(taken), "rps": len(taken) / took, "p50": statistics.median(taken) if taken else 0,
        "p99": taken[len(taken) * 99 // 100] if taken else 0, "errors": sum(reader.errors for reader in readers)}
