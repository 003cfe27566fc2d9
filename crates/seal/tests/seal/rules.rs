//! One tampered sample for each rule, and the exact refusal.

use seal::{Limits, Part, SealError, SealedSlice, present};
use serde_json::{Value, json};

use crate::support::{
    Chance, SEED, check, claims, digest, encode, forge, issue, issuer, part, slices,
};

const SALT: &str = "0123456789abcdefghijkl";

/// A document with slices 1 (public), 2 and 3 (public), and everything needed to forge others.
struct Sample {
    jwt: String,
    header: String,
    payload: Value,
    disclosures: Vec<String>,
}

impl Sample {
    fn new() -> Self {
        let mut rng = Chance(0);
        let slices = slices(3, &mut rng);
        let jwt = issue(&slices, &mut rng).into_string();
        Self {
            header: part(&jwt, 0).to_string(),
            payload: part(&jwt, 1),
            disclosures: slices.into_iter().map(|slice| slice.disclosure).collect(),
            jwt,
        }
    }

    fn present(&self, jwt: &str) -> String {
        present(jwt, self.disclosures.iter().map(String::as_str))
    }

    /// The document under another header, with a signature that holds.
    fn with_header(&self, name: &str, value: Value) -> String {
        let mut header: Value = serde_json::from_str(&self.header).unwrap();
        header[name] = value;
        self.present(&forge(&header.to_string(), &self.payload.to_string()))
    }

    /// The document with another payload, with a signature that holds.
    fn with_payload(&self, change: impl FnOnce(&mut Value)) -> String {
        let mut payload = self.payload.clone();
        change(&mut payload);
        self.present(&forge(&self.header, &payload.to_string()))
    }

    fn with_claim(&self, name: &str, value: Value) -> String {
        self.with_payload(|payload| payload[name] = value)
    }

    fn without_claim(&self, name: &str) -> String {
        self.with_payload(|payload| drop(payload.as_object_mut().unwrap().remove(name)))
    }

    /// The document with one more disclosure in place of the first decoy.
    fn with_disclosure(&self, text: &str) -> String {
        let known: Vec<_> = self.disclosures.iter().map(|known| digest(known)).collect();
        let mut payload = self.payload.clone();
        let placeholders = payload["slices"].as_array_mut().unwrap();
        let decoy = placeholders
            .iter_mut()
            .find(|placeholder| !known.iter().any(|digest| placeholder["..."] == *digest));
        decoy.unwrap()["..."] = digest(text).into();
        format!("{}{text}~", self.present(&forge(&self.header, &payload.to_string())))
    }

    fn with_element(&self, element: Value) -> String {
        self.with_disclosure(&encode(&element.to_string()))
    }
}

fn assert_refused(cases: Vec<(&str, String, SealError)>) {
    for (name, presentation, error) in cases {
        assert_eq!(check(&presentation), Err(error.clone()), "{name}");
        let examination = seal::examine(&presentation, &issuer().public_key());
        assert_eq!(examination.error, Some(error), "{name}");
    }
}

#[test]
fn the_untouched_sample_verifies() {
    let sample = Sample::new();
    assert!(check(&sample.present(&sample.jwt)).unwrap().is_complete());
    let other = sample.with_element(json!([SALT, { "i": 9, "s": "x", "b": null }]));
    assert_eq!(check(&other).unwrap().confidential.len(), 2);
}

#[test]
fn the_outer_form() {
    let s = Sample::new();
    let whole = s.present(&s.jwt);
    let open = whole.trim_end_matches('~').to_owned();
    assert_refused(vec![
        ("nothing", String::new(), SealError::MissingTilde),
        ("only a tilde", "~".into(), SealError::JwtShape),
        ("only a JWT", s.jwt.clone(), SealError::MissingTilde),
        ("last tilde gone", open, SealError::MissingTilde),
        ("key binding", format!("{whole}{}", s.jwt), SealError::KeyBinding),
        ("two tildes", format!("{whole}~"), SealError::EmptyDisclosure),
        ("two parts", "a.b~".into(), SealError::JwtShape),
        ("four parts", format!("{}.x~", s.jwt), SealError::JwtShape),
    ]);
}

