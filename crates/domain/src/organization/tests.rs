use super::*;

fn id(number: u128) -> OrganizationId {
    OrganizationId(uuid::Uuid::from_u128(number))
}

fn body(number: u128, parent: Option<u128>, kind: Kind) -> Organization {
    Organization {
        id: id(number),
        authority: AuthorityId(uuid::Uuid::nil()),
        parent: parent.map(id),
        kind,
        name: number.to_string(),
        area_code: "99".to_owned(),
        standing: Standing::default(),
        contacts: Contacts::default(),
    }
}

fn merged(organization: Organization, into: u128) -> Organization {
    let standing =
        Standing { until: Some(Micros(1)), successor: Some(id(into)), ..Standing::default() };
    Organization { standing, ..organization }
}

/// County 1; townships 2 and 3; villages 21 and 22 of the one, 31 of the other; 221 watches 22.
fn county() -> Vec<Organization> {
    vec![
        body(1, None, Kind::CountyGovernment),
        body(2, Some(1), Kind::Township),
        body(3, Some(1), Kind::Township),
        body(21, Some(2), Kind::VillageCommittee),
        body(22, Some(2), Kind::VillageCommittee),
        body(31, Some(3), Kind::VillageCommittee),
        body(221, Some(22), Kind::Supervision),
    ]
}

#[test]
fn above_a_merged_body_stands_its_successor() {
    let mut all = county();
    all[3] = merged(all[3].clone(), 31);
    let tree = Tree::new(all);
    assert_eq!(tree.upward(id(21)), [id(21), id(31), id(3), id(1)]);
    assert_eq!(tree.current(id(21)), id(31));
    assert_eq!(tree.superior(id(21)), Some(id(3)));
    assert_eq!(tree.inherited(id(31)), [id(31), id(21)]);
    assert_eq!(tree.inherited(id(21)), [id(21)]);
    assert!(!tree.below(id(2)).iter().any(|each| each.id == id(21)));
}

#[test]
fn a_successor_that_was_merged_in_its_turn_passes_it_on() {
    let mut all = county();
    all[3] = merged(all[3].clone(), 22);
    all[4] = merged(all[4].clone(), 31);
    let tree = Tree::new(all);
    assert_eq!(tree.current(id(21)), id(31));
    assert_eq!(tree.inherited(id(31)).len(), 3);
    // A superior that was merged is asked in the person of its successor.
    assert_eq!(tree.superior(id(221)), Some(id(31)));
}

#[test]
fn rows_that_go_in_a_circle_end() {
    let mut all = county();
    all[3] = merged(all[3].clone(), 22);
    all[4] = merged(all[4].clone(), 21);
    let tree = Tree::new(all);
    assert_eq!(tree.upward(id(21)), [id(21), id(22)]);
    assert_eq!(tree.current(id(21)), id(22));
}

#[test]
fn a_supervision_body_watches_the_one_above_it() {
    let tree = Tree::new(county());
    assert_eq!(tree.watched(id(221)), id(22));
    assert_eq!(tree.watched(id(2)), id(2));
    assert_eq!(tree.supervision_of(id(22)), [id(22), id(221)]);
    assert_eq!(tree.supervision_of(id(21)), [id(21)]);
}
