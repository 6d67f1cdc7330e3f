# Handing certificates over, offsets of the printer, reports.
office-handover-title = Hand certificates over
office-handover-back-event = Back to the event
office-handover-back-events = Back to the events
office-handover-days = Issued from { $from } to { $until }
office-handover-by-days = Hand over by day of issue
office-handover-count = { $count ->
    [one] One valid certificate.
   *[other] { $count } valid certificates.
}
office-handover-none = No valid certificate here yet. Certificates are handed over once they are issued; those revoked, replaced or suspended are not among them.
office-handover-all-rosters = All rosters that were issued
office-handover-choose = Show
office-handover-from = Issued from
office-handover-until = Issued until
office-handover-zip = Digital certificates (ZIP)
office-handover-zip-hint = One PDF for each person, with daftar.xlsx and certificates.csv. 5,000 certificates at most.
office-handover-zip-button = { $count ->
    [one] Download a ZIP of one certificate
   *[other] Download a ZIP of { $count } certificates
}
office-handover-print = One file to print
office-handover-print-hint = In the order of the roster, 500 certificates a file at most. Print at 100 %, without scaling.
office-handover-print-button = Download the PDF to print
office-handover-sheet = Sheet
office-handover-sheet-blanko = For preprinted sheets: the text alone, moved as the printer needs it
office-handover-sheet-digital = The digital certificate, whole
office-handover-parts = Part
office-handover-part = Certificates { $first } to { $last }
office-handover-printer = Offsets of the printer
office-handover-printer-how = How to measure
office-handover-printer-step-print = Print on plain paper, at 100 %:
office-handover-printer-ruler = rulers (PDF)
office-handover-printer-proof = sample sheet (PDF)
office-handover-printer-step-hold = Hold it against a preprinted sheet before the light, and read off the rulers by how many millimetres the text is off.
office-handover-printer-step-write = Write the offsets below, save, and print the sample again.
office-handover-printer-offsets = Offsets in millimetres
office-handover-printer-bounds = From -{ $most } to { $most } mm; empty means not moved. A part’s offset is added to that of its side and of the whole sheet. The certificate itself does not change.
office-handover-printer-part = Part
office-handover-printer-dx = To the right
office-handover-printer-dy = Down
office-handover-printer-all = The whole sheet
office-handover-printer-front = Front
office-handover-printer-back = Back
office-handover-block-closing-lsp = LSP in the closing part
office-handover-block-closing-place-and-date = Place and date in the closing part
office-handover-block-field = Area
office-handover-block-field-heading = Sentence before the area
office-handover-block-holder = Holder's name
office-handover-block-closing-holder = Holder's name in the closing part
office-handover-block-holder-signature = Place of the holder's signature
office-handover-block-list-heading = Heading of the list of units
office-handover-block-list-number = Certificate number at the list of units
office-handover-block-lsp = Name of the LSP
office-handover-block-manager = Certification manager's name
office-handover-block-manager-title = Certification manager's title
office-handover-block-number = Certificate number
office-handover-block-on-behalf = Sentence “on behalf of”
office-handover-block-page = Page number
office-handover-block-photo = Photo
office-handover-block-place-and-date = Place and date
office-handover-block-qr = QR code
office-handover-block-registration = Registration number
office-handover-block-remark = Remark beside the QR code
office-handover-block-replaces = Remark on what it replaces
office-handover-block-signatory = Signatory's name
office-handover-block-signatory-title = Signatory's title
office-handover-block-statement = Statement
office-handover-block-title = Qualification
office-handover-block-title-heading = Sentence before the qualification
office-handover-block-units = List of units
office-handover-block-validity = Validity
office-handover-block-validity-replacement = Validity of a replacement
office-handover-printer-keep = Save the offsets
office-handover-done-printer = The offsets of the printer were saved.
office-handover-receipt = Receipt of certificates
office-handover-receipt-hint = A number, the name, the last four digits of the NIK, the certificate’s number, the institution, and a column to sign in.
office-handover-receipt-open = Open to print
office-handover-receipt-button = Download .xlsx
office-handover-receipt-print = Print this page from the browser.
office-handover-no = No.
office-handover-signature = Signature
office-handover-links = A link for each holder
office-handover-links-title = Links of holders, page { $page } of { $pages }
office-handover-links-hint = The link to check a certificate, to be sent to each holder, also by WhatsApp.
office-handover-links-care = The holder’s name is within the link: send it to that person alone.
office-handover-links-open = Open the links
office-handover-link-of = Link of certificate { $number }
office-handover-pages = Pages
office-handover-before = Previous
office-handover-next = Next
office-handover-whatsapp-text = Dear { $name }, your certificate of competence No. { $number } of { $lsp } can be checked at { $url }
office-handover-left-out = These certificates cannot be handed over, and are left out:
office-handover-left-out-altered = { $number }: its record is not as it was issued. Not even whether it is valid can be told.
office-handover-left-out-design = { $number }: the layout that it was issued with cannot be read.
office-handover-left-out-photo = { $number }: its photo is not as it was issued.
office-handover-left-out-sheet = { $number }: its sheet cannot be drawn.
office-handover-left-out-then = The others can be handed over now. Ask whoever runs the system to look with absah journal verify; what was altered is restored from a backup, and these are handed over then.
office-handover-fault-left-out = { $count ->
    [one] One certificate cannot be handed over, so nothing was handed over yet. Why is written below. Press the button once more to hand the others over.
   *[other] { $count } certificates cannot be handed over, so nothing was handed over yet. Why is written below. Press the button once more to hand the others over.
}
office-handover-fault-design = The layout of the certificate cannot be printed. Ask an administrator to look at it.
office-handover-fault-nothing = There is no certificate to hand over.
office-handover-fault-altered = The record of certificate { $number } is not as it was issued, so nothing was handed over. Tell an administrator: absah journal verify.
office-handover-fault-sheet = Certificate { $number } cannot be drawn, so nothing was handed over.
office-handover-fault-many = More than { $most } certificates: choose one roster, or fewer days.
office-handover-fault-length = “{ $text }” is no length in millimetres. For example: 1.5 or -0.8.
office-handover-fault-offset = An offset is { $most } mm at most, in any direction.
office-handover-fault-off-sheet = With these offsets part “{ $block }” would leave the paper.
office-handover-reports = Reports
office-handover-report-year = Report of { $year }
office-handover-by-scheme = By scheme
office-handover-year-hint = Every roster whose day of issue lies in this year. Listed: everybody on a roster, assessed or absent.
office-handover-year-none = Nothing was recorded in this year yet.
office-handover-listed = Listed
office-handover-total = Total
office-handover-as-xlsx = Download .xlsx
office-handover-as-csv = Download .csv
office-handover-report-events = Reports of events
office-handover-report-event = Report of an assessment
office-handover-report-file = Download the report for BNSP (.xlsx)
office-handover-unread = { $count ->
    [one] One row of a roster has a fault and is not counted yet.
   *[other] { $count } rows of rosters have faults and are not counted yet.
}
office-handover-scheme-code = Scheme code
office-handover-scheme-title = Scheme
office-handover-stock-part = Blanko
office-handover-stock = Stock of preprinted sheets
office-handover-stock-sums = Totals
office-handover-stock-received = Received
office-handover-stock-used = Used
office-handover-stock-spoiled = Spoiled
office-handover-stock-left = Left
office-handover-deliveries = Deliveries
office-handover-deliveries-none = No sheets were recorded yet.
office-handover-serials = Serials
office-handover-serial = Serial of the sheet
office-handover-serial-first = First serial
office-handover-serial-last = Last serial
office-handover-serial-of = Serial of the sheet of certificate { $number }
office-handover-serial-now = Recorded: { $serial }
office-handover-received-on = Received on
office-handover-receive = Record a delivery
office-handover-receive-button = Record the delivery
office-handover-spoil = Record a spoiled sheet
office-handover-spoil-hint = A spoiled sheet cannot be used any more. If a certificate was on it, that certificate may be given another sheet.
office-handover-spoil-button = Record 1 spoiled sheet
office-handover-spoiled = Spoiled sheets
office-handover-spoiled-none = No spoiled sheet was recorded.
office-handover-spoiled-damaged = Torn or dirty
office-handover-spoiled-lost = Lost
office-handover-spoiled-misprinted = Misprinted
office-handover-spoiled-other = Other
office-handover-reason = Reason
office-handover-recorded = Recorded
office-handover-given = Sheets of certificates
office-handover-given-title = Serials of sheets, page { $page } of { $pages }
office-handover-given-hint = Which preprinted sheet each certificate is on, in the order of printing.
office-handover-given-open = Fill in the serials
office-handover-given-button = { $count ->
    [one] Save the serial of one certificate
   *[other] Save the serials of { $count } certificates
}
office-handover-fill = Fill in order
office-handover-fill-hint = Write the serial of the first sheet; lines without one count up from it. Nothing is saved yet: check it first, and change what is out of order.
office-handover-fill-button = { $count ->
    [one] Fill one line
   *[other] Fill { $count } lines
}
office-handover-done-given = { $count ->
    [one] The serial of one certificate was saved.
   *[other] The serials of { $count } certificates were saved.
}
office-handover-done-received = { $count ->
    [one] A delivery of one sheet was recorded.
   *[other] A delivery of { $count } sheets was recorded.
}
office-handover-done-spoiled = Sheet { $serial } was recorded as spoiled.
office-handover-fault-serial = “{ $text }” is no serial of a sheet: up to 4 letters, then up to 12 digits.
office-handover-fault-serials-end = There is no serial after { $serial }.
office-handover-fault-run = The last serial must come after the first and be as long, { $most } sheets at most.
office-handover-fault-reason = Choose the reason.
office-handover-fault-received = Some of these serials are in another delivery.
office-handover-fault-sheets = { $most } serials at most are saved at once.
office-handover-fault-twice = Serial { $serial } is written twice.
office-handover-fault-used = Sheet { $serial } is recorded on another certificate, or as spoiled. Nothing was saved.