#[test]
fn the_caps() {
    let s = Sample::new();
    let whole = s.present(&s.jwt);
    let usual = Limits::default();
    let with = |limits| seal::verify(&whole, &issuer().public_key(), &limits).err();
    let size = whole.len();
    assert_eq!(with(Limits { presentation_bytes: size, ..usual }), None);
    assert_eq!(
        with(Limits { presentation_bytes: size - 1, ..usual }),
        Some(SealError::PresentationTooLarge)
    );
    assert_eq!(with(Limits { disclosures: 3, ..usual }), None);
    assert_eq!(with(Limits { disclosures: 2, ..usual }), Some(SealError::TooManyDisclosures));
    assert_eq!(with(Limits { placeholders: 8, ..usual }), None);
    assert_eq!(with(Limits { placeholders: 7, ..usual }), Some(SealError::TooManyPlaceholders));
    assert_eq!(with(Limits { depth: 2, ..usual }), Some(SealError::TooDeep(Part::Payload)));
    assert_eq!(with(Limits { depth: 0, ..usual }), Some(SealError::TooDeep(Part::Header)));
    let deep = format!("[\"{SALT}\",{}{}]", "[".repeat(70), "]".repeat(70));
    assert_refused(vec![(
        "deep slice",
        s.with_disclosure(&encode(&deep)),
        SealError::TooDeep(Part::Disclosure),
    )]);
}

#[test]
fn header_and_signature() {
    let s = Sample::new();
    let mut parts = s.jwt.split('.');
    let mut next = || parts.next().unwrap();
    let (header, payload, signature) = (next(), next(), next());
    let jwt = |header: &str, payload: &str, signature: &str| {
        s.present(&format!("{header}.{payload}.{signature}"))
    };
    // 64 bytes leave four unused bits in the last character: its neighbour decodes to the same
    // bytes.
    let (rest, last) = signature.split_at(signature.len() - 1);
    let respelt = format!("{rest}{}", char::from(last.as_bytes()[0] + 1));
    let twice = format!("{{\"alg\":\"none\",{}", &s.header[1..]);
    let double = forge(&twice, &s.payload.to_string());
    let other = SealedSlice::conceal(9, "x", true, &json!(1), &mut Chance(9)).unwrap();
    let other = issue(&[other], &mut Chance(8)).into_string();
    assert_refused(vec![
        (
            "padding",
            jwt(&format!("{header}="), payload, signature),
            SealError::Base64(Part::Header),
        ),
        (
            "white space",
            jwt(&format!("{header}\n"), payload, signature),
            SealError::Base64(Part::Header),
        ),
        ("respelt", jwt(header, payload, &respelt), SealError::Base64(Part::Signature)),
        ("header no JSON", s.present(&forge("{", "{}")), SealError::Json(Part::Header)),
        ("header no object", s.present(&forge("[]", "{}")), SealError::Json(Part::Header)),
        ("two algorithms", s.present(&double), SealError::DuplicateKey(Part::Header)),
        ("none", s.with_header("alg", json!("none")), SealError::Algorithm),
        ("old name", s.with_header("alg", json!("EdDSA")), SealError::Algorithm),
        ("MAC", s.with_header("alg", json!("HS256")), SealError::Algorithm),
        ("case", s.with_header("alg", json!("ed25519")), SealError::Algorithm),
        ("type", s.with_header("typ", json!("dc+sd-jwt")), SealError::Type),
        ("kid", s.with_header("kid", json!("x")), SealError::KeyId),
        ("crit", s.with_header("crit", json!(["exp"])), SealError::HeaderParameter),
        ("jwk", s.with_header("jwk", json!({})), SealError::HeaderParameter),
        ("no signature", jwt(header, payload, ""), SealError::Signature),
        ("short signature", jwt(header, payload, "AAAA"), SealError::Signature),
        ("zero signature", jwt(header, payload, &"A".repeat(86)), SealError::Signature),
        (
            "other payload",
            jwt(header, other.split('.').nth(1).unwrap(), signature),
            SealError::Signature,
        ),
    ]);
}

