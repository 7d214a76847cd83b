//! The events of the demo's year.

use jiff::civil::{Date, date};

use crate::activity::EventKind;

/// Name, kind, day, the day as the summary says it, place, guests, what came of it.
pub type Held = (&'static str, EventKind, Date, &'static str, &'static str, Option<i64>, &'static str);

/// Projects that came of an event, by its place in [`EVENTS`].
pub const CAME_OF: [(&str, usize); 6] = [
    ("慢城城市综合体", 0),
    ("铜冶炼", 1),
    ("新能源", 4),
    ("两岸电源合作", 5),
    ("两岸房地产开发一期", 5),
    ("两岸房地产开发二期", 5),
];

/// The events of the year.
pub const EVENTS: [Held; 8] = [
    (
        "第30届国际风筝会“蓝黄”两区建设重点项目推介招商会",
        EventKind::Signing,
        date(2013, 4, 20),
        "4月",
        "",
        None,
        "慢城城市综合体项目参加全市集中签约仪式",
    ),
    (
        "招商推介会（走向世界）",
        EventKind::Promotion,
        date(2013, 7, 19),
        "7月",
        "",
        None,
        "铜冶炼项目达成意向，总投资13亿元，拟落户工业园区",
    ),
    (
        "机械装备制造业恳谈会",
        EventKind::Docking,
        date(2013, 7, 26),
        "7月下旬",
        "",
        None,
        "推介特色产业园、经济开发区低碳产业园、创新科技产业园和新城区；与晋工机械、协力集团开展产业对接",
    ),
    ("合作投资洽谈会", EventKind::Symposium, date(2013, 8, 29), "8月底", "", Some(4), "4家企业参会"),
    (
        "两岸科技论坛",
        EventKind::Forum,
        date(2013, 9, 5),
        "9月初",
        "",
        None,
        "新能源项目签约，总投资25亿元，列为市重点项目",
    ),
    (
        "城两岸共建恳谈会",
        EventKind::Symposium,
        date(2013, 10, 29),
        "10月29日",
        "台北",
        Some(120),
        "巨力集团与威电源能达成2000万美元合作意向；台湾宏建建设房地产项目一期3000万美元、二期5600万美元签订意向书",
    ),
    ("招商引资业务培训班", EventKind::Training, date(2013, 3, 12), "3月", "", Some(86), ""),
    ("项目洽谈与合同实务培训", EventKind::Training, date(2013, 6, 6), "6月", "", Some(64), ""),
];
