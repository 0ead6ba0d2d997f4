# Departures, approvals, overview
dep-new = New departure
dep-crumbs = Where you are
dep-tabs = Parts of this page
dep-gauges = Five risks
dep-next-page = Next page
dep-older = Older entries
dep-do = See to it

dep-list-open = Running ({ $n })
dep-list-prepared = Prepared in confidence ({ $n })
dep-list-ended = Closed and withdrawn ({ $n })
dep-list-empty = There are no departures here.
dep-list-left = { $n ->
    [one] { $n } working day left
   *[other] { $n } working days left
 }
dep-list-last-day-today = Today is the last working day
dep-list-last-day-over = The last working day is over

dep-col-person = Person
dep-col-number = Number
dep-col-ground = How
dep-col-status = Status
dep-col-task = Task
dep-col-owner = Owner
dep-col-due = Due
dep-col-stage = Stage
dep-col-gauge = Risk
dep-col-kind = Kind
dep-col-what = What
dep-col-receiver = Taken over by
dep-col-step = Approval
dep-col-approver = Asked of
dep-col-at = When
dep-col-who = Who
dep-col-entry = Evidence

dep-status-prepared = Prepared in confidence
dep-status-open = Running
dep-status-closed = Closed
dep-status-withdrawn = Withdrawn
dep-stage-notice = Notice and plan
dep-stage-handover = Handover
dep-stage-clearing = Clearing
dep-stage-closing = Closing
dep-stage-current = Current stage
dep-stage-done = { $count } settled
dep-ended-by-employee = By the employee
dep-ended-by-employer = By the employer
dep-ended-by-both = By agreement
dep-ended-by-neither = By law or event

dep-tab-overview = Overview
dep-tab-handover = Handover
dep-tab-tasks = Clearing list
dep-tab-sweep = In their name
dep-tab-approvals = Approvals
dep-tab-record = Record

dep-head-notice = Notice on { $day }
dep-head-running = day { $day } of { $of },{" "}
dep-head-left = { $n ->
    [one] { $n } working day left
   *[other] { $n } working days left
 }
dep-head-before = { $n ->
    [one] { $n } day until the notice
   *[other] { $n } days until the notice
 }
dep-head-over = { $n ->
    [one] last working day was { $n } day ago
   *[other] last working day was { $n } days ago
 }
dep-head-ended = ended { $at }, read-only
dep-announce = Announce
dep-advance = Go on to the next step
dep-close = Close the departure
dep-confirm-announce = The leaver and the colleagues concerned will see this departure from now on. Announce it?
dep-confirm-access = Every door of this person is shut now and open sessions end. Go on?
dep-confirm-withdraw = What was moved goes back to the person and access is restored. Withdraw?
dep-confirm-close = After closing, this departure can only be read. Close it?

dep-gauge-work = Work and knowledge
dep-gauge-secrets = Secrets and files
dep-gauge-customers = Customers and channels
dep-gauge-law = Law and settlement
dep-gauge-people = People
dep-gauge-not-set-up = Not set up
dep-gauge-not-set-up-note = There is nothing yet to read it from
dep-gauge-nothing = Nothing
dep-gauge-nothing-note = Nothing to be done
dep-gauge-overdue = { $n } overdue
dep-gauge-complete = All done
dep-gauge-on-time = All within their dates
dep-gauge-planned = The plan wants { $share } by today
dep-gauge-tasks-overdue = { $n ->
    [one] { $n } task overdue
   *[other] { $n } tasks overdue
 }
dep-gauge-outlook-late = { $n ->
    [one] Likely done { $day }, a day late
   *[other] Likely done { $day }, { $n } days late
 }
dep-gauge-basis = Based on
dep-basis-handover-items = Handover items
dep-basis-handover-items-count = { $n ->
    [one] { $n } handover item, by weight
   *[other] { $n } handover items, by weight
 }
