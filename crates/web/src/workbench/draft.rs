//! The draft on the clerk's desk.

use axum::extract::{Form, Path};
use axum::http::StatusCode;
use axum::http::header::ACCEPT;
use axum::response::{IntoResponse, Response};
use domain::disclosure::{Draft, Meets, NoticePlan, Override};
use domain::ids::OrganizationId;
use domain::organization::Tree;
use domain::regime::DayKind;
use domain::scope::{Ground, Scope};
use domain::slice::{Body, DraftSlice};
use domain::workflow::State;
use flow::{Actor, Edit, FlowError, Meta};
use store::disclosures::Disclosure;

use super::act::moment;
use super::attach::{self, desk_files};
use super::shared::{
    Names, acts, circle, columns, comments, handled, in_language, items, kinds, name_of, names,
    returned, scope_from_value, scope_value, sentences,
};
use super::way;
use crate::error::WebError;
use crate::form::{Fields, id};
use crate::view::Message;
use crate::view::choice::Choice;
use crate::view::disclosure::LineStep;
use crate::view::draft::{CELLS, DraftEditor, SliceCard, WayForm};
use crate::view::paper::{Reading, lay};
use crate::visitor::{Answer, Visitor, done};

pub(crate) async fn show_draft(visitor: Visitor, Path(id): Path<String>) -> Response {
    visitor.answer(draft(&visitor, &id)).await
}

async fn draft(visitor: &Visitor, id: &str) -> Answer {
    let (disclosure, organization) = handled(visitor, id).await?;
    if disclosure.state != State::Draft {
        return Ok(axum::response::Redirect::to(&format!("/desk/{id}")).into_response());
    }
    let site = &visitor.site;
    let draft = store::drafts::load(site.db(), site.at(), disclosure.id).await?;
    let draft = draft.ok_or(FlowError::NotFound)?;
    let tree = site.tree().await?;
    let (source, warnings) = source(visitor, &draft).await?;
    let files = store::attachments::of_disclosure(site.db(), site.at(), disclosure.id).await?;
    let caller = visitor.caller()?;
    let names = names(site, disclosure.id).await?;
    let may = domain::permission::may_act(
        caller.person,
        &super::shared::duties_at(caller, &[tree.current(disclosure.organization)]),
        domain::workflow::Action::Propose,
        &disclosure.hands,
    );
    let chosen = format!("{}/{}", disclosure.regime, disclosure.item);
    let offered = kinds(&tree, &[disclosure.organization]);
    let page = DraftEditor {
        frame: visitor.frame().await?,
        id: id.to_owned(),
        code: Some(disclosure.code.to_string()),
        version: u64::try_from(disclosure.version).unwrap_or(0),
        edition: disclosure.edition,
        organization: organization.link(&disclosure),
        title: draft.title(),
        contributor: draft.contributor.clone(),
        fact_on: draft.fact_on.clone().unwrap_or_default(),
        items: items(site, visitor.lang, &offered, &chosen),
        item: chosen,
        column: draft.column.map(|column| column.to_string()).unwrap_or_default(),
        columns: columns(site).await?,
        corrects: disclosure.edition > 1,
        reason: draft.reason.clone(),
        returned: returned(&acts(site, &disclosure).await?.0),
        source,
        warnings,
        findings: flow::findings(site.flow(), &disclosure, &draft, &files, &tree),
        overrides: draft.overrides.clone(),
        scopes: scopes(visitor, &tree, &disclosure, &draft).await?,
        slices: cards(&draft),
        members: members(&tree, disclosure.organization),
        files: desk_files(visitor, &tree, (&draft.attachments, &files), scope_value).await?,
        way: WayForm {
            duties: open_duties(visitor, &disclosure, &draft).await?,
            ..way_form(visitor, &tree, &disclosure, &draft)
        },
        line: way_line(visitor, &disclosure, &names).await?,
        comments: comments(site, disclosure.id, &names).await?,
        may_propose: may.is_ok(),
    };
    let mut response = visitor.page(&page)?;
    response.extensions_mut().insert(crate::headers::Scripted);
    Ok(response)
}

