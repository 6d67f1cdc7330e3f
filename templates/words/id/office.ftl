# Headings of daftar.xlsx, the register of what was handed out.
office-register-number = Nomor sertifikat
office-register-name = Nama
office-register-nik = NIK (4 digit terakhir)
office-register-institution = Instansi
office-register-scheme = Skema
office-register-issued = Terbit
office-register-until = Berlaku sampai
office-register-file = Berkas
