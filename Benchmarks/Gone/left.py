"""What is left of people in the files of a server and its database."""

import collections
import contextlib
import mmap
import sqlite3
import subprocess
import sys
import time
import uuid


def moment(servers, url):
    """Waits for the documented moment; answers the seconds it took. That is the night's job: it is made due a minute later,
    when PostgreSQL's counts of removed rows are told and nobody has an older view of the tables; SQLite's log is emptied of
    it after another half minute."""
    began = time.monotonic()
    ask = (lambda sql: run(url, sql).strip()) if url else lambda sql: asked(servers[0], sql)
    time.sleep(70)
    ask(f"""
        INSERT INTO jobs (id, kind, payload, key, state, run_at, created_at)
        VALUES ({'gen_random_uuid()' if url else 'randomblob(16)'}, 'accounts.bytes', '{{}}', 'bench', 'waiting', 0, 0)""")
    while ask("SELECT state FROM jobs WHERE key = 'bench'") in ("waiting", "running"):
        if time.monotonic() - began > 600:
            sys.exit("the night's job did not end within ten minutes")
        time.sleep(1)
    if not url:
        time.sleep(30)
    return round(time.monotonic() - began)


def asked(server, sql):
    """What SQLite answers, beside the server: one value, or nothing."""
    with contextlib.closing(sqlite3.connect(server.folder / "wayfellow.sqlite", timeout=30)) as database, database:
        row = database.execute(sql).fetchone()
    return row and str(row[0])


def run(url, sql):
    """What psql answers, columns between tabs."""
    return subprocess.run(
        ["psql", "-qAt", "-F", "\t", url, "-c", sql], capture_output=True, text=True, check=True).stdout


class Left:
    """Looks for what the members wrote, are called and are known by. Made while they are all there."""

    def __init__(self, folder, url, members):
        self.folder, self.url, self.members = folder, url, members
        rows = self.rows(folder, url)
        self.ids = {name: rows[name] for name in [member.name for member in members]}

    @staticmethod
    def rows(folder, url):
        """Identifiers by pseudonym, as UUIDs."""
        if url:
            lines = run(url, "SELECT pseudonym, id FROM members").splitlines()
            return {name: uuid.UUID(id) for name, id in (line.split("\t") for line in lines)}
        path = folder / "process-0" / "wayfellow.sqlite"
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            return {
                name: uuid.UUID(bytes=id) if isinstance(id, bytes) else uuid.UUID(id)
                for name, id in database.execute("SELECT pseudonym, id FROM members")}

    def needles(self, ways):
        """What must not be found: the words of whoever deleted them or erased all, and who they were of whoever left in
        either way, in the words of others, too. Who withdrew keeps their record; of who left without a name the sentences
        stay for others. Of each the end: an index keeps once how several words begin."""
        for number, member in enumerate(self.members):
            way = ways[number % len(ways)]
            if way in ("delete", "erase"):
                yield member.word[5:].encode()
                yield member.said[5:].encode()
            if way in ("erase", "anonymise"):
                yield member.called[5:].encode()
                yield member.told[5:].encode()
                yield member.needed[5:].encode()
                yield uuid.UUID(member.seat).bytes
                yield self.ids[member.name].bytes
                yield str(self.ids[member.name]).encode()

    def found(self, ways):
        """How many of them each file holds."""
        needles, tables = list(self.needles(ways)), self.tables()
        counts = {}
        for path in sorted(self.folder.rglob("*")):
            if not path.is_file() or path.stat().st_size == 0:
                continue
            with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                places = [place for place in map(content.find, needles) if place >= 0]
            if places:
                name = str(path.relative_to(self.folder))
                for table in self.pages(path, places) or [table for file, table in tables if name.endswith(f"/{file}")]:
                    name += f" ({table})"
                counts[name] = len(places)
        return counts

    def pages(self, path, places):
        """Tables and indexes of SQLite whose pages hold what is found at these places, with how often."""
        if path.suffix != ".sqlite":
            return []
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            size, = database.execute("PRAGMA page_size").fetchone()
            owners = dict(database.execute("SELECT pageno, name || ', ' || pagetype FROM dbstat"))
        found = collections.Counter(owners.get(place // size + 1, "no table") for place in places)
        return [f"{owner}: {count}" for owner, count in sorted(found.items())]

    def tables(self):
        """Files of PostgreSQL and the tables that they are of."""
        lines = run(self.url, "SELECT pg_relation_filepath(oid), relname FROM pg_class").splitlines() if self.url else []
        return [line.split("\t") for line in lines if not line.startswith("\t")]
