//! Two records of one organisation: which value survives, and what an undo may take back.

use crate::project::codes;

codes! {
    /// A field whose value is chosen from one of the two records.
    MergeField {
        Name = "name",
        Uscc = "uscc",
        Kind = "kind",
        Country = "country",
        Group = "group_id",
        Industry = "industry",
        Address = "address",
        Introduction = "introduction",
    }
}

/// Whether the value of the record that goes should be taken: only one has any, or it says more at length. Otherwise
/// what stays, stays.
pub fn advises_taken(field: MergeField, kept: &str, gone: &str) -> bool {
    if gone.is_empty() || kept == gone {
        return false;
    }
    let longer = gone.chars().count() > kept.chars().count();
    kept.is_empty() || (matches!(field, MergeField::Address | MergeField::Introduction) && longer)
}

/// What an undo does with a value that was `before` the merge, `after` it, and is `now`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undo {
    /// The merge did not change it: it stays as it is now.
    Leave,
    /// It is as the merge left it: it goes back.
    Restore,
    /// Somebody has changed it since: nobody can tell which of the two that was for.
    Edited,
}

pub fn undo<T: PartialEq>(before: &T, after: &T, now: &T) -> Undo {
    if before == after || now == before {
        Undo::Leave
    } else if now == after {
        Undo::Restore
    } else {
        Undo::Edited
    }
}

/// The list as an undo leaves it: without what the merge added, with what it dropped, and with all that was done to it
/// since.
pub fn undo_list(before: &[String], after: &[String], now: &[String]) -> Vec<String> {
    let added = |one: &&String| after.contains(one) && !before.contains(one);
    let dropped = before.iter().filter(|one| !after.contains(one) && !now.contains(one));
    now.iter().filter(|one| !added(one)).chain(dropped).cloned().collect()
}

/// The share of a party that both records had in one project: together, when both are known.
pub fn joint_share(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    Some(one? + other?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_taken_where_the_other_has_none_or_less() {
        for (field, kept, gone, taken) in [
            (MergeField::Uscc, "", "91350100M000100Y43", true),
            (MergeField::Uscc, "91350100M000100Y43", "", false),
            (MergeField::Name, "中联水泥", "中联水泥有限公司", false),
            (MergeField::Introduction, "水泥", "水泥和混凝土", true),
            (MergeField::Introduction, "水泥和混凝土", "水泥", false),
            (MergeField::Address, "于河", "于河", false),
        ] {
            assert_eq!(advises_taken(field, kept, gone), taken, "{field} {kept} {gone}");
        }
    }

    #[test]
    fn an_undo_takes_back_its_own_change_and_no_other() {
        for (before, after, now, what) in [
            ("a", "a", "a", Undo::Leave),
            ("a", "a", "c", Undo::Leave),
            ("a", "b", "b", Undo::Restore),
            ("a", "b", "a", Undo::Leave),
            ("a", "b", "c", Undo::Edited),
        ] {
            assert_eq!(undo(&before, &after, &now), what, "{before} {after} {now}");
        }
    }

    #[test]
    fn a_list_loses_what_the_merge_added_and_nothing_else() {
        let list = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        for (before, after, now, undone) in [
            ("甲", "甲 乙 丙", "甲 乙 丙", "甲"),
            ("甲", "甲 乙", "甲 乙 丁", "甲 丁"),
            ("甲 戊", "甲 乙", "甲 乙", "甲 戊"),
            ("甲", "甲 乙", "乙", ""),
            ("", "乙", "", ""),
        ] {
            assert_eq!(undo_list(&list(before), &list(after), &list(now)), list(undone), "{now}");
        }
    }

    #[test]
    fn shares_of_both_records_are_one_share() {
        assert_eq!(joint_share(Some(6_000), Some(4_000)), Some(10_000));
        assert_eq!(joint_share(Some(6_000), None), None);
    }
}
