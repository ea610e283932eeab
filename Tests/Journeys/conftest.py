"""Servers and browsers for the journeys.

The journeys of a process share one server with a simulated community (`server`); each test has browser contexts of its
own (`walk`). Journeys that count, and those that break things, say so by asking for another server. `server.py` runs one,
`walker.py` is a person with a browser, `people.py` what people do, `album.py` keeps the pages seen for `test_markup.py`.
"""

import os
import subprocess
import uuid
from collections import Counter
from itertools import chain

import pytest
from playwright.sync_api import sync_playwright

from album import Album
from people import sign_in
from server import Server
from talking import open_place
from walker import PHONE, Walker

# So many that the front page's example, and treatments for depression, have figures.
MEMBERS = 2_500
POSTGRES = os.environ.get("WAYFELLOW_TEST_POSTGRES")


# Seconds of the files that take longest, which come first; the others go by the number of their tests.
LONG = {
    "test_letters.py": 335, "test_languages.py": 288, "test_talk_readers.py": 247, "test_talk.py": 236,
    "test_hostile_fields.py": 340, "test_reports.py": 173, "test_talk_safety.py": 165, "test_talk_forms.py": 165,
    "test_leaving.py": 157, "test_profiles.py": 139, "test_groups_find.py": 131, "test_talk_search.py": 113,
    "test_alerts.py": 108, "test_groups_join.py": 105}


def pytest_collection_modifyitems(items):
    """Long files come first, so that of two processes none is left with one when the other is done. The validator reads
    what all others saw, so it comes last."""
    tests = Counter(item.path.name for item in items)

    def order(item):
        name = item.path.name
        return name == "test_markup.py", -LONG.get(name, tests[name]), name

    items.sort(key=order)


def pytest_terminal_summary(terminalreporter):
    """How long each file took, by which `LONG` is kept right."""
    seconds = Counter()
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if getattr(report, "duration", None) is not None and hasattr(report, "nodeid"):
            seconds[report.nodeid.partition("::")[0].rpartition("/")[2]] += report.duration
    if len(seconds) > 1:
        terminalreporter.section("seconds by file")
        for name, taken in seconds.most_common():
            terminalreporter.write_line(f"{taken:6.0f}  {name}")


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell"),
            args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def album(tmp_path_factory):
    """Of this process, or one folder for all of them."""
    return Album(os.environ.get("WAYFELLOW_ALBUM") or tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("wayfellow"), members=MEMBERS).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def empty_server(tmp_path_factory):
    """Nobody on it but the four of the demo, and no limits on how often a form is sent."""
    running = Server(
        tmp_path_factory.mktemp("empty"), members=0, settings={"WAYFELLOW_RATE_LIMITS": "off"}).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """A server on a fresh database that sorts by bytes, as Wayfellow demands."""
    if not POSTGRES:
        pytest.skip("POSTGRESQL IS NOT TESTED: WAYFELLOW_TEST_POSTGRES is not set")
    name = f"wayfellow_journey_{uuid.uuid4().hex}"

    def run(statement):
        subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", POSTGRES, "-c", statement], check=True, timeout=60)

    run(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
    running = Server(
        tmp_path_factory.mktemp("postgres"), database=f"{POSTGRES.rpartition('/')[0]}/{name}", members=100)
    try:
        yield running.start()
    finally:
        running.stop()
        run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["server", "postgres"], ids=["SQLite", "PostgreSQL"])
def place(request):
    """A server on which people talk about what others think, on each database."""
    return open_place(request.getfixturevalue(request.param))


@pytest.fixture
def walk(chromium, album, request):
    """Makes a walker: walk(viewport=PHONE, script=False, language="es")."""
    contexts = []

    def make(viewport=PHONE, script=True, language="en", on=None, dark=False):
        context = chromium.new_context(
            viewport=viewport, java_script_enabled=script, locale=language,
            color_scheme="dark" if dark else "light")
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Walker(context, on or request.getfixturevalue("server"), script, album)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def administrator(walk, empty_server):
    """Makes a walker who is the administrator of the empty server: administrator(language="es", script=False)."""
    def make(language="en", **how):
        person = sign_in(walk(on=empty_server, **how), empty_server.sign_ins()["administrator"])
        # Signing in brings the language of the account.
        return person.open(f"/language/{language}?back=/admin")
    return make
