//! What holds for every document and every choice of slices.

use proptest::prelude::*;
use seal::{PublicSlice, SealedSlice, present};
use serde_json::{Value, json};

use crate::support::{Chance, check, issue, part};

fn bodies() -> impl Strategy<Value = Vec<(Value, bool)>> {
    let leaf = prop_oneof![
        any::<String>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(Value::Null),
    ];
    let body = leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,4}", inner, 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    });
    prop::collection::vec((body, any::<bool>()), 0..20)
}

fn seal_all(bodies: &[(Value, bool)], rng: &mut Chance) -> Vec<SealedSlice> {
    let seal = |(id, (body, public)): (u32, &(Value, bool))| {
        SealedSlice::conceal(id, "village/3", *public, body, rng).unwrap()
    };
    (100..).zip(bodies).map(seal).collect()
}

fn contains_reserved(value: &Value) -> bool {
    let text = value.to_string();
    text.contains(r#"{"...":"#) || text.contains(r#""_sd"#)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn any_subset_shows_exactly_itself(bodies in bodies(), chosen in any::<u32>(), seed in any::<u32>()) {
        let mut rng = Chance(u64::from(seed) << 32);
        let slices = seal_all(&bodies, &mut rng);
        let jwt = issue(&slices, &mut rng);
        let is_chosen = |slice: &SealedSlice| chosen >> (slice.id - 100) & 1 == 1;
        let kept: Vec<_> = slices.iter().filter(|slice| is_chosen(slice)).collect();
        let presentation = present(jwt.as_str(), kept.iter().map(|slice| slice.disclosure.as_str()));
        let verified = check(&presentation).unwrap();

        let mut shown: Vec<_> = verified.shown().map(|s| (s.id, s.scope.clone(), s.body.clone())).collect();
        shown.sort_by_key(|(id, ..)| *id);
        let expected: Vec<_> = kept.iter().map(|s| (s.id, s.scope.clone(), s.body.clone())).collect();
        prop_assert_eq!(&shown, &expected);
        prop_assert!(shown.iter().all(|(_, _, body)| !contains_reserved(body)));

        let missing: Vec<_> = slices.iter().filter(|s| s.public && !is_chosen(s)).map(|s| s.id).collect();
        let told: Vec<_> = verified.public.iter().filter_map(|slice| match slice {
            PublicSlice::MissingThoughPublic { id } => Some(*id),
            PublicSlice::Shown(_) => None,
        }).collect();
        prop_assert_eq!(verified.is_complete(), missing.is_empty());
        prop_assert_eq!(told, missing);
        prop_assert_eq!(verified.jwt_digest, jwt.digest());
    }

    #[test]
    fn nothing_of_a_withheld_slice_goes_out(bodies in bodies(), chosen in any::<u32>()) {
        let mut rng = Chance(7 << 40);
        let slices = seal_all(&bodies, &mut rng);
        let jwt = issue(&slices, &mut rng);
        let (kept, left): (Vec<_>, Vec<_>) = slices.iter().partition(|s| chosen >> (s.id - 100) & 1 == 1);
        let presentation = present(jwt.as_str(), kept.iter().map(|slice| slice.disclosure.as_str()));
        for slice in left {
            prop_assert!(!presentation.contains(&slice.disclosure));
            prop_assert!(!presentation.contains(&slice.salt));
            prop_assert!(!part(jwt.as_str(), 1).to_string().contains(&slice.salt));
        }
    }

    #[test]
    fn a_stored_slice_reads_back(bodies in bodies()) {
        for slice in seal_all(&bodies, &mut Chance(1)) {
            let stored = SealedSlice::from_disclosure(&slice.disclosure, slice.public);
            prop_assert_eq!(stored, Ok(slice));
        }
    }

    #[test]
    fn the_number_of_placeholders_tells_the_bucket_only(count in 0_usize..8, public in any::<u8>()) {
        let bodies: Vec<_> = (0..count).map(|at| (json!("x"), public >> at & 1 == 1)).collect();
        let mut rng = Chance(3 << 40);
        let jwt = issue(&seal_all(&bodies, &mut rng), &mut rng);
        let payload = part(jwt.as_str(), 1);
        prop_assert_eq!(payload["slices"].as_array().unwrap().len(), 8);
        prop_assert_eq!(&payload["pad"], 8);
    }

    #[test]
    fn any_text_is_refused_and_never_panics(text in "[ -~]{0,200}", tail in "(~[A-Za-z0-9_-]{0,60}){0,4}") {
        prop_assert!(check(&text).is_err());
        let tailed = [&text, &tail, "~"].concat();
        prop_assert!(check(&tailed).is_err());
    }
}

#[test]
fn equal_texts_have_different_digests() {
    let mut rng = Chance(0);
    let same = |id, rng: &mut Chance| SealedSlice::conceal(id, "x", true, &json!("same"), rng);
    let (one, two) = (same(1, &mut rng).unwrap(), same(1, &mut rng).unwrap());
    assert_ne!(one.salt, two.salt);
    assert_ne!(one.digest, two.digest);
    assert_eq!(one.salt.len(), 22);
}
