//! The discipline of keys that Citus needs (docs/adr/0001), proved by PostgreSQL's own planner
//! and by the catalogue.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{AnyConnection, AssertSqlSafe, Executor, Row};
use testkit::{Kind, World};

async fn texts(owner: &mut AnyConnection, select: &str) -> Vec<String> {
    let rows = sqlx::query(AssertSqlSafe(select.to_owned())).fetch_all(owner).await;
    let rows = rows.unwrap_or_else(|error| panic!("{select}: {error}"));
    rows.iter().map(|row| row.get::<String, _>(0)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_touches_one_partition_of_each_table() {
    let world = World::founded().await;
    if world.database.kind == Kind::Partitioned {
        let mut owner = world.database.owner().await;
        owner.execute("SET plan_cache_mode = force_custom_plan").await.unwrap();
        let mut scanned = 0;
        for (module, name, sql) in store::hot_statements() {
            scanned += usize::from(one_partition(&mut owner, module, name, sql).await);
        }
        assert!(scanned > 50, "only {scanned} statements scan anything");
    }
    world.finish().await;
}

/// Whether the statement scans a table at all: an INSERT is routed when it runs.
async fn one_partition(owner: &mut AnyConnection, module: &str, name: &str, sql: &str) -> bool {
    let prepared = format!("{module}_{}", name.to_lowercase());
    owner.execute(AssertSqlSafe(format!("PREPARE {prepared} AS {sql}"))).await.unwrap();
    let select = format!(
        "SELECT array_to_string(parameter_types, ',') FROM pg_prepared_statements \
         WHERE name = '{prepared}'"
    );
    let types = texts(owner, &select).await.remove(0);
    let values: Vec<_> = (1..).zip(types.split(',')).map(|(at, kind)| value(at, kind)).collect();
    let explain = format!("EXPLAIN (COSTS OFF) EXECUTE {prepared} ({})", values.join(", "));
    let plan = texts(owner, &explain).await.join("\n");
    let mut parts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for word in plan.split(|c: char| !(c.is_alphanumeric() || c == '_')) {
        if let Some((table, part)) = word.rsplit_once("_p").filter(|(_, part)| is_part(part)) {
            parts.entry(table).or_default().insert(part);
        }
    }
    for (table, parts) in &parts {
        assert_eq!(parts.len(), 1, "{module}::{name} scans {parts:?} of {table}:\n{plan}");
    }
    let inserts = sql.trim_start().starts_with("INSERT");
    assert!(inserts || !parts.is_empty(), "{module}::{name} scans no table:\n{plan}");
    !parts.is_empty()
}

fn is_part(part: &str) -> bool {
    part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Numbers rise from place to place, so that no range of them is empty.
fn value(at: usize, kind: &str) -> String {
    match kind {
        "bytea" => r"'\x00112233445566778899aabbccddeeff'::bytea".to_owned(),
        "bigint" => format!("{at}::bigint"),
        "text" => "'x'::text".to_owned(),
        other => panic!("a parameter of type {other}"),
    }
}

/// Statements about one thing that may walk a table nevertheless: it is short, or it is done once in
/// a person's time here.
const WALKS: [(&str, &str); 5] = [
    ("ceremonies", "DELETE_OF_PERSON"),
    ("deputies", "OF_ORGANIZATION"),
    ("deputies", "OF_PERSON"),
    ("disclosures", "UNCLAIM_ALL"),
    ("seals", "KEY_OF"),
];

#[tokio::test(flavor = "multi_thread")]
async fn no_statement_about_one_thing_walks_a_whole_table() {
    let world = World::founded().await;
    if world.database.kind.is_sqlite() {
        let (mut owner, mut walks) = (world.database.owner().await, Vec::new());
        for (module, name, sql) in store::hot_statements() {
            let things = ["disclosure_id = $2", "organization_id = $2", "person_id = $2"];
            let is_of_one = things.iter().any(|thing| sql.contains(thing));
            if !is_of_one || sql.starts_with("INSERT") || WALKS.contains(&(module, name)) {
                continue;
            }
            let explain = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")));
            let rows = explain.fetch_all(&mut owner).await.unwrap();
            let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
            if plan.iter().any(|line| line.contains("(authority_id=?)")) {
                walks.push(format!("{module}::{name}: {plan:#?}"));
            }
        }
        assert!(walks.is_empty(), "{}", walks.join("\n"));
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_holds_nothing_that_the_rules_forbid() {
    let world = World::founded().await;
    let mut owner = world.database.owner().await;
    if world.database.kind.is_sqlite() {
        sqlite(&mut owner).await;
    } else {
        postgres(&mut owner).await;
    }
    drop(owner);
    world.finish().await;
}

const REFERENCE: [&str; 2] = ["organizations", "schema_versions"];

async fn sqlite(owner: &mut AnyConnection) {
    let guarded = store::append_only_tables();
    let expected: BTreeSet<String> = guarded
        .iter()
        .flat_map(|table| ["UPDATE", "DELETE"].map(|verb| format!("{table}_no_{verb}")))
        .collect();
    let triggers = texts(owner, "SELECT name FROM sqlite_master WHERE type = 'trigger'").await;
    assert_eq!(triggers.into_iter().collect::<BTreeSet<_>>(), expected);
    let tables = texts(owner, "SELECT name FROM sqlite_master WHERE type = 'table'").await;
    assert!(!tables.iter().any(|table| table == "sqlite_sequence"));
    for table in tables.iter().filter(|table| !REFERENCE.contains(&table.as_str())) {
        let select =
            format!("SELECT \"from\" FROM pragma_foreign_key_list('{table}') WHERE seq = 0");
        assert!(texts(owner, &select).await.iter().all(|first| first == "authority_id"), "{table}");
        let select = format!(
            "SELECT i.name FROM pragma_index_list('{table}') l, pragma_index_info(l.name) i \
             WHERE i.seqno = 0"
        );
        let firsts = texts(owner, &select).await;
        assert!(!firsts.is_empty(), "{table} has no key");
        assert!(firsts.iter().all(|first| first == "authority_id"), "{table}: {firsts:?}");
    }
}

async fn postgres(owner: &mut AnyConnection) {
    let nothing = [
        ("sequences", "SELECT relname::text FROM pg_class WHERE relkind = 'S'"),
        ("triggers", "SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal"),
        (
            "functions",
            "SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        ),
        ("rules", "SELECT rulename::text FROM pg_rules WHERE schemaname = 'public'"),
        (
            "foreign keys without authority_id first on both sides",
            "SELECT c.conname::text FROM pg_constraint c WHERE c.contype = 'f' AND (\
             (SELECT attname FROM pg_attribute WHERE attrelid = c.conrelid \
              AND attnum = c.conkey[1]) <> 'authority_id' OR \
             (SELECT attname FROM pg_attribute WHERE attrelid = c.confrelid \
              AND attnum = c.confkey[1]) <> 'authority_id')",
        ),
        (
            "indexes without authority_id first",
            "SELECT i.indexrelid::regclass::text FROM pg_index i \
             JOIN pg_class c ON c.oid = i.indrelid \
             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] \
             WHERE c.relnamespace = 'public'::regnamespace AND a.attname <> 'authority_id' \
             AND c.relname NOT IN ('organizations', 'schema_versions')",
        ),
        (
            "distributed tables without a primary key",
            "SELECT c.relname::text FROM pg_class c WHERE c.relkind IN ('r', 'p') \
             AND c.relnamespace = 'public'::regnamespace AND NOT EXISTS \
             (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)",
        ),
        // A constant fills a new column of old rows; anything else would be computed.
        (
            "defaults that the database computes",
            "SELECT adrelid::regclass::text FROM pg_attrdef \
             WHERE pg_get_expr(adbin, adrelid) !~ '^(''[^'']*''(::text)?|''?[0-9]+''?(::bigint)?)$'",
        ),
    ];
    for (what, select) in nothing {
        assert_eq!(texts(owner, select).await, [""; 0], "{what}");
    }
}
