//! Serving files: the one exit through which the bytes of an attached file or of a board's photo
//! leave. Page, thumbnail, download and archive all come here, and here every file asks
//! `access::may_read`. What does not exist and what this reader may not have look alike.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use domain::access::{Reader, Reading, may_read};
use domain::act::Details;
use domain::code::Code;
use domain::disclosure::Attached;
use domain::ids::{AttachmentId, DisclosureId};
use domain::scope::Ground;
use store::attachments::Attachment;
use store::disclosures::Disclosure;
use store::editions::{Edition, Slice};
use store::evidence;
use tokio::sync::Semaphore;

use crate::article::{Article, Found, RecordLine, last_withdrawn};
use crate::attach::served_as;
use crate::{Flow, FlowError};

/// A file as it is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    pub file_name: String,
    /// One of the allow-list.
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Which size of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Whole,
    Thumbnail,
}

/// The files of an edition as one reader may know of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    pub readable: Vec<Attachment>,
    /// `None`: none is withheld. How many are is not said.
    pub withheld: Option<Withheld>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    pub grounds: Vec<Ground>,
    pub login_may_open: bool,
}

impl Flow {
    /// A file of a public edition.
    ///
    /// # Errors
    /// [`FlowError::NotFound`] for what does not exist, is not public or no longer, or is not for
    /// this reader.
    pub async fn attachment(
        &self,
        reader: &Reader,
        (code, edition): (Code, Option<u32>),
        id: AttachmentId,
        size: Size,
    ) -> Result<Served, FlowError> {
        let article = self.readable_article(reader, code, edition).await?;
        let (disclosure, attached) = (&article.disclosure, &article.edition.facts.attachments);
        let attached = attached.iter().find(|attached| attached.id == id);
        let attached = attached.filter(|attached| is_for(reader, attached, disclosure));
        let attached = attached.ok_or(FlowError::NotFound)?;
        let file = article.files.readable.iter().find(|file| file.id == attached.id);
        self.served(file.ok_or(FlowError::NotFound)?, size).await
    }

    /// Every file of a public edition that this reader may read, in the edition's order.
    ///
    /// # Errors
    /// As [`Flow::attachment`]; an edition without such a file has no archive.
    pub async fn attachments(
        &self,
        reader: &Reader,
        code: Code,
        edition: Option<u32>,
    ) -> Result<Vec<Served>, FlowError> {
        let article = self.readable_article(reader, code, edition).await?;
        let mut files = Vec::with_capacity(article.files.readable.len());
        for file in &article.files.readable {
            files.push(self.served(file, Size::Whole).await?);
        }
        if files.is_empty() { Err(FlowError::NotFound) } else { Ok(files) }
    }

    /// The photo of a board, by the hash that the record names. For those who may read the whole of
    /// the edition that hung there: the picture shows all of it.
    ///
    /// # Errors
    /// As [`Flow::attachment`].
    pub async fn photo(
        &self,
        reader: &Reader,
        code: Code,
        sha256: &str,
        size: Size,
    ) -> Result<Served, FlowError> {
        let article = self.readable_article(reader, code, None).await?;
        if !article.photos.contains(sha256) {
            return Err(FlowError::NotFound);
        }
        let (db, at) = (&self.inner.store.reader, self.authority());
        let all = evidence::of_disclosure(db.db(), at, article.disclosure.id).await?;
        let photo = all.into_iter().find(|kept| {
            kept.kind == evidence::Kind::Photo
                && kept.has_thumbnail
                && hex::encode(kept.sha256) == sha256
        });
        let photo = photo.ok_or(FlowError::NotFound)?;
        let media_type = served_as(&photo.media_type).ok_or(FlowError::NotFound)?;
        let ending = if media_type == "image/png" { "png" } else { "jpg" };
        let file_name = format!("{code}-{}.{ending}", sha256.get(..8).unwrap_or_default());
        match size {
            Size::Whole => {
                let bytes = evidence::bytes(db.db(), at, photo.id).await?;
                Ok(Served { file_name, media_type, bytes })
            }
            Size::Thumbnail => {
                let bytes = evidence::thumbnail(db.db(), at, photo.id).await?;
                let bytes = bytes.ok_or(FlowError::NotFound)?;
                Ok(Served { file_name, media_type: "image/jpeg", bytes })
            }
        }
    }

    /// A file on the desk, of a draft or of an edition under way. Whose desk it is on has been asked
    /// by the caller.
    ///
    /// # Errors
    /// [`FlowError::NotFound`] when the disclosure has no such file.
    pub async fn desk_attachment(
        &self,
        disclosure: DisclosureId,
        id: AttachmentId,
    ) -> Result<Served, FlowError> {
        let (db, at) = (&self.inner.store.reader, self.authority());
        let all = store::attachments::of_disclosure(db.db(), at, disclosure).await?;
        let file = all.into_iter().find(|file| file.id == id).ok_or(FlowError::NotFound)?;
        self.served(&file, Size::Whole).await
    }

    async fn readable_article(
        &self,
        reader: &Reader,
        code: Code,
        edition: Option<u32>,
    ) -> Result<Article, FlowError> {
        match self.article(reader, code, edition).await? {
            Found::Article(article) => Ok(*article),
            Found::Withdrawn(_) => Err(FlowError::NotFound),
        }
    }

