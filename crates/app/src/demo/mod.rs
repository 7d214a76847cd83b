//! The demo district 凤栖区 with the year 2013: a fictional district, deterministic records.

mod apart;
mod bundle;
mod chains;
mod claims;
mod contacts;
mod district;
mod events;
mod goals;
mod handed;
mod interactions;
pub mod ledger;
mod library;
pub mod load;
mod named;
mod network;
pub mod plan;
mod promise;
mod recognise;
mod review;
mod sites;
mod slip;
mod transfers;
mod urge;
pub mod words;
mod work;
