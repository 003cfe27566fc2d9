//! 附件: what is taken, for whom it is, and when it is gone.

use domain::access::{Reader, may_read};
use domain::disclosure::Attached;
use domain::ids::AttachmentId;
use domain::scope::Scope;
use flow::attachment::{Served, Size};
use flow::{Actor, Edit, FlowError, Posting, Scan};
use testkit::{Published, TEXT, World, picture};

const CSV: &str = "项目,金额\n修路,18000\n";
const NUMBER: &str = "11010519491231002X";

/// One page without a letter, as a scanner writes it.
fn blank_pdf() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ];
    let (mut pdf, mut places) = ("%PDF-1.4\n".to_owned(), String::new());
    for (number, object) in (1..).zip(objects) {
        places += &format!("{:010} 00000 n \n", pdf.len());
        pdf += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = pdf.len();
    pdf += &format!("xref\n0 4\n0000000000 65535 f \n{places}");
    pdf += &format!("trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    pdf.into_bytes()
}

async fn fetch(
    world: &World,
    reader: &Reader,
    of: (Published, Option<u32>),
    id: AttachmentId,
) -> Result<Served, FlowError> {
    let (published, edition) = of;
    world.flow.attachment(reader, (published.code, edition), id, Size::Whole).await
}

fn is_gone(found: &Result<Served, FlowError>) -> bool {
    matches!(found, Err(FlowError::NotFound))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_for_whom_its_scope_says_and_no_longer_than_its_edition() {
    let world = World::founded().await;
    let organization = world.bodies.village_a;
    let scopes = [
        Scope::Public,
        Scope::Registered,
        Scope::Members { organization },
        Scope::Organization { organization },
        Scope::Named { persons: vec![world.people.named] },
    ];
    // given a draft with a file for each circle
    let id = world.receive(TEXT).await;
    let mut files = Vec::new();
    for (at, scope) in scopes.iter().enumerate() {
        let name = format!("账目{at}.csv");
        files.push(world.attach(id, &name, CSV.as_bytes(), Some(scope.clone())).await.unwrap());
    }
    let draft = Published { id, code: world.disclosure(id).await.code, log_index: 0 };
    let mut readers = vec![Reader::anonymous()];
    for (_, person) in world.people.all() {
        readers.push(world.reader(person).await);
    }
    // then nobody has any of them before it is public
    for (reader, file) in readers.iter().flat_map(|r| files.iter().map(move |f| (r, f))) {
        assert!(is_gone(&fetch(&world, reader, (draft, None), *file).await));
    }
    // when it is published, each reader has what the scope allows
    let published = world.publish(id).await;
    let may = |reader: &Reader, scope: &Scope| may_read(reader, scope, organization).is_allowed();
    for reader in &readers {
        for (file, scope) in files.iter().zip(&scopes) {
            let found = fetch(&world, reader, (published, None), *file).await;
            assert_eq!(found.is_ok(), may(reader, scope), "{scope:?} {reader:?}");
            assert_eq!(is_gone(&found), !may(reader, scope));
        }
        let all = world.flow.attachments(reader, published.code, None).await.unwrap();
        assert_eq!(all.len(), scopes.iter().filter(|scope| may(reader, scope)).count());
    }
    // when a correction leaves the public one out and narrows another
    let clerk = Actor(world.people.clerk_a);
    world.flow.correct(clerk, id, "附件有误").await.unwrap();
    let version = world.disclosure(id).await.version;
    world.flow.edit(clerk, id, version, Edit::Detach { attachment: files[0] }).await.unwrap();
    let named = Scope::Named { persons: vec![world.people.named] };
    let narrow = vec![(files[1], named, Some(domain::scope::Ground::ThirdParty))];
    let narrow = Edit::Attachments { scopes: narrow };
    world.flow.edit(clerk, id, version + 1, narrow).await.unwrap();
    // then nothing changes before it is public
    let nobody = Reader::anonymous();
    assert!(fetch(&world, &nobody, (published, None), files[0]).await.is_ok());
    world.publish(id).await;
    let registered = world.reader(world.people.registered).await;
    assert!(is_gone(&fetch(&world, &nobody, (published, None), files[0]).await));
    assert!(is_gone(&fetch(&world, &registered, (published, None), files[1]).await));
    // and the edition before keeps its own files under its own scopes
    assert!(fetch(&world, &nobody, (published, Some(1)), files[0]).await.is_ok());
    assert!(is_gone(&fetch(&world, &nobody, (published, Some(1)), files[1]).await));
    assert!(fetch(&world, &registered, (published, Some(1)), files[1]).await.is_ok());
    // when it is withdrawn, all are gone at once, for everybody
    world.flow.withdraw(Actor(world.people.approver_a), id, "涉及隐私").await.unwrap();
    for (reader, file) in readers.iter().flat_map(|r| files.iter().map(move |f| (r, f))) {
        for edition in [None, Some(1), Some(2)] {
            assert!(is_gone(&fetch(&world, reader, (published, edition), *file).await));
        }
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_goes_out_without_where_it_was_taken() {
    let world = World::founded().await;
    let id = world.receive(TEXT).await;
    let bytes = picture("N28.88-E117.20");
    let file = world.attach(id, "现场.html", &bytes, None).await.unwrap();
    let published = world.publish(id).await;
    for size in [Size::Whole, Size::Thumbnail] {
        let of = (published.code, None);
        let served = world.flow.attachment(&Reader::anonymous(), of, file, size).await.unwrap();
        let text = String::from_utf8_lossy(&served.bytes).into_owned();
        assert!(!text.contains("N28.88") && !text.contains("Exif"));
        assert_eq!((served.media_type, &*served.file_name), ("image/jpeg", "现场.html.jpg"));
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_on_the_list_is_not_taken() {
    let world = World::founded().await;
    let id = world.receive(TEXT).await;
    let html_picture = [b"\xff\xd8\xff".to_vec(), b"<script>alert(1)</script>".to_vec()].concat();
    let cases: [(&str, &[u8]); 9] = [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>"),
        ("a.html", b"<!doctype html><script>x</script>"),
        ("a.png", &html_picture),
        ("a.exe", b"MZ\x90\0\x03\0\0\0"),
        ("a.zip", b"PK\x03\x04\x14\0\0\0"),
        ("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("a.gif", b"GIF89a\x01\0\x01\0"),
        ("a.csv", b"a,=HYPERLINK(1)"),
        ("a.txt", b""),
    ];
    for (name, bytes) in cases {
        let taken = world.attach(id, name, bytes, None).await;
        let refused = matches!(taken, Err(FlowError::Intake(_) | FlowError::Invalid(_)));
        assert!(refused, "{name}: {taken:?}");
    }
    // Neither by whoever may not edit, nor on a version that was not seen.
    let file = || flow::NewFile {
        file_name: "a.csv".to_owned(),
        bytes: CSV.into(),
        scope: None,
        unchecked_reason: String::new(),
    };
    for person in [world.people.reviewer_a, world.people.clerk_b, world.people.member_a] {
        let taken = world.flow.attach(Actor(person), id, 1, file()).await;
        assert!(matches!(taken, Err(FlowError::NotPermitted(_))), "{taken:?}");
    }
    let stale = world.flow.attach(Actor(world.people.clerk_a), id, 7, file()).await;
    assert!(matches!(stale, Err(FlowError::Conflict("version"))), "{stale:?}");
    assert_eq!(world.draft(id).await.attachments, []);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_file_says_counts_as_what_the_text_says() {
    let world = World::founded().await;
    let id = world.receive(TEXT).await;
    let list = format!("姓名,身份证\n张三,{NUMBER}\n");
    let file = world.attach(id, "名单.csv", list.as_bytes(), Some(Scope::Public)).await.unwrap();
    // An identity number in a public file blocks, and is not repeated.
    let blocked = world.propose_by(world.people.clerk_a, id).await;
    let Err(FlowError::Blocked(found)) = blocked else { panic!("{blocked:?}") };
    let number = found.iter().find(|finding| finding.check == "identity_number").unwrap();
    assert!(number.found.contains("名单.csv") && !number.found.contains(NUMBER));
    // For a named person it may stand.
    let clerk = Actor(world.people.clerk_a);
    let named = Scope::Named { persons: vec![world.people.named] };
    let scopes = vec![(file, named, Some(domain::scope::Ground::ThirdParty))];
    let version = world.disclosure(id).await.version;
    world.flow.edit(clerk, id, version, Edit::Attachments { scopes }).await.unwrap();
    world.propose(id).await;
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_read_to_its_end_needs_a_reason() {
    let world = World::founded().await;
    let pdf = blank_pdf();
    let id = world.receive(TEXT).await;
    let file = world.attach(id, "扫描件.pdf", &pdf, Some(Scope::Public)).await.unwrap();
    let blocked = world.propose_by(world.people.clerk_a, id).await;
    let Err(FlowError::Blocked(found)) = blocked else { panic!("{blocked:?}") };
    assert!(found.iter().any(|finding| finding.check == "attachment_unchecked"));
    let clerk = Actor(world.people.clerk_a);
    let version = world.disclosure(id).await.version;
    world.flow.edit(clerk, id, version, Edit::Detach { attachment: file }).await.unwrap();
    let again = flow::NewFile {
        file_name: "扫描件.pdf".to_owned(),
        bytes: pdf,
        scope: Some((Scope::Public, None)),
        unchecked_reason: "已逐页核对".to_owned(),
    };
    world.flow.attach(clerk, id, version + 1, again).await.unwrap();
    let content = world.propose(id).await;
    // A reviewer has to accept the reason.
    let reviewer = Actor(world.people.reviewer_a);
    let review = flow::Review { accepts_overrides: false, ..flow::Review::passed() };
    assert!(world.flow.review(reviewer, id, &content, review).await.is_err());
    let review = flow::Review { accepts_overrides: true, ..flow::Review::passed() };
    world.flow.review(reviewer, id, &content, review).await.unwrap();
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_another_disclosure_cannot_be_named() {
    let world = World::founded().await;
    let (one, other) = (world.receive(TEXT).await, world.receive(TEXT).await);
    let file = world.attach(one, "账.csv", CSV.as_bytes(), None).await.unwrap();
    let clerk = Actor(world.people.clerk_a);
    for edit in [
        Edit::Detach { attachment: file },
        Edit::Attachments { scopes: vec![(file, Scope::Public, None)] },
    ] {
        let done = world.flow.edit(clerk, other, 1, edit).await;
        assert!(matches!(done, Err(FlowError::Invalid("attachment"))), "{done:?}");
    }
    let published = world.publish(other).await;
    let reader = world.reader(world.people.clerk_a).await;
    assert!(is_gone(&fetch(&world, &reader, (published, None), file).await));
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_names_its_files_and_check_finds_one_that_changed() {
    let world = World::founded().await;
    let id = world.receive(TEXT).await;
    let file = world.attach(id, "账.csv", CSV.as_bytes(), None).await.unwrap();
    let published = world.publish(id).await;
    let db = world.database.store.reader.db();
    let edition = store::editions::latest(db, world.authority, id, 1).await.unwrap().unwrap();
    let names: Vec<&Attached> = edition.facts.attachments.iter().collect();
    assert_eq!((names.len(), names[0].id), (1, file));
    world.database.flip("attachments", "bytes", "1 = 1").await;
    let faults = world.faults().await;
    assert!(faults.iter().any(|fault| fault.contains("账.csv")), "{faults:?}");
    let found = fetch(&world, &Reader::anonymous(), (published, None), file).await;
    assert!(found.is_err(), "changed bytes are not served");
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_boards_photo_is_seen_by_those_who_may_read_all_that_hung_there() {
    let world = World::founded().await;
    let photo = || Scan { file_name: "公开栏.jpg".to_owned(), bytes: picture("N28.88") };
    let post = |photo| Posting {
        form: "BRD".to_owned(),
        done_on: domain::calendar::day_of(world.flow.now()),
        note: "村口公开栏".to_owned(),
        photo,
    };
    let clerk = Actor(world.people.clerk_a);
    for members_only in [false, true] {
        let organization = world.bodies.village_a;
        let scopes = if members_only {
            vec![Scope::Public, Scope::Members { organization }]
        } else {
            vec![Scope::Public]
        };
        let published = world.publish_scoped(TEXT, &scopes).await;
        world.flow.post(clerk, published.id, post(Some(photo()))).await.unwrap();
        let db = world.database.store.reader.db();
        let kept = store::evidence::of_disclosure(db, world.authority, published.id).await.unwrap();
        let hash: String = kept[0].sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        for (name, person) in world.people.all() {
            let reader = world.reader(person).await;
            let may = !members_only || may_read(&reader, &scopes[1], organization).is_allowed();
            for size in [Size::Whole, Size::Thumbnail] {
                let found = world.flow.photo(&reader, published.code, &hash, size).await;
                assert_eq!(found.is_ok(), may, "{name}");
                let clean = |photo: Served| !String::from_utf8_lossy(&photo.bytes).contains("N28");
                assert!(found.map_or(true, clean));
            }
        }
        let nobody = Reader::anonymous();
        let other = world.flow.photo(&nobody, published.code, &hash[..32], Size::Whole).await;
        assert!(matches!(other, Err(FlowError::NotFound)));
        let approver = Actor(world.people.approver_a);
        world.flow.withdraw(approver, published.id, "有误").await.unwrap();
        let reader = world.reader(world.people.clerk_a).await;
        let gone = world.flow.photo(&reader, published.code, &hash, Size::Whole).await;
        assert!(matches!(gone, Err(FlowError::NotFound)));
    }
    // What is no picture is not taken for one.
    let published = world.publish_text(TEXT).await;
    let no_photo = Scan { file_name: "a.png".to_owned(), bytes: b"\x89PNG\r\n\x1a\nx".to_vec() };
    let done = world.flow.post(clerk, published.id, post(Some(no_photo))).await;
    assert!(matches!(done, Err(FlowError::Intake(_))), "{done:?}");
    world.finish().await;
}
