//! Every file × reader × exit × state: bytes leave exactly when `access::may_read` says so, and what
//! may not be had answers like what does not exist.

use axum::http::StatusCode;
use domain::access::may_read;
use domain::ids::AttachmentId;
use testkit::{Published, picture};

use crate::browser::{Answer, Browser};
use crate::site::{MARKED, Place};

const SECRET: &str = "N28.88-E117.20";

/// A draft with a file of each scope and a picture for everybody.
async fn draft(place: &Place) -> (domain::ids::DisclosureId, Vec<AttachmentId>) {
    let id = place.world.receive(MARKED).await;
    let mut files = Vec::new();
    for (at, scope) in place.scopes().into_iter().enumerate() {
        let text = format!("项目,金额\n第{at}号机密的内容,1\n").replace("机密", "附件");
        let name = format!("{at}\"\r\nx: y; 账目.csv");
        files.push(place.world.attach(id, &name, text.as_bytes(), Some(scope)).await.unwrap());
    }
    let bytes = picture(SECRET);
    files.push(place.world.attach(id, "现场.jpg", &bytes, None).await.unwrap());
    (id, files)
}

fn exits(code: &str, edition: u32, file: AttachmentId) -> [String; 2] {
    [format!("/d/{code}/files/{file}"), format!("/d/{code}/e/{edition}/files/{file}")]
}

async fn ways(browser: &Browser, exit: &str) -> Vec<Answer> {
    vec![
        browser.get(exit).await,
        browser.head(exit).await,
        browser.with("if-none-match", "*").get(exit).await,
        browser.with("if-modified-since", "Fri, 31 Dec 2100 00:00:00 GMT").get(exit).await,
        browser.with("range", "bytes=0-10").get(exit).await,
        browser.with("accept-encoding", "br, gzip").get(exit).await,
    ]
}

