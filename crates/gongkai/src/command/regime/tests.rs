use super::*;

fn shipped(file: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../regimes")).join(file)
}

fn check(files: &[PathBuf], lang: Language) -> Told {
    tell(&RegimeCheck { files: files.to_vec(), lang })
}

#[test]
fn a_sound_pack_is_told_with_every_level() {
    let told = check(&[shipped("village.toml")], Language::Zh);
    assert!(told.is_sound, "{}", told.text);
    assert!(told.text.contains("34 个事项，6 个审批层级"), "{}", told.text);
    assert!(told.text.contains("V1 村委会提出、监委会审查：提出（村民委员会经办人） → 审核"));
    assert!(told.text.contains("监督审查（村务监督委员会审查、签字，5 日）"), "{}", told.text);
    let told = check(&[shipped("government-2019.toml")], Language::En);
    assert!(told.text.contains("30 items, 5 levels of approval"), "{}", told.text);
    assert!(told.text.contains("consent ("), "{}", told.text);
}

#[test]
fn an_overlay_is_told_with_what_it_changes() {
    let told = check(&[shipped("overlays/chongqing.toml")], Language::Zh);
    assert!(told.is_sound, "{}", told.text);
    assert!(told.text.contains("village 2018.1+cq-2013.1"), "{}", told.text);
    assert!(told.text.contains("层级 V1：整体替换"), "{}", told.text);
    assert!(told.text.contains("事项 D34：改动 approval_note"), "{}", told.text);
    let pair = [shipped("overlays/shandong.toml"), shipped("village.toml")];
    assert!(check(&pair, Language::En).is_sound);
}

#[test]
fn each_fault_is_told_with_file_line_cause_and_mend() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("错.toml");
    let text = "overlay = \"x\"\nof = \"village\"\nversion = \"1\"\nname = { zh = \"例\", en = \"x\" }\n\n\
                [[items]]\nid = \"D15\"\nscope = \"ALL\"\n";
    std::fs::write(&path, text).unwrap();
    let told = check(&[path.clone(), folder.path().join("none.toml")], Language::Zh);
    assert!(!told.is_sound);
    for part in [
        "错.toml：1 处有误",
        "第 8 行：事项 D15：scope 写的“ALL”没有定义",
        "改法：改用 VIL",
        "none.toml：读不出来",
    ] {
        assert!(told.text.contains(part), "{part} in {}", told.text);
    }
    let told = check(std::slice::from_ref(&path), Language::En);
    assert!(told.text.contains("line 8: item D15: scope \"ALL\" is not known"), "{}", told.text);
    assert!(told.text.contains("mend: use one of VIL"), "{}", told.text);
    std::fs::write(&path, text.replace("ALL", "\\u001b[2J")).unwrap();
    assert!(!check(&[path], Language::Zh).text.contains('\u{1b}'));
}
