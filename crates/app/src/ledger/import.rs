//! The import: one transaction, all or nothing, run by a job.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::json;
use yinfeng_domain::{
    id::{BatchId, OrganisationId, ProjectId, UnitId},
    money::RATE_SCALE,
    project::{Agreement, AmountUnit, Event, Measure, PartyRole, Status, UnitRole},
};

use super::{
    ahead::Ahead,
    asker, at_version,
    choice::need_ready,
    context::{Context, Organisations},
    line::Kind,
    need_clerk,
    phases::{Bundle, Made, Phases},
    plan::{Amount, Plan, Receipt},
    rows::{Effective, all_decided, effective},
    store::{self, Decided, Failure, Stored},
    view::{self, BatchView},
};
use crate::{
    floor::{
        AppState, Error, Fault, Result, audit,
        db::Tx,
        job::{self, Job},
        web::Who,
    },
    fund, investor, project,
};

/// The job that imports a batch: `{"batch": …}`.
pub const IMPORT: &str = "ledger.import";

#[derive(Deserialize)]
struct Payload {
    batch: BatchId,
}

pub(super) fn batch_of(job: &Job) -> Result<BatchId> {
    let payload: Payload = serde_json::from_str(&job.payload).map_err(anyhow::Error::from)?;
    Ok(payload.batch)
}

/// Has a batch imported. Nothing is imported while a row that is not left out has an error.
pub fn start(tx: &Tx<'_>, who: &Who, id: BatchId, version: i64) -> Result<BatchView> {
    need_clerk(who)?;
    let mut batch = at_version(tx, who, id, version)?;
    need_ready(&batch)?;
    let counts = &batch.outcome.counts;
    if counts.error > 0 {
        return Err(Error::refused(Fault::new("ledger.errors_left").with("count", counts.error)));
    }
    if batch.chosen.is_none() || counts.data == counts.skip {
        return Err(Error::refused(Fault::new("ledger.nothing")));
    }
    batch.outcome.failure = None;
    store::save(tx, who.district(), id, "importing", &batch.outcome)?;
    job::enqueue(tx, who, IMPORT, &json!({ "batch": id }))?;
    audit::record(tx, who, "ledger.start", "ledger_batch", id.0, &json!({ "version": version + 1 }))?;
    Ok(view::batch(who, store::get(tx, who.district(), id)?))
}

/// Runs [`IMPORT`]. Killed half-way, nothing was written, and it runs again. What cannot be imported goes back to the
/// clerk with the reason.
pub async fn run_import(app: AppState, job: Job) -> Result<()> {
    let id = batch_of(&job)?;
    let asked = job.clone();
    let outcome = app.db.write_behind(move |tx| import(tx, &asker(tx, &asked)?, id)).await;
    view::ended(id);
    let Err(error) = outcome else { return Ok(()) };
    tracing::warn!(batch = %id, %error, "an import was given back");
    let failure = failure(&error);
    let district = job.district.clone();
    app.db
        .write(move |tx| {
            if !store::take(tx, &district, id)? {
                return Ok(());
            }
            let mut batch = store::get(tx, &district, id)?;
            batch.outcome.failure = Some(failure.clone());
            store::save(tx, &district, id, "ready", &batch.outcome)
        })
        .await
}

fn failure(error: &Error) -> Failure {
    let fault = match error {
        Error::Invalid(faults) => faults.first().cloned(),
        Error::Refused(f) | Error::Unavailable(f) | Error::TooLarge(f) | Error::TooMany(f) => {
            Some((**f).clone())
        }
        Error::NotFound => Some(Fault::new("ledger.no_right")),
        _ => None,
    };
    let fault = fault.unwrap_or_else(|| Fault::new("ledger.import_failed"));
    Failure { code: fault.code, params: fault.params, row: fault.row }
}

/// What is made on the way.
struct Import<'a> {
    tx: &'a Tx<'a>,
    who: &'a Who,
    batch: &'a Stored,
    context: Context,
    organisations: Organisations,
    made: HashMap<&'static str, i64>,
    phases: Made<'a>,
}

