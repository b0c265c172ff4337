#!/usr/bin/python3
"""peers.py VIGIE: vigie beside scikit-learn, fastText and svm-train on the
same split of data/discussions, in one run.

Prints a Markdown table: average precision and F1 a tone, training time,
scoring speed, model size.  `--readme FILE` also puts it into FILE, see
put_table().  `--only NAME,NAME` runs some of the programs.

All see the same comments, on the same machine, in this run.  Times are those
of a core (user and system), so that neighbours on the machine do not count.
vigie is trained by the command of `make models`: its parameters are chosen on
`train`, within the time that is shown.  The peers' settings are the usual
ones for this kind of task, fastText's rate and texts chosen on `train`, too.
Nothing is chosen on `test`.
"""
import argparse
import glob
import json
import os
import pickle
import re
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np
from scipy.sparse import hstack
from sklearn.datasets import load_svmlight_file
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import average_precision_score, f1_score
from sklearn.svm import LinearSVC

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../bench"))
from tables import put_table  # noqa: E402

TONES = ("hostility insult hate threat sarcasm source_request source_given "
         "profanity distress spam").split()
SENTIMENTS = ["negative", "positive"]
ALL = TONES + SENTIMENTS
SVM_TRAIN_TONES = ["threat"]  # frequent tones take many times as long
SHIPPED = "models/fr-comments/model.vigie"
REPEAT = 10  # the test split is too short for one pass of the fast ones


class Peer:
    """What one program reached."""

    def __init__(self, name):
        self.name = name
        self.ap, self.f1 = {}, {}
        self.train_seconds = self.speed = self.size = None

    def judge(self, test, tone, value, flagged):
        self.ap[tone] = average_precision_score(labels(test, tone), value)
        self.f1[tone] = f1_score(labels(test, tone), flagged)


class Work:
    """What all of them share."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.files = sorted(glob.glob("data/discussions/*.jsonl"))
        rows = []
        for path in self.files:
            with open(path, encoding="utf-8") as lines:
                rows += [json.loads(line) for line in lines]
        self.train = [r for r in rows if r["split"] != "test"]
        self.test = [r for r in rows if r["split"] == "test"]
        self.remarks = []

    def path(self, name):
        return os.path.join(self.folder, name)


def labels(rows, tone):
    if tone in SENTIMENTS:
        return np.array([r["sentiment"] == tone for r in rows])
    return np.array([tone in r["tones"] for r in rows])


def core_seconds():
    """Of the programs that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(command, **options):
    begin = core_seconds()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE,
                          **options)
    return done.stdout, core_seconds() - begin


def speed(command, lines):
    """Comments a second; loading is not scoring: a call on one comment is
    taken off."""
    _, loading = run(command, input=lines[0].encode())
    _, seconds = run(command, input="".join(lines * REPEAT).encode())
    return REPEAT * len(lines) / max(seconds - loading, 1e-9)


# ---- scikit-learn -----------------------------------------------------------


def vectorizers():
    return [TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2,
                            sublinear_tf=True),
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)]


def texts(rows):
    return [r["text"] for r in rows]


def scikit_learn(work):
    peer = Peer("scikit-learn")
    parts = vectorizers()
    begin = time.process_time()
    x = hstack([v.fit_transform(texts(work.train)) for v in parts]).tocsr()
    machines = {t: LinearSVC(C=1).fit(x, labels(work.train, t)) for t in ALL}
    peer.train_seconds = time.process_time() - begin
    begin = time.process_time()
    z = hstack([v.transform(texts(work.test)) for v in parts]).tocsr()
    values = {t: m.decision_function(z) for t, m in machines.items()}
    peer.speed = len(work.test) / (time.process_time() - begin)
    for tone, value in values.items():
        peer.judge(work.test, tone, value, value > 0)
    peer.size = len(pickle.dumps((parts, machines)))
    return peer


# ---- fastText ---------------------------------------------------------------


