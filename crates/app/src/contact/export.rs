//! Contacts as a workbook with numbers and addresses in the clear: by its own right, for a reason, with a row on top that
//! says who took it, when and why, and a row of the trail.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    contact::{Email, Phone, Wechat},
    id::{OrganisationId, UnitId},
    project::{one_line, text_fits},
};

use super::{ContactRow, Filter, store};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        clock::office_zone,
        db::Tx,
        say::{Lang, say_fault, word},
        seal::Keys,
        web::Who,
    },
    org, project,
};

/// Contacts of one workbook.
const MOST: i64 = 2_000;
/// Characters of the reason.
const REASON: usize = 100;

/// Which contacts are taken, and what for.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ContactExport {
    pub reason: String,
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub organisation: Option<OrganisationId>,
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
}

const COLUMNS: [(&str, f64); 12] = [
    ("name", 14.0),
    ("organisation", 34.0),
    ("title", 18.0),
    ("phones", 26.0),
    ("email", 28.0),
    ("wechat", 18.0),
    ("language", 8.0),
    ("unit", 16.0),
    ("keeper", 12.0),
    ("basis", 18.0),
    ("notice_on", 12.0),
    ("retention_until", 12.0),
];

fn failed(error: XlsxError) -> Error {
    Error::Internal(error.into())
}

/// The workbook. The row of the trail is written in the same transaction.
pub fn export(tx: &Tx<'_>, who: &Who, keys: &Keys, cmd: &ContactExport) -> Result<Vec<u8>> {
    let reach = who.reach(Class::Contact, Act::Export)?;
    let reason = one_line(&cmd.reason);
    let mut faults = Faults::default();
    faults.need(!reason.is_empty(), || Fault::at("reason", "contact.export_reason"));
    faults.need(text_fits(&reason, REASON), || Fault::at("reason", "contact.too_long").with("limit", REASON));
    faults.into_result()?;
    let hidden = project::hidden_organisations(tx, who)?;
    let filter = Filter { organisation: cmd.organisation, unit: cmd.unit, ..Filter::default() };
    let today = org::office_day(tx, who.district())?;
    let mut clause = store::conditions(who, keys, &hidden, &filter, today)?;
    if let yinfeng_domain::authority::Reach::Units(paths) = &reach {
        let below = clause.below("path", paths);
        clause.also(&format!("c.unit_id in (select id from org_unit where district = $1 and {below})"));
    }
    let rows = store::each_plain(tx, keys, who.district(), &clause, MOST + 1)?;
    if rows.len() as i64 > MOST {
        return Err(Error::refused(Fault::new("contact.export_too_many").with("limit", MOST)));
    }
    let detail = json!({ "reason": reason, "rows": rows.len(), "organisation_id": cmd.organisation,
        "unit_id": cmd.unit });
    audit::record(tx, who, "contact.export", "contact", None, &detail)?;
    let at = tx.now().to_zoned(office_zone()).strftime("%Y-%m-%d %H:%M").to_string();
    let taken = Fault::new("contact.watermark")
        .with("name", &who.actor.name)
        .with("at", at)
        .with("reason", &reason)
        .with("rows", rows.len());
    workbook(who.lang, &say_fault(who.lang, &taken), &rows).map_err(failed)
}

fn workbook(lang: Lang, watermark: &str, rows: &[(ContactRow, store::Plain)]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (bold, warning) = (Format::new().set_bold(), Format::new().set_bold().set_font_color("#A61B1B"));
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, COLUMNS.len() as u16 - 1, watermark, &warning)?;
    // A header holds 255 characters at most.
    let header: String = watermark.chars().take(120).collect();
    sheet.set_header(format!("&C{}", header.replace('&', "&&")));
    for (i, (column, width)) in COLUMNS.iter().enumerate() {
        sheet.set_column_width(i as u16, *width)?;
        sheet.write_string_with_format(
            1,
            i as u16,
            word(lang, &format!("contact.column_{column}")),
            &bold,
        )?;
    }
    sheet.set_freeze_panes(2, 0)?;
    for (line, (row, plain)) in rows.iter().enumerate() {
        write(sheet, line as u32 + 2, lang, row, plain)?;
    }
    book.save_to_buffer()
}

fn write(
    sheet: &mut Worksheet,
    line: u32,
    lang: Lang,
    row: &ContactRow,
    plain: &store::Plain,
) -> Result<(), XlsxError> {
    let quoted = Format::new().set_quote_prefix();
    let phones: Vec<&str> = plain.phones.iter().map(Phone::written).collect();
    let cells = [
        plain.name.clone(),
        row.organisation.name.clone(),
        row.title.clone(),
        phones.join("；"),
        plain.email.as_ref().map_or("", Email::written).to_owned(),
        plain.wechat.as_ref().map_or("", Wechat::written).to_owned(),
        word(lang, &format!("contact.language_{}", row.language)),
        row.unit.name.clone(),
        row.keeper.as_ref().map_or_else(String::new, |k| k.name.clone()),
        word(lang, &format!("contact.basis_{}", row.basis)),
        row.notice_on.map(|on| on.to_string()).unwrap_or_default(),
        row.retention_until.to_string(),
    ];
    for (i, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        // What looks like a formula stays text: a number from abroad begins with a plus.
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            sheet.write_string_with_format(line, i as u16, text, &quoted)?;
        } else {
            sheet.write_string(line, i as u16, text)?;
        }
    }
    Ok(())
}
