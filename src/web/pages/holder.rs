//! The page of whoever a certificate belongs to: its sheet as a PDF, its link to hand on, its QR to be scanned.

use askama::Template;

use super::card::{Card, Name};
use super::qr::Drawn;
use super::text::Text;
use super::{By, Frame};
use crate::office::holder::WithoutSheet;
use crate::verify::found::Named;
use crate::verify::{Asked, Snapshot};
use crate::words::{Lang, key, say};

/// What its holder may have of a certificate.
#[derive(Clone, Copy, Debug)]
pub(in crate::web) struct Sheet<'a> {
    /// Its link on its LSP's site.
    pub(in crate::web) link: &'a str,
    /// The text of its QR.
    pub(in crate::web) qr: &'a str,
}

#[derive(Template)]
#[template(path = "pages/holder.html")]
struct HolderPage<'a> {
    frame: Frame<'a>,
    card: Card,
    /// The certificate's own page.
    verdict: String,
    given: Result<Given<'a>, Text>,
}

struct Given<'a> {
    pdf: String,
    link: &'a str,
    whatsapp: String,
    qr: Drawn,
}

/// The address of a certificate's page for its holder.
pub(super) fn address(token: &str) -> String {
    format!("/pemegang/{token}")
}

/// The page for the holder of a token, in base64url.
pub(in crate::web) fn holder(
    frame: Frame<'_>,
    lists: &Snapshot,
    (named, token): (&Named, &str),
    sheet: Result<Sheet<'_>, WithoutSheet>,
    asked: Asked,
) -> Result<String, crate::web::Error> {
    let given = match sheet {
        Ok(Sheet { link, qr }) => Ok(Given {
            pdf: format!("{}/sertifikat.pdf", address(token)),
            link,
            whatsapp: crate::web::whatsapp::whatsapp(&say!(frame.lang(), "pages-holder-whatsapp-text", url = link)),
            qr: Drawn::of(qr).map_err(|cause| crate::web::Error::Internal(cause.into()))?,
        }),
        Err(why) => Err(said(why)),
    };
    let card = Card::of_token(named, lists, asked, By::Address(token));
    Ok(HolderPage { frame, card, verdict: format!("/v/{token}"), given }.render()?)
}

fn said(why: WithoutSheet) -> Text {
    Text::from(match why {
        WithoutSheet::Elsewhere => key!("pages-holder-elsewhere"),
        WithoutSheet::NotOurs => key!("pages-holder-not-ours"),
        WithoutSheet::Revoked => key!("pages-holder-revoked"),
        WithoutSheet::StatusUnknown => key!("pages-holder-status-unknown"),
        WithoutSheet::Superseded => key!("pages-holder-superseded"),
        WithoutSheet::Suspended => key!("pages-holder-suspended"),
    })
}
