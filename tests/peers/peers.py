#!/usr/bin/python3
"""peers.py VIGIE [FILE]: vigie beside scikit-learn, fastText and svm-train on
the same split of data/discussions, in one run.

Prints a Markdown table (and writes it to FILE): average precision and F1 a
tone, training time, scoring speed, model size.  Every program runs on one
thread where it has the choice; times are of this machine, in this run.  The
peers' settings are the usual ones for this kind of task and were not tuned on
`test`; vigie's were chosen on `train`.
"""
import glob
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time

import numpy as np
from scipy.sparse import hstack
from sklearn.datasets import dump_svmlight_file
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import average_precision_score, f1_score
from sklearn.svm import LinearSVC

TONES = ("hostility insult hate threat sarcasm source_request source_given "
         "profanity distress spam").split()
SENTIMENTS = ["negative", "positive"]
SVM_TRAIN_TONES = ["threat"]  # a quarter of an hour each for the frequent ones


class Peer:
    """What one program reached."""

    def __init__(self, name):
        self.name = name
        self.ap, self.f1 = {}, {}
        self.train_seconds = self.speed = self.size = None


def read():
    rows = []
    for path in sorted(glob.glob("data/discussions/*.jsonl")):
        with open(path, encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines]
    return ([r for r in rows if r["split"] == "train"],
            [r for r in rows if r["split"] == "test"])


def labels(rows, tone):
    if tone in SENTIMENTS:
        return np.array([r["sentiment"] == tone for r in rows])
    return np.array([tone in r["tones"] for r in rows])


def run(command, **options):
    begin = time.perf_counter()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE,
                          **options)
    return done.stdout, time.perf_counter() - begin


def scikit_learn(train, test):
    peer = Peer("scikit-learn")
    vectorizers = [
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2,
                        sublinear_tf=True),
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)]
    texts, held_out = [r["text"] for r in train], [r["text"] for r in test]
    begin = time.perf_counter()
    x = hstack([v.fit_transform(texts) for v in vectorizers]).tocsr()
    machines = {t: LinearSVC(C=1).fit(x, labels(train, t))
                for t in TONES + SENTIMENTS}
    peer.train_seconds = time.perf_counter() - begin
    begin = time.perf_counter()
    z = hstack([v.transform(held_out) for v in vectorizers]).tocsr()
    values = {t: m.decision_function(z) for t, m in machines.items()}
    peer.speed = len(test) / (time.perf_counter() - begin)
    for tone, value in values.items():
        peer.ap[tone] = average_precision_score(labels(test, tone), value)
        peer.f1[tone] = f1_score(labels(test, tone), value > 0)
    peer.size = len(pickle.dumps((vectorizers, machines)))
    return peer, x, z


def fasttext_lines(rows, with_labels):
    for r in rows:
        names = (r["tones"] + [r["sentiment"]]) if with_labels else []
        yield " ".join(["__label__" + n for n in names]
                       + [" ".join(r["text"].split())]) + "\n"


def fast_text(train, test, folder):
    peer = Peer("fastText")
    data, model = os.path.join(folder, "ft.txt"), os.path.join(folder, "ft")
    with open(data, "w", encoding="utf-8") as out:
        out.writelines(fasttext_lines(train, True))
    _, peer.train_seconds = run(
        ["fasttext", "supervised", "-input", data, "-output", model, "-loss",
         "ova", "-minn", "2", "-maxn", "5", "-wordNgrams", "2", "-epoch", "25",
         "-lr", "0.5", "-thread", "1", "-seed", "1"],
        stderr=subprocess.DEVNULL)
    os.remove(model + ".vec")
    peer.size = os.path.getsize(model + ".bin")
    text = "".join(fasttext_lines(test, False)).encode()
    # loading is not scoring: the same call on one line is taken off
    command = ["fasttext", "predict-prob", model + ".bin", "-", "-1"]
    _, loading = run(command, input=text.split(b"\n")[0] + b"\n")
    out, seconds = run(command, input=text)
    peer.speed = len(test) / max(seconds - loading, 1e-9)
    scores = {t: np.zeros(len(test)) for t in TONES + SENTIMENTS}
    for i, line in enumerate(out.decode().split("\n")[:len(test)]):
        words = line.split()
        for name, probability in zip(words[::2], words[1::2]):
            tone = name[len("__label__"):]
            if tone in scores:
                scores[tone][i] = float(probability)
    for tone, value in scores.items():
        peer.ap[tone] = average_precision_score(labels(test, tone), value)
        peer.f1[tone] = f1_score(labels(test, tone), value >= 0.5)
    return peer


