//! Events, trainings and key projects.

use jiff::civil::Date;
use yinfeng_domain::{
    id::ProjectId,
    money::{Currency, Money},
};

use crate::{
    floor::{Result, db::Reader},
    params, project,
    report::scope::{Scope, Sql},
};

pub struct EventRecord {
    pub name: String,
    pub held_on: Date,
    pub held_on_text: String,
    pub place: String,
    pub guests: Option<i64>,
    pub outcome: String,
}

/// Events of the year until the day of reading; trainings are not among them.
pub fn events(reader: &Reader, scope: &Scope) -> Result<Vec<EventRecord>> {
    reader.query(
        "select name, held_on, held_on_text, place, guests, outcome from activity_event
         where district = $1 and kind <> 'training' and held_on between $2 and $3 order by held_on, id",
        params![&scope.district, scope.span.window.from, scope.span.as_of],
        |row| {
            Ok(EventRecord {
                name: row.get(0)?,
                held_on: row.get(1)?,
                held_on_text: row.get(2)?,
                place: row.get(3)?,
                guests: row.get(4)?,
                outcome: row.get(5)?,
            })
        },
    )
}

/// Courses and attendances of the window.
pub fn trainings(reader: &Reader, scope: &Scope) -> Result<(i64, i64)> {
    let window = scope.span.window;
    let counted = reader.first(
        "select count(*), cast(coalesce(sum(guests), 0) as bigint) from activity_event
         where district = $1 and kind = 'training' and held_on between $2 and $3",
        params![&scope.district, window.from, window.to],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(counted.unwrap_or_default())
}

pub struct KeyRecord {
    pub id: ProjectId,
    pub name: String,
    pub stage: String,
    pub agreement: String,
    pub land_m2: Option<i64>,
    pub progress: String,
    pub next_step: String,
    pub total: Option<Money>,
    pub investors: Vec<String>,
    /// Under no code name.
    open: bool,
}

/// Which projects are the key ones: those that somebody put on one of the three lists or gave a leader in charge. An
/// office that keeps neither, as on its first day, has those whose progress it writes down.
const KEY: &str = "p.id in (
       select k.id from project k where k.district = $1 and k.leader is not null
       union all select l.project_id from shortlist_project l where l.district = $1
       union all select k.id from project k where k.district = $1 and k.status = 'ongoing' and k.progress <> ''
         and not exists (select 1 from shortlist_project l where l.district = $1)
         and not exists (select 1 from sponsor s where s.district = $1 and s.leader <> ''))";

/// The key projects of the year that go on, the largest first.
pub(super) fn key_query(scope: &Scope, select: &str) -> Sql {
    Sql::new(
        &scope.district,
        format!(
            "select {select} from project p
             join org_unit u on u.district = p.district and u.id = p.lead_unit_id
             left join project_amount a on a.district = p.district and a.project_id = p.id and a.phase = 0
               and a.measure = 'total'
             left join project_secret x on x.district = p.district and x.project_id = p.id
             where p.district = $1 and p.status = 'ongoing' and {KEY}"
        ),
    )
    .and(" and p.entered_on between $? and $?", [scope.span.signed().from.into(), scope.span.as_of.into()])
    .within(&scope.reach, "u.path")
}

pub fn key_projects(reader: &Reader, scope: &Scope, limit: i64) -> Result<Vec<KeyRecord>> {
    // A paper is read by all: of code-named projects it says what anybody may read.
    let open =
        |column: &str, cover: &str| format!("case when x.project_id is null then {column} else {cover} end");
    let select = [
        "p.id, p.name, p.stage, p.agreement",
        &open("p.land_m2", "null"),
        &open("p.progress", "x.description"),
        &open("p.next_step", "''"),
        &open("a.minor", &project::about_sql("a.minor")),
        "a.currency, x.project_id",
    ]
    .join(", ");
    let sql = key_query(scope, &select)
        .and(" order by coalesce(p.total_fen, 0) desc, p.code limit $?", [limit.into()]);
    let mut projects = reader.query(&sql.text, &sql.bound, |row| {
        let currency: Option<String> = row.get(8)?;
        let currency = currency.as_deref().and_then(Currency::from_code);
        let minor: Option<i64> = row.get(7)?;
        let secret: Option<ProjectId> = row.get(9)?;
        Ok(KeyRecord {
            id: row.get(0)?,
            open: secret.is_none(),
            name: row.get(1)?,
            stage: row.get(2)?,
            agreement: row.get(3)?,
            land_m2: row.get(4)?,
            progress: row.get(5)?,
            next_step: row.get(6)?,
            total: minor.zip(currency).map(|(minor, currency)| Money { minor, currency }),
            investors: Vec::new(),
        })
    })?;
    for project in projects.iter_mut().filter(|p| p.open) {
        project.investors = reader.query(
            "select o.name from project_party y
             join investor_organisation o on o.district = y.district and o.id = y.organisation_id
             where y.district = $1 and y.project_id = $2 and y.role = 'investor' order by y.no",
            params![&scope.district, project.id],
            |row| Ok(row.get(0)?),
        )?;
    }
    Ok(projects)
}

/// GB/T 4754 sections: letter and name.
pub fn sections(reader: &Reader) -> Result<Vec<(String, String)>> {
    reader.query(
        "select code, name from dictionary_industry where level = 1 order by code",
        params![],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
