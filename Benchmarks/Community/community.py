"""Communities with 100,000 posts in 10,000 threads, beside Misago and Spirit with the same posts on the same PostgreSQL.

The figure that counts is server CPU per request; the database's stands beside it, requests a second are colour. All are
served at once and asked in turn, in rounds. Then sixteen people write while others read, and the same pages are measured at
10,000, 100,000 and 1,000,000 posts. README.md says how the peers are set up, and what each page does.

`--quick` takes 5,000 posts and no growth. `--only ours|peers` one side. `--most THREADS` ends the growth there: a million
posts come into PostgreSQL in 49 minutes. `--growth sqlite|postgres` is that alone, on one engine.
`--peers-folder DIR` where the peers, their data and the PostgreSQL of the bench are kept for the next run; what Wayfellow keeps
is in .build/bench.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness  # noqa: E402
import seed  # noqa: E402
from ours import Ours  # noqa: E402
from peer import begun  # noqa: E402
from peers import LABELS, Forum  # noqa: E402
from postgres import PostgreSQL  # noqa: E402
from redis_server import Redis  # noqa: E402
from rounds import beside, median, rounds_of, shown  # noqa: E402
from writing import write  # noqa: E402

ENGINES = ("sqlite", "postgres")


def growth(cluster, folder, seconds, most, engines=ENGINES):
    """The same pages at up to three sizes."""
    rows, figures = [], {}
    for engine in engines:
        for threads in (size for size in (1_000, 10_000, 100_000) if size <= most):
            ours = Ours(engine, cluster, seed.made(folder, threads))
            ours.start()
            results = rounds_of([ours], 3, seconds)
            each = {kind: round(median(results[(ours, kind)], "cpu_us")) for kind in ours.kinds}
            database = {kind: round(median(results[(ours, kind)], "database_us")) for kind in ours.kinds}
            figures[f"{engine} {threads * seed.POSTS_A_THREAD}"] = {
                "cpu_us": each, "database_us": database, "import_seconds": round(ours.import_seconds),
                "database_mib": round(ours.database_mebibytes()), "server_mib": round(ours.mebibytes())}
            rows.append([
                engine, f"{threads * seed.POSTS_A_THREAD:,}", *(f"{each[kind]} + {database[kind]}" for kind in ours.kinds),
                f"{ours.database_mebibytes():,.0f}", f"{ours.import_seconds:,.0f}"])
            kinds = list(ours.kinds)
            ours.stop()
    harness.table(
        "Growth: server + database CPU µs a request", ["engine", "posts", *kinds, "database MiB", "import s"], rows)
    return figures


def bounds_of(figures, engines):
    bounds = [
        (f"{label}, errors", sum(kind["errors"] for kind in kinds.values()), "<=", 0)
        for label, kinds in figures["pages"].items()]
    for engine in engines:
        kinds = figures["pages"].get(f"Wayfellow, {engine}")
        # A bench without what it is about shows nothing, and says so.
        bounds.append((f"measured on {engine}", int(kinds is not None), ">=", 1))
        if kinds is None:
            continue
        bounds += [
            (f"{engine}, thread page of a member, µs", kinds["thread, member"]["cpu_us"], "<=", 400),
            (f"{engine}, thread page of a visitor, µs", kinds["thread, visitor"]["cpu_us"], "<=", 150),
            (f"{engine}, posts lost", figures["writers"][engine]["lost"], "<=", 0),
            (f"{engine}, posts acknowledged", figures["writers"][engine]["acknowledged"], ">=", 100),
            (f"{engine}, posts refused", figures["writers"][engine]["refused"], "<=", 0),
            (f"{engine}, errors of readers beside writers", figures["writers"][engine]["read_errors"], "<=", 0)]
    for name, times in (("misago", 100), ("spirit", 25)):
        ratio = figures["beside"].get(f"{name} thread, member")
        if ratio:
            bounds.append((f"times {LABELS[name]}, thread page of a member", ratio["server"], ">=", times))
    return bounds


def can_import():
    """Whether this build has the command that fills a community."""
    return subprocess.run(
        [str(harness.BINARY), "community", "import", "--help"], capture_output=True).returncode == 0


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=["ours", "peers"])
    parser.add_argument("--growth", choices=ENGINES)
    parser.add_argument("--most", type=int, default=100_000, metavar="THREADS")
    parser.add_argument("--peers-folder", type=Path, default=Path(tempfile.gettempdir()) / "wayfellow-peers")
    return parser.parse_args()


def bench(given, cluster, redis):
    rounds, seconds = (2, 2) if given.quick else (5, 4)
    posts = seed.made(given.peers_folder, 500 if given.quick else 10_000)
    figures = {"pages": {}, "beside": {}, "writers": {}, "memory_mib": {}, "growth": {}, "load": [os.getloadavg()[0]]}
    ours = []
    if given.growth:
        harness.build()
        return {**figures, "growth": growth(cluster, given.peers_folder, seconds, given.most, [given.growth])}
    if given.only != "peers":
        harness.build()
        if can_import():
            ours = [Ours(engine, cluster, posts) for engine in ENGINES]
        else:
            print("NOT RUN: Wayfellow: this build has no command `community import`.", flush=True)
    peers = [] if given.only == "ours" else [Forum(name, given.peers_folder, cluster, redis) for name in LABELS]
    try:
        for one in ours:
            one.start()
        peers = begun(peers, posts)
        found = rounds_of([*ours, *peers], rounds, seconds)
        count = int(posts.stem.split("-")[1]) * seed.POSTS_A_THREAD
        figures["pages"] = shown(found, seconds, f"{count:,} posts")
        figures["memory_mib"] = {one.label: round(one.mebibytes()) for one in [*ours, *peers]}
        harness.table("Memory, MiB", ["server", "MiB"], list(figures["memory_mib"].items()))
        if ours and peers:
            figures["beside"] = beside(found, ours[-1], peers)
        for one in ours:
            figures["writers"][one.engine] = write(one, seconds * 3)
            harness.table(f"Sixteen writers, {one.engine}", ["what", "figure"], list(figures["writers"][one.engine].items()))
    finally:
        for one in [*ours, *peers]:
            one.stop()
    if ours and not given.quick:
        figures["growth"] = growth(cluster, given.peers_folder, seconds, given.most)
    figures["load"].append(os.getloadavg()[0])
    return figures


def main():
    given = options()
    folder = given.peers_folder
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        sys.exit(f"{folder} is somebody else's: name another by --peers-folder.")
    harness.share_processors_alike()
    cluster = PostgreSQL(folder / "postgres", keep=True)
    with cluster, Redis(folder) as redis:
        figures = bench(given, cluster, redis)
    harness.finish("community", figures, bounds_of(figures, () if given.growth or given.only == "peers" else ENGINES))


if __name__ == "__main__":
    main()