dep-basis-tasks = Tasks
dep-basis-controlled-copies = Controlled copies
dep-basis-assets = Assets issued
dep-basis-customers = Customers and suppliers owned
dep-basis-approvals = Approvals
dep-basis-missing = { $what }: not set up, not counted
dep-basis-skipped = {" "}({ $n } more skipped with a reason)

dep-new-person = Who leaves
dep-new-person-hint = Employee number or name; the number where a name is borne by several.
dep-new-hired = hired { $day }
dep-new-ground = How it ends
dep-new-proposal = { $n ->
    [0] the law asks for no notice in days
   *[other] the law asks for { $n } days' notice
 }
dep-new-propose = Propose dates
dep-new-propose-hint = Proposed dates are only proposals; change any of them.
dep-new-access = Access ends at (may be settled later)
dep-new-reason-code = Statutory ground
dep-new-reason = Reason in words
dep-new-reason-hint = Only HR and legal see the reason, and each look is recorded.
dep-new-start = How to begin
dep-new-start-open = Announce and begin at once
dep-new-start-prepared = Prepare in confidence first
dep-new-prepare-hint = While it is prepared, neither the person nor the manager nor any colleague sees it; the decisions it needs come before the announcement.
dep-new-no-prepare-hint = This one comes from the employee or from an event and cannot be prepared in confidence.
dep-new-submit = Open the departure
dep-article-unchecked = { $article } (article not checked yet)

dep-date-notice = Notice
dep-date-last-day = Last working day
dep-date-legal-end = Legal end
dep-date-access = Access ends
dep-dates-title = The dates
dep-dates-edit = Change the dates
dep-dates-hint = Tasks that the system set move along; tasks that somebody changed by hand stay.
dep-dates-save = Save the dates
dep-notice-moved = { $n ->
    [0] No task had to move.
    [one] { $n } task moved along with the dates.
   *[other] { $n } tasks moved along with the dates.
 }
dep-notice-kept = { $n ->
    [one] { $n } task was changed by hand and stays; please check it.
   *[other] { $n } tasks were changed by hand and stay; please check them.
 }
dep-notice-restored = { $n ->
    [0] Nothing had to go back to the person.
    [one] { $n } thing went back to the person.
   *[other] { $n } things went back to the person.
 }
dep-notice-left = { $n ->
    [one] { $n } thing was changed since and stays as it is.
   *[other] { $n } things were changed since and stay as they are.
 }
dep-warn-short-notice = { $given } days from the notice to the legal end, where the law asks for { $wanted }: agreed, paid instead, or a breach.
dep-warn-last-day-not-working = The last working day is no working day.
dep-warn-provisional = The holidays of { $year } are not announced yet; working days are provisional.
dep-warn-stopped-before = The person stopped working before the notice.
dep-warn-far-apart = The dates are more than a year apart; check the year.
dep-warn-access-early = Access ends before the last working day.
dep-warn-access-late = Access ends only after the legal end.

dep-next-title = Before the next step
dep-next-none = Nothing stands in the way.
dep-facts = The departure
dep-fact-ended-by = Ended by
dep-fact-ground = How
dep-fact-article = Rests on
dep-fact-reason-code = Statutory ground
dep-fact-employer = Employer
dep-fact-department = Department
dep-fact-post = Post
dep-fact-emp-no = Employee number
dep-fact-hired = Hired
dep-fact-opened = Opened
dep-fact-announced = Announced
dep-fact-ended-reason = Why it was withdrawn
dep-show-reason = Show the reason
dep-show-remarks = Show the remarks
dep-show-reason-hint = The look is recorded
dep-access = Access off
dep-access-unsettled = Not settled
dep-access-set = Settled
dep-access-is-off = Off
dep-access-hint = From that minute on pages, sessions and old tokens refuse the person; only the own handover portal stays. It is a fact apart from the dates above.
dep-access-at = Access ends at
dep-access-save = Settle
dep-access-now = Shut every door now
dep-access-clear = Clear
dep-promises = What the company promised
dep-promises-hint = Earlier release, a reference letter, pay on the day: only what can be kept. The leaver sees this.
dep-promises-none = Nothing is promised yet.
dep-promise-open = To be kept
dep-promise-kept = Kept
dep-promise-kept-by = { $at }, said by { $name }
dep-promise-keep = Kept
dep-promise-what = Promise
dep-promise-due = By
dep-promise-add = Add
dep-withdraw = Withdraw
dep-withdraw-hint = Everything is put back; nothing is deleted.
dep-withdraw-reason = Why it is withdrawn
dep-withdraw-submit = Withdraw

