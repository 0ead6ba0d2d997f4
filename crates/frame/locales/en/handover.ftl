# Handover: items, receivers, the four stages, notes, teach-back, sessions, assessments, obstacles, and the two portals
ho-title = Handover
ho-crumbs = You are here
ho-back = Back
ho-progress-title = Handover progress by weight
ho-line-plan = Plan
ho-line-weight = By weight: { $share }
ho-line-count = By count: { $share }
ho-line-fan = 80% interval
ho-mark-today = { $day } today
ho-mark-last = { $day } last working day
ho-figures = { $items } items, { $done } independent; { $weight } done by weight, { $count } by count, { $planned } planned by today. About { $left } left; the plan takes { $daily } a working day.
ho-easy-first-title = The easy ones went first, what matters has not moved.
ho-easy-first = { $count } is done by count but only { $weight } by weight; { $untouched } core items with { $share } of all weight have no proven progress at all. Schedule the core items first.
ho-outlook-late = { $n ->
    [one] At this pace everything is expected to be done on { $day }, a day after the last working day.{" "}
   *[other] At this pace everything is expected to be done on { $day }, { $n } days after the last working day.{" "}
 }
ho-outlook-on-time = At this pace everything is expected to be done on { $day }.{" "}
ho-outlook-far = At this pace it will not all be done any time soon.{" "}
ho-outlook-reach = { " " }By the last working day { $share } of the weight is expected to be handed over ({ $low } to { $high } with eight chances in ten); the chance that every core item is done is { $core }.
ho-order-odd = What is finished is clearly lighter than the plan's order would make it. This is an observation only: perhaps material was missing or a receiver away. Please ask for the reason first.
ho-claims = Another { $share } of the weight is only said to be done, with nothing to show it, and is not counted.
ho-how-title = How progress is counted
ho-how = Each item counts by the highest stage that is proven: explained 15%, written 25%, practised 60%, independent 100%, weighted by importance. A stage that is only said to be reached does not count. The plan takes core items first, then by weight, spread over the working days by hours. The forecast draws two thousand futures from the hours finished and the order so far; the coloured band holds eight in ten of them.
ho-needs-title = Needs you
ho-needs-none = Nothing needs you right now.
ho-needs-more = { $n } more, see the items below.
ho-plan-open = Sessions, assessments and obstacles
ho-promises = What the company committed to
ho-promise-kept = kept, { $at }

ho-items = Items
ho-items-count = { $n } · at least two receivers each
ho-generate = Draw from registers
ho-add-item = Add an item
ho-none = No items yet.
ho-choose = Choose
ho-item = Item
ho-kind = Kind
ho-weight = Weight
ho-effort = Hours
ho-receivers = Receivers
ho-stages = Explained → written → practised → independent
ho-note = Note
ho-teach = Teach-back
ho-finish = Due
ho-left = Left
ho-late = overdue
ho-sole = sole holder
ho-sole-title = By the knowledge register nobody else who is employed can do this alone
ho-core = core
ho-hours = { $n } h
ho-questioner = questioner
ho-questioner-named = { $name } (asks)
ho-assign = Name a receiver for the chosen items
ho-who = Employee number or name
ho-as-questioner = This person asks the questions
ho-assign-do = Name
ho-dropped = Left out
ho-restore = Take in again

ho-kind-knowledge = Knowledge and skills
ho-kind-core-process = Core process
ho-kind-tacit-rule = Tacit rule
ho-kind-flow = Work flow
ho-kind-finished-work = Finished work
ho-kind-unfinished-work = Unfinished work
ho-kind-caution = Weak points and cautions
ho-kind-customer = Customer
ho-kind-supplier = Supplier
ho-kind-asset = Asset
ho-kind-duty = Duty
ho-kind-unwritten-rule = Unwritten rule
ho-kind-papers = Agreements and papers
ho-stage-explained = Explained
ho-stage-written = Written
ho-stage-practised = Practised
ho-stage-independent = Independent
ho-standing-proven = proven
ho-standing-claimed = only said
ho-standing-not-yet = not yet
ho-stage-standing = { $stage }: { $standing }
ho-source-hand = added by hand
ho-source-knowledge = knowledge register
ho-source-duty = duties and unfinished work
ho-source-customer = customers and suppliers
ho-source-asset = asset register
ho-proof-none = nothing to show
ho-proof-words = in words
ho-proof-session = session held
ho-proof-note = handover note
ho-proof-attachment = file
ho-proof-passed-teach-back = teach-back passed
ho-proof-open-teach-back = teach-back not passed

