//! A certificate as it was issued: what stands on the sheet, and the signed bytes.

use jiff::civil::Date;

use super::holder::HolderName;
use super::id::CertificateId;
use super::issuer::LspId;
use super::scheme::SchemeCode;
use super::status::Status;
use super::term::Term;

/// One certificate of one LSP.
#[derive(Clone, Debug)]
pub struct Certificate {
    pub id: CertificateId,
    pub lsp: LspId,
    /// As shown: `81210 9112 2 0000088 2023`.
    pub number: String,
    /// As shown: `KLN 9901 00088 2023`.
    pub registration: String,
    /// Serial of the preprinted sheet, where one was named.
    pub blanko: Option<String>,
    pub holder: HolderName,
    pub scheme: SchemeCode,
    pub term: Term,
    pub status: Status,
    /// The certificate that this one replaces.
    pub replaces: Option<Replaced>,
    /// The signed bytes (COSE_Sign1).
    pub token: Vec<u8>,
}

/// What a replacement says of the certificate before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    pub number: String,
    pub issued_on: Date,
}
