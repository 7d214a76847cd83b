//! The three lists (三张清单) and how a version differs from another.

use crate::project::codes;

codes! {
    /// What a list is for.
    ListKind {
        /// 推荐清单
        Recommended = "recommended",
        /// 盯引洽谈清单
        Pursued = "pursued",
        /// 服务落地清单
        Served = "served",
    }
}

/// A project on a list: which, and where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<K> {
    pub key: K,
    pub stage: String,
    pub status: String,
}

/// What became of a project between two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Added,
    Removed,
    /// On both, at another stage or status.
    Moved,
    Same,
}

/// Each project of either version with what became of it and where it stands in them: those of the newer one in its
/// order, then those that were taken off.
pub fn compare<K: PartialEq + Copy>(
    older: &[Standing<K>],
    newer: &[Standing<K>],
) -> Vec<(K, Change, Option<usize>, Option<usize>)> {
    let place = |all: &[Standing<K>], key: K| all.iter().position(|s| s.key == key);
    let mut out: Vec<_> = newer
        .iter()
        .enumerate()
        .map(|(i, now)| {
            let then = place(older, now.key);
            let change = match then.map(|at| &older[at]) {
                None => Change::Added,
                Some(then) if then.stage == now.stage && then.status == now.status => Change::Same,
                Some(_) => Change::Moved,
            };
            (now.key, change, then, Some(i))
        })
        .collect();
    let gone = older.iter().enumerate().filter(|(_, then)| place(newer, then.key).is_none());
    out.extend(gone.map(|(i, then)| (then.key, Change::Removed, Some(i), None)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_told_apart_from_the_next() {
        let at = |key: u8, stage: &str| Standing { key, stage: stage.into(), status: "ongoing".into() };
        let older = [at(1, "negotiation"), at(2, "signed"), at(3, "lead")];
        let newer = [at(2, "signed"), at(3, "qualified"), at(4, "lead")];
        let found: Vec<(u8, Change)> = compare(&older, &newer).iter().map(|c| (c.0, c.1)).collect();
        assert_eq!(found, [(2, Change::Same), (3, Change::Moved), (4, Change::Added), (1, Change::Removed)]);
        assert!(compare::<u8>(&[], &[]).is_empty());
    }
}
