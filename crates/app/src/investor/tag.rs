//! What an organisation counts as (世界500强, 上市, 专精特新 …), with its days and who says so; and the kinds of it, which
//! the office may add to.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{OrganisationId, TagId},
    investor::STANDARD_TAGS,
    project::{LINE, one_line, text_fits},
};

use super::{Joined, Moved, PieceRemoval, Relation, may_edit, nothing_blocks, store};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit, change,
        db::{Hidden, Reader, Tx},
        say::Lang,
        web::Who,
    },
    org,
};

/// Characters of the name of a kind.
const NAME: usize = 30;
/// Kinds that an office may add.
const MOST: usize = 100;

/// A kind of tag, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = OrganisationTagKind)]
pub struct TagKindView {
    pub code: String,
    pub name: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = OrganisationTagKindDraft)]
pub struct TagKindDraft {
    pub name: String,
    #[serde(default)]
    pub name_en: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = OrganisationTagDraft)]
pub struct TagDraft {
    /// `global500` and the like, or one that the office has added.
    #[serde(rename = "tag")]
    pub kind: String,
    #[schema(value_type = String)]
    pub from_on: Date,
    /// The last day.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub until_on: Option<Date>,
    /// The list, the notice: who says so.
    pub source: String,
    /// 0 for a new one.
    #[serde(default)]
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = OrganisationTag)]
pub struct TagView {
    #[schema(value_type = Uuid)]
    pub id: TagId,
    #[serde(rename = "tag")]
    pub kind: String,
    /// In the reader's language.
    pub name: String,
    #[schema(value_type = String)]
    pub from_on: Date,
    #[schema(value_type = Option<String>)]
    pub until_on: Option<Date>,
    pub source: String,
    /// It holds today.
    pub holds: bool,
    pub version: i64,
}

/// The kinds of tags: those that every district starts with, then the office's own.
pub fn kinds(reader: &Reader, who: &Who) -> Result<Vec<TagKindView>> {
    who.reach(Class::Investor, Act::Read)?;
    all_kinds(reader, who)
}

pub(super) fn all_kinds(reader: &Reader, who: &Who) -> Result<Vec<TagKindView>> {
    let said = |zh: &str, en: &str| {
        if who.lang == Lang::Zh || en.is_empty() { zh.to_owned() } else { en.to_owned() }
    };
    let standard =
        STANDARD_TAGS.iter().map(|k| TagKindView { code: k.code.into(), name: said(k.name, k.name_en) });
    let own = store::tag::kinds(reader, who.district())?;
    let own = own.iter().map(|(code, zh, en)| TagKindView { code: code.clone(), name: said(zh, en) });
    Ok(standard.chain(own).collect())
}

/// Adds a kind of tag.
pub fn add_kind(tx: &Tx<'_>, who: &Who, draft: &TagKindDraft) -> Result<TagKindView> {
    who.need_district(Class::Investor, Act::Write)?;
    let (name, name_en) = (one_line(&draft.name), one_line(&draft.name_en));
    let own = store::tag::kinds(tx, who.district())?;
    let mut faults = Faults::default();
    faults.need(!name.is_empty(), || Fault::at("name", "investor.name_missing"));
    for (field, text) in [("name", &name), ("name_en", &name_en)] {
        faults.need(text_fits(text, NAME * (1 + usize::from(field == "name_en"))), || {
            Fault::at(field, "investor.too_long").with("limit", NAME)
        });
    }
    let taken =
        STANDARD_TAGS.iter().any(|k| k.name == name) || own.iter().any(|(_, known, _)| *known == name);
    faults.need(!taken, || Fault::at("name", "investor.tag_kind_taken"));
    faults.need(own.len() < MOST, || Fault::at("name", "investor.tag_kinds_many").with("limit", MOST));
    faults.into_result()?;
    let code = format!("own{}", own.len() + 1);
    store::tag::insert_kind(tx, who, &code, &name, &name_en)?;
    let detail = json!({ "code": code, "name": name, "name_en": name_en });
    audit::record(tx, who, "investor.add_tag_kind", "organisation_tag_kind", None, &detail)?;
    let kind = all_kinds(tx, who)?.into_iter().find(|k| k.code == code);
    kind.ok_or(Error::NotFound)
}

