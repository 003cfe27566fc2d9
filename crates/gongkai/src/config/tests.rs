use super::*;

fn write(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gongkai.toml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn the_first_run_needs_nothing() {
    let config = read(None, [], Layer::default()).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.database, "sqlite://./data/gongkai.sqlite?mode=rwc");
    assert!(!config.secure_cookies);
}

#[test]
fn an_unknown_key_stops_the_start_with_its_line_and_name() {
    let (_folder, path) = write("site_name = \"清溪\"\nsite_title = \"清溪\"\n");
    let error = format!("{:#}", read(Some(&path), [], Layer::default()).unwrap_err());
    for part in ["gongkai.toml", "line 2", "site_title"] {
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn an_unknown_variable_stops_the_start_with_its_name() {
    let variables = [("GONGKAI_LISTN".to_owned(), "1".to_owned())];
    let error = read(None, variables, Layer::default()).unwrap_err().to_string();
    assert!(error.contains("GONGKAI_LISTN"), "{error}");
    let other = [("HOME".to_owned(), "/root".to_owned())];
    assert!(read(None, other, Layer::default()).is_ok());
}

#[test]
fn the_command_line_lies_over_the_environment_and_that_over_the_file() {
    let (_folder, path) = write("listen = \"127.0.0.1:1\"\ndata = \"/a\"\nsite_name = \"甲\"\n");
    let variables = [("LISTEN", "127.0.0.1:2"), ("DATA", "/b"), ("PUBLIC_URL", "https://x.cn/")]
        .map(|(name, value)| (format!("GONGKAI_{name}"), value.to_owned()));
    let given = Layer { listen: Some(([127, 0, 0, 1], 3).into()), ..Layer::default() };
    let config = read(Some(&path), variables, given).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.data, PathBuf::from("/b"));
    assert_eq!(config.site_name, "甲");
    assert_eq!(config.public_url, "https://x.cn");
    assert!(config.secure_cookies, "a site on https has secure cookies unless told otherwise");
}

#[test]
fn a_value_of_the_wrong_form_is_named() {
    let variables = [("GONGKAI_LISTEN".to_owned(), "everywhere".to_owned())];
    let error = format!("{:#}", read(None, variables, Layer::default()).unwrap_err());
    assert!(error.contains("GONGKAI_LISTEN=everywhere"), "{error}");
}

#[test]
fn a_provider_of_logins_is_configured_wholly_or_not_at_all() {
    let whole = "[oidc]\nissuer = \"https://id.example\"\nclient_id = \"gongkai\"\n\
                 client_secret = \"s\"\nname = \"统一身份\"\n";
    let (_folder, path) = write(whole);
    let oidc = read(Some(&path), [], Layer::default()).unwrap().oidc.unwrap();
    assert_eq!((oidc.issuer.as_str(), oidc.name.as_str()), ("https://id.example", "统一身份"));
    let secret = [("GONGKAI_OIDC_CLIENT_SECRET".to_owned(), "t".to_owned())];
    let oidc = read(Some(&path), secret, Layer::default()).unwrap().oidc.unwrap();
    assert_eq!(oidc.client_secret, "t");
    for (broken, named) in [
        (whole.replace("name = \"统一身份\"\n", ""), "oidc.name"),
        (whole.replace("https://id.example", "http://id.example"), "oidc.issuer"),
        (whole.replace("name =", "title ="), "title"),
    ] {
        let (_folder, path) = write(&broken);
        let error = format!("{:#}", read(Some(&path), [], Layer::default()).unwrap_err());
        assert!(error.contains(named), "{error}");
    }
}
