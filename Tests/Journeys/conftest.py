"""A running Wayfellow and a browser for the journeys.

Each module gets its own server on its own data; each test its own browser context.
Every page that a journey opens through `Walker` is checked by axe-core and must not call another origin.
"""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("WAYFELLOW_BINARY", ROOT / ".build" / "debug" / "wayfellow"))
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One process of Wayfellow over a database of its own."""

    def __init__(self, folder, database=None, members=400):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = database
        self.members = members
        self.process = None

    def environment(self):
        environment = {**os.environ, "WAYFELLOW_ENVIRONMENT": "development"}
        if self.database:
            environment["DATABASE_URL"] = self.database
        return environment

    def start(self, timeout=180):
        self.log = open(self.folder / "server.log", "ab")
        self.process = subprocess.Popen(
            [str(BINARY), "demo", "--port", str(self.port), "--data", str(self.folder), "--members", str(self.members)],
            cwd=ROOT, env=self.environment(), stdout=self.log, stderr=subprocess.STDOUT)
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "server.log").read_text())
            try:
                urllib.request.urlopen(f"{self.url}/health", timeout=1).read()
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not answer in time")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
        self.log.close()

    def run(self, *arguments):
        """Another command of wayfellow on the same data."""
        done = subprocess.run(
            [str(BINARY), *arguments, "--data", str(self.folder)], cwd=ROOT, env=self.environment(),
            capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sign_ins(self):
        """The demo's printed sign-ins: {"member": (name, passphrase), …}."""
        text = (self.folder / "demo-accounts.txt").read_text()
        return {m[1]: (m[2], m[3]) for m in re.finditer(r"^(\w+)\t(.+)\t(.+)$", text, re.M)}


class Walker:
    """A person with a browser: walks, looks, and checks each page seen."""

    def __init__(self, context, server, script):
        self.server = server
        self.script = script
        self.foreign = []
        self.errors = []
        self.page = context.new_page()
        self.page.on("request", self._request)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("response", self._response)

    def _request(self, request):
        if not request.url.startswith((self.server.url, "data:", "about:")):
            self.foreign.append(request.url)

    def _response(self, response):
        if response.status >= 500:
            self.errors.append(f"{response.status} {response.url}")

    def open(self, path):
        self.page.goto(self.server.url + path)
        return self.look()

    def press(self, name, role="button", exact=False):
        self.page.get_by_role(role, name=name, exact=exact).first.click()
        self.page.wait_for_load_state()
        return self.look()

    def follow(self, name, exact=False):
        return self.press(name, role="link", exact=exact)

    def fill(self, label, text):
        self.page.get_by_label(label, exact=False).first.fill(text)

    def choose(self, label):
        self.page.get_by_label(label, exact=False).first.check()

    def sees(self, text):
        assert re.search(text, self.text(), re.I), f"{text!r} is not on {self.page.url}:\n{self.text()[:3000]}"

    def text(self):
        return self.page.inner_text("body")

    def look(self):
        """Checks what must hold on every page."""
        page = self.page
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], f"{page.url} is {width} px wide"
        assert page.locator("a[href^='tel:988']").count() >= 1, f"{page.url} has no crisis line"
        assert not self.foreign, f"requests to other origins: {self.foreign}"
        assert not self.errors, self.errors
        if self.script:
            found = Axe().run(page).response["violations"]
            assert not found, page.url + "\n" + "\n".join(
                f"{v['id']}: {v['help']}: {[n['html'][:200] for n in v['nodes']][:3]}" for v in found)
        return self


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("wayfellow")).start()
    yield running
    running.stop()


@pytest.fixture
def walk(chromium, server):
    """Makes a walker: walk(viewport=PHONE, script=False, language="es")."""
    contexts = []

    def make(viewport=PHONE, script=True, language="en", on=None, dark=False):
        context = chromium.new_context(
            viewport=viewport, java_script_enabled=script, locale=language,
            color_scheme="dark" if dark else "light")
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Walker(context, on or server, script)

    yield make
    for context in contexts:
        context.close()
