#!/usr/bin/python3
"""public.py VIGIE FOLDER: ROC AUC on public sets that neither was trained on,
vigie beside scikit-learn trained on the same comments.

FOLDER holds the sets as data/mappings/README.md names them; a set that is not
there is left out.  The mappings say which comments count: this script reads
the same columns and stops when it counts other positives than vigie does.
"""
import glob
import gzip
import json
import os
import subprocess
import sys

from scipy.sparse import hstack
from sklearn.metrics import roc_auc_score
from sklearn.svm import LinearSVC

import peers


def mlma(row):
    words = [w for s in row["labels"]["sentiment"] for w in s.split("_")]
    if {"offensive", "abusive", "hateful", "disrespectful"} & set(words):
        return True
    return False if "normal" in words else None


def rtp_lx(row):
    toxicity = row["labels"].get("Toxicity")
    if toxicity is not None and toxicity >= 2:
        return True
    benign = row["labels"].get("part") == "benign_completion"
    return False if benign or (toxicity is not None and toxicity <= 1) else None


def multipico(row):
    share = row["labels"]["irony_share"]
    return True if share >= 0.6 else False if share == 0 else None


SETS = [("rtp_lx_fr", "hostility", rtp_lx), ("mlma_fr", "hostility", mlma),
        ("multipico_fr", "sarcasm", multipico)]


def read(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def of_vigie(program, name, tone, path):
    """AUC and positives, by the mapping."""
    out = subprocess.run(
        [program, "evaluate", "--mapping", f"data/mappings/{name}.ini",
         "--split", "all", "--draws", "0", "--format", "json", path],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    figures = json.loads(out)["figures"]["tones"][tone]
    return figures["roc_auc"], figures["positives"]


def main():
    program, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    work = peers.Work(program, None)
    parts = peers.vectorizers()
    x = hstack([v.fit_transform(peers.texts(work.train))
                for v in parts]).tocsr()
    print("| set | tone | comments | vigie | scikit-learn |")
    print("|---|---|--:|--:|--:|")
    for name, tone, label in SETS:
        found = glob.glob(os.path.join(folder, name, name + ".jsonl*"))
        if not found:
            print(f"| {name} is not there | | | | |")
            continue
        rows = [(r, label(r)) for r in read(found[0])]
        rows = [(r, y) for r, y in rows if y is not None]
        machine = LinearSVC(C=1).fit(x, peers.labels(work.train, tone))
        z = hstack([v.transform([r["text"] for r, _ in rows])
                    for v in parts]).tocsr()
        truth = [y for _, y in rows]
        auc, positives = of_vigie(program, name, tone, found[0])
        if positives != sum(truth):
            sys.exit(f"public.py: {name}: {sum(truth)} positives, vigie "
                     f"counts {positives}")
        print(f"| {name} | {tone} | {len(rows):,} | {auc:.3f} | "
              f"{roc_auc_score(truth, machine.decision_function(z)):.3f} |")


if __name__ == "__main__":
    main()
