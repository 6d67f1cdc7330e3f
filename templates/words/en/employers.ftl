# Employers: their accounts in the office, and pages of their own.
employers-role = Employer
employers-role-does = Asks about certificates; never sees the office.

# In the office.
employers-part = Employers
employers-about = Companies and offices that employ holders of certificates. With an account from the LSP they compare a NIK with a certificate that they hold, and check long lists. They never see the office.
employers-none = No employer has an account yet.
employers-add = Make an employer's account
employers-company = Name of the company or office
employers-company-hint = Stands in the journal for ever: the name of a body, not of a person.
employers-name-hint = To sign in: 3 to 32 small letters and digits; dots and hyphens are allowed.
employers-name-wrong = A sign-in name has 3 to 32 small letters and digits, and between them dots, hyphens or underscores.
employers-nik-a-day = NIK comparisons, certificates a day
employers-nik-a-day-hint = Usually 20. For one certificate it stays five times, then an hour's rest, and twenty times at most.
employers-lookups-a-day = Look-ups by number a day
employers-lookups-a-day-hint = On pages and by API keys together. What is not found counts three.
employers-keys = API keys at once
employers-keys-hint = The employer makes them itself. Nought: no key is taken.
employers-state = State
employers-state-active = Active
employers-state-disabled = Disabled
employers-state-not-as-told = The row of this account is not the one that the journal names
employers-state-not-entered = Never signed in
employers-terms = What is agreed
employers-terms-save = Save what is agreed
employers-reset = Give a new password
employers-reset-about = The password of before is good no more, and whoever is signed in is so no longer. The new one is shown once.
employers-disable-about = Nobody signs in by this account any more, and its API keys are not taken.
employers-disable = Disable the account
employers-enable-about = One may sign in by this account again, and its API keys are taken again.
employers-enable = Enable the account
employers-live-keys = API keys
employers-watched = Watched
employers-watched-count = { $count ->
    [0] It watches no certificate.
    [one] It watches one certificate, and is told when it stands otherwise.
   *[other] It watches { $count } certificates, and is told when one stands otherwise.
}
employers-no-keys = There are no keys.
employers-key = Key
employers-key-made = Made
employers-key-used = Last used
employers-key-unused = never
employers-key-revoke = Revoke key { $prefix }
employers-done-terms = What is agreed was saved.
employers-done-key-revoked = The key was revoked; it is not taken any more.
employers-done-nik-reset = The NIK of certificate { $number } may be asked about again.
employers-done-watch-added = { $count ->
    [one] One certificate is watched.
   *[other] { $count } certificates are watched.
}
employers-done-watch-removed = Certificate { $number } is watched no more.
employers-tries = NIK comparison
employers-tries-count = { $count ->
    [0] Nobody asked about the NIK of this certificate.
    [one] Asked once of { $most } times.
   *[other] Asked { $count } of { $most } times.
}
employers-tries-open = Allow NIK comparison again
employers-tries-why = After { $most } times nobody can ask again until the LSP allows it. Ask the employer first: somebody may be guessing. Who asked when stands in the journal.
employers-tries-button = Allow it again for 1 certificate

