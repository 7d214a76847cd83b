//! Records of some projects and their receipts, as the engine of recognition reads them: what the command line takes
//! from a file comes from the tables here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;
use yinfeng_domain::{
    assessment::{
        credit::{CreditRule, Mode},
        number,
        recognition::{Base, origin},
        records::{self, Figure, Partner, Receipt, Records, SlipRate, Tags},
    },
    fund::{EvidenceKind, Kind},
    id::{FundId, ProjectId, UnitId},
    transfer::CreditMeasure,
};

use super::{Method, More};
use crate::{
    assessment::{
        ruling,
        store::{
            book::{self as rows, Counted, Described, Invests, Paid, Partnered},
            ruling as rulings,
        },
    },
    floor::{Result, db::Reader},
};

/// Records, and whose they are: they name receipts and projects by their codes, so that what is missing can be told.
pub struct Portion {
    pub records: Records,
    pub funds: HashMap<String, FundId>,
    pub projects: HashMap<String, ProjectId>,
}

/// The records of some projects. `also`: a receipt that nobody recognised yet is taken as it was claimed.
pub fn portion(
    reader: &Reader,
    method: &Method<'_>,
    projects: &[ProjectId],
    also: Option<FundId>,
) -> Result<Portion> {
    let when = (method.counted, method.window, method.as_of);
    let paid = rows::receipts(reader, method.district, projects, when, also)?;
    of_paid(reader, method, projects, (paid, &[]))
}

/// The records of a project with receipts that are only supposed.
pub fn supposing(reader: &Reader, method: &Method<'_>, project: ProjectId, more: &[More]) -> Result<Portion> {
    let when = (method.counted, method.window, method.as_of);
    let mut paid = rows::receipts(reader, method.district, &[project], when, None)?;
    paid.extend(more.iter().filter(|m| m.on <= method.as_of).map(|m| supposed(method, project, m)));
    of_paid(reader, method, &[project], (paid, more))
}

/// As the office would have verified it.
fn supposed(method: &Method<'_>, project: ProjectId, more: &More) -> Paid {
    let counts = |kind: &&Kind| bases(kind.code()).iter().any(|base| method.rules.base.contains(base));
    Paid {
        id: more.id,
        code: format!("#{}", more.id.0.as_u128()),
        project,
        kind: Kind::ALL.iter().find(counts).unwrap_or(&Kind::Cash).code().to_owned(),
        received_on: more.on,
        currency: "CNY".into(),
        minor: more.fen,
        rate_e8: 100_000_000,
        rate_on: more.on,
        rate_source: String::new(),
        claimed_fen: more.fen,
        verified_fen: Some(more.fen),
        recognised_on: Some(more.on),
    }
}

fn of_paid(
    reader: &Reader,
    method: &Method<'_>,
    projects: &[ProjectId],
    (paid, more): (Vec<Paid>, &[More]),
) -> Result<Portion> {
    let district = method.district;
    let mut corrected: HashMap<FundId, i64> = HashMap::new();
    if method.counted == Counted::ByArrival {
        corrected.extend(rows::corrected(reader, district, projects, method.as_of)?);
    }
    let mut proofs: HashMap<FundId, Vec<String>> = HashMap::new();
    if method.asks_evidence {
        for (fund, kind) in rows::proofs(reader, district, projects)? {
            proofs.entry(fund).or_default().push(kind);
        }
    }
    for one in more {
        proofs.insert(one.id, EvidenceKind::ALL.iter().map(|k| k.code().to_owned()).collect());
    }
    let codes: HashMap<FundId, String> = paid.iter().map(|p| (p.id, p.code.clone())).collect();
    let mut already: HashMap<FundId, Vec<records::Already>> = HashMap::new();
    for (fund, counted) in rulings::counted_of_projects(reader, district, projects)? {
        already.entry(fund).or_default().extend(ruling::already(&counted));
    }
    let made = rulings::of_projects(reader, district, projects)?;
    let decisions = made
        .into_iter()
        .filter_map(|(fund, made)| Some(ruling::as_decision(codes.get(&fund)?, &made)))
        .collect();
    let described = rows::described(reader, district, projects)?;
    let project_code: HashMap<ProjectId, String> = described.iter().map(|p| (p.id, p.code.clone())).collect();
    let credit = Shares::read(reader, method, projects)?;
    let receipts = paid
        .iter()
        .filter_map(|one| {
            let verified = one.verified_fen.map(|fen| fen + corrected.get(&one.id).copied().unwrap_or(0));
            let mut receipt = receipt(method, one, verified, project_code.get(&one.project)?)?;
            receipt.evidence = proofs.remove(&one.id).unwrap_or_default();
            receipt.already = already.remove(&one.id).unwrap_or_default();
            receipt.units = credit.of(method, one);
            Some(receipt)
        })
        .collect();
    let records = Records {
        as_of: method.as_of,
        projects: Some(projects_of(reader, method, projects, described)?),
        receipts: Some(receipts),
        rates: method.rates.clone(),
        decisions,
        ..Records::default()
    };
    let funds = codes.into_iter().map(|(id, code)| (code, id)).collect();
    let projects = project_code.into_iter().map(|(id, code)| (code, id)).collect();
    Ok(Portion { records, funds, projects })
}

