"""Files that somebody should not send, a thousand at once, and imports that are large or end in their middle.

Shows: every file is answered in words, whatever it is; libvips and the server stay within their memory; nothing is left on
the disk; slow senders are cut off while others are served. `--quick`: 200 at once, a file of 20 MiB.
"""

import argparse
import socket
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness  # noqa: E402
import imports  # noqa: E402
import pictures  # noqa: E402
from browser import Browser  # noqa: E402
from sending import BOUNDARY, Sender, Watch, files_before, left_behind  # noqa: E402


def one_by_one(sender, files):
    """Each lie once; how many were answered otherwise than they should be."""
    rows, wrong = [], 0
    for name, content, wanted in files:
        began = time.monotonic()
        status, text = sender.send(sender.request(sender.parts(content)))
        isRight = status in (wanted if isinstance(wanted, tuple) else (wanted,))
        isRight = isRight and (status == 303 or "error-summary" in text)
        wrong += not isRight
        rows.append([name, f"{len(content) / 1024:,.0f} KiB", status, f"{time.monotonic() - began:.2f} s",
                     "" if isRight else "WRONG"])
    harness.table("Files, one by one", ["file", "size", "answer", "took", ""], rows)
    return wrong


def bad_forms(sender, photo):
    """Forms that are not as they must be; how many were answered otherwise than they should be."""
    whole = sender.parts(photo)
    token = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{sender.token}\r\n'.encode()
    cases = [
        ("another boundary", sender.request(whole, boundary="other"), 400),
        ("boundary of 71", sender.request(whole, boundary="b" * 71), 415),
        ("no token", sender.request(sender.parts(photo, fields={"description-en": "x"})), 403),
        ("a wrong token", sender.request(sender.parts(photo, token="0" * 128)), 403),
        ("the token behind the file", sender.request(whole.replace(token, b"").removesuffix(b"--\r\n") + b"\r\n"
                                                     + token + f"--{BOUNDARY}--\r\n".encode()), 403),
        ("from another site", sender.request(whole, site="cross-site"), 403),
        ("half of it", sender.request(whole[:len(whole) // 2]), 400),
        ("half, and gone", sender.request(whole[:len(whole) // 2], length=len(whole)), 0),
        ("9 MiB", sender.request(sender.parts(bytes(9 << 20))), 413),
        ("90 MiB promised", sender.request(whole, length=90 << 20), 413),
        ("two files", sender.request(whole.replace(f"--{BOUNDARY}--".encode(), sender.parts(photo)[:-4])), 400),
        ("a name with a path", sender.request(sender.parts(photo, name="../../../etc/passwd")), 303),
    ]
    rows, wrong = [], 0
    for name, raw, wanted in cases:
        status = gone(sender, raw) if wanted == 0 else sender.send(raw)[0]
        wrong += status != wanted
        rows.append([name, status, "" if status == wanted else f"WRONG, not {wanted}"])
    harness.table("Forms that are not as they must be", ["form", "answer", ""], rows)
    return wrong


def gone(sender, raw):
    """Sends and closes."""
    with socket.create_connection(("127.0.0.1", sender.port), timeout=20) as link:
        link.sendall(raw)
    return 0


def at_once(senders, photo, count):
    """So many at the same time; the answers by status, and how many had no words."""
    answers, lock, start = {}, threading.Lock(), threading.Event()
    speechless = 0

    def work(sender):
        nonlocal speechless
        start.wait()
        status, text = sender.send(sender.request(sender.parts(photo)))
        with lock:
            answers[status] = answers.get(status, 0) + 1
            speechless += status != 303 and not ("<h1>" in text or "Too many people" in text)

    threads = [threading.Thread(target=work, args=(senders[number % len(senders)],)) for number in range(count)]
    for thread in threads:
        thread.start()
    start.set()
    for thread in threads:
        thread.join()
    return answers, speechless


def slow(senders, count, photo):
    """So many that drip, two of each person; how many were cut off, when the last, and whether another was served."""
    closed, began = [], time.monotonic()

    def drip(sender):
        raw = sender.request(sender.parts(photo))
        with socket.create_connection(("127.0.0.1", sender.port), timeout=90) as link:
            try:
                link.sendall(raw[:2_000])
                while time.monotonic() - began < 60:
                    link.sendall(b"x")
                    link.settimeout(0.5)
                    try:
                        if not link.recv(4_096):
                            break
                    except socket.timeout:
                        pass
            except OSError:
                pass
        closed.append(time.monotonic() - began)

    threads = [threading.Thread(target=drip, args=(senders[1 + number % (len(senders) - 1)],)) for number in range(count)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    status, _ = senders[0].send(senders[0].request(senders[0].parts(photo)))
    served = time.monotonic() - began - 2
    for thread in threads:
        thread.join()
    return len(closed), max(closed), status, served


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    harness.build()
    folder = harness.STORE / "uploads"
    harness.remove(folder)
    server = harness.Server(folder, environment={"WAYFELLOW_RATE_LIMITS": "off"})
    accounts = [server.add_account(f"Bench {n}", "--role", "administrator", "--space", "site") for n in range(12)]
    server.start()
    senders = [Sender(Browser(server).sign_in(account)) for account in accounts]
    files = harness.STORE / "uploads-files"
    files.mkdir(exist_ok=True)
    photo = pictures.photograph(files)
    before, pid = files_before(server), server.pid
    watch = Watch(pid)
    watch.start()
    resting = harness.resident_mebibytes(pid)
    wrong = one_by_one(senders[0], pictures.lies(files, photo)) + bad_forms(senders[0], photo)
    cpu, count = harness.cpu_seconds(pid), 200 if quick else 1_000
    answers, speechless = at_once(senders, photo, count)
    cpu = harness.cpu_seconds(pid) - cpu
    harness.table(f"{count} at once", ["status", "answers"], sorted(answers.items()))
    closed, last, status, served = slow(senders, 20, photo)
    watch.end()
    left = left_behind(server, before)
    harness.table(
        "What it took", ["what", "figure"],
        [["server, peak MiB above rest", f"{watch.server - resting:.0f}"], ["libvips, peak MiB", f"{watch.vips:.0f}"],
         ["libvips processes at once", watch.together], ["CPU s a picture made", f"{cpu / max(answers.get(303, 0), 1):.2f}"],
         ["slow senders cut off", f"{closed} of 20, the last after {last:.0f} s"],
         ["another meanwhile", f"{status} after {served:.1f} s"], ["left on the disk", ", ".join(left) or "nothing"]])
    large = imports.large(server, senders[0], Browser(server), 48_000 if quick else 460_000)
    killed = imports.killed(server, senders[0], 24_000)
    harness.table("A large import", ["what", "figure"], list(large.items()))
    harness.table("An import that is killed", ["what", "figure"], list(killed.items()))
    server.stop()
    unanswered = answers.get(0, 0) + answers.get(500, 0)
    harness.finish(
        "uploads",
        {"wrong": wrong, "answers": answers, "speechless": speechless, "server_mib": round(watch.server - resting),
         "vips_mib": round(watch.vips), "vips_at_once": watch.together, "left": left, "slow_last_s": round(last, 1),
         "import": large, "killed": killed},
        [("answered otherwise", wrong, "<=", 0), ("not answered", unanswered, "<=", 0), ("without words", speechless, "<=", 0),
         ("server, MiB", watch.server - resting, "<=", 200), ("libvips, MiB", watch.vips, "<=", 640),
         ("libvips at once", watch.together, "<=", 1), ("left behind", len(left), "<=", 0),
         ("slow, s", last, "<=", 45), ("served meanwhile", int(status == 303), ">=", 1),
         ("import whole", large["whole"], ">=", 1), ("import, MiB", large["memory_mib"], "<=", 150),
         ("told where it ended", killed["told"], ">=", 1), ("each row once", killed["whole"], ">=", 1)])


if __name__ == "__main__":
    main()
