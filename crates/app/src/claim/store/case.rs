//! Disputes about claims.

use jiff::civil::Date;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    claim::{CaseState, Ground},
    id::{CaseId, ClaimId, OrganisationId},
};

use super::{code, look::claim_ref_of, person, unit};
use crate::{
    claim::{
        AskDraft, CaseFilter, Conclusion, Decision,
        case::CaseTurn,
        view::{CaseActions, CaseRecord, CaseRow},
    },
    floor::{
        Result,
        db::{
            Clause, Reader, Row, Tx,
            page::{Listing, Page, Sorted},
        },
        web::{Action, Who},
    },
    investor::OrganisationRef,
    params, project,
};

const COLUMNS: &str = "d.id, d.code, c.id, c.code, h.id, h.name, h.short_name, h.kind, c.state, c.expires_on,
  c.warn_on, c.release_on, c.contested, u.id, u.name, u.short_name, u.kind, d.reason, d.state, d.opened_on, d.due_on,
  d.for_holder, d.upheld, d.appeal_due_on, d.version, d.opened_at";
const WIDTH: usize = 26;
const FROM: &str = "from claim_case d
  join claim c on c.district = d.district and c.id = d.claim_id
  join org_unit h on h.district = c.district and h.id = c.unit_id
  join org_unit u on u.district = d.district and u.id = d.unit_id";

/// What a decision leaves.
pub struct Outcome<'a> {
    pub cmd: &'a Decision,
    pub ground: Ground,
    pub text: &'a str,
    pub today: Date,
    pub appeal_due_on: Date,
    pub won: Option<ClaimId>,
}

fn row(r: &Row<'_>, today: Date) -> Result<CaseRow> {
    let claim = claim_ref_of(r, 2, today)?;
    let challenger = unit(r, 13)?;
    let (for_holder, upheld): (Option<bool>, Option<bool>) = (r.get(21)?, r.get(22)?);
    let winner = for_holder
        .map(|first| if first == upheld.unwrap_or(true) { claim.unit.clone() } else { challenger.clone() });
    let mut row = CaseRow {
        id: r.get(0)?,
        code: r.get(1)?,
        claim,
        unit: challenger,
        reason: r.get(17)?,
        state: code(r, 18, CaseState::from_code)?,
        opened_on: r.get(19)?,
        due_on: r.get(20)?,
        overdue: false,
        winner,
        version: r.get(24)?,
    };
    crate::claim::case::settle(&mut row, r.get(23)?, today);
    Ok(row)
}

/// Only disputes in which a unit within reach is a side.
fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who) -> Result<()> {
    if let Reach::Units(paths) = who.reach(Class::Claim, Act::Read)? {
        let (contests, holds) = (clause.below("u.path", &paths), clause.below("h.path", &paths));
        clause.also(&format!("({contests} or {holds})"));
    } else {
        // Who is reported for a code-named project is what its code name hides.
        project::veil(reader, who)?.keep(clause, "c.project_id");
        project::hidden_organisations(reader, who)?.keep(clause, "c.organisation_id");
    }
    Ok(())
}

pub fn list(reader: &Reader, who: &Who, filter: &CaseFilter, today: Date) -> Result<Page<CaseRow>> {
    let mut clause = Clause::of_district("d.district", who.district());
    within_reach(reader, &mut clause, who)?;
    if !filter.state.is_empty() {
        let day = clause.bind(today);
        let any: Vec<String> = filter
            .state
            .iter()
            .map(|state| match state {
                CaseState::Decided => format!("(d.state = 'decided' and d.appeal_due_on >= {day})"),
                CaseState::Final => {
                    format!("(d.state = 'final' or (d.state = 'decided' and d.appeal_due_on < {day}))")
                }
                // The codes are ours, not the reader's.
                state => format!("d.state = '{state}'"),
            })
            .collect();
        clause.also(&format!("({})", any.join(" or ")));
    }
    match filter.hand {
        Some(CaseTurn::Decide) => {
            let may = who.actor.reach(Class::Claim, Act::Recognise) == Reach::District;
            clause.also(if may { "d.state in ('open', 'appealed')" } else { "1 = 0" });
        }
        Some(CaseTurn::Ours) => {
            let units = match who.actor.reach(Class::Claim, Act::Write) {
                Reach::Units(paths) => paths,
                _ => Vec::new(),
            };
            let (contests, holds) = (clause.below("u.path", &units), clause.below("h.path", &units));
            clause.also(&format!("({contests} or {holds})"));
        }
        None => {}
    }
    if let Some(claim) = filter.claim {
        let claim = clause.bind(claim);
        clause.also(&format!("(d.claim_id = {claim} or d.won_claim_id = {claim})"));
    }
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: FROM,
        column: "d.opened_at",
        id: "d.id",
        sorted: Sorted::Number,
        down: true,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    let page = listing.page(
        reader,
        clause,
        place,
        |r| Ok((row(r, today)?, r.get::<jiff::Timestamp>(25)?)),
        |(r, at)| [(*at).into(), r.id.into()],
    )?;
    Ok(page.map(|(row, _)| row))
}

