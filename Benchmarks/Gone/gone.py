"""200 members take their words away while others read them: is any read after the answer, or left in a file?

Each has advice with a word that nobody else has, which treatment pages quote; then deletes it, takes consent back, erases the
account or leaves without a name (the sentence comes back with a later release), at one of the processes (PostgreSQL has two),
while readers ask all of them, in two languages, with and without If-None-Match, signed in and not. A read that began after the
answer and holds the word is a fault. After the moment in docs/erasing.md every byte of data folder, cluster and logs is searched.

They talk as well: each answers in a thread, where somebody who stays quotes and names them, writes to who stays, and has mail
that waits; a third begin threads. Afterwards neither search, pages nor messages hold what is gone, or their name.

They come to a group as well, or wait for it: each says what they need to come and to which date they cannot. Whoever leaves in
either way leaves no seat behind, no need, no answer, and not the identifier of any.

The control runs with `WAYFELLOW_TAKEDOWNS=off` and must find faults. `--quick`: 48 members, SQLite only.
"""

import argparse
import collections
import random
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import groups  # noqa: E402
import harness  # noqa: E402
from left import Left, moment  # noqa: E402
from people import Member, pairs, words_in  # noqa: E402
from postgres import PostgreSQL  # noqa: E402
import talk  # noqa: E402

WAYS = ["delete", "withdraw", "erase", "anonymise"]
# How many sentences a figure quotes.
QUOTED = 6
# Of threads that one who stays begins: no more may be begun a day.
HOSTED = 10
# How many who joined today may ask one member whether they wish to write.
ASKED = 3
COMMUNITY = f"/communities/{talk.PLACE}"


class Readers:
    """Threads that read the pages until stopped, and note what they should not have read."""

    def __init__(self, servers, paths, member, each):
        self.gone, self.faults, self.reads = {}, [], collections.Counter()
        self.stopping = False
        self.threads = [
            threading.Thread(target=self.read, args=(server, paths, number, member if number == 0 else None), daemon=True)
            for server in servers for number in range(each)]

    def read(self, server, paths, number, member):
        dice = random.Random(number)
        browser = member.on(server) if member else Member.visitor(server)
        kept = {}
        while not self.stopping:
            path, language = dice.choice(paths), dice.choice(["en", "es"])
            browser.cookies["language"] = language
            tag, body = kept.get((path, language), (None, None))
            began = time.monotonic()
            ask = {"If-None-Match": tag} if tag and dice.random() < 0.5 else {}
            status, html, headers = browser.request("GET", path, headers=ask)
            self.reads["304" if status == 304 else f"{language}{', signed in' if member else ''}"] += 1
            if status == 304:
                html = body
            elif headers.get("ETag"):
                kept[path, language] = headers["ETag"], html
            for word in words_in(html):
                if self.gone.get(word, began) < began:
                    self.faults.append((word, path, language, status, round(began - self.gone[word], 3)))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopping = True
        for thread in self.threads:
            thread.join(30)


