# How often numbers were asked about.
office-asked-title = Searches by number
office-asked-what = How often numbers that look like this LSP's were looked for, on the first page or by the API, in the last { $days } days. Many more not found than usual, or many refused: somebody is guessing numbers.
office-asked-hint = The number, the name that was typed and who searched are not kept.
office-asked-day = Day
office-asked-found = Found
office-asked-not-found = Not found
office-asked-refused = Refused as too fast
office-asked-all = All
office-asked-bounds = Counted once a minute. Where the service dies suddenly, the last minute's count is lost, so that a figure may be a little low. A number that may be of several LSPs counts for each. Checks of QRs, links and lists of workers are not counted here.
office-asked-link = Searches by number, by day
