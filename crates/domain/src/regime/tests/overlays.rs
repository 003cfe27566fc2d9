//! Overlays: only what they name changes, and what the law asks for stays.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::super::*;
use super::village;

const CHONGQING: &str = include_str!("../../../../../regimes/overlays/chongqing.toml");
const SHANDONG: &str = include_str!("../../../../../regimes/overlays/shandong.toml");

const HEAD: &str = "overlay = \"cq-2013\"\nof = \"village\"\nversion = \"1\"\n\
                    name = { zh = \"例\", en = \"example\" }\n\n";

static BASE: LazyLock<Regime> = LazyLock::new(village);

fn lay(rest: &str) -> Result<Overlaid, RegimeError> {
    BASE.with_overlay(&format!("{HEAD}{rest}"))
}

fn refusal(rest: &str) -> String {
    lay(rest).expect_err("the overlay is refused").to_string()
}

#[test]
fn one_number_changes_and_nothing_else() {
    let overlaid = lay("[[items]]\nid = \"D15\"\nboard_days = 5\n").expect("passes");
    let change =
        Change::ItemChanged { id: "D15".to_owned(), fields: vec!["board_days"], lowered: false };
    assert_eq!(overlaid.changes, [change]);
    assert_eq!(overlaid.regime.version, "2018.1+cq-2013.1");
    let mut wanted = village();
    wanted.version.push_str("+cq-2013.1");
    let item = wanted.items.iter_mut().find(|item| item.id == "D15").expect("known");
    item.board_days = Some(5);
    assert_eq!(overlaid.regime, wanted);
}

#[test]
fn an_overlay_lies_on_an_overlay() {
    let first = lay("[[items]]\nid = \"D15\"\nboard_days = 5\n").expect("passes").regime;
    let second = HEAD.replace("cq-2013", "town") + "[[items]]\nid = \"D16\"\nboard_days = 6\n";
    let both = first.with_overlay(&second).expect("passes").regime;
    let days = |id| both.item(id).and_then(|item| item.board_days);
    assert_eq!((days("D15"), days("D16"), days("D17")), (Some(5), Some(6), Some(10)));
    assert_eq!(both.version, "2018.1+cq-2013.1+town.1");
}

#[test]
fn supervision_cannot_be_taken_away() {
    let level = |code: &str, steps: &[&str]| {
        let steps: Vec<_> = steps
            .iter()
            .map(|step| format!("{{ step = \"{step}\", by = {{ zh = \"甲\", en = \"a\" }} }}"))
            .collect();
        format!(
            "[[levels]]\ncode = \"{code}\"\nname = {{ zh = \"级\", en = \"level\" }}\nverified = false\nsteps = [{}]\n",
            steps.join(", ")
        )
    };
    let whole = ["propose", "review", "supervise", "approve"];
    let laid = lay(&level("V1", &whole)).expect("passes");
    assert_eq!(laid.changes, [Change::LevelReplaced { code: "V1".to_owned() }]);
    for code in ["V1", "V9"] {
        let said = refusal(&level(code, &["propose", "review", "approve"]));
        assert!(said.contains("line 7: ") && said.contains("supervise is missing"), "{said}");
    }
    let said = refusal(&level("V1", &["propose", "supervise", "approve"]));
    assert!(said.contains("its first steps are not propose and review"), "{said}");
    let said = refusal(&level("V1", &["propose", "review", "supervise"]));
    assert!(said.contains("nobody decides or approves"), "{said}");
    let new = level("V9", &whole).replacen("verified", "after = \"V1\"\nverified", 1);
    let laid = lay(&new).expect("passes");
    let codes: Vec<_> = laid.regime.levels.iter().map(|level| level.code.as_str()).collect();
    assert_eq!(codes, ["V1", "V9", "V2", "V2T", "V3", "V4", "V5"]);
    assert_eq!(laid.changes, [Change::LevelAdded { code: "V9".to_owned() }]);
}

