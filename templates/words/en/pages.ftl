# Markup stands only in messages without arguments, for the page prints it as it stands.

# Verdicts in a word.
pages-word-expired = Expired
pages-word-forged = Forged
pages-word-not-found = Not found
pages-word-not-yet-valid = Not yet valid
pages-word-revoked = Revoked
pages-word-status-unknown = Status unknown
pages-word-superseded = Replaced
pages-word-suspended = Suspended
pages-word-unreadable = Unreadable
pages-word-untrusted = Not trusted
pages-word-valid = Valid

# What led to a verdict, and what to do.
pages-meaning-expired = Genuine, but it was valid until { $day } only.
pages-meaning-forged = This is not what the LSP signed: it was altered, or made by somebody else. Do not accept it.
pages-meaning-no-certificate = No certificate could be read in this file, so nothing has been checked. Send the LSP's own PDF, or a close photograph of the QR: sharp, bright and square on.
pages-meaning-not-found = This service knows no certificate with this number. Check what you typed. Numbers of other LSPs are looked up at their own sites.
pages-meaning-not-yet-valid = Genuine, but valid only from { $day }.
pages-meaning-revoked = The LSP has revoked this certificate. It is no longer valid. Ask the LSP since when.
pages-meaning-revoked-since = The LSP has revoked this certificate since { $day }. It is no longer valid.
pages-meaning-successor = The LSP knows its number: ask at its own site.
pages-meaning-superseded = A new certificate replaces this one. Ask for the new one.
pages-meaning-superseded-since = A new certificate replaces this one since { $day }. Ask for the new one.
pages-meaning-suspended = The LSP has suspended this certificate. Meanwhile it must not be used. Ask the LSP since when.
pages-meaning-suspended-since = The LSP has suspended this certificate since { $day }. Meanwhile it must not be used.
pages-meaning-unreadable = The code is damaged, cut short, or no certificate. Scan it again. As long as it cannot be read, nothing has been checked.
pages-meaning-valid = Genuine, from a licensed LSP, not revoked, suspended or replaced.
pages-term-last-day = This is its last day: until the end of { $day } ({ $zone }).
pages-term-left =
    { $days ->
        [one] Valid until the end of { $day } ({ $zone }): 1 day is left.
       *[other] Valid until the end of { $day } ({ $zone }): { $days } days are left.
    }
pages-term-over =
    { $days ->
        [one] That was 1 day ago.
       *[other] That was { $days } days ago.
    }

# Why the status could not be told.
pages-unknown-ask = It may have been revoked or suspended: do not take it as valid. Ask the LSP at its own site, or try again later.
pages-unknown-honoured-list = The key that signed was stolen once, and the list of certificates truly issued with it is not to be had. A thief may have made this one.
pages-unknown-key-state = The signature holds, but the list of trusted LSPs says something of the key that this checker does not know yet. It needs a newer version.
pages-unknown-list-too-old = The signature is genuine, but the LSP's status list held here is too old: of { $as_of }.
pages-unknown-no-list = The signature is genuine, but the LSP's status list is not to be had.
pages-unknown-others = The signer is no LSP of this service, and the rest of the list of trusted LSPs cannot be read here just now. Whether this is genuine cannot be told here.
pages-unknown-not-valid = Do not take it as valid.
pages-unknown-record = The record kept here under this number is not as it was made. Scan the QR code or open the link of the certificate itself: what is signed in it tells.
pages-unknown-signer = This checker's list of trusted LSPs has expired, and the signer is not on it. Whether this is genuine cannot be told here.
pages-unknown-trust-list-expired = The signature holds, but this checker's list of trusted LSPs has expired: the LSP's key or licence may have changed.
pages-unknown-trust-list-missing = The signature holds, but nobody above this LSP has confirmed yet that the key is its own: no list of trusted LSPs has been signed. Ask the LSP.

