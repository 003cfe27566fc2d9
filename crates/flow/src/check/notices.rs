//! The notice periods of a disclosure against its acts: opened by the publication, made longer,
//! concluded. Knows no database; called with what was read.

use std::collections::BTreeMap;

use domain::act::{Act, Details, Kind};
use domain::calendar::day_of;
use store::acts::StoredAct;
use store::editions::Facts;
use store::notices::{Conclusion, Notice};

use super::acts::{Attempts, Standing};

/// The row of a conclusion is written in the step of its act, a little before it.
const STEP_US: i64 = 3_600 * 1_000_000;

/// What does not fit.
pub(super) fn faults(standing: &Standing, attempts: &Attempts) -> Vec<String> {
    let id = standing.disclosure.id;
    let mut made: BTreeMap<u32, Notice> = BTreeMap::new();
    for act in &standing.acts {
        let facts = attempts.facts(id, act);
        after(&mut made, standing, act, facts);
    }
    let code = standing.disclosure.code;
    let name = |number: u32| format!("{code} edition {number}: its notice period");
    let mut faults = Vec::new();
    for row in &standing.notices {
        match made.remove(&row.edition) {
            Some(acts) if is_same(row, &acts) => {}
            Some(_) => faults.push(format!("{} is not what its acts say", name(row.edition))),
            None => faults.push(format!("{} was opened by no act", name(row.edition))),
        }
    }
    // What is still to be delivered has none yet.
    if standing.settled {
        faults.extend(made.into_keys().map(|number| format!("{} is gone", name(number))));
    }
    faults
}

fn after(
    made: &mut BTreeMap<u32, Notice>,
    standing: &Standing,
    act: &StoredAct,
    facts: Option<&Facts>,
) {
    // What cannot be read was named with its entry.
    let Ok(body) = Act::parse(&act.body) else { return };
    match (act.kind, body.details) {
        (Kind::Publish, Some(Details::Publication { notice_until: Some(until_day), .. })) => {
            let Some(plan) = facts.and_then(|facts| facts.notice.as_ref()) else { return };
            made.entry(act.edition).or_insert_with(|| Notice {
                disclosure: standing.disclosure.id,
                edition: act.edition,
                from_day: day_of(act.at),
                until_day,
                channel: plan.channel.clone(),
                conclusion: None,
            });
        }
        (Kind::Extend, Some(Details::Notice { until })) => {
            if let Some(notice) = made.get_mut(&act.edition) {
                notice.until_day = until;
            }
        }
        (Kind::Conclude, Some(Details::Result { objections, upheld })) => {
            if let Some(notice) = made.get_mut(&act.edition) {
                let (at, result) = (act.at, body.note);
                notice.conclusion = Some(Conclusion { at, objections, upheld, result });
            }
        }
        _ => {}
    }
}

fn is_same(row: &Notice, acts: &Notice) -> bool {
    let at_once = match (&row.conclusion, &acts.conclusion) {
        (Some(row), Some(act)) => (0..STEP_US).contains(&(act.at.0 - row.at.0)),
        _ => true,
    };
    let timeless = |notice: &Notice| {
        let mut notice = notice.clone();
        if let Some(end) = &mut notice.conclusion {
            end.at = domain::time::Micros(0);
        }
        notice
    };
    at_once && timeless(row) == timeless(acts)
}
