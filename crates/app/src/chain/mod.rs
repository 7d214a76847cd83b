//! Industry chains (产业链): links from upstream to downstream, what the district has of each, which firms it is after
//! for the rest and with what outcome, and who met whom at docking sessions.
//!
//! All who recruit read the chains; the office and the head of the unit in the lead keep them. Names of investors are
//! shown to whoever may read them in the library: to others a target is there, without its name.

mod firm;
mod fit;
pub mod http;
mod link;
mod merge;
mod of_organisation;
mod session;
mod store;
mod target;
mod view;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{BatchId, ChainId, ChainLinkId, OrganisationId, UnitId},
    project::{EARLIEST, NAME, TEXT, one_line, planned, text_fits},
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit, change,
        db::{Hidden, Reader, Tx},
        search,
        web::{Action, Who},
    },
    investor, org,
    project::{self, Hit},
};

pub use firm::{FirmDraft, add_firm, change_firm, remove_firm};
pub use link::{LinkDraft, add_link, change_link, link, remove_link};
pub use merge::RELATIONS;
pub use session::{PairDraft, SessionDraft, add_pair, change_pair, dock, remove_pair, undock};
pub use target::{
    ChainTargetDraft, TargetFilter, TargetStep, aim, aim_imported, reassign, step, step_imported, take_back,
    target, targets,
};

use view::{ChainList, ChainView};

/// What the search index knows chains and their links as.
const CHAIN_KIND: search::Kind = search::Kind::new("chain", 5);
const LINK_KIND: search::Kind = search::Kind::new("chain_link", 6);

/// Characters of a leader's name, and of a chain's code.
const LEADER: usize = 60;
const CODE: usize = 30;

/// A chain as it is entered.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChainDraft {
    /// What the office calls it in short: `JC`.
    pub code: String,
    pub name: String,
    /// 链长: a leader of the district.
    #[serde(default)]
    pub leader: String,
    /// 牵头单位.
    #[schema(value_type = Uuid)]
    pub lead_unit_id: UnitId,
    /// 链主.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub master_id: Option<OrganisationId>,
    #[serde(default)]
    pub note: String,
    #[schema(value_type = String)]
    pub valid_from: Date,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub valid_until: Option<Date>,
    /// 0 for a new one.
    #[serde(default)]
    pub version: i64,
}

/// A record that is taken away.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ChainRemoval {
    pub version: i64,
}

/// Somebody else has changed a record since it was read.
fn stale(
    reader: &Reader,
    who: &Who,
    (subject, id): (&str, Uuid),
    version: i64,
    now: &impl Serialize,
) -> Error {
    let told = change::since(reader, who.district(), subject, id, version);
    let current = serde_json::to_value(now).map_err(anyhow::Error::from);
    match (told, current) {
        (Ok(changed), Ok(current)) => Error::Stale { current: Box::new(current), changed },
        (Err(error), _) => error,
        (_, Err(error)) => error.into(),
    }
}

/// Whether somebody keeps a chain: the office, or the head of the unit in the lead.
fn may_keep(who: &Who, lead_path: &str) -> Result<()> {
    if who.actor.reach(Class::Chain, Act::Write).covers(lead_path) {
        Ok(())
    } else {
        Err(Error::refused(Fault::new("chain.not_yours")))
    }
}

/// What the reader may name: the organisations of the library that they may read.
struct Names {
    hidden: Hidden,
    reads: bool,
}

impl Names {
    fn of(reader: &Reader, who: &Who) -> Result<Self> {
        Ok(Self {
            hidden: project::hidden_organisations(reader, who)?,
            reads: who.actor.may(Class::Investor, Act::Read),
        })
    }

    fn readable(&self, reader: &Reader, who: &Who, ids: &[OrganisationId]) -> Result<Vec<OrganisationId>> {
        if !self.reads {
            return Ok(Vec::new());
        }
        let mut out = Vec::new();
        for portion in ids.chunks(500) {
            let seen = investor::visible_but(reader, who, portion, &self.hidden)?;
            out.extend(seen.into_iter().map(|o| o.id));
        }
        Ok(out)
    }

    /// Whether the writer may point at an organisation.
    fn known(&self, reader: &Reader, who: &Who, id: OrganisationId) -> Result<bool> {
        Ok(!self.readable(reader, who, &[id])?.is_empty())
    }
}

/// The unit in the lead of a chain, as a path.
fn lead_path(reader: &Reader, who: &Who, id: ChainId) -> Result<String> {
    who.need_district(Class::Chain, Act::Read)?;
    store::lead_path(reader, who.district(), id)?.ok_or(Error::NotFound)
}

