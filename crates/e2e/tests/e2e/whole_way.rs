//! A clerk's document becomes a page that anyone can check: every hand in the browser, from the
//! upload to the proof.

use std::path::PathBuf;

use tempfile::TempDir;
use thirtyfour::prelude::*;
use web::locale::Lang;

use crate::browser::Browser;
use crate::chromium::{Look, with_browser};
use crate::pages;
use crate::proof::Saved;
use crate::site::Site;

/// What the clerk hands in, and words by which its slices are found.
pub(crate) struct Paper {
    file: PathBuf,
    title: &'static str,
    /// In the slice that is narrowed.
    narrowed: &'static str,
    /// In a slice of two sentences or more.
    divided: &'static str,
    _folder: Option<TempDir>,
}

impl Paper {
    /// An official text as its office published it; our own where it is not to be had.
    fn official() -> Self {
        let Some(shared) = testkit::shared_data() else { return Self::of_our_own() };
        Self {
            file: shared.join("docx/003.docx").canonicalize().unwrap(),
            title: "中华人民共和国刑法修正案（十二）",
            narrowed: "行贿人在被追诉前主动交待行贿行为的",
            divided: "因行贿取得的违法所得",
            _folder: None,
        }
    }

    pub(crate) fn of_our_own() -> Self {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("公示.txt");
        let text = "上坪村清明节祭扫用火的通知\n\
            清明节前后,山林禁止用火。祭扫请用鲜花。\n\
            值班人员住在村委会东侧。\n";
        std::fs::write(&file, text).unwrap();
        Self {
            file,
            title: "上坪村清明节祭扫用火的通知",
            narrowed: "值班人员住在",
            divided: "祭扫请用鲜花",
            _folder: Some(folder),
        }
    }
}

/// The forms of a step; remarks are written by whoever has a part in it.
const DECIDES: &str =
    "form[action$='/review'], form[action$='/supervise'], form[action$='/approve']";

#[tokio::test]
async fn whole_way() {
    let site = Site::open().await;
    let paper = Paper::official();
    with_browser(&site, Look::DESK, |browser| async move {
        browser.log_in("clerk_a", "/desk").await?;
        upload(&browser, &paper).await?;
        narrow(&browser, paper.narrowed).await?;
        split_and_join(&browser, &paper).await?;
        let step = propose(&browser).await? + "/step";
        refuses_the_clerk(&browser, &step).await?;
        browser.log_out().await?;

        browser.log_in("reviewer_a", "/desk").await?;
        review(&browser, &paper).await?;
        browser.log_out().await?;

        browser.log_in("clerk_a", &step).await?;
        refuses_the_clerk(&browser, &step).await?;
        browser.log_out().await?;

        browser.log_in("overseer_a", "/desk").await?;
        supervise(&browser, &paper).await?;
        browser.log_out().await?;

        browser.log_in("approver_a", "/desk").await?;
        approve(&browser, &paper).await?;
        browser.log_out().await?;

        anybody_reads(&browser, &paper).await?;
        whoever_logs_in_reads_on(&browser, &paper).await
    })
    .await;
    site.close().await;
}

#[tokio::test]
async fn nobody_reviews_their_own_proposal() {
    let site = Site::open().await;
    let id = pages::proposed_by(&site.world, site.world.people.every_duty).await;
    with_browser(&site, Look::DESK, |browser| async move {
        browser.log_in("every_duty", &format!("/desk/{id}/step")).await?;
        let refusal = Lang::ZhCn.text("refusal.same_as_proposer");
        browser.find_saying(".flash.problem", &refusal).await?;
        assert!(!browser.has(DECIDES).await?, "no form to decide with");
        Ok(())
    })
    .await;
    site.close().await;
}

/// From the desk through the form; ends in the editor.
pub(crate) async fn upload(browser: &Browser, paper: &Paper) -> WebDriverResult<()> {
    browser.click("main a[href='/desk/new']").await?;
    browser.fill("#file", paper.file.to_str().unwrap()).await?;
    browser.choose("#item", "village/D26").await?;
    browser.choose("#series", "B").await?;
    browser.click("main button[type=submit]").await?;
    browser.is_told("uploaded").await?;
    let title = browser.find("#title").await?.prop("value").await?;
    assert_eq!(title.as_deref(), Some(paper.title));
    Ok(())
}

/// Identifier of the card of the slice with these words, `slice-3`, and its number.
async fn slice(browser: &Browser, words: &str) -> WebDriverResult<(String, usize)> {
    let card = browser.find_saying("fieldset.slice-card", words).await?;
    let id = card.id().await?.unwrap();
    let number = id.trim_start_matches("slice-").parse().unwrap();
    Ok((id, number))
}

async fn narrow(browser: &Browser, words: &str) -> WebDriverResult<()> {
    let (_, at) = slice(browser, words).await?;
    browser.choose(&format!("#scope-{at}"), "registered").await?;
    browser.choose(&format!("#ground-{at}"), "third_party").await?;
    browser.click(".actions button:not([formaction])").await?;
    browser.is_told("saved").await?;
    is_narrowed(browser, words).await
}

async fn is_narrowed(browser: &Browser, words: &str) -> WebDriverResult<()> {
    let (_, at) = slice(browser, words).await?;
    assert_eq!(browser.chosen(&format!("#scope-{at}")).await?, "registered");
    assert_eq!(browser.chosen(&format!("#ground-{at}")).await?, "third_party");
    assert_eq!(browser.count("fieldset.narrow-scope").await?, 1);
    Ok(())
}

