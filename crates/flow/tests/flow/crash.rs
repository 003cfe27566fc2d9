//! kill −9 in a loop: nothing that was answered is lost, nothing is there twice.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use domain::act::Kind as ActKind;
use domain::time::random_bytes;
use testkit::{Kind, TestRandom, World, text};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

const ROUNDS: u64 = 12;
const FOLDER: &str = "GONGKAI_TEST_CRASH_FOLDER";
const ROUND: &str = "GONGKAI_TEST_CRASH_ROUND";

#[expect(clippy::disallowed_methods, reason = "the parent tells its child what to do")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The child: publishes one text after the other and prints each index that it was answered.
/// As a test of its own it does nothing.
#[tokio::test(flavor = "multi_thread")]
async fn child() {
    let (Some(folder), Some(round)) = (variable(FOLDER), variable(ROUND)) else { return };
    let world = World::in_folder(Path::new(&folder), round.parse().unwrap()).await;
    world.flow.drive_all().await.unwrap();
    for number in 0.. {
        let published = world.publish_text(&text(number)).await;
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nanswered {}", published.log_index).unwrap();
        out.flush().unwrap();
    }
}

/// Runs a child for a while after its first answer and kills it; what it was answered.
async fn killed(folder: &Path, round: u64, lifetime: Duration) -> Vec<u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["crash::child", "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut answered = Vec::new();
    let mut read = async |limit: Option<Duration>| {
        let reading = async {
            while let Some(line) = lines.next_line().await.unwrap() {
                let index =
                    line.strip_prefix("answered ").and_then(|index| index.parse::<u64>().ok());
                answered.extend(index);
                if index.is_some() && limit.is_none() {
                    return;
                }
            }
        };
        // The time is the point at which it dies, not something waited for.
        let _ = tokio::time::timeout(limit.unwrap_or(Duration::from_secs(20)), reading).await;
    };
    if !round.is_multiple_of(3) {
        read(None).await;
    }
    read(Some(lifetime)).await;
    child.kill().await.unwrap();
    while let Some(line) = lines.next_line().await.unwrap() {
        answered.extend(line.strip_prefix("answered ").and_then(|i| i.parse::<u64>().ok()));
    }
    answered
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_answered_is_lost_and_nothing_is_there_twice() {
    if !Kind::of_this_run().is_sqlite() {
        // Its files are what a process may leave half written; they are tried in the other run.
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let chance = TestRandom::seeded(u64::from(std::process::id()));
    let mut answered = Vec::new();
    for round in 1..=ROUNDS {
        let [a, b] = random_bytes::<2>(&chance);
        let lifetime = Duration::from_millis(u64::from(a) + u64::from(b % 64));
        answered.extend(killed(folder.path(), 2 * round, lifetime).await);
        let world = World::in_folder(folder.path(), 2 * round + 1).await;
        world.flow.drive_all().await.unwrap();
        holds(&world, &answered).await;
        world.finish().await;
    }
    assert!(answered.len() as u64 > ROUNDS / 2, "only {} were answered", answered.len());
}

async fn holds(world: &World, answered: &[u64]) {
    let db = &world.database.store.reader;
    let length = store::acts::length(db.db(), world.authority).await.unwrap();
    let acts = store::acts::range(db.db(), world.authority, 0, length).await.unwrap();
    assert_eq!(acts.len() as u64, length);
    let mut published = BTreeMap::new();
    for act in acts.iter().filter(|act| act.kind == ActKind::Publish) {
        let twice = published.insert((act.disclosure, act.edition), act.log_index);
        assert_eq!(twice, None, "published twice");
    }
    for index in answered {
        let act = acts.get(usize::try_from(*index).unwrap());
        assert!(act.is_some_and(|act| act.kind == ActKind::Publish), "{index} was answered");
        let disclosure = world.disclosure(act.unwrap().disclosure.unwrap()).await;
        assert_eq!(disclosure.public_edition, Some(1), "{index} is not public");
    }
}
