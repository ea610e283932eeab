"""What the benches share: a server under measure, its CPU, wrk, tables, the closing line of JSON."""

import atexit
import http.client
import http.cookies
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BINARY = ROOT / ".build" / "release" / "wayfellow"
STORE = Path(os.environ.get("WAYFELLOW_BENCH_DATA", ROOT / ".build" / "bench"))
TICK = os.sysconf("SC_CLK_TCK")


def build():
    """Builds the release binary as it is shipped."""
    subprocess.run(
        ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "wayfellow"], cwd=ROOT, check=True,
        stdout=subprocess.DEVNULL)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid):
    """User and system time of a process and the children it waited for, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(int(value) for value in fields[11:15]) / TICK


def resident_mebibytes(pid, peak=False):
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)" if peak else r"VmRSS:\s+(\d+)", text)[1]) / 1024


class Account:
    """A name and the passphrase that belongs to it now."""

    def __init__(self, name, passphrase):
        self.name = name
        self.passphrase = passphrase


class Server:
    """One Wayfellow process; `environment` adds to what it inherits."""

    def __init__(self, folder, database=None, environment=None):
        self.folder = Path(folder)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, "WAYFELLOW_ENVIRONMENT": "development", **(environment or {})}
        if database:
            self.environment["DATABASE_URL"] = database
        self.process = None

    def command(self, *arguments):
        return [str(BINARY), *arguments, "--data", str(self.folder)]

    def run(self, *arguments):
        done = subprocess.run(
            self.command(*arguments), cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def add_account(self, name, *options):
        """Makes an account by the command."""
        printed = self.run("account", "add", name, *options)
        return Account(name, re.search(r"passphrase: (.+)", printed, re.I)[1].strip())

    def start(self, within=60):
        """Starts serving; answers how many seconds it took until the first page."""
        # As the server would make it: it refuses a folder that others may enter and that holds a log already.
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        log = open(self.folder / "server.log", "ab")
        began = time.monotonic()
        self.process = subprocess.Popen(
            self.command("serve", "--port", str(self.port)), cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        # A bench that fails leaves no server behind.
        atexit.register(self.process.kill)
        while time.monotonic() - began < within:
            if self.process.poll() is not None:
                sys.exit(f"the server stopped:\n{(self.folder / 'server.log').read_text()[-2000:]}")
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
                connection.request("GET", "/health")
                if connection.getresponse().status == 200:
                    return time.monotonic() - began
            except OSError:
                pass
            time.sleep(0.01)
        sys.exit("the server did not answer in time")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)

    def kill(self):
        self.process.kill()
        self.process.wait()

    @property
    def pid(self):
        return self.process.pid


class Browser:
    """A person's connection: keeps cookies and the form token; follows nothing by itself."""

    def __init__(self, server):
        self.port = server.port
        self.cookies = {}
        self.connection = None

    def request(self, method, path, fields=None, headers=None):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = urllib.parse.urlencode(fields) if fields is not None else None
        send = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Sec-Fetch-Site": "same-origin"}
        if body is not None:
            send["Content-Type"] = "application/x-www-form-urlencoded"
        send.update(headers or {})
        try:
            self.connection.request(method, path, body, send)
            response = self.connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise
        for value in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(value).items():
                self.cookies[name] = morsel.value
        return response.status, text, response.headers

    def get(self, path):
        try:
            return self.request("GET", path)
        except http.client.RemoteDisconnected:
            # The server closes connections that were idle for 15 s; a browser opens another, and so does this one.
            return self.request("GET", path)

    def hidden(self, html):
        """The hidden fields of a page's forms."""
        found = {}
        for tag in re.findall(r"<input\b[^>]*>", html):
            values = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            if values.get("type") == "hidden" and "name" in values:
                found[values["name"]] = values.get("value", "")
        return found

    def sign_in(self, account):
        """Signs in; a passphrase that the command printed is changed first, as the site asks."""
        _, html, _ = self.get("/sign-in")
        status, html, headers = self.request(
            "POST", "/sign-in", {**self.hidden(html), "pseudonym": account.name, "passphrase": account.passphrase})
        if status not in (200, 303) or "wayfellow" not in self.cookies:
            sys.exit(f"could not sign in as {account.name}: {status}\n{html[:500]}")
        if (self.get("/me")[2].get("Location") or "").startswith("/me/account/passphrase"):
            self.change_passphrase(account)
        return self

    def change_passphrase(self, account):
        fields = self.hidden(self.get("/me/account/passphrase")[1])
        status, html, _ = self.request(
            "POST", "/me/account/passphrase", {**fields, "words": "offered", "current": account.passphrase})
        if status != 303:
            sys.exit(f"could not change the passphrase of {account.name}: {status}\n{html[:500]}")
        account.passphrase = fields["offered"]


