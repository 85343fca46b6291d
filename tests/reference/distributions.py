"""Writes distributions.csv: tails and quantiles to 40 digits with mpmath, rounded to doubles.

Run: pip install mpmath && python3 distributions.py > distributions.csv
"""
from mpmath import mp, mpf, erfc, gammainc, beta, sqrt, log, findroot, binomial, inf

mp.dps = 60


def beta_lower(a, b, x):
    """DLMF 8.17.8: positive terms only."""
    term = total = mpf(1)
    k = 0
    while term > total * mpf(10) ** -55:
        term *= (a + b + k) / (a + 1 + k) * x
        total += term
        k += 1
    return x**a * (1 - x) ** b / (a * beta(a, b)) * total


def beta_upper(a, b, x):
    if x < a / (a + b):
        return 1 - beta_lower(a, b, x)
    return beta_lower(b, a, 1 - x)


def normal(z):
    return erfc(z / sqrt(mpf(2))) / 2


def chi2(x, df):
    return gammainc(df / 2, x / 2, inf, regularized=True)


def t(x, df):
    return beta_upper(mpf(1) / 2, df / 2, x * x / (df + x * x)) / 2


def f(x, d1, d2):
    return beta_upper(d1 / 2, d2 / 2, d1 * x / (d1 * x + d2))


def hypergeometric(x, population, marked, draws):
    x, population, marked, draws = (int(v) for v in (x, population, marked, draws))
    top = min(marked, draws)
    ways = sum(binomial(marked, k) * binomial(population - marked, draws - k) for k in range(x, top + 1))
    return ways / binomial(population, draws)


def show(name, value, *arguments):
    padded = [repr(float(a)) for a in arguments] + [""] * (4 - len(arguments))
    print(",".join([name, *padded, mp.nstr(value, 18)]))


print("function,a,b,c,d,value")
for z in ["1e-8", "0.1", "0.7", "1.3", "1.959963984540054", "3.3", "6", "12", "25", "37"]:
    show("normal", normal(mpf(float(z))), z)
for df in [1, 2, 3, 8, 40, 399, 5000, 200000]:
    for ratio in ["0.02", "0.5", "0.97", "1", "1.05", "1.7", "5", "60", "500"]:
        x = mpf(float(mpf(ratio) * df))
        value = chi2(x, mpf(df))
        if value > mpf("1e-300"):
            show("chi_squared", value, x, df)
for df in [1, 2, 5, 30, 197, 1524, 99999]:
    for x in ["1e-6", "0.3", "1.96", "3", "8", "25", "60"]:
        value = t(mpf(float(x)), mpf(df))
        if value > mpf("1e-300"):
            show("student_t", value, x, df)
for d1, d2 in [(1, 10), (3, 120), (7, 1500), (1524, 3048), (40, 5)]:
    for x in ["0.05", "0.9", "1.2", "4", "30"]:
        value = f(mpf(float(x)), mpf(d1), mpf(d2))
        if value > mpf("1e-300"):
            show("fisher_f", value, x, d1, d2)
for arguments in [(3, 20, 8, 6), (45, 1000, 300, 90), (8, 1000, 300, 90), (250, 2276, 781, 382), (600, 2276, 1400, 700), (90, 5000, 100, 400)]:
    show("hypergeometric", hypergeometric(*arguments), *arguments)

for p in ["1e-250", "1e-30", "1e-8", "0.001", "0.025", "0.05", "0.3", "0.6"]:
    p = mpf(float(p))
    start = sqrt(-2 * log(p)) if p < 0.1 else mpf("0.5")
    show("normal_quantile", findroot(lambda z: log(normal(z)) - log(p), start), p)
for a, b, p in [(0.5, 0.5, 0.025), (3, 8, 0.025), (463, 1063, 0.025), (12, 1514, 0.975), (1, 60, 0.05), (700, 2, 0.01)]:
    a, b, p = mpf(a), mpf(b), mpf(p)
    lo, hi = mpf(0), mpf(1)
    for _ in range(180):
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if beta_upper(a, b, mid) > p else (lo, mid)
    show("beta_quantile", lo, a, b, p)
for df, p in [(1, "0.025"), (4, "0.025"), (99, "0.025"), (1524, "0.025"), (30, "0.4"), (197, "1e-10")]:
    p = mpf(float(p))
    lo, hi = mpf(0), mpf(100)
    for _ in range(180):
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if t(mid, mpf(df)) > p else (lo, mid)
    show("student_t_quantile", lo, p, df)
for df, p in [(1, "0.05"), (3, "0.001"), (10, "0.9"), (150, "0.5"), (2000, "1e-6")]:
    p = mpf(float(p))
    lo, hi = mpf(0), mpf(10000)
    for _ in range(180):
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if chi2(mid, mpf(df)) > p else (lo, mid)
    show("chi_squared_quantile", lo, p, df)
for d1, d2, p in [(1524, 3048, "0.025"), (1524, 3048, "0.975"), (2, 30, "0.05"), (5, 9, "0.6")]:
    p = mpf(float(p))
    lo, hi = mpf(0), mpf(100)
    for _ in range(180):
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if f(mid, mpf(d1), mpf(d2)) > p else (lo, mid)
    show("fisher_f_quantile", lo, p, d1, d2)
