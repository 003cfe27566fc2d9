//! Append-only tables refuse every change, whoever in the program asks.

use flow::Actor;
use store::{Step, StoreError, Tx};

use testkit::{FULL, World};

struct Raw(&'static str);

impl Step for Raw {
    type Out = u64;
    type Error = StoreError;
    async fn run(&self, tx: &mut Tx) -> Result<u64, StoreError> {
        tx.execute_raw(self.0).await
    }
}

/// Statements are static in the program; here they are made for each table.
async fn run(world: &World, statement: String) -> Result<u64, StoreError> {
    world.database.store.writer.run(&Raw(statement.leak())).await
}

/// A row in each table of what people touch about obligations.
async fn touched(world: &World) {
    use domain::deadline::{Turn, Turned};
    use flow::Touch;
    let a = world.bodies.village_a;
    world.adopt(a, "village", "2025-01-01").await;
    let occasion = domain::obligation::Occasion::Period("2025-12".parse().unwrap());
    let (regime, entry) = ("village".to_owned(), "D15".to_owned());
    let of = store::excuses::Named { regime, entry, occasion };
    let reason = "没有发生".to_owned();
    let excuse = Touch::Excuse { organization: a, from: of.clone(), reason: reason.clone() };
    world.flow.touch(None, &excuse).await.unwrap();
    let on = domain::calendar::Day::of(world.flow.now());
    let turn = Turn::Extend { on, days: 5 };
    let turned = Turned { turn, article: "第33条".to_owned(), reason };
    world.flow.touch(None, &Touch::Turn { organization: a, of, turned }).await.unwrap();
    let notice = domain::calendar::shipped().unwrap().remove(0);
    world.flow.touch(None, &Touch::LoadYear { notice }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_append_only_row_is_neither_changed_nor_deleted() {
    let world = World::founded().await;
    let id = world.receive_under(FULL).await;
    world.attach(id, "账目.csv", "项目,金额\n修路,100\n".as_bytes(), None).await.unwrap();
    world.go_the_whole_way(id).await;
    world.flow.comment(Actor(world.people.clerk_a), id, None, "已核对").await.unwrap();
    world.new_post(world.bodies.village_a, domain::post::Duty::Clerk).await;
    touched(&world).await;
    let tables = store::append_only_tables();
    assert_eq!(
        tables,
        [
            "sources",
            "editions",
            "slices",
            "acts",
            "seals",
            "seal_keys",
            "checkpoints",
            "evidence",
            "comments",
            "administrations",
            "attachments",
            "calendar_years",
            "catalogues",
            "excuses",
            "turns",
        ]
    );
    for table in tables {
        let rows = world.database.number(&format!("SELECT COUNT(*) FROM {table}")).await;
        assert!(rows > 0, "{table} must have a row to protect");
        let mut ways = vec![
            format!("UPDATE {table} SET authority_id = authority_id"),
            format!("DELETE FROM {table}"),
        ];
        if world.database.kind.is_sqlite() {
            ways.push(format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}"));
        } else {
            ways.push(format!("TRUNCATE {table} CASCADE"));
            ways.push(format!("DROP TABLE {table} CASCADE"));
        }
        for way in ways {
            let done = run(&world, way.clone()).await;
            assert!(matches!(done, Err(StoreError::Database(_))), "{way}: {done:?}");
        }
        let after = world.database.number(&format!("SELECT COUNT(*) FROM {table}")).await;
        assert_eq!(after, rows, "{table}");
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partition_is_no_way_around_the_guard() {
    let world = World::founded().await;
    if world.database.kind == testkit::Kind::Partitioned {
        for part in 0..4 {
            let done = run(&world, format!("DELETE FROM acts_p{part}")).await;
            assert!(matches!(done, Err(StoreError::Database(_))), "{done:?}");
        }
    }
    world.finish().await;
}
