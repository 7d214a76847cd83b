//! What a column of a circular is, by its header.

use serde::{Deserialize, Serialize};

use crate::text::clean;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Names, numbers of rows, remarks.
    Label,
    Target,
    Done,
    /// The same a year, or a month, before.
    Prior,
    /// Any other quantity.
    Amount,
    /// Done of what was to be done, or of what was signed: a rate.
    Completion,
    Share,
    Growth,
    /// 超欠序时: before or behind the time that is gone.
    Lead,
    /// 序时进度: the time that is gone.
    Time,
    Rank,
    /// Of other columns.
    Sum,
    /// One column less another.
    Gap,
    /// 组别: the rows that say the same here are compared with each other.
    Group,
    /// Not looked at.
    Ignore,
}

impl Role {
    pub const ALL: [Self; 15] = [
        Self::Label,
        Self::Group,
        Self::Target,
        Self::Done,
        Self::Prior,
        Self::Amount,
        Self::Completion,
        Self::Share,
        Self::Growth,
        Self::Lead,
        Self::Time,
        Self::Rank,
        Self::Sum,
        Self::Gap,
        Self::Ignore,
    ];

    /// As it is written in corrections.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Group => "group",
            Self::Target => "target",
            Self::Done => "done",
            Self::Prior => "prior",
            Self::Amount => "amount",
            Self::Completion => "completion",
            Self::Share => "share",
            Self::Growth => "growth",
            Self::Lead => "lead",
            Self::Time => "time",
            Self::Rank => "rank",
            Self::Sum => "sum",
            Self::Gap => "gap",
            Self::Ignore => "ignore",
        }
    }

    /// Words, whose figures are not read.
    pub(super) const fn is_words(self) -> bool {
        matches!(self, Self::Label | Self::Group | Self::Ignore)
    }

    /// Computed from other columns of the table.
    pub const fn is_derived(self) -> bool {
        matches!(
            self,
            Self::Completion | Self::Share | Self::Growth | Self::Lead | Self::Rank | Self::Sum | Self::Gap
        )
    }

    /// An amount or a count: it adds up over the rows.
    pub const fn is_quantity(self) -> bool {
        matches!(self, Self::Target | Self::Done | Self::Prior | Self::Amount | Self::Sum | Self::Gap)
    }

    /// By the header: its last line says most, the lines above help.
    pub fn of(header: &str) -> Self {
        let whole = clean(header).to_lowercase();
        let last = whole.rsplit('/').next().unwrap_or(&whole);
        match named(last) {
            Self::Amount if last != whole => named(&whole),
            role => role,
        }
    }
}

fn named(h: &str) -> Role {
    let has = |words: &[&str]| words.iter().any(|w| h.contains(w));
    if has(&["序号", "编号", "备注", "责任", "联系"]) || h == "no" || h == "no." {
        return Role::Label;
    }
    if matches!(h, "组" | "组别" | "分组" | "group") {
        return Role::Group;
    }
    if has(&["位次", "排名", "名次", "排序", "序位", "rank"]) {
        return Role::Rank;
    }
    if has(&["序时", "时序", "时间进度", "欠进度", "超进度", "超欠", "time progress", "lead", "lag"])
    {
        let against =
            has(&["超", "欠", "差", "比", "±", "快", "慢", "滞后", "领先", "lead", "lag", "ahead", "behind"]);
        return if against { Role::Lead } else { Role::Time };
    }
    if has(&["差额", "差距", "缺口", "尚差", "尚缺", "增减额", "增加额", "gap"]) {
        return Role::Gap;
    }
    if has(&["同比", "增长", "增幅", "增速", "环比", "growth", "yoy"]) && !has(&["额", "数", "量"])
    {
        return Role::Growth;
    }
    let of_target = has(&["目标", "任务", "计划"]) && has(&["占", "完成"]) && has(&["%", "率", "比", "占"]);
    if has(&["率", "完成%", "完成比例", "完成百分比", "完成进度", "completion", "rate"]) || of_target
    {
        return Role::Completion;
    }
    if has(&["占比", "比重", "份额", "占全", "占总", "share"]) {
        return Role::Share;
    }
    if has(&["上年", "去年", "同期", "上期", "上月", "上季", "基期", "last year", "previous"]) {
        return Role::Prior;
    }
    if has(&["合计", "小计", "总计", "合 计", "subtotal"]) || h == "total" {
        return Role::Sum;
    }
    if has(&["完成", "到位", "到资", "实际", "累计", "实绩", "done", "actual"]) {
        return Role::Done;
    }
    if has(&["目标", "任务", "计划数", "年度计划", "指导性计划", "target", "plan"]) || h == "计划"
    {
        return Role::Target;
    }
    Role::Amount
}

/// A count by its name: exact to the last one.
pub(super) fn counts(header: &str) -> bool {
    let h = clean(header);
    let last = h.rsplit('/').next().unwrap_or(&h);
    let unit = ["(个)", "(家)", "(项)", "(人)", "(批)", "(次)", "(户)", "(宗)", "(场)", "(件)", "(天)"];
    unit.iter().any(|u| h.contains(u))
        || ["个数", "家数", "人数", "批次", "次数", "户数", "件数", "项目数"].iter().any(|w| last.contains(w))
        || matches!(last, "个" | "家" | "项" | "人" | "批" | "次" | "户" | "宗" | "场" | "件" | "天")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_by_header() {
        for (header, role) in [
            ("序号", Role::Label),
            ("组别", Role::Group),
            ("年度目标(万元)", Role::Target),
            ("到位资金/目标", Role::Target),
            ("1-10月累计完成", Role::Done),
            ("本月", Role::Amount),
            ("完成率(%)", Role::Completion),
            ("占年度目标%", Role::Completion),
            ("占目标/%", Role::Completion),
            ("资金到位率", Role::Completion),
            ("占比", Role::Share),
            ("上年同期", Role::Prior),
            ("同比增长(%)", Role::Growth),
            ("超欠序时", Role::Lead),
            ("与序时进度相比", Role::Lead),
            ("序时进度", Role::Time),
            ("位次", Role::Rank),
            ("合计", Role::Sum),
            ("总投资(亿元)", Role::Amount),
            ("差额", Role::Gap),
        ] {
            assert_eq!(Role::of(header), role, "{header}");
        }
        assert!(counts("签约/个数"));
        assert!(!counts("总投资(亿元)"));
    }
}