/// Yuan of fen.
fn yuan(fen: i64) -> Figure {
    Figure(Decimal::new(fen, 2))
}

/// The kinds of amount that a receipt states. Capital that was paid in is money as well; equipment, works and land are
/// fixed assets.
fn bases(kind: &str) -> &'static [Base] {
    match Kind::from_code(kind) {
        Some(Kind::Cash) => &[Base::Cash],
        Some(Kind::Capital) => &[Base::Cash, Base::Registered],
        Some(Kind::Equipment | Kind::Construction | Kind::Land) => &[Base::Fixed],
        Some(Kind::Other) | None => &[Base::Appraised],
    }
}

/// A receipt with what the office verified, or what is claimed of it while nobody decided. `None`: nothing is left of it.
fn receipt(method: &Method<'_>, one: &Paid, verified: Option<i64>, project: &str) -> Option<Receipt> {
    let fen = verified.unwrap_or(one.claimed_fen);
    if fen == 0 {
        return None;
    }
    let own = method.counted == Counted::ByArrival && one.currency != "CNY" && one.claimed_fen != 0;
    let by_unit = if matches!(one.currency.as_str(), "JPY" | "KRW") { 0 } else { 2 };
    let stated = |part: i64| {
        if !own {
            return Some(yuan(part));
        }
        // What the office reduced in yuan is the same part of the foreign amount, to the cent.
        let whole = Decimal::new(one.minor, by_unit);
        if part == one.claimed_fen {
            return Some(Figure(whole));
        }
        let part = whole.checked_mul(Decimal::from(part))?.checked_div(Decimal::from(one.claimed_fen))?;
        Some(Figure(number::round(part, by_unit)))
    };
    let amount = stated(fen)?;
    let rate = own.then(|| SlipRate {
        rate: Figure(Decimal::new(one.rate_e8, 8)),
        source: format!("{} {}", one.rate_source, one.rate_on).trim().to_owned(),
    });
    let on = match method.counted {
        Counted::ByArrival => one.received_on,
        Counted::ByRecognition => one.recognised_on.unwrap_or(one.received_on),
    };
    Some(Receipt {
        id: one.code.clone(),
        project: Some(project.to_owned()),
        on,
        kind: one.kind.clone(),
        currency: if own { one.currency.clone() } else { "CNY".into() },
        amounts: bases(&one.kind).iter().map(|base| (*base, amount)).collect(),
        claimed: stated(one.claimed_fen),
        rate,
        evidence: Vec::new(),
        already: Vec::new(),
        units: Vec::new(),
        tags: Tags::new(),
    })
}

/// Who is credited with what: by the shares of the day of recognition, or by the roles of the units.
struct Shares {
    credited: HashMap<FundId, Vec<(UnitId, i64)>>,
    partners: HashMap<ProjectId, Vec<Partnered>>,
    first: HashMap<ProjectId, UnitId>,
}

impl Shares {
    fn read(reader: &Reader, method: &Method<'_>, projects: &[ProjectId]) -> Result<Self> {
        let district = method.district;
        let mut credited: HashMap<FundId, Vec<(UnitId, i64)>> = HashMap::new();
        for (fund, unit, share) in rows::credited(reader, district, projects)? {
            credited.entry(fund).or_default().push((unit, share));
        }
        let mut partners: HashMap<ProjectId, Vec<Partnered>> = HashMap::new();
        for one in rows::partners(reader, district, projects, CreditMeasure::Funds, method.as_of)? {
            partners.entry(one.project).or_default().push(one);
        }
        let mut first = HashMap::new();
        for (project, unit, _) in rows::first_reports(reader, district, projects)? {
            first.entry(project).or_insert(unit);
        }
        Ok(Self { credited, partners, first })
    }

