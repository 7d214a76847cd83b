//! Links of a chain (环节): where they stand, which classes they are, and how strong the district is on them.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    chain::{Facts, MOST_LINKS, MOST_SECTORS, Node, Strength, Tier, place, suggested},
    id::{ChainId, ChainLinkId},
    project::{LINE, NAME, one_line, text_fits},
};

use super::{
    ChainRemoval, LINK_KIND, Names, firm, index_link, may_keep, session, stale, store, target,
    view::{ChainFacts, ChainLink, ChainLinkView, LinkActions},
};
use crate::{
    dictionary::{self, IndustryRef},
    floor::{
        Error, Fault, Faults, Result, audit, change,
        db::{Reader, Tx},
        search,
        web::{Action, Who},
    },
    project::{self, classes::ClassCount},
};

/// A link as it is entered.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ChainLinkDraft)]
pub struct LinkDraft {
    pub name: String,
    /// `upstream`, `midstream`, `downstream`.
    #[schema(value_type = String)]
    pub tier: Tier,
    /// The link that this one is a part of, of the same chain and tier.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<ChainLinkId>,
    /// GB/T 4754, any level: projects and investors of these classes belong to it.
    #[serde(default)]
    pub sectors: Vec<String>,
    /// `strong`, `fair`, `weak`, `gap`: the office's judgement.
    #[schema(value_type = String)]
    pub strength: Strength,
    /// Why; asked where the judgement is another than the facts speak for.
    #[serde(default)]
    pub reason: String,
    /// Smaller stands first.
    #[serde(default)]
    pub sort_no: i64,
    /// 0 for a new one.
    #[serde(default)]
    pub version: i64,
}

/// A link as it is kept.
pub struct Kept {
    pub id: ChainLinkId,
    pub chain: ChainId,
    pub lead_path: String,
    pub parent: Option<ChainLinkId>,
    pub tier: Tier,
    pub name: String,
    pub sectors: Vec<String>,
    pub sort_no: i64,
    pub strength: Strength,
    pub reason: String,
    pub version: i64,
    pub firms: i64,
    /// Targets that somebody is to do something about, and all.
    pub targets_open: i64,
    pub targets: i64,
}

impl Kept {
    pub fn as_draft(&self) -> LinkDraft {
        LinkDraft {
            name: self.name.clone(),
            tier: self.tier,
            parent_id: self.parent,
            sectors: self.sectors.clone(),
            strength: self.strength,
            reason: self.reason.clone(),
            sort_no: self.sort_no,
            version: self.version,
        }
    }
}

/// Without those that lie within another one, so that nothing is counted twice.
pub fn shortest(classes: &[String]) -> Vec<String> {
    let mut sorted: Vec<String> = classes.to_vec();
    sorted.sort_unstable();
    let mut out: Vec<String> = Vec::new();
    for class in sorted {
        if out.last().is_none_or(|last| !class.starts_with(last.as_str())) {
            out.push(class);
        }
    }
    out
}

fn facts(who: &Who, firms: i64, sectors: &[String], counts: &[ClassCount]) -> ChainFacts {
    let within = |count: &&ClassCount| sectors.iter().any(|prefix| count.class.starts_with(prefix.as_str()));
    let of: Vec<&ClassCount> = counts.iter().filter(within).collect();
    let reads_all = who.actor.reach(Class::Project, Act::Read) == Reach::District;
    let (projects, total_fen): (i64, i64) =
        (of.iter().map(|c| c.signed).sum(), of.iter().map(|c| c.total_fen).sum());
    ChainFacts {
        firms,
        projects,
        projects_before_signing: of.iter().map(|c| c.before_signing).sum(),
        total_fen: reads_all.then_some(total_fen),
        suggested: suggested(Facts { firms, projects, total_fen }),
    }
}

fn named(reader: &Reader, sectors: &[String]) -> Result<Vec<IndustryRef>> {
    let mut out = Vec::new();
    for code in sectors {
        let found = dictionary::industry(reader, code)?;
        out.push(IndustryRef { name: found.map_or_else(String::new, |i| i.name), code: code.clone() });
    }
    Ok(out)
}

