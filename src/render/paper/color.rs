//! Colours: `#rrggbb`.

use serde::Deserialize;

/// A colour: red, green, blue from 0 to 1.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(try_from = "String")]
pub(in crate::render) struct Shade(pub(in crate::render) [f32; 3]);

impl Shade {
    pub(in crate::render) fn black() -> Self {
        Self([0.1, 0.1, 0.1])
    }

    pub(in crate::render) fn navy() -> Self {
        Self([0.1, 0.22, 0.36])
    }

    /// Mixed with white: 0 is white, 1 the colour itself.
    pub(in crate::render) fn tint(self, strength: f32) -> Self {
        Self(self.0.map(|part| 1.0 - (1.0 - part) * strength))
    }
}

impl TryFrom<String> for Shade {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let part = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok().map(|n| f32::from(n) / 255.0);
        let parts = text.starts_with('#').then(|| Some([part(1)?, part(3)?, part(5)?])).flatten();
        parts
            .filter(|_| text.len() == 7)
            .map(Self)
            .ok_or_else(|| format!("{text:?} is no colour, expected \"#rrggbb\""))
    }
}
