//! The kinds of personal information that the checks know, and what an item says of each.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// A kind of personal information. The words stand in regime packs and in message keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 公民身份号码, GB 11643-1999, and the form of 15 digits before it.
    IdentityNumber,
    MobileNumber,
    Landline,
    /// A card number that passes its check digit.
    BankCard,
    /// 账号, 一卡通: known by its label or column only.
    AccountNumber,
    /// An address down to building, unit or room.
    Address,
    Email,
    LicencePlate,
    Passport,
    /// 不满十四周岁 (Personal Information Protection Law, article 28).
    Minor,
    /// 病情, 病种.
    Diagnosis,
    /// 残疾类别, 残疾等级.
    Disability,
    /// A date of birth to the day.
    BirthDate,
    Name,
    /// 家庭成员, 户口簿.
    Household,
}

impl Field {
    pub const ALL: [Self; 15] = [
        Self::IdentityNumber,
        Self::MobileNumber,
        Self::Landline,
        Self::BankCard,
        Self::AccountNumber,
        Self::Address,
        Self::Email,
        Self::LicencePlate,
        Self::Passport,
        Self::Minor,
        Self::Diagnosis,
        Self::Disability,
        Self::BirthDate,
        Self::Name,
        Self::Household,
    ];

    /// The word in packs; also the check's name in message keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::IdentityNumber => "identity_number",
            Self::MobileNumber => "mobile_number",
            Self::Landline => "landline",
            Self::BankCard => "bank_card",
            Self::AccountNumber => "account_number",
            Self::Address => "address",
            Self::Email => "email",
            Self::LicencePlate => "licence_plate",
            Self::Passport => "passport",
            Self::Minor => "minor",
            Self::Diagnosis => "diagnosis",
            Self::Disability => "disability",
            Self::BirthDate => "birth_date",
            Self::Name => "name",
            Self::Household => "household",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }
}

/// What an item says of the fields in its disclosures. What it does not name follows the default of
/// each field; `forbid` goes before `mask`, `mask` before `allow`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// Belongs to the disclosure: no finding.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub allow: BTreeSet<Field>,
    /// Shown masked only.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub mask: BTreeSet<Field>,
    /// Never shown.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub forbid: BTreeSet<Field>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_read_back_and_is_the_one_in_packs() {
        for field in Field::ALL {
            assert_eq!(Field::from_word(field.word()), Some(field));
            assert_eq!(serde_json::to_value(field).unwrap(), field.word());
        }
        assert_eq!(Field::from_word("shoe_size"), None);
    }

    #[test]
    fn rules_refuse_a_field_that_nobody_knows() {
        let rules: Rules = toml::from_str("allow = ['name']\nforbid = ['diagnosis']").unwrap();
        assert!(rules.allow.contains(&Field::Name) && rules.mask.is_empty());
        assert!(toml::from_str::<Rules>("mask = ['shoe_size']").is_err());
        assert!(toml::from_str::<Rules>("masks = ['name']").is_err());
    }
}