def fasttext_text(text):
    """Small letters, punctuation apart, as its tutorial advises: 0.014 better
    than as it stands (on a fifth of the train discussions)."""
    return " ".join(re.sub(r"([.!?,;:'’\"«»()…])", r" \1 ",
                           text.lower()).split())


def fasttext_lines(rows, with_labels):
    for r in rows:
        names = (r["tones"] + [r["sentiment"]]) if with_labels else []
        yield " ".join(["__label__" + n for n in names]
                       + [fasttext_text(r["text"])]) + "\n"


def fasttext(work):
    peer = Peer("fastText")
    data, model = work.path("ft.txt"), work.path("ft")
    with open(data, "w", encoding="utf-8") as out:
        out.writelines(fasttext_lines(work.train, True))
    # of the rates 0.1, 0.2, 0.5 and 1.0 the best, measured there as well
    _, peer.train_seconds = run(
        ["fasttext", "supervised", "-input", data, "-output", model, "-loss",
         "ova", "-minn", "2", "-maxn", "5", "-wordNgrams", "2", "-epoch", "25",
         "-lr", "0.5", "-thread", "1", "-seed", "1"],
        stderr=subprocess.DEVNULL)
    peer.size = os.path.getsize(model + ".bin")
    lines = list(fasttext_lines(work.test, False))
    command = ["fasttext", "predict-prob", model + ".bin", "-", "-1"]
    peer.speed = speed(command, lines)
    out, _ = run(command, input="".join(lines).encode())
    values = {t: np.zeros(len(work.test)) for t in ALL}
    for i, line in enumerate(out.decode().split("\n")[:len(work.test)]):
        words = line.split()
        for name, probability in zip(words[::2], words[1::2]):
            tone = name[len("__label__"):]
            if tone in values:
                values[tone][i] = float(probability)
    for tone, value in values.items():
        peer.judge(work.test, tone, value, value >= 0.5)
    return peer


# ---- svm-train --------------------------------------------------------------


def svm_lines(rows):
    """The rows as svm-train reads them, without their label."""
    return [" ".join(f"{j + 1}:{v:.8g}" for j, v in zip(
        rows.indices[rows.indptr[i]:rows.indptr[i + 1]],
        rows.data[rows.indptr[i]:rows.indptr[i + 1]])) + "\n"
        for i in range(rows.shape[0])]


def svm_write(path, lines, positive):
    with open(path, "w", encoding="ascii") as out:
        out.writelines(("+1 " if p else "-1 ") + line
                       for p, line in zip(positive, lines))


def svm_values(model, rows):
    """Decision values: svm-predict tells no more than the class."""
    with open(model, encoding="ascii") as lines:
        head = {}
        for line in lines:
            words = line.split()
            if words[0] == "SV":
                break
            head[words[0]] = words[1:]
        vectors = model + ".sv"
        with open(vectors, "w", encoding="ascii") as out:
            out.writelines(lines)
    x, coefficient = load_svmlight_file(vectors, n_features=rows.shape[1])
    value = rows @ (x.T @ coefficient) - float(head["rho"][0])
    return value if head["label"][0] == "1" else -value


def svm_train(work):
    peer = Peer("svm-train")
    parts = vectorizers()
    x = hstack([v.fit_transform(texts(work.train)) for v in parts]).tocsr()
    z = hstack([v.transform(texts(work.test)) for v in parts]).tocsr()
    for rows in (x, z):
        rows.sort_indices()
    learn, held_out = svm_lines(x), svm_lines(z)
    data, model, out, one = (work.path(n) for n in ("l", "m", "o", "1"))
    peer.train_seconds = 0
    for tone in SVM_TRAIN_TONES:
        svm_write(data, learn, labels(work.train, tone))
        _, seconds = run(["svm-train", "-q", "-t", "0", "-c", "1", data,
                          model])
        peer.train_seconds += seconds
        positive = labels(work.test, tone)
        svm_write(data, held_out, positive)
        svm_write(one, held_out[:1], positive)
        _, loading = run(["svm-predict", one, model, out])
        _, seconds = run(["svm-predict", data, model, out])
        peer.speed = len(work.test) / max(seconds - loading, 1e-9)
        peer.judge(work.test, tone, svm_values(model, z),
                   np.loadtxt(out) > 0)
        peer.size = os.path.getsize(model)
    work.remarks.append(
        "svm-train has the n-grams of scikit-learn, making them is not in its "
        "times, and one tone, `" + "`, `".join(SVM_TRAIN_TONES)
        + "`; its figures of time, speed and size are of that one.")
    return peer