/// What an answer tells besides the number of the request.
fn told(answer: &Answer) -> (StatusCode, Vec<(String, String)>, usize) {
    let headers = answer.headers.iter();
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()))
        .collect();
    headers.sort();
    (answer.status, headers, answer.bytes.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_leaves_by_an_exit_exactly_when_it_may_be_read() {
    let place = Place::new().await;
    let (owner, scopes) = (place.world.bodies.village_a, place.scopes());
    let (id, files) = draft(&place).await;
    let code = place.world.disclosure(id).await.code.to_string();
    let unknown = AttachmentId(domain::ids::DisclosureId::from_slice(&[7; 16]).unwrap().0);
    let everybody = place.everybody().await;
    // A draft has no file for anybody.
    for person in &everybody {
        for exit in exits(&code, 1, files[0]) {
            assert_eq!(person.browser.get(&exit).await.status, StatusCode::NOT_FOUND);
        }
    }
    place.world.publish(id).await;
    for person in &everybody {
        for (at, (file, scope)) in files.iter().zip(&scopes).enumerate() {
            let may = may_read(&person.reader, scope, owner).is_allowed();
            let mark = format!("第{at}号附件");
            let same = exits(&code, 1, unknown);
            for (exit, unknown) in exits(&code, 1, *file).iter().zip(&same) {
                for answer in ways(&person.browser, exit).await {
                    let case = format!("{} {exit}", person.name);
                    let expected = if may { StatusCode::OK } else { StatusCode::NOT_FOUND };
                    assert_eq!(answer.status, expected, "{case}");
                    let text = String::from_utf8_lossy(&answer.bytes).into_owned();
                    assert!(may || !text.contains(&mark), "{case}");
                    assert_eq!(answer.header("cache-control"), "no-store", "{case}");
                    assert!(!answer.headers.contains_key("etag"), "{case}");
                }
                if !may {
                    let refused = person.browser.get(exit).await;
                    let nothing = person.browser.get(unknown).await;
                    let (status, headers, length) = told(&refused);
                    let (none_status, none_headers, none_length) = told(&nothing);
                    assert_eq!((status, headers.len()), (none_status, none_headers.len()));
                    // The page leads back to its own address, written in it.
                    assert_eq!(length, none_length);
                }
            }
        }
        let archive = person.browser.get(&format!("/d/{code}/files.zip")).await;
        assert_eq!(archive.header("content-type"), "application/zip");
        let text = String::from_utf8_lossy(&archive.bytes).into_owned();
        let page = person.browser.page(&format!("/d/{code}")).await;
        for (at, (file, scope)) in files.iter().zip(&scopes).enumerate() {
            let may = may_read(&person.reader, scope, owner).is_allowed();
            let case = format!("{} {at}", person.name);
            assert_eq!(text.contains(&format!("第{at}号附件")), may, "{case}");
            assert_eq!(page.contains(&file.to_string()), may, "{case}: the page's link");
            assert_eq!(page.contains(&format!("{at}x y 账目.csv")), may, "{case}: its name");
        }
    }
    place
        .world
        .flow
        .withdraw(flow::Actor(place.world.people.approver_a), id, "有误")
        .await
        .unwrap();
    for person in &everybody {
        let all = files.iter().flat_map(|file| exits(&code, 1, *file));
        for exit in all.chain([format!("/d/{code}/files.zip")]) {
            let status = person.browser.get(&exit).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{} {exit}", person.name);
        }
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_saved_and_never_run() {
    let place = Place::new().await;
    let (id, files) = draft(&place).await;
    let Published { code, .. } = place.world.publish(id).await;
    let browser = place.anonymous();
    let sheet = browser.get(&format!("/d/{code}/files/{}", files[0])).await;
    assert_eq!(sheet.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(sheet.header("x-content-type-options"), "nosniff");
    assert_eq!(sheet.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(sheet.header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(sheet.header("accept-ranges"), "none");
    assert_eq!(
        sheet.header("content-disposition"),
        "attachment; filename=\"0x y __.csv\"; \
         filename*=UTF-8''0x%20y%20%E8%B4%A6%E7%9B%AE.csv"
    );
    let photo = format!("/d/{code}/files/{}", files[5]);
    for (path, disposition) in [(photo.clone(), "attachment"), (photo + "/thumbnail", "inline")] {
        let answer = browser.get(&path).await;
        assert_eq!(answer.header("content-type"), "image/jpeg");
        assert!(answer.header("content-disposition").starts_with(disposition));
        assert!(!String::from_utf8_lossy(&answer.bytes).contains(SECRET), "{path}");
    }
    let no_picture = browser.get(&format!("/d/{code}/files/{}/thumbnail", files[0])).await;
    assert_eq!(no_picture.status, StatusCode::NOT_FOUND);
    // One spelling of each address.
    for other in [files[0].to_string().to_uppercase(), files[0].0.hyphenated().to_string()] {
        let answer = browser.get(&format!("/d/{code}/files/{other}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{other}");
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_has_its_files_for_those_who_handle_them() {
    let place = Place::new().await;
    let (id, files) = draft(&place).await;
    let owner = place.world.bodies.village_a;
    for person in place.everybody().await {
        for file in &files {
            let answer = person.browser.get(&format!("/desk/{id}/files/{file}")).await;
            let expected = match person.reader.person {
                None => 303,
                Some(_) if person.reader.handles.contains(&owner) => 200,
                Some(_) => 404,
            };
            assert_eq!(answer.status.as_u16(), expected, "{}", person.name);
        }
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_attaches_scopes_and_leaves_out_in_the_browser() {
    let place = Place::new().await;
    let id = place.world.receive(MARKED).await;
    let clerk = place.browser_of(place.world.people.clerk_a).await;
    let (draft, attach) = (format!("/desk/{id}/draft"), format!("/desk/{id}/attach"));
    let form = crate::form::fields(&clerk.page(&draft).await, &attach).unwrap();
    let done = clerk.hand_in(&attach, &form, "账目.csv", "项目,金额\n修路,1\n").await;
    assert_eq!(done.location(), format!("{draft}?done=attached"), "{}", done.text());
    let refused = clerk.hand_in(&attach, &form, "a.svg", "<svg onload='x'/>").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let file = place.world.draft(id).await.attachments[0].id;
    let name = format!("file-scope-{file}");
    let save = format!("/desk/{id}/save");
    let saved = clerk.send(&draft, &save, &[(&name, "registered")]).await;
    assert_eq!(saved.location(), format!("{draft}?done=saved"));
    assert_eq!(place.world.draft(id).await.attachments[0].scope, domain::scope::Scope::Registered);
    assert!(place.world.draft(id).await.attachments[0].ground.is_some());
    let detach = format!("/desk/{id}/detach");
    let out = clerk.send_to(&draft, &save, &detach, &[("attachment", &file.to_string())]).await;
    assert_eq!(out.location(), format!("{draft}?done=detached"));
    assert_eq!(place.world.draft(id).await.attachments, []);
    place.finish().await;
}