ho-gap-nobody = No receiver yet
ho-gap-only-one = Only one receiver; at least two are needed
ho-gap-no-questioner = Nobody is named to ask the questions
ho-gap-several-questioners = More than one is named to ask
ho-gap-leaver = The leaver cannot take over their own work
ho-gap-twice = { $name } is named twice
ho-gap-not-accepted = { $name } has not accepted yet
ho-note-none = not written
ho-note-version = version { $n }

ho-need-not-passed = not passed
ho-need-not-passed-detail = { $right } of { $questions } right in the latest teach-back: explain again
ho-need-to-mark = to mark
ho-need-to-mark-detail = { $name } has handed in a teach-back
ho-need-not-started = not started
ho-need-not-started-detail = Core item without any proven progress, about { $n } hours
ho-need-not-started-sole = Core item that only the leaver knows, about { $n } hours
ho-need-unclear = unclear
ho-need-unclear-detail = The receivers do not understand { $n } { $n ->
    [one] passage
   *[other] passages
 } of the note
ho-need-receivers = receivers
ho-need-receivers-detail = A receiver or the questioner is missing
ho-need-late = overdue
ho-need-late-detail = Planned to be done by now
ho-need-claim = no proof
ho-need-claim-detail = Only said, nothing to show it
ho-need-obstacle = obstacle
ho-need-obstacle-detail = Overdue, or nobody owns it
ho-need-session = to record
ho-need-session-detail = The session is over and its outcome is not recorded
ho-need-assessment = to assess
ho-need-assessment-detail = A stage assessment is due

ho-edit = Change
ho-edit-item = Change: { $title }
ho-edit-hint = An item that was changed no longer follows the register.
ho-item-title = Name
ho-weight-field = Weight (1 to 100)
ho-hours-field = Hours that the handover takes
ho-core-field = Core: the company cannot do without it
ho-planned-field = Planned finish (left empty, the plan says when)
ho-planned-on = Planned finish
ho-source = From
ho-goal-leaver = Goal for the leaver
ho-goal-receiver = Goal for the receivers
ho-facts = Facts
ho-dropped-why = Left out. Reason: { $why }
ho-accept-title = Please accept this item
ho-accept-hint = By accepting, you undertake to learn and take over this item. Each receiver accepts an item once.
ho-accept = Accept
ho-accepted-at = accepted { $at }
ho-not-accepted = not accepted yet
ho-signed-off-at = signed off { $at }
ho-me = me
ho-make-questioner = Make questioner
ho-remove = Remove
ho-remove-receiver = Remove receiver { $name }
ho-add-receiver = Add receiver
ho-sign-off = I have taken this over: sign off
ho-sign-off-remark = Remark (optional)
ho-stages-title = Stages
ho-say-stage = Record “{ $stage }” as reached
ho-prove-stage = Add proof for “{ $stage }”
ho-reached-on = Reached on
ho-evidence = What shows it (when, where, what was done)
ho-evidence-file = File (optional)
ho-evidence-hint = Say what shows it or add a file; without either it is shown as “only said” and does not count. A written note proves “written”; a session that was held proves “explained” and “practised”.
ho-evidence-hint-independent = “Independent” takes a passed teach-back, or a file of a task done alone; words alone are shown as “only said”.
ho-say = Record
ho-undo-stage = Undo “{ $stage }”
ho-undone = undone by { $name }, { $at }
ho-history = Records
ho-file = file
ho-by-system = System
ho-drop-title = Leave this item out
ho-drop-why = Reason
ho-drop = Leave out