#[test]
fn an_item_goes_only_with_a_reason_and_comes_only_whole() {
    let said = refusal("[[without]]\nid = \"D24\"\n");
    assert!(said.contains("missing field `reason`"), "{said}");
    let reason = "reason = { zh = \"本地另有目录\", en = \"in another catalogue\" }";
    let laid = lay(&format!("[[without]]\nid = \"D24\"\n{reason}\n")).expect("passes");
    assert!(laid.regime.item("D24").is_none() && laid.regime.items().len() == 33);
    let said = refusal("[[items]]\nid = \"D35\"\nscope = \"VIL\"\n");
    assert!(
        said.contains("line 6: item D35") && said.contains("it lacks name, category"),
        "{said}"
    );
    let source = &VILLAGE[VILLAGE.find("[[items]]\nid = \"D16\"").expect("known")..];
    let item = &source[..source[1..].find("[[items]]\n").expect("another follows") + 1];
    let laid = lay(&item.replacen("D16", "D35", 1)).expect("a whole item passes");
    assert_eq!(laid.changes, [Change::ItemAdded { id: "D35".to_owned() }]);
    assert_eq!(laid.regime.item("D35").map(|item| item.scope.as_str()), Some("MEM"));
}

#[test]
fn a_lower_approval_is_told() {
    let laid = lay("[[items]]\nid = \"D33\"\napproval = \"V1\"\n").expect("passes");
    let change =
        Change::ItemChanged { id: "D33".to_owned(), fields: vec!["approval"], lowered: true };
    assert_eq!(laid.changes, [change]);
}

