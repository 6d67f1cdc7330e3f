# One fault or warning of a roster: `row` is a number or runs of them (2–9, 11).
cli-row-fault = Row { $row }, { $column }: { $message }
cli-row-warning = Row { $row }, { $column }: note: { $message }

cli-checked =
    { $good ->
        [one] { $good } row
       *[other] { $good } rows
    } can be taken, { $bad ->
        [one] { $bad } fault
       *[other] { $bad } faults
    } to mend
cli-issued = { $issued } issued, { $already } issued before, { $recorded } recorded without a certificate, { $refused } refused

cli-migrated = The tables are up to date.
