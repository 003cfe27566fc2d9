mod faults;
mod overlays;

use super::*;
use crate::finding::Field;

fn party() -> Regime {
    Regime::parse(PARTY_2010).expect("the released pack passes")
}

fn village() -> Regime {
    Regime::parse(VILLAGE).expect("the released pack passes")
}

/// A released pack with its first `from` replaced.
fn broken(from: &str, to: &str) -> String {
    assert!(PARTY_2010.contains(from), "the pack no longer contains {from}");
    PARTY_2010.replacen(from, to, 1)
}

/// The line of `needle` in `text`, from 1.
fn line(text: &str, needle: &str) -> usize {
    text.lines().position(|line| line.contains(needle)).expect("the text has it") + 1
}

fn refusal(text: &str) -> String {
    Regime::parse(text).expect_err("the pack is broken").to_string()
}

#[test]
fn released_packs_are_complete() {
    let counts: Vec<_> = shipped()
        .expect("released packs pass")
        .iter()
        .map(|regime| (regime.id.clone(), regime.items().len(), regime.levels.len()))
        .collect();
    let wanted = [
        ("party-2010", 28, 4),
        ("party-2017", 26, 4),
        ("government-2019", 30, 5),
        ("village", 34, 6),
    ];
    assert_eq!(counts, wanted.map(|(id, items, levels)| (id.to_owned(), items, levels)));
    for (regime, letter) in shipped().expect("released packs pass").iter().zip(["A", "B", "C", "D"])
    {
        let ids: Vec<_> = regime.items().iter().map(|item| item.id.clone()).collect();
        let wanted: Vec<_> = (1..=ids.len()).map(|n| format!("{letter}{n:02}")).collect();
        assert_eq!(ids, wanted);
    }
}

#[test]
fn every_field_of_every_item_is_filled() {
    for regime in shipped().expect("released packs pass") {
        for item in regime.items() {
            let id = &item.id;
            let texts = [&item.name, &item.category].into_iter();
            let clocks = item.clocks().map(|clock| &clock.text);
            for text in texts.chain(clocks).chain(&item.approval_note).chain(&item.board) {
                assert!(!text.zh.trim().is_empty() && !text.en.trim().is_empty(), "{id}");
                assert!(text.en.is_ascii(), "{id}: {}", text.en);
            }
            assert!(regime.scope(&item.scope).is_some(), "{id}");
            assert!(regime.level(&item.approval).is_some(), "{id}");
            assert!(item.forms.iter().all(|code| regime.form(code).is_some()), "{id}");
            assert!(item.disclosers.iter().all(|code| regime.discloser(code).is_some()), "{id}");
            assert_eq!(regime.cited(&item.basis).count(), item.basis.len(), "{id}");
            assert!(item.clocks().all(|clock| clock.days.is_none_or(|days| days > 0)), "{id}");
        }
    }
}

#[test]
fn proposals_are_marked_unverified() {
    for regime in shipped().expect("released packs pass") {
        for item in regime.items() {
            let id = &item.id;
            for part in [Part::Approval, Part::Forms, Part::Board, Part::Archive] {
                assert!(item.unverified().contains(&part), "{id} {part:?}");
            }
            let open = item.clocks().any(|clock| regime.footing(clock) == Footing::Unverified);
            assert_eq!(item.is_unverified(Part::Deadline), open, "{id}");
            assert!(!item.verified, "{id}");
        }
    }
}

