# Writes own/made_up.csv and own/made_up.json: kinds of `compute` that the other files check little or not at all, on
# made-up data, by R and its packages survey and jsonlite (Debian: r-base, r-cran-survey, r-cran-jsonlite).
# Run: Rscript own.R
suppressPackageStartupMessages(library(survey))
set.seed(20261122, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

# --- the data: verzonnen gegevens -------------------------------------------------------------------------------------
n <- 480
wijk <- rep(c("noord", "oost", "zuid"), c(240, 150, 90))
flat <- c(sample(1:12, 240, TRUE), sample(1:9, 150, TRUE), sample(1:6, 90, TRUE))
flats <- c(noord = 30, oost = 20, zuid = 6)[wijk]
size <- c(noord = 900, oost = 300, zuid = 90)[wijk]
gewicht <- signif(exp(rnorm(n, 0, 0.7)), 6)
scheef <- signif(10^runif(n, -3, 3), 6)
geslacht <- sample(c("m", "v", "x"), n, TRUE, c(.38, .59, .03))
leeftijd <- sample(c("jong", "midden", "oud"), n, TRUE, c(.2, .35, .45))
vorm <- sample(c("dag", "wonen"), n, TRUE, c(.4, .6))
geslacht[sample(n, 9)] <- NA
leeftijd[sample(n, 7)] <- NA
factor1 <- rnorm(n) + (vorm == "wonen") * 0.5 + (wijk == "oost") * 0.4
item <- function(load) {
  x <- load * factor1 + sqrt(1 - load^2) * rnorm(n)
  x <- cut(x, c(-Inf, -1.2, -.4, .5, 1.4, Inf), labels = FALSE)
  x[sample(n, 20)] <- NA
  x
}
q1 <- item(.8); q2 <- item(.7); q3 <- item(.6); q4 <- item(.5); q5 <- 6 - item(.75)
cijfer <- pmin(10, pmax(0, round(7 + 1.8 * factor1 + rnorm(n))))
cijfer[sample(n, 31)] <- NA
uren <- round(rgamma(n, 2, 0.2), 2)
uren[sample(n, 12)] <- NA
order4 <- t(sapply(1:n, function(i) rank(-c(1, .5, .2, 0) - rnorm(4))))
order4[sample(n, 25), 1] <- NA
order4[sample(n, 10), 3] <- 1 # two items on one place
truth <- sample(c("bejegening", "wonen", "zorg"), n, TRUE)
code <- function(agree) ifelse(runif(n) < agree, truth, sample(c("bejegening", "wonen", "zorg"), n, TRUE))
k1 <- code(.9); k2 <- code(.8); k3 <- code(.7)
k3[sample(n, 15)] <- NA
d <- data.frame(wijk, flat, flats, size, gewicht, scheef, geslacht, leeftijd, vorm, q1, q2, q3, q4, q5, cijfer, uren,
  r1 = order4[, 1], r2 = order4[, 2], r3 = order4[, 3], r4 = order4[, 4], k1, k2, k3)
write.csv(d, "own/made_up.csv", row.names = FALSE, na = "", quote = FALSE)

checks <- list()
check <- function(kind, input, out, src, tol = 1e-9) {
  id <- sprintf("made_up.%03d", length(checks) + 1)
  checks[[length(checks) + 1]] <<- list(id = id, kind = kind, `in` = input, out = out, src = src, tol = tol)
}
columns <- function(x) I(x) # stays a list of one

# --- numbers, orders, coders, one factor ------------------------------------------------------------------------------
for (var in c("cijfer")) for (edge in list(c(9, 6), c(8, 5))) {
  x <- na.omit(d[[var]])
  s <- ifelse(x >= edge[1], 100, ifelse(x <= edge[2], -100, 0))
  ci <- t.test(s)$conf.int
  check("nps", list(var = var, promoter_min = edge[1], detractor_max = edge[2]),
    list(n = length(s), promoters = sum(s == 100), passives = sum(s == 0), detractors = sum(s == -100), nps = mean(s),
      se = sd(s) / sqrt(length(s)), ci_lo = ci[1], ci_hi = ci[2]), "stats: t.test")
}
for (items in list(c("r1", "r2", "r3", "r4"), c("r2", "r4"))) {
  m <- as.matrix(na.omit(d[items]))
  f <- friedman.test(m)
  k <- length(items)
  before <- sapply(1:k, function(j) sapply(1:k, function(i) sum(m[, i] < m[, j])))
  check("ranking", list(items = items, meaning = "1 = first"),
    list(n = nrow(m), mean_rank = colMeans(m), first_count = colSums(m == 1), borda = colSums(k - m),
      prefer_matrix = before, friedman = unname(f$statistic), df = unname(f$parameter), p = f$p.value,
      kendall_W = unname(f$statistic) / (nrow(m) * (k - 1))), "stats: friedman.test; counts written out")
}
fleiss <- function(m, levels) { # Fleiss (1971), standard error of Fleiss, Nee and Landis (1979)
  t <- t(apply(m, 1, function(row) table(factor(row, levels))))
  N <- nrow(t); k <- ncol(m); p <- colSums(t) / (N * k); q <- 1 - p
  agree <- (sum(t^2) - N * k) / (N * k * (k - 1))
  kappa <- (agree - sum(p^2)) / (1 - sum(p^2))
  se <- sqrt(2) / (sum(p * q) * sqrt(N * k * (k - 1))) * sqrt(sum(p * q)^2 - sum(p * q * (q - p)))
  list(n = N, m = k, kappa = kappa, z = kappa / se, p = 2 * pnorm(-abs(kappa / se)))
}
for (raters in list(c("k1", "k2", "k3"), c("k1", "k2"))) {
  levels <- c("bejegening", "wonen", "zorg")
  check("fleiss", list(raters = raters, levels = levels), fleiss(as.matrix(na.omit(d[raters])), levels),
    "formulas of Fleiss (1971) and of Fleiss, Nee and Landis (1979) in R")
}
for (items in list(c("q1", "q2", "q3", "q4", "q5"), c("q1", "q3", "q4"))) {
  m <- na.omit(d[items])
  if ("q5" %in% items) m$q5 <- 6 - m$q5
  f <- factanal(m, 1, control = list(opt = list(factr = 1e5)))
  l <- as.vector(f$loadings)
  check("omega_total_1f", list(items = items, reversed = columns(intersect(items, "q5")), scale_min = 1, scale_max = 5),
    list(n = nrow(m), omega = sum(l)^2 / (sum(l)^2 + sum(f$uniquenesses)), loadings = l,
      theta = unname(f$uniquenesses)), "stats: factanal", 1e-5)
}

# --- p-values down to 1e-300, from counts ---------------------------------------------------------------------------
wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int)
for (x in list(c(100, 1400), c(290, 2300), c(0, 5), c(3, 3))) {
  n <- if (max(x) > 10) c(5000, 5000) else c(9, 8)
  t <- suppressWarnings(prop.test(x, n, correct = FALSE))
  p <- x / n; l <- c(wilson(x[1], n[1])[1], wilson(x[2], n[2])[1]); u <- c(wilson(x[1], n[1])[2], wilson(x[2], n[2])[2])
  check("twoprop", list(x1 = x[1], n1 = n[1], x2 = x[2], n2 = n[2]),
    list(diff = p[1] - p[2], z = sign(p[1] - p[2]) * sqrt(unname(t$statistic)), p = t$p.value,
      newcombe_lo = p[1] - p[2] - sqrt((p[1] - l[1])^2 + (u[2] - p[2])^2),
      newcombe_hi = p[1] - p[2] + sqrt((u[1] - p[1])^2 + (p[2] - l[2])^2)), "stats: prop.test; Newcombe's method 10 written out")
}
for (x in list(c(300, 700, 1300, 1700), c(4, 3, 5, 2))) {
  n <- if (max(x) > 10) rep(4000, 4) else c(9, 8, 12, 7)
  year <- c(2019, 2021, 2022, 2026)
  t <- prop.trend.test(x, n, year)
  p <- sum(x) / sum(n)
  slope <- sum(year * (x - n * p)) / sum(n * (year - sum(n * year) / sum(n))^2)
  check("trend", list(x = x, n = n, scores = year), list(chi2 = unname(t$statistic),
    z = sign(slope) * sqrt(unname(t$statistic)), p = t$p.value, slope = slope), "stats: prop.trend.test")
}

