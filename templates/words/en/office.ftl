# Headings of daftar.xlsx, the register of what was handed out.
office-register-number = Certificate number
office-register-name = Name
office-register-nik = NIK (last 4 digits)
office-register-institution = Institution
office-register-scheme = Scheme
office-register-issued = Issued
office-register-until = Valid until
office-register-file = File
