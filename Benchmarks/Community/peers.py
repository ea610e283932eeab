"""Misago and Spirit: installed from PyPI into a folder of their own, filled with the same posts, served by gunicorn."""

import atexit
import hashlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import asking
import harness
import seed
from subject import Subject

RECIPES = Path(__file__).resolve().parent / "Peers"
READER, PASSWORD = "Reader", "a passphrase of a bench"
PACKAGES = {
    "misago": ["misago==0.39.6", "gunicorn==27.0.1"],
    "spirit": ["django-spirit==0.14.3", "gunicorn==27.0.1", "psycopg2-binary==2.9.13", "redis==8.1.0"],
}
LABELS = {"misago": "Misago 0.39", "spirit": "Spirit 0.14"}


class Missing(Exception):
    """A peer that cannot be had here; says why."""


def called(command, environment=None):
    """Runs something that a peer needs; its last words are why the peer is missing when it fails."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise Missing(" ".join((done.stderr or done.stdout).strip().splitlines()[-1:]) or f"{command[0]} failed")


class Peer(Subject):
    """One of them. Two workers, as many as the machine has processors; everything else as it ships."""

    def __init__(self, name, folder, cluster, redis):
        super().__init__(LABELS[name], cluster)
        self.name, self.folder, self.redis = name, folder / name, redis
        self.python = self.folder / "python" / "bin" / "python"
        self.process = None

    def environment(self, database):
        return {
            **os.environ, "DJANGO_SETTINGS_MODULE": f"{self.name}_settings", "PYTHONPATH": str(RECIPES),
            "PYTHONDONTWRITEBYTECODE": "1", "PEER_POSTGRES": str(self.cluster.port), "PEER_DATABASE": database,
            "PEER_REDIS": str(self.redis.socket), "PEER_FOLDER": str(self.folder)}

    def install(self):
        """What is there already is left alone; a half-made one is made anew."""
        done, wanted = self.folder / "installed", " ".join(PACKAGES[self.name])
        if done.exists() and done.read_text() == wanted:
            return
        print(f"Installing {self.label} into {self.folder} …", flush=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        called([sys.executable, "-m", "venv", str(self.folder / "python")])
        called([str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES[self.name]])
        done.write_text(wanted)

    def fill(self, posts):
        """Makes its database from the file of posts, unless it was made so before. Answers the database's name."""
        database = f"{self.name}_{posts.stem.split('-')[1]}"
        recipes = b"".join((RECIPES / name).read_bytes() for name in (f"{self.name}_fill.py", "posts.py"))
        done, wanted = self.folder / f"{database}.filled", f"{posts.name} {hashlib.sha256(recipes).hexdigest()}"
        if not (done.exists() and done.read_text() == wanted):
            print(f"Filling {self.label} …", flush=True)
            done.unlink(missing_ok=True)
            self.cluster.make(database)
            called([str(self.python), str(RECIPES / f"{self.name}_fill.py"), str(posts)], self.environment(database))
            done.write_text(wanted)
        return database

    def start(self, posts):
        """Installs, fills, serves and signs in."""
        if not self.redis.process:
            raise Missing("there is no Redis, which Debian has in redis-tools")
        self.install()
        database = self.fill(posts)
        self.port = harness.free_port()
        self.process = subprocess.Popen(
            [str(self.python), "-m", "gunicorn", "--workers", "2", "--bind", f"127.0.0.1:{self.port}", "--timeout", "600",
             "--log-level", "error", "django.core.wsgi:get_wsgi_application()"],
            env=self.environment(database), cwd=self.folder)
        # A bench that fails leaves no server behind; the workers follow.
        atexit.register(self.process.kill)
        known = json.loads((self.folder / f"{database}.json").read_text())
        threads = [(path, seed.probe(first), seed.probe(last)) for path, first, last in known["thread"]]
        listing = [tuple(one) for one in known["list"]]
        self.wait(listing[0][0])
        cookie = self.sign_in()
        self.kinds = {
            "thread, visitor": (threads, None), "thread, member": (threads, cookie), "list, visitor": (listing, None),
            "list, member": (listing, cookie)}
        self.look()

    def wait(self, path):
        visitor, end = self.visitor(), time.monotonic() + 300
        while time.monotonic() < end:
            try:
                if visitor.request("GET", path)[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise Missing("it does not answer")

    def sign_in(self):
        """As its own form does; answers the cookies."""
        browser = self.visitor()
        if self.name == "misago":
            browser.get("/")
            browser.request(
                "POST", "/api/auth/", json.dumps({"username": READER, "password": PASSWORD}),
                {"Content-Type": "application/json", "X-CSRFToken": browser.cookies["csrftoken"]})
        else:
            fields = browser.hidden(browser.get("/user/login/")[1])
            browser.request("POST", "/user/login/", {**fields, "username": READER, "password": PASSWORD})
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        if "sessionid" not in cookie:
            raise Missing("it lets nobody sign in")
        return cookie

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
