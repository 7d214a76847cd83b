//! Who acts: the account, its rights today, the request, and the language they read.

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{HeaderMap, header::ACCEPT_LANGUAGE, request::Parts},
};
use yinfeng_domain::{
    authority::{Act, Actor, Class, Reach},
    id::AccountId,
};

use crate::floor::{Error, say::Lang};

/// What is known of a request before anybody is.
#[derive(Debug, Clone)]
pub struct RequestInfo {
    pub id: String,
}

/// Somebody who acts, in the course of a request. The authentication layer puts it into the request.
#[derive(Debug, Clone)]
pub struct Who {
    pub actor: Actor,
    pub request_id: String,
    pub lang: Lang,
    /// The hash of the session's token, so that a session can end itself.
    pub session: Option<[u8; 32]>,
}

impl Who {
    /// The command line on the server itself.
    pub fn system(district: &str, name: &str) -> Self {
        Self {
            actor: Actor {
                district: district.to_owned(),
                account: AccountId(uuid::Uuid::nil()),
                name: name.to_owned(),
                memberships: Vec::new(),
                system: true,
            },
            request_id: "command-line".into(),
            lang: Lang::Zh,
            session: None,
        }
    }

    pub fn district(&self) -> &str {
        &self.actor.district
    }

    /// None for the command line.
    pub fn account_id(&self) -> Option<AccountId> {
        (!self.actor.system).then_some(self.actor.account)
    }

    /// How far this right reaches; nothing at all is "not found": what one may not see does not exist.
    pub fn reach(&self, class: Class, act: Act) -> Result<Reach, Error> {
        match self.actor.reach(class, act) {
            Reach::Nothing => Err(Error::NotFound),
            reach => Ok(reach),
        }
    }

    /// [`Who::reach`] over the whole district, or not found.
    pub fn need_district(&self, class: Class, act: Act) -> Result<(), Error> {
        match self.actor.reach(class, act) {
            Reach::District => Ok(()),
            _ => Err(Error::NotFound),
        }
    }
}

/// The language of a request.
pub fn lang(headers: &HeaderMap) -> Lang {
    headers.get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).map_or(Lang::Zh, Lang::from_tag)
}

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = super::Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| super::Problem::of(Error::Unauthenticated, lang(&parts.headers)))
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Who {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}