ho-note-title = Handover note
ho-note-write = Write the note
ho-note-edit = Edit
ho-note-history = Versions and differences
ho-note-empty = Not written yet. What matters most has to be in writing.
ho-note-by = Version { $version } · { $name } · { $at }
ho-note-size = { $n } characters
ho-note-body = Text (Markdown)
ho-note-help-title = How to write
ho-note-help = # for headings, 1. for steps, | for tables. A flow chart is a code block like this one; it is drawn when you save:
ho-note-help-example =
    ```mermaid
    flowchart LR
      A --> B
    ```
ho-note-frame =
    # When to do it

    # Steps
    1. 

    # When it goes wrong

    # Whom to ask
ho-note-stale = Not saved: a newer version came while you were writing ({ $by }).
ho-note-stale-how = Below is the difference between that version and your text (minus is theirs, plus is yours). Merge them in the form and save again; all of your text is still there.
ho-note-first = First version
ho-note-changes = Changes since the version before
ho-note-as-was = The whole text of this version
ho-note-versions = All versions
ho-chart-failed = This flow chart cannot be drawn; here is its text.
ho-chart-source = Text of the flow chart
ho-unclear-title = What I do not understand
ho-unclear-none = Nobody has pointed at an unclear passage.
ho-unclear-line = Which line
ho-unclear-question = What is unclear
ho-unclear-ask = Ask
ho-unclear-waiting = waiting for an answer
ho-unclear-answered = answered
ho-unclear-cleared = clear now
ho-unclear-clear = It is clear now
ho-answer = Answer
ho-answer-send = Answer

ho-teach-title = Teach-back
ho-teach-rule = The receiver answers in own words; the questioner, the manager or HR marks, nobody their own answers. Right gives 2 points, partly 1; four fifths of the points and no answer altogether wrong is a pass; a core item takes at least three questions.
ho-teach-no-questions = No questions yet.
ho-teach-question = Add a question
ho-teach-add = Add
ho-teach-begin = Teach back
ho-teach-step = Teach-back · question { $n } of { $of }
ho-teach-questions = All questions
ho-teach-of = Teach-back of { $name }
ho-retire = Retire
ho-retire-question = Retire the question: { $question }
ho-attempts = Attempts
ho-attempt-open = being answered
ho-attempt-waiting = waiting for marks
ho-attempt-waiting-hint = You have handed this in; it is waiting for its marks.
ho-attempt-passed = passed { $right }/{ $questions }
ho-attempt-failed = not passed { $right }/{ $questions }
ho-answer-own-words = Answer in your own words
ho-answer-placeholder = Write what you would do…
ho-answer-keep = Keep this answer
ho-answered = answered
ho-unanswered = not answered
ho-stuck = I cannot say
ho-hand-in = Hand in
ho-hand-in-hint = Every question is answered. Once handed in, answers cannot be changed.
ho-mark = Mark
ho-mark-legend = Mark
ho-mark-not = wrong
ho-mark-partly = partly right
ho-mark-right = right
ho-mark-remark = Remark (optional)
ho-mark-save = Finish marking
ho-marked-by = marked by { $name }

