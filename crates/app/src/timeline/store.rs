//! Where the story of a project comes from: one walk per kind of entry.

use std::cmp::Ordering;

use yinfeng_domain::{
    authority::Reach,
    id::{AccountId, ProjectId},
};

use super::{Place, TimelineEntry, TimelineKind};
use crate::{
    floor::{
        Result,
        db::{Clause, Reader, Row, Value},
    },
    project::PersonRef,
};

/// A kind of entry: where it is read, by which columns it is in order, and what it says.
pub struct Source {
    pub kind: TimelineKind,
    /// Which comes first on one day: the higher.
    rank: i64,
    /// Tables with the aliases that the other fields use; `s` carries district and project.
    from: &'static str,
    day: &'static str,
    key: &'static str,
    no: &'static str,
    /// The key is a number, not an id.
    numbered: bool,
    only: &'static str,
    /// `at, by, act, from, to, text, next step, due on, fen, record`
    columns: &'static str,
    by: &'static str,
    /// The unit by which an entry is shown or hidden.
    unit: Option<&'static str>,
}

const PLAIN: Source = Source {
    kind: TimelineKind::Progress,
    rank: 0,
    from: "",
    day: "",
    key: "s.id",
    no: "0",
    numbered: false,
    only: "",
    columns: "",
    by: "",
    unit: None,
};

/// Nodes and approvals of a project are told apart by their place in the order of building: at most nine of them.
const NODE_NO: &str =
    "cast(case s.node when 'demolition' then 1 when 'piling' then 2 when 'excavation' then 3
  when 'ground_floor' then 4 when 'topping_out' then 5 when 'completion' then 6 when 'equipment' then 7
  when 'partial_production' then 8 else 9 end as bigint)";
const APPROVAL_NO: &str =
    "cast(case s.approval when 'filing' then 1 when 'land' then 2 when 'planning' then 3
  when 'environment' then 4 when 'energy' then 5 else 6 end as bigint)";

const EVIDENCE: &str = "fund s join fund_evidence e on e.district = s.district and e.fund_id = s.id";

