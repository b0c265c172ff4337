#!/usr/bin/python3
"""bench.py VIGIE STAGES: the speed of vigie beside others on the same texts,
in one run.

The texts are the comments of the threads of data/discussions (the sets of
contrasts, shorter than comments are and flagged more often, left out) in a
random order (the same each time), a line each.  Every program scores all of
them ROUNDS times, in turns, so that neighbours on the machine disturb all
alike; the median counts.  vigie, many times faster, does so TIMES times a
round: a short round would measure the neighbours.
What a program needs to start, measured on one comment, is taken off.  Times
are those of a core (user and system), but of the clock where two threads run.

fastText has the settings of `make peers` and is trained on the train split
into build/bench, once; scikit-learn and svm-predict, far behind, are run on
fewer texts.  STAGES times each stage of the filter alone, and a bare loop
that hashes the same n-grams and adds the same weights: the limit.  callgrind
counts instructions, which no neighbour disturbs.

Prints Markdown.  `--readme FILE` also puts it into FILE, see
put_table().  `--quick` leaves out svm-predict, whose training
takes minutes.
"""
import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../peers"))
import peers  # noqa: E402
from tables import put_table  # noqa: E402

ROUNDS = 9
TIMES = 5             # of vigie in a round
SLOW_TEXTS = 2000     # of scikit-learn
SLOWEST_TEXTS = 200   # of svm-predict
COUNTED = 2000        # comments under callgrind
CACHE = "build/bench"
STAGE_NAMES = {"read": "reading", "normalize": "normalizing",
               "score": "features, weights, calibration",
               "write": "writing"}
STAGE_CALLS = {"read": ["reader_next"],
               "normalize": ["normalize_run", "repair_run"],
               "score": ["classify_text"], "write": ["score_line_add"],
               "all": ["pipeline_stream"]}


class Row:
    """One way of scoring; seconds for `count` comments, a round each."""

    def __init__(self, name, command, path, one, count, times=1, wall=False):
        self.name, self.command, self.wall = name, command, wall
        self.path, self.one, self.count = path, one, count
        self.times, self.seconds = times, []

    def measure(self):
        spent = sum(self._time(self.path) - self._time(self.one)
                    for _ in range(self.times))
        self.seconds.append(max(spent / self.times, 1e-9))

    def _time(self, path):
        with open(path, "rb") as lines:
            begin, used = time.monotonic(), peers.core_seconds()
            subprocess.run(self.command, stdin=lines, check=True,
                           stdout=subprocess.DEVNULL)
            if self.wall:
                return time.monotonic() - begin
            return peers.core_seconds() - used

    @property
    def speed(self):
        return self.count / statistics.median(self.seconds)


def write(path, lines):
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(lines)
    return path


