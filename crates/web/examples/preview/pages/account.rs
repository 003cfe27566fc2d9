//! Pages of accounts.

use web::locale::Lang;
use web::view::Message;
use web::view::account::*;
use web::view::choice::Choice;
use web::view::roster::{FaultRow, LinkRow, Links, PlannedRow, RosterPage};

use super::{Added, Pages, frame, minute};

const QR: &str = "M4 4h7v7h-7zM18 4h7v7h-7zM4 18h7v7h-7zM13 13h1v1h-1zM15 13h1v1h-1zM13 16h3v1h-3z";

fn qr() -> Option<Qr> {
    Some(Qr { size: 29, path: QR.to_owned() })
}

pub(super) fn write(pages: &mut Pages, lang: Lang) -> Added {
    pages.add("account", &account(lang, true))?;
    let fresh = Account {
        has_code: false,
        passkeys: Vec::new(),
        linked: false,
        problem: Some(Message::new("error.old_password")),
        ..account(lang, false)
    };
    pages.add("account-fresh", &fresh)?;
    write_codes(pages, lang)?;
    write_links(pages, lang)?;
    pages.add("persons", &persons(lang))?;
    write_roster(pages, lang)
}

fn write_roster(pages: &mut Pages, lang: Lang) -> Added {
    let mut frame = frame(lang, "/admin/persons/import", Some("周明"));
    if let Some(who) = &mut frame.who {
        who.administers = true;
        who.factors_removed = Some(minute(0));
    }
    let fault = |line, cause, found: &str| FaultRow { line, cause, found: found.to_owned() };
    let faulty = RosterPage {
        frame: frame.clone(),
        problem: Some(Message::new("error.roster_rows")),
        text: "姓名,机构,类别\n=1+1,柳湾村,成员".to_owned(),
        most: 200,
        faults: vec![fault(2, "cell", "=1+1"), fault(3, "known", "陈秀兰")],
        persons: Vec::new(),
    };
    pages.add("persons-import-faults", &faulty)?;
    let planned = |line, name: &str, kind| PlannedRow {
        line,
        name: name.to_owned(),
        login_name: name.to_owned(),
        organization: "石桥镇柳湾村村民委员会".to_owned(),
        kind,
    };
    let persons = vec![planned(2, "王秀兰", "member"), planned(3, "李建国", "reader")];
    let plan =
        RosterPage { problem: None, faults: Vec::new(), persons, frame: frame.clone(), ..faulty };
    pages.add("persons-import", &plan)?;
    let row = |name: &str, contact: &str| LinkRow {
        name: name.to_owned(),
        login_name: name.to_owned(),
        organization: "石桥镇柳湾村村民委员会".to_owned(),
        contact: contact.to_owned(),
        link: format!("https://yunze.example/link/{}", super::HASH),
        qr: qr(),
    };
    let rows = vec![row("王秀兰", "13800000000"), row("李建国", "")];
    pages.add("persons-links", &Links { frame, until: minute(9000), csv: "a".to_owned(), rows })
}

fn account(lang: Lang, linked: bool) -> Account {
    let session = |id: &str, device: &str, after, is_this| SessionRow {
        id: id.to_owned(),
        device: device.to_owned(),
        created: minute(after),
        seen: minute(after + 240),
        is_this,
    };
    let key = |name: &str, used| PasskeyRow {
        id: "AAAA".to_owned(),
        name: name.to_owned(),
        created: minute(-9000),
        used,
    };
    Account {
        frame: frame(lang, "/account", Some("陈秀兰")),
        problem: None,
        login_name: "chen.xiulan".to_owned(),
        has_password: true,
        has_code: true,
        codes_left: 7,
        passkeys: vec![key("办公室电脑", Some(minute(0))), key("我的手机", None)],
        provider: Some("云泽县统一身份认证".to_owned()),
        linked,
        sessions: vec![
            session("a", "Windows · Edge", 0, true),
            session("b", "Android · 微信", -3000, false),
            session("c", "", -5000, false),
        ],
    }
}

