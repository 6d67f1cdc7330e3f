//! Where the parts of a layout stand to each other: what reaches beyond the frame, and what lies upon another.
//!
//! Areas are compared, not letters: a text never leaves its area, so areas that are apart keep every name apart.
//! A picture of a signature may lie upon text, as signatures do.

use super::layout::{Area, Block, Layout, Only, Side};
use super::ornament;

/// White around the QR symbol, in millimetres.
const QUIET: f32 = 3.0;

/// What is too little to be seen, in millimetres.
const SLACK: f32 = 0.05;

/// A part of a layout that stands where it should not.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Misplaced {
    /// Millimetres beyond the frame, where it is furthest.
    #[error("block {block:?} reaches {by:.1} mm beyond the frame")]
    Beyond { block: String, by: f32 },
    /// Width and height, in millimetres, of what two parts share.
    #[error("blocks {first:?} and {second:?} overlap by {width:.1} by {height:.1} mm")]
    Upon { first: String, second: String, width: f32, height: f32 },
}

/// A part by its name and its area.
pub(super) struct Placed<'a> {
    pub(super) name: &'a str,
    pub(super) side: Side,
    /// Left, top, width, height in millimetres.
    pub(super) at: [f32; 4],
    only: Option<Only>,
    picture: bool,
}

/// Every part of a layout, in the layout's order of sides.
pub(super) fn parts(layout: &Layout) -> Vec<Placed<'_>> {
    let plain = |name, side, at| Placed { name, side, at, only: None, picture: false };
    let signature = |name, side, area: Area| Placed { picture: true, ..plain(name, side, area.at) };
    let mut parts = Vec::new();
    for (side, blocks) in [(Side::Front, &layout.front), (Side::Back, &layout.back), (Side::Closing, &layout.closing)] {
        parts.extend(
            blocks.iter().map(|Block { name, area, only, .. }| Placed { only: *only, ..plain(name, side, area.at) }),
        );
    }
    parts.extend(layout.logo.map(|logo| plain("logo", Side::Front, logo.at)));
    parts.extend(layout.rosette.map(|area| plain("rosette", Side::Front, area.at)));
    parts.extend(layout.qr.map(|qr| plain("qr", Side::Front, [qr.at[0], qr.at[1], qr.size, qr.size])));
    parts.extend(layout.signature.map(|area| signature("signature", Side::Front, area)));
    parts.extend(layout.manager_signature.map(|area| signature("manager_signature", Side::Closing, area)));
    parts.extend(layout.photo.as_ref().map(|photo| plain("photo", Side::Closing, photo.at)));
    parts.push(plain("units", Side::Back, layout.units.at));
    parts
}

/// Every part that is misplaced.
pub(super) fn misplaced(layout: &Layout) -> Vec<Misplaced> {
    let parts = parts(layout);
    let (page, frame) = (layout.paper.size(), ornament::inner(layout.paper.ornament));
    let mut found = Vec::new();
    for part in &parts {
        let [x, y, width, height] = part.at;
        let over = [frame - x, frame - y, x + width + frame - page.width, y + height + frame - page.height];
        let by = over.into_iter().fold(0.0, f32::max);
        if by > SLACK {
            found.push(Misplaced::Beyond { block: part.name.to_owned(), by });
        }
    }
    for (n, first) in parts.iter().enumerate() {
        for second in &parts[n + 1..] {
            let (width, height) = shared(layout, first, second);
            if meet(first, second) && width > SLACK && height > SLACK {
                let (first, second) = (first.name.to_owned(), second.name.to_owned());
                found.push(Misplaced::Upon { first, second, width, height });
            }
        }
    }
    found
}

/// Whether two parts may stand on one page and must keep apart.
fn meet(first: &Placed<'_>, second: &Placed<'_>) -> bool {
    let page = (first.side == Side::Front) == (second.side == Side::Front);
    let sheet = first.only.is_none() || second.only.is_none() || first.only == second.only;
    let text = |part: &Placed<'_>| !part.picture && !matches!(part.name, "logo" | "photo" | "qr");
    let signed = first.picture && text(second) || second.picture && text(first);
    page && sheet && !signed
}

/// Width and height of what two parts share: below nought where they are apart.
fn shared(layout: &Layout, first: &Placed<'_>, second: &Placed<'_>) -> (f32, f32) {
    let of = |part: &Placed<'_>, other: &Placed<'_>| match part.name {
        "qr" => {
            let [x, y, width, height] = part.at;
            [x - QUIET, y - QUIET, width + 2.0 * QUIET, height + 2.0 * QUIET]
        }
        // On the last page, the list leaves room for what closes it.
        "units" if other.side == Side::Closing => [part.at[0], part.at[1], part.at[2], layout.units.last_height],
        _ => part.at,
    };
    let ([ax, ay, aw, ah], [bx, by, bw, bh]) = (of(first, second), of(second, first));
    ((ax + aw).min(bx + bw) - ax.max(bx), (ay + ah).min(by + bh) - ay.max(by))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{BLANKO, DIGITAL, DIGITAL_LANDSCAPE};

    fn told(text: &str) -> Vec<String> {
        misplaced(&text.parse().unwrap()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn nothing_is_misplaced_in_the_layouts_given() {
        for text in [BLANKO, DIGITAL, DIGITAL_LANDSCAPE] {
            assert_eq!(told(text), [""; 0]);
        }
    }

    #[test]
    fn what_is_misplaced_is_named_with_millimetres() {
        let moved = |block: &str, line: &str| {
            let named = format!("block = {block:?}\n");
            told(&DIGITAL.replacen(&named, &format!("{named}{line}\n"), 1))
        };
        assert_eq!(moved("number", "dx = 20"), ["block \"number\" reaches 5.0 mm beyond the frame"]);
        assert_eq!(
            moved("registration", "dy = -3"),
            ["blocks \"holder\" and \"registration\" overlap by 150.0 by 2.5 mm"]
        );
        let logo = DIGITAL.replacen("at = [72, 233, 30, 24]", "at = [60, 233, 30, 24]", 1);
        assert_eq!(told(&logo), ["blocks \"logo\" and \"qr\" overlap by 4.5 by 24.0 mm"]);
        let photo = DIGITAL.replacen("last_height = 148", "last_height = 170", 1);
        assert!(told(&photo).contains(&"blocks \"photo\" and \"units\" overlap by 30.0 by 9.0 mm".to_owned()));
    }
}
