//! `yinfeng rebuild`: what is kept beside the facts (sums, search index), compared with them or made anew.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use yinfeng_domain::id::{ChainId, FundId, OrganisationId, ProjectId};

use super::Common;
use crate::{
    chain,
    floor::{App, Result, db::Tx, search},
    fund, investor, org, project,
};

#[derive(Args)]
pub struct RebuildArgs {
    /// Change nothing: say which sums are not what their rows give; exit code 1 when there is one
    #[arg(long)]
    check: bool,
}

pub fn run(common: &Common, args: &RebuildArgs) -> anyhow::Result<ExitCode> {
    let (app, who) = common.open()?;
    let district = who.district().to_owned();
    if args.check {
        return check(common, &app, district);
    }
    app.db.write_now(move |tx| {
        project::summary::rebuild(tx, &district)?;
        fund::rebuild(tx, &district)
    })?;
    words(&app)?;
    if common.json {
        println!("{}", json!({ "rebuilt": true }));
    } else {
        println!("sums and search index made anew");
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes the search index anew, portion by portion, so that a running server can write in between.
pub(super) fn words(app: &App) -> Result<()> {
    let districts = app.db.read_now(org::districts)?;
    for district in &districts {
        let district = district.clone();
        app.db.write_now(move |tx| search::clear(tx, &district))?;
    }
    for district in &districts {
        portions(app, district, OrganisationId(uuid::Uuid::nil()), investor::reindex)?;
        portions(app, district, ProjectId(uuid::Uuid::nil()), project::reindex)?;
        portions(app, district, FundId(uuid::Uuid::nil()), fund::reindex)?;
        portions(app, district, ChainId(uuid::Uuid::nil()), chain::reindex)?;
    }
    app.db.pack(search::TABLE, 0).map(drop)
}

/// [`words`] in one transaction, before anybody is served: a stop in the middle leaves the old words, which are then
/// found outdated again.
pub(super) fn words_at_once(tx: &Tx<'_>) -> Result<()> {
    let districts = org::districts(tx)?;
    for district in &districts {
        search::clear(tx, district)?;
    }
    for district in &districts {
        all(tx, district, OrganisationId(uuid::Uuid::nil()), investor::reindex)?;
        all(tx, district, ProjectId(uuid::Uuid::nil()), project::reindex)?;
        all(tx, district, FundId(uuid::Uuid::nil()), fund::reindex)?;
        all(tx, district, ChainId(uuid::Uuid::nil()), chain::reindex)?;
    }
    Ok(())
}

fn all<I>(
    tx: &Tx<'_>,
    district: &str,
    first: I,
    reindex: fn(&Tx<'_>, &str, I) -> Result<Option<I>>,
) -> Result<()> {
    let mut next = Some(first);
    while let Some(after) = next {
        next = reindex(tx, district, after)?;
    }
    Ok(())
}

fn portions<I: Copy + Send + 'static>(
    app: &App,
    district: &str,
    first: I,
    reindex: fn(&Tx<'_>, &str, I) -> Result<Option<I>>,
) -> Result<()> {
    let mut next = Some(first);
    while let Some(after) = next {
        let district = district.to_owned();
        next = app.db.write_now(move |tx| reindex(tx, &district, after))?;
    }
    Ok(())
}

fn check(common: &Common, app: &App, district: String) -> anyhow::Result<ExitCode> {
    let (projects, funds, credits) = app.db.read_now(move |reader| {
        Ok((
            project::summary::verify(reader, &district)?,
            fund::verify(reader, &district)?,
            fund::verify_credits(reader, &district)?,
        ))
    })?;
    let right = projects.is_empty() && funds.is_empty() && credits.is_empty();
    if common.json {
        println!("{}", json!({ "ok": right, "projects": projects, "funds": funds, "credits": credits }));
    } else if right {
        println!("all sums are what their rows give");
    } else {
        println!(
            "wrong sums: {} of projects, {} of money; credits that do not add up: {}",
            projects.len(),
            funds.len(),
            credits.join(", ")
        );
    }
    Ok(if right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
