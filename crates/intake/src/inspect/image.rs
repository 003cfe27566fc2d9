//! Pictures made anew: decoded to pixels and encoded again, so that no position, no camera, no
//! embedded preview and nothing behind the picture's end goes out with it.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};

use crate::IntakeError;

/// Pixels of a picture at most; a page scanned at 600 dpi has 35 million.
const PIXELS: u64 = 50_000_000;
/// Longest side at most.
const SIDE: u32 = 16_384;
/// Memory for decoding, above the pixels of a picture at the limit.
const DECODER_BYTES: u64 = 256 << 20;
/// Longest side of a thumbnail.
const THUMBNAIL: u32 = 480;
const QUALITY: u8 = 88;
const THUMBNAIL_QUALITY: u8 = 75;

/// A picture without anything but its pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    pub bytes: Vec<u8>,
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
    /// In pixels, after turning it as its EXIF orientation says.
    pub width: u32,
    pub height: u32,
    /// JPEG, no side longer than 480 pixels.
    pub thumbnail: Vec<u8>,
}

/// Encodes a PNG, JPEG or WebP picture anew. PNG stays PNG, and so does what is transparent; the
/// rest becomes JPEG. Of an animation the first picture remains.
///
/// # Errors
/// [`IntakeError::Image`] for what is no such picture, [`IntakeError::TooManyPixels`] before any of
/// them is decoded.
pub fn clean(bytes: &[u8]) -> Result<Cleaned, IntakeError> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(broken)?;
    let format = reader.format();
    let picture = decode(reader)?;
    let png = format == Some(ImageFormat::Png) || picture.color().has_alpha();
    let picture = eight_bits(picture);
    let (bytes, media_type) = if png {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, ImageFormat::Png).map_err(broken)?;
        (out.into_inner(), "image/png")
    } else {
        (jpeg(&picture, QUALITY)?, "image/jpeg")
    };
    let thumbnail = jpeg(&small(&picture), THUMBNAIL_QUALITY)?;
    Ok(Cleaned { bytes, media_type, width: picture.width(), height: picture.height(), thumbnail })
}

fn decode(mut reader: ImageReader<Cursor<&[u8]>>) -> Result<DynamicImage, IntakeError> {
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(DECODER_BYTES);
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXELS {
        return Err(IntakeError::TooManyPixels { pixels, limit: PIXELS });
    }
    // An orientation that can't be read is none.
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

fn eight_bits(picture: DynamicImage) -> DynamicImage {
    if picture.color().has_alpha() {
        DynamicImage::ImageRgba8(picture.into_rgba8())
    } else if picture.color().has_color() {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    } else {
        DynamicImage::ImageLuma8(picture.into_luma8())
    }
}

fn small(picture: &DynamicImage) -> DynamicImage {
    if picture.width().max(picture.height()) <= THUMBNAIL {
        return picture.clone();
    }
    picture.thumbnail(THUMBNAIL, THUMBNAIL)
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, IntakeError> {
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, quality);
    if picture.color().has_color() {
        picture.to_rgb8().write_with_encoder(encoder).map_err(broken)?;
    } else {
        picture.to_luma8().write_with_encoder(encoder).map_err(broken)?;
    }
    Ok(out)
}

fn broken(error: impl std::fmt::Display) -> IntakeError {
    IntakeError::Image { reason: error.to_string().chars().take(200).collect() }
}

#[cfg(test)]
mod tests;
