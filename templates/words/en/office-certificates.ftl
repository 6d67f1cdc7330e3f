# Certificates: finding them, one of them, what is asked for it.
office-certificates-part = Certificates
office-certificates-title-page = Certificates (page { $number })
office-certificates-search = Search
office-certificates-text = Number, name or NIK
office-certificates-text-hint = A certificate, registration or blanko number; beginnings of the words of a name; or a whole NIK of 16 digits.
office-certificates-narrow = Narrow further
office-certificates-scheme = Scheme
office-certificates-state = State
office-certificates-event = Event
office-certificates-other-event = Another event
office-certificates-year = Year of issue
office-certificates-ending = Ending before
office-certificates-any = All
office-certificates-chosen = Filters in use
office-certificates-remove = Remove the filter:
office-certificates-chosen-text = Search: { $text }
office-certificates-chosen-scheme = Scheme: { $name }
office-certificates-chosen-event = Event: { $name }
office-certificates-chosen-state = State: { $name }
office-certificates-chosen-year = Issued in { $year }
office-certificates-chosen-ending = Ending before { $day }
office-certificates-none = No certificate fits.
office-certificates-none-yet = None fits in this part; go on to the next page.
office-certificates-by-words = In the order of the words that fit, then the newest first.
office-certificates-choose = Choose
office-certificates-holder = Holder
office-certificates-number = Certificate number
office-certificates-issued = Issued
office-certificates-until = Valid until
office-certificates-not-as-recorded = Not as recorded
office-certificates-act = Act
office-certificates-picked = Ask for those ticked
office-certificates-pages = Pages
office-certificates-page = Page { $number }
office-certificates-before = Previous
office-certificates-next = Next
office-certificates-first = First page
office-certificates-fault-day = That day cannot be read. Example: 2027-03-31.
office-certificates-fault-left = This search by a NIK has ended. Type the NIK again.
office-certificates-fault-text = A text to search for has 200 characters at most.
office-certificates-fault-value = That filter is not known. Choose from the list again.
office-certificates-fault-year = The year of issue has four digits, such as 2026.
office-certificates-one = Certificate { $number }
office-certificates-over = its term is over
office-certificates-signed = What the certificate says
office-certificates-registration = Registration number
office-certificates-blanko = Blanko number
office-certificates-predecessor = Replaces
office-certificates-successor = Replaced by
office-certificates-sheet = Digital sheet (PDF)
office-certificates-verdict = See what the public sees
office-certificates-history = History
office-certificates-by-one = By { $asked }
office-certificates-by-two = Asked by { $asked }, approved by { $approved }
office-certificates-waiting = A request about this certificate waits for approval.
office-certificates-waiting-link = See the request
office-certificates-ask = Ask for
office-certificates-ask-hint = Nothing happens until another person approves.
office-certificates-altered = This certificate's row is not as it was issued.
office-certificates-altered-about = Somebody wrote the database past the program, so nothing of it is shown. Tell whoever runs the system: absah journal verify.
office-certificates-reinstate = Reinstate
office-certificates-replace = Replace
office-certificates-revoke = Revoke
office-certificates-suspend = Suspend
office-certificates-reinstate-about = The suspension ends; the certificate is valid again until its last day.
office-certificates-replace-about = A new certificate is issued today until the last day of the old one; the old one becomes "replaced" and is not valid any more.
office-certificates-revoke-about = A revocation is final. Whoever checks sees that the certificate is revoked, without the reason.
office-certificates-suspend-about = While it is suspended a certificate is not valid. A suspension can be ended. The public never sees the reason.
office-certificates-ask-reinstate = { $count ->
    [one] Ask to reinstate 1 certificate
   *[other] Ask to reinstate { $count } certificates
  }
office-certificates-ask-replace = { $count ->
    [one] Ask to replace 1 certificate
   *[other] Ask to replace { $count } certificates
  }
office-certificates-ask-revoke = { $count ->
    [one] Ask to revoke 1 certificate
   *[other] Ask to revoke { $count } certificates
  }
office-certificates-ask-suspend = { $count ->
    [one] Ask to suspend 1 certificate
   *[other] Ask to suspend { $count } certificates
  }
office-certificates-hit = { $count ->
    [one] Whom it hits: 1 certificate
   *[other] Whom it hits: { $count } certificates
  }
office-certificates-refused = { $count ->
    [one] It cannot be asked for 1 line
   *[other] It cannot be asked for { $count } lines
  }
office-certificates-refused-file = Download those lines (CSV)
office-certificates-nothing-left = No certificate is left to ask this for.
office-certificates-line = Line
office-certificates-why = Why
office-certificates-line-again = It is in an earlier line.
office-certificates-line-altered = Its row in the database is not as recorded.
office-certificates-line-state = Its state is { $state }, which does not allow it.
office-certificates-line-unknown = The LSP has no such number.
office-certificates-new-name = The right name
office-certificates-new-name-hint = Leave it where the name is right.
office-certificates-new-nik = The right NIK
office-certificates-new-nik-hint = Leave it empty where the NIK is right. 16 digits.
office-certificates-reason = Reason
office-certificates-reason-choose = Choose a reason
office-certificates-reason-hint = Seen in the LSP's office alone, and kept in the journal.
office-certificates-reason-convicted = Convicted by a final judgment
office-certificates-reason-duplicate = Duplicate
office-certificates-reason-ethics = Breach of ethics
office-certificates-reason-expired = Expired
office-certificates-reason-fraud = Fraud
office-certificates-reason-holder-request = The holder's request
office-certificates-reason-lost-sheet = Sheet lost or damaged
office-certificates-reason-misuse = Misuse
office-certificates-reason-not-renewed = Not renewed
office-certificates-reason-suspect = Suspect in a criminal case
office-certificates-reason-unable = Permanently unable
office-certificates-reason-wrong-data = Wrong data
office-certificates-remark = Remark for whoever approves (500 characters at most)
office-certificates-fault-name = The name cannot be used: 1 to 100 characters without hidden signs.
office-certificates-fault-nik = A NIK has 16 digits.
office-certificates-fault-reason = Choose the reason.
office-certificates-fault-letter = The letter { $letter } cannot be printed on a certificate. Write the name in Latin letters.
office-certificates-fault-over = The term of certificate { $number } is over, so it cannot be replaced.
office-certificates-fault-none = There is no number yet. Tick certificates in the list, or paste their numbers.
office-certificates-fault-many = { $most } numbers at once at most.
office-certificates-fault-meanwhile = Meanwhile { $count ->
    [one] a number
   *[other] { $count } numbers
} can no longer be asked for, so nothing was asked for yet. Look at the list below, then ask for the rest.
office-certificates-fault-act = Choose what to ask for.
office-certificates-done-asked = { $count ->
    [one] Asked for 1 certificate; another person decides.
   *[other] Asked for { $count } certificates; another person decides.
  }
office-certificates-paste = Many at once
office-certificates-lines = Certificate numbers, one a line
office-certificates-lines-hint = 500 lines at most; certificate, registration or blanko numbers. A column of Excel can be pasted.
office-certificates-check = Check first
office-certificates-corrected = What changes of { $number }
office-certificates-old = Now
office-certificates-new = To be
office-certificates-name = Name
office-certificates-to-request = See the request and its certificates
office-certificates-found-number = Certificate number
office-certificates-found-registration = Registration number
office-certificates-found-name = Name
office-certificates-found-scheme = Scheme
office-certificates-found-issued = Issued
office-certificates-found-until = Valid until
office-certificates-found-state = State
office-certificates-found-lsp = LSP
office-certificates-found-not-as-recorded = not as recorded