ho-plan-title = Sessions, assessments and obstacles
ho-whole = the whole handover
ho-sessions = Sessions
ho-sessions-none = None planned yet.
ho-session-teach = Teaching
ho-session-practise = Practice
ho-session-visit = Joint visit
ho-session-share = Sharing session
ho-session-mentor = Mentoring
ho-session-kind = Kind
ho-session-title = Subject
ho-session-day = Day
ho-session-time = Begins at
ho-session-minutes = Minutes
ho-session-place = Place
ho-session-with = With whom (customer, department)
ho-session-add = Plan a session
ho-session-cancel = Call off
ho-session-record = Record
ho-session-outcome = What came of it
ho-session-planned = planned
ho-session-held = held
ho-session-cancelled = called off
ho-session-unrecorded = outcome missing
ho-assessments = Stage assessments
ho-assessments-none = None planned yet.
ho-assessment-add = Plan a stage assessment
ho-assessment-due = Assessed on
ho-assessment-outcome = What was found
ho-assess = Write the assessment
ho-verdict = Judgement
ho-verdict-open = to be assessed
ho-verdict-reached = reached
ho-verdict-partly = partly reached
ho-verdict-missed = missed
ho-obstacles = Obstacles
ho-obstacles-none = No obstacles recorded.
ho-obstacle-add = Record an obstacle
ho-obstacle-what = What is in the way
ho-obstacle-owner-field = Who removes it (employee number or name)
ho-obstacle-owner = owner: { $name }
ho-obstacle-no-owner = nobody owns it yet
ho-obstacle-due = Until
ho-obstacle-open = open
ho-obstacle-removed = removed
ho-obstacle-how = How it was removed
ho-obstacle-remove = Removed

my-days-left = { $n ->
    [one] { $n } working day left
   *[other] { $n } working days left
 }
my-closed = Closed: to be read, not changed
my-today = Please do today
my-today-none = Nothing is planned for today. Thank you.
my-open = Open
my-answer = Answer
my-asked = { $name } does not understand this
my-quote = Line { $line }: “{ $text }”
my-weight = weight { $n }
my-do-explained = Please explain it to the receivers
my-do-written = Please write it down
my-do-practised = Please watch the receivers do it once
my-items = What I hand over
my-share = { $share } done by weight, { $planned } planned by today
my-sessions = Coming up
my-goal = Goal until { $day }
my-promises = What the company committed to
my-promises-none = Nothing recorded yet.
my-promise-kept = kept
my-assets = What I give back
my-assets-none = Nothing is recorded in your name.
my-obstacles = What is in your way
my-obstacle-what = Write it down; HR and your manager will see it
my-obstacle-send = Send
my-from = from { $name }
my-to-accept = to accept
my-accepted = accepted
my-signed-off = signed off
my-unclear-none = Nothing is waiting to become clear.
my-receiving-none = There is nothing for you to take over now. Once a departure is closed, what was taken over stays in its file.

error-too-long = The text is too long, please shorten it.
error-weight = A weight is a whole number from 1 to 100.
error-hours = Hours are a whole number from 1 to 500.
error-minutes = From 5 to 1440 minutes.
error-time = Please write the time as 09:30.
error-upload = The file did not arrive whole, please choose it again.
error-handover-closed = Only a departure that is under way can be handed over.
error-item-dropped = This item was left out; take it in again first.
error-already-so = It is so already.
error-too-many-items = Too many items; please merge similar ones.
error-too-many-receivers = At most six receivers for an item.
error-too-many-questions = At most thirty questions for an item.
error-choose-items = Please choose items first.
error-no-such-receiver = No such person is employed and staying; please give the employee number.
error-several-receivers = Several people have this name; please give the employee number.
error-accepted-already = You have accepted this already; once is enough.
error-sign-off = Please accept first; what is signed off is not signed again.
error-stage-order = The order is explained, written, practised, independent.
error-stage-proven = This stage is proven already.
error-stage-future = The day cannot be after today.
error-stage-before-previous = The day cannot be before that of the stage before.
error-stage-later-set = Undo the later stage first.
error-stage-not-set = This stage has not been recorded.
error-no-such-line = Please choose a line of the note that has text.
error-unclear-cleared = This is clear already.
error-unclear-not-answered = Nobody has answered this yet.
error-no-questions = This item has no questions yet; please add some first.
error-teach-back-waiting = The last teach-back is still waiting for its marks.
error-teach-back-unanswered = Some questions have no answer; where you cannot, choose “I cannot say”.
error-mark-every-answer = Please mark every answer.
error-marked-already = This teach-back is marked already, or not handed in.
error-session-ahead = The session has not begun.
error-session-over = The session was recorded or called off already.
error-assessed-already = This assessment was written already.

