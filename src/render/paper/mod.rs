//! Paper, and what can be drawn on it: text in the faces there are, lines, pictures, QR symbols; pages into a
//! PDF. It knows nothing of certificates.

pub(in crate::render) mod canvas;
pub(in crate::render) mod collate;
pub(in crate::render) mod color;
pub(in crate::render) mod embed;
pub(in crate::render) mod fonts;
pub(in crate::render) mod line;
pub(in crate::render) mod pdf;
pub(in crate::render) mod picture;
pub mod qr;
pub(in crate::render) mod shown;
pub(in crate::render) mod text;
