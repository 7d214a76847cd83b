//! The trail: one row per write, in the same transaction, each hash covering the row before it.
//!
//! The bytes that are hashed are laid out explicitly (layout 1): every field as its length in eight bytes and its
//! content, so that no other row can have the same bytes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Result,
    db::{Gathered, Reader, Tx, Value, dialect},
    web::Who,
};
use crate::params;

const LAYOUT: i64 = 1;

struct Entry<'a> {
    district: &'a str,
    seq: i64,
    at: Timestamp,
    actor_id: Option<Uuid>,
    actor_name: &'a str,
    act: &'a str,
    subject: &'a str,
    subject_id: Option<Uuid>,
    detail: &'a str,
    request_id: &'a str,
}

impl Entry<'_> {
    fn hash(&self, before: &[u8]) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut field = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        field(before);
        field(self.district.as_bytes());
        field(&self.seq.to_be_bytes());
        field(&self.at.as_microsecond().to_be_bytes());
        field(self.actor_id.as_ref().map_or(&[][..], |id| id.as_bytes()));
        for text in [self.actor_name, self.act, self.subject] {
            field(text.as_bytes());
        }
        field(self.subject_id.as_ref().map_or(&[][..], |id| id.as_bytes()));
        field(self.detail.as_bytes());
        field(self.request_id.as_bytes());
        hash.finalize().into()
    }
}

/// Writes a row of the trail: who did what (`fund.recognise`) to which row (`fund`, its id), and the detail, as
/// JSON: what was sent, or before and after. Never a password, never a token.
pub fn record(
    tx: &Tx<'_>,
    who: &Who,
    act: &str,
    subject: &str,
    subject_id: impl Into<Option<Uuid>>,
    detail: &serde_json::Value,
) -> Result<()> {
    let district = who.actor.district.as_str();
    let (seq, before) = take_next(tx, district)?;
    let detail = detail.to_string();
    let entry = Entry {
        district,
        seq,
        at: tx.now(),
        actor_id: (!who.actor.system).then_some(who.actor.account.0),
        actor_name: &who.actor.name,
        act,
        subject,
        subject_id: subject_id.into(),
        detail: &detail,
        request_id: &who.request_id,
    };
    let hash = entry.hash(&before);
    tx.put(
        "insert into floor_audit (district, seq, at, actor_id, actor_name, act, subject, subject_id, detail,
           request_id, layout, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        params![
            district,
            seq,
            entry.at,
            entry.actor_id,
            entry.actor_name,
            act,
            subject,
            entry.subject_id,
            &detail,
            entry.request_id,
            LAYOUT,
            &hash
        ],
    )?;
    tx.gather(|heads: &mut Heads| heads.0.insert(district.to_owned(), (seq, hash.to_vec())));
    Ok(())
}

/// Where the chains of districts end: taken with the first row of an operation, written back after its last.
#[derive(Default)]
struct Heads(BTreeMap<String, (i64, Vec<u8>)>);

impl Gathered for Heads {
    const SHARED: bool = true;

    fn write(self, tx: &Tx<'_>) -> Result<()> {
        for (district, (seq, hash)) in self.0 {
            tx.execute(
                "update floor_audit_head set seq = $2, hash = $3 where district = $1",
                params![district, seq, hash],
            )?;
        }
        Ok(())
    }
}

/// The next number and the hash before it. The head of the chain stays locked until the commit: the order of the rows
/// is the order of the commits.
fn take_next(tx: &Tx<'_>, district: &str) -> Result<(i64, Vec<u8>)> {
    if let Some((seq, hash)) = tx.gather(|heads: &mut Heads| heads.0.get(district).cloned()) {
        return Ok((seq + 1, hash));
    }
    let lock = dialect::for_update(tx.engine());
    let taken = tx.first(
        &format!("select seq, hash from floor_audit_head where district = $1{lock}"),
        params![district],
        |row| Ok((row.get::<i64>(0)?, row.get::<Vec<u8>>(1)?)),
    )?;
    if let Some((seq, hash)) = taken {
        return Ok((seq + 1, hash));
    }
    tx.execute(
        "insert into floor_audit_head (district, seq, hash) values ($1, 0, $2)",
        params![district, &[0_u8; 32]],
    )?;
    Ok((1, vec![0; 32]))
}

/// A row of the trail as it is shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct Row {
    pub seq: i64,
    #[schema(value_type = String)]
    pub at: Timestamp,
    pub actor_id: Option<Uuid>,
    pub actor_name: String,
    pub act: String,
    pub subject: String,
    pub subject_id: Option<Uuid>,
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
    pub request_id: String,
    pub hash: String,
}

const COLUMNS: &str = "seq, at, actor_id, actor_name, act, subject, subject_id, detail, request_id, hash";

