//! From the rows that a rule finds to its signals: which rows belong together, how much they are, what is said of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, civil::Date};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use yinfeng_domain::{
    anomaly::{Check, Rule, RuleCode, at_least, is_platform, last_days_from, percent_of, within},
    money::WAN_FEN,
    period::Month,
    text::name_key,
};

use super::store::{self, Behind, Hit, Look};
use crate::floor::{
    Result,
    db::{Hidden, Reader, Value},
    say::{Lang, amount, say},
};

/// A signal: a rule, what it is about, the rows behind it.
#[derive(Debug, Clone)]
pub struct Found {
    pub rule: RuleCode,
    /// What the signal is about, in a form that stays the same whatever time is looked at.
    pub subject: String,
    pub rows: Vec<Behind>,
    pub amount_fen: i64,
    pub sentence: String,
    /// Of the facts behind it: another one, and what was cleared is open again.
    pub fingerprint: String,
}

/// Where and for whom signals are looked for.
pub struct Asked<'a> {
    pub district: &'a str,
    pub veil: &'a Hidden,
    pub lang: Lang,
}

type Params<'a> = Vec<(&'a str, String)>;

/// All signals of a rule in a time of whole months. Those with a row that is hidden from the reader are left out.
pub fn all(
    reader: &Reader,
    asked: &Asked<'_>,
    rule: &Rule,
    (from, to): (Month, Month),
) -> Result<Vec<Found>> {
    search(reader, asked, &rule.check, (from.first(), to.last()), None)
}

/// The signal of a rule about one thing, whenever that was; `None` when there is none (any more).
pub fn one(reader: &Reader, asked: &Asked<'_>, rule: &Rule, subject: &str) -> Result<Option<Found>> {
    // Up to now: what is not due yet is no signal that could be cleared beforehand.
    let ever = (Date::constant(1900, 1, 1), reader.today().last_of_month());
    let id = |text: &str| Uuid::parse_str(text).ok().map(Value::Id);
    let year = |text: &str| {
        let year = text.parse::<i16>().ok().filter(|y| (1900..=9999).contains(y))?;
        Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
    };
    let (span, only) = match rule.check.code() {
        RuleCode::ReusedProof => (Some(ever), hex::decode(subject).ok().map(Value::Bytes)),
        RuleCode::ReusedSlip => (Some(ever), Some(Value::from(subject))),
        RuleCode::PeriodEndBurst => {
            let (unit, month) = subject.split_once(':').unwrap_or_default();
            (month.parse::<Month>().ok().map(|m| (m.first(), m.last())), id(unit))
        }
        RuleCode::RoundAmounts => {
            let (project, in_year) = subject.split_once(':').unwrap_or_default();
            (year(in_year), id(project))
        }
        RuleCode::SharedPayer => {
            let (in_year, payer) = subject.split_once(':').unwrap_or_default();
            (year(in_year), Some(Value::from(payer)))
        }
        _ => (Some(ever), id(subject)),
    };
    let (Some(span), Some(only)) = (span, only) else { return Ok(None) };
    let found = search(reader, asked, &rule.check, span, Some(only))?;
    Ok(found.into_iter().find(|f| f.subject == subject))
}

fn search(
    reader: &Reader,
    asked: &Asked<'_>,
    check: &Check,
    (from, to): (Date, Date),
    only: Option<Value>,
) -> Result<Vec<Found>> {
    let look = Look { district: asked.district, from, to, only, veil: asked.veil };
    // What was to happen within so many months is looked for when they are over: earlier by as much.
    let back = |months: i64| {
        let earlier = |day: Date| day.saturating_sub(months.clamp(0, 1_200).months());
        Look { from: earlier(from), to: earlier(to), only: look.only.clone(), ..look }
    };
    let made = Making { asked, check };
    Ok(match check {
        Check::ReusedProof => made.several(store::proofs(reader, &look)?, |_, _| Vec::new()),
        Check::ReusedSlip => {
            made.several(store::slips(reader, &look)?, |slip, _| vec![("slip", slip.into())])
        }
        Check::RoundTrip { within_days, least_percent } => {
            made.trips(reader, &look, *within_days, *least_percent)?
        }
        Check::TakenBack { within_days, least_percent } => {
            made.taken_back(store::taken_back(reader, &look)?, *within_days, *least_percent)
        }
        Check::PlatformPayer { names, words } => {
            let keys: Vec<String> = names.iter().map(|n| name_key(n)).filter(|k| !k.is_empty()).collect();
            let paid = store::payers(reader, &look)?;
            let platforms: Vec<_> =
                paid.into_iter().filter(|(key, payer)| is_platform(payer, key, &keys, words)).collect();
            let hits = store::of_payers(reader, &look, &platforms)?;
            made.grouped(hits, |payer, _| Some(vec![("payer", payer.into())]))
        }
        Check::PeriodEndBurst { last_days, least_percent, least_wan, least_entries } => {
            made.bursts(reader, &look, *last_days, (*least_percent, *least_wan, *least_entries))?
        }
        Check::RoundAmounts { step_wan, least_entries } => {
            let hits = store::rounds(reader, &look, step_wan.saturating_mul(WAN_FEN))?;
            made.grouped(hits, |year, rows| {
                let enough = rows.len() as i64 >= *least_entries;
                enough.then(|| vec![("year", year.to_owned()), ("step", step_wan.to_string())])
            })
        }
        Check::SharedPayer { least_projects } => made.shared(reader, &look, *least_projects)?,
        Check::OverContract { over_percent } => {
            made.grouped(store::contracts(reader, &look, *over_percent)?, |_, _| Some(Vec::new()))
        }
        Check::PaidInZero { months } => made.grouped(store::registered(reader, &back(*months))?, |_, _| {
            Some(vec![("months", months.to_string())])
        }),
        Check::CeremonyOnly { months } => made
            .grouped(store::ceremonies(reader, &back(*months))?, |event, _| {
                Some(vec![("months", months.to_string()), ("event", event.to_owned())])
            }),
        Check::LittleMoney { contract_wan, months, least_percent } => {
            let least = contract_wan.saturating_mul(WAN_FEN);
            made.grouped(store::signed(reader, &back(*months), least, *least_percent)?, |_, _| {
                Some(vec![("months", months.to_string())])
            })
        }
    })
}

