# A report on a list of workers: its page, and what is said of it. The words of its paper stand in paper/.

reports-maker = Checked by
reports-until = Contract until
reports-checked-at = Checked at
reports-as-of = As of the status lists of
reports-id = Report number

# What a report is called when it is judged, and why.
reports-heading = What was found of the report
reports-title-page = Report: { $word }
reports-word-altered = Report altered
reports-word-forged = Report forged
reports-word-genuine = Report genuine
reports-word-unknown = Cannot be told yet
reports-word-unreadable = Unreadable
reports-word-untrusted = Not trusted
reports-meaning-altered = An LSP made this report once, but what goes with it is not as it was made. Do not accept it; ask for the PDF itself.
reports-meaning-forged = It is not what the LSP signed. Do not accept it.
reports-meaning-genuine = This report was made at the LSP's site, and was not altered since.
reports-meaning-token = This report was made at the LSP's site. Whether the paper or the file that you have is the same was not compared.
reports-meaning-unknown = Whether its signer is trusted cannot be told here now. Try again later, or ask the LSP.
reports-meaning-unreadable = This is no report on a list that can be read.
reports-meaning-untrusted = Its signer is not trusted to make reports. Do not accept it.
reports-meaning-stolen = The key that signed it was stolen, and nothing proves when this report was made. Check the list again.
reports-found = { $fits } of { $count } workers fit until { $day }
reports-found-then = As checked at { $at }; nothing later is in it. Status lists of { $as_of }.
reports-fact-sha256 = SHA-256 of laporan.csv
reports-ahead = This report is dated in the future.
reports-foreign-site = Its QR or link leads to a site that is not the LSP's. Do not trust that site.
reports-maker-differs = The paper names its maker, or the maker's site, otherwise than they are known today. Who signed it stands below.
reports-pages-beside = There are pages that are none of this report's.
reports-pages-unread = The document is long: only its first 40 pages were compared. The attachment laporan.csv was compared as a whole.
reports-qr-differs = QR, attachment or this file are not of the same report.
reports-qr-missing = No QR of a report can be read; it was judged by what is attached.
reports-rows-beside = Another table is attached to this file. Only the rows of this report were signed; do not go by the other.
reports-rows-differ = Its rows are not those that were signed: something was altered.
reports-rows-missing = Its rows were not compared: there is no laporan.csv in this file. Send the PDF itself, or laporan.csv.
reports-text-differs = Its pages do not show the rows that were signed, or a page is missing. Take this print for altered; what is right stands in laporan.csv inside the PDF.
reports-text-hidden = It has text that cannot be seen: covered, tiny, or in the colour of the paper.
reports-text-unchecked = Print on a photograph or a scan cannot be compared by a machine. Send the PDF itself, or compare it with your own eyes.
reports-trust-list-expired = The list of trusted LSPs is past its time.
reports-trust-list-missing = No root has signed the keys of this installation yet.
reports-view-varies = It has layers, notes or form fields; other programs may show it otherwise.
reports-compare = Compare its rows
reports-compare-how = This page proves the report alone. Whether the list in your hands is the one that was checked shows when you send the report's PDF, or the laporan.csv inside it (in a PDF reader: attachments).
reports-compare-file = The report's PDF, or laporan.csv
reports-compare-button = Compare
reports-compared = Its rows are those that were signed.
reports-not-certificate = A report is no certificate. How things are today shows when the list is checked again.

# On the page of answers.
reports-get = Signed report
reports-get-what = A PDF for the tender's file: who was checked, when, and what was found. Anybody can check it by its QR.
reports-as-pdf = Download the report as PDF
reports-link = Link of the report
reports-none = No signed report
reports-none-host = This address is not the site of an LSP of this installation. Check the list at the LSP's site.
reports-none-key = The LSP of this site has no report key yet. The answers below are right all the same; tell the LSP.
reports-none-large = The list is too long for one report. Divide it.
reports-none-shut = The report key cannot be opened now. Try again later.
reports-none-verifier = This site only checks and signs nothing. Check the list at an LSP's site to get a report.
reports-unread = Rows that could not be read are not in the report.