done-items-generated = Items were drawn from the registers.
done-items-same = The registers have not changed; the items stay as they are.
done-item-added = The item was added.
done-item-saved = The item was changed.
done-item-dropped = The item was left out.
done-item-restored = Taken in again.
done-item-accepted = Accepted.
done-item-signed-off = Signed off.
done-receiver-named = The receiver was named.
done-receiver-removed = The receiver was removed.
done-questioner-set = The questioner was set.
done-stage-said = Recorded.
done-stage-undone = Undone; the record stays.
done-note-saved = The note was saved as a new version.
done-note-same = Nothing changed, no new version.
done-unclear-asked = Asked.
done-unclear-answered = Answered; the receiver will say whether it is clear.
done-unclear-cleared = Clear now.
done-question-added = The question was added.
done-question-retired = The question was retired.
done-answer-kept = The answer was kept.
done-teach-back-handed-in = Handed in; it waits for its marks.
done-marked = The marks were saved.
done-session-planned = The session was planned.
done-session-held = The outcome was recorded.
done-session-cancelled = The session was called off.
done-assessment-planned = The assessment was planned.
done-assessed = The assessment was saved.
done-obstacle-raised = The obstacle was recorded.
done-obstacle-removed = The obstacle is out of the way.

record-handover-items-generated = items drawn from the registers
record-handover-item-added = item added
record-handover-item-edited = item changed
record-handover-item-dropped = item left out
record-handover-item-restored = item taken in again
record-handover-receiver-named = receiver named
record-handover-receiver-removed = receiver removed
record-handover-questioner-set = questioner set
record-handover-item-accepted = item accepted by a receiver
record-handover-item-signed-off = item signed off by a receiver
record-handover-stage-said = stage recorded
record-handover-stage-undone = stage undone
record-handover-note-saved = new version of a handover note
record-handover-unclear-asked = receiver asked about an unclear passage
record-handover-unclear-answered = unclear passage answered
record-handover-unclear-cleared = unclear passage is clear now
record-handover-question-added = teach-back question added
record-handover-question-retired = teach-back question retired
record-handover-question-answered = teach-back question answered
record-handover-teach-back-handed-in = teach-back handed in
record-handover-teach-back-marked = teach-back marked
record-handover-session-planned = session planned
record-handover-session-held = outcome of a session recorded
record-handover-session-cancelled = session called off
record-handover-assessment-planned = stage assessment planned
record-handover-assessed = stage assessment written
record-handover-obstacle-raised = obstacle recorded
record-handover-obstacle-removed = obstacle removed

ho-check-title = What the check found
ho-check-button = Check
ho-check-none = Nothing vague or missing was found.
ho-check-count = { $errors } { $errors ->
    [one] error
   *[other] errors
 }, { $warnings } { $warnings ->
    [one] warning
   *[other] warnings
 }, { $suggestions } { $suggestions ->
    [one] suggestion
   *[other] suggestions
 }; score { $score }.
ho-check-usable = One can work by it
ho-check-unusable = Nobody can work by it yet
ho-check-line = Line { $n }
ho-check-whole = The whole note
ho-check-level-error = Missing
ho-check-level-warning = To mend
ho-check-level-suggestion = Suggestion
ho-check-mend = How to mend it: { $how }
ho-check-hint = It is checked while you write, or with “Check”. What may stand for a good reason is let stand on the item’s page, once it is saved.
ho-lines-title = Line by line
ho-lines-ask = I do not understand this
ho-lines-ask-at = Line { $n }: I do not understand this
ho-allow = Let it stand
ho-allow-reason = Why it may stand
ho-allow-do = Let it stand
ho-allow-withdraw = Open it again
ho-allowed-title = Let stand, with a reason
ho-note-to-mend = { $n } to mend
ho-need-vague = Vague
ho-need-vague-detail = { $n ->
    [one] One passage of the note is vague or missing
   *[other] { $n } passages of the note are vague or missing
 }
