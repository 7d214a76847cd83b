//! What the rules make of one receipt: before the office decides as a preview, afterwards as it counts.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    assessment::{
        Scheme, number,
        recognition::{Reason, Recognised, Severity, State, Step},
    },
    authority::Act,
    id::{FundId, ProjectId, UnitId},
};

use super::{Method, applied, portion};
use crate::{
    assessment::{
        ruling::{self, CountedView, RulingView},
        scheme::{SchemeBrief, spoken},
        score::{Asked, MissingFact, SchemeRef, assessed_units},
        store::{ruling as rulings, scheme as schemes},
    },
    floor::{
        Error, Fault, Result,
        db::Reader,
        say::Lang,
        web::{Action, Who},
    },
    fund::{self, FundRef},
    org::{self, UnitRef},
};

/// One step of the amount, in the order in which it is applied.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StepView {
    /// `base`, `rate`, `ownership`, `derived`, `deduct`, `cap`, `factor`, `carry` or `decision`.
    #[schema(value_type = String)]
    pub step: yinfeng_domain::assessment::recognition::StepKind,
    /// What the step is called: the rule's own words, the kind of amount, the source of the rate.
    pub name: String,
    /// The rate, share or factor, as it is printed.
    pub by: Option<String>,
    /// Fen of yuan; at the base of a foreign receipt cents of its currency.
    pub before_fen: i64,
    pub after_fen: i64,
    pub currency: Option<String>,
}

/// A rule that is not met.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReasonView {
    /// The rule's id in the scheme; `evidence` and `base` are those of proofs and of kinds of amount.
    pub rule: String,
    /// `reject`, or `decide`: a meeting has to.
    pub severity: &'static str,
    pub message: String,
    /// What the rule asks for and nobody recorded.
    pub not_recorded: Option<String>,
}

/// What a unit is credited with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecognisedCredit {
    pub unit: UnitRef,
    /// 首谈, 落地 …; empty without roles.
    pub role: String,
    pub fen: i64,
}

/// What the rules make of a receipt.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecognisedView {
    pub fund: FundRef,
    /// The scheme in force for its day, or a draft whose rules are tried; none when neither has rules.
    pub scheme: Option<SchemeRef>,
    #[schema(value_type = String)]
    pub as_of: Date,
    /// Nobody decided yet: this is what would become of the claim.
    pub preview: bool,
    /// `recognised`, `refused`, `undecided`, `outside_window` or `next`; none when it does not come to the rules.
    pub state: Option<&'static str>,
    /// 认定 = …
    pub line: Option<String>,
    pub claimed_fen: i64,
    /// What the office found proved.
    pub verified_fen: i64,
    /// What counts for the district.
    pub recognised_fen: i64,
    /// What counts for the units together.
    pub credited_fen: i64,
    pub steps: Vec<StepView>,
    pub reasons: Vec<ReasonView>,
    pub credits: Vec<RecognisedCredit>,
    pub rulings: Vec<RulingView>,
    pub counted: Vec<CountedView>,
    /// What stops the rules: a rate, a unit.
    pub missing: Vec<MissingFact>,
    /// `rule`, `note_counted`.
    #[schema(value_type = BTreeMap<String, Action>)]
    pub actions: BTreeMap<&'static str, Action>,
}

pub(super) const fn state_code(state: State) -> &'static str {
    match state {
        State::Recognised => "recognised",
        State::Refused => "refused",
        State::Undecided => "undecided",
        State::OutsideWindow => "outside_window",
        State::Next => "next",
    }
}

/// The scheme in force in whose window a day falls: that of its year, or of the next when the window begins before.
pub(in crate::assessment) fn scheme_for(
    reader: &Reader,
    district: &str,
    day: Date,
) -> Result<Option<(SchemeBrief, Scheme)>> {
    let mut first = None;
    for year in [i64::from(day.year()), i64::from(day.year()) + 1] {
        let Some((brief, text)) = schemes::in_force(reader, district, year)? else { continue };
        let Ok(scheme) = Scheme::parse(&text) else { continue };
        let window = scheme.recognition.as_ref().and_then(|r| r.window).unwrap_or(scheme.window);
        if window.contains(day) {
            return Ok(Some((brief, scheme)));
        }
        first.get_or_insert((brief, scheme));
    }
    Ok(first)
}

/// The newest draft of the year of a day that has rules of recognition.
fn draft_with_rules(reader: &Reader, district: &str, day: Date) -> Result<Option<(SchemeBrief, Scheme)>> {
    let all = schemes::list(reader, district, Some(day.year().into()))?;
    for (brief, text) in all.into_iter().filter(|(brief, _)| brief.state == "draft") {
        if let Some(scheme) = Scheme::parse(&text).ok().filter(|s| s.recognition.is_some()) {
            return Ok(Some((brief, scheme)));
        }
    }
    Ok(None)
}