pub const SOURCES: [Source; 18] = [
    Source {
        kind: TimelineKind::Document,
        rank: 1,
        from: EVIDENCE,
        day: "s.received_on",
        no: "e.no",
        columns: "e.added_at, coalesce(e.finer, e.kind), '', '', e.name, s.code, cast(null as text), cast(null as bigint), s.id",
        by: "e.added_by",
        unit: Some("s.unit_id"),
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Money,
        rank: 2,
        from: "fund s",
        day: "s.received_on",
        columns: "s.claimed_at, 'claimed', s.state, s.kind, s.payer, s.code, cast(null as text), s.claimed_fen, s.id",
        by: "s.claimed_by",
        unit: Some("s.unit_id"),
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Money,
        rank: 3,
        from: "fund s",
        day: "s.recognised_on",
        only: " and s.recognised_on is not null",
        columns: "coalesce(s.decided_at, s.claimed_at), 'recognised', s.state, s.kind, s.payer, s.code,
          cast(null as text), s.recognised_fen, s.id",
        by: "s.decided_by",
        unit: Some("s.unit_id"),
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Stage,
        rank: 4,
        from: "project_stage_log s",
        day: "s.holds_on",
        key: "s.no",
        numbered: true,
        columns: "s.recorded_at, case when s.from_stage = s.to_stage then 'status' else 'move' end,
          case when s.from_stage = s.to_stage then s.from_status else s.from_stage end,
          case when s.from_stage = s.to_stage then s.to_status else s.to_stage end,
          s.reason, '', case when s.holds_on <> s.happened_on then s.happened_on end, cast(null as bigint),
          cast(null as uuid)",
        by: "s.recorded_by",
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Recognition,
        rank: 5,
        from: "project_recognition s",
        day: "s.happened_on",
        columns: "s.claimed_at, 'claimed', s.state, s.event, '', '', cast(null as text), cast(null as bigint), s.id",
        by: "s.claimed_by",
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Recognition,
        rank: 6,
        from: "project_recognition s",
        day: "s.recognised_on",
        only: " and s.recognised_on is not null",
        columns: "coalesce(s.decided_at, s.claimed_at), 'recognised', s.state, s.event, s.reason, '',
          cast(null as text), cast(null as bigint), s.id",
        by: "s.decided_by",
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Problem,
        rank: 7,
        from: "problem_log s join problem b on b.district = s.district and b.id = s.problem_id",
        day: "s.happened_on",
        key: "s.problem_id",
        no: "s.no",
        columns: "s.done_at, s.act, b.code, b.title, s.text, '', cast(null as text), cast(null as bigint), b.id",
        by: "s.done_by",
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Supervision,
        rank: 13,
        from: "supervision_log s join supervision n on n.district = s.district and n.id = s.supervision_id",
        day: "s.happened_on",
        key: "s.supervision_id",
        no: "s.no",
        columns: "s.done_at, s.act, s.level_name, n.code, case when s.act = 'issue' then n.title else s.text end, '',
          cast(null as text), cast(null as bigint), n.id",
        by: "s.done_by",
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Milestone,
        rank: 9,
        from: "milestone s",
        day: "s.actual_on",
        key: NODE_NO,
        numbered: true,
        only: " and s.actual_on is not null",
        columns: "s.updated_at, 'node', coalesce(s.planned_on, ''), s.node, s.note, '', cast(null as text),
          cast(null as bigint), cast(null as uuid)",
        by: "s.updated_by",
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Milestone,
        rank: 10,
        from: "milestone_approval s",
        day: "s.granted_on",
        key: APPROVAL_NO,
        numbered: true,
        only: " and s.granted_on is not null",
        columns: "s.updated_at, 'approval', coalesce(s.due_on, ''), s.approval, s.number, '', cast(null as text),
          cast(null as bigint), cast(null as uuid)",
        by: "s.updated_by",
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Transfer,
        rank: 14,
        from: "transfer_log s join transfer b on b.district = s.district and b.id = s.transfer_id
          join org_unit f on f.district = b.district and f.id = b.from_unit_id
          join org_unit t on t.district = b.district and t.id = b.to_unit_id",
        day: "s.happened_on",
        key: "s.transfer_id",
        no: "s.no",
        columns: "s.done_at, s.act, f.name, t.name, s.text, '', cast(null as text), cast(null as bigint), b.id",
        by: "s.done_by",
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Site,
        rank: 15,
        from: "siting s",
        day: "s.decided_on",
        only: " and s.decided_on is not null",
        columns: "s.updated_at, s.standing, '', s.name, s.decision, '', cast(null as text), cast(null as bigint), s.id",
        by: "s.decided_by",
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Commitment,
        rank: 11,
        from: "commitment_log s join commitment b on b.district = s.district and b.id = s.commitment_id",
        day: "s.happened_on",
        key: "s.commitment_id",
        no: "s.no",
        columns: "s.done_at, s.act, b.side, b.text, s.text, '', cast(null as text), s.done_fen, b.id",
        by: "s.done_by",
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Support,
        rank: 12,
        from: "commitment_support_log s join commitment_support b on b.district = s.district and b.id = s.support_id",
        day: "s.happened_on",
        key: "s.support_id",
        no: "s.no",
        columns: "s.done_at, s.act, b.code, b.title, s.text, '', cast(null as text), s.fen, b.id",
        by: "s.done_by",
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Admission,
        rank: 16,
        from: "admission_log s join admission b on b.district = s.district and b.id = s.admission_id",
        day: "s.happened_on",
        key: "s.admission_id",
        no: "s.no",
        columns: "s.done_at, s.act, b.code, b.rule, s.text, '', cast(null as text), cast(null as bigint), b.id",
        by: "s.done_by",
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Claim,
        rank: 17,
        from: "(select l.district, l.claim_id, l.no, l.act, l.text, l.happened_on, l.done_by, l.done_at, c.project_id,
            c.code as code, u.name as name from claim c
            join claim_log l on l.district = c.district and l.claim_id = c.id
            join org_unit u on u.district = c.district and u.id = c.unit_id
            where c.project_id is not null) s",
        day: "s.happened_on",
        key: "s.claim_id",
        no: "s.no",
        columns: "s.done_at, s.act, s.code, s.name, s.text, '', cast(null as text), cast(null as bigint), s.claim_id",
        by: "s.done_by",
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Interaction,
        rank: 18,
        from: "interaction_project s join interaction n on n.district = s.district and n.id = s.interaction_id",
        day: "s.held_on",
        key: "s.interaction_id",
        columns: "n.created_at, n.kind, '', n.subject, n.summary, n.next_step, n.next_due_on, cast(null as bigint), n.id",
        by: "n.created_by",
        unit: Some("n.unit_id"),
        ..PLAIN
    },
    Source {
        kind: TimelineKind::Progress,
        rank: 8,
        from: "progress s",
        day: "s.reported_on",
        columns: "s.reported_at, case when s.no_change then 'no_change' else 'report' end, s.week, s.problem, s.happened,
          s.next_step, s.due_on, cast(null as bigint), s.id",
        by: "s.reported_by",
        ..PLAIN
    },
];