ho-need-vague-first = ; begin with “{ $text }”
ho-question-receiver = Receiver’s
ho-question-manager = Manager’s
ho-question-note = From the note
ho-question-expected = The note says: { $text }
ho-offers-title = Questions that the note gives
ho-offers-hint = Drawn from its trigger, steps, exceptions and numbers; whoever asks, or steers, takes or drops them.
ho-offer-take = Take
ho-offer-drop = Drop
ho-offer-take-label = Take the question: { $question }
ho-offer-drop-label = Drop the question: { $question }
ho-ask-trigger = When, or on what event, does this start?
ho-ask-first-step = What is the first step?
ho-ask-next-step = What comes after “{ $about }”?
ho-ask-exception = What do you do in this case: “{ $about }”?
ho-ask-number = “{ $about }” – which number belongs in the gap, and why?
ho-ask-check = How do you know that it went well?
ho-ask-output = What is the result, who gets it and where is it kept?
my-mend = { $n ->
    [one] Mend the vague passage of “{ $item }”
   *[other] Mend the { $n } vague passages of “{ $item }”
 }
my-mend-do = Mend it
error-note-too-long = The note is too long (over 100,000 characters); split it into items. It was neither checked nor saved.
error-finding-gone = The note has changed and this finding is gone; load the page again.
error-offer-gone = The note has changed, or the question was decided on; load the page again.
done-passage-allowed = It stands; the reason is on record.
done-passage-reopened = The finding is open again.
done-question-dropped = The question is not asked, and not offered again.
record-handover-finding-allowed = A finding of a note let stand, with a reason
record-handover-finding-reopened = A finding of a note opened again
record-handover-question-taken = Teach-back question taken from the note
record-handover-question-dropped = Teach-back question of the note dropped

dep-gauge-outlook = Expected on { $day }, in time
ho-outlook-days = { " " }With eight chances in ten between { $early } and { $late }.
ho-pace-slow = Of the { $given } that the days so far had for the handover, { $earned } became proven work. This is an observation only: other work may take the time; ask for the reason first.
ho-help = What would help: { $what } – { $effect }
ho-hours-assumed = The forecast takes { $hours } a working day of the leaver for granted; say under “Schedule” how much it is.
hs-title = Schedule
hs-open-first = Make a schedule
hs-open-again = See the schedule
hs-draft = A new schedule
hs-draft-tag = Draft, in force once applied
hs-apply = Apply
hs-discard = Discard
hs-current = The schedule in force
hs-none = There is no schedule yet. It is made around the real hours of leaver and receivers, what matters most first.
hs-make = Make a schedule
hs-again = Schedule again, keeping dates
hs-fresh = Schedule everything anew
hs-how-title = How it is made
hs-how = Each item has three steps: two fifths of its hours to write it down, three tenths to teach it, the rest for each receiver to show it back; long items have parts. People’s time is the working calendar without recorded leave (whether somebody is there, never why) and without what is arranged for everybody. What is made as large as possible is weight times how far it is handed over: 25% written, 60% with one receiver proven, 100% with two. No schedule can exceed the bound; the smaller the gap, the nearer to the best. A separate check goes through every rule before a schedule is shown and before it is applied. Scheduling again keeps at least four fifths of the dates to come that can still be kept; where that is impossible, it is proved how many can be and said why. Dates set by hand stay.
hs-moves = What applying it moves
hs-moves-none = No date moves.
hs-more-moves = { $n } more.
hs-more-rows = { $n } more items, of less weight, are not listed.
hs-unplanned = { $n ->
    [one] One item is not in the schedule in force; schedule again.
   *[other] { $n } items are not in the schedule in force; schedule again.
 }
