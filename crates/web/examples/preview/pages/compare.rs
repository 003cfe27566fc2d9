//! Two editions laid over one another: everything that can differ, and the answers without a text.

use domain::compare::{Gap, Passage, Side, compare};
use domain::scope::Ground;
use domain::slice::Body;
use web::locale::Lang;
use web::view::compare::*;

use super::portal::bodies;
use super::{Added, Pages, frame, link};

pub(super) fn write(pages: &mut Pages, lang: Lang) -> Added {
    pages.add("compare", &page(lang, laid()))?;
    let mut desk = page(lang, laid());
    desk.desk = Some("0".to_owned());
    desk.after.is_under_way = true;
    desk.choices.clear();
    pages.add("compare-desk", &desk)?;
    pages.add("compare-same", &page(lang, CompareState::Same { has_gaps: true }))?;
    pages.add("compare-too-large", &page(lang, CompareState::TooLarge))?;
    pages.add("compare-one", &page(lang, CompareState::OneEdition))
}

fn page(lang: Lang, state: CompareState) -> ComparePage {
    let side = |number: u32| EditionSide {
        number,
        href: format!("/d/B0118/e/{number}"),
        is_under_way: false,
    };
    let fact = |label, before: &str, after: &str| FactChange {
        label,
        before: before.to_owned(),
        after: after.to_owned(),
    };
    let file = |name: &str, change| FileChange { name: name.to_owned(), change };
    let other = |from: u32, to: u32| Some(format!("/d/B0118/compare/{from}/{to}"));
    let title = compare(&side_before(), &side_after()).map(|laid| laid.title).unwrap_or_default();
    ComparePage {
        frame: frame(lang, "/d/B0118/compare/1/2", None),
        desk: None,
        code: "B0118".to_owned(),
        organization: link("石桥镇柳湾村村民委员会", "/organizations/0"),
        before: side(1),
        after: side(2),
        reason: "光伏电站分红的凭证号有误，漏记一笔收入".to_owned(),
        title,
        state,
        facts: vec![
            fact("article.fact_on", "2026年3月1日", "2026年3月31日"),
            fact("form.contributor", "", "陈水生"),
        ],
        files: vec![
            file("第一季度收支明细表.xlsx", Changed::Replaced),
            file("道路维修前后对比.jpg", Changed::Added),
            file("草图.png", Changed::Removed),
        ],
        rescoped: Vec::new(),
        choices: vec![
            Choices { label: "compare.from", editions: vec![(1, None)] },
            Choices { label: "compare.to", editions: vec![(2, None), (3, other(1, 3))] },
        ],
    }
}

fn laid() -> CompareState {
    let laid = compare(&side_before(), &side_after()).expect("it is small");
    state_of(&laid)
}

fn side(bodies: Vec<Body>) -> Side {
    let title = bodies.iter().find(|body| body.is_title()).map(Body::text).unwrap_or_default();
    let gap = || {
        let grounds = vec![Ground::ThirdParty];
        Passage::Withheld(Gap { grounds, login_may_open: true })
    };
    let passages = bodies.into_iter().filter(|body| !body.is_title());
    let passages = passages.map(|body| match &body {
        Body::Paragraph { t, .. } if t.contains("名单不向社会公开") => gap(),
        _ => Passage::Read(body),
    });
    Side { title, passages: passages.collect() }
}

fn text(t: &str) -> Body {
    Body::Paragraph { h: Vec::new(), t: t.to_owned() }
}

/// Paragraphs that stay, so that there is something to fold.
fn steady() -> Vec<Body> {
    let names = ["鱼塘", "果园", "水渠", "机耕路", "文化室", "路灯"];
    names.iter().map(|name| text(&format!("{name}由村集体经营，账目另册登记。"))).collect()
}

fn side_before() -> Side {
    let mut bodies = bodies();
    bodies.splice(3..3, steady());
    side(bodies)
}

fn side_after() -> Side {
    let mut bodies = bodies();
    bodies.splice(3..3, steady());
    for body in &mut bodies {
        match body {
            Body::Title { t } => *t = t.replace("财务收支情况", "财务收支情况的公告（更正）"),
            Body::Paragraph { t, .. } => {
                *t = t.replace("由六万元提高到九万五千元", "由六万二千元提高到九万五千元");
                *t = t.replace("经三家比价后采购。", "采购。");
            }
            Body::Table { r, .. } => {
                let cells = ["门面租金", "8,000.00", "26-011", "漏记"];
                r.push(cells.map(str::to_owned).to_vec());
                if let Some(cell) = r.get_mut(2).and_then(|row| row.get_mut(2)) {
                    "26-005".clone_into(cell);
                }
            }
            Body::Note { .. } | Body::Elided { .. } => {}
        }
    }
    bodies.insert(10, text("应收光伏电站补贴一笔，县供电公司已确认，五月到账后另行公布。"));
    side(bodies)
}
