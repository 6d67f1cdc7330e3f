//! What a sheet says, held against what it carries.

use super::*;

#[test]
fn every_form_of_a_genuine_sheet_is_seen_whole() {
    let (token, link) = genuine();
    let light = DIGITAL.replace("# watermark = \"CONTOH\"", "watermark = \"CONTOH\"");
    for layout in [BLANKO.to_owned(), DIGITAL_LANDSCAPE.to_owned(), light] {
        let file = Facts { layout, ..Facts::genuine() }.print(&link, &token);
        let document = read(&file).expect("read");
        for page in &document.pages {
            assert!(!page.hides && !page.strange, "{page:?}");
        }
        assert_eq!(judged_of(&document)[0].findings, []);
    }
}

#[test]
fn a_sheet_of_ours_agrees_with_itself() {
    let (token, link) = genuine();
    let file = sheet(NAME, NUMBER, &link, &token);
    let document = read(&file).expect("read");
    assert_eq!((&document.attachments, &document.pages[0].symbols), (&vec![token], &vec![link]));
    let text = &document.pages[0].text;
    assert!(text.contains(NAME) && text.contains(NUMBER), "{text}");
    assert_eq!(said(&file), (Word::Valid, vec![]));
    let json = serde_json::to_vec(&document).expect("JSON");
    assert_eq!(serde_json::from_slice::<Document>(&json).expect("a document"), document);
}

#[test]
fn of_a_long_document_no_further_page_is_begun_once_it_was_much_work() {
    let (token, link) = genuine();
    let file = sheet(NAME, NUMBER, &link, &token);
    let whole = read(&file).expect("read");
    assert!(whole.pages.len() > 1 && !whole.goes_on, "a sheet has a second page");
    let looked_at = std::cell::Cell::new(0);
    let part = read_within(&file, || Duration::from_secs(10 * looked_at.replace(1))).expect("read");
    assert_eq!((part.pages.as_slice(), part.goes_on), (&whole.pages[..1], true));
}

#[test]
fn what_is_attached_is_no_certificate_where_no_sheet_was_seen_in_time() {
    let (token, link) = genuine();
    let file = sheet(NAME, NUMBER, &link, &token);
    assert_eq!(read_within(&file, || Duration::from_secs(10)), Err(DocumentFault::Broken));
}

#[test]
fn whatever_is_altered_is_named() {
    let (token, link) = genuine();
    let genuine = Facts::genuine();
    let scheme = |title_id: &str| Scheme { title_id: title_id.to_owned(), ..genuine.scheme.clone() };
    let issued_on = date(2023, 12, 19);
    let years = |validity_years| Scheme { validity_years, ..genuine.scheme.clone() };
    let said = |layout: &str| DIGITAL.replace("berlaku untuk: {years} ({years_words_id}) tahun", layout);
    for (differing, altered) in [
        (Differing::Name, Facts { name: "Budi Contoh", ..genuine.clone() }),
        (Differing::Number, Facts { number: "81210 9112 2 0000089 2023", ..genuine.clone() }),
        (Differing::Scheme, Facts { scheme: scheme("Penyelia Kebersihan Gedung"), ..genuine.clone() }),
        (Differing::Scheme, Facts { scheme: scheme("Petugas Kebersihan Gedung Utama"), ..genuine.clone() }),
        (Differing::IssuedOn, Facts { term: Term { issued_on, ..term() }, ..genuine.clone() }),
        (Differing::ValidUntil, Facts { scheme: years(5), ..genuine.clone() }),
        (Differing::ValidUntil, Facts { layout: said("berlaku sampai 18 Desember 2028"), ..genuine.clone() }),
        (Differing::ValidUntil, Facts { layout: said("berlaku seumur hidup"), ..genuine.clone() }),
    ] {
        assert_eq!(differs_in(&altered, (&link, &token)), [differing]);
    }
    let coded = DIGITAL.replace("{title_id}\"\nenglish", "{title_id}\\nSkema {scheme}\"\nenglish");
    let coded = Facts { layout: coded, ..genuine };
    assert_eq!(differs_in(&coded, (&link, &token)), []);
    let code = "CS-02".parse().expect("a code");
    let altered = Facts { scheme: Scheme { code, ..coded.scheme.clone() }, ..coded };
    assert_eq!(differs_in(&altered, (&link, &token)), [Differing::Scheme]);
}

