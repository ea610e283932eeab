"""Groups with 2,000 series, 100,000 dates and a million answers and presences on both engines, beside pretix with sixty of
these series on the same PostgreSQL; people who race for seats; and the calendar that we publish, read by others' programs.

The figure that counts is server CPU per request; the database's stands beside it. All are served at once and asked in turn,
in rounds. Most searches are asked for once, so few of their pages are kept; pages of a series and of a date are. pretix has
fewer series because its calendar shows every date of all: with 2,000 it took 9.3 s and 17 MB.

`--quick` measures shortly, and 60 people race. `--only ours|peer` one side. `--peers-folder DIR` where pretix,
its data and the PostgreSQL of the bench are kept for the next run.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1]),
                str(Path(__file__).resolve().parents[1] / "Gone")]
import feeds  # noqa: E402
import harness  # noqa: E402
from ours import Ours  # noqa: E402
from peer import begun  # noqa: E402
from postgres import PostgreSQL  # noqa: E402
from pretix import Pretix  # noqa: E402
from race import race, race_bounds, show_races  # noqa: E402
from redis_server import Redis  # noqa: E402
from rounds import beside, rounds_of, shown  # noqa: E402

ENGINES = ("sqlite", "postgres")
# A page that a person waits for, in milliseconds.
WAITED = 50
PEERS_SERIES = 60


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=["ours", "peer"])
    parser.add_argument("--peers-folder", type=Path, default=Path(tempfile.gettempdir()) / "wayfellow-peers")
    return parser.parse_args()


def pages(given, cluster, redis, figures):
    """Serves and measures everybody; fills in what was found."""
    rounds, seconds = (2, 2) if given.quick else (5, 4)
    ours = [Ours(engine, cluster) for engine in ENGINES] if given.only != "peer" else []
    peers = [Pretix(given.peers_folder, cluster, redis)] if given.only != "ours" else []
    try:
        for one in ours:
            one.start()
        peers = begun(peers, PEERS_SERIES)
        found = rounds_of([*ours, *peers], rounds, seconds)
        figures["pages"] = shown(found, seconds, "2,000 series, 100,000 dates, 1,000,000 answers and presences")
        figures["memory_mib"] = {one.label: round(one.mebibytes()) for one in [*ours, *peers]}
        harness.table("Memory, MiB", ["server", "MiB"], list(figures["memory_mib"].items()))
        if ours and peers:
            figures["beside"] = beside(found, ours[-1], peers)
        if ours:
            figures["found_of_100"] = ours[0].found()
            figures["feeds"] = feeds.compare(ours[0])
    finally:
        for one in [*ours, *peers]:
            one.stop()


def bounds_of(figures, given):
    bounds = [
        (f"{label}, errors", sum(kind["errors"] for kind in kinds.values()), "<=", 0)
        for label, kinds in figures["pages"].items()]
    if given.only != "peer":
        for engine in ENGINES:
            for kind, found in figures["pages"][f"Wayfellow, {engine}"].items():
                bounds.append((f"{engine}, {kind}, p99 ms with sixteen readers at once", found["p99_ms"], "<=", WAITED))
        bounds += [("searches of 100 that find something", figures["found_of_100"], ">=", 50),
                   ("series that others' programs read otherwise", figures["feeds"]["wrong"], "<=", 0)]
        bounds += race_bounds(figures["races"], given.quick)
    for name, ratio in figures["beside"].items():
        bounds.append((f"times the CPU, {name}", ratio["server"], ">=", 100))
    return bounds


def main():
    given = options()
    folder = given.peers_folder
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        sys.exit(f"{folder} is somebody else's: name another by --peers-folder.")
    harness.share_processors_alike()
    harness.build()
    figures = {"pages": {}, "beside": {}, "races": [], "load": [os.getloadavg()[0]]}
    cluster = PostgreSQL(folder / "postgres", keep=True)
    with cluster, Redis(folder) as redis:
        pages(given, cluster, redis, figures)
        if given.only != "peer":
            figures["races"] = [race(engine, 60 if given.quick else 500, cluster) for engine in ENGINES]
            show_races(figures["races"])
    harness.finish("groups", figures, bounds_of(figures, given))


if __name__ == "__main__":
    main()
