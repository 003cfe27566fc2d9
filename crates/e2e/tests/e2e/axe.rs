//! axe-core (npm, MPL-2.0) looks for what shuts people out: WCAG 2.0 and 2.1, levels A and AA.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::environment::{folder, skip, variable};

/// The script of `GONGKAI_AXE`, or where `scripts/test.sh` puts it.
pub(crate) fn script() -> Option<String> {
    let default = folder().join("node_modules/axe-core/axe.min.js");
    let path = variable("GONGKAI_AXE").map_or(default, Into::into);
    let script = std::fs::read_to_string(&path).ok();
    if script.is_none() {
        skip(&format!(
            "no accessibility scan: {} is missing; npm install --prefix target/e2e axe-core@4.14.1",
            path.display()
        ));
    }
    script
}

/// One line for each violation on the page, with the elements concerned.
pub(crate) async fn violations(browser: &Browser, axe: &str) -> WebDriverResult<Vec<String>> {
    browser.driver.execute(axe, Vec::new()).await?;
    let run = "const [options, done] = arguments;
        axe.run(document, options).then(found => done(found.violations), error => done('' + error));";
    let options = json!({
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
        "resultTypes": ["violations"],
    });
    let answer = browser.driver.execute_async(run, vec![options]).await?;
    let Some(violations) = answer.json().as_array() else {
        return Ok(vec![format!("axe: {}", answer.json())]);
    };
    Ok(violations.iter().map(line).collect())
}

fn line(violation: &Value) -> String {
    let nodes = violation["nodes"].as_array().into_iter().flatten();
    let elements: Vec<_> = nodes.map(|node| node["html"].as_str().unwrap_or_default()).collect();
    format!("{}: {} {elements:?}", violation["id"], violation["help"])
}
