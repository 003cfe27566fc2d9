use std::collections::BTreeSet;

use super::*;

const FILES: [&str; 2] =
    [include_str!("../../../../locales/zh-CN.yml"), include_str!("../../../../locales/en.yml")];

/// Families whose last part is a word chosen by the program.
const FAMILIES: [&str; 39] = [
    "action",
    "act",
    "act_do",
    "act_how",
    "act_reason",
    "adjust",
    "administration",
    "article_of",
    "check",
    "checked",
    "compare",
    "contribution",
    "daymark",
    "decision",
    "desk",
    "duty",
    "editor",
    "error",
    "finding",
    "flash",
    "form_of",
    "ground",
    "intake",
    "organization",
    "record",
    "refusal",
    "roster",
    "roster_fault",
    "roster_mend",
    "scope",
    "share",
    "state",
    "step",
    "tone",
    "observance",
    "occasion",
    "turned",
    "wall",
    "weekday",
];

fn templates() -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../templates");
    [root.to_owned(), format!("{root}/part")]
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

/// The texts in quotes that follow `mark`.
fn quoted(text: &str, mark: &str) -> BTreeSet<String> {
    text.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

fn assert_known(keys: impl IntoIterator<Item = String>) {
    for key in keys {
        for lang in Lang::ALL {
            assert!(lang.knows(&key), "{} has no {key}", lang.tag());
        }
    }
}

#[test]
fn a_language_is_chosen_by_cookie_then_header_then_chinese() {
    assert_eq!(Lang::choose(Some("en"), Some("zh")), Lang::En);
    assert_eq!(Lang::choose(Some("xx"), Some("fr, en;q=0.8, zh;q=0.9")), Lang::ZhCn);
    assert_eq!(Lang::choose(None, Some("en-GB,en;q=0.9,zh-CN;q=0.8")), Lang::En);
    assert_eq!(Lang::choose(None, Some("zh-Hans-CN;q=0, en;q=0.1")), Lang::En);
    assert_eq!(Lang::choose(None, Some(";;q=,,zh;q=NaN")), Lang::ZhCn);
    assert_eq!(Lang::choose(None, None), Lang::ZhCn);
}

#[test]
fn a_missing_message_is_marked() {
    assert_eq!(Lang::En.text("no.such.key"), "⟦no.such.key⟧");
}

#[test]
fn a_figure_is_never_read_as_a_place() {
    assert_eq!(Lang::En.filled("draft.join", &[&"{1}", &"{0}"]), "Join slices {1} and {0}");
}

#[test]
fn every_line_is_an_entry_and_no_key_stands_twice() {
    for file in FILES {
        let mut seen = BTreeSet::new();
        for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (key, text) = entry(line).unwrap_or_else(|| panic!("no entry: {line}"));
            assert!(seen.insert(key), "{key} twice");
            assert!(!text.contains(['"', '\\']) && !text.is_empty(), "{line}");
        }
    }
}

#[test]
fn both_languages_have_the_same_keys_and_figures() {
    assert!(Lang::ZhCn.keys().eq(Lang::En.keys()));
    for key in Lang::En.keys() {
        for place in ["{0}", "{1}", "{2}"] {
            let has = |lang: Lang| lang.text(key).contains(place);
            assert_eq!(has(Lang::ZhCn), has(Lang::En), "{key} {place}");
        }
    }
}

#[test]
fn templates_use_known_keys_and_no_key_is_left_over() {
    let templates = templates();
    let mut used = BTreeSet::new();
    for call in ["frame.t(\"", "frame.t1(\"", "frame.t2(\""] {
        used.extend(quoted(&templates, call));
    }
    assert_known(used.clone());
    for family in quoted(&templates, "frame.word(\"") {
        assert!(Lang::En.keys().any(|key| key.starts_with(&format!("{family}."))), "{family}");
    }
    for key in Lang::En.keys() {
        let family = key.split('.').next().unwrap_or_default();
        assert!(used.contains(key) || FAMILIES.contains(&family), "{key} is never used");
    }
}

