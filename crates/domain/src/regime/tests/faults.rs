//! Every kind of fault, with its line, in both languages.

use std::collections::BTreeSet;

use super::super::*;

/// A pack with one level and one item, both as small as they can be.
const SMALL: &str = r#"id = "small"
version = "1"
name = { zh = "小", en = "small" }
note = { zh = "例", en = "example" }
forms = [{ code = "BRD", name = { zh = "栏", en = "board" } }]
disclosers = [{ code = "all", name = { zh = "全体", en = "all" } }]

[[sources]]
id = "law"
title = { zh = "法", en = "law" }
reach = "national"
verified = true

[[scopes]]
code = "SOC"
name = { zh = "社会", en = "public" }
maps_to = "public"

[[fixed]]
step = "supervise"
levels = ["L1"]
why = { zh = "法律要求", en = "the law asks for it" }
basis = ["law: 1"]

[[levels]]
code = "L1"
name = { zh = "一级", en = "one" }
verified = true
basis = ["law: 2"]

[[levels.steps]]
step = "propose"
by = { zh = "甲", en = "a" }

[[levels.steps]]
step = "review"
by = { zh = "乙", en = "b" }

[[levels.steps]]
step = "supervise"
by = { zh = "丙", en = "c" }
days = 5
day_kind = "natural"

[[levels.steps]]
step = "decide"
by = { zh = "会", en = "meeting" }
meeting = { kind = "m", name = { zh = "会", en = "m" }, quorum = "> 1/2 called", majority = "> 1/2 present", or = [{ kind = "n", name = { zh = "会", en = "n" }, quorum = "> 1/2 called", majority = "> 1/2 present" }] }

[[levels.steps]]
step = "consent"
by = { zh = "上级", en = "superior" }

[[items]]
id = "X1"
name = { zh = "事", en = "matter" }
category = { zh = "类", en = "class" }
disclosers = ["all"]
scope = "SOC"
forms = ["BRD"]
mode = "notice"
approval = "L1"
board_days = 10
archive = "10y"
notice = { days = 7, day_kind = "natural", basis = ["law: 3"], text = { zh = "七日", en = "7 days" } }
fields = { allow = ["name"], forbid = ["diagnosis"], basis = ["law: 4"] }
basis = ["law: 5"]
verified = true
unverified_parts = []

[items.cadence]
kind = "pre_notice"
days = 7
day_kind = "natural"
text = { zh = "七日", en = "7 days" }
basis = ["law: 3"]
"#;

/// Which kind it is; a new kind gets the next number and a row in the tables below.
fn number(kind: &FaultKind) -> usize {
    match kind {
        FaultKind::Toml { .. } => 0,
        FaultKind::HeadEmpty { .. } => 1,
        FaultKind::DefinedTwice { .. } => 2,
        FaultKind::NoItems => 3,
        FaultKind::PackTwice { .. } => 4,
        FaultKind::FirstSteps { .. } => 5,
        FaultKind::NobodyDecides { .. } => 6,
        FaultKind::StepRepeated { .. } => 7,
        FaultKind::AfterConsent { .. } => 8,
        FaultKind::FixedStep { .. } => 9,
        FaultKind::FixedLevel { .. } => 10,
        FaultKind::JointBody { .. } => 11,
        FaultKind::MeetingMisfit { .. } => 12,
        FaultKind::MeetingChoice { .. } => 13,
        FaultKind::StepDays { .. } => 14,
        FaultKind::LevelUnfounded { .. } => 15,
        FaultKind::LevelReference { .. } => 16,
        FaultKind::ItemIdEmpty => 17,
        FaultKind::ItemTwice { .. } => 18,
        FaultKind::CodeUnknown { .. } => 19,
        FaultKind::ListEmpty { .. } => 20,
        FaultKind::DaysZero { .. } => 21,
        FaultKind::DaysAlone { .. } => 22,
        FaultKind::BoardZero { .. } => 23,
        FaultKind::NoBoard { .. } => 24,
        FaultKind::NoNotice { .. } => 25,
        FaultKind::NoticeShort { .. } => 26,
        FaultKind::FieldTwice { .. } => 28,
        FaultKind::BasisEmpty { .. } => 29,
        FaultKind::Reference { .. } => 30,
        FaultKind::Unmarked { .. } => 31,
        FaultKind::VerifiedContradicts { .. } => 32,
        FaultKind::NoSuchPack { .. } => 33,
        FaultKind::ChangesNothing => 34,
        FaultKind::AfterUnknown { .. } => 35,
        FaultKind::AfterKnown { .. } => 36,
        FaultKind::NewItemLacks { .. } => 37,
        FaultKind::WithoutUnknown { .. } => 38,
        FaultKind::WithoutNoReason { .. } => 27,
        FaultKind::FieldNever { .. } => 39,
        FaultKind::BelowLaw { .. } => 40,
    }
}

