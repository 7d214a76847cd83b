//! HTTP: who asks, what they send, what they get, and how errors are said.

mod action;
pub mod assets;
mod attachment;
mod command;
mod guard;
mod problem;
mod upload;
mod who;
mod wrong;

pub use action::Action;
pub use attachment::{attachment, percent};
pub use command::{Command, Query, done, forget_answers, write};
pub use guard::{explain, harden, metrics_page, observe};
pub use problem::{Body as ProblemBody, Problem};
pub use upload::uploaded;
pub use who::{RequestInfo, Who, lang as language};
