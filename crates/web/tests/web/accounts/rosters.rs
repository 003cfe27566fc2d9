//! A list of persons over HTTP: looked through, mended, confirmed, handed out, exported.

use axum::http::StatusCode;

use super::{between, choose, open};
use crate::browser::{Answer, Browser};
use crate::form::{fields, without};
use crate::site::Place;

const IMPORT: &str = "/admin/persons/import";
const CONFIRM: &str = "/admin/persons/import/confirm";

/// Sends the form of the page with a text, or a file where it has a name.
async fn hand_in(browser: &Browser, (name, file): (&str, &str), text: &str) -> Answer {
    let mut pairs = fields(&browser.page(IMPORT).await, IMPORT).expect("the form");
    pairs = without(&pairs, "text");
    pairs.push(("text".to_owned(), text.to_owned()));
    browser.hand_in(IMPORT, &pairs, name, file).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_looked_through_confirmed_and_its_links_open() {
    let place = Place::new().await;
    let browser = place.logged_in("administrator").await;
    let wrong = "姓名,机构,类别\n=cmd(),上坪村村民委员会,成员\n<b>x</b>,别的村,成员\n";
    let answer = hand_in(&browser, ("", ""), wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    // every row is told with its line, what is wrong and how to mend it; nothing can be confirmed
    assert!(text.contains("第 2 行") && text.contains("不能有公式"));
    assert!(text.contains("第 3 行") && text.contains("别的村") && text.contains("不归您管理"));
    assert!(!text.contains(CONFIRM) && !text.contains("<b>x"));
    let list = "姓名,机构,类别,联系方式\n王秀兰,上坪村村民委员会,成员,13812345678\n";
    let answer = hand_in(&browser, ("", ""), list).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!browser.page("/admin/persons").await.contains("王秀兰"));
    let form = fields(&answer.text(), CONFIRM).expect("the form");
    let made = browser.post(CONFIRM, &form).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let text = made.text();
    assert!(
        text.contains("王秀兰") && text.contains("13812345678") && text.contains("class=\"qr\"")
    );
    let link =
        between(&text, "<code class=\"break\">https://qingshi.example", "</code>").to_owned();
    // the same as a file that old spreadsheets open
    let form = fields(&text, "/admin/persons/links.csv").expect("the form");
    let saved = browser.post("/admin/persons/links.csv", &form).await;
    assert!(saved.header("content-disposition").starts_with("attachment"));
    assert!(saved.bytes.starts_with("\u{FEFF}\"姓名\"".as_bytes()));
    assert!(saved.text().contains(&link) && saved.text().contains("\r\n\"王秀兰\""));
    // the list again finds who is there
    let again = vec![form[0].clone(), ("text".to_owned(), list.to_owned())];
    assert!(browser.post(CONFIRM, &again).await.text().contains("已经有同名的人"));
    // and the link lets its person in, as a member
    let mut person = place.anonymous();
    let page = open(&mut person, &link).await;
    assert_eq!(choose(&mut person, &page, super::CHOSEN).await.status, StatusCode::SEE_OTHER);
    assert!(browser.page("/admin/persons").await.contains("王秀兰"));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_an_old_office_is_read_and_an_unreadable_one_explained() {
    let place = Place::new().await;
    let browser = place.logged_in("administrator").await;
    let list = "姓名;机构;类别\r\n王秀兰;上坪村村民委员会;村民\r\n";
    let read = hand_in(&browser, ("名单.csv", list), "").await;
    assert!(read.status == StatusCode::OK && read.text().contains("确认邀请这 1 人"));
    let broken = hand_in(&browser, ("名单.xls", "\u{0}\u{1}"), "").await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(broken.text().contains("另存为 CSV"));
    let none = hand_in(&browser, ("", ""), "王秀兰").await;
    assert!(none.text().contains("请在第一行写上"));
    assert!(none.text().contains(">王秀兰</textarea>"), "what was typed stays");
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_exported_list_has_the_own_subtree_and_runs_nothing() {
    let place = Place::new().await;
    let browser = place.logged_in("administrator").await;
    let list = "姓名,机构,类别\n·甲甲,上坪村村民委员会,读者\n";
    let answer = hand_in(&browser, ("", ""), list).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let file = browser.get("/admin/persons/persons.csv").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.bytes.starts_with("\u{FEFF}\"姓名\",\"机构\",\"类别\"".as_bytes()));
    let text = file.text();
    assert!(text.contains("\"member_a\",\"上坪村村民委员会\",\"成员\""));
    assert!(
        text.contains("\"clerk_a\"") && !text.contains("clerk_b") && !text.contains("member_b")
    );
    // what was exported is a list that can be looked through again
    let rows = intake::roster::read(&intake::roster::text_of(&file.bytes).unwrap()).unwrap();
    assert!(rows.iter().all(|row| row.unfit.is_none() && !row.name.is_empty()));
    for name in ["clerk_a", "member_a"] {
        let other = place.logged_in(name).await;
        assert_eq!(other.get("/admin/persons/persons.csv").await.status, StatusCode::FORBIDDEN);
        assert_eq!(other.get(IMPORT).await.status, StatusCode::FORBIDDEN);
    }
    place.finish().await;
}
