//! What a certificate's holder has of it at her LSP's own service, by the link that she was given.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Uri;
use axum::response::{Html, Response};
use tokio::time::{Instant, timeout};

use crate::domain::search_key::SearchKey;
use crate::office::handout::HandoutError;
use crate::office::holder::{Held, WithoutSheet, is_issued, sheet};
use crate::seal::spelling;
use crate::web::client::client;
use crate::web::inquiry::{Day, Given, TURN, soon};
use crate::web::office::file::{Kind, saved};
use crate::web::pages::{self, Sheet};
use crate::web::{Error, Service};

/// The token in an address, in base64url.
fn spelt<'a>(uri: &'a Uri, after: &str) -> &'a str {
    let rest = uri.path().strip_prefix("/pemegang/").expect("what is routed here begins so");
    rest.strip_suffix(after).unwrap_or(rest)
}

/// The page of a certificate for its holder.
pub(in crate::web) async fn page(State(service): State<Arc<Service>>, uri: Uri) -> Result<Html<String>, Error> {
    let (asked, lists, token) = (service.asked(&Day::default())?, service.snapshot(), spelt(&uri, ""));
    let bytes = spelling::from_base64url(token).ok();
    let named = service.by_token(&lists, Given::Bytes(bytes.as_deref()), asked).await?;
    let bytes = bytes.unwrap_or_default();
    let sheet = match Held::of(named.verdict(), &bytes) {
        Ok(held) if !is_here(&service, held).await? => Err(WithoutSheet::NotOurs),
        Ok(held) => lists.trust.lsp(held.lsp).map(|lsp| &lsp.site).ok_or(WithoutSheet::NotOurs),
        Err(why) => Err(why),
    };
    let spelt = sheet.map(|site| [spelling::link(site, &bytes), spelling::qr(site, &bytes)]);
    let sheet = spelt.as_ref().map(|[link, qr]| Sheet { link, qr }).map_err(|why| *why);
    pages::holder(service.frame(&lists.trust), &lists, (&named, token), sheet, asked).map(Html)
}

/// The sheet, drawn again.
pub(in crate::web) async fn pdf(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Error> {
    let client = client(request.headers(), request.extensions(), service.app.settings.proxies);
    let (asked, lists) = (service.asked(&Day::default())?, service.snapshot());
    let bytes = spelling::from_base64url(spelt(request.uri(), "/sertifikat.pdf")).map_err(|_| Error::NotFound)?;
    let named = service.by_token(&lists, Given::Bytes(Some(&bytes)), asked).await?;
    let (Ok(held), Some(office)) = (Held::of(named.verdict(), &bytes), &service.app.office) else {
        return Err(Error::NotFound);
    };
    // Only what is drawn is paid for.
    let wait = service.sheet_pace.ask(client, Instant::now()).map_err(|fast| Error::Share(fast.0))?;
    tokio::time::sleep(wait).await;
    let turn = timeout(TURN, service.sheets.acquire()).await.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)?;
    let drawn = sheet(office, held).await;
    drop(turn);
    match drawn {
        Ok(Some(sheet)) => {
            let number = SearchKey::new(held.number).map(|key| key.to_string()).unwrap_or_default();
            Ok(saved(Kind::Pdf, &format!("sertifikat-{number}"), sheet))
        }
        Ok(None) => Err(Error::NotFound),
        Err(HandoutError::Office(error)) => Err(error.into()),
        Err(error) => Err(Error::Internal(error.into())),
    }
}

/// Whether the LSPs here issued this very token.
async fn is_here(service: &Service, held: Held<'_>) -> Result<bool, Error> {
    match &service.app.office {
        Some(office) => soon(is_issued(office, held)).await,
        None => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::{Asked, Verdict, verify};
    use crate::web::fixtures::{claims, now, of_others, signed, snapshot};

    #[test]
    fn no_sheet_is_had_of_what_was_taken_back_or_is_anothers() {
        let asked = Asked::at(now());
        let of = |index, lists: &crate::verify::Snapshot| {
            let token = signed(&claims(index));
            let verdict = verify(&token, &lists.trust, &lists.statuses, asked);
            Held::of(&verdict, &token).map(|held| held.number.to_owned())
        };
        let own = snapshot();
        assert!(of(0, &own).is_ok());
        let taken_back = [1, 2, 3].map(|index| of(index, &own).expect_err("no sheet"));
        assert_eq!(taken_back, [WithoutSheet::Revoked, WithoutSheet::Suspended, WithoutSheet::Superseded]);
        assert_eq!(of(0, &of_others()), Err(WithoutSheet::Elsewhere));
        assert_eq!(Held::of(&Verdict::unreadable(asked), b"halo").expect_err("no sheet"), WithoutSheet::NotOurs);
        let bare = crate::verify::Snapshot { statuses: Default::default(), ..own };
        assert_eq!(of(0, &bare), Err(WithoutSheet::StatusUnknown));
    }
}
