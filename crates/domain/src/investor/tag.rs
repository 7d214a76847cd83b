//! What an organisation counts as.

/// A kind of tag that every district starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TagKind {
    pub code: &'static str,
    pub name: &'static str,
    pub name_en: &'static str,
}

const fn kind(code: &'static str, name: &'static str, name_en: &'static str) -> TagKind {
    TagKind { code, name, name_en }
}

pub const STANDARD_TAGS: [TagKind; 13] = [
    kind("global500", "世界500强", "Fortune Global 500"),
    kind("china500", "中国500强", "China 500"),
    kind("private500", "民企500强", "Private 500"),
    kind("state_owned", "央企国企", "State-owned"),
    kind("listed", "上市公司", "Listed"),
    kind("specialised", "专精特新", "Specialised and new"),
    kind("little_giant", "专精特新“小巨人”", "Little giant"),
    kind("high_technology", "高新技术企业", "High technology"),
    kind("unicorn", "独角兽", "Unicorn"),
    kind("chain_leader", "链主企业", "Chain master"),
    kind("association", "商协会会员", "Member of an association"),
    kind("alumni", "校友企业", "Founded by alumni"),
    kind("native", "乡贤企业", "Founded by natives"),
];
