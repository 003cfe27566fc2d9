use super::*;
use crate::finding::{mask, mask_body};

const KNOWN: Known<'static> = Known { contacts: &[], today: "2026-03-01" };

/// Words of the fields found, and the text masked.
fn seen(text: &str) -> (Vec<&'static str>, String) {
    let found = hits(text, &KNOWN);
    (found.iter().map(|hit| hit.field.word()).collect(), mask(text, &found))
}

#[track_caller]
fn assert_masked(field: &str, text: &str, masked: &str) {
    assert_eq!(seen(text), (vec![field], masked.to_owned()), "{text}");
    assert_eq!(seen(masked).0, Vec::<&str>::new(), "found again: {masked}");
}

#[track_caller]
fn assert_clean(text: &str) {
    assert_eq!(seen(text).0, Vec::<&str>::new(), "{text}");
}

#[test]
fn identity_numbers_are_found_in_every_spelling_and_company_codes_are_not() {
    assert_masked("identity_number", "证11010519491231002X。", "证11*************02X。");
    assert_masked("identity_number", "440524188001010014", "44*************014");
    assert_masked("identity_number", "110105 19491231-002x", "11**** ********-*02x");
    assert_masked(
        "identity_number",
        "１１０１０５\u{200b}19491231002Ｘ",
        "１１****\u{200b}*********02Ｘ",
    );
    assert_masked("identity_number", "身份证号：110105491231002", "身份证号：11**********002");
    assert_masked("identity_number", "身份证：110105194912310021", "身份证：11*************021");
    assert_masked("identity_number", "9911010519491231002X", "99***************02X");
    assert_clean("编号110105194912310021");
    assert_clean("流水号110105491231002");
    assert_clean("统一社会信用代码91350100M000100Y43");
    assert_clean("11*************02X");
}

#[test]
fn telephone_numbers_are_found_but_for_those_published() {
    assert_masked("mobile_number", "张三13812345678", "张三138****5678");
    assert_masked("mobile_number", "+86 138 1234 5678", "+86 138 **** 5678");
    assert_masked("mobile_number", "１３８１２３４５６７８", "１３８****５６７８");
    assert_masked("landline", "电话0798-8223456。", "电话0798-****456。");
    assert_masked("landline", "（010）12345678", "（010）1****678");
    assert_masked("landline", "联系电话：8223456", "联系电话：****456");
    assert_clean("金额13812345678901元");
    assert_clean("https://www.example.cn/a/13812345678.html");
    assert_clean("监督电话12345");
    let contacts = ["监督电话：（0798）8223456".to_owned(), "138-1234-5678".to_owned()];
    let known = Known { contacts: &contacts, ..KNOWN };
    assert_eq!(hits("电话0798-8223456或13812345678", &known), []);
    assert_eq!(hits("电话：8223456", &known), []);
    assert_eq!(hits("电话０７９８ ８２２３４５６ 或 +86 138 1234 5678", &known), []);
    for other in ["电话0798-8223457", "电话0791-8223456", "电话13988223456", "13812345679"] {
        assert_eq!(hits(other, &known).len(), 1, "{other}");
    }
    // a published number without area code is no end of a mobile number
    let local = ["8223456".to_owned()];
    assert_eq!(hits("张三13988223456", &Known { contacts: &local, ..KNOWN }).len(), 1);
    let email = ["邮箱：Gongkai@Qingshi.example".to_owned()];
    let known = Known { contacts: &email, ..KNOWN };
    assert_eq!(hits("寄到gongkai@qingshi.example", &known), []);
    assert_eq!(hits("寄到xgongkai@qingshi.example", &known).len(), 1);
}

#[test]
fn cards_need_a_check_digit_and_accounts_a_label() {
    assert_masked("bank_card", "6222021234567890128", "***************0128");
    assert_masked("bank_card", "6222 0212 3456 7890 128", "**** **** **** ***0 128");
    assert_clean("6222021234567890127");
    assert_masked(
        "account_number",
        "一卡通账号：8102 3456 7890 12",
        "一卡通账号：**** **** **90 12",
    );
    assert_clean("户名：莲花县财政局，账号：81023456789012");
}

