use image::{Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// Left half red, right half blue.
fn two_halves(width: u32, height: u32) -> DynamicImage {
    let half = |x, _| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, half))
}

/// A JPEG with an EXIF block that turns it by 90° and names a place.
fn turned_jpeg() -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
    exif.extend(b"\x0e\x01\x02\0\x10\0\0\0\x26\0\0\0\0\0\0\0");
    exif.extend(b"HOME-OF-ZHANGSAN");
    let plain = encoded(&two_halves(64, 16), ImageFormat::Jpeg);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xFF, 0xE1], &length, &exif, &plain[2..], b"AFTER-THE-END"].concat()
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn a_picture_is_turned_and_keeps_nothing_but_pixels() {
    let bytes = turned_jpeg();
    assert!(contains(&bytes, b"ZHANGSAN"));
    let cleaned = clean(&bytes).unwrap();
    assert_eq!((cleaned.width, cleaned.height, cleaned.media_type), (16, 64, "image/jpeg"));
    for out in [&cleaned.bytes, &cleaned.thumbnail] {
        assert!(!contains(out, b"ZHANGSAN") && !contains(out, b"Exif") && !contains(out, b"AFTER"));
    }
    let again = image::load_from_memory(&cleaned.bytes).unwrap().to_rgb8();
    assert!(again.get_pixel(8, 4).0[0] > 200 && again.get_pixel(8, 60).0[2] > 200);
}

#[test]
fn what_is_transparent_becomes_png_and_the_thumbnail_is_small() {
    let clear = RgbaImage::from_pixel(900, 300, Rgba([0, 0, 0, 0]));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let cleaned = clean(&encoded(&DynamicImage::ImageRgba8(clear.clone()), format)).unwrap();
        assert_eq!(cleaned.media_type, "image/png");
        let thumbnail = image::load_from_memory(&cleaned.thumbnail).unwrap();
        assert_eq!((thumbnail.width(), thumbnail.height()), (480, 160));
    }
    let webp = clean(&encoded(&two_halves(4, 4), ImageFormat::WebP)).unwrap();
    assert_eq!(webp.media_type, "image/jpeg");
}

#[test]
fn a_picture_that_states_too_many_pixels_is_refused_unread() {
    let mut png = encoded(&two_halves(4, 4), ImageFormat::Png);
    png[16..20].copy_from_slice(&16_000u32.to_be_bytes());
    png[20..24].copy_from_slice(&16_000u32.to_be_bytes());
    // The header's checksum: bytes 12..29.
    let crc = png[12..29].iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 }
        })
    });
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    let refused = clean(&png);
    assert_eq!(refused, Err(IntakeError::TooManyPixels { pixels: 256_000_000, limit: 50_000_000 }));
}

#[test]
fn what_is_no_picture_is_an_error() {
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>";
    let jpeg = turned_jpeg();
    for bytes in [&svg[..], b"", b"GIF89a\x01\0\x01\0", &jpeg[..40]] {
        assert!(matches!(clean(bytes), Err(IntakeError::Image { .. })));
    }
}