fn row(row: &super::db::Row<'_>) -> Result<Row> {
    let detail: String = row.get(7)?;
    Ok(Row {
        seq: row.get(0)?,
        at: row.get(1)?,
        actor_id: row.get(2)?,
        actor_name: row.get(3)?,
        act: row.get(4)?,
        subject: row.get(5)?,
        subject_id: row.get(6)?,
        detail: serde_json::from_str(&detail).unwrap_or(serde_json::Value::String(detail)),
        request_id: row.get(8)?,
        hash: row.get::<Vec<u8>>(9).map(hex::encode)?,
    })
}

/// The latest rows about one record.
pub fn of_subject(reader: &Reader, district: &str, subject: &str, id: Uuid, limit: i64) -> Result<Vec<Row>> {
    reader.query(
        &format!(
            "select {COLUMNS} from floor_audit where district = $1 and subject = $2 and subject_id = $3
             order by seq desc limit $4"
        ),
        params![district, subject, id, limit],
        row,
    )
}

/// What to look for in the trail; empty finds everything.
#[derive(Debug, Default, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    pub subject: Option<String>,
    pub subject_id: Option<Uuid>,
    /// The name of who did it.
    pub actor: Option<String>,
    /// The act, or the room before its dot: `fund`, `fund.recognise`.
    pub act: Option<String>,
    #[param(value_type = Option<String>)]
    pub from: Option<jiff::civil::Date>,
    #[param(value_type = Option<String>)]
    pub to: Option<jiff::civil::Date>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// The trail, newest first.
pub fn list(reader: &Reader, district: &str, filter: &Filter) -> Result<super::db::page::Page<Row>> {
    use super::db::page;
    let mut sql = format!("select {COLUMNS} from floor_audit where district = $1");
    let mut bound = vec![Value::from(district)];
    let mut also = |text: &str, value: Value| {
        bound.push(value);
        sql.push_str(&text.replace("$?", &format!("${}", bound.len())));
    };
    if let Some(v) = &filter.subject {
        also(" and subject = $?", v.into());
    }
    if let Some(v) = filter.subject_id {
        also(" and subject_id = $?", v.into());
    }
    if let Some(v) = &filter.actor {
        also(" and actor_name = $?", v.into());
    }
    if let Some(v) = &filter.act {
        also(" and (act = $? or act like $? || '.%')", v.into());
    }
    let start =
        |day: jiff::civil::Date| day.to_zoned(super::clock::office_zone()).map(|z| z.timestamp()).ok();
    if let Some(at) = filter.from.and_then(start) {
        also(" and at >= $?", at.into());
    }
    if let Some(at) = filter.to.and_then(|d| d.tomorrow().ok()).and_then(start) {
        also(" and at < $?", at.into());
    }
    if let Some(cursor) = &filter.cursor {
        let value = page::decode(cursor, 1)?.pop().unwrap_or(Value::Null);
        also(" and seq < $?", value);
    }
    let limit = page::limit(filter.limit);
    also(" order by seq desc limit $?", (limit + 1).into());
    let mut items = reader.query(&sql, &bound, row)?;
    let more = items.len() as i64 > limit;
    items.truncate(limit as usize);
    let next_cursor = more.then(|| items.last().map(|r| page::encode(&[r.seq.into()]))).flatten();
    let total = reader
        .value::<i64>("select seq from floor_audit_head where district = $1", params![district])?
        .unwrap_or(0);
    Ok(page::Page { items, next_cursor, total, total_capped: false })
}

/// What a check of the chain found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Verified {
    pub ok: bool,
    pub rows: i64,
    /// The first row that is not what was written, and why.
    pub first_bad: Option<Bad>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Bad {
    pub seq: i64,
    /// `missing` (removed or reordered), `changed`, `head` (rows cut off at the end).
    pub why: String,
}

