//! The code tables in the database.

use jiff::civil::Date;
use rust_decimal::Decimal;
use yinfeng_domain::money::Currency;

use super::{Area, AreaRef, Industry, Rate};
use crate::{
    floor::{
        Result,
        db::{Clause, Reader, Row, Tx},
        web::Who,
    },
    params,
};

/// Words find at most so many.
const FOUND: i64 = 60;

pub fn is_loaded(reader: &Reader) -> Result<bool> {
    Ok(reader.value::<String>("select code from dictionary_industry limit 1", &[])?.is_some())
}

pub fn insert_industry(tx: &Tx<'_>, code: &str, parent: &str, level: i64, name: &str) -> Result<()> {
    tx.execute(
        "insert into dictionary_industry (code, parent, level, name) values ($1, $2, $3, $4)",
        params![code, parent, level, name],
    )?;
    Ok(())
}

pub fn insert_area(tx: &Tx<'_>, code: &str, parent: &str, level: &str, name: &str) -> Result<()> {
    tx.execute(
        "insert into dictionary_area (code, parent, level, name) values ($1, $2, $3, $4)",
        params![code, parent, level, name],
    )?;
    Ok(())
}

fn industry_row(row: &Row<'_>) -> Result<Industry> {
    Ok(Industry { code: row.get(0)?, parent: row.get(1)?, level: row.get(2)?, name: row.get(3)? })
}

pub fn industry(reader: &Reader, code: &str) -> Result<Option<Industry>> {
    reader.first(
        "select code, parent, level, name from dictionary_industry where code = $1",
        params![code],
        industry_row,
    )
}

pub fn industries_below(reader: &Reader, parent: &str) -> Result<Vec<Industry>> {
    reader.query(
        "select code, parent, level, name from dictionary_industry where parent = $1 order by code",
        params![parent],
        industry_row,
    )
}

/// By a word in the name, or the beginning of a code with or without its letter.
pub fn find_industries(reader: &Reader, q: &str) -> Result<Vec<Industry>> {
    let plain: String = q.chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    reader.query(
        "select code, parent, level, name from dictionary_industry
         where code like $1 || '%' or substr(code, 2) like $1 || '%' or name like '%' || $2 || '%'
         order by level, code limit $3",
        params![plain.to_ascii_uppercase(), &plain, FOUND],
        industry_row,
    )
}

pub fn areas_below(reader: &Reader, parent: &str) -> Result<Vec<Area>> {
    reader.query(
        "select code, parent, level, name from dictionary_area where parent = $1 order by code",
        params![parent],
        |row| Ok(Area { code: row.get(0)?, parent: row.get(1)?, level: row.get(2)?, name: row.get(3)? }),
    )
}

pub fn area(reader: &Reader, code: &str) -> Result<Option<AreaRef>> {
    reader.first("select code, name from dictionary_area where code = $1", params![code], |row| {
        Ok(AreaRef { code: row.get(0)?, name: row.get(1)? })
    })
}

/// A rate as it is shown.
pub fn rate(currency: &str, on_date: Date, rate_e8: i64, source: &str) -> Rate {
    let rate = Decimal::new(rate_e8, 8).normalize().to_string();
    Rate { currency: currency.into(), on_date, rate_e8, rate, source: source.into() }
}

fn rate_row(row: &Row<'_>) -> Result<Rate> {
    let (currency, source): (String, String) = (row.get(0)?, row.get(3)?);
    Ok(rate(&currency, row.get(1)?, row.get(2)?, &source))
}

pub fn rate_on(reader: &Reader, district: &str, currency: Currency, day: Date) -> Result<Option<Rate>> {
    reader.first(
        "select currency, on_date, rate_e8, source from dictionary_rate
         where district = $1 and currency = $2 and on_date <= $3 order by on_date desc limit 1",
        params![district, currency.code(), day],
        rate_row,
    )
}

pub fn rates(
    reader: &Reader,
    district: &str,
    currency: Option<Currency>,
    from: Option<Date>,
    to: Option<Date>,
) -> Result<Vec<Rate>> {
    let mut clause = Clause::of_district("district", district);
    clause.among("currency", currency.map(Currency::code));
    if let Some(from) = from {
        clause.and("on_date >= $?", from);
    }
    if let Some(to) = to {
        clause.and("on_date <= $?", to);
    }
    reader.query(
        &format!(
            "select currency, on_date, rate_e8, source from dictionary_rate where {}
             order by on_date desc, currency limit 1000",
            clause.text()
        ),
        clause.bound(),
        rate_row,
    )
}

pub fn put_rate(
    tx: &Tx<'_>,
    who: &Who,
    currency: Currency,
    day: Date,
    rate_e8: i64,
    source: &str,
) -> Result<()> {
    tx.execute(
        "insert into dictionary_rate (district, currency, on_date, rate_e8, source, created_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (district, currency, on_date)
         do update set rate_e8 = excluded.rate_e8, source = excluded.source,
           created_at = excluded.created_at, created_by = excluded.created_by",
        params![who.district(), currency.code(), day, rate_e8, source, tx.now(), who.account_id()],
    )?;
    Ok(())
}