const KINDS: usize = 41;

/// What replaces what in [`SMALL`], the kind that it gives, and the text on its line.
const IN_PACKS: [(&str, &str, usize, &str); 39] = [
    ("version = \"1\"\n", "version = 1\n", 0, "version = 1"),
    ("version = \"1\"\n", "", 0, "id = \"small\""),
    ("archive =", "archived =", 0, "archived ="),
    ("id = \"X1\"", "id = \"X1", 0, "id = \"X1"),
    ("reach = \"national\"", "reach = \"world\"", 0, "reach = \"world\""),
    ("days = 5", "days = 5\ndays = 6", 0, "days = 6"),
    ("> 1/2 called\", maj", "most\", maj", 0, "\"most\""),
    ("version = \"1\"", "version = \" \"", 1, "version = \" \""),
    (
        "[[scopes]]",
        "[[sources]]\nid = \"law\"\ntitle = { zh = \"\", en = \"\" }\nreach = \"local\"\nverified = false\n[[scopes]]",
        2,
        "id = \"law\"#2",
    ),
    ("[[items]]", "[[item]]", 0, "[[item]]"),
    ("step = \"propose\"", "step = \"approve\"", 5, "code = \"L1\""),
    ("step = \"decide\"", "step = \"approve\"", 12, "step = \"approve\""),
    ("step = \"decide\"", "step = \"review\"", 6, "code = \"L1\""),
    ("step = \"decide\"", "step = \"review\"", 7, "code = \"L1\""),
    ("step = \"supervise\"\nby", "step = \"consent\"\nby", 8, "code = \"L1\""),
    ("step = \"supervise\"\nby", "step = \"approve\"\nby", 9, "code = \"L1\""),
    ("levels = [\"L1\"]", "levels = [\"L9\"]", 10, "levels = [\"L9\"]"),
    ("step = \"consent\"", "step = \"concur\"", 11, "step = \"concur\""),
    ("kind = \"n\"", "kind = \"m\"", 13, "step = \"decide\""),
    ("days = 5\n", "", 14, "step = \"supervise\"#2"),
    ("days = 5\n", "days = 0\n", 14, "step = \"supervise\"#2"),
    ("basis = [\"law: 2\"]\n", "", 15, "code = \"L1\""),
    ("basis = [\"law: 2\"]", "basis = [\"rule\"]", 16, "code = \"L1\""),
    ("id = \"X1\"", "id = \"\"", 17, "id = \"\""),
    ("scope = \"SOC\"", "scope = \"ALL\"", 19, "scope = \"ALL\""),
    ("forms = [\"BRD\"]", "forms = []", 20, "forms = []"),
    ("\ndays = 7\n", "\ndays = 0\n", 21, "days = 0"),
    ("notice = { days = 7", "notice = { days = 0", 21, "notice = {"),
    ("\ndays = 7\nday_kind = \"natural\"", "\ndays = 7", 22, "kind = \"pre_notice\""),
    ("board_days = 10", "board_days = 0", 23, "board_days = 0"),
    ("board_days = 10\n", "", 24, "id = \"X1\""),
    ("notice = {", "# notice = {", 25, "mode = \"notice\""),
    ("notice = { days = 7", "notice = { days = 6", 26, "notice = {"),
    ("allow = [\"name\"]", "allow = [\"shoe_size\"]", 0, "fields = {"),
    ("allow = [\"name\"]", "allow = [\"identity_number\"]", 39, "fields = {"),
    ("allow = [\"name\"]", "mask = [\"diagnosis\"]", 28, "fields = {"),
    ("basis = [\"law: 5\"]", "basis = []", 29, "basis = []"),
    ("basis = [\"law: 5\"]", "basis = [\"rule: 5\"]", 30, "basis = [\"rule: 5\"]"),
    ("verified = true\nunver", "verified = false\nunver", 32, "unverified_parts"),
];

/// The line of `what`, or of its second place where `#2` follows.
fn line(text: &str, what: &str) -> usize {
    let (what, nth) = what.strip_suffix("#2").map_or((what, 0), |what| (what, 1));
    let mut lines = text.lines().enumerate().filter(|(_, line)| line.contains(what));
    lines.nth(nth).expect("the text has it").0 + 1
}

fn faults(text: &str) -> Vec<Fault> {
    Regime::parse(text).expect_err("the pack is broken").faults().to_vec()
}