dep-task-open = To do
dep-task-done = Done
dep-task-skipped = Skipped
dep-task-required = Required
dep-task-edited = Changed by hand
dep-task-owner-due = { $owner } · due { $due }
dep-task-settled-by = { $at } · { $name }
dep-task-finish = Done
dep-task-finish-label = Done: { $task }
dep-task-with-proof = Done, with proof
dep-task-remark = Remark
dep-task-proofs = Proof
dep-task-proof-missing = Proof is needed and not attached yet.
dep-task-no-proof = Nothing is attached.
dep-task-file = Attachment
dep-task-file-needed = Proof (needed)
dep-task-file-hint = PDF, picture, Office file, recording; the type is told by the content.
dep-task-skip = Skip
dep-task-skip-hint = You skip it under your name, and the reason is recorded.
dep-task-skip-reason = Why it is skipped
dep-task-edit = Another day, or an owner by name
dep-task-edit-hint = Once changed by hand, it no longer moves with the dates.
dep-task-owner = Owner (number or name, may be empty)
dep-task-reopen = Open again
dep-task-choose = Choose: { $task }
dep-task-finish-chosen = Mark the chosen tasks done
dep-task-finish-chosen-hint = Tick tasks that need no proof and mark them done at once; each leaves its own entry.
dep-task-add = Add a task
dep-task-add-required = Required: blocks the next stage until it is done
dep-task-add-submit = Add
dep-late = { $n ->
    [one] { $n } day late
   *[other] { $n } days late
 }
dep-due-today = Due today
dep-due-on = Due { $day }

dep-sweep-title = Everything that still points at the person
dep-sweep-summary = { $open } open, { $last } of them known to or owned by this person alone.
dep-sweep-prepared = Things are handed on after the announcement, so that nothing gives it away.
dep-sweep-none = Nothing points at the person.
dep-sweep-last = Sole holder
dep-sweep-give = Give to
dep-sweep-who = Number or name
dep-sweep-return = Returned
dep-sweep-returned = Returned
dep-sweep-taken = Taken over by { $name }
dep-sweep-open = Open
dep-sweep-account = Settled under “Access off”
dep-sweep-receiver-label = Who takes { $what }
dep-sweep-kind-count = { $kind } ({ $count })
dep-sweep-all = All that is open of
dep-sweep-all-to = goes to
dep-sweep-all-give = Give all
dep-sweep-hint = Employee number or name. The change is made at once, and undone when the departure is withdrawn. For knowledge only the taker is noted; whether it is mastered shows in the handover.
dep-pointer-report = Report
dep-pointer-department-head = Head of department
dep-pointer-approval = Waiting approval
dep-pointer-task = Task
dep-pointer-duty = Duty or open work
dep-pointer-request = Request
dep-pointer-customer = Customer or supplier
dep-pointer-knowledge = Knowledge
dep-pointer-asset = Asset
dep-pointer-controlled-copy = Controlled copy
dep-pointer-account = Account
dep-pointer-receiving = Item being taken over

dep-approval-pending = Waiting
dep-approval-approved = Approved
dep-approval-refused = Refused
dep-approval-answer = Answer
dep-approval-ask-again = Ask again
dep-approval-remark = Remark (needed for a refusal)
dep-approve = Approve
dep-refuse = Refuse
dep-approvals-none = This departure needs no approval.
dep-approvals-hint = Each is answered once; nobody approves the own departure.
dep-gate-announce = Before the announcement
dep-gate-handover = Before the handover
dep-gate-clearing = Before the clearing
dep-gate-closing = Before the closing
dep-waiting-none = Nothing waits for your approval.
dep-waiting-dates = Notice { $notice }, last working day { $last }
dep-waiting-since = Waiting since { $at }

