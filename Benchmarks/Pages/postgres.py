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

    def cpu_seconds(self):
        """CPU of the postmaster and all its live backends."""
        top = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{top}/task/{top}/children").read_text().split()
        return sum(harness.cpu_seconds(pid) for pid in [top, *children] if Path(f"/proc/{pid}").exists())
