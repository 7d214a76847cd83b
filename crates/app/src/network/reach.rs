//! How an investor can be reached (引荐路径): somebody whom a unit knows, and through whom. Every step names the row that it
//! stands on. Persons are shown by the right of their contact, so that nobody learns here whom another unit knows.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    id::{OrganisationId, ProjectId},
    investor::{MemberRole, Way},
    project::PartyRole,
};

use super::store;
use crate::{
    contact::{self, ContactRow},
    floor::{
        Result,
        db::{Hidden, Reader},
        seal::Keys,
        web::Who,
    },
    investor::{self, MembershipView, OrganisationRef},
    org, project,
};

/// Persons of one organisation or association by whom it is reached.
const DOORS: usize = 3;
/// Firms of one association that are named.
const FELLOWS: usize = 6;
/// Ways that are shown.
const SHOWN: usize = 40;

/// What a step leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReachNode {
    Unit,
    Contact,
    Organisation,
    Association,
    Introducer,
    Project,
}

/// By which row one comes from the step before to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReachLink {
    /// The first step.
    Start,
    /// A unit keeps a contact.
    Keeps,
    /// A unit is in charge.
    Charge,
    /// A contact works there.
    Works,
    /// A person, or a firm, belongs to an association.
    Belongs,
    /// An association has a member.
    Gathers,
    /// An introducer brought a project.
    Introduced,
    /// An organisation invests in a project.
    Invests,
    /// Two of one group, or one owns the other.
    Related,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReachStep {
    pub node: ReachNode,
    pub id: Uuid,
    pub name: String,
    /// Title of a person, who of a unit it is.
    pub note: String,
    /// Whether the reader may open it.
    pub readable: bool,
    pub link: ReachLink,
    /// In an association.
    #[schema(value_type = Option<String>)]
    pub position: Option<MemberRole>,
    /// Since when.
    #[schema(value_type = Option<String>)]
    pub from_on: Option<Date>,
    /// Who says so.
    pub source: String,
}

impl ReachStep {
    fn of(node: ReachNode, id: Uuid, name: &str, link: ReachLink) -> Self {
        Self {
            node,
            id,
            name: name.to_owned(),
            note: String::new(),
            readable: true,
            link,
            position: None,
            from_on: None,
            source: String::new(),
        }
    }

    fn organisation(of: &OrganisationRef, link: ReachLink) -> Self {
        Self::of(ReachNode::Organisation, of.id.0, &of.name, link)
    }

    fn noted(self, note: &str) -> Self {
        Self { note: note.to_owned(), ..self }
    }