    async fn served(&self, file: &Attachment, size: Size) -> Result<Served, FlowError> {
        let (db, at) = (&self.inner.store.reader, self.authority());
        let file_name = file.file_name.clone();
        let (bytes, media_type) = match size {
            Size::Whole => {
                let media_type = served_as(&file.media_type).ok_or(FlowError::NotFound)?;
                let bytes =
                    store::attachments::bytes(db.db(), at, file.disclosure, file.id).await?;
                (bytes, media_type)
            }
            Size::Thumbnail => {
                let small = store::attachments::thumbnail(db.db(), at, file.disclosure, file.id);
                (small.await?.ok_or(FlowError::NotFound)?, "image/jpeg")
            }
        };
        Ok(Served { file_name, media_type, bytes })
    }

    /// The files of an edition, parted by what this reader may read.
    pub(crate) async fn files(
        &self,
        reader: &Reader,
        disclosure: &Disclosure,
        edition: &Edition,
    ) -> Result<Files, FlowError> {
        let mut files = Files::default();
        if edition.facts.attachments.is_empty() {
            return Ok(files);
        }
        let (db, at) = (&self.inner.store.reader, self.authority());
        let all = store::attachments::of_disclosure(db.db(), at, disclosure.id).await?;
        for attached in &edition.facts.attachments {
            match may_read(reader, &attached.scope, disclosure.organization) {
                Reading::Allowed => {
                    // Its hash is part of what was approved: other bytes are another file.
                    let fits = |file: &&Attachment| {
                        file.id == attached.id && hex::encode(file.sha256) == attached.sha256
                    };
                    files.readable.extend(all.iter().find(fits).cloned());
                }
                Reading::LoginNeeded => withhold(&mut files.withheld, attached, true),
                Reading::OutsideScope => withhold(&mut files.withheld, attached, false),
            }
        }
        Ok(files)
    }

    /// The photos of boards on which nothing hung that this reader may not read.
    pub(crate) async fn photos(
        &self,
        reader: &Reader,
        disclosure: &Disclosure,
        record: &[RecordLine],
    ) -> Result<BTreeSet<String>, FlowError> {
        let (mut photos, withdrawn) = (BTreeSet::new(), last_withdrawn(record));
        for line in record.iter().filter(|line| Some(line.edition) > withdrawn) {
            let Some(Details::Posting { photo: Some(photo), .. }) = &line.details else { continue };
            let (_, slices) = self.sealed_edition(disclosure, line.edition).await?;
            let may = |slice: &Slice| {
                may_read(reader, &slice.scope, disclosure.organization).is_allowed()
            };
            if slices.iter().all(may) {
                photos.insert(photo.clone());
            }
        }
        if photos.is_empty() {
            return Ok(photos);
        }
        let (db, at) = (&self.inner.store.reader, self.authority());
        let kept = evidence::of_disclosure(db.db(), at, disclosure.id).await?;
        let shown = kept.iter().filter(|kept| kept.has_thumbnail);
        let shown: BTreeSet<_> = shown.map(|kept| hex::encode(kept.sha256)).collect();
        photos.retain(|photo| shown.contains(photo));
        Ok(photos)
    }
}

fn is_for(reader: &Reader, attached: &Attached, disclosure: &Disclosure) -> bool {
    may_read(reader, &attached.scope, disclosure.organization).is_allowed()
}

fn withhold(withheld: &mut Option<Withheld>, attached: &Attached, login: bool) {
    let gap = withheld.get_or_insert(Withheld { grounds: Vec::new(), login_may_open: false });
    let ground = attached.ground.unwrap_or(Ground::ItemScope);
    let all: BTreeSet<_> = gap.grounds.iter().copied().chain([ground]).collect();
    gap.grounds = all.into_iter().collect();
    gap.login_may_open |= login;
}

/// Writing an archive takes as much memory as its files: no more than this many at once.
static WRITING: Semaphore = Semaphore::const_new(2);

/// Files as one archive, uncompressed. Names are plain names; of two alike the second is numbered.
///
/// # Errors
/// [`FlowError::Invalid`] when it cannot be written.
pub async fn archive(files: Vec<Served>) -> Result<Vec<u8>, FlowError> {
    let permit = WRITING.acquire().await.expect("never closed");
    let written = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        write_archive(&files)
    });
    let written = written.await.map_err(|_| FlowError::Invalid("file"))?;
    written.map_err(|_| FlowError::Invalid("file"))
}

fn write_archive(files: &[Served]) -> std::io::Result<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut taken = BTreeSet::new();
    for file in files {
        zip.start_file(entry_name(&file.file_name, &mut taken), options)?;
        zip.write_all(&file.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn entry_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = name.chars().filter(|c| !"/\\:".contains(*c)).collect();
    let (stem, ending) = plain.rsplit_once('.').unwrap_or((&plain, "bin"));
    let numbered = (2..).map(|number| format!("{stem} ({number}).{ending}"));
    let mut names = std::iter::once(format!("{stem}.{ending}")).chain(numbered);
    let free = names.find(|name| taken.insert(name.to_lowercase()));
    free.expect("numbers do not end")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_have_plain_names_and_none_twice() {
        let mut taken = BTreeSet::new();
        let names = ["甲.pdf", "甲.PDF", "../甲.pdf", "a/b\\c.txt", "x"];
        let names = names.map(|name| entry_name(name, &mut taken));
        assert_eq!(names, ["甲.pdf", "甲 (2).PDF", "..甲.pdf", "abc.txt", "x.bin"]);
    }
}