#[test]
fn a_deadline_stands_only_on_what_was_read() {
    let party = party();
    let settled = |id| !party.item(id).expect("known").is_unverified(Part::Deadline);
    assert!(["A04", "A16", "A21", "A24", "A25"].into_iter().all(settled));
    // By 31 January, five days of notice and ten days to reply are nobody's law.
    assert!(!["A02", "A12", "A17", "A27"].into_iter().any(settled));
    let result = &party.item("A04").expect("known").cadence;
    assert_eq!((result.days, result.day_kind), (Some(1), Some(DayKind::Working)));
    assert_eq!(party.footing(result), Footing::Local);
    let village = village();
    let voters = &village.item("D27").expect("known").cadence;
    assert_eq!((voters.kind, voters.days), (CadenceKind::PreNotice, Some(20)));
    assert_eq!(village.footing(voters), Footing::National);
    let accounts = village.item("D15").expect("known");
    assert_eq!(accounts.cadence.kind, CadenceKind::Monthly);
    assert_eq!(village.footing(&accounts.cadence), Footing::Local);
    let government = Regime::parse(GOVERNMENT_2019).expect("the released pack passes");
    let budget = &government.item("C07").expect("known").cadence;
    assert_eq!((budget.days, budget.day_kind), (Some(20), Some(DayKind::Natural)));
    assert_eq!(government.footing(budget), Footing::National);
    let open = government.items().iter().filter(|item| item.is_unverified(Part::Deadline));
    let open: Vec<_> = open.map(|item| item.id.as_str()).collect();
    let wanted =
        ["C01", "C04", "C05", "C06", "C11", "C14", "C15", "C16", "C17", "C18", "C24", "C25", "C29"];
    assert_eq!(open, wanted, "each known by report, or a custom, only");
    // The regulation of 2017 asks for promptness and sets no number.
    let party = Regime::parse(PARTY_2017).expect("the released pack passes");
    assert!(party.items().iter().all(|item| item.is_unverified(Part::Deadline)));
    let unread = |id| party.item(id).expect("known").is_unverified(Part::Basis);
    assert!(["B17", "B18", "B25", "B26"].into_iter().all(unread) && !unread("B01"));
}

#[test]
fn a_notice_takes_objections_for_as_long_as_its_law_says() {
    let regimes = shipped().expect("released packs pass");
    let all = || regimes.iter().flat_map(Regime::items);
    let notice = |id: &str| all().find(|item| item.id == id).and_then(|item| item.notice.clone());
    for (id, days, kind) in [
        ("A17", 5, DayKind::Working),
        ("C12", 3, DayKind::Natural),
        ("C20", 10, DayKind::Working),
        ("C21", 30, DayKind::Natural),
        ("D27", 20, DayKind::Natural),
    ] {
        let notice = notice(id).expect("takes objections");
        assert_eq!((notice.days, notice.day_kind), (days, kind), "{id}");
    }
    let periods = all().filter(|item| item.mode == Some(NoticeMode::Notice)).count();
    assert_eq!(periods, 13);
}

#[test]
fn no_item_shows_an_identity_number() {
    for regime in shipped().expect("released packs pass") {
        for item in regime.items() {
            let Some(fields) = &item.fields else { continue };
            let shown = fields.allow.iter().chain(&fields.mask);
            assert!(!shown.clone().any(|field| *field == Field::IdentityNumber), "{}", item.id);
            assert!(shown.count() > 0 || !fields.forbid.is_empty(), "{}", item.id);
        }
    }
    let village = village();
    let aid = village.item("D21").and_then(|item| item.fields.as_ref()).expect("has rules");
    let rules = aid.rules();
    assert!(rules.allow.contains(&Field::Name) && rules.forbid.contains(&Field::Diagnosis));
    let accounts = village.item("D15").expect("known");
    assert!(accounts.requires_attachment.is_some());
}

#[test]
fn each_kind_of_organization_is_offered_what_it_discloses() {
    let ids = |regime: &Regime, kind| {
        regime.items_for(kind).map(|item| item.id.clone()).collect::<Vec<_>>()
    };
    let village = village();
    assert_eq!(ids(&village, Kind::Supervision), ["D28", "D30"]);
    assert_eq!(ids(&village, Kind::VillageParty), ["D05"]);
    assert!(ids(&village, Kind::CountyParty).is_empty());
    assert!(ids(&village, Kind::VillageCommittee).contains(&"D15".to_owned()));
    let government = Regime::parse(GOVERNMENT_2019).expect("the released pack passes");
    assert!(ids(&government, Kind::VillageCommittee).is_empty());
    assert!(ids(&government, Kind::Township).contains(&"C29".to_owned()));
    let open = VILLAGE.replacen(", kinds = [\"supervision\"]", "", 1);
    let open = Regime::parse(&open).expect("kinds may be left out");
    assert_eq!(ids(&open, Kind::CountyParty), ["D28", "D30"], "left out means every kind");
}

