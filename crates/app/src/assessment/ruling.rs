//! 会议认定: what a meeting decides of one receipt, above the rules of recognition, with the number of the minutes; and
//! what of a receipt counted before. A ruling is added, never changed: of two the later counts. Who claimed or typed a
//! receipt decides nothing of it.

use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    assessment::{
        Scheme,
        recognition::AlreadyCounted,
        records::{Already, Decision, Figure, Verdict},
    },
    authority::{Act, Class, Reach},
    fund::MAX_FEN,
    id::FundId,
};

use super::{
    book::{RecognisedView, recognised},
    closing::need_open,
    score::Asked,
    store::{ruling as store, scheme as schemes},
};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    fund::{self, Subject},
};

/// What a meeting may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RulingVerdict {
    /// 予以认定: it counts, with what the rules give for its amount.
    Admit,
    /// 不予认定.
    Refuse,
    /// 按会议确定的金额认定.
    Amount,
}

impl RulingVerdict {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Admit => "admit",
            Self::Refuse => "refuse",
            Self::Amount => "amount",
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RulingView {
    pub id: Uuid,
    /// `admit`, `refuse` or `amount`.
    pub verdict: String,
    pub fen: Option<i64>,
    /// 会议纪要编号.
    pub minutes_no: String,
    pub reason: String,
    #[schema(value_type = String)]
    pub decided_on: Date,
    pub recorded_by: Option<String>,
    #[schema(value_type = String)]
    pub recorded_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RulingDraft {
    pub verdict: RulingVerdict,
    /// With `amount`: how much counts, in fen.
    #[serde(default)]
    pub fen: Option<i64>,
    pub minutes_no: String,
    pub reason: String,
    #[schema(value_type = String)]
    pub decided_on: Date,
}

/// What counted before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountedBefore {
    /// As registered capital, by itself.
    Registered,
    /// In an earlier period.
    Earlier,
    /// By another unit.
    Elsewhere,
}

impl CountedBefore {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Earlier => "earlier",
            Self::Elsewhere => "elsewhere",
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CountedView {
    /// `registered`, `earlier` or `elsewhere`.
    pub what: String,
    pub fen: i64,
    pub note: String,
}

/// A part of a receipt that counted before; 0 takes it back.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedDraft {
    pub what: CountedBefore,
    pub fen: i64,
    /// Where it counted.
    pub note: String,
}

/// As the engine reads it.
pub(super) fn as_decision(receipt: &str, made: &RulingView) -> Decision {
    let verdict = match made.verdict.as_str() {
        "admit" => Verdict::Admit,
        "amount" => Verdict::Amount,
        _ => Verdict::Refuse,
    };
    Decision {
        receipt: receipt.to_owned(),
        verdict,
        amount: made.fen.map(|fen| Figure(Decimal::new(fen, 2))),
        minutes_no: made.minutes_no.clone(),
        reason: made.reason.clone(),
        decided_on: made.decided_on,
    }
}

pub(super) fn already(counted: &CountedView) -> Option<Already> {
    let what = match counted.what.as_str() {
        "registered" => AlreadyCounted::Registered,
        "earlier" => AlreadyCounted::Earlier,
        "elsewhere" => AlreadyCounted::Elsewhere,
        _ => return None,
    };
    Some(Already { what, amount: Figure(Decimal::new(counted.fen, 2)), note: counted.note.clone() })
}

/// The receipt, when this actor may rule on it.
pub(super) fn may_rule(reader: &Reader, who: &Who, id: FundId) -> Result<Subject> {
    if who.actor.reach(Class::Fund, Act::Recognise) != Reach::District {
        return Err(Error::NotFound);
    }
    let fund = fund::subject(reader, who, Act::Recognise, id)?;
    if fund.own {
        return Err(Error::refused(Fault::new("fund.own_entry")));
    }
    if fund.corrects {
        return Err(Error::refused(Fault::new("fund.correct_the_original")));
    }
    Ok(fund)
}

/// Records what a meeting decided of a receipt.
pub fn rule(tx: &Tx<'_>, who: &Who, id: FundId, draft: &RulingDraft) -> Result<RecognisedView> {
    let fund = may_rule(tx, who, id)?;
    need_rules(tx, who, &fund)?;
    let mut faults = Faults::default();
    let length = |text: &str, most| (1..=most).contains(&text.trim().chars().count());
    faults.need(length(&draft.minutes_no, 60), || Fault::at("minutes_no", "assessment.minutes_no"));
    faults.need(length(&draft.reason, 500), || Fault::at("reason", "assessment.reason"));
    faults.need((fund.received_on..=tx.today()).contains(&draft.decided_on), || {
        Fault::at("decided_on", "assessment.ruled_on").with("day", fund.received_on)
    });
    match draft.verdict {
        RulingVerdict::Amount => faults.need(draft.fen.is_some_and(|f| (1..=MAX_FEN).contains(&f)), || {
            Fault::at("fen", "assessment.ruling_amount")
        }),
        _ => faults.need(draft.fen.is_none(), || Fault::at("fen", "assessment.ruling_no_amount")),
    }
    faults.into_result()?;
    need_open(tx, who.district(), "decided_on", draft.decided_on)?;
    let new: Uuid = tx.new_id();
    store::insert(tx, who, new, id, draft)?;
    audit::record(tx, who, "assessment.rule", "fund", id.0, &json!(draft))?;
    recognised(tx, who, id, &Asked::default())
}

/// Notes what of a receipt counted before; the audit keeps what was noted until then.
pub fn note_counted(tx: &Tx<'_>, who: &Who, id: FundId, draft: &CountedDraft) -> Result<RecognisedView> {
    let fund = may_rule(tx, who, id)?;
    let mut faults = Faults::default();
    faults.need((0..=fund.claimed_fen.max(0)).contains(&draft.fen), || {
        Fault::at("fen", "assessment.counted_amount")
    });
    let said = (1..=200).contains(&draft.note.trim().chars().count());
    faults.need(draft.fen == 0 || said, || Fault::at("note", "assessment.counted_note"));
    faults.into_result()?;
    store::put_counted(tx, who, id, draft)?;
    audit::record(tx, who, "assessment.note_counted", "fund", id.0, &json!(draft))?;
    recognised(tx, who, id, &Asked::default())
}

/// Without rules there is nothing that a ruling could stand above: what the office recognised is what counts.
pub(super) fn need_rules(reader: &Reader, who: &Who, fund: &Subject) -> Result<()> {
    let year = i64::from(fund.received_on.year());
    let found = schemes::in_force(reader, who.district(), year)?;
    let rules =
        found.and_then(|(_, text)| Scheme::parse(&text).ok()).is_some_and(|s| s.recognition.is_some());
    if rules { Ok(()) } else { Err(Error::refused(Fault::new("assessment.no_rules").with("year", year))) }
}
