//! Loads the demo year through the operations of the rooms: what a clerk could have typed, in one transaction.

use std::collections::HashMap;

use jiff::civil::{Date, date};
use yinfeng_domain::{
    authority::Role,
    fund::{EvidenceKind, Kind as FundKind, needed_evidence},
    id::{AccountId, OrganisationId, ProjectId, UnitId},
    money::Currency,
    project::{Agreement, AmountUnit, Event, Kind, Measure, PartyRole, Stage, Status, UnitRole},
};

use super::{
    apart, bundle, chains, claims, contacts,
    district::{self, District},
    events::{CAME_OF, EVENTS},
    goals, handed, interactions, library, network,
    plan::{self, Fund, Project, State},
    promise, recognise, review, sites, slip, transfers, urge, words, work,
};
use crate::{
    activity::{self, EventDraft},
    dictionary::{self, RateDraft},
    floor::{
        App, Error, Fault, Result,
        clock::office_zone,
        db::{Reader, Tx},
        seal::Keys,
        web::Who,
    },
    fund::{self, evidence::FileView},
    identity, investor, org,
    project::{self, AmountDraft, PartyDraft, ProjectDraft},
};

pub const DISTRICT: &str = "379901";

/// Whether the database is the demo's: `false` when it is empty.
///
/// # Errors
/// `org.not_the_demo` when an office works in it: its people would find strangers with accounts beside them.
pub fn is_loaded(reader: &Reader) -> Result<bool> {
    let found = match org::district(reader, DISTRICT)? {
        Some(found) => Some(found),
        None => org::first_district(reader)?,
    };
    match found {
        None => Ok(false),
        Some(district) if district.demo => Ok(true),
        Some(district) => Err(Error::refused(Fault::new("org.not_the_demo").with("name", district.name))),
    }
}

/// Loads the district unless it is there; says whether it did.
pub async fn load(app: &App, password: &str) -> Result<bool> {
    if app.db.read(is_loaded).await? {
        return Ok(false);
    }
    let year = plan::projects();
    let mut files = HashMap::new();
    for p in &year {
        for f in &p.funds {
            let proofs = proofs(p, f);
            let mut kept = Vec::new();
            for (kind, name, bytes) in proofs {
                let size = bytes.len() as i64;
                let sha = app.files.put(bytes.into()).await?;
                let view = FileView {
                    sha256: hex::encode(sha),
                    size,
                    media_type: "application/pdf".into(),
                    name: name.clone(),
                };
                kept.push((kind, view));
            }
            files.insert(f.slip_no.clone(), kept);
        }
    }
    let mut proofs = Vec::new();
    for (name, bytes) in claims::proofs() {
        let size = bytes.len() as i64;
        let sha = app.files.put(bytes.into()).await?;
        let media_type = "application/pdf".into();
        proofs.push(FileView { sha256: hex::encode(sha), size, media_type, name: name.into() });
    }
    let given = password.to_owned();
    let hash = tokio::task::spawn_blocking(move || identity::password::hash(&given))
        .await
        .map_err(anyhow::Error::from)??;
    let keys = app.keys.clone();
    app.db.write(move |tx| Loader::new(tx, &hash)?.load(&year, &files, &proofs, &keys)).await?;
    Ok(true)
}

/// The proofs that this kind of receipt needs.
fn proofs(p: &Project, f: &Fund) -> Vec<(EvidenceKind, String, Vec<u8>)> {
    let kind = FundKind::from_code(f.kind).unwrap_or(FundKind::Other);
    let payer = p.industry.as_deref().unwrap_or("-");
    let of = |kind: EvidenceKind| {
        let lines = vec![
            format!("Slip no.      {}", f.slip_no),
            format!("Received on   {}", f.received_on),
            format!("Amount        CNY {}.00", f.fen / 100),
            format!("Industry      GB/T 4754 {payer}"),
            format!("Kind of proof {}", kind.code()),
        ];
        (kind, format!("{}-{}.pdf", f.slip_no, kind.code()), slip::pdf("Proof of receipt", &lines))
    };
    // Of each group of proofs one will do.
    needed_evidence(kind).iter().filter_map(|group| group.first()).map(|kind| of(*kind)).collect()
}

