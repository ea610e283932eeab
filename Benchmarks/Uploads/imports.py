"""A large file of reviews through the administrator's page, and a server that is killed while it writes one."""

import re
import threading
import time

import harness
from sending import until

HEADER = "id\turlDrugName\trating\teffectiveness\tsideEffects\tcondition\tbenefitsReview\tsideEffectsReview\tcommentsReview\n"
STORY = "It helped me through the winter and I could walk to the shore again. " * 4


def reviews(rows, prefix):
    lines = (
        f"{prefix}-{number}\tzoloft\t{number % 10 + 1}\tHighly Effective\tMild Side Effects\tdepression\t{STORY}\tnausea\t"
        f"Take it with food, and give it time. {STORY[:60]}\n" for number in range(rows))
    return (HEADER + "".join(lines)).encode()


def send(sender, content):
    """Sends a file; answers the address of its page and how long that took."""
    began = time.monotonic()
    raw = sender.request(sender.parts(content, fields={"csrf": sender.token}), path="/admin/reviews")
    status, text = sender.send(raw, timeout=600)
    found = re.search(r"[Ll]ocation: (/admin/reviews/[0-9a-f-]+)", text)
    return found and found[1], time.monotonic() - began, status


def pages_meanwhile(browser, ended):
    """Latencies of the front page in milliseconds, until something has ended."""
    taken = []
    while not ended.is_set():
        began = time.monotonic()
        browser.get("/how-we-know")
        taken.append((time.monotonic() - began) * 1000)
        time.sleep(0.02)
    return sorted(taken)


def large(server, sender, reader, rows):
    """Sends and writes a file of so many rows: seconds, memory, rows a second, and what others waited meanwhile."""
    content = reviews(rows, "large")
    before = harness.resident_mebibytes(server.pid)
    ended, taken = threading.Event(), []
    others = threading.Thread(target=lambda: taken.extend(pages_meanwhile(reader, ended)))
    others.start()
    page, sending, status = send(sender, content)
    began = time.monotonic()
    done = page and until(lambda: "data-events" not in sender.browser.get(page)[1])
    writing = time.monotonic() - began
    ended.set()
    others.join()
    text = sender.browser.get(page)[1] if page else ""
    return {
        "mebibytes": round(len(content) / 1_048_576, 1), "rows": rows, "sending_s": round(sending, 1),
        "writing_s": round(writing, 1), "rows_per_s": round(rows / max(writing, 0.1)),
        "memory_mib": round(harness.resident_mebibytes(server.pid, peak=True) - before),
        "page_p99_ms": round(taken[len(taken) * 99 // 100], 1) if taken else None,
        "whole": int(bool(done) and f"{rows} rows read = {rows} stored" in text), "status": status}


def killed(server, sender, rows):
    """Kills the server while it writes; sends the file again, and answers whether each row is in once."""
    content = reviews(rows, "killed")
    page, _, _ = send(sender, content)
    until(lambda: re.search(r"<progress[^>]* value=\"[1-9]", sender.browser.get(page)[1]))
    server.kill()
    server.start()
    # As long as one may stand still.
    told = until(lambda: re.search(r"It ended at row [1-9]", sender.browser.get(page)[1]), within=60)
    said = re.search(r"It ended at row ([\d,]+) of", sender.browser.get(page)[1])
    again, _, _ = send(sender, content)
    until(lambda: "data-events" not in sender.browser.get(again)[1])
    text = sender.browser.get(again)[1]
    counts = re.search(r"(\d+) rows read = (\d+) stored \+ (\d+) stored before", text)
    numbers = [int(number) for number in counts.groups()] if counts else [0, 0, 0]
    return {
        "told": int(bool(told)), "at_row": said and said[1], "added": numbers[1], "recognised": numbers[2],
        "whole": int(numbers[0] == rows == numbers[1] + numbers[2] and numbers[2] > 0)}