#[test]
fn a_higher_level_does_only_where_it_leaves_nobody_out() {
    let village = village();
    let level =
        |item, chosen| village.procedure(item, Some(chosen)).map(|procedure| procedure.level);
    assert_eq!(level("D15", "V3").as_deref(), Some("V3"), "an assembly instead of the head");
    assert_eq!(level("D06", "V1"), None, "V3 is the item's own");
    assert_eq!(level("D08", "V5"), None, "V5 would leave out the township");
    assert_eq!(level("D12", "V4").as_deref(), Some("V4"));
    let levels =
        |item| village.levels_for(item).map(|level| level.code.as_str()).collect::<Vec<_>>();
    assert_eq!(levels("D12"), ["V2T", "V4"]);
    assert_eq!(levels("D06"), ["V3", "V4", "V5"]);
    assert!(levels("A01").is_empty());
    assert_eq!(village.procedure("D05", None).map(|p| p.level).as_deref(), Some("V5"));
    let government = Regime::parse(GOVERNMENT_2019).expect("the released pack passes");
    assert!(government.procedure("C01", Some("G3M")).is_some());
    assert!(government.procedure("C18", Some("G3M")).is_none());
}

#[test]
fn the_four_deliberations_come_in_their_order() {
    let village = village();
    let steps = village.procedure("D05", None).expect("known").steps;
    let meetings: Vec<_> = steps.iter().filter_map(|step| step.meeting.as_ref()).collect();
    let kinds: Vec<_> = meetings.iter().map(|meeting| meeting.kind.as_str()).collect();
    let wanted =
        ["branch_committee", "joint_meeting", "members_meeting", "villagers_representatives"];
    assert_eq!(kinds, wanted);
    let last = meetings.last().expect("four");
    let quorum = |kind| last.of_kind(kind).map(|meeting| meeting.quorum.to_string());
    assert_eq!(quorum("villagers_representatives").as_deref(), Some(">= 2/3 called"));
    assert_eq!(quorum("villagers_assembly").as_deref(), Some("> 1/2 called"));
    assert_eq!(quorum("household_assembly").as_deref(), Some(">= 2/3 called"));
    assert_eq!(quorum("joint_meeting"), None);
}

#[test]
fn the_golden_page_shows_every_procedure() {
    let page = include_str!("../../../../docs/procedures.md");
    let wanted = procedures(&shipped().expect("released packs pass"));
    assert!(page.contains(&wanted), "docs/procedures.md must end with:\n{wanted}");
}

#[test]
fn references_resolve_to_source_and_place() {
    let village = village();
    let item = village.item("D17").expect("known");
    let cited = village.cited(&item.basis).next().expect("cites a law");
    assert_eq!((cited.source.id.as_str(), cited.at), ("collective-law", Some("46")));
    assert!(cited.source.verified);
    assert!(village.item("A01").is_none());
}

#[test]
fn superior_consent_closes_the_highest_level() {
    for (regime, code) in [(party(), "A4"), (village(), "V2T"), (village(), "V4")] {
        let level = regime.level(code).expect("known");
        let last = level.steps.last().expect("has duties");
        assert_eq!(last.step, crate::procedure::StepKind::Consent, "{code}");
    }
}

#[test]
fn a_second_item_of_one_id_is_refused_with_its_line() {
    let text = broken("id = \"A02\"", "id = \"A01\"");
    let wanted = text.lines().enumerate().filter(|(_, line)| *line == "id = \"A01\"").nth(1);
    let number = wanted.expect("twice").0 + 1;
    let said = refusal(&text);
    let fault = format!(
        "line {number}: the item id \"A01\" is used twice; give the later item an id of its own"
    );
    assert!(said.contains(&fault), "{said}");
}

