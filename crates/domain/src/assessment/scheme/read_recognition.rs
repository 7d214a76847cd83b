//! `[recognition]` and `[credit]`.

use rust_decimal::Decimal;

use super::{Name, fields::Fields, read_item::row_condition, sections::window};
use crate::assessment::{
    credit::{AbsentRole, CreditRule, Mode, Role},
    expr::{Cond, Of},
    finding::Findings,
    recognition::{
        AlreadyCounted, Base, Cap, CapOf, Carry, CarryThen, Eligible, EvidenceRule, Factor, Part, RateRule,
        Recognition, Severity,
    },
};

const BASES: [(&str, Base); 6] = [
    ("cash", Base::Cash),
    ("fixed", Base::Fixed),
    ("registered", Base::Registered),
    ("contract", Base::Contract),
    ("statistics", Base::Statistics),
    ("appraised", Base::Appraised),
];
const SEVERITIES: [(&str, Severity); 2] = [("reject", Severity::Reject), ("decide", Severity::Decide)];

pub(super) fn recognition(mut f: Fields<'_>, found: &mut Findings<'_>) -> Option<Recognition> {
    let window = if f.has("window") { window(&mut f, found) } else { None };
    let base = words(&mut f, found, "base", &BASES);
    if !f.has("base") {
        f.error(found, "scheme.missing_key", "base", [("key", "base")]);
    }
    let eligible = many(&mut f, found, "eligible", eligible);
    let evidence = many(&mut f, found, "evidence", evidence);
    let no_evidence = f.choice(found, "no_evidence", &SEVERITIES).unwrap_or(Severity::Reject);
    let rates = rates(&mut f, found);
    let ownership = f.inner(found, "ownership").map(|f| part(f, found, false));
    let derived = many(&mut f, found, "derived", |f, found| part(f, found, true));
    let counted = [
        ("registered", AlreadyCounted::Registered),
        ("earlier", AlreadyCounted::Earlier),
        ("elsewhere", AlreadyCounted::Elsewhere),
    ];
    let deduct = words(&mut f, found, "deduct", &counted);
    let caps = many(&mut f, found, "cap", cap);
    let factors = many(&mut f, found, "factor", factor);
    let open = |f: &Factor| f.when.is_none();
    if factors.last().is_some_and(|last| !open(last)) {
        f.error(found, "scheme.factor_without_rest", "factor", []);
    }
    if factors.split_last().is_some_and(|(_, before)| before.iter().any(open)) {
        f.error(found, "scheme.factor_unreachable", "factor", []);
    }
    let carry = many(&mut f, found, "carry", carry);
    f.finish(found);
    let ownership = match ownership {
        Some(part) => Some(part?),
        None => None,
    };
    Some(Recognition {
        window,
        base,
        eligible,
        evidence,
        no_evidence,
        rates: rates?,
        ownership,
        derived,
        deduct,
        caps,
        factors,
        carry,
    })
}

/// Every entry of a list; those that cannot be read were told.
fn many<T>(
    f: &mut Fields<'_>,
    found: &mut Findings<'_>,
    key: &'static str,
    one: impl Fn(Fields<'_>, &mut Findings<'_>) -> Option<T>,
) -> Vec<T> {
    f.list(found, key, 200).into_iter().filter_map(|f| one(f, found)).collect()
}

fn words<T: Copy>(
    f: &mut Fields<'_>,
    found: &mut Findings<'_>,
    key: &'static str,
    known: &[(&str, T)],
) -> Vec<T> {
    let mut out = Vec::new();
    for word in f.texts(found, key) {
        if let Some((_, value)) = known.iter().find(|(name, _)| *name == word) {
            out.push(*value);
        } else {
            let list: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            let list = list.join(" / ");
            f.error(found, "scheme.unknown_word", key, [("key", key), ("word", &word), ("words", &list)]);
        }
    }
    out
}

fn said(f: &mut Fields<'_>, found: &mut Findings<'_>, zh: &str, en: &str) -> Name {
    f.name(found, "say", "say_en").unwrap_or_else(|| Name { zh: zh.into(), en: en.into() })
}

fn eligible(mut f: Fields<'_>, found: &mut Findings<'_>) -> Option<Eligible> {
    let id = f.id(found, "id");
    let need = if f.has("unless") {
        row_condition(&mut f, found, "unless", Of::Receipt).map(|cond| Cond::Not(Box::new(cond)))
    } else {
        if !f.has("need") {
            f.error(found, "scheme.missing_key", "need", [("key", "need")]);
        }
        row_condition(&mut f, found, "need", Of::Receipt)
    };
    if !f.has("say") {
        f.error(found, "scheme.missing_key", "say", [("key", "say")]);
    }
    let say = f.name(found, "say", "say_en");
    let severity = f.choice(found, "severity", &SEVERITIES).unwrap_or(Severity::Reject);
    f.finish(found);
    Some(Eligible { id: id?, need: need?, say: say?, severity })
}

fn evidence(mut f: Fields<'_>, found: &mut Findings<'_>) -> Option<EvidenceRule> {
    let id = f.id(found, "id");
    let kinds = f.texts(found, "kinds");
    let when = row_condition(&mut f, found, "where", Of::Receipt);
    let (of, least) = if f.has("all") {
        let all = f.texts(found, "all");
        let least = all.len();
        (all, least)
    } else {
        let any = f.texts(found, "any");
        let least = f.whole(found, "least", 1..=50).unwrap_or(1) as usize;
        (any, least)
    };
    if of.len() < least {
        let (n, most) = (least.to_string(), of.len().to_string());
        f.error(found, "scheme.evidence_least", "least", [("least", &n), ("count", &most)]);
    }
    let take = f.choice(found, "take", &BASES);
    let list = of.join("、");
    let say = said(&mut f, found, &list, &list);
    f.finish(found);
    Some(EvidenceRule { id: id?, kinds, when, of, least, take, say })
}

