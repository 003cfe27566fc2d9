//! A source arrives: its bytes are kept, its text is cut, a draft is opened.

use std::time::Instant;

use domain::code::Code;
use domain::disclosure::{Draft, Stated};
use domain::entry::Previous;
use domain::ids::{ColumnId, DisclosureId, OrganizationId, SourceId};
use domain::permission::{Hands, Refusal, duty_allows};
use domain::scope::{Ground, Scope};
use domain::slice::{Body, DraftSlice};
use domain::time::random_bytes;
use domain::workflow::{Action, State};
use intake::cut::{Piece, PieceKind};
use store::disclosures::Disclosure;
use store::sources::Source;
use store::{Step, Tx};
use tokio::sync::Semaphore;

use crate::step::{Actor, posts_in};
use crate::{Flow, FlowError};

/// What the clerk hands in.
#[derive(Clone, Debug)]
pub struct Receipt {
    pub organization: OrganizationId,
    pub file_name: String,
    pub bytes: Vec<u8>,
    /// Regime and item under which it is disclosed.
    pub regime: String,
    pub item: String,
    /// Series of the code; the number is the next one.
    pub series: char,
    /// A code from elsewhere to keep (`A4309`), instead of the next of a series.
    pub code: Option<Code>,
    pub column: Option<ColumnId>,
    pub contributor: String,
    pub fact_on: Option<String>,
}

/// A text that was read and cut.
pub(crate) struct Cut {
    pub(crate) slices: Vec<DraftSlice>,
    pub(crate) warnings: Vec<String>,
    pub(crate) stated: Stated,
}

impl Flow {
    /// Reads and cuts a file and opens its draft. Nothing is kept of a file that cannot be read.
    ///
    /// # Errors
    /// [`FlowError::Intake`] says what is wrong with the file; else those of a step.
    pub async fn receive(&self, actor: Actor, receipt: Receipt) -> Result<DisclosureId, FlowError> {
        let may = MayHandIn { flow: self, actor, organization: receipt.organization };
        self.inner.store.writer.run(&may).await?;
        let cut = read_file(&receipt.file_name, &receipt.bytes).await?;
        self.open_draft(actor, &receipt, cut).await
    }

    pub(crate) async fn open_draft(
        &self,
        actor: Actor,
        receipt: &Receipt,
        cut: Cut,
    ) -> Result<DisclosureId, FlowError> {
        let cut = narrowed(self, receipt, cut)?;
        self.inner.store.writer.run(&Receive { flow: self, actor, receipt, cut }).await
    }
    /// The widest scope that an item allows to its discloser.
    pub(crate) fn widest(
        &self,
        regime: &str,
        item: &str,
        organization: OrganizationId,
    ) -> Option<Scope> {
        use domain::regime::ScopeTarget;
        let regime = self.regime(regime)?;
        let item = regime.item(item)?;
        let codes = std::iter::once(&item.scope).chain(&item.widens_to).chain(&item.or_scope);
        let scopes = codes.filter_map(|code| regime.scope(code)).map(|rule| match rule.maps_to {
            ScopeTarget::Public => Scope::Public,
            ScopeTarget::Registered => Scope::Registered,
            ScopeTarget::Members => Scope::Members { organization },
            ScopeTarget::Organization => Scope::Organization { organization },
            ScopeTarget::Named => Scope::Named { persons: Vec::new() },
        });
        scopes.min_by_key(Scope::width)
    }
}

/// The text with no slice wider than its item allows.
pub(crate) fn narrowed(flow: &Flow, receipt: &Receipt, mut cut: Cut) -> Result<Cut, FlowError> {
    let regime = flow.regime(&receipt.regime).ok_or(FlowError::Invalid("regime"))?;
    regime.item(&receipt.item).ok_or(FlowError::Invalid("item"))?;
    if let Some(scope) = flow.widest(&receipt.regime, &receipt.item, receipt.organization)
        && !scope.is_public()
    {
        for slice in &mut cut.slices {
            slice.scope = scope.clone();
            slice.ground = Some(Ground::ItemScope);
        }
    }
    Ok(cut)
}

/// Reading takes memory many times the size of a file: no more than this many at once.
static READING: Semaphore = Semaphore::const_new(2);

/// Reads and cuts a file beside the other work.
pub(crate) async fn read_file(name: &str, bytes: &[u8]) -> Result<Cut, FlowError> {
    let permit = READING.acquire().await.expect("never closed");
    let (name, bytes) = (name.to_owned(), bytes.to_vec());
    // The permit goes along: the reading goes on when whoever asked has hung up.
    let cut = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        read_and_cut(&name, &bytes)
    });
    cut.await.map_err(|_| FlowError::Invalid("file"))?
}

fn read_and_cut(name: &str, bytes: &[u8]) -> Result<Cut, FlowError> {
    let start = Instant::now();
    let (document, warnings) =
        intake::read(name, bytes, &intake::Limits::default(), &mut || start.elapsed())?;
    let slices = intake::cut::cut(&document).iter().map(slice_of).collect();
    let warnings = warnings.iter().map(line_of).collect();
    Ok(Cut { slices, warnings, stated: Stated { whole: true, ..Stated::default() } })
}