#[test]
fn genuine_sheets_of_every_form_agree() {
    let (token, link) = genuine();
    for layout in [
        BLANKO.to_owned(),
        DIGITAL.replace("Sertifikat ini berlaku untuk", "Masa berlaku"),
        DIGITAL.replace("{years} ({years_words_id}) tahun", "{valid_until_id}"),
        DIGITAL.replace("spacing = 70", "spacing = 300").replace("lines = 1", "lines = 1\nspacing = 250"),
        DIGITAL.replace("{place}, {issued_on_id}", "Ditetapkan di {place} pada {issued_on_en}"),
        DIGITAL
            .replace("text = \"Sertifikat ini berlaku untuk: {years} ({years_words_id}) tahun\"", "text = \"-\"")
            .replace("english = \"This certificate is valid for: {years} ({years_words_en}) {years_unit_en}\"\n", ""),
    ] {
        assert_eq!(differs_in(&Facts { layout, ..Facts::genuine() }, (&link, &token)), []);
    }
    let day_before = Term::new(term().issued_on, 3, Expiry::DayBefore).expect("a term");
    let token = token_for(NAME, NUMBER, day_before);
    let sheet = Facts { term: day_before, ..Facts::genuine() };
    assert_eq!(differs_in(&sheet, (&spelling::qr(&lsp().site, &token), &token)), []);
}

#[test]
fn a_replacement_agrees_and_an_altered_one_does_not() {
    let term = Term { issued_on: date(2024, 5, 2), ..term() };
    let token = token_for(NAME, NUMBER, term);
    let link = spelling::qr(&lsp().site, &token);
    let replaces = Some(Replaced { number: "81210 9112 2 0000070 2023".into(), issued_on: date(2023, 12, 18) });
    let genuine = Facts { term, replaces, ..Facts::genuine() };
    assert_eq!(differs_in(&genuine, (&link, &token)), []);
    let longer = Term { valid_until: date(2028, 12, 18), ..term };
    assert_eq!(differs_in(&Facts { term: longer, ..genuine }, (&link, &token)), [Differing::ValidUntil]);
}

/// Files merged into one, as `pdfunite` and web sites for it do.
fn merged(files: &[Vec<u8>]) -> Vec<u8> {
    let mut whole = lopdf::Document::with_version("1.7");
    let (root, mut pages) = (whole.new_object_id(), Vec::new());
    for file in files {
        let mut doc = lopdf::Document::load_mem(file).expect("a PDF");
        doc.renumber_objects_with(whole.max_id + 1);
        pages.extend(doc.get_pages().into_values());
        whole.max_id = doc.max_id;
        whole.objects.extend(doc.objects);
    }
    for page in &pages {
        whole.get_dictionary_mut(*page).expect("a page").set("Parent", root);
    }
    let count = pages.len() as i64;
    let kids: Vec<Object> = pages.into_iter().map(Object::Reference).collect();
    whole.objects.insert(root, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = whole.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
    whole.trailer.set("Root", catalog);
    let mut file = Vec::new();
    whole.save_to(&mut file).expect("saved");
    file
}

#[test]
fn sheets_merged_into_one_file_are_judged_each() {
    let (token, link) = genuine();
    let (other_name, other_number) = ("Budi Contoh", "81210 9112 2 0000089 2023");
    let other = token_of(other_name, other_number);
    let other_link = spelling::qr(&lsp().site, &other);
    let whole = merged(&[sheet(NAME, NUMBER, &link, &token), sheet(other_name, other_number, &other_link, &other)]);
    let told: Vec<_> = judged(&whole).into_iter().map(|verdict| (verdict.verdict, verdict.findings)).collect();
    assert_eq!(told, [(Word::Valid, vec![]), (Word::Valid, vec![])]);
    let whole = merged(&[sheet(NAME, NUMBER, &link, &token), sheet("Siti Contoh", other_number, &other_link, &other)]);
    let told: Vec<_> = judged(&whole).into_iter().map(|verdict| verdict.differs).collect();
    assert_eq!(told, [vec![], vec![Differing::Name]]);
}

#[test]
fn a_name_over_two_lines_is_itself() {
    let long = "Raden Mas Haryo Kusumaningrat Wiraatmaja Purbaningsih Sastrodiningrat Adiwinata Kertanegara Jaya";
    let token = token_of(long, NUMBER);
    let link = spelling::qr(&lsp().site, &token);
    assert_eq!(said(&sheet(long, NUMBER, &link, &token)), (Word::Valid, vec![]));
}

#[test]
fn invisible_text_is_no_text() {
    let (token, link) = genuine();
    let file = changed(&sheet("Budi Contoh", NUMBER, &link, &token), |doc| {
        let page = doc.get_pages()[&1];
        let mut content = doc.get_page_content(page);
        content.extend_from_slice(b"\nBT /T00 9 Tf 3 Tr 1 0 0 1 50 50 Tm (Jos\xe9 \"Nur'aini\" Contoh, S.Pd.) Tj ET");
        doc.change_page_content(page, content).expect("changed");
    });
    assert_eq!(said(&file), (Word::Valid, vec![Finding::TextDiffers]));
}
