"""What the benches share: a server under measure, its CPU, wrk, tables, the closing line of JSON."""

import atexit
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from browser import Account

ROOT = Path(__file__).resolve().parents[1]
BINARY = ROOT / ".build" / "release" / "wayfellow"
STORE = Path(os.environ.get("WAYFELLOW_BENCH_DATA", ROOT / ".build" / "bench"))
TICK = os.sysconf("SC_CLK_TCK")


def share_processors_alike():
    """Lets the kernel share processors between threads, not between sessions, until the bench ends.

    A database that runs beside the server in a session of its own was seen to wait for up to two seconds (Linux 6.18)."""
    setting = Path("/proc/sys/kernel/sched_autogroup_enabled")
    try:
        before = setting.read_text()
        setting.write_text("0")
        atexit.register(setting.write_text, before)
    except OSError:
        print("The kernel shares processors between sessions here: the database may have to wait for them.")


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


def family(pid):
    """A process and all that descend from it and live."""
    found = [pid]
    for one in found:
        try:
            found += [int(child) for child in Path(f"/proc/{one}/task/{one}/children").read_text().split()]
        except OSError:
            continue  # It ended meanwhile; whoever waited for it has its time.
    return found


def family_cpu_seconds(pid):
    """CPU of a process, of all that descend from it and live, and of the children that each waited for, in seconds."""
    total = 0.0
    for one in family(pid):
        try:
            total += cpu_seconds(one)
        except OSError:
            continue
    return total


def family_mebibytes(pid):
    """Memory of a process and all that descend from it; what they share is counted once (PSS)."""
    total = 0
    for one in family(pid):
        try:
            total += int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text(), re.M)[1])
        except OSError:
            continue
    return total / 1024


def resident_mebibytes(pid, peak=False):
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)" if peak else r"VmRSS:\s+(\d+)", text)[1]) / 1024


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
