use super::*;

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