fn shown(reader: &Reader, who: &Who, kept: &Kept, counts: &[ClassCount]) -> Result<ChainLink> {
    Ok(ChainLink {
        id: kept.id,
        parent_id: kept.parent,
        tier: kept.tier,
        name: kept.name.clone(),
        sectors: named(reader, &kept.sectors)?,
        sort_no: kept.sort_no,
        strength: kept.strength,
        reason: kept.reason.clone(),
        facts: facts(who, kept.firms, &kept.sectors, counts),
        targets_open: kept.targets_open,
        targets_count: kept.targets,
        version: kept.version,
    })
}

fn counts(reader: &Reader, who: &Who, links: &[Kept]) -> Result<Vec<ClassCount>> {
    let classes: Vec<String> = links.iter().flat_map(|link| link.sectors.iter().cloned()).collect();
    project::classes::class_counts(reader, who, &shortest(&classes))
}

/// The links of a chain, in their order.
pub(super) fn of_chain(reader: &Reader, who: &Who, chain: ChainId) -> Result<Vec<ChainLink>> {
    let kept = store::link::of_chain(reader, who.district(), chain)?;
    let counts = counts(reader, who, &kept)?;
    kept.iter().map(|link| shown(reader, who, link, &counts)).collect()
}

/// Projects that go on under any of the links, each once.
pub(super) fn projects_of(reader: &Reader, who: &Who, links: &[ChainLink]) -> Result<i64> {
    let classes: Vec<String> =
        links.iter().flat_map(|link| link.sectors.iter().map(|s| s.code.clone())).collect();
    let counts = project::classes::class_counts(reader, who, &shortest(&classes))?;
    Ok(counts.iter().map(|c| c.signed + c.before_signing).sum())
}

/// One link, if the reader reads chains.
pub(super) fn found(reader: &Reader, who: &Who, id: ChainLinkId) -> Result<Kept> {
    who.need_district(Class::Chain, Act::Read)?;
    store::link::one(reader, who.district(), id)?.ok_or(Error::NotFound)
}

/// One link with all that stands on it.
pub fn link(reader: &Reader, who: &Who, id: ChainLinkId) -> Result<ChainLinkView> {
    let kept = found(reader, who, id)?;
    let names = Names::of(reader, who)?;
    let counts = counts(reader, who, std::slice::from_ref(&kept))?;
    let firms = firm::of_link(reader, who, &names, id)?;
    let targets = target::of_link(reader, who, &names, id)?;
    let empty = firms.is_empty() && targets.is_empty();
    let kept_by = may_keep(who, &kept.lead_path);
    let remove = match &kept_by {
        Ok(()) => may_remove(reader, who, id, empty),
        Err(_) => may_keep(who, &kept.lead_path),
    };
    Ok(ChainLinkView {
        chain_id: kept.chain,
        firms,
        targets,
        projects: project::classes::of_classes(reader, who, &kept.sectors).or_else(|error| match error {
            // Who reads no projects reads how many there are.
            Error::NotFound => Ok(Vec::new()),
            other => Err(other),
        })?,
        pairs: session::of_link(reader, who, &names, id)?,
        actions: LinkActions {
            edit: Action::of(who.lang, kept_by),
            remove: Action::of(who.lang, remove),
            find: Action::of(who.lang, super::fit::may_find(who)),
        },
        link: shown(reader, who, &kept, &counts)?,
    })
}

fn may_remove(reader: &Reader, who: &Who, id: ChainLinkId, empty: bool) -> Result<()> {
    if empty && !store::link::has_parts_or_pairs(reader, who.district(), id)? {
        Ok(())
    } else {
        Err(Error::refused(Fault::new("chain.link_in_use")))
    }
}

fn tidied(draft: &LinkDraft) -> LinkDraft {
    let mut sectors: Vec<String> = Vec::new();
    for code in draft.sectors.iter().map(|c| c.trim().to_ascii_uppercase()) {
        if !code.is_empty() && !sectors.contains(&code) {
            sectors.push(code);
        }
    }
    LinkDraft { name: one_line(&draft.name), reason: one_line(&draft.reason), sectors, ..draft.clone() }
}

