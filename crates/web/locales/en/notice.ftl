# Notices and their service, legal deadlines, papers.
nav-clocks = Legal deadlines
dep-tab-notices = Notices
dep-tab-clocks = Deadlines
dep-tab-papers = Papers

notice-service = service
notice-line = How it was served
notice-next = Next:
notice-next-in-person = Hand it to the person first; if absent, an adult of the family living there may sign.
notice-next-mail = Handing it over failed: send it by EMS to the agreed address, the waybill naming the document.
notice-next-await-mail = The letter is under way; write down what comes of it.
notice-next-public = Neither handing over nor mail reached the person: a public notice is possible, as the last means.
notice-next-await-notice = The public notice is still running; it may count as served on { $day }.
notice-served = Served on { $day }
notice-arguable = Arguable: { $day }
notice-not-served = Not served yet
notice-waiting = Waiting
notice-does-not = Does not count
notice-invalid = Invalid
notice-missing = Missing
notice-articles = Basis:
notice-files = { $n ->
    [0] no proof
    [one] { $n } proof
   *[other] { $n } proofs
}
notice-number = No. { $number }
notice-point-served = counts as served
notice-point-thirty = notice + 30 days
notice-point-not-issued = not issued
notice-point-unopened = kept unopened
notice-means = Means
notice-means-in-person = In person
notice-means-family = Adult family member living there
notice-means-mail = Express mail (EMS)
notice-means-electronic = Agreed electronic means
notice-means-public-notice = Public notice
notice-outcome = Outcome
notice-outcome-pending = under way
notice-outcome-signed = signed for
notice-outcome-refused = refused
notice-outcome-absent = nobody met
notice-outcome-returned = returned
notice-outcome-arrived = arrived
notice-outcome-issued = issued
notice-proof = Kind of proof
notice-proof-signed-copy = Signed copy
notice-proof-recording = Recording
notice-proof-statement = Statement of those present
notice-proof-waybill = Waybill naming the content
notice-proof-delivery-record = Record of delivery or arrival
notice-proof-returned-letter = Picture of the returned letter, unopened
notice-proof-publication = The public notice
notice-basis-contract = Address in the contract
notice-basis-confirmed = Address confirmed later
notice-basis-other = Another address
notice-why-signed = Served on the day it was signed for.
notice-why-nobody-met = Nobody was met and nothing arrived; keep it as proof that handing over was difficult.
notice-why-family-need-not-take-it = The family need not accept it; their refusal serves nothing.
notice-why-refusal-not-proven = A refusal can be argued only with both a recording and a statement of those present.
notice-why-left-with-recording-and-statement = Left with recording and statement: arguable by analogy to the courts' rule, which does not speak of employers. Go on with the mail.
notice-why-refused-at-the-agreed-address = Refused at the agreed address: in practice it usually counts on the day of return. Practice, not statute.
notice-why-returned-from-the-agreed-address = Returned from the agreed address: where the worker reported no change, some rulings count the day of return. Practice, not statute. Do not open the letter.
notice-why-address-not-agreed = Neither in the contract nor confirmed: a return from this address counts for nothing.
notice-why-only-where-designated-or-seen = Counts only where this system was agreed for receiving, or where it is proven to have been seen; contested.
notice-why-last-means-some-tribunals-reject-it = Arguable after thirty days; some tribunals reject an employer's public notice.
notice-why-direct-and-mail-not-tried = Neither handed over nor mailed before: the public notice is invalid.
notice-why-direct-not-tried = Not handed over before: the public notice is invalid.
notice-why-mail-not-tried = Not mailed before, or the letter was still under way: the public notice is invalid.
notice-settle = What came of the letter
notice-outcome-on = Day it was signed for, returned or arrived
notice-tried-on = Day it was handed over, sent or issued
notice-mail-number = Number of the mail
notice-file = File
notice-remark = Remark
notice-add-proof = Add a proof
notice-text = Text of the notice
notice-body = Text
notice-address = Address
notice-address-basis = Basis of the address
notice-try = Record an attempt
notice-try-submit = Record
notice-none = No notice yet.
notice-order = The order of service
notice-order-1 = Hand it to the person; if absent, an adult of the family living there signs.
notice-order-2 = If it is refused, record it and have those present write a statement.
notice-order-3 = If handing over is difficult, send it by EMS to the address in the contract or confirmed later, naming the document and keeping the number. Keep a returned letter unopened.
notice-order-4 = Only when the whereabouts are unknown or all else failed: a public notice, which counts thirty days after its issue. Without the earlier steps it is invalid.
notice-sixty = Why “60 days” is wrong
notice-sixty-why = Sixty days was the courts' public notice before 2022; for parties in China the courts now take thirty, and sixty only for parties without domicile in China. It was never the employer's rule: that is Laobanfa [1995] No. 179, thirty days.
notice-sixty-source = Civil Procedure Law (2021, 2023) art. 95; (2023) art. 283; 劳办发〔1995〕179号 (secondary source).
notice-new = A new notice
notice-kind = Kind
notice-make = Make the notice
done-notice-made = The notice is made.
done-notice-tried = The attempt is recorded with its evidence.
done-notice-proven = The proof is stored.
done-feed-revoked = The address is taken back and no longer works.
error-notice-unfilled = Something is still to be filled in (“请填写” or braces)
error-notice-tried-on = Not later than today and not before the first day of employment
error-notice-outcome = This means has no such outcome
error-notice-outcome-on = Mail needs the day of its outcome, between sending and today; leave it empty while under way
error-notice-mail-number = Mail needs its number
error-notice-tried = A notice that was tried cannot be changed; make another one.
error-notice-settled = What came of this attempt is recorded already.
error-notice-file = Choose the kind of proof and a file.

