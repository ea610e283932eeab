"""500 people ask for one of 12 seats at once: exactly 12 have one, everybody else a place in line of their own.

They are signed in and hold the form before it begins; then all forms go out, at two processes on PostgreSQL. What became of
them is read from their own pages. Printed: how many bookings a second were answered, and server CPU of one.
"""

import threading
import time

import groups
import harness
from people import Member

SEATS = 12
SLUG = "race"
CONNECTIONS = 32


def each(work, items, threads):
    """Does the work for every item; all threads begin at one moment. Answers the seconds from that to the last."""
    items, failed = list(items), []
    gate = threading.Barrier(threads + 1)

    def run():
        gate.wait()
        while not failed:
            try:
                item = items.pop()
            except IndexError:
                return
            try:
                work(item)
            except BaseException as error:  # noqa: BLE001
                failed.append(error)
    running = [threading.Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    gate.wait()
    began = time.monotonic()
    for thread in running:
        thread.join()
    if failed:
        raise failed[0]
    return time.monotonic() - began


def race(engine, count, cluster):
    """One engine, PostgreSQL in a database of its own on the cluster; answers its figures."""
    folder = harness.STORE / "race"
    harness.remove(folder)
    url = cluster.make("wayfellow_race") if engine == "postgres" else None
    try:
        environment = {"WAYFELLOW_RATE_LIMITS": "off", "WAYFELLOW_KEY": "5e" * 32}
        servers = [
            harness.Server(folder / f"process-{number}", database=url, environment=environment)
            for number in range(2 if url else 1)]
        group = groups.open_group(servers[0], SLUG, seats=SEATS)
        for server in servers:
            server.start()
        members = [Member(servers[0], number) for number in range(count)]
        each(lambda member: member.join(), members, 6)
        ready = []
        for number, member in enumerate(members):
            browser = member.on(servers[number % len(servers)])
            ready.append((browser, browser.hidden(browser.get(f"{group}/join")[1])))
        before = [harness.family_cpu_seconds(server.process.pid) for server in servers]

        def ask(one):
            browser, fields = one
            status, _, headers = browser.request("POST", f"{group}/join", fields)
            if status != 303 or headers.get("Location") != "/me/groups":
                raise SystemExit(f"{engine}: a booking was answered {status}")
        # One connection each is open already: what is measured is bookings.
        seconds = each(ask, ready, min(CONNECTIONS, count))
        spent = sum(harness.family_cpu_seconds(server.process.pid) - was for server, was in zip(servers, before))
        standings = [groups.standing(member.on(servers[-1])) for member in members]
        for server in servers:
            server.stop()
        line = sorted(place for place in standings if place)
        return {
            "engine": engine, "people": count, "processes": len(servers), "seats": standings.count(0),
            "without": standings.count(None), "in_order": line == list(range(1, count - SEATS + 1)),
            "per_second": round(count / seconds), "cpu_ms": round(spent * 1000 / count, 2)}
    finally:
        harness.remove(folder)


def show_races(races):
    harness.table(
        f"{races[0]['people']} people race for {SEATS} seats",
        ["engine", "processes", "seats given", "line in order", "bookings/s", "server CPU of one, ms"],
        [[r["engine"], r["processes"], r["seats"], "yes" if r["in_order"] else "NO", r["per_second"], r["cpu_ms"]]
         for r in races])


def race_bounds(races, quick):
    """What must hold of them, as `harness.finish` takes it."""
    bounds = []
    for r in races:
        bounds += [
            (f"{r['engine']}: seats given", r["seats"], "<=", SEATS), (f"{r['engine']}: seats given", r["seats"], ">=", SEATS),
            (f"{r['engine']}: people with neither seat nor place", r["without"], "<=", 0),
            (f"{r['engine']}: line in order", int(r["in_order"]), ">=", 1)]
        if not quick:
            bounds.append((f"{r['engine']}: bookings a second", r["per_second"], ">=", 500))
    return bounds
