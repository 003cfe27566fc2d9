//! The words of each fault: what is wrong, and what to write instead.

use super::{FaultKind, Text};

fn text(zh: impl Into<String>, en: impl Into<String>) -> Text {
    Text { zh: zh.into(), en: en.into() }
}

fn of_level(level: &str, zh: &str, en: &str) -> Text {
    text(format!("层级 {level}：{zh}"), format!("level {level}: {en}"))
}

fn of_step(level: &str, step: crate::procedure::StepKind, zh: &str, en: &str) -> Text {
    let step = step.word();
    text(format!("层级 {level} 的环节 {step}：{zh}"), format!("level {level}, step {step}: {en}"))
}

fn of_item(item: &str, zh: &str, en: &str) -> Text {
    text(format!("事项 {item}：{zh}"), format!("item {item}: {en}"))
}

impl FaultKind {
    /// What is wrong.
    pub fn cause(&self) -> Text {
        match self {
            Self::Toml { said } => text(said_in_chinese(said), said),
            Self::HeadEmpty { field } => {
                text(format!("开头的 {field} 是空的"), format!("the pack has an empty {field}"))
            }
            Self::DefinedTwice { code } => {
                text(format!("“{code}”定义了两次"), format!("\"{code}\" is defined twice"))
            }
            Self::NoItems => text("没有任何事项", "the pack has no items"),
            Self::PackTwice { id } => text(
                format!("已有编号为“{id}”的制度包"),
                format!("there is a pack \"{id}\" already"),
            ),
            Self::FirstSteps { level } => of_level(
                level,
                "开头两个环节不是 propose(提出)和 review(审核)",
                "its first steps are not propose and review",
            ),
            Self::NobodyDecides { level } => {
                of_level(level, "没有人审批或决定", "nobody decides or approves")
            }
            Self::StepRepeated { level, step } => of_level(
                level,
                &format!("环节 {} 重复", step.word()),
                &format!("the step {} is repeated", step.word()),
            ),
            Self::AfterConsent { level } => {
                of_level(level, "上级同意之后还有环节", "steps follow the superior's consent")
            }
            Self::FixedStep { level, step, why } => of_level(
                level,
                &format!("缺少环节 {}，而{}", step.word(), why.zh),
                &format!("the step {} is missing, but {}", step.word(), why.en),
            ),
            Self::FixedLevel { level } => text(
                format!("[[fixed]] 所指的层级“{level}”不存在"),
                format!("[[fixed]] names the level \"{level}\", which is not known"),
            ),
            Self::JointBody { level, step } => of_step(
                level,
                *step,
                "联合公开的机构不写在制度包里",
                "joint bodies are not part of a pack",
            ),
            Self::MeetingMisfit { level, step } => {
                of_step(level, *step, "环节与会议不相配", "step and meeting do not fit")
            }
            Self::MeetingChoice { level, kind } => of_level(
                level,
                &format!("会议“{kind}”重复，或者它自己又列了 or"),
                &format!("the meeting \"{kind}\" is repeated or has an \"or\" of its own"),
            ),
            Self::StepDays { level, step } => of_step(
                level,
                *step,
                "days 与 day_kind 没有成对，或 days 是 0",
                "days and day_kind do not fit, or days is 0",
            ),
            Self::LevelUnfounded { level } => of_level(
                level,
                "标为已核实，却没有引用已核实的依据",
                "it is marked verified but cites no verified source",
            ),
            Self::LevelReference { level, reference } => of_level(
                level,
                &format!("依据“{reference}”没有列在 [[sources]] 中"),
                &format!("basis \"{reference}\" names no source"),
            ),
            Self::ItemIdEmpty => text("有一个事项的 id 是空的", "an item has an empty id"),
            Self::ItemTwice { id } => text(
                format!("事项编号“{id}”用了两次"),
                format!("the item id \"{id}\" is used twice"),
            ),
            Self::CodeUnknown { item, field, code, .. } => of_item(
                item,
                &format!("{field} 写的“{code}”没有定义"),
                &format!("{field} \"{code}\" is not known"),
            ),
            Self::ListEmpty { item, field } => {
                of_item(item, &format!("{field} 是空的"), &format!("{field} is empty"))
            }
            Self::DaysZero { item } => of_item(item, "days 是 0", "days is 0"),
            Self::DaysAlone { item } => of_item(
                item,
                "days 和 day_kind 没有同时写",
                "days and day_kind don't come together",
            ),
            Self::BoardZero { item } => of_item(item, "board_days 是 0", "board_days is 0"),
            Self::NoBoard { item } => of_item(item, "没有上墙时间", "no time on the board"),
            Self::NoNotice { item } => of_item(
                item,
                "是公示(mode = \"notice\")，却没有写公示期",
                "its mode is notice but it has no notice period",
            ),
            Self::NoticeShort { item, days, least } => of_item(
                item,
                &format!("公示期 {days} 日，短于 cadence 规定的 {least} 日"),
                &format!("the notice of {days} days is shorter than the {least} of its clock"),
            ),
            Self::FieldTwice { item, word } => of_item(
                item,
                &format!("fields 中的“{word}”出现了两次"),
                &format!("\"{word}\" stands twice in fields"),
            ),
            Self::FieldNever { item, word } => of_item(
                item,
                &format!("fields 把“{word}”列为可以全部公开"),
                &format!("fields allows \"{word}\" to be shown whole"),
            ),
            Self::BasisEmpty { item } => of_item(item, "没有依据(basis 为空)", "basis is empty"),
            Self::Reference { item, reference } => of_item(
                item,
                &format!("依据“{reference}”没有列在 [[sources]] 中"),
                &format!("basis \"{reference}\" names no source"),
            ),
            Self::Unmarked { item, part } => of_item(
                item,
                &format!("{} 未核实，却没有标注", part.word()),
                &format!("{} is not verified but not marked", part.word()),
            ),
            Self::VerifiedContradicts { item } => of_item(
                item,
                "verified 与 unverified_parts 相矛盾",
                "verified contradicts unverified_parts",
            ),
            Self::NoSuchPack { of, .. } => text(
                format!("没有编号为“{of}”的制度包，无法叠加"),
                format!("there is no pack \"{of}\" to lay the overlay on"),
            ),
            Self::ChangesNothing => text("这份叠加没有改动任何内容", "the overlay changes nothing"),
            Self::AfterUnknown { level, after, .. } => of_level(
                level,
                &format!("after 写的层级“{after}”不存在"),
                &format!("after \"{after}\" is not known"),
            ),
            Self::AfterKnown { level } => of_level(
                level,
                "制度包里已有这个层级，不能用 after 移动它",
                "the pack has the level; after cannot move it",
            ),
            Self::NewItemLacks { item, fields } => of_item(
                item,
                &format!("制度包里没有这个事项，作为新事项还缺 {fields}"),
                &format!("the pack does not have it, and as a new item it lacks {fields}"),
            ),
            Self::BelowLaw { item, rule } => of_item(
                item,
                &format!("放宽了法律的规定“{}”", rule.zh),
                &format!("it loosens what the law says: {}", rule.en),
            ),
            Self::WithoutUnknown { id } => text(
                format!("[[without]] 要去掉的事项“{id}”不存在"),
                format!("[[without]] names the item \"{id}\", which is not known"),
            ),
            Self::WithoutNoReason { id } => text(
                format!("要去掉事项“{id}”，却没有写理由"),
                format!("the item \"{id}\" is removed without a reason"),
            ),
        }
    }