# --- designs ------------------------------------------------------------------------------------------------------------
# A calibrated design keeps rows outside the domain, with weight 0; NA * 0 would be NA there.
domain <- function(des, ...) {
  sub <- subset(des, complete.cases(des$variables[c(...)]))
  for (v in c(...)) {
    empty <- is.na(sub$variables[[v]])
    sub$variables[[v]][empty] <- sub$variables[[v]][!empty][1]
  }
  sub
}
w_mean <- function(spec, des, var) {
  m <- svymean(reformulate(var), domain(des, var))
  ci <- confint(m, df = degf(des))
  check("w_mean", list(var = var, design = spec), list(mean = unname(coef(m)), se = unname(SE(m))[1], ci_lo = ci[1],
    ci_hi = ci[2], degf = degf(des)), "survey: svymean, confint(df = degf)")
}
w_prop <- function(spec, des, var, levels) {
  f <- as.formula(sprintf("~factor(%s, levels = c(%s))", var, paste(sprintf('"%s"', levels), collapse = ", ")))
  m <- svymean(f, domain(des, var))
  check("w_prop", list(var = var, levels = levels, design = spec),
    list(prop = unname(coef(m)), se = unname(as.vector(SE(m)))), "survey: svymean(~factor)")
}
w_by <- function(spec, des, var, by) {
  m <- svyby(reformulate(var), reformulate(by), domain(des, var, by), svymean)
  check("w_by", list(var = var, by = by, design = spec),
    list(levels = as.character(m[[1]]), mean = unname(coef(m)), se = SE(m)), "survey: svyby(svymean)")
}
w_ciprop <- function(spec, des, var, event) {
  sub <- domain(des, var)
  f <- as.formula(sprintf("~as.numeric(%s %%in%% c(%s))", var, paste(event, collapse = ", ")))
  m <- svymean(f, sub); p <- unname(coef(m)); v <- as.vector(vcov(m)); df <- degf(des)
  t <- qt(.975, df)
  if (p == 0) {
    w <- weights(sub, "sampling"); w <- w[w > 0]; ne <- sum(w)^2 / sum(w^2)
    out <- list(prop = 0, se = 0, degf = df, n_eff = ne, xlogit_lo = NULL, xlogit_hi = NULL, wilson_lo = 0,
      wilson_hi = qbeta(.975, 1, ne))
    out <- out[!sapply(out, is.null)]
  } else {
    ne <- p * (1 - p) / v
    half <- t * sqrt(p * (1 - p) / ne + t^2 / (4 * ne^2))
    wilson <- (p + t^2 / (2 * ne) + c(-1, 1) * half) / (1 + t^2 / ne)
    logit <- plogis(qlogis(p) + c(-1, 1) * t * sqrt(v) / (p * (1 - p)))
    out <- list(prop = p, se = sqrt(v), degf = df, n_eff = ne, xlogit_lo = logit[1], xlogit_hi = logit[2],
      wilson_lo = wilson[1], wilson_hi = wilson[2])
  }
  check("w_ciprop", list(var = var, event_levels = columns(event), design = spec), out,
    "survey: svymean; intervals written out, qbeta at a share of 0")
}
w_chisq <- function(spec, des, row, col) {
  f <- reformulate(c(row, col))
  sub <- domain(des, row, col)
  t <- svychisq(f, sub, statistic = "F")
  first <- svychisq(f, sub, statistic = "Chisq")
  # Of a calibrated design svychisq counts the rows outside the table too, in X2 and in ddf; here those in it count.
  in_table <- mean(weights(sub, "sampling") != 0)
  ndf <- unname(t$parameter[1]); ddf <- ndf * degf(sub)
  check("w_chisq", list(row = row, col = col, design = spec), list(X2 = unname(first$statistic) * in_table,
    p_first_order = unname(first$p.value), F = unname(t$statistic), ndf = ndf, ddf = ddf,
    p = pf(unname(t$statistic), ndf, ddf, lower.tail = FALSE)), "survey: svychisq(statistic = 'F' and 'Chisq')", 1e-7)
}
all_kinds <- function(spec, des) {
  w_mean(spec, des, "uren"); w_mean(spec, des, "cijfer")
  w_prop(spec, des, "q1", as.character(1:5)); w_prop(spec, des, "geslacht", c("m", "v", "x"))
  w_by(spec, des, "cijfer", "vorm"); w_by(spec, des, "uren", "wijk")
  w_ciprop(spec, des, "q2", 4:5); w_ciprop(spec, des, "q3", 1); w_ciprop(spec, des, "q3", 6)
  w_chisq(spec, des, "q1", "vorm"); w_chisq(spec, des, "q4", "wijk")
}
all_kinds(list(weights = "col:gewicht", strata = "wijk", psu = "flat", fpc = "col:flats"),
  svydesign(ids = ~flat, strata = ~wijk, weights = ~gewicht, fpc = ~flats, nest = TRUE, data = d))
