//! Values that both engines bind and return alike.

use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use rusqlite::types::ValueRef;
use uuid::Uuid;
use yinfeng_domain::id;

use super::DbError;

/// A bound value. Dates are text, instants are microseconds, money is fen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Int(i64),
    Bool(bool),
    Text(String),
    Bytes(Vec<u8>),
    Id(Uuid),
}

/// `params![a, b]`: a slice of [`Value`]s.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::floor::db::Value::from($value)),*] as &[$crate::floor::db::Value] };
}

macro_rules! value_from {
    ($($from:ty => |$v:ident| $into:expr),+ $(,)?) => {$(
        impl From<$from> for Value {
            fn from($v: $from) -> Self { $into }
        }
    )+};
}

value_from! {
    i64 => |v| Self::Int(v),
    i32 => |v| Self::Int(v.into()),
    u32 => |v| Self::Int(v.into()),
    usize => |v| Self::Int(v as i64),
    bool => |v| Self::Bool(v),
    &str => |v| Self::Text(v.to_owned()),
    String => |v| Self::Text(v),
    &String => |v| Self::Text(v.clone()),
    Vec<u8> => |v| Self::Bytes(v),
    &[u8] => |v| Self::Bytes(v.to_vec()),
    &Vec<u8> => |v| Self::Bytes(v.clone()),
    [u8; 32] => |v| Self::Bytes(v.to_vec()),
    &[u8; 32] => |v| Self::Bytes(v.to_vec()),
    Uuid => |v| Self::Id(v),
    jiff::Timestamp => |v| Self::Int(v.as_microsecond()),
    jiff::civil::Date => |v| Self::Text(v.to_string()),
    &Value => |v| v.clone(),
}

impl<T> From<Option<T>> for Value
where
    Value: From<T>,
{
    fn from(v: Option<T>) -> Self {
        v.map_or(Self::Null, Self::from)
    }
}

macro_rules! value_of_id {
    ($($name:ty),+ $(,)?) => {$(
        impl From<$name> for Value {
            fn from(v: $name) -> Self { Self::Id(v.0) }
        }
        impl Column for $name {
            fn sqlite(v: ValueRef<'_>) -> Result<Self, DbError> { Uuid::sqlite(v).map(Self) }
            fn postgres(row: &postgres::Row, i: usize) -> Result<Self, DbError> { Uuid::postgres(row, i).map(Self) }
        }
    )+};
}

value_of_id!(
    id::AccountId,
    id::UnitId,
    id::OrganisationId,
    id::ProjectId,
    id::FundId,
    id::BatchId,
    id::SchemeId,
    id::RecognitionId,
    id::ProgressId,
    id::ProblemId,
    id::CommitmentId,
    id::SupportId,
    id::ShortlistId,
    id::SupervisionId,
    id::InstructionId,
    id::ChargeId,
    id::HandoverId,
    id::ReferralId,
    id::TransferId,
    id::SitingId,
    id::AdmissionId,
    id::ClaimId,
    id::AskId,
    id::CaseId,
    id::MergeId,
    id::HoldingId,
    id::TagId,
    id::IntentId,
    id::ContactId,
    id::InteractionId,
    id::RoundId,
    id::ClosingId,
    id::AnomalyDecisionId,
    id::ChainId,
    id::ChainLinkId,
    id::ChainFirmId,
    id::ChainTargetId,
    id::ChainPairId,
    id::BreachId,
    id::MemberId,
    id::TieId,
);

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(rusqlite::types::ToSqlOutput::Borrowed(self.as_sqlite()))
    }
}