# ---- vigie ------------------------------------------------------------------


def is_shipped(model):
    with open(model, "rb") as one, open(SHIPPED, "rb") as other:
        return one.read() == other.read()


def vigie(work):
    peer = Peer("vigie")
    folder = work.path("model")
    _, peer.train_seconds = run(
        [work.program, "train", "--out", folder, "--tones",
         ",".join(TONES)] + work.files, stderr=subprocess.DEVNULL)
    model = os.path.join(folder, "model.vigie")
    peer.size = os.path.getsize(model)
    out, _ = run([work.program, "evaluate", "--model", folder, "--split",
                  "test", "--format", "json", "--draws", "0"] + work.files)
    for tone, figures in json.loads(out)["figures"]["tones"].items():
        peer.ap[tone] = figures["average_precision"]
        peer.f1[tone] = figures["f1"]
    members = ("id", "discussion", "reply_to", "text")
    peer.speed = speed(
        [work.program, "score", "--stdout", "--threads", "1", "--model",
         folder],
        [json.dumps({m: r[m] for m in members}, ensure_ascii=False) + "\n"
         for r in work.test])
    work.remarks.append("vigie also reads the comment that one answers; "
                        "the model is " + ("" if is_shipped(model) else "not ")
                        + "the shipped one, byte for byte.")
    return peer


# ---- the table --------------------------------------------------------------


def cell(figure, form="{:.3f}"):
    return "–" if figure is None else form.format(figure)


def mean(figures, tones):
    if any(t not in figures for t in tones):
        return None
    return sum(figures[t] for t in tones) / len(tones)


def pair(peer, tones):
    ap, f1 = mean(peer.ap, tones), mean(peer.f1, tones)
    return "–" if ap is None else f"{ap:.3f} ({f1:.3f})"


def table(peers):
    def row(head, cells):
        return f"| {head} | " + " | ".join(cells) + " |"

    yield row("average precision (F1)", (p.name for p in peers))
    yield "|---|" + "--:|" * len(peers)
    for tone in ALL:
        yield row(f"`{tone}`", (pair(p, [tone]) for p in peers))
    yield row("**mean of the tones**", (pair(p, TONES) for p in peers))
    yield row("**with the sentiment pair**", (pair(p, ALL) for p in peers))
    yield row("training, seconds of a core",
              (cell(p.train_seconds, "{:,.0f}") for p in peers))
    yield row("scoring, comments a second and core",
              (cell(p.speed, "{:,.0f}") for p in peers))
    yield row("model, MB", (cell(p.size / 1e6, "{:.1f}") for p in peers))


PROGRAMS = {"vigie": vigie, "scikit-learn": scikit_learn,
            "fasttext": fasttext, "svm-train": svm_train}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--only", default=",".join(PROGRAMS))
    parser.add_argument("--readme")
    options = parser.parse_args()
    names = options.only.split(",")
    if unknown := [n for n in names if n not in PROGRAMS]:
        parser.error(f"no program '{unknown[0]}'")
    with tempfile.TemporaryDirectory() as folder:
        work = Work(os.path.abspath(options.program), folder)
        peers = [PROGRAMS[n](work) for n in names]
    lines = list(table(peers))
    lines += ["", f"{len(work.train):,} comments to train on, "
              f"{len(work.test):,} held out. Times are those of one core. F1 "
              "is at the threshold of each program: vigie's is chosen out of "
              "fold, the others' is the middle."] + work.remarks
    print("\n".join(lines))
    if options.readme:
        put_table(options.readme, "make peers", lines)


if __name__ == "__main__":
    main()