# Why a signer is not trusted.
pages-distrust-key-period = Its day of issue lies outside the time of the key that signed it.
pages-distrust-key-use = Signed with a key of the LSP that is not for certificates.
pages-distrust-licence = On its day of issue the LSP held no BNSP licence.
pages-distrust-never-recorded = Signed with a key of the LSP, but the LSP never issued it. The key may have been stolen. Do not accept it, and tell the LSP.
pages-distrust-other = Its signer is not trusted.
pages-distrust-scope = On its day of issue this scheme was not in the LSP's licensed scope.
pages-distrust-signer = The signer is unknown: no LSP of the trust list. Anybody can make a code like this.
pages-distrust-stolen-key = Signed with a stolen key of the LSP, and not among the certificates that the LSP truly issued. Do not accept it.

# What on a document is not as it was signed.
pages-altered-hidden = The document has text that cannot be seen: covered, tiny, or in the colour of the paper. It may have been altered.
pages-altered-qr = The QR codes on this sheet are not of one certificate. One may have been pasted from another: treat this sheet as altered, do not accept it. If there are several sheets in the picture, send them one by one.
pages-altered-sheet = This sheet is not as the LSP issued it: its units, its term or its wording. Treat it as altered: do not accept it. The units that the LSP issued stand below.
pages-altered-text = Not in print as the LSP signed it: { $differs }. Treat this sheet as altered: do not accept it. What the LSP signed stands below.
pages-differing-issued-on = day of issue
pages-differing-name = name
pages-differing-number = number
pages-differing-scheme = scheme
pages-differing-valid-until = term

# What else is to be known about a verdict.
pages-on-day = On { $day }:
pages-warning-day-to-come = This answer is about a day to come: it holds if the certificate is not revoked, suspended or replaced until then.
pages-warning-foreign-site = This QR or link leads to a site that is not the LSP's. The certificate was checked here; do not trust that site.
pages-warning-old-list =
    { $days ->
        [one] The status list used is { $days } day old. What was revoked or suspended since is not seen here. Ask the LSP at its own site.
       *[other] The status list used is { $days } days old. What was revoked or suspended since is not seen here. Ask the LSP at its own site.
    }
pages-warning-pages-unread = The document is long; its last pages were not looked at. Send the certificates alone.
pages-warning-trust-list-expired = The list of trusted LSPs that is used here has expired. Check on the LSP's own site.
pages-warning-trust-list-missing = No list of trusted LSPs has been signed yet. Ask the LSP.
pages-warning-pages-beside = The document has pages that are none of this certificate's. Only what is shown here was signed.
pages-warning-qr-missing = No QR can be read on the document; it was judged by what is attached to it. A sheet without its QR proves nothing in print.
pages-warning-text-unchecked = Only the QR was checked. In a photograph, a scan, or a sheet in other letters, what is printed cannot be compared by machine. Hold the paper beside this page: if its name or number is not exactly the one shown below, do not accept it.
pages-warning-view-varies = The document has layers, notes or form fields, so other programs may show it otherwise. Only what is shown here was signed.

# The facts of a certificate.
pages-fact-as-of = By the status list of { $as_of }
pages-fact-claimed-issuer = Claims to be from
pages-fact-competency = Competency
pages-fact-issued = Issued
pages-fact-issuer = Issued by
pages-fact-licence = Licence { $licence }
pages-fact-number = Certificate number
pages-fact-scheme = Scheme { $code }
pages-fact-status = Status at the LSP
pages-fact-valid-until = Valid until
pages-state-since = { $state } since { $day }
pages-state-unknown = Not known yet
pages-state-valid = Neither revoked nor suspended

# What a failing answer is called.
pages-failed-address-too-long = The address is too long
pages-failed-busy = Busy at the moment
pages-failed-file-too-large = The file is too large
pages-failed-internal = Internal error
pages-failed-no-file = No file yet
pages-failed-no-numbers = Numbers are not known here
pages-failed-no-such-method = Not possible in this way
pages-failed-not-found = No such page
pages-failed-rejected = The question cannot be read
pages-failed-share = Others are waiting
pages-failed-slow-down = Too many look-ups
pages-failed-stale = The list is too old
pages-failed-too-large = Too large
pages-failed-too-slow = It took too long
pages-failed-unauthorized = The key is not taken
pages-failed-unsupported = Unknown form of question

