//! Vectors in `tests/vectors/trust-list/`: lists of this and of a released program, of tomorrow, and bad ones.

use serde_json::json;

use super::fixtures::*;
use super::*;
use crate::seal::trust_list::signed::Entry;
use crate::seal::vectors::hold;

#[test]
fn every_vector_of_a_trust_list_comes_out_as_it_says() {
    hold("trust-list", "believed", |vector| {
        let (roots, given) = roots(&[vector.key(ROOT), key(SAFE).public()]).expect("two roots");
        let mut belief = Belief::new(roots, given, Seen::default()).expect("its own roots");
        let now = vector.field("on").map_or(NOW, |seconds| seconds.parse().expect("seconds"));
        let now = Timestamp::from_second(now).expect("an instant");
        match belief.offer_trust(&vector.text(), Origin::Fetched, now) {
            Ok(offer) => {
                assert_eq!(offer, Offer::Taken);
                let trust = belief.trust().expect("a list");
                assert_eq!(trust.notice(), vector.field("notice"), "{}", vector.name);
                let lsps = trust.lsps();
                vector.says(&json!(lsps.iter().map(Entry::new).collect::<Vec<_>>()));
                "believed".to_owned()
            }
            Err(refusal) => refusal.word().to_owned(),
        }
    });
}
