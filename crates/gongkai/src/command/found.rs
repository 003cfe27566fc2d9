//! `found`: an authority from a file. The initial passwords are told here, once, and kept nowhere.

use std::process::ExitCode;

use anyhow::{Context, bail};

use crate::cli::Found;
use crate::founding::{Founded, Plan};
use crate::system::{SystemClock, SystemRandom};
use crate::{open, output};

pub(super) async fn run(found: Found) -> anyhow::Result<ExitCode> {
    let config = found.place.config(None)?;
    let path = found.file.display().to_string();
    let text = std::fs::read_to_string(&found.file).with_context(|| path.clone())?;
    let plan = Plan::parse(&text).with_context(|| path)?;
    let store = open::store(&config.database, &config.data).await?;
    let logs = store::logs::all(store.reader.db()).await?;
    if logs.iter().any(|(_, origin)| *origin == plan.origin) {
        bail!("the log {} was founded already", plan.origin);
    }
    let founded = plan.found(&store, &SystemClock, &SystemRandom).await?;
    let flow = open::authority_of(store, founded.authority, &config.data).await?;
    output::line(format_args!("管辖 authority  {}", founded.authority));
    output::line(format_args!("日志公钥 log key  {}", flow.log_key()));
    flow.close().await;
    output::line("初始密码，只显示这一次 (initial passwords, shown this once):");
    logins(&plan, &founded);
    Ok(ExitCode::SUCCESS)
}

/// Who logs in how, and what for.
pub(super) fn logins(plan: &Plan, founded: &Founded) {
    let mut rows = vec![["登录名", "密码", "姓名", "岗位"].map(str::to_owned).to_vec()];
    for person in &plan.persons {
        let secret = founded.passwords.get(&person.login).cloned().unwrap_or_default();
        let posts = person
            .posts
            .iter()
            .map(|post| format!("{}（{}）", post.title, post.organizations.join("、")));
        let members = person.member_of.iter().map(|name| format!("{name}成员"));
        let mut held: Vec<String> = posts.chain(members).collect();
        if held.is_empty() {
            held.push("注册读者".to_owned());
        }
        rows.push(vec![person.login.clone(), secret, person.name.clone(), held.join("；")]);
    }
    output::table(&rows);
}
