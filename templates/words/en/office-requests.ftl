# What waits for a second person: the list, one request, its work.
office-requests-title = Approvals
office-requests-heading = Waiting for approval
office-requests-none = Nothing waits.
office-requests-caption = Requests that wait, the oldest first
office-requests-size = Number
office-requests-asked-by = Asked by
office-requests-asked-at = Since
office-requests-decided = Decided
office-requests-state = State
office-requests-kind-issue = Issue certificates
office-requests-kind-reinstate = Reinstate certificates
office-requests-kind-replace = Replace certificates
office-requests-kind-revoke = Revoke certificates
office-requests-kind-suspend = Suspend certificates
office-requests-state-approved = Approved, being done
office-requests-state-done = Done
office-requests-state-expired = Expired without a decision
office-requests-state-failed = Approved, but failed
office-requests-state-returned = Sent back
office-requests-state-waiting = Waiting
office-requests-state-withdrawn = Taken back
office-requests-one-title = Request
office-requests-own = You asked for it; somebody else decides.
office-requests-certificates = Certificates
office-requests-planned = Planned for the event
office-requests-numbers = Numbers that will be taken
office-requests-numbers-certificate = Certificate numbers: { $first } to { $last } ({ $count })
office-requests-numbers-registration = Registration numbers: { $first } to { $last } ({ $count })
office-requests-specimen = Specimen of the first sheet (PDF, marked CONTOH)
office-requests-reason = Reason
office-requests-remark = Remark
office-requests-number = Number
office-requests-holder = Holder
office-requests-now = State now
office-requests-approve-issue = { $count ->
    [one] Issue { $count } certificate
   *[other] Issue { $count } certificates
}
office-requests-approve-reinstate = { $count ->
    [one] Reinstate { $count } certificate
   *[other] Reinstate { $count } certificates
}
office-requests-approve-replace = { $count ->
    [one] Replace { $count } certificate
   *[other] Replace { $count } certificates
}
office-requests-approve-revoke = { $count ->
    [one] Revoke { $count } certificate
   *[other] Revoke { $count } certificates
}
office-requests-approve-suspend = { $count ->
    [one] Suspend { $count } certificate
   *[other] Suspend { $count } certificates
}
office-requests-send-back = Send back with a remark
office-requests-send-back-remark = What is to be mended
office-requests-send-back-button = Send back
office-requests-withdraw = Take this request back
office-requests-to-roster = See the roster
office-requests-to-job = See the work
office-requests-job-title = Work
office-requests-job-waiting = Waiting to be done
office-requests-job-running = Being done
office-requests-job-steps = { $done } of { $total }
office-requests-job-done = Done: { $total }
office-requests-job-failed = Not done
office-requests-job-closed = This page may be closed; the work goes on.
office-requests-job-fault-altered = Data was written past the program. Tell whoever runs it: absah journal verify.
office-requests-job-fault-changed = It is not what was approved any more. Check it and submit it again.
office-requests-job-fault-not-allowed = The LSP's keys, licence or schemes do not cover this day.
office-requests-job-fault-not-approved = There is no approval that counts.
office-requests-job-fault-numbers = Numbers run out or are taken already. Check the LSP's numbering.
office-requests-job-fault-expired = It was approved too long ago.
office-requests-job-fault-other = Something stands in the way; the server's log says what.
office-requests-fault-altered = This request is not as it was asked. Tell whoever runs the service.
office-requests-fault-changed = It has changed since you saw it. Check it again, then decide.
office-requests-fault-expired = This request has expired.
office-requests-fault-own = Who asked cannot decide.
office-requests-fault-remark = Write a remark of 1 to 500 letters.
office-requests-fault-settled = This request was decided already.
office-requests-fault-certificate = The LSP has no certificate { $number }.
office-requests-fault-state = The state of certificate { $number } does not allow it.
office-requests-fault-many = Choose 1 to 500 certificates, each once.
office-requests-refusal-untrusted = { $lsp }: no key, licence or scheme covers { $day }.
office-requests-refusal-root = The LSP's key is not signed in the trust list yet.
office-requests-refusal-altered = The record of certificate { $number } is not as it was issued, so nothing was done. Tell an administrator: absah journal verify.
office-requests-refusal-clock = The server's clock cannot be right; tell whoever runs it.
office-requests-refusal-day = That day of issue is out of range.
office-requests-refusal-restored = The database was restored from a backup; tell whoever runs it.
office-requests-kind-erase = Erase personal data
office-requests-approve-erase = Erase the personal data of { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