struct Loader<'t, 'c> {
    tx: &'t Tx<'c>,
    who: Who,
    accounts: HashMap<&'static str, AccountId>,
    scored: Vec<UnitId>,
    teams: Vec<UnitId>,
    root: UnitId,
    organisations: HashMap<String, OrganisationId>,
    /// The event that a named project came of.
    came_of: HashMap<&'static str, uuid::Uuid>,
}

type Files = HashMap<String, Vec<(EvidenceKind, FileView)>>;

impl<'t, 'c> Loader<'t, 'c> {
    fn new(tx: &'t Tx<'c>, password_hash: &str) -> Result<Self> {
        let who = Who::system(DISTRICT, "demo");
        let District { root, scored, teams, accounts } = district::found(tx, &who, password_hash)?;
        Ok(Self {
            tx,
            who,
            accounts,
            scored,
            teams,
            root,
            organisations: HashMap::new(),
            came_of: HashMap::new(),
        })
    }

    fn load(&mut self, year: &[Project], files: &Files, proofs: &[FileView], keys: &Keys) -> Result<()> {
        for (day, rate) in [("2013-01-04", "6.2897"), ("2013-09-02", "6.1709"), ("2013-10-29", "6.1365")] {
            let draft = RateDraft {
                currency: Currency::Usd,
                on_date: day.parse().map_err(anyhow::Error::from)?,
                rate: rate.into(),
                source: "演示汇率".into(),
            };
            dictionary::set_rate(self.tx, &self.who, &draft)?;
        }
        goals::targets(self.tx, &self.who, self.root, &self.scored)?;
        self.events()?;
        let mut loaded = Vec::new();
        for p in year {
            let id = self.project(p, files)?;
            let lead = self.scored[p.units[0].0];
            loaded.push(work::Loaded { plan: p, id, lead, filler: Some(self.filler(p)) });
        }
        recognise::in_force(self.tx, &self.who)?;
        network::introducers(self.tx, &self.who, &self.organisations)?;
        org::set_as_of(self.tx, &self.who, Some(date(2013, 8, 31)))?;
        work::reports(self.tx, &self.who, &loaded)?;
        work::problems(self.tx, &self.who, &loaded, &self.scored)?;
        promise::promises(self.tx, &self.who, &loaded, &self.scored)?;
        let reviewer = (self.accounts["reviewer"], "马思源");
        promise::supports(self.tx, &self.who, reviewer, &loaded, &self.scored)?;
        let people = review::People {
            clerk: self.accounts["clerk"],
            reviewer: self.accounts["reviewer"],
            office: self.root,
        };
        review::reviews(self.tx, &self.who, &people, &loaded, &self.scored)?;
        urge::notes(self.tx, &self.who, &loaded, &self.scored, self.accounts["clerk"])?;
        sites::sites(self.tx, &self.who, &loaded)?;
        sites::milestones(self.tx, &self.who, &loaded, &self.scored)?;
        transfers::transfers(self.tx, &self.who, &loaded, &self.scored)?;
        bundle::bundle(self.tx, &self.who, &loaded)?;
        let people = claims::People {
            yuhe: (self.accounts["yuhe"], self.scored[0]),
            zone: (self.accounts["zone"], self.scored[6]),
            clerk: self.accounts["clerk"],
            root: self.root,
        };
        claims::claims(self.tx, &self.who, &people, &loaded, &self.scored, proofs)?;
        let clerk = (self.accounts["clerk"], self.root);
        let head = library::library(self.tx, &self.who, clerk, &self.organisations)?;
        self.organisations.insert(library::HEAD.into(), head);
        let clerk = review::person(&self.who, self.accounts["clerk"], "丁向前", Role::OfficeClerk, self.root);
        network::associations(self.tx, &clerk, &mut self.organisations)?;
        self.contacts(&loaded, keys)?;
        chains::chains(self.tx, &clerk, (&self.scored, &self.teams), &loaded, &self.organisations)?;
        apart::apart(self.tx, &self.who, &loaded)?;
        urge::cases(self.tx, &self.who, &loaded, self.root, self.accounts["clerk"])?;
        let second = review::person(
            &self.who,
            self.accounts["reviewer2"],
            "方晓舟",
            yinfeng_domain::authority::Role::OfficeReviewer,
            self.root,
        );
        work::doubts(self.tx, &second)?;
        work::lights(self.tx, &self.who, &loaded)?;
        let people = review::People {
            clerk: self.accounts["clerk"],
            reviewer: self.accounts["reviewer"],
            office: self.root,
        };
        recognise::rules(self.tx, &self.who, &self.scored)?;
        recognise::round(self.tx, &self.who, &people, &self.scored)?;
        let head =
            review::person(&self.who, self.accounts["yuhe"], "于河填报", Role::UnitFiller, self.scored[0]);
        recognise::july(self.tx, &self.who, self.scored[0], &head)
    }

