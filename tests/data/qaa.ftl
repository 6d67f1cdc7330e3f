# A language that nobody speaks (ISO 639-2 keeps qaa for local use), for tests.
language-name = Qaaqaa
language-thousands = ,

pages-word-valid = Laku
pages-home-question = Qaa laku?
pages-several =
    { $count ->
        [one] qa { $count }
       *[other] qaqa { $count }
    }
cli-migrated = Qaa qaqa.

when-day = { $year } { $month } { $day }
when-month =
    { $month ->
        [12] Qadec
       *[other] qaq
    }
