# A list of workers: the form, its columns, the answers, and the file of them.

lists-title = Check a list of workers
lists-question = Does every worker hold a certificate until the contract ends?
lists-lead = Give a list of workers, or their certificates together. Each is answered: fits or not, and why.
lists-step-until = The contract's last day
lists-until = Certificates must be valid until
lists-step-list = The list of workers
lists-file = The list's file: .xlsx or .csv
lists-file-hint = 10,000 people at most. Any columns: name, NIK, certificate number, text of the QR or link, scheme wanted, job. What they mean is guessed from their headings, then you look at it.
lists-paste = Or paste the list
lists-paste-how = Copy from Excel, headings included
lists-step-documents = The certificates
lists-documents = PDFs, photographs of their QR, or a ZIP
lists-documents-hint = Where the list has no certificate numbers: files are matched with the names in it. Without a list: each certificate is answered. 200 files and 20 MB at most; 50 files take a minute or two.
lists-reading = Certificates are being read
lists-reading-how = Leave this page open. The answer appears here once all files are read.
lists-reading-step = { $done } of { $of } files are read
lists-reading-ended = Done. The answer is below.
lists-go-on = Go on
lists-kept = Nothing is kept
lists-kept-not = Lists and certificates are read, answered and thrown away. What the next page needs is carried by that page, sealed, and opens here only, for a day at most.
lists-limit = By QR, link or file there is no limit. Rows with a number alone are limited as look-ups by number are: 100 in a list at most.

# What is wrong with a list.
lists-failed = The list cannot be checked yet
lists-fault-title = Error:
lists-fault-both = There is a file and there is pasted text. Use one of them.
lists-fault-nothing = There is neither a list nor a certificate. Choose the file, or paste the list.
lists-fault-not-carried = The page before is more than a day old, or the service was started anew. Send the list once more.
lists-fault-rows =
    { $count ->
        [one] One cell of the list cannot be read, so nothing was checked.
       *[other] { $count } cells of the list cannot be read, so nothing was checked.
    }
lists-fault-same-column = Two columns are chosen as { $field }. Choose one.
lists-fault-too-large = More than 200 files of certificates, or more than 20 MB in all. Send some of them first.
lists-fault-too-many-numbers = More than { $most } rows have a certificate number alone. Add the text of the QR, the link or the certificate's file, or send some of them first.
lists-fault-until-missing = Give the contract's last day, such as 2027-12-31.
lists-fault-until-far = The contract's last day is more than { $years } years away. Check the year.
lists-fault-until-past = The contract's last day is over. Give today or a later day.

# The columns of a list.
lists-columns-title = Check the columns of the list
lists-columns-question = Is this what each column holds?
lists-columns-how = Below each column stand its first rows. Change what was guessed wrong.
lists-column-row = Row
lists-column-name = Name
lists-column-job = Job
lists-column-wanted = Scheme wanted
lists-column-answer = Answer
lists-column-why = Why
lists-column-number = Certificate number
lists-column-holder = Holder
lists-column-scheme = Scheme
lists-column-valid-until = Valid until
lists-column-lsp = LSP
lists-column-files = File
lists-column-elsewhere = Other LSPs' sites
lists-field-nik = NIK
lists-field-none = Not used
lists-field-token = QR text or link
lists-found =
    { $count ->
        [one] One worker in the list, for a contract until { $day }.
       *[other] { $count } workers in the list, for a contract until { $day }.
    }
lists-beside =
    { $count ->
        [one] One file of a certificate was read.
       *[other] { $count } files of certificates were read.
    }
lists-unread =
    { $count ->
        [one] One cell cannot be read; its row is not checked
       *[other] { $count } cells cannot be read; their rows are not checked
    }
lists-more = And { $count } more.
lists-again = Mend the file, then send it again
lists-check-workers =
    { $count ->
        [one] Check one worker
       *[other] Check { $count } workers
    }

