//! The most read: counted once a day by address and browser, programs and staff not.

use domain::ids::DisclosureId;

use crate::browser::Browser;
use crate::site::{MARKED, Place};

async fn readers(place: &Place, id: DisclosureId) -> u64 {
    place.site.flush_readings().await;
    let db = place.world.database.store.reader.db();
    let all = store::readings::since(db, place.world.authority, 0).await.unwrap();
    all.into_iter().find(|(found, _)| *found == id).map_or(0, |(_, readers)| readers)
}

fn from(browser: &Browser, last: u8) -> Browser {
    let mut other = browser.clone();
    other.peer.set_ip([10, 5, 0, last].into());
    other
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_counts_once_a_day_whatever_is_asked() {
    let place = Place::new().await;
    let published = place.publish_marked().await;
    let (browser, path) = (place.anonymous(), format!("/d/{}", published.code));
    // The first asks a page that is not made yet, the others one that is kept.
    for _ in 0..5 {
        browser.page(&path).await;
        browser.page(&format!("{path}/e/1")).await;
        browser.page(&format!("{path}?again")).await;
        browser.with("accept-language", "en").page(&path).await;
        browser.with("accept-encoding", "br").get(&path).await;
    }
    assert_eq!(readers(&place, published.id).await, 1);
    from(&browser, 2).page(&path).await;
    browser.with("user-agent", "Mozilla/5.0 (other)").page(&path).await;
    assert_eq!(readers(&place, published.id).await, 3);
    // A header makes no new reader of anybody but the proxy's.
    browser.with("x-forwarded-for", "10.6.0.1").page(&path).await;
    assert_eq!(readers(&place, published.id).await, 3);
    from(&browser, 2).page(&path).await;
    place.world.clock.advance_days(1);
    from(&browser, 2).page(&path).await;
    assert_eq!(readers(&place, published.id).await, 4);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_staff_and_what_is_not_read_do_not_count() {
    let place = Place::new().await;
    let published = place.publish_marked().await;
    let path = format!("/d/{}", published.code);
    let browser = place.anonymous();
    for fresh in [true, false] {
        if fresh {
            place.world.flow.public_changed();
        }
        for program in ["curl/8", "Googlebot/2.1", "python-requests/2", ""] {
            browser.with("user-agent", program).page(&path).await;
        }
        from(&browser, 3).head(&path).await;
        for file in ["document.sd-jwt", "document.tlog-proof", "e/2"] {
            from(&browser, 4).get(&format!("{path}/{file}")).await;
        }
    }
    place.world.flow.public_changed();
    from(&browser, 5).head(&path).await;
    let people = place.world.people;
    for person in [people.clerk_a, people.reviewer_a, people.approver_a, people.supervisor] {
        place.browser_of(person).await.page(&path).await;
    }
    assert_eq!(readers(&place, published.id).await, 0);
    let mut member = place.browser_of(people.member_a).await;
    member.peer.set_ip([10, 5, 0, 9].into());
    member.page(&path).await;
    assert_eq!(readers(&place, published.id).await, 1);
    place.finish().await;
}

/// The rows of the most read list: code and whole text.
async fn popular(browser: &Browser) -> Vec<(String, String)> {
    let home = browser.page("/").await;
    let list = home.split("id=\"popular\"").nth(1).unwrap().split("</section>").next().unwrap();
    let rows = list.split("<li").skip(1);
    let code = |row: &str| row.split("/d/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    rows.map(|row| (code(row), row.to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_home_page_ranks_by_readers_and_hides_what_it_must() {
    let place = Place::new().await;
    let first = place.world.publish_text(&testkit::text(1)).await;
    let second = place.world.publish_text(&testkit::text(2)).await;
    let named = domain::scope::Scope::Named { persons: vec![place.world.people.named] };
    let hidden = place.world.publish_scoped(MARKED, &vec![named; 6]).await;
    let browser = place.anonymous();
    assert_eq!(popular(&browser).await, []);
    for (reads, published) in [(2, first), (4, second)] {
        for reader in 0..reads {
            from(&browser, reader).page(&format!("/d/{}", published.code)).await;
        }
    }
    let reader = place.browser_of(place.world.people.named).await;
    for address in 20..30 {
        from(&reader, address).page(&format!("/d/{}", hidden.code)).await;
    }
    place.site.flush_readings().await;
    place.world.flow.public_changed();
    let rows = popular(&browser).await;
    let codes: Vec<_> = rows.iter().map(|(code, _)| code.clone()).collect();
    assert_eq!(codes, [second.code.to_string(), first.code.to_string()]);
    assert!(rows[0].1.contains('4') && rows[1].1.contains('2'), "{rows:?}");
    assert_eq!(popular(&reader).await[0].0, hidden.code.to_string());
    // After a month nobody remembers.
    place.world.clock.advance_days(31);
    place.world.flow.public_changed();
    assert_eq!(popular(&browser).await, []);
    place.finish().await;
}
