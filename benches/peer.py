"""The peer of `cargo bench --bench file`: the same figures with pandas and scipy. python3 peer.py FILE.csv"""

import json
import sys

import numpy as np
import pandas as pd
from scipy import stats


def wilson(count, n):
    z = stats.norm.ppf(0.975)
    p = count / n
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return (p + z**2 / (2 * n) - half) / (1 + z**2 / n), (p + z**2 / (2 * n) + half) / (1 + z**2 / n)


def corrected_v(chi2, n, rows, cols):
    phi2 = max(0, chi2 / n - (rows - 1) * (cols - 1) / (n - 1))
    rows, cols = rows - (rows - 1) ** 2 / (n - 1), cols - (cols - 1) ** 2 / (n - 1)
    return np.sqrt(phi2 / min(rows - 1, cols - 1))


def benjamini_hochberg(p):
    p = np.asarray(p)
    order = np.argsort(-p, kind="stable")
    smallest = np.minimum.accumulate(p[order] * len(p) / np.arange(len(p), 0, -1))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1, smallest)
    return adjusted


data = pd.read_csv(sys.argv[1])
statements = [name for name in data if name.startswith("q")]
groups = [name for name in data if name.startswith("b")]

one_way = {}
for name in data:
    counts = data[name].value_counts().sort_index()
    one_way[name] = [(int(count), *wilson(count, counts.sum())) for count in counts]

crossings = []
for statement in statements:
    for group in groups:
        table = pd.crosstab(data[statement], data[group])
        chi2, p, _, _ = stats.chi2_contingency(table, correction=False)
        answered = data[[statement, group]].dropna()
        parts = [part.to_numpy() for _, part in answered.groupby(group)[statement]]
        if len(parts) == 2:
            rank = stats.mannwhitneyu(*parts, alternative="two-sided", method="asymptotic")
        else:
            rank = stats.kruskal(*parts)
        v = corrected_v(chi2, table.to_numpy().sum(), *table.shape)
        rank_test = {"statistic": rank.statistic, "p": rank.pvalue}
        crossings.append({"chi2": chi2, "p": p, "v_bc": v, "rank_test": rank_test})

for crossing, p in zip(crossings, benjamini_hochberg([it["p"] for it in crossings])):
    crossing["p_adjusted"] = p
for crossing, p in zip(crossings, benjamini_hochberg([it["rank_test"]["p"] for it in crossings])):
    crossing["rank_test"]["p_adjusted"] = p
json.dump({"one_way": one_way, "crossings": crossings, "pandas": pd.__version__}, sys.stdout, default=float)
