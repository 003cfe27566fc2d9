//! Attached files against their hashes, and editions against their files.

use std::collections::{BTreeMap, HashMap};

use domain::ids::{AttachmentId, DisclosureId};
use store::StoreError;
use store::disclosures::Disclosure;
use store::editions::Edition;

use super::Checker;
use crate::FlowError;

/// Hash of each file that is whole, by the disclosure it belongs to and its id.
pub(super) type Whole = BTreeMap<(DisclosureId, AttachmentId), String>;

impl Checker<'_> {
    /// Every file has the bytes that it came with.
    pub(super) async fn files(
        &mut self,
        disclosures: &HashMap<DisclosureId, Disclosure>,
    ) -> Result<Whole, FlowError> {
        let (db, at) = (&self.flow.store().reader, self.flow.authority());
        let mut whole = Whole::new();
        let mut of: BTreeMap<DisclosureId, Vec<AttachmentId>> = BTreeMap::new();
        for (id, disclosure) in store::attachments::all(db.db(), at).await? {
            of.entry(disclosure).or_default().push(id);
        }
        for (disclosure, ids) in of {
            let kept = store::attachments::of_disclosure(db.db(), at, disclosure).await?;
            let code = disclosures.get(&disclosure).map(|each| each.code.to_string());
            let code = code.unwrap_or_default();
            for id in ids {
                let Some(file) = kept.iter().find(|file| file.id == id) else { continue };
                let name = format!("{code} file {}", file.file_name);
                match store::attachments::bytes(db.db(), at, disclosure, id).await {
                    Ok(bytes) if bytes.len() as u64 == file.size_bytes => {
                        whole.insert((disclosure, id), hex::encode(file.sha256));
                    }
                    Ok(_) => self.fault(format!("{name}: not of the size that it came with")),
                    Err(StoreError::Corrupt(_)) => {
                        self.fault(format!("{name}: its bytes do not have their hash"));
                    }
                    Err(other) => return Err(other.into()),
                }
                if !store::attachments::original_stands(db.db(), at, disclosure, id).await? {
                    self.fault(format!("{name}: its original does not have its hash"));
                }
            }
        }
        Ok(whole)
    }

    /// Every file that an edition names is there, with the hash that was approved.
    pub(super) fn attached(&mut self, disclosure: &Disclosure, edition: &Edition, whole: &Whole) {
        for attached in &edition.facts.attachments {
            if whole.get(&(edition.disclosure, attached.id)) != Some(&attached.sha256) {
                let (code, number) = (disclosure.code, edition.number);
                self.fault(format!(
                    "{code} edition {number}: its file {} is not there as it was approved",
                    attached.file_name
                ));
            }
        }
    }
}
