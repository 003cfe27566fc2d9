//! Files beside a draft.

use std::io::Cursor;

use domain::ids::{AttachmentId, DisclosureId};
use domain::scope::{Ground, Scope};
use flow::{Actor, FlowError, NewFile};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::World;

/// A JPEG whose EXIF block holds `secret`, as a camera writes where a picture was taken.
pub fn picture(secret: &str) -> Vec<u8> {
    let pixels = RgbImage::from_fn(640, 400, |x, y| Rgb([(x % 256) as u8, (y % 256) as u8, 90]));
    let mut plain = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(pixels).write_to(&mut plain, ImageFormat::Jpeg).unwrap();
    let plain = plain.into_inner();
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\0\0".to_vec();
    exif.extend(secret.as_bytes());
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xFF, 0xE1], &length, &exif, &plain[2..], secret.as_bytes()].concat()
}

impl World {
    /// The clerk of A puts a file beside a draft; what is not public is withheld for a third
    /// party's sake. Without a scope it is as narrow as the narrowest slice.
    pub async fn attach(
        &self,
        id: DisclosureId,
        file_name: &str,
        bytes: &[u8],
        scope: Option<Scope>,
    ) -> Result<AttachmentId, FlowError> {
        let version = self.disclosure(id).await.version;
        let ground = |scope: &Scope| (!scope.is_public()).then_some(Ground::ThirdParty);
        let file = NewFile {
            file_name: file_name.to_owned(),
            bytes: bytes.to_vec(),
            scope: scope.map(|scope| (scope.clone(), ground(&scope))),
            unchecked_reason: String::new(),
        };
        self.flow.attach(Actor(self.people.clerk_a), id, version, file).await
    }
}