#[test]
fn unknown_codes_are_refused_with_line_and_choice() {
    for (from, to, cause, mend) in [
        ("scope = \"MEM\"", "scope = \"ALL\"", "scope \"ALL\" is not known", "MEM, ORG, SOC, SPC"),
        (
            "approval = \"A3\"",
            "approval = \"A9\"",
            "approval \"A9\" is not known",
            "A1, A2, A3, A4",
        ),
    ] {
        let text = broken(from, to);
        let said = refusal(&text);
        assert!(said.contains(&format!("line {}: ", line(&text, to))), "{said}");
        assert!(said.contains(cause) && said.contains(mend), "{said}");
    }
}

#[test]
fn zero_days_are_refused_on_their_own_line() {
    let text = broken("days = 10\nday_kind", "days = 0\nday_kind");
    let said = refusal(&text);
    assert!(said.contains(&format!("line {}: item A27: days is 0", line(&text, "days = 0"))));
    assert!(said.contains("write 1 or more"), "{said}");
    let text = broken("board_days = 30", "board_days = 0");
    assert!(refusal(&text).contains("board_days is 0"));
}

#[test]
fn days_and_their_kind_come_together() {
    let from = "[items.cadence]\nkind = \"long_term\"\ndays = 5\nday_kind = \"working\"\n";
    let said = refusal(&broken(from, "[items.cadence]\nkind = \"long_term\"\ndays = 5\n"));
    assert!(said.contains("item A01: days and day_kind don't come together"), "{said}");
}

#[test]
fn a_pack_without_version_is_refused() {
    let said = refusal(&broken("version = \"2010.1\"\n", ""));
    assert!(said.contains("missing field `version`") && said.contains("add the field"), "{said}");
    let text = broken("version = \"2010.1\"", "version = \"\"");
    let said = refusal(&text);
    let number = line(&text, "version = \"\"");
    assert!(said.contains(&format!("line {number}: the pack has an empty version")), "{said}");
}

#[test]
fn an_unknown_field_is_refused_with_its_line() {
    let text = broken("archive = \"30y\"", "archived = \"30y\"");
    let said = refusal(&text);
    assert!(said.contains(&format!("line {}: ", line(&text, "archived ="))), "{said}");
    assert!(said.contains("unknown field `archived`"), "{said}");
    assert!(said.contains("correct the spelling of the field or remove it"), "{said}");
}

#[test]
fn hiding_what_is_unverified_is_refused() {
    let from = "verified = false\nunverified_parts = [\"deadline\", ";
    let text = broken(from, "verified = false\nunverified_parts = [");
    let said = refusal(&text);
    assert!(said.contains("deadline is not verified but not marked"), "{said}");
    let said = refusal(&broken("verified = false\nunverified", "verified = true\nunverified"));
    assert!(said.contains("verified contradicts unverified_parts"), "{said}");
}

#[test]
fn a_level_without_review_is_refused() {
    let said = refusal(&broken("step = \"review\"", "step = \"supervise\""));
    assert!(said.contains("level A1: its first steps are not propose and review"), "{said}");
    let said = refusal(&broken("step = \"approve\"", "step = \"consent\""));
    assert!(said.contains("level A1: nobody decides or approves"), "{said}");
    let said = refusal(&broken("step = \"approve\"", "step = \"decide\""));
    assert!(said.contains("level A1, step decide: step and meeting do not fit"), "{said}");
}

#[test]
fn all_faults_are_named_at_once() {
    let text = broken("scope = \"MEM\"", "scope = \"ALL\"").replacen(
        "approval = \"A3\"",
        "approval = \"A9\"",
        1,
    );
    let Err(RegimeError::Inconsistent(Faults(faults))) = Regime::parse(&text) else {
        panic!("the pack is broken in two places");
    };
    assert_eq!(faults.len(), 2);
    assert!(faults.is_sorted_by_key(|fault| fault.line));
}

#[test]
fn no_prefix_of_a_pack_makes_it_panic() {
    for end in (0..VILLAGE.len()).step_by(997).filter(|end| VILLAGE.is_char_boundary(*end)) {
        drop(Regime::parse(&VILLAGE[..end]));
    }
}
