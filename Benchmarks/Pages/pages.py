"""Treatment and condition pages with 500,000 simulated members and 2.5 million evaluations, on both engines.

The figure that counts is server CPU per request; requests a second are colour on a shared machine. `--quick` takes
20,000 members; `--engine sqlite|postgres` one of the two. Built data stay in .build/bench for the next run.
"""

import argparse
import random
import re
import statistics
import string
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness  # noqa: E402
from browser import Browser, record  # noqa: E402
from nginx import Nginx  # noqa: E402
from postgres import PostgreSQL  # noqa: E402

SEED = 9


def stamp(folder, members):
    """Says that a folder holds a community, and what its first release has. The day belongs to what is simulated."""
    return folder / f"simulated-{members}-{SEED}-{time.strftime('%Y-%m-%d', time.gmtime())}"


def release(server):
    """Answers how many figures of how many evaluations a new release has, not its digest, which chance moves; and seconds."""
    began = time.monotonic()
    printed = server.run("release")
    return re.search(r"\d+ figures of \d+ evaluations", printed)[0], round(time.monotonic() - began, 1)


def prepare(server, members):
    """Simulates once; answers seconds taken and what the first release has, which both engines must share."""
    made = stamp(server.folder, members)
    began = time.monotonic()
    simulated = first = 0.0
    if not made.exists():
        server.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        server.run("simulate", "--members", str(members), "--seed", str(SEED))
        simulated = round(time.monotonic() - began, 1)
        has, first = release(server)
        made.write_text(has)
    again = release(server)[1]
    return {"simulate_seconds": simulated, "first_release_seconds": first, "release_seconds": again}, made.read_text()


def fresh_name(role):
    """A pseudonym nobody has; without a number, which could be somebody's telephone."""
    return f"{role} " + "".join(random.choice(string.ascii_lowercase) for _ in range(12))


def reader(server):
    """A member who has evaluated three treatments; answers the browser and those pages."""
    account = server.add_account(fresh_name("reader"), "--consent")
    server.start()
    browser = Browser(server).sign_in(account)
    pages = []
    for treatment, purpose in [("duloxetine", "fibromyalgia"), ("yoga", "low-back-pain"), ("sertraline", "depression")]:
        form = record(browser, treatment, purpose)
        evaluate(browser, form, "3")
        pages.append((f"/treatments/{treatment}/for/{purpose}", form))
    return browser, pages


def evaluate(browser, form, step):
    _, html, _ = browser.get(form)
    status, html, _ = browser.request(
        "POST", form, {**browser.hidden(html), "help": step, "advice": "Small steps, at the same hour."})
    if status != 303:
        sys.exit(f"no evaluation: {status} {html[:1500]}")


