//! Relationships between parts: where the main parts are, and what points outside the file.

use super::archive::Archive;
use super::guard::Guard;
use super::xml::Part;
use crate::IntakeError;

pub(super) struct Relation {
    /// The last step of the type: `styles`, `image`, `attachedTemplate`.
    pub(super) kind: String,
    pub(super) target: String,
    pub(super) external: bool,
}

/// The relationships of the part `source`; none if it has no such part.
pub(super) fn read(
    archive: &mut Archive<'_>,
    source: &str,
    guard: &mut Guard<'_, '_>,
) -> Result<Vec<Relation>, IntakeError> {
    let (folder, file) = source.rsplit_once('/').unwrap_or(("", source));
    let name = join(folder, &format!("_rels/{file}.rels"));
    let Some(text) = archive.part(&name)? else { return Ok(Vec::new()) };
    let root = Part::new(&name, &text).whole(guard)?;
    Ok(root.nodes().filter(|node| node.local() == "Relationship").map(relation).collect())
}

fn relation(node: &super::node::Node<'_>) -> Relation {
    let value = |name| node.attribute(name).unwrap_or_default().into_owned();
    let kind = value("Type");
    Relation {
        kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
        target: value("Target"),
        external: value("TargetMode").eq_ignore_ascii_case("external"),
    }
}

/// The name of the inner part of this kind, if the source has one.
pub(super) fn inner(relations: &[Relation], source: &str, kind: &str) -> Option<String> {
    let found = relations.iter().find(|r| r.kind == kind && !r.external)?;
    let folder = source.rsplit_once('/').map_or("", |(folder, _)| folder);
    Some(match found.target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => join(folder, &found.target),
    })
}

fn join(folder: &str, path: &str) -> String {
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// A template on a drive is where the author's own Word looked; it means nothing elsewhere.
pub(super) fn leads_outside(relation: &Relation) -> bool {
    let local = relation.kind == "attachedTemplate" && {
        let path = relation.target.trim_start_matches("file:///");
        path.as_bytes().get(1) == Some(&b':') || !path.contains(['/', '\\'])
    };
    relation.external && relation.kind != "hyperlink" && !local
}
