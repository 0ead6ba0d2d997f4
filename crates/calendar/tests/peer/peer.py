"""What two independent packages hold for every day of the years given, one line a day.

Each line is `date,working,statutory`: `working` from chinesecalendar, `statutory` (a statutory holiday proper, not a
day moved or observed elsewhere) from holidays.
"""

import datetime
import sys

import chinese_calendar
import holidays


def is_statutory(names):
    return bool(names) and any(
        not name.startswith("Day off") and not name.endswith("(observed)") for name in names.split("; ")
    )


for year in map(int, sys.argv[1:]):
    china = holidays.country_holidays("CN", years=year, language="en_US")
    day = datetime.date(year, 1, 1)
    while day.year == year:
        working = chinese_calendar.is_workday(day)
        print(f"{day},{int(working)},{int(is_statutory(china.get(day)))}")
        day += datetime.timedelta(days=1)
