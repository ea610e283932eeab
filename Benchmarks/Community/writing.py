"""Sixteen people who post while others read: what was acknowledged must stand there afterwards, for everybody."""

import html
import http.client
import random
import re
import string
import statistics
import threading
import time

from browser import Browser
from ours import fresh_name

WRITERS = 16


def marker(dice):
    """A word that is in no post but one; of letters, for digits could be somebody's telephone."""
    return "qv" + "".join(dice.choice(string.ascii_lowercase) for _ in range(14)) + "vq"


class Author:
    """Who writes into one thread, and remembers what was acknowledged and how long each answer took."""

    def __init__(self, server, account, thread, number):
        self.browser = Browser(server).sign_in(account)
        self.thread, self.dice = thread, random.Random(f"author {number}")
        self.kept, self.taken, self.refused = {}, [], 0

    def write(self, end):
        while time.monotonic() < end:
            word = marker(self.dice)
            try:
                fields = self.browser.hidden(self.browser.get(self.thread)[1])
                began = time.monotonic()
                status, _, headers = self.browser.request(
                    "POST", f"{self.thread}/reply",
                    {**fields, "words": f"I write it down each evening, and it helps me to see the week. {word}"})
                self.taken.append((time.monotonic() - began) * 1000)
            except (OSError, http.client.HTTPException):
                self.refused += 1
                continue
            if status == 303:
                self.kept[word] = html.unescape(headers["Location"]).split("#")[0]
            else:
                self.refused += 1

    def lost(self, visitor):
        """Of what was acknowledged, how much a visitor does not find where the answer said it stands."""
        pages = {}
        for place in set(self.kept.values()):
            pages[place] = set(re.findall(r"\bqv[a-z]{14}vq\b", visitor.get(place)[1]))
        return sum(word not in pages[place] for word, place in self.kept.items())


def write(ours, seconds):
    """Sixteen write while sixteen connections read; answers figures."""
    threads = [path for path, *_ in ours.kinds["thread, visitor"][0][:WRITERS]]
    authors = [
        Author(ours.server, ours.server.add_account(fresh_name("writer"), "--consent"), threads[number % len(threads)], number)
        for number in range(WRITERS)]
    quiet = ours.load("thread, visitor", seconds)
    end = time.monotonic() + seconds
    work = [threading.Thread(target=author.write, args=(end,)) for author in authors]
    for one in work:
        one.start()
    during = ours.load("thread, visitor", seconds)
    for one in work:
        one.join()
    taken = sorted(one for author in authors for one in author.taken)
    kept = sum(len(author.kept) for author in authors)
    return {
        "acknowledged": kept, "lost": sum(author.lost(Browser(ours.server)) for author in authors),
        "refused": sum(author.refused for author in authors), "posts_per_second": round(kept / seconds),
        "write_p50_ms": round(statistics.median(taken), 1) if taken else None,
        "write_p99_ms": round(taken[len(taken) * 99 // 100], 1) if taken else None,
        "read_p99_quiet_ms": round(quiet["p99"], 2), "read_p99_ms": round(during["p99"], 2),
        "read_errors": during["errors"]}
