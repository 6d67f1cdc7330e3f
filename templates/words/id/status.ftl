# Keadaan sebuah sertifikat.
status-revoked = Dicabut
status-superseded = Diganti
status-suspended = Dibekukan
status-valid = Berlaku