/// Afterwards all is as before.
async fn split_and_join(browser: &Browser, paper: &Paper) -> WebDriverResult<()> {
    let before = browser.count("fieldset.slice-card").await?;
    let (id, at) = slice(browser, paper.divided).await?;
    let whole = text(browser, &id).await?;
    browser.click(&format!("#{id} details:has(.sentences) summary")).await?;
    browser.click(&format!("#{id} button[value='{at}:0']")).await?;
    browser.is_told("split").await?;
    assert_eq!(browser.count("fieldset.slice-card").await?, before + 1);
    assert!(!text(browser, &id).await?.contains(paper.divided), "it stands in the next slice");
    is_narrowed(browser, paper.narrowed).await?;

    browser.click(&format!("#{id} button[name=join]")).await?;
    browser.is_told("joined").await?;
    assert_eq!(browser.count("fieldset.slice-card").await?, before);
    assert_eq!(text(browser, &id).await?, whole);
    is_narrowed(browser, paper.narrowed).await
}

async fn text(browser: &Browser, id: &str) -> WebDriverResult<String> {
    browser.find(&format!("#{id} .text")).await?.text().await
}

/// The path of the disclosure at the desk.
pub(crate) async fn propose(browser: &Browser) -> WebDriverResult<String> {
    browser.click("button[formaction$='/propose']").await?;
    browser.is_told("proposed").await?;
    let path = browser.path().await?;
    Ok(path.split('?').next().unwrap().to_owned())
}

/// Sees what is decided and has nothing to decide it with.
async fn refuses_the_clerk(browser: &Browser, step: &str) -> WebDriverResult<()> {
    browser.open(step).await?;
    browser.find_saying(".flash.problem", &Lang::ZhCn.text("refusal.no_duty")).await?;
    assert!(!browser.has(DECIDES).await?, "no form to decide with");
    Ok(())
}

/// Opens from the desk what waits there.
async fn take_up(browser: &Browser, group: &str, paper: &Paper) -> WebDriverResult<()> {
    let tasks = format!("section[aria-labelledby={group}] .task");
    let task = browser.find_saying(&tasks, paper.title).await?;
    task.find(By::Css("a.button")).await?.click().await?;
    // The whole text is there to judge, and what will be withheld is marked.
    let marked = browser.find_saying(".scoped-slice.narrow-scope", paper.narrowed).await?;
    let scope = Lang::ZhCn.text("scope.registered");
    assert!(marked.text().await?.contains(&scope), "{scope}");
    Ok(())
}

async fn review(browser: &Browser, paper: &Paper) -> WebDriverResult<()> {
    take_up(browser, "to_review", paper).await?;
    for check in ["secrecy", "privacy", "necessity", "accuracy"] {
        browser.click(&format!("#{check}")).await?;
    }
    browser.click("form[action$='/review'] button").await?;
    browser.is_told("passed").await
}

async fn supervise(browser: &Browser, paper: &Paper) -> WebDriverResult<()> {
    take_up(browser, "to_supervise", paper).await?;
    browser.fill("#opinion", "票据已核对").await?;
    browser.click("form[action$='/supervise'] button").await?;
    browser.is_told("passed").await
}

async fn approve(browser: &Browser, paper: &Paper) -> WebDriverResult<()> {
    take_up(browser, "to_approve", paper).await?;
    browser.click("form[action$='/approve'] button").await?;
    browser.is_told("published").await
}

/// The way of a reader without rights: home, article, proof.
async fn anybody_reads(browser: &Browser, paper: &Paper) -> WebDriverResult<()> {
    browser.open("/").await?;
    browser.find("section[aria-labelledby=latest] .row a").await?.click().await?;
    browser.find_saying("h1", paper.title).await?;
    browser.find_saying(".text .gap", "……").await?;
    let notice = "以上为免费阅读内容,如需阅读全文,请先登录";
    browser.find_saying(".free", notice).await?;
    let source = browser.source().await?;
    assert!(!source.contains(paper.narrowed), "withheld from the source too");
    assert!(source.contains(paper.divided), "the rest is public");

    let verified = save(browser).await?.verify();
    assert!(verified.is_complete());
    assert!(verified.confidential.is_empty());
    assert!(shown(&verified).contains(paper.divided) && !shown(&verified).contains(paper.narrowed));
    Ok(())
}

/// By the login of the notice back to the same page, now whole.
async fn whoever_logs_in_reads_on(browser: &Browser, paper: &Paper) -> WebDriverResult<()> {
    let article = browser.path().await?;
    browser.click(".free a").await?;
    browser.enter("registered", testkit::PASSWORD).await?;
    browser.find_saying(".who", "registered").await?;
    assert_eq!(browser.path().await?, article);
    browser.find_saying(".text", paper.narrowed).await?;
    assert!(!browser.has(".gap, .free").await?, "nothing is withheld any more");
    assert!(!browser.has(".menu a[href='/desk']").await?, "a reader has no desk");

    let verified = save(browser).await?.verify();
    assert!(verified.is_complete());
    assert_eq!(verified.confidential.len(), 1);
    assert!(shown(&verified).contains(paper.narrowed));
    Ok(())
}

/// The files that the page offers.
async fn save(browser: &Browser) -> WebDriverResult<Saved> {
    let mut files = Vec::new();
    for end in ["document.sd-jwt", "document.tlog-proof"] {
        let link = browser.find(&format!(".files a[href$='{end}']")).await?;
        files.push(browser.save(&link.attr("href").await?.unwrap()).await?);
    }
    let key = browser.find(".files a[href='/log/key'] + code").await?.text().await?;
    assert_eq!(browser.save("/log/key").await?.trim(), key);
    let proof = files.pop().unwrap();
    Ok(Saved { document: files.pop().unwrap(), proof, key })
}

fn shown(verified: &seal::Verified) -> String {
    verified.shown().map(|slice| slice.body.to_string()).collect()
}