fn tidied(draft: &ChainDraft) -> ChainDraft {
    ChainDraft {
        code: one_line(&draft.code).to_uppercase(),
        name: one_line(&draft.name),
        leader: one_line(&draft.leader),
        note: draft.note.trim().to_owned(),
        ..draft.clone()
    }
}

fn check(reader: &Reader, who: &Who, draft: &ChainDraft, before: Option<&ChainView>) -> Result<()> {
    let today = org::office_day(reader, who.district())?;
    let mut faults = Faults::default();
    for (field, text, limit) in [("code", &draft.code, CODE), ("name", &draft.name, NAME)] {
        faults.need(!text.is_empty(), || Fault::at(field, "chain.missing"));
        faults.need(text_fits(text, limit), || Fault::at(field, "chain.too_long").with("limit", limit));
    }
    for (field, text, limit) in [("leader", &draft.leader, LEADER), ("note", &draft.note, TEXT)] {
        faults.need(text_fits(text, limit), || Fault::at(field, "chain.too_long").with("limit", limit));
    }
    let taken = store::id_of_code(reader, who.district(), &draft.code)?;
    faults
        .need(taken.is_none() || taken == before.map(|b| b.row.id), || Fault::at("code", "chain.code_taken"));
    let known = store::unit_path(reader, who.district(), draft.lead_unit_id)?.is_some();
    faults.need(known, || Fault::at("lead_unit_id", "org.unit_unknown"));
    if let Some(master) = draft.master_id {
        let kept = before.is_some_and(|b| b.master_id == Some(master));
        let known = kept || Names::of(reader, who)?.known(reader, who, master)?;
        faults.need(known, || Fault::at("master_id", "chain.organisation_unknown"));
    }
    faults.need(draft.valid_from >= EARLIEST && planned(draft.valid_from, today), || {
        Fault::at("valid_from", "chain.day")
    });
    if let Some(until) = draft.valid_until {
        faults.need(planned(until, today), || Fault::at("valid_until", "chain.day"));
        faults.need(until >= draft.valid_from, || Fault::at("valid_until", "chain.day_order"));
    }
    faults.into_result()
}

/// Enters a chain: the office.
pub fn create(tx: &Tx<'_>, who: &Who, draft: &ChainDraft) -> Result<ChainView> {
    who.need_district(Class::Chain, Act::Write)?;
    let draft = tidied(draft);
    check(tx, who, &draft, None)?;
    let id: ChainId = tx.new_id();
    store::insert(tx, who, id, &draft)?;
    search::add(tx, who.district(), CHAIN_KIND, id.0, &[&draft.name, &draft.code, &draft.leader])?;
    let detail = json!({ "version": 1, "draft": draft });
    audit::record(tx, who, "chain.create", "chain", id.0, &detail)?;
    get(tx, who, id)
}

/// A chain at the version that the writer has read, if they keep it.
fn kept(reader: &Reader, who: &Who, id: ChainId, version: i64) -> Result<ChainView> {
    let before = get(reader, who, id)?;
    may_keep(who, &before.lead_path)?;
    if before.row.version == version {
        return Ok(before);
    }
    Err(stale(reader, who, ("chain", id.0), version, &before))
}

/// Changes a chain. Who leads it, and under whom, the office decides.
pub fn update(tx: &Tx<'_>, who: &Who, id: ChainId, draft: &ChainDraft) -> Result<ChainView> {
    let before = kept(tx, who, id, draft.version)?;
    let draft = tidied(draft);
    let was = before.as_draft();
    let moves = draft.lead_unit_id != was.lead_unit_id || draft.leader != was.leader;
    if moves && who.need_district(Class::Chain, Act::Write).is_err() {
        return Err(Error::refused(Fault::new("chain.lead_by_office")));
    }
    check(tx, who, &draft, Some(&before))?;
    store::update(tx, who, id, &draft)?;
    if draft.lead_unit_id != was.lead_unit_id {
        for target in store::target::of_chain(tx, who.district(), id)? {
            investor::make_known(tx, who.district(), target, draft.lead_unit_id)?;
        }
    }
    search::index(tx, who.district(), CHAIN_KIND, id.0, &[&draft.name, &draft.code, &draft.leader])?;
    let told = (&json!(was), &json!(ChainDraft { version: was.version, ..draft.clone() }));
    change::record(tx, who, "chain.update", "chain", id.0, draft.version + 1, told)?;
    get(tx, who, id)
}

