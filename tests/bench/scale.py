#!/usr/bin/python3
"""scale.py VIGIE [COUNT...]: how vigie grows with the store.

For each COUNT (100000 1000000) comments of recombine.py go into a fresh store
of their own: `ingest`, `score` of what waits.  A COUNT above $READ (1000000)
is made of the store before it by multiply.sh: minutes instead of hours.  Then
come what moderators do, `train` on a fixed number of the store's labels, and
another 100,000 comments: `ingest`, and made-up scores for them, which is what
the store alone takes (store_rate.c).

Prints one table, a column a COUNT: seconds, comments a second, peak resident
memory of the process, bytes on disk, milliseconds of commands (median; a
process each, as from a shell) and of requests to `serve`.  What is said to be
of a core is processor time: it depends less on what else the machine does.

Stores lie under $TMPDIR (10,000,000 comments: 9 GB) and are removed; in $KEEP,
where it is set, they stay, and those that are there already are not made.
"""
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
TIMES = 15  # a command is run
DECISIONS = 400  # with labels, to train on
MORE = 100000  # comments that come on top
READ = int(os.environ.get("READ", 1000000))
RATE = os.path.join(os.path.dirname(HERE), "../build/release/tests/store_rate")
BASE = "data/discussions/short-dense.jsonl"  # labelled, so that training can