# The answers.
lists-heading = What the list came to
lists-heading-page = What the list came to, page { $page } of { $pages }
lists-fit = { $fits } of { $count } fit until { $day }
lists-as-of = Checked { $at }, by the LSPs' status lists as of { $as_of }.
lists-all = All ({ $count })
lists-order = Order
lists-order-answer = Those with a problem first
lists-order-row = Rows of the list
lists-show = Show
lists-as-workbook = Download as Excel
lists-as-csv = Download as CSV
lists-warned = Look at the list
lists-unread-rows = Unreadable in the list
lists-row = Row { $row }
lists-holder = In the name of
lists-elsewhere = The number may be another LSP's. Ask at its site: { $sites }
lists-page = Page { $page } of { $pages }
lists-previous = Previous
lists-next = Next
lists-unclaimed =
    { $count ->
        [one] One certificate is nobody's of the list
       *[other] { $count } certificates are nobody's of the list
    }
lists-nobodys = Number { $number }, in the name of { $holder }.
lists-nobodys-unproven = No genuine certificate can be read in this file.
lists-stands = These answers are about the day of checking: certificates may be suspended or revoked later. Check again before the contract begins.
lists-other = Check another list
lists-link = Check a list of workers
lists-link-question = Many workers at once?
lists-link-what = A list in Excel, or a pile of certificates: who fits until the contract's last day, and who does not.

# What each answer is called.
lists-answer-expired = Expired
lists-answer-expires-early = Ends before the contract
lists-answer-fits = Fits
lists-answer-forged = Forged
lists-answer-name-differs = Name differs
lists-answer-nik-differs = NIK differs
lists-answer-not-checked = Not checked
lists-answer-not-found = Not found
lists-answer-not-yet-valid = Not yet valid
lists-answer-revoked = Revoked
lists-answer-superseded = Replaced
lists-answer-suspended = Suspended
lists-answer-unreadable = Unreadable
lists-answer-untrusted = Not trusted
lists-answer-wrong-scheme = Another scheme

# Why.
lists-why-accused = The certificate is valid, but its sheet or QR is not as the LSP issued it. Check it by itself; do not just accept it.
lists-why-expired = Valid until { $day } only.
lists-why-expires-early = Valid until { $day }, before the contract ends.
lists-why-fits = Valid until { $day }.
lists-why-fits-unseen = Valid until { $day }. Not all that its file says can be compared by a machine: compare it with the paper.
lists-why-forged = It is not what the LSP signed. Do not accept it.
lists-why-name-close = The name in the list is a letter or two off the name on the certificate. Check its spelling.
lists-why-name-differs = The certificate is somebody else's.
lists-why-nik-differs = The NIK in the list is not that of the certificate's holder.
lists-why-no-certificate = There is no number, QR or file of a certificate for this person.
lists-why-not-asked = The number was not looked up: the limit of look-ups by number is reached. Wait some minutes and check again, or use the QR or the file.
lists-why-not-found = No certificate here has this number. Check its spelling; certificates of other LSPs are checked at those LSPs' sites.
lists-why-not-yet-valid = Valid from { $day } only.
lists-why-revoked = Revoked by the LSP. No longer valid.
lists-why-revoked-since = Revoked by the LSP since { $day }. No longer valid.
lists-why-shared = This certificate stands in row { $row } already. One certificate is one person's; look whose it is.
lists-why-several = More than one certificate may be hers, and name, scheme and NIK do not tell which. Check them by themselves.
lists-why-status-unknown = Whether it still stands cannot be told here. Do not take it for valid; ask the LSP.
lists-why-superseded = Replaced by a new one. Ask for that one.
lists-why-superseded-by = Replaced by number { $number }. Ask for that one.
lists-why-suspended = Suspended by the LSP. It must not be used meanwhile.
lists-why-suspended-since = Suspended by the LSP since { $day }. It must not be used meanwhile.
lists-why-unreadable = The text of the QR, the link or the file cannot be read as a certificate.
lists-why-untrusted = Its signer is not trusted, or signed beyond its licence. Do not accept it.
lists-why-wrong-scheme = The certificate is for scheme { $held }, not the one wanted.
lists-nik-allowance-used = NIK not compared: today's allowance is used up.
lists-nik-elsewhere = NIK not compared: the LSP of your account did not issue this certificate.
lists-nik-same = The NIK matches.
lists-nik-tries-used = NIK not compared: this certificate was asked about too often.
lists-nik-untold = NIK not compared: the holder's NIK was erased or is not kept.