/// Whom a member of the organization belongs to.
fn members(tree: &Tree, organization: OrganizationId) -> String {
    let upward = tree.upward(organization);
    upward.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The steps that it will take.
async fn way_line(
    visitor: &Visitor,
    disclosure: &Disclosure,
    names: &Names,
) -> Result<Vec<LineStep>, WebError> {
    let procedure = way::procedure(visitor, disclosure, None).await?;
    way::line(visitor, disclosure, &procedure, &[], names).await
}

fn way_form(visitor: &Visitor, tree: &Tree, disclosure: &Disclosure, draft: &Draft) -> WayForm {
    let regime = visitor.site.flow().regime(&disclosure.regime);
    let levels = regime.into_iter().flat_map(|regime| regime.levels_for(&disclosure.item));
    let choice = |(at, level): (usize, &domain::regime::Level)| Choice {
        value: if at == 0 { String::new() } else { level.code.clone() },
        label: format!("{} {}", level.code, in_language(&level.name, visitor.lang)),
    };
    let joint: Vec<_> = draft.joint.iter().map(|body| name_of(tree, *body)).collect();
    let notice = draft.notice.as_ref();
    WayForm {
        levels: levels.enumerate().map(choice).collect(),
        level: draft.level.clone().unwrap_or_default(),
        duties: Vec::new(),
        meets: chosen(disclosure, draft),
        nil: draft.meets.as_ref().is_some_and(|meets| meets.nil),
        joint: joint.join("\n"),
        publish_at: draft
            .publish_at
            .map(|at| crate::view::frame::local_moment(&at))
            .unwrap_or_default(),
        notice_days: notice.map(|plan| plan.days.to_string()).unwrap_or_default(),
        notice_working: notice.is_some_and(|plan| plan.day_kind == DayKind::Working),
        notice_channel: notice.map(|plan| plan.channel.clone()).unwrap_or_default(),
    }
}

/// The obligation that the draft meets, as the form writes it.
fn chosen(disclosure: &Disclosure, draft: &Draft) -> String {
    let value = |meets: &Meets| format!("{} {} {}", disclosure.regime, meets.entry, meets.occasion);
    draft.meets.as_ref().map(value).unwrap_or_default()
}

/// What its body owes and has not met, and what the draft meets already.
async fn open_duties(
    visitor: &Visitor,
    disclosure: &Disclosure,
    draft: &Draft,
) -> Result<Vec<Choice>, WebError> {
    let flow = visitor.site.flow();
    let today = domain::calendar::Day::of(flow.now());
    let bindings = flow.bindings(disclosure.organization).await?;
    let own: Vec<_> =
        bindings.into_iter().filter(|each| each.organization == disclosure.organization).collect();
    let mut duties = super::obligations::open(visitor, &own, today);
    let chosen = chosen(disclosure, draft);
    if !chosen.is_empty() && duties.iter().all(|choice| choice.value != chosen) {
        duties.insert(0, Choice { label: chosen.clone(), value: chosen });
    }
    Ok(duties)
}

async fn source(visitor: &Visitor, draft: &Draft) -> Result<(String, Vec<Message>), WebError> {
    let site = &visitor.site;
    let Some(id) = draft.source else { return Ok((String::new(), Vec::new())) };
    let Some(source) = store::sources::load(site.db(), site.at(), id).await? else {
        return Ok((String::new(), Vec::new()));
    };
    let message = |line: &String| {
        let mut parts = line.split('\u{1f}').map(str::to_owned);
        Message { key: parts.next().unwrap_or_default(), figures: parts.collect() }
    };
    let warnings = source.warnings.iter().map(message).collect();
    Ok((source.file_name, warnings))
}

/// From wide to narrow: everybody, whoever logs in, members here and above, the office, each
/// member alone; and whatever the draft has already.
async fn scopes(
    visitor: &Visitor,
    tree: &Tree,
    disclosure: &Disclosure,
    draft: &Draft,
) -> Result<Vec<Choice>, WebError> {
    let (site, here) = (&visitor.site, disclosure.organization);
    let mut scopes = vec![Scope::Public, Scope::Registered];
    let upward = tree.upward(here);
    scopes.extend(upward.into_iter().map(|organization| Scope::Members { organization }));
    scopes.push(Scope::Organization { organization: here });
    let now = site.flow().now();
    let members = store::persons::members_of(site.db(), site.at(), here, now).await?;
    scopes.extend(members.iter().map(|member| Scope::Named { persons: vec![member.id] }));
    let attached = draft.attachments.iter().map(|attached| &attached.scope);
    for scope in draft.slices.iter().map(|slice| &slice.scope).chain(attached) {
        if !scopes.contains(scope) {
            scopes.push(scope.clone());
        }
    }
    let mut choices = Vec::with_capacity(scopes.len());
    for scope in &scopes {
        let word = visitor.lang.text(&format!("scope.{}", scope.word()));
        let circle = circle(site, tree, scope).await?;
        let label = if circle.is_empty() { word } else { format!("{word} · {circle}") };
        choices.push(Choice { value: scope_value(scope), label });
    }
    Ok(choices)
}

fn cards(draft: &Draft) -> Vec<SliceCard> {
    let card = |(position, slice): (usize, &domain::slice::DraftSlice)| {
        let reading = Reading::Shown { slice: position.to_string(), body: &slice.body };
        let is_paragraph = |at: usize| {
            let body = draft.slices.get(at).map(|slice| &slice.body);
            matches!(body, Some(Body::Paragraph { .. }))
        };
        SliceCard {
            position,
            is_title: slice.body.is_title(),
            part: lay(&[reading]).pop(),
            text: editable(&slice.body).map(str::to_owned),
            cells: cells(&slice.body),
            characters: slice.characters,
            scope: scope_value(&slice.scope),
            is_public: slice.scope.is_public(),
            ground: slice.ground,
            sentences: sentences(&slice.body),
            may_join_next: is_paragraph(position) && is_paragraph(position + 1),
        }
    };
    draft.slices.iter().enumerate().map(card).collect()
}

/// The cells that can be changed in the editor.
fn cells(body: &Body) -> Option<Vec<Vec<String>>> {
    let Body::Table { r, .. } = body else { return None };
    let count: usize = r.iter().map(Vec::len).sum();
    (count <= CELLS).then(|| r.clone())
}

/// The text that can be changed in the editor.
fn editable(body: &Body) -> Option<&str> {
    match body {
        Body::Paragraph { t, .. } | Body::Elided { t, .. } | Body::Note { t } => Some(t),
        Body::Title { .. } | Body::Table { .. } => None,
    }
}

/// What a button of the editor does after everything typed has been saved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    Nothing,
    /// Saved by the page itself while somebody types.
    Keep,
    Split,
    Join,
    Mask,
    Detach,
    Propose,
}