/// A warning as it is kept: its message key and its figures, parted by U+001F.
pub(crate) fn line_of(warning: &intake::Warning) -> String {
    use intake::Warning as W;
    let figures = match warning {
        W::ExternalRelationship { count }
        | W::Links { count }
        | W::OleObject { count }
        | W::Comments { count }
        | W::HiddenText { count }
        | W::AltChunk { count }
        | W::Fields { count }
        | W::Images { count }
        | W::Formulas { count }
        | W::Symbols { count }
        | W::ControlCharacters { count }
        | W::RawHtml { count }
        | W::Gaps { count } => vec![count.to_string()],
        W::TrackedChanges { insertions, deletions } => {
            vec![insertions.to_string(), deletions.to_string()]
        }
        W::UnsupportedNumbering { formats } => vec![formats.join(", ")],
        W::PointsMissing { after, before } => vec![after.clone(), before.clone()],
        W::FewerCharacters { stated, present } => vec![stated.to_string(), present.to_string()],
        W::UnreadLine { line } => vec![line.to_string()],
        _ => Vec::new(),
    };
    let parts: Vec<_> = std::iter::once(warning.key().to_owned()).chain(figures).collect();
    parts.join("\u{1f}")
}

/// A piece of the text as a slice for everybody; the clerk narrows it.
pub(crate) fn slice_of(piece: &Piece) -> DraftSlice {
    let h = piece.headings.clone();
    let body = match piece.kind {
        PieceKind::Title => Body::Title { t: piece.text.clone() },
        PieceKind::Paragraph if piece.text.is_empty() => {
            Body::Paragraph { h: Vec::new(), t: h.join("\n") }
        }
        PieceKind::Paragraph => Body::Paragraph { h, t: piece.text.clone() },
        PieceKind::Table => Body::Table { h, r: piece.rows.clone() },
        PieceKind::Note => Body::Note { t: piece.text.clone() },
    };
    draft_slice(body, Scope::Public, None)
}

/// A slice with its characters counted.
pub(crate) fn draft_slice(body: Body, scope: Scope, ground: Option<Ground>) -> DraftSlice {
    let characters = u32::try_from(intake::count::characters(&body.text())).unwrap_or(u32::MAX);
    DraftSlice { body, scope, ground, characters }
}

/// Asked before a file is read: reading costs time, and only whoever may hand in may spend it.
struct MayHandIn<'a> {
    flow: &'a Flow,
    actor: Actor,
    organization: OrganizationId,
}

impl Step for MayHandIn<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let posts = posts_in(tx, self.flow, self.actor, &[self.organization]).await?;
        let may = posts.iter().any(|post| duty_allows(post.duty, Action::Edit));
        if may { Ok(()) } else { Err(FlowError::NotPermitted(Refusal::NoDuty)) }
    }
}

pub(crate) struct Receive<'a> {
    pub(crate) flow: &'a Flow,
    pub(crate) actor: Actor,
    pub(crate) receipt: &'a Receipt,
    pub(crate) cut: Cut,
}

impl Step for Receive<'_> {
    type Out = DisclosureId;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<DisclosureId, FlowError> {
        let (flow, receipt, now) = (self.flow, self.receipt, self.flow.now());
        let organization = receipt.organization;
        MayHandIn { flow, actor: self.actor, organization }.run(tx).await?;
        let source = self.source(tx).await?;
        let code = self.code(tx).await?;
        let regime = flow.regime(&receipt.regime).ok_or(FlowError::Invalid("regime"))?;
        let disclosure = Disclosure {
            id: DisclosureId::new(now, flow.random()),
            doc: random_bytes(flow.random()),
            hand_secret: random_bytes(flow.random()),
            organization,
            regime: receipt.regime.clone(),
            regime_version: regime.version.clone(),
            item: receipt.item.clone(),
            code,
            state: State::Draft,
            edition: 1,
            version: 1,
            seq: 0,
            last: Previous::default(),
            hands: Hands::default(),
            created_by: self.actor.0,
            changed: now,
            public_edition: None,
            public_at: None,
            withdrawn_at: None,
            withdrawn_reason: None,
            column: receipt.column,
            step: 0,
            due: None,
            claimed_by: None,
            withheld: None,
        };
        store::disclosures::insert(tx, flow.authority(), &disclosure).await?;
        let (at, id) = (flow.authority(), disclosure.id);
        store::disclosures::write(tx, at, id, disclosure.edition, self.actor.0).await?;
        let draft = Draft {
            slices: self.cut.slices.clone(),
            stated: self.cut.stated,
            fact_on: receipt.fact_on.clone(),
            source: Some(source),
            column: receipt.column,
            contributor: receipt.contributor.clone(),
            ..Draft::default()
        };
        store::drafts::save(tx, at, id, &draft, now, self.actor.0).await?;
        Ok(id)
    }
}

impl Receive<'_> {
    async fn source(&self, tx: &mut Tx) -> Result<SourceId, FlowError> {
        let source = Source {
            id: SourceId::new(self.flow.now(), self.flow.random()),
            organization: self.receipt.organization,
            file_name: self.receipt.file_name.clone(),
            bytes: self.receipt.bytes.clone(),
            warnings: self.cut.warnings.clone(),
        };
        let (at, now) = (self.flow.authority(), self.flow.now());
        store::sources::insert(tx, at, &source, now, self.actor.0).await?;
        Ok(source.id)
    }

    async fn code(&self, tx: &mut Tx) -> Result<Code, FlowError> {
        let at = self.flow.authority();
        if let Some(code) = self.receipt.code {
            store::columns::raise_number(tx, at, code).await?;
            return Ok(code);
        }
        match store::columns::take_code(tx, at, self.receipt.series).await {
            Err(store::StoreError::NotFound(_)) => Err(FlowError::Invalid("series")),
            done => Ok(done?),
        }
    }
}
