//! A claim as it is sent, and everything that can be wrong with it.

use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    fund::{AmountUnit, EvidenceKind, Kind, MAX_FEN, read_amount, read_rate, received_on_fits},
    id::{ProjectId, UnitId},
    money::{Currency, Money, RATE_SCALE},
    text::{clean, name_key},
};

use super::store::{Claim, within};
use crate::{
    floor::{
        Fault, Result,
        db::{Reader, Value},
        error::Faults,
        web::Who,
    },
    params, project,
};

/// A claim of money in place.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    #[schema(value_type = Uuid)]
    pub project_id: ProjectId,
    /// The unit that claims: one of the project's.
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    /// `cash`, `capital`, `equipment`, `construction`, `land`, `other`.
    pub kind: String,
    pub payer: String,
    #[serde(default)]
    pub slip_no: String,
    #[schema(value_type = String)]
    pub received_on: Date,
    /// A decimal figure: `1200.5`.
    pub amount: String,
    /// What the figure counts: `one` (元), `wan` (万元), `yi` (亿元) of the currency.
    pub unit: String,
    #[serde(default = "cny")]
    pub currency: String,
    /// CNY per unit of the currency; the published rate of the day when it is not given.
    #[serde(default)]
    pub rate: Option<String>,
    /// Where a given rate was published.
    #[serde(default)]
    pub rate_source: String,
    #[serde(default)]
    pub note: String,
    /// Uploaded files; on a change, none leaves the proofs as they are.
    #[serde(default)]
    pub evidence: Option<Vec<EvidenceDraft>>,
    /// On a change: the version that was read.
    #[serde(default)]
    pub version: Option<i64>,
}

fn cny() -> String {
    "CNY".into()
}

/// An uploaded file as proof.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceDraft {
    pub sha256: String,
    /// `bank_slip`, `capital_verification`, `invoice`, `land_payment`, `contract`, `photo`, `settlement`, `company_ledger`,
    /// `equipment_list`, `appraisal`, `customs`, `building_permit`, `other`.
    pub kind: String,
    pub name: String,
}

/// What the amount of a draft is in CNY, and by which rate.
struct Price {
    money: Money,
    rate_e8: i64,
    rate_on: Date,
    rate_source: String,
    fen: i64,
}

fn unit_of(code: &str) -> Option<AmountUnit> {
    [AmountUnit::One, AmountUnit::Wan, AmountUnit::Yi].into_iter().find(|u| u.code() == code)
}

fn price(reader: &Reader, district: &str, draft: &Draft, faults: &mut Faults) -> Result<Option<Price>> {
    let currency = Currency::from_code(&draft.currency);
    faults.need(currency.is_some(), || Fault::at("currency", "fund.currency_unknown"));
    let unit = unit_of(&draft.unit);
    faults.need(unit.is_some(), || Fault::at("unit", "fund.amount_unit_unknown"));
    let (Some(currency), Some(unit)) = (currency, unit) else { return Ok(None) };
    let money = match read_amount(&draft.amount, unit, currency) {
        Ok(money) => money,
        Err(code) => {
            faults.add(Fault::at("amount", code));
            return Ok(None);
        }
    };
    let Some((rate_e8, rate_on, rate_source)) = rate(reader, district, draft, currency, faults)? else {
        return Ok(None);
    };
    match money.to_fen(rate_e8) {
        Some(fen) if (1..=MAX_FEN).contains(&fen) => {
            Ok(Some(Price { money, rate_e8, rate_on, rate_source, fen }))
        }
        _ => {
            faults.add(Fault::at("amount", "fund.amount_too_large"));
            Ok(None)
        }
    }
}

