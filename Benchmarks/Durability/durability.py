"""50 `kill -9` and 30 power cuts under 16 writers through HTTP: nothing acknowledged may be lost.

They write evaluations, answers in threads, and messages to each other, take seats on dates of a group where half of them wait,
and say to which dates of another they cannot come, as the pages do.

A power cut is an atomic reflink copy of the file system image that holds the database: what the kernel had not been
told to sync is not in it. The same cuts with SQLite's synchronous=NORMAL must lose some, else the bench is blind.
`--quick`: 5 kills, 5 cuts.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import writers  # noqa: E402
from writers import harness  # noqa: E402


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def fdatasync_rate(folder, seconds=2):
    """4 KiB appends with fdatasync a second: the machine's own limit for single commits."""
    path = Path(folder) / "sync"
    with open(path, "wb") as file:
        began, count = time.monotonic(), 0
        while time.monotonic() - began < seconds:
            file.write(b"x" * 4096)
            file.flush()
            os.fdatasync(file.fileno())
            count += 1
    path.unlink()
    return count / seconds


def kills(count):
    folder = harness.STORE / "durability"
    harness.remove(folder)
    server = harness.Server(folder, environment={"WAYFELLOW_RATE_LIMITS": "off"})
    people = writers.prepare(server)
    ledger, threads = writers.begin(people)
    restarts, lost, broken = [], 0, 0
    began = time.monotonic()
    down = 0.0
    for _ in range(count):
        time.sleep(random.uniform(0.05, 0.4))
        server.kill()
        acknowledged = ledger.snapshot()
        copy = folder / "after.sqlite"
        for ending in ("", "-wal"):
            if (folder / f"wayfellow.sqlite{ending}").exists():
                shutil.copy(folder / f"wayfellow.sqlite{ending}", f"{copy}{ending}")
        missing, integrity, half = writers.check(copy, acknowledged)
        lost, broken = lost + missing, broken + (integrity != "ok") + half
        for ending in ("", "-wal", "-shm"):
            Path(f"{copy}{ending}").unlink(missing_ok=True)
        paused = time.monotonic()
        restarts.append(server.start())
        down += time.monotonic() - paused
    # A quiet stretch without kills gives the rate.
    before, mark = len(ledger.snapshot()), time.monotonic()
    time.sleep(5)
    rate = (len(ledger.snapshot()) - before) / (time.monotonic() - mark)
    ledger.stopping = True
    for thread in threads:
        thread.join(15)
    unread = writers.unread(people, ledger.snapshot())
    server.stop()
    return {
        "kills": count, "acknowledged": len(ledger.snapshot()), **ledger.counts(), "lost": lost, "unread": unread,
        "broken": broken,
        "worst_restart_seconds": round(max(restarts), 2), "writes_per_second": round(rate),
        "fdatasync_per_second": round(fdatasync_rate(folder)), "seconds": round(time.monotonic() - began)}


class Disk:
    """An ext4 image on an XFS loop device: `cut` copies it at one instant."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.outer, self.inner, self.copy = (self.folder / name for name in ("outer", "inner", "copy"))

    def __enter__(self):
        for place in (self.outer, self.inner, self.copy):
            place.mkdir(parents=True, exist_ok=True)
        image = self.folder / "xfs.img"
        run("truncate", "-s", "3G", str(image))
        run("mkfs.xfs", "-q", "-f", "-m", "reflink=1", str(image))
        run("mount", "-o", "loop", str(image), str(self.outer))
        run("truncate", "-s", "800M", str(self.outer / "disk.img"))
        run("mkfs.ext4", "-q", "-F", str(self.outer / "disk.img"))
        run("mount", "-o", "loop", str(self.outer / "disk.img"), str(self.inner))
        return self

    def cut(self, check):
        run("cp", "--reflink=always", str(self.outer / "disk.img"), str(self.outer / "cut.img"))
        run("mount", "-o", "loop", str(self.outer / "cut.img"), str(self.copy))
        try:
            return check(self.copy)
        finally:
            run("umount", str(self.copy))
            (self.outer / "cut.img").unlink()

    def __exit__(self, *_):
        for place in (self.copy, self.inner, self.outer):
            subprocess.run(["umount", str(place)], stderr=subprocess.DEVNULL, check=False)
        harness.remove(self.folder)


def cuts(count, synchronous):
    lost = broken = cuts_with_loss = 0
    with Disk(harness.STORE / f"power-{synchronous}") as disk:
        folder = disk.inner / "data"
        server = harness.Server(
            folder, environment={"WAYFELLOW_RATE_LIMITS": "off", "WAYFELLOW_SQLITE_SYNCHRONOUS": synchronous})
        people = writers.prepare(server)
        ledger, threads = writers.begin(people)
        for _ in range(count):
            time.sleep(random.uniform(0.2, 1.0))
            acknowledged = ledger.snapshot()
            missing, integrity, half = disk.cut(
                lambda place: writers.check(place / "data" / "wayfellow.sqlite", acknowledged))
            lost, broken = lost + missing, broken + (integrity != "ok") + half
            cuts_with_loss += missing > 0
        ledger.stopping = True
        for thread in threads:
            thread.join(15)
        server.stop()
        total = len(ledger.snapshot())
    return {
        "cuts": count, "acknowledged": total, **ledger.counts(), "lost": lost, "cuts_with_loss": cuts_with_loss,
        "broken": broken}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    harness.build()
    random.seed(5)
    killed = kills(5 if quick else 50)
    harness.table("kill -9", list(killed), [list(killed.values())])
    ratio = killed["writes_per_second"] / killed["fdatasync_per_second"]
    print(f"  {ratio:.2f} acknowledged writes for each fdatasync this machine can do alone")
    full, normal = {}, {}
    if os.geteuid() == 0:
        full, normal = cuts(5 if quick else 30, "full"), cuts(5 if quick else 30, "normal")
        harness.table("Power cuts", ["synchronous", *full], [["FULL", *full.values()], ["NORMAL", *normal.values()]])
    else:
        print("\nNOT RUN: the power cuts need root for loop devices. Nothing is shown about them.")
    harness.finish(
        "durability", {"kill": killed, "full": full, "normal": normal},
        [("lost after kill -9", killed["lost"], "<=", 0), ("broken after kill -9", killed["broken"], "<=", 0),
         ("posts and messages that nobody reads after kill -9", killed["unread"], "<=", 0),
         # Else the bench is blind to them.
         *[(f"{kind} after kill -9", killed[kind], ">=", 30) for kind in ("posts", "messages")],
         *[(f"{kind} with FULL", full.get(kind, 0), ">=", 30) for kind in ("posts", "messages")],
         ("restart, s", killed["worst_restart_seconds"], "<=", 2),
         ("power cuts run", len(full), ">=", 1),
         ("lost with FULL", full.get("lost", 1), "<=", 0), ("broken with FULL", full.get("broken", 1), "<=", 0),
         ("lost with NORMAL (else blind)", normal.get("lost", 0), ">=", 1)])


if __name__ == "__main__":
    main()