impl Value {
    pub(super) fn as_sqlite(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Int(v) => ValueRef::Integer(*v),
            Self::Bool(v) => ValueRef::Integer(i64::from(*v)),
            Self::Text(v) => ValueRef::Text(v.as_bytes()),
            Self::Bytes(v) => ValueRef::Blob(v),
            Self::Id(v) => ValueRef::Blob(v.as_bytes()),
        }
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(v) if *ty == Type::INT4 => i32::try_from(*v)?.to_sql(ty, out),
            Self::Int(v) => v.to_sql(ty, out),
            Self::Bool(v) => v.to_sql(ty, out),
            // A text with a zero byte is no text to PostgreSQL; both engines store it without.
            Self::Text(v) => v.replace('\0', "").to_sql(ty, out),
            Self::Bytes(v) => v.to_sql(ty, out),
            Self::Id(v) => v.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A type that a column can be read as.
pub trait Column: Sized {
    fn sqlite(v: ValueRef<'_>) -> Result<Self, DbError>;
    fn postgres(row: &postgres::Row, i: usize) -> Result<Self, DbError>;
}

fn wrong(v: ValueRef<'_>, wanted: &str) -> DbError {
    DbError::Other(format!("a {} where {wanted} was expected", v.data_type()))
}

macro_rules! column {
    ($($ty:ty: $wanted:literal, |$v:ident| $read:expr);+ $(;)?) => {$(
        impl Column for $ty {
            fn sqlite($v: ValueRef<'_>) -> Result<Self, DbError> {
                let read: Option<$ty> = $read;
                read.ok_or_else(|| wrong($v, $wanted))
            }
            fn postgres(row: &postgres::Row, i: usize) -> Result<Self, DbError> {
                row.try_get(i).map_err(DbError::from)
            }
        }
    )+};
}

column! {
    bool: "a boolean", |v| v.as_i64().ok().map(|n| n != 0);
    String: "text", |v| v.as_str().ok().map(str::to_owned);
    Vec<u8>: "bytes", |v| v.as_blob().ok().map(<[u8]>::to_vec);
    Uuid: "an id", |v| v.as_blob().ok().and_then(|b| Uuid::from_slice(b).ok());
}

impl Column for i64 {
    fn sqlite(v: ValueRef<'_>) -> Result<Self, DbError> {
        v.as_i64().map_err(|_| wrong(v, "an integer"))
    }

    /// A bare `1` is a 32-bit integer to PostgreSQL.
    fn postgres(row: &postgres::Row, i: usize) -> Result<Self, DbError> {
        if row.columns().get(i).is_some_and(|c| *c.type_() == Type::INT4) {
            return row.try_get::<_, i32>(i).map(Self::from).map_err(DbError::from);
        }
        row.try_get(i).map_err(DbError::from)
    }
}

impl<T: Column> Column for Option<T> {
    fn sqlite(v: ValueRef<'_>) -> Result<Self, DbError> {
        if v == ValueRef::Null { Ok(None) } else { T::sqlite(v).map(Some) }
    }

    fn postgres(row: &postgres::Row, i: usize) -> Result<Self, DbError> {
        if super::row::is_null(row, i)? { Ok(None) } else { T::postgres(row, i).map(Some) }
    }
}

impl Column for jiff::Timestamp {
    fn sqlite(v: ValueRef<'_>) -> Result<Self, DbError> {
        instant(i64::sqlite(v)?)
    }

    fn postgres(row: &postgres::Row, i: usize) -> Result<Self, DbError> {
        instant(i64::postgres(row, i)?)
    }
}

fn instant(micros: i64) -> Result<jiff::Timestamp, DbError> {
    jiff::Timestamp::from_microsecond(micros).map_err(|e| DbError::Other(e.to_string()))
}

impl Column for jiff::civil::Date {
    fn sqlite(v: ValueRef<'_>) -> Result<Self, DbError> {
        date(&String::sqlite(v)?)
    }

    fn postgres(row: &postgres::Row, i: usize) -> Result<Self, DbError> {
        date(&String::postgres(row, i)?)
    }
}

fn date(text: &str) -> Result<jiff::civil::Date, DbError> {
    text.parse().map_err(|e: jiff::Error| DbError::Other(format!("{text:?} is no date: {e}")))
}
