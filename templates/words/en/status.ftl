# The state of a certificate.
status-revoked = Revoked
status-superseded = Replaced
status-suspended = Suspended
status-valid = Valid
