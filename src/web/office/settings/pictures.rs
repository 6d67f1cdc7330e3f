//! The LSP's logo and its two signatures: brought as PNG or JPEG, and taken off the sheets to come.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::Response;

use super::super::file::{self, looked_at};
use super::super::frame::page;
use super::super::upload::Bounds;
use super::super::{As, ProvenAs};
use super::desk::Desk;
use super::form::{Beside, Blank, Fault, Field, Kind, Typed, save};
use crate::domain::issuer::Lsp;
use crate::office::accounts::Administrator;
use crate::office::design::Design;
use crate::office::intake::LARGEST_PHOTO;
use crate::office::settings::{Part, Present};
use crate::seal::spelling::{from_base64, to_base64url};
use crate::web::{Error, Service};
use crate::words::{Key, Lang, key, say};

const PATH: &str = "/gambar";

/// Three pictures, each as large as a photo may be.
const BOUNDS: Bounds = Bounds { field: 4_096, file: LARGEST_PHOTO as usize, most: 12 };

/// What a PNG begins with.
const PNG: &[u8] = b"\x89PNG";

/// A picture: the name of its field, the field that takes it off, what it is called, where it is kept.
struct Place {
    name: &'static str,
    gone: &'static str,
    words: Key,
    gone_words: Key,
    kept: fn(&mut Design) -> &mut Option<String>,
}

const PLACES: [Place; 3] = [
    Place {
        name: "logo",
        gone: "logo_gone",
        words: key!("office-settings-logo"),
        gone_words: key!("office-settings-logo-gone"),
        kept: |design| &mut design.logo,
    },
    Place {
        name: "signature",
        gone: "signature_gone",
        words: key!("office-settings-signature"),
        gone_words: key!("office-settings-signature-gone"),
        kept: |design| &mut design.signature,
    },
    Place {
        name: "manager_signature",
        gone: "manager_signature_gone",
        words: key!("office-settings-manager-signature"),
        gone_words: key!("office-settings-manager-signature-gone"),
        kept: |design| &mut design.manager_signature,
    },
];

fn blank(present: &Present, lang: Lang) -> Blank {
    let (mut fields, mut design) = (Vec::new(), present.design.clone());
    for place in &PLACES {
        let hint = say!(lang, "office-settings-picture-hint", most = LARGEST_PHOTO >> 20);
        fields.push(Field::new(place.name, place.words, Kind::File("image/png,image/jpeg"), lang).hint(hint));
        if (place.kept)(&mut design).is_some() {
            fields.push(Field::new(place.gone, place.gone_words, Kind::Tick, lang));
        }
    }
    Blank {
        title: key!("office-settings-pictures").say(lang),
        path: PATH.to_owned(),
        seen: present.seen(&Part::Design),
        intro: vec![key!("office-settings-from-now").say(lang), key!("office-settings-pictures-emblem").say(lang)],
        fields,
        stands: Typed::default(),
        large: true,
        look: None,
        save: save(lang),
    }
}

/// The pictures that are kept.
fn beside(desk: &Desk<'_>, present: &Present) -> Beside {
    let mut design = present.design.clone();
    let kept = PLACES.iter().filter(|place| (place.kept)(&mut design).is_some());
    let shown = |place: &Place| (place.words.say(desk.lang()), format!("{}{PATH}/{}", desk.here(), place.name));
    Beside { pictures: kept.map(shown).collect(), ..Beside::default() }
}

pub(in crate::web) async fn show(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
) -> Result<Response, Error> {
    let desk = Desk { service: &service, visit: &visit, me: &me };
    let present = desk.present().await?;
    page(&desk.form(blank(&present, desk.lang()), None, Vec::new(), beside(&desk, &present)).await?)
}

/// One of them, as it was brought.
pub(in crate::web) async fn picture(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
    Path((_, name)): Path<(String, String)>,
) -> Result<Response, Error> {
    let desk = Desk { service: &service, visit: &visit, me: &me };
    let place = PLACES.iter().find(|place| place.name == name).ok_or(Error::NotFound)?;
    let mut design = desk.present().await?.design;
    let kept = (place.kept)(&mut design).take().ok_or(Error::NotFound)?;
    let picture = from_base64(&kept).map_err(|_| Error::NotFound)?;
    let kind = if picture.starts_with(PNG) { file::Kind::Png } else { file::Kind::Jpeg };
    Ok(looked_at(kind, place.name, picture))
}

pub(in crate::web) async fn change(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
    request: Request,
) -> Result<Response, Error> {
    let desk = Desk { service: &service, visit: &visit, me: &me };
    let (typed, sent) = desk.take(request, BOUNDS).await?;
    let lang = desk.lang();
    let large = |place: &&Place| sent.files.get(place.name).is_some_and(|(_, file)| file.len() > BOUNDS.file);
    let too_large =
        |place: &Place| Fault::at(place.name, say!(lang, "office-settings-picture-large", most = LARGEST_PHOTO >> 20));
    let faults: Vec<Fault> = PLACES.iter().filter(large).map(too_large).collect();
    let done = match faults.is_empty() {
        false => Err(faults),
        true => {
            let change = |_: &mut Lsp, design: &mut Design| {
                for place in &PLACES {
                    let kept = (place.kept)(design);
                    match sent.files.get(place.name) {
                        Some((_, file)) => *kept = Some(to_base64url(file)),
                        None if !typed.raw(place.gone).is_empty() => *kept = None,
                        None => {}
                    }
                }
            };
            desk.change(&Part::Design, &typed, change).await?
        }
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(faults) => desk.refused(blank(&desk.present().await?, lang), &typed, faults).await,
    }
}
