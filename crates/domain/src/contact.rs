//! 公开联系方式: where an organization says that it can be reached, for everybody to see. Its
//! numbers and addresses are no findings in what it publishes (`finding::Ground::contacts`).

use serde::{Deserialize, Serialize};

use crate::finding::{Telephone, is_private};
use crate::ids::OrganizationId;
use crate::organization::{Organization, Tree};

/// Telephone numbers of one purpose.
pub const NUMBERS: usize = 5;
const NUMBER_LETTERS: usize = 40;
const LINE_LETTERS: usize = 100;
/// Parts the fields in the record, and so stands in none of them.
const PARTING: char = '｜';

/// What an organization publishes about itself. Empty fields are not published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contacts {
    /// 监督电话: complaints about the organization's own people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supervision: Vec<String>,
    /// 异议受理电话: objections to what is disclosed, and questions about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objection: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// When somebody is there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hours: String,
}

/// As a form has it: numbers in one line each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedContacts {
    pub supervision: String,
    pub objection: String,
    pub email: String,
    pub address: String,
    pub hours: String,
}

impl Contacts {
    /// # Errors
    /// The word of what cannot be published: `contact_numbers`, `contact_area`, `contact_number`,
    /// `contact_email`, `contact_line`, `contact_private`.
    pub fn read(typed: &TypedContacts) -> Result<Self, &'static str> {
        let email = line(&typed.email)?;
        if !email.is_empty() && !is_email(&email) {
            return Err("contact_email");
        }
        Ok(Self {
            supervision: numbers(&typed.supervision)?,
            objection: numbers(&typed.objection)?,
            email,
            address: line(&typed.address)?,
            hours: line(&typed.hours)?,
        })
    }

    /// As it stands in a form.
    pub fn typed(&self) -> TypedContacts {
        TypedContacts {
            supervision: self.supervision.join("、"),
            objection: self.objection.join("、"),
            email: self.email.clone(),
            address: self.address.clone(),
            hours: self.hours.clone(),
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As its act of administration has it, word for word: `check` compares the two.
    pub fn recorded(&self) -> String {
        let TypedContacts { supervision, objection, email, address, hours } = self.typed();
        let fields = [
            ("监督电话", supervision),
            ("异议受理电话", objection),
            ("邮箱", email),
            ("地址", address),
            ("时间", hours),
        ];
        let filled = fields.into_iter().filter(|(_, text)| !text.is_empty());
        let words: Vec<_> = filled.map(|(label, text)| format!("{label} {text}")).collect();
        words.join(&format!(" {PARTING} "))
    }
}

/// The numbers and the address of mail of what [`Contacts::recorded`] wrote.
pub fn recorded_contacts(recorded: &str) -> Vec<String> {
    let fields = recorded.split(PARTING).filter_map(|field| field.trim().split_once(' '));
    let reached = fields.filter(|(label, _)| ["监督电话", "异议受理电话", "邮箱"].contains(label));
    reached.flat_map(|(_, each)| each.split('、')).map(str::to_owned).collect()
}

fn numbers(typed: &str) -> Result<Vec<String>, &'static str> {
    let pieces = typed.split(['、', '，', ',', '；', ';', '\n', '/']).map(str::trim);
    let pieces: Vec<_> = pieces.filter(|piece| !piece.is_empty()).collect();
    if pieces.len() > NUMBERS {
        return Err("contact_numbers");
    }
    pieces.into_iter().map(number).collect()
}

/// One number, with a remark where it needs one: 0798-8223456（值班室）.
fn number(piece: &str) -> Result<String, &'static str> {
    let found = Telephone::all_in(piece);
    if let [number] = found.as_slice()
        && !number.is_whole()
    {
        return Err("contact_area");
    }
    let fits = found.len() == 1 && piece.chars().count() <= NUMBER_LETTERS;
    let line = line(piece)?;
    if fits { Ok(line) } else { Err("contact_number") }
}

fn line(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.chars().count() > LINE_LETTERS
        || text.contains(|c: char| c.is_control() || c == PARTING)
    {
        return Err("contact_line");
    }
    if is_private(text) { Err("contact_private") } else { Ok(text.to_owned()) }
}

fn is_email(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    text.split_once('@').is_some_and(|(name, host)| {
        let host_fits = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        !name.is_empty()
            && name.chars().all(plain)
            && host.contains('.')
            && host.split('.').all(host_fits)
    })
}

impl Tree {
    /// Whom a reader of what `id` published calls: the body itself as it is today, then those that
    /// have published a supervision number: each body above, nearest first, each followed by its
    /// supervision bodies.
    pub fn reachable(&self, id: OrganizationId) -> Vec<&Organization> {
        let own = self.current(id);
        let all = self.upward(own).into_iter().flat_map(|body| self.supervision_of(body));
        let mut found: Vec<&Organization> = Vec::new();
        for each in all.filter_map(|body| self.get(body)).filter(|each| each.is_active()) {
            let tells = if each.id == own {
                !each.contacts.is_empty()
            } else {
                !each.contacts.supervision.is_empty()
            };
            if tells && !found.iter().any(|known| known.id == each.id) {
                found.push(each);
            }
        }
        found
    }

    /// What may stand in the texts of `id`: all that it has published, and the supervision numbers
    /// of those that watch it and that stand above it.
    pub fn published_contacts(&self, id: OrganizationId) -> Vec<String> {
        let own = self.current(id);
        let of = |each: &Organization| {
            let Contacts { supervision, objection, email, .. } = each.contacts.clone();
            let other = if each.id == own { [objection, vec![email]].concat() } else { Vec::new() };
            [supervision, other].concat()
        };
        let all = self.reachable(id).into_iter().flat_map(of);
        all.filter(|contact| !contact.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests;