def prepare(folder, url, count, processes, environment):
    """Servers, members whose sentences are quoted, and the pages that quote them."""
    servers = [harness.Server(folder / f"process-{n}", database=url, environment=environment) for n in range(processes)]
    for server in servers:
        server.environment["WAYFELLOW_ADDRESS"] = server.url
    servers[0].folder.mkdir(mode=0o700, parents=True)
    servers[0].run("simulate", "--members", "3000", "--seed", "5")
    servers[0].run("release")
    servers[0].run("community", "open", talk.PLACE)
    group = groups.open_group(servers[0], "gone", seats=max(2, count // 2))
    for server in servers:
        server.start()
    places = pairs(servers[0], -(-count // QUOTED))
    members = [Member(servers[0], number) for number in range(count)]
    work = list(enumerate(members))
    each(lambda item: item[1].write(*places[item[0] // QUOTED]), work)
    servers[0].run("release")
    paths = [f"/treatments/{treatment}/for/{purpose}" for treatment, purpose in places]
    shown = set()
    for path in paths:
        shown |= words_in(Member.visitor(servers[-1]).get(path)[1])
    threads = converse(servers[0], members)
    each(lambda member: member.take_seat(group), members)
    return servers, members, [*paths, *threads, COMMUNITY, f"{COMMUNITY}/feed"], shown


def converse(server, members):
    """Has all of them talk; answers the threads."""
    count = -(-len(members) // QUOTED)
    hosts = [Member(server, len(members) + 1 + number) for number in range(-(-len(members) // ASKED))]
    each(lambda host: host.join(), hosts)
    threads = [hosts[number // HOSTED].begin(f"What helps in the evening, {hosts[0].called[:number % HOSTED + 2]}")
               for number in range(count)]

    def work(item):
        number, member = item
        thread = number // QUOTED
        member.host = hosts[number // ASKED]
        member.talk(threads[thread], member.host)
    each(work, enumerate(members))
    return [*threads, *[member.began for member in members if member.began]]


def found(server, members):
    """How many of their posts a visitor finds by search."""
    visitor = Member.visitor(server)
    return sum(
        f"{COMMUNITY}/threads/" in visitor.get(f"{COMMUNITY}/search?q={member.said}")[1].split("<main")[-1]
        for member in members)


def written(server, members):
    """In how many places others read what they wrote to them, or their name, as pages show it."""
    visitor, count = Member.visitor(server), 0
    for member in members:
        threads = [member.answered.split("/posts/")[0], *filter(None, [member.began])]
        count += sum(member.called in talk.read_thread(visitor, thread) for thread in threads)
        letters = talk.read_letters(member.host.on(server), member.written_to)
        count += (member.told in letters) + (member.called in letters)
    return count


def each(work, items, threads=6):
    """Does the work for every item, a few at a time; ends the bench where one fails."""
    items, failed = list(items), []

    def run():
        while items and not failed:
            item = items.pop()
            try:
                work(item)
            except BaseException as error:  # noqa: BLE001
                failed.append(error)
    running = [threading.Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    if failed:
        raise failed[0]


def trial(engine, count, takedowns=True):
    """One engine; answers what was read and what was left."""
    folder = harness.STORE / "gone"
    harness.remove(folder)
    folder.mkdir(mode=0o755, parents=True)
    # Mail that is out is not ours any more.
    mails = harness.STORE / "gone-mail"
    harness.remove(mails)
    mails.mkdir(mode=0o700, parents=True)
    environment = {
        "WAYFELLOW_MAIL_FOLDER": str(mails), "WAYFELLOW_MAIL_FROM": "post@example.org",
        "WAYFELLOW_RATE_LIMITS": "off", "WAYFELLOW_KEY": "5e" * 32, "WAYFELLOW_TAKEDOWNS": "on" if takedowns else "off"}
    cluster = PostgreSQL(folder / "cluster") if engine == "postgres" else None
    url = cluster.__enter__() if cluster else None
    try:
        servers, members, paths, shown = prepare(folder, url, count, 2 if cluster else 1, environment)
        left = Left(folder, url, members)
        # The control of the search: what is there is found.
        there = left.found(WAYS)
        without = {way: [member for number, member in enumerate(members) if WAYS[number % len(WAYS)] == way] for way in WAYS}
        taken, named = without["delete"] + without["erase"], without["erase"] + without["anonymise"]
        talked = {"found": found(servers[0], taken), "written": written(servers[0], named)}
        reader = Member(servers[0], count)
        reader.join()
        with Readers(servers, paths, reader, each=4) as readers:
            time.sleep(2)

            def leave(item):
                number, member = item
                way = WAYS[number % len(WAYS)]
                member.leave(way, random.Random(number).choice(servers))
                for word in member.gone(way):
                    readers.gone[word] = time.monotonic()
                time.sleep(random.Random(number).random() / 2)
            each(leave, enumerate(members), threads=3)
            time.sleep(3)
        result = {
            "engine": engine, "processes": len(servers), "quoted": len(shown), "reads": sum(readers.reads.values()),
            "kinds": dict(readers.reads), "faults": len(readers.faults), "examples": readers.faults[:5]}
        if takedowns:
            result["taken"], result["named"], result["talked"] = len(taken), len(named), talked
            result["still"] = {"found": found(servers[-1], taken), "written": written(servers[-1], named)}
            result["there"], result["before"] = there, left.found(WAYS)
            result["moment"] = moment(servers, url)
            result["left"] = left.found(WAYS)
        for server in servers:
            server.stop()
        return result
    finally:
        if cluster:
            cluster.__exit__()
        harness.remove(folder)
        harness.remove(mails)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true")
    options.add_argument("--engine", choices=["sqlite", "postgres"])
    chosen = options.parse_args()
    harness.build()
    harness.share_processors_alike()
    count = 48 if chosen.quick else 200
    engines = [chosen.engine] if chosen.engine else ["sqlite"] if chosen.quick else ["sqlite", "postgres"]
    results = [trial(engine, count) for engine in engines]
    control = trial(engines[-1], min(count, 60), takedowns=False)
    harness.table(
        f"{count} members take their words away",
        ["engine", "processes", "quoted", "reads", "304s", "faults", "found", "named or written to", "traces at once",
         "seconds", "traces left"],
        [[r["engine"], r["processes"], r["quoted"], r["reads"], r["kinds"].get("304", 0), r["faults"],
          *(f"{r['talked'][what]}, then {r['still'][what]}" for what in ("found", "written")),
          sum(r["before"].values()), r["moment"], sum(r["left"].values())] for r in results])
    print(f"  the number left out: {control['faults']} faults of {control['reads']} reads")
    for r in results:
        for line in [*r["examples"], *[f"left: {n} in {where}" for where, n in r["left"].items() if n]]:
            print(f"  {r['engine']}: {line}")
    bounds = [(f"{r['engine']}: reads after the answer", r["faults"], "<=", 0) for r in results]
    bounds += [(f"{r['engine']}: traces left", sum(r["left"].values()), "<=", 0) for r in results]
    bounds += [(f"{r['engine']}: traces found before anybody left", sum(r["there"].values()), ">=", count) for r in results]
    bounds += [(f"{r['engine']}: words quoted", r["quoted"], ">=", count * 0.9) for r in results]
    for r in results:
        bounds += [
            (f"{r['engine']}: posts found before", r["talked"]["found"], ">=", r["taken"]),
            (f"{r['engine']}: posts found after", r["still"]["found"], "<=", 0),
            # Each in a thread, in a letter and above it.
            (f"{r['engine']}: names and messages read before", r["talked"]["written"], ">=", 3 * r["named"]),
            (f"{r['engine']}: names and messages read after", r["still"]["written"], "<=", 0)]
    bounds += [("faults without the number", control["faults"], ">=", 1)]
    harness.finish("gone", {"trials": results, "control": control["faults"]}, bounds)


if __name__ == "__main__":
    main()
