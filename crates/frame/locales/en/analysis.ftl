# Analysis: turnover, curves of tenure, cost, outcomes of talks
nav-analysis = Analysis
analysis-intro = Turnover, how long people stay, what departures cost, how talks went. Counted day by day from spells of employment; groups of fewer than 20 people are put together, and nobody is shown.
analysis-more = { $n ->
    [one] The { $most } largest groups are listed; one more is in the Excel export.
   *[other] The { $most } largest groups are listed; { $n } more are in the Excel export.
}
analysis-export = Export to Excel
analysis-from = From
analysis-until = Until
analysis-all-employers = All employers
analysis-all-departments = All departments
analysis-departments-stepwise = There are many departments: choose one at the top and filter, then those below it can be chosen.
analysis-curves-by = Curves by
analysis-since = All leavers recorded since
analysis-window-wrong = The first day lies after the last; the last year is shown.
analysis-hidden = These are fewer than 20 people, or would tell of fewer than 20 when taken from a larger group: no figure is shown. Choose a wider department, employer or period.
analysis-turnover = Turnover
analysis-period = { $from } to { $until }
analysis-average = Average employed
analysis-leavers = Leavers
analysis-rate = Rate
analysis-rate-how = Rate = leavers of the period ÷ average employed (the mean of those employed on each day). Who left and came back counts by both spells. The rate is that of the period chosen, not turned into a yearly one.
analysis-over-time = Over time
analysis-month = { $year }-{ $month }
analysis-quarter = { $year } Q{ $quarter }
analysis-bar = { $n } · { $rate }
analysis-group = Group
analysis-table = Table
analysis-by-department = By department
analysis-by-post = By post
analysis-by-tenure = By years of service
analysis-by-manager = By manager
analysis-by-ended-by = By who ended it
analysis-by-ground = By kind of leaving
analysis-by-reason = By reason
analysis-of-leavers = Of leavers
analysis-band-0 = Less than 1 year
analysis-band-1 = 1 to 3 years
analysis-band-2 = 3 to 5 years
analysis-band-3 = 5 to 10 years
analysis-band-4 = 10 years and more
analysis-ended-employee = The employee
analysis-ended-employer = The employer
analysis-ended-both = By agreement
analysis-ended-neither = By law or expiry
analysis-unrecorded = Not recorded
analysis-small-groups = { $n ->
    [one] One group put together with others (too few to be shown)
   *[other] { $n } groups put together (too few to be shown apart)
}
analysis-too-small = Too few people to be shown.
analysis-too-few-leavers = Too few people left in the period to be shown.
analysis-everybody = Everybody
analysis-staying = How long people stay
analysis-staying-hint = The share still employed so many months after joining (Kaplan–Meier). Who still is employed counts until today; where fewer than 10 are at risk nothing is drawn.
analysis-staying-none = Too few people or leavers are known for a curve that can be trusted.
analysis-year-tick = { $n ->
    [one] 1 year
   *[other] { $n } years
}
analysis-at-risk-title = Still employed, and how many at risk
analysis-years = Years
analysis-at-risk = At risk
analysis-stays = Stays
analysis-limits = 95 % limits
analysis-causes = Share gone by who ended it (Aalen–Johansen)
analysis-since-says = Everybody who left since { $day } is taken to be recorded; who joined earlier counts from that day on, so that not only those who stayed are seen.
analysis-median = Half stay about { $years } years.
analysis-from-years = Too few can be observed in their first { $years } years; the curve begins with those who have reached them.
analysis-differ = The groups differ by more than chance (log-rank test, p { $p }); an association, not a cause.
analysis-alike = Chance can explain how the groups differ (log-rank test, p { $p }).
analysis-others = { $n ->
    [one] One more group is not drawn: fewer than 20 spells, fewer than 10 observed soon after joining, or not among the largest.
   *[other] { $n } more groups are not drawn: fewer than 20 spells, fewer than 10 observed soon after joining, or not among the largest.
}
analysis-cost = What departures cost
analysis-paid = Paid by settlements
analysis-paid-none = No payment is recorded for those who left in the period.
analysis-paid-sum = CNY { $sum } for the { $n } people who left from { $from } to { $until }. Amounts are added up for twenty people at a time, in the order in which they left, and only whole twenties are shown, so that nobody's own can be reckoned.
analysis-paid-few = Payments are recorded for { $n }; amounts are added up for twenty people at a time, in the order in which they left, and the period holds no whole twenty.
analysis-paid-part = Payments are recorded for { $n }; amounts are shown for the whole company only, so that nobody's own can be reckoned.
analysis-posts = Critical and single-holder posts
analysis-posts-none = Nobody left such a post in the period.
analysis-posts-taken = { $n } fell empty, { $taken } taken again, after { $days } (median)
analysis-posts-untaken = { $n } fell empty, none taken again yet.
analysis-empty = Still empty
analysis-empty-none = None
analysis-empty-still = { $n }, the longest for { $days }
analysis-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
analysis-cost-missing = What hiring, training and lost output cost is not recorded here, so it is not estimated.
analysis-talks = Talks and what came of them
analysis-talks-held = Held
analysis-talks-stayed = Employed 90 days after
analysis-talks-too-early = Not yet 90 days
analysis-of = { $part } of { $whole }
analysis-talks-none = No talk is recorded in the period.
analysis-talks-few = Fewer than 10 talks were held in the period; their outcomes are not shown.
analysis-not-a-verdict = These figures describe what has happened. They foretell nobody and are no verdict on anybody.