def svm_train(train, test, x, z, folder):
    peer = Peer("svm-train")
    learn, held_out, model, out = (os.path.join(folder, n)
                                   for n in ("l", "h", "m", "o"))
    peer.train_seconds = 0
    for tone in SVM_TRAIN_TONES:
        dump_svmlight_file(x, labels(train, tone) * 2 - 1, learn,
                           zero_based=False)
        dump_svmlight_file(z, labels(test, tone) * 2 - 1, held_out,
                           zero_based=False)
        _, seconds = run(["svm-train", "-q", "-t", "0", "-c", "1", "-b", "1",
                          learn, model])
        peer.train_seconds += seconds
        _, seconds = run(["svm-predict", "-b", "1", held_out, model, out])
        peer.speed = len(test) / seconds
        with open(out, encoding="ascii") as lines:
            order = next(lines).split()[1:]
            column = order.index("1") + 1
            value = np.array([float(l.split()[column]) for l in lines])
        peer.ap[tone] = average_precision_score(labels(test, tone), value)
        peer.f1[tone] = f1_score(labels(test, tone), value >= 0.5)
        peer.size = os.path.getsize(model)
    return peer


def vigie(program, test, folder):
    peer = Peer("vigie")
    files = sorted(glob.glob("data/discussions/*.jsonl"))
    model = os.path.join(folder, "model")
    _, peer.train_seconds = run(
        [program, "train", "--out", model, "--threads", "1", "--tones",
         ",".join(TONES)] + files, stderr=subprocess.DEVNULL)
    peer.size = os.path.getsize(os.path.join(model, "model.vigie"))
    out, _ = run([program, "evaluate", "--model", model, "--split", "test",
                  "--format", "json", "--draws", "0"] + files)
    for tone, figures in json.loads(out)["tones"].items():
        peer.ap[tone] = figures["average_precision"]
        peer.f1[tone] = figures["f1"]
    members = ("id", "discussion", "reply_to", "text")
    lines = "".join(json.dumps({m: r[m] for m in members},
                               ensure_ascii=False) + "\n" for r in test)
    command = [program, "score", "--stdout", "--threads", "1", "--model",
               model]
    _, loading = run(command, input=lines.split("\n")[0].encode() + b"\n")
    repeat = 10  # too fast for one pass over the test split
    _, seconds = run(command, input=lines.encode() * repeat)
    peer.speed = repeat * len(test) / max(seconds - loading, 1e-9)
    return peer


def cell(figure, form="{:.3f}"):
    return "–" if figure is None else form.format(figure)


def mean(figures, tones):
    if any(t not in figures for t in tones):
        return None
    return sum(figures[t] for t in tones) / len(tones)


def table(peers):
    yield "| average precision (F1) | " + " | ".join(p.name for p in peers) \
        + " |"
    yield "|---|" + "--:|" * len(peers)
    for tone in TONES + SENTIMENTS:
        yield f"| `{tone}` | " + " | ".join(
            f"{cell(p.ap[tone])} ({cell(p.f1[tone])})" if tone in p.ap
            else "–" for p in peers) + " |"
    for name, tones in (("mean of the tones", TONES),
                        ("with the sentiment pair", TONES + SENTIMENTS)):
        yield f"| **{name}** | " + " | ".join(
            f"{cell(mean(p.ap, tones))} ({cell(mean(p.f1, tones))})"
            for p in peers) + " |"
    yield "| training, seconds | " + " | ".join(
        cell(p.train_seconds, "{:,.0f}") for p in peers) + " |"
    yield "| scoring, comments a second | " + " | ".join(
        cell(p.speed, "{:,.0f}") for p in peers) + " |"
    yield "| model, MB | " + " | ".join(
        cell(p.size / 1e6, "{:.1f}") for p in peers) + " |"


def main():
    program = os.path.abspath(sys.argv[1])
    train, test = read()
    with tempfile.TemporaryDirectory() as folder:
        peers = [vigie(program, test, folder)]
        peer, x, z = scikit_learn(train, test)
        peers += [peer, fast_text(train, test, folder),
                  svm_train(train, test, x, z, folder)]
    lines = list(table(peers))
    lines += ["", f"{len(train):,} comments to train on, {len(test):,} held "
              "out; one thread; svm-train on `" + "`, `".join(SVM_TRAIN_TONES)
              + "` only."]
    print("\n".join(lines))
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
