//! The page of a comparison, the same for the public and at the desk: what stands beside the texts
//! in words, and the laid-over text as `flow::compare` made it.

use std::collections::BTreeMap;

use domain::compare::{Run, RunKind};
use domain::disclosure::NoticePlan;
use domain::regime::DayKind;
use flow::compare::{Beside, Compared};

use crate::error::WebError;
use crate::view::compare::{
    Changed, Choices, ComparePage, CompareState, EditionSide, FactChange, FileChange, ScopeChange,
    state_of,
};
use crate::view::{Frame, Link};
use crate::visitor::Visitor;

/// What differs between the public page and the desk's.
pub(crate) struct Place {
    /// Id of the disclosure at the desk, where the later edition is under way.
    pub(crate) desk: Option<String>,
    pub(crate) organization: Link,
    /// Where each edition has its own page.
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) choices: Vec<Choices>,
    /// At the desk: what is for others than before.
    pub(crate) rescoped: Vec<ScopeChange>,
}

pub(crate) async fn page(
    visitor: &Visitor,
    compared: &Compared,
    place: Place,
) -> Result<ComparePage, WebError> {
    let (before, after) = (&compared.before, &compared.after);
    let is_one = place.desk.is_none() && before.number == after.number;
    let state = match &compared.text {
        _ if is_one => CompareState::OneEdition,
        Some(text) => state_of(text),
        None => CompareState::TooLarge,
    };
    let side = |number, href, is_under_way| EditionSide { number, href, is_under_way };
    let kept = || vec![Run { kind: RunKind::Same, text: after.title.clone() }];
    let title = compared.text.as_ref().map_or_else(kept, |text| text.title.clone());
    let frame = visitor.frame().await?;
    Ok(ComparePage {
        code: compared.disclosure.code.to_string(),
        organization: place.organization,
        before: side(before.number, place.before, false),
        after: side(after.number, place.after, place.desk.is_some()),
        reason: if is_one { String::new() } else { after.beside.reason.clone() },
        title,
        state,
        facts: facts((visitor, &frame), &before.beside, &after.beside).await?,
        files: files(&before.beside.files, &after.beside.files),
        rescoped: place.rescoped,
        choices: place.choices,
        desk: place.desk,
        frame,
    })
}

async fn facts(
    (visitor, frame): (&Visitor, &Frame),
    before: &Beside,
    after: &Beside,
) -> Result<Vec<FactChange>, WebError> {
    let site = &visitor.site;
    let (tree, columns) = (site.tree().await?, store::columns::all(site.db(), site.at()).await?);
    let column = |beside: &Beside| {
        let column = columns.iter().find(|column| Some(column.id) == beside.column);
        column.map(|column| column.name.clone()).unwrap_or_default()
    };
    let joint = |beside: &Beside| {
        let bodies = beside.joint.iter().filter_map(|body| tree.get(*body));
        bodies.map(|body| body.name.as_str()).collect::<Vec<_>>().join("、")
    };
    let whole = |beside: &Beside| {
        let word = if beside.whole { "compare.whole" } else { "article.partial" };
        visitor.lang.text(word)
    };
    let date =
        |beside: &Beside| beside.fact_on.as_deref().map(|day| frame.date(day)).unwrap_or_default();
    let notice = |beside: &Beside| {
        beside.notice.as_ref().map(|plan| plan_words(visitor, plan)).unwrap_or_default()
    };
    let item = |beside: &Beside| item_words(visitor, beside);
    let of = |label, words: &dyn Fn(&Beside) -> String| FactChange {
        label,
        before: words(before),
        after: words(after),
    };
    let all = [
        of("article.item", &item),
        of("article.fact_on", &date),
        of("form.column", &column),
        of("form.contributor", &|beside| beside.contributor.clone()),
        of("standing.joint", &joint),
        of("notice.title", &notice),
        of("compare.completeness", &whole),
    ];
    Ok(all.into_iter().filter(|fact| fact.before != fact.after).collect())
}

fn item_words(visitor: &Visitor, beside: &Beside) -> String {
    let Some(regime) = visitor.site.flow().regime(&beside.regime) else { return String::new() };
    let in_words = |text: &domain::regime::Text| match visitor.lang {
        crate::locale::Lang::ZhCn => text.zh.clone(),
        crate::locale::Lang::En => text.en.clone(),
    };
    let item =
        regime.item(&beside.item).map(|item| format!("{} {}", item.id, in_words(&item.name)));
    let item = item.unwrap_or_default();
    format!("{item} · {} {}", in_words(&regime.name), beside.regime_version)
}

fn plan_words(visitor: &Visitor, plan: &NoticePlan) -> String {
    let days = match plan.day_kind {
        DayKind::Working => "notice.working_days",
        DayKind::Natural => "notice.natural_days",
    };
    let days = visitor.lang.filled(days, &[&plan.days]);
    format!("{days} {}", visitor.lang.filled("notice.channel", &[&plan.channel]))
}

/// Files by name: the same bytes are the same file.
fn files(before: &[(String, String)], after: &[(String, String)]) -> Vec<FileChange> {
    let mut names: BTreeMap<&str, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
    for (name, sha256) in before {
        names.entry(name).or_default().0.push(sha256);
    }
    for (name, sha256) in after {
        names.entry(name).or_default().1.push(sha256);
    }
    let change = |(name, (mut old, mut new)): (&str, (Vec<&str>, Vec<&str>))| {
        old.sort_unstable();
        new.sort_unstable();
        let change = match (old.is_empty(), new.is_empty()) {
            _ if old == new => return None,
            (true, _) => Changed::Added,
            (_, true) => Changed::Removed,
            (false, false) => Changed::Replaced,
        };
        Some(FileChange { name: name.to_owned(), change })
    };
    names.into_iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_name_and_bytes() {
        let file = |name: &str, sha: &str| (name.to_owned(), sha.to_owned());
        let before = [file("甲.pdf", "1"), file("乙.pdf", "2"), file("丙.pdf", "3")];
        let after = [file("丙.pdf", "4"), file("丁.pdf", "5"), file("乙.pdf", "2")];
        let found = files(&before, &after);
        let found: Vec<_> = found.iter().map(|f| (f.name.as_str(), f.change)).collect();
        use Changed::{Added, Removed, Replaced};
        assert_eq!(found, [("丁.pdf", Added), ("丙.pdf", Replaced), ("甲.pdf", Removed)]);
    }
}
