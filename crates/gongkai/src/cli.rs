//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::{self, Config, Layer};

/// 公开: a disclosure platform that anyone can check.
#[derive(Parser)]
#[command(name = "gongkai", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Serve portal, workbench and log.
    Serve(Serve),
    /// Found an authority from a TOML file with organizations, posts and persons.
    Found(Found),
    /// Serve an invented county with disclosures in every state.
    Demo(Demo),
    /// Import a docx, txt or md file as a draft, or a page of a document library.
    Import(Import),
    /// Check a saved document offline: exit code 0 valid and complete, 1 valid but incomplete,
    /// 2 invalid, 3 unreadable.
    Verify(Verify),
    /// Compare every edition with its seal, act, log and tiles; exit code 1 on faults.
    Check(Place),
    /// Make again what is derived from rows and acts.
    Rebuild(Rebuild),
    /// Appoint administrators of the highest body, or let a person leave; stop the site first.
    Office(Office),
    /// Regime packs: what must be disclosed, by which procedure.
    Regime(Regime),
    /// Measure whole-system loads; prints a Markdown table.
    Bench(Bench),
}

/// Which installation a command works on.
#[derive(Args, Clone, Default)]
pub(crate) struct Place {
    /// Configuration file (TOML); none is needed.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of keys, highest checkpoint and, by default, the database [default: ./data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Database [default: sqlite in the data folder]
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Authority, where the database holds several.
    #[arg(long, value_name = "ID")]
    authority: Option<String>,
}

impl Place {
    /// The configuration with this command line over it.
    ///
    /// # Errors
    /// As [`config::read`].
    pub(crate) fn config(self, listen: Option<SocketAddr>) -> anyhow::Result<Config> {
        let Self { config, data, database, authority } = self;
        let layer = Layer { listen, data, database, authority, ..Layer::default() };
        config::read(config.as_deref(), std::env::vars(), layer)
    }
}

#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,
}

#[derive(Args)]
pub(crate) struct Found {
    /// What to found.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Args)]
pub(crate) struct Demo {
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// Keep the data in this folder, which must be empty; else it is removed at exit.
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Import {
    pub(crate) file: PathBuf,
    /// Login name of the clerk who imports.
    #[arg(long = "as", value_name = "LOGIN")]
    pub(crate) login: String,
    /// Name of the organization that discloses.
    #[arg(long, value_name = "NAME")]
    pub(crate) organization: String,
    /// Regime and item, for instance village/D15.
    #[arg(long, value_name = "REGIME/ITEM")]
    pub(crate) item: String,
    /// Series of the code.
    #[arg(long, default_value = "A")]
    pub(crate) series: char,
    /// The file is a page of a document library: lists and one article.
    #[arg(long)]
    pub(crate) library_page: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Args)]
pub(crate) struct Verify {
    /// The saved document (.sd-jwt).
    pub(crate) document: PathBuf,
    /// The saved receipt (.tlog-proof).
    pub(crate) proof: PathBuf,
    /// Public key of the log, as text or as a file that holds it.
    #[arg(long, value_name = "VKEY_OR_FILE")]
    pub(crate) key: String,
    #[arg(long, value_enum, default_value_t = Language::Zh)]
    pub(crate) lang: Language,
    /// The verdict as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Language of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    Zh,
    En,
}

#[derive(Args)]
pub(crate) struct Rebuild {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Write the newest checkpoint of the database to the missing high-water file, after a check
    /// without faults. Only for a database that is known to be the newest.
    #[arg(long)]
    pub(crate) high_water: bool,
}

#[derive(Args)]
pub(crate) struct Office {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: OfficeCommand,
}

#[derive(Subcommand)]
pub(crate) enum OfficeCommand {
    /// Appoint somebody from today on; a post that is not there is made.
    Appoint(Appoint),
    /// End everything that a person may, at once and for good.
    Leave {
        /// Login name.
        login: String,
    },
    /// Adopt the catalogue of a regime for one organization, or for all of a kind.
    Adopt(Adopt),
    /// Load the State Council's holidays of a year from a JSON file.
    LoadYear {
        /// `{"year": 2027, "papers": [..], "days": [{"name", "date", "isOffDay"}]}`.
        file: PathBuf,
    },
}

#[derive(Args)]
pub(crate) struct Adopt {
    /// Id of the regime: village, party-2010, party-2017, government-2019 or one of the place.
    pub(crate) regime: String,
    /// Name of the organization; left out, every one that has items under the regime and no catalogue.
    #[arg(long, value_name = "NAME")]
    pub(crate) organization: Option<String>,
    /// First day on which it binds, YYYY-MM-DD; today where left out.
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,
}

#[derive(Args)]
pub(crate) struct Appoint {
    /// Login name.
    pub(crate) login: String,
    /// Name of the organization.
    #[arg(long, value_name = "NAME")]
    pub(crate) organization: String,
    /// clerk, reviewer, approver, supervisor or administrator.
    #[arg(long, value_name = "DUTY", default_value = "administrator")]
    pub(crate) duty: String,
    /// Title of the post.
    #[arg(long, value_name = "TITLE", default_value = "系统管理员")]
    pub(crate) title: String,
}

#[derive(Args)]
pub(crate) struct Regime {
    #[command(subcommand)]
    pub(crate) command: RegimeCommand,
}

#[derive(Subcommand)]
pub(crate) enum RegimeCommand {
    /// Check packs and overlays before they are put into the folder `regimes` of the data folder:
    /// each fault with line, cause and mend; exit code 1 on faults.
    Check(RegimeCheck),
}

#[derive(Args)]
pub(crate) struct RegimeCheck {
    /// Packs and overlays (.toml). An overlay is laid on the pack it names, given here or shipped.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = Language::Zh)]
    pub(crate) lang: Language,
}

#[derive(Args)]
pub(crate) struct Bench {
    /// Loads to run; all when none is named.
    #[arg(value_enum)]
    pub(crate) what: Vec<Load>,
    /// Database to load; a temporary one when not given. A new authority is founded in it.
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// Folder of docx files for the load `import`.
    #[arg(long, value_name = "DIR")]
    pub(crate) docx: Option<PathBuf>,
    /// Entries for the loads `entries` and `check`.
    #[arg(long, default_value_t = 100_000)]
    pub(crate) entries: u64,
    /// Whole ways for the load `approval`.
    #[arg(long, default_value_t = 200)]
    pub(crate) ways: usize,
    #[command(flatten)]
    pub(crate) desk: DeskSize,
}

/// How full the county of the load `desk` is.
#[derive(Args, Clone, Copy)]
pub(crate) struct DeskSize {
    /// Organizations for the load `desk`.
    #[arg(long, default_value_t = 500)]
    pub(crate) organizations: usize,
    /// Disclosures for the load `desk`.
    #[arg(long, default_value_t = 20_000)]
    pub(crate) disclosures: usize,
    /// Acts on them for the load `desk`.
    #[arg(long, default_value_t = 200_000)]
    pub(crate) acts: usize,
    /// Accounts without a post for the load `desk`.
    #[arg(long, default_value_t = 10_000)]
    pub(crate) villagers: usize,
    /// Another seed, another county for the load `desk`.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

/// A load of `bench`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Load {
    Approval,
    Entries,
    Import,
    Verify,
    Check,
    Article,
    Desk,
}
