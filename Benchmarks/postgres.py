"""A PostgreSQL cluster beside the server under measure, and its CPU."""

import os
import subprocess
import sys
from pathlib import Path

import harness


class PostgreSQL:
    """A private cluster for the time of a bench, or kept in `folder` for the next."""

    def __init__(self, folder, keep=False):
        self.folder = Path(folder)
        self.keep = keep

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        os.chmod(self.folder, 0o755)
        self.port = harness.free_port()
        done = subprocess.run(
            [str(harness.ROOT / "bin/postgres"), "start", str(self.folder), str(self.port)], capture_output=True,
            text=True)
        if done.returncode != 0:
            sys.exit(done.stderr)
        return done.stdout.strip()

    def __exit__(self, *_):
        verb = "pause" if self.keep else "stop"
        subprocess.run([str(harness.ROOT / "bin/postgres"), verb, str(self.folder)], check=False)

    @property
    def pid(self):
        return int((self.folder / "data/postmaster.pid").read_text().split()[0])

    def cpu_seconds(self):
        """CPU of the postmaster and all its backends."""
        return harness.family_cpu_seconds(self.pid)

    def run(self, statement, database="postgres"):
        """Runs a statement by psql and answers what it prints, without frills."""
        done = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement, self.url(database)],
            capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{statement} failed:\n{done.stderr}")
        return done.stdout.strip()

    def make(self, database):
        """Makes an empty database, in place of one of that name; answers its address."""
        self.run(f"DROP DATABASE IF EXISTS {database}")
        self.run(f"CREATE DATABASE {database}")
        return self.url(database)

    def url(self, database):
        return f"postgres://wayfellow@127.0.0.1:{self.port}/{database}"
