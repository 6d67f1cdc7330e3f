# One fault or warning of a roster: `row` is a number or runs of them (2–9, 11).
cli-row-fault = Row { $row }, { $column }: { $message }
cli-row-warning = Row { $row }, { $column }: note: { $message }

cli-lsp-beyond = { $id }, { $layout } sheet: block "{ $block }" reaches { $by } mm beyond the frame
cli-lsp-key-next = Next: absah keys new --lsp { $id }
cli-lsp-known = LSP { $id } is there already; bring it up to date with: absah lsp import
cli-lsp-line = { $id }: { $name } ({ $schemes ->
    [one] { $schemes } scheme
   *[other] { $schemes } schemes
}, { $site })
cli-lsp-no-scheme = LSP { $id } has no such scheme; it has: { $known }
cli-lsp-not-overwritten = { $file } is there already and is not overwritten
cli-lsp-proof = Print both on plain paper without scaling (100 %). What they say is invented; no number was taken.
cli-lsp-unit-repeated = { $id } { $scheme }: repeated unit: { $units }
cli-lsp-unknown = There is no LSP { $id } here
cli-lsp-upon = { $id }, { $layout } sheet: blocks "{ $first }" and "{ $second }" overlap by { $width } × { $height } mm
cli-print-revoked = Note: certificate { $number } is revoked.
cli-print-superseded = Note: certificate { $number } was replaced.
cli-print-suspended = Note: certificate { $number } is suspended.

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