/// Enters what an organisation counts as, or corrects it.
pub fn tag(
    tx: &Tx<'_>,
    who: &Who,
    organisation: OrganisationId,
    id: Option<TagId>,
    draft: &TagDraft,
) -> Result<TagView> {
    who.reach(Class::Investor, Act::Write)?;
    may_edit(who, &super::get(tx, who, organisation, &Hidden::default())?)?;
    let draft = TagDraft { source: one_line(&draft.source), ..draft.clone() };
    let before = match id {
        Some(id) => Some(fresh(tx, who, organisation, id, draft.version)?),
        None => None,
    };
    let mut faults = Faults::default();
    super::profile::check_days(
        draft.from_on,
        draft.until_on,
        org::office_day(tx, who.district())?,
        &mut faults,
    );
    let known = all_kinds(tx, who)?;
    faults.need(known.iter().any(|k| k.code == draft.kind), || Fault::at("tag", "investor.tag_kind_unknown"));
    faults.need(!draft.source.is_empty() && text_fits(&draft.source, LINE), || {
        Fault::at("source", "investor.source").with("limit", LINE)
    });
    faults.into_result()?;
    let (id, act) = match id {
        Some(id) => (id, "investor.change_tag"),
        None => (tx.new_id(), "investor.add_tag"),
    };
    store::tag::put(tx, who, organisation, id, &draft)?;
    let after = one(tx, who, organisation, id)?;
    let was = before.map_or_else(|| json!({}), |b| json!(b));
    change::record(tx, who, act, "organisation_tag", id.0, after.version, (&was, &json!(after)))?;
    Ok(after)
}

fn one(reader: &Reader, who: &Who, organisation: OrganisationId, id: TagId) -> Result<TagView> {
    let all = of(reader, who, organisation)?;
    all.into_iter().find(|tag| tag.id == id).ok_or(Error::NotFound)
}

fn fresh(tx: &Tx<'_>, who: &Who, organisation: OrganisationId, id: TagId, version: i64) -> Result<TagView> {
    let now = one(tx, who, organisation, id)?;
    if now.version == version {
        return Ok(now);
    }
    let changed = change::since(tx, who.district(), "organisation_tag", id.0, version)?;
    Err(Error::Stale { current: Box::new(json!(now)), changed })
}

/// Takes away what was entered by mistake; what has ended gets its last day instead.
pub fn untag(
    tx: &Tx<'_>,
    who: &Who,
    organisation: OrganisationId,
    id: TagId,
    cmd: &PieceRemoval,
) -> Result<TagView> {
    who.reach(Class::Investor, Act::Write)?;
    may_edit(who, &super::get(tx, who, organisation, &Hidden::default())?)?;
    let now = fresh(tx, who, organisation, id, cmd.version)?;
    store::tag::delete(tx, who.district(), id)?;
    let told = (&json!(now), &json!({}));
    change::record(tx, who, "investor.remove_tag", "organisation_tag", id.0, now.version + 1, told)?;
    Ok(now)
}

/// What an organisation counts as, the latest first.
pub(super) fn of(reader: &Reader, who: &Who, id: OrganisationId) -> Result<Vec<TagView>> {
    let kinds = all_kinds(reader, who)?;
    let mut tags = store::tag::of(reader, who.district(), id, org::office_day(reader, who.district())?)?;
    for tag in &mut tags {
        if let Some(kind) = kinds.iter().find(|k| k.code == tag.kind) {
            tag.name.clone_from(&kind.name);
        }
    }
    Ok(tags)
}

/// The names of what each of these organisations counts as today, in the reader's language.
pub fn held_today(
    reader: &Reader,
    who: &Who,
    ids: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Vec<String>>> {
    let mut out: HashMap<OrganisationId, Vec<String>> = HashMap::new();
    if ids.is_empty() {
        return Ok(out);
    }
    let kinds = all_kinds(reader, who)?;
    let today = org::office_day(reader, who.district())?;
    for (id, code) in store::tag::held(reader, who.district(), ids, today)? {
        let name = kinds.iter().find(|k| k.code == code).map_or(code, |k| k.name.clone());
        let names = out.entry(id).or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(out)
}

pub const TAGGED: Relation = Relation {
    table: "investor_tag",
    column: "organisation_id",
    blocked: nothing_blocks,
    take: |tx, who, joined: &Joined| {
        store::tag::set_organisation(tx, who.district(), joined.from, joined.into)?
            .iter()
            .map(Moved::of)
            .collect()
    },
    give_back: |tx, who, joined, moved| {
        for row in moved {
            store::tag::move_one(tx, who.district(), row.read()?, joined.into, joined.from)?;
        }
        Ok(Vec::new())
    },
};