def fasttext_model(work):
    """Trained once; a fresh corpus makes it anew."""
    os.makedirs(CACHE, exist_ok=True)
    model = os.path.join(CACHE, "ft")
    data = "".join(peers.fasttext_lines(work.train, True))
    kept = os.path.join(CACHE, "ft.txt")
    if os.path.exists(model + ".bin") and os.path.exists(kept):
        with open(kept, encoding="utf-8") as text:
            if text.read() == data:
                return model + ".bin"
    write(kept, data)
    subprocess.run(["fasttext", "supervised", "-input", kept, "-output", model,
                    "-loss", "ova", "-minn", "2", "-maxn", "5", "-wordNgrams",
                    "2", "-epoch", "25", "-lr", "0.5", "-thread", "2"],
                   check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return model + ".bin"


def fast_rows(work, program, texts):
    plain = write(work.path("t.txt"), (t + "\n" for t in texts))
    one = write(work.path("1.txt"), texts[0] + "\n")
    numbered = [json.dumps({"id": str(i), "text": t}, ensure_ascii=False)
                + "\n" for i, t in enumerate(texts)]
    lines = write(work.path("t.jsonl"), numbered)
    first = write(work.path("1.jsonl"), numbered[:1])
    count = len(texts)

    def vigie(name, *options, wall=False, json_lines=False):
        form = ["--format", "jsonl" if json_lines else "lines"]
        return Row("vigie, " + name,
                   [program, "score", "--stdout"] + form + list(options),
                   lines if json_lines else plain,
                   first if json_lines else one, count, TIMES, wall)

    single = ("--threads", "1")
    return [
        vigie("plain lines, 1 thread", *single),
        vigie("JSON lines, 1 thread", *single, json_lines=True),
        vigie("plain lines, with reasons, 1 thread", "--reasons", *single),
        vigie("plain lines, 1 thread, by the clock", *single, wall=True),
        vigie("plain lines, 2 threads, by the clock", "--threads", "2",
              wall=True),
        Row("fastText predict-prob, 1 thread",
            ["fasttext", "predict-prob", fasttext_model(work), "-", "-1"],
            plain, one, count),
    ]


def scikit_speed(work, texts):
    parts = peers.vectorizers()
    x = peers.hstack([v.fit_transform(peers.texts(work.train))
                      for v in parts]).tocsr()
    machines = [peers.LinearSVC(C=1).fit(x, peers.labels(work.train, t))
                for t in peers.ALL]
    seconds = []
    for _ in range(3):
        begin = time.process_time()
        z = peers.hstack([v.transform(texts) for v in parts]).tocsr()
        for machine in machines:
            machine.decision_function(z)
        seconds.append(time.process_time() - begin)
    return len(texts) / statistics.median(seconds), parts, x


def svm_speed(work, texts, parts, x):
    """One tone; what its vectors cost to make is not in it."""
    x.sort_indices()
    z = peers.hstack([v.transform(texts) for v in parts]).tocsr()
    z.sort_indices()
    data, model, out, one = (work.path(n) for n in ("l", "m", "o", "1"))
    tone = peers.SVM_TRAIN_TONES[0]
    peers.svm_write(data, peers.svm_lines(x), peers.labels(work.train, tone))
    peers.run(["svm-train", "-q", "-t", "0", "-c", "1", data, model])
    held_out = peers.svm_lines(z)
    peers.svm_write(data, held_out, [True] * len(texts))
    peers.svm_write(one, held_out[:1], [True])
    _, loading = peers.run(["svm-predict", one, model, out])
    _, seconds = peers.run(["svm-predict", data, model, out])
    return len(texts) / max(seconds - loading, 1e-9)


def instructions(work, program, texts):
    """Of each stage, a comment: inclusive counts of callgrind."""
    path = write(work.path("c.txt"), (t + "\n" for t in texts[:COUNTED]))
    out = work.path("callgrind.out")
    subprocess.run(["valgrind", "--tool=callgrind",
                    "--callgrind-out-file=" + out, program, "score",
                    "--stdout", "--threads", "1", "--format", "lines", path],
                   check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    text = subprocess.run(["callgrind_annotate", "--inclusive=yes",
                           "--auto=no", "--threshold=100", out], check=True,
                          stdout=subprocess.PIPE).stdout.decode()
    counts = {}
    for stage, calls in STAGE_CALLS.items():
        found = [re.findall(r"^ *([\d,]+) .*:" + call + r"(?:\s|$)", text,
                            re.M) for call in calls]
        counts[stage] = sum(max(int(n.replace(",", "")) for n in numbers)
                            for numbers in found if numbers) / COUNTED
    return counts


def speed_table(rows, others, limit):
    base = next(r.speed for r in rows if r.name.startswith("fastText"))
    yield "| program | comments a second | × fastText | % of the limit |"
    yield "|---|--:|--:|--:|"
    for name, speed in [(r.name, r.speed) for r in rows] + others:
        yield (f"| {name} | {speed:,.0f} | {speed / base:.2f} | "
               f"{100 * speed / limit:.0f} |")
    yield f"| the limit: a bare loop | {limit:,.0f} | {limit / base:.2f} | 100 |"


def stage_table(stages, counts):
    yield "| stage | µs a comment | MB/s | instructions a comment |"
    yield "|---|--:|--:|--:|"
    names = list(STAGE_NAMES.items()) + [("limit", "the limit: a bare loop")]
    for stage, name in names:
        seconds = stages[stage]
        counted = f"{counts[stage]:,.0f}" if stage in counts else "–"
        yield (f"| {name} | {1e6 * seconds / stages['comments']:.2f} | "
               f"{stages['bytes'] / seconds / 1e6:.1f} | {counted} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("stages")
    parser.add_argument("--readme")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    with tempfile.TemporaryDirectory() as folder:
        work = peers.Work(program, folder)
        texts = [" ".join(r["text"].split()) for r in work.train + work.test
                 if r["split"] != "contrast"]
        random.Random(1).shuffle(texts)
        rows = fast_rows(work, program, texts)
        stages = []
        for _ in range(ROUNDS):
            for row in rows:
                row.measure()
            out, _ = peers.run([options.stages,
                                os.path.dirname(peers.SHIPPED),
                                work.path("t.txt")])
            stages.append(json.loads(out))
        middle = {k: statistics.median(s[k] for s in stages)
                  for k in stages[0]}
        speed, parts, x = scikit_speed(work, texts[:SLOW_TEXTS])
        others = [("scikit-learn, 1 thread", speed)]
        if not options.quick:
            others.append(("svm-predict, one tone, vectors ready-made",
                           svm_speed(work, texts[:SLOWEST_TEXTS], parts, x)))
        counts = instructions(work, program, texts)
    limit = middle["comments"] / middle["limit"]
    lines = list(speed_table(rows, others, limit)) + [""]
    lines += stage_table(middle, counts)
    size = sum(len(t.encode()) for t in texts) / len(texts)
    lines += ["", f"{len(texts):,} comments of {size:.0f} bytes; the median "
              f"of {ROUNDS} rounds in turns, vigie {TIMES} times in each."]
    if "all" in counts:
        lines[-1] += (f" All stages together: {counts['all']:,.0f} "
                      "instructions a comment.")
    print("\n".join(lines))
    if options.readme:
        put_table(options.readme, "make bench", [""] + lines + [""])


if __name__ == "__main__":
    main()