/// Imports all rows of a batch that waits for it.
pub(super) fn import(tx: &Tx<'_>, who: &Who, id: BatchId) -> Result<()> {
    let district = who.district();
    if !store::take(tx, district, id)? {
        return Ok(());
    }
    need_clerk(who)?;
    let mut batch = store::get(tx, district, id)?;
    let decided = all_decided(tx, who, id)?;
    let context = Context::load(tx, who, None)?;
    let organisations = Organisations::load(tx, who)?;
    let groups = batch.outcome.phases.clone();
    let phases = Made::of(&groups);
    let mut import = Import { tx, who, batch: &batch, context, organisations, made: HashMap::new(), phases };
    let total = batch.outcome.counts.data;
    let mut done = 0;
    for lines in Ahead::of(tx, district, &batch) {
        for line in lines? {
            if line.kind != Kind::Data {
                continue;
            }
            let number = line.n;
            let known = decided.get(&number);
            let row = effective(line, known, &batch, Some(&import.context));
            import.row(row, known).map_err(|error| at_row(error, number))?;
            done += 1;
            if done % 200 == 0 {
                view::step(id, done, total);
            }
        }
    }
    import.bundles()?;
    let made: std::collections::BTreeMap<String, i64> =
        import.made.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
    let detail = json!({ "made": made, "file_name": batch.file_name });
    batch.outcome.made = made;
    store::save(tx, district, id, "imported", &batch.outcome)?;
    audit::record(tx, who, "ledger.import", "ledger_batch", id.0, &detail)
}

/// Says in which row of the sheet it went wrong.
fn at_row(error: Error, number: u32) -> Error {
    let placed = |fault: Fault| Fault { row: Some(u64::from(number)), ..fault };
    match error {
        Error::Invalid(faults) => Error::Invalid(faults.into_iter().map(placed).collect()),
        Error::Refused(fault) => Error::refused(placed(*fault)),
        other => other,
    }
}

