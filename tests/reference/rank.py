"""Writes rank_beps.json: the kind `rank` on beps, straight from the definitions of analysis.md section 9.

Plain Python, respondent by respondent, so that it shares nothing with the program but the formulas.
Run: python3 rank.py > rank_beps.json
"""
import csv
import json
import math

ITEMS = ["economic_cond_national", "economic_cond_household", "Blair", "Hague", "Kennedy"]
EVENT = ["1", "2"]
B, SEED, MASK = 200, 20261122, 2**64 - 1

rows = list(csv.DictReader(open("data/beps.csv")))
n = len(rows)
score = [[None if r[i] == "" else float(r[i] in EVENT) for r in rows] for i in ITEMS]


def mean(y):
    valid = [v for v in y if v is not None]
    return math.fsum(valid) / len(valid)


def linearised(y):
    valid, m = sum(v is not None for v in y), mean(y)
    return [0.0 if v is None else (v - m) / valid for v in y]


def se(u):
    return math.sqrt(n / (n - 1) * math.fsum(v * v for v in u))


def order(means):
    return sorted(range(len(means)), key=lambda i: (-means[i], i))


def index(b, i):
    s = (SEED * 0xD1B54A32D192ED03 + (b * 2**32 + i) * 0x9E3779B97F4A7C15) & MASK
    s = ((s ^ (s >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    s = ((s ^ (s >> 27)) * 0x94D049BB133111EB) & MASK
    s ^= s >> 31
    return ((s >> 32) * n) >> 32


k = len(ITEMS)
means = [mean(y) for y in score]
u = [linearised(y) for y in score]
pairs = [(i, j) for i in range(k) for j in range(i + 1, k)]
z = [(means[i] - means[j]) / se([a - b for a, b in zip(u[i], u[j])]) for i, j in pairs]
p = [math.erfc(abs(v) / math.sqrt(2)) for v in z]
holm, running = [0.0] * len(p), 0.0
for rank, at in enumerate(sorted(range(len(p)), key=lambda a: p[a])):
    running = max(running, (len(p) - rank) * p[at])
    holm[at] = min(1.0, running)
lo, hi = [1] * k, [k] * k
for (i, j), value, adjusted in zip(pairs, z, holm):
    if adjusted < 0.05:
        above, below = (i, j) if value > 0 else (j, i)
        lo[below] += 1
        hi[above] -= 1
ranks = [order(means).index(i) + 1 for i in range(k)]
top, total = {1: [0] * k, 3: [0] * k, 5: [0] * k}, [0] * k
for b in range(B):
    drawn = [index(b, i) for i in range(n)]
    for place, item in enumerate(order([mean([y[d] for d in drawn]) for y in score])):
        total[item] += place + 1
        for limit in top:
            top[limit][item] += place < limit

print(json.dumps({"meta": {"id": "beps"}, "checks": [{
    "id": "beps.rank", "kind": "rank", "in": {"items": ITEMS, "event": EVENT, "B": B, "seed": SEED},
    "out": {
        "prevalence": means, "n_valid": [sum(v is not None for v in y) for y in score], "se": [se(v) for v in u],
        "rank": ranks, "pair_key": [f"{ITEMS[i]}|{ITEMS[j]}" for i, j in pairs], "pair_z": z, "pair_p": p,
        "pair_p_holm": holm, "rank_set_lo": lo, "rank_set_hi": hi,
        "prob_top1": [c / B for c in top[1]], "prob_top3": [c / B for c in top[3]],
        "prob_top5": [c / B for c in top[5]], "mean_rank": [t / B for t in total],
    },
    "src": "rank.py, Python 3 standard library", "tol": 1e-9}]}, indent=1))