fn check(
    reader: &Reader,
    who: &Who,
    id: Option<ChainLinkId>,
    draft: &LinkDraft,
    links: &[Kept],
) -> Result<()> {
    let mut faults = Faults::default();
    faults.need(!draft.name.is_empty(), || Fault::at("name", "chain.missing"));
    for (field, text, limit) in [("name", &draft.name, NAME), ("reason", &draft.reason, LINE)] {
        faults.need(text_fits(text, limit), || Fault::at(field, "chain.too_long").with("limit", limit));
    }
    faults.need((0..=10_000).contains(&draft.sort_no), || Fault::at("sort_no", "chain.sort_no"));
    faults.need(draft.sectors.len() <= MOST_SECTORS, || {
        Fault::at("sectors", "chain.many").with("limit", MOST_SECTORS)
    });
    for (at, code) in draft.sectors.iter().take(MOST_SECTORS).enumerate() {
        let known = dictionary::industry(reader, code)?.is_some();
        faults.need(known, || Fault::at(format!("sectors[{at}]"), "investor.industry"));
    }
    let same = links.iter().any(|l| Some(l.id) != id && l.name == draft.name && l.parent == draft.parent_id);
    faults.need(!same, || Fault::at("name", "chain.link_twice"));
    faults.need(id.is_some() || links.len() < MOST_LINKS, || {
        Fault::at("name", "chain.many").with("limit", MOST_LINKS)
    });
    let nodes: Vec<Node> = links.iter().map(|l| Node { id: l.id, parent: l.parent, tier: l.tier }).collect();
    if let Err(code) = place(&nodes, id, draft.tier, draft.parent_id) {
        let field = if code == "chain.parts_tier" { "tier" } else { "parent_id" };
        faults.add(Fault::at(field, code));
    }
    let firms = links.iter().find(|l| Some(l.id) == id).map_or(0, |l| l.firms);
    let counts = project::classes::class_counts(reader, who, &shortest(&draft.sectors))?;
    let advised = facts(who, firms, &draft.sectors, &counts).suggested;
    faults.need(draft.strength == advised || !draft.reason.is_empty(), || {
        Fault::at("reason", "chain.strength_reason")
    });
    faults.into_result()
}

/// Adds a link to a chain that one keeps.
pub fn add_link(tx: &Tx<'_>, who: &Who, chain: ChainId, draft: &LinkDraft) -> Result<ChainLinkView> {
    may_keep(who, &super::lead_path(tx, who, chain)?)?;
    let draft = tidied(draft);
    check(tx, who, None, &draft, &store::link::of_chain(tx, who.district(), chain)?)?;
    let id: ChainLinkId = tx.new_id();
    store::link::insert(tx, who, (chain, id), &draft)?;
    index_link(tx, who.district(), id, &draft.name)?;
    let detail = json!({ "version": 1, "chain_id": chain, "draft": draft });
    audit::record(tx, who, "chain.add_link", "chain_link", id.0, &detail)?;
    link(tx, who, id)
}

fn at_version(tx: &Tx<'_>, who: &Who, id: ChainLinkId, version: i64) -> Result<Kept> {
    let before = found(tx, who, id)?;
    may_keep(who, &before.lead_path)?;
    if before.version == version {
        return Ok(before);
    }
    Err(stale(tx, who, ("chain_link", id.0), version, &link(tx, who, id)?))
}

/// Changes a link: its place, its classes, how strong the district is on it.
pub fn change_link(tx: &Tx<'_>, who: &Who, id: ChainLinkId, draft: &LinkDraft) -> Result<ChainLinkView> {
    let before = at_version(tx, who, id, draft.version)?;
    let draft = tidied(draft);
    let links = store::link::of_chain(tx, who.district(), before.chain)?;
    check(tx, who, Some(id), &draft, &links)?;
    store::link::update(tx, who.district(), id, &draft, tx.now())?;
    index_link(tx, who.district(), id, &draft.name)?;
    let told = (&json!(before.as_draft()), &json!(draft));
    change::record(tx, who, "chain.change_link", "chain_link", id.0, draft.version + 1, told)?;
    link(tx, who, id)
}

/// Takes away a link on which nothing stands.
pub fn remove_link(tx: &Tx<'_>, who: &Who, id: ChainLinkId, cmd: &ChainRemoval) -> Result<()> {
    let before = at_version(tx, who, id, cmd.version)?;
    may_remove(tx, who, id, before.firms == 0 && before.targets == 0)?;
    search::remove(tx, who.district(), LINK_KIND, id.0)?;
    store::link::delete(tx, who.district(), id)?;
    let detail = json!({ "version": cmd.version + 1, "before": before.as_draft() });
    audit::record(tx, who, "chain.remove_link", "chain_link", id.0, &detail)
}