dep-record-hint = Each line is in the evidence log; a later change would be found.
dep-record-system = System
dep-record-other = Another change ({ $kind })
record-departure-opened = Opened { $number }: { $ground }, { $status }; notice { $notice_on }, last working day { $last_day }, legal end { $legal_end }
record-departure-dates-set = Dates changed: last working day from { $old_last_day } to { $last_day }, legal end from { $old_legal_end } to { $legal_end }, notice from { $old_notice_on } to { $notice_on }; { $moved } tasks moved, { $kept } stayed as changed by hand
record-departure-stage-advanced = From “{ $from_stage }” to “{ $stage }”
record-departure-announced = Announced
record-departure-access-set = Access ends at { $at }
record-departure-access-off = Every door shut: { $at }
record-departure-access-cleared = The end of access is unsettled again
record-departure-withdrawn = Withdrawn: { $restored } things put back, { $left } left as they are now
record-departure-closed = Closed; the employment ended on { $left_on }
record-departure-waived = No longer waiting for “{ $subject }”, because: { $reason }
record-task-done = Done: { $task }
record-task-skipped = Skipped: { $task }, because: { $reason }
record-task-reopened = Opened again: { $task }
record-task-edited = Changed: { $task }, due { $due_on }
record-task-added = Added: { $task }, due { $due_on }
record-approval-given = Approved: { $step }
record-approval-refused = Refused: { $step }
record-approval-asked-again = Asked again: { $step }
record-sweep-moved = { $kind } “{ $label }” goes to { $receiver }
record-sweep-last-holder-moved = Attention: this person was the sole holder. { $kind } “{ $label }” goes to { $receiver }
record-sweep-returned = { $kind } “{ $label }” returned
record-commitment-made = Promised: { $what }
record-commitment-kept = Kept: { $what }
record-attachment-added = Attached { $file_name }
record-attachment-opened = Opened an attachment
record-look-recorded = Looked at something sensitive

dep-close-blocked = { $n ->
    [one] { $n } thing stands in the way:
   *[other] { $n } things stand in the way:
 }
dep-close-open = Open
dep-close-not-open = Only a running departure can be closed.
dep-close-not-ended = The employment runs until { $day }
dep-close-stage = It is still in the stage “{ $stage }”
dep-close-stage-how = Go on to the last stage first
dep-close-task-how = Do it, or skip it with a reason
dep-close-item-how = No receiver has passed the teach-back or done it alone
dep-close-pointers = { $kind }: { $count } still point at the person
dep-close-pointers-how = Hand them on, take them back or shut them
dep-close-ready = Everything is settled. The employment ends on { $day }.
dep-close-submit = Close and file
dep-waive = Stop waiting for it
dep-waive-reason = Reason
dep-waive-submit = Record under my name
dep-waived = No longer waited for, by name
dep-waived-tag = Waived

overview-morning = Good morning, { $name }
overview-afternoon = Good afternoon, { $name }
overview-evening = Good evening, { $name }
overview-summary = { $n ->
    [0] nothing needs you today.
    [one] { $n } thing needs you today; the rest is on track.
   *[other] { $n } things need you today; the rest is on track.
 }
overview-first = First today
overview-nothing = Nothing is due or late.
overview-days = Deadlines of the next 30 days
overview-days-none = No deadline within 30 days.
overview-day = { $name }: { $what }
overview-day-last = Last working day
overview-day-end = Legal end
overview-day-access = Access
overview-day-access-at = access ends { $at }
overview-day-law = Asked for by law
overview-leaving = Leaving
overview-leaving-count = { $n ->
    [one] { $n } person
   *[other] { $n } people
 }
