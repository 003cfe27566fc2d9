//! Stories of the procedures, from the packs: given, when, then.

mod beside;
mod decisions;
mod emergencies;
mod kept_back;
mod levels;
mod notices;
mod schedules;
mod superiors;

use domain::access::Reader;
use domain::act::{Act, Kind};
use domain::ids::DisclosureId;
use flow::article::{Article, Found};
use testkit::World;

/// The whole record of a disclosure.
async fn acts(world: &World, id: DisclosureId) -> Vec<Act> {
    let db = world.database.store.reader.db();
    let acts = store::acts::of_disclosure(db, world.authority, id).await.unwrap();
    acts.iter().map(|act| Act::parse(&act.body).unwrap()).collect()
}

async fn kinds(world: &World, id: DisclosureId) -> Vec<Kind> {
    acts(world, id).await.iter().map(|act| act.act).collect()
}

async fn count(world: &World, id: DisclosureId, kind: Kind) -> usize {
    kinds(world, id).await.iter().filter(|each| **each == kind).count()
}

/// As anybody sees it.
async fn article(world: &World, id: DisclosureId) -> Article {
    let code = world.disclosure(id).await.code;
    match world.flow.article(&Reader::anonymous(), code, None).await.unwrap() {
        Found::Article(article) => *article,
        Found::Withdrawn(_) => panic!("withdrawn"),
    }
}

/// Whether anybody at all is shown something under its code.
async fn is_public(world: &World, id: DisclosureId) -> bool {
    let code = world.disclosure(id).await.code;
    world.flow.article(&Reader::anonymous(), code, None).await.is_ok()
}
