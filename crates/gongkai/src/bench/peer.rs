//! Programs that we measure against or with. One that is not installed is no error.

use std::process::{Command, Stdio};

/// Whether a program can be run.
pub(super) fn is_installed(program: &str) -> bool {
    Command::new(program)
        .arg("-v")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}

/// MB/s of `openssl speed sha256` over 16 KiB blocks; `None` without openssl.
pub(super) fn openssl_sha256() -> Option<f64> {
    let arguments = ["speed", "-mr", "-seconds", "1", "-bytes", "16384", "-evp", "sha256"];
    let output = Command::new("openssl").args(arguments).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // `+F:22:sha256:1234567890.12`: bytes per second.
    let line = text.lines().find(|line| line.starts_with("+F"))?;
    let rate: f64 = line.rsplit(':').next()?.trim().parse().ok()?;
    Some(rate / 1e6)
}

/// Requests per second that `wrk`, on the second core, has from a server.
pub(super) fn wrk(url: &str) -> Option<f64> {
    let arguments = ["-c", "1", "wrk", "-t1", "-c32", "-d5s", url];
    let output = Command::new("taskset").args(arguments).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if text.contains("Non-2xx") || text.contains("Socket errors") {
        return None;
    }
    let line = text.lines().find(|line| line.starts_with("Requests/sec:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