#[test]
fn every_word_of_the_domain_has_a_message() {
    use domain::{act, finding, organization, permission, post, scope, workflow};
    let family = |family: &str, words: Vec<&str>| {
        words.into_iter().map(|word| format!("{family}.{word}")).collect::<Vec<_>>()
    };
    assert_known(family(
        "action",
        vec!["propose", "review", "supervise", "decide", "approve", "concur", "consent"],
    ));
    assert_known(family("compare.row", vec!["removed", "added", "edited"]));
    assert_known(family("compare.file", vec!["removed", "added", "replaced"]));
    let invalid = [
        "form",
        "upload",
        "date",
        "code",
        "column",
        "file",
        "item",
        "reason",
        "reason_private",
        "regime",
        "scope",
        "sentence",
        "series",
        "slice",
        "slices",
        "organization",
        "checks",
        "no_file",
        "votes",
        "scan",
        "scan_too_large",
        "photo",
        "ground",
        "reexamine_on",
        "publish_at",
        "until",
        "objections",
        "done_on",
        "form_of",
        "level",
        "joint",
        "no_superior",
        "notice_days",
        "notice_kept",
        "overrides",
        "mask",
        "remark",
        "attachment",
        "too_many_files",
        "files_too_large",
        "contribution_answered",
        "contribution_title",
        "contribution_remark",
        "contribution_large",
        "contribution_empty",
        "contributions_a_day",
        "contributions_waiting",
        "meets",
        "no_catalogue",
        "catalogue_empty",
        "from_day",
        "fact_ahead",
        "fact",
        "fact_name",
        "fact_kind",
        "article",
        "turn",
        "excused",
    ];
    assert_known(family(
        "adjust",
        vec!["no_item", "no_reason", "twice", "no_name", "days", "no_form"],
    ));
    assert_known(family("error", flow::DANGERS.to_vec()));
    let states = store::contributions::State::ALL.map(store::contributions::State::word);
    assert_known(family("contribution", states.to_vec()));
    assert_known(family("error", invalid.to_vec()));
    assert_known(family("state", workflow::State::ALL.map(workflow::State::word).to_vec()));
    assert_known(family("act", act::Kind::ALL.map(act::Kind::word).to_vec()));
    for each in ["roster_fault", "roster_mend"] {
        assert_known(family(each, flow::ROSTER_FAULTS.to_vec()));
    }
    assert_known(family("roster", flow::RosterKind::ALL.map(|each| each.word()).to_vec()));
    assert_known(family("error", intake::roster::RosterError::ALL.map(|e| e.word()).to_vec()));
    assert_known(family("refusal", permission::Refusal::ALL.map(|each| each.word()).to_vec()));
    let faults = domain::decision::DecisionFault::ALL.map(|each| each.word());
    assert_known(family("decision", faults.to_vec()));
    for step in domain::procedure::StepKind::ALL.map(domain::procedure::StepKind::word) {
        assert!(step == "propose" || Lang::En.knows(&format!("step.pass.{step}")), "{step}");
    }
    assert_known(family("duty", post::Duty::ALL.map(post::Duty::word).to_vec()));
    assert_known(family("ground", scope::Ground::ALL.map(scope::Ground::word).to_vec()));
    assert_known(family("article_of", scope::Ground::ALL.map(scope::Ground::word).to_vec()));
    let kinds = organization::Kind::ALL.map(organization::Kind::word);
    assert_known(family("organization", kinds.to_vec()));
    assert_known(family("scope", vec!["public", "registered", "members", "organization", "named"]));
    assert_known(family("flash", crate::view::Flash::WORDS.to_vec()));
    for check in finding::CHECKS {
        assert_known(["what", "why", "mend"].map(|part| format!("finding.{check}.{part}")));
    }
}

#[test]
fn every_key_of_intake_has_a_message() {
    let warnings = quoted(include_str!("../../../intake/src/warning.rs"), "=> \"");
    let errors = quoted(include_str!("../../../intake/src/error.rs"), "=> \"");
    assert!(warnings.len() > 15 && errors.len() > 15);
    assert_known(warnings.into_iter().chain(errors));
}
