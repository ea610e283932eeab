"""Sixteen people who post while others read: what was acknowledged must stand there afterwards, for everybody."""

import html
import http.client
import random
import re
import statistics
import string
import threading
import time

from browser import Browser
from ours import fresh_name

WRITERS = 16
# Of each writer, one after the other: nobody may write more than 150 posts a day.
ACCOUNTS, POSTS_EACH = 4, 140


def marker(dice):
    """A word that is in no post but one; of letters, for digits could be somebody's telephone."""
    return "qv" + "".join(dice.choice(string.ascii_lowercase) for _ in range(14)) + "vq"


class Author:
    """Who writes into one thread, and remembers what was acknowledged and how long each answer took."""

    def __init__(self, server, thread, number):
        self.browsers = [
            Browser(server).sign_in(server.add_account(fresh_name("writer"), "--consent")) for _ in range(ACCOUNTS)]
        self.thread, self.dice = thread, random.Random(f"author {number}")
        self.kept, self.taken, self.refused, self.seconds = {}, [], [], 0.0

    def write(self, seconds):
        began = time.monotonic()
        for browser in self.browsers:
            for _ in range(POSTS_EACH):
                if time.monotonic() - began < seconds:
                    self.post(browser)
        self.seconds = time.monotonic() - began

    def post(self, browser):
        word, form = marker(self.dice), f"{self.thread}/reply"
        try:
            fields = browser.hidden(browser.get(form)[1])
            began = time.monotonic()
            status, page, headers = browser.request(
                "POST", form,
                {**fields, "words": f"I write it down each evening, and it helps me to see the week. {word}"})
            self.taken.append((time.monotonic() - began) * 1000)
        except (OSError, http.client.HTTPException) as fault:
            self.refused.append(repr(fault))
            return
        if status == 303:
            self.kept[word] = html.unescape(headers["Location"]).split("#")[0]
        else:
            self.refused.append(f"{status} {page[:500]}")

    def lost(self, visitor):
        """Of what was acknowledged, how much a visitor does not find where the answer said it stands."""
        pages = {}
        for place in set(self.kept.values()):
            pages[place] = set(re.findall(r"\bqv[a-z]{14}vq\b", visitor.get(place)[1]))
        return sum(word not in pages[place] for word, place in self.kept.items())


def write(ours, seconds):
    """Sixteen write while sixteen connections read; answers figures."""
    threads = [path for path, *_ in ours.kinds["thread, visitor"][0][:WRITERS]]
    authors = [Author(ours.server, threads[number % len(threads)], number) for number in range(WRITERS)]
    quiet = ours.load("thread, visitor", seconds)
    work = [threading.Thread(target=author.write, args=(seconds,)) for author in authors]
    for one in work:
        one.start()
    during = ours.load("thread, visitor", seconds)
    for one in work:
        one.join()
    taken = sorted(one for author in authors for one in author.taken)
    kept, refused = sum(len(author.kept) for author in authors), [one for author in authors for one in author.refused]
    if refused:
        print(f"Refused, the first: {refused[0]}")
    return {
        "acknowledged": kept, "lost": sum(author.lost(Browser(ours.server)) for author in authors),
        "refused": len(refused), "posts_per_second": round(kept / max(author.seconds for author in authors)),
        "write_p50_ms": round(statistics.median(taken), 1), "write_p99_ms": round(taken[len(taken) * 99 // 100], 1),
        "read_p99_quiet_ms": round(quiet["p99"], 2), "read_p99_ms": round(during["p99"], 2),
        "read_errors": during["errors"]}