pub(crate) async fn save_draft(
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let accepts = visitor.headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    let keeps = accepts.is_some_and(|accepts| accepts == "application/json");
    let then = if keeps { Then::Keep } else { Then::Nothing };
    visitor.answer(save(&visitor, &id, &Fields::new(pairs), then)).await
}

pub(crate) async fn split_slice(
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(save(&visitor, &id, &Fields::new(pairs), Then::Split)).await
}

pub(crate) async fn join_slices(
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(save(&visitor, &id, &Fields::new(pairs), Then::Join)).await
}

pub(crate) async fn mask_finding(
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(save(&visitor, &id, &Fields::new(pairs), Then::Mask)).await
}

pub(crate) async fn detach_file(
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(save(&visitor, &id, &Fields::new(pairs), Then::Detach)).await
}

pub(crate) async fn propose_draft(
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(save(&visitor, &id, &Fields::new(pairs), Then::Propose)).await
}

/// What the page's script is told: the version to go on from.
fn kept(version: i64) -> Response {
    let headers = [("content-type", "application/json"), ("cache-control", "no-store")];
    (headers, format!("{{\"version\":{version}}}")).into_response()
}

async fn save(visitor: &Visitor, text: &str, fields: &Fields, then: Then) -> Answer {
    let actor = visitor.actor()?;
    visitor.check(fields)?;
    handled(visitor, text).await?;
    let id = id(text)?;
    let flow = visitor.site.flow();
    let version: i64 = fields.text("version").parse().map_err(|_| WebError::Bad("form"))?;
    let back = format!("/desk/{text}/draft");
    let keeps = then == Then::Keep;
    let mut meta = meta(fields, &*visitor.site.tree().await?)?;
    meet(visitor, id, &mut meta, fields).await?;
    let edit = Edit::Save { meta: Box::new(meta), scopes: scopes_of(fields)? };
    match flow.edit(actor, id, version, edit).await {
        Err(FlowError::Conflict(_)) if keeps => return Ok(StatusCode::CONFLICT.into_response()),
        Err(FlowError::Conflict(_)) => return Ok(done(&back, "stale")),
        saved => saved?,
    }
    let mut version = version + 1;
    let draft = store::drafts::load(visitor.site.db(), visitor.site.at(), id).await?;
    let (slices, given, attached) =
        draft.map(|draft| (draft.slices, draft.overrides, draft.attachments)).unwrap_or_default();
    let files = attach::scopes_of(fields, &attached)?;
    if !files.is_empty() {
        flow.edit(actor, id, version, Edit::Attachments { scopes: files }).await?;
        version += 1;
    }
    let cells = changed_cells(&slices, fields);
    if !cells.is_empty() {
        flow.edit(actor, id, version, Edit::Cells { cells }).await?;
        version += 1;
    }
    if let Some(overrides) = overrides(&given, fields) {
        flow.edit(actor, id, version, Edit::Override { overrides }).await?;
        version += 1;
    }
    let mut texts = changed(&slices, fields);
    if then == Then::Keep {
        // Nothing goes while somebody is still typing.
        texts.retain(|(_, text)| !text.trim().is_empty());
    }
    let emptied = texts.iter().any(|(_, text)| text.trim().is_empty());
    if !texts.is_empty() {
        flow.edit(actor, id, version, Edit::Rewrite { texts }).await?;
        version += 1;
    }
    // Positions have moved: what else was asked for would meet another slice.
    if emptied {
        return Ok(done(&back, "saved"));
    }
    let word = match then {
        Then::Mask => {
            let mut parts = fields.text("mask").splitn(3, ':');
            let mut part = || parts.next().ok_or(WebError::Bad("form"));
            let slice = part()?.parse().map_err(|_| WebError::Bad("form"))?;
            let (check, found) = (part()?.to_owned(), part()?.to_owned());
            flow.edit(actor, id, version, Edit::Mask { slice, check, found }).await?;
            "masked"
        }
        Then::Nothing => "saved",
        Then::Keep => return Ok(kept(version)),
        Then::Split => {
            let (slice, sentence) = pair(fields.text("split")).ok_or(WebError::Bad("form"))?;
            flow.edit(actor, id, version, Edit::Split { slice, sentence }).await?;
            "split"
        }
        Then::Join => {
            let slice: u16 = fields.text("join").parse().map_err(|_| WebError::Bad("form"))?;
            let slice = usize::from(slice);
            flow.edit(actor, id, version, Edit::Join { slice }).await?;
            "joined"
        }
        Then::Detach => {
            let attachment = crate::form::id(fields.text("attachment"))?;
            flow.edit(actor, id, version, Edit::Detach { attachment }).await?;
            "detached"
        }
        Then::Propose => return propose(flow, actor, id, version, &back).await,
    };
    Ok(done(&back, word))
}