hs-move = { $what }: { $from } → { $to }
hs-move-new = { $what }: new, { $to }
hs-move-gone = { $what }: no longer on { $from }
hs-kept-label = Dates kept
hs-kept = { $kept } of { $dates } dates to come ({ $share })
hs-unkeepable = { $n ->
    [one] One of them
   *[other] { $n } of them
} cannot be kept whatever is done: the time on that day is gone, or what comes before cannot be done by then.
hs-short-proved = Proved: of the { $keepable } that can be kept, at most { $most } can be kept together, which is less than four fifths. Why: { $because }.
hs-short-unclear = { $kept } of the { $keepable } that can be kept are, less than four fifths; no way to keep more was found in the time given, nor was it proved that there is none ({ $most } at most). What is tight: { $because }.
hs-short-hours = What went by undone needs { $missed }; beside the dates to come the leaver has { $free } left.
hs-freed-title = If no dates were kept:
hs-freed = { $gain } more of the weight would be handed over; { $kept } of the { $dates } dates would still stay.
hs-freed-items = These would come further: { $items }.
hs-freed-items-more = These would come further: { $items }, and others, { $n } in all.
hs-freed-do = Keep no dates, schedule everything anew
hs-share = Of the weight that is left, it hands over
hs-bound = bound { $bound }
hs-gap = Gap to the bound
hs-best = Proved to be the best
hs-outlook = Forecast by it
hs-late = Late
hs-in-time = In time
hs-outlook-late = Expected on { $day }, { $n ->
    [one] one day
   *[other] { $n } days
 } after the last working day.
hs-outlook-on-time = Expected on { $day }.
hs-outlook-far = Not to be finished in any near time.
hs-made-by = Made
hs-broken = Things have changed and these dates no longer hold; schedule again:
hs-rule-leaver = { $day }: the leaver has too little time or too many sessions
hs-rule-receiver = { $day }: { $name } has too little time
hs-rule-item = { $item }: the order of its dates or its receivers no longer hold ({ $day })
hs-left-out = What does not fit
hs-left-out-none = Everything fits, with enough receivers each.
hs-reached = { $n } of { $of } receivers
hs-relief = The least that helps: { $what }
hs-relief-none = too few days are left for anything to help
hs-and = , { "" }
hs-block-leaver-hours = the leaver has too little time
hs-block-sessions = too few sessions a day
hs-block-skill = too few receivers
hs-block-gate = it is wanted too early
hs-block-receiver-load = the receivers have too little time
hs-block-prerequisite = an earlier part is not scheduled
hs-block-days = too few days are left
hs-relief-leaver = { $hours } more of the leaver on { $day }
hs-relief-sessions = { $n ->
    [one] one more session a day
   *[other] { $n } more sessions a day
 }
hs-relief-receiver = { $hours } more a day of { $name }
hs-relief-items = one more item for { $name }
hs-relief-gate = a later date, taught by { $day }
hs-relief-new-receiver = one more receiver
hs-relief-before = schedule first: { $items }
hs-help = What would help
hs-help-none = Nothing was reckoned today, or more time would not bring the end forward; scheduling again reckons it.
hs-help-hint = Each line was reckoned by scheduling and forecasting again with that time.
hs-help-what = { $hours } more on { $days }
hs-help-earlier = { $n ->
    [one] one day earlier
   *[other] { $n } days earlier
 } ({ $before } → { $after })
