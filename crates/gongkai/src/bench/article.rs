//! The article page against nginx: the same bytes, the same load tool, each server alone on the
//! first core in turn, the tool on the second.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context;

use super::{Figure, peer, place};

const WHAT: &str = "article page, warm, one core";
const ROUNDS: usize = 3;
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that ends with the load.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) async fn run() -> anyhow::Result<Vec<Figure>> {
    let missing: Vec<&str> =
        ["taskset", "wrk", "nginx"].into_iter().filter(|name| !peer::is_installed(name)).collect();
    if !missing.is_empty() {
        return Ok(vec![Figure::new(WHAT, "—", format!("not installed: {}", missing.join(", ")))]);
    }
    let folder = tempfile::tempdir()?;
    let ours = own(&folder.path().join("county")).await?;
    let (path, page) = largest_article(ours.address)?;
    std::fs::write(folder.path().join("page.html"), &page)?;
    let nginx = nginx(folder.path()).await?;
    let own_url = format!("http://{}{path}", ours.address);
    let their_url = format!("http://{}/page.html", nginx.address);
    let at_rest = resident(&ours);
    let (mut own_rates, mut their_rates) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        own_rates.push(peer::wrk(&own_url).context("wrk had errors from gongkai")?);
        their_rates.push(peer::wrk(&their_url).context("wrk had errors from nginx")?);
    }
    let (own_rate, their_rate) = (median(own_rates), median(their_rates));
    let value = format!("{own_rate:.0} /s, {:.2} × nginx", own_rate / their_rate);
    let how = format!(
        "{} bytes, wrk -t1 -c32 -d5s, median of {ROUNDS} alternating; nginx {their_rate:.0} /s",
        page.len()
    );
    let memory = format!("{at_rest} at rest, {} after", resident(&ours));
    Ok(vec![
        Figure::new(WHAT, value, how),
        Figure::new("memory of the process", memory, "VmRSS of serve over the invented county"),
    ])
}

async fn own(folder: &Path) -> anyhow::Result<Server> {
    place::leave_in(folder).await?;
    let address = free_address()?;
    let program = std::env::current_exe()?;
    let child = Command::new("taskset")
        .args(["-c", "0"])
        .arg(program)
        .args(["serve", "--listen", &address.to_string(), "--data"])
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()?;
    ready(Server { child, address }).await
}

async fn nginx(folder: &Path) -> anyhow::Result<Server> {
    let address = free_address()?;
    let root = folder.display();
    let configuration = format!(
        "daemon off; master_process off; worker_processes 1; pid {root}/nginx.pid;\n\
         error_log {root}/error.log; events {{ worker_connections 1024; }}\n\
         http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;\n\
         open_file_cache max=16; types {{ text/html html; }}\n\
         server {{ listen {address}; root {root}; }} }}\n"
    );
    let file = folder.join("nginx.conf");
    std::fs::write(&file, configuration)?;
    let child = Command::new("taskset")
        .args(["-c", "0", "nginx", "-p"])
        .arg(folder)
        .arg("-c")
        .arg(&file)
        .stderr(Stdio::null())
        .spawn()?;
    ready(Server { child, address }).await
}

fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0")?.local_addr()
}

/// Waits until the server answers a request.
async fn ready(mut server: Server) -> anyhow::Result<Server> {
    let answers = async {
        while get(server.address, "/").is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let ready = tokio::time::timeout(PATIENCE, answers).await;
    match server.child.try_wait()? {
        None => ready.map(|()| server).context("the server does not answer"),
        Some(status) => anyhow::bail!("the server ended with {status}"),
    }
}

/// Path and body of the longest article that the home page links to.
fn largest_article(address: SocketAddr) -> anyhow::Result<(String, Vec<u8>)> {
    let home = String::from_utf8(get(address, "/")?)?;
    let links = home.split("href=\"/d/").skip(1).filter_map(|rest| rest.split_once('"'));
    let pages = links.map(|(code, _)| format!("/d/{code}")).filter_map(|path| {
        let page = get(address, &path).ok()?;
        Some((path, page))
    });
    pages.max_by_key(|(_, page)| page.len()).context("the home page links to no article")
}

/// The body of a page, neither compressed nor in chunks: HTTP/1.0 knows neither.
fn get(address: SocketAddr, path: &str) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.ok_or(std::io::ErrorKind::InvalidData)?;
    Ok(answer.split_off(end + 4))
}

fn resident(server: &Server) -> String {
    let path = format!("/proc/{}/status", server.child.id());
    let status = std::fs::read_to_string(path).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.map_or("unknown".to_owned(), |kb| format!("{:.1} MB", kb as f64 / 1000.0))
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or(0.0)
}
