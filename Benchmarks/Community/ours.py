"""Wayfellow on one engine, filled with the same posts by its own command, read by a visitor and by a member."""

import contextlib
import html
import random
import re
import sqlite3
import string
import time
import urllib.parse

import harness
import seed
from browser import Browser
from subject import Wayfellow

COMMUNITY = f"/communities/{seed.COMMUNITY}"
# Threads that the bench asks for.
ASKED = 1_000
# Whom the reader has blocked: the two who write most, so that blocks decide on most pages.
BLOCKED = 2


def fresh_name(role):
    """A pseudonym nobody has; without a number, which could be somebody's telephone."""
    return f"{role} " + "".join(random.choice(string.ascii_lowercase) for _ in range(12))


class Ours(Wayfellow):
    def __init__(self, engine, cluster, posts):
        super().__init__(f"Wayfellow, {engine}", cluster if engine == "postgres" else None)
        self.engine, self.posts = engine, posts
        self.threads = int(posts.stem.split("-")[1])
        self.folder = harness.STORE / f"community-{engine}-{self.threads}"
        self.database = f"wayfellow_{self.threads}"
        self.server, self.import_seconds = None, 0.0

    def is_filled(self, done):
        """Whether these posts were imported before, and the database is still there; then how long that took is known."""
        known = done.read_text().split("\n") if done.exists() else []
        if len(known) != 2 or known[0] != self.posts.name:
            return False
        self.import_seconds = float(known[1])
        return not self.cluster or bool(
            self.cluster.run(f"SELECT 1 FROM pg_database WHERE datname = '{self.database}'"))

    def fill(self):
        """Imports once; a database of other posts is made anew."""
        done = self.folder / "imported"
        is_here = self.is_filled(done)
        if not is_here:
            harness.remove(self.folder)
        if self.cluster and not is_here:
            self.cluster.make(self.database)
        self.server = harness.Server(
            self.folder, database=self.cluster.url(self.database) if self.cluster else None,
            environment={"WAYFELLOW_RATE_LIMITS": "off"})
        if not is_here:
            print(f"Filling {self.label} with {self.threads:,} threads …", flush=True)
            began = time.monotonic()
            self.server.run("community", "import", str(self.posts))
            self.import_seconds = time.monotonic() - began
            if self.cluster:
                # As the peers' tables are: what comes in over months has seen it many times.
                self.cluster.run("VACUUM ANALYZE", self.database)
            done.write_text(f"{self.posts.name}\n{self.import_seconds:.0f}")

    def start(self):
        self.fill()
        account = self.server.add_account(fresh_name("reader"), "--consent")
        self.block(account.name)
        self.server.start()
        self.port = self.server.port
        member = Browser(self.server).sign_in(account)
        self.settle(member)
        cookie = "; ".join(f"{name}={value}" for name, value in member.cookies.items())
        threads = self.known_threads()
        # Of those whom they have blocked a member reads no thread, and no post in the others: the title stands there.
        readable = self.listed(member)
        titled = [thread[:2] for thread in threads if thread[0] in readable]
        if not len(titled) < len(threads):
            raise SystemExit(f"{self.label}: the reader has blocked nobody who began a thread")
        lists = [(COMMUNITY,)]
        searches = [(f"/search?{urllib.parse.urlencode({'q': words})}",) for words in seed.queries(200)]
        self.kinds = {
            "thread, visitor": (threads, None), "thread, member": (titled, cookie), "list, visitor": (lists, None),
            "list, member": (lists, cookie), "search, visitor": (searches, None), "search, member": (searches, cookie)}
        self.look()
        self.rest()
        if not any(f"{COMMUNITY}/threads/" in self.visitor().get(path)[1] for path, in searches[:20]):
            raise SystemExit(f"{self.label}: search finds no thread")

    def block(self, reader):
        """Blocks those who write most, as their pages would; before anybody serves this database."""
        statement = (
            "INSERT INTO blocks (blocker_id, blocked_id) SELECT reader.id, writers.author_id FROM members reader, ("
            "SELECT author_id FROM posts WHERE author_id IS NOT NULL GROUP BY author_id ORDER BY COUNT(*) DESC, author_id"
            f" LIMIT {BLOCKED}) writers WHERE reader.pseudonym = '{reader}'")
        if self.cluster:
            self.cluster.run(statement, self.database)
        else:
            with contextlib.closing(sqlite3.connect(self.folder / "wayfellow.sqlite")) as link, link:
                link.execute(statement)

    def settle(self, member):
        """Who reads belongs to the community."""
        status, page, _ = member.request("POST", f"{COMMUNITY}/join", member.hidden(member.get(COMMUNITY)[1]))
        if status != 303:
            raise SystemExit(f"{self.label}: nobody can join: {status}\n{page[:2000]}")

    def listed(self, reader):
        """Address and title of threads, by walking the community's pages."""
        found, page = {}, COMMUNITY
        link = re.compile(rf'href="({COMMUNITY}/threads/[^"?#/]+)"[^>]*>([^<]+)</a>')
        while page and len(found) < min(ASKED, self.threads):
            text = reader.get(page)[1]
            found |= {path: html.unescape(title) for path, title in link.findall(text)}
            following = re.search(r'rel="next"[^>]*href="([^"]+)"', text)
            page = following and html.unescape(following[1])
        return found

    def known_threads(self):
        """(address, title, first words of its first and of its last post) of threads that were imported."""
        listed = {title: path for path, title in self.listed(self.visitor()).items()}
        wanted = {}
        for line in seed.read(self.posts):
            if line["record"] == "thread" and line["title"] in listed:
                wanted[line["thread"]] = [listed[line["title"]], line["title"]]
            elif line["record"] == "post" and line["thread"] in wanted and line["number"] in (1, seed.POSTS_A_THREAD):
                wanted[line["thread"]].append(seed.probe(line["text"]))
        if not wanted:
            raise SystemExit(f"{self.label}: {COMMUNITY} lists no thread of those that were imported")
        return [tuple(thread) for thread in wanted.values()]

    def database_mebibytes(self):
        if self.cluster:
            return int(self.cluster.run("SELECT pg_database_size(current_database())", self.database)) / 2**20
        return sum(file.stat().st_size for file in self.folder.glob("wayfellow.sqlite*")) / 2**20
