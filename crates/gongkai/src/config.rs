//! Configuration: command line over environment over file over defaults. A first run needs none.
//! A key that is not known stops the start, with its name and line.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use domain::ids::AuthorityId;
use serde::Deserialize;

#[cfg(test)]
mod tests;

const PREFIX: &str = "GONGKAI_";
/// Variables with this prefix that are read elsewhere.
const ELSEWHERE: [&str; 2] = ["LOG", "CONFIG"];

/// What the program runs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Config {
    pub(crate) listen: SocketAddr,
    /// Keys and the highest checkpoint, and by default the database.
    pub(crate) data: PathBuf,
    pub(crate) database: String,
    /// Which authority, where the database holds several.
    pub(crate) authority: Option<AuthorityId>,
    pub(crate) site_name: String,
    pub(crate) public_url: String,
    pub(crate) secure_cookies: bool,
    pub(crate) trusted_proxies: Vec<IpAddr>,
    /// The provider of logins, where there is one.
    pub(crate) oidc: Option<identity::oidc::Settings>,
}

/// One source of configuration; what it does not say, a lower one says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Layer {
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) data: Option<PathBuf>,
    pub(crate) database: Option<String>,
    pub(crate) authority: Option<String>,
    pub(crate) site_name: Option<String>,
    pub(crate) public_url: Option<String>,
    pub(crate) secure_cookies: Option<bool>,
    pub(crate) trusted_proxies: Option<Vec<IpAddr>>,
    #[serde(default)]
    pub(crate) oidc: Oidc,
}

/// The table `[oidc]`: all of it, or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Oidc {
    issuer: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    name: Option<String>,
}

impl Oidc {
    fn over(self, lower: Self) -> Self {
        Self {
            issuer: self.issuer.or(lower.issuer),
            client_id: self.client_id.or(lower.client_id),
            client_secret: self.client_secret.or(lower.client_secret),
            name: self.name.or(lower.name),
        }
    }

    fn complete(self, public_url: &str) -> anyhow::Result<Option<identity::oidc::Settings>> {
        if self == Self::default() {
            return Ok(None);
        }
        let missing = |key: &str| format!("oidc.{key} is missing: a provider of logins needs it");
        let settings = identity::oidc::Settings {
            issuer: self.issuer.with_context(|| missing("issuer"))?,
            client_id: self.client_id.with_context(|| missing("client_id"))?,
            client_secret: self.client_secret.with_context(|| missing("client_secret"))?,
            name: self.name.with_context(|| missing("name"))?,
        };
        identity::oidc::Provider::new(settings.clone(), public_url).context("oidc.issuer")?;
        Ok(Some(settings))
    }
}

impl Layer {
    fn over(self, lower: Self) -> Self {
        Self {
            listen: self.listen.or(lower.listen),
            data: self.data.or(lower.data),
            database: self.database.or(lower.database),
            authority: self.authority.or(lower.authority),
            site_name: self.site_name.or(lower.site_name),
            public_url: self.public_url.or(lower.public_url),
            secure_cookies: self.secure_cookies.or(lower.secure_cookies),
            trusted_proxies: self.trusted_proxies.or(lower.trusted_proxies),
            oidc: self.oidc.over(lower.oidc),
        }
    }

    fn complete(self) -> anyhow::Result<Config> {
        let listen = self.listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)));
        let data = self.data.unwrap_or_else(|| PathBuf::from("./data"));
        let database = self.database.unwrap_or_else(|| {
            format!("sqlite://{}?mode=rwc", data.join("gongkai.sqlite").display())
        });
        let authority = self.authority.map(|id| id.parse::<AuthorityId>()).transpose();
        let public_url = self.public_url.unwrap_or_else(|| format!("http://{listen}"));
        let public_url = public_url.trim_end_matches('/').to_owned();
        Ok(Config {
            listen,
            data,
            database,
            authority: authority.context("authority: 32 hexadecimal digits")?,
            site_name: self.site_name.unwrap_or_else(|| "公开".to_owned()),
            secure_cookies: self.secure_cookies.unwrap_or(public_url.starts_with("https://")),
            oidc: self.oidc.complete(&public_url)?,
            public_url,
            trusted_proxies: self.trusted_proxies.unwrap_or_default(),
        })
    }
}

/// Reads the file, if one is named, and lays the sources over one another.
///
/// # Errors
/// A file that cannot be read, an unknown key, a value of the wrong form.
pub(crate) fn read(
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
    command_line: Layer,
) -> anyhow::Result<Config> {
    let environment: Vec<_> = environment.into_iter().collect();
    let named = environment.iter().find(|(name, _)| name == "GONGKAI_CONFIG");
    let file = file.or(named.map(|(_, path)| Path::new(path)));
    let lowest = file.map(from_file).transpose()?.unwrap_or_default();
    command_line.over(from_environment(environment)?).over(lowest).complete()
}

fn from_file(path: &Path) -> anyhow::Result<Layer> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    toml::from_str(&text).with_context(|| path.display().to_string())
}

fn from_environment(variables: Vec<(String, String)>) -> anyhow::Result<Layer> {
    let mut layer = Layer::default();
    for (name, value) in variables {
        let Some(key) = name.strip_prefix(PREFIX) else { continue };
        let wrong = || format!("{name}={value}");
        match key {
            "LISTEN" => layer.listen = Some(value.parse().with_context(wrong)?),
            "DATA" => layer.data = Some(value.into()),
            "DATABASE" => layer.database = Some(value),
            "AUTHORITY" => layer.authority = Some(value),
            "SITE_NAME" => layer.site_name = Some(value),
            "PUBLIC_URL" => layer.public_url = Some(value),
            "SECURE_COOKIES" => layer.secure_cookies = Some(value.parse().with_context(wrong)?),
            "OIDC_ISSUER" => layer.oidc.issuer = Some(value),
            "OIDC_CLIENT_ID" => layer.oidc.client_id = Some(value),
            "OIDC_CLIENT_SECRET" => layer.oidc.client_secret = Some(value),
            "OIDC_NAME" => layer.oidc.name = Some(value),
            "TRUSTED_PROXIES" => {
                let proxies = value.split(',').map(|each| each.trim().parse());
                layer.trusted_proxies =
                    Some(proxies.collect::<Result<_, _>>().with_context(wrong)?);
            }
            known if ELSEWHERE.contains(&known) || known.starts_with("TEST_") => {}
            _ => bail!("unknown variable {name}"),
        }
    }
    Ok(layer)
}