#[test]
fn another_key_is_no_key() {
    let s = Sample::new();
    let with = |key| seal::verify(&s.present(&s.jwt), &key, &Limits::default()).err();
    let other = seal::Issuer::from_seed(&[8; 32]).public_key();
    assert_eq!(with(other), Some(SealError::KeyId));
    let no_point = (0..=255).map(|byte| [byte; 32]).find(|key| {
        let mut header: Value = serde_json::from_str(&s.header).unwrap();
        header["kid"] = seal::key_id(key).into();
        let jwt = forge(&header.to_string(), "{}");
        seal::verify(&format!("{jwt}~"), key, &Limits::default()) == Err(SealError::Key)
    });
    assert!(no_point.is_some());
}

#[test]
fn a_key_of_small_order_signs_nothing() {
    // The neutral element: with S = 0 and R = the neutral element the lax equation holds for every
    // message.
    let mut key = [0; 32];
    key[0] = 1;
    let header = json!({ "alg": "Ed25519", "typ": "notice+sd-jwt", "kid": seal::key_id(&key) });
    let signed = format!("{}.{}", encode(&header.to_string()), encode("{}"));
    let presentation = format!("{signed}.AQ{}~", "A".repeat(84));
    assert_eq!(seal::verify(&presentation, &key, &Limits::default()), Err(SealError::Signature));
}

#[test]
fn digests_and_disclosures() {
    let s = Sample::new();
    let foreign = slices(1, &mut Chance(99)).remove(0).disclosure;
    let whole = s.present(&s.jwt);
    let first = &s.disclosures[0];
    let doubled = |payload: &mut Value| payload["slices"][1] = payload["slices"][0].clone();
    let marked = |payload: &mut Value| payload["slices"][0]["b"] = json!(1);
    assert_refused(vec![
        ("_sd_alg", s.with_claim("_sd_alg", json!("sha-512")), SealError::SdAlg),
        (
            "inner _sd_alg",
            s.with_claim("notice", json!({ "_sd_alg": "sha-256" })),
            SealError::SdAlgMisplaced,
        ),
        ("_sd", s.with_claim("_sd", json!(1)), SealError::SdShape),
        ("digest", s.with_payload(|p| p["slices"][0]["..."] = json!("AA")), SealError::DigestShape),
        ("other keys", s.with_payload(marked), SealError::PlaceholderKeys),
        (
            "misplaced",
            s.with_claim("notice", json!({ "...": "x" })),
            SealError::PlaceholderMisplaced,
        ),
        ("decoy twice", s.with_payload(doubled), SealError::DigestTwice),
        ("same slice twice", format!("{whole}{first}~"), SealError::DisclosureTwice),
        ("foreign slice", format!("{whole}{foreign}~"), SealError::Unreferenced),
        ("padding", format!("{whole}{first}=~"), SealError::Base64(Part::Disclosure)),
        ("no JSON", s.with_disclosure("e30x"), SealError::Json(Part::Disclosure)),
        ("no array", s.with_element(json!({})), SealError::DisclosureShape),
        ("one element", s.with_element(json!([SALT])), SealError::DisclosureShape),
        ("four elements", s.with_element(json!([SALT, "a", 1, 2])), SealError::DisclosureShape),
        ("salt no text", s.with_element(json!([1, 2])), SealError::DisclosureShape),
        ("short salt", s.with_element(json!(["0123456789", 2])), SealError::ShortSalt),
        ("three elements", s.with_element(json!([SALT, "a", 1])), SealError::WrongArity),
        ("reserved name", s.with_element(json!([SALT, "...", 1])), SealError::ReservedName),
        (
            "two equal keys",
            s.with_disclosure(&encode(&format!("[\"{SALT}\",{{\"i\":1,\"i\":2}}]"))),
            SealError::DuplicateKey(Part::Disclosure),
        ),
    ]);
}

