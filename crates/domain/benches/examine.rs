//! Checking a draft: 200 slices of text, and a table of 10,000 cells.

use criterion::{Criterion, criterion_group, criterion_main};
use domain::disclosure::Draft;
use domain::finding::{Ground, Rules, examine};
use domain::scope::Scope;
use domain::slice::{Body, DraftSlice};

const TEXT: &str = "二、补助对象为本村低收入家庭，由村民小组评议、村民委员会审核、乡镇人民政府审批。\
    申请人张某于2026年3月1日提交申请，经核查家庭人均年收入8,432元，符合《社会救助暂行办法》第九条的规定，\
    每月补助386元，自2026年4月起发放，咨询电话0798-8223456，联系人手机13812345678。";

fn slice(body: Body) -> DraftSlice {
    DraftSlice { body, scope: Scope::Public, ground: None, characters: 1 }
}

fn draft(slices: Vec<Body>) -> Draft {
    let title = Body::Title { t: "关于发放补助的公告".to_owned() };
    let slices = std::iter::once(title).chain(slices).map(slice).collect();
    Draft { slices, ..Draft::default() }
}

fn table(rows: usize) -> Body {
    let header =
        ["序号", "姓名", "身份证号", "手机", "住址", "金额", "账号", "出生日期", "病种", "备注"];
    let row = |at: usize| {
        let number = at.to_string();
        let cells = [
            &number,
            "张三",
            "11*************02X",
            "138****1234",
            "沙江村",
            "386.00",
            "***********9012",
            "1985年3月",
            "",
            "无",
        ];
        cells.map(str::to_owned).to_vec()
    };
    let rows = std::iter::once(header.map(str::to_owned).to_vec()).chain((1..rows).map(row));
    Body::Table { h: vec![], r: rows.collect() }
}

fn bench(criterion: &mut Criterion) {
    let rules = Rules::default();
    let inspected = std::collections::BTreeMap::new();
    let ground = Ground {
        inspected: &inspected,
        widest: None,
        has_item: true,
        corrects: false,
        rules: &rules,
        contacts: &[],
        notice: None,
        today: "2026-03-01",
    };
    let text = draft(vec![Body::Paragraph { h: vec![], t: TEXT.to_owned() }; 200]);
    criterion.bench_function("examine 200 slices", |b| b.iter(|| examine(&text, &ground)));
    let cells = draft(vec![table(1_000)]);
    criterion.bench_function("examine 10,000 cells", |b| b.iter(|| examine(&cells, &ground)));
}

criterion_group!(benches, bench);
criterion_main!(benches);