all_kinds(list(weights = "col:gewicht", strata = "wijk", psu = "flat"),
  svydesign(ids = ~flat, strata = ~wijk, weights = ~gewicht, nest = TRUE, data = d))
all_kinds(list(weights = "col:scheef", strata = "wijk", fpc = "col:size (population size of the stratum)"),
  svydesign(ids = ~1, strata = ~wijk, weights = ~scheef, fpc = ~size, data = d))
all_kinds(list(weights = "unit"), svydesign(ids = ~1, weights = ~1, data = d))

# --- raking to three margins --------------------------------------------------------------------------------------------
levels <- list(geslacht = c("m", "v", "x"), leeftijd = c("jong", "midden", "oud"), vorm = c("dag", "wonen"))
shares <- list(geslacht = c(.47, .50, .03), leeftijd = c(.3, .4, .3), vorm = c(.5, .5))
margins <- lapply(names(levels), function(v) list(levels = levels[[v]], prop = shares[[v]]))
names(margins) <- names(levels)
e <- d[complete.cases(d[names(levels)]), ]
for (v in names(levels)) e[[v]] <- factor(e[[v]], levels[[v]])
N <- nrow(e)
totals <- c(N, N * shares$geslacht[-1], N * shares$leeftijd[-1], N * shares$vorm[-1])
names(totals) <- colnames(model.matrix(~ geslacht + leeftijd + vorm, e))
raked <- calibrate(svydesign(ids = ~1, weights = ~1, data = e), ~ geslacht + leeftijd + vorm, totals, calfun = "raking",
  epsilon = 1e-13, maxit = 200)
