"""One process of Wayfellow over a database of its own."""

import os
import random
import re
import signal
import socket
import subprocess
import time
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("WAYFELLOW_BINARY", ROOT / ".build" / "debug" / "wayfellow"))


# What the system lends to whoever connects lies above, and each process of pytest-xdist has a thousand of its own: nobody
# takes a port between the look at it and the server that listens there.
FIRST_PORT = 10_000 + 1_000 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


# Browsers open no page there (fetch.spec.whatwg.org/#port-blocking).
BLOCKED_PORT = 10_080


def free_port():
    for port in random.sample(range(FIRST_PORT, FIRST_PORT + 1_000), 1_000):
        if port == BLOCKED_PORT:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("every port is taken")


class Server:
    """`members=None` serves what is in the folder; a number serves the demo with so many simulated people."""

    def __init__(self, folder, database=None, members=None, settings=None):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = database
        self.members = members
        self.settings = settings or {}
        self.process = None

    def environment(self):
        # The nightly release is as far away as it can be, so that none comes between two lines of a test.
        later = datetime.now(timezone.utc) + timedelta(hours=12)
        environment = {
            **os.environ, "WAYFELLOW_ENVIRONMENT": "development", "WAYFELLOW_RELEASE_AT": f"{later:%H:%M}",
            **self.settings}
        environment.pop("DATABASE_URL", None)
        if self.database:
            environment["DATABASE_URL"] = self.database
        return environment

    def start(self, timeout=240):
        command = ["serve"] if self.members is None else ["demo", "--members", str(self.members)]
        self.log = open(self.folder / "server.log", "ab")
        self.process = subprocess.Popen(
            [str(BINARY), *command, "--port", str(self.port), "--data", str(self.folder)],
            cwd=ROOT, env=self.environment(), stdout=self.log, stderr=subprocess.STDOUT)
        # The release that was due last night is made first; nothing of it may come later.
        self._until(lambda: self._answers() and "a release was published" in self._said(), timeout)
        return self

    def _answers(self):
        if self.process.poll() is not None:
            raise RuntimeError(self._said())
        try:
            return urllib.request.urlopen(f"{self.url}/health", timeout=1).read()
        except OSError:
            return False

    def _said(self):
        return (self.folder / "server.log").read_text()

    @staticmethod
    def _until(holds, timeout):
        until = time.monotonic() + timeout
        while not holds():
            if time.monotonic() > until:
                raise RuntimeError("the server did not answer in time")
            # Another process has no event to wait for.
            time.sleep(0.05)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
        self.log.close()

    def attempt(self, *arguments):
        """Another command of wayfellow on the same data: its exit code and all it said."""
        done = subprocess.run(
            [str(BINARY), *arguments, "--data", str(self.folder)], cwd=ROOT, env=self.environment(),
            capture_output=True, text=True, timeout=300)
        return done.returncode, done.stdout + done.stderr

    def run(self, *arguments):
        """The same, for a command that must succeed."""
        code, said = self.attempt(*arguments)
        assert code == 0, said
        return said

    def sign_ins(self):
        """The demo's printed sign-ins: {"member": (name, passphrase), …}."""
        text = (self.folder / "demo-accounts.txt").read_text()
        return {m[1]: (m[2], m[3]) for m in re.finditer(r"^(\w+)\t(.+)\t(.+)$", text, re.M)}