/// The texts that differ from the draft's, by position.
fn changed(slices: &[DraftSlice], fields: &Fields) -> Vec<(usize, String)> {
    let mut texts = Vec::new();
    for (at, slice) in slices.iter().enumerate() {
        let name = format!("text-{at}");
        let Some(now) = editable(&slice.body).filter(|_| fields.has(&name)) else { continue };
        let typed = fields.text(&name).replace("\r\n", "\n");
        if typed.trim() != now.trim() {
            texts.push((at, typed));
        }
    }
    texts
}

/// The reasons given for findings, where they are others than before.
fn overrides(before: &[Override], fields: &Fields) -> Option<Vec<Override>> {
    let mut given: Vec<Override> = Vec::new();
    let mut asked: Vec<(String, String)> = Vec::new();
    for at in 0.. {
        let name = |part: &str| format!("override-{part}-{at}");
        if !fields.has(&name("reason")) {
            break;
        }
        let (check, found) = (fields.text(&name("check")), fields.text(&name("found")));
        asked.push((check.to_owned(), found.to_owned()));
        let reason = fields.text(&name("reason")).trim().to_owned();
        let (check, found) = (check.to_owned(), found.to_owned());
        let new = Override { check, found, reason };
        let twice = given.iter().any(|each| (&each.check, &each.found) == (&new.check, &new.found));
        if !new.reason.is_empty() && !twice {
            given.push(new);
        }
    }
    // What the page did not ask about stays as it was.
    let kept = before.iter().filter(|each| {
        !asked.iter().any(|(check, found)| (check, found) == (&each.check, &each.found))
    });
    given.extend(kept.cloned());
    (given != before).then_some(given)
}

