//! The general rules of RFC 9901, with the RFC's own disclosures.

use serde_json::json;

use super::*;

const FAMILY_NAME: &str = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
const FAMILY_NAME_DIGEST: &str = "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0";
const FRANCE: &str = "WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0";
const FRANCE_DIGEST: &str = "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs";

fn run(payload: Value, disclosures: &[&str]) -> Result<Value, SealError> {
    let payload = payload.as_object().unwrap().clone();
    unpack(&payload, disclosures.iter().copied(), 16).map(|unpacked| unpacked.payload.into())
}

fn disclose(elements: Value) -> (String, String) {
    let text = base64url::encode(elements.to_string().as_bytes());
    let digest = base64url::disclosure_digest(&text);
    (text, digest)
}

#[test]
fn digests_are_those_of_the_rfc() {
    assert_eq!(base64url::disclosure_digest(FAMILY_NAME), FAMILY_NAME_DIGEST);
    assert_eq!(base64url::disclosure_digest(FRANCE), FRANCE_DIGEST);
}

#[test]
fn disclosed_values_take_their_places() {
    let payload = json!({
        "_sd": [FAMILY_NAME_DIGEST],
        "_sd_alg": "sha-256",
        "nationalities": ["DE", { "...": FRANCE_DIGEST }],
    });
    assert_eq!(
        run(payload.clone(), &[FAMILY_NAME, FRANCE]),
        Ok(json!({ "family_name": "Möbius", "nationalities": ["DE", "FR"] }))
    );
    assert_eq!(run(payload, &[]), Ok(json!({ "nationalities": ["DE"] })));
}

#[test]
fn disclosures_inside_disclosures_are_followed() {
    let (outer, digest) =
        disclose(json!(["0123456789abcdefghijkl", { "in": [{ "...": FRANCE_DIGEST }] }]));
    let payload = json!({ "a": [{ "...": digest }] });
    assert_eq!(run(payload.clone(), &[FRANCE, &outer]), Ok(json!({ "a": [{ "in": ["FR"] }] })));
    assert_eq!(run(payload.clone(), &[&outer]), Ok(json!({ "a": [{ "in": [] }] })));
    assert_eq!(run(payload, &[FRANCE]), Err(SealError::Unreferenced));
}

#[test]
fn a_long_chain_of_disclosures_is_cut_off() {
    let (mut text, mut digest) = disclose(json!(["0123456789abcdefghijkl", 1]));
    let mut chain = vec![text];
    for _ in 0..20_000 {
        (text, digest) = disclose(json!(["0123456789abcdefghijkl", [{ "...": digest }]]));
        chain.push(text);
    }
    let chain: Vec<_> = chain.iter().map(String::as_str).collect();
    let payload = json!({ "a": [{ "...": digest }] });
    assert_eq!(run(payload, &chain), Err(SealError::TooDeep(Part::Disclosure)));
}

#[test]
fn every_general_rule_refuses() {
    let (reserved, reserved_digest) = disclose(json!(["0123456789abcdefghijkl", "_sd", []]));
    let (alg, alg_digest) = disclose(json!(["0123456789abcdefghijkl", { "_sd_alg": "sha-256" }]));
    let cases: Vec<(Value, Vec<&str>, SealError)> = vec![
        (json!({ "_sd_alg": "sha-512" }), vec![], SealError::SdAlg),
        (json!({ "_sd_alg": null }), vec![], SealError::SdAlg),
        (json!({ "a": { "_sd_alg": "sha-256" } }), vec![], SealError::SdAlgMisplaced),
        (json!({ "a": [{ "...": alg_digest }] }), vec![&alg], SealError::SdAlgMisplaced),
        (json!({ "_sd": FRANCE_DIGEST }), vec![], SealError::SdShape),
        (json!({ "_sd": [1] }), vec![], SealError::SdShape),
        (json!({ "_sd": ["short"] }), vec![], SealError::DigestShape),
        (json!({ "a": [{ "...": 1 }] }), vec![], SealError::DigestShape),
        (json!({ "...": FRANCE_DIGEST }), vec![], SealError::PlaceholderMisplaced),
        (json!({ "a": { "...": FRANCE_DIGEST } }), vec![], SealError::PlaceholderMisplaced),
        (json!({ "a": [{ "...": FRANCE_DIGEST, "b": 1 }] }), vec![], SealError::PlaceholderKeys),
        (json!({ "_sd": [FRANCE_DIGEST] }), vec![FRANCE], SealError::WrongArity),
        (json!({ "a": [{ "...": FAMILY_NAME_DIGEST }] }), vec![FAMILY_NAME], SealError::WrongArity),
        (json!({ "_sd": [reserved_digest] }), vec![&reserved], SealError::ReservedName),
        (
            json!({ "_sd": [FAMILY_NAME_DIGEST], "family_name": "x" }),
            vec![FAMILY_NAME],
            SealError::NameCollision,
        ),
        (json!({ "_sd": [FRANCE_DIGEST, FRANCE_DIGEST] }), vec![], SealError::DigestTwice),
        (
            json!({ "_sd": [FRANCE_DIGEST], "a": [{ "...": FRANCE_DIGEST }] }),
            vec![],
            SealError::DigestTwice,
        ),
        (
            json!({ "a": [{ "...": FRANCE_DIGEST }] }),
            vec![FRANCE, FRANCE],
            SealError::DisclosureTwice,
        ),
        (json!({ "a": 1 }), vec![FRANCE], SealError::Unreferenced),
    ];
    for (payload, disclosures, error) in cases {
        assert_eq!(run(payload.clone(), &disclosures), Err(error), "{payload}");
    }
}
