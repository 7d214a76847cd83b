//! What is known of projects on a day, a portion at a time.

use std::collections::HashMap;

use jiff::civil::Date;
use yinfeng_domain::{
    id::{ProjectId, UnitId},
    light::Measured,
    project::{Stage, Status},
};

use super::code;
use crate::floor::{
    Result,
    db::{Clause, Reader, Row},
};

const PORTION: usize = 2_000;

pub struct Facts {
    pub id: ProjectId,
    pub code: String,
    pub lead_unit: UnitId,
    pub status: Status,
    pub measured: Measured,
}

/// The next projects by id. `past`: the day is over, and things may have changed since.
pub fn portion(
    reader: &Reader,
    district: &str,
    after: ProjectId,
    on: Date,
    past: bool,
) -> Result<Vec<Facts>> {
    let mut clause = Clause::of_district("p.district", district);
    clause.and("p.id > $?", after);
    let day = clause.bind(on);
    clause.also(&format!("p.entered_on <= {day}"));
    if !past {
        clause.also("p.status = 'ongoing' and p.stage <> 'at_capacity'");
    }
    let mut found = reader.query(
        &format!(
            "select p.id, p.code, p.lead_unit_id, p.status, p.stage, p.stage_since_on, p.entered_on, p.total_fen,
               p.funds_recognised_fen,
               (select g.week from progress g where g.district = p.district and g.project_id = p.id
                  and g.no_change = false and g.week <= {day} order by g.week desc limit 1)
             from project p where {} order by p.id limit {PORTION}",
            clause.text()
        ),
        clause.bound(),
        facts,
    )?;
    let Some((first, last)) = found.first().map(|f| f.id).zip(found.last().map(|f| f.id)) else {
        return Ok(found);
    };
    let place: HashMap<ProjectId, usize> = found.iter().enumerate().map(|(at, f)| (f.id, at)).collect();
    let mut here = Portion { reader, first, last, found: &mut found, place, on, district };
    if past {
        here.stages()?;
        here.money()?;
    }
    here.plans()?;
    here.nodes()?;
    here.approvals()?;
    here.problems()?;
    Ok(found)
}

fn facts(r: &Row<'_>) -> Result<Facts> {
    Ok(Facts {
        id: r.get(0)?,
        code: r.get(1)?,
        lead_unit: r.get(2)?,
        status: code(r, 3, Status::from_code)?,
        measured: Measured {
            stage: code(r, 4, Stage::from_code)?,
            stage_since_on: r.get(5)?,
            entered_on: r.get(6)?,
            progress_on: r.get(9)?,
            planned_start: None,
            planned_completion: None,
            started: false,
            completed: false,
            total_fen: r.get(7)?,
            recognised_fen: r.get(8)?,
            nodes_late: 0,
            approvals_late: 0,
            problems_overdue: 0,
        },
    })
}

/// The projects between two ids, and where each of them stands in the list.
struct Portion<'r, 'f> {
    reader: &'r Reader,
    first: ProjectId,
    last: ProjectId,
    found: &'f mut Vec<Facts>,
    place: HashMap<ProjectId, usize>,
    on: Date,
    district: &'r str,
}

