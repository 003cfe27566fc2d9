use uuid::Uuid;

use super::*;
use crate::ids::{AuthorityId, PostId};
use crate::organization::{Kind, Organization, Standing};

fn id(number: u128) -> OrganizationId {
    OrganizationId(Uuid::from_u128(number))
}

/// County 1, townships 2 and 3, villages 21 and 22 below the one, 211 watches 21.
fn tree() -> Tree {
    let body = |number, parent: Option<u128>, kind| Organization {
        id: id(number),
        authority: AuthorityId(Uuid::nil()),
        parent: parent.map(id),
        kind,
        name: number.to_string(),
        area_code: String::new(),
        standing: Standing::default(),
        contacts: Default::default(),
    };
    Tree::new([
        body(1, None, Kind::CountyGovernment),
        body(2, Some(1), Kind::Township),
        body(3, Some(1), Kind::Township),
        body(21, Some(2), Kind::VillageCommittee),
        body(22, Some(2), Kind::VillageCommittee),
        body(211, Some(21), Kind::Supervision),
    ])
}

fn post(organization: u128, duty: Duty) -> Post {
    Post {
        id: PostId(Uuid::from_u128(organization)),
        organization: id(organization),
        duty,
        title: String::new(),
        is_deputy: false,
    }
}

#[test]
fn only_a_post_of_administration_covers_its_own_body_and_those_below() {
    let tree = tree();
    for duty in Duty::ALL {
        let posts = [post(2, duty)];
        for (place, below) in [(2, true), (21, true), (211, true), (1, false), (3, false)] {
            let covers = administrator_of(&posts, &tree, id(place)).is_some();
            assert_eq!(covers, below && duty == Duty::Administrator, "{duty:?} {place}");
        }
    }
    assert_eq!(administered(&[post(21, Duty::Administrator)], &tree), [id(21), id(211)]);
    assert!(administrator_of(&[post(1, Duty::Administrator)], &tree, id(99)).is_none());
}

/// Whether an administrator at a place gives each duty there: own, below, sibling, above.
#[test]
fn nobody_gives_more_than_they_have() {
    let tree = tree();
    let gives = |own, place, duty| {
        giver(&[post(own, Duty::Administrator)], &tree, id(place), duty).is_some()
    };
    for duty in Duty::ALL {
        let is_administrator = duty == Duty::Administrator;
        assert_eq!(gives(21, 21, duty), !is_administrator, "own {duty:?}");
        assert!(gives(2, 21, duty), "below {duty:?}");
        assert!(gives(1, 21, duty), "far below {duty:?}");
        for (own, place) in [(22, 21), (21, 2), (21, 1), (3, 21)] {
            assert!(!gives(own, place, duty), "{own} to {place} {duty:?}");
        }
        // Whoever administers a supervision body alone makes nobody watch the body above it.
        let inside = matches!(duty, Duty::Clerk | Duty::Reviewer | Duty::Approver);
        assert_eq!(gives(211, 211, duty), inside, "supervision body {duty:?}");
        assert!(gives(21, 211, duty), "{duty:?}");
        // No other duty gives anything.
        for other in Duty::ALL.into_iter().filter(|other| *other != Duty::Administrator) {
            assert!(giver(&[post(1, other)], &tree, id(21), duty).is_none(), "{other:?}");
        }
    }
}

#[test]
fn kin_are_kept_apart_where_one_watches_the_other() {
    for watching in Duty::ALL {
        for watched in Duty::ALL {
            let kept_apart = watching == Duty::Supervisor
                && matches!(watched, Duty::Clerk | Duty::Reviewer | Duty::Approver);
            assert_eq!(may_stand_beside(watching, watched), !kept_apart);
        }
    }
}

#[test]
fn no_supervisor_examines_what_kin_had_a_hand_in() {
    let (ann, bob) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
    let hands = [
        Hands { writers: vec![bob], ..Hands::default() },
        Hands { proposer: Some(bob), ..Hands::default() },
        Hands { reviewer: Some(bob), ..Hands::default() },
        Hands { approver: Some(bob), ..Hands::default() },
        Hands { deciders: vec![bob], ..Hands::default() },
    ];
    for hands in &hands {
        assert!(kin_hinders(Action::Supervise, &[bob], hands), "{hands:?}");
        assert!(!kin_hinders(Action::Supervise, &[ann], hands));
        assert!(!kin_hinders(Action::Supervise, &[], hands));
    }
    let supervised = Hands { supervisor: Some(bob), ..Hands::default() };
    for action in Action::ALL {
        let judges = part_of(action).is_some_and(|part| part != Part::Asked);
        assert_eq!(kin_hinders(action, &[bob], &supervised), judges, "{action:?}");
        assert!(!kin_hinders(action, &[ann], &supervised));
    }
}