    /// What to do about it.
    pub fn mend(&self) -> Text {
        match self {
            Self::Toml { said } => toml_mend(said),
            Self::HeadEmpty { .. } => {
                text("请写上，例如版本写 \"2010.1\"", "write one, such as \"2010.1\" for a version")
            }
            Self::DefinedTwice { .. } => text("改名或删去其中一个", "rename or remove one"),
            Self::NoItems => text("至少写一个 [[items]]", "add an [[items]] table"),
            Self::PackTwice { .. } => text(
                "只改几处的，请写成叠加(overlay = …)；另立一套的，请换一个编号",
                "write an overlay for a few changes, or give the pack an id of its own",
            ),
            Self::FirstSteps { .. } => text(
                "以 propose、review 开头；任何层级都少不了这两步",
                "begin with propose and review; no level goes without them",
            ),
            Self::NobodyDecides { .. } => text(
                "加上 approve(审批)，或带会议的 decide(集体决定)",
                "add an approve step, or a decide step with its meeting",
            ),
            Self::StepRepeated { .. } => text(
                "只保留一个；只有 decide 可以多次出现",
                "keep one of them; only decide may stand more than once",
            ),
            Self::AfterConsent { .. } => text("把 consent 放在最后", "put consent last"),
            Self::FixedStep { .. } => text(
                "把这个环节加回来；法定环节不能由地方减去",
                "put the step back; what the law asks for cannot be taken away locally",
            ),
            Self::FixedLevel { .. } => text("改为已有的层级代码", "name a level of the pack"),
            Self::JointBody { .. } => text(
                "请删去；联合公开的机构由经办人在每件中填写",
                "take it out; joint bodies are entered with each disclosure",
            ),
            Self::MeetingMisfit { .. } => text(
                "只有 decide 环节写 meeting，并写明到会(quorum)和通过(majority)的比例",
                "give decide steps, and only these, a meeting with quorum and majority",
            ),
            Self::MeetingChoice { .. } => text(
                "每种会议只列一次，or 中的会议不再写 or",
                "name each kind of meeting once, with no \"or\" inside an \"or\"",
            ),
            Self::StepDays { .. } => {
                text("两项都写(days 至少为 1)，或都不写", "give both, days from 1, or neither")
            }
            Self::LevelUnfounded { .. } => text(
                "把 verified 改为 false，或在 basis 中引用已核实的依据",
                "set verified to false, or cite a verified source in basis",
            ),
            Self::LevelReference { .. } | Self::Reference { .. } => text(
                "写成“依据编号”或“依据编号: 条款”，并把该依据列入 [[sources]]",
                "write \"source-id\" or \"source-id: article\" and list the source",
            ),
            Self::ItemIdEmpty => text("给它一个自己的编号", "give it an id of its own"),
            Self::ItemTwice { .. } => {
                text("给后一个事项另编一个号", "give the later item an id of its own")
            }
            Self::CodeUnknown { known, .. } => text(
                format!("改用 {known} 之一，或在开头定义它"),
                format!("use one of {known} or define it in the head"),
            ),
            Self::ListEmpty { .. } => text("至少写一个", "name at least one"),
            Self::DaysZero { .. } => text(
                "写 1 或更大；没有规定日数的，不写 days",
                "write 1 or more, or leave days out where no number is given",
            ),
            Self::DaysAlone { .. } => text(
                "两项都写，day_kind 写 \"working\"(工作日)或 \"natural\"(自然日)；或都不写",
                "write both, day_kind as \"working\" or \"natural\", or neither",
            ),
            Self::BoardZero { .. } => text(
                "写 1 或更大，或用 board 说明时间",
                "write 1 or more, or describe the time in board",
            ),
            Self::NoBoard { .. } => text("写上 board_days 或 board", "add board_days or board"),
            Self::NoNotice { .. } => text(
                "写上 notice，其中有 days、day_kind 和 text",
                "add notice with days, day_kind and text",
            ),
            Self::NoticeShort { .. } => text(
                "公示期至少与 cadence 的日数相同",
                "make the notice at least as long as the clock",
            ),
            Self::FieldTwice { .. } => text(
                "只留在 allow(可公开)、mask(遮盖)、forbid(不得公开)之一",
                "keep it in one of allow, mask and forbid",
            ),
            Self::FieldNever { .. } => {
                text("移到 mask(遮盖)或 forbid(不得公开)", "move it to mask or forbid")
            }
            Self::BasisEmpty { .. } => {
                text("引用要求公开它的依据", "cite the source that asks for the item")
            }
            Self::Unmarked { .. } => text(
                "加进 unverified_parts，或引用已核实的依据",
                "add it to unverified_parts, or cite a verified source",
            ),
            Self::VerifiedContradicts { .. } => text(
                "只有 unverified_parts 为空时，verified 才写 true",
                "verified is true exactly when unverified_parts is empty",
            ),
            Self::NoSuchPack { known, .. } => text(
                format!("of 改为 {known} 之一，或把那个制度包一起给出"),
                format!("set of to one of {known}, or give that pack as well"),
            ),
            Self::ChangesNothing => text(
                "写上 [[items]]、[[levels]] 或 [[without]]",
                "add [[items]], [[levels]] or [[without]]",
            ),
            Self::AfterUnknown { known, .. } => text(
                format!("改用 {known} 之一；不写 after 就排在最后"),
                format!("use one of {known}; without after it comes last"),
            ),
            Self::AfterKnown { .. } => text(
                "删去 after，或换一个新的层级代码",
                "take after out, or give the level a code of its own",
            ),
            Self::NewItemLacks { .. } => {
                text("改正编号，或补齐这些内容", "correct the id, or add these fields")
            }
            Self::BelowLaw { .. } => text(
                "保留法定的时限；叠加可以更严，不能更宽",
                "keep the time that the law sets; an overlay may be stricter, not looser",
            ),
            Self::WithoutUnknown { .. } => {
                text("改正编号，或删去这一条", "correct the id or remove the entry")
            }
            Self::WithoutNoReason { .. } => text(
                "在 reason 中写明不再公开的理由和依据",
                "say in reason why it is not disclosed, and by what rule",
            ),
        }
    }
}