// Entries of one day are put in order by rank: two sources with the same would lose entries between two pages.
const _: () = {
    let mut at = 0;
    while at < SOURCES.len() {
        let mut other = at + 1;
        while other < SOURCES.len() {
            assert!(SOURCES[at].rank != SOURCES[other].rank, "two sources have the same rank");
            other += 1;
        }
        at += 1;
    }
};

impl Source {
    /// Only what stands after a place: older days, and on its day the sources and keys that come later.
    fn after(&self, clause: &mut Clause, after: &Place) {
        match self.rank.cmp(&after.rank) {
            Ordering::Less => clause.and(&format!("{} <= $?", self.day), after.day.as_str()),
            Ordering::Greater => clause.and(&format!("{} < $?", self.day), after.day.as_str()),
            Ordering::Equal => {
                let day = clause.bind(after.day.as_str());
                let key = clause.bind(after.key.clone());
                let no = clause.bind(after.no);
                let (on, by, n) = (self.day, self.key, self.no);
                clause.also(&format!("{on} <= {day}"));
                clause.also(&format!(
                    "({on} < {day} or {by} < {key} or ({by} = {key} and cast({n} as bigint) < {no}))"
                ));
            }
        }
    }

    /// Whether a place can be one of this source.
    pub fn knows(&self, place: &Place) -> bool {
        place.rank != self.rank || self.numbered == matches!(place.key, Value::Int(_))
    }

    fn place(&self, r: &Row<'_>) -> Result<Place> {
        let key = if self.numbered { Value::Int(r.get(1)?) } else { Value::Id(r.get(1)?) };
        Ok(Place { day: r.get(0)?, rank: self.rank, key, no: r.get(2)? })
    }
}

/// The first entries of a source after a place, newest first.
pub fn walk(
    reader: &Reader,
    district: &str,
    id: ProjectId,
    source: &Source,
    reach: &Reach,
    after: Option<&Place>,
    limit: i64,
) -> Result<Vec<(Place, TimelineEntry)>> {
    let mut clause = Clause::of_district("s.district", district);
    clause.and("s.project_id = $?", id);
    if let (Some(unit), Reach::Units(paths)) = (source.unit, reach) {
        let below = clause.below("path", paths);
        clause.also(&format!("{unit} in (select id from org_unit where district = $1 and {below})"));
    }
    if let Some(after) = after {
        source.after(&mut clause, after);
    }
    let sql = format!(
        "select {day}, {key}, cast({no} as bigint), {columns}, a.id, a.name
         from {from} left join identity_account a on a.district = s.district and a.id = {by}
         where {clause}{only} order by {day} desc, {key} desc{then} limit {limit}",
        day = source.day,
        key = source.key,
        no = source.no,
        columns = source.columns,
        from = source.from,
        by = source.by,
        clause = clause.text(),
        only = source.only,
        then = if source.no == "0" { String::new() } else { format!(", {} desc", source.no) },
    );
    reader.query(&sql, clause.bound(), |r| {
        let place = source.place(r)?;
        let by: Option<AccountId> = r.get(12)?;
        let entry = TimelineEntry {
            key: place.encode(),
            kind: source.kind,
            on: r.get(0)?,
            at: r.get(3)?,
            act: r.get(4)?,
            from: r.get(5)?,
            to: r.get(6)?,
            text: r.get(7)?,
            next_step: r.get(8)?,
            due_on: r.get(9)?,
            fen: r.get(10)?,
            record_id: r.get(11)?,
            by: match by {
                Some(id) => Some(PersonRef { id, name: r.get(13)? }),
                None => None,
            },
        };
        Ok((place, entry))
    })
}
