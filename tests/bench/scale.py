#!/usr/bin/python3
"""scale.py VIGIE [COUNT...]: how vigie grows with the store.

For each COUNT (100000 1000000; 10000000 takes hours) comments of recombine.py
go into a fresh store of their own: `ingest`, `score` of what waits, then what
moderators do, then `train` on a fixed number of the store's labels.  Prints
one table, a column a COUNT: seconds, comments a second, peak resident memory
of the process, bytes on disk, milliseconds of commands (median; a process
each, as from a shell) and of requests to `serve`.

Stores lie under $TMPDIR (10,000,000 comments: 20 GB) and are removed; with
$KEEP they are kept there and used again.
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
COPIED = 1000000  # comments of a store that is copied for `store alone`
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
        """Seconds and peak memory in bytes of one run of vigie."""
        begin = time.monotonic()
        child = subprocess.Popen([self.program, *arguments],
                                 stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        if status:
            sys.exit(f"scale: vigie {' '.join(arguments)} failed")
        return time.monotonic() - begin, used.ru_maxrss * 1024

    def note(self, name, value, form="{:,.0f}"):
        self.rows[name] = form.format(value)
        print(f"  {self.count:>10,}  {name}: {self.rows[name]}", flush=True)

    def fill(self, command, *files):
        seconds, memory = self.measured(command, "--db", self.store, *files)
        self.note(f"{command}, s", seconds, "{:,.1f}")
        self.note(f"{command}, comments/s", self.count / seconds)
        self.note(f"{command}, peak MB", memory / 1e6)

    def timed(self, name, arguments):
        """arguments: a function that gives those of one run."""
        spent, most = [], 0
        for _ in range(TIMES):
            seconds, memory = self.measured(*arguments())
            spent.append(seconds * 1000)
            most = max(most, memory)
        self.note(f"{name}, ms", statistics.median(spent), "{:,.1f}")
        self.note(f"{name}, worst ms", max(spent), "{:,.1f}")

    def ids(self, count):
        """Of comments anywhere in the store."""
        keys = ",".join(str(self.draw.randrange(1, self.count + 1))
                        for _ in range(count))
        out = subprocess.run(
            ["sqlite3", self.store,
             f"SELECT id FROM comment WHERE state = 2 AND key IN ({keys})"],
            capture_output=True, text=True, check=True).stdout
        return out.split()

    def store_alone(self, folder):
        """How fast scores go in when scoring costs nothing."""
        bench = os.path.join(os.path.dirname(self.program),
                             "release/tests/store_rate")
        copy = os.path.join(folder, "copy.db")
        shutil.copyfile(self.store, copy)
        said = subprocess.run([bench, copy], capture_output=True, text=True,
                              check=True).stdout.split()
        os.remove(copy)
        self.note("store alone, comments/s", int(said[2]))
        self.note("store alone, µs of a core", float(said[5]), "{:,.1f}")

    def commands(self):
        db = ("--db", self.store)
        some = iter(self.ids(TIMES * 8))
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
            self.measured("decide", *db, "--by", "bob", row["comment"],
                          "remove", "--tones", row.get("tone") or "none")
        seconds, memory = self.measured(
            "train", *db, "--tones", "hostility,insult", "--out",
            os.path.join(folder, f"model-{self.count}"), BASE)
        self.note("train, s", seconds, "{:,.1f}")
        self.note("train, peak MB", memory / 1e6)

    def run(self, folder):
        if not os.path.exists(self.store):
            with open(self.data, "wb") as out:
                subprocess.run([os.path.join(HERE, "recombine.py"),
                                str(self.count)], stdout=out, check=True)
            self.fill("ingest", self.data)
            if self.count <= COPIED:
                self.store_alone(folder)
            self.fill("score")
            os.remove(self.data)
        self.note("bytes on disk a comment",
                  os.path.getsize(self.store) / self.count)
        self.commands()
        self.pages()
        self.train(folder)


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
        for run in runs:
            run.run(fresh)
    table(runs)


if __name__ == "__main__":
    main()
