//! What a page says that is in no catalogue: found where the page is told in wide letters ([`crate::words::wide`]).
//!
//! English beside the text is left out, and what is data: what stands in elements that are for data, and the names that
//! the fixtures give.

/// Elements that hold data: the notice of whoever runs the site, what somebody typed or signed, addresses, a style.
const DATA: [&str; 6] = ["aside", "bdi", "code", "pre", "style", "textarea"];

/// Attributes that are read out, or shown.
const READ: [&str; 4] = [" alt=\"", " aria-label=\"", " placeholder=\"", " title=\""];

/// Names: of the product, of the LSPs and of an employer in the fixtures, of a scheme, of a zone.
const NAMES: [&str; 12] = [
    "Absah",
    "LSP Kebersihan Contoh",
    "LSP Pengemudi Contoh",
    "PT Rekaan",
    "pt.rekaan",
    "Petugas Kebersihan Gedung",
    "Siti Contoh",
    "Siti Nurhalizah Contoh",
    "CS-01",
    "CS-99",
    "BNSP-LSP-9901-ID",
    "WIB",
];

/// Words of two letters and more that are not wide.
pub(super) fn unsaid(page: &str) -> Vec<String> {
    let (mut left, mut silent) = (Vec::new(), None::<(&str, u32)>);
    let mut pieces = page.split('<');
    left.extend(words(pieces.next().unwrap_or_default()));
    for piece in pieces {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        let (ends, is_of) = (tag.starts_with('/'), silent.is_some_and(|(of, _)| of == name));
        match &mut silent {
            Some((_, depth)) if is_of && ends => *depth -= 1,
            Some((_, depth)) if is_of => *depth += 1,
            Some(_) => {}
            None if !ends && (tag.contains(" lang=\"en\"") || DATA.contains(&name)) => silent = Some((name, 1)),
            None => left.extend(read_out(tag).flat_map(words)),
        }
        silent = silent.filter(|(_, depth)| *depth > 0);
        let in_option = name == "option" && !ends;
        if silent.is_none() {
            // An option holds no elements: its English follows a dot.
            let said = if in_option { text.split(" · ").next().unwrap_or_default() } else { text };
            left.extend(words(said));
        }
    }
    left
}

fn read_out(tag: &str) -> impl Iterator<Item = &str> {
    READ.iter().filter_map(move |name| tag.split_once(name)?.1.split('"').next())
}

fn words(text: &str) -> Vec<String> {
    let text = NAMES.iter().fold(text.to_owned(), |text, name| text.replace(name, " "));
    // `&amp;` and the like are no words.
    let plain: String = text.split('&').enumerate().map(|(at, part)| after_entity(at, part)).collect();
    let found = plain.split(|letter: char| !letter.is_ascii_alphabetic());
    found.filter(|word| word.len() > 1).map(str::to_owned).collect()
}

fn after_entity(at: usize, part: &str) -> &str {
    if at == 0 { part } else { part.split_once(';').map_or(part, |(_, rest)| rest) }
}

#[test]
fn what_is_neither_wide_nor_data_nor_english_beside_it_is_found() {
    let said = "<p title=\"Ｊｕｄｕｌ\">Ｂｅｒｌａｋｕ &amp; ａ 12 <span lang=\"en\">Valid <b>now</b></span> <bdi>Siti</bdi></p>";
    assert_eq!(unsaid(said), Vec::<String>::new());
    assert_eq!(unsaid("<option>Ｎａｍａ · Name</option><p>WIB</p>"), Vec::<String>::new());
    for (page, word) in [
        ("<p>Berlaku</p>", "Berlaku"),
        ("<p>Ｂｅｒｌａｋｕ per</p>", "per"),
        ("<svg aria-label=\"kode\"></svg>", "kode"),
        ("<span lang=\"en\"><span>a</span></span> lalu", "lalu"),
        ("<option>Nama</option>", "Nama"),
        ("<title>hasil · Absah</title>", "hasil"),
    ] {
        assert_eq!(unsaid(page), [word], "{page}");
    }
}
