# The page that scans one certificate after another.

scan-app = Absah: scan certificates
scan-title = Scan certificates
scan-question = Scan certificates, one after another
scan-lead = Point the camera at each certificate’s QR code. Each is answered and added to the list below.
scan-link = Scan many certificates with the camera
scan-no-script = The camera on this page needs JavaScript. Without it, send photos or PDFs below, or open the phone’s camera and tap the address that appears.
scan-camera = Camera
scan-start = Turn the camera on
scan-stop = Turn the camera off
scan-torch = Torch
scan-sound = A sound for each certificate
scan-day = Must be valid on
scan-day-hint = For example, a contract’s last day. Empty: today. When it changes, everything on the list is checked again.
scan-files = Photos or PDFs
scan-files-drop = Or drop the files here.
scan-paste = QR texts or links
scan-paste-how = Paste one a line
scan-list = List
scan-list-empty = No certificates yet.
scan-count-all = Certificates
scan-count-good = Valid
scan-count-other = Others
scan-copy = Copy list
scan-save = Save CSV
scan-clear = Clear list
scan-kept = Nothing is kept
scan-kept-not = This list is on this page alone and is lost when the page is closed. Camera pictures are read and thrown away.

# What the camera is doing.
scan-said-ready = The camera is off.
scan-said-starting = Allow the browser to use the camera.
scan-said-looking = Point the square at a QR code.
scan-said-slow = The reader is busy; trying again shortly.
scan-said-away = The connection is gone; trying again.
scan-said-other-code = This QR code is not a certificate’s.
scan-said-again = Already on the list.
scan-said-reading = Reading files:
scan-said-read = The files have been read.
scan-said-copied = The list was copied.
scan-said-not-copied = This browser does not allow copying. Save the CSV instead.
scan-said-checking = Checking the list for that day.
scan-said-checked = The list has been checked.
scan-said-ended = The camera stopped. Turn it on again to go on.

# Why there is no camera.
scan-fault-refused = The camera was not allowed. Tap the sign beside this page’s address, allow Camera, then turn it on again. Photos and PDFs can still be sent below.
scan-fault-none = This device has no camera. Send photos or PDFs below.
scan-fault-in-use = Another program is using the camera. Close it, then turn the camera on again.
scan-fault-insecure = This page was not opened over https, so the browser gives no camera. Open the address that begins with https://, or send photos and PDFs below.
scan-fault-unsupported = This browser cannot use the camera on a page. Send photos or PDFs below, or use a newer browser.
scan-fault-no-reader = This browser cannot read QR codes by itself, and this service does not read them for it. Paste the QR’s text below, or use Chrome on Android.
scan-fault-other = The camera could not be turned on. Try again, or send photos and PDFs below.
scan-fault-report = That file is a report on a list, no certificate: upload it on the first page.
scan-fault-too-large = This file is larger than 20 MB and was not sent.
scan-fault-not-read = This file could not be read yet. Send it again.
scan-fault-not-checked = Not checked yet. Try again.

# A row.
scan-row-number = Number
scan-row-scheme = Scheme
scan-row-until = Valid until
scan-row-issuer = LSP
scan-row-on = Asked about
scan-row-nameless = No proven name
scan-row-whole = Whole answer
scan-row-altered = What is printed differs from what was signed: do not accept it
scan-row-compare = Compare name and number with the paper
scan-row-foreign-site = The QR leads to a site that is not the LSP’s: do not trust that site
scan-row-note = There is a note: see the whole answer
scan-row-file = File
scan-column-name = Name
scan-column-answer = Answer
scan-column-word = Answer code
scan-column-checked-at = Checked
scan-column-as-of = Status as of
scan-column-findings = Notes
scan-clear-sure = Clear the list? What was scanned will be gone.

# Without a connection.
scan-offline = Without a connection
scan-offline-what = Save this page with the list of trusted LSPs and their status lists. Without a connection, QR codes are still checked: against the lists last seen, and it says as of when.
scan-offline-keep = Save on this device
scan-offline-forget = Remove from this device
scan-kept-none = Not saved on this device.
scan-kept-as-of = Saved. The lists held are as of:
scan-kept-fetching = Fetching the lists.
scan-kept-failed = The newest lists could not be fetched. Try again when there is a connection.
scan-kept-refused = New lists from this site cannot be believed and were refused; the old ones are still used. Why:
scan-kept-cannot = This browser cannot check signatures (Ed25519) yet, so it cannot check without a connection.
scan-kept-not-whole = This page is not saved: a part of it could not be fetched. Try again in a while.
scan-kept-other-roots = This page’s root keys are not those saved before. Nothing is checked without a connection. Ask the LSP; if they were truly changed, remove and save again.
scan-said-away-kept = The connection is gone, and this browser reads no QR codes by itself. Paste the QR’s text below: it is checked against the saved lists.
scan-row-offline = Without a connection, by lists as of
scan-row-offline-none = no status list