/// The cells that differ from the draft's: slice, row, column.
fn changed_cells(slices: &[DraftSlice], fields: &Fields) -> Vec<(usize, usize, usize, String)> {
    let mut changed = Vec::new();
    for (at, slice) in slices.iter().enumerate() {
        for (row, cells) in cells(&slice.body).iter().flatten().enumerate() {
            for (column, now) in cells.iter().enumerate() {
                let name = format!("cell-{at}-{row}-{column}");
                let typed = fields.text(&name).replace("\r\n", "\n");
                if fields.has(&name) && typed.trim() != now.trim() {
                    changed.push((at, row, column, typed));
                }
            }
        }
    }
    changed
}

/// Another file takes the place of the one before.
pub(crate) async fn replace_source(
    visitor: Visitor,
    Path(id): Path<String>,
    form: axum::extract::Multipart,
) -> Response {
    visitor.answer(replace(&visitor, &id, form)).await
}

async fn replace(visitor: &Visitor, text: &str, form: axum::extract::Multipart) -> Answer {
    let actor = visitor.actor()?;
    // Before the file is read: it may be large.
    handled(visitor, text).await?;
    let (fields, file) = super::upload::read(form).await?;
    visitor.check(&fields)?;
    let version: i64 = fields.text("version").parse().map_err(|_| WebError::Bad("form"))?;
    let (file_name, bytes) = file.ok_or(WebError::Bad("no_file"))?;
    let edit = Edit::Replace { file_name, bytes };
    let back = format!("/desk/{text}/draft");
    match visitor.site.flow().edit(actor, id(text)?, version, edit).await {
        Err(FlowError::Conflict(_)) => Ok(done(&back, "stale")),
        Ok(()) => Ok(done(&back, "uploaded")),
        Err(error) => Err(error.into()),
    }
}

/// The findings that block are on the page that this leads back to.
async fn propose(
    flow: &flow::Flow,
    actor: Actor,
    id: domain::ids::DisclosureId,
    version: i64,
    back: &str,
) -> Answer {
    match flow.propose(actor, id, version).await {
        Ok(_) => Ok(done(&format!("/desk/{id}"), "proposed")),
        Err(FlowError::Blocked(_)) => Ok(done(back, "blocked")),
        Err(error) => Err(error.into()),
    }
}

fn pair(text: &str) -> Option<(usize, usize)> {
    let (slice, sentence) = text.split_once(':')?;
    Some((slice.parse().ok()?, sentence.parse().ok()?))
}

