# One roster: preview, cells mended, submitted.
office-rosters-title = Roster
office-rosters-heading = Roster
office-rosters-of-event = Event: { $name }
office-rosters-file = File: { $name }
office-rosters-made-again = Made of those not yet competent
office-rosters-made-renewal = Made of those whose certificates end
office-rosters-issued-on = Day of issue: { $day }
office-rosters-mended-count = { $count ->
    [one] { $count } cell mended on this page
   *[other] { $count } cells mended on this page
}
office-rosters-remark = Sent back with a remark
office-rosters-faults = { $count ->
    [one] { $count } fault to mend
   *[other] { $count } faults to mend
}
office-rosters-faults-how = Mend them here and save; or mend them in Excel and hand the file in again.
office-rosters-no-fault = There is no fault.
office-rosters-fault-cell = Cell { $cell } ({ $heading })
office-rosters-fault-row = Row { $row }
office-rosters-mend-label = What cell { $cell } should say
office-rosters-mend-button = Save what was mended
office-rosters-more-faults = and { $count } more; they show once those above are mended
office-rosters-warnings = { $count ->
    [one] { $count } thing to look at
   *[other] { $count } things to look at
}
office-rosters-warned-rows = Rows { $rows }
office-rosters-warned-more = Rows { $rows }, and { $more } more
office-rosters-scheme = Scheme
office-rosters-comes = What it comes to
office-rosters-comes-certificates = { $count ->
    [one] { $count } certificate will be issued
   *[other] { $count } certificates will be issued
}
office-rosters-comes-already = { $count ->
    [one] { $count } certificate was issued before
   *[other] { $count } certificates were issued before
}
office-rosters-comes-recorded = { $count ->
    [one] { $count } person is recorded without a certificate (BK or absent)
   *[other] { $count } people are recorded without a certificate (BK or absent)
}
office-rosters-people = People as in the file
office-rosters-people-shown = The first { $shown } of { $count } rows
office-rosters-row = Row
office-rosters-submit = { $count ->
    [one] Submit { $count } certificate for approval
   *[other] Submit { $count } certificates for approval
}
office-rosters-submit-how = Somebody else approves; you cannot approve this roster.
office-rosters-again = Hand in another file
office-rosters-again-how = What was mended on this page is lost when the file is replaced.
office-rosters-again-button = Replace the file
office-rosters-date = Change the day of issue
office-rosters-date-button = Save the day
office-rosters-withdraw = Withdraw this roster
office-rosters-to-request = See the request for approval
office-rosters-unreadable = This roster cannot be read
office-rosters-fault-changed = Somebody else changed this roster. See how it is now and do it again.
office-rosters-fault-outside = That cell lies outside of the roster.
office-rosters-fault-long = The text of a cell is too long.
office-rosters-fault-nobody = Nobody is to be assessed again.
office-rosters-fault-event = There is no such event or wave.
office-rosters-fault-state = This roster cannot be changed any more.
office-rosters-fault-cells = At most 2,000 cells are mended on a page. Mend them in Excel and hand the file in again.
office-rosters-fault-nobody-sat = Nobody in this roster is K or BK. Fill in the decisions first.
office-rosters-fault-faults = { $count ->
    [one] There is { $count } fault left.
   *[other] There are { $count } faults left.
}
office-rosters-error = Error:
