//! What a certificate's PDF is called: its number, as those who file it know it, and the holder's name, as those who
//! hand it to her do.

use crate::domain::certificate::Certificate;

/// Bytes of a name in a file's name at most: file systems take 255 in all.
const LONGEST: usize = 120;

/// `81210-9112-2-0000001-2026 Siti Contoh.pdf`.
pub(super) fn file_name(certificate: &Certificate, suffix: &str) -> String {
    let (number, name) = (number(&certificate.number), name(certificate.holder.as_str()));
    format!("{number} {name}{suffix}.pdf")
}

/// What an earlier release called it.
pub(super) fn file_name_of_before(certificate: &Certificate, suffix: &str) -> String {
    format!("{}{suffix}.pdf", number(&certificate.number))
}

fn number(number: &str) -> String {
    number.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

/// A name without what Windows, a ZIP or a shell's wild cards would read otherwise.
fn name(name: &str) -> String {
    let plain = |c: char| if c.is_control() || r#"/\:*?"<>|$`"#.contains(c) { '-' } else { c };
    let mut text = String::new();
    for c in name.chars().map(plain) {
        if text.len() + c.len_utf8() > LONGEST {
            break;
        }
        text.push(c);
    }
    text.trim_end_matches(['.', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_where_every_disk_takes_it() {
        assert_eq!(number("81210 9112 2 0000001 2026"), "81210-9112-2-0000001-2026");
        assert_eq!(name("Siti Nurhaliza, S.Pd."), "Siti Nurhaliza, S.Pd");
        assert_eq!(name("Rizky D'Souza"), "Rizky D'Souza");
        assert_eq!(name("../../etc/<b>|x"), "..-..-etc--b--x");
        let long = name(&"ꦱ".repeat(100));
        assert!(long.len() <= LONGEST && long.chars().all(|c| c == 'ꦱ'), "cut between letters");
    }
}
