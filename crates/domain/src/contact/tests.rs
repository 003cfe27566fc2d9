use super::*;
use crate::ids::AuthorityId;
use crate::organization::{Kind, Standing};
use crate::time::Micros;

fn typed(supervision: &str) -> TypedContacts {
    TypedContacts { supervision: supervision.to_owned(), ..TypedContacts::default() }
}

#[test]
fn a_number_is_published_as_anybody_can_dial_it() {
    let read = |text: &str| Contacts::read(&typed(text)).map(|contacts| contacts.supervision);
    assert_eq!(
        read(" 0798-8223456（值班室）、１３８１２３４５６７８；12388 ").unwrap(),
        ["0798-8223456（值班室）", "１３８１２３４５６７８", "12388"]
    );
    assert_eq!(read("0798-8223456转8012").unwrap(), ["0798-8223456转8012"]);
    assert_eq!(read(" ").unwrap(), [""; 0]);
    assert_eq!(read("8223456"), Err("contact_area"));
    assert_eq!(read("见公告栏"), Err("contact_number"));
    assert_eq!(read("110105194912310021"), Err("contact_number"));
    assert_eq!(read("0798-8223456 0798-8223457"), Err("contact_number"));
    assert_eq!(read("12388,12345,12388,12345,12388,12345"), Err("contact_numbers"));
    assert_eq!(read("0798-8223456 11010519491231002X"), Err("contact_private"));
}

#[test]
fn the_other_fields_are_lines_without_anything_private() {
    let of = |email: &str, address: &str| {
        let (email, address) = (email.to_owned(), address.to_owned());
        Contacts::read(&TypedContacts { email, address, ..TypedContacts::default() })
    };
    assert!(of("gongkai@qingshi.example", "柳溪镇上坪村1号").is_ok());
    for email in ["村委会", "a@b", "a b@c.cn", "a@b..cn", "<a@b.cn>"] {
        assert_eq!(of(email, ""), Err("contact_email"), "{email}");
    }
    for address in ["一\n二", "甲｜乙", &"村".repeat(101)] {
        assert_eq!(of("", address), Err("contact_line"), "{address}");
    }
    assert_eq!(of("", "身份证11010519491231002X"), Err("contact_private"));
}

#[test]
fn the_record_tells_every_field_and_only_those_filled() {
    let contacts = Contacts {
        supervision: vec!["0798-8223456".to_owned(), "12388".to_owned()],
        hours: "工作日8:30—17:30".to_owned(),
        ..Contacts::default()
    };
    assert_eq!(contacts.recorded(), "监督电话 0798-8223456、12388 ｜ 时间 工作日8:30—17:30");
    assert_eq!(Contacts::read(&contacts.typed()), Ok(contacts));
    assert_eq!(Contacts::default().recorded(), "");
}

fn id(number: u128) -> OrganizationId {
    OrganizationId(uuid::Uuid::from_u128(number))
}

/// Everybody publishes a supervision number that ends with theirs, and one for objections.
fn body(number: u128, parent: Option<u128>, kind: Kind) -> Organization {
    Organization {
        id: id(number),
        authority: AuthorityId(uuid::Uuid::nil()),
        parent: parent.map(id),
        kind,
        name: number.to_string(),
        area_code: "99".to_owned(),
        standing: Standing::default(),
        contacts: Contacts {
            supervision: vec![format!("0798-822{number:04}")],
            objection: vec![format!("0798-833{number:04}")],
            email: format!("a{number}@qingshi.example"),
            ..Contacts::default()
        },
    }
}

/// County 1, watched by 11, townships 2 and 3, villages 21 and 22 of the one; 212 watches 21; 23 went into 21.
fn county() -> Tree {
    let gone = Standing { until: Some(Micros(1)), successor: Some(id(21)), ..Standing::default() };
    Tree::new([
        body(1, None, Kind::CountyGovernment),
        body(11, Some(1), Kind::Supervision),
        body(2, Some(1), Kind::Township),
        body(3, Some(1), Kind::Township),
        body(21, Some(2), Kind::VillageCommittee),
        body(22, Some(2), Kind::VillageCommittee),
        body(212, Some(21), Kind::Supervision),
        Organization { standing: gone, ..body(23, Some(2), Kind::VillageCommittee) },
    ])
}

#[test]
fn the_own_contacts_count_and_of_those_above_the_supervision_numbers_alone() {
    let own = ["0798-8220021", "0798-8330021", "a21@qingshi.example"];
    let watching = ["0798-8220212", "0798-8220002", "0798-8220001", "0798-8220011"];
    let expected = [own.as_slice(), &watching].concat();
    assert_eq!(county().published_contacts(id(21)), expected);
    // what was merged prints the numbers of its successor, not its own any more
    assert_eq!(county().published_contacts(id(23)), expected);
    assert_eq!(county().published_contacts(id(1)).len(), 4);
    assert_eq!(county().published_contacts(id(9)), [""; 0]);
    let reachable: Vec<_> = county().reachable(id(22)).iter().map(|each| each.id).collect();
    assert_eq!(reachable, [id(22), id(2), id(1), id(11)]);
}
