#!/usr/bin/env python3
"""Fit the weights of src/quote/judge.c.  Standard library only.

usage: fit.py GOLD.jsonl TRIALS.tsv > src/quote/weights.def

GOLD    one document a line: {"id", "text", "quotes": [{"start", "end", "type", "speech"}], "marks": [{"start", "end",
        "quote"}]}, offsets in code points (PolNeAR's development half, converted)
TRIALS  what tools/quotes/trials printed of the same documents

Logistic regression with L2, by averaged gradient steps in a fixed order; a fifth of the documents is held out and its
figures are printed on standard error.  The bias is moved so that the F1 of the taken ones is best.
"""
import json
import math
import random
import sys
import zlib

KINDS = ("JUDGE_STRING", "JUDGE_CLAUSE", "JUDGE_END")
TRAITS = 64


def words(text, start, end):
    out, pos = set(), None
    for i in range(start, end + 1):
        letter = i < end and text[i].isalnum()
        if letter and pos is None:
            pos = i
        elif not letter and pos is not None:
            out.add(pos)
            pos = None
    return out


def label(doc, kind, start, end):
    """True, False, or None where the gold does not say."""
    mine = words(doc["text"], start, end)
    if kind == 0:
        for m in doc["marks"]:
            if m["start"] <= start and end <= m["end"]:
                return m["quote"] >= 0
        return None
    if kind == 2:
        for q in doc["quotes"]:
            other = words(doc["text"], q["start"], q["end"])
            if mine and other and min(mine) == min(other) and q["type"] != "direct":
                return None if max(other) < max(mine) else max(other) == max(mine)
        return None
    best, speech = 0.0, True
    for q in doc["quotes"]:
        if q["start"] < end and start < q["end"]:
            other = words(doc["text"], q["start"], q["end"])
            share = len(mine & other) / max(1, len(mine), len(other))
            if share > best:
                best, speech = share, q["speech"] or q["type"] == "direct"
    if best >= 0.5 and not speech:
        return None
    return best >= 0.8


def load(gold, trials):
    docs = {}
    for line in open(gold, encoding="utf-8"):
        d = json.loads(line)
        docs[d["id"]] = d
    rows = ([], [], [])
    for line in open(trials, encoding="utf-8"):
        ref, kind, start, end, taken, traits = line.rstrip("\n").split("\t")
        y = label(docs[ref], int(kind), int(start), int(end))
        if y is not None:
            rows[int(kind)].append(([int(t) for t in traits.split()], y, ref, taken == "1"))
    return rows


def fit(rows, steps=60, l2=5.0):
    w = [0.0] * TRAITS
    rnd = random.Random(1)
    rows = list(rows)
    for step in range(steps):
        rnd.shuffle(rows)
        rate = 0.1 / (1 + 0.15 * step)
        for traits, y, _, _ in rows:
            p = 1 / (1 + math.exp(-sum(w[t] for t in traits)))
            for t in traits:
                w[t] += rate * ((y - p) - l2 * w[t] / len(rows) * 4)
    return w


def f1(rows, w, cut):
    tp = fp = fn = 0
    for traits, y, _, _ in rows:
        taken = sum(w[t] for t in traits) > cut
        tp += taken and y
        fp += taken and not y
        fn += y and not taken
    return 2 * tp / max(1, 2 * tp + fp + fn)


def accuracy(rows, w, cut):
    return sum((sum(w[t] for t in traits) > cut) == y for traits, y, _, _ in rows) / max(1, len(rows))


def main():
    for kind, rows in enumerate(load(sys.argv[1], sys.argv[2])):
        score = f1 if kind == 1 else accuracy
        held = [r for r in rows if zlib.crc32(r[2].encode()) % 5 == 0]
        rest = [r for r in rows if zlib.crc32(r[2].encode()) % 5]
        w = fit(rest)
        cut = max((c / 10 for c in range(-25, 26)), key=lambda c: score(rest, w, c))
        old = [r[3] == r[1] for r in held]
        print("%s: %d trials, %d true; held out: accuracy %.3f (before %.3f), F1 %.3f, cut %.1f"
              % (KINDS[kind], len(rows), sum(r[1] for r in rows), accuracy(held, w, cut),
                 sum(old) / max(1, len(old)), f1(held, w, cut), cut), file=sys.stderr)
        w = fit(rows)
        w[0] -= cut
        print("\t[%s] = {%s}," % (KINDS[kind], ", ".join(str(round(1000 * x)) for x in w)))


if __name__ == "__main__":
    main()
