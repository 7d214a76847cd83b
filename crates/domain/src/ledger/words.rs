//! Words of ledgers and the codes they stand for.

use std::sync::LazyLock;

use crate::text::{clean, simplify};

/// Words, longest first, so that 未开工 is found before 开工.
fn find<T: Copy>(words: &[(&str, T)], text: &str) -> Option<(T, usize)> {
    words
        .iter()
        .filter(|(word, _)| text.contains(word))
        .max_by_key(|(word, _)| word.len())
        .map(|(word, code)| (*code, word.len()))
}

/// A code and whether the text says just that, or that among other words.
pub type Known = Option<(&'static str, bool)>;

fn known(words: &[(&str, &'static str)], text: &str) -> Known {
    let text = simplify(&clean(text));
    find(words, &text).map(|(code, len)| (code, len * 2 >= text.len()))
}

const STAGES: [(&str, &str); 74] = [
    ("谋划", "lead"),
    ("线索", "lead"),
    ("信息", "lead"),
    ("储备", "lead"),
    ("有效线索", "qualified"),
    ("研判", "qualified"),
    ("跟踪", "qualified"),
    ("意向", "qualified"),
    ("在谈", "negotiation"),
    ("洽谈", "negotiation"),
    ("谈判", "negotiation"),
    ("对接", "negotiation"),
    ("考察", "negotiation"),
    ("预审", "review"),
    ("评审", "review"),
    ("联审", "review"),
    ("准入", "review"),
    ("拟签约", "ready_to_sign"),
    ("待签约", "ready_to_sign"),
    ("即将签约", "ready_to_sign"),
    ("准备签约", "ready_to_sign"),
    ("计划签约", "ready_to_sign"),
    ("未签约", "negotiation"),
    ("尚未签约", "negotiation"),
    ("签约", "signed"),
    ("已签约", "signed"),
    ("签订合同", "signed"),
    ("签订正式合同", "signed"),
    ("签订协议", "signed"),
    ("签合同", "signed"),
    ("合同签订", "signed"),
    ("未注册", "signed"),
    ("拟注册", "signed"),
    ("注册", "registered"),
    ("已注册", "registered"),
    ("落户", "registered"),
    ("落地", "registered"),
    ("拿地", "approvals"),
    ("供地", "approvals"),
    ("审批", "approvals"),
    ("手续", "approvals"),
    ("办理手续", "approvals"),
    ("前期手续", "approvals"),
    ("前期", "approvals"),
    ("立项", "approvals"),
    ("未开工", "approvals"),
    ("尚未开工", "approvals"),
    ("待开工", "approvals"),
    ("拟开工", "approvals"),
    ("即将开工", "approvals"),
    ("计划开工", "approvals"),
    ("准备开工", "approvals"),
    ("开工", "construction"),
    ("已开工", "construction"),
    ("在建", "construction"),
    ("建设中", "construction"),
    ("开工建设", "construction"),
    ("续建", "construction"),
    ("施工", "construction"),
    ("建成", "completed"),
    ("竣工", "completed"),
    ("完工", "completed"),
    ("主体完工", "construction"),
    ("未投产", "completed"),
    ("尚未投产", "completed"),
    ("即将投产", "completed"),
    ("投产", "production"),
    ("竣工投产", "production"),
    ("试生产", "production"),
    ("运营", "production"),
    ("开业", "production"),
    ("达产", "at_capacity"),
    ("达效", "at_capacity"),
    ("满产", "at_capacity"),
];

/// The stage that a cell or a section title names (codes of the project library).
pub fn stage(text: &str) -> Known {
    if let Some(code) = STAGE_CODES.iter().find(|c| text.trim() == **c) {
        return Some((code, true));
    }
    known(&STAGES, text)
}

const STAGE_CODES: [&str; 12] = [
    "lead",
    "qualified",
    "negotiation",
    "review",
    "ready_to_sign",
    "signed",
    "registered",
    "approvals",
    "construction",
    "completed",
    "production",
    "at_capacity",
];

const AGREEMENTS: [(&str, &str); 16] = [
    ("意向", "intent"),
    ("意向书", "intent"),
    ("意向协议", "intent"),
    ("备忘录", "intent"),
    ("框架", "framework"),
    ("框架协议", "framework"),
    ("框架合同", "framework"),
    ("战略合作", "framework"),
    ("战略合作框架协议", "framework"),
    ("正式", "contract"),
    ("正式合同", "contract"),
    ("正式协议", "contract"),
    ("合同", "contract"),
    ("投资协议", "contract"),
    ("投资合同", "contract"),
    ("入园协议", "contract"),
];

pub fn agreement(text: &str) -> Known {
    if let Some(code) = ["intent", "framework", "contract", "none"].iter().find(|c| text.trim() == **c) {
        return Some((code, true));
    }
    known(&AGREEMENTS, text)
}

/// 三招三引.
pub fn track(text: &str) -> Known {
    known(
        &[
            ("招商引资", "capital"),
            ("引资", "capital"),
            ("资本", "capital"),
            ("招商", "capital"),
            ("招才引智", "talent"),
            ("引智", "talent"),
            ("人才", "talent"),
            ("招才", "talent"),
            ("招院引所", "institute"),
            ("引所", "institute"),
            ("院所", "institute"),
            ("招院", "institute"),
        ],
        text,
    )
}

/// What is done: new, expansion …
pub fn kind(text: &str) -> Known {
    known(
        &[
            ("新建", "new"),
            ("独资", "new"),
            ("新设", "new"),
            ("续建", "expansion"),
            ("扩建", "expansion"),
            ("增资", "expansion"),
            ("增资扩股", "expansion"),
            ("技改", "renovation"),
            ("技术改造", "renovation"),
            ("改建", "renovation"),
            ("并购", "merger"),
            ("收购", "merger"),
            ("合资", "joint_venture"),
            ("合作", "joint_venture"),
            ("搬迁", "relocation"),
            ("迁建", "relocation"),
            ("总部", "headquarters"),
            ("平台", "platform"),
            ("人才", "talent"),
            ("院所", "institute"),
        ],
        text,
    )
}

/// In which form money came.
pub fn fund_kind(text: &str) -> Known {
    known(
        &[
            ("现金", "cash"),
            ("货币", "cash"),
            ("转账", "cash"),
            ("现汇", "cash"),
            ("注册资本", "capital"),
            ("实缴", "capital"),
            ("资本金", "capital"),
            ("设备", "equipment"),
            ("土建", "construction"),
            ("厂房", "construction"),
            ("工程", "construction"),
            ("建安", "construction"),
            ("土地", "land"),
            ("其他", "other"),
            ("其它", "other"),
            ("实物", "other"),
        ],
        text,
    )
}

/// Countries and regions by ISO 3166-1, as ledgers write them. 香港, 澳门 and 台湾 are regions.
const COUNTRIES: [(&str, &str); 66] = [
    ("中国", "CN"),
    ("国内", "CN"),
    ("内资", "CN"),
    ("境内", "CN"),
    ("省外", "CN"),
    ("省内", "CN"),
    ("市外", "CN"),
    ("市内", "CN"),
    ("县外", "CN"),
    ("县内", "CN"),
    ("区外", "CN"),
    ("区内", "CN"),
    ("本地", "CN"),
    ("香港", "HK"),
    ("澳门", "MO"),
    ("台湾", "TW"),
    ("台北", "TW"),
    ("美国", "US"),
    ("加拿大", "CA"),
    ("墨西哥", "MX"),
    ("巴西", "BR"),
    ("阿根廷", "AR"),
    ("智利", "CL"),
    ("英属维尔京群岛", "VG"),
    ("维尔京", "VG"),
    ("开曼群岛", "KY"),
    ("开曼", "KY"),
    ("百慕大", "BM"),
    ("萨摩亚", "WS"),
    ("日本", "JP"),
    ("韩国", "KR"),
    ("新加坡", "SG"),
    ("马来西亚", "MY"),
    ("泰国", "TH"),
    ("越南", "VN"),
    ("印度尼西亚", "ID"),
    ("印尼", "ID"),
    ("菲律宾", "PH"),
    ("印度", "IN"),
    ("巴基斯坦", "PK"),
    ("以色列", "IL"),
    ("阿联酋", "AE"),
    ("沙特", "SA"),
    ("土耳其", "TR"),
    ("哈萨克斯坦", "KZ"),
    ("俄罗斯", "RU"),
    ("乌克兰", "UA"),
    ("德国", "DE"),
    ("英国", "GB"),
    ("法国", "FR"),
    ("意大利", "IT"),
    ("西班牙", "ES"),
    ("葡萄牙", "PT"),
    ("荷兰", "NL"),
    ("比利时", "BE"),
    ("卢森堡", "LU"),
    ("瑞士", "CH"),
    ("奥地利", "AT"),
    ("瑞典", "SE"),
    ("挪威", "NO"),
    ("丹麦", "DK"),
    ("芬兰", "FI"),
    ("波兰", "PL"),
    ("澳大利亚", "AU"),
    ("新西兰", "NZ"),
    ("南非", "ZA"),
];

static COUNTRY_CODES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| COUNTRIES.iter().map(|(_, code)| *code).collect());

/// The country or region that a cell names: an ISO code, a name, or a Chinese province or city (CN).
pub fn country(text: &str) -> Known {
    let text = simplify(&clean(text));
    let upper = text.to_ascii_uppercase();
    if let Some(code) = COUNTRY_CODES.iter().find(|code| ***code == upper) {
        return Some((code, true));
    }
    if let Some((code, len)) = find(&COUNTRIES, &text) {
        return Some((code, len * 2 >= text.len()));
    }
    crate::text::is_chinese_place(&text).then_some(("CN", true))
}

/// Industries as offices call them, with the GB/T 4754-2017 code that comes nearest; used where no name of the
/// standard fits. Always for a person to confirm.
pub const INDUSTRY_HINTS: [(&str, &str); 44] = [
    ("房地产", "K70"),
    ("地产", "K70"),
    ("住宅", "K70"),
    ("城市综合体", "K70"),
    ("商业综合体", "K70"),
    ("航空发动机", "C374"),
    ("航空", "C374"),
    ("汽车零部件", "C367"),
    ("汽车", "C36"),
    ("工程机械", "C351"),
    ("机械装备", "C35"),
    ("机械制造", "C34"),
    ("装备制造", "C35"),
    ("电子信息", "C39"),
    ("集成电路", "C3973"),
    ("半导体", "C397"),
    ("新能源汽车", "C3612"),
    ("新能源", "D44"),
    ("光伏", "C3825"),
    ("风电", "D4415"),
    ("新材料", "C26"),
    ("化工", "C26"),
    ("生物医药", "C27"),
    ("医药", "C27"),
    ("食品", "C14"),
    ("纺织", "C17"),
    ("服装", "C18"),
    ("建材", "C30"),
    ("混凝土", "C302"),
    ("住宅工业化", "C302"),
    ("有色金属", "C32"),
    ("铜冶炼", "C3211"),
    ("物流", "G59"),
    ("仓储", "G59"),
    ("软件", "I65"),
    ("大数据", "I65"),
    ("金融", "J66"),
    ("总部", "L72"),
    ("商贸", "F51"),
    ("旅游", "N78"),
    ("文化", "R88"),
    ("教育", "P83"),
    ("养老", "Q85"),
    ("农业", "A01"),
];

/// The nearest industry by [`INDUSTRY_HINTS`].
pub fn industry_hint(text: &str) -> Option<&'static str> {
    find(&INDUSTRY_HINTS, &simplify(&clean(text))).map(|(code, _)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_by_table() {
        for (text, code) in [
            ("在谈", Some("negotiation")),
            ("洽谈中", Some("negotiation")),
            ("已签约", Some("signed")),
            ("拟签约", Some("ready_to_sign")),
            ("尚未签约", Some("negotiation")),
            ("已签约未开工", Some("approvals")),
            ("开工建设", Some("construction")),
            ("竣工投产", Some("production")),
            ("達產", Some("at_capacity")),
            ("signed", Some("signed")),
            ("其他", None),
        ] {
            assert_eq!(stage(text).map(|k| k.0), code, "{text}");
        }
        for (text, code) in
            [("意向协议", "intent"), ("战略合作框架协议", "framework"), ("正式合同", "contract")]
        {
            assert_eq!(agreement(text), Some((code, true)), "{text}");
        }
        assert_eq!(track("招院引所").map(|k| k.0), Some("institute"));
        assert_eq!(kind("续建").map(|k| k.0), Some("expansion"));
        assert_eq!(fund_kind("设备").map(|k| k.0), Some("equipment"));
        assert_eq!(industry_hint("新能源汽车零件"), Some("C3612"));
    }

    #[test]
    fn countries_and_regions() {
        for (text, code) in [
            ("中国香港", Some("HK")),
            ("臺灣", Some("TW")),
            ("台湾地区", Some("TW")),
            ("美国", Some("US")),
            ("us", Some("US")),
            ("山东潍坊", Some("CN")),
            ("浙江省", Some("CN")),
            ("省外", Some("CN")),
            ("境外", None),
            ("火星", None),
        ] {
            assert_eq!(country(text).map(|k| k.0), code, "{text}");
        }
        assert_eq!(country("中国香港").map(|k| k.1), Some(true));
    }
}