/// Takes away a chain that was entered by mistake: one without links and sessions.
pub fn remove(tx: &Tx<'_>, who: &Who, id: ChainId, cmd: &ChainRemoval) -> Result<()> {
    who.need_district(Class::Chain, Act::Read)?;
    let before = kept(tx, who, id, cmd.version)?;
    may_remove(who, &before)?;
    search::remove(tx, who.district(), CHAIN_KIND, id.0)?;
    store::delete(tx, who.district(), id)?;
    let detail = json!({ "version": cmd.version + 1, "before": before.as_draft() });
    audit::record(tx, who, "chain.remove", "chain", id.0, &detail)
}

fn may_remove(who: &Who, chain: &ChainView) -> Result<()> {
    if who.need_district(Class::Chain, Act::Write).is_err() {
        return Err(Error::refused(Fault::new("chain.lead_by_office")));
    }
    let empty = chain.links.is_empty() && chain.sessions.is_empty();
    if empty { Ok(()) } else { Err(Error::refused(Fault::new("chain.not_empty"))) }
}

/// All chains: those that hold today first, by code.
pub fn list(reader: &Reader, who: &Who) -> Result<ChainList> {
    who.need_district(Class::Chain, Act::Read)?;
    let today = org::office_day(reader, who.district())?;
    let names = Names::of(reader, who)?;
    let mut rows = store::list(reader, who.district(), (None, today))?;
    for chain in &mut rows {
        let links = store::link::of_chain(reader, who.district(), chain.row.id)?;
        let classes: Vec<String> = links.iter().flat_map(|link| link.sectors.iter().cloned()).collect();
        let counts = project::classes::class_counts(reader, who, &link::shortest(&classes))?;
        chain.row.projects = counts.iter().map(|c| c.signed + c.before_signing).sum();
    }
    view::name_masters(reader, who, &names, &mut rows)?;
    let create = who.need_district(Class::Chain, Act::Write);
    Ok(ChainList {
        items: rows.into_iter().map(|kept| kept.row).collect(),
        leaders: store::leaders(reader, who.district())?,
        create: Action::of(who.lang, create.map_err(|_| Error::refused(Fault::new("chain.lead_by_office")))),
    })
}

/// One chain with its links, its targets and its sessions.
pub fn get(reader: &Reader, who: &Who, id: ChainId) -> Result<ChainView> {
    who.need_district(Class::Chain, Act::Read)?;
    let today = org::office_day(reader, who.district())?;
    let names = Names::of(reader, who)?;
    let mut rows = store::list(reader, who.district(), (Some(id), today))?;
    let mut kept = rows.pop().ok_or(Error::NotFound)?;
    view::name_masters(reader, who, &names, std::slice::from_mut(&mut kept))?;
    let links = link::of_chain(reader, who, id)?;
    let (sessions, pairs) = session::of_chain(reader, who, &names, id)?;
    kept.row.projects = link::projects_of(reader, who, &links)?;
    let mut view = ChainView {
        links,
        sessions,
        pairs,
        note: kept.note,
        leaders: store::leaders(reader, who.district())?,
        actions: view::ChainActions::default(),
        lead_path: kept.lead_path,
        master_id: kept.master_id,
        row: kept.row,
    };
    let action = |check: Result<()>| Action::of(who.lang, check);
    view.actions = view::ChainActions {
        edit: action(may_keep(who, &view.lead_path)),
        lead: action(
            who.need_district(Class::Chain, Act::Write)
                .map_err(|_| Error::refused(Fault::new("chain.lead_by_office"))),
        ),
        remove: action(may_remove(who, &view)),
    };
    Ok(view)
}

/// Chains and links that are found by what was typed.
pub fn find(reader: &Reader, who: &Who, q: &str) -> Result<Vec<Hit>> {
    if who.need_district(Class::Chain, Act::Read).is_err() {
        return Ok(Vec::new());
    }
    let mut hits = store::hits(reader, who.district(), q, CHAIN_KIND)?;
    hits.extend(store::hits(reader, who.district(), q, LINK_KIND)?);
    Ok(hits)
}

/// Makes the search index anew for the chains and links of a district: there are few.
pub fn reindex(tx: &Tx<'_>, district: &str, after: ChainId) -> Result<Option<ChainId>> {
    let Some((id, name, code, leader)) = store::chain_after(tx, district, after)? else { return Ok(None) };
    search::index(tx, district, CHAIN_KIND, id.0, &[&name, &code, &leader])?;
    for link in store::link::of_chain(tx, district, id)? {
        index_link(tx, district, link.id, &link.name)?;
    }
    Ok(Some(id))
}

fn index_link(tx: &Tx<'_>, district: &str, id: ChainLinkId, name: &str) -> Result<()> {
    search::index(tx, district, LINK_KIND, id.0, &[name])
}

/// Code and name of the projects of a batch that a target has become: they stand in the way of its undoing.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    store::target::of_batch(reader, district, batch)
}