impl Portion<'_, '_> {
    /// Rows of a table with `project_id` of these projects; `more` may use `$4`, the day.
    fn each(
        &mut self,
        (columns, table): (&str, &str),
        more: &str,
        mut take: impl FnMut(&mut Facts, &Row<'_>, Date) -> Result<()>,
    ) -> Result<()> {
        let mut clause = Clause::of_district("s.district", self.district);
        clause.and("s.project_id >= $?", self.first);
        clause.and("s.project_id <= $?", self.last);
        let day = clause.bind(self.on);
        // Both engines want every parameter to be used, and to know its type.
        clause.also(&format!("{day} <> ''"));
        let sql = format!("select s.project_id, {columns} from {table} s where {} {more}", clause.text());
        let (found, place, on) = (&mut *self.found, &self.place, self.on);
        self.reader.each(&sql, clause.bound(), |row| {
            if let Some(facts) = place.get(&row.get(0)?).and_then(|at| found.get_mut(*at)) {
                take(facts, row, on)?;
            }
            Ok(true)
        })
    }

    /// The plan of the phases, where no node of construction says more.
    fn plans(&mut self) -> Result<()> {
        self.each(("s.planned_from, s.planned_to", "project_phase"), "", |f, r, _| {
            let (from, to): (Option<Date>, Option<Date>) = (r.get(1)?, r.get(2)?);
            let m = &mut f.measured;
            m.planned_start = m.planned_start.into_iter().chain(from).min();
            m.planned_completion = m.planned_completion.into_iter().chain(to).max();
            Ok(())
        })
    }

    fn nodes(&mut self) -> Result<()> {
        let mut starts: HashMap<ProjectId, Date> = HashMap::new();
        self.each(("s.node, s.planned_on, s.actual_on", "milestone"), "", |f, r, on| {
            let node: String = r.get(1)?;
            let (planned, actual): (Option<Date>, Option<Date>) = (r.get(2)?, r.get(3)?);
            let done = actual.is_some_and(|day| day <= on);
            let m = &mut f.measured;
            match node.as_str() {
                "piling" | "excavation" | "ground_floor" | "topping_out" => {
                    m.started |= done;
                    if let Some(planned) =
                        planned.filter(|_| matches!(node.as_str(), "piling" | "excavation"))
                    {
                        starts.entry(f.id).and_modify(|d| *d = planned.min(*d)).or_insert(planned);
                    }
                }
                "completion" => {
                    m.completed |= done;
                    m.planned_completion = planned.or(m.planned_completion);
                }
                _ => {}
            }
            m.nodes_late += i64::from(!done && planned.is_some_and(|day| day < on));
            Ok(())
        })?;
        for facts in self.found.iter_mut() {
            if let Some(start) = starts.get(&facts.id) {
                facts.measured.planned_start = Some(*start);
            }
            settle(&mut facts.measured);
        }
        Ok(())
    }

    fn approvals(&mut self) -> Result<()> {
        let open = "and s.due_on < $4 and s.standing <> 'not_needed'
            and (s.standing <> 'granted' or s.granted_on > $4)";
        self.each(("s.approval", "milestone_approval"), open, |f, _, _| {
            f.measured.approvals_late += 1;
            Ok(())
        })
    }

    fn problems(&mut self) -> Result<()> {
        let open = "and s.due_on < $4 and s.raised_on <= $4 and (s.state = 'open' or s.answered_on > $4
            or (s.answered_on is null and s.closed_on > $4))";
        self.each(("s.due_on", "problem"), open, |f, _, _| {
            f.measured.problems_overdue += 1;
            Ok(())
        })
    }

    /// Stage and status as they were on the day, by the days of the log that hold.
    fn stages(&mut self) -> Result<()> {
        let columns = "s.holds_on, s.to_stage, s.to_status, s.from_stage";
        let mut begun: Option<ProjectId> = None;
        self.each((columns, "project_stage_log"), "order by s.project_id, s.no", |f, r, on| {
            let at: Date = r.get(1)?;
            let first = begun != Some(f.id);
            begun = Some(f.id);
            if at > on && !first {
                return Ok(());
            }
            let (to, from): (String, String) = (r.get(2)?, r.get(4)?);
            f.measured.stage = code(r, 2, Stage::from_code)?;
            f.status = code(r, 3, Status::from_code)?;
            if first || to != from {
                f.measured.stage_since_on = at;
            }
            Ok(())
        })
    }

    /// What was recognised later was not there yet.
    fn money(&mut self) -> Result<()> {
        let later = "and s.state = 'recognised' and s.recognised_on > $4";
        self.each(("s.recognised_fen", "fund"), later, |f, r, _| {
            let fen: Option<i64> = r.get(1)?;
            f.measured.recognised_fen -= fen.unwrap_or(0);
            Ok(())
        })
    }
}

/// What the stage says of the works. Of what is completed no node is late.
fn settle(m: &mut Measured) {
    m.started |= m.stage >= Stage::Construction;
    m.completed |= m.stage >= Stage::Completed;
    if m.completed {
        m.nodes_late = 0;
    }
}