    fn of(&self, method: &Method<'_>, paid: &Paid) -> Vec<Partner> {
        let partners = self.partners.get(&paid.project).map_or(&[][..], Vec::as_slice);
        if let Some(rule) = method.scheme.credit.as_ref().filter(|c| c.mode == Mode::Table) {
            return by_role(method, rule, partners, self.first.get(&paid.project).copied());
        }
        let shares: Vec<(UnitId, i64)> = match self.credited.get(&paid.id) {
            Some(shares) => shares.clone(),
            None => partners.iter().filter(|p| p.share_bp > 0).map(|p| (p.unit, p.share_bp)).collect(),
        };
        by_share(method, &shares)
    }
}

/// One partner for each assessed unit: what its squads have counts for it.
pub fn by_share(method: &Method<'_>, shares: &[(UnitId, i64)]) -> Vec<Partner> {
    let mut merged: BTreeMap<UnitId, i64> = BTreeMap::new();
    for (unit, share) in shares {
        *merged.entry(method.assessed(*unit)).or_default() += share;
    }
    let partner = |(unit, share): (UnitId, i64)| Partner {
        unit: unit.to_string(),
        role: String::new(),
        share: Some(Figure(Decimal::new(share, 4))),
    };
    merged.into_iter().map(partner).collect()
}

/// One partner for each assessed unit and role that the scheme names; roles it does not name are credited with nothing.
pub fn by_role(
    method: &Method<'_>,
    rule: &CreditRule,
    partners: &[Partnered],
    first: Option<UnitId>,
) -> Vec<Partner> {
    let named = |words: [&str; 2]| {
        rule.roles.iter().map(|r| r.id.as_str()).find(|id| words.contains(id)).map(str::to_owned)
    };
    let role_of = |code: &str| match code {
        "lead" => named(["lead", "牵头"]),
        "partner" => named(["partner", "配合"]),
        "landing" => named(["landing", "落地"]),
        "information" => named(["information", "信息"]),
        _ => None,
    };
    let mut merged: BTreeSet<(String, String)> = BTreeSet::new();
    if let (Some(unit), Some(role)) = (first, named(["first", "首谈"])) {
        merged.insert((role, method.assessed(unit).to_string()));
    }
    for one in partners {
        if let Some(role) = role_of(&one.role) {
            merged.insert((role, method.assessed(one.unit).to_string()));
        }
    }
    merged.into_iter().map(|(role, unit)| Partner { unit, role, share: None }).collect()
}

