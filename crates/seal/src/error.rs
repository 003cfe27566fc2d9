//! Why a document is refused: one variant for each rule.
//!
//! Must never carry text from the document: an error goes to logs and pages, and the text may be
//! hostile or secret. Returned by every function of this crate that can refuse.

use thiserror::Error;

/// The part of a presentation a general rule was broken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// First part of the JWT.
    Header,
    /// Second part of the JWT.
    Payload,
    /// Third part of the JWT.
    Signature,
    /// One of the disclosures.
    Disclosure,
}

/// A broken rule of RFC 9901 or of the profile. Nothing was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SealError {
    /// Caps, checked before anything is decoded.
    #[error("the presentation is larger than allowed")]
    PresentationTooLarge,
    /// More disclosures than [`crate::Limits::disclosures`].
    #[error("the presentation has more disclosures than allowed")]
    TooManyDisclosures,
    /// More placeholders than [`crate::Limits::placeholders`]; when issuing, more slices than the
    /// largest bucket.
    #[error("the document has more slices than allowed")]
    TooManyPlaceholders,
    /// JSON nested deeper than [`crate::Limits::depth`], within one part or through disclosures.
    #[error("the JSON of the {0:?} is nested deeper than allowed")]
    TooDeep(Part),

    /// RFC 9901 section 4: without key binding the last character is `~`.
    #[error("the presentation does not end in a tilde")]
    MissingTilde,
    /// The profile decides beforehand that there is no key binding (section 7.3); one that comes is
    /// refused.
    #[error("the presentation carries a key-binding JWT, which this profile refuses")]
    KeyBinding,
    /// Two tildes in a row.
    #[error("the presentation contains an empty disclosure")]
    EmptyDisclosure,
    /// Not three parts separated by dots.
    #[error("the signed part is not a JWT of three parts")]
    JwtShape,
    /// Not base64url without padding and with zero trailing bits (RFC 7515 section 2, RFC 4648
    /// section 3.5).
    #[error("the {0:?} is not canonical base64url")]
    Base64(Part),
    /// Not UTF-8 JSON of the expected outer type.
    #[error("the {0:?} is not JSON of the expected kind")]
    Json(Part),
    /// RFC 7519 section 4 lets a reader take the last of two equal names; two readers would then
    /// see two documents.
    #[error("the {0:?} has the same key twice in one object")]
    DuplicateKey(Part),

    /// `alg` is not exactly `Ed25519` (RFC 9864).
    #[error("the signature algorithm is not Ed25519")]
    Algorithm,
    /// `typ` is not exactly `notice+sd-jwt`.
    #[error("the document type is not notice+sd-jwt")]
    Type,
    /// A header parameter other than alg, typ, kid (so also `crit`, `jwk`, `x5c`).
    #[error("the header has a parameter this profile does not know")]
    HeaderParameter,
    /// `kid` is not the RFC 7638 thumbprint of the key used.
    #[error("the document names another key")]
    KeyId,
    /// The 32 bytes given are no usable Ed25519 public key.
    #[error("the key is not an Ed25519 public key")]
    Key,
    /// The signature does not hold, strictly.
    #[error("the signature does not hold")]
    Signature,

    /// `_sd_alg` names something else than sha-256.
    #[error("the digest algorithm is not sha-256")]
    SdAlg,
    /// `_sd_alg` below the top level (section 4.1.1).
    #[error("_sd_alg stands below the top level")]
    SdAlgMisplaced,
    /// `_sd` is not an array of strings.
    #[error("_sd is not an array of digests")]
    SdShape,
    /// A digest is not base64url of 32 bytes.
    #[error("a digest is not base64url of 32 bytes")]
    DigestShape,
    /// `...` with other keys beside it (section 4.2.4.2).
    #[error("a placeholder has other keys beside its digest")]
    PlaceholderKeys,
    /// `...` in an object that is no array element.
    #[error("a placeholder stands outside an array")]
    PlaceholderMisplaced,
    /// One digest at two places, whether disclosed or not (section 7.1 step 4).
    #[error("the same digest occurs twice")]
    DigestTwice,

    /// Not an array of two or three elements that begins with a string.
    #[error("a disclosure is not an array of salt, name and value")]
    DisclosureShape,
    /// The profile asks for at least 128 bits of salt, 22 characters.
    #[error("a disclosure has a short salt")]
    ShortSalt,
    /// Three elements matched in an array, or two in an object (section 7.1 step 3).
    #[error("a disclosure has the wrong number of elements for its place")]
    WrongArity,
    /// `_sd`, `_sd_alg` or `...` used as a name in what is disclosed or always visible.
    #[error("a reserved name is used")]
    ReservedName,
    /// The disclosed name already exists at that level.
    #[error("a disclosed name exists already")]
    NameCollision,
    /// The same disclosure twice.
    #[error("a disclosure occurs twice")]
    DisclosureTwice,
    /// A disclosure no placeholder refers to: altered, or from another document (section 7.1 step
    /// 5).
    #[error("a disclosure does not belong to the document")]
    Unreferenced,

    /// A claim outside the profile's list (so also exp, nbf, aud, cnf).
    #[error("the document has a claim this profile does not know")]
    UnknownClaim,
    /// A claim the profile depends on is absent.
    #[error("the claim {0} is missing")]
    MissingClaim(&'static str),
    /// A claim has the wrong type or an impossible value.
    #[error("the claim {0} is malformed")]
    BadClaim(&'static str),
    /// `slices` holds something else than placeholders.
    #[error("slices holds something else than placeholders")]
    SlicesShape,
    /// `pad` is not a bucket or not the number of placeholders.
    #[error("pad is not the number of placeholders")]
    Pad,
    /// A digest is embedded elsewhere than in `slices`.
    #[error("a digest is embedded outside slices")]
    PlaceholderOutsideSlices,
    /// An entry of `toc` is not `{"i":…,"d":…}`.
    #[error("the table of contents is malformed")]
    TocShape,
    /// One slice id twice in `toc`.
    #[error("the table of contents has a slice twice")]
    TocIdTwice,
    /// One digest twice in `toc`.
    #[error("the table of contents has a digest twice")]
    TocDigestTwice,
    /// A digest of `toc` is no placeholder.
    #[error("the table of contents refers to nothing")]
    TocDangling,
    /// The slice disclosed under a digest of `toc` has another id.
    #[error("a slice is not the one the table of contents promises")]
    TocIdMismatch,
    /// A disclosed value is not `{"i":…,"s":…,"b":…}` of the right types.
    #[error("a slice is malformed")]
    SliceShape,
    /// One id for two slices.
    #[error("a slice id occurs twice")]
    SliceIdTwice,
    /// When issuing: two slices share a salt, so the source of chance is broken or a slice was
    /// copied.
    #[error("two slices share a salt")]
    SaltTwice,
}
