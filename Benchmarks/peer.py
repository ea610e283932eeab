"""A product of others beside ours: installed from PyPI into a folder of its own, filled once, served by gunicorn."""

import atexit
import hashlib
import http.client
import os
import shutil
import subprocess
import sys
import time

import asking
import harness
from subject import Subject


class Missing(Exception):
    """A peer that cannot be had here; says why."""


def called(command, environment=None):
    """Runs something that a peer needs; its last words are why the peer is missing when it fails."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise Missing(" ".join((done.stderr or done.stdout).strip().splitlines()[-1:]) or f"{command[0]} failed")


def begun(peers, content):
    """Those of the peers that serve; says of the others why not."""
    serving = []
    for peer in peers:
        try:
            peer.start(content)
            serving.append(peer)
        except Missing as missing:
            peer.stop()
            print(f"\nNOT RUN: {peer.label}: {missing}. Nothing is shown beside it.", flush=True)
    return serving


class Peer(Subject):
    """Two workers, as many as the machine has processors; everything else as it ships.

    A kind of it names its `packages`, its `application`, the folder of its `recipes` and which of these fill it.
    """

    def __init__(self, name, label, folder, cluster, redis):
        super().__init__(label, cluster)
        self.name, self.folder, self.redis = name, folder / name, redis
        self.python = self.folder / "python" / "bin" / "python"
        self.process = None

    def environment(self, database):
        return {
            **os.environ, "PYTHONPATH": str(self.recipes), "PYTHONDONTWRITEBYTECODE": "1",
            "PEER_POSTGRES": str(self.cluster.port), "PEER_DATABASE": database, "PEER_REDIS": str(self.redis.socket),
            "PEER_FOLDER": str(self.folder)}

    def install(self):
        """What is there already is left alone; a half-made one is made anew."""
        if not self.redis.process:
            raise Missing("there is no Redis, which Debian has in redis-tools")
        done, wanted = self.folder / "installed", " ".join(self.packages)
        if done.exists() and done.read_text() == wanted:
            return
        print(f"Installing {self.label} into {self.folder} …", flush=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        called([sys.executable, "-m", "venv", str(self.folder / "python")])
        called([str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *self.packages])
        done.write_text(wanted)

    def fill(self, database, content, *arguments):
        """Makes its database by the first of its recipes, unless it was made so before from the same content."""
        recipes = b"".join((self.recipes / name).read_bytes() for name in self.fillers)
        done, wanted = self.folder / f"{database}.filled", f"{content} {hashlib.sha256(recipes).hexdigest()}"
        if not (done.exists() and done.read_text() == wanted):
            print(f"Filling {self.label} …", flush=True)
            done.unlink(missing_ok=True)
            self.cluster.make(database)
            called([str(self.python), str(self.recipes / self.fillers[0]), *arguments], self.environment(database))
            done.write_text(wanted)

    def serve(self, database, first):
        """Serves, and waits for the first page."""
        self.port = harness.free_port()
        self.process = subprocess.Popen(
            [str(self.python), "-m", "gunicorn", "--workers", "2", "--bind", f"127.0.0.1:{self.port}", "--timeout", "600",
             "--log-level", "error", self.application],
            env=self.environment(database), cwd=self.folder)
        # A bench that fails leaves no server behind; the workers follow.
        atexit.register(self.process.kill)
        visitor, end = self.visitor(), time.monotonic() + 300
        while time.monotonic() < end:
            try:
                if visitor.request("GET", first)[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise Missing("it does not answer")

    def load(self, kind, seconds, rate=None, latency=0):
        """`rate`: about so many requests a second in all, where one takes `latency` milliseconds."""
        pages, cookie = self.kinds[kind]
        pause = max(0, asking.CONNECTIONS / rate - latency / 1000) if rate else 0
        return asking.ask(self.port, pages, seconds, cookie, pause)

    @property
    def pid(self):
        return self.process.pid

    def database_seconds(self):
        return super().database_seconds() + harness.cpu_seconds(self.redis.process.pid)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(30)
