//! The clock and the ids: arguments, so that a test can say what time it is.

use std::sync::Mutex;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

/// Civil dates are those of the office: Asia/Shanghai.
pub fn office_zone() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(8))
}

pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Timestamp;

    fn today(&self) -> Date {
        day(self.now())
    }
}

/// The civil date of an instant at the office.
pub fn day(at: Timestamp) -> Date {
    at.to_zoned(office_zone()).date()
}

pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the ambient clock is read")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is set.
pub struct SetClock(Mutex<Timestamp>);

impl SetClock {
    pub fn new(at: Timestamp) -> Self {
        Self(Mutex::new(at))
    }

    pub fn set(&self, at: Timestamp) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = at;
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// A new UUIDv7 at this instant: ids sort by the time they were made.
pub fn new_id(at: Timestamp) -> Uuid {
    let mut random = [0_u8; 10];
    fill_random(&mut random);
    let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// An instant as it is read back: kept in microseconds.
pub fn as_kept(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// [`new_id`] above the last one, if that is of the same millisecond: a step of unknown width further.
pub fn next_id(at: Timestamp, last: Uuid) -> Uuid {
    const TAIL: u64 = (1 << 62) - 1;
    let fresh = new_id(at);
    let ((time, tail), (then, before)) = (fresh.as_u64_pair(), last.as_u64_pair());
    let next = (before & TAIL) + 1 + (tail & 0xFFFF_FFFF);
    if time >> 16 == then >> 16 && next <= TAIL {
        Uuid::from_u64_pair(then, (before & !TAIL) | next)
    } else {
        fresh
    }
}

/// Bytes nobody can guess. A machine that has none cannot make a session or an id, and must not go on.
pub fn fill_random(bytes: &mut [u8]) {
    if let Err(error) = getrandom::fill(bytes) {
        panic!("the operating system gives no random bytes: {error}");
    }
}