impl Import<'_> {
    fn count(&mut self, what: &'static str) {
        *self.made.entry(what).or_default() += 1;
    }

    fn row(&mut self, row: Effective, known: Option<&Decided>) -> Result<()> {
        let Some(plan) = &row.line.plan else { return Ok(()) };
        // What came to be since the reading is found now.
        let there = plan.lead().is_some_and(|lead| self.context.project(&plan.key, lead).is_some());
        if row.decision == "skip" || (known.is_none() && there) {
            self.count("skipped");
            return Ok(());
        }
        if row.line.errors() > 0 {
            return Err(Error::refused(Fault::new("ledger.row_has_error")));
        }
        let project = match row.target {
            Some(target) if row.decision == "update" => {
                self.add_to(plan, target, row.line.n)?;
                target
            }
            _ => self.create(plan, row.line.n)?,
        };
        let decided = Decided {
            decision: row.decision,
            project: Some(project),
            edits: known.map(|k| k.edits.clone()).unwrap_or_default(),
        };
        store::decide(self.tx, self.who.district(), self.batch.id, row.line.n, &decided)
    }

    /// A row of a project that is there: its receipt, if it has one.
    fn add_to(&mut self, plan: &Plan, target: ProjectId, row: u32) -> Result<()> {
        let unit = self.unit_of(plan, target)?;
        if let Some(receipt) = &plan.receipt {
            let draft = self.receipt(plan, receipt, target, unit, row);
            fund::create_imported(self.tx, self.who, &draft, Some(self.batch.id), None, None)?;
            self.count("funds");
        }
        Ok(())
    }

    /// The unit that claims for a project that is there: the row's, if the project has it, or its own first one.
    fn unit_of(&mut self, plan: &Plan, target: ProjectId) -> Result<UnitId> {
        self.count("updated");
        let units = project::credit_shares(self.tx, self.who.district(), target)?;
        let own = plan.units.iter().map(|(unit, _)| *unit).find(|u| units.iter().any(|(k, _)| k == u));
        own.or_else(|| units.first().map(|(unit, _)| *unit)).ok_or(Error::NotFound)
    }

    fn organisation(&mut self, name: &str, country: &str, uscc: Option<&str>) -> Result<OrganisationId> {
        if let Some(id) = self.organisations.find(name, uscc) {
            return Ok(id);
        }
        let id: OrganisationId = self.tx.new_id();
        let mut draft = investor::OrganisationDraft::named(name, country);
        draft.uscc = uscc.map(str::to_owned);
        investor::create_imported(self.tx, self.who, id, &draft, Some(self.batch.id))?;
        self.organisations.add(id, name, uscc, country);
        self.count("organisations");
        Ok(id)
    }

    fn parties(&mut self, plan: &Plan) -> Result<Vec<project::PartyDraft>> {
        let mut parties: Vec<project::PartyDraft> = Vec::new();
        let mut add = |id, role| {
            if !parties.iter().any(|p| p.organisation_id == id && p.role == role) {
                parties.push(project::PartyDraft { organisation_id: id, role, share_bp: None });
            }
        };
        for (at, name) in plan.investors.iter().enumerate() {
            // The code and the country of a row are those of its first investor.
            let uscc = plan.uscc.as_deref().filter(|_| at == 0);
            let country = if at == 0 { plan.country.as_str() } else { "CN" };
            add(self.organisation(name, country, uscc)?, PartyRole::Investor);
        }
        if !plan.company.is_empty() {
            add(self.organisation(&plan.company, "CN", None)?, PartyRole::ProjectCompany);
        }
        Ok(parties)
    }

    /// The project of a row, with what it claims.
    fn create(&mut self, plan: &Plan, row: u32) -> Result<ProjectId> {
        let investors = self.parties(plan)?;
        let id: ProjectId = self.tx.new_id();
        let lead = plan.lead().ok_or(Error::NotFound)?;
        let origin = investors.iter().find(|p| p.role == PartyRole::Investor);
        let origin = origin.map(|p| self.organisations.country(p.organisation_id).to_owned());
        let receipt = plan.receipt.as_ref().map(|receipt| self.receipt(plan, receipt, id, lead, row));
        let receipt =
            receipt.as_ref().map(|draft| fund::Arriving::of(draft, self.tx, self.who)).transpose()?;
        let claims = plan.introduced_on.filter(|_| !plan.investors.is_empty());
        let draft = project::ProjectDraft {
            // Parts that a column of its own tells apart are told apart by their names.
            name: match &plan.phase {
                Some(phase) if self.phases.is_part(row) => phase.name.clone(),
                _ => plan.name.clone(),
            },
            kind: plan.kind,
            track: plan.track,
            industry: plan.industry.clone(),
            structure: None,
            structure_reason: String::new(),
            high_technology: None,
            amounts: plan.amounts.iter().filter_map(|a| self.amount(plan, a)).collect(),
            phases: Vec::new(),
            land_m2: plan.land_m2,
            place: plan.place.clone(),
            content: plan.content.clone(),
            investors,
            units: units(plan),
            agreement: plan.agreement,
            contract_signed_on: plan.signed_on,
            introduced_on: plan.introduced_on,
            progress: plan.progress.clone(),
            next_step: plan.next_step.clone(),
            next_step_due_on: None,
            problem: plan.problem.clone(),
            event_id: None,
            enlarges_id: None,
        };
        let imported = project::Imported {
            id,
            draft,
            history: plan.history.clone(),
            status: Status::Ongoing,
            entered_on: plan.entered_on,
            batch: Some(self.batch.id),
            origin,
            claimed_fen: receipt.as_ref().map_or(0, fund::Arriving::claimed_fen),
        };
        project::create_imported(self.tx, self.who, &imported)?;
        self.count("projects");
        self.phases.note(row, id);
        if let Some(day) = claims {
            let claim = project::recognition::Imported {
                project: id,
                event: Event::Introduced,
                unit: lead,
                happened_on: day,
                recognised_on: None,
                claimed_by: None,
                claimed_at: self.tx.now(),
                decided_by: None,
                batch: Some(self.batch.id),
            };
            project::recognition::create_imported(self.tx, self.who, &claim)?;
            self.count("recognitions");
        }
        if let Some(receipt) = receipt {
            receipt.create(self.tx, self.who, self.batch.id)?;
            self.count("funds");
        }
        Ok(id)
    }

    /// Makes the phases parts of their bundle, which is made where the sheet has no row for it: of the unit and the
    /// kind of its first phase, with no amounts of its own.
    fn bundles(&mut self) -> Result<()> {
        let groups = std::mem::replace(&mut self.phases, Made::of(&[]));
        for Bundle { group, head, parts } in groups.bundles() {
            let bundle = match head {
                Some(head) => head,
                None => self.bundle(group, parts[0])?,
            };
            project::parts::join_imported(self.tx, self.who, bundle, &parts)?;
            self.count("bundles");
        }
        Ok(())
    }

    fn bundle(&mut self, group: &Phases, first: ProjectId) -> Result<ProjectId> {
        let first = project::get(self.tx, self.who, first)?;
        let id: ProjectId = self.tx.new_id();
        let draft = project::ProjectDraft {
            name: group.name.clone(),
            kind: first.row.kind,
            track: Some(first.row.track),
            industry: first.row.industry.as_ref().map(|i| i.code.clone()),
            structure: None,
            structure_reason: String::new(),
            high_technology: None,
            amounts: Vec::new(),
            phases: Vec::new(),
            land_m2: None,
            place: first.place.clone(),
            content: String::new(),
            investors: first
                .parties
                .iter()
                .map(|p| project::PartyDraft {
                    organisation_id: p.organisation.id,
                    role: p.role,
                    share_bp: None,
                })
                .collect(),
            units: first
                .units
                .iter()
                .map(|u| project::CreditDraft { unit_id: u.unit.id, role: u.role, share_bp: u.share_bp })
                .collect(),
            agreement: Agreement::None,
            contract_signed_on: None,
            introduced_on: None,
            progress: String::new(),
            next_step: String::new(),
            next_step_due_on: None,
            problem: String::new(),
            event_id: None,
            enlarges_id: None,
        };
        let imported = project::Imported {
            id,
            draft,
            history: Vec::new(),
            status: Status::Ongoing,
            entered_on: first.entered_on,
            batch: Some(self.batch.id),
            origin: None,
            claimed_fen: 0,
        };
        project::create_imported(self.tx, self.who, &imported)?;
        self.count("projects");
        Ok(id)
    }

    fn amount(&self, plan: &Plan, amount: &Amount) -> Option<project::AmountDraft> {
        let (figure, unit) = written(amount);
        let rate = rate(plan, amount);
        Some(project::AmountDraft {
            phase: 0,
            measure: Measure::from_code(&amount.measure)?,
            amount: figure,
            unit: AmountUnit::from_code(unit)?,
            currency: amount.money.currency,
            rate_on: rate.is_some().then_some(plan.signed_on).flatten(),
            rate_source: rate.is_some().then(|| self.source()),
            rate,
            before: None,
            source_text: Some(amount.text.clone()),
            source_unit: Some(amount.unit.clone()),
        })
    }

    fn receipt(
        &self,
        plan: &Plan,
        receipt: &Receipt,
        project_id: ProjectId,
        unit_id: UnitId,
        row: u32,
    ) -> fund::Draft {
        let (amount, unit) = written(&receipt.amount);
        let rate = rate(plan, &receipt.amount);
        fund::Draft {
            project_id,
            unit_id,
            kind: receipt.kind.clone(),
            payer: receipt.payer.clone(),
            slip_no: receipt.slip.clone(),
            received_on: receipt.on,
            amount,
            unit: unit.to_owned(),
            currency: receipt.amount.money.currency.code().to_owned(),
            rate_source: if rate.is_some() { self.source() } else { String::new() },
            rate,
            note: format!(
                "台账“{}”第{row}行：{} {}",
                self.batch.file_name, receipt.amount.text, receipt.amount.unit
            ),
            evidence: None,
            version: None,
        }
    }

    fn source(&self) -> String {
        format!("台账“{}”", self.batch.file_name).chars().take(200).collect()
    }
}