class Run:
    """One store of `count` comments and what was measured on it."""

    def __init__(self, program, count, folder):
        self.program, self.count = program, count
        self.data = os.path.join(folder, f"{count}.jsonl")
        self.store = os.path.join(folder, f"{count}.db")
        self.rows = {}
        self.draw = random.Random(count)

    def measured(self, *arguments):
        """Seconds, those of a core, and peak memory in bytes of one run."""
        begin = time.monotonic()
        child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        if status:
            sys.exit(f"scale: {' '.join(arguments)} failed")
        return (time.monotonic() - begin, used.ru_utime + used.ru_stime,
                used.ru_maxrss * 1024)

    def note(self, name, value, form="{:,.0f}"):
        self.rows[name] = form.format(value)
        print(f"  {self.count:>10,}  {name}: {self.rows[name]}", flush=True)

    def fill(self, name, count, *arguments):
        seconds, work, memory = self.measured(*arguments)
        self.note(f"{name}, s", seconds, "{:,.1f}")
        self.note(f"{name}, comments/s", count / seconds)
        self.note(f"{name}, µs of a core each", work * 1e6 / count, "{:,.1f}")
        self.note(f"{name}, peak MB", memory / 1e6)

    def timed(self, name, arguments):
        """arguments: a function that gives those of one run."""
        runs = [self.measured(self.program, *arguments())
                for _ in range(TIMES)]
        for what, at in (("ms", 0), ("ms of a core", 1)):
            self.note(f"{name}, {what}",
                      statistics.median(r[at] for r in runs) * 1000, "{:,.1f}")

    def ids(self, count):
        """Of comments anywhere in the store."""
        keys = ",".join(str(self.draw.randrange(1, self.count + 1))
                        for _ in range(count))
        out = subprocess.run(
            ["sqlite3", self.store,
             f"SELECT id FROM comment WHERE state = 2 AND key IN ({keys})"],
            capture_output=True, text=True, check=True).stdout
        return out.split()

    def commands(self):
        """From a shell; `start alone` is in each."""
        db = ("--db", self.store)
        some = iter(self.ids(TIMES * 8))
        self.timed("start alone", lambda: ("--help",))
        self.timed("queue", lambda: ("queue", *db))
        for tone in ("insult", "spam"):
            self.timed(f"queue --tone {tone}",
                       lambda t=tone: ("queue", *db, "--tone", t))
        self.timed("show", lambda: ("show", *db, next(some)))
        self.timed("decide", lambda: ("decide", *db, "--by", "anne",
                                      next(some), "approve"))

    def pages(self):
        """The same over HTTP: no process starts, no model opens."""
        token = subprocess.run(
            [self.program, "token", "add", "bench", "--db", self.store,
             "--scopes", "read"], capture_output=True, text=True,
            check=True).stdout.split()[-1]
        server = subprocess.Popen(
            [self.program, "serve", "--db", self.store, "--listen",
             "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
        base = server.stdout.readline().split()[-1]
        some = iter(self.ids(TIMES * 2))
        for name, path in (("/v1/queue", lambda: "/v1/queue"),
                           ("/v1/comments/ID",
                            lambda: "/v1/comments/" + next(some))):
            spent = []
            for _ in range(TIMES):
                ask = urllib.request.Request(
                    base + path(), headers={"Authorization": "Bearer " + token})
                begin = time.monotonic()
                urllib.request.urlopen(ask, timeout=60).read()
                spent.append((time.monotonic() - begin) * 1000)
            self.note(f"GET {name}, ms", statistics.median(spent), "{:,.1f}")
        server.terminate()
        server.wait()

    def train(self, folder):
        db = ("--db", self.store)
        listed = subprocess.run(
            [self.program, "queue", *db, "--limit", str(DECISIONS), "--format",
             "json"], capture_output=True, text=True, check=True).stdout
        for row in map(json.loads, listed.splitlines()):
            self.measured(self.program, "decide", *db, "--by", "bob", row["comment"],
                          "remove", "--tones", row.get("tone") or "none")
        seconds, _, memory = self.measured(
            self.program, "train", *db, "--tones", "hostility,insult", "--out",
            os.path.join(folder, f"model-{self.count}"), BASE)
        self.note("train, s", seconds, "{:,.1f}")
        self.note("train, peak MB", memory / 1e6)

    def recombine(self, count, seed):
        with open(self.data, "wb") as out:
            subprocess.run([os.path.join(HERE, "recombine.py"), str(count),
                            str(seed)], stdout=out, check=True)

    def make(self, smaller):
        """smaller: the run before, or None."""
        if smaller and self.count > READ:
            shutil.copyfile(smaller.store, self.store)
            subprocess.run([os.path.join(HERE, "multiply.sh"), self.store,
                            str(self.count // smaller.count)], check=True)
            return
        db = ("--db", self.store)
        self.recombine(self.count, 1)
        self.fill("ingest", self.count, self.program, "ingest", *db, self.data)
        os.remove(self.data)
        self.fill("score", self.count, self.program, "score", *db)

    def more(self):
        self.recombine(MORE, 2)
        self.fill(f"ingest {MORE:,} more", MORE, self.program, "ingest",
                  "--db", self.store, self.data)
        os.remove(self.data)
        self.fill(f"store {MORE:,} scores alone", MORE, RATE, self.store)

    def run(self, smaller, fresh):
        if not os.path.exists(self.store):
            self.make(smaller)
        self.note("bytes on disk a comment",
                  os.path.getsize(self.store) / self.count)
        self.commands()
        self.pages()
        self.train(fresh)


def table(runs):
    names = list(dict.fromkeys(n for r in runs for n in r.rows))
    print("\n| |" + "".join(f" {r.count:,} |" for r in runs))
    print("|---|" + "---:|" * len(runs))
    for name in names:
        print(f"| {name} |" +
              "".join(f" {r.rows.get(name, '')} |" for r in runs))


def main():
    program = os.path.abspath(sys.argv[1])
    counts = [int(c) for c in sys.argv[2:]] or [100000, 1000000]
    with tempfile.TemporaryDirectory(prefix="vigie-scale.") as fresh:
        folder = os.environ.get("KEEP") or fresh
        runs = [Run(program, count, folder) for count in counts]
        for smaller, run in zip([None] + runs, runs):
            run.run(smaller, fresh)
        for run in runs:
            run.more()
    table(runs)


if __name__ == "__main__":
    main()