#[test]
fn the_profile_of_the_payload() {
    let s = Sample::new();
    let text = s.payload.to_string();
    let signed = |payload: &str| s.present(&forge(&s.header, payload));
    assert_refused(vec![
        ("no JSON", signed("{"), SealError::Json(Part::Payload)),
        ("no object", signed("[]"), SealError::Json(Part::Payload)),
        (
            "two equal claims",
            signed(&format!("{{\"doc\":\"other\",{}", &text[1..])),
            SealError::DuplicateKey(Part::Payload),
        ),
        ("exp", s.with_claim("exp", json!(1)), SealError::UnknownClaim),
        ("cnf", s.with_claim("cnf", json!({})), SealError::UnknownClaim),
        ("iss gone", s.without_claim("iss"), SealError::MissingClaim("iss")),
        ("withheld gone", s.without_claim("withheld"), SealError::MissingClaim("withheld")),
        ("pad gone", s.without_claim("pad"), SealError::MissingClaim("pad")),
        ("toc gone", s.without_claim("toc"), SealError::MissingClaim("toc")),
        ("iss empty", s.with_claim("iss", json!("")), SealError::BadClaim("iss")),
        ("iat text", s.with_claim("iat", json!("1")), SealError::BadClaim("iat")),
        ("rev too large", s.with_claim("rev", json!(1_u64 << 32)), SealError::BadClaim("rev")),
        ("supersedes", s.with_claim("supersedes", json!("x")), SealError::BadClaim("supersedes")),
        ("ground", s.with_claim("withheld", json!([1])), SealError::BadClaim("withheld")),
        ("pad", s.with_claim("pad", json!(16)), SealError::Pad),
        ("in the clear", s.with_payload(|p| p["slices"][0] = json!({ "i": 1 })), decoy_gone(&s)),
        (
            "digest elsewhere",
            s.with_claim("notice", json!([{ "...": digest("x") }])),
            SealError::PlaceholderOutsideSlices,
        ),
    ]);
}

/// Which rule speaks first when the first placeholder is replaced: its disclosure, if any, is then
/// foreign.
fn decoy_gone(sample: &Sample) -> SealError {
    let first = sample.payload["slices"][0]["..."].as_str().unwrap();
    let disclosed = sample.disclosures.iter().any(|disclosure| digest(disclosure) == first);
    if disclosed { SealError::Unreferenced } else { SealError::SlicesShape }
}

#[test]
fn odd_numbers_of_placeholders_are_no_bucket() {
    let s = Sample::new();
    let more = s.with_payload(|payload| {
        payload["slices"].as_array_mut().unwrap().push(json!({ "...": digest("x") }));
        payload["pad"] = json!(9);
    });
    let clear = s.with_payload(|payload| {
        payload["slices"].as_array_mut().unwrap().push(json!("in the clear"));
    });
    assert_refused(vec![
        ("nine", more, SealError::Pad),
        ("in the clear", clear, SealError::SlicesShape),
    ]);
}

#[test]
fn the_table_of_contents() {
    let s = Sample::new();
    let second = digest(&s.disclosures[1]);
    let entry = |i: Value, d: &str| json!({ "i": i, "d": d });
    let third = s.payload["toc"][1]["d"].as_str().unwrap();
    assert_refused(vec![
        ("no entry", s.with_payload(|p| p["toc"][0] = json!(1)), SealError::TocShape),
        ("id text", s.with_payload(|p| p["toc"][0]["i"] = json!("1")), SealError::TocShape),
        ("more keys", s.with_payload(|p| p["toc"][0]["s"] = json!("x")), SealError::TocShape),
        ("id twice", s.with_payload(|p| p["toc"][0]["i"] = json!(3)), SealError::TocIdTwice),
        (
            "digest twice",
            s.with_payload(|p| p["toc"][0]["d"] = json!(third)),
            SealError::TocDigestTwice,
        ),
        (
            "dangling",
            s.with_payload(|p| p["toc"][0]["d"] = json!(digest("x"))),
            SealError::TocDangling,
        ),
        (
            "swapped",
            s.with_payload(|p| p["toc"][0] = entry(json!(7), &second)),
            SealError::TocIdMismatch,
        ),
    ]);
}