pub fn get(reader: &Reader, who: &Who, id: CaseId, today: Date) -> Result<Option<CaseRecord>> {
    let mut clause = Clause::of_district("d.district", who.district());
    clause.and("d.id = $?", id);
    within_reach(reader, &mut clause, who)?;
    let organisation = match who.reach(Class::Claim, Act::Read)? {
        Reach::Units(paths) => {
            let below = clause.below("h.path", &paths);
            format!("case when {below} then o.id end")
        }
        _ => "o.id".into(),
    };
    let none = || Action { ok: false, code: None, reason: None };
    let sql = format!(
        "select {COLUMNS}, {organisation}, o.name, o.country, x.id, x.name, d.ground, d.keeps_bp, d.decision,
           y.id, y.name, d.decided_on, d.appeal, z.id, z.name, d.appealed_on, d.minutes_no, d.conclusion,
           w.id, w.name, d.concluded_on, h.path, u.path, d.won_claim_id {FROM}
         join investor_organisation o on o.district = c.district and o.id = c.organisation_id
         left join identity_account x on x.district = d.district and x.id = d.opened_by
         left join identity_account y on y.district = d.district and y.id = d.decided_by
         left join identity_account z on z.district = d.district and z.id = d.appealed_by
         left join identity_account w on w.district = d.district and w.id = d.concluded_by
         where {}",
        clause.text()
    );
    reader.first(&sql, clause.bound(), |r| {
        let organisation = match r.get::<Option<OrganisationId>>(WIDTH)? {
            Some(id) => Some(OrganisationRef { id, name: r.get(WIDTH + 1)?, country: r.get(WIDTH + 2)? }),
            None => None,
        };
        let ground: String = r.get(WIDTH + 5)?;
        Ok(CaseRecord {
            row: row(r, today)?,
            organisation,
            opened_by: person(r, WIDTH + 3)?,
            for_holder: r.get(21)?,
            ground: Ground::from_code(&ground),
            keeps_bp: r.get(WIDTH + 6)?,
            decision: r.get(WIDTH + 7)?,
            decided_by: person(r, WIDTH + 8)?,
            decided_on: r.get(WIDTH + 10)?,
            appeal_due_on: r.get(23)?,
            appeal: r.get(WIDTH + 11)?,
            appealed_by: person(r, WIDTH + 12)?,
            appealed_on: r.get(WIDTH + 14)?,
            upheld: r.get(22)?,
            minutes_no: r.get(WIDTH + 15)?,
            conclusion: r.get(WIDTH + 16)?,
            concluded_by: person(r, WIDTH + 17)?,
            concluded_on: r.get(WIDTH + 19)?,
            evidence: Vec::new(),
            weighed: Vec::new(),
            actions: CaseActions { add_evidence: none(), decide: none(), appeal: none(), conclude: none() },
            holder: r.get(4)?,
            holder_path: r.get(WIDTH + 20)?,
            unit_path: r.get(WIDTH + 21)?,
            won_claim: r.get(WIDTH + 22)?,
        })
    })
}

pub fn running(reader: &Reader, district: &str, claim: ClaimId) -> Result<bool> {
    let found: Option<CaseId> = reader.value(
        "select id from claim_case where district = $1 and claim_id = $2 and state in ('open', 'appealed')",
        params![district, claim],
    )?;
    Ok(found.is_some())
}

pub fn insert(
    tx: &Tx<'_>,
    who: &Who,
    id: CaseId,
    code: &str,
    claim: ClaimId,
    draft: &AskDraft,
    (today, due_on): (Date, Date),
) -> Result<()> {
    tx.execute(
        "insert into claim_case (district, id, code, claim_id, unit_id, reason, state, opened_by, opened_on, opened_at,
           due_on, ground, decision, appeal, minutes_no, conclusion, version)
         values ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $9, $10, '', '', '', '', '', 1)",
        params![
            who.district(),
            id,
            code,
            claim,
            draft.unit_id,
            &draft.text,
            who.account_id(),
            today,
            tx.now(),
            due_on
        ],
    )?;
    Ok(())
}

/// Keeps others from taking a step of this dispute until the transaction ends.
pub fn hold(tx: &Tx<'_>, district: &str, id: CaseId) -> Result<()> {
    tx.execute(
        "update claim_case set version = version where district = $1 and id = $2",
        params![district, id],
    )?;
    Ok(())
}

pub fn touch(tx: &Tx<'_>, district: &str, id: CaseId) -> Result<()> {
    tx.execute(
        "update claim_case set version = version + 1 where district = $1 and id = $2",
        params![district, id],
    )?;
    Ok(())
}

pub fn decide(tx: &Tx<'_>, who: &Who, id: CaseId, outcome: &Outcome<'_>) -> Result<()> {
    tx.execute(
        "update claim_case set state = 'decided', for_holder = $3, ground = $4, keeps_bp = $5, decision = $6,
           decided_by = $7, decided_on = $8, appeal_due_on = $9, won_claim_id = $10, version = version + 1
         where district = $1 and id = $2",
        params![
            who.district(),
            id,
            outcome.cmd.for_holder,
            outcome.ground.code(),
            outcome.cmd.keeps_bp,
            outcome.text,
            who.account_id(),
            outcome.today,
            outcome.appeal_due_on,
            outcome.won
        ],
    )?;
    Ok(())
}

pub fn appeal(tx: &Tx<'_>, who: &Who, id: CaseId, text: &str, today: Date) -> Result<()> {
    tx.execute(
        "update claim_case set state = 'appealed', appeal = $3, appealed_by = $4, appealed_on = $5,
           version = version + 1
         where district = $1 and id = $2",
        params![who.district(), id, text, who.account_id(), today],
    )?;
    Ok(())
}

pub fn conclude(
    tx: &Tx<'_>,
    who: &Who,
    id: CaseId,
    cmd: &Conclusion,
    (minutes, text): (&str, &str),
    won: Option<ClaimId>,
    today: Date,
) -> Result<()> {
    tx.execute(
        "update claim_case set state = 'final', upheld = $3, minutes_no = $4, conclusion = $5, concluded_by = $6,
           concluded_on = $7, won_claim_id = $8, version = version + 1
         where district = $1 and id = $2",
        params![who.district(), id, cmd.upheld, minutes, text, who.account_id(), today, won],
    )?;
    Ok(())
}