# What to do about a failure; the API says it in English.
pages-detail-address-too-long = The address is longer than that of any certificate.
pages-detail-body = The body does not have the documented fields.
pages-detail-busy = Try again in a moment.
pages-detail-file = Send a PDF or a picture as the body, or in the field file of a form.
pages-detail-file-too-large = More than 20 MB, or more than 50 files. Send some of them first, or photographs of the QR alone.
pages-detail-internal = Internal error. It says nothing about the certificate.
pages-detail-no-numbers = This checker reads certificates and knows no numbers. Send the QR, the link or the file, or ask the LSP at its own site.
pages-detail-no-such-method = This address does not answer to this method.
pages-detail-no-trust-list = There is no list of trusted LSPs yet, or it has expired. Try again in a moment.
pages-detail-not-found = Nothing is found at this address.
pages-detail-not-yet = The service has just started; its lists are being signed.
pages-detail-number = A number must have 1 to 64 letters and digits, such as 81210 9112 2 0000088 2023.
pages-detail-on = The day asked about must be a date, such as 2026-12-18.
pages-detail-path = The address is not readable text.
pages-detail-query = The part of the address after the question mark is not readable.
pages-detail-share = From your address much is under way or was read already. Try again in a moment.
pages-detail-slow-down = Wait a little, then try again. Scanning the QR is not limited.
pages-detail-stale = The newest status list of this LSP is too old to be handed out.
pages-detail-too-large = More was sent than is taken at once. Send less at a time.
pages-detail-too-slow = The request took too long. Try again.
pages-detail-unavailable = The database does not answer, so numbers cannot be looked up. Try again in a moment.
pages-detail-unauthorized = That API key is not good. Make a key at the employer's pages, or ask without the header Authorization.
pages-detail-unsupported = The body must be of the documented content type.

# Around every page.
pages-check = Check
pages-check-another = Check another certificate
pages-checked-at = Checked
pages-foot = Free, no trackers. Names and numbers that you type are not kept.
pages-mark = Certificate check
pages-skip = To the content of the page
pages-title = Check a Certificate of Competence
pages-title-files = Result for a file
pages-title-number = Result for a number
pages-title-verdict = { $word }: result of the check
pages-to-first-page = To the first page

# The first page and its forms.
pages-file = The PDF, or a close photograph of the QR
pages-file-check = Check the file
pages-file-hint = Several files, or a ZIP; 20 MB at most. They are read and thrown away.
pages-form-day = Still valid on a certain day?
pages-form-day-hint = Such as the contract’s last day
pages-form-example = As printed after “No.”
pages-form-name = Name on the sheet
pages-form-name-hint = Without a name you see initials only; with it, whether it matches.
pages-form-name-optional = (optional)
pages-form-number-hint = Registration and blanko numbers and links work too.
pages-home-address-bar = Look at the address bar first
pages-home-address-bar-why = A false certificate may carry a QR to a false site. Trust the answer only if the address bar shows exactly the LSP’s own site.
pages-home-certificate = What a Certificate of Competence is
pages-home-certificate-is = Proof that a person was assessed and found competent by a certification body (LSP) licensed by BNSP. It is no diploma of a school or training, and no membership card (KTA).
pages-home-file = A PDF or a photograph of it?
pages-home-number = Looking for a number?
pages-home-number-how = This checker reads certificates and knows no numbers. Look them up at the LSP’s own site; type its address yourself.
pages-home-paste = Or paste its link
pages-home-question = Is this certificate genuine and still valid?
pages-home-scan = Scan the QR: the surest way
pages-home-scan-how = Point your phone’s camera at the QR and tap the address. No app is needed.
pages-home-type = Or type its number
pages-paste = Link, or the text of the QR
pages-paste-hint = From a message, or from a scanner. The address in it is not opened.

