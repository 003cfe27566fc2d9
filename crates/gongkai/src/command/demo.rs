//! `demo`: the invented county, served until it is stopped. Its data is removed at exit unless it
//! is to be kept.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use tokio::net::TcpListener;

use crate::cli::{Demo, Place};
use crate::demo::{self, County};
use crate::{open, output, serve};

pub(super) async fn run(demo: Demo) -> anyhow::Result<ExitCode> {
    let listener = TcpListener::bind(demo.listen).await;
    let listener = listener.with_context(|| format!("listening on {}", demo.listen))?;
    let (_temporary, folder) = folder(demo.keep.as_deref())?;
    let mut config = Place::default().config(Some(listener.local_addr()?))?;
    config.site_name = "清溪县公开".to_owned();
    config.database = format!("sqlite://{}?mode=rwc", folder.join("gongkai.sqlite").display());
    config.data = folder;
    let store = open::store(&config.database, &config.data).await?;
    let county = demo::told(store, &config.data).await?;
    print(&county, &config.public_url, demo.keep.as_deref());
    serve::serve(listener, county.flow, &config, serve::stopped()).await?;
    Ok(ExitCode::SUCCESS)
}

/// The folder of the data; the temporary one is removed when its guard is dropped.
fn folder(keep: Option<&Path>) -> anyhow::Result<(Option<tempfile::TempDir>, PathBuf)> {
    let Some(keep) = keep else {
        let temporary = tempfile::tempdir()?;
        let path = temporary.path().to_owned();
        return Ok((Some(temporary), path));
    };
    std::fs::create_dir_all(keep).with_context(|| keep.display().to_string())?;
    if std::fs::read_dir(keep)?.next().is_some() {
        bail!("{} is not empty", keep.display());
    }
    Ok((None, keep.to_owned()))
}

fn print(county: &County, url: &str, keep: Option<&Path>) {
    output::line("清溪县（虚构）已建成。 An invented county, Qingxi.\n");
    output::table(&[
        vec!["门户 portal".to_owned(), format!("{url}/")],
        vec!["登录 log in".to_owned(), format!("{url}/login")],
        vec!["工作台 desk".to_owned(), format!("{url}/desk")],
        vec!["日志公钥 log key".to_owned(), county.flow.log_key().to_string()],
        vec![
            "数据 data".to_owned(),
            keep.map_or("退出时删除 removed at exit".to_owned(), |keep| {
                keep.display().to_string()
            }),
        ],
    ]);
    output::line("");
    super::found::logins(&county.plan, &county.founded);
    output::line("\nCtrl-C 退出 to stop");
}
