//! The county's papers: text, body, item, scopes and how far each goes. Order is that of time.

use domain::scope::Ground;

use super::paper::{Narrow, Paper, Way};

const BLANK: Paper = Paper {
    organization: "",
    file_name: "",
    text: "",
    regime: "village",
    item: "",
    series: 'C',
    column: "村务公开",
    contributor: "",
    fact_on: None,
    narrow: &[],
    reason: "",
    way: Way::Publish,
};

pub(super) const ALL: &[Paper] = &[
    Paper {
        organization: "中共清溪县委",
        file_name: "library.txt",
        text: include_str!("../../demo/17-library.txt"),
        regime: "party-2010",
        item: "A28",
        series: 'A',
        column: "领导讲话",
        contributor: "秦望舒",
        ..BLANK
    },
    Paper {
        organization: "中共云岭镇委员会",
        file_name: "projects.md",
        text: include_str!("../../demo/15-projects.md"),
        regime: "party-2010",
        item: "A20",
        series: 'A',
        column: "党务公开",
        contributor: "罗芳",
        fact_on: Some("2026-11-20"),
        narrow: &[("党员内部", Narrow::Members, Ground::InternalAffairs)],
        ..BLANK
    },
    Paper {
        organization: "中共清溪县委",
        file_name: "speech.md",
        text: include_str!("../../demo/01-speech.md"),
        regime: "party-2010",
        item: "A28",
        series: 'A',
        column: "领导讲话",
        contributor: "县委办公室",
        fact_on: Some("2026-11-10"),
        narrow: &[
            ("监督不是挑刺", Narrow::Registered, Ground::ItemScope),
            ("各镇要把", Narrow::Registered, Ground::ItemScope),
        ],
        ..BLANK
    },
    Paper {
        organization: "中共柳湾村支部",
        file_name: "member.md",
        text: include_str!("../../demo/04-member.md"),
        regime: "party-2010",
        item: "A12",
        series: 'A',
        column: "党务公开",
        contributor: "陈秀兰",
        fact_on: Some("2026-11-16"),
        ..BLANK
    },
    Paper {
        organization: "中共枫林村支部",
        file_name: "dues.md",
        text: include_str!("../../demo/09-dues.md"),
        regime: "party-2010",
        item: "A13",
        series: 'A',
        column: "党务公开",
        contributor: "林秋",
        fact_on: Some("2026-10-12"),
        way: Way::Propose,
        ..BLANK
    },
    Paper {
        organization: "柳湾村村民委员会",
        file_name: "finance.md",
        text: include_str!("../../demo/02-finance.md"),
        item: "D15",
        series: 'D',
        column: "财务公开",
        contributor: "陈秀兰",
        fact_on: Some("2026-10-31"),
        narrow: &[("名册含住址", Narrow::Organization, Ground::ThirdParty)],
        ..BLANK
    },
    Paper {
        organization: "柳湾村村民委员会",
        file_name: "cooperative.md",
        text: include_str!("../../demo/06-cooperative.md"),
        item: "D11",
        series: 'D',
        column: "财务公开",
        contributor: "陈秀兰",
        fact_on: Some("2026-09-30"),
        narrow: &[("自行提供", Narrow::Organization, Ground::ThirdParty)],
        way: Way::Correct {
            title: "柳湾村2026年第三季度集体资产租赁情况公告",
            reason: "标题漏写年份，予以更正；内容不变",
        },
        ..BLANK
    },
    Paper {
        organization: "石桥村村民委员会",
        file_name: "allowance.md",
        text: include_str!("../../demo/03-allowance.md"),
        item: "D21",
        contributor: "林秋",
        fact_on: Some("2026-10-20"),
        narrow: &[
            ("保障对象名单", Narrow::Members, Ground::ThirdParty),
            ("家庭困难情况", Narrow::Named(&["lin", "song", "tan"]), Ground::ThirdParty),
        ],
        ..BLANK
    },
    Paper {
        organization: "枫林村村民委员会",
        file_name: "tender.md",
        text: include_str!("../../demo/05-tender.md"),
        item: "D09",
        column: "通知公告",
        contributor: "林秋",
        fact_on: Some("2026-11-18"),
        narrow: &[("测算底稿", Narrow::Organization, Ground::Deliberation)],
        ..BLANK
    },
    Paper {
        organization: "云岭镇人民政府",
        file_name: "subsidy.md",
        text: include_str!("../../demo/07-subsidy.md"),
        item: "D19",
        series: 'D',
        column: "财务公开",
        contributor: "罗芳",
        fact_on: Some("2026-10-30"),
        narrow: &[("逐户明细", Narrow::Registered, Ground::ThirdParty)],
        ..BLANK
    },
    Paper {
        organization: "石桥村村民委员会",
        file_name: "meeting.md",
        text: include_str!("../../demo/08-meeting.md"),
        item: "D05",
        contributor: "林秋",
        fact_on: Some("2026-11-05"),
        way: Way::Review,
        ..BLANK
    },
    Paper {
        organization: "清溪县人民政府",
        file_name: "notice.md",
        text: include_str!("../../demo/10-notice.md"),
        item: "D26",
        series: 'T',
        column: "通知公告",
        contributor: "罗芳",
        fact_on: Some("2026-11-15"),
        ..BLANK
    },
    Paper {
        organization: "柳湾村村民委员会",
        file_name: "homestead.md",
        text: include_str!("../../demo/11-homestead.md"),
        item: "D12",
        contributor: "陈秀兰",
        fact_on: Some("2026-11-19"),
        way: Way::Return {
            reason: "四至图的存放地点没有写明联系人，请补充后再提"
        },
        ..BLANK
    },
    Paper {
        organization: "枫林村村民委员会",
        file_name: "relief.md",
        text: include_str!("../../demo/12-relief.md"),
        item: "D22",
        contributor: "林秋",
        fact_on: Some("2026-11-12"),
        narrow: &[("个人隐私", Narrow::Named(&["lin", "tan"]), Ground::ThirdParty)],
        ..BLANK
    },
    Paper {
        organization: "柳湾村村务监督委员会",
        file_name: "supervision.md",
        text: include_str!("../../demo/13-supervision.md"),
        item: "D30",
        contributor: "江惠民",
        fact_on: Some("2026-10-08"),
        ..BLANK
    },
    Paper {
        organization: "枫林村村民委员会",
        file_name: "plan.md",
        text: include_str!("../../demo/14-plan.md"),
        item: "D03",
        contributor: "林秋",
        way: Way::Draft,
        ..BLANK
    },
    Paper {
        organization: "柳湾村村民委员会",
        file_name: "emergency.md",
        text: include_str!("../../demo/16-emergency.md"),
        item: "D26",
        series: 'T',
        column: "通知公告",
        contributor: "陈秀兰",
        fact_on: Some("2026-11-02"),
        way: Way::Withdraw {
            reason: "雨势减弱，水位回落，泄洪取消；通知撤回以免误导"
        },
        ..BLANK
    },
];
