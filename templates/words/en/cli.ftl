# One fault or warning of a roster: `row` is a number or runs of them (2–9, 11), `column` may name its cell.
cli-row-fault = Row { $row }, { $column }: { $message }
cli-row-warning = Row { $row }, { $column }: note: { $message }
cli-checked-scheme = { $scheme }: { $competent } K, { $not_yet_competent } BK, { $absent } absent
cli-checked =
    { $good ->
        [one] { $good } row
       *[other] { $good } rows
    } can be taken, { $bad ->
        [one] { $bad } fault
       *[other] { $bad } faults
    } to mend
cli-issued = { $issued } issued, { $already } issued before, { $recorded } recorded without a certificate, { $refused } refused
cli-issue-day-to-come = Note: the day of issue { $day } is still to come.
cli-photos-left-out = Note: the roster names photos; they are left out without --photos DIR.
cli-handed-out = { $count } PDF, daftar.xlsx and certificates.csv in { $dir }
cli-progress-signed = signed

# What stands in the way of reading and writing.
cli-cannot-read = Cannot read { $path }
cli-cannot-write = Cannot write { $path }
cli-cannot-make = Cannot make { $path }
cli-cannot-listen = Cannot listen on { $address }
cli-cannot-listen-demo = Cannot listen on { $address }; try another port: --listen 127.0.0.1:8081
cli-too-large = { $path } is larger than { $most } MiB
cli-argument = The argument { $name }
cli-no-such-file = { $path }: no such file

# The installation.
cli-migrated = The tables are up to date.
cli-database-not-set-up = Cannot set up the database
cli-database-not-opened = Cannot open the database given by --database or DATABASE_URL
cli-no-installation = No installation in { $dir } (--data)

# One certificate.
cli-state-now = { $number } ({ $lsp }): { $state }
cli-replaced = Certificate No. { $old } is superseded; No. { $number } stands in its place:
cli-ask-revoke = Revoke certificate No. { $number } of { $holder }, { $scheme }, for good?
cli-ask-suspend = Suspend certificate No. { $number } of { $holder }, { $scheme }?
cli-nothing-changed = Nothing was changed.
cli-yes-or-no = [y/n]
cli-yes-needed = There is no terminal to ask on; say --yes to agree with what is shown
cli-no-answer = No answer could be read

cli-printer-file = The printer's file { $path }

# Verdicts.
cli-verdict-expired = expired
cli-verdict-forged = FORGED
cli-verdict-not-found = not found
cli-verdict-not-yet-valid = not yet valid
cli-verdict-revoked = revoked
cli-verdict-status-unknown = the status cannot be told
cli-verdict-superseded = replaced by another
cli-verdict-suspended = suspended
cli-verdict-unreadable = unreadable
cli-verdict-untrusted = not trusted
cli-verdict-valid = VALID
cli-verdict-on = on { $day }
cli-verdict-since = since { $instant }
cli-verdict-successor = replaced by No. { $number }
cli-verdict-ask-successor = ask the LSP which one replaces it
cli-verdict-more-at = the LSP's own site knows more: { $site }
cli-verdict-as-of = status as of { $instant }
cli-finding-foreign-site = the link leads to a site that is not the LSP's
cli-finding-others-unknown = its signer is no LSP of this installation, and the rest of the trust list cannot be read
cli-finding-pages-beside = it has pages that are none of this certificate's
cli-finding-pages-unread = its last pages were not looked at
cli-finding-qr-differs = a QR on it is not this certificate's
cli-finding-qr-missing = no QR can be read on it; it was judged by what is attached
cli-finding-sheet-differs = units, term or wording are not as issued
cli-finding-text-differs = not in print as it was signed: { $named }
cli-finding-text-hidden = it has text that cannot be seen: covered, tiny, or in the colour of the paper
cli-finding-text-unchecked = only the QR was checked: the printing is a picture, or in other letters than sheets have. Compare name and number on the paper with those above; if they differ, do not accept it
cli-finding-trust-list-expired = the trust list is past its time
cli-finding-trust-list-missing = no root has signed this installation's keys yet, so nothing is called valid: absah trust root root-1, or docs/keys.md
cli-finding-view-varies = it has layers, notes or form fields; other programs may show it otherwise
cli-differing-issued-on = day of issue
cli-differing-name = name
cli-differing-number = number
cli-differing-scheme = scheme
cli-differing-valid-until = term
cli-no-token = Standard input held no token
cli-nothing-fetched = --trust: nothing is fetched here; fetch it first: absah trust fetch URL --out DIR
cli-trust-list-age-hours =
    { $hours ->
        [0] The trust list is less than an hour old; it holds until { $until }
       *[other] The trust list is { $hours } h old; it holds until { $until }
    }
