//! 异常情形: signals that a result may not be real. They are computed over the ledgers of a time, listed with the rows
//! behind them, and cleared with a reason by a reviewer who had no hand in those rows. What was cleared holds for the
//! facts as they were; when they change, the signal is open again.

mod find;
pub mod http;
mod rule;
mod store;
mod view;

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use yinfeng_domain::{
    anomaly::{AnomalyTable, Rule, RuleCode},
    authority::{Act, Class},
    id::{AnomalyDecisionId, UnitId},
    period::Month,
    project::{NAME, one_line, text_fits},
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx, Value, page},
        say::{Lang, word},
        web::{Action, Who},
    },
    org, project,
};

pub use rule::{AnomalyPublish, AnomalyTableView};
pub use view::{AnomalyList, AnomalyRow, AnomalyRuleView, AnomalyView, Decided};

use find::{Asked, Found};

/// Rows of a signal that a list shows.
const SHOWN: usize = 20;
/// Months that can be looked at in one go.
const MOST_MONTHS: i64 = 36;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnomalyState {
    /// Not cleared, or with other facts than those that were.
    Open,
    Cleared,
    All,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    /// The first month, `2013-01`; January of the year of the last when left out.
    #[param(value_type = Option<String>)]
    pub from: Option<Month>,
    /// The last month; the one of the day up to which figures are shown when left out.
    #[param(value_type = Option<String>)]
    pub to: Option<Month>,
    #[param(value_type = Option<String>)]
    pub rule: Option<RuleCode>,
    /// `open` (the default), `cleared` or `all`.
    #[param(value_type = Option<String>)]
    pub state: Option<AnomalyState>,
    /// With a row of this unit or of those below it.
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// Clears a signal, or takes that back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct AnomalyStep {
    #[schema(value_type = String)]
    pub rule: RuleCode,
    pub subject: String,
    /// Of the facts as they were read.
    pub fingerprint: String,
    pub reason: String,
}

/// What is decided about a signal.
struct Decision<'a> {
    id: AnomalyDecisionId,
    rule: RuleCode,
    subject: &'a str,
    fingerprint: &'a str,
    act: &'a str,
    reason: &'a str,
    on: Date,
}

/// A signal with what was decided about it.
struct Known<'a> {
    rule: &'a Rule,
    found: Found,
    decided: Option<Decided>,
    /// Whether the last decision was made of the facts as they are.
    same: bool,
}

impl Known<'_> {
    fn cleared(&self) -> bool {
        self.same && self.decided.as_ref().is_some_and(|d| d.act == "clear")
    }

    fn state(&self) -> &'static str {
        let before = self.decided.as_ref().is_some_and(|d| d.act == "clear");
        match (before, self.same) {
            (true, true) => "cleared",
            (true, false) => "returned",
            (false, _) => "open",
        }
    }
}

/// Signals concern the whole district: who reads only some units does not read them.
fn need_reader(who: &Who) -> Result<()> {
    who.need_district(Class::Fund, Act::Read)
}

fn may_clear(who: &Who) -> Result<()> {
    who.need_district(Class::Fund, Act::Recognise)
        .map_err(|_| Error::refused(Fault::new("anomaly.not_reviewer")))
}

/// The months that are looked at.
fn months(reader: &Reader, who: &Who, filter: &Filter) -> Result<(Month, Month)> {
    let to = match filter.to {
        Some(to) => to,
        None => Month::of(org::as_of(reader, who.district())?),
    };
    let from = filter.from.unwrap_or_else(|| Month::of(to.first().first_of_year()));
    let mut faults = Faults::default();
    faults.need(from <= to, || Fault::at("from", "anomaly.months"));
    faults.need(to < from.plus(MOST_MONTHS), || {
        Fault::at("from", "anomaly.too_long").with("most", MOST_MONTHS)
    });
    faults.into_result()?;
    Ok((from, to))
}