fn write_codes(pages: &mut Pages, lang: Lang) -> Added {
    let set_up = CodeSetUp {
        frame: frame(lang, "/account/code", Some("陈秀兰")),
        problem: Some(Message::new("error.one_time_code")),
        qr: qr(),
        secret: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP".to_owned(),
        uri: "otpauth://totp/x:y?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned(),
    };
    pages.add("account-code", &set_up)?;
    let codes = ["K7WQ-2MPA-XZ4R", "9GHT-UV3C-BD8E"];
    let recovery = RecoveryCodes {
        frame: frame(lang, "/account", Some("陈秀兰")),
        codes: codes.iter().cycle().take(8).map(|code| (*code).to_owned()).collect(),
    };
    pages.add("account-recovery", &recovery)?;
    let asked = CodeAsked {
        frame: frame(lang, "/login/code", None),
        csrf: "c0ffee".to_owned(),
        problem: None,
    };
    pages.add("login-code", &asked)?;
    let passkey = PasskeyAsked {
        frame: frame(lang, "/login", None),
        csrf: "c0ffee".to_owned(),
        challenge: "AAAA".to_owned(),
        site: "gongkai.example".to_owned(),
    };
    pages.add("login-passkey", &passkey)?;
    let made = PasskeyMade {
        frame: frame(lang, "/account", Some("陈秀兰")),
        challenge: "AAAA".to_owned(),
        site: "gongkai.example".to_owned(),
        person: "AAAA".to_owned(),
        login_name: "chen.xiulan".to_owned(),
        known: String::new(),
        name: "办公室电脑".to_owned(),
    };
    pages.add("account-passkey", &made)
}

fn write_links(pages: &mut Pages, lang: Lang) -> Added {
    let opened = LinkOpened {
        frame: frame(lang, "/link", None),
        csrf: "c0ffee".to_owned(),
        problem: Some(Message::new("error.password_common")),
        purpose: "invite",
        display_name: "李建国".to_owned(),
        login_name: "li.jianguo".to_owned(),
    };
    pages.add("link", &opened)?;
    pages.add("link-dead", &DeadLink { frame: frame(lang, "/link", None) })?;
    let made = LinkMade {
        frame: frame(lang, "/admin/persons", Some("周明")),
        purpose: "reset",
        display_name: "李建国".to_owned(),
        login_name: "li.jianguo".to_owned(),
        link: format!("https://gongkai.example/link/{}", super::HASH),
        qr: qr(),
        until: minute(10_080),
    };
    pages.add("link-made", &made)?;
    let leaving = Leaving {
        frame: frame(lang, "/account", Some("陈秀兰")),
        name: "云泽县统一身份认证".to_owned(),
        url: "https://id.example/auth?x=y".to_owned(),
    };
    pages.add("account-leaving", &leaving)
}

fn persons(lang: Lang) -> Persons {
    let mut shown = frame(lang, "/admin/persons", Some("周明"));
    if let Some(who) = &mut shown.who {
        who.administers = true;
    }
    let row = |id: &str, name: &str, login: &str, is_own| PersonRow {
        id: id.to_owned(),
        login_name: login.to_owned(),
        display_name: name.to_owned(),
        organizations: vec!["石桥镇柳湾村村民委员会".to_owned()],
        has_password: true,
        has_code: false,
        has_passkey: false,
        locked_until: None,
        link_until: None,
        is_own,
    };
    Persons {
        frame: shown,
        problem: Some(Message::new("error.login_name_taken")),
        typed: Invited { login_name: "chen".to_owned(), ..Invited::default() },
        organizations: vec![Choice {
            value: "a".to_owned(),
            label: "石桥镇柳湾村村民委员会".to_owned(),
        }],
        provider: Some("云泽县统一身份认证".to_owned()),
        wanted: "陈".to_owned(),
        next: None,
        first: None,
        rows: vec![
            PersonRow {
                locked_until: Some(minute(30)),
                ..row("1", "陈秀兰", "chen.xiulan", false)
            },
            PersonRow {
                has_password: false,
                link_until: Some(minute(9000)),
                ..row("2", "陈小平", "chen.xiaoping", false)
            },
            PersonRow { has_code: true, ..row("3", "陈大勇", "chen.dayong", false) },
            row("4", "周明", "zhou.ming", true),
        ],
    }
}