hs-help-at-all = it would be finished on { $after }; as it is, not in any near time
hs-help-more = the same end, with more of it scheduled
hs-days-span = { $from } to { $to }
hs-far = far off
hs-grant = Give this time and schedule again
hs-grant-label = Give this time and schedule again: { $what }
hs-days = The next working days
hs-absent = Away
hs-dates = The dates of each item
hs-fixed = Set by hand, stays
hs-release = Let it move
hs-release-label = Let the dates of “{ $item }” move
hs-move-title = Change a date
hs-which-date = Which date
hs-new-day = To
hs-move-do = Change it and hold it
hs-part = { " " }(part { $n })
hs-step-write = Write
hs-step-teach = Teach
hs-step-prove = Show back
hs-step-of = { $step } ({ $name })
hs-state-full = Complete
hs-state-part = Too few receivers
hs-state-written = Written only
hs-state-none = Not scheduled
hs-hours = Time
hs-usual = A usual working day: { $leaver } of the leaver, { $receiver } of each receiver; { $sessions } sessions at most; { $lag ->
    [one] one working day
   *[other] { $lag } working days
 } at least between teaching and showing back.
hs-assumed = Assumed
hs-hours-hint = Recorded leave is taken out by itself; only whether somebody is there is used.
hs-terms = A usual day
hs-leaver-minutes = Leaver (minutes)
hs-receiver-minutes = Each receiver (minutes)
hs-sessions = Sessions a day, at most
hs-lag = Working days between teaching and showing back
hs-other-hours = Other hours on some days
hs-person = Who
hs-person-leaver = { $name } (leaves)
hs-from = From
hs-to = To (optional)
hs-minutes = Minutes a day
hs-minutes-hint = 0 is an absence; empty makes the days usual again.
my-plan-step = Scheduled: { $step }
my-plan-with = with { $names }
my-plan-minutes = { $hours } for the handover today
my-plan-dates = My dates
error-plan-number = Enter a fitting whole number.
error-plan-span = The last day must not lie before the first.
error-plan-no-days = No working day of the handover lies in that span.
error-plan-nothing = There is no item to schedule.
error-plan-over = The last working day is over; nothing can be scheduled.
error-plan-no-draft = There is no draft to apply.
error-plan-outdated = Things changed since it was made and it can no longer be done; schedule again.
error-plan-day = Choose a working day of the handover that is not over.
error-plan-leaver-full = The leaver has too little time, or too many sessions, on that day.
error-plan-receiver-full = A receiver has too little time on that day.
error-plan-order = The order does not hold: write, teach, then after enough days show back; and not after the wished date.
done-plan-made = A draft was made; look at it and apply it.
done-plan-applied = The schedule is in force.
done-plan-discarded = The draft was discarded.
done-plan-terms = Saved; it counts from the next schedule on.
done-plan-hours = Saved; it counts from the next schedule on.
done-plan-date-moved = The date was changed, and stays when you schedule again.
done-plan-date-released = The dates may move when you schedule again.
done-plan-granted = The time is given; look at the new schedule and apply it.
record-handover-plan-made = Draft of a handover schedule made
record-handover-plan-applied = Handover schedule applied
record-handover-plan-discarded = Draft of a handover schedule discarded
record-handover-plan-terms-set = Usual hours of a handover set
record-handover-plan-hours-set = Hours of single days set
record-handover-plan-date-moved = Date of a handover schedule changed by hand
record-handover-plan-date-released = Date of a handover schedule let go
my-calendar = My handover dates
my-calendar-dates = Ahead
my-calendar-none = No dates are scheduled for you yet.
my-calendar-more = { $n ->
    [one] One more date; the feed has it.
   *[other] { $n } more dates; the feed has all of them.
}
my-calendar-with = With { $names }
my-calendar-what = Subscribe to your own handover dates on your phone or computer; they follow when the schedule changes. The address is private: whoever has it sees these dates, so do not pass it on. When the account or its access ends, the address stops at once.
ho-looked-up = References looked up: { $what }
ho-looked-up-kind = { $kind }: { $n }{ $missing ->
    [0] , all there
   *[other] , { $missing } not found
}
ho-looked-up-unknown = no register, not checked: { $kinds }
ho-looked-up-place = paths and links
ho-looked-up-number = numbers
ho-looked-up-person = receivers
ho-looked-up-item = items
ho-looked-up-channel = customers and suppliers
ho-looked-up-and = ; { "" }
