//! The log over HTTP: the script `log.txt`, and the root made anew from the entries served.

use tlog::checkpoint::Checkpoint;
use tlog::merkle::{leaf_hash, node_hash};
use tlog::tile::decode_bundle;

use crate::browser::{Answer, Browser};
use crate::site::{MARKS, Place};

fn holds(answer: &Answer, line: &str) -> bool {
    let (what, expected) = line.split_once(" == ").unwrap_or((line, ""));
    match what.split_once(' ').unwrap_or((what, "")) {
        ("status", _) => answer.status.as_str() == expected,
        ("header", name) => answer.header(name) == expected,
        ("body", rest) => match rest.split_once(' ') {
            Some(("contains", text)) => answer.text().contains(text),
            Some(("starts", text)) => answer.text().starts_with(text),
            _ => panic!("log.txt: {line}"),
        },
        _ => panic!("log.txt: {line}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_script_holds_line_by_line() {
    let place = Place::new().await;
    let code = place.publish_marked().await.code;
    let size = place.world.flow.checkpoint().await.unwrap().unwrap().size;
    let names = [
        ("{log}", format!("/log/{}", place.world.authority)),
        ("{other}", "/log/0190a000-0000-7000-8000-000000000000".to_owned()),
        ("{size}", size.to_string()),
        ("{beyond}", (size + 1).to_string()),
        ("{code}", code.to_string()),
    ];
    let script = names.iter().fold(include_str!("log.txt").to_owned(), |script, (name, value)| {
        script.replace(name, value)
    });
    let (mut answer, mut asked) = (None, "");
    for line in script.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(path) = line.strip_prefix("GET ") {
            (answer, asked) = (Some(place.anonymous().get(path).await), path);
            continue;
        }
        let answer = answer.as_ref().expect("GET comes first");
        let headers = (&answer.status, &answer.headers);
        assert!(holds(answer, line), "GET {asked}: {line}, but {headers:?}");
    }
    place.finish().await;
}

/// RFC 6962 section 2.1, written down anew.
fn root(leaves: &[[u8; 32]]) -> [u8; 32] {
    match leaves {
        [leaf] => *leaf,
        _ => {
            let middle = leaves.len().next_power_of_two() / 2;
            node_hash(&root(&leaves[..middle]), &root(&leaves[middle..]))
        }
    }
}

async fn checkpoint(browser: &Browser, log: &str) -> Checkpoint {
    let key = browser.page("/log/key").await.trim().parse().unwrap();
    let note = browser.page(&format!("{log}/checkpoint")).await;
    Checkpoint::open(note.as_bytes(), "qingshi.example/log", &[key]).unwrap()
}

/// The leaves that the entry bundles give, bundle by bundle.
async fn leaves(browser: &Browser, log: &str, size: u64) -> Vec<[u8; 32]> {
    let mut leaves = Vec::new();
    for bundle in 0..size.div_ceil(256) {
        let width = (size - bundle * 256).min(256);
        let part = if width == 256 { String::new() } else { format!(".p/{width}") };
        let entries = browser.get(&format!("{log}/tile/entries/{bundle:03}{part}")).await;
        let hashes = browser.get(&format!("{log}/tile/0/{bundle:03}{part}")).await;
        let own: Vec<_> =
            decode_bundle(&entries.bytes).unwrap().into_iter().map(leaf_hash).collect();
        assert_eq!(own.concat(), &*hashes.bytes, "the tile hashes these entries");
        leaves.extend(own);
    }
    leaves
}

#[tokio::test(flavor = "multi_thread")]
async fn the_entries_served_make_the_root_that_is_signed() {
    let place = Place::new().await;
    let (browser, log) = (place.anonymous(), format!("/log/{}", place.world.authority));
    let mut sizes = Vec::new();
    let mut before: Vec<[u8; 32]> = Vec::new();
    for number in 0..3 {
        place.world.publish_text(&testkit::text(number)).await;
        let checkpoint = checkpoint(&browser, &log).await;
        let leaves = leaves(&browser, &log, checkpoint.size()).await;
        assert_eq!(leaves.len() as u64, checkpoint.size());
        assert_eq!(&root(&leaves), checkpoint.root());
        assert!(leaves.starts_with(&before), "what was there stays as it was");
        before = leaves;
        sizes.push(checkpoint.size());
    }
    assert!(sizes.is_sorted_by(|one, next| one < next));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_of_more_than_one_tile_is_served_whole() {
    let place = Place::new().await;
    let world = &place.world;
    for _ in 0..300 {
        let lone = testkit::LoneAct {
            authority: world.authority,
            clock: &world.clock,
            random: &world.random,
            fails: false,
        };
        world.database.store.writer.run(&lone).await.unwrap();
    }
    // The next publication is covered by a checkpoint over all of them.
    place.publish_marked().await;
    let (browser, log) = (place.anonymous(), format!("/log/{}", world.authority));
    let checkpoint = checkpoint(&browser, &log).await;
    assert!(checkpoint.size() > 300);
    let leaves = leaves(&browser, &log, checkpoint.size()).await;
    assert_eq!(&root(&leaves), checkpoint.root());
    let above = browser.get(&format!("{log}/tile/1/000.p/1")).await;
    assert_eq!(*above.bytes, root(&leaves[..256]));
    assert_eq!(browser.get(&format!("{log}/tile/1/000.p/2")).await.status.as_u16(), 404);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_of_the_log_tells_a_title_or_a_text() {
    let place = Place::new().await;
    place.publish_marked().await;
    let size = place.world.flow.checkpoint().await.unwrap().unwrap().size;
    let log = format!("/log/{}", place.world.authority);
    let clerk = place.browser_of(place.world.people.clerk_a).await;
    for path in
        ["checkpoint", &format!("tile/entries/000.p/{size}"), &format!("tile/0/000.p/{size}")]
    {
        let answer = place.anonymous().get(&format!("{log}/{path}")).await;
        let text = String::from_utf8_lossy(&answer.bytes).into_owned();
        for word in MARKS.iter().chain(&["公示", "上坪村", "文书", "clerk_a", "B1"]) {
            assert!(!text.contains(word), "{path} tells {word}");
        }
        // One log for all: whoever asks, logged in or not, in whatever language.
        for other in [&clerk, &place.anonymous().with("accept-language", "en")] {
            assert_eq!(other.get(&format!("{log}/{path}")).await.bytes, answer.bytes, "{path}");
        }
    }
    place.finish().await;
}
