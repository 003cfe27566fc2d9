//! What a body owes, at the desk (`GET /desk/obligations`, `GET /desk/obligations/{id}`).

use askama::Template;

use super::board::DutyLink;
use super::choice::{Choice, Group};
use super::frame::{Frame, Link, Message};

/// The bodies for which the caller may report facts.
#[derive(Clone, Debug, Template)]
#[template(path = "obligations.html")]
pub struct Obligations {
    pub frame: Frame,
    pub bodies: Vec<BodyDuties>,
}

/// What waits in one body.
#[derive(Clone, Debug)]
pub struct BodyDuties {
    pub body: Link,
    pub late: u32,
    pub soon: u32,
}

/// One body. Its forms are sent to `/desk/obligations/{id}/<word>`:
/// - `report` with `what` (`regime entry kind clock`), `on_day`, `name`; `void` with `fact`, `reason`;
/// - `excuse` with `duty` (`regime entry occasion`), `reason`;
/// - `turn` with `duty`, `turn`, `days`, `article`, `reason`;
/// - `adopt` with `regime`, `from_day`, `without` (ids, with spaces between), `reason`.
#[derive(Clone, Debug, Template)]
#[template(path = "obligations_of.html")]
pub struct ObligationsOf {
    pub frame: Frame,
    pub problem: Option<Message>,
    pub id: String,
    pub name: String,
    pub today: String,
    /// Late, waiting and due soon, in this order.
    pub waiting: Vec<WaitingDuty>,
    /// What can be reported, by catalogue.
    pub reportable: Vec<Group>,
    pub facts: Vec<FactRow>,
    /// Open obligations, for those who may release or turn.
    pub open: Vec<Choice>,
    pub may_excuse: bool,
    pub may_turn: bool,
    /// Regimes whose catalogue the caller may adopt here.
    pub adoptable: Vec<Choice>,
    /// Catalogues that bind.
    pub bound: Vec<Link>,
    pub typed: std::collections::HashMap<String, String>,
}

impl ObligationsOf {
    /// Its address, which the addresses of its forms begin with.
    pub fn at(&self) -> String {
        format!("/desk/obligations/{}", self.id)
    }

    /// What was typed in a field before it was refused.
    pub fn was(&self, field: &str) -> &str {
        self.typed.get(field).map_or("", String::as_str)
    }
}

/// An obligation that somebody should see to.
#[derive(Clone, Debug)]
pub struct WaitingDuty {
    pub entry: String,
    pub link: DutyLink,
    /// `late`, `waiting`, `soon`.
    pub state: &'static str,
    /// Name of the fact, for those inside.
    pub fact: String,
}

/// A fact as it was reported.
#[derive(Clone, Debug)]
pub struct FactRow {
    pub id: String,
    pub entry: String,
    pub on_day: String,
    pub name: String,
    /// Why it was voided.
    pub voided: Option<String>,
    pub may_void: bool,
}
