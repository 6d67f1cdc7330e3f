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

cli-ask-revoke = Revoke certificate No. { $number } of { $holder }, { $scheme }, for good?
cli-ask-suspend = Suspend certificate No. { $number } of { $holder }, { $scheme }?
cli-nothing-changed = Nothing was changed.
cli-yes-or-no = [y/n]

# Followed by the link, on a line of its own.
cli-replaced = Certificate No. { $old } is superseded; No. { $number } stands in its place:
