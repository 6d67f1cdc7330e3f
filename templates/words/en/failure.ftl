# Why an act was not done.
failure-console-closed = LSP { $lsp } has its console closed: its certificates are issued and changed by two people, not from here.
failure-disowned = Certificates of { $scheme } issued on { $day } would be judged otherwise: { $why }
failure-disowned-licence = no licence would cover them any more; licences are added or ended, never taken back
failure-disowned-scheme = the scheme would not have been open; end it with a later day
failure-disowned-time-zone = a time zone cannot change once certificates are issued
failure-expired = Certificate { $number } expired on { $day }; assess the holder anew instead of replacing it.
failure-exhausted = The { $kind } numbers of { $scope } run out: { $wanted } are wanted and fewer are left. Nothing was issued.
failure-gone = The certificate went away while it was read.
failure-not-destroyed = The journal says so already, but the private half of { $kid } could not be destroyed: { $cause }
failure-no-key = LSP { $lsp } has no key { $kid }.
failure-not-in-trust-list = The published trust list does not name LSP { $lsp } yet: docs/keys.md
failure-not-signed-by-root = The root has not signed the LSP's key yet; absah keys list shows it, and docs/keys.md says what to do.
failure-not-as-issued = The row of certificate { $number } in the database is not as it was issued: somebody altered it. Nothing was changed; absah journal verify says more, absah journal repair mends what it can
failure-not-active = Key { $kid } is not active.
failure-numbers-taken = Numbers from { $first } on are issued already: the LSP's numbering was changed; set its "start" above them. Nothing was issued.
failure-not-of-key = Key { $kid } signed no certificate { $number }; nothing was changed.
failure-nik-taken = This NIK already has a certificate for the same scheme and test date; nothing was changed.
failure-records-of-another = { $file } belongs to another database.
failure-records-unknown = The database knows no records' key; was it restored without its settings?
failure-records-not-opened = The records' key cannot be opened; a first one is made by: absah keys new: { $cause }
failure-retired = Key { $kid } was retired meanwhile; nothing was issued, run the command again.
failure-since-future = { $instant } lies in the future.
failure-state-revoked = Certificate { $number } is revoked: a revocation is final.
failure-state-superseded = Certificate { $number } is replaced: act on the one that replaces it.
failure-state-suspended = Certificate { $number } is suspended: reinstate it first, or revoke it.
failure-state-valid = Certificate { $number } is valid: it is not suspended.
failure-token = The certificate of row { $row } cannot be signed: { $cause }
failure-too-long = Row { $row }: the name ({ $name } bytes) and the scheme's title together are too long for the QR; shorten one. Nothing was issued.
failure-unknown-lsp = No LSP { $id } here; known: { $known }
failure-unpublished = The published trust list does not allow it yet; the root has to sign a new one (docs/keys.md): { $cause }
failure-key-compromised = The key is compromised; make another with: absah keys new
failure-key-state-unknown = The key is in a state that this version does not know; use a newer one.
failure-key-for-other-use = The key is not for certificates.
failure-key-outside-period = No active key of the LSP covers { $day }; see: absah keys list, and make one with: absah keys new --from DATE
failure-licence-outside-period = No licence of the LSP covers { $day }.
failure-licensed = Nothing is wrong with the LSP, its key or its scheme.
failure-scheme-outside-scope = Scheme { $code } is not in the LSP's scope on { $day }.
failure-some-scheme-outside-scope = A scheme is not in the LSP's scope on { $day }.

# Keys and their files.
failure-no-passphrase = The keys need their passphrase: set ABSAH_KEY_PASSPHRASE or --passphrase-file
failure-key-file = { $file }: { $cause }
failure-key-encrypt = the key could not be encrypted
failure-key-memory = opening it takes { $mib } MiB of memory: more than there is here, or than any key file takes
failure-short-passphrase = A root's passphrase has { $shortest } characters or more: whoever has the root can name any key. Nothing was made.
failure-key-not-a-key = not an Ed25519 key in PEM
failure-key-passphrase = the passphrase is wrong, or the file is not an encrypted PKCS#8 key
failure-key-public-half = the public key beside it is another key's
failure-key-open-to-others = others may read this file; make it yours alone: chmod 600
failure-key-too-large = larger than any key file

# The database.
failure-store-corrupt = The database holds something that cannot be read: { $what }
failure-store-database = The database did not answer: { $cause }
failure-store-duplicate = It is there already.
failure-store-journal-broken = The journal of LSP { $lsp } does not hold from entry { $entry } on: something was altered, taken out or added.
failure-store-migrate = The database could not be brought up to date: { $cause }
failure-store-not-found = Not found.
failure-store-silent = The database did not answer in time.
failure-store-not-migrated = The database is not set up for this version; run: absah migrate

# Trust lists and roots.
failure-trust-allows-nothing = --allow { $name }: the list has no such difference; nothing was signed.
failure-trust-reopens-past = This would reopen the past, so nothing was signed. What a list once said is ended with a date, never taken out or begun again. If it is truly meant, name it: { $options }
failure-trust-as-new = A list as new as this one is published already.
failure-trust-came-back = Root { $kid } was withdrawn before; a root never comes back.
failure-trust-expired = The list has expired.
failure-trust-file = { $file }: { $cause }
failure-trust-handover = The handover that is there already: { $cause }
failure-trust-handover-of-nobody = { $file } is signed by no root whose public half lies beside it.
failure-trust-no-root = No root key here; name one with --root FILE
failure-trust-notice = The installation's setting "notice" is to be one line of at most 300 characters.
failure-trust-not-public = { $file } holds no Ed25519 public key.
failure-trust-not-private = { $file }: expected the private half, NAME.pem
failure-trust-other-roots-half = { $file } is there already, the public half of another root.
failure-trust-other-root = { $kept } is of another root than { $given }.
failure-trust-previous = The list before: { $cause }
failure-trust-published = The published trust list: { $cause }
failure-trust-root-name = A root is named root-1, root-2, … root-99.
failure-trust-safe-or-self = The root in the safe is neither withdrawn nor a successor, and no root succeeds itself.
failure-trust-unknown-root = It is signed by a root whose public half does not lie beside the keys.
failure-trust-withdrawn = Root { $root } was withdrawn; { $successor } signs in its place.
failure-trust-withdraws-alone = The list withdraws a root without the word of the root in the safe.
failure-join-twice = Two entries of LSP { $lsp }: give one.

# Files of LSPs and of certificates.
failure-lsp-json = Not JSON: { $cause }
failure-lsp-invalid = LSP { $id }: { $fault }
failure-lsp-member = LSP { $id }: { $member }: { $fault }
failure-lsp-none = No LSP in it: expected one LSP, or an object with a list "lsps"
failure-lsp-no-site = LSP { $id }: say where its certificates are checked: "site": "https://…" in the file, or --site
failure-form-corrupt = The kept form cannot be read.
failure-form-layout = { $layout }: { $fault }
failure-handout-another-list = { $path } is not a list that Absah wrote: its columns are others. Move it, or choose another directory, and run again.
failure-handout-file = { $path }: { $cause }
failure-register = The register cannot be made: { $cause }
failure-handout-photo = A kept photo cannot be read.
failure-handout-sheet = Certificate { $number } cannot be printed: { $cause }
failure-sheet-of-scheme = Scheme { $scheme } cannot be printed: { $cause }
failure-ruler = The rulers cannot be drawn: { $cause }

# The machine's clock, held against what is dated here.
failure-clock-ahead = This machine's clock says { $now }; the newest thing dated here is of { $dated }, { $days } days earlier. Look at the date on your telephone. If the clock is wrong, set it right and run the command again. If it is right (this machine was off for long), say so once: absah clock confirm
failure-clock-behind = This machine's clock says { $now }, yet something here is dated later: { $dated }. One of the two is wrong. Look at the date on your telephone. If the clock is wrong, set it right and run the command again. If it is right, say so once: absah clock confirm
failure-trust-ahead = The list is dated { $dated }, and this machine's clock is not there yet. Either the clock is wrong here, or it was where the list was signed; verifiers would not believe it. Nothing was published.
failure-trust-clock = { $cause } (Where no installation is: run the command again with --clock-is-right)