# The employer's own pages.
employers-enter-title = Sign in
employers-enter = Sign in as an employer
employers-enter-lead = Accounts are made by the LSP that issues the certificates. Have you none? Ask that LSP.
employers-name = Sign-in name
employers-password = Password
employers-enter-button = Sign in
employers-enter-link = Sign in as an employer
employers-enter-link-why = With an account from the LSP, a list may have more rows with a number alone.
employers-wrong = The name or the password is wrong.
employers-plain = One signs in over https only. This address is not encrypted.
employers-fault-title = Error:
employers-failed = Not yet
employers-own = The employer's pages
employers-leave = Sign out
employers-change-password = Change password
employers-of = Account from { $lsp }
employers-nik-title = NIK comparison
employers-nik-question = Compare a NIK with a certificate
employers-nik-lead = For certificates of { $lsp } that you hold. The answer is that it matches or does not; the NIK is neither shown nor recorded.
employers-token = Text of the QR, link or token of the certificate
employers-token-hint = The number of the certificate is not enough. Scan its QR, then copy the address that opens.
employers-nik = The whole NIK
employers-nik-hint = 16 digits, from the identity card.
employers-nik-wrong = A NIK has 16 digits.
employers-nik-button = Compare
employers-nik-limits = Every question counts, and is recorded with the number of the certificate, without the NIK: five times for one certificate, then an hour's rest, and twenty times in all.
employers-nik-left = { $count ->
    [0] No other certificate can be asked about today.
    [one] One other certificate can still be asked about today.
   *[other] { $count } other certificates can still be asked about today.
}
employers-said-same = It matches: that NIK is of the holder of certificate { $number }.
employers-said-differs = It does not match: that NIK is not of the holder of certificate { $number }.
employers-said-untold = It cannot be told for certificate { $number }: the holder's NIK was erased or is not kept. Ask the LSP.
employers-lists = Lists of workers
employers-lists-how = At the list check, rows with a number alone count within your quota of the day. { $left } look-ups are left today.
employers-lists-link = Check a list of workers
employers-keys-title = API keys
employers-keys-question = API keys for your programs
employers-keys-lead = A program sends it in the header Authorization: Bearer. With a key, look-ups by number count within your quota of the day, not by address.
employers-keys-none = There are no keys yet.
employers-keys-may = The LSP allows { $most ->
    [one] one key
   *[other] { $most } keys
} at once.
employers-keys-may-not = The LSP allows no API keys for this account yet.
employers-keys-make = Make a key
employers-keys-prove = Your password, once more
employers-key-here = Your new key. Copy it now: it is not shown again.
employers-key-button = Revoke
employers-watch-title = Watching
employers-watch-question = Certificates that you watch
employers-watch-lead = How each certificate stands at this moment. Your program can ask what has changed since it last asked.
employers-watch-add = Watch
employers-watch-certificates = Certificates, one a line
employers-watch-certificates-hint = The text of the QR, the link, the token, or the number. Those with a number alone count within today's look-ups.
employers-watch-count = { $count ->
    [0] Watched certificates
    [one] One certificate is watched, { $most } at most
   *[other] { $count } certificates are watched, { $most } at most
}
employers-watch-none = No certificate is watched yet.
employers-watch-until = Valid until { $day }.
employers-watch-soon = Valid until { $day }: { $days } days or less are left.
employers-watch-successor = Replaced by { $number }.
employers-watch-remove = Stop watching
employers-watch-pages = Pages of watched certificates
employers-watch-refused = What cannot be watched
employers-watch-there = It is watched already.
employers-watch-elsewhere = { $lsp } issued it, which has a site of its own. Ask at { $site }.
employers-watch-full = { $most } certificates are watched already, and no more can be.
employers-watch-not-found = There is no such number.
employers-watch-not-found-here = There is no such number here. It may be known at { $sites }.
employers-watch-not-issued = This is no number, and no certificate that an LSP here issued.
employers-watch-several = More than one LSP has this number. Use the text of the QR or the link.
employers-watch-untold = What is written of this number is not as it was recorded. Ask the LSP.
employers-watch-nothing = Write one certificate at least.
employers-watch-long = { $most } lines at most.
employers-watch-spent = There are more numbers than look-ups left today: { $left }. Use the text of the QR or the link, or add some of them first.
employers-watch-left = Lines that cannot be watched: { $lines }. Certificates that are watched: { $count }. What is left stands in the field.
employers-watch-feed = A feed for programs
employers-watch-feed-how = With an API key, a program asks whenever it likes and is told what has changed since the last answer, signed by the LSP. Nothing is sent to an address of yours.
employers-watch-feed-name = Your feed's name (aud) in its answers:
employers-password-title = Change password
employers-password-must = The LSP made your password. Change it first, then go on.
employers-password-old = Present password
employers-password-new = New password
employers-password-hint = { $shortest } characters at least.
employers-password-again = New password, once more
employers-password-not-repeated = The new password is not the same twice.
employers-done-password = The password was changed.

# What is refused.
employers-fault-day = The quota of today is used up: { $most } certificates a day. Try again tomorrow, or ask the LSP for more.
employers-fault-keys = The LSP allows { $most } keys at once. Revoke one first.
employers-fault-no-key = There is no such key, or it was revoked.
employers-fault-not-issued = This is no certificate that your LSP issued. What is needed is the text of the QR, the link or the token of the certificate.
employers-fault-spent = This certificate was asked about too often. The LSP can allow it again.
employers-fault-too-soon = This certificate was asked about five times. Try again in { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}.
employers-fault-number = Write a whole number.
employers-fault-company = Write the company's name, { $most } letters at most, without hidden signs.
employers-fault-terms-keys = { $most } keys at most.
employers-fault-terms-lookups = { $most } look-ups a day at most.
employers-fault-terms-nik = { $most } certificates a day at most.
employers-fault-quota = This list has more numbers than you have left today: { $left }. Add the text of the QR, the link or the certificate's file, or send some of them first.