/// Walks the whole chain of a district and finds the first changed, removed or reordered row.
pub fn verify(reader: &Reader, district: &str) -> Result<Verified> {
    let head = reader.first(
        "select seq, hash from floor_audit_head where district = $1",
        params![district],
        |r| Ok((r.get::<i64>(0)?, r.get::<Vec<u8>>(1)?)),
    )?;
    let (head_seq, head_hash) = head.unwrap_or((0, vec![0; 32]));
    let mut before = vec![0_u8; 32];
    let mut rows = 0;
    let mut bad = None;
    let mut from = 0_i64;
    // In portions, so that a long history does not need much memory.
    while bad.is_none() {
        let mut seen = 0;
        reader.each(
            "select seq, at, actor_id, actor_name, act, subject, subject_id, detail, request_id, hash
             from floor_audit where district = $1 and seq > $2 order by seq limit 10000",
            params![district, from],
            |r| {
                seen += 1;
                let seq: i64 = r.get(0)?;
                let (name, act, subject, detail, request): (String, String, String, String, String) =
                    (r.get(3)?, r.get(4)?, r.get(5)?, r.get(7)?, r.get(8)?);
                let entry = Entry {
                    district,
                    seq,
                    at: r.get(1)?,
                    actor_id: r.get(2)?,
                    actor_name: &name,
                    act: &act,
                    subject: &subject,
                    subject_id: r.get(6)?,
                    detail: &detail,
                    request_id: &request,
                };
                let hash: Vec<u8> = r.get(9)?;
                if seq != from + 1 {
                    bad = Some(Bad { seq: from + 1, why: "missing".into() });
                } else if entry.hash(&before)[..] != hash[..] {
                    bad = Some(Bad { seq, why: "changed".into() });
                }
                from = seq;
                before = hash;
                rows += 1;
                Ok(bad.is_none())
            },
        )?;
        if seen == 0 {
            break;
        }
    }
    if bad.is_none() && (from != head_seq || before != head_hash) {
        bad = Some(Bad { seq: from + 1, why: "head".into() });
    }
    Ok(Verified { ok: bad.is_none(), rows, first_bad: bad })
}

/// A row of the trail with all that its hash is made of, so that whoever holds it can prove what was written and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AuditReceipt)]
pub struct Receipt {
    pub layout: i64,
    pub district: String,
    pub seq: i64,
    #[schema(value_type = String)]
    pub at: Timestamp,
    pub actor_id: Option<Uuid>,
    pub actor_name: String,
    pub act: String,
    pub subject: String,
    pub subject_id: Option<Uuid>,
    /// As it is kept: the hash is over these characters.
    pub detail: String,
    pub request_id: String,
    /// The hash of the row before, in hexadecimal.
    pub before: String,
    pub hash: String,
}

/// The row in which somebody first did this to a record.
pub fn receipt(
    reader: &Reader,
    district: &str,
    act: &str,
    subject: &str,
    id: Uuid,
) -> Result<Option<Receipt>> {
    let seq = reader.value::<Option<i64>>(
        "select min(seq) from floor_audit where district = $1 and subject = $2 and subject_id = $3 and act = $4",
        params![district, subject, id, act],
    )?;
    let Some(seq) = seq.flatten() else { return Ok(None) };
    let before = reader.value::<Vec<u8>>(
        "select hash from floor_audit where district = $1 and seq = $2",
        params![district, seq - 1],
    )?;
    reader.first(
        "select at, actor_id, actor_name, act, subject, subject_id, detail, request_id, layout, hash
         from floor_audit where district = $1 and seq = $2",
        params![district, seq],
        |r| {
            Ok(Receipt {
                layout: r.get(8)?,
                district: district.to_owned(),
                seq,
                at: r.get(0)?,
                actor_id: r.get(1)?,
                actor_name: r.get(2)?,
                act: r.get(3)?,
                subject: r.get(4)?,
                subject_id: r.get(5)?,
                detail: r.get(6)?,
                request_id: r.get(7)?,
                before: hex::encode(before.clone().unwrap_or_else(|| vec![0; 32])),
                hash: r.get::<Vec<u8>>(9).map(hex::encode)?,
            })
        },
    )
}

/// What a receipt proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Proved {
    /// Its hash is that of what it says, and the chain has the same row.
    Holds,
    /// It was changed after it was given out.
    Forged,
    /// It is sound in itself, but the chain has another row there, or none.
    NotInChain,
}

impl Receipt {
    /// Whether the hash is that of what it says: needs no database.
    pub fn is_sound(&self) -> bool {
        let (Ok(before), Ok(hash)) = (hex::decode(&self.before), hex::decode(&self.hash)) else {
            return false;
        };
        let entry = Entry {
            district: &self.district,
            seq: self.seq,
            at: self.at,
            actor_id: self.actor_id,
            actor_name: &self.actor_name,
            act: &self.act,
            subject: &self.subject,
            subject_id: self.subject_id,
            detail: &self.detail,
            request_id: &self.request_id,
        };
        self.layout == LAYOUT && entry.hash(&before)[..] == hash[..]
    }
}

/// Holds a receipt against the chain.
pub fn prove(reader: &Reader, receipt: &Receipt) -> Result<Proved> {
    if !receipt.is_sound() {
        return Ok(Proved::Forged);
    }
    let kept = reader.value::<Vec<u8>>(
        "select hash from floor_audit where district = $1 and seq = $2",
        params![receipt.district.as_str(), receipt.seq],
    )?;
    let same = kept.is_some_and(|hash| hex::encode(hash) == receipt.hash);
    Ok(if same { Proved::Holds } else { Proved::NotInChain })
}