# The answer by code or file.
pages-altered = What is printed differs
pages-altered-about = About what the LSP signed:
pages-as-of = By the status list of that moment
pages-certificate = This is a Certificate of Competence
pages-certificate-not = It is no diploma of a school or training, and no membership card (KTA).
pages-compare = Compare
pages-compare-card = Compare with the identity card
pages-compare-paper = Compare with the paper, then with the identity card
pages-doubt = In doubt?
pages-doubt-address = Type its address yourself.
pages-doubt-ask = Ask the LSP.
pages-doubt-sheet = Ask the LSP named on the sheet, at an address that you look up yourself, not one printed there.
pages-elsewhere = Issued by another LSP
pages-elsewhere-more = This certificate is checked by the lists that its LSP signs. Numbers, since when a status stands and which certificate follows are known at the LSP's own site; type the address yourself.
pages-files-checked = { $count } certificates were checked; { $good } are valid, with nothing to remark.
pages-files-compare = Of { $count } more the QR is genuine and valid; compare each by eye with its paper: the name and number on it must be those shown here.
pages-other-day = On another day, such as the contract’s last?
pages-result = Result
pages-result-for-number = Result for number
pages-signed-name = Name as signed by the LSP
pages-step-name = The name above is that on the identity card and on the sheet, and the person is the one in the photo.
pages-step-number = Number and competency above are those printed on the sheet.
pages-step-site = Your address bar shows this, the LSP’s own site.
pages-successor = Replaced by this number
pages-units = Units of competency
pages-unproven-name = Name as written, vouched for by nobody

# The answer by number.
pages-about-number = About the certificate with that number:
pages-ask = In doubt? Ask the LSP; type its address yourself.
pages-masked-name = Holder (masked)
pages-name-check = Check the name
pages-name-close = Name differs slightly
pages-name-differs-why = The certificate with this number is somebody else’s. Check the spelling; if it is right, do not accept the sheet.
pages-name-close-why = The name you typed is a letter or two away from the one on this certificate. Type it exactly as on the sheet; if the sheet spells it so, do not accept it before you have asked the LSP.
pages-name-differs = Name does not match
pages-name-matches = The name matches
pages-name-other = Try another name
pages-name-typed = Name as on the sheet
pages-name-typed-hint = Case, degrees and punctuation do not matter.
pages-not-here = Perhaps of another LSP
pages-not-here-ask = This service knows the numbers of its own LSPs only. Look for the LSP's name on the sheet and search at its site; type the address yourself. The QR can be checked here too.
pages-number-alone = A number alone does not prove the sheet in your hands: scan its QR to see the name that the LSP signed. This is a Certificate of Competence; no diploma, no membership card.
pages-search-again = Search again
pages-several = { $count } certificates have this number. Look for the LSP’s name on the sheet.

# What is off in a number that was typed.
pages-slip = How the number is put together
pages-slip-blanko = This looks like the serial of the preprinted sheet, in its upper left corner. Type the certificate's number: the line “No.” below the title.
pages-slip-letters = There are letters where digits belong. Perhaps { $meant } is meant.
pages-slip-long = Such a number has { $full } letters and digits, { $typed } were typed: perhaps one was typed twice.
pages-slip-missing = A part is missing: { $part }.
pages-slip-nik = This looks like a NIK, not like a certificate's number. Do not type a NIK here. The certificate's number stands in the line “No.” below the title of the sheet.
pages-slip-none = The number is put together rightly. Compare each digit with the line “No.” on the sheet.
pages-slip-other = No certificate's number known here is put together so. They look like 81210 9112 2 0000088 2023 and stand in the line “No.” below the title of the sheet.
pages-slip-registration = This is a registration number, and put together rightly. Compare each letter with the line “No. Reg.”, or type the certificate's number: the line “No.” below the title.
pages-slip-short = Such a number has { $full } letters and digits, { $typed } were typed: something was left out.
pages-slip-width = The { $part } should have { $full } letters or digits, { $typed } were typed.
pages-slip-year = The year { $year } cannot be. The year in a number is that of issue.
pages-part-nth = part { $nth }
pages-part-sequence = sequence
pages-part-year = year

