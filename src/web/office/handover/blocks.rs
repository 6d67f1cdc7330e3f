//! What the blocks of a sheet are called, for who measures a printer and has read no layout.

use std::borrow::Cow;

use crate::words::{Lang, key};

/// The name of a block; one that an LSP's own layout names goes by that.
pub(super) fn name(block: &str, lang: Lang) -> Cow<'static, str> {
    let word = match block {
        "closing lsp" => key!("office-handover-block-closing-lsp"),
        "closing place and date" => key!("office-handover-block-closing-place-and-date"),
        "field" => key!("office-handover-block-field"),
        "field heading" => key!("office-handover-block-field-heading"),
        "holder" => key!("office-handover-block-holder"),
        "holder's name" => key!("office-handover-block-closing-holder"),
        "holder's signature" => key!("office-handover-block-holder-signature"),
        "list heading" => key!("office-handover-block-list-heading"),
        "list number" => key!("office-handover-block-list-number"),
        "lsp" => key!("office-handover-block-lsp"),
        "manager" => key!("office-handover-block-manager"),
        "manager's title" => key!("office-handover-block-manager-title"),
        "number" => key!("office-handover-block-number"),
        "on behalf" => key!("office-handover-block-on-behalf"),
        "page" => key!("office-handover-block-page"),
        "photo" => key!("office-handover-block-photo"),
        "place and date" => key!("office-handover-block-place-and-date"),
        "qr" => key!("office-handover-block-qr"),
        "registration" => key!("office-handover-block-registration"),
        "remark" => key!("office-handover-block-remark"),
        "replaces" => key!("office-handover-block-replaces"),
        "signatory" => key!("office-handover-block-signatory"),
        "signatory title" => key!("office-handover-block-signatory-title"),
        "statement" => key!("office-handover-block-statement"),
        "title" => key!("office-handover-block-title"),
        "title heading" => key!("office-handover-block-title-heading"),
        "units" => key!("office-handover-block-units"),
        "validity" => key!("office-handover-block-validity"),
        "validity of a replacement" => key!("office-handover-block-validity-replacement"),
        other => return Cow::Owned(other.to_owned()),
    };
    word.say(lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::design::{Design, Output};
    use crate::render::Printer;

    #[test]
    fn every_block_of_the_preprinted_sheet_has_a_name_that_is_not_of_the_layout() {
        let press = Design::default().press(Output::Blanko(&Printer::default())).expect("a press");
        let blocks = press.blocks();
        assert!(blocks.len() > 20, "{blocks:?}");
        for block in blocks {
            assert_ne!(name(block, Lang::Id), block);
        }
        assert_eq!(name("stempel", Lang::Id), "stempel");
    }
}
