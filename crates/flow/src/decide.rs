//! 集体研究: what a meeting resolved. The record names attendance and votes; the scan of the signed
//! minutes is kept and the act names its hash.

use domain::act::{Details, Kind};
use domain::calendar::day_of;
use domain::decision::{Decision, Outcome};
use domain::ids::{DisclosureId, EvidenceId};
use domain::workflow::Action;
use sha2::{Digest, Sha256};
use store::evidence::{self, Evidence};
use store::{Step, Tx};

use crate::onward::{Awaited, Ended, Passed, awaited};
use crate::return_::send_back;
use crate::step::{Actor, Seen};
use crate::{Flow, FlowError};

/// A file handed in beside a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    pub file_name: String,
    pub bytes: Vec<u8>,
}

/// The largest scan or photo.
const SCAN_BYTES: usize = 16 << 20;

impl Scan {
    /// The media type by what the bytes are: JPEG, PNG or PDF, nothing else.
    pub(crate) fn media_type(&self) -> Result<&'static str, FlowError> {
        if self.bytes.len() > SCAN_BYTES {
            return Err(FlowError::Invalid("scan_too_large"));
        }
        let kinds: [(&[u8], &str); 3] = [
            (b"\xff\xd8\xff", "image/jpeg"),
            (b"\x89PNG\r\n\x1a\n", "image/png"),
            (b"%PDF-", "application/pdf"),
        ];
        let found = kinds.into_iter().find(|(head, _)| self.bytes.starts_with(head));
        found.map(|(_, media_type)| media_type).ok_or(FlowError::Invalid("scan"))
    }
}

impl Flow {
    /// Records the decision of a meeting on the edition whose content hash was seen. `decision`
    /// need not name its minutes: their hash is that of the scan.
    ///
    /// # Errors
    /// [`FlowError::Decision`] when the record does not stand up to the meeting's rule;
    /// [`FlowError::Invalid`] for a scan that is no picture and no PDF.
    pub async fn decide(
        &self,
        actor: Actor,
        id: DisclosureId,
        seen: impl Into<Seen<'_>>,
        (mut decision, scan): (Decision, Scan),
    ) -> Result<Passed, FlowError> {
        let (seen, media_type) = (seen.into(), scan.media_type()?);
        if domain::finding::is_private(&decision.resolution) {
            return Err(FlowError::Invalid("reason_private"));
        }
        decision.minutes = hex::encode(Sha256::digest(&scan.bytes));
        self.pass(&Decide { flow: self, actor, id, seen, decision, scan, media_type }).await
    }
}

struct Decide<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    seen: Seen<'a>,
    decision: Decision,
    scan: Scan,
    media_type: &'static str,
}

impl Step for Decide<'_> {
    type Out = Ended;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<Ended, FlowError> {
        let (flow, actor) = (self.flow, self.actor);
        let awaited = awaited(tx, flow, actor, (self.id, Action::Decide), self.seen).await?;
        let outcome = self.outcome(&awaited)?;
        self.keep_scan(tx).await?;
        let details = Details::Decision { decision: self.decision.clone(), outcome };
        match outcome {
            Outcome::Carried => awaited.onward(tx, flow, actor, "", Some(details)).await,
            Outcome::NotCarried => {
                let stands = (&awaited.permitted, &awaited.edition);
                send_back(tx, flow, actor, stands, (Kind::Decide, "", Some(details))).await?;
                Ok(Ended::Passed(Passed::NotCarried))
            }
        }
    }
}

impl Decide<'_> {
    fn outcome(&self, awaited: &Awaited) -> Result<Outcome, FlowError> {
        let rule = awaited.step().and_then(|step| step.meeting.as_ref());
        let rule = rule.ok_or(FlowError::Conflict("state"))?;
        let today = day_of(self.flow.now());
        let outcome = self.decision.examine(rule, &today).map_err(FlowError::Decision)?;
        let released = awaited.permitted.disclosure.state == domain::workflow::State::Released;
        if released && outcome == Outcome::NotCarried {
            // What is public already is not sent back: it has to be withdrawn.
            return Err(FlowError::Conflict("released"));
        }
        Ok(outcome)
    }

    async fn keep_scan(&self, tx: &mut Tx) -> Result<(), FlowError> {
        keep(
            tx,
            self.flow,
            self.actor,
            self.id,
            (evidence::Kind::Minutes, &self.scan, self.media_type, None),
        )
        .await
        .map(|_| ())
    }
}

/// Keeps a file beside an act; its hash in hex.
pub(crate) async fn keep(
    tx: &mut Tx,
    flow: &Flow,
    actor: Actor,
    id: DisclosureId,
    (kind, scan, media_type, thumbnail): (evidence::Kind, &Scan, &str, Option<&[u8]>),
) -> Result<String, FlowError> {
    let sha256: [u8; 32] = Sha256::digest(&scan.bytes).into();
    let new = Evidence {
        id: EvidenceId::new(flow.now(), flow.random()),
        disclosure: id,
        kind,
        file_name: scan.file_name.clone(),
        media_type: media_type.to_owned(),
        sha256,
        has_thumbnail: thumbnail.is_some(),
        received: flow.now(),
        received_by: actor.0,
    };
    evidence::insert(tx, flow.authority(), &new, (&scan.bytes, thumbnail)).await?;
    Ok(hex::encode(sha256))
}