def record(browser, treatment, purpose):
    """Puts a treatment into the record of who is signed in; answers the path of the form that evaluates it."""
    where = f"/me/treatments/new?treatment={treatment}&purpose={purpose}"
    _, html, _ = browser.get(where)
    chosen = re.search(r'name="purpose" value="([^"]+)"[^>]*checked', html) or re.search(r'name="purpose" value="([^"]+)"', html)
    if not chosen:
        sys.exit(f"{where} offers no purpose:\n{html[:2000]}")
    status, html, headers = browser.request(
        "POST", "/me/treatments/new",
        {"treatment": treatment, **browser.hidden(html), "purpose": chosen[1], "started-year": "2024"})
    if status != 303:
        sys.exit(f"no course of {treatment}: {status}\n{html[:2000]}")
    return headers["Location"]


def wrk(url, seconds, cookie=None, paths=None, threads=2, connections=16, pause=None):
    """Runs wrk; answers requests, requests per second, latencies in milliseconds, errors. `pause`: see `wrk_at`."""
    script = STORE / f"paths-{os.getpid()}.lua"
    STORE.mkdir(parents=True, exist_ok=True)
    listed = ", ".join(json.dumps(path) for path in (paths or ["/"]))
    # As every browser does: what is compressed for nobody would flatter the figures.
    header = 'wrk.headers["Accept-Encoding"] = "gzip, deflate, br"\n'
    header += f'wrk.headers["Cookie"] = {json.dumps(cookie)}\n' if cookie else ""
    script.write_text(
        f"local paths = {{{listed}}}\n{header}"
        "math.randomseed(11)\n"
        + (f"delay = function() return math.floor(-math.log(1 - math.random()) * {pause} + 0.5) end\n" if pause else "") +
        "request = function() return wrk.format('GET', paths[math.random(#paths)]) end\n"
        "done = function(s, l, r) io.write(string.format('RESULT %d %d %f %f %d\\n', s.requests, s.duration,"
        " l:percentile(50), l:percentile(99),"
        " s.errors.connect + s.errors.read + s.errors.write + s.errors.status + s.errors.timeout)) end\n")
    output = subprocess.run(
        ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "-s", str(script), url],
        capture_output=True, text=True, check=True).stdout
    requests, micros, p50, p99, errors = re.search(r"RESULT (\S+) (\S+) (\S+) (\S+) (\S+)", output).groups()
    return {
        "requests": int(requests), "rps": int(requests) / (int(micros) / 1e6), "p50": float(p50) / 1000,
        "p99": float(p99) / 1000, "errors": int(errors)}


def wrk_at(url, seconds, rate, latency, **options):
    """About `rate` requests a second in all: each connection pauses at random (exponentially) between its requests.

    `latency`: what a request takes, in milliseconds; a pause is that much shorter. Answers what `wrk` does.
    """
    mean = max(0.0, options.get("connections", 16) * 1000 / rate - latency)
    return wrk(url, seconds, pause=mean, **options)


def table(title, columns, rows):
    print(f"\n{title}")
    cells = [[str(cell) for cell in row] for row in [columns, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(columns))]
    for number, row in enumerate(cells):
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)))
        if number == 0:
            print("  " + "  ".join("-" * width for width in widths))
    sys.stdout.flush()


def finish(bench, figures, bounds):
    """Prints missed bounds and the line of JSON; leaves with 1 when one was missed.

    bounds: [(what, value, "<=" or ">=", limit)]
    """
    missed = [
        f"{what}: {value:g}, wanted {sign} {limit:g}" for what, value, sign, limit in bounds
        if not (value <= limit if sign == "<=" else value >= limit)]
    for line in missed:
        print(f"MISSED  {line}")
    print(json.dumps({"bench": bench, **figures, "missed": missed}))
    sys.exit(1 if missed else 0)


def remove(folder):
    shutil.rmtree(folder, ignore_errors=True)
