use domain::time::Micros;
use testkit::Authenticator;

use super::verify::{made, signed};
use super::*;

const URL: &str = "https://gongkai.example";
const CHALLENGE: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

#[test]
fn a_site_is_known_by_its_host_and_its_origin() {
    for (url, id, origin) in [
        ("https://gongkai.example", "gongkai.example", "https://gongkai.example"),
        ("https://gongkai.example/x", "gongkai.example", "https://gongkai.example"),
        ("http://localhost:8080", "localhost", "http://localhost:8080"),
    ] {
        let expected = RelyingParty { id: id.to_owned(), origin: origin.to_owned() };
        assert_eq!(RelyingParty::of(url), expected);
    }
}

fn authenticator() -> Authenticator {
    Authenticator::seeded(7, URL, "gongkai.example")
}

fn make(authenticator: &Authenticator, challenge: &str) -> Made {
    let (client_data, attestation_object) = authenticator.make(challenge);
    Made { client_data, attestation_object }
}

fn registered() -> Passkey {
    let key = made(&RelyingParty::of(URL), CHALLENGE, &make(&authenticator(), CHALLENGE)).unwrap();
    Passkey {
        credential: key.credential,
        person: PersonId::from_slice(&[1; 16]).unwrap(),
        name: String::new(),
        algorithm: key.algorithm,
        public_key: key.public_key,
        counter: key.counter,
        created: Micros(0),
        used: None,
    }
}

fn sign(authenticator: &mut Authenticator) -> Signed {
    let answer = authenticator.sign(CHALLENGE);
    Signed {
        credential: authenticator.credential.clone(),
        client_data: answer.client_data,
        authenticator_data: answer.authenticator_data,
        signature: answer.signature,
        user_handle: Vec::new(),
    }
}

#[test]
fn what_was_made_signs() {
    let (key, site) = (registered(), RelyingParty::of(URL));
    assert_eq!((key.credential.as_slice(), key.algorithm), (&[7; 16][..], -7));
    let mut authenticator = authenticator();
    for counter in 1..4 {
        let answer = sign(&mut authenticator);
        assert_eq!(signed(&site, CHALLENGE, &key, &answer), Ok(counter));
    }
}

#[test]
fn whatever_is_not_as_it_was_asked_is_refused() {
    let (key, site) = (registered(), RelyingParty::of(URL));
    type Bend = fn(&mut Authenticator);
    let bends: [(&str, Bend); 7] = [
        ("another origin", |a| a.origin = "https://gongkai.example.evil".to_owned()),
        ("another origin", |a| a.origin = "http://gongkai.example".to_owned()),
        ("another origin", |a| a.origin = "https://gongkai.example:8443".to_owned()),
        ("another site", |a| a.site = "evil.example".to_owned()),
        ("nobody was there", |a| a.flags = 0b100),
        ("nobody unlocked the key", |a| a.flags = 0b001),
        ("flags that contradict", |a| a.flags = 0b1_0101),
    ];
    for (why, bend) in bends {
        let mut bent = authenticator();
        bend(&mut bent);
        assert_eq!(signed(&site, CHALLENGE, &key, &sign(&mut bent)), Err(why));
        assert_eq!(made(&site, CHALLENGE, &make(&bent, CHALLENGE)).unwrap_err(), why);
    }
    let other = CHALLENGE.replace("AAEC", "AAED");
    let answer = sign(&mut authenticator());
    assert_eq!(signed(&site, &other, &key, &answer), Err("another challenge"));
    assert_eq!(
        made(&site, &other, &make(&authenticator(), CHALLENGE)).unwrap_err(),
        "another challenge"
    );
    let swapped = Signed { client_data: make(&authenticator(), CHALLENGE).client_data, ..answer };
    assert_eq!(signed(&site, CHALLENGE, &key, &swapped), Err("another type"));
}

#[test]
fn a_signature_counts_for_its_bytes_and_its_key_only() {
    let (key, site) = (registered(), RelyingParty::of(URL));
    let good = sign(&mut authenticator());
    let mut stranger = Authenticator::seeded(8, URL, "gongkai.example");
    assert_eq!(signed(&site, CHALLENGE, &key, &sign(&mut stranger)), Err("the signature is wrong"));
    // The counter lies under the signature.
    let mut counted = good.clone();
    counted.authenticator_data[36] += 1;
    assert_eq!(signed(&site, CHALLENGE, &key, &counted), Err("the signature is wrong"));
    for at in [0, good.signature.len() / 2, good.signature.len() - 1] {
        let mut bent = good.clone();
        bent.signature[at] ^= 1;
        assert_eq!(signed(&site, CHALLENGE, &key, &bent), Err("the signature is wrong"));
    }
    let cut = Signed { signature: Vec::new(), ..good };
    assert_eq!(signed(&site, CHALLENGE, &key, &cut), Err("the signature is wrong"));
}

#[test]
fn broken_bytes_are_refused_and_never_panic() {
    let site = RelyingParty::of(URL);
    let good = make(&authenticator(), CHALLENGE);
    for end in 0..good.attestation_object.len() {
        let cut =
            Made { attestation_object: good.attestation_object[..end].to_vec(), ..good.clone() };
        assert!(made(&site, CHALLENGE, &cut).is_err(), "{end}");
    }
    for at in 0..good.attestation_object.len() {
        let mut bent = good.clone();
        bent.attestation_object[at] ^= 0xff;
        let _ = made(&site, CHALLENGE, &bent);
    }
    let mut long = good.clone();
    long.attestation_object.push(0);
    assert_eq!(made(&site, CHALLENGE, &long).unwrap_err(), "something behind the CBOR");
    let deep = Made { attestation_object: vec![0x81; 20_000], ..good };
    assert_eq!(made(&site, CHALLENGE, &deep).unwrap_err(), "too long");
}