#[test]
fn disclosed_slices() {
    let s = Sample::new();
    let slice = |value: Value| s.with_element(json!([SALT, value]));
    let nested = json!({ "i": 9, "s": "x", "b": [{ "...": digest("x") }] });
    assert_refused(vec![
        ("text only", slice(json!("text")), SealError::SliceShape),
        ("no body", slice(json!({ "i": 9, "s": "x" })), SealError::SliceShape),
        ("more keys", slice(json!({ "i": 9, "s": "x", "b": 1, "c": 1 })), SealError::SliceShape),
        ("negative id", slice(json!({ "i": -1, "s": "x", "b": 1 })), SealError::SliceShape),
        ("huge id", slice(json!({ "i": 1_u64 << 32, "s": "x", "b": 1 })), SealError::SliceShape),
        ("scope", slice(json!({ "i": 9, "s": "", "b": 1 })), SealError::SliceShape),
        (
            "id of a public slice",
            slice(json!({ "i": 1, "s": "x", "b": 1 })),
            SealError::SliceIdTwice,
        ),
        ("id of another", slice(json!({ "i": 2, "s": "x", "b": 1 })), SealError::SliceIdTwice),
        ("hides a part of itself", slice(nested), SealError::PlaceholderOutsideSlices),
    ]);
}

#[test]
fn an_issuer_refuses_what_a_verifier_would() {
    let mut rng = Chance(0);
    let pair = slices(2, &mut rng);
    let refused =
        |claims, slices: &[SealedSlice]| issuer().issue(&claims, slices, &mut Chance(5)).err();
    let renamed = SealedSlice { id: 1, ..pair[1].clone() };
    assert_eq!(refused(claims(), &[pair[0].clone(), renamed]), Some(SealError::SliceIdTwice));
    assert_eq!(
        refused(claims(), &[pair[0].clone(), pair[0].clone()]),
        Some(SealError::DigestTwice)
    );
    let same_salt =
        [1, 2].map(|id| SealedSlice::conceal(id, "x", true, &json!(1), &mut Chance(3)).unwrap());
    assert_eq!(refused(claims(), &same_salt), Some(SealError::SaltTwice));
    let mut reserved = claims();
    reserved.notice = Some(json!({ "a": [{ "_sd": [] }] }));
    assert_eq!(refused(reserved, &pair), Some(SealError::ReservedName));
    let mut nameless = claims();
    nameless.doc = String::new();
    assert_eq!(refused(nameless, &pair), Some(SealError::BadClaim("doc")));
    for body in [json!({ "...": 1 }), json!([{ "_sd_alg": 1 }]), json!({ "a": { "_sd": [] } })] {
        let slice = SealedSlice::conceal(1, "x", true, &body, &mut rng);
        assert_eq!(slice.err(), Some(SealError::ReservedName));
    }
    let unscoped = SealedSlice::conceal(1, "", true, &json!(1), &mut rng);
    assert_eq!(unscoped.err(), Some(SealError::SliceShape));
    let many: Vec<_> = (0..16_384)
        .map(|id| SealedSlice::conceal(id, "x", false, &json!(1), &mut rng).unwrap())
        .collect();
    assert_eq!(refused(claims(), &many), Some(SealError::TooManyPlaceholders));
}

#[test]
fn the_key_id_is_the_thumbprint_of_rfc_8037() {
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let seed: Vec<_> =
        (0..32).map(|at| u8::from_str_radix(&seed[2 * at..2 * at + 2], 16).unwrap()).collect();
    let issuer = seal::Issuer::from_seed(&seed.try_into().unwrap());
    assert_eq!(issuer.kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    assert!(!format!("{issuer:?}").contains("9d61"));
    assert_eq!(SEED.len(), 32);
}
