//! A lost telephone: an office takes the second factor away, and the person is told.

use axum::http::StatusCode;
use testkit::PASSWORD;

use super::links::forced;
use super::{administer, is_in, with_code};
use crate::site::Place;

#[tokio::test(flavor = "multi_thread")]
async fn an_office_takes_a_lost_factor_away_and_the_person_is_told() {
    let place = Place::new().await;
    let person = place.world.people.clerk_a;
    let browser = place.logged_in("clerk_a").await;
    // there is nothing to take away before there is something
    let none = administer(&place, person, "factors").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("不用移除") && is_in(&browser).await);
    with_code(&place, (&browser, PASSWORD), person).await;
    let taken = administer(&place, person, "factors").await;
    assert_eq!(taken.location(), "/admin/persons?done=factors_removed");
    // every session has ended, and the password alone is enough
    assert!(!is_in(&browser).await);
    let again = place.logged_in("clerk_a").await;
    // and each page says so until the person has seen it
    for path in ["/", "/desk", "/account"] {
        assert!(again.page(path).await.contains("管理员移除了您的动态验证码"), "{path}");
    }
    assert!(!place.anonymous().page("/").await.contains("管理员移除了"));
    let seen = again.send("/account", "/account/seen", &[]).await;
    assert_eq!(seen.location(), "/account?done=seen");
    assert!(!again.page("/account").await.contains("管理员移除了您的动态验证码"));
    let office = place.logged_in("administrator").await;
    let record = office.page("/admin/record").await;
    assert!(record.contains("移除二次验证") && record.contains("clerk_a"));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_it_from_whom_they_could_not_appoint_nor_from_themselves() {
    let place = Place::new().await;
    let people = place.world.people;
    let flow = &place.world.flow;
    // a fellow administrator, one above, a neighbour, oneself
    let beyond = [people.every_duty, people.administrator_t, people.clerk_b, people.administrator];
    for person in beyond {
        let browser = place.browser_of(person).await;
        with_code(&place, (&browser, PASSWORD), person).await;
        let refused = flow.remove_factors(flow::Actor(people.administrator), person).await;
        assert!(refused.is_err(), "{person}");
        assert!(is_in(&browser).await, "{person}");
    }
    for (name, who) in people.all() {
        if [people.administrator_t, people.every_duty].contains(&who) {
            continue;
        }
        let refused = flow.remove_factors(flow::Actor(who), people.every_duty).await;
        assert!(refused.is_err(), "{name}");
    }
    // the body above appointed the fellow administrator, and may
    flow.remove_factors(flow::Actor(people.administrator_t), people.every_duty).await.unwrap();
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stands_in_for_a_post_above_is_out_of_reach_below() {
    let place = Place::new().await;
    let (people, flow) = (place.world.people, &place.world.flow);
    let browser = place.browser_of(people.clerk_a).await;
    with_code(&place, (&browser, PASSWORD), people.clerk_a).await;
    // given the clerk of a village who stands in for the township's approver from tomorrow on
    let named = flow::Change::NameDeputy {
        appointment: place.world.appointment_of(people.approver_t).await,
        person: people.clerk_a,
        from: place.world.day(1),
        until: place.world.day(5),
        reason: "外出学习".to_owned(),
    };
    place.world.change(people.approver_t, named).await.unwrap();
    // then the village's office neither comes in as them nor lets them leave
    let below = flow::Actor(people.administrator);
    let office = place.logged_in("administrator").await;
    for verb in ["factors", "reset", "sessions", "unlock"] {
        let path = format!("/admin/persons/{}/{verb}", people.clerk_a);
        let refused = forced(&office, &path).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{verb}");
    }
    assert!(flow.leave(Some(below), people.clerk_a).await.is_err());
    assert!(is_in(&browser).await);
    let listed = format!("/admin/persons/{}/reset", people.clerk_a);
    assert!(!office.page("/admin/persons").await.contains(&listed));
    // the body above may, and when the time is over the village may again
    flow.reset_link(flow::Actor(people.administrator_t), people.clerk_a).await.unwrap();
    place.world.clock.advance_days(7);
    flow.remove_factors(below, people.clerk_a).await.unwrap();
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_link_is_made_for_whom_the_office_could_not_appoint() {
    let place = Place::new().await;
    let (people, flow) = (place.world.people, &place.world.flow);
    let reset = |who, person| flow.reset_link(flow::Actor(who), person);
    // a fellow administrator, within the own subtree
    let fellow = reset(people.administrator, people.every_duty).await;
    let no_duty = domain::permission::Refusal::NoDuty;
    assert!(
        matches!(&fellow, Err(flow::FlowError::NotPermitted(why)) if *why == no_duty),
        "{fellow:?}"
    );
    assert!(reset(people.every_duty, people.administrator).await.is_err());
    // the body above may
    reset(people.administrator_t, people.every_duty).await.unwrap();
    place.finish().await;
}
