//! Personal information (Personal Information Protection Law, articles 25 and 28): what is found in
//! slices, tables and beside them, weighed by the item's rules and the slice's scope.

use super::detect::{self, Hit, Known};
use super::{Field, Finding, Ground, Part, Place, Rules, Strength, text};
use crate::disclosure::Draft;
use crate::scope::Scope;
use crate::slice::{Body, DraftSlice};

pub(super) fn check(draft: &Draft, ground: &Ground<'_>) -> Vec<Finding> {
    let channel = draft.notice.as_ref().map(|notice| notice.channel.clone());
    let contacts: Vec<String> = ground.contacts.iter().cloned().chain(channel).collect();
    let known = Known { contacts: &contacts, today: ground.today };
    let mut findings = Vec::new();
    for (at, slice) in draft.slices.iter().enumerate() {
        check_slice(at, slice, ground.rules, &known, &mut findings);
    }
    // Beside the text, always public.
    for text in text::beside(draft) {
        for hit in detect::hits(text, &known) {
            if let Some(strength) = strength(hit.field, &Scope::Public, ground.rules) {
                findings.push(finding(&hit, strength, None, None));
            }
        }
    }
    findings
}

fn check_slice(
    at: usize,
    slice: &DraftSlice,
    rules: &Rules,
    known: &Known<'_>,
    findings: &mut Vec<Finding>,
) {
    let mut weigh = |hits: Vec<Hit>, part: Part| {
        for hit in hits {
            if let Some(strength) = strength(hit.field, &slice.scope, rules) {
                let place = Place { part, start: hit.range.start, end: hit.range.end };
                findings.push(finding(&hit, strength, Some(at), Some(place)));
            }
        }
    };
    for (index, heading) in slice.body.headings().iter().enumerate() {
        weigh(detect::hits(heading, known), Part::Heading { index });
    }
    match &slice.body {
        Body::Title { t } | Body::Paragraph { t, .. } | Body::Note { t } => {
            weigh(detect::hits(t, known), Part::Text);
        }
        Body::Elided { t, .. } => weigh(detect::hits(t, known), Part::Text),
        Body::Table { r, .. } => {
            for (row, column, hit) in detect::hits_in_table(r, known) {
                weigh(vec![hit], Part::Cell { row, column });
            }
        }
    }
}

/// How much a field weighs in a scope; `None`: it may stand there.
pub(super) fn strength(field: Field, scope: &Scope, rules: &Rules) -> Option<Strength> {
    if scope.width() > 3 {
        return None;
    }
    let default = by_default(field, scope.width());
    if rules.forbid.contains(&field) {
        Some(Strength::Blocks)
    } else if rules.mask.contains(&field) {
        default.max(Some(Strength::NeedsReason))
    } else if rules.allow.contains(&field) {
        None
    } else {
        default
    }
}

/// Without a rule of the item. `width` is 0 for public and 1 for registered readers.
pub(super) fn by_default(field: Field, width: u8) -> Option<Strength> {
    let up_to = |most: u8, strength| (width <= most).then_some(strength);
    match field {
        Field::IdentityNumber | Field::BankCard | Field::AccountNumber | Field::Passport => {
            up_to(3, Strength::Blocks)
        }
        Field::Minor | Field::Diagnosis | Field::Disability => up_to(1, Strength::NeedsReason),
        Field::MobileNumber
        | Field::Landline
        | Field::Address
        | Field::Email
        | Field::LicencePlate
        | Field::BirthDate => up_to(0, Strength::NeedsReason),
        Field::Name | Field::Household => None,
    }
}

fn finding(hit: &Hit, strength: Strength, slice: Option<usize>, at: Option<Place>) -> Finding {
    // One digit a cell: there is nothing that could be put into the first cell.
    let fits = |place: &Place| place.end - place.start > 3;
    let health = matches!(hit.field, Field::Diagnosis | Field::Disability | Field::Minor);
    Finding {
        check: hit.field.word(),
        strength,
        slice,
        found: hit.masked.clone(),
        field: Some(hit.field),
        mask: at.filter(|place| health || fits(place)).map(|_| hit.masked.clone()),
        at,
    }
}

/// Fields that no text has that is always public, whatever it is about.
pub(super) fn is_never_public(text: &str) -> bool {
    let never = |hit: &Hit| by_default(hit.field, 3) == Some(Strength::Blocks);
    detect::hits(text, &Known::default()).iter().any(never)
}