fn meta(fields: &Fields, tree: &Tree) -> Result<Meta, WebError> {
    let (regime, item) = fields.text("item").split_once('/').ok_or(FlowError::Invalid("item"))?;
    let column = fields.maybe("column").map(str::parse).transpose();
    Ok(Meta {
        title: fields.text("title").to_owned(),
        fact_on: fields.maybe("fact_on").map(str::to_owned),
        contributor: fields.text("contributor").to_owned(),
        column: column.map_err(|_| FlowError::Invalid("column"))?,
        regime: regime.to_owned(),
        item: item.to_owned(),
        reason: fields.text("reason").to_owned(),
        level: fields.maybe("level").map(str::to_owned),
        joint: joint(fields, tree)?,
        publish_at: moment(fields, "publish_at")?,
        notice: notice(fields)?,
        meets: None,
    })
}

/// Takes up the obligation chosen, `regime entry occasion`: the item follows it.
async fn meet(
    visitor: &Visitor,
    id: domain::ids::DisclosureId,
    meta: &mut Meta,
    fields: &Fields,
) -> Result<(), WebError> {
    let Some(chosen) = fields.maybe("meets") else { return Ok(()) };
    let invalid = || FlowError::Invalid("meets");
    let parts: Vec<_> = chosen.split(' ').collect();
    let [regime, entry, occasion] = parts[..] else { return Err(invalid().into()) };
    let site = &visitor.site;
    let disclosure = store::disclosures::load(site.db(), site.at(), id).await?;
    let bindings = site.flow().bindings(disclosure.organization).await?;
    let binding = bindings.iter().find(|binding| binding.regime == regime);
    let found = binding.and_then(|binding| binding.catalogue.entry(entry));
    let (_, found) = found.ok_or_else(invalid)?;
    (meta.regime, meta.item) = (regime.to_owned(), found.item.clone());
    meta.meets = Some(Meets {
        entry: entry.to_owned(),
        occasion: occasion.to_owned(),
        nil: fields.maybe("meets_nil").is_some(),
    });
    Ok(())
}

/// The bodies whose names stand in the field, a line each.
fn joint(fields: &Fields, tree: &Tree) -> Result<Vec<OrganizationId>, FlowError> {
    let names = fields.text("joint").lines().map(str::trim).filter(|name| !name.is_empty());
    let body = |name: &str| {
        let found = tree.sorted().into_iter().find(|body| body.name == name);
        found.map(|body| body.id).ok_or(FlowError::Invalid("joint"))
    };
    let mut bodies: Vec<_> = names.map(body).collect::<Result<_, _>>()?;
    bodies.dedup();
    Ok(bodies)
}

/// The notice period, when days or a channel were filled in.
fn notice(fields: &Fields) -> Result<Option<NoticePlan>, FlowError> {
    let (days, channel) = (fields.maybe("notice_days"), fields.maybe("notice_channel"));
    if days.is_none() && channel.is_none() {
        return Ok(None);
    }
    let days = days.unwrap_or("0").parse().map_err(|_| FlowError::Invalid("notice_days"))?;
    let day_kind =
        if fields.text("notice_kind") == "working" { DayKind::Working } else { DayKind::Natural };
    Ok(Some(NoticePlan { days, day_kind, channel: channel.unwrap_or_default().to_owned() }))
}

/// Scope and ground of every slice, from 0 as far as the form goes.
fn scopes_of(fields: &Fields) -> Result<Vec<(Scope, Option<Ground>)>, WebError> {
    let mut scopes = Vec::new();
    for at in 0.. {
        let name = format!("scope-{at}");
        if !fields.has(&name) {
            break;
        }
        let scope = scope_from_value(fields.text(&name)).ok_or(FlowError::Invalid("scope"))?;
        let ground = Ground::from_word(fields.text(&format!("ground-{at}")));
        scopes.push((scope, ground));
    }
    Ok(scopes)
}