clock-title = Legal deadlines
clock-hint = Reckoned from the recorded dates and events; days that move past a holiday follow the working calendar. What is marked secondary or unverified was not read in its text and is no settled law.
clock-all = All deadlines
clock-none = No deadline is running.
clock-none-soon = Nothing runs out soon.
clock-more = Later deadlines
clock-count = { $n ->
    [one] { $n } deadline
   *[other] { $n } deadlines
}
clock-reminders = { $n ->
    [one] { $n } due soon or missed
   *[other] { $n } due soon or missed
}
clock-col-day = Day
clock-col-what = What
clock-col-rule = Rule and articles
clock-col-state = State
clock-overdue = { $n ->
    [one] { $n } day late
   *[other] { $n } days late
}
clock-today = Today
clock-soon = { $n ->
    [one] { $n } day left
   *[other] { $n } days left
}
clock-running = { $n ->
    [one] { $n } day left
   *[other] { $n } days left
}
clock-over = Over
clock-done = Done on { $day }
clock-nature-duty = The company must act
clock-nature-claim = The other side may claim
clock-nature-keep = Keep or heed until
clock-secondary = { $article } (secondary source)
clock-unverified = { $article } (unverified: not settled law)
clock-reading = { $day }: { $why }
clock-reading-a-year-from-the-end-of-the-year = ordinary limitation, a year from the end of the year
clock-reading-extra-pay-for-leave-seen-as-wages = seen as wages, a year from the end of the employment
clock-certificate = Issue the certificate of leaving
clock-wages = Pay all wages
clock-transfers = Transfer file and social insurance
clock-unemployed-list = Report the unemployed
clock-rehire = Prefer those laid off
clock-claim-wages = Arbitration over wages
clock-claim-severance = Arbitration over severance and the like
clock-claim-leave = Arbitration over pay for leave
clock-award = The award is due
clock-award-extended = The award is due at the latest
clock-sue = Sue after the award
clock-set-aside = Have a final award set aside
clock-keep-contract = Keep the contract
clock-keep-wages = Keep the records of wages
clock-noncompete = Non-compete at the longest
clock-rule-certificate = On the day the employment ends ({ $from }); it never waits for the handover.
clock-rule-wages = In full when the employment ends ({ $from }); they never wait for the handover.
clock-rule-transfers = Within 15 days from { $from }.
clock-rule-unemployed-list = To the social insurance agency within 15 days from { $from }.
clock-rule-rehire = Hiring again within six months from { $from }: tell those laid off and prefer them on equal terms.
clock-rule-claim-wages = No limit during the employment; one year from { $from } after its end, anew from each interruption; suspensions do not count.
clock-rule-claim-severance = One year from { $from }, anew from each interruption; suspensions do not count.
clock-rule-claim-leave = The starting point is contested; every reading is listed.
clock-rule-award = Within 45 days of acceptance ({ $from }).
clock-rule-award-extended = Extended by at most 15 days in a complex case accepted on { $from }.
clock-rule-sue = Within 15 days of receiving the award ({ $from }), or it takes effect. Against a final award only the worker may sue so.
clock-rule-set-aside = If the award is final: the employer, within 30 days of receipt ({ $from }), at the intermediate court.
clock-rule-keep-contract = At least two years from { $from }.
clock-rule-keep-wages = At least two years from { $from }; longer while a dispute is open.
clock-rule-noncompete = At most two years from { $from }; what was agreed counts where it is shorter.
clock-events = What was recorded
clock-events-none = Nothing yet.
clock-event-done = Done: { $what }
clock-event-interruption = The year was interrupted (claim, request to an authority, acknowledgement)
clock-event-suspension = The year stood still (force majeure or another just cause)
clock-event-of = { $what }: { $claim }
clock-event-days = { $from } to { $until }
clock-event-since = since { $from }, not over yet
clock-event-accepted = Arbitration accepted
clock-event-award = Award received
clock-event-noncompete = A non-compete was agreed
clock-record = Record an event
clock-record-submit = Record
clock-what = What happened
clock-happened-on = On which day (a suspension: its first)
clock-ended-on = Last day of a suspension (empty while it goes on)
clock-claim = Which claim was interrupted or suspended
clock-claim-all = All claims
clock-feed-summary = { $name }: { $what }
error-clock-until = Only a suspension has a last day: not before its first and not later than today
error-clock-claim = Only an interruption or a suspension is of a claim
error-clock-day = Not later than today and not before the first day of employment

