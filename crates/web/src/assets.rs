//! Files that pages need, embedded in the program. Each is served under an address that holds the
//! hash of its bytes, so that it can be cached for ever. Called by `view` and by the HTTP door.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// The header of every answer that carries an asset.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

/// Names of all assets.
pub const NAMES: [&str; 4] = ["site.css", "mark.svg", "passkey.js", "editor.js"];

const PREFIX: &str = "/assets/";

/// One embedded file.
#[derive(Debug)]
pub struct Asset {
    pub name: &'static str,
    pub content_type: &'static str,
    pub bytes: &'static [u8],
    /// `/assets/<16 hex digits>.<name>`
    pub href: String,
}

static ASSETS: LazyLock<[Asset; 4]> = LazyLock::new(|| {
    [
        asset("site.css", "text/css; charset=utf-8", include_bytes!("../../../assets/site.css")),
        asset("mark.svg", "image/svg+xml", include_bytes!("../../../assets/mark.svg")),
        asset(
            "passkey.js",
            "text/javascript; charset=utf-8",
            include_bytes!("../../../assets/passkey.js"),
        ),
        asset(
            "editor.js",
            "text/javascript; charset=utf-8",
            include_bytes!("../../../assets/editor.js"),
        ),
    ]
});

fn asset(name: &'static str, content_type: &'static str, bytes: &'static [u8]) -> Asset {
    let digest = Sha256::digest(bytes);
    let href = format!("{PREFIX}{}.{name}", hex::encode(&digest[..8]));
    Asset { name, content_type, bytes, href }
}

/// Content type and bytes of the asset at `path` (`/assets/<hash>.<name>`). An address with the
/// hash of other bytes gives `None`: it must not be cached as this one.
pub fn find(path: &str) -> Option<(&'static str, &'static [u8])> {
    let found = ASSETS.iter().find(|asset| asset.href == path)?;
    Some((found.content_type, found.bytes))
}

/// The address of the asset `name`; empty for a name that is not embedded.
pub fn href(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("", |asset| asset.href.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_is_found_by_its_own_address_only() {
        let (kind, bytes) = find(href("site.css")).unwrap();
        assert!(kind.starts_with("text/css") && !bytes.is_empty());
        assert!(find("/assets/site.css").is_none());
        assert!(find("/assets/0000000000000000.site.css").is_none());
        assert_eq!(href("other.css"), "");
    }
}