cli-trust-list-age-days = The trust list is { $days } days old; it holds until { $until }
cli-trust-list-past = The trust list is past its time since { $until }

# LSPs.
cli-lsp-line = { $id }: { $name } ({ $schemes ->
    [one] { $schemes } scheme
   *[other] { $schemes } schemes
}, { $site })
cli-lsp-of = LSP { $id }
cli-lsp-form-of = The design of LSP { $id }
cli-lsp-layout-not-utf8 = A layout is not UTF-8
cli-lsp-unit-repeated = { $id } { $scheme }: repeated unit: { $units }
cli-no-lsp = No LSP { $id } here

# Keys and roots.
cli-next = Next: { $command }
cli-key-use-certificate = certificate
cli-key-use-report = report
cli-key-use-status = status
cli-key-made = Key { $use } { $kid } made for { $lsp }: { $file }
cli-key-keep = Copy the file and its passphrase to safe places, apart from each other.
cli-passphrase-short = Note: the passphrase of the keys has fewer than { $shortest } characters; it is guessed, whatever a guess costs. Choose a longer one for new installations.
cli-keys-little-memory = Note: there is little memory free. Key files are written to take { $mib } MiB a guess instead of { $full }; where there is more memory, run: absah keys renew
cli-keys-renewed =
    { $count ->
        [0] Every key file is as hard to guess at as a new one.
        [one] { $count } key file made anew:
       *[other] { $count } key files made anew:
    }
cli-keys-weak =
    { $count ->
        [one] { $count } key file is easier to guess at than a new one
       *[other] { $count } key files are easier to guess at than new ones
    }; make anew with: absah keys renew
