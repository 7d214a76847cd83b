//! Names as a ledger has them, put together from parts.

use super::Dice;

const PLACES: &[&str] = &[
    "潍坊", "青岛", "济南", "烟台", "上海", "北京", "深圳", "苏州", "杭州", "宁波", "天津", "大连", "厦门",
    "广州", "武汉", "成都", "西安", "无锡", "常州", "南京",
];
const FIRST: &[&str] = &[
    "恒", "晟", "瑞", "华", "鼎", "盛", "中", "新", "天", "金", "海", "东", "远", "宏", "德", "信", "嘉",
    "万", "博", "凯", "巨", "晋", "协", "润", "福", "康", "安", "光", "明", "兴", "泰", "隆", "立", "正",
    "利", "建", "百", "同", "和", "永",
];
const SECOND: &[&str] = &[
    "源", "通", "达", "业", "丰", "洋", "科", "力", "工", "宇", "邦", "景", "森", "川", "凌", "峰", "晖",
    "澜", "祥", "铭", "维", "纳", "迪", "腾", "跃", "成", "创", "辰", "昌", "禾", "谷", "港", "城", "桥",
    "帆", "翔", "龙", "虹", "岳", "冠",
];
const TRADES: &[&str] = &[
    "新材料",
    "机械制造",
    "生物科技",
    "电子科技",
    "现代物流",
    "食品",
    "纺织",
    "环保设备",
    "软件",
    "医药",
    "汽车零部件",
    "文化传媒",
    "置业",
    "农业开发",
    "新能源",
    "光电",
    "装备",
    "化工",
    "商贸",
    "供应链管理",
];
const FORMS: &[&str] = &["有限公司", "有限公司", "有限公司", "股份有限公司", "集团有限公司"];
const WORKS: &[&str] = &[
    "生产线项目",
    "产业园项目",
    "研发中心项目",
    "技术改造项目",
    "总部基地项目",
    "仓储中心项目",
    "综合体项目",
    "加工项目",
    "示范基地项目",
    "服务平台项目",
];
const OUTPUTS: &[&str] =
    &["年产5万吨", "年产20万台套", "年产300万件", "日处理200吨", "一期", "二期", "高端", "智能", "绿色", ""];

/// The two-character brand of a firm: 3,200 of them with the place's choice.
pub fn brand(dice: &mut Dice) -> String {
    format!("{}{}", dice.pick(FIRST), dice.pick(SECOND))
}

pub fn trade(dice: &mut Dice) -> &'static str {
    dice.pick::<&str>(TRADES)
}

pub fn place(dice: &mut Dice) -> &'static str {
    dice.pick::<&str>(PLACES)
}

pub fn form(dice: &mut Dice) -> &'static str {
    dice.pick::<&str>(FORMS)
}

/// Six letters, as a firm's foreign name begins.
pub fn latin(dice: &mut Dice) -> String {
    const PARTS: &[&str] =
        &["no", "va", "te", "ch", "so", "li", "ma", "ru", "ex", "on", "de", "lo", "pri", "me", "syn", "to"];
    let name: String = (0..3).map(|_| *dice.pick::<&str>(PARTS)).collect();
    name[..6].to_owned()
}

pub fn firm(dice: &mut Dice, brand: &str, trade: &str) -> String {
    format!("{}{brand}{trade}{}", dice.pick(PLACES), dice.pick(FORMS))
}

pub fn project(dice: &mut Dice, brand: &str, trade: &str) -> String {
    format!("{brand}{}{trade}{}", dice.pick(OUTPUTS), dice.pick(WORKS))
}
