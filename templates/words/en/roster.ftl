# Why a row is refused: what is wrong, then what to do.
roster-after-issue = The test date { $day } is after the day of issue { $issued_on }. Check the test date, or issue on a later day.
roster-before-birth = The test date { $day } is not after the date of birth. Check tanggal_uji and tanggal_lahir.
roster-blanko-number = The blanko number is a number cell, so its leading zeros are lost. Format the column as Text in Excel, then type it again.
roster-blanko-repeated = Row { $earlier } already uses this blanko number. One sheet is for one certificate: check both rows.
roster-blanko-shape = A blanko number has 5 to 12 letters or digits. Correct it, or leave it blank if there is none yet.
roster-blanko-used = Another certificate already has this blanko number. Check the number on the sheet.
roster-cell-error = The formula in this cell gives { $shown }. Replace the formula by its value.
roster-certified-already = This person already holds a certificate for this scheme and test date. If the decision was wrong, revoke it.
roster-date-shape = "{ $text }" is not a date that can be read. Write day/month/year, such as 13/09/2023 or 13 September 2023.
roster-decision-missing = The decision (status_kompeten) is blank although there is a test date. Write K, BK or TH (absent).
roster-decision-unknown = "{ $text }" is not a decision. Write K, BK or TH (absent).
roster-formula-uncounted = The formula in this cell has no result in the file. Open the file in Excel and save it again, or replace the formula by its value.
roster-in-future = The test date { $day } is still to come. Check the year.
roster-name-empty = The name is blank. Write the name as on the identity card.
roster-name-hidden = The name has hidden characters that must not be printed. Clear the cell and type the name again (do not paste).
roster-name-no-letter = The name has no letter. Write the name as on the identity card.
roster-name-too-long = The name is longer than { $most } characters. Shorten the name or its degrees.
roster-nik-length = A NIK has 16 digits, here there are { $digits }. Type it again from the identity card.
roster-nik-letters = A NIK has digits only (16 of them), no letters or other marks. Type it again from the identity card.
roster-nik-missing = The NIK is blank. Write the 16 digits of the identity card.
roster-nik-named-otherwise = This NIK is under two names: here, and under another name in row { $earlier }. Check NIK and name in both rows against the identity card.
roster-nik-number = The NIK is stored as a number, of which Excel keeps only the first 15 digits. Format the NIK column as Text in Excel, then type the NIK again from the identity card.
roster-nik-scientific = Excel turned the NIK into scientific notation (like 9.90101E+15). Format the NIK column as Text in Excel, then type the NIK again from the identity card.
roster-nik-zeros = The NIK is all zeros. Write the 16 digits of the identity card.
roster-no-such-date = There is no date or time "{ $text }". Write day/month/year, such as 13/09/2023.
roster-number-rounded = The certificate number is stored as a number, of which Excel keeps only the first 15 digits. Format the column as Text in Excel, then type the number again from the certificate.
roster-photo-missing = There is no photo "{ $name }" among the photos. Add the file, or correct its name.
roster-photo-name = Write only the name of the photo's file, such as siti.jpg, without a folder.
roster-photo-too-large = The photo "{ $name }" is larger than { $most } MB. Make it smaller.
roster-photo-unreadable = The photo "{ $name }" cannot be read. Save it again as JPEG or PNG.
roster-repeated = Person, scheme and test date are those of row { $earlier }. Delete one of the rows.
roster-scheme-closed = Scheme { $code } is not open on the day of issue { $issued_on }. Check kode_skema or the day of issue.
roster-scheme-elsewhere = Scheme { $code } belongs to another LSP. Move this row to that LSP's roster, or correct kode_skema.
roster-scheme-missing = The scheme code is blank. Write one of the LSP's scheme codes, such as CS-01.
roster-scheme-unknown = Scheme "{ $text }" is unknown. This LSP's schemes: { $known }{ $more ->
        [0] .
       *[other] , and { $more } more.
    }
roster-scheme-unknown-of-any = "{ $text }" is no scheme code. Write the code alone, such as CS-01.
roster-stored-under-another-name = This NIK, scheme and test date are on record under another name. Check the NIK; to mend the name on a certificate, replace it.
roster-test-date-missing = The test date is blank although there is a decision. Write the test date; for somebody absent, leave status_kompeten blank.
roster-too-long = The cell has more than { $most } characters. Shorten it.
roster-too-many-cells = This row has more columns than the header. Put quotes around text that contains the separator, or save the file as .xlsx.
roster-two-digit-year = The year in "{ $text }" has only two digits. Write it with four, such as 2023.
roster-unprintable = The name has characters that the certificate's fonts lack: { $characters }. Write it in Latin letters as on the identity card.
roster-weekday-differs = In "{ $text }" the day of the week is not that of the date. Correct one of them.

# Why a row that was taken deserves a look.
roster-warning-birth-differs = The date of birth inside the NIK differs from tanggal_lahir. Check both against the identity card.
roster-warning-decision-corrected = On record as not yet competent until now; certified from this roster.
roster-warning-hidden-column = This column is hidden in Excel; what stands in it was read all the same. Unhide it to check it.
roster-warning-hidden-row = Hidden or filtered out in Excel, but read all the same. Delete the row if the person does not belong here.
roster-warning-holds-valid = This person already holds a valid certificate of this scheme.
roster-warning-late = The certificate would be issued more than two years after the test date { $day }. Check the date.
roster-warning-no-person = Read as lines below the table (place and date, signatures, sums), not as people.
roster-warning-other-sheet = { $people ->
        [one] Sheet "{ $name }" has { $people } person too, who was not read.
       *[other] Sheet "{ $name }" has { $people } people too, who were not read.
    } One sheet is read: hand the other in as a file of its own.
roster-warning-photo-blank = No photo is named for somebody who passed: the certificate will have none.

# Why a file as a whole cannot be read.
roster-file-damaged = The file is damaged and cannot be read. Open it in Excel and save it again as .xlsx.
roster-file-doubled-column = Column { $column } is there twice, in { $first } and { $second }. Delete or rename one of them.
roster-file-empty = The file is empty.
roster-file-encoding = Some letters in the file cannot be read. Save it again as "CSV UTF-8" or .xlsx.
roster-file-formula = A formula gives { $shown }. Replace the formula by its value and save the file again.
roster-file-locked = This workbook has a password. Open it in Excel, remove the password and save it again.
roster-file-missing-columns = These columns are missing: { $missing }. Add them to the header.
roster-file-no-header = No header was found. It must have nama_asesi, nik, kode_skema, tanggal_uji and status_kompeten.
roster-file-no-table = This file is neither CSV nor .xlsx. Save the roster from Excel as .xlsx or CSV.
roster-file-no-worker = No column says who a worker is or which certificate is hers. Choose the column of the names, of the certificate numbers, or of the QR texts.
roster-file-no-workbook = This file is no .xlsx. Open it in Excel and save it as "Excel Workbook (.xlsx)".
roster-file-nobody = Nobody is in this roster: there is a header, but no row below it.
roster-file-old-excel = This is an old Excel file (.xls). Open it in Excel and save it as "Excel Workbook (.xlsx)".
roster-file-quote = The quotation mark (") in row { $row } has no partner, so the rows after it cannot be read. Correct it, or save as .xlsx.
roster-file-too-large = The file is too large (at most { $most } MB, and in proportion when unpacked). Split it into several files.
roster-file-too-many-columns = There are more than { $most } columns. Delete those that are not needed.
roster-file-too-many-rows = There are more than { $most } rows. Split the file into several.
