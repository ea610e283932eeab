"""Open streams of events beside those who read pages: an import that is under way, watched by many administrators."""

import re
import selectors
import socket
import statistics
import sys
import threading
import time

import harness
from browser import Browser

EACH = 4
BOUNDARY = "----bench"
COLUMNS = "id\turlDrugName\trating\teffectiveness\tsideEffects\tcondition\tbenefitsReview\tsideEffectsReview\tcommentsReview\n"
PATHS = ["/", "/treatments", "/conditions", "/how-we-know", "/search?q=back+pain"]
RATE = 400


def cookies(browser):
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


class SlowUpload(threading.Thread):
    """An administrator's file of reviews that comes in at 4 KiB/s, so that its import is under way for as long as wanted."""

    def __init__(self, server, browser):
        super().__init__(daemon=True)
        token = browser.hidden(browser.get("/admin/reviews")[1])["csrf"]
        parts = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{token}\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="reviews.tsv"\r\n'
            f"Content-Type: text/tab-separated-values\r\n\r\n{COLUMNS}")
        self.head = (
            f"POST /admin/reviews HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cookies(browser)}\r\n"
            f"Sec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
            f"Content-Length: {100 * 1024 * 1024}\r\n\r\n{parts}").encode()
        self.link = socket.create_connection(("127.0.0.1", server.port))

    def run(self):
        row = "\t".join(["{}", "zoloft", "8", "Highly Effective", "No Side Effects", "depression", "It helped.", "", ""])
        number = 0
        try:
            self.link.sendall(self.head)
            while True:
                number += 1
                self.link.sendall((row.format(number) + "\n").encode())
                time.sleep(0.02)
        except OSError:
            return


class Watchers:
    """Streams that are read as they come, by one thread."""

    def __init__(self, server, browsers, path, count):
        self.selector, self.bytes, self.closed = selectors.DefaultSelector(), {}, 0
        for number in range(count):
            browser = browsers[number // EACH]
            link = socket.create_connection(("127.0.0.1", server.port))
            link.sendall(
                f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cookies(browser)}\r\n"
                "Accept: text/event-stream\r\n\r\n".encode())
            self.selector.register(link, selectors.EVENT_READ)
            self.bytes[link] = b""
        self.isEnding = False
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        while not self.isEnding:
            for key, _ in self.selector.select(0.2):
                piece = key.fileobj.recv(65_536)
                self.bytes[key.fileobj] = (self.bytes[key.fileobj] + piece)[-2_000:]
                if not piece:
                    self.selector.unregister(key.fileobj)
                    self.closed += 1

    @property
    def told(self):
        """Streams that are open and have told something."""
        return sum(b"event: " in all for all in self.bytes.values()) - self.closed

    def end(self):
        self.isEnding = True
        self.thread.join()
        for link in self.bytes:
            link.close()


def administrators(server, count):
    accounts = [server.add_account(f"bench keeper {name(number)}", "--role", "administrator") for number in range(count)]
    return [Browser(server).sign_in(account) for account in accounts]


def name(number):
    """Letters: a number could be somebody's telephone."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def p99(server):
    return harness.wrk_at(server.url, 6, RATE, 0.3, paths=PATHS)["p99"]


def events_beside_pages(server, streams, rounds):
    """Page readers' p99, in turns without and beside the streams; how far it moves and how far it spreads by itself."""
    browsers = administrators(server, -(-streams // EACH))
    SlowUpload(server, browsers[0]).start()
    time.sleep(2)
    listed = re.search(r'href="(/admin/reviews/[0-9a-f-]{36})"', browsers[0].get("/admin/reviews")[1])
    if not listed:
        sys.exit("no import is under way")
    p99(server)
    quiet, beside, opened, cpu = [], [], [], []
    for _ in range(rounds):
        quiet.append(p99(server))
        watchers = Watchers(server, browsers, listed[1] + "/events", streams)
        time.sleep(2)
        before = harness.cpu_seconds(server.pid)
        time.sleep(2)
        cpu.append((harness.cpu_seconds(server.pid) - before) / 2)
        beside.append(p99(server))
        opened.append(watchers.told)
        watchers.end()
        time.sleep(1.5)
    return {
        "streams_open": min(opened), "p99_quiet_ms": round(statistics.median(quiet), 2),
        "p99_beside_ms": round(statistics.median(beside), 2),
        "p99_moved_ms": round(statistics.median(beside) - statistics.median(quiet), 2),
        "p99_spread_ms": round(max(quiet) - min(quiet), 2),
        "cpu_share_of_streams": round(statistics.median(cpu), 3)}