w <- weights(raked)
cells <- expand.grid(vorm = levels$vorm, leeftijd = levels$leeftijd, geslacht = levels$geslacht)
first <- sapply(seq_len(nrow(cells)), function(i) {
  which(e$geslacht == cells$geslacht[i] & e$leeftijd == cells$leeftijd[i] & e$vorm == cells$vorm[i])[1]
})
filled <- !is.na(first)
check("rake", list(name = "r", base = "unit", margins = margins, cells_key = names(levels)),
  list(cells = paste(cells$geslacht, cells$leeftijd, cells$vorm, sep = "|")[filled],
    weight = unname(w[first[filled]]), n = N, sum_w = sum(w), sum_w2 = sum(w^2), deff_kish = N * sum(w^2) / sum(w)^2, n_eff = sum(w)^2 / sum(w^2), min_w = min(w),
    max_w = max(w), cv = sqrt(N * sum(w^2) / sum(w)^2 - 1)), "survey: calibrate(calfun = 'raking')", 1e-8)
for (v in names(levels)) raked$variables[[v]] <- as.character(raked$variables[[v]])
all_kinds(list(weights = "rake:r", variance = "calibrated"), raked)
raked$variables$fixed <- w
all_kinds(list(weights = "rake:r", variance = "fixed"), svydesign(ids = ~1, weights = ~fixed, data = raked$variables))

made_by <- sprintf("R %s.%s, survey %s", R.version$major, R.version$minor, packageVersion("survey"))
cat(jsonlite::toJSON(list(meta = list(id = "made_up", title = "Verzonnen gegevens", made_by = made_by), checks = checks),
  auto_unbox = TRUE, digits = NA, pretty = 1), file = "own/made_up.json")
cat("\n", file = "own/made_up.json", append = TRUE)
cat(length(checks), "checks by", made_by, "\n")