def some_paths(browser, limit=120):
    """Treatment and condition pages that exist, the same ones every time."""
    paths = []
    for index in ("/treatments", "/conditions"):
        found = sorted(set(re.findall(rf'href="({index}/[a-z0-9-]+)"', browser.get(index)[1])))
        paths += found[:: max(1, len(found) // (limit // 2))]
    return paths


def cpu_per_request(server, cluster, seconds, **wrk):
    before, database = harness.cpu_seconds(server.pid), cluster.cpu_seconds() if cluster else 0
    result = harness.wrk(server.url, seconds, **wrk)
    result["cpu_us"] = (harness.cpu_seconds(server.pid) - before) / result["requests"] * 1e6
    result["database_us"] = ((cluster.cpu_seconds() - database) / result["requests"] * 1e6) if cluster else 0
    return result


def median(results, key):
    return statistics.median(result[key] for result in results)


def measure(server, cluster, browser, pages, rounds, seconds):
    """Interleaved rounds: visitor, member, nginx."""
    paths = some_paths(browser)
    own = [page for page, _ in pages]
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    page = Browser(server).get(own[0])[1].encode()
    kinds = {"visitor": [], "member": [], "nginx": []}
    cpu_per_request(server, cluster, 2, paths=paths)
    cpu_per_request(server, cluster, 2, paths=paths + own, cookie=cookie)
    with Nginx(page) as limit:
        for _ in range(rounds):
            kinds["visitor"].append(cpu_per_request(server, cluster, seconds, paths=paths))
            kinds["member"].append(cpu_per_request(server, cluster, seconds, paths=paths + own * 20, cookie=cookie))
            before = limit.cpu_seconds()
            result = harness.wrk(limit.url, seconds, paths=["/page.html"])
            result["cpu_us"] = (limit.cpu_seconds() - before) / result["requests"] * 1e6
            result["database_us"] = 0
            kinds["nginx"].append(result)
    half = {}
    for kind, options in [("visitor", {"paths": paths}), ("member", {"paths": paths + own * 20, "cookie": cookie})]:
        results = [
            harness.wrk_at(
                server.url, seconds, median(kinds[kind], "rps") / 2, median(kinds[kind], "p50") / 4, **options)
            for _ in range(rounds)]
        half[kind] = {"p99": median(results, "p99"), "rps": median(results, "rps")}
    return kinds, half, len(page), cookie


def own_view_under_load(server, browser, page, form, cookie):
    """Writes an evaluation while wrk runs; answers seconds until the author's page shows it."""
    load = threading.Thread(target=harness.wrk, args=(server.url, 6), kwargs={"paths": [page], "cookie": cookie})
    load.start()
    time.sleep(1)
    before = own_card(browser.get(page)[1])
    waits = []
    for step in ("0", "4", "1"):
        began = time.monotonic()
        evaluate(browser, form, step)
        while own_card(browser.get(page)[1]) == before and time.monotonic() - began < 5:
            time.sleep(0.005)
        before = own_card(browser.get(page)[1])
        waits.append(time.monotonic() - began)
    load.join()
    return max(waits)


def own_card(html):
    found = re.search(r'id="yours".*?</section>', html, re.S)
    return found[0] if found else ""


def release_under_load(server, administrator, paths):
    """Asks for a release while readers read; answers its seconds, the readers' p99 before and during.

    The second covers 20 s, of which the release takes more than half."""
    def number():
        return re.search(r'data-release="(\d+)"', Browser(server).get("/how-we-know")[1])[1]

    quiet = harness.wrk(server.url, 8, paths=paths)["p99"]
    current = number()
    during = {}
    load = threading.Thread(target=lambda: during.update(harness.wrk(server.url, 20, paths=paths)))
    _, html, _ = administrator.get("/admin")
    load.start()
    time.sleep(0.5)
    began = time.monotonic()
    status, html, _ = administrator.request("POST", "/admin/releases", administrator.hidden(html))
    if status != 303:
        sys.exit(f"the release was refused: {status} {html[:800]}")
    while number() == current and time.monotonic() - began < 120:
        time.sleep(0.1)
    took = time.monotonic() - began
    load.join()
    return took, quiet, during["p99"]


def bench(engine, members, rounds, seconds):
    folder = harness.STORE / f"pages-{engine}"
    if not stamp(folder, members).exists():
        # What an earlier version simulated would be another community.
        harness.remove(folder)
        if engine == "postgres":
            harness.remove(harness.STORE / "postgres")
    cluster = PostgreSQL(harness.STORE / "postgres", keep=True) if engine == "postgres" else None
    url = cluster.__enter__() if cluster else None
    try:
        server = harness.Server(folder, database=url, environment={"WAYFELLOW_RATE_LIMITS": "off"})
        figures, has = prepare(server, members)
        print(f"{engine}, {members:,} members: {figures}", flush=True)  # What comes later may fail.
        chief = server.add_account(fresh_name("chief"), "--role", "administrator")
        browser, pages = reader(server)
        kinds, half, size, cookie = measure(server, cluster, browser, pages, rounds, seconds)
        harness.table(
            f"{engine}, {members:,} members, page of {size / 1024:.1f} KiB",
            ["kind", "server CPU µs", "beside nginx", "database µs", "requests/s", "p50 ms", "p99 ms", "p99 ms at half", "requests/s then"],
            [[kind, f"{median(r, 'cpu_us'):.0f}", f"{median(r, 'cpu_us') / median(kinds['nginx'], 'cpu_us'):.1f}×",
              f"{median(r, 'database_us'):.0f}", f"{median(r, 'rps'):,.0f}", f"{median(r, 'p50'):.2f}",
              f"{median(r, 'p99'):.2f}", f"{half[kind]['p99']:.2f}" if kind in half else "",
              f"{half[kind]['rps']:,.0f}" if kind in half else ""] for kind, r in kinds.items()])
        errors = sum(r["errors"] for results in kinds.values() for r in results)
        figures |= {
            "page_bytes": size, "errors": errors, "visitor_us": round(median(kinds["visitor"], "cpu_us")),
            "member_us": round(median(kinds["member"], "cpu_us")), "nginx_us": round(median(kinds["nginx"], "cpu_us"), 1),
            **{f"{kind}_beside_nginx": round(median(kinds[kind], "cpu_us") / median(kinds["nginx"], "cpu_us"), 2)
               for kind in ("visitor", "member")},
            "visitor_half_p99_ms": round(half["visitor"]["p99"], 2),
            "member_half_p99_ms": round(half["member"]["p99"], 2),
            "own_view_seconds": round(own_view_under_load(server, browser, *pages[0], cookie), 3)}
        loaded = [
            release_under_load(server, Browser(server).sign_in(chief), some_paths(browser)) for _ in range(3)]
        took, quiet, during = (statistics.median(run[column] for run in loaded) for column in range(3))
        figures |= {
            "release_under_load_seconds": round(took, 1), "p99_quiet_ms": quiet, "p99_release_ms": during,
            "peak_mebibytes": round(harness.resident_mebibytes(server.pid, peak=True))}
        server.stop()
        print(f"  {figures}")
        return figures, has
    finally:
        if cluster:
            cluster.__exit__()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true")
    options.add_argument("--engine", choices=["sqlite", "postgres"])
    given = options.parse_args()
    harness.build()
    harness.share_processors_alike()
    members = 20_000 if given.quick else 500_000
    rounds, seconds = (2, 3) if given.quick else (5, 4)
    all_figures, releases, bounds = {}, {}, []
    for engine in [given.engine] if given.engine else ["sqlite", "postgres"]:
        figures, releases[engine] = bench(engine, members, rounds, seconds)
        all_figures[engine] = figures
        for what, limit in [
                ("visitor_beside_nginx", 2.5), ("member_beside_nginx", 14), ("visitor_us", 150), ("member_us", 400),
                ("visitor_half_p99_ms", 10), ("member_half_p99_ms", 10),
                ("peak_mebibytes", 400), ("own_view_seconds", 1), ("release_seconds", 20),
                ("release_under_load_seconds", 20), ("errors", 0)]:
            bounds.append((f"{engine} {what}", figures[what], "<=", limit))
        bounds.append((f"{engine} p99 during a release ÷ quiet", figures["p99_release_ms"] / figures["p99_quiet_ms"], "<=", 2))
        bounds.append((f"{engine} first release, s", figures["first_release_seconds"], "<=", 60))
    if len(releases) == 2:
        bounds.append(("releases of as many figures", int(len(set(releases.values())) == 1), ">=", 1))
    harness.finish("pages", all_figures, bounds)


if __name__ == "__main__":
    main()
