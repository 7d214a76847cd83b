//! Reading a sheet as a person says: another sheet, another header, other meanings of columns.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::{BatchId, UnitId},
    ledger::{Choice, ColumnChoice, Defaults, Field, area::AreaUnit, money::MoneyUnit},
    project::Track,
};

use super::{
    at_version, need_clerk,
    read::{Chosen, Reading, Wanted},
    store::{self, Before, Stored},
    upload::{Known, READ, read_with, refused},
    view::{self, BatchView},
};
use crate::floor::{App, Error, Fault, Faults, Result, audit, db::Tx, file::Sha, job, web::Who};

/// Longer ledgers are read again by a job.
const AT_ONCE: i64 = 5_000;

/// What a column means.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Mapped {
    pub column: usize,
    #[serde(default)]
    pub header: String,
    pub field: Option<String>,
    #[serde(default)]
    pub unit_text: Option<String>,
}

/// What holds where the sheet says nothing.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct DefaultsBody {
    #[schema(value_type = Option<Uuid>)]
    pub unit_id: Option<UnitId>,
    pub year: Option<i16>,
    #[schema(value_type = Option<String>)]
    pub track: Option<Track>,
}

/// How to read a batch. With another sheet or header the mapping is suggested anew.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ChoiceBody {
    pub sheet: String,
    pub header_from: u32,
    pub header_to: u32,
    #[serde(default)]
    pub mapping: Vec<Mapped>,
    #[serde(default)]
    pub defaults: DefaultsBody,
    pub version: i64,
}

/// A batch read again.
pub(super) struct Chose {
    /// None: a job reads it.
    reading: Option<Reading>,
    chosen: Option<Chosen>,
    before: Option<Before>,
    version: i64,
}

impl ChoiceBody {
    fn wanted(&self, batch: &Stored) -> Result<Wanted> {
        let mut faults = Faults::default();
        let sheet = batch.outcome.sheets.iter().position(|s| s.name == self.sheet);
        faults.need(sheet.is_some(), || Fault::at("sheet", "ledger.no_such_sheet"));
        let rows = self.header_from >= 1
            && self.header_from <= self.header_to
            && self.header_to - self.header_from < 6;
        faults.need(rows, || Fault::at("header_from", "ledger.header_rows"));
        let year = self.defaults.year.is_none_or(|y| (1978..=2100).contains(&y));
        faults.need(year, || Fault::at("defaults.year", "ledger.year"));
        let columns = self.columns(&mut faults);
        faults.into_result()?;
        let same = batch.chosen.as_ref().filter(|c| {
            c.sheet_name == self.sheet
                && c.choice.header_first == self.header_from
                && c.choice.header_last == self.header_to
                && !self.mapping.is_empty()
        });
        let (unit, year, track) = (self.defaults.unit_id, self.defaults.year, self.defaults.track);
        let Some(now) = same else {
            let sheet = self.sheet.clone();
            return Ok(Wanted::Header {
                sheet,
                first: self.header_from,
                last: self.header_to,
                year,
                unit,
                track,
            });
        };
        // The headers are the sheet's, whatever the request says.
        let columns = columns
            .into_iter()
            .filter_map(|c| {
                let known = now.choice.columns.iter().find(|k| k.column == c.column)?;
                Some(ColumnChoice { header: known.header.clone(), ..c })
            })
            .collect();
        let choice = Choice {
            columns,
            defaults: Defaults { year, ..now.choice.defaults.clone() },
            ..now.choice.clone()
        };
        let kept = |column: &usize| {
            let field = |c: &Choice| c.columns.iter().find(|k| k.column == *column).and_then(|k| k.field);
            field(&choice) == field(&now.choice)
        };
        let remembered = now.remembered.iter().copied().filter(kept).collect();
        Ok(Wanted::All(Box::new(Chosen { choice, unit, track, remembered, ..now.clone() })))
    }