/// A figure in the unit that the ledger wrote it in, exact.
fn written(amount: &Amount) -> (String, &'static str) {
    let units = amount.money.units();
    let (scale, code) = if amount.unit.contains('亿') {
        (100_000_000, "yi")
    } else if amount.unit.contains('万') {
        (10_000, "wan")
    } else {
        (1, "one")
    };
    ((units / rust_decimal::Decimal::from(scale)).normalize().to_string(), code)
}

/// The rate that the row gives for an amount in a foreign currency.
fn rate(plan: &Plan, amount: &Amount) -> Option<String> {
    let foreign = amount.money.currency != yinfeng_domain::money::Currency::Cny;
    let e8 = plan.rate_e8.filter(|_| foreign)?;
    debug_assert_eq!(RATE_SCALE, 100_000_000);
    Some(rust_decimal::Decimal::new(e8, 8).normalize().to_string())
}

fn units(plan: &Plan) -> Vec<project::CreditDraft> {
    let role = |at| if at == 0 { UnitRole::Lead } else { UnitRole::Partner };
    let drafts = plan.units.iter().enumerate();
    drafts
        .map(|(at, (unit_id, share_bp))| project::CreditDraft {
            unit_id: *unit_id,
            role: role(at),
            share_bp: *share_bp,
        })
        .collect()
}