/// The rate: given with its source, or the latest published on or before the day.
fn rate(
    reader: &Reader,
    district: &str,
    draft: &Draft,
    currency: Currency,
    faults: &mut Faults,
) -> Result<Option<(i64, Date, String)>> {
    if currency == Currency::Cny {
        return Ok(Some((RATE_SCALE, draft.received_on, String::new())));
    }
    if let Some(given) = draft.rate.as_deref().filter(|r| !r.trim().is_empty()) {
        faults.need(!draft.rate_source.trim().is_empty(), || {
            Fault::at("rate_source", "fund.rate_source_missing")
        });
        return Ok(match read_rate(given) {
            Ok(e8) => Some((e8, draft.received_on, clean(&draft.rate_source))),
            Err(code) => {
                faults.add(Fault::at("rate", code));
                None
            }
        });
    }
    let found = reader.first(
        "select rate_e8, on_date, source from dictionary_rate
         where district = $1 and currency = $2 and on_date <= $3 order by on_date desc limit 1",
        params![district, currency.code(), draft.received_on],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    faults.need(found.is_some(), || {
        Fault::at("rate", "fund.rate_missing").with("currency", currency).with("on", draft.received_on)
    });
    Ok(found)
}

fn text(faults: &mut Faults, field: &'static str, value: &str, max: usize) {
    faults.need(value.chars().count() <= max, || Fault::at(field, "floor.too_long").with("max", max));
}

/// The project as its claim needs it: there, for this actor to see, and the claiming unit one of its own.
fn project(reader: &Reader, who: &Who, draft: &Draft, faults: &mut Faults) -> Result<()> {
    let reach = who.reach(Class::Project, Act::Read)?;
    let (scope, bound) = within(&reach, "pu.unit_id", 3);
    let known = project::veil(reader, who)?.shows("pu.project_id");
    let sql = format!(
        "select cast(1 as bigint) from project_unit pu
         where pu.district = $1 and pu.project_id = $2 and {known}{scope} limit 1"
    );
    let mut values = vec![Value::from(who.district()), Value::from(draft.project_id)];
    values.extend(bound);
    if reader.value::<i64>(&sql, &values)?.is_none() {
        faults.add(Fault::at("project_id", "fund.no_project"));
        return Ok(());
    }
    let among = reader.value::<i64>(
        "select cast(1 as bigint) from project_unit where district = $1 and project_id = $2 and unit_id = $3",
        params![who.district(), draft.project_id, draft.unit_id],
    )?;
    faults.need(among.is_some(), || Fault::at("unit_id", "fund.unit_not_of_project"));
    Ok(())
}

fn unit(reader: &Reader, who: &Who, draft: &Draft, faults: &mut Faults) -> Result<()> {
    let reach = who.reach(Class::Fund, Act::Write)?;
    let path = reader.value::<String>(
        "select path from org_unit where district = $1 and id = $2",
        params![who.district(), draft.unit_id],
    )?;
    let covered = path.is_some_and(|p| reach.covers(&p));
    faults.need(covered, || Fault::at("unit_id", "fund.no_unit"));
    Ok(())
}

impl Draft {
    /// Reads the draft against the ledger; every fault at once.
    pub(super) fn check<'d>(&'d self, reader: &Reader, who: &Who) -> Result<Claim<'d>> {
        self.checked(reader, who, true)
    }

    /// [`Draft::check`] of a receipt that comes with its project: whose it is is not looked up.
    pub(super) fn check_new<'d>(&'d self, reader: &Reader, who: &Who) -> Result<Claim<'d>> {
        self.checked(reader, who, false)
    }

    fn checked<'d>(&'d self, reader: &Reader, who: &Who, look_up: bool) -> Result<Claim<'d>> {
        let mut faults = Faults::default();
        let kind = Kind::from_code(&self.kind);
        faults.need(kind.is_some(), || Fault::at("kind", "fund.kind_unknown"));
        faults.need(!self.payer.trim().is_empty(), || Fault::at("payer", "floor.field_missing"));
        text(&mut faults, "payer", &self.payer, 200);
        text(&mut faults, "slip_no", &self.slip_no, 64);
        text(&mut faults, "rate_source", &self.rate_source, 200);
        text(&mut faults, "note", &self.note, 2_000);
        if let Err(code) = received_on_fits(self.received_on, reader.today()) {
            faults.add(Fault::at("received_on", code));
        }
        for (i, proof) in self.evidence.iter().flatten().enumerate() {
            faults.need(EvidenceKind::from_code(&proof.kind).is_some(), || {
                Fault::at(format!("evidence[{i}].kind"), "fund.evidence_kind_unknown")
            });
            faults.need(!proof.name.trim().is_empty(), || {
                Fault::at(format!("evidence[{i}].name"), "floor.field_missing")
            });
            faults.need(proof.name.chars().count() <= 200, || {
                Fault::at(format!("evidence[{i}].name"), "floor.too_long").with("max", 200)
            });
        }
        if look_up {
            unit(reader, who, self, &mut faults)?;
            project(reader, who, self, &mut faults)?;
        }
        let price = price(reader, who.district(), self, &mut faults)?;
        faults.into_result()?;
        let (Some(kind), Some(price)) = (kind, price) else {
            return Err(crate::floor::Error::invalid(Fault::new("floor.invalid").with("count", 1)));
        };
        Ok(Claim {
            project_id: self.project_id,
            unit_id: self.unit_id,
            kind,
            payer: self.payer.trim(),
            payer_key: name_key(&self.payer),
            slip_no: clean(&self.slip_no),
            received_on: self.received_on,
            currency: price.money.currency.code(),
            minor: price.money.minor,
            rate_e8: price.rate_e8,
            rate_on: price.rate_on,
            rate_source: price.rate_source,
            claimed_fen: price.fen,
            note: self.note.trim(),
            source_text: self.amount.trim(),
            source_unit: &self.unit,
            corrects_id: None,
        })
    }
}