# The page of a certificate's holder.
pages-holder-as-seen = See what a checker sees
pages-holder-elsewhere = Another LSP issued this certificate. Its PDF is at that LSP's site.
pages-holder-link = Link of the certificate
pages-holder-link-hint = Whoever gets this link sees your name and this certificate. Send it only to who needs to check it.
pages-holder-none = No PDF to be had
pages-holder-not-ours = This is no certificate that the LSPs here issued.
pages-holder-open = Open the holder's page
pages-holder-own = Is this certificate yours?
pages-holder-own-what = Download its PDF, share its link, or show its QR from your phone.
pages-holder-pdf = Download the PDF
pages-holder-pdf-hint = Exactly as it was issued. Do not edit it: the smallest change shows when it is checked.
pages-holder-qr = The QR of this certificate
pages-holder-revoked = This certificate was revoked, so its sheet is given no more. Ask the LSP.
pages-holder-share = Share
pages-holder-sheet = The sheet
pages-holder-show = Show it
pages-holder-show-card = Have your identity card ready: the name on the checker's screen is compared with it.
pages-holder-show-paper = A printed sheet bears the same QR.
pages-holder-show-screen = Brighten the screen, and have the checker scan this QR with the phone's camera.
pages-holder-status-unknown = The status of this certificate cannot be told at present, so its sheet is not given now. Try again later.
pages-holder-superseded = This certificate was replaced. Ask the LSP for the link of its successor.
pages-holder-suspended = While this certificate is suspended, its sheet is not given. Ask the LSP.
pages-holder-title = My certificate
pages-holder-whatsapp = Send by WhatsApp
pages-holder-whatsapp-text = My certificate of competence. Its genuineness can be checked at: { $url }

# Where the office lets nobody in.
pages-failed-cross-site = The form was not sent from here
pages-failed-cursor-ahead = The cursor is not known
pages-detail-cursor-ahead = This cursor (after) is of no answer of the feed as it stands. Begin again without one.
pages-failed-no-report-key = The answer cannot be signed
pages-detail-no-report-key = This LSP has no report key that is trusted yet, or it does not open. Tell the LSP.
pages-detail-cross-site = Your browser did not say that this form came from this site. Open the page again and send it from there.
pages-failed-forbidden = You may not do this
pages-detail-form-too-large = The form and its file are too large. Choose a smaller file.
pages-detail-forbidden = Your roles at this LSP do not include it. An administrator can give them to you.
pages-failed-office-closed = The office is closed
pages-detail-office-closed = This service was started without the passphrase of its keys. Whoever runs it starts it with ABSAH_KEY_PASSPHRASE or --passphrase-file.

# The API to be read; what the description itself says is English.
pages-api-answers = Answers
pages-api-body = Body
pages-api-certificates = Checking certificates
pages-api-feed = Watching certificates
pages-api-lead = For programs: check a certificate, a file, or a list of workers. Free, and no key is needed.
pages-api-link = For programs: the API
pages-api-lists = Signed lists
pages-api-of = All members of
pages-api-openapi = The OpenAPI description for programs
pages-api-parameters = Parts of the address
pages-api-problems = Where there is no answer
pages-api-problems-how = Every failure is answered by problem details (RFC 9457). type names its kind and stays; detail says what was wrong this time.
pages-api-records = It needs an LSP's records: a verifier without any answers 404.
pages-api-required = required
pages-api-schemas = Forms of data
pages-api-service = This service
pages-api-title = API for checking certificates