overview-list = List
overview-nobody = Nobody is leaving at the moment.
overview-work = Work (line = plan)
overview-next = Next step
overview-complete = Done
overview-no-items = No handover items yet
overview-bar = { $share } handed over, { $planned } planned
overview-tag-work = Handover
overview-tag-secrets = Secrets
overview-tag-customers = Customers
overview-tag-law = Law
overview-tag-people = People
overview-tag-approval = Approval
overview-tag-access = Access
overview-task-why = { $late } · { $owner }
overview-task-due = Due { $day }
overview-task-more = {""}; { $n } more of this departure are due
overview-access-what = has the last working day on { $day }, and nobody settled when access ends
overview-access-why = Unsettled, the accounts still open after the person is gone
overview-close-what = left on { $day }, and the departure is not closed
overview-close-why = Closing files it, read-only
overview-handover-what = is at { $share } by weight where the plan wants { $planned }
overview-handover-why = Last working day { $day }; put the weightiest items first
overview-checks-what = Checks that do not hold: { $checks }
overview-do-task = See to it
overview-do-approval = Answer
overview-do-access = Settle
overview-do-close = Close
overview-do-handover = See the handover

done-departure-opened = The departure is open; its tasks and approvals are set by kind and department.
done-dates-set = The dates are saved.
done-announced = Announced.
done-advanced = In the next stage.
done-withdrawn = Withdrawn; everything is as before.
done-closed = Closed; read-only from now on.
done-access-set = The end of access is saved.
done-access-off = Every door is shut; open sessions have ended.
done-access-cleared = The end of access is unsettled again.
done-promised = The promise is written down.
done-kept = Noted as kept.
done-task-done = Noted as done.
done-task-skipped = Skipped; the reason is recorded.
done-task-reopened = Open again.
done-task-edited = Changed; it no longer moves with the dates.
done-task-added = Added.
done-sweep-all-moved = All handed on; the changes are made.
done-sweep-some-moved = What could be handed on was; the receiver cannot take the rest: choose somebody for each.
done-tasks-none = No open task was chosen.
done-tasks-done = The chosen tasks are done.
done-sweep-moved = Handed on; the change is made.
done-sweep-returned = Noted as returned.
done-decided = Your answer is recorded.
done-asked-again = Asked again.
done-waived = Recorded under your name.

error-own-departure = Nobody runs the own departure.
error-not-employed = This person is not employed any more.
error-departure-running = This person has a running departure; close or withdraw it first.
error-person-unknown = Nobody was found, or the name is borne by several; use the employee number.
error-reason-code = This kind asks for one of its statutory grounds; other kinds for none.
error-cannot-prepare = This kind cannot be prepared in confidence.
error-last-day-before-notice = The last working day cannot lie before the notice.
error-legal-end-before-notice = The legal end cannot lie before the notice.
error-legal-end-before-last-day = The legal end cannot lie before the last working day.
error-notice-before-hire = The notice lies before the employment.
error-last-day-before-hire = The last working day lies before the employment.
error-instant = Please write the time as 2026-11-25T18:00.
error-departure-state = The departure does not allow this as it stands.
error-departure-ended = The employment has ended; coming back is a new employment.
error-departure-blocked = Required tasks or approvals are open, so the next step has to wait.
error-last-stage = This is the last stage.
error-reason-needed = Please give a reason.
error-proof-needed = This is done only with its proof attached.
error-task-settled = This was settled already.
error-announce-first = While it is prepared, shutting access would give it away; announce it first.
error-approval-decided = This was answered already.
error-refusal-reason = Please say why it is refused.
error-receiver-unknown = No such colleague is employed, or this one leaves too.
error-receiver-ambiguous = The name is borne by several; use the employee number.
error-receiver-has-it = This person has it already, or it cannot go to this person.
error-receiver-below = It cannot go to the person or to somebody below.
error-pointer-gone = This no longer points at the leaver; reload the page.
error-closing-blocked = Something still stands in the way.
error-file-too-large = The file is too large.
error-file-empty = The file is empty.
error-file-type = This type of file is not accepted; use PDF, a picture, an Office file or a recording.
overview-talk-what = is to be talked to by { $day }
overview-do-talk = To the talk
