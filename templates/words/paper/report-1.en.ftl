# The words of a report's paper, edition 1. Released: papers are compared with them for ever, so nothing in here changes.

title = Report on a list of workers
maker = Checked by
until = Contract until
checked-at = Checked at
as-of = As of the status lists of
id = Report number
scan = Scan to check this report
certificate = Certificate
ends = Valid until
foot = Report { $id }
what = Names, jobs, schemes wanted and row numbers are those of the list that was checked; all else is of the certificates that the LSPs signed and of their status lists. No NIK is given. The answers are about the instant of checking: certificates may be suspended or revoked later. The rows go with this PDF as laporan.csv and are signed too: print that was altered shows when this PDF is checked at the site of any LSP that uses Absah.
spelt = Letters that the fonts lack are printed as their numbers, such as [U+897F]; laporan.csv has them whole.
example = EXAMPLE: made by a demonstration, by no real LSP.
lsp = LSP { $lsp }
holder = in the name of { $holder }
note-superseded = Replaced by number { $number }
note-name = The name on the certificate differs
note-scheme = It is of another scheme
fit = { $fits } of { $count } fit until { $day }
page = Page { $page } of { $pages }
column-row = Row
column-name = Name
column-wanted = Scheme wanted
column-answer = Answer

# What each answer is called, by its word.
answer-expired = Expired
answer-expires_early = Ends before the contract
answer-fits = Fits
answer-forged = Forged
answer-name_differs = Name differs
answer-nik_differs = NIK differs
answer-not_checked = Not checked
answer-not_found = Not found
answer-not_yet_valid = Not yet valid
answer-revoked = Revoked
answer-superseded = Replaced
answer-suspended = Suspended
answer-unreadable = Unreadable
answer-untrusted = Not trusted
answer-wrong_scheme = Another scheme

# Days and instants.
day = { $day } { $month } { $year }
moment = { $day }, { $hour }:{ $minute } { $zone }
month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