fn known<'a>(reader: &Reader, who: &Who, rule: &'a Rule, found: Vec<Found>) -> Result<Vec<Known<'a>>> {
    let subjects: Vec<&str> = found.iter().map(|f| f.subject.as_str()).collect();
    let mut latest: HashMap<String, (String, Decided)> = HashMap::new();
    for (subject, fingerprint, decided) in
        store::decisions(reader, who.district(), rule.check.code(), &subjects)?
    {
        latest.entry(subject).or_insert((fingerprint, decided));
    }
    let know = |found: Found| {
        let (fingerprint, decided) = latest.remove(&found.subject).unzip();
        Known { rule, same: fingerprint.as_ref() == Some(&found.fingerprint), decided, found }
    };
    Ok(found.into_iter().map(know).collect())
}

/// The signals of some months, with how many there are of each rule; the largest amounts of a rule first.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<AnomalyList> {
    need_reader(who)?;
    let district = who.district();
    let (from, to) = months(reader, who, filter)?;
    let (table, version) = rule::in_force(reader, district)?;
    let veil = project::veil(reader, who)?;
    let asked = Asked { district, veil: &veil, lang: who.lang };
    let units = match filter.unit {
        Some(unit) => Some(store::units_below(reader, district, unit)?),
        None => None,
    };
    let concerns =
        |found: &Found| units.as_ref().is_none_or(|units| found.rows.iter().any(|r| units.contains(&r.unit)));
    let wanted = filter.state.unwrap_or(AnomalyState::Open);
    let (mut rules, mut all) = (Vec::new(), Vec::new());
    for (at, rule) in table.rules.iter().enumerate().filter(|(_, rule)| rule.on) {
        let found = find::all(reader, &asked, rule, (from, to))?.into_iter().filter(concerns).collect();
        let known = known(reader, who, rule, found)?;
        rules.push(view::rule(rule, &known, who.lang));
        if filter.rule.is_some_and(|code| code != rule.check.code()) {
            continue;
        }
        let shown = |k: &Known<'_>| match wanted {
            AnomalyState::Open => !k.cleared(),
            AnomalyState::Cleared => k.cleared(),
            AnomalyState::All => true,
        };
        all.extend(known.into_iter().filter(shown).map(|k| (at as i64, k)));
    }
    let key =
        |(at, k): &(i64, Known<'_>)| (*at, k.found.amount_fen.saturating_neg(), k.found.subject.clone());
    all.sort_by_cached_key(key);
    let total = all.len() as i64;
    if let Some(cursor) = &filter.cursor {
        let after = seen(cursor)?;
        all.retain(|one| key(one) > after);
    }
    let limit = page::limit(filter.limit) as usize;
    let more = all.len() > limit;
    all.truncate(limit);
    let last = all.last().filter(|_| more).map(key);
    let next_cursor =
        last.map(|(at, amount, subject)| page::encode(&[at.into(), amount.into(), subject.into()]));
    let items = views(reader, who, all.into_iter().map(|(_, k)| k).collect())?;
    let publish = Action::of(who.lang, rule::may_publish(who));
    Ok(AnomalyList { from, to, version, rules, items, next_cursor, total, publish })
}

fn seen(cursor: &str) -> Result<(i64, i64, String)> {
    match page::decode(cursor, 3)?.as_slice() {
        [Value::Int(at), Value::Int(amount), Value::Text(subject)] => Ok((*at, *amount, subject.clone())),
        _ => Err(Error::invalid(Fault::at("cursor", "floor.bad_cursor"))),
    }
}

/// Signals as they are shown, with at most so many of their rows.
fn views(reader: &Reader, who: &Who, all: Vec<Known<'_>>) -> Result<Vec<AnomalyView>> {
    let rows = || all.iter().flat_map(|k| k.found.rows.iter().take(SHOWN));
    let funds: Vec<Uuid> = rows().filter_map(|r| r.fund).collect();
    let projects: Vec<Uuid> = rows().filter(|r| r.fund.is_none()).map(|r| r.project).collect();
    let funds = store::funds(reader, who.district(), &funds)?;
    let projects = store::projects(reader, who.district(), &projects)?;
    all.into_iter()
        .map(|k| {
            let rows = k.found.rows.iter().take(SHOWN).filter_map(|r| match r.fund {
                Some(id) => funds.get(&id).cloned(),
                None => projects.get(&r.project).cloned().map(|row| AnomalyRow {
                    on: r.on,
                    amount_fen: r.fen,
                    ..row
                }),
            });
            let rows: Vec<AnomalyRow> = rows.collect();
            let clear = Action::of(who.lang, may_be_cleared(reader, who, &k));
            let reopen = Action::of(who.lang, may_be_reopened(who, &k));
            Ok(view::signal(k, rows, (clear, reopen), who.lang))
        })
        .collect()
}