feed-title = Calendar feed
feed-what = Subscribe to the deadlines in a calendar. The address is private: whoever has it sees these deadlines. It stops working at once when the account is disabled or its access ends.
feed-create = Make an address
feed-revoke = Take back
feed-made = Made { $at }
feed-once = The address (shown only this once)
feed-once-hint = Put it behind this site's address and give it to the calendar's “subscribe by address”. It cannot be shown again; if lost, take it back and make another.
error-feed-most = There are five addresses already; take one back first.

nav-papers = Templates of papers
paper-kind = Paper
paper-issued = Issued
paper-none = Not issued
paper-issue = Issue
paper-preview = Preview
paper-missing = Cannot be issued yet
paper-version = Version { $n }
paper-hint = Each issue has a number, a version and evidence; downloads are recorded. What lacks a value is not issued; nothing is left blank.
paper-builtin = Built-in template
paper-templates-hint = Download a template, edit it in Word, upload it again. Names in double braces are replaced; a table row that names a list is repeated for each entry.
paper-download = Download
paper-names = Names that can be used
paper-upload = Upload
paper-upload-file = The edited template (.docx)
paper-fault-unknown = “{ $name }” does not belong in this paper.
paper-fault-missing = “{ $name }” is missing.
paper-fault-unclosed = Braces without their pair: { $name }
paper-fault-outside-row = “{ $name }” belongs to a list and stands only in a table row.
paper-fault-two-lists = One row cannot name two lists ({ $name }).
paper-place = ({ $part }, paragraph { $n }: { $excerpt })
done-paper-issued = The paper is issued with its evidence.
done-paper-template = The template is updated; its preview is below.
error-paper-not-word = Not a Word file that can be read (.docx)
error-paper-macros = The file holds macros
error-paper-outside = The file refers to something outside itself; embed it first
error-paper-missing = Something is missing; see below.
error-paper-number = Somebody issued the same kind just now; try once more.
error-paper-months = A whole number from 1 to 24
error-paper-money = An amount above zero, such as 6000.00
error-paper-placeholders = The template was not stored; mend it and upload it again

nav-batch = Many at once
batch-title = Many settlements at once (planning a layoff)
batch-what = Upload a list of people and get a workbook with amounts, steps and warnings for each. Article 41 is tested: twenty people or ten per cent.
batch-columns = Heads: name, employee number, ground (code or name), service start, last day, avg12, last_month_wage, local_avg_monthly_wage, min_wage, enterprise_avg_wage, profile, notice_days_given, renewal_offered_same_or_better, protected. The column of the ground must be there.
batch-list = The list (Excel or CSV)
batch-staff = All staff (for article 41)
batch-run = Reckon and download
batch-hint = Neither list nor outcome is stored; bad rows stand with their reason in a sheet of their own, the others are answered.
batch-file = settlements.xlsx
error-batch-header = No heads with a column for the ground among the first twenty rows
error-batch-file = No table can be read from this file
error-batch-staff = A whole number above zero, not below those laid off in the list
