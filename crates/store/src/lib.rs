//! All SQL, for both databases. Hands out a [`Reader`] and a [`Writer`].
//!
//! One SQL text serves SQLite and PostgreSQL; what differs stays in `dialect`. Must never know
//! what a step means: `flow` composes these statements into transactions, `web` only reads.
//!
//! Every statement on a distributed table names `authority_id`; each module lists its own in
//! `HOT`, and a test explains them on a partitioned schema (docs/adr/0001).

#[macro_use]
mod statement;

pub mod accounts;
pub mod acts;
pub mod administrations;
pub mod asked;
pub mod attachments;
pub mod authenticators;
pub mod catalogues;
pub mod ceremonies;
pub mod columns;
pub mod comments;
pub mod contributions;
pub mod deputies;
pub mod desk;
mod dialect;
pub mod disclosures;
pub mod drafts;
pub mod editions;
mod error;
pub mod evidence;
pub mod excuses;
pub mod facts;
pub mod fulfilments;
mod guard;
pub mod guesses;
pub mod high_water;
pub mod holidays;
pub mod keys;
pub mod kinships;
pub mod listings;
pub mod logs;
mod migrate;
pub mod notices;
pub mod organizations;
pub mod outbox;
pub mod passkeys;
pub mod persons;
pub mod posts;
pub mod readings;
mod row;
pub mod seals;
pub mod sessions;
pub mod sources;
pub mod standings;
pub mod subjects;
pub mod tickets;
mod transaction;

pub use dialect::Layout;
pub use error::StoreError;
pub use transaction::{Db, Reader, Retryable, Step, Store, Tx, Writer};

/// Every statement on a distributed table, by module and name.
pub fn hot_statements() -> Vec<(&'static str, &'static str, &'static str)> {
    let modules = [
        ("accounts", accounts::HOT),
        ("acts", acts::HOT),
        ("administrations", administrations::HOT),
        ("authenticators", authenticators::HOT),
        ("standings", standings::HOT),
        ("holidays", holidays::HOT),
        ("fulfilments", fulfilments::HOT),
        ("facts", facts::HOT),
        ("excuses", excuses::HOT),
        ("catalogues", catalogues::HOT),
        ("ceremonies", ceremonies::HOT),
        ("asked", asked::HOT),
        ("attachments", attachments::HOT),
        ("columns", columns::HOT),
        ("comments", comments::HOT),
        ("deputies", deputies::HOT),
        ("desk", desk::HOT),
        ("contributions", contributions::HOT),
        ("disclosures", disclosures::HOT),
        ("drafts", drafts::HOT),
        ("editions", editions::HOT),
        ("guesses", guesses::HOT),
        ("evidence", evidence::HOT),
        ("kinships", kinships::HOT),
        ("listings", listings::HOT),
        ("logs", logs::HOT),
        ("notices", notices::HOT),
        ("outbox", outbox::HOT),
        ("passkeys", passkeys::HOT),
        ("persons", persons::HOT),
        ("posts", posts::HOT),
        ("readings", readings::HOT),
        ("seals", seals::HOT),
        ("sessions", sessions::HOT),
        ("sources", sources::HOT),
        ("subjects", subjects::HOT),
        ("tickets", tickets::HOT),
    ];
    let named = modules.into_iter().flat_map(|(module, statements)| {
        statements.iter().map(move |(name, sql)| (module, *name, *sql))
    });
    named.collect()
}

/// The tables that refuse UPDATE and DELETE.
pub fn append_only_tables() -> Vec<String> {
    migrate::append_only_tables()
}