#[test]
fn what_national_law_says_may_be_made_stricter_only() {
    let government = Regime::parse(GOVERNMENT_2019).expect("the released pack passes");
    let head = HEAD.replace("village", "government-2019");
    let lay = |id: &str, clock: (&str, u16, &str), notice: Option<u16>| {
        let (kind, days, day_kind) = clock;
        let notice = notice.map_or(String::new(), |days| {
            format!(
                "notice = {{ days = {days}, day_kind = \"natural\", basis = [\"land-law: 47\"], \
                 text = {{ zh = \"公告\", en = \"notice\" }} }}\n"
            )
        });
        let text = format!(
            "{head}[[items]]\nid = \"{id}\"\n{notice}\n[items.cadence]\nkind = \"{kind}\"\ndays = {days}\n\
             day_kind = \"{day_kind}\"\ntext = {{ zh = \"时限\", en = \"time\" }}\nbasis = [\"land-law: 47\"]\n"
        );
        government.with_overlay(&text).map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(lay("C21", ("pre_notice", 45, "natural"), Some(45)), Ok(()));
    assert_eq!(lay("C21", ("pre_notice", 30, "working"), None), Ok(()));
    let said = lay("C21", ("pre_notice", 20, "natural"), Some(20)).expect_err("shorter");
    assert!(said.contains("line 10: item C21: it loosens what the law says"), "{said}");
    assert!(said.contains("line 8: item C21: it loosens"), "the notice too: {said}");
    assert_eq!(lay("C22", ("event", 10, "working"), None), Ok(()));
    assert_eq!(lay("C22", ("event", 15, "natural"), None), Ok(()));
    assert!(lay("C22", ("event", 20, "working"), None).is_err());
    assert!(lay("C20", ("pre_notice", 10, "natural"), None).is_err(), "working days are longer");
}

#[test]
fn faults_name_the_line_in_the_overlay() {
    let said = refusal(
        "[[items]]\nid = \"D15\"\nboard_days = 5\n\n[[items]]\nid = \"D16\"\nscope = \"ALL\"\n",
    );
    assert!(said.contains("line 12: item D16: scope \"ALL\" is not known"), "{said}");
    let said = refusal("[[items]]\nid = \"D15\"\nboard_days = \"5\"\n");
    assert!(said.contains("line 8: invalid type"), "{said}");
    let clock =
        "kind = \"monthly\"\ndays = 0\nday_kind = \"natural\"\ntext = { zh = \"月\", en = \"m\" }";
    let said = refusal(&format!("[[items]]\nid = \"D15\"\n\n[items.cadence]\n{clock}\n"));
    assert!(said.contains("line 11: item D15: days is 0"), "{said}");
}

#[test]
fn a_source_of_the_pack_is_not_redefined() {
    let said = refusal(
        "[[sources]]\nid = \"practice\"\ntitle = { zh = \"\", en = \"\" }\nreach = \"national\"\n\
         verified = true\n\n[[items]]\nid = \"D15\"\nboard_days = 5\n",
    );
    assert!(said.contains("\"practice\" is defined twice"), "{said}");
}

#[test]
fn the_shipped_overlays_pass() {
    let chongqing = village().with_overlay(CHONGQING).expect("passes");
    assert_eq!(chongqing.regime.version, "2018.1+cq-2013.1");
    let steps = |regime: &Regime, item| regime.procedure(item, None).expect("known").steps;
    let meeting = |regime: &Regime, item| {
        let steps = steps(regime, item);
        steps.iter().find_map(|step| step.meeting.clone()).map(|meeting| meeting.kind)
    };
    assert_eq!(meeting(&chongqing.regime, "D15").as_deref(), Some("committee_meeting"));
    let shandong = village().with_overlay(SHANDONG).expect("passes").regime;
    assert!(shandong.items().iter().all(|item| item.board_days == Some(5)));
    assert_eq!(meeting(&shandong, "D15").as_deref(), Some("joint_meeting"));
    let cites = |item: &Item| {
        item.clocks().any(|clock| clock.basis.iter().any(|one| one.starts_with("chongqing")))
    };
    let elsewhere: Vec<_> =
        shandong.items().iter().filter(|item| cites(item)).map(|item| item.id.as_str()).collect();
    assert!(elsewhere.is_empty(), "numbers of another place in {elsewhere:?}");
}

#[test]
fn files_come_together_in_any_order() {
    let pack = VILLAGE.replacen("id = \"village\"", "id = \"resident\"", 1);
    let file = |name: &str, text: &str| PackFile { name: name.into(), text: text.into() };
    let files = [
        file("a.toml", &CHONGQING.replacen("of = \"village\"", "of = \"resident\"", 1)),
        file("b.toml", &pack),
        file("c.toml", VILLAGE),
        file("d.toml", "overlay = \"x\"\nof = \"nowhere\"\n"),
    ];
    let assembled = assemble(shipped().expect("released packs pass"), &files);
    let resident = assembled.regime("resident").expect("added");
    assert_eq!(resident.version, "2018.1+cq-2013.1");
    assert_eq!(assembled.regime("village"), Some(&village()), "a fault changes nothing");
    let said: Vec<_> = assembled
        .files
        .iter()
        .map(|(name, result)| (name.as_str(), result.as_ref().err().map(ToString::to_string)))
        .collect();
    assert!(said[0].1.is_none() && said[1].1.is_none());
    assert!(said[2].1.as_deref().is_some_and(|said| said.contains("there is a pack \"village\"")));
    assert!(said[3].1.as_deref().is_some_and(|said| said.contains("line 2: there is no pack")));
}

/// Every text near a pack or an overlay: cut, with bytes put in or taken out.
fn damaged(text: &'static str) -> impl Strategy<Value = String> {
    let places = (0..text.len(), 0_usize..40, proptest::collection::vec(any::<u8>(), 0..8));
    places.prop_map(move |(at, len, bytes)| {
        let mut all = text.as_bytes().to_vec();
        let end = (at + len).min(all.len());
        all.splice(at..end, bytes);
        String::from_utf8_lossy(&all).into_owned()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_written_makes_it_panic(text in any::<String>(), pack in damaged(VILLAGE), overlay in damaged(CHONGQING)) {
        for text in [&text, &pack, &overlay] {
            if let Err(error) = Regime::parse(text) {
                prop_assert!(error.faults().iter().all(|fault| fault.line >= 1));
            }
            if let Err(error) = BASE.with_overlay(text) {
                let lines = text.lines().count().max(1) + 1;
                prop_assert!(error.faults().iter().all(|fault| (1..=lines).contains(&fault.line)));
            }
        }
    }
}
