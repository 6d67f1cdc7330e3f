# The first page, whom to call, the journal, and personal data.
office-records-part-watch = Watch
office-records-part-journal = Journal
office-records-waits = Waiting for you
office-records-waits-nothing = Nothing waits for you.
office-records-waits-asked = { $count ->
    [one] { $count } request waits to be decided
   *[other] { $count } requests wait to be decided
}
office-records-waits-request = { $what }: { $size }
office-records-waits-returned = { $event }: the roster was sent back, mend it and submit it again
office-records-waits-faults = { $event }: { $count ->
    [one] { $count } fault
   *[other] { $count } faults
} in the roster
office-records-waits-draft = { $event }: the roster is not submitted yet
office-records-waits-failed = Not done. { $why }
office-records-waits-person = { $name } has not finished setting up the account
office-records-waits-person-odd = The account { $name } is not as the journal tells
office-records-alarm-stolen = Key { $kid } signed { $count ->
    [one] { $count } certificate
   *[other] { $count } certificates
} that this LSP never issued; last seen { $moment }. The key is stolen.
office-records-alarm-stolen-todo = Today, have whoever looks after the server run: absah keys compromised { $kid }. Everything that was truly issued stays good; the forgeries are refused.
office-records-alarm-broken = The journal of this LSP does not hold: somebody altered entries or took some out, in the database itself.
office-records-alarm-states = Tables tell another state than the journal of { $count ->
    [one] { $count } certificate
   *[other] { $count } certificates
}: somebody wrote into the database itself.
office-records-alarm-apart-todo = The public is still answered by the journal. Check the journal now, and tell whoever looks after the server: absah journal verify, then absah journal repair.
office-records-alarm-no-report = Checks of lists at this site give no signed report: the LSP has no report key that the trust list names.
office-records-alarm-no-report-todo = Have whoever runs the server enter: { $command }. A key that was made already waits for the root's keeper to sign it.
office-records-alarm-look = Look at it
office-records-chart-issued = Issued by month and scheme
office-records-chart-issued-about = Certificates issued in the last twelve months, by month and scheme; the figures are in the table below.
office-records-chart-issued-none = Nothing was issued in the last twelve months.
office-records-chart-ends = Ending by month
office-records-chart-ends-about = Valid certificates that end in the next twelve months, by month; the figures are in the table below.
office-records-chart-ends-none = No certificate ends in the next twelve months.
office-records-chart-ends-list = Whom to call
office-records-chart-ending = Ending
office-records-chart-events = K and BK by event
office-records-chart-events-none = No event was assessed yet.
office-records-chart-events-line = K { $competent } · BK { $not_yet } · absent { $absent }
office-records-chart-others = Others
office-records-chart-table = The figures in a table
office-records-k = K, competent
office-records-bk = BK, not yet competent
office-records-absent = Absent
office-records-month = Month
office-records-all = All
office-records-counted = Counted { $moment }.
office-records-watch = Whom to call
office-records-lists = Lists
office-records-list-surveillance = Surveillance
office-records-list-notice = Ending soon
office-records-list-expired = Ended
office-records-due-surveillance = Surveillance
office-records-due-notice = Notice
office-records-due-expired = Ended
office-records-from = { $what } from
office-records-to = Until
office-records-scheme = Scheme
office-records-every-scheme = Every scheme
office-records-event = Event
office-records-every-event = Every event
office-records-show = Show
office-records-widen = Remove filter: { $what }
office-records-nobody = Nobody.
office-records-number = Certificate number
office-records-holder = Holder
office-records-institution = Institution
office-records-issued = Issued
office-records-until = Valid until
office-records-state = State
office-records-pages = Pages
office-records-first = First page
office-records-before = Previous
office-records-next = Next
office-records-xlsx = Save as Excel
office-records-csv = Save as CSV
office-records-export-told = The file has names in it, so the journal tells who took it.
office-records-export-long = More than { $most } rows: choose fewer days, or a scheme.
office-records-renewal = Begin a renewal roster
office-records-renewal-hint = Holders of one scheme on the days above become participants of an event, with their results left blank.
office-records-renewal-event = Event that assesses them
office-records-renewal-button = Make the renewal roster
office-records-renewal-choose = Choose a scheme and an event first.
office-records-periods = Periods
office-records-periods-surveillance = Surveillance, months from the day of issue
office-records-periods-notice = Notice, months before the end
office-records-periods-notice-hint = 3 is the 33rd month of a certificate of three years.
office-records-periods-ended = On the list of those that ended, months
office-records-periods-erasure = Personal data is kept, years after the last certificate's end
office-records-periods-erasure-hint = After that NIK, address and the rest may be erased; certificates can still be checked.
office-records-periods-button = Save
office-records-periods-fault = Write a number from { $least } to { $most }.
office-records-done-periods = The periods are saved.
office-records-journal-filter = What was done, the newest first
office-records-every-act = Every act
office-records-who-or-approved = By, or approved by
office-records-day-from = From day
office-records-no-entry = No such entry.
office-records-entry = Entry
office-records-entry-of = Entry { $number }
office-records-at = When
office-records-who = By
office-records-approved = Approved by
office-records-approved-by = approved by { $by }
office-records-act = Act
office-records-subject = About
office-records-details = Details
office-records-address = From address
office-records-holds = As it was written
office-records-holds-yes = yes
office-records-holds-no = Not as it was written
office-records-console = { $user } (command line)
office-records-service = The service
office-records-older = Older
office-records-newer = Newer
office-records-detail-issued = issued { $value }
office-records-detail-recorded = recorded { $value }
office-records-detail-issued-on = day of issue { $value }
office-records-detail-size = size { $value }
office-records-detail-kind = request { $value }
office-records-detail-reason = reason { $value }
office-records-detail-successor = successor { $value }
office-records-detail-fault = fault { $value }
office-records-detail-roles = roles { $value }
office-records-detail-entries = entries { $value }
office-records-detail-holders = people { $value }
office-records-detail-until = until { $value }
office-records-alarm-check = The last check found a journal that does not hold, or tables that say otherwise than it.
office-records-check = Check the journal
office-records-check-what = Every entry is held against a key that is not in the database, and every certificate against the journal.
office-records-check-result = Result
office-records-check-none = Not checked since the service started.
office-records-check-running = It is being checked. You may close this page.
office-records-check-running-already = A check is under way. Wait until it has ended.
office-records-check-since = Since { $moment }
office-records-check-done = Checked { $moment }
office-records-check-against = Held against the head saved { $moment }
office-records-check-head = { $entries } entries; last hash { $hash }…
office-records-check-well = The journal holds, and all tables say what it says.
office-records-check-broken = The journal DOES NOT HOLD: { $fault }
office-records-check-failed = The check did not end; the server's log says why.
office-records-check-more = And { $count } more: absah journal verify tells all of them.
office-records-check-mend = The public is still answered by the journal. Have whoever looks after the server run: absah journal repair.
office-records-check-backup = Have whoever looks after the server restore a backup, and find out who writes into the database.
office-records-check-save = Save the journal's head
office-records-check-save-hint = Keep the file elsewhere: it alone shows that the last entries were taken out.
office-records-check-begin = Check now
office-records-check-head-title = Hold it against a saved head
office-records-check-head-hint = The file of the button above, or of absah journal verify --save.
office-records-check-file = File of the journal's head
office-records-check-against-button = Check with this file
office-records-check-no-heads = This file is no head of this LSP's journal.
office-records-erased = Erased
office-records-erased-roster = This roster was erased: its personal data was kept as long as it may be.
office-records-erased-journal = Erasures in the journal
office-records-privacy = Personal data
office-records-erase = Erase personal data
office-records-erase-before = Everything that ended before { $day }
office-records-erase-what = NIK, address, telephone and the rest are kept for { $years ->
    [one] 1 year
   *[other] { $years } years
} after the end of a person's last certificate. Then they are erased, with the files of their rosters. Certificates can be checked and found by their numbers as before.
office-records-erase-due = Entries that ended before { $before }
office-records-erase-nothing = Nothing is due to be erased yet.
office-records-erase-ask = Ask to erase the personal data of { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
office-records-erase-hint = Another person decides. What is erased cannot be brought back.
office-records-give = Give a holder her data
office-records-give-hint = Only with the certificate's number and the whole NIK from the person herself. It stands in the journal without her name.
office-records-give-form = As
office-records-give-page = A page to read or print
office-records-give-json = A JSON file
office-records-give-button = Give the data
office-records-holder-none = This number and NIK fit no certificate, or the NIK was erased.
office-records-given = What is kept about you
office-records-given-of = Part
office-records-given-what = What is kept
office-records-given-value = Value
office-records-given-person = Person
office-records-given-nik = NIK
office-records-given-lsp = Kept by
office-records-given-at = Given out
office-records-given-name = Name
office-records-given-tested = Day of the test
office-records-given-decision = Result
office-records-given-recorded = Recorded
office-records-given-particulars = Other data
office-records-given-erased = erased
office-records-given-left-out = Not in this
office-records-given-corrected = { $count ->
    [one] One assessment whose NIK was corrected. Please ask for it at the LSP's office.
   *[other] { $count } assessments whose NIK was corrected. Please ask for them at the LSP's office.
}
office-records-given-altered = { $count ->
    [one] One certificate whose record is not as it was issued. Please ask at the LSP's office.
   *[other] { $count } certificates whose records are not as they were issued. Please ask at the LSP's office.
}
office-records-given-assessment = Assessment { $scheme }
office-records-given-certificate = Certificate { $number }
office-records-given-registration = Registration number
office-records-given-blanko = Blanko number
office-records-given-photo = Photo
office-records-given-on-sheet = on the certificate's sheet