struct Making<'a> {
    asked: &'a Asked<'a>,
    check: &'a Check,
}

impl Making<'_> {
    /// One signal of each key for which `also` has something to say.
    fn grouped(
        &self,
        hits: Vec<Hit>,
        also: impl Fn(&str, &[Behind]) -> Option<Params<'static>>,
    ) -> Vec<Found> {
        let mut groups: BTreeMap<String, (String, Vec<Behind>)> = BTreeMap::new();
        for hit in hits {
            let group = groups.entry(hit.key).or_insert_with(|| (hit.text, Vec::new()));
            // The same file may prove one receipt twice.
            if hit.row.fund.is_none() || group.1.iter().all(|r| r.fund != hit.row.fund) {
                group.1.push(hit.row);
            }
        }
        let one = |(subject, (text, rows)): (String, (String, Vec<Behind>))| {
            let params = also(&text, &rows)?;
            let sum = rows.iter().map(|r| r.fen).fold(0_i64, i64::saturating_add);
            self.found(subject, rows, sum, params)
        };
        groups.into_iter().filter_map(one).collect()
    }

    /// Of each key that has more than one receipt.
    fn several(&self, hits: Vec<Hit>, also: impl Fn(&str, &[Behind]) -> Params<'static>) -> Vec<Found> {
        self.grouped(hits, |text, rows| (rows.len() > 1).then(|| also(text, rows)))
    }

    fn trips(&self, reader: &Reader, look: &Look<'_>, days: i64, percent: i64) -> Result<Vec<Found>> {
        let since = look.from.saturating_sub(days.clamp(0, 3_650).days());
        let hits = store::trips(reader, look, since)?;
        let ids: BTreeSet<Uuid> = hits.iter().filter_map(|h| h.key.parse().ok()).collect();
        let paid = store::receipts(reader, look, &ids)?;
        let near = hits.into_iter().filter(|hit| {
            paid.get(&hit.key)
                .is_some_and(|p| within(hit.row.on, p.on, days) && at_least(hit.row.fen, p.fen, percent))
        });
        let mut groups: BTreeMap<String, (String, Vec<Behind>)> = BTreeMap::new();
        for hit in near {
            groups.entry(hit.key).or_insert_with(|| (hit.text, Vec::new())).1.push(hit.row);
        }
        let one = |(key, (payer, received)): (String, (String, Vec<Behind>))| {
            let paid = paid.get(&key)?;
            let got = received.iter().map(|r| r.fen).fold(0_i64, i64::saturating_add);
            let params = vec![
                ("payer", payer),
                ("received", amount(self.asked.lang, got)),
                ("days", days.to_string()),
                ("on", paid.on.to_string()),
            ];
            let rows = std::iter::once(paid.clone()).chain(received).collect();
            self.found(key, rows, paid.fen, params)
        };
        Ok(groups.into_iter().filter_map(one).collect())
    }

    fn taken_back(&self, hits: Vec<Hit>, days: i64, percent: i64) -> Vec<Found> {
        let mut groups: BTreeMap<String, Vec<Behind>> = BTreeMap::new();
        for hit in hits {
            groups.entry(hit.key).or_default().push(hit.row);
        }
        let one = |(key, rows): (String, Vec<Behind>)| {
            let is_it = |r: &Behind| r.fund.is_some_and(|id| id.to_string() == key);
            let (received, back): (Vec<Behind>, Vec<Behind>) = rows.into_iter().partition(is_it);
            let original = received.into_iter().next()?;
            let soon =
                back.iter().filter(|r| r.recognised_on.is_some_and(|on| within(original.on, on, days)));
            let taken = soon.filter_map(|r| r.other_fen).fold(0_i64, i64::saturating_sub);
            let whole = original.other_fen.unwrap_or(original.fen);
            if !at_least(taken, whole, percent) {
                return None;
            }
            let params = vec![
                ("on", original.on.to_string()),
                ("received", amount(self.asked.lang, whole)),
                ("days", days.to_string()),
                ("percent", percent_of(taken, whole)?.to_string()),
            ];
            self.found(key, std::iter::once(original).chain(back).collect(), taken, params)
        };
        groups.into_iter().filter_map(one).collect()
    }

    fn bursts(
        &self,
        reader: &Reader,
        look: &Look<'_>,
        last_days: i64,
        (percent, wan, entries): (i64, i64, i64),
    ) -> Result<Vec<Found>> {
        let mut months: BTreeMap<(Uuid, Month), (i64, i64, i64)> = BTreeMap::new();
        for (unit, day, fen, count) in store::days(reader, look)? {
            let month = Month::of(day);
            let sum = months.entry((unit, month)).or_default();
            sum.0 = sum.0.saturating_add(fen);
            if day >= last_days_from(month, last_days) {
                sum.1 = sum.1.saturating_add(fen);
                sum.2 += count;
            }
        }
        let mut out = Vec::new();
        for ((unit, month), (whole, last, count)) in months {
            let crowded = at_least(last, whole, percent) && count >= entries;
            if !crowded || last < wan.saturating_mul(WAN_FEN) {
                continue;
            }
            let from = last_days_from(month, last_days);
            let these = Look { from, to: month.last(), only: Some(Value::Id(unit)), ..*look };
            let rows = store::bursts(reader, &these)?.into_iter().map(|h| h.row).collect();
            let params = vec![
                ("month", month.to_string()),
                ("days", last_days.to_string()),
                ("whole", amount(self.asked.lang, whole)),
                ("percent", percent_of(last, whole).map(|p| p.to_string()).unwrap_or_default()),
            ];
            out.extend(self.found(format!("{unit}:{month}"), rows, last, params));
        }
        Ok(out)
    }

    /// Whole years, so that it does not matter which of their months are looked at; of those only what has a receipt in
    /// the months.
    fn shared(&self, reader: &Reader, look: &Look<'_>, least: i64) -> Result<Vec<Found>> {
        let years = Look {
            from: look.from.first_of_year(),
            to: look.to.last_of_year(),
            only: look.only.clone(),
            ..*look
        };
        let found = self.grouped(store::shared(reader, &years, least)?, |payer, rows| {
            let year = rows.first().map(|r| r.on.year().to_string()).unwrap_or_default();
            Some(vec![("payer", payer.to_owned()), ("year", year)])
        });
        let now = |f: &Found| f.rows.iter().any(|r| look.from <= r.on && r.on <= look.to);
        Ok(found.into_iter().filter(now).collect())
    }

    fn found(&self, subject: String, rows: Vec<Behind>, fen: i64, params: Params<'_>) -> Option<Found> {
        if rows.is_empty() || rows.iter().any(|r| r.hidden) {
            return None;
        }
        let rule = self.check.code();
        let projects: BTreeSet<Uuid> = rows.iter().map(|r| r.project).collect();
        let mut said: BTreeMap<String, String> =
            params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let money = |fen: i64| amount(self.asked.lang, fen);
        said.insert("entries".into(), rows.len().to_string());
        said.insert("projects".into(), projects.len().to_string());
        said.insert("amount".into(), money(fen));
        if let Some(first) = rows.first() {
            said.entry("on".into()).or_insert_with(|| first.on.to_string());
            said.insert("contract".into(), first.other_fen.map(money).unwrap_or_default());
            if let Some(percent) = first.other_fen.and_then(|whole| percent_of(first.fen, whole)) {
                said.entry("percent".into()).or_insert_with(|| percent.to_string());
            }
        }
        let sentence = say(self.asked.lang, &format!("anomaly.say_{}", rule.code()), &said);
        let fingerprint = fingerprint(rule, &subject, &rows);
        Some(Found { rule, subject, rows, amount_fen: fen, sentence, fingerprint })
    }
}

/// A hash of the facts, whatever the order they were read in: what they are about, who reported them, when, how much,
/// and how they stand.
fn fingerprint(rule: RuleCode, subject: &str, rows: &[Behind]) -> String {
    let mut lines: Vec<String> = rows
        .iter()
        .map(|r| {
            let (other, on) = (r.other_fen.unwrap_or(-1), r.recognised_on.map(|d| d.to_string()));
            format!(
                "{} {} {} {} {} {} {other} {}",
                r.fund.unwrap_or_default(),
                r.project,
                r.unit,
                r.on,
                r.fen,
                r.state,
                on.unwrap_or_default()
            )
        })
        .collect();
    lines.sort();
    let mut hash = Sha256::new();
    hash.update(format!("1\n{}\n{subject}\n", rule.code()));
    hash.update(lines.join("\n"));
    hex::encode(hash.finalize())
}
