use crate::cli::Bench;
pub(crate) async fn run(_: Bench) -> anyhow::Result<std::process::ExitCode> {
    Ok(std::process::ExitCode::SUCCESS)
}