#[test]
fn other_fields_are_found_where_the_text_speaks_of_a_person() {
    assert_masked("email", "邮箱zhang.san@example.com", "邮箱z***@example.com");
    assert_masked("licence_plate", "赣J·12345", "赣J·***45");
    assert_masked("passport", "护照号E12345678", "护照号E*****678");
    assert_clean("型号E12345678");
    assert_masked("address", "住坊楼镇幸福村3号楼2单元501室", "住坊楼镇幸福村***");
    assert_masked("address", "家庭住址：坊楼镇沙江村5组12号", "家庭住址：坊楼镇沙江村***");
    assert_clean("地址：建设路12号");
    assert_clean("行政服务中心3号楼2单元501室");
    assert_masked("birth_date", "张三，1985年3月12日出生", "张三，1985年3月**日出生");
    assert_masked("birth_date", "出生日期：1985-03-12", "出生日期：1985-03-**");
    assert_clean("1985年3月出生");
    assert_clean("于1985年3月12日成立");
}

#[test]
fn illness_disability_and_childhood_are_found_of_persons_only() {
    assert_masked("diagnosis", "张小明，因患尿毒症，救助3000元", "张小明，因患***，救助3000元");
    assert_masked("diagnosis", "李四（肺癌）", "李四（**）");
    assert_masked("disability", "村民王五，肢体二级残疾", "村民王五，******");
    assert_masked("minor", "张小明，男，8岁", "张小明，男，**");
    assert_masked("minor", "李小红，十二周岁", "李小红，****");
    assert_masked("minor", "出生日期：2020年5月6日", "出生日期：2020年5月*日");
    assert_clean("患有高血压、糖尿病的老年人可以免费体检。");
    assert_clean("对不满十四周岁的儿童，应当予以保护。");
    assert_clean("残疾人两项补贴按月发放，一级残疾每人100元。");
    assert_clean("张大明，男，48岁");
    assert_clean("出生日期需在2016年1月1日及以后");
}

#[test]
fn a_column_says_what_its_cells_are() {
    let text = |rows: &[&[&str]]| -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    };
    let rows = text(&[
        &["序号", "姓名", "账号", "年龄", "病种", "残疾等级", "住址"],
        &["1", "张三", "81023456789012", "9", "肝炎", "二级", "沙江村5组"],
        &["2", "李四", "**** 9012", "60", "无", "-", "沙江村"],
    ]);
    let columns = Columns::of(&rows);
    let seen = |row: usize| -> Vec<&str> {
        let cells = rows[row].iter().enumerate();
        let hits = cells.flat_map(|(at, cell)| hits_under(columns.label(row, at), cell, &KNOWN));
        hits.map(|hit| hit.field.word()).collect()
    };
    assert_eq!(seen(0), Vec::<&str>::new());
    assert_eq!(seen(1), ["name", "account_number", "minor", "diagnosis", "disability", "address"]);
    assert_eq!(seen(2), ["name"]);
    let beside = text(&[&["开户账号", "81023456789012"]]);
    assert_eq!(Columns::of(&beside).label(0, 1), "开户账号");
}

#[test]
fn masking_a_body_changes_the_place_and_nothing_else() {
    use crate::finding::{Part, Place};
    use crate::slice::Body;
    let table = |cell: &str| Body::Table {
        h: vec!["一".into()],
        r: vec![vec!["甲".into(), cell.into()]],
    };
    let place = |part, start, end| Place { part, start, end };
    let cell = Part::Cell { row: 0, column: 1 };
    let masked = mask_body(&table("13812345678"), &[(place(cell, 0, 11), "*".into())]);
    assert_eq!(masked, table("*"));
    for stale in [place(cell, 0, 99), place(cell, 5, 3), place(Part::Text, 0, 1)] {
        assert_eq!(mask_body(&table("13"), &[(stale, "*".into())]), table("13"));
    }
}

proptest::proptest! {
    #[test]
    fn masking_is_done_once_and_keeps_everything_around(
        parts in proptest::collection::vec(
            "[0-9Xx ,，-]{0,20}|11010519491231002X|13812345678|6222021234567890128|电话|身份证|账号|出生|\\PC{0,6}|1985年3月12日|幸福村3号楼2单元501室|a@b.cn|张三，8岁", 0..8),
    ) {
        let text = parts.concat();
        let found = hits(&text, &KNOWN);
        let masked = mask(&text, &found);
        let mut at = 0;
        let mut rest = masked.as_str();
        for hit in &found {
            proptest::prop_assert!(hit.range.start >= at);
            let (before, after) = rest.split_at(hit.range.start - at);
            proptest::prop_assert_eq!(before, &text[at..hit.range.start]);
            proptest::prop_assert!(after.starts_with(&hit.masked));
            rest = &after[hit.masked.len()..];
            at = hit.range.end;
        }
        proptest::prop_assert_eq!(rest, &text[at..]);
        let again = mask(&masked, &hits(&masked, &KNOWN));
        proptest::prop_assert_eq!(again, masked);
    }
}