    fn contacts(&self, loaded: &[work::Loaded<'_>], keys: &Keys) -> Result<()> {
        let member = |login: &str, name: &str, role, unit: UnitId| {
            let mut one = review::person(&self.who, self.accounts[login], name, role, unit);
            for membership in &mut one.actor.memberships {
                membership.unit_path = format!("/{}/{}/", self.root.0.simple(), unit.0.simple());
            }
            one
        };
        let (yuhe, zone) = (self.scored[0], self.scored[6]);
        let keepers = [
            (yuhe, member("yuhe", "石磊落", Role::UnitFiller, yuhe)),
            (zone, member("zone", "田守仁", Role::UnitFiller, zone)),
        ];
        let office = member("clerk", "丁向前", Role::OfficeClerk, self.root);
        let known = |name: &str| self.organisations.get(name).copied();
        let entered = contacts::contacts(self.tx, keys, &keepers, &office, loaded, known)?;
        network::ties(self.tx, keys, &entered, &self.organisations)?;
        interactions::interactions(self.tx, keys, &office, &entered, self.scored[10])?;
        let [(_, at_yuhe), (_, at_zone)] = keepers;
        let people = handed::People {
            yuhe: (at_yuhe, yuhe),
            head: member("yuhe-head", "叶知秋", Role::UnitHead, yuhe),
            zone: (at_zone, zone),
            moved: member("moved", "许长安", Role::UnitFiller, zone),
        };
        handed::handed(self.tx, &self.who, keys, &people, &entered)
    }

    fn events(&mut self) -> Result<()> {
        for (at, (name, kind, held_on, text, place, guests, outcome)) in EVENTS.into_iter().enumerate() {
            let draft = EventDraft {
                name: name.into(),
                kind,
                held_on,
                held_on_text: text.into(),
                place: place.into(),
                guests,
                outcome: outcome.into(),
                unit_ids: Vec::new(),
            };
            let event = activity::create(self.tx, &self.who, &draft)?;
            let from_it = CAME_OF.iter().filter(|(_, event)| *event == at);
            self.came_of.extend(from_it.map(|(project, _)| (*project, event.id)));
        }
        Ok(())
    }

    fn organisation(&mut self, name: &str, country: &str) -> Result<OrganisationId> {
        self.enter(&investor::OrganisationDraft::named(name, country))
    }

    fn enter(&mut self, draft: &investor::OrganisationDraft) -> Result<OrganisationId> {
        if let Some(id) = self.organisations.get(&draft.name) {
            return Ok(*id);
        }
        let id: OrganisationId = self.tx.new_id();
        investor::create_imported(self.tx, &self.who, id, draft, None)?;
        self.organisations.insert(draft.name.clone(), id);
        Ok(id)
    }

    fn project(&mut self, p: &Project, files: &Files) -> Result<ProjectId> {
        let mut investors = Vec::new();
        for (name, country) in &p.investors {
            let organisation_id = self.organisation(name, country)?;
            investors.push(PartyDraft { organisation_id, role: PartyRole::Investor, share_bp: None });
        }
        for (_, introducer) in network::INTRODUCED.iter().filter(|(name, _)| *name == p.name) {
            let organisation_id = self.enter(&network::draft(introducer))?;
            investors.push(PartyDraft { organisation_id, role: PartyRole::Introducer, share_bp: None });
        }
        let id: ProjectId = self.tx.new_id();
        let imported = project::Imported {
            id,
            draft: ProjectDraft {
                event_id: self.came_of.get(p.name.as_str()).copied(),
                ..draft(p, investors, &self.scored, &self.teams)
            },
            history: p.stages.iter().filter_map(|(s, on)| Some((Stage::from_code(s)?, *on))).collect(),
            status: Status::Ongoing,
            entered_on: p.entered_on,
            batch: None,
            origin: None,
            claimed_fen: 0,
        };
        project::create_imported(self.tx, &self.who, &imported).map_err(|e| named(p, e))?;
        let lead = self.scored[p.units[0].0];
        if let Some(happened_on) = p.introduced_on {
            let recognition = project::recognition::Imported {
                project: id,
                event: Event::Introduced,
                unit: lead,
                happened_on,
                recognised_on: p.recognised_on,
                claimed_by: Some(self.filler(p)),
                claimed_at: at(happened_on)?,
                decided_by: p.recognised_on.map(|_| self.accounts["reviewer"]),
                batch: None,
            };
            project::recognition::create_imported(self.tx, &self.who, &recognition)
                .map_err(|e| named(p, e))?;
        }
        for f in &p.funds {
            self.fund(id, p, f, &files[&f.slip_no]).map_err(|e| named(p, e))?;
        }
        Ok(id)
    }

    /// Who fills in for the unit: those with an account claim themselves, for others the office's clerk does.
    fn filler(&self, p: &Project) -> AccountId {
        match p.units[0].0 {
            0 => self.accounts["yuhe"],
            6 => self.accounts["zone"],
            _ => self.accounts["clerk"],
        }
    }

    fn fund(
        &self,
        project: ProjectId,
        p: &Project,
        f: &Fund,
        files: &[(EvidenceKind, FileView)],
    ) -> Result<()> {
        for (_, file) in files {
            fund::evidence::note(self.tx, &self.who, file)?;
        }
        let evidence = files
            .iter()
            .map(|(kind, file)| fund::EvidenceDraft {
                sha256: file.sha256.clone(),
                kind: kind.code().into(),
                name: file.name.clone(),
            })
            .collect();
        let draft = fund::Draft {
            project_id: project,
            unit_id: self.scored[p.units[0].0],
            kind: f.kind.into(),
            payer: f.payer.map_or_else(
                || p.investors.first().map(|(name, _)| name.clone()).unwrap_or_default(),
                str::to_owned,
            ),
            slip_no: f.slip_no.clone(),
            received_on: f.received_on,
            amount: (f.fen / 1_000_000).to_string(),
            unit: "wan".into(),
            currency: "CNY".into(),
            rate: None,
            rate_source: String::new(),
            note: String::new(),
            evidence: Some(evidence),
            version: None,
        };
        let claimed_at = at(f.received_on)?;
        let id =
            fund::create_imported(self.tx, &self.who, &draft, None, Some(self.filler(p)), Some(claimed_at))?;
        let reviewer = self.accounts["reviewer"];
        let as_reviewer = Who {
            actor: yinfeng_domain::authority::Actor {
                account: reviewer,
                name: "马思源".into(),
                ..self.who.actor.clone()
            },
            ..self.who.clone()
        };
        match f.state {
            State::Claimed => Ok(()),
            State::Recognised(on) => {
                let then = fund::RecognisedBefore {
                    by: Some(reviewer),
                    at: Some(at(on)?),
                    fen: None,
                    on,
                    reason: String::new(),
                    with_evidence: true,
                };
                fund::recognise_as(self.tx, &self.who, id, &then)
            }
            State::Returned => {
                let step = fund::Step {
                    reason: "进账单上的付款人与投资方名称不一致，请补充说明".into(),
                    version: 1,
                };
                fund::give_back(self.tx, &as_reviewer, id, &step).map(drop)
            }
            State::Rejected => {
                let step = fund::Step {
                    reason: "属企业日常流动资金，不计入到位资金".into(), version: 1
                };
                fund::reject(self.tx, &as_reviewer, id, &step).map(drop)
            }
        }
    }
}

fn named(p: &Project, error: Error) -> Error {
    match error {
        Error::Db(db) => Error::Db(db),
        other => Error::Internal(anyhow::anyhow!("{}: {other}", p.name)),
    }
}

/// In the morning of a day at the office.
fn at(day: Date) -> Result<jiff::Timestamp> {
    let morning = day.at(9, 30, 0, 0).to_zoned(office_zone()).map_err(anyhow::Error::from)?;
    Ok(morning.timestamp())
}

/// Twice a decimal figure.
fn doubled(figure: &str) -> String {
    figure
        .parse::<rust_decimal::Decimal>()
        .map_or_else(|_| figure.to_owned(), |value| (value + value).to_string())
}

fn draft(p: &Project, investors: Vec<PartyDraft>, scored: &[UnitId], teams: &[UnitId]) -> ProjectDraft {
    let mut units: Vec<project::CreditDraft> = p
        .units
        .iter()
        .enumerate()
        .map(|(k, (unit, share_bp))| project::CreditDraft {
            unit_id: scored[*unit],
            role: if k == 0 { UnitRole::Lead } else { UnitRole::Partner },
            share_bp: *share_bp,
        })
        .collect();
    // The team that recruits in this industry takes part; the credit is the units'.
    if let Some(team) = p.team {
        units.push(project::CreditDraft { unit_id: teams[team], role: UnitRole::Partner, share_bp: 0 });
    }
    let mut amounts = Vec::new();
    let contract = if p.agreement == "contract" { &p.total } else { &None };
    let known =
        [(Measure::Total, &p.total), (Measure::Registered, &p.registered), (Measure::Contract, contract)];
    for (measure, amount) in known {
        if let Some(a) = amount {
            let increase = p.kind == "expansion" && measure == Measure::Total;
            amounts.push(AmountDraft {
                phase: 0,
                measure,
                // An increase: as much again as there was.
                amount: if increase { doubled(&a.figure) } else { a.figure.clone() },
                before: increase.then(|| a.figure.clone()),
                unit: if a.unit == "yi" { AmountUnit::Yi } else { AmountUnit::Wan },
                currency: a.currency,
                rate: None,
                rate_on: (a.currency != Currency::Cny).then_some(date(2013, 10, 29)),
                rate_source: None,
                source_text: None,
                source_unit: None,
            });
        }
    }
    ProjectDraft {
        name: p.name.clone(),
        kind: Kind::from_code(p.kind).unwrap_or(Kind::New),
        track: None,
        industry: p.industry.clone(),
        structure: None,
        structure_reason: String::new(),
        high_technology: None,
        amounts,
        phases: Vec::new(),
        land_m2: p.land_m2,
        place: words::SCORED[p.units[0].0].1.into(),
        content: p.content.clone(),
        investors,
        units,
        agreement: Agreement::from_code(p.agreement).unwrap_or(Agreement::None),
        contract_signed_on: p.signed_on,
        introduced_on: p.introduced_on,
        progress: p.progress.clone(),
        next_step: p.next_step.clone(),
        next_step_due_on: None,
        problem: p.problem.clone(),
        event_id: None,
        enlarges_id: None,
    }
}