    /// A step over a membership.
    fn by_member(self, of: &MembershipView) -> Self {
        Self { position: Some(of.position), from_on: Some(of.from_on), source: of.source.clone(), ..self }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReachPath {
    #[schema(value_type = String)]
    pub way: Way,
    /// From whom the reader knows to the investor. A first step that is no unit: nobody of the reader's knows it yet.
    pub steps: Vec<ReachStep>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reached {
    /// The shortest ways first.
    pub paths: Vec<ReachPath>,
    /// There are more than are shown.
    pub more: bool,
}

struct Finder<'f> {
    reader: &'f Reader,
    who: &'f Who,
    keys: &'f Keys,
    hidden: Hidden,
    today: Date,
    paths: Vec<ReachPath>,
}

/// The ways to an investor that the reader may read.
pub fn reach(reader: &Reader, who: &Who, keys: &Keys, id: OrganisationId) -> Result<Reached> {
    let hidden = project::hidden_organisations(reader, who)?;
    let row = investor::get(reader, who, id, &hidden)?.row;
    let to = OrganisationRef { id: row.id, name: row.name, country: row.country };
    let today = org::office_day(reader, who.district())?;
    let mut finder = Finder { reader, who, keys, hidden, today, paths: Vec::new() };
    finder.directly(&to)?;
    finder.by_introducers(&to)?;
    finder.by_associations(&to)?;
    finder.by_relatives(&to)?;
    let mut paths = finder.paths;
    // Those that begin with somebody come before those that still need a door.
    paths.sort_by_key(|path| {
        (path.way, path.steps.first().map(|s| s.node) != Some(ReachNode::Unit), path.steps.len())
    });
    let more = paths.len() > SHOWN;
    paths.truncate(SHOWN);
    Ok(Reached { paths, more })
}

impl Finder<'_> {
    fn add(&mut self, way: Way, door: &[ReachStep], rest: &[ReachStep]) {
        let steps = door.iter().chain(rest).cloned().collect();
        self.paths.push(ReachPath { way, steps });
    }

    /// From a unit to a person; `link` says what the person is to whatever comes next.
    fn by_person(row: &ContactRow) -> Vec<ReachStep> {
        let keeper = row.keeper.as_ref().map_or("", |keeper| keeper.name.as_str());
        let unit =
            ReachStep::of(ReachNode::Unit, row.unit.id.0, &row.unit.name, ReachLink::Start).noted(keeper);
        let note = [row.organisation.name.as_str(), row.title.as_str()];
        let note = note.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ");
        let person = ReachStep::of(ReachNode::Contact, row.id.0, &row.name, ReachLink::Keeps).noted(&note);
        vec![unit, person]
    }

    /// By whom an organisation is reached: persons there, else the unit in charge of it, else by nobody yet. With the link
    /// by which the organisation itself follows.
    fn doors(&self, id: OrganisationId) -> Result<Vec<(Vec<ReachStep>, ReachLink)>> {
        let people = contact::of_organisation(self.reader, self.who, self.keys, id)?;
        if !people.is_empty() {
            let each = people.iter().take(DOORS).map(|row| (Self::by_person(row), ReachLink::Works));
            return Ok(each.collect());
        }
        Ok(match investor::in_charge(self.reader, self.who, id)? {
            Some(charge) => {
                let person = charge.person.as_ref().map_or("", |p| p.name.as_str());
                let unit =
                    ReachStep::of(ReachNode::Unit, charge.unit.id.0, &charge.unit.name, ReachLink::Start);
                vec![(vec![unit.noted(person)], ReachLink::Charge)]
            }
            None => vec![(Vec::new(), ReachLink::Start)],
        })
    }

    fn directly(&mut self, to: &OrganisationRef) -> Result<()> {
        for (door, link) in self.doors(to.id)? {
            if !door.is_empty() {
                self.add(Way::Direct, &door, &[ReachStep::organisation(to, link)]);
            }
        }
        Ok(())
    }

    /// Whoever introduced a project in which the investor invests, and that the reader may read.
    fn by_introducers(&mut self, to: &OrganisationRef) -> Result<()> {
        let of = project::of_organisation(self.reader, self.who, to.id)?;
        let of: Vec<_> = of.into_iter().filter(|p| p.role == PartyRole::Investor).collect();
        let ids: Vec<ProjectId> = of.iter().map(|p| p.project.id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let parties = store::introducer::parties(self.reader, self.who.district(), &ids)?;
        let mut done = BTreeSet::new();
        for (id, role, organisation) in parties {
            let Some(one) = of.iter().find(|p| p.project.id == id && role == PartyRole::Introducer) else {
                continue;
            };
            if !self.may_read(organisation.id)? || !done.insert(organisation.id) {
                continue;
            }
            let project = ReachStep::of(ReachNode::Project, id.0, &one.project.name, ReachLink::Introduced);
            for (door, link) in self.doors(organisation.id)? {
                let introducer =
                    ReachStep { node: ReachNode::Introducer, ..ReachStep::organisation(&organisation, link) };
                let rest = [introducer, project.clone(), ReachStep::organisation(to, ReachLink::Invests)];
                self.add(Way::Introduced, &door, &rest);
            }
        }
        Ok(())
    }

    fn by_associations(&mut self, to: &OrganisationRef) -> Result<()> {
        let memberships = investor::memberships(self.reader, self.who, to.id)?;
        for own in memberships.iter().filter(|m| m.holds) {
            if store::is_hidden(self.reader, self.who, own.association.id, &self.hidden)? {
                continue;
            }
            let readable = self.may_read(own.association.id)?;
            let association = |link| ReachStep {
                node: ReachNode::Association,
                readable,
                ..ReachStep::organisation(&own.association, link)
            };
            let end = ReachStep::organisation(to, ReachLink::Gathers).by_member(own);
            let id = own.association.id;
            let people = contact::of_association(self.reader, self.who, self.keys, id, self.today)?;
            let people: Vec<_> = people.iter().filter(|p| p.contact.organisation.id != to.id).collect();
            for tied in people.iter().take(DOORS) {
                let by = ReachStep { position: Some(tied.position), ..association(ReachLink::Belongs) };
                self.add(Way::Association, &Self::by_person(&tied.contact), &[by, end.clone()]);
            }
            let doors = self.doors(id)?;
            for (door, link) in doors.iter().filter(|(door, _)| !door.is_empty() || people.is_empty()) {
                self.add(Way::Association, door, &[association(*link), end.clone()]);
            }
            self.by_fellows(to, own, &association(ReachLink::Belongs), &end)?;
        }
        Ok(())
    }

    /// Firms of the same association that have a project here, or are registered as introducers.
    fn by_fellows(
        &mut self,
        to: &OrganisationRef,
        own: &MembershipView,
        association: &ReachStep,
        end: &ReachStep,
    ) -> Result<()> {
        let members = investor::members(self.reader, self.who, own.association.id, &self.hidden)?;
        let others = || members.iter().filter(|m| m.holds && m.member.id != to.id);
        let ids: Vec<OrganisationId> = others().map(|m| m.member.id).collect();
        let openers = store::reach::openers(self.reader, self.who.district(), &ids)?;
        let mut fellows: Vec<_> = others().filter_map(|m| Some((m, *openers.get(&m.member.id)?))).collect();
        // Those whose business it is first; otherwise by what they are in the association.
        fellows.sort_by_key(|(_, registered)| !registered);
        for (fellow, registered) in fellows.into_iter().take(FELLOWS) {
            let node = if registered { ReachNode::Introducer } else { ReachNode::Organisation };
            for (door, link) in self.doors(fellow.member.id)?.into_iter().take(1) {
                let firm = ReachStep { node, ..ReachStep::organisation(&fellow.member, link) };
                let by = association.clone().by_member(fellow);
                self.add(Way::Fellow, &door, &[firm, by, end.clone()]);
            }
        }
        Ok(())
    }

    /// Those of its group, and those that own it or that it owns, where somebody knows them.
    fn by_relatives(&mut self, to: &OrganisationRef) -> Result<()> {
        let related = store::related(self.reader, self.who.district(), to.id, self.today)?;
        let ids: Vec<OrganisationId> = related.into_iter().filter(|id| *id != to.id).collect();
        for relative in investor::visible_but(self.reader, self.who, &ids, &self.hidden)?.iter().take(FELLOWS)
        {
            for (door, link) in
                self.doors(relative.id)?.into_iter().filter(|(door, _)| !door.is_empty()).take(1)
            {
                let rest = [
                    ReachStep::organisation(relative, link),
                    ReachStep::organisation(to, ReachLink::Related),
                ];
                self.add(Way::Group, &door, &rest);
            }
        }
        Ok(())
    }

    fn may_read(&self, id: OrganisationId) -> Result<bool> {
        Ok(!investor::visible_but(self.reader, self.who, &[id], &self.hidden)?.is_empty())
    }
}
