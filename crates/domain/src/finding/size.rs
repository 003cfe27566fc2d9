//! What is approved must be possible to seal and to verify: the bounds lie below those of a reader of
//! sealed documents (16,384 slices, 16 MiB with the signature).

use super::Finding;
use crate::disclosure::Draft;

const SLICES: usize = 16_000;
const SEALED_BYTES: usize = 12 << 20;
/// Salt, number and scope of a slice beside its text, at most.
const BESIDE_BYTES: usize = 160;

pub(super) fn check(draft: &Draft) -> Vec<Finding> {
    if draft.slices.len() >= SLICES {
        return vec![Finding::blocks("too_large", None, draft.slices.len().to_string())];
    }
    let sealed: usize = draft.slices.iter().map(|slice| sealed_bytes(&slice.body)).sum();
    let found = || Finding::blocks("too_large", None, format!("{} MiB", sealed.div_ceil(1 << 20)));
    (sealed > SEALED_BYTES).then(found).into_iter().collect()
}

/// Length of the disclosure string, from above: base64 of its JSON.
fn sealed_bytes(body: &crate::slice::Body) -> usize {
    let json = serde_json::to_vec(body).map_or(SEALED_BYTES, |json| json.len());
    (json + BESIDE_BYTES).div_ceil(3) * 4
}