/// What the rules in force make of a receipt that one may read; with `asked.scheme` another scheme's.
pub fn recognised(reader: &Reader, who: &Who, id: FundId, asked: &Asked) -> Result<RecognisedView> {
    let district = who.district();
    let fund = fund::subject(reader, who, Act::Read, id)?;
    let as_of = match asked.as_of {
        Some(day) => day,
        None => org::office_day(reader, district)?.max(fund.received_on),
    };
    let found = match asked.scheme {
        Some(id) => {
            let (brief, text) = schemes::scheme(reader, district, id)?.ok_or(Error::NotFound)?;
            let scheme = Scheme::parse(&text).map_err(|_| {
                Error::refused(Fault::new("assessment.scheme_unusable").with("name", &brief.name))
            })?;
            Some((brief, scheme))
        }
        None => match scheme_for(reader, district, fund.received_on)? {
            Some(found) if Method::is_of(&found.1) => Some(found),
            // Rules that are being discussed are tried on what waits.
            _ => draft_with_rules(reader, district, fund.received_on)?,
        },
    };
    let found = found.filter(|(_, scheme)| Method::is_of(scheme));
    let may = Action::of(
        who.lang,
        ruling::may_rule(reader, who, id).and_then(|fund| ruling::need_rules(reader, who, &fund)),
    );
    let counts = matches!(fund.state, "claimed" | "returned" | "recognised") && !fund.corrects;
    let mut view = RecognisedView {
        fund: FundRef { id: id.0, code: fund.code.clone() },
        scheme: found.as_ref().map(|(brief, scheme)| SchemeRef::of(brief, scheme, who.lang)),
        as_of,
        preview: fund.state != "recognised",
        state: None,
        line: None,
        claimed_fen: fund.claimed_fen,
        verified_fen: 0,
        recognised_fen: 0,
        credited_fen: 0,
        steps: Vec::new(),
        reasons: Vec::new(),
        credits: Vec::new(),
        rulings: of_fund(rulings::of_projects(reader, district, &[fund.project_id])?, id),
        counted: of_fund(rulings::counted_of_projects(reader, district, &[fund.project_id])?, id),
        missing: Vec::new(),
        actions: BTreeMap::from([("rule", may.clone()), ("note_counted", may)]),
    };
    if let Some((_, scheme)) = found.filter(|_| counts) {
        fill(reader, who, &mut view, &scheme, (id, fund.project_id, &fund.code))?;
    }
    Ok(view)
}

fn of_fund<T>(all: Vec<(FundId, T)>, id: FundId) -> Vec<T> {
    all.into_iter().filter(|(fund, _)| *fund == id).map(|(_, one)| one).collect()
}

fn fill(
    reader: &Reader,
    who: &Who,
    view: &mut RecognisedView,
    scheme: &Scheme,
    (id, project, code): (FundId, ProjectId, &str),
) -> Result<()> {
    let (units, counts_for) = assessed_units(reader, who.district(), view.as_of)?;
    let method = Method::new(reader, who.district(), scheme, (view.as_of, 0), &counts_for)?;
    let portion = portion::portion(reader, &method, &[project], Some(id))?;
    let mut missing = Vec::new();
    let book = applied(&method, &portion, &mut missing);
    let spoken = spoken(who.lang);
    // Of other receipts of the project nothing is told here.
    let mine = missing.iter().filter(|m| m.params.iter().any(|(_, value)| value == code));
    view.missing = mine.map(|m| MissingFact { code: m.code.to_owned(), message: m.say(spoken) }).collect();
    let Some(done) = book.receipts.iter().find(|r| r.receipt == code) else { return Ok(()) };
    view.state = Some(state_code(done.state));
    view.line = Some(done.say(spoken));
    view.claimed_fen = done.claimed_fen;
    view.verified_fen = if view.preview { 0 } else { done.verified_fen };
    view.recognised_fen = done.recognised_fen;
    view.credited_fen = done.credits.iter().map(|c| c.fen).sum();
    view.steps = done.steps.iter().map(|s| step(s, who.lang)).collect();
    view.reasons = reasons(done, who.lang);
    let name = |unit: UnitId| units.iter().find(|u| u.id == unit).map(UnitRef::from);
    view.credits = done
        .credits
        .iter()
        .filter_map(|c| {
            let unit = name(c.unit.parse().ok()?)?;
            Some(RecognisedCredit { unit, role: c.role.clone(), fen: c.fen })
        })
        .collect();
    Ok(())
}

fn step(step: &Step, lang: Lang) -> StepView {
    use yinfeng_domain::assessment::recognition::StepKind;
    let by = step.by.map(|by| match step.step {
        StepKind::Ownership | StepKind::Derived => number::percent(by, 2),
        _ => number::plain(by),
    });
    StepView {
        step: step.step,
        name: spoken(lang).of(&step.say).to_owned(),
        by,
        before_fen: step.before_fen,
        after_fen: step.after_fen,
        currency: step.currency.clone(),
    }
}

pub(super) fn reasons(done: &Recognised, lang: Lang) -> Vec<ReasonView> {
    let view = |r: &Reason| ReasonView {
        rule: r.rule.clone(),
        severity: match r.severity {
            Severity::Reject => "reject",
            Severity::Decide => "decide",
        },
        message: spoken(lang).of(&r.say).to_owned(),
        not_recorded: r.not_recorded.clone(),
    };
    done.reasons.iter().map(view).collect()
}