cli-keys-weak-file = { $name }.pem: { $derivation }
cli-key-retired = Key { $kid } ends today; its certificates stay good.
cli-key-retired-report = Key { $kid } ends today; the reports that it signed stay good.
cli-key-retired-status = Key { $kid } ends today; status lists are signed anew.
cli-key-destroyed = Its private half is destroyed here; destroy its copies too.
cli-key-waits = (waits for the root's signature)
cli-key-compromised = Key { $kid } is declared stolen since { $since }.
cli-key-honoured =
    { $count ->
        [one] { $count } certificate that was truly issued stays good; nothing else does.
       *[other] { $count } certificates that were truly issued stay good; nothing else does.
    }
cli-key-honoured-report = Reports that it signed are believed no more, whenever they were made; for a new one a list is checked once more.
cli-key-honoured-status = Status lists that it signed are believed no more; all are signed anew by an active status key.
cli-key-unconfirmed = Issued later and not vouched for; where it is true, run it again with --confirm NUMBER: { $count }
cli-key-unjournalled = In no journal entry, NOT honoured; look at each: { $count }
cli-confirm-no-number = --confirm: this is no number: { $text }
cli-since-no-instant = --since: expected an instant such as 2026-11-20T14:00:00+07:00, or a day such as 2026-11-20, not { $text }
cli-root-made = { $name } { $kid } made: { $file }
cli-root-give = Give to every verifier: { $file }
cli-root-keep = Keep its private half and its passphrase apart, and off every server.
cli-root-made-not-signed = The root is made, but no list was signed
cli-handed-over = Root { $old } is withdrawn for ever; its successor is { $successor }: { $file }
cli-handed-over-not-signed = The handover is made, but no list was signed

# The trust list.
cli-trust-signed-anew = The trust list is signed and published anew.
cli-trust-signed-to = { $lsps } LSP, signed: { $file }
cli-trust-signed-here = { $lsps } LSP, signed and published here.
cli-trust-learn = Verifiers elsewhere learn of it from a new trust list only:
cli-trust-learn-export = send this to the root's keeper
cli-trust-learn-publish = with the list that comes back
cli-trust-published = The trust list is published: { $lsps } LSP.
cli-trust-without = Not in it: { $lsps }
cli-trust-no-entries = No installation in { $dir }; name entries that absah keys export wrote
cli-trust-list-too-large = { $path } is larger than any trust list
cli-trust-entry-too-large = { $path } is larger than any entry
cli-trust-no-entry = { $path } is no entry of absah keys export
cli-trust-no-list = { $source } is no trust list
cli-fetched = { $count } lists in { $dir }
cli-fetch-refused = refused: { $name }: { $cause }
cli-fetch-missed = not to be had: { $name }: { $cause }
cli-fetch-unchecked = Nothing was checked: no --root was given. Lists are checked when they are used.

# What a trust list says otherwise than the one before it. `kind` is licence, scheme or key; a day that is "open" is none.
cli-ask-trust-sign = Sign this list?
cli-trust-not-signed = Nothing was signed.
cli-trust-held = NOT published: this would reopen the past, so it is not done by itself. Until it is signed, verifiers and this service go by the list before.
cli-diff-reopens = reopens the past; signed only with --allow { $name }
cli-diff-notice = Every page says from now on: { $notice }
cli-diff-no-notice = The pages have no notice any more.
cli-diff-root-back = Root { $kid } was withdrawn for ever, and is not any more.
cli-diff-root-withdrawn = Root { $kid } is withdrawn for ever.
cli-diff-lsp = { $lsp }: a new LSP, { $name }
cli-diff-lsp-gone = { $lsp }: the LSP { $name } is not in the list any more
cli-diff-name = { $lsp }: its name was { $before } and is now { $now }
cli-diff-name-english = { $lsp }: its English name was { $before } and is now { $now }
cli-diff-site = { $lsp }: its site was { $before } and is now { $now }
cli-diff-former-site = { $lsp }: a site of before, which older sheets name: { $site }
cli-diff-former-site-gone = { $lsp }: { $site } does not count as its site of before any more
cli-diff-zone = { $lsp }: its time zone was { $before } and is now { $now }; every day of issue begins at another instant
cli-diff-lists = { $lsp }: its status lists lay at { $before } and lie now at { $now }
cli-diff-decree = { $lsp }: licence { $licence } rested on { $before } and rests now on { $now }
cli-diff-period =
    { $lsp }: { $kind ->
        [licence] a new licence
       *[scheme] a new scheme
    } { $id }, for days of issue { $from ->
        [open] from ever
       *[other] from { $from }
    } { $until ->
        [open] on, without end
       *[other] until { $until }
    }
cli-diff-key =
    { $lsp }: a new key { $kid } for { $use ->
        [certificate] certificates
        [status] status lists
       *[report] reports
    } ({ $state ->
        [active] active
        [compromised] stolen
        [retired] retired
       *[unknown] in a state that is not known
    }), for days of issue from { $from } { $until ->
        [open] on, without end
       *[other] until { $until }
    }
cli-diff-gone =
    { $lsp }: { $kind ->
        [licence] a period of licence
        [scheme] a period of scheme
       *[key] key
    } { $id } is not in the list any more
cli-diff-from =
    { $lsp }: { $kind ->
        [licence] licence
        [scheme] scheme
       *[key] key
    } { $id } began { $before ->
        [open] from ever
       *[other] on { $before }
    } and begins now { $now ->
        [open] from ever
       *[other] on { $now }
    }
cli-diff-until =
    { $lsp }: { $kind ->
        [licence] licence
        [scheme] scheme
       *[key] key
    } { $id } { $before ->
        [open] had no end
       *[other] ended on { $before }
    } and { $now ->
        [open] has none now
       *[other] ends now on { $now }
    }
cli-diff-state =
    { $lsp }: key { $kid } was { $before ->
        [active] active
        [compromised] stolen
        [retired] retired
       *[unknown] in a state that is not known
    } and is now { $now ->
        [active] active
        [compromised] stolen
        [retired] retired
       *[unknown] in a state that is not known
    }
cli-diff-use =
    { $lsp }: key { $kid } was for { $before ->
        [certificate] certificates
        [status] status lists
       *[report] reports
    } and is now for { $now ->
        [certificate] certificates
        [status] status lists
       *[report] reports
    }
cli-diff-public-half = { $lsp }: another key stands under the name { $kid }
cli-diff-since = { $lsp }: key { $kid } is stolen since { $now }; said before: { $before }
cli-diff-honoured = { $lsp }: certificates of the stolen key { $kid } that stay good: { $now }; before: { $before }

# The journal.
cli-journal-holds = { $lsp }: it holds, { $entries } entries. { $hash }
cli-journal-broken = { $lsp }: it does NOT hold: { $fault }
cli-journal-no-heads = { $path } is none that journal verify --save wrote
cli-journal-table = { $lsp }: { $difference }
cli-journal-repair-mends = None of this is signed or called valid. The tables are put back by: absah journal repair
cli-ask-repair = Put the tables back to what the journals say?
cli-journal-repaired = { $lsp }: { $mended } put back to what the journal says, { $stamped } rows of before stamped
cli-journal-left = { $lsp }: the journal cannot give this back, a backup can: { $difference }

# A restored backup.
cli-ask-recover = Go on like this?
cli-recovered = The installation goes on. Save the heads of its journals again: absah journal verify --save FILE
cli-recover-nothing = Nothing to recover: everything that is known outside the database is in it.
cli-recover-strange = No LSP here gives numbers like these; nothing was done: { $numbers }
cli-recover-no-tokens = { $path } is no certificates.csv: it has no column "token"
cli-recover-token = { $path }, line { $line }: no token that can be read; nothing was done. Take the line out and give the certificate's number with --past
cli-recover-too-large = { $path } is larger than any status list
cli-recover-journal = { $lsp }: the journal has { $here } entries here, and { $seen } were seen. It goes on with entry { $entry }, and certificates take places on a new status list.
cli-recover-sequence = { $lsp }: the next number of the sequence { $kind } { $scope } is { $next }
cli-recover-lost =
    { $lsp }: { $count ->
        [one] { $count } certificate that was handed out is in the records no more; its token stays known as genuine. Its particulars have to be recorded again.
       *[other] { $count } certificates that were handed out are in the records no more; their tokens stay known as genuine. Their particulars have to be recorded again.
    }

# The service.
cli-part-ended = A part of the service ended by itself ({ $part }); the service stops, to be started again

# The demo.
cli-demo-loopback = A demo listens on loopback alone; --listen { $address } is another address
cli-demo-not-ours = { $dir } holds an installation that is no demo; name another directory with --data
cli-demo-unreadable = What the demo kept of itself cannot be read
cli-demo-office = Sign in to the office of { $lsp } at { $address }: name, role, password, and for an authenticator:
cli-demo-ready = The demo is ready.
cli-demo-site = site
cli-demo-each = One certificate for each answer:
cli-demo-verifier = A verifier without a database, in another window:
cli-demo-serve = Serve it: { $command }
cli-demo-stop = Ctrl-C stops.

# Designs, their proofs, and sheets.
cli-lsp-beyond = { $id }, { $layout } sheet: block "{ $block }" reaches { $by } mm beyond the frame
cli-lsp-key-next = Next: absah keys new --lsp { $id }
cli-lsp-known = LSP { $id } is there already; bring it up to date with: absah lsp import
cli-lsp-no-scheme = LSP { $id } has no such scheme; it has: { $known }
cli-lsp-not-overwritten = { $file } is there already and is not overwritten
cli-lsp-proof = Print both on plain paper without scaling (100 %). What they say is invented; no number was taken.
cli-lsp-upon = { $id }, { $layout } sheet: blocks "{ $first }" and "{ $second }" overlap by { $width } × { $height } mm
cli-print-revoked = Note: certificate { $number } is revoked.
cli-print-superseded = Note: certificate { $number } was replaced.
cli-print-suspended = Note: certificate { $number } is suspended.

cli-found = { $count ->
    [one] { $count } certificate
   *[other] { $count } certificates
}
cli-found-first = More than { $shown } certificates, of which the first { $shown }:
cli-found-written = { $count ->
    [one] { $count } certificate
   *[other] { $count } certificates
} written to { $file }
cli-found-too-many = More than { $count } certificates are more than a file holds. Narrow the search.
cli-found-ending = --out: the name { $file } must end in .csv or .xlsx

# absah clock
cli-clock-ask = This machine's clock says { $now }. Is that what your telephone says?
cli-clock-dated = The newest thing dated here is of { $dated }.
cli-clock-nothing = Nothing is dated here yet.
cli-clock-void = What is dated later was dated by a clock that was wrong.
cli-clock-right = The clock is taken for right; lists are signed with it from now on.
cli-clock-not-said = Nothing was said. Set the clock right; a running service goes on by itself.

# Where this system lacks a part of the sandbox in which documents are read.
cli-reader-without-both = Note: this system has, or allows, neither seccomp nor Landlock; a document made to take over the process that reads it is kept from files, network and other programs by limits alone.
cli-reader-without-landlock = Note: this system has, or allows, no Landlock; a document made to take over the process that reads it is kept from files by seccomp and limits alone.
cli-reader-without-seccomp = Note: this system has, or allows, no seccomp; a document made to take over the process that reads it is kept from network and other programs by limits alone.
cli-reader-with-rights = Note: the process that reads documents could not give up the rights of root; a document made to take it over has them.

# absah account
cli-account-disabled = { $name } signs in nowhere any more.
cli-account-disabled-state = disabled
cli-account-made = { $name } may sign in for { $lsp }. Password, to be changed at the first sign-in: { $password }
cli-account-made-quietly = { $name } may sign in for { $lsp } with the password of the file, and changes it at once.
cli-account-none = No accounts yet. The first: absah account new admin --lsp ID --role administrator
cli-account-not-as-told = not the row that the journal names; nobody signs in by it
cli-account-not-entered = has not changed the first password yet
cli-account-password-alone = password
cli-account-reset = New password of { $name }, to be changed at the first sign-in: { $password }
cli-account-roles-given = { $name } has these roles for { $lsp } from now on, and the password of before.
cli-account-second-step = password and code
cli-account-without-role = no role any more
