//! The county's papers: text, body, item, scopes and how far each goes. Order is that of time.

use domain::regime::DayKind;
use domain::scope::Ground;
use domain::workflow::State;

use super::paper::{Move, NOTHING, Narrow, PUBLISH, Paper, Stage};

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
    joint: &[],
    notice: None,
    publish_in: None,
    stages: &[Stage { days_ago: 6, steps: PUBLISH }],
};

/// Where objections go in the villages.
const COMMITTEE: &str = "云岭镇各村村委会二楼，村务监督委员会（工作日上午）";

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
        fact_on: Some("2026-11-06"),
        notice: Some((5, DayKind::Working, "支部组织委员；云岭镇政府三楼，组织办公室")),
        stages: &[
            Stage { days_ago: 16, steps: PUBLISH },
            Stage {
                days_ago: 3,
                steps: &[Move::Conclude {
                    objections: 1,
                    upheld: 0,
                    result: "收到一条关于学习次数的询问，经核对签到簿属实，已当面答复；公示无异议。",
                }],
            },
        ],
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
        stages: &[Stage { days_ago: 2, steps: &[Move::Propose] }],
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
        stages: &[
            Stage { days_ago: 20, steps: PUBLISH },
            Stage {
                days_ago: 17,
                steps: &[Move::Correct {
                    title: "柳湾村2026年第三季度集体资产租赁情况公告",
                    reason: "标题漏写年份，予以更正；内容不变",
                }],
            },
        ],
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
        notice: Some((7, DayKind::Natural, COMMITTEE)),
        stages: &[Stage { days_ago: 3, steps: PUBLISH }],
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
        notice: Some((10, DayKind::Natural, COMMITTEE)),
        stages: &[Stage { days_ago: 3, steps: &[Move::Propose, Move::Until(State::ToSupervise)] }],
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
        notice: Some((7, DayKind::Natural, COMMITTEE)),
        stages: &[Stage {
            days_ago: 4,
            steps: &[
                Move::Propose,
                Move::Return {
                    reason: "四至图的存放地点没有写明联系人，请补充后再提"
                },
            ],
        }],
        ..BLANK
    },
    Paper {
        organization: "枫林村村民委员会",
        file_name: "relief.md",
        text: include_str!("../../demo/12-relief.md"),
        item: "D22",
        contributor: "林秋",
        fact_on: Some("2026-11-12"),
        notice: Some((5, DayKind::Natural, COMMITTEE)),
        stages: &[
            Stage { days_ago: 13, steps: PUBLISH },
            Stage {
                days_ago: 7,
                steps: &[Move::Conclude {
                    objections: 0,
                    upheld: 0,
                    result: "公示期内没有收到异议。",
                }],
            },
        ],
        narrow: &[("个人隐私", Narrow::Named(&["lin", "tan"]), Ground::ThirdParty)],
        ..BLANK
    },
    Paper {
        organization: "柳湾村村务监督委员会",
        file_name: "supervision.md",
        text: include_str!("../../demo/13-supervision.md"),
        item: "D30",
        contributor: "沈阿福",
        fact_on: Some("2026-10-08"),
        ..BLANK
    },
    Paper {
        organization: "枫林村村民委员会",
        file_name: "plan.md",
        text: include_str!("../../demo/14-plan.md"),
        item: "D03",
        contributor: "林秋",
        stages: &[Stage { days_ago: 1, steps: NOTHING }],
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
        stages: &[Stage {
            days_ago: 22,
            steps: &[
                Move::Propose,
                Move::Out,
                Move::Withdraw {
                    reason: "雨势减弱，水位回落，泄洪取消；通知撤回以免误导"
                },
            ],
        }],
        ..BLANK
    },
    Paper {
        organization: "柳湾村村民委员会",
        file_name: "road.md",
        text: include_str!("../../demo/18-road.md"),
        item: "D08",
        contributor: "陈秀兰",
        fact_on: Some("2026-11-17"),
        notice: Some((7, DayKind::Natural, COMMITTEE)),
        stages: &[Stage { days_ago: 5, steps: &[Move::Propose, Move::Until(State::ToConsent)] }],
        ..BLANK
    },
    Paper {
        organization: "枫林村村民委员会",
        file_name: "lease.md",
        text: include_str!("../../demo/19-lease.md"),
        item: "D11",
        column: "财务公开",
        contributor: "林秋",
        fact_on: Some("2026-11-19"),
        stages: &[Stage { days_ago: 2, steps: &[Move::Propose, Move::Until(State::ToDecide)] }],
        ..BLANK
    },
    Paper {
        organization: "石桥村村民委员会",
        file_name: "water.md",
        text: include_str!("../../demo/20-water.md"),
        item: "D32",
        column: "财务公开",
        contributor: "林秋",
        fact_on: Some("2026-10-15"),
        stages: &[Stage { days_ago: 2, steps: &[Move::Propose, Move::Until(State::ToApprove)] }],
        ..BLANK
    },
    Paper {
        organization: "柳湾村村民委员会",
        file_name: "bridge.md",
        text: include_str!("../../demo/21-bridge.md"),
        item: "D33",
        contributor: "陈秀兰",
        fact_on: Some("2026-11-13"),
        joint: &["石桥村村民委员会"],
        stages: &[Stage { days_ago: 4, steps: &[Move::Propose, Move::Until(State::ToConcur)] }],
        ..BLANK
    },
    Paper {
        organization: "枫林村村民委员会",
        file_name: "veterans.md",
        text: include_str!("../../demo/22-veterans.md"),
        item: "D25",
        column: "通知公告",
        contributor: "林秋",
        fact_on: Some("2026-11-20"),
        publish_in: Some(4),
        stages: &[Stage { days_ago: 1, steps: PUBLISH }],
        ..BLANK
    },
    Paper {
        organization: "柳湾村村民委员会",
        file_name: "flood.md",
        text: include_str!("../../demo/23-flood.md"),
        item: "D20",
        column: "通知公告",
        contributor: "陈秀兰",
        fact_on: Some("2026-11-22"),
        stages: &[Stage {
            days_ago: 1,
            steps: &[
                Move::Propose,
                Move::Release { reason: "村民进水受困，物资须当夜发放" },
                // The reviewer has confirmed since; two hands are still missing.
                Move::Next,
            ],
        }],
        ..BLANK
    },
    Paper {
        organization: "石桥村村民委员会",
        file_name: "compensation.md",
        text: include_str!("../../demo/24-compensation.md"),
        item: "D13",
        column: "财务公开",
        contributor: "林秋",
        fact_on: Some("2026-10-28"),
        stages: &[Stage {
            days_ago: 12,
            steps: &[
                Move::Propose,
                Move::Until(State::ToDecide),
                Move::Withhold {
                    ground: Ground::ThirdParty,
                    reason: "两户结算价还在协商，协商结束后再公开",
                    days: 60,
                },
            ],
        }],
        ..BLANK
    },
    Paper {
        organization: "柳湾村村民委员会",
        file_name: "charter.md",
        text: include_str!("../../demo/25-charter.md"),
        item: "D01",
        contributor: "陈秀兰",
        fact_on: Some("2026-10-25"),
        stages: &[
            Stage { days_ago: 21, steps: PUBLISH },
            Stage {
                days_ago: 20,
                steps: &[Move::Post { form: "BRD", note: "村委会门前公开栏左侧" }],
            },
        ],
        ..BLANK
    },
    Paper {
        organization: "石桥村村民委员会",
        file_name: "labour.md",
        text: include_str!("../../demo/26-labour.md"),
        item: "D06",
        column: "财务公开",
        contributor: "林秋",
        fact_on: Some("2026-10-10"),
        stages: &[
            Stage { days_ago: 19, steps: PUBLISH },
            Stage {
                days_ago: 18,
                steps: &[Move::Withdraw {
                    reason: "标题与票据所属季度不一致，先撤回核对"
                }],
            },
            Stage {
                days_ago: 14,
                steps: &[Move::Republish {
                    title: "石桥村2026年第三季度误工补贴公布",
                    reason: "季度已与票据核对一致，标题补写年份后重新公开",
                }],
            },
        ],
        ..BLANK
    },
    Paper {
        organization: "枫林村村民委员会",
        file_name: "loan.md",
        text: include_str!("../../demo/27-loan.md"),
        item: "D14",
        column: "财务公开",
        contributor: "林秋",
        fact_on: Some("2026-11-10"),
        stages: &[Stage {
            days_ago: 10,
            steps: &[Move::Propose, Move::Until(State::ToDecide), Move::Reject],
        }],
        ..BLANK
    },
    Paper {
        organization: "石桥村村民委员会",
        file_name: "canal.md",
        text: include_str!("../../demo/28-canal.md"),
        item: "D33",
        contributor: "林秋",
        fact_on: Some("2026-11-12"),
        joint: &["柳湾村村民委员会"],
        stages: &[Stage { days_ago: 8, steps: PUBLISH }],
        ..BLANK
    },
    Paper {
        organization: "中共柳湾村支部",
        file_name: "work.md",
        text: include_str!("../../demo/29-work.md"),
        regime: "party-2010",
        item: "A08",
        series: 'A',
        column: "党务公开",
        contributor: "陈秀兰",
        fact_on: Some("2026-10-08"),
        publish_in: Some(2),
        stages: &[
            Stage { days_ago: 15, steps: PUBLISH },
            // The machine stood still for a day.
            Stage { days_ago: 12, steps: &[Move::Drive] },
        ],
        ..BLANK
    },
];