fn in_overlays() -> Vec<(usize, Vec<Fault>)> {
    let head =
        "overlay = \"o\"\nof = \"small\"\nversion = \"1\"\nname = { zh = \"例\", en = \"o\" }\n";
    let level = |code: &str, after: &str| {
        format!(
            "[[levels]]\ncode = \"{code}\"\nname = {{ zh = \"级\", en = \"level\" }}\nverified = false\n{after}\
             steps = [{{ step = \"propose\", by = {{ zh = \"\", en = \"\" }} }}, {{ step = \"review\", by = {{ zh = \"\", en = \"\" }} }}, \
             {{ step = \"supervise\", by = {{ zh = \"\", en = \"\" }} }}, {{ step = \"approve\", by = {{ zh = \"\", en = \"\" }} }}]\n"
        )
    };
    let without = |id: &str, zh: &str| {
        format!("[[without]]\nid = \"{id}\"\nreason = {{ zh = \"{zh}\", en = \"why\" }}\n")
    };
    let small = Regime::parse(SMALL).expect("the small pack passes");
    let laid = |text: &str| {
        let error = small.with_overlay(text).expect_err("the overlay is broken");
        error.faults().to_vec()
    };
    vec![
        (33, laid(&head.replace("\"small\"", "\"big\""))),
        (34, laid(head)),
        (35, laid(&format!("{head}{}", level("L2", "after = \"L9\"\n")))),
        (36, laid(&format!("{head}{}", level("L1", "after = \"L1\"\n")))),
        (37, laid(&format!("{head}[[items]]\nid = \"X2\"\nscope = \"SOC\"\n"))),
        (38, laid(&format!("{head}{}", without("X9", "理由")))),
        (27, laid(&format!("{head}{}", without("X1", " ")))),
        (
            40,
            laid(&format!(
                "{head}[[items]]\nid = \"X1\"\nnotice = {{ days = 6, day_kind = \"natural\", basis = [\"law: 3\"], text = {{ zh = \"六日\", en = \"6 days\" }} }}\n"
            )),
        ),
        (3, laid(&format!("{head}{}", without("X1", "理由")))),
        (
            1,
            laid(&format!(
                "{}[[items]]\nid = \"X1\"\nboard_days = 5\n",
                head.replace("\"1\"", "\"\"")
            )),
        ),
    ]
}

#[test]
fn every_fault_names_its_line_and_kind_in_both_languages() {
    assert!(Regime::parse(SMALL).is_ok(), "{:?}", Regime::parse(SMALL));
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (from, to, wanted, on) in IN_PACKS {
        assert!(SMALL.contains(from), "{from}");
        let text = SMALL.replacen(from, to, 1);
        let faults = faults(&text);
        let fault = faults.iter().find(|fault| number(&fault.kind) == wanted);
        let fault = fault.unwrap_or_else(|| panic!("{to}: {faults:?}"));
        assert_eq!(fault.line, line(&text, on), "{to}: {fault}");
        found.extend(faults);
    }
    for (wanted, faults) in in_overlays() {
        assert!(faults.iter().any(|fault| number(&fault.kind) == wanted), "{wanted}: {faults:?}");
        found.extend(faults);
    }
    let twice = format!("{SMALL}\n{}", &SMALL[SMALL.find("[[items]]").expect("has items")..]);
    found.extend(faults(&twice));
    let unmarked = SMALL.replacen("verified = true", "verified = false", 1);
    found.extend(faults(&unmarked));
    let again = PackFile { name: "s".into(), text: SMALL.into() };
    let assembled = assemble(Vec::new(), &[again.clone(), again]);
    let errors = assembled.files.iter().filter_map(|(_, result)| result.as_ref().err());
    found.extend(errors.flat_map(|error| error.faults().to_vec()));
    for fault in &found {
        seen.insert(number(&fault.kind));
        for words in [fault.kind.cause(), fault.kind.mend()] {
            let is_chinese = words.zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(is_chinese && !words.en.trim().is_empty(), "{fault}");
        }
    }
    assert_eq!(seen, (0..KINDS).collect(), "a kind of fault has no test");
}

#[test]
fn the_readers_own_messages_are_told_in_chinese() {
    for (from, to, cause, mend) in [
        ("archive =", "archived =", "不认识的字段 `archived`", "改正字段的拼写"),
        ("version = \"1\"\n", "", "缺少字段 `version`", "补上"),
        ("reach = \"national\"", "reach = \"world\"", "不认识的取值 `world`", "列出的取值"),
        ("days = 5", "days = \"五\"", "值的类型不对", "应有的形式"),
        ("> 1/2 called\", maj", "most\", maj", "值不对", "应有的形式"),
        ("id = \"X1\"", "id = \"X1", "不是正确的 TOML", "引号"),
        ("days = 5", "days = 5\ndays = 6", "写了两次", "只留一处"),
    ] {
        let faults = faults(&SMALL.replacen(from, to, 1));
        let (said, to_do) = (faults[0].kind.cause().zh, faults[0].kind.mend().zh);
        assert!(said.contains(cause) && to_do.contains(mend), "{said}；{to_do}");
    }
}
