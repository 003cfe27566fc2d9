use super::*;
use uuid::Uuid;

const OWNER: OrganizationId = OrganizationId(Uuid::from_u128(1));
const OTHER: OrganizationId = OrganizationId(Uuid::from_u128(2));
const ANN: PersonId = PersonId(Uuid::from_u128(3));

fn readers() -> Vec<(&'static str, Reader)> {
    let person = Reader { person: Some(ANN), ..Reader::default() };
    let with =
        |member: &[OrganizationId], posts: &[OrganizationId], handles: &[OrganizationId]| Reader {
            member_of: member.iter().copied().collect(),
            posts_in: posts.iter().copied().collect(),
            handles: handles.iter().copied().collect(),
            ..person.clone()
        };
    vec![
        ("anonymous", Reader::anonymous()),
        ("registered", Reader { person: Some(PersonId(Uuid::from_u128(9))), ..Reader::default() }),
        ("named", person.clone()),
        ("member", with(&[OWNER], &[], &[])),
        ("member elsewhere", with(&[OTHER], &[], &[])),
        ("administrator", with(&[], &[OWNER], &[])),
        ("handles the steps", with(&[], &[OWNER], &[OWNER])),
        ("handles elsewhere", with(&[], &[OTHER], &[OTHER])),
    ]
}

fn scopes() -> [Scope; 5] {
    [
        Scope::Public,
        Scope::Registered,
        Scope::Members { organization: OWNER },
        Scope::Organization { organization: OWNER },
        Scope::Named { persons: vec![ANN] },
    ]
}

fn table() -> String {
    let mut page = String::from("| reader |");
    for scope in scopes() {
        page += &format!(" {} |", scope.word());
    }
    page += "\n|---|---|---|---|---|---|";
    for (name, reader) in readers() {
        page += &format!("\n| **{name}** |");
        for scope in scopes() {
            page += match may_read(&reader, &scope, OWNER) {
                Reading::Allowed => " reads |",
                Reading::LoginNeeded => " …… log in |",
                Reading::OutsideScope => " …… |",
            };
        }
    }
    page + "\n"
}

#[test]
fn the_golden_page_shows_this_table() {
    let page = include_str!("../../../../docs/access.md");
    assert!(page.contains(&table()), "docs/access.md must show:\n{}", table());
}

#[test]
fn what_may_not_be_read_for_its_narrowness_is_not_counted() {
    let outsider = Reader::anonymous();
    let [public, registered, members, organization, named] = scopes();
    for scope in [public, registered, members] {
        assert!(may_count(&outsider, &scope, OWNER));
    }
    for scope in [organization, named] {
        assert!(!may_count(&outsider, &scope, OWNER));
    }
}
