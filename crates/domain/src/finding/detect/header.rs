//! Tables: what a column's header, or the label in the cell to the left, says of a cell.

use std::ops::Range;

use super::{Look, health};
use crate::finding::Field;

/// Rows at the top among which the header is looked for.
const HEADER_ROWS: usize = 4;
/// A label is short.
const LABEL_CHARACTERS: usize = 14;

/// The labels of a table's cells.
pub(super) struct Columns<'t> {
    rows: &'t [Vec<String>],
    header: Option<usize>,
}

impl<'t> Columns<'t> {
    pub(super) fn of(rows: &'t [Vec<String>]) -> Self {
        let labels = |row: &Vec<String>| row.iter().filter(|cell| is_label(cell)).count();
        let header = rows.iter().take(HEADER_ROWS).position(|row| {
            labels(row) > 0 && !row.iter().any(|cell| cell.chars().any(|c| c.is_ascii_digit()))
        });
        Self { rows, header }
    }

    /// The label over a cell, else the one left of it.
    pub(super) fn label(&self, row: usize, column: usize) -> &'t str {
        let over = self.header.filter(|header| *header < row);
        let over = over.and_then(|header| self.rows[header].get(column));
        if let Some(label) = over.filter(|cell| is_label(cell)) {
            return label;
        }
        let left = column.checked_sub(1).and_then(|left| self.rows[row].get(left));
        left.filter(|cell| is_label(cell)).map_or("", String::as_str)
    }
}

fn is_label(cell: &str) -> bool {
    !cell.is_ascii() && cell.chars().count() <= LABEL_CHARACTERS && !named(cell).is_empty()
}

/// The fields that a label speaks of.
fn named(label: &str) -> Vec<Field> {
    const WORDS: [(&str, Field); 34] = [
        ("身份证", Field::IdentityNumber),
        ("证件号", Field::IdentityNumber),
        ("公民身份", Field::IdentityNumber),
        ("身份号", Field::IdentityNumber),
        ("手机", Field::MobileNumber),
        ("电话", Field::Landline),
        ("联系方式", Field::MobileNumber),
        ("账号", Field::AccountNumber),
        ("帐号", Field::AccountNumber),
        ("卡号", Field::AccountNumber),
        ("一卡通", Field::AccountNumber),
        ("存折", Field::AccountNumber),
        ("住址", Field::Address),
        ("家庭地址", Field::Address),
        ("居住地", Field::Address),
        ("详细地址", Field::Address),
        ("邮箱", Field::Email),
        ("车牌", Field::LicencePlate),
        ("护照", Field::Passport),
        ("年龄", Field::Minor),
        ("病情", Field::Diagnosis),
        ("病种", Field::Diagnosis),
        ("疾病", Field::Diagnosis),
        ("诊断", Field::Diagnosis),
        ("患病", Field::Diagnosis),
        ("残疾", Field::Disability),
        ("出生", Field::BirthDate),
        ("生日", Field::BirthDate),
        ("姓名", Field::Name),
        ("户主", Field::Name),
        ("家庭成员", Field::Household),
        ("户口簿", Field::Household),
        ("户口本", Field::Household),
        ("户号", Field::Household),
    ];
    let label: String = label.chars().filter(|c| !c.is_whitespace()).collect();
    let mut fields: Vec<Field> =
        WORDS.iter().filter(|(word, _)| label.contains(word)).map(|(_, field)| *field).collect();
    // 家庭成员姓名, 患病人数 and the like: a count is nobody's illness.
    if ["人数", "数量", "金额", "标准", "人口", "比例"].iter().any(|word| label.contains(word))
    {
        fields.clear();
    }
    fields
}

/// What the label makes of a cell in which no detector saw it.
pub(super) fn find(look: &Look<'_>) -> Vec<(Field, Range<usize>)> {
    let text = look.text();
    let cell = text.trim();
    let start = text.len() - text.trim_start().len();
    let whole = start..start + cell.len();
    if cell.is_empty() || cell.contains('*') || is_label(cell) {
        return Vec::new();
    }
    let fields = named(look.label);
    let fits = |field: &Field| is_value(*field, cell, look);
    fields.into_iter().filter(fits).map(|field| (field, whole.clone())).collect()
}

fn is_value(field: Field, cell: &str, look: &Look<'_>) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let is_number = cell.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | 'X' | 'x'));
    let han = |most: usize| {
        let count = cell.chars().count();
        (2..=most).contains(&count)
            && cell.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c) || c == '·')
    };
    match field {
        Field::IdentityNumber => is_number && matches!(digits, 15 | 17 | 18),
        Field::AccountNumber => is_number && digits >= 8,
        Field::Address => digits > 0 && cell.contains(['号', '组', '栋', '幢', '室', '户']),
        Field::Minor => is_young(cell, look),
        Field::Diagnosis | Field::Disability => {
            !["无", "否", "-", "/", "健康", "良好", "正常", "是", "有"].contains(&cell)
                && cell.chars().any(|c| !c.is_ascii_punctuation())
        }
        Field::Name => han(4) && cell != "合计",
        Field::Household => cell.chars().count() > 1 && digits != cell.len() || digits >= 5,
        // Their own detectors have seen them.
        Field::MobileNumber
        | Field::Landline
        | Field::BankCard
        | Field::Email
        | Field::LicencePlate
        | Field::Passport
        | Field::BirthDate => false,
    }
}

fn is_young(cell: &str, look: &Look<'_>) -> bool {
    look.label.contains("年龄") && health::age(cell).is_some_and(|years| years < 14)
}