/// The projects as conditions see them.
pub fn projects_of(
    reader: &Reader,
    method: &Method<'_>,
    projects: &[ProjectId],
    described: Vec<Described>,
) -> Result<Vec<records::Project>> {
    let district = method.district;
    let mut dollars: HashMap<ProjectId, Tags> = HashMap::new();
    for (project, measure, cents) in rows::in_dollars(reader, district, projects)? {
        let name = match measure.as_str() {
            "total" => "total_usd",
            "fixed_assets" => "fixed_usd",
            "registered" => "registered_usd",
            "contract" => "contract_usd",
            _ => continue,
        };
        let amount = Decimal::new(cents, 2).to_string();
        dollars.entry(project).or_default().insert(name.to_owned(), amount);
    }
    let mut investors: HashMap<ProjectId, Vec<Invests>> = HashMap::new();
    for one in rows::investors(reader, district, projects, method.as_of)? {
        investors.entry(one.project).or_default().push(one);
    }
    let mut months: HashMap<ProjectId, i64> = HashMap::new();
    if method.asks("reported_months") {
        months.extend(rows::months_reported(reader, district, projects, method.window)?);
        for id in projects {
            months.entry(*id).or_insert(0);
        }
    }
    let mut same_as: HashMap<ProjectId, String> = HashMap::new();
    if method.asks("same_as") {
        for (project, code) in rows::entered_before(reader, district, projects)? {
            same_as.entry(project).or_insert(code);
        }
    }
    let mut claimed_on = HashMap::new();
    for (project, _, day) in rows::first_reports(reader, district, projects)? {
        claimed_on.entry(project).or_insert(day);
    }
    let mut invested: HashMap<ProjectId, i64> = HashMap::new();
    if method.asks("invested_ratio") {
        invested.extend(rows::came_in(reader, district, projects, method.window, method.as_of)?);
    }
    let one = |p: Described| {
        let of = investors.get(&p.id).map_or(&[][..], Vec::as_slice);
        let mut tags = dollars.remove(&p.id).unwrap_or_default();
        tags.extend([
            ("structure".to_owned(), p.structure),
            ("high_technology".to_owned(), if p.high_technology { "yes" } else { "no" }.to_owned()),
        ]);
        if method.asks("top500") {
            let top = of.iter().any(|i| i.top500);
            tags.insert("top500".into(), if top { "yes" } else { "no" }.into());
        }
        // Of its total investment, what came in the window.
        let ratio =
            p.total_fen.filter(|total| *total > 0 && method.asks("invested_ratio")).and_then(|total| {
                Decimal::from(invested.get(&p.id).copied().unwrap_or(0)).checked_div(Decimal::from(total))
            });
        tags.extend(ratio.map(|ratio| ("invested_ratio".to_owned(), ratio.to_string())));
        if let Some(first) = of.first() {
            tags.insert("investor_kind".into(), first.kind.clone());
        }
        let from: Vec<Option<&str>> =
            of.iter().map(|i| origin(&i.country, i.uscc.as_deref(), district)).collect();
        if !from.is_empty() && from.iter().all(Option::is_some) {
            let local = from.contains(&Some("区内"));
            tags.insert("local_partner".into(), if local { "yes" } else { "no" }.into());
        }
        records::Project {
            id: p.code,
            name: p.name,
            track: p.track,
            kind: Some(p.kind),
            industry: p.industry,
            // Without an investor on record the country of the project still tells foreign from domestic.
            origin: match from.first() {
                Some(found) => found.map(str::to_owned),
                None => origin(&p.country, None, district).map(str::to_owned),
            },
            subject: of.first().map(|first| subject(first).to_owned()),
            place: Some(p.place).filter(|place| !place.is_empty()),
            stage: Some(p.stage),
            total: p.total_fen.map(yuan),
            fixed: p.fixed_fen.map(yuan),
            registered: p.registered_fen.map(yuan),
            contract: p.contract_fen.map(yuan),
            currency: "CNY".into(),
            land_mu: p.land_m2.and_then(mu).map(Figure),
            outside_share: outside(of, &from),
            signed_on: p.signed_on,
            registered_on: Some(p.entered_on),
            first_claim_on: claimed_on.get(&p.id).copied(),
            recognised_on: p.recognised_on,
            reported_months: months.get(&p.id).and_then(|n| u32::try_from(*n).ok()),
            same_as: same_as.remove(&p.id),
            extension_of: p.enlarges,
            units: Vec::new(),
            tags,
        }
    };
    Ok(described.into_iter().map(one).collect())
}

/// What the first investor is. A domestic enterprise is state-owned or private when a tag says so, and otherwise an
/// enterprise: that no tag says so does not make it private.
fn subject(investor: &Invests) -> &'static str {
    match investor.kind.as_str() {
        "institute" => "院所",
        "association" => "商协会",
        "person" => "个人",
        "government" => "政府机构",
        _ if investor.country != "CN" => "外资企业",
        _ if investor.state_owned => "国有企业",
        _ if investor.private => "民营企业",
        _ => "企业",
    }
}

/// 1 亩 is 2,000 ÷ 3 m².
fn mu(land_m2: i64) -> Option<Decimal> {
    Decimal::from(land_m2).checked_mul(Decimal::from(3))?.checked_div(Decimal::from(2_000))
}

/// The part of the investors from elsewhere, when all of it is known; one investor alone has it all.
fn outside(investors: &[Invests], from: &[Option<&str>]) -> Option<Figure> {
    let away = |place: Option<&str>| place.map(|p| p != "区内");
    if let ([_], [place]) = (investors, from) {
        return away(*place).map(|yes| Figure(if yes { Decimal::ONE } else { Decimal::ZERO }));
    }
    let shares: Option<Vec<i64>> = investors.iter().map(|i| i.share_bp).collect();
    let places: Option<Vec<bool>> = from.iter().map(|place| away(*place)).collect();
    let (shares, places) = (shares?, places?);
    if shares.iter().sum::<i64>() != 10_000 {
        return None;
    }
    let sum: i64 = shares.iter().zip(&places).filter(|(_, away)| **away).map(|(share, _)| share).sum();
    Some(Figure(Decimal::new(sum, 4)))
}