    fn columns(&self, faults: &mut Faults) -> Vec<ColumnChoice> {
        let mut taken: Vec<Field> = Vec::new();
        let mut out = Vec::new();
        for (at, column) in self.mapping.iter().enumerate() {
            let field = column.field.as_deref().filter(|f| !f.is_empty());
            let known = field.and_then(Field::from_code);
            faults.need(field.is_none() || known.is_some(), || {
                Fault::at(format!("mapping[{at}].field"), "ledger.no_such_field")
            });
            if let Some(field) = known {
                faults.need(field.takes_several() || !taken.contains(&field), || {
                    Fault::at(format!("mapping[{at}].field"), "ledger.field_twice")
                        .with("field", field.name_zh())
                });
                taken.push(field);
            }
            let unit_text = column.unit_text.as_deref().unwrap_or_default();
            out.push(ColumnChoice {
                column: column.column,
                header: column.header.clone(),
                field: known,
                unit: MoneyUnit::parse(unit_text).filter(|_| known.is_some_and(Field::is_money)),
                area: AreaUnit::find(unit_text).filter(|_| known == Some(Field::Land)),
            });
        }
        out
    }
}

/// Reads the file as asked, unless it is so long that a job does it.
pub(super) async fn prepare(app: &Arc<App>, who: &Who, id: BatchId, body: &ChoiceBody) -> Result<Chose> {
    need_clerk(who)?;
    let (reader, version) = (who.clone(), body.version);
    let (batch, known, sha) = app
        .db
        .report(move |r| {
            let batch = at_version(r, &reader, id, version)?;
            need_ready(&batch)?;
            let sha = Sha::try_from(batch.sha.as_slice()).map_err(|_| Error::NotFound)?;
            let known = Known::load(r, &reader, &sha)?;
            Ok((batch, known, sha))
        })
        .await?;
    let wanted = body.wanted(&batch)?;
    let before = known.before.clone();
    if batch.outcome.counts.data > AT_ONCE
        && let Wanted::All(chosen) = wanted
    {
        return Ok(Chose { reading: None, chosen: Some(*chosen), before, version });
    }
    let bytes = app.files.get(&sha).await?.to_vec();
    let lang = who.lang;
    let reading =
        tokio::task::spawn_blocking(move || read_with(bytes, &batch.file_name, wanted, &known, |_, _| ()))
            .await
            .map_err(anyhow::Error::from)?
            .map_err(|refusal| refused(&refusal, lang))?;
    if reading.chosen.is_none() {
        return Err(Error::invalid(Fault::at("header_from", "ledger.no_header")));
    }
    Ok(Chose { reading: Some(reading), chosen: None, before, version })
}

pub(super) fn need_ready(batch: &Stored) -> Result<()> {
    if batch.state == "ready" { Ok(()) } else { Err(Error::refused(Fault::new("ledger.not_ready"))) }
}

/// Keeps what was read, and remembers what the columns mean.
pub(super) fn save(tx: &Tx<'_>, who: &Who, id: BatchId, chose: &Chose) -> Result<BatchView> {
    need_clerk(who)?;
    let batch = at_version(tx, who, id, chose.version)?;
    need_ready(&batch)?;
    let district = who.district();
    let chosen = if let Some(reading) = &chose.reading {
        store::save_reading(tx, district, id, reading, chose.before.clone())?;
        reading.chosen.as_ref()
    } else {
        store::read_later(tx, district, id, chose.chosen.as_ref(), &batch.outcome)?;
        job::enqueue(tx, who, READ, &json!({ "batch": id }))?;
        chose.chosen.as_ref()
    };
    if let Some(chosen) = chosen {
        store::remember(tx, district, chosen)?;
    }
    let detail = json!({ "choice": chosen.map(|c| &c.choice), "version": chose.version + 1 });
    audit::record(tx, who, "ledger.choose", "ledger_batch", id.0, &detail)?;
    Ok(view::batch(who, store::get(tx, district, id)?))
}