fn may_be_cleared(reader: &Reader, who: &Who, known: &Known<'_>) -> Result<()> {
    may_clear(who)?;
    if known.cleared() {
        return Err(Error::refused(Fault::new("anomaly.cleared_already")));
    }
    let funds: Vec<Uuid> = known.found.rows.iter().filter_map(|r| r.fund).collect();
    match who.account_id() {
        Some(me) if store::has_hand_in(reader, who.district(), &funds, me)? => {
            Err(Error::refused(Fault::new("anomaly.own_rows")))
        }
        _ => Ok(()),
    }
}

fn may_be_reopened(who: &Who, known: &Known<'_>) -> Result<()> {
    may_clear(who)?;
    if known.cleared() { Ok(()) } else { Err(Error::refused(Fault::new("anomaly.not_cleared"))) }
}

/// A reviewer who had no hand in the rows says why the signal is none.
pub fn clear(tx: &Tx<'_>, who: &Who, step: &AnomalyStep) -> Result<AnomalyView> {
    decide(tx, who, step, "clear")
}

/// Takes back that a signal was cleared.
pub fn reopen(tx: &Tx<'_>, who: &Who, step: &AnomalyStep) -> Result<AnomalyView> {
    decide(tx, who, step, "reopen")
}

fn decide(tx: &Tx<'_>, who: &Who, step: &AnomalyStep, act: &str) -> Result<AnomalyView> {
    need_reader(who)?;
    let (table, _) = rule::in_force(tx, who.district())?;
    let before = now(tx, who, &table, step)?;
    if act == "clear" {
        may_be_cleared(tx, who, &before)?;
    } else {
        may_be_reopened(who, &before)?;
    }
    if before.found.fingerprint != step.fingerprint {
        let view = views(tx, who, vec![before])?.into_iter().next();
        let current = Box::new(serde_json::to_value(view).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["rows".into()] });
    }
    let reason = one_line(&step.reason);
    let mut faults = Faults::default();
    faults.need(!reason.is_empty(), || Fault::at("reason", "anomaly.reason_missing"));
    faults
        .need(text_fits(&reason, NAME), || Fault::at("reason", "anomaly.too_long_text").with("limit", NAME));
    faults.into_result()?;
    let made = Decision {
        id: tx.new_id(),
        rule: step.rule,
        subject: &step.subject,
        fingerprint: &step.fingerprint,
        act,
        reason: &reason,
        on: org::office_day(tx, who.district())?,
    };
    store::insert_decision(tx, who, &made)?;
    let detail = json!({ "rule": step.rule, "subject": step.subject, "fingerprint": step.fingerprint,
        "rows": before.found.rows.iter().filter_map(|r| r.fund).collect::<Vec<_>>(), "reason": reason });
    audit::record(tx, who, &format!("anomaly.{act}"), "anomaly_decision", made.id.0, &detail)?;
    let after = now(tx, who, &table, step)?;
    views(tx, who, vec![after])?.into_iter().next().ok_or(Error::NotFound)
}

/// The signal as it stands; not found when the facts no longer give it.
fn now<'a>(reader: &Reader, who: &Who, table: &'a AnomalyTable, step: &AnomalyStep) -> Result<Known<'a>> {
    let veil = project::veil(reader, who)?;
    let asked = Asked { district: who.district(), veil: &veil, lang: who.lang };
    let rule = table.rules.iter().find(|r| r.on && r.check.code() == step.rule).ok_or(Error::NotFound)?;
    let found = find::one(reader, &asked, rule, &step.subject)?.ok_or(Error::NotFound)?;
    known(reader, who, rule, vec![found])?.into_iter().next().ok_or(Error::NotFound)
}

fn state_text(lang: Lang, state: &str) -> String {
    word(lang, &format!("anomaly.state_{state}"))
}