/// The reader's own messages in Chinese as far as they are known; the rest stays as it is said.
fn said_in_chinese(said: &str) -> String {
    for (start, zh) in [
        ("unknown field", "不认识的字段"),
        ("missing field", "缺少字段"),
        ("unknown variant", "不认识的取值"),
        ("invalid type", "值的类型不对"),
        ("invalid value", "值不对"),
        ("duplicate key", "同一个字段写了两次"),
        ("duplicate field", "同一个字段写了两次"),
    ] {
        if let Some(rest) = said.strip_prefix(start) {
            let rest = rest.trim_start_matches([':', ' ']);
            let rest = rest.replace(", expected one of ", "，可用的有 ");
            let rest = rest.replace(", expected ", "，应为 ");
            return format!("{zh} {rest}").trim_end().to_owned();
        }
    }
    format!("不是正确的 TOML（{said}）")
}

fn toml_mend(said: &str) -> Text {
    if said.starts_with("unknown field") {
        text("改正字段的拼写，或删去它", "correct the spelling of the field or remove it")
    } else if said.starts_with("missing field") {
        text("在从这里开始的表中补上这个字段", "add the field to the table that begins here")
    } else if said.starts_with("unknown variant") {
        text("改用列出的取值之一", "use one of the values listed")
    } else if said.starts_with("invalid type") || said.starts_with("invalid value") {
        text("按应有的形式书写", "write the value in the form expected")
    } else if said.contains("duplicate") {
        text("两处只留一处", "keep one of the two")
    } else {
        text(
            "检查这一行的引号、括号和等号",
            "correct the TOML at this place: quotes, brackets, equals signs",
        )
    }
}
