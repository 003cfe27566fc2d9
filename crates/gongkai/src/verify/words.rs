//! The verdict in plain words, Chinese and English.

use super::{Fault, Outcome, SliceLine, Verdict, What};
use crate::cli::Language;

/// The whole verdict as text.
pub(crate) fn tell(outcome: &Outcome, language: Language) -> String {
    let zh = language == Language::Zh;
    let mut lines = vec![verdict(outcome.verdict, zh).to_owned()];
    lines.extend(says(outcome, zh));
    for fault in &outcome.faults {
        lines.push(format!("  ✗ {}", fault_words(fault, zh)));
    }
    if !outcome.slices.is_empty() {
        lines.push(String::new());
        lines.extend(outcome.slices.iter().map(|slice| slice_words(slice, zh)));
    }
    lines.push(String::new());
    lines.extend(not_proved(zh).iter().map(|line| (*line).to_owned()));
    let lines: Vec<_> = lines.iter().map(|line| super::slices::plain(line)).collect();
    lines.join("\n")
}

fn verdict(verdict: Verdict, zh: bool) -> &'static str {
    match (verdict, zh) {
        (Verdict::Complete, true) => "有效，公开部分完整。",
        (Verdict::Incomplete, true) => "有效，但不完整：有应当公开的内容未出示。",
        (Verdict::Invalid, true) => "无效，不可采信。",
        (Verdict::Complete, false) => "Valid, and all that is public is here.",
        (Verdict::Incomplete, false) => "Valid, but incomplete: public parts were left out.",
        (Verdict::Invalid, false) => "Invalid. Do not rely on it.",
    }
}

fn says(outcome: &Outcome, zh: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(says) = &outcome.says {
        let code = says.code.as_deref().unwrap_or("-");
        let (issuer, edition) = (&says.issuer, says.edition);
        lines.push(match zh {
            true => format!("  机构：{issuer}  编号：{code}  第 {edition} 版"),
            false => format!("  Issued by {issuer}, code {code}, edition {edition}"),
        });
        if !says.whole {
            lines.push(match zh {
                true => "  原文本身即为节录，不是全文。".to_owned(),
                false => "  The text itself is known to be a part only.".to_owned(),
            });
        }
    }
    let (origin, index) = (&outcome.log.origin, outcome.log.index);
    let size = outcome.log.size.map_or("?".to_owned(), |size| size.to_string());
    lines.push(match zh {
        true => format!("  日志：{origin}，第 {index} 条，检查点共 {size} 条"),
        false => format!("  Log {origin}, entry {index} of {size} under the checkpoint"),
    });
    lines
}

fn slice_words(slice: &SliceLine, zh: bool) -> String {
    let id = slice.id.map_or(String::new(), |id| format!("{id:08x} "));
    let what = match (slice.what, zh) {
        (What::Shown, true) => "出示　",
        (What::Withheld, true) => "未出示",
        (What::Missing, true) => "缺失　",
        (What::Altered, true) => "被改动",
        (What::Shown, false) => "shown   ",
        (What::Withheld, false) => "withheld",
        (What::Missing, false) => "missing ",
        (What::Altered, false) => "altered ",
    };
    let text = match (slice.what, zh) {
        (What::Shown | What::Altered, _) => slice.text.clone(),
        (What::Missing, true) => "本应向社会公开".to_owned(),
        (What::Missing, false) => "though public".to_owned(),
        (What::Withheld, _) => grounds(&slice.text, zh),
    };
    format!("  {what} {id}{text}")
}

/// Grounds in words, and that their number is no number of slices.
fn grounds(words: &str, zh: bool) -> String {
    use domain::scope::Ground;
    let named = words.split(' ').map(|word| match Ground::from_word(word) {
        Some(ground) if zh => format!("{}（{}）", ground_zh(ground), ground.article()),
        _ => word.replace('_', " "),
    });
    let named = named.collect::<Vec<_>>().join(if zh { "；" } else { "; " });
    match zh {
        true => format!("依据：{named}。片数不示。"),
        false => format!("grounds: {named}. How many slices is not told."),
    }
}

fn ground_zh(ground: domain::scope::Ground) -> &'static str {
    use domain::scope::Ground;
    match ground {
        Ground::StateSecret => "国家秘密",
        Ground::ForbiddenByLaw => "法律、行政法规禁止公开",
        Ground::Safety => "危及国家安全、公共安全、经济安全、社会稳定",
        Ground::ThirdParty => "涉及商业秘密、个人隐私等第三方权益",
        Ground::InternalAffairs => "内部事务信息",
        Ground::Deliberation => "过程性信息",
        Ground::EnforcementFile => "行政执法案卷信息",
        Ground::ItemScope => "公开目录限定了范围",
    }
}

fn fault_words(fault: &Fault, zh: bool) -> String {
    let (chinese, english) = match fault {
        Fault::Checkpoint(why) => {
            return match zh {
                true => format!("检查点不是此日志所签（{why}）"),
                false => format!("The checkpoint is not signed by this log ({why})"),
            };
        }
        Fault::Sealed(why) => {
            return match zh {
                true => format!("印章不成立：正文的签名部分被改动，或不是此机构所签（{why}）"),
                false => format!("The seal does not hold ({why})"),
            };
        }
        Fault::Slices(why) => {
            return match zh {
                true => format!("内容与所签的不符（{why}）"),
                false => format!("The slices are not those that were sealed ({why})"),
            };
        }
        Fault::EntryNotInLog => ("发布记录不在日志中", "The publication is not in the log"),
        Fault::EntryForm => ("发布记录格式不符", "The entry has not the form of an act's"),
        Fault::EntryOfAnotherDocument => {
            ("日志记录的是另一份文件", "The log's entry seals another document")
        }
        Fault::ActNotCommitted => {
            ("行为与日志的承诺不符", "The act is not the one that the log commits to")
        }
        Fault::NoPublication => ("该行为不是公开", "The act is not a publication"),
        Fault::ActOfAnotherEdition => {
            ("行为所指不是这一版", "The act names another disclosure or edition")
        }
        Fault::KeyNotInLog => ("印章登记不在日志中", "The seal's registration is not in the log"),
        Fault::KeyEntryForm => {
            ("印章登记格式不符", "The registration's entry has not the form of an act's")
        }
        Fault::KeyNotCommitted => {
            ("印章登记与日志的承诺不符", "The registration is not what the log commits to")
        }
        Fault::NoRegistration => ("没有登记印章", "No seal is registered there"),
        Fault::KeyRegisteredLater => {
            ("印章登记晚于公开", "The seal was registered after the publication")
        }
        Fault::KeyOfAnotherOrganization => {
            ("印章属于另一机构", "The seal belongs to another organization")
        }
        Fault::AnotherLog => ("文件所指是另一日志", "The document names another log"),
    };
    if zh { chinese.to_owned() } else { english.to_owned() }
}

fn not_proved(zh: bool) -> &'static [&'static str] {
    if zh {
        &[
            "此核验不能证明：",
            "  · 内容属实：只证明是该机构如此公开的；",
            "  · 此后没有更正或撤回：请到网站查看最新一版；",
            "  · 公开的确切时间：文中的时间由机构的机器所记；",
            "  · 日志对所有人相同：请与他人所存的检查点比对。",
        ]
    } else {
        &[
            "What this does not prove:",
            "  - that the content is true: only that this body disclosed it so;",
            "  - that there is no later edition or withdrawal: look at the site;",
            "  - the exact time: times in the document are by the body's own machine;",
            "  - that the log shows everybody the same: compare checkpoints with others.",
        ]
    }
}