/// `rates = { by = "day", oldest = 7 }`, `{ by = "fixed", fixed = [{ currency = "USD", rate = 6.2 }] }`.
fn rates(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<RateRule> {
    let Some(mut f) = f.inner(found, "rates") else { return Some(RateRule::Day { oldest: 7 }) };
    let words = [("day", 0), ("month", 1), ("year", 2), ("fixed", 3)];
    let by = f.need_text(found, "by").and_then(|_| f.choice(found, "by", &words));
    let rule = match by {
        Some(0) => Some(RateRule::Day { oldest: f.whole(found, "oldest", 0..=366).unwrap_or(7).into() }),
        Some(1) => Some(RateRule::Month),
        Some(2) => Some(RateRule::Year),
        Some(_) => {
            let list = many(&mut f, found, "fixed", |mut f, found| {
                let (currency, rate) = (f.need_text(found, "currency"), f.need_positive(found, "rate"));
                f.finish(found);
                Some((currency?, rate?))
            });
            if list.is_empty() {
                f.error(found, "scheme.empty_list", "fixed", [("key", "fixed")]);
            }
            Some(RateRule::Fixed(list))
        }
        None => None,
    };
    f.finish(found);
    rule
}

fn part(mut f: Fields<'_>, found: &mut Findings<'_>, rated: bool) -> Option<Part> {
    let when = row_condition(&mut f, found, "where", Of::Receipt);
    let rate = if rated { f.need_positive(found, "rate") } else { Some(Decimal::ONE) };
    let say = if rated {
        said(&mut f, found, "按比例计入", "derived")
    } else {
        said(&mut f, found, "区外投资方占比", "share of investors from elsewhere")
    };
    f.finish(found);
    Some(Part { when, rate: rate?, say })
}

fn cap(mut f: Fields<'_>, found: &mut Findings<'_>) -> Option<Cap> {
    let words = [
        ("contract", CapOf::Contract),
        ("registered", CapOf::Registered),
        ("total", CapOf::Total),
        ("fixed", CapOf::Fixed),
    ];
    let of = f.choice(found, "of", &words);
    let most = f.positive(found, "most");
    let one = of.is_some() != most.is_some();
    if !one {
        f.error(found, "scheme.cap_of_or_most", "of", []);
    }
    let times = f.positive(found, "times").unwrap_or(Decimal::ONE);
    let each = f.yes(found, "each").unwrap_or(false);
    let when = row_condition(&mut f, found, "where", Of::Receipt);
    f.finish(found);
    one.then_some(Cap { of, times, most, each, when })
}

fn factor(mut f: Fields<'_>, found: &mut Findings<'_>) -> Option<Factor> {
    let when = row_condition(&mut f, found, "where", Of::Receipt);
    let times = f.number(found, "times").filter(|t| *t >= Decimal::ZERO && *t <= Decimal::ONE_HUNDRED);
    if times.is_none() {
        f.error(found, "scheme.bad_factor", "times", []);
    }
    let say = said(&mut f, found, "折算系数", "factor");
    f.finish(found);
    Some(Factor { when, times: times?, say })
}

fn carry(mut f: Fields<'_>, found: &mut Findings<'_>) -> Option<Carry> {
    let when = row_condition(&mut f, found, "where", Of::Receipt);
    let words = [("carry", CarryThen::Carry), ("drop", CarryThen::Drop), ("next", CarryThen::Next)];
    let then = f.need_text(found, "then").and_then(|_| f.choice(found, "then", &words));
    let say = match then {
        Some(CarryThen::Carry) => said(&mut f, found, "上期签约，结转计入", "signed before, carried over"),
        Some(CarryThen::Next) => said(&mut f, found, "结转下期", "counts in the next window"),
        _ => said(&mut f, found, "上期签约，不结转", "signed before, not carried over"),
    };
    f.finish(found);
    Some(Carry { when, then: then?, say })
}

pub(super) fn credit(mut f: Fields<'_>, found: &mut Findings<'_>) -> Option<CreditRule> {
    let modes = [
        ("full", Mode::Full),
        ("equal", Mode::Equal),
        ("table", Mode::Table),
        ("agreement", Mode::Agreement),
    ];
    let mode = f.need_text(found, "mode").and_then(|_| f.choice(found, "mode", &modes));
    let roles = many(&mut f, found, "roles", |mut f, found| {
        let (id, share) = (f.id(found, "id"), f.need_positive(found, "share"));
        let name = f.name(found, "name", "name_en");
        f.finish(found);
        let id = id?;
        let name = name.unwrap_or_else(|| Name { zh: id.clone(), en: id.clone() });
        Some(Role { id, name, share: share? })
    });
    let sum: Decimal = roles.iter().map(|r| r.share).sum();
    if mode == Some(Mode::Table) && sum != Decimal::ONE {
        f.error(found, "scheme.weights_not_one", "roles", [("sum", &sum.normalize().to_string())]);
    }
    if roles.iter().enumerate().any(|(at, r)| roles[..at].iter().any(|o| o.id == r.id)) {
        f.error(found, "scheme.roles_twice", "roles", []);
    }
    let words = [("rescale", AbsentRole::Rescale), ("drop", AbsentRole::Drop)];
    let absent = f.choice(found, "absent", &words).unwrap_or(AbsentRole::Rescale);
    let most = f.positive(found, "most");
    f.finish(found);
    Some(CreditRule { mode: mode?, roles, absent, most })
}
